"""Made-up statements and incidents for tests of the store.  Nothing here happened; Ardania and Harun do not exist."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from counterclaim import ids
from counterclaim.ledger import Ledger
from counterclaim.records import (
    Anchor,
    Capture,
    Claim,
    Claimant,
    Completeness,
    Field,
    Finding,
    Grade,
    GradeName,
    Incident,
    Interval,
    Line,
    PartyName,
    Place,
    Report,
    Series,
    SourceGrade,
    Spread,
    Tally,
    Voices,
)
from tests.incidents.pages import at, read, version

ARMY = PartyName(name="Ardanian Army", party="ardania-army")


def capture(body: str, hour: float, *, url: str = "https://example.org/harun") -> Capture:
    """Return bytes that were fetched so many hours after 7 October 2015."""
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    return Capture(
        id=ids.capture_id(sha256=sha256, source="tests", url=url),
        sha256=sha256,
        source="tests",
        url=url,
        media_type="text/plain",
        fetched_at=at(hour),
        body=body.encode(),
    )


def seen_in(report: Report, capture: Capture, completeness: Completeness = "full") -> Report:
    """Return the report as it was read out of a capture."""
    return msgspec.structs.replace(report, capture=capture.id, completeness=completeness)


def many(count: int, *, claims: int = 1, first: int = 0) -> list[Line]:
    """Return so many reports, each with so many claims, always the same."""
    made: list[Line] = []
    for number in range(first, first + count):
        sentences = [f"Shells number {place} of day {number} fell on Harun" for place in range(claims)]
        report = version(". ".join(sentences), url=f"https://example.org/{number}", ref=f"day {number}")
        made += [report, *(read(report, sentence, "shelling") for sentence in sentences)]
    return made


def reports_of(lines: Iterable[Line]) -> list[str]:
    """Return the reports (ids) among statements, in their order."""
    return sorted(line.id for line in lines if isinstance(line, Report))


def anchor(claim: Claim) -> Anchor:
    """Return the anchor of a claim's words."""
    return Anchor(report=claim.report, start=claim.evidence.start, end=claim.evidence.end, kind=claim.event.kind)


def place(lat_deg: float, lon_deg: float, radius_m: float) -> Place:
    """Return a circle that has no name."""
    return Place(name="there", lat_deg=lat_deg, lon_deg=lon_deg, radius_m=radius_m)


def killed(low: int | None) -> Tally:
    """Return a toll of people killed."""
    return Tally(harm="killed", who="people", low=low, high=None, figures=())


def incident(*claims: Claim | str, name: str | None = None, **fields: Any) -> Incident:
    """Return an incident of these claims; ``fields`` as in the record, ``contested``: so many fields are."""
    listed = tuple(one if isinstance(one, str) else one.id for one in claims)
    contested = fields.pop("contested", 0)
    names: Sequence[Field] = ("kind", "when", "places", "country", "toll")
    defaults: dict[str, Any] = {
        "kinds": ("shelling",),
        "when": None,
        "place": None,
        "country": None,
        "actors": (),
        "targets": (),
        "toll": (),
        "findings": tuple(Finding(field=names[i], state="contested", positions=()) for i in range(contested)),
        "voices": Voices(known=1, possibly=1, names=("Tisa Observatory",)),
        "spread": Spread(origins=1, carriers=1),
        "origins": (),
        "grades": (),
        "source_grade": SourceGrade(source="F", information=6, reasons=()),
        "joins": (),
        "history": (),
    }
    return Incident(id=name or ids.incident_id(listed[0]), claims=listed, **{**defaults, **fields})


def series(*claims: str, **fields: Any) -> Series:
    """Return a series of these claims."""
    defaults: dict[str, Any] = {
        "kind": "conflict_toll",
        "scope": "total",
        "when": None,
        "place": None,
        "country": None,
        "actors": (),
        "targets": (),
        "counts": (),
        "toll": (),
        "voices": Voices(known=0, possibly=0, names=()),
        "spread": Spread(origins=1, carriers=1),
        "origins": (),
    }
    return Series(id=ids.series_id(claims[0]), claims=claims, **{**defaults, **fields})


def graded(name: GradeName) -> Grade:
    """Return a grade against the army."""
    return Grade(belligerent=ARMY, status="likely", grade=name, reasons=())


def day(number: int) -> Interval:
    """Return a day of October 2015."""
    return Interval.day(dt.date(2015, 10, number))


def state(ledger: Ledger) -> dict[str, Any]:
    """Return all that a ledger's statements show, whatever the order in which they came."""
    reports = list(ledger.reports())
    stones = list(ledger.tombstones())
    names = [report.id for report in reports]
    sightings = list(ledger.sightings(names))
    with ledger.deriving() as derivation:
        pending = sorted(derivation.pending(10**6))
        naming = {who: derivation.reports_naming(who) for who in ("example post", "Tisa Observatory", "ARMY")}
    return {
        "reports": reports,
        "stones": stones,
        "sightings": sightings,
        "captures": [ledger.capture(name) for name in sorted({one.capture for one in sightings if one.capture})],
        "claims": list(ledger.claims_of(names)),
        "judgements": list(ledger.judgements()),
        "judged": {name: list(ledger.judgements([name])) for name in [*names, *(stone.id for stone in stones)]},
        "rejects": list(ledger.rejects()),
        "counts": ledger.counts(),
        "maker": ledger.maker(),
        "pending": pending,
        "naming": naming,
    }


def put(ledger: Ledger, made: Sequence[Incident | Series]) -> None:
    """Write incidents, and where their claims are at home."""
    with ledger.deriving() as derivation:
        derivation.put(made)
        derivation.put_homes({claim: one.id for one in made for claim in one.claims})


def voice(name: str) -> Claimant:
    """Return a claimant of this name."""
    return Claimant(voice="named", name=name)
