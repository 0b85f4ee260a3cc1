"""A workbook (.xlsx): the rows of its first sheet, or of the one that the column map names.

Cells are read as the values that stand in them: of a formula the result that was stored, never the formula.  A day is
written 2023-04-05.  Other sheets are listed as rejects, unless the map names one.  The file's XML is looked through
before anything is made of it (scan.py).
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from counterclaim.lexicon.tables import ColumnMap
from counterclaim.records import Capture, Reject
from counterclaim.sources.held.maps import TableError, column_map
from counterclaim.sources.held.scan import scan
from counterclaim.sources.held.tables import COLUMNS_LIMIT, Numbered, captures
from counterclaim.sources.streams import rejected

WORKBOOKS: Final = ("xl/workbook.xml",)
"""A part that every workbook has."""
_AT_ONCE: Final = 256
_FAULTS: Final = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError, SyntaxError, OSError,
    zipfile.BadZipFile, NotImplementedError, RecursionError, EOFError,
)  # fmt: skip
"""What the library lets out on files that it did not foresee (a fault of XML is a SyntaxError)."""


def rows(body: bytes, source: str, path: Path | None, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield the rows of a workbook, called ``path!SHEET:ROW``, or why it has none."""
    try:
        asked = column_map(path)
        scan(body)
        book = _opened(body)
        sheet, others = _chosen(book, asked)
        yield from captures(_values(sheet), f"{source}!{sheet.title}", asked, fetched_at)
    except TableError as fault:
        yield rejected(source, fault.reason, str(fault))
        return
    for name in others:
        yield rejected(f"{source}!{name}", "column_map", "only the first sheet is read; name another in the column map")


def _opened(body: bytes) -> Any:
    # Without annotations the library gives nothing that could be checked: it is Any to here.
    load: Any = importlib.import_module("openpyxl").load_workbook
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on drawings and the like, which are not read
            return load(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    except _FAULTS as fault:
        raise TableError("broken", f"the workbook cannot be taken apart ({type(fault).__name__})") from None


def _chosen(book: Any, asked: ColumnMap | None) -> tuple[Any, list[str]]:
    sheets = list(book.worksheets)
    names = [str(sheet.title) for sheet in sheets]
    if not sheets:
        raise TableError("empty", "the workbook has no sheet of cells")
    if asked is None or asked.sheet is None:
        return sheets[0], names[1:]
    if asked.sheet not in names:
        raise TableError(
            "column_map", f"the map names the sheet {asked.sheet!r}; there are {', '.join(map(repr, names))}"
        )
    return sheets[names.index(asked.sheet)], []


def _values(sheet: Any) -> Numbered:
    """Yield the rows of a sheet, as wide as they are filled whatever the sheet says of itself."""
    sheet.reset_dimensions()
    each: Iterator[tuple[object, ...]] = iter(sheet.iter_rows(values_only=True))
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on a day that no calendar has: the cell is then empty
                some: list[tuple[object, ...]] = list(itertools.islice(each, _AT_ONCE))
        except _FAULTS as fault:
            raise TableError("broken", f"the sheet cannot be taken apart ({type(fault).__name__})") from None
        if not some:
            return
        for cells in some:
            number += 1
            if len(cells) > COLUMNS_LIMIT and any(cell is not None for cell in cells[COLUMNS_LIMIT:]):
                raise TableError("too_large", f"a row of {len(cells)} cells; at most {COLUMNS_LIMIT} are read")
            yield number, [_text(cell) for cell in cells[:COLUMNS_LIMIT]]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
