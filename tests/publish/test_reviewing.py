"""Why a person should look at an incident."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from counterclaim.publish.queue_sheet import sheet
from counterclaim.publish.reviewing import conflicts, reasons, standing, unbound
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Different,
    Judgement,
    RateSource,
    Retract,
    Same,
    SetField,
    Spread,
    Takedown,
    Undo,
    Voices,
)
from tests.publish import derived
from tests.publish.derived import DENIAL, DEPOT, FIRST, OPPOSED, RISEN
from tests.publish.screen import told


def anchor(of: Any, shift: int = 0) -> Anchor:
    """Return the anchor of a claim's words, or of words beside them."""
    quote = of.evidence
    return Anchor(report=of.report, start=quote.start + shift, end=quote.end + shift, kind=of.event.kind)


def decided(act: Act, by: str = "ann", number: int = 9) -> Judgement:
    """Return a judgement of a day."""
    return derived.decided(act, by, number, "Read it")


SAME = decided(Same(anchors=(anchor(FIRST), anchor(RISEN), anchor(DEPOT))))
DIFFERENT = decided(Different(anchors=(anchor(DEPOT, 3),), others=(anchor(FIRST), anchor(RISEN))), "bob", 10)


def test_reasons_in_the_order_of_the_queue() -> None:
    """Deaths come first, then disputes, then a wide spread of one voice's word."""
    one_voice = replace(
        OPPOSED,
        voices=Voices(known=1, possibly=2, names=("Tisa Observatory",)),
        spread=Spread(origins=1, carriers=12),
    )
    assert reasons(one_voice, (), ()) == (
        "killed 70–126+, 60 children, 12 combatants by the accused side",
        "contested: to whom, toll, whether it happened",
        "one voice, spread wide: 1 origin, 12 carriers",
    )


def test_nothing_striking_is_still_unchecked() -> None:
    """An incident without harm, dispute or spread is in the queue because nobody has checked it."""
    assert reasons(replace(OPPOSED, toll=(), findings=()), (), ()) == ("nobody has checked it",)


def test_two_people_who_decide_oppositely() -> None:
    """Same and different of overlapping words conflict; so do a check and a retraction, and two corrections."""
    assert list(conflicts((SAME, DIFFERENT))) == [
        "judgements conflict: ann says same (2015-10-09), bob says different (2015-10-10)"
    ]
    checked, retracted = decided(Check(anchors=(anchor(FIRST),))), decided(Retract(anchors=(anchor(FIRST),)), "bob")
    assert "ann says check" in next(conflicts((checked, retracted)))
    early = replace(FIRST.event, country="IQ")
    mine = decided(SetField(anchor=anchor(FIRST), fields=("country",), event=FIRST.event))
    yours = decided(SetField(anchor=anchor(FIRST), fields=("country", "when"), event=early), "bob")
    assert "ann says set" in next(conflicts((mine, yours)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SAME, decided(Different(anchors=(anchor(DEPOT),), others=(anchor(FIRST),)), "ann", 10)),
        (SAME, decided(Different(anchors=(anchor(DENIAL),), others=(anchor(FIRST),)), "bob")),
        (decided(Check(anchors=(anchor(FIRST),))), decided(Retract(anchors=(anchor(DEPOT),)), "bob")),
        (SAME, decided(RateSource(source="Tisa Observatory", rating="B"), "bob")),
        (
            decided(SetField(anchor=anchor(FIRST), fields=("country",), event=FIRST.event)),
            decided(SetField(anchor=anchor(FIRST), fields=("country",), event=FIRST.event), "bob"),
        ),
    ],
)
def test_no_conflict(one: Judgement, other: Judgement) -> None:
    """One person who thought again, other words, other questions and equal corrections are no conflict."""
    assert list(conflicts((one, other))) == []


def test_judgements_on_other_incidents_are_left_out() -> None:
    """A report may tell of several incidents: only judgements on this one's words, or on none, are its reasons."""
    bare = replace(OPPOSED, toll=(), findings=())
    live = (FIRST, RISEN, DEPOT)
    assert reasons(bare, (SAME, DIFFERENT), live) == tuple(conflicts((SAME, DIFFERENT)))
    assert reasons(replace(bare, claims=(DENIAL.id,)), (SAME, DIFFERENT), live) == ("nobody has checked it",)


def test_what_was_undone_no_longer_stands() -> None:
    """An undone judgement is left out, and stands again when its undoing was itself undone."""
    undo = decided(Undo(judgement=SAME.id), "bob", 11)
    redo = decided(Undo(judgement=undo.id), "ann", 12)
    assert standing((SAME, undo)) == ()
    assert standing((redo, undo, SAME)) == (SAME,)


def test_a_judgement_that_binds_to_nothing() -> None:
    """A judgement of words that no live claim of the kind carries is told; one of another report is none of ours."""
    lost = decided(Retract(anchors=(anchor(DENIAL),)))
    assert list(unbound((lost,), (DEPOT,))) == [
        "judgement unbound: ann says retract (2015-10-09) of words that carry no such claim now"
    ]
    assert list(unbound((lost,), (DEPOT, DENIAL))) == []
    assert list(unbound((lost, SAME, decided(Takedown(report="r1", reason_class="legal"))), ())) == []


def test_the_queue_says_why() -> None:
    """Each entry has its place, id, what happened and every reason."""
    page = told(sheet([(OPPOSED, ("killed 70", "contested: toll"))]), 100)
    assert page.startswith(f"1 {OPPOSED.id[:10]} air strike · 6 Oct 2015 · Harun, Syria · “Ardania” → “bakery”")
    assert "machine – killed 70 – contested: toll" in page
    assert page.endswith("1 incident to look at · counterclaim show ID tells who says what")
