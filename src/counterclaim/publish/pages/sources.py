"""The pages of sources: who publishes how much, how much of it is copied, and how people rate it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import Query, View
from counterclaim.publish import words
from counterclaim.publish.pages.parties import bonds, known
from counterclaim.publish.pages.shown import Link
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.panorama import Panorama
from counterclaim.publish.reviewing import standing
from counterclaim.records import Copy, Judgement, RateSource, Report

MOST: Final = 500
"""Sources of the list, and latest reports of a source, that are looked at."""
_SHOWN: Final = 50
"""Latest reports that a page shows."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating by a person: when, and why."""

    rating: str
    by: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list: ``reports`` are its latest ones."""

    link: Link
    kind: str
    reports: int
    rating: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list: ``copied`` is the share of its text, per cent, that stood elsewhere first."""

    link: Link
    published: str
    completeness: str
    copied: int


def _key(source: str) -> str:
    entry = known(source)
    return entry.id if entry is not None else source.casefold()


def ratings(judgements: Iterator[Judgement]) -> Mapping[str, tuple[Rated, ...]]:
    """Return the ratings that stand by source (register id, else the name folded), the latest first."""
    found: dict[str, list[Rated]] = {}
    for each in standing(judgements):
        if isinstance(each.act, RateSource):
            made = Rated(each.act.rating, each.by, words.day(each.at.date()), each.why)
            found.setdefault(_key(each.act.source), []).insert(0, made)
    return {source: tuple(made) for source, made in found.items()}


def _copied(report: Report, copies: Mapping[str, list[Copy]]) -> int:
    letters = sum(copy.span.end - copy.span.start for copy in copies.get(report.id, ()))
    return min(100, round(100 * letters / len(report.text))) if report.text else 0


def _rows(reports: list[Report], copies: Mapping[str, list[Copy]], ask: Ask) -> Iterator[ReportRow]:
    for report in reports:
        yield ReportRow(
            link=Link(report.title or report.ref, ask.to("reports", report.id)),
            published=words.when(report.published_at) or "not dated",
            completeness="" if report.completeness == "full" else report.completeness.replace("_", " "),
            copied=_copied(report, copies),
        )


def _in_incidents(view: View, name: str) -> bool:
    return next(iter(view.incidents(Query(party=_key(name), limit=1))), None) is not None


def source_page(view: View, name: str, ask: Ask) -> str | None:
    """Return the page of a source, by its name as written or its register id; None where nothing is known of it."""
    entry = known(name)
    reports = list(view.published_by(name, MOST))
    rated = ratings(view.judgements()).get(_key(name), ())
    if entry is None and not reports and not rated:
        return None
    copies: dict[str, list[Copy]] = {}
    for copy in view.copies([report.id for report in reports]):
        copies.setdefault(copy.report, []).append(copy)
    rows = tuple(_rows(reports, copies, ask))
    letters = sum(len(report.text) for report in reports)
    taken = sum(copy.span.end - copy.span.start for of in copies.values() for copy in of)
    side, owner = bonds(entry, ask) if entry is not None else ((), ())
    return render(
        "source.html",
        ask=ask,
        name=entry.names[0] if entry is not None else name,
        entry=entry,
        kind=entry.kind.replace("_", " ") if entry is not None else "",
        party=_key(name) if entry is not None or _in_incidents(view, name) else "",
        rated=rated,
        side=side,
        owner=owner,
        volume=len(reports),
        whole=len(reports) < MOST,
        copying=sum(row.copied > 0 for row in rows),
        share=min(100, round(100 * taken / letters)) if letters else 0,
        reports=rows[:_SHOWN],
    )


def sources_page(view: View, panorama: Panorama, ask: Ask) -> str:
    """Return the list of sources, those with most reports first; those that were only rated come last."""
    del panorama
    rated = ratings(view.judgements())
    published = list(view.publishers(MOST))
    keys = {_key(name) for name, _ in published}
    unseen = [(key, 0) for key in sorted(rated) if key not in keys]

    def row(name: str, reports: int) -> SourceRow:
        entry = known(name)
        shown = entry.names[0] if entry is not None else name
        kind = entry.kind.replace("_", " ") if entry is not None else "not in the register"
        latest = rated.get(_key(name), ())
        return SourceRow(Link(shown, ask.to("sources", name)), kind, reports, latest[0].rating if latest else "")

    return render("sources.html", ask=ask, sources=tuple(row(*each) for each in (*published, *unseen)), most=MOST)
