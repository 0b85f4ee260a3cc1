"""Made-up pages for tests: versions of a report, the claims read out of them, and when they were captured.

Nothing here happened; Ardania and Harun do not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from counterclaim import ids
from counterclaim.incidents.live import Page, live
from counterclaim.ledger import Sighting
from counterclaim.records import Act, Claim, Claimant, Completeness, Event, Interval, Judgement, Kind, Quote, Report

MAKER: Final = "rules@1"
URL: Final = "https://example.org/harun"
OBSERVATORY: Final = Claimant(voice="named", name="Tisa Observatory")


def at(hour: float) -> dt.datetime:
    """Return a moment so many hours after 7 October 2015, 00:00 UTC."""
    return dt.datetime(2015, 10, 7, tzinfo=dt.UTC) + dt.timedelta(hours=hour)


def version(text: str, *, url: str | None = URL, published: Interval | None = None, ref: str = "harun") -> Report:
    """Return a version of a page."""
    shown: dict[str, Any] = {"ref": ref, "url": url, "publisher": "Example Post", "title": None, "text": text}
    shown["published_at"] = published
    return Report(id=ids.report_id(**shown), capture=None, language="en", **shown)


def read(report: Report, words: str, kind: Kind = "air_strike", *, maker: str = MAKER, **fields: Any) -> Claim:
    """Return a claim that words of a report carry; ``fields`` are the event's, but for ``claimant``."""
    start = report.text.index(words)
    claimant = fields.pop("claimant", OBSERVATORY)
    event = Event(kind=kind, **fields)
    place: dict[str, Any] = {"report": report.id, "start": start, "end": start + len(words)}
    return Claim(
        id=ids.claim_id(**place, maker=maker, claimant=claimant, stance="asserts", event=event),
        report=report.id,
        happening=1,
        claimant=claimant,
        publisher=report.publisher,
        said_at=None,
        stance="asserts",
        event=event,
        evidence=Quote(**place, text=words),
        support=(),
        maker=maker,
        score=1.0,
    )


def seen(report: Report, hour: float | None, completeness: Completeness = "full") -> Sighting:
    """Return a capture of a version, so many hours after 7 October 2015, 00:00 UTC."""
    fetched = None if hour is None else at(hour)
    return Sighting(report=report.id, capture=None, url=report.url, fetched_at=fetched, completeness=completeness)


def by_report(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    """Return claims by report."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.report, []).append(claim)
    return found


def page(sightings: Sequence[Sighting], reports: Iterable[Report], claims: Iterable[Claim]) -> Page:
    """Return what counts of a page."""
    return live(sightings, {report.id: report for report in reports}, by_report(claims), MAKER)


def judged(act: Act, hour: float = 0, *, by: str = "ada", why: str = "read both") -> Judgement:
    """Return a judgement, so many hours after 7 October 2015, 00:00 UTC."""
    return Judgement(id=ids.judgement_id(by=by, at=at(hour), why=why, act=act), by=by, at=at(hour), why=why, act=act)
