"""GeoJSON (RFC 7946): a point where a place is one, an area as its radius circle, null where there is no place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from counterclaim import geo
from counterclaim.publish.exports import flat
from counterclaim.publish.exports.form import Format, Row

_CORNERS: Final = 48
_DIGITS: Final = 6
"""Decimals of a degree: a tenth of a metre."""
_AREAS: Final = frozenset(("district", "province", "country", "region", "airspace"))
_LAT, _LON, _RADIUS, _PRECISION = (flat.NAMES.index(name) for name in ("lat_deg", "lon_deg", "radius_m", "precision"))

Ring = list[list[float]]


def _rounded(lon: float, lat: float) -> list[float]:
    return [round(lon, _DIGITS), round(lat, _DIGITS)]


def _closed(points: Ring) -> Ring:
    return [*points, points[0]]


def _round_pole(corners: list[tuple[float, float]], pole: float) -> Ring:
    """Return the ring of a circle that holds a pole: its edge, and back along the pole, against the clock."""
    edge = sorted((lon, lat) for lat, lon in corners)
    at_antimeridian = (edge[0][1] + edge[-1][1]) / 2
    eastward = [(-180.0, at_antimeridian), *edge, (180.0, at_antimeridian)]
    if pole > 0:
        ring = [*eastward, (180.0, pole), (-180.0, pole)]
    else:
        ring = [(-180.0, pole), (180.0, pole), *reversed(eastward)]
    return _closed([_rounded(lon, lat) for lon, lat in ring])


def _clipped(points: list[tuple[float, float]], edge: float, *, keep_west: bool) -> list[tuple[float, float]]:
    """Return the part of a ring (lon, lat) on one side of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[tuple[float, float]] = []

    def inside(lon: float) -> bool:
        return lon <= edge if keep_west else lon >= edge

    for (lon_a, lat_a), (lon_b, lat_b) in zip(points, [*points[1:], points[0]], strict=True):
        if inside(lon_a):
            kept.append((lon_a, lat_a))
        if inside(lon_a) != inside(lon_b):
            share = (edge - lon_a) / (lon_b - lon_a)
            kept.append((edge, lat_a + share * (lat_b - lat_a)))
    return kept


def circle(lat_deg: float, lon_deg: float, radius_m: float) -> dict[str, Any]:
    """Return a circle as a polygon whose rings run against the clock; cut in two where it crosses the antimeridian."""
    step = 360 / _CORNERS
    # Bearings fall, so that the corners run against the clock.
    corners = [geo.shifted(lat_deg, lon_deg, bearing_deg=-k * step, distance_m=radius_m) for k in range(_CORNERS)]
    for pole in (90.0, -90.0):
        if geo.distance_m(lat_deg, lon_deg, pole, lon_deg) <= radius_m:
            return {"type": "Polygon", "coordinates": [_round_pole(corners, pole)]}
    unrolled = [((lon - lon_deg + 180) % 360 - 180 + lon_deg, lat) for lat, lon in corners]
    west, east = min(lon for lon, _ in unrolled), max(lon for lon, _ in unrolled)
    if west >= -180 and east <= 180:
        return {"type": "Polygon", "coordinates": [_closed([_rounded(*point) for point in unrolled])]}
    edge, shift = (180.0, -360.0) if east > 180 else (-180.0, 360.0)
    parts = [
        _clipped(unrolled, edge, keep_west=east > 180),
        [(lon + shift, lat) for lon, lat in _clipped(unrolled, edge, keep_west=east <= 180)],
    ]
    return {
        "type": "MultiPolygon",
        "coordinates": [[_closed([_rounded(*point) for point in part])] for part in parts],
    }


def geometry(
    lat_deg: float | None, lon_deg: float | None, radius_m: float | None, precision: str | None
) -> dict[str, Any] | None:
    """Return the geometry of a place: never a pin in the middle of an area."""
    if lat_deg is None or lon_deg is None or radius_m is None:
        return None
    if precision in _AREAS and radius_m < math.pi * geo.EARTH_RADIUS_M / 2:
        return circle(lat_deg, lon_deg, radius_m)
    return {"type": "Point", "coordinates": _rounded(lon_deg, lat_deg)}


def features(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a FeatureCollection, a feature at a time."""
    encode = msgspec.json.Encoder().encode
    yield b'{"type":"FeatureCollection","features":['
    mark = b"\n"
    for row in rows:
        shape = geometry(row[_LAT], row[_LON], row[_RADIUS], row[_PRECISION])
        feature = {
            "type": "Feature",
            "id": row[0],
            "geometry": shape,
            "properties": dict(zip(flat.NAMES, row, strict=True)),
        }
        yield mark + encode(feature)
        mark = b",\n"
    yield b"\n]}\n"


GEOJSON: Final = Format(
    name="geojson",
    title="GeoJSON (RFC 7946)",
    media_type="application/geo+json",
    suffix=".geojson",
    columns=flat.COLUMNS,
    write=features,
    behind=False,
    not_carried=flat.NOT_CARRIED,
    remarks=(
        "a point stands for a town or a spot, with radius_m around it",
        "a district, province, region, country or airspace is drawn as the circle of its radius",
        "what crosses the antimeridian is cut in two there",
        "geometry is null where there is no place",
        "coordinates of geometries are rounded to 6 decimals; lat_deg and lon_deg among the properties are exact",
    ),
)
