"""Fusing a ledger: piece by piece as all at once, corrections, late originals, and ids that live on."""

from __future__ import annotations

from typing import Any, Final

import pytest

from counterclaim.ledger import Ledger
from counterclaim.pipeline import fuse, rebuild
from counterclaim.pipeline.round import Round
from counterclaim.records import Different, Incident, Line, Retract, Same, Undo
from tests.copies.telling import WIRE
from tests.pipeline.world import (
    all_series,
    anchor,
    claim_of,
    derived,
    holding,
    incidents,
    judged,
    opened,
    page,
    report_of,
    told,
)  # fmt: skip

HARUN: Final = "On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said."
COUNCIL: Final = "On 6 October a bombing in Harun killed 46 people, the Harun Council said. It was a grey day."
TAMRA: Final = "On 6 October a bombing in Tamra killed 6 people, the Tisa Observatory said. Nobody claimed it."
ARREST: Final = "On 5 October an arrest in Tamra was the third. A neighbour saw two men and a blue car."
STORY: Final = "\n\n".join([*WIRE[:3], HARUN, *WIRE[3:]])

FIRST: Final = page(HARUN, published=6)
SECOND: Final = page(COUNCIL, published=7)
OTHER: Final = page(TAMRA, published=8)
ORIGINAL: Final = page(STORY, url="https://wire.example/", published=6, hour=90)
REPRINT: Final = page(f"Print edition.\n\n{STORY}", url="https://daily.example/", published=7, hour=30)
THIRD: Final = page(f"{STORY}\n\nMore tomorrow.", url="https://post.example/", published=8, hour=50)
PAGES: Final = [FIRST, SECOND, OTHER, ORIGINAL, REPRINT, THIRD]
BY_DATE: Final = [FIRST, ORIGINAL, SECOND, REPRINT, OTHER, THIRD]
"""The pages as they were published: no incident is then named after a claim that another goes before."""


@pytest.mark.parametrize("batch", [1, 3, 200])
def test_any_batch_makes_the_same(batch: int) -> None:
    """Fused one by one, three at a time or all at once, the same is derived, byte for byte."""
    with opened() as ledger, opened() as other:
        for one in BY_DATE:
            ledger.add(one)
            other.add(one)
        told(ledger)
        told(other, batch=batch)
        assert derived(other) == derived(ledger)
        for _ in rebuild(other, batch=batch):
            pass
        assert derived(other) == derived(ledger)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (4, 1, 5, 0, 3, 2)])
def test_incremental_is_a_rebuild(order: tuple[int, ...]) -> None:
    """Page by page in any order, a ledger holds what its own rebuild makes, byte for byte."""
    with opened() as ledger:
        for i in order:
            told(ledger, PAGES[i])
        before = derived(ledger)
        for _ in rebuild(ledger, batch=2):
            pass
        assert derived(ledger) == before


def test_progress_is_told() -> None:
    """Each batch tells what is done, what changed and what is left; at the end nothing is."""
    with opened() as ledger:
        ledger.add([line for one in (FIRST, SECOND, OTHER) for line in one])
        steps = list(fuse(ledger, batch=2))
        assert [(step.done, step.pending) for step in steps] == [(2, 1), (3, 0)]
        assert steps[-1].changed >= 2
        assert list(fuse(ledger)) == []


