"""What a sheet of one incident or series needs beside it: its claims, their reports, copies and judgements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from counterclaim.ledger import View
from counterclaim.publish import words
from counterclaim.publish.derived_words import entry, quoted, short
from counterclaim.records import (
    Claim,
    Copy,
    Figure,
    Incident,
    Judgement,
    Position,
    Reason,
    Report,
    Series,
    Tally,
    Tombstone,
)
from counterclaim.text import one_line

_NEVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
GONE: Final = "a claim that the ledger no longer shows"


@dataclass(frozen=True, slots=True)
class Told:
    """Claims and reports by id; a report that was taken down is a tombstone, and its claims are missing."""

    claims: Mapping[str, Claim]
    reports: Mapping[str, Report | Tombstone]
    copies: Mapping[str, tuple[Copy, ...]]
    judgements: Mapping[str, Judgement]

    def publisher(self, report: str) -> str:
        """Return who published a report; its id where that is not known."""
        known = self.reports.get(report)
        if isinstance(known, Report):
            return known.publisher or known.ref
        return f"a report taken down ({short(report)})" if known is not None else short(report)

    def source(self, report: str) -> str:
        """Return publisher and day of a report."""
        known = self.reports.get(report)
        day = words.when(known.published_at) if isinstance(known, Report) else ""
        return ", ".join(filter(None, (self.publisher(report), day)))

    def sayer(self, claim: str) -> str:
        """Return whose word a claim is: a name, unnamed words in quotation marks, or the publisher's own text."""
        known = self.claims.get(claim)
        if known is None:
            return GONE
        if known.claimant.name is None:
            return f"{known.publisher or self.publisher(known.report)} (its own voice)"
        if known.claimant.voice == "unnamed":
            return f"unnamed {quoted(known.claimant.name)}"
        party = entry(known.claimant.name, known.claimant.party)
        return party.names[0] if party is not None else known.claimant.name

    def sayers(self, claims: Iterable[str], voices: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the voices, or where there are none whose words the claims are; each once, in order."""
        return tuple(dict.fromkeys(voices)) or tuple(dict.fromkeys(map(self.sayer, claims)))

    def quotes(self, claims: Iterable[str]) -> tuple[Claim, ...]:
        """Return the claims that are shown, of those with the same words the first."""
        found: dict[str, Claim] = {}
        for claim in claims:
            if claim in self.claims:
                found.setdefault(one_line(self.claims[claim].evidence.text), self.claims[claim])
        return tuple(found.values())

    def carriers(self, position: Position) -> int:
        """Return how many reports carry a position, copies among them."""
        return len(
            {self.claims[claim].report for claim in position.claims if claim in self.claims}.union(position.origins)
        )

    def copied(self, report: Report) -> tuple[tuple[str, int], ...]:
        """Return which reports a report copies, and how much of its text (per cent, at least 1); the most first."""
        share: dict[str, int] = {}
        for copy in self.copies.get(report.id, ()):
            share[copy.origin] = share.get(copy.origin, 0) + copy.span.end - copy.span.start
        most_first = sorted(share.items(), key=lambda item: (-item[1], item[0]))
        return tuple((origin, max(1, round(100 * length / len(report.text)))) for origin, length in most_first)

    def carrying(self, about: Incident | Series) -> tuple[str, ...]:
        """Return the reports that tell it: those that do so in words of their own first, by time of publication."""

        def published(report: str) -> dt.datetime:
            known = self.reports.get(report)
            day = known.published_at if isinstance(known, Report) else None
            return (day.start or day.end or _NEVER) if day is not None else _NEVER

        names = {self.claims[claim].report for claim in about.claims if claim in self.claims} | set(about.origins)
        return tuple(sorted(names, key=lambda name: (name not in about.origins, published(name), name)))

    def decided(self, text: str, judgements: Iterable[str | None]) -> str:
        """Return a reason, and who decided what it rests on, when and why, where it does not say so itself."""
        known = [self.judgements[each] for each in judgements if each is not None and each in self.judgements]
        by = [f"{one.by}, {one.at.date()}: {quoted(one.why)}" for one in known if one.why not in text]
        return f"{text} ({'; '.join(by)})" if by else text

    def figure_sayer(self, figure: Figure) -> str:
        """Return the voice behind a figure, or whose words it is where no voice stands behind it."""
        return figure.voice or self.sayer(figure.claim)


def _reasons(about: Incident) -> Iterator[Reason]:
    for grade in about.grades:
        yield from grade.reasons
    yield from about.source_grade.reasons


def _claims(about: Incident | Series) -> Iterator[str]:
    yield from about.claims
    yield from _in_tallies(about.toll)
    if isinstance(about, Incident):
        yield from about.parts
        for change in about.history:
            yield from change.claims


def _in_tallies(tallies: Iterable[Tally]) -> Iterator[str]:
    for tally in tallies:
        yield from (figure.claim for figure in tally.figures)
        yield from (figure.by for figure in tally.figures if figure.by is not None)


def _judgements(about: Incident | Series) -> Iterator[str]:
    if isinstance(about, Incident):
        yield from (change.judgement for change in about.history if change.judgement is not None)
        yield from (join.judgement for join in about.joins if join.judgement is not None)
        for reason in _reasons(about):
            yield from reason.judgements


def _named(view: View, ids: set[str]) -> dict[str, Judgement]:
    # A rating names no report, so that all judgements are gone through: people make few.
    return {each.id: each for each in view.judgements() if each.id in ids} if ids else {}


def told(view: View, about: Incident | Series) -> Told:
    """Return what the ledger holds behind an incident or series."""
    claims = {claim.id: claim for claim in view.claims(set(_claims(about)))}
    ids = sorted({claim.report for claim in claims.values()} | set(about.origins))
    copies = list(view.copies(ids))
    found = {report: view.report(report) for report in {*ids, *(copy.origin for copy in copies)}}
    return Told(
        claims=claims,
        reports={report: known for report, known in found.items() if known is not None},
        copies={report: tuple(of) for report, of in groupby(copies, key=lambda copy: copy.report)},
        judgements=_named(view, set(_judgements(about))),
    )
