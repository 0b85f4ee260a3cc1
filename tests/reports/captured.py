"""Captures out of thin air, and what the reports stage makes of them."""

from __future__ import annotations

import datetime as dt
import hashlib

from counterclaim import ids
from counterclaim.records import Capture, Interval, Reject, Report
from counterclaim.reports.build import reports
from counterclaim.text import TEXT

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def capture(body: bytes, media_type: str = TEXT, source: str = "in.txt") -> Capture:
    """Return ``body`` as a capture."""
    digest = hashlib.sha256(body).hexdigest()
    return Capture(
        id=ids.capture_id(sha256=digest, source=source, url=None),
        sha256=digest,
        source=source,
        url=None,
        media_type=media_type,
        fetched_at=NOW,
        body=body,
    )


def read(
    body: bytes | str,
    media_type: str = TEXT,
    *,
    source: str = "in.txt",
    published: Interval | None = None,
    publisher: str | None = None,
) -> list[Report | Reject]:
    """Return everything the stage yields for ``body``."""
    raw = body.encode() if isinstance(body, str) else body
    return list(reports(capture(raw, media_type, source), published=published, publisher=publisher, now=NOW))


def one_report(body: bytes | str, media_type: str = TEXT, *, source: str = "in.txt") -> Report:
    """Return the one report in ``body``; fail when there is anything else."""
    found = read(body, media_type, source=source)
    assert len(found) == 1
    report = found[0]
    assert isinstance(report, Report), report
    return report


def one_reject(body: bytes | str, media_type: str = TEXT, *, source: str = "in.txt") -> Reject:
    """Return the one reject that ``body`` gives; fail when there is anything else."""
    found = read(body, media_type, source=source)
    assert len(found) == 1
    reject = found[0]
    assert isinstance(reject, Reject), reject
    return reject


def day(year: int, month: int, date: int) -> Interval:
    """Return one day."""
    return Interval.day(dt.date(year, month, date))
