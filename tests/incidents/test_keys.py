"""Keys: what may be one happening is found by a key that both tellings carry."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counterclaim.geo import distance_m
from counterclaim.incidents.compare import compare
from counterclaim.incidents.facts import Facts
from counterclaim.incidents.keys import keys
from counterclaim.incidents.unit import units
from tests.incidents.telling import place, said
from tests.incidents.units import SARHUM, pairs, told, unit


def _placed_and_timed(one: Facts) -> bool:
    return one.dated and one.country is not None


@given(pairs(known=True))
def test_what_joins_shares_a_key(two: tuple[Facts, Facts]) -> None:
    """Two tellings whose day, country and publication are known share a key wherever comparing joins them."""
    one, other = two
    if _placed_and_timed(one) and _placed_and_timed(other) and compare(one, other).joins:
        assert keys(one) & keys(other)


@given(
    st.floats(-80, 80), st.floats(-179, 179), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.integers(0, 3)
)  # fmt: skip
def test_near_places_share_a_week(lat: float, lon: float, up: float, right: float, later: int) -> None:
    """Two tellings of places at most a fifth of a degree apart, and days at most three apart, share a key."""
    one = unit(places=(place("Sarhum", lat, lon, 3_000),), country=None, when="12")
    other = unit(places=(place("Dall", lat + up, lon + right, 3_000),), country=None, when=str(12 + later))
    assume(distance_m(lat, lon, lat + up, lon + right) < 25_000)
    assume(later <= 1)
    assert keys(one.facts) & keys(other.facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": "15"}, {"when": "16"}),
        ({"when": "15-16"}, {"when": "16"}),
        ({"when": "15"}, {"kind": "suicide_attack"}),
        ({"country": None, "places": (SARHUM,)}, {"places": (SARHUM,)}),
        ({"when": None, "published": "17", "places": (SARHUM,)}, {"when": "15", "places": (SARHUM,)}),
    ],
)
def test_these_are_compared(one: dict[str, Any], other: dict[str, Any]) -> None:
    """A night's two days, kinds of one family, and a place where the country or the day is not said share a key."""
    assert keys(unit(**one).facts) & keys(unit(**other).facts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": "12"}, {"when": "15"}),
        ({"country": "SY"}, {"country": "IQ"}),
        ({"kind": "bombing"}, {"kind": "arrest"}),
        ({"when": None, "published": None}, {"when": "15"}),
        ({"country": None}, {"country": None}),
    ],
)
def test_these_are_never_compared(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Days apart, other countries, other families, and what lacks place or time share no key."""
    assert not keys(unit(**one).facts) & keys(unit(**other).facts)


def test_one_story_is_found_without_day_and_place() -> None:
    """Two reports that name the same people share a key, though neither day nor place is known."""
    text = "Haydar Munif, 41, and Rasha Obeid, 19, saw the mill of the Dall brothers burn."
    made = [
        units(
            [said("Tisa Observatory", report=ref, when=None, country=None, published=None)],
            told("Mill", text, ref=ref, day=None),
        )
        for ref in ("r1", "r2")
    ]
    assert keys(made[0][0].facts) & keys(made[1][0].facts)
