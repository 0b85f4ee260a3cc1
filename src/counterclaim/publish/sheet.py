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
from rich.text import Text

from counterclaim.errors import REASONS
from counterclaim.publish import words
from counterclaim.publish.layout import Cell, Columns, block
from counterclaim.records import Claim, Quote, Reject, Report
from counterclaim.text import for_terminal, one_line

CONTEXT: Final = 240
"""Code points of a sentence shown on either side of the carrying words."""
_NARROW: Final = 64
"""Columns below which the kind stands above its claim, not beside it."""
_NUMBER: Final = 6
"""Columns up to the kind: the happening's number, right-aligned, and a gap."""
_KIND: Final = 20
"""Columns from the kind to the claim: the longest kind is "airspace violation"."""
_QUOTE: Final = 2
"""Columns by which the quote stands in from the fields."""
_MARK_STYLES: Final = {"denies": "red", "intends": "magenta"}
# A full stop after a short capitalised word ("Gen.", "U.S.") is no end.
SENTENCE_END: Final = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][\"”’)\]]*\s+(?=[^a-z])|\n+")
_SPACE: Final = re.compile(r"\s+")


def _piece(text: str) -> str:
    return _SPACE.sub(" ", for_terminal(text))


def _block(left: Sequence[Text], indent: int, right: Sequence[tuple[int, Text]]) -> Columns:
    """Return lines on the left, and on the right lines that begin at ``indent`` columns and their own indent."""
    return Columns([Cell(indent, [(0, line) for line in left]), Cell(None, right)], gap=0)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around ``text[start:end]``, at most CONTEXT code points more on either side.

    Only for show, so that punctuation is enough: a wrong cut here changes no claim.
    """
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    ends = [match.end() for match in SENTENCE_END.finditer(text, first, start + 1) if match.end() <= start]
    stop = SENTENCE_END.search(text, max(start, end - 1), last)
    return (ends[-1] if ends else first), (max(end, stop.start() + 1) if stop else last)


def _fills(claim: Claim) -> list[Quote]:
    """Return the words that fill fields; the claimant's stand above in bold already, and twice is noise."""
    return [s.evidence for s in claim.support if s.evidence is not None and s.field != "claimant"]


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


def _fields(report: Report, claim: Claim) -> list[Text]:
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
    return [who, *(line for line in fields if line)]


def _head(report: Report) -> Columns:
    title = one_line(report.title or ("standard input" if report.ref == "-" else report.ref))
    about = [report.publisher or "publisher not known", words.when(report.published_at) or "not dated"]
    if report.title:
        about.append(report.ref)
    if report.completeness != "full":
        about.append(report.completeness.replace("_", " "))
    again = sum(span.end - span.start for span in report.repeats)
    if again:
        about.append(f"{max(1, round(100 * again / len(report.text)))} % repeated, read once")
    lines = (Text(title, "bold"), Text(" · ".join(map(one_line, about)), "dim"))
    return block(*lines)


def _number(claim: Claim) -> Text:
    return Text(f"{claim.happening:>{_NUMBER - 2}}  ", "dim")


def _claim_block(report: Report, claim: Claim, *, narrow: bool, plain: bool) -> Columns:
    fields, quote = _fields(report, claim), _quote(report.text, claim, plain=plain)
    kinds = [_kind(claim), *_marks(claim)]
    right = [*((0, line) for line in fields), (_QUOTE, quote)]
    if narrow:
        return _block([_number(claim)], _NUMBER, [(0, Text("  ").join(kinds)), *right])
    left = [
        Text.assemble(_number(claim) if first else " " * _NUMBER, kind)
        for first, kind in zip((True, False, False), kinds, strict=False)
    ]
    return _block(left, _NUMBER + _KIND, right)


def report_sheet(report: Report, claims: Sequence[Claim], *, width: int, plain: bool) -> RenderableType:
    """Return the sheet of one report for a terminal of ``width`` columns; ``plain`` where styles will not show."""
    parts: list[RenderableType] = [_head(report), Text()]
    for claim in claims:
        parts += [_claim_block(report, claim, narrow=width < _NARROW, plain=plain), Text()]
    if not claims:
        parts += [Text(" " * _NUMBER + "no claim found", "dim"), Text()]
    return Group(*parts)


def rejects_sheet(rejects: Sequence[Reject]) -> RenderableType:
    """Return the list of what was set aside, and why."""
    parts: list[RenderableType] = [Text("Set aside", "bold")]
    for reject in rejects:
        why = Text(one_line(reject.detail or REASONS.get(reject.reason, reject.reason)), "dim")
        parts.append(_block([], _NUMBER, [(0, Text(f"{one_line(reject.ref)}: {reject.reason}")), (_QUOTE, why)]))
    return Group(*parts, Text())


def summary(*, reports: int, claims: int, rejects: int) -> Text:
    """Return the last line: how much came in, how much came out."""
    parts = [words.counted(reports, "report", "reports") + " read", words.counted(claims, "claim", "claims")]
    if rejects:
        parts.append(f"{rejects:,} set aside")
    return Text(" · ".join(parts), "dim")
