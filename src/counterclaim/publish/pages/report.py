"""The page of a report: its text with its claims, what it repeats and copies, and what its versions change."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from counterclaim.ledger import Sighting, View
from counterclaim.ledger.makers import stands_beside
from counterclaim.publish import words
from counterclaim.publish.derived_words import short
from counterclaim.publish.pages.marks import Piece, pieces
from counterclaim.publish.pages.shown import Link, gone, web_address
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.sheet import SENTENCE_END
from counterclaim.records import Claim, Copy, Report, Tombstone

_PEEK: Final = 80
"""Characters of a copied range that the list of copies shows."""
_COMPLETENESS: Final = {
    "full": "complete",
    "lead_only": "its lead only",
    "live_blog": "a live blog",
    "failed": "not read completely",
}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim beside the text: its number there, what it says, and the incident or series that holds it."""

    id: str
    number: int
    kind: str
    sayer: str
    marks: tuple[str, ...]
    where: str
    when: str
    who: str
    toll: str
    count: str
    home: str
    maker: str


@dataclass(frozen=True, slots=True)
class CopyShown:
    """A copied range: its beginning, and the report that had the words first."""

    peek: str
    origin: Link


@dataclass(frozen=True, slots=True)
class Version:
    """One sighting of the page that gave this report: when it was fetched, and which text it had then."""

    at: str
    link: Link
    completeness: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of two versions compared."""

    what: Literal["same", "new", "gone"]
    text: str


def _home(claim: str, homes: Mapping[str, str], ask: Ask) -> str:
    """Return where the incident or series that holds a claim is shown, at that claim; empty where none does."""
    about = homes.get(claim)
    if about is None:
        return ""
    return ask.to("series" if about.startswith("s") else "incidents", about, at=f"claim-{claim}")


def _shown(claims: Sequence[Claim], homes: Mapping[str, str], ask: Ask) -> Iterator[ClaimShown]:
    for number, claim in enumerate(claims, 1):
        event = claim.event
        name, mark = words.claimant(claim.claimant, claim.publisher)
        yield ClaimShown(
            id=claim.id,
            number=number,
            kind=event.kind.replace("_", " "),
            sayer=f"{name} ({mark})" if mark else name,
            marks=words.marks(claim),
            where=words.places(event),
            when=words.when(event.when),
            who=words.party_to_party(event),
            toll=words.toll(event.toll),
            count=words.count(event.count),
            home=_home(claim.id, homes, ask),
            maker=claim.maker,
        )


def _copies(report: Report, copies: Sequence[Copy], view: View, ask: Ask) -> Iterator[CopyShown]:
    origins = {origin: view.report(origin) for origin in {copy.origin for copy in copies}}
    for copy in copies:
        known = origins[copy.origin]
        name = short(copy.origin)
        if isinstance(known, Report):
            name = ", ".join(filter(None, (known.publisher or known.ref, words.when(known.published_at))))
        peek = report.text[copy.span.start : copy.span.end]
        yield CopyShown(
            peek=peek if len(peek) <= _PEEK else f"{peek[:_PEEK].rstrip()} …",
            origin=Link(name, ask.to("reports", copy.origin) if known is not None else ""),
        )


def _versions(report: str, seen: Sequence[Sighting], ask: Ask) -> Iterator[Version]:
    for one in seen:
        at = f"{one.fetched_at:%Y-%m-%d %H:%M} UTC" if one.fetched_at is not None else "time not known"
        link = Link(short(one.report), ask.to("reports", one.report))
        yield Version(at, link, _COMPLETENESS[one.completeness], one.report == report)


def _before(report: Report, seen: Sequence[Sighting]) -> str | None:
    """Return the version before a report: the one that it names, else the one that was seen last before it."""
    if report.previous is not None:
        return report.previous
    order = list(dict.fromkeys(one.report for one in seen))
    at = order.index(report.id) if report.id in order else 0
    return order[at - 1] if at else None


def _sentences(text: str) -> list[str]:
    edges = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [said for start, end in itertools.pairwise(edges) if (said := text[start:end].strip())]


def compared(before: str, after: str) -> tuple[Line, ...]:
    """Return the sentences of two versions in order: those that stay, that are new, and that are gone."""
    old, new = _sentences(before), _sentences(after)
    lines: list[Line] = []
    for _, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = old[a:b] == new[c:d]
        lines += [Line("same" if same else "gone", said) for said in old[a:b]]
        lines += [] if same else [Line("new", said) for said in new[c:d]]
    return tuple(lines)


def _tombstone_page(stone: Tombstone, ask: Ask) -> str:
    return render("tombstone.html", ask=ask, stone=stone, why=gone(stone))


def report_page(view: View, report_id: str, ask: Ask) -> str | None:
    """Return the page of a report, or what stays of one that was taken down; None where there is none."""
    report = view.report(report_id)
    if report is None:
        return None
    if isinstance(report, Tombstone):
        return _tombstone_page(report, ask)
    maker = view.maker()
    claims = [each for each in view.claims_of([report.id]) if each.maker == maker or stands_beside(each.maker)]
    copies = list(view.copies([report.id]))
    seen = sorted(
        view.sightings([report.id]),
        key=lambda one: (one.fetched_at is None, one.fetched_at.timestamp() if one.fetched_at else 0.0, one.report),
    )
    before = _before(report, seen)
    previous = view.report(before) if before is not None else None
    capture = view.capture(report.capture) if report.capture is not None else None
    homes = view.holding(each.id for each in claims)
    shown = tuple(_shown(claims, homes, ask))
    cut: tuple[Piece, ...] = pieces(report.text, claims, report.repeats, copies)
    return render(
        "report.html",
        ask=ask,
        report=report,
        title=report.title or report.ref,
        published=words.when(report.published_at) or "not dated",
        url=web_address(report.url),
        completeness=_COMPLETENESS[report.completeness],
        capture=capture,
        fetched=f"{capture.fetched_at:%Y-%m-%d %H:%M} UTC" if capture is not None else "",
        pieces=cut,
        claims=shown,
        by_id={each.id: each for each in shown},
        copies=tuple(_copies(report, copies, view, ask)),
        versions=tuple(_versions(report.id, seen, ask)),
        previous=Link(short(before), ask.to("reports", before)) if before is not None else Link(""),
        previous_gone=gone(previous) if before is not None and not isinstance(previous, Report) else "",
        lines=compared(previous.text, report.text) if isinstance(previous, Report) else (),
    )
