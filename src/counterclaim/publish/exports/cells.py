"""Text of cells: harmless in a spreadsheet, and read back exactly.

A cell that a spreadsheet would run as a formula gets an apostrophe in front.  So does one that already begins with
apostrophes before such a character: taking one away again is then always right.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet takes for the beginning of a formula, full-width forms too, and apostrophes before it."""
_ESCAPE: Final = re.compile(r"[\\;]")
_PART: Final = re.compile(r"(?:\\.|[^\\;])+", re.DOTALL)
SEPARATOR: Final = "; "

Plain = str | int | float | bool | None
"""What a cell of a text table holds; None is an empty cell."""


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that :func:`guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def joined(texts: Iterable[str]) -> str:
    r"""Return texts as one cell: ``A; B``, a semicolon within a text written ``\;``."""
    return SEPARATOR.join(_ESCAPE.sub(r"\\\g<0>", text) for text in texts)


def parted(cell: str) -> tuple[str, ...]:
    """Return the texts that :func:`joined` was given; they neither begin nor end with a blank, and none is empty."""
    parts = (part.strip() for part in _PART.findall(cell))
    return tuple(re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts)


def _cell(value: Plain) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value


def lines(rows: Iterable[Sequence[Plain]], *, at_once: int = 256) -> Iterator[bytes]:
    """Yield rows as CSV (RFC 4180, UTF-8), some hundred at once."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, row in enumerate(rows, 1):
        writer.writerow([_cell(value) for value in row])
        if number % at_once == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    if out.tell():
        yield out.getvalue().encode()


def read(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of a CSV table, what guards a cell taken away."""
    for row in csv.reader(lines):
        yield [unguarded(cell) for cell in row]
