"""The flat form of a report's claims: one JSON object a report, as coders and scorers of claims exchange them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import msgspec

from counterclaim.records import Claim, Count, Interval, Report, Toll

_A_MOMENT: Final = dt.timedelta(microseconds=1)


class FlatToll(msgspec.Struct, frozen=True):
    """A figure of harm; ``max`` None leaves the top open.  There is no group ``men`` here: they are ``people``."""

    harm: str
    who: str
    min: int
    max: int | None


class FlatClaim(msgspec.Struct, frozen=True):
    """A claim with plain names; what is not said is ``""``, an empty list, or (count) None."""

    kind: str
    stance: str
    claimant: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    place: tuple[str, ...]
    country: str
    date: tuple[str, str]
    count: int | None
    toll: tuple[FlatToll, ...]
    means: str
    evidence: str
    span: tuple[int, int]
    incident: int


class FlatReport(msgspec.Struct, frozen=True):
    """All claims of one report, in reading order, under the input's own id."""

    id: str
    claims: tuple[FlatClaim, ...]


def days(interval: Interval | None) -> tuple[str, str]:
    """Return the first and the last day of an interval as ISO days, the last one inclusive; ``""`` where open."""
    if interval is None:
        return ("", "")
    first, end = interval.start, interval.end
    return (
        "" if first is None else first.date().isoformat(),
        "" if end is None else (end - _A_MOMENT).date().isoformat(),
    )


def _toll(toll: Toll) -> FlatToll:
    return FlatToll(harm=toll.harm, who="people" if toll.who == "men" else toll.who, min=toll.low, max=toll.high)


def _count(count: Count | None) -> int | None:
    """Return the one number this form has room for: the least that is claimed, or the most of "up to four"."""
    return None if count is None else count.low or count.high


def flat(report: Report, claims: Iterable[Claim]) -> FlatReport:
    """Return a report's claims in the flat form."""
    return FlatReport(
        id=report.ref,
        claims=tuple(
            FlatClaim(
                kind=claim.event.kind,
                stance=claim.stance,
                claimant=claim.claimant.name or "",
                actor=tuple(party.name for party in claim.event.actors),
                target=tuple(party.name for party in claim.event.targets),
                place=tuple(place.name for place in claim.event.places),
                country=claim.event.country or "",
                date=days(claim.event.when),
                count=_count(claim.event.count),
                toll=tuple(_toll(toll) for toll in claim.event.toll),
                means=claim.event.means or "",
                evidence=claim.evidence.text,
                span=(claim.evidence.start, claim.evidence.end),
                incident=claim.happening,
            )
            for claim in claims
        ),
    )
