"""GeoJSON by RFC 7946: geometries valid, against the clock, cut at the antimeridian, null where there is no place."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import geo
from counterclaim.publish.exports.geojson import circle, geometry
from tests.publish.exports import varied


def _polygons(shape: dict[str, Any]) -> list[list[list[list[float]]]]:
    found: list[list[list[list[float]]]] = shape["coordinates"]
    return found if shape["type"] == "MultiPolygon" else [shape["coordinates"]]


def _turn(ring: list[list[float]]) -> float:
    """Return twice the area of a ring in degrees, above 0 where it runs against the clock."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring))


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(1000, 3e6))
def test_circles_are_valid(lat_deg: float, lon_deg: float, radius_m: float) -> None:
    """Anywhere on earth a circle's rings are closed, within the world, and run against the clock."""
    for polygon in _polygons(circle(lat_deg, lon_deg, radius_m)):
        (ring,) = polygon
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)
        assert _turn(ring) > 0


@pytest.mark.parametrize("lon_deg", [179.9, -179.9, 180.0, -180.0])
def test_the_antimeridian_cuts(lon_deg: float) -> None:
    """A circle across the antimeridian is two polygons that meet there, and none spans the world."""
    shape = circle(-18.0, lon_deg, 90_000.0)
    assert shape["type"] == "MultiPolygon"
    for (ring,) in _polygons(shape):
        assert max(lon for lon, _ in ring) - min(lon for lon, _ in ring) < 5
        assert 180.0 in {abs(lon) for lon, _ in ring}


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_pole_inside(pole: float) -> None:
    """A circle around a pole reaches it on every meridian."""
    ((ring,),) = _polygons(circle(pole * 0.98, 10.0, 400_000.0))
    assert [180.0, pole] in ring
    assert [-180.0, pole] in ring


def test_corners_lie_on_the_circle() -> None:
    """Each corner is as far from the middle as the radius says."""
    shape = circle(33.5, 36.3, 50_000.0)
    for lon, lat in shape["coordinates"][0]:
        assert geo.distance_m(33.5, 36.3, lat, lon) == pytest.approx(50_000.0, rel=1e-4)


def test_points_and_areas() -> None:
    """A town is a point, a province its circle: never a pin in the middle of an area; no place is null."""
    town = geometry(33.5, 36.3, 2000.0, "settlement")
    assert town == {"type": "Point", "coordinates": [36.3, 33.5]}
    province = geometry(33.5, 36.3, 60_000.0, "province")
    assert province is not None
    assert province["type"] == "Polygon"
    assert geometry(None, None, None, None) is None


def test_the_collection(tmp_path: Path) -> None:
    """The file is one FeatureCollection; each feature has an id, its properties, and a geometry or null."""
    with varied.ledger(tmp_path) as held:
        body, made = varied.whole(held, "geojson")
    found = json.loads(body)
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == made.rows
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["id"] == feature["properties"]["id"]
        unplaced = feature["properties"]["lat_deg"] is None
        assert (feature["geometry"] is None) == unplaced
        if not unplaced:
            assert feature["properties"]["radius_m"] > 0
    shapes = {None if each["geometry"] is None else each["geometry"]["type"] for each in found["features"]}
    assert shapes == {None, "Point", "Polygon", "MultiPolygon"}
