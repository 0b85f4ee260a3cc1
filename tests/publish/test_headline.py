"""The one sentence on an incident: who says what."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from counterclaim.publish.headline import AGREE, headline, listed, sentence, value
from counterclaim.publish.told import Told
from counterclaim.records import Field, Figure, Finding, PartyName
from tests.publish.derived import (
    BODIES,
    CAMPAIGN,
    CLAIMS,
    DENIAL,
    DEPOT,
    FIRST,
    OPPOSED,
    RISEN,
    SERIES,
    TOLD,
    WOUNDED,
    figure,
    position,
)


def test_every_clause_is_attributed() -> None:
    """Each clause says who says it, the accused side and the denial too: whose these voices are is not known."""
    assert headline(OPPOSED, TOLD) == (
        "Air strike, 6 Oct 2015, in Harun, say Tisa Observatory, Harun Clinic and Ardanian defence ministry; "
        "by “Ardania”, say Tisa Observatory and Ardanian defence ministry; "
        "against “bakery”, say Tisa Observatory and Harun Clinic, or against “terrorists”, says Ardanian defence "
        "ministry; "
        "killed 70 people, says Tisa Observatory, to at least 126 people, says Harun Clinic; "
        "killed 12 combatants, says Ardanian defence ministry, who is accused; "
        "wounded at least 24 people, says unnamed “residents”; "
        "Ardanian defence ministry denies: “It denied that a bakery had been hit”."
    )


def test_one_voice_is_named_once() -> None:
    """Fields that one voice alone tells share one clause."""
    said: dict[Field, str] = {"kind": "air_strike", "when": "2015-10-06", "country": "SY"}
    alone = tuple(Finding(field=f, state="single", positions=(position(said[f], FIRST),)) for f in said)
    told = replace(OPPOSED, findings=alone, toll=(), claims=(FIRST.id,))
    assert headline(told, TOLD) == "Air strike, 6 Oct 2015, in Syria, says Tisa Observatory."


def test_the_value_with_most_voices_stands_for_a_field() -> None:
    """Wordings that exclude nothing are left to the sheet; of a dispute the first three positions are told."""
    doers = (position("Ardania", FIRST, DEPOT), position("Ardanian pilots", RISEN))
    about = replace(OPPOSED, findings=(Finding(field="actors", state="agreed", positions=doers),), toll=())
    assert "by “Ardania”, say Tisa Observatory and Ardanian defence ministry" in headline(about, TOLD)
    assert "pilots" not in headline(about, TOLD)
    many = tuple(
        position(f"2015-10-{day:02}", claim) for day, claim in enumerate((FIRST, RISEN, DEPOT, BODIES, DEPOT), 1)
    )
    about = replace(about, findings=(Finding(field="when", state="contested", positions=many),))
    assert "or 3 Oct 2015, says Ardanian defence ministry, or 2 other positions" in headline(about, TOLD)


def test_what_is_only_denied_is_named() -> None:
    """Where nobody asserts it, the sentence begins with what is denied."""
    denied = replace(OPPOSED, findings=(), toll=(), claims=(DENIAL.id,))
    assert headline(denied, TOLD) == (
        "Air strike: Ardanian defence ministry denies: “It denied that a bakery had been hit”."
    )


def test_a_dispute_on_the_kind_comes_first() -> None:
    """What it was stands at the head of the sentence, also where voices differ on it."""
    kinds = (position("air_strike", FIRST), position("shelling", DEPOT))
    when = Finding(field="when", state="agreed", positions=(position("2015-10-06", FIRST, DEPOT),))
    findings = (Finding(field="kind", state="contested", positions=kinds), when)
    assert headline(replace(OPPOSED, findings=findings, toll=(), claims=()), TOLD) == (
        "Air strike, says Tisa Observatory, or shelling, says Ardanian defence ministry; "
        "6 Oct 2015, say Tisa Observatory and Ardanian defence ministry."
    )


def test_no_voice_is_told_as_what_it_is() -> None:
    """Unnamed sources keep their words, and a claim that is gone is said to be gone."""
    unnamed = Finding(field="kind", state="single", positions=(position("air_strike", WOUNDED, voices=()),))
    about = replace(OPPOSED, findings=(unnamed,), toll=(), claims=(WOUNDED.id,))
    assert headline(about, TOLD) == "Air strike, says unnamed “residents”."
    nothing = Told(claims={}, reports={}, copies={}, judgements={})
    assert headline(about, nothing) == "Air strike, says a claim that the ledger no longer shows."


def test_vague_words_do_not_bound() -> None:
    """The ends that are told are those of the range: a figure that does not bound it is left to the table."""
    [tally, *_] = OPPOSED.toll
    vague = replace(figure(FIRST), low=3, high=None, words="many", standing="stands", by=None)
    about = replace(OPPOSED, findings=(), toll=(replace(tally, figures=(vague, figure(RISEN), figure(BODIES))),))
    assert "killed 70 people, says Tisa Observatory, to at least 126 people, says Harun Clinic" in headline(about, TOLD)
    one = replace(tally, low=70, high=70, figures=(vague, figure(RISEN)))
    assert "killed 70 people, says Tisa Observatory; Ardanian" in headline(replace(about, toll=(one,)), TOLD)


def test_groups_are_told_where_no_figure_of_all_people_stands() -> None:
    """A count of all people that only parts give leaves the groups in the sentence."""
    [people, children, *_] = OPPOSED.toll
    parts = replace(people, low=None, high=None, figures=(figure(RISEN, standing="part"),))
    about = replace(OPPOSED, findings=(), toll=(parts, children))
    assert "killed 60 children, says Harun Clinic" in headline(about, TOLD)


def test_one_figure_of_two_voices_names_them() -> None:
    """Two voices with the same figure are named together, and nobody else."""
    [tally, *_] = OPPOSED.toll
    same: tuple[Figure, ...] = (figure(RISEN), replace(figure(BODIES), low=70, high=70))
    about = replace(OPPOSED, findings=(), claims=(RISEN.id,), toll=(replace(tally, low=70, high=70, figures=same),))
    assert headline(about, TOLD).endswith("; killed 70 people, say Tisa Observatory and Harun Clinic.")
    about = replace(about, toll=(replace(tally, low=70, high=70, figures=same[:1]),))
    assert headline(about, TOLD).endswith("; killed 70 people, says Tisa Observatory.")


SIDES = [
    (("Syrian Observatory for Human Rights", "Syrian government"), True),
    (("SANA", "Syrian government"), False),
    (("Sputnik", "SANA"), False),
    (("Syrian Observatory for Human Rights", "Tisa Observatory"), False),
    (("Syrian Observatory for Human Rights",), False),
]


@pytest.mark.parametrize(("voices", "agree"), SIDES)
def test_only_voices_of_two_sides_leave_a_clause_unattributed(voices: tuple[str, ...], agree: bool) -> None:
    """Voices in one hand, or in a hand that the register does not know, are named, however many they are."""
    when = Finding(field="when", state="agreed", positions=(position("2015-10-06", FIRST, voices=voices),))
    [people, *_] = OPPOSED.toll
    same = tuple(replace(figure(RISEN), voice=voice) for voice in voices)
    told = replace(OPPOSED, findings=(when,), toll=(replace(people, low=70, high=70, figures=same),), claims=())
    text = headline(told, TOLD)
    assert ("6 Oct 2015 (voices of different sides agree)" in text) is agree
    assert ("killed 70 people (voices of different sides agree)" in text) is agree
    assert all(voice in text for voice in voices) is not agree
    assert AGREE not in headline(replace(told, when=None), TOLD)


def test_every_figure_of_the_sentence_has_its_claims() -> None:
    """Each part of the sentence with a number in it names the claims that carry it; the parts make the sentence."""
    parts = sentence(OPPOSED, TOLD)
    assert "".join(part.text for part in parts) == headline(OPPOSED, TOLD)
    assert all(part.claims for part in parts if any(letter.isdigit() for letter in part.text))
    [highest] = [part for part in parts if "126" in part.text]
    assert highest.claims == (BODIES.id,)


def test_a_party_of_the_register_needs_no_quotes() -> None:
    """A value of registered parties is their label; a report's own words stand in quotation marks."""
    event = replace(DEPOT.event, targets=(PartyName(name="Free Syrian Army", party="fsa"),))
    known = dataclasses.replace(TOLD, claims={DEPOT.id: replace(DEPOT, event=event)})
    finding = Finding(field="targets", state="single", positions=(position("Free Syrian Army", DEPOT),))
    about = replace(OPPOSED, findings=(finding,), toll=(), claims=(DEPOT.id,))
    assert "against Free Syrian Army" in headline(about, known)


