"""Which incidents lie within a series that the same report tells."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.incidents.series import lies_within
from tests.incidents.units import unit


def _within(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    total = unit(**{"scope": "total", "when": "10-20", "kind": "air_strike", **whole})
    return lies_within(unit(**{"kind": "air_strike", "when": "15", **part}).facts, total.facts)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({}, {}),
        ({"when": None}, {}),
        ({}, {"when": None}),
        ({}, {"kind": "shelling"}),
        ({"country": None}, {}),
        ({"actors": "Russia"}, {"actors": "Russia"}),
        ({"actors": "Russia"}, {}),
        ({"kind": "conflict_toll", "scope": "event"}, {"kind": "bombing"}),
    ],
)
def test_these_lie_within(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Its family, country, time and actors, as far as they are said; the toll of a war holds every attack."""
    assert _within(whole, part)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({}, {"when": "9"}),
        ({}, {"when": "20-21"}),
        ({}, {"kind": "arrest"}),
        ({}, {"country": "IQ"}),
        ({"actors": "Russia"}, {"actors": "ISIS"}),
        ({"kind": "conflict_toll", "scope": "event"}, {"kind": "arrest"}),
    ],
)
def test_these_do_not(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Another time, family, country or actor lies outside."""
    assert not _within(whole, part)
