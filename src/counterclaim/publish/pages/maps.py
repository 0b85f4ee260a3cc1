"""The maps as SVG, drawn without a browser's help: where many incidents lie, and how well one's place is known.

The projection is equirectangular (:class:`counterclaim.publish.pages.basemap.Frame`): a filter by area is a box of
degrees, and a box has to look like what it holds.  The live map keeps the same one.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from counterclaim.geo import EARTH_RADIUS_M, boxes_around
from counterclaim.ledger import Box, Query
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.load import load
from counterclaim.lexicon.places import PlaceTable
from counterclaim.publish import derived_words, words
from counterclaim.publish.pages.basemap import STEPS, Frame, Land, frame, land
from counterclaim.publish.pages.clusters import clustered
from counterclaim.publish.pages.filters import to_params, written
from counterclaim.publish.pages.shown import how_near
from counterclaim.publish.pages.site import environment
from counterclaim.publish.panorama import Cell, Selection
from counterclaim.records import Incident
from counterclaim.text import one_line

WIDTH: Final = 480.0
HEIGHT: Final = 300.0
"""Units of a picture; style sheets make it as wide as there is room."""
COLUMNS: Final = 24
"""Cells of the overview side by side, before those are put together whose circles would cover each other."""
_WORLD: Final = Box(west=-180.0, south=-90.0, east=180.0, north=90.0)
_PEOPLED: Final = (-58.0, 84.0)
"""The southern and northern edge of what the map shows of the world as long as nothing lies beyond it."""
_EXTENT: Final = (180, 90)
"""Columns and rows of the grid by which it is found where incidents lie at all."""
_RADII: Final = (7.5, 14.0)
"""Units: a circle must be hit with a finger, and must not hide the land."""
_MOST_AT_LEAST: Final = 12
"""The number that has the largest circle, unless a cell has more: one incident alone is no large one."""
_FINEST_DEG: Final = 0.2
"""The size of a cell that no nearer view takes apart: its link leads to the list."""
_NEAREST_DEG: Final = 2.0
"""The least height of a view: less would show no border or coast to know the region by."""
_CONTEXT: Final = 3.0
"""How many times as wide as its circle an incident's map is."""
_NEAR_M: Final = 150_000.0
"""How far from a listed town the words "near the town" still help."""
_LETTER: Final = 5.6
"""Units that a letter of a label takes."""
_LINE: Final = 12.0
_TOWNS: Final = 8
_TOWNS_UNTIL_DEG: Final = 20.0
"""The height from which states, not towns, tell where a view is."""
_LINES_DEG: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
_BARS_KM: Final = tuple(digit * 10**power for power in range(5) for digit in (1, 2, 5))
_ONE_DEG_KM: Final = math.radians(1) * EARTH_RADIUS_M / 1000


@dataclass(frozen=True, slots=True)
class Spot:
    """Words at a point of the picture."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A circle with the number of incidents in it, where it leads, and what it says to who cannot see it."""

    x: float
    y: float
    radius: float
    number: str
    contested: bool
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A meridian or parallel: where it crosses the picture, and its degrees in words."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies beneath the marks of a map: land, lines, names, and a bar for its scale."""

    frame: Frame
    land: Land
    steps: int
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]
    labels: tuple[Spot, ...]
    towns: tuple[Spot, ...]
    bar: Spot
    """``x`` is its length."""


@dataclass(frozen=True, slots=True)
class _Towns:
    """The listed towns: latitude and longitude in degrees, and names."""

    points: NDArray[np.float64]
    names: tuple[str, ...]


def overview_map(
    selection: Selection, query: Query, link: Callable[[Query], str], incident_link: Callable[[str], str]
) -> Markup:
    """Return the map of the incidents that a query meets, with its legend.

    Args:
        selection: What the query meets.
        query: The filters that are on; a mark leads to the same with its own area.
        link: Gives the address of the overview with other filters.
        incident_link: Gives the address of an incident by its id.
    """
    view = _view(selection, query)
    shown = Box(west=view.west, south=view.south, east=view.east, north=view.north)
    gathered = selection.cells(shown, COLUMNS, max(1, round(view.height * COLUMNS / view.width)))
    most = max([_MOST_AT_LEAST, *(cell.count for cell in gathered)])

    def covers(one: Cell, other: Cell) -> bool:
        apart = math.hypot(view.x(one.lon_deg) - view.x(other.lon_deg), view.y(one.lat_deg) - view.y(other.lat_deg))
        return apart < _radius(one, most) + _radius(other, most)

    cells = clustered(gathered, covers)
    marks = tuple(_mark(view, cell, _radius(cell, most), query, link, incident_link) for cell in cells)
    taken = [(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius) for mark in marks]
    box = query.box
    made = environment().get_template("_map.html").render(
        ground=_ground(view, taken, lines=True),
        marks=marks,
        total=sum(cell.count for cell in cells),
        beyond=selection.total - selection.unplaced - sum(cell.count for cell in cells),
        area=_rectangle(view, box) if box is not None and box.west <= box.east else (),
        box=written(shown),
        filter=written(box) if box is not None and box.west <= box.east else "",
        root=link(Query()),
        parameters=to_params(msgspec.structs.replace(query, box=None, after=None, order="when")),
    )  # fmt: skip
    return Markup(made)  # noqa: S704 - the template escapes


