"""Boxes of degrees around circles, and whether a circle touches a box: near the poles and across the antimeridian."""

from __future__ import annotations

import math

from counterclaim.geo import EARTH_RADIUS_M, distance_m
from counterclaim.ledger import Box
from counterclaim.records import Place
from counterclaim.store.database import Edges


def boxes_around(place: Place) -> list[Edges]:
    """Return the boxes (west, south, east, north) that hold a place's circle: two across the antimeridian.

    None where the place has no point.
    """
    if place.lat_deg is None or place.lon_deg is None or place.radius_m is None:
        return []
    up = math.degrees(place.radius_m / EARTH_RADIUS_M)
    south, north = max(-90.0, place.lat_deg - up), min(90.0, place.lat_deg + up)
    if south <= -90 or north >= 90:
        return [(-180.0, south, 180.0, north)]
    # The widest the circle gets in longitude (Chamberlain and Duquette 2007).
    wide = math.degrees(math.asin(min(1.0, math.sin(math.radians(up)) / math.cos(math.radians(place.lat_deg)))))
    return _split(place.lon_deg - wide, south, place.lon_deg + wide, north)


def boxes_of(box: Box) -> list[Edges]:
    """Return a box as one, or as two where it crosses the antimeridian."""
    east = box.east + 360 if box.west > box.east else box.east
    return _split(box.west, box.south, east, box.north)


def _split(west: float, south: float, east: float, north: float) -> list[Edges]:
    if east - west >= 360:
        return [(-180.0, south, 180.0, north)]
    if west < -180:
        return [(west + 360, south, 180.0, north), (-180.0, south, east, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    return [(west, south, east, north)]


def touches(place: Place | None, box: Box) -> bool:
    """Return whether a place's circle touches a box; a place without a point touches none."""
    if place is None or place.lat_deg is None or place.lon_deg is None or place.radius_m is None:
        return False
    return any(_distance_m(place.lat_deg, place.lon_deg, edges) <= place.radius_m for edges in boxes_of(box))


def _distance_m(lat_deg: float, lon_deg: float, edges: Edges) -> float:
    """Return the distance of a point from a box of degrees, 0 within it."""
    west, south, east, north = edges
    if west <= lon_deg <= east:
        if south <= lat_deg <= north:
            return 0.0
        return distance_m(lat_deg, lon_deg, min(max(lat_deg, south), north), lon_deg)
    # The nearest point of a meridian lies where the great circle meets it square.
    found: list[float] = []
    for edge in (west, east):
        apart = math.radians(lon_deg - edge)
        square = math.degrees(math.atan2(math.tan(math.radians(lat_deg)), math.cos(apart)))
        found += [distance_m(lat_deg, lon_deg, lat, edge) for lat in {min(max(square, south), north), south, north}]
    return min(found)
