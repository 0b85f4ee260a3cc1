"""Voices and spread: who counts as a voice, which voices are independent, and what copies and unnamed sources add."""

from __future__ import annotations

import datetime as dt

import pytest

from counterclaim.incidents.item import Item
from counterclaim.incidents.ties import body, known_as, named_belligerent, on_one_side, one_body
from counterclaim.incidents.voices import count, distinct, origins, spread, tell
from counterclaim.incidents.weighing import says_number
from counterclaim.lexicon.hands import above
from counterclaim.records import Spread, Voices
from tests.incidents.telling import OBSERVATORY, said

DAY = dt.date(2017, 4, 15)


def _voices(*items: Item) -> Voices:
    return count(distinct(tell(items)), DAY)


def test_one_observatory_in_two_agencies_is_one_voice() -> None:
    """Two reports that quote the same monitor carry one voice, and are two carriers that tell it in their own words."""
    items = [
        said(OBSERVATORY, report="r1", publisher="Reuters"),
        said("the " + OBSERVATORY, report="r2", publisher="AFP"),
    ]
    assert _voices(*items) == Voices(known=1, possibly=1, names=(OBSERVATORY,))
    assert spread(tell(items)) == Spread(origins=2, carriers=2)


def test_unnamed_sources_are_no_voices() -> None:
    """Activists and officials without a name add no voice, but their report carries it."""
    items = [said("activists", unnamed=True), said("Iraqi officials", unnamed=True, report="r2")]
    assert _voices(*items) == Voices(known=0, possibly=0, names=())
    assert spread(tell(items)) == Spread(origins=2, carriers=2)


def test_copies_add_carriers_only() -> None:
    """A copy of a monitor's words is one carrier more, no voice and no origin."""
    first = said(OBSERVATORY)
    told = tell([first, said("White Helmets", report="r2", copy_of=first)])
    assert count(distinct(told), DAY).names == (OBSERVATORY,)
    assert spread(told) == Spread(origins=1, carriers=2)
    assert origins(told) == ("r1",)


def test_copy_stands_in_for_what_is_not_here() -> None:
    """Where the copied claim is not of this incident, the first copy counts in its place, and a second does not."""
    away = said(OBSERVATORY, report="r0")
    told = tell([said(OBSERVATORY, report=f"r{k}", published=str(k), copy_of=away) for k in (16, 15)])
    assert [one.own for one in told] == [True, False]
    assert origins(told) == ("r15",)


def test_copies_of_withdrawn_words_no_longer_count() -> None:
    """What its own page withdrew counts no more in the pages that copied it."""
    first = said(OBSERVATORY, carried="withdrawn")
    told = tell([first, said(OBSERVATORY, report="r2", copy_of=first)])
    assert not any(one.live or one.own for one in told)
    assert spread(told) == Spread(origins=0, carriers=0)


def test_no_longer_carried_still_counts() -> None:
    """A claim that a shortened capture does not show counts like a live one."""
    assert _voices(said(OBSERVATORY, carried="no_longer_carried")).known == 1


@pytest.mark.parametrize(
    ("quote", "publisher"),
    [
        ("An old man told Sputnik that the buses burnt.", "Sputnik"),
        ("A nurse told SANA's correspondent that the buses burnt.", "SANA"),
        ("The buses burnt, said our correspondent at the crossing.", "Daily Northern"),
        ("A driver, in an interview with the Daily Northern, said that the buses burnt.", "Daily Northern"),
        ("A photographer of ours was there; Daily Northern reporters counted nine buses.", "The Daily Northern"),
    ],
)
def test_own_reporting_makes_the_publisher_a_voice(quote: str, publisher: str) -> None:
    """A publisher is a voice where words of its report show that it asked or looked itself."""
    source = said("a source", unnamed=True, publisher=publisher, quote=quote, start=90)
    told = tell([said(None, publisher=publisher), source])
    assert [one.voice is not None for one in told if one.claim.claimant.voice == "publisher"] == [True]
    assert [one.voice for one in told if one.claim.claimant.voice == "unnamed"] == [None]


