"""How much a ledger holds, and of what: counts for a terminal and for JSON."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from counterclaim.ledger import Counts, View
from counterclaim.publish import words
from counterclaim.publish.layout import Cell, Columns, block
from counterclaim.records import Incident, Interval, Record
from counterclaim.text import one_line

_BATCH: Final = 500
"""Reports whose claims are asked for at once."""
_LISTED: Final = 12
"""Names that a list shows; the rest is one line."""
_LABEL: Final = 26


class Stats(Record, frozen=True):
    """What a ledger holds: each table counts by name, the most first.

    ``copies`` is the share (0..1) of reports with a range copied from another, None without reports.  ``published``
    and ``happened`` are the spans from the first to the last, None where no date is known.  ``bytes`` is the size of
    the ledger's file, None where it is no file.
    """

    counts: Counts
    maker: str | None
    kinds: dict[str, int]
    grades: dict[str, int]
    reviews: dict[str, int]
    contested: int
    publishers: dict[str, int]
    makers: dict[str, int]
    languages: dict[str, int]
    copies: float | None
    published: Interval | None
    happened: Interval | None
    bytes: int | None


def _most_first(counter: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _batches(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    kept = iter(ids)
    while batch := tuple(itertools.islice(kept, _BATCH)):
        yield batch


def _span(intervals: Iterable[Interval | None]) -> Interval | None:
    """Return from the first to the last known edge; None where no edge is known."""
    edges: list[dt.datetime] = []
    for interval in intervals:
        known = [] if interval is None else [edge for edge in (interval.start, interval.end) if edge is not None]
        edges = [min(edges + known), max(edges + known)] if edges or known else []
    return Interval(start=edges[0], end=edges[1]) if edges and edges[0] < edges[1] else None


def stats(view: View, *, size_bytes: int | None) -> Stats:
    """Return what a ledger holds.  Everything in it is gone through once, one by one."""
    publishers, languages, makers = Counter[str](), Counter[str](), Counter[str]()
    published: Interval | None = None
    copied, reports = 0, list[str]()
    for report in view.reports():
        reports.append(report.id)
        publishers[report.publisher or "not known"] += 1
        languages[report.language] += 1
        published = _span((published, report.published_at))
    for batch in _batches(reports):
        makers.update(claim.maker for claim in view.claims_of(batch))
        copied += len({copy.report for copy in view.copies(batch)})
    kinds, grades, reviews = Counter[str](), Counter[str](), Counter[str]()
    happened: Interval | None = None
    contested = 0
    for about in view.every():
        if isinstance(about, Incident):
            kinds[about.kinds[0]] += 1
            reviews[about.review] += 1
            contested += any(finding.state == "contested" for finding in about.findings)
            grades.update(grade.grade or "no grade" for grade in about.grades)
            happened = _span((happened, about.when))
    return Stats(
        counts=view.counts(),
        maker=view.maker(),
        kinds=_most_first(kinds),
        grades=_most_first(grades),
        reviews=_most_first(reviews),
        contested=contested,
        publishers=_most_first(publishers),
        makers=_most_first(makers),
        languages=_most_first(languages),
        copies=copied / len(reports) if reports else None,
        published=published,
        happened=happened,
        bytes=size_bytes,
    )


def _size(size_bytes: int) -> str:
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def _line(label: str, value: str) -> RenderableType:
    return Columns([Cell(_LABEL, [(0, Text(one_line(label)))]), Cell(None, [(0, Text(one_line(value), "bold"))])], 2)


def _table(title: str, table: Mapping[str, int]) -> Iterator[RenderableType]:
    if not table:
        return
    yield block(Text(title, "cyan"))
    for name, number in itertools.islice(table.items(), _LISTED):
        yield _line(name.replace("_", " ") if title == "Incidents by kind" else name, f"{number:,}")
    if rest := list(table.values())[_LISTED:]:
        yield _line(f"{len(rest):,} others", f"{sum(rest):,}")
    yield Text()


def _counts(held: Stats) -> Iterator[RenderableType]:
    counts = held.counts
    yield block(Text("In the ledger", "cyan"))
    for label, number in (
        ("reports", counts.reports),
        ("captures", counts.captures),
        ("claims", counts.claims),
        ("judgements", counts.judgements),
        ("set aside", counts.rejects),
        ("taken down", counts.tombstones),
        ("incidents", counts.incidents),
        ("series", counts.series),
        ("copied ranges", counts.copies),
        ("reports not yet fused", counts.pending),
    ):
        yield _line(label, f"{number:,}")
    yield _line("incidents contested", f"{held.contested:,}")
    if held.copies is not None:
        yield _line("reports that copy", f"{100 * held.copies:.0f} %")
    yield _line("published", words.when(held.published) or "no date known")
    yield _line("happened", words.when(held.happened) or "no date known")
    yield _line("read by", held.maker or "nobody yet")
    if held.bytes is not None:
        yield _line("size", _size(held.bytes))
    yield Text()


def sheet(held: Stats) -> RenderableType:
    """Return the counts, most first."""
    return Group(
        *_counts(held),
        *_table("Incidents by kind", held.kinds),
        *_table("Grades", held.grades),
        *_table("Incidents by review", held.reviews),
        *_table("Reports by publisher", held.publishers),
        *_table("Reports by language", held.languages),
        *_table("Claims by maker", held.makers),
    )
