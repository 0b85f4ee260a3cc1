"""A report's claims as a sheet for a terminal: what a person reads to see who says what.

Left stand the happening's number, the kind, and what keeps the claim from being plain (denies, intends, total ...);
right stand the claimant, who to whom, where and when, the figures, and the sentence: what lies outside the carrying
words is dim, the words that fill the fields are bold.  Without colours the carrying words stand in ‹ ›.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from counterclaim.errors import REASONS
from counterclaim.publish import words
from counterclaim.records import Claim, Quote, Reject, Report
from counterclaim.text import for_terminal, one_line

CONTEXT: Final = 240
"""Code points of a sentence shown on either side of the carrying words."""
_NARROW: Final = 64
"""Columns below which the kind stands above its claim, not beside it."""
_NUMBER_WIDTH: Final = 4
_KIND_WIDTH: Final = 18  # "airspace violation"
_MARK_STYLES: Final = {"denies": "red", "intends": "magenta"}
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]*[^\W_a-z])|\n+")
_SPACE: Final = re.compile(r"\s+")


def _piece(text: str) -> str:
    return _SPACE.sub(" ", for_terminal(text))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around ``text[start:end]``, at most CONTEXT code points more on either side.

    Only for show, so that punctuation is enough: a wrong cut here changes no claim.
    """
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, start + 1) if match.end() <= start]
    stop = _SENTENCE_END.search(text, max(start, end - 1), last)
    return (ends[-1] if ends else first), (max(end, stop.start() + 1) if stop else last)


def _fills(claim: Claim) -> list[Quote]:
    return [support.evidence for support in claim.support if support.evidence is not None]


def _quote(text: str, claim: Claim, *, plain: bool) -> Text:
    """Return the sentence with the carrying words set off, and in them the words that fill the fields."""
    carrying = claim.evidence
    first, last = _sentence(text, carrying.start, carrying.end)
    fills = _fills(claim)
    edges = {first, last, carrying.start, carrying.end}
    edges.update(edge for quote in fills for edge in (quote.start, quote.end) if first < edge < last)
    out = Text()
    marked = plain and (text[first : carrying.start].strip() or text[carrying.end : last].strip(" .\n"))
    if first > 0 and text[first - 1].isalnum():
        out.append("…", "dim")
    cuts = sorted(edges)
    for start, end in itertools.pairwise(cuts):
        inside = carrying.start <= start < carrying.end
        filling = any(quote.start <= start < quote.end for quote in fills)
        if marked and start == carrying.start:
            out.append("‹")
        out.append(_piece(text[start:end]), "bold" if filling else "" if inside else "dim")
        if marked and end == carrying.end:
            out.append("›")
    if last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        out.append("…", "dim")
    out.rstrip()
    return out


def _kind(claim: Claim) -> Text:
    return Text(claim.event.kind.replace("_", " "), "cyan")


def _marks(claim: Claim) -> list[Text]:
    return [Text(mark, _MARK_STYLES.get(mark, "yellow")) for mark in words.marks(claim)]


def _lines(report: Report, claim: Claim, *, plain: bool) -> list[Text]:
    name, mark = words.claimant(claim.claimant, claim.publisher or report.publisher)
    event = claim.event
    who = Text(one_line(name), "bold")
    if mark:
        who.append(f"  {mark}", "dim not bold italic")
    where = " · ".join(filter(None, (words.places(event), words.when(event.when))))
    figures = Text(" · ").join(
        Text(one_line(figure), style)
        for figure, style in (
            (words.toll(event.toll), "bold"),
            (words.count(event.count), ""),
            (event.means or "", ""),
        )
        if figure
    )
    fields = (Text(one_line(words.party_to_party(event))), Text(one_line(where)), figures)
    return [who, *(line for line in fields if line), _quote(report.text, claim, plain=plain)]


def _head(report: Report) -> Text:
    title = one_line(report.title or report.ref)
    about = [report.publisher or "publisher not known", words.when(report.published_at) or "not dated"]
    if report.title:
        about.append(report.ref)
    if report.completeness != "full":
        about.append(report.completeness.replace("_", " "))
    again = sum(span.end - span.start for span in report.repeats)
    if again:
        about.append(f"{max(1, round(100 * again / len(report.text)))} % repeated, read once")
    return Text.assemble((title, "bold"), "\n", (" · ".join(map(one_line, about)), "dim"))


def report_sheet(report: Report, claims: Sequence[Claim], *, width: int, plain: bool) -> RenderableType:
    """Return the sheet of one report, ``width`` columns wide; ``plain`` where styles will not be seen."""
    narrow = width < _NARROW
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", width=_NUMBER_WIDTH, style="dim")
    if not narrow:
        table.add_column(width=_KIND_WIDTH, overflow="fold")
    table.add_column(overflow="fold", ratio=1)
    for claim in claims:
        lines = _lines(report, claim, plain=plain)
        kind = [_kind(claim), *_marks(claim)]
        number = str(claim.happening)
        if narrow:
            table.add_row(number, Text("\n").join([Text("  ").join(kind), *lines]))
        else:
            table.add_row(number, Text("\n").join(kind), Text("\n").join(lines))
        table.add_row()
    body: RenderableType = table if claims else Text("  no claim found\n", "dim")
    return Group(_head(report), Text(), body)


def rejects_sheet(rejects: Sequence[Reject]) -> RenderableType:
    """Return the list of what was set aside, and why."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=36)
    table.add_column(overflow="fold", ratio=1)
    for reject in rejects:
        why = Text(one_line(reject.detail or REASONS.get(reject.reason, reject.reason)))
        why.append(f"  {reject.reason}", "dim")
        table.add_row(Text(one_line(reject.ref)), why)
    return Group(Text("Set aside", "bold"), table, Text())


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def summary(*, reports: int, claims: int, rejects: int) -> Text:
    """Return the last line: how much came in, how much came out."""
    parts = [_number(reports, "report", "reports") + " read", _number(claims, "claim", "claims")]
    if rejects:
        parts.append(f"{rejects:,} set aside")
    return Text(" · ".join(parts), "dim")