def test_a_series_speaks_through_its_claims() -> None:
    """A series has no findings: its kind, doers and count come from its claims, each with who says it."""
    assert headline(SERIES, TOLD) == "Air strike, by “Ardania”, 57 times, says Tisa Observatory."
    assert CAMPAIGN in CLAIMS


@pytest.mark.parametrize(
    ("field", "given", "shown"),
    [
        ("count", "57", "57 times"),
        ("count", "1", "once"),
        ("count", "2 of 57", "2 of 57"),
        ("country", "SY", "Syria"),
        ("country", "XX", "XX"),
        ("when", "2015-10-06 to 2015-10-08", "6 Oct 2015 to 8 Oct 2015"),
        ("when", "until 2015-10-06", "until 6 Oct 2015"),
        ("kind", "air_strike", "air strike"),
        ("places", "Harun", "Harun"),
        ("means", "jets", "“jets”"),
    ],
)
def test_values_as_people_write_them(field: Field, given: str, shown: str) -> None:
    """Days, states and counts are written as everywhere on the terminal; a report's own words are quoted."""
    assert value(field, position(given, FIRST), TOLD) == shown


def test_many_names() -> None:
    """Three names are listed, more are counted."""
    assert listed(("A",)) == "A"
    assert listed(("A", "B", "C")) == "A, B and C"
    assert listed(("A", "B", "C", "D", "E")) == "A, B, C and 2 more"
