"""Comparing two tellings: what bars one happening, what speaks for it, and how much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given

from counterclaim.incidents.compare import ENOUGH, Verdict, compare, may_be_called
from counterclaim.incidents.facts import Facts
from counterclaim.incidents.unit import Unit, units
from tests.incidents.telling import said
from tests.incidents.units import FAR, NEXT_DOOR, SARHUM, facts, pairs, told, unit


def _two(one: dict[str, Any], other: dict[str, Any]) -> Verdict:
    shared: dict[str, Any] = {"places": (SARHUM,), "quote": "A blast."}
    return compare(unit(**{**shared, **one}).facts, unit(**{**shared, "report": "r2", **other}).facts)


@given(facts(), facts())
def test_comparing_is_symmetric(one: Facts, other: Facts) -> None:
    """The order of the two changes neither bar nor score nor reasons."""
    assert compare(one, other) == compare(other, one)


@given(pairs())
def test_comparing_the_alike_is_symmetric(two: tuple[Facts, Facts]) -> None:
    """So it is for two that differ in little."""
    assert compare(*two) == compare(*two[::-1])


@given(facts(), facts())
def test_a_verdict_gives_its_reasons(one: Facts, other: Facts) -> None:
    """What joins says why, and what is barred has no score and does not join."""
    verdict = compare(one, other)
    if verdict.joins:
        assert verdict.reasons
        assert verdict.score >= ENOUGH
    if verdict.bar is not None:
        assert not verdict.joins
        assert verdict.score == 0.0


@given(facts())
def test_what_says_the_same_is_not_barred(one: Facts) -> None:
    """Two tellings that say the same are never barred, unless the one thing said contradicts itself."""
    assert compare(one, one).bar is None


def test_same_day_place_and_toll_join() -> None:
    """Day, place, kind and a large toll in common are enough, and are named as reasons."""
    verdict = _two({"figures": "43 people killed"}, {"figures": "43 people killed"})
    assert verdict.joins
    assert {"on the same day", "Sarhum may be one place", "both tell of 43 killed", "both tell of bombing"} <= set(
        verdict.reasons
    )


@pytest.mark.parametrize(
    ("one", "other", "bar"),
    [
        ({"kind": "bombing"}, {"kind": "arrest"}, "arrest and bombing are not called one happening"),
        ({"kind": "air_strike"}, {"kind": "suicide_attack"}, "air strike and suicide attack are not called one"),
        ({"when": "12"}, {"when": "15"}, "the days do not meet"),
        ({"country": "SY"}, {"country": "IQ"}, "one was in IQ, the other in SY"),
        ({"places": (SARHUM,)}, {"places": (FAR,)}, "Sarhum and Umm Tulul lie apart"),
        ({"figures": "5 people killed"}, {"figures": "80 people killed"}, "5 and 80 killed are not one toll"),
        (
            {"actors": "Syrian army", "targets": "ISIS"},
            {"actors": "ISIS", "targets": "Syrian army"},
            "who does it in the one suffers it in the other",
        ),
    ],
)
def test_bars(one: dict[str, Any], other: dict[str, Any], bar: str) -> None:
    """Kinds, days, countries, places, tolls and the direction of fire each bar one happening, in words."""
    verdict = _two(one, other)
    assert verdict.bar is not None
    assert bar in verdict.bar
    assert not verdict.joins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "bombing"}, {"kind": "suicide_attack"}),
        ({"when": "15"}, {"when": "16"}),
        ({"places": (SARHUM,)}, {"places": (NEXT_DOOR,)}),
        ({"figures": "43 people killed"}, {"figures": "126 people killed"}),
        ({"figures": "1 people killed"}, {"figures": "4 people killed"}),
        ({"figures": "5 children killed"}, {"figures": "80 women killed"}),
        ({"actors": "Syrian army"}, {"actors": "ISIS"}),
        ({"country": "SY"}, {"country": None}),
    ],
)
def test_what_voices_may_differ_in(one: dict[str, Any], other: dict[str, Any]) -> None:
    """A night's two days, neighbouring places, a growing toll, other groups, another accused: no bar."""
    assert _two(one, other).bar is None


def test_the_next_day_and_another_target_speak_against_it() -> None:
    """What differs without barring takes from the evidence."""
    same = _two({"targets": "the bakery"}, {"targets": "the bakery"})
    other = _two({"targets": "the bakery"}, {"targets": "the mosque"})
    later = _two({"targets": "the bakery", "when": "15"}, {"targets": "the bakery", "when": "16"})
    assert other.score < same.score
    assert later.score < same.score


def test_each_names_another_part_of_the_place() -> None:
    """Two quarters named beside the town they share take from the evidence of the town."""
    here = _two({"places": (SARHUM, NEXT_DOOR)}, {"places": (SARHUM,)})
    both = _two({"places": (SARHUM, NEXT_DOOR)}, {"places": (SARHUM, FAR)})
    assert both.score < here.score


def _main(text: str, *, report: str, **fields: Any) -> Unit:
    shown = msgspec.structs.replace(told("Bakery", text, ref=report), publisher=f"Daily {report}")
    (made,) = units([said("Tisa Observatory", report=report, **fields)], shown)
    return made


_STORY = "Haydar Munif, 41, and Rasha Obeid, 19, saw the bakery of Sarhum burn in Karm street beside the Dall mill."


def test_one_story_goes_past_a_bar() -> None:
    """Two reports so alike that one story is behind both are joined although they differ, and the reason says so."""
    one, other = _main(_STORY, report="r1", when="12"), _main(_STORY, report="r2", when="15")
    verdict = compare(one.facts, other.facts)
    assert verdict.joins
    assert verdict.reasons[-1] == "although the days do not meet"
    unlike = _main("Water rose in Umm Tulul, where a shop of radios stood.", report="r2", when="15")
    assert compare(one.facts, unlike.facts).bar == "the days do not meet"


def test_a_story_told_in_common_words_lists_none() -> None:
    """Where two reports share no word that tells a story from others, the reason names no words, and no empty list."""
    first, second = (_main(_STORY, report=name).facts for name in ("r1", "r2"))
    one, other = (replace(f, about=f.about and replace(f.about, telling=frozenset())) for f in (first, second))
    reasons = compare(one, other).reasons
    assert "the reports tell one story" in reasons
    assert not [reason for reason in reasons if "{" in reason]


def test_a_later_story_must_be_more_alike() -> None:
    """Reports published more than ten days apart lose evidence of one story."""
    near = compare(_main(_STORY, report="r1").facts, _main(_STORY, report="r2").facts)
    far = compare(_main(_STORY, report="r1", published="1").facts, _main(_STORY, report="r2", published="15").facts)
    assert far.score < near.score


def test_kinds_of_one_happening() -> None:
    """A kind may be called itself, and what the list names, both ways; nothing else."""
    assert may_be_called("bombing", "bombing")
    assert may_be_called("bombing", "killing")
    assert may_be_called("killing", "bombing")
    assert not may_be_called("air_strike", "suicide_attack")
