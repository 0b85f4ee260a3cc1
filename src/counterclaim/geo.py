"""Geometry on the globe: distances and shifted points, in metres and degrees WGS84.

The earth is taken as a sphere of mean radius 6,371,008.8 m (IUGG, Moritz 2000): off by at most 0.6 % of a distance,
which is less than any place in a news report is known to.
"""

from __future__ import annotations

import math
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8


def distance_m(lat_a_deg: float, lon_a_deg: float, lat_b_deg: float, lon_b_deg: float) -> float:
    """Return the great-circle distance between two points, in metres, by the haversine formula (Sinnott 1984)."""
    lat_a, lat_b = math.radians(lat_a_deg), math.radians(lat_b_deg)
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(lon_b_deg - lon_a_deg) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def shifted(lat_deg: float, lon_deg: float, *, bearing_deg: float, distance_m: float) -> tuple[float, float]:
    """Return the point (lat_deg, lon_deg) reached from a point after ``distance_m`` on a great circle.

    ``bearing_deg`` is where the way sets out to: 0 north, 90 east.  The longitude is in [-180, 180).
    """
    angle, bearing = distance_m / EARTH_RADIUS_M, math.radians(bearing_deg)
    lat = math.radians(lat_deg)
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing)
    east = math.sin(bearing) * math.sin(angle) * math.cos(lat)
    north = math.cos(angle) - math.sin(lat) * sine
    end_lat = math.degrees(math.asin(max(-1.0, min(1.0, sine))))
    end_lon = lon_deg + math.degrees(math.atan2(east, north))
    return end_lat, (end_lon + 180) % 360 - 180
