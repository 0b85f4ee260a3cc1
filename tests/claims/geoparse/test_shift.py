"""Places told from other places: moved where the words say, never sharper than the words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.geoparse.resolution import Resolution
from counterclaim.claims.geoparse.shift import between, narrowed
from counterclaim.geo import distance_m

TOWN = Resolution("Raqqa", "geonames:1", 35.95, 39.0, 6_000.0, "settlement", "SY")
AREA = Resolution("Aleppo", "geonames:2", 36.3, 37.4, 74_000.0, "province", "SY", area_id="geonames:2")
STATE = Resolution("Syria", "iso:SY", 35.0, 38.0, 243_000.0, "country", "SY", area_id="iso:SY")


def told(text: str, name: str, place: Resolution) -> Resolution:
    """Return what the text makes of a place at its name."""
    at = text.index(name)
    return narrowed(text, at, at + len(name), place)


@pytest.mark.parametrize(
    ("text", "metres", "north", "east"),
    [
        ("A shell fell 10 km north of Raqqa.", 10_000, 1, 0),
        ("about 15 miles southwest of the city of Raqqa", 24_140, -1, -1),
        ("two kilometres (1.2 miles) east of Raqqa", 2_000, 0, 1),
        ("some 1,500 metres north-west of Raqqa", 1_500, 1, -1),
        ("a dozen kilometers to the south of Raqqa", 12_000, -1, 0),
        ("nearly 40km west from Raqqa", 40_000, 0, -1),
    ],
)
def test_distance_and_direction(text: str, metres: float, north: int, east: int) -> None:
    """A distance with a direction moves the point so far that way, with a radius of at least a quarter of it."""
    found = told(text, "Raqqa", TOWN)
    assert distance_m(TOWN.lat_deg, TOWN.lon_deg, found.lat_deg, found.lon_deg) == pytest.approx(metres, rel=0.01)
    assert (found.lat_deg > TOWN.lat_deg + 0.008) - (found.lat_deg < TOWN.lat_deg - 0.008) == north
    assert (found.lon_deg > TOWN.lon_deg + 0.008) - (found.lon_deg < TOWN.lon_deg - 0.008) == east
    assert found.radius_m >= max(1_000, metres / 4)
    assert found.precision in ("near", "district")
    assert found.gazetteer_id == TOWN.gazetteer_id


def test_distance_without_direction_is_a_wide_circle() -> None:
    """So many kilometres from a town is a circle around it that reaches so far."""
    found = told("An ambush 30 km from Raqqa killed two.", "Raqqa", TOWN)
    assert (found.lat_deg, found.lon_deg, found.radius_m, found.precision) == (35.95, 39.0, 36_000.0, "near")


@pytest.mark.parametrize(
    "text", ["the outskirts of Raqqa", "a village near Raqqa", "just outside Raqqa", "Raqqa countryside"]
)
def test_near_is_wider(text: str) -> None:
    """What lies near a town lies in a circle three times as wide around it."""
    found = told(text, "Raqqa", TOWN)
    assert (found.lat_deg, found.radius_m, found.precision) == (TOWN.lat_deg, 18_000.0, "near")


@pytest.mark.parametrize(
    ("text", "name", "place", "north", "east"),
    [
        ("in northwestern Aleppo province", "Aleppo", AREA, 1, -1),
        ("in southern Syria", "Syria", STATE, -1, 0),
        ("in the east of Syria", "Syria", STATE, 0, 1),
        ("in the northern countryside of Aleppo", "Aleppo", AREA, 1, 0),
        ("in eastern Raqqa", "Raqqa", TOWN, 0, 1),
        ("to the north of Syria", "Syria", STATE, 1, 0),
    ],
)
def test_parts(text: str, name: str, place: Resolution, north: int, east: int) -> None:
    """A part of an area lies inside it, on the side told, with the precision of the area."""
    found = told(text, name, place)
    apart = distance_m(place.lat_deg, place.lon_deg, found.lat_deg, found.lon_deg)
    assert 0 < apart <= 2 * place.radius_m
    assert (found.lat_deg > place.lat_deg + 0.008) - (found.lat_deg < place.lat_deg - 0.008) == north
    assert (found.lon_deg > place.lon_deg + 0.008) - (found.lon_deg < place.lon_deg - 0.008) == east
    assert found.precision == place.precision


@pytest.mark.parametrize(
    "text", ["In Raqqa", "The town of Raqqa fell", "North Korea praised Raqqa", "9 killed in Raqqa"]
)
def test_nothing_said_nothing_moved(text: str) -> None:
    """Without narrowing words a place stays what it is."""
    assert told(text, "Raqqa", TOWN) is TOWN


def test_between_reaches_both() -> None:
    """The stretch between two towns is centred between them and reaches both."""
    other = Resolution("Homs", "geonames:3", 34.72, 36.73, 8_000.0, "settlement", "SY")
    found = between(TOWN, other)
    for end in (TOWN, other):
        assert distance_m(found.lat_deg, found.lon_deg, end.lat_deg, end.lon_deg) <= found.radius_m
    assert found.gazetteer_id is None
    assert found.country == "SY"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
@settings(max_examples=150, deadline=None)
def test_any_words(text: str, a: int, b: int) -> None:
    """No words break it, and every circle has an extent."""
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    found = narrowed(text, start, end, TOWN)
    assert found.radius_m > 0
    assert -90 <= found.lat_deg <= 90
