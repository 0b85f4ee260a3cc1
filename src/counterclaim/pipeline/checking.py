"""Verifying a ledger: every quote, every id, every judgement, and that what is derived follows from the statements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from counterclaim.errors import LedgerError
from counterclaim.incidents.bind import reports_named
from counterclaim.ledger import Ledger
from counterclaim.pipeline.fusing import BATCH
from counterclaim.pipeline.material import Material
from counterclaim.pipeline.round import Round
from counterclaim.records import Claim, Report
from counterclaim.store.checks import check_capture, check_claim, check_judgement, check_quotes, check_report

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which statement or incident (id, None for the ledger as a whole)."""

    what: str
    subject: str | None = None


class _UndoError(Exception):
    """Raised to take back a trial."""


def verify(ledger: Ledger) -> Iterator[Fault]:
    """Yield what is wrong with a ledger, nothing when all is well.

    All is derived again within one transaction, compared, and taken back: it takes as long as a rebuild, and others
    wait with what they want to write.

    Raises LedgerError when the ledger cannot be read or written, or another process fuses for too long.
    """
    yield from _statements(ledger)
    yield from _judgements(ledger)
    pending = ledger.waiting()
    if pending:
        yield Fault(f"{pending} reports are stored and not fused yet: run 'counterclaim fuse'")
    else:
        yield from _derived(ledger)


def _statements(ledger: Ledger) -> Iterator[Fault]:
    many: dict[str, Report] = {}
    for report in ledger.reports():
        many[report.id] = report
        if len(many) == _AT_ONCE:
            yield from _reports(ledger, many)
            many = {}
    yield from _reports(ledger, many)


def _reports(ledger: Ledger, many: dict[str, Report]) -> Iterator[Fault]:
    for report in many.values():
        try:
            check_report(report)
        except LedgerError as fault:
            yield Fault(str(fault), report.id)
    for claim in list(ledger.claims_of(many)):
        yield from _claim(claim, many[claim.report])
    captures = {sighting.capture for sighting in ledger.sightings(many) if sighting.report in many}
    for name in sorted(capture for capture in captures if capture is not None):
        capture = ledger.capture(name)
        if capture is not None:
            try:
                check_capture(capture)
            except LedgerError as fault:
                yield Fault(str(fault), name)


def _claim(claim: Claim, report: Report) -> Iterator[Fault]:
    try:
        check_quotes(claim, report.text)
        check_claim(claim)
    except LedgerError as fault:
        yield Fault(str(fault), claim.id)


def _judgements(ledger: Ledger) -> Iterator[Fault]:
    judgements = list(ledger.judgements())
    for judgement in judgements:
        try:
            check_judgement(judgement)
        except LedgerError as fault:
            yield Fault(str(fault), judgement.id)
    material = Material(ledger)
    material.units({report for judgement in judgements for report in reports_named(judgement.act)})
    for unbound in material.effect.unbound:
        at = unbound.anchor
        where = f"{at.kind} at [{at.start}, {at.end}) of report {at.report}"
        yield Fault(
            f"judgement {unbound.judgement} names {where}, where no live claim of that kind is", unbound.judgement
        )
    for idle in material.effect.idle:
        why = "a takedown cannot be undone" if idle.why == "takedown" else "there is no such judgement"
        yield Fault(f"judgement {idle.judgement} undoes {idle.target} without effect: {why}", idle.judgement)


def _derived(ledger: Ledger) -> Iterator[Fault]:
    """Yield where a rebuild differs from what is there."""
    before = _digests(ledger)
    after: dict[str, str] = {}
    try:
        with ledger.fusing(), ledger.deriving() as derivation:
            ledger.forget_derived()
            while reports := derivation.pending(BATCH):
                Round(ledger, derivation).run(reports)
                derivation.settle(reports)
            after = _digests(ledger)
            raise _UndoError
    except _UndoError:
        pass
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            how = (
                "is not derived again"
                if name not in after
                else "is missing"
                if name not in before
                else "comes out otherwise"
            )
            yield Fault(f"{name} {how}: run 'counterclaim rebuild'", name)


def _digests(ledger: Ledger) -> dict[str, str]:
    """Return a digest of each derived record, by what it is."""
    found: dict[str, str] = {}
    for body in ledger.derived_bytes():
        row = msgspec.json.decode(body)
        if "unit" in row:
            name = f"unit {row['unit']}"
        elif "origin_span" in row:
            name = f"copy in report {row['report']} at {row['span']['start']}"
        else:
            name = f"{row['record']} {row['id']}"
        found[name] = hashlib.blake2b(body, digest_size=16).hexdigest()
    return found