def test_a_batch_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception within a batch takes the whole batch back, and the next run makes it."""
    run = Round.run

    def broken(self: Round, reports: Any) -> int:
        run(self, reports)
        raise RuntimeError("the light went out")

    with opened() as ledger, opened() as whole:
        told(whole, *PAGES)
        told(ledger, FIRST)
        before = derived(ledger)
        monkeypatch.setattr(Round, "run", broken)
        with pytest.raises(RuntimeError, match="the light went out"):
            told(ledger, *PAGES[1:])
        assert derived(ledger) == before
        assert ledger.counts().pending == len(PAGES) - 1
        monkeypatch.undo()
        told(ledger)
        assert derived(ledger) == derived(whole)


def test_copies_add_nothing_but_carriers() -> None:
    """A story in three papers is one incident with one voice and one origin."""
    with opened() as ledger:
        told(ledger, ORIGINAL, REPRINT, THIRD)
        (incident,) = incidents(ledger)
        assert (incident.spread.origins, incident.spread.carriers) == (1, 3)
        assert incident.origins == (report_of(ORIGINAL).id,)
        assert [figure.standing for figure in incident.toll[0].figures].count("stands") == 1


def test_a_late_original_takes_over() -> None:
    """The reprint is the origin until the original comes; then copies turn to that, and the incident keeps its id."""
    with opened() as ledger:
        told(ledger, REPRINT, THIRD)
        (before,) = incidents(ledger)
        assert before.origins == (report_of(REPRINT).id,)
        told(ledger, ORIGINAL)
        (after,) = incidents(ledger)
        assert (after.id, after.origins) == (before.id, (report_of(ORIGINAL).id,))
        copies = list(ledger.copies([report_of(REPRINT).id, report_of(THIRD).id, report_of(ORIGINAL).id]))
        assert {copy.origin for copy in copies} == {report_of(ORIGINAL).id}
        assert {copy.report for copy in copies} == {report_of(REPRINT).id, report_of(THIRD).id}


def _history(incident: Incident, what: str) -> list[tuple[str, ...]]:
    return [change.claims for change in incident.history if change.what == what]


def test_a_correction_withdraws() -> None:
    """What a full later version no longer carries is withdrawn: its figure does not stand, the history says when."""
    url = "https://post.example/harun"
    first = page(f"{HARUN} {TAMRA}", url=url, hour=1)
    second = page(f"The report on Harun was wrong. {TAMRA}", url=url, hour=5)
    with opened() as ledger:
        told(ledger, first, SECOND)
        before = holding(ledger, claim_of(first, "Harun"))
        assert _history(before, "withdrawn") == []
        told(ledger, second)
        after = holding(ledger, claim_of(first, "Harun"))
        assert after.id == before.id
        assert _history(after, "withdrawn") == [(claim_of(first, "Harun").id,)]
        figures = {figure.low: figure.standing for figure in after.toll[0].figures}
        assert figures == {43: "withdrawn", 46: "stands"}
        carried = holding(ledger, claim_of(second))
        assert claim_of(second).id in carried.claims
        assert _history(carried, "withdrawn") == []


@pytest.mark.parametrize("completeness", ["lead_only", "live_blog", "failed"])
def test_a_shortened_capture_withdraws_nothing(completeness: Any) -> None:
    """A lead, a live blog and a failed capture mark what they do not show, and take nothing away."""
    url = "https://post.example/harun"
    first = page(f"{ARREST} {HARUN}", url=url, hour=1)
    lead = page(ARREST, url=url, hour=5, completeness=completeness)
    with opened() as ledger:
        told(ledger, first)
        told(ledger, lead)
        incident = holding(ledger, claim_of(first, "Harun"))
        assert _history(incident, "withdrawn") == []
        assert _history(incident, "no_longer_carried") == [(claim_of(first, "Harun").id,)]
        assert [figure.standing for figure in incident.toll[0].figures] == ["stands"]


def test_all_that_is_withdrawn_is_no_incident() -> None:
    """Where the only page takes its only claim back nothing is left; when it brings it again the old id leads there."""
    url = "https://post.example/harun"
    with opened() as ledger:
        told(ledger, page(HARUN, url=url, hour=1))
        (before,) = incidents(ledger)
        told(ledger, page("The report on Harun was wrong.", url=url, hour=5))
        assert incidents(ledger) == []
        told(ledger, page(f"It was right after all. {HARUN}", url=url, hour=9))
        (after,) = incidents(ledger)
        assert ledger.incident(before.id) == after


def _alike(ledger: Ledger) -> bool:
    before = derived(ledger)
    for _ in rebuild(ledger):
        pass
    return derived(ledger) == before


def test_ids_live_on() -> None:
    """Merged by a judgement, the id published first stays and the other leads to it; the undo gives both back."""
    with opened() as ledger:
        told(ledger, OTHER)
        told(ledger, FIRST)
        one, other = holding(ledger, claim_of(FIRST)), holding(ledger, claim_of(OTHER))
        same = judged(Same(anchors=(anchor(FIRST), anchor(OTHER))))
        told(ledger, [same])
        (merged,) = incidents(ledger)
        assert merged.id == one.id
        led = ledger.incident(other.id)
        assert led is not None
        assert led.id == one.id
        assert _alike(ledger)
        told(ledger, [judged(Undo(judgement=same.id), 101)])
        assert {incident.id for incident in incidents(ledger)} == {one.id, other.id}
        assert holding(ledger, claim_of(OTHER)).id == other.id
        assert _alike(ledger)


def test_a_piece_that_is_split_again_loses_nobody() -> None:
    """Each piece of a piece has an id of its own, and each claim its incident."""
    again = page(f"{HARUN} Glass lay in the road.", published=9)
    told_by = [claim_of(one) for one in (FIRST, SECOND, again)]

    def apart(one: list[Line], other: list[Line], hour: float) -> list[Line]:
        return [judged(Different(anchors=(anchor(one),), others=(anchor(other),)), hour)]

    with opened() as ledger:
        told(ledger, FIRST, SECOND)
        told(ledger, apart(FIRST, SECOND, 1))
        ledger.add(again)
        told(ledger, apart(FIRST, again, 2))
        assert holding(ledger, told_by[1]) == holding(ledger, told_by[2])
        told(ledger, apart(SECOND, again, 3))
        assert len({holding(ledger, claim).id for claim in told_by}) == 3
        assert _alike(ledger)


def test_a_corrected_page_keeps_the_id() -> None:
    """The claim that carries on the namesake of an incident bears its id, at once and after a rebuild."""
    url = "https://post.example/harun"
    with opened() as ledger:
        told(ledger, page(HARUN, url=url, hour=1))
        (before,) = incidents(ledger)
        told(ledger, page(f"{HARUN} More follows.", url=url, hour=5))
        (after,) = incidents(ledger)
        assert after.id == before.id
        assert after.claims != before.claims
        assert _alike(ledger)


def test_a_bridge_may_be_taken_away() -> None:
    """What one report brought together parts again when it takes its word back; no id is lost."""
    url = "https://post.example/bridge"
    with opened() as ledger:
        told(ledger, FIRST, SECOND, page(f"{HARUN} {COUNCIL}", url=url, hour=1, published=8))
        before = [one.id for one in incidents(ledger)]
        told(ledger, page("Nothing is known.", url=url, hour=5, published=8))
        for name in before:
            assert ledger.incident(name) is not None
        assert _alike(ledger)


def test_a_sum_is_a_series() -> None:
    """What is told as a sum is in a series, in no incident, and what the report tells beside it lies within."""
    whole = page(f"All in all the bombing in Harun killed 900 people. {HARUN}", published=8)
    with opened() as ledger:
        told(ledger, FIRST, whole)
        (series,) = all_series(ledger)
        (incident,) = incidents(ledger)
        assert series.incidents == (incident.id,)
        assert set(series.claims) == {claim_of(whole, "900").id}
        assert claim_of(whole, "900").id not in incident.claims
        assert _alike(ledger)
        told(ledger, [judged(Retract(anchors=(anchor(whole, "On 6"),)))])
        (series,) = all_series(ledger)
        assert series.incidents == ()
        assert _alike(ledger)


def test_every_claim_is_in_one_incident() -> None:
    """Each live claim is in exactly one incident or series, however the pages came."""
    lines: list[Line] = [line for one in PAGES for line in one]
    with opened() as ledger:
        told(ledger, lines)
        held = [claim for one in ledger.every() for claim in one.claims]
        assert sorted(held) == sorted({claim_of(one).id for one in PAGES})
