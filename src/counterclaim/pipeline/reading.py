"""From inputs to claims: sources, reports, claims.

    for each input (file, folder, "-"):                       sources.files
        capture, or reject
        for each report in the capture:                       reports.build
            report, or reject
    reports -> one maker, or one in each worker -> readings   claims.workers
    yield, in the order of the input, whatever the number of workers:
        the capture, its rejects, each report, its claims, the reading's rejects

Everything is taken and handed on one by one: memory does not grow with the length of the input.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator

from counterclaim.claims.maker import Maker
from counterclaim.claims.workers import explain, failed, readings
from counterclaim.errors import CounterclaimError
from counterclaim.records import Capture, Interval, Line, Reject, Report
from counterclaim.reports.build import reports
from counterclaim.sources.files import captures


def prepared(
    inputs: Iterable[str], published: Interval | None, publisher: str | None, now: dt.datetime
) -> Iterator[Capture | Report | Reject]:
    """Yield what the inputs hold before it is read: captures, each followed by its reports and rejects."""
    for capture in captures(inputs, fetched_at=now):
        yield capture
        if isinstance(capture, Capture):
            yield from apart(capture, published, publisher, now)


def apart(
    capture: Capture, published: Interval | None, publisher: str | None, now: dt.datetime
) -> Iterator[Report | Reject]:
    """Yield the reports and rejects of a capture.  Raises ReadingError, which names it, when that fails."""
    try:
        yield from reports(capture, published=published, publisher=publisher, now=now)
    except CounterclaimError:
        raise
    except Exception as fault:
        raise failed(capture.source, explain(fault)) from fault


def read(
    inputs: Iterable[str],
    *,
    maker: str | Maker = "default",
    jobs: int = 1,
    published: Interval | None = None,
    publisher: str | None = None,
    now: dt.datetime | None = None,
) -> Generator[Line, None, None]:
    """Yield what the inputs hold: captures, reports, claims and rejects, in the order of the input.

    ``inputs`` are paths of files or folders, or ``-`` for standard input.  ``published`` (a day, UTC) and
    ``publisher`` are taken for a report that does not say its own.  ``now`` (UTC) stamps the captures and is the
    bound a publication date may not pass; the clock's time when None.  ``jobs`` worker processes are started once
    more than FEW reports have come, and the same records come out for any number of them.

    Raises ReadingError when the maker fails on a report, ModelError when a model is missing, UsageError when no
    maker has that name, OSError when standard input breaks.
    """
    now = now or dt.datetime.now(dt.UTC)
    for item, reading in readings(prepared(inputs, published, publisher, now), made=maker, jobs=jobs):
        yield item
        if reading is not None:
            yield from reading.claims
            yield from reading.rejects
