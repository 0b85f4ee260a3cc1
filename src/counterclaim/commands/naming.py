"""What an id on the command line names: incidents, claims, reports, judgements, or the beginning of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from counterclaim.commands.fields import shown
from counterclaim.errors import UsageError
from counterclaim.ledger import View
from counterclaim.records import Anchor, Claim, Incident, Judgement, Report, Series, Tombstone

LEAST: Final = 8
"""Characters of an id that are accepted for the whole, where no other id begins with them."""


def claims_named(view: View, asked: str) -> tuple[Claim, ...]:
    """Return the claim of an id, or all claims of the incident or series of that id.

    Raises UsageError where nothing, or more than one thing, is so called.
    """
    about = view.incident(asked)
    if about is None:
        exact = tuple(view.claims([asked]))
        if exact:
            return exact
        found = _only(asked, _begun(view, asked), "an incident or claim", "'counterclaim incidents' and 'show ID'")
        about = view.incident(found)
        if about is None:
            return tuple(view.claims([found]))
    return tuple(view.claims(about.claims))


def claim_named(view: View, asked: str, why: str) -> Claim:
    """Return the one claim that an id names; ``why`` says what for.  Raises UsageError where it names none, or more."""
    found = claims_named(view, asked)
    if len(found) != 1:
        raise UsageError(f"{shown(asked)} has {len(found)} claims: {why}; 'counterclaim show {asked[:40]}' lists them")
    return found[0]


def report_named(view: View, asked: str) -> Report | Tombstone:
    """Return the report of an id, or its tombstone.  Raises UsageError where none, or more than one, is so called."""
    exact = view.report(asked)
    if exact is not None:
        return exact
    begun = (report.id for report in view.reports() if report.id.startswith(asked))
    down = (stone.id for stone in view.tombstones() if stone.id.startswith(asked))
    name = _only(asked, (*begun, *down), "a report", "'counterclaim show ID --json'")
    found = view.report(name)
    assert found is not None
    return found


def judgement_named(judgements: Iterable[Judgement], asked: str) -> Judgement:
    """Return the judgement of an id.  Raises UsageError where none, or more than one, is so called."""
    known = {judgement.id: judgement for judgement in judgements}
    if asked in known:
        return known[asked]
    begun = (name for name in known if name.startswith(asked))
    return known[_only(asked, begun, "a judgement", "'counterclaim judge list'")]


def anchor_of(claim: Claim) -> Anchor:
    """Return the anchor that names a claim as it was read."""
    words = claim.evidence
    return Anchor(report=claim.report, start=words.start, end=words.end, kind=claim.event.kind, claim=claim.id)


def _only(asked: str, begun: Iterable[str], what: str, where: str) -> str:
    """Return the one id that begins so."""
    found = sorted(set(begun)) if len(asked) >= LEAST else []
    if len(found) > 1:
        raise UsageError(f"{len(found)} ids begin with {shown(asked)}: {', '.join(found[:3])} ...; write more of it")
    if not found:
        raise UsageError(
            f"nothing in the ledger has the id {shown(asked)}: expected {what}'s id, or its first {LEAST} characters "
            f"or more; {where} shows them"
        )
    return found[0]


def _begun(view: View, asked: str) -> Iterator[str]:
    """Yield the ids of incidents, series and claims that begin so."""
    known: set[str] = set()
    if len(asked) < LEAST:
        return
    for about in view.every():
        known |= {about.id, *_claims(about)}
    found = [name for name in known if name.startswith(asked)]
    if not found:
        # A claim that counts nowhere, retracted or not yet fused, is in no incident.
        claims = view.claims_of(report.id for report in view.reports())
        found = [claim.id for claim in claims if claim.id.startswith(asked)]
    yield from found


def _claims(about: Incident | Series) -> tuple[str, ...]:
    return (*about.claims, *about.parts) if isinstance(about, Incident) else about.claims
