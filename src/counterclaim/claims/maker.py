"""What reads a report: one protocol, and the makers known by name."""

from __future__ import annotations

from typing import Final, Protocol

from counterclaim.claims import rows
from counterclaim.errors import UsageError
from counterclaim.records import Claim, Reading, Reject, Report
from counterclaim.text import NO_LANGUAGE

NAMES: Final = ("default", "rules", "both", "model")
"""The makers that can be asked for; ``default`` is the one that reads best: the rules (docs/model-card.md says why)."""


class Maker(Protocol):
    """Reads one report at a time; the same report gives the same reading, whatever was read before."""

    @property
    def name(self) -> str:
        """Who reads, with version: ``rules@3+model@1``.  It is part of every claim's id."""
        ...

    def read(self, report: Report) -> Reading:
        """Return the report's claims in reading order, and what was set aside of it."""
        ...


def known(name: str) -> str:
    """Return the name of a maker.  Raises UsageError when no maker is called so."""
    if name not in NAMES:
        raise UsageError(f"no maker is called {name!r}; there are: {', '.join(NAMES)}")
    return name


def maker(name: str) -> Maker:
    """Return the maker of that name, its model loaded on its first reading.

    Raises UsageError when no maker is called so, and (on reading at the latest) ModelError when its model is missing.
    """
    known(name)
    # spaCy alone takes a second to import: whoever only asks for help does not wait for it.
    from counterclaim.claims.rules import Rules

    if name in {"default", "rules"}:
        return Rules()
    from counterclaim.claims.trained.reader import Trained

    return Trained(rules=name == "both")


def _ungrounded(report: Report, claim: Claim) -> Reject | None:
    quotes = [claim.evidence, *(support.evidence for support in claim.support if support.evidence)]
    for quote in quotes:
        if quote.report != report.id or report.text[quote.start : quote.end] != quote.text:
            detail = f"{claim.event.kind} by {claim.maker}: {quote.text[:80]!r} at [{quote.start}, {quote.end})"
            return Reject(stage="claims", ref=report.ref, reason="ungrounded", detail=detail)
    return None


def reading_of(made: Maker, report: Report) -> Reading:
    """Return what a report says, read by a maker; a row that an organisation coded is read by its codes instead.

    Claims whose quotes are not the report's words at their place are set aside.
    """
    reading = rows.read(report) if report.language == NO_LANGUAGE else made.read(report)
    return grounded(report, reading)


def grounded(report: Report, reading: Reading) -> Reading:
    """Return the reading with every claim set aside whose quotes are not the report's words at their place.

    No maker is trusted with this: a claim that cannot be looked up in the text is worth nothing.
    """
    faults = [_ungrounded(report, claim) for claim in reading.claims]
    if not any(faults):
        return reading
    return Reading(
        claims=tuple(claim for claim, fault in zip(reading.claims, faults, strict=True) if fault is None),
        rejects=(*reading.rejects, *(fault for fault in faults if fault is not None)),
    )
