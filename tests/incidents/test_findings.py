"""Findings: which values are one position, which exclude each other, and who must differ for a dispute."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from counterclaim.incidents.findings import find
from counterclaim.incidents.item import Item
from counterclaim.incidents.voices import tell
from counterclaim.records import Count, Field, Finding, Interval
from tests.incidents.telling import OBSERVATORY, place, said

DAY = dt.date(2017, 4, 15)
PROVINCE = place("Aleppo province", 36.2, 37.5, 70_000, "g:aleppo province")
SUBURB = place("Rashidin", 36.17, 37.07, 2_000, "g:aleppo province")
CITY = place("Aleppo", 36.2, 37.16, 9_000, "g:aleppo province")
FAR = place("Idlib", 35.93, 36.63, 6_000, "g:idlib province")


def _find(field: Field, *items: Item) -> Finding:
    return find(tell(items), DAY)[field].finding


def _two(field: Field, one: dict[str, Any], other: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the state and the values when the Observatory says the one and White Helmets say the other."""
    finding = _find(field, said(OBSERVATORY, **one), said("White Helmets", report="r2", published="16", **other))
    return finding.state, [position.value for position in finding.positions]


def test_two_voices_agree() -> None:
    """Two voices on one value agree; the position names them, their claims and the reports in own words."""
    items = [said(OBSERVATORY), said("White Helmets", report="r2"), said("activists", report="r3", unnamed=True)]
    finding = _find("country", *items)
    assert finding.state == "agreed"
    (position,) = finding.positions
    assert position.voices == (OBSERVATORY, "White Helmets")
    assert position.origins == ("r1", "r2", "r3")
    assert set(position.claims) == {item.claim.id for item in items}


def test_copies_add_claims_only() -> None:
    """A copy is among the claims of a position, and adds neither voice nor origin."""
    first = said(OBSERVATORY)
    copied = said("White Helmets", report="r2", copy_of=first)
    (position,) = _find("kind", first, copied).positions
    assert (position.voices, position.origins) == ((OBSERVATORY,), ("r1",))
    assert set(position.claims) == {first.claim.id, copied.claim.id}


def test_one_voice_or_none_is_single() -> None:
    """A value that one voice tells in many reports is told by a single voice."""
    assert _find("kind", said(OBSERVATORY), said(OBSERVATORY, report="r2")).state == "single"
    assert _find("kind", said("activists", unnamed=True)).state == "single"


def test_a_voice_does_not_dispute_with_itself_or_with_nobody() -> None:
    """Two values of one voice, or of a source without a name, are shown and are no dispute."""
    assert _find("country", said(OBSERVATORY), said(OBSERVATORY, country="IQ", report="r2")).state == "single"
    assert (
        _find("country", said(OBSERVATORY), said("locals", unnamed=True, country="IQ", report="r2")).state == "single"
    )


@pytest.mark.parametrize(
    ("one", "other", "state", "values"),
    [
        ("Syrian army", "Syrian government", "agreed", ["Syrian army"]),
        ("Russia", "Islamic State", "contested", ["Islamic State", "Russia"]),
        ("Russia", "Russia, Syrian army", "single", ["Russia", "Russia, Syrian army"]),
        ("Syrian army", "terrorists", "contested", ["Syrian army", "terrorists"]),
        ("Islamic State", "a suicide bomber", "single", ["Islamic State", "a suicide bomber"]),
        ("the gunmen", "gunmen", "agreed", ["the gunmen"]),
        ("Islamic State", "warplanes", "contested", ["Islamic State", "warplanes"]),
        ("US-led coalition", "Pentagon", "single", ["Pentagon", "US-led coalition"]),
    ],
)
def test_doers(one: str, other: str, state: str, values: list[str]) -> None:
    """Parts of one body are one doer; two bodies exclude each other, and so do a state and irregulars."""
    found = _two("actors", {"actors": one}, {"actors": other})
    assert (found[0], sorted(found[1])) == (state, values)


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("Islamic State", "Hezbollah", "contested"),
        ("Islamic State", "a bakery", "single"),
        ("residents of a town", "evacuees", "single"),
    ],
)
def test_targets(one: str, other: str, state: str) -> None:
    """Two parties of the register exclude each other as targets; other words may mean the same people."""
    assert _two("targets", {"targets": one}, {"targets": other})[0] == state


@pytest.mark.parametrize(
    ("one", "other", "state", "values"),
    [
        (PROVINCE, SUBURB, "agreed", ["Rashidin"]),
        (SUBURB, CITY, "agreed", ["Rashidin"]),
        (SUBURB, FAR, "contested", ["Idlib", "Rashidin"]),
    ],
)
def test_places(one: Any, other: Any, state: str, values: list[str]) -> None:
    """A wider place that holds the narrower is no other place, and the narrower is shown."""
    found = _two("places", {"places": [one]}, {"places": [other]})
    assert (found[0], sorted(found[1])) == (state, values)


