"""Tables as captures: a row each, with the names of its columns and what says how it is read.

A table is read through the column map that stands beside it (maps.py).  Without one only tables of ACLED, UCDP and
Airwars are read, told by their columns.  Rows are read one by one, however many there are; a row is named ``path:ROW``,
counted from 1 with the names of the columns, as a spreadsheet does.  Blank rows are ignored by name.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from counterclaim.lexicon.tables import ColumnMap, Row, Table, known_table
from counterclaim.records import Capture, Reject
from counterclaim.sources.held.maps import TableError, check, column_map, unmapped
from counterclaim.sources.streams import HEAD, Chained, captured, rejected
from counterclaim.text import ROW, has_surrogates

SUFFIXES: Final = (".csv", ".tsv")
ROW_LIMIT: Final = 2_000_000
"""Code points of a row: four reports of the longest kind.  A quotation mark that is never closed runs into it."""
COLUMNS_LIMIT: Final = 1_000
_DELIMITERS: Final = ",;\t|"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

Numbered = Iterator[tuple[int, Sequence[str]]]
"""Rows with their numbers, from 1 on; what cannot be read on raises TableError."""


def csv_rows(stream: Chained, source: str, path: Path | None, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield the rows of a CSV table.

    It is UTF-8 or UTF-16, else Windows-1252, unless its map says otherwise; cells are parted by whichever of comma,
    semicolon, tab and bar parts the names of the columns.
    """
    try:
        asked = column_map(path)
        yield from captures(_records(stream, asked), source, asked, fetched_at)
    except TableError as fault:
        yield rejected(source, fault.reason, str(fault))


def captures(
    rows: Numbered, named: str, asked: ColumnMap | None, fetched_at: dt.datetime
) -> Iterator[Capture | Reject]:
    """Yield the rows of a table, called ``named:ROW``, below the row that names the columns.

    A table that cannot be read on ends in a reject that tells after which row.  Raises TableError where the columns
    are not those of the map, or no map tells how the table is read.
    """
    names: list[str] = []
    table: Table | None = None
    number = 0
    while True:
        try:
            number, cells = next(rows, (0, ()))
        except TableError as fault:
            yield rejected(
                named, fault.reason, f"{fault}; rows after row {number} are not read" if names else str(fault)
            )
            return
        if not number:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if names:
            yield _capture(cells, names, asked, table, f"{named}:{number}", fetched_at)
        elif asked is None or number >= asked.header:
            names = _names(cells)
            table = _table(names, asked)
    if not names:
        raise TableError("empty", "the table has no row with the names of its columns")


def _table(names: Sequence[str], asked: ColumnMap | None) -> Table | None:
    if asked is not None:
        check(asked, names)
        return None
    table = known_table(names)
    if table is None:
        raise unmapped(names)
    return table


def _names(cells: Sequence[str]) -> list[str]:
    """Return the names of columns: those that are blank or come twice are told by their place."""
    if len(cells) > COLUMNS_LIMIT:
        raise TableError("too_large", f"{len(cells)} columns; at most {COLUMNS_LIMIT} are read")
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.split())
        found.append(name if name and name not in found else f"{name} (column {place})".strip())
    return found


def _capture(
    cells: Sequence[str],
    names: Sequence[str],
    asked: ColumnMap | None,
    table: Table | None,
    ref: str,
    fetched_at: dt.datetime,
) -> Capture | Reject:
    beyond = [cell for cell in cells[len(names) :] if cell.strip()]
    if beyond:
        return rejected(ref, "malformed_row", f"{len(cells)} cells below {len(names)} columns")
    filled = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    if any("\0" in cell for cell in filled.values()):
        return rejected(ref, "binary", "a cell holds U+0000")
    if any(has_surrogates(cell) for cell in filled.values()):
        return rejected(ref, "encoding", "a cell holds half a surrogate pair")
    return captured(msgspec.json.encode(Row(cells=filled, table=table, map=asked)), ref, ROW, fetched_at)


def _records(stream: Chained, asked: ColumnMap | None) -> Numbered:
    """Yield the records of CSV text."""
    head = stream.read(HEAD)
    encoding = (asked and asked.encoding) or _encoding(head)
    try:
        text = io.TextIOWrapper(io.BufferedReader(_Joined(head, stream)), encoding=encoding, newline="")
    except LookupError:
        raise TableError("column_map", f"there is no encoding {encoding!r}") from None
    lines = _Lines(text)
    header = asked.header if asked is not None else 1
    csv.field_size_limit(max(csv.field_size_limit(), ROW_LIMIT))
    try:
        delimiter = (asked and asked.delimiter) or _delimiter(lines.look(header))
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            lines.fresh()
            yield number, cells
    except UnicodeError:
        raise TableError("encoding", f"it is not {encoding} throughout; save it as UTF-8") from None
    except csv.Error as fault:
        raise TableError("broken", f"no CSV ({fault})") from None


class _Joined(io.RawIOBase):
    """The head and the rest of a stream as one binary file."""

    def __init__(self, head: bytes, rest: Chained) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


class _Lines(Iterator[str]):
    """The lines of a text, some looked at beforehand; a record may take so much text and no more."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._seen: list[str] = []
        self._taken = 0

    def look(self, number: int) -> str:
        """Return the line of that number, from 1 on; those up to it come again."""
        self._seen = [self._text.readline(ROW_LIMIT) for _ in range(number)]
        return self._seen[-1]

    def fresh(self) -> None:
        """Begin to count anew: a record is whole."""
        self._taken = 0

    def __next__(self) -> str:
        line = self._seen.pop(0) if self._seen else self._text.readline(ROW_LIMIT)
        self._taken += len(line)
        if self._taken >= ROW_LIMIT:
            raise TableError(
                "too_large", f"a row of more than {ROW_LIMIT} characters: is a quotation mark in it never closed?"
            )
        if not line:
            raise StopIteration
        return line


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        # The head may end within a character.
        return "utf-8" if fault.end == len(head) == HEAD and fault.start > len(head) - 4 else "cp1252"
    return "utf-8"


def _delimiter(names: str) -> str:
    """Return what parts the names of columns: of the usual marks the most frequent, a comma where there is none."""
    return max(_DELIMITERS, key=lambda mark: (names.count(mark), mark == ","))
