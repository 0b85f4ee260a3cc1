"""Distances and shifted points on the globe."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.geo import EARTH_RADIUS_M, distance_m, shifted

LAT = st.floats(-89.5, 89.5)
LON = st.floats(-180, 180, exclude_max=True)
FAR = st.floats(0, 10_000_000)


@given(LAT, LON, LAT, LON)
def test_distance_is_a_metric(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> None:
    """A distance is the same both ways, never negative, and at most half the way round the earth."""
    there = distance_m(lat_a, lon_a, lat_b, lon_b)
    assert there == pytest.approx(distance_m(lat_b, lon_b, lat_a, lon_a), abs=1e-3)
    assert 0 <= there <= math.pi * EARTH_RADIUS_M + 1


@given(LAT, LON)
def test_nothing_lies_between_a_point_and_itself(lat: float, lon: float) -> None:
    """A point is no distance from itself, whichever way its longitude is written."""
    assert distance_m(lat, lon, lat, lon) == 0
    assert distance_m(lat, lon, lat, lon + 360) == pytest.approx(0, abs=0.1)


@given(LAT, LON, st.floats(0, 360), FAR)
def test_a_shifted_point_is_as_far_as_it_was_shifted(lat: float, lon: float, bearing: float, metres: float) -> None:
    """A shift ends on the globe, as far away as was asked."""
    end_lat, end_lon = shifted(lat, lon, bearing_deg=bearing, distance_m=metres)
    assert -90 <= end_lat <= 90
    assert -180 <= end_lon < 180
    assert distance_m(lat, lon, end_lat, end_lon) == pytest.approx(metres, abs=1)


@pytest.mark.parametrize(
    ("bearing", "north", "east"), [(0, 1, 0), (90, 0, 1), (180, -1, 0), (270, 0, -1), (45, 1, 1), (315, 1, -1)]
)
def test_bearings_are_those_of_a_compass(bearing: float, north: int, east: int) -> None:
    """0 leads north and 90 east."""
    lat, lon = shifted(35, 38, bearing_deg=bearing, distance_m=10_000)
    assert (round((lat - 35) / 0.09), round((lon - 38) / 0.1)) == (north, east)


def test_a_known_distance() -> None:
    """Damascus to Aleppo is some 310 km, Kyiv to Sydney some 14,900: over the date line nothing jumps."""
    assert distance_m(33.51, 36.29, 36.20, 37.16) == pytest.approx(310_000, rel=0.02)
    assert distance_m(50.45, 30.52, -33.87, 151.21) == pytest.approx(14_900_000, rel=0.02)
    assert distance_m(0, 179.9, 0, -179.9) == pytest.approx(22_239, rel=0.001)
