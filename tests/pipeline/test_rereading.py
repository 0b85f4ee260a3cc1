"""Reading all reports anew by another maker: its claims count, ids and judgements stay where words overlap."""

from __future__ import annotations

from typing import Final

from counterclaim.pipeline import rebuild, reread, verify
from counterclaim.records import Check
from tests.pipeline.world import Telegrams, anchor, claim_of, derived, holding, incidents, judged, opened, page, told

FIRST: Final = page("On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said.", published=6)
SECOND: Final = page(
    "On 6 October a bombing in Harun killed 43 people, the Harun Council said. So it was.", published=7
)
OTHER: Final = page("On 5 October an arrest in Tamra, the Tisa Observatory said.", published=8)
NEXT: Final = Telegrams("telegrams@2", skips=13)


def test_claims_of_the_new_maker_count() -> None:
    """After reading again only the new maker's claims are in incidents; the old ones stay as statements."""
    with opened() as ledger:
        told(ledger, FIRST, SECOND, OTHER)
        *_, step = reread(ledger, maker=NEXT)
        assert (step.reports, step.claims) == (3, 3)
        assert ledger.maker() == "telegrams@2"
        for _ in rebuild(ledger):
            pass
        claims = {claim for incident in incidents(ledger) for claim in incident.claims}
        assert {claim.maker for claim in ledger.claims(claims)} == {"telegrams@2"}
        assert ledger.counts().claims == 6


def test_judgements_survive() -> None:
    """A judgement on words binds to the new claim that overlaps them most."""
    with opened() as ledger:
        told(ledger, FIRST, SECOND, OTHER)
        told(ledger, [judged(Check(anchors=(anchor(OTHER),)))])
        list(reread(ledger, maker=NEXT))
        list(rebuild(ledger))
        assert [incident.review for incident in incidents(ledger) if incident.kinds == ("arrest",)] == ["checked"]
        assert list(verify(ledger)) == []


def test_ids_of_incidents_stay() -> None:
    """An incident keeps its id where the new claims overlap the old ones, also when all is built again."""
    with opened() as ledger:
        told(ledger, FIRST, SECOND, OTHER)
        before = {incident.kinds: incident.id for incident in incidents(ledger)}
        list(reread(ledger, maker=NEXT))
        list(rebuild(ledger))
        after = {incident.kinds: incident.id for incident in incidents(ledger)}
        assert after.keys() == before.keys()
        for kinds, name in before.items():
            assert after[kinds] == name


def test_the_same_maker_again_changes_nothing() -> None:
    """Reading again with the maker that read before adds no claim, and a rebuild makes the same."""
    with opened() as ledger:
        told(ledger, FIRST, SECOND, OTHER)
        before = derived(ledger)
        *_, step = reread(ledger, maker=Telegrams())
        assert step.claims == 0
        list(rebuild(ledger))
        assert derived(ledger) == before
        assert holding(ledger, claim_of(FIRST)) == holding(ledger, claim_of(SECOND))
