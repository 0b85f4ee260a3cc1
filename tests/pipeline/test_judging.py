"""Judgements in a ledger: each takes effect, beats what was computed, and survives a rebuild."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import pytest

from counterclaim.ledger import Ledger
from counterclaim.pipeline import rebuild
from counterclaim.records import (
    Check,
    Different,
    Discount,
    Event,
    Judgement,
    RateSource,
    Retract,
    Same,
    SetField,
    Takedown,
    Toll,
    Tombstone,
    Undo,
)  # fmt: skip
from tests.pipeline.world import anchor, claim_of, derived, holding, incidents, judged, opened, page, report_of, told

FIRST: Final = page("On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said.", published=6)
SECOND: Final = page(
    "On 6 October a bombing in Harun killed 43 people, the Harun Council said. So it was.", published=7
)
OTHER: Final = page("On 6 October an arrest in Tamra, the Tisa Observatory said.", published=8)


@pytest.fixture
def ledger() -> Generator[Ledger, None, None]:
    """Return a ledger of two incidents: one of two reports, one of one."""
    with opened() as made:
        told(made, FIRST, SECOND, OTHER)
        assert len(incidents(made)) == 2
        yield made


def _judge(ledger: Ledger, *judgements: Judgement) -> None:
    """Add judgements, fuse, and see that a rebuild makes the same."""
    told(ledger, judgements)
    before = derived(ledger)
    for _ in rebuild(ledger, batch=1):
        pass
    assert derived(ledger) == before


def test_same_and_its_undo(ledger: Ledger) -> None:
    """Claims judged the same are one incident, which names the judgement; undone, they part."""
    before = {one.id for one in incidents(ledger)}
    same = judged(Same(anchors=(anchor(FIRST), anchor(SECOND), anchor(OTHER))))
    _judge(ledger, same)
    (incident,) = incidents(ledger)
    assert same.id in {join.judgement for join in incident.joins}
    assert [change.judgement for change in incident.history if change.what == "judged"] == [same.id]
    _judge(ledger, judged(Undo(judgement=same.id), 101))
    assert {one.id for one in incidents(ledger)} == before


def test_different_and_the_newer_answer(ledger: Ledger) -> None:
    """Claims judged different part though all speaks for one; the newer answer of two counts."""
    apart = Different(anchors=(anchor(FIRST),), others=(anchor(SECOND),))
    _judge(ledger, judged(apart))
    assert len(incidents(ledger)) == 3
    _judge(ledger, judged(Same(anchors=(anchor(FIRST), anchor(SECOND))), 101))
    assert len(incidents(ledger)) == 2
    assert holding(ledger, claim_of(FIRST)) == holding(ledger, claim_of(SECOND))


def test_a_field_is_set(ledger: Ledger) -> None:
    """A corrected toll stands in the incident; the claim stays as it was read."""
    toll = (Toll(harm="killed", who="people", low=45, high=45, words="45"),)
    event = Event(kind="bombing", toll=toll)
    _judge(ledger, judged(SetField(anchor=anchor(FIRST), fields=("toll",), event=event)))
    incident = holding(ledger, claim_of(FIRST))
    assert sorted(figure.low for figure in incident.toll[0].figures) == [43, 45]
    (claim,) = ledger.claims([claim_of(FIRST).id])
    assert claim == claim_of(FIRST)


def test_a_corrected_place_moves_the_claim(ledger: Ledger) -> None:
    """A claim set to another country leaves the incident."""
    event = Event(kind="bombing", country="IQ")
    _judge(ledger, judged(SetField(anchor=anchor(SECOND), fields=("country", "places"), event=event)))
    assert holding(ledger, claim_of(FIRST)).claims == (claim_of(FIRST).id,)
    assert len(incidents(ledger)) == 3


def test_a_source_is_rated(ledger: Ledger) -> None:
    """A rating raises the two-part grade of the incidents in which the source speaks, and only theirs."""
    assert holding(ledger, claim_of(FIRST)).source_grade.source == "F"
    _judge(ledger, judged(RateSource(source="Harun Council", rating="B")))
    assert holding(ledger, claim_of(FIRST)).source_grade.source == "B"
    assert holding(ledger, claim_of(OTHER)).source_grade.source == "F"


def test_a_retraction(ledger: Ledger) -> None:
    """A misread claim counts nowhere; the incident lives on with the others."""
    before = holding(ledger, claim_of(FIRST)).id
    _judge(ledger, judged(Retract(anchors=(anchor(FIRST),))))
    (claim,) = {claim for one in incidents(ledger) for claim in one.claims if claim != claim_of(OTHER).id}
    assert claim == claim_of(SECOND).id
    assert holding(ledger, claim_of(SECOND)).id == before


def test_a_check(ledger: Ledger) -> None:
    """An incident is checked when each of its claims that is no copy is."""
    _judge(ledger, judged(Check(anchors=(anchor(FIRST),))))
    assert holding(ledger, claim_of(FIRST)).review == "machine"
    _judge(ledger, judged(Check(anchors=(anchor(SECOND),)), 101))
    assert holding(ledger, claim_of(FIRST)).review == "checked"
    assert holding(ledger, claim_of(OTHER)).review == "machine"


def test_a_takedown(ledger: Ledger) -> None:
    """A report that is taken down leaves its incident, its text is gone, and its undo changes nothing."""
    down = judged(Takedown(report=report_of(FIRST).id, reason_class="privacy"))
    _judge(ledger, down)
    assert holding(ledger, claim_of(SECOND)).claims == (claim_of(SECOND).id,)
    assert isinstance(ledger.report(report_of(FIRST).id), Tombstone)
    before = derived(ledger)
    _judge(ledger, judged(Undo(judgement=down.id), 101))
    assert derived(ledger) == before
    told(ledger, FIRST)
    assert derived(ledger) == before


def test_a_discount(ledger: Ledger) -> None:
    """A discounted allegation is told of in the history of its incident."""
    discount = judged(Discount(anchors=(anchor(FIRST),)))
    _judge(ledger, discount)
    history = holding(ledger, claim_of(FIRST)).history
    assert [change.judgement for change in history if change.what == "judged"] == [discount.id]


def test_a_judgement_before_the_claim(ledger: Ledger) -> None:
    """A judgement on words that no claim carries yet binds as soon as one does."""
    bare = page("On 9 October an arrest in Tamra was the fourth.", published=9)
    capture, report, claim = bare
    told(ledger, [capture, report])
    _judge(ledger, judged(Same(anchors=(anchor(OTHER), anchor(bare)))))
    assert holding(ledger, claim_of(OTHER)).claims == (claim_of(OTHER).id,)
    told(ledger, [claim])
    assert holding(ledger, claim_of(OTHER)) == holding(ledger, claim_of(bare))
    _judge(ledger)


def test_id_of_a_piece_leads_on_when_the_piece_is_put_back(ledger: Ledger) -> None:
    """An id issued to a piece that a judgement split off leads to the whole again once that is undone."""
    whole = holding(ledger, claim_of(FIRST)).id
    apart = judged(Different(anchors=(anchor(FIRST),), others=(anchor(SECOND),)))
    _judge(ledger, apart)
    pieces = {holding(ledger, claim_of(FIRST)).id, holding(ledger, claim_of(SECOND)).id}
    assert len(pieces) == 2
    _judge(ledger, judged(Undo(judgement=apart.id), 101))
    assert {found.id for name in pieces if (found := ledger.incident(name)) is not None} == {whole}
    assert None not in {ledger.incident(name) for name in pieces}
