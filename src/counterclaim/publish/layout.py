"""Columns of text for a terminal: wrapped at their own width, and ending where their words end.

A table of rich would pad every line to the full width; what is piped or copied should hold no such padding.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_LEAST: Final = 16
"""Columns that the last cell needs to stand beside the others; with less room the cells stand below each other."""
GAP: Final = 2
"""Columns between two cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines that wrap within ``width`` columns (None: what is left of the terminal), each with an indent of its own."""

    width: int | None
    lines: Sequence[tuple[int, Text]]


def cell(width: int | None, *lines: Text) -> Cell:
    """Return a cell of lines without an indent; empty ones are left out."""
    return Cell(width, [(0, line) for line in lines if line])


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells side by side, ``gap`` columns apart; the first begins after ``indent`` columns.

    On a terminal too narrow for that they stand below each other.
    """

    cells: Sequence[Cell]
    indent: int = 0
    gap: int = GAP

    def _placed(self, console: Console, width: int) -> list[list[tuple[int, Text]]]:
        """Return for each cell its lines, wrapped, with the column at which they begin."""
        fixed = self.indent + sum((part.width or 0) + self.gap for part in self.cells) - self.gap
        last = width - fixed
        stacked = len(self.cells) > 1 and any(part.width is None for part in self.cells) and last < _LEAST
        at, columns = self.indent, list[list[tuple[int, Text]]]()
        for part in self.cells:
            room = width - self.indent if stacked else last if part.width is None else part.width
            placed = [
                (at + extra, line)
                for extra, text in part.lines
                for line in text.wrap(console, max(1, room - extra), overflow="fold")
            ]
            if stacked and columns:
                columns[0] += placed
            else:
                columns.append(placed)
            at += 0 if stacked else room + self.gap
        return columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for row in itertools.zip_longest(*self._placed(console, options.max_width)):
            out = Text()
            for placed in row:
                if placed is not None:
                    start, line = placed
                    out.append(" " * max(0, start - out.cell_len)).append_text(line)
            out.rstrip()
            yield out


def block(*lines: Text, indent: int = 0) -> Columns:
    """Return lines below each other, from a column on to the end of the terminal; empty ones are left out."""
    return Columns([cell(None, *lines)], indent)


def bands(cells: Sequence[Sequence[tuple[int, Text]]], *, width: int, least: int, indent: int) -> Iterable[Columns]:
    """Yield cells side by side, as many to a band as the terminal holds when each has ``least`` columns."""
    room = width - indent
    many = max(1, min(len(cells), (room + GAP) // (least + GAP)))
    each = (room - GAP * (many - 1)) // many
    for start in range(0, len(cells), many):
        yield Columns([Cell(each, lines) for lines in cells[start : start + many]], indent)
