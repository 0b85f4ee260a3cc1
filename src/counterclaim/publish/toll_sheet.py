"""The toll as a table over time: every figure with who said it, what it counts for, and the words that carry it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, words
from counterclaim.publish.layout import GAP, Columns, block, cell
from counterclaim.publish.told import GONE, Told
from counterclaim.records import Figure, Tally
from counterclaim.text import one_line

_INDENT: Final = 2
_WIDE: Final = 112
"""Columns from which the words of a figure stand beside it, not below."""
_SAID: Final = 11
_FIGURE: Final = 15


def _standing(figure: Figure, others: Mapping[str, Figure]) -> Text:
    style = {"stands": "green", "accused": "magenta"}.get(figure.standing, "dim")
    return Text(derived_words.standing(figure, others), style)


def _row(figure: Figure, others: Mapping[str, Figure], told: Told, width: int) -> Iterator[RenderableType]:
    claim = told.claims.get(figure.claim)
    said = Text(words.when(figure.said_at) or "time not known")
    if claim is None:  # a takedown or a newer reading took the claim: its figure goes with it
        yield Columns([cell(_SAID, said), cell(None, Text(f"figure not shown: {GONE}", "dim"))], _INDENT)
        return
    voice = Text(one_line(told.figure_sayer(figure)))
    number = Text(words.figure(figure.low, figure.high), "bold" if figure.standing == "stands" else "")
    carrying = Text.assemble(
        (derived_words.quoted(one_line(figure.words or claim.evidence.text)), "italic"),
        "  ",
        (f"{one_line(told.source(claim.report))} · {derived_words.short(claim.id)}", "dim"),
    )
    rest = max(2 * _FIGURE, width - _INDENT - _SAID - _FIGURE - 3 * GAP)
    standing = _standing(figure, others)
    if width >= _WIDE:
        cells = [cell(rest // 4, voice), cell(_FIGURE, number), cell(rest // 4, standing), cell(None, carrying)]
        yield Columns([cell(_SAID, said), *cells], _INDENT)
        return
    yield Columns([cell(_SAID, said), cell(rest // 2, voice), cell(_FIGURE, number), cell(None, standing)], _INDENT)
    yield block(carrying, indent=_INDENT + _SAID + GAP)


def toll(tallies: Sequence[Tally], told: Told, *, width: int) -> Iterator[RenderableType]:
    """Yield a table for each harm and group, the earliest figure first, under the range of the figures that stand."""
    for tally in derived_words.by_harm(tallies):
        others = derived_words.over(tally, tallies)
        head = f"Toll: {tally.harm}, {words.people(tally.who)}"
        yield block(Text.assemble((head, "bold"), f"  {derived_words.span(tally)}"))
        for figure in derived_words.by_time(tally.figures):
            yield from _row(figure, others, told, width)
        yield Text()