def incident_map(incident: Incident) -> Markup:
    """Return the map of an incident: the circle that it lies in, with what lies around; words where it has no point."""
    place = incident.place
    view = circle = None
    labels: list[_Area] = []
    if place is not None and place.lat_deg is not None and place.lon_deg is not None and place.radius_m is not None:
        around = boxes_around(place)
        west, south, east, north = around[0]
        if len(around) > 1:  # across the antimeridian: all of the world, where both ends are seen
            west, east = -180.0, 180.0
        view = _framed(west, south, east, north, _CONTEXT)
        high = math.degrees(place.radius_m / EARTH_RADIUS_M) * view.height / (view.north - view.south)
        circle = (view.x(place.lon_deg), view.y(place.lat_deg), max(high, 3.0))
        labels = [(circle[0] - 6, circle[1] - 6, circle[0] + 6, circle[1] + 6)]
    made = environment().get_template("_incident_map.html").render(
        ground=_ground(view, labels, lines=False) if view is not None else (),
        circle=circle or (),
        where=one_line(derived_words.where(incident)),
        near=how_near(place),
    )  # fmt: skip
    return Markup(made)  # noqa: S704 - the template escapes


def _view(selection: Selection, query: Query) -> Frame:
    """Return the view that shows the area asked for, or all that is met; the world when that is spread, or nothing."""
    box = query.box
    if box is not None:
        return _framed(box.west, box.south, box.east, box.north, 1.1) if box.west <= box.east else _whole()
    cells = selection.cells(_WORLD, *_EXTENT)
    if not cells:
        return _whole()
    west, south = min(cell.west for cell in cells), min(cell.south for cell in cells)
    east, north = max(cell.east for cell in cells), max(cell.north for cell in cells)
    if east - west > 180:
        return _whole(min(south, _PEOPLED[0]), max(north, _PEOPLED[1]))
    return _framed(west, south, east, north, 1.15)


def _whole(south: float = _PEOPLED[0], north: float = _PEOPLED[1]) -> Frame:
    """Return a view of the world's whole width, as high as it has to be."""
    squeeze = math.cos(math.radians((south + north) / 2))
    height = WIDTH / (360.0 * squeeze) * (north - south)
    return frame(-180.0, south, 180.0, north, width=WIDTH, height=height)


def _framed(west: float, south: float, east: float, north: float, times: float = 1.0) -> Frame:
    """Return a view around a box, so many times as wide, and never too near."""
    wide, high = max((east - west) * times, _NEAREST_DEG), max((north - south) * times, _NEAREST_DEG)
    lon, lat = (west + east) / 2, (south + north) / 2
    south, north = max(-90.0, lat - high / 2), min(90.0, lat + high / 2)
    return frame(lon - wide / 2, south, lon + wide / 2, north, width=WIDTH, height=HEIGHT)


def _radius(cell: Cell, most: int) -> float:
    """Return the radius of a circle, whose area grows with what it counts up to ``most``."""
    return round(max(_RADII[0], _RADII[1] * math.sqrt(min(1.0, cell.count / most))), 1)


def _mark(
    view: Frame,
    cell: Cell,
    radius: float,
    query: Query,
    link: Callable[[Query], str],
    incident_link: Callable[[str], str],
) -> Mark:
    words_of = [f"{words.counted(cell.count, 'incident', 'incidents')} {_near(cell.lat_deg, cell.lon_deg)}"]
    if cell.contested:
        words_of.append(f"{cell.contested:,} contested")
    if cell.ids and cell.count == 1:
        href = incident_link(cell.ids[0])
    else:
        box = Box(west=cell.west, south=cell.south, east=cell.east, north=cell.north)
        href = link(msgspec.structs.replace(query, box=box, after=None))
        href += "#list" if cell.north - cell.south <= _FINEST_DEG else ""
    return Mark(
        x=round(view.x(cell.lon_deg), 1),
        y=round(view.y(cell.lat_deg), 1),
        radius=radius,
        number=_short(cell.count),
        contested=cell.contested > 0,
        href=href,
        name=", ".join(words_of),
    )


