"""One incident on a terminal: what is agreed, what is contested and by whom, with the words that carry each claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, positions, toll_sheet, words
from counterclaim.publish.headline import headline
from counterclaim.publish.incident_table import REVIEW_STYLES, grade_text
from counterclaim.publish.layout import Columns, block, cell
from counterclaim.publish.source_sheet import facts, sources
from counterclaim.publish.told import Told
from counterclaim.records import Change, Incident, Join, Reason, Series
from counterclaim.text import one_line

QUOTES: Final = 3
"""Quotes of each position that are shown unless all are asked for."""
_INDENT: Final = 2
_AT: Final = 20
"""Columns of a moment: "2015-10-07 09:00 UTC"."""


def banner(about: Incident | Series, sentence: str, *, asked: str) -> Iterator[RenderableType]:
    """Yield the sentence, the id, and whether a person has checked it; where the id led elsewhere, that too."""
    if not about.id.startswith(asked):
        yield block(Text(f"{one_line(asked)}: this id now leads to {about.id}", "yellow"))
    yield block(Text(one_line(sentence), "bold"))
    yield block(Text(about.id, "dim"), Text(derived_words.REVIEWS[about.review], REVIEW_STYLES[about.review]))
    yield Text()


def _resting(claims: Sequence[str]) -> str:
    """Return the ids of the claims that a sentence rests on: they are quoted under the sources."""
    return f"  [{' '.join(map(derived_words.short, claims))}]" if claims else ""


def _reasons(reasons: Sequence[Reason], told: Told) -> Iterator[RenderableType]:
    for reason in reasons:
        text = Text(f"– {one_line(told.decided(reason.text, reason.judgements))}")
        yield block(text.append(_resting(reason.claims), "dim"), indent=_INDENT + 2)


def _grades(about: Incident, told: Told) -> Iterator[RenderableType]:
    yield block(Text("Grade", "bold"))
    for grade in derived_words.by_grade(about.grades):
        status = f"  strike status {grade.status.replace('_', '-')}"
        told_as = (
            grade_text(grade) if grade.grade else Text.assemble(grade_text(grade), " (no harm to civilians claimed)")
        )
        yield block(Text.assemble(told_as, (status, "dim")), indent=_INDENT)
        yield from _reasons(grade.reasons, told)
    if not about.grades:
        yield block(Text("nobody is accused", "dim"), indent=_INDENT)
    graded = about.source_grade
    yield block(
        Text(f"{graded.source}{graded.information}: source {graded.source}, information {graded.information}"),
        indent=_INDENT,
    )
    yield from _reasons(graded.reasons, told)
    yield Text()


def _join(join: Join, told: Told) -> Iterator[RenderableType]:
    reports = dict.fromkeys(told.claims[claim].report for claim in join.claims if claim in told.claims)
    source = "; ".join(map(told.source, reports)) or "a report no longer shown"
    why = f"{derived_words.RULES[join.rule]}: {one_line(told.decided(join.reason, (join.judgement,)))}"
    yield block(Text.assemble(one_line(source), (_resting(join.claims), "dim")), indent=_INDENT)
    yield block(Text(why, "dim"), indent=_INDENT + 2)


def _change(change: Change, told: Told) -> RenderableType:
    at = f"{change.at:%Y-%m-%d %H:%M} UTC" if change.at is not None else "time not known"
    why = f"{derived_words.CHANGES[change.what]}: {one_line(told.decided(change.reason, (change.judgement,)))}"
    said = Text.assemble(why, (_resting(change.claims), "dim"))
    return Columns([cell(_AT, Text(at, "dim")), cell(None, said)], _INDENT)


def _parts(about: Incident, told: Told) -> Iterator[RenderableType]:
    known = [told.claims[claim] for claim in about.parts if claim in told.claims]
    if known:
        yield block(Text("Parts: claims about a part of it, never added to the whole", "bold"))
        for claim in known:
            toll = words.toll(claim.event.toll)
            said = f"{told.sayer(claim.id)}: {toll or claim.event.kind.replace('_', ' ')}"
            yield block(Text.assemble(one_line(said), (_resting((claim.id,)), "dim")), indent=_INDENT)
        yield Text()


def sheet(about: Incident, told: Told, *, asked: str, width: int, every_quote: bool = False) -> RenderableType:
    """Return the sheet of an incident for a terminal of ``width`` columns.

    ``asked`` is the id, or the beginning of one, by which it was asked for.  ``every_quote`` shows all quotes of each
    position, not only the first few.
    """
    most = None if every_quote else QUOTES
    return Group(
        *banner(about, headline(about, told), asked=asked),
        *facts(about),
        *positions.contested(about.findings, told, width=width, most=most),
        *positions.uncontested(about.findings, told),
        *toll_sheet.toll(about.toll, told, width=width),
        *_parts(about, told),
        *_grades(about, told),
        *sources(about, told),
        block(Text("Why each telling belongs here", "bold")),
        *(line for join in about.joins for line in _join(join, told)),
        Text(),
        block(Text("History", "bold")),
        *(_change(change, told) for change in about.history),
    )