@pytest.mark.parametrize(
    "quote",
    [
        "A blast hit the buses.",
        "An old man told Reuters that the buses burnt.",
        "A reporter of another paper was there.",
    ],
)
def test_no_own_reporting_no_voice(quote: str) -> None:
    """Agency text, or words given to somebody else, make no voice of the publisher."""
    assert _voices(said(None, publisher="Daily Northern", quote=quote)) == Voices(known=0, possibly=0, names=())


def test_copied_words_show_no_reporting() -> None:
    """A line told to the publisher shows nothing where it is itself a copy."""
    first = said("a source", unnamed=True, report="r0", publisher="Sputnik")
    copied = said("a source", unnamed=True, publisher="Sputnik", quote="He told Sputnik so.", start=80, copy_of=first)
    assert _voices(first, copied, said(None, publisher="Sputnik")).names == ()


def test_a_correspondent_without_a_name_is_the_outlet() -> None:
    """The words "AFP journalist" are AFP, "SANA reporter in Aleppo" is SANA; "local reporters" is nobody."""
    items = [
        said("AFP journalist", unnamed=True),
        said("SANA reporter in Aleppo", unnamed=True, report="r2"),
        said("local reporters", unnamed=True, report="r3"),
    ]
    assert _voices(*items).names == ("AFP", "SANA")


def test_unknown_ownership_is_never_independence() -> None:
    """A voice whose hand is not known stands between the two numbers."""
    assert _voices(said(OBSERVATORY), said("White Helmets", report="r2")) == Voices(
        known=1, possibly=2, names=(OBSERVATORY, "White Helmets")
    )
    assert _voices(said("Aunt Salma's Committee")) == Voices(known=0, possibly=1, names=("Aunt Salma's Committee",))


def test_voices_in_one_hand_are_one() -> None:
    """A state's agency and its ministry are two names and one hand; so is an ally on whose side it stood that day."""
    assert _voices(said("SANA"), said("Syrian government", report="r2")).known == 1
    assert _voices(said("SANA"), said("Russian defence ministry", report="r2")).possibly == 1
    assert _voices(said("SANA"), said(OBSERVATORY, report="r2")).known == 2


def test_ties_hold_on_their_days_only() -> None:
    """The register is asked for the day of the incident: before the intervention the two were not on one side."""
    assert on_one_side("sy-government", "ru", DAY)
    assert not on_one_side("sy-government", "ru", dt.date(2014, 1, 1))
    assert not on_one_side("sy-government", "ru", None)


def test_bodies() -> None:
    """A state's arms are one body, a coalition speaks through its leader, and allies stay two."""
    assert one_body("sy-forces", "sy-government", DAY)
    assert one_body("tiger-forces", "sy", DAY)
    assert one_body("global-coalition", "us-defence-ministry", DAY)
    assert not one_body("sy-government", "ru", DAY)
    assert not one_body("islamic-state", "is", DAY)
    assert "ru" in above("sy-government", DAY)
    assert "ru" not in body("sy-government", DAY)


def test_names_meet_in_the_register() -> None:
    """A name is known by the register's id, another by its words without article and case."""
    assert known_as("SOHR") == known_as("The Syrian Observatory for Human Rights") == "sohr"
    assert known_as("the Aunts' Committee") == known_as("Aunts Committee")


def test_who_wages_war() -> None:
    """States, their arms, armed groups and coalitions can be accused; a minister stands for his government."""
    assert named_belligerent("Russia", "ru", DAY) == "ru"
    assert named_belligerent("Bashar al-Assad", "assad", DAY) == "sy-government"
    assert named_belligerent("Reuters", "reuters", DAY) is None
    assert named_belligerent("gunmen", None, DAY) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("at least 12 people", True),
        ("twenty-nine people", True),
        ("more than a dozen", True),
        ("", True),
        ("dozens", False),
        ("several hundred fighters", False),
        ("many children", False),
        ("civilians", False),
        ("1,900 others", True),
    ],
)
def test_numbers_and_vague_words(words: str, number: bool) -> None:
    """A figure is a number where its words hold one; "dozens" and a bare plural are vague."""
    assert says_number(words) is number
