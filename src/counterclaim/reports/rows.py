"""A row of a table: a report by the column map of its user, or the row itself where an organisation coded it.

A coded row (ACLED, UCDP, Airwars) becomes a text of lines ``column: value``, those first that its claim is read from.
It is no running text (language ``zxx``): no maker reads it as prose, and no passage of it counts as copied.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from counterclaim.lexicon.tables import ColumnMap, Row
from counterclaim.records import Interval, Reject
from counterclaim.reports import coded, dates
from counterclaim.reports.draft import Draft, reject
from counterclaim.text import unix_lines

_decode: Final = msgspec.json.Decoder(Row).decode


def draft(body: bytes, *, source: str, published: Interval | None, publisher: str | None) -> Draft | Reject:
    """Return the row as a draft; ``published`` and ``publisher`` stand in where table and map say nothing."""
    try:
        row = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as fault:
        return reject(source, "malformed_line", str(fault))
    if row.table is not None:
        return coded.draft(row.cells, row.table, source=source, published=published)
    if row.map is None:
        return reject(source, "column_map", "the row says neither whose table it is of nor how it is read")
    return _mapped(row.cells, row.map, source, published, publisher)


def _mapped(
    cells: dict[str, str], asked: ColumnMap, source: str, published: Interval | None, publisher: str | None
) -> Draft:
    columns = asked.columns
    written = cells.get(columns.published or "")
    bad_date: str | None = None
    if written is not None:
        told = _when(written, asked.date_format)
        published, bad_date = (None, told) if isinstance(told, str) else (told, None)
    return Draft(
        ref=cells.get(columns.id or "") or source,
        text="\n\n".join(unix_lines(cells[name]) for name in columns.texts() if name in cells),
        url=cells.get(columns.url or ""),
        publisher=cells.get(columns.publisher or "") or asked.publisher or publisher,
        title=cells.get(columns.title or ""),
        published=published,
        bad_date=bad_date,
    )


def _when(written: str, form: str | None) -> Interval | str:
    if form is None:
        return dates.parse(written)
    try:
        found = dt.datetime.strptime(written, form)  # noqa: DTZ007 - a zone is looked for in the next line
    except (ValueError, OverflowError) as fault:
        return f"{fault}; the column map says how dates are written"
    if found.tzinfo is None:
        return dates.parse(f"{found.date().isoformat()}")
    return dates.parse(found.astimezone(dt.UTC).isoformat(timespec="seconds"))
