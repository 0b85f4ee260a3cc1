"""What is said of each field: positions side by side where voices differ, one line where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, words
from counterclaim.publish.headline import value
from counterclaim.publish.layout import Cell, Columns, bands, block
from counterclaim.publish.told import Told
from counterclaim.records import Claim, Finding, Position
from counterclaim.text import one_line

_INDENT: Final = 2
_LEAST: Final = 32
"""Columns that a position needs to be read."""
_LABEL: Final = 20
"""Columns for the name of a field: the longest is "whether it happened"."""


def quote_lines(claim: Claim, told: Told, *, source: bool = True) -> Iterator[tuple[int, Text]]:
    """Yield the words that carry a claim, their translation by a person, and whose they are (``source``: and where)."""
    marks = words.marks(claim)
    yield 0, Text(derived_words.quoted(one_line(claim.evidence.text)), "italic")
    if claim.translation is not None:
        yield 0, Text(f"translated: {derived_words.quoted(one_line(claim.translation))}", "italic dim")
    where = f" in {told.source(claim.report)}" if source else ""
    label = " · ".join([told.sayer(claim.id) + where, *marks, derived_words.short(claim.id)])
    yield 2, Text(one_line(label), "dim")


def _quotes(position: Position, told: Told, most: int | None) -> list[tuple[int, Text]]:
    """Return the quotes of a position, the same words once; beyond ``most`` they are counted."""
    claims = told.quotes(position.claims)
    shown = claims[:most]
    lines = [line for claim in shown for line in quote_lines(claim, told)]
    if more := len(claims) - len(shown):
        lines.append((0, Text(f"{words.counted(more, 'other quote', 'other quotes')}: --all", "dim")))
    if gone := sum(each not in told.claims for each in position.claims):
        lines.append((0, Text(words.counted(gone, "claim", "claims") + " no longer shown", "dim")))
    return lines


def _behind(position: Position, told: Told) -> str:
    names = told.sayers(position.claims, position.voices)
    many = words.counted(len(position.voices), "voice", "voices") if position.voices else "no voice"
    return f"{many}: {', '.join(names)}" if names else many


def _carried(position: Position, told: Told) -> str:
    origins, carriers = len(position.origins), told.carriers(position)
    return f"{words.counted(origins, 'origin', 'origins')}, {words.counted(carriers, 'carrier', 'carriers')}"


def _column(finding: Finding, position: Position, told: Told, most: int | None) -> list[tuple[int, Text]]:
    return [
        (0, Text(one_line(value(finding.field, position, told)), "bold")),
        (0, Text(one_line(_behind(position, told)))),
        (0, Text(_carried(position, told), "dim")),
        *_quotes(position, told, most),
    ]


def contested(findings: Sequence[Finding], told: Told, *, width: int, most: int | None) -> Iterator[RenderableType]:
    """Yield the fields in which voices differ, a column a position, with at most ``most`` quotes each."""
    for finding in findings:
        if finding.state != "contested":
            continue
        yield block(Text(f"Contested: {derived_words.FIELDS[finding.field]}", "bold magenta"))
        columns = [_column(finding, position, told, most) for position in finding.positions]
        for band in bands(columns, width=width, least=_LEAST, indent=_INDENT):
            yield band
            yield Text()


def uncontested(findings: Sequence[Finding], told: Told) -> Iterator[RenderableType]:
    """Yield a line for each field in which voices do not differ: what is said, and who says it."""
    kept = [f for f in findings if f.state != "contested" and f.positions and f.field not in derived_words.ONCE]
    if not kept:
        return
    yield block(Text("Not contested", "bold"))
    for finding in kept:
        for nth, position in enumerate(finding.positions):
            names = ", ".join(told.sayers(position.claims, position.voices))
            state = "voices agree" if len(position.voices) > 1 else "said by"
            told_by = Text.assemble(
                one_line(value(finding.field, position, told)), (f"  {state}: {one_line(names)}", "dim")
            )
            label = Text("" if nth else derived_words.FIELDS[finding.field], "cyan")
            yield Columns([Cell(_LABEL, [(0, label)]), Cell(None, [(0, told_by)])], _INDENT)
    yield Text()
