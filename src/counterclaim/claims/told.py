"""What a report tells: its tellings sentence by sentence, happenings numbered, fields carried, retellings left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

from spacy.tokens import Span

from counterclaim.claims.context import Context, context
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.groups import ATTACKS
from counterclaim.claims.happenings import Happening, adds_nothing, assign, borrow, inherit, same_names
from counterclaim.claims.nlp import parse
from counterclaim.claims.recase import recase
from counterclaim.claims.telling import Telling
from counterclaim.claims.tellings import tellings
from counterclaim.records import Report
from counterclaim.records import Span as Range


def headline_end(report: Report) -> int:
    """Return the offset at which a headline that opens the text ends, 0 when none does.

    Feeds often run the title into the body without a full stop.
    """
    if not report.title:
        return 0
    wanted = re.findall(r"\w+", report.title.lower())
    words = list(re.finditer(r"\w+", report.text[: 3 * len(report.title) + 200]))
    for first in range(min(len(words), 12)):
        if [w.group().lower() for w in words[first : first + len(wanted)]] == wanted and len(wanted) > 2:
            return words[first + len(wanted) - 1].end()
    return 0


More = Callable[[Span, int, Sequence[Telling]], list[Telling]]
"""What else a sentence tells, given its number and what was read of it."""


def marked_up(report: Report) -> Context:
    """Return a report parsed and marked up."""
    setting = Setting(title=report.title, url=report.url, publisher=report.publisher)
    return context(parse(recase(report.text), cut=headline_end(report)), report.published_at, setting)


def all_told(ctx: Context, report: Report, more: More | None = None, *, lexicon: bool = True) -> list[Telling]:
    """Return what the report tells, happenings numbered, retellings that add nothing left out.

    ``more`` may find in a sentence what its words of the lexicon do not tell; without ``lexicon`` it alone finds.
    """
    repeats = report.repeats
    ends = [span.end for span in repeats]
    known: list[Happening] = []
    kept: list[Telling] = []
    seen = _title_kinds(report)
    for number, sent in enumerate(ctx.doc.sents):
        read = tellings(ctx, sent, number, seen) if lexicon else []
        if more is not None:
            read += more(sent, number, read)
        for telling in read:
            told = telling.told
            if _repeated(telling, repeats, ends):
                continue
            happening = assign(told, known, sent.text)
            told.happening = happening.number
            if told.noise and telling.kind == "bombing" and any(t.kind == "suicide_attack" for t in happening.tellings):
                telling.kind = told.kind = "suicide_attack"
                telling.rules["kind"] = "a blast already told of"
            telling.rules |= inherit(told, happening)
            if adds_nothing(told, happening):
                continue
            telling.rules |= borrow(told, [t.told for t in kept], telling.pronoun, sent.text)
            happening.tellings.append(told)
            kept.append(telling)
            if telling.kind in ATTACKS:
                seen.append(telling.kind)
    kept = _without_headline(kept, _headlines(report))
    # Triggers joined across clauses may begin before what was found first.
    kept.sort(key=lambda telling: telling.told.evidence[0])
    order = {number: i for i, number in enumerate(dict.fromkeys(t.told.happening for t in kept), 1)}
    for telling in kept:
        telling.told.happening = order[telling.told.happening]
    return kept


def _title_kinds(report: Report) -> list[str]:
    """Return the kinds of attack that the title names: what "the attack" may point to before the text says more."""
    if not report.title or headline_end(report):
        return []
    ctx = context(parse(report.title), report.published_at)
    return [t.kind for n, sent in enumerate(ctx.doc.sents) for t in tellings(ctx, sent, n, []) if t.kind in ATTACKS]


def _repeated(telling: Telling, repeats: tuple[Range, ...], ends: list[int]) -> bool:
    """Tell whether a telling's words, and those that name its claimant, stand earlier in the text already."""

    def inside(start: int, end: int) -> bool:
        at = bisect_left(ends, start + 1)
        return at < len(repeats) and repeats[at].start <= start and end <= repeats[at].end

    return inside(*telling.told.evidence) and (telling.speaker is None or inside(*telling.speaker.span))


def _headlines(report: Report) -> list[tuple[int, int]]:
    """Return the ranges of headlines in a text: its title run into the body, and lines that end without a stop."""
    found = [(0, headline_end(report))] if headline_end(report) else []
    lines = list(re.finditer(r"[^\n]+", report.text))
    if len(lines) < _LINES:
        return found
    for line in lines:
        words = line.group().split()
        if len(words) <= _HEADLINE_WORDS and line.group().rstrip()[-1:].isalnum():
            found.append(line.span())
    return found


_LINES: Final = 4
"""Lines that a text needs before a short one can be told for a headline."""
_HEADLINE_WORDS: Final = 12


def _names(telling: Telling) -> list[str]:
    return [f.name for f in telling.told.actors]


def _without_headline(kept: list[Telling], headlines: list[tuple[int, int]]) -> list[Telling]:
    """Leave out what a headline tells when the body tells it again in full."""

    def titled(telling: Telling) -> bool:
        return any(a <= telling.told.evidence[0] < b for a, b in headlines)

    def again(headline: Telling) -> bool:
        figures = {(t.harm, t.low) for t, _ in headline.told.tolls}
        mine = _names(headline)
        return any(
            (not figures or other.told.happening == headline.told.happening or same_names(mine, _names(other)))
            and other.kind == headline.kind
            and figures <= {(t.harm, t.low) for t, _ in other.told.tolls}
            for other in kept
            if not titled(other)
        )

    return [t for t in kept if not titled(t) or not again(t)]
