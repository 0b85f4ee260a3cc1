"""The base map: outlines of states from our own files, cut to a view and drawn as SVG paths.

The files are made by ``tools/basemap.py``; ``publish/basemap/README.md`` says from what.  Rings are held in hundredths
of a degree, WGS84, and are cut at the antimeridian already, so that nothing here has to know of it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Detail = Literal["coarse", "fine"]
Ring = NDArray[np.float64]
"""Points of a closed line, n x 2: longitude and latitude in degrees, or x and y; the first is not repeated."""
QUANTUM_DEG: Final = 0.01
"""The step in which the files hold degrees: about a kilometre, finer than the outlines themselves."""
COARSE_FROM_DEG: Final = 100.0
"""The width from which a view shows the coarse outlines: the fine ones would be finer than a screen there."""
STEPS: Final = 4
"""Steps of a drawn path in one unit of the picture."""
_SCANS: Final = 15


class Outline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state's outline in a file: ISO 3166 alpha-2 code where it has one, and the name as Natural Earth writes it.

    ``at`` is a point well within it, where a label may stand.  Each of ``rings`` holds x, y of its first point and then
    the steps from point to point, all in :data:`QUANTUM_DEG`; a point that lies in an even number of rings is outside.
    """

    iso: str | None
    name: str
    at: tuple[int, int]
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state's outline: its rings in degrees, each with the box around it (west, south, east, north)."""

    iso: str | None
    name: str
    rings: tuple[Ring, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A view of the map: a box of degrees that crosses no antimeridian, as a picture of ``width`` times ``height``.

    The projection is equirectangular: straight meridians and parallels, so that a box of degrees is a rectangle.  A
    degree of longitude is drawn as wide as it is at the middle latitude, so that small circles stay circles.
    """

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def x(self, lon_deg: float) -> float:
        """Return where a longitude lies, in units from the left edge."""
        return (lon_deg - self.west) * self.width / (self.east - self.west)

    def y(self, lat_deg: float) -> float:
        """Return where a latitude lies, in units from the upper edge."""
        return (self.north - lat_deg) * self.height / (self.north - self.south)

    @property
    def detail(self) -> Detail:
        """Which of the outlines it shows."""
        return "coarse" if self.east - self.west >= COARSE_FROM_DEG else "fine"


@dataclass(frozen=True, slots=True)
class Label:
    """A state's code and name, and the middle of a stretch of ``room`` units within it where the name can stand."""

    iso: str | None
    name: str
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Land:
    """What a frame shows of the land: a path in units of 1/:data:`STEPS`, and labels, those with most room first."""

    path: str
    labels: tuple[Label, ...]


@functools.cache
def states(detail: Detail) -> tuple[State, ...]:
    """Return the outlines of a file, read once a process."""
    body = (files("counterclaim.publish") / "basemap" / f"{detail}.json").read_bytes()
    return tuple(_state(outline) for outline in msgspec.json.decode(body, type=tuple[Outline, ...]))


def _state(outline: Outline) -> State:
    rings = tuple(np.cumsum(np.reshape(ring, (-1, 2)), axis=0) * QUANTUM_DEG for ring in outline.rings)
    edges = [(*ring.min(axis=0).tolist(), *ring.max(axis=0).tolist()) for ring in rings]
    boxes = tuple((west, south, east, north) for west, south, east, north in edges)
    return State(outline.iso, outline.name, rings, boxes)


@functools.lru_cache(maxsize=128)
def land(frame: Frame) -> Land:
    """Return what a frame shows of the land."""
    paths: list[str] = []
    labels: list[Label] = []
    for state in states(frame.detail):
        drawn = [_drawn(frame, ring) for ring in _cut(state, frame)]
        paths += map(_path, drawn)
        if drawn:
            x, y, room = within(drawn)
            labels.append(Label(state.iso, state.name, x, y, room))
    labels.sort(key=lambda label: (-label.room, label.name))
    return Land("".join(paths), tuple(labels))


def _cut(state: State, frame: Frame) -> Iterator[Ring]:
    """Yield the rings of a state as far as they lie in a frame, with a margin that hides where they were cut."""
    wide, high = (frame.east - frame.west) / 50, (frame.north - frame.south) / 50
    view = (frame.west - wide, frame.south - high, frame.east + wide, frame.north + high)
    for ring, (west, south, east, north) in zip(state.rings, state.boxes, strict=True):
        if west > view[2] or east < view[0] or south > view[3] or north < view[1]:
            continue
        for axis, edge, sign in ((0, view[0], 1), (1, view[1], 1), (0, view[2], -1), (1, view[3], -1)):
            ring = clipped(ring, axis, edge, sign)
        if len(ring) > 2:
            yield ring


def clipped(ring: Ring, axis: int, edge: float, sign: int) -> Ring:
    """Return the part of a ring on one side of a line (Sutherland and Hodgman 1974).

    ``axis`` 0 is a meridian at ``edge`` degrees, 1 a parallel; ``sign`` 1 keeps what is greater, -1 what is less.
    """
    apart = sign * (ring[:, axis] - edge)
    inside = apart >= 0
    if inside.all():
        return ring
    if not inside.any():
        return ring[:0]
    after = np.roll(apart, -1)
    crossing = inside != (after >= 0)
    share = np.divide(apart, apart - after, out=np.zeros_like(apart), where=crossing)
    met = ring + share[:, None] * (np.roll(ring, -1, axis=0) - ring)
    kept: Ring = np.stack([ring, met], axis=1)[np.stack([inside, crossing], axis=1)]
    return kept


def _drawn(frame: Frame, ring: Ring) -> Ring:
    scale = (frame.width / (frame.east - frame.west), -frame.height / (frame.north - frame.south))
    placed: Ring = (ring - (frame.west, frame.north)) * scale
    return placed


def _path(ring: Ring) -> str:
    """Return a ring as a closed SVG path of whole steps; empty when no area is left of it."""
    steps = np.rint(ring * STEPS).astype(int)
    moves = np.diff(steps, axis=0)
    moves = moves[moves.any(axis=1)]
    if len(moves) < 2:
        return ""
    # "l1-2" needs no space before the minus.
    told = "l" + " ".join(map(str, moves.ravel().tolist()))
    return f"M{steps[0][0]} {steps[0][1]}{told.replace(' -', '-')}z"


def within(rings: list[Ring]) -> tuple[float, float, float]:
    """Return the middle (x, y) and the length of the longest level stretch that lies in the widest of some rings."""
    ring = max(rings, key=lambda one: float(np.ptp(one[:, 0]) * np.ptp(one[:, 1])))
    low, high = float(ring[:, 1].min()), float(ring[:, 1].max())
    best = (float(ring[:, 0].mean()), (low + high) / 2, 0.0)
    after = np.roll(ring, -1, axis=0)
    for scan in range(1, _SCANS + 1):
        y = low + (high - low) * scan / (_SCANS + 1)
        crossing = (ring[:, 1] < y) != (after[:, 1] < y)
        start, end = ring[crossing], after[crossing]
        met = np.sort(start[:, 0] + (y - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0]))
        lengths = met[1::2] - met[::2]
        if len(lengths) and lengths.max() > best[2]:
            at = int(lengths.argmax())
            best = (float(met[2 * at] + lengths[at] / 2), y, float(lengths[at]))
    return best


def frame(west: float, south: float, east: float, north: float, *, width: float, height: float) -> Frame:
    """Return a view that holds a box of degrees and fills ``width`` times ``height``, as far as the world goes.

    The world's whole width is shown less high than ``height`` where there is no more of it.
    """
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * squeeze), height / (north - south))
    west, east = _spread(west, east, width / (scale * squeeze), 180.0)
    south, north = _spread(south, north, height / scale, 90.0)
    return Frame(west, south, east, north, round((east - west) * scale * squeeze), round((north - south) * scale))


def _spread(low: float, high: float, wanted: float, most: float) -> tuple[float, float]:
    """Return a stretch widened to ``wanted`` about its middle, shifted or cut so that it ends within +-``most``."""
    wanted = min(wanted, 2 * most)
    start = min(max((low + high - wanted) / 2, -most), most - wanted)
    return start, start + wanted
