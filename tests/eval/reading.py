"""Read many reports with one maker, in worker processes, showing progress on standard error."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import functools
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from counterclaim import ids
from counterclaim.claims.maker import Maker, maker
from counterclaim.records import Interval, Reading, Report
from counterclaim.reports.repeats import repeats

FEW: Final = 40
"""Below this many reports a second process costs more (its start) than it saves."""

_decode: Final = msgspec.msgpack.Decoder(Reading).decode


def day(iso: str | None) -> Interval | None:
    """Return the UTC day of an ISO date; None for an empty one."""
    if not iso:
        return None
    return Interval.day(dt.date.fromisoformat(iso[:10]))


def report(
    ref: str,
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Report:
    """Return a gold document as the report that the reports stage makes of it."""
    published_at = day(published)
    id_ = ids.report_id(ref=ref, url=url, publisher=publisher, title=title, text=text, published_at=published_at)
    return Report(
        id=id_,
        ref=ref,
        capture=None,
        url=url,
        publisher=publisher,
        title=title,
        text=text,
        language="en",
        published_at=published_at,
        repeats=repeats(text),
    )


@functools.cache
def _maker(name: str) -> Maker:
    return maker(name)


def _read(name: str, prepare: Callable[[str], str] | None, one: Report) -> bytes:
    if prepare is not None:
        one = msgspec.structs.replace(one, text=prepare(one.text))
    # Encoded at once: pickling record by record takes longer.
    return msgspec.msgpack.encode(_maker(name).read(one))


def _watched(results: Iterable[bytes], label: str, of: int) -> list[Reading]:
    done: list[Reading] = []
    begun = shown = time.monotonic()
    for result in results:
        done.append(_decode(result))
        now = time.monotonic()
        if now - shown > 10:
            shown = now
            print(f"{label}: {len(done)} of {of} reports, {len(done) / (now - begun):.1f}/s", file=sys.stderr)
    return done


def readings(
    reports: Sequence[Report], *, maker_name: str, jobs: int, label: str, prepare: Callable[[str], str] | None = None
) -> list[Reading]:
    """Return what the maker finds in each report, in the order given, whatever the number of processes.

    ``prepare`` is applied to each text where it is read; it keeps the text's length.
    """
    read = functools.partial(_read, maker_name, prepare)
    if jobs < 2 or len(reports) < FEW:
        return _watched(map(read, reports), label, len(reports))
    # Spawned, not forked: a fork would share the parent's threads and half-loaded libraries.
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return _watched(pool.map(read, reports, chunksize=8), label, len(reports))
