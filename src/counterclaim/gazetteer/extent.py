"""How far a place reaches, where a source gives a point only or towns only: metres, degrees WGS84."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from counterclaim.gazetteer.entry import Feature
from counterclaim.geo import distance_m

_RADIUS_M: Final[dict[Feature, float]] = {
    "district": 15_000,
    "area": 20_000,
    "neighbourhood": 1_000,
    "camp": 1_500,
    "base": 2_500,
    "airfield": 2_500,
    "port": 2_000,
    "terrain": 10_000,
    "island": 10_000,
    "water": 10_000,
    "road": 10_000,
    "field": 5_000,
    "front": 5_000,
}
_PEOPLE_PER_M2: Final = 0.004
"""A town's circle holds its people at 4,000 a square kilometre, as built-up areas do by and large."""
_TOWN_M: Final = (1_000.0, 30_000.0)


def radius_m(feature: Feature, population: int = 0) -> float:
    """Return the radius in metres of the circle drawn for a place whose source gives a point only."""
    if feature == "settlement":
        least, most = _TOWN_M
        return min(most, max(least, circle_m(population / _PEOPLE_PER_M2, digits=-2)))
    return _RADIUS_M.get(feature, 1_000.0)


def circle_m(area_m2: float, *, digits: int = -3) -> float:
    """Return the radius in metres of the circle with this area, rounded (-3: to kilometres), never 0."""
    return max(1_000.0, float(round(math.sqrt(area_m2 / math.pi), digits)))


def centre(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return (lat_deg, lon_deg) of the middle of an area known by the towns in it.

    It lies half-way between the mean of the towns and the middle of the box around them, the outermost hundredth on
    each side left out: the mean alone is drawn to where towns are dense, the box alone to far islands.  Over the
    states of the USA this is a median 50 km from the points GeoNames gives them.
    """
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    if lons[-1] - lons[0] > 180:  # the area lies across the date line
        lons = sorted(lon + 360 if lon < 0 else lon for lon in lons)
    lat, lon = _middle(lats), _middle(lons)
    return round(lat, 3), round((lon + 180) % 360 - 180, 3)


def _middle(ordered: Sequence[float]) -> float:
    cut = len(ordered) // 100
    inner = ordered[cut : len(ordered) - cut]
    return (sum(inner) / len(inner) + (inner[0] + inner[-1]) / 2) / 2


def reach_m(lat: float, lon: float, points: Sequence[tuple[float, float]]) -> float:
    """Return the radius in metres, to kilometres, of the circle around a point that holds nine of ten ``points``."""
    shrink = math.cos(math.radians(lat))

    def away(point: tuple[float, float]) -> float:
        # In degrees and flat: enough to put the points in order of distance.
        east = (point[1] - lon + 180) % 360 - 180
        return (point[0] - lat) ** 2 + (shrink * east) ** 2

    last = sorted(points, key=away)[int(0.9 * (len(points) - 1))]
    return float(round(distance_m(lat, lon, *last), -3))
