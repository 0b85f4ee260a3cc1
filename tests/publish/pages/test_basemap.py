"""The base map: whole, cut to a view, small, and never across the antimeridian."""

from __future__ import annotations

import re

import numpy as np
import pytest

from counterclaim.lexicon.countries import countries
from counterclaim.publish.pages.basemap import STEPS, Detail, clipped, frame, land, states, within

WORLD = (-180.0, -58.0, 180.0, 84.0)
_TOKEN = re.compile(r"[A-Za-z]|-?\d+")


def points(path: str) -> list[tuple[int, int]]:
    """Return the points of a path of M, l and z."""
    found: list[tuple[int, int]] = []
    for part in filter(None, path.split("z")):
        start, _, moves = part.partition("l")
        x, y = map(int, _TOKEN.findall(start)[1:])
        found.append((x, y))
        steps = list(map(int, _TOKEN.findall(moves)))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


@pytest.mark.parametrize("detail", ["coarse", "fine"])
def test_outlines_lie_in_the_world(detail: Detail) -> None:
    """Every ring lies within the world, spans no more than a state can, and has an area."""
    for state in states(detail):
        for ring, (west, south, east, north) in zip(state.rings, state.boxes, strict=True):
            assert -180 <= west < east <= 180
            assert -90 <= south < north <= 90
            assert len(ring) >= 3
        if state.name not in ("Antarctica", "Russia"):
            assert max(east - west for west, _, east, _ in state.boxes) < 100, state.name


def test_the_states_of_the_lexicon_have_an_outline() -> None:
    """Nearly every listed state is found by its code; those that are not are too small for the scale."""
    drawn = {state.iso for state in states("fine")}
    assert {code for code in countries() if code not in drawn} <= {"TV"}
    assert len(drawn & set(countries())) > 190


def test_a_capital_lies_in_its_state() -> None:
    """A point known to lie in a state lies in an odd number of its rings."""
    syria = next(state for state in states("fine") if state.iso == "SY")
    lon, lat = 38.0, 35.0
    crossings = 0
    for ring in syria.rings:
        after = np.roll(ring, -1, axis=0)
        meets = (ring[:, 1] < lat) != (after[:, 1] < lat)
        start, end = ring[meets], after[meets]
        met = start[:, 0] + (lat - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])
        crossings += int((met > lon).sum())
    assert crossings % 2 == 1


def test_a_ring_is_cut_at_a_line() -> None:
    """A square cut at its middle is half of it; beyond the line nothing is left, before it all."""
    square = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)])
    half = clipped(square, 0, 2.0, 1)
    assert {(x, y) for x, y in half.tolist()} == {(2, 0), (4, 0), (4, 4), (2, 4)}
    assert len(clipped(square, 1, 5.0, 1)) == 0
    assert clipped(square, 1, 5.0, -1) is square


def test_a_label_stands_in_the_widest_part() -> None:
    """The longest level stretch of a ring shaped like an L lies in its foot."""
    shape = np.array([(0.0, 0.0), (2.0, 0.0), (2.0, 6.0), (9.0, 6.0), (9.0, 10.0), (0.0, 10.0)])
    x, y, room = within([shape])
    assert (x, room) == (4.5, 9.0)
    assert 6 < y < 10


@pytest.mark.parametrize(
    "box", [WORLD, (-180.0, -90.0, 180.0, 90.0), (34.0, 31.0, 43.0, 38.0), (-25.0, 30.0, 65.0, 72.0)]
)
def test_a_view_is_cut_and_small(box: tuple[float, float, float, float]) -> None:
    """The land of a view is under 100 kB, and no point of it lies beyond the view's margin."""
    view = frame(*box, width=480, height=300)
    shown = land(view)
    assert 0 < len(shown.path) < 100_000
    x, y = np.array(points(shown.path)).T / STEPS
    assert -0.03 * view.width <= x.min() <= x.max() <= 1.03 * view.width
    assert -0.03 * view.height <= y.min() <= y.max() <= 1.03 * view.height


@pytest.mark.parametrize("box", [WORLD, (34.0, 31.0, 43.0, 38.0), (178.0, -20.0, 180.0, -15.0), (5, 80, 6, 90)])
def test_a_frame_holds_its_box(box: tuple[float, float, float, float]) -> None:
    """A view holds the box it was asked for, stays in the world, and draws a degree north as long as one east."""
    view = frame(*box, width=480, height=300)
    assert (view.width, view.height) <= (480, 300)
    west, south, east, north = box
    assert -180 <= view.west <= west + 1e-9
    assert east - 1e-9 <= view.east <= 180
    assert -90 <= view.south <= south + 1e-9
    assert north - 1e-9 <= view.north <= 90
    assert view.x(view.east) == pytest.approx(view.width)
    assert view.y(view.north) == pytest.approx(0)