def test_a_list_of_places_is_no_dispute() -> None:
    """Who names two towns does not contradict who names one of them."""
    assert _two("places", {"places": [SUBURB, FAR]}, {"places": [FAR]})[0] == "agreed"


def test_an_unresolved_place_is_no_position() -> None:
    """A name that nobody could place excludes nothing, so that it takes no position."""
    from counterclaim.records import Place

    assert "places" not in find(tell([said(OBSERVATORY, places=[Place(name="the old mill")])]), DAY)


@pytest.mark.parametrize(
    ("one", "other", "state", "values"),
    [
        ("15", "15-16", "agreed", ["2017-04-15"]),
        ("15", "16", "contested", ["2017-04-15", "2017-04-16"]),
        ("15 14", "15", "agreed", ["2017-04-15 14:00 to 2017-04-15 15:00"]),
        ("14-15", "15-16", "agreed", ["2017-04-14 to 2017-04-15"]),
    ],
)
def test_times(one: str, other: str, state: str, values: list[str]) -> None:
    """Times that share a moment agree, and the narrower is shown."""
    found = _two("when", {"when": one}, {"when": other})
    assert (found[0], sorted(found[1])) == (state, values)


def test_a_value_that_fits_two_positions_joins_neither() -> None:
    """A wide time over two that exclude each other stands beside them."""
    items = [
        said(OBSERVATORY, when="15"),
        said("White Helmets", when="16", report="r2"),
        said("SANA", when="15-16", report="r3"),
    ]
    finding = _find("when", *items)
    assert finding.state == "contested"
    assert [position.value for position in finding.positions] == [
        "2017-04-15",
        "2017-04-15 to 2017-04-16",
        "2017-04-16",
    ]


def test_open_times_in_words() -> None:
    """An open end is said as such."""
    start, end = dt.datetime(2017, 4, 15, tzinfo=dt.UTC), dt.datetime(2017, 4, 16, tzinfo=dt.UTC)
    from counterclaim.incidents.values import when_text

    assert when_text(Interval(start=start)) == "from 2017-04-15"
    assert when_text(Interval(end=end)) == "until 2017-04-15"


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        (Count(low=2, high=2, of=57), Count(low=2, high=2, of=57), "agreed"),
        (Count(low=2, high=2, of=57), Count(low=5, high=5, of=57), "contested"),
        (Count(low=2, high=2, of=57), Count(low=30, high=30), "single"),
        (Count(low=3, high=None), Count(low=4, high=6), "agreed"),
    ],
)
def test_counts(one: Count, other: Count, state: str) -> None:
    """Numbers of happenings exclude each other where they count the same whole and share no number."""
    assert _two("count", {"count": one}, {"count": other})[0] == state


def test_kinds() -> None:
    """Names that one happening may be called are no dispute; others are."""
    assert _two("kind", {"kind": "bombing"}, {"kind": "suicide_attack"})[0] == "single"
    assert _two("kind", {"kind": "air_strike"}, {"kind": "abduction"})[0] == "contested"


def test_means_are_words_only() -> None:
    """Weapons are told in too many words for a dispute: the same words meet, others stand beside."""
    assert _two("means", {"means": "a car bomb"}, {"means": "The car bomb"})[0] == "single"
    assert _two("means", {"means": "Car bomb"}, {"means": "car bomb"})[0] == "agreed"


def test_a_denial_is_a_stance_and_nothing_else() -> None:
    """Who denies that it bombed a town disputes that it happened, and accuses nobody."""
    items = [
        said(OBSERVATORY, actors="Russia"),
        said("Russia", stance="denies", actors="Russia", report="r2", country="IQ"),
    ]
    assert _find("stance", *items).state == "contested"
    assert [position.value for position in _find("country", *items).positions] == ["SY"]
    assert _find("actors", *items).positions[0].voices == (OBSERVATORY,)


def test_what_was_withdrawn_takes_no_position() -> None:
    """A withdrawn claim disputes nothing."""
    items = [said(OBSERVATORY, country="SY"), said("White Helmets", country="IQ", report="r2", carried="withdrawn")]
    assert [position.value for position in _find("country", *items).positions] == ["SY"]


def test_most_voices_first() -> None:
    """Positions stand by voices, then by value."""
    items = [
        said("SANA", country="IQ"),
        said(OBSERVATORY, country="TR", report="r2"),
        said("White Helmets", country="TR", report="r3"),
        said("Reuters", country="AM", report="r4"),
    ]
    assert [position.value for position in _find("country", *items).positions] == ["TR", "AM", "IQ"]