def _short(count: int) -> str:
    """Return a number that fits in a circle: ``987``, ``1.4k``, ``25k``."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


@functools.cache
def _towns() -> _Towns:
    """Return the towns that the lexicon lists with a point."""
    entries = [entry for entry in load("places", PlaceTable).place if entry.precision == "settlement"]
    points = [(entry.lat, entry.lon, entry.names[0]) for entry in entries if entry.lat is not None]
    return _Towns(np.array([point[:2] for point in points], dtype=np.float64), tuple(point[2] for point in points))


def _near(lat_deg: float, lon_deg: float) -> str:
    """Return where a point lies in words: near the next listed town, else at its degrees."""
    towns = _towns()
    lat, lon = np.radians(towns.points).T
    here = math.radians(lat_deg)
    chord = np.sin((lat - here) / 2) ** 2 + math.cos(here) * np.cos(lat) * (
        np.sin((lon - math.radians(lon_deg)) / 2) ** 2
    )
    nearest = int(chord.argmin())
    if 2 * EARTH_RADIUS_M * math.asin(math.sqrt(float(chord[nearest]))) <= _NEAR_M:
        return f"near {towns.names[nearest]}"
    return f"near {degrees(lat_deg, 'N', 'S', 1)}, {degrees(lon_deg, 'E', 'W', 1)}"


def degrees(value: float, above: str, below: str, digits: int = 0) -> str:
    """Return degrees in words, with the letter of the half of the world that they lie in: ``36.1° N``."""
    shown = f"{abs(value):.{digits}f}"
    return f"{shown}°" if not float(shown) else f"{shown}° {above if value > 0 else below}"


_Area = tuple[float, float, float, float]
"""A rectangle of the picture: left, upper, right, lower edge."""


def _ground(view: Frame, taken: Sequence[_Area], *, lines: bool) -> Ground:
    """Return what lies beneath the marks; names keep clear of the areas that are taken, and of each other."""
    shown = land(view)
    kept = list(taken)
    labels = tuple(_placed(_states(shown, view), kept, view))
    towns = tuple(_placed(_town_spots(view), kept, view, _TOWNS)) if not lines else ()
    km_a_unit = (view.north - view.south) * _ONE_DEG_KM / view.height
    bar = max(km for km in _BARS_KM if km <= max(1, km_a_unit * view.width / 4))
    return Ground(
        frame=view,
        land=shown,
        steps=STEPS,
        meridians=tuple(_lines(view.west, view.east, view.x, "E", "W")) if lines else (),
        parallels=tuple(_lines(view.south, view.north, view.y, "N", "S")) if lines else (),
        labels=labels,
        towns=towns,
        bar=Spot(f"{bar:,} km", round(bar / km_a_unit, 1), 0.0),
    )


def _states(shown: Land, view: Frame) -> Iterator[Spot]:
    """Yield the names of states that have room for them; none in a view of the whole world, which is known."""
    for label in shown.labels if view.east - view.west < 180 else ():
        state = countries().get(label.iso or "")
        name = state.names[0] if state is not None else label.name
        if label.room >= len(name) * _LETTER:
            yield Spot(name, round(label.x, 1), round(label.y, 1))


def _town_spots(view: Frame) -> Iterator[Spot]:
    """Yield the listed towns in a view."""
    towns = _towns()
    lat, lon = towns.points.T
    inside = (lat > view.south) & (lat < view.north) & (lon > view.west) & (lon < view.east)
    for at in np.flatnonzero(inside).tolist() if view.north - view.south <= _TOWNS_UNTIL_DEG else ():
        yield Spot(towns.names[at], round(view.x(float(lon[at])), 1), round(view.y(float(lat[at])), 1))


def _placed(spots: Iterator[Spot], taken: list[_Area], view: Frame, most: int = 24) -> Iterator[Spot]:
    """Yield the spots whose words lie in the view and cover nothing; what they take is added to ``taken``."""
    count = 0
    for spot in spots:
        half = len(spot.text) * _LETTER / 2
        area = (spot.x - half, spot.y - _LINE, spot.x + half, spot.y + _LINE / 2)
        within = min(area[:2]) >= 0 and area[2] <= view.width and area[3] <= view.height - _LINE
        if within and count < most and not any(_cover(area, other) for other in taken):
            taken.append(area)
            count += 1
            yield spot


def _cover(one: _Area, other: _Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _lines(low: float, high: float, place: Callable[[float], float], above: str, below: str) -> Iterator[Line]:
    """Yield the lines of the graticule, at round degrees, five or so."""
    step = next((step for step in _LINES_DEG if (high - low) / step <= 6), _LINES_DEG[-1])
    digits = 1 if step < 1 else 0
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        at = number * step
        where = round(place(at), 1)
        clear = _LINE * 1.5 < where < abs(place(high) - place(low)) - _LINE * 2
        yield Line(where, degrees(at, above, below, digits) if clear else "")


def _rectangle(view: Frame, box: Box) -> _Area:
    """Return a box as x, y, width, height."""
    x, y = view.x(box.west), view.y(box.north)
    return round(x, 1), round(y, 1), round(view.x(box.east) - x, 1), round(view.y(box.south) - y, 1)
