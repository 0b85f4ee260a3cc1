"""Exports read again: rows by column, with numbers as numbers and lists as lists, and the figures as records."""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from counterclaim.publish.exports import formats
from counterclaim.publish.exports.cells import parted, read
from counterclaim.publish.exports.form import Format, Kind
from counterclaim.publish.exports.tables import HASHTAGS
from counterclaim.records import Figure, Interval, Tally

Read = dict[str, Any]
"""A row by the names of its columns; None where the cell is empty."""


def rows(name: str, body: bytes) -> Iterator[Read]:
    """Yield the rows of an export of the format ``name``.

    Raises ValueError where the columns are not those of the format, KeyError for a format that there is not.
    """
    form = formats()[name]
    if name == "parquet":
        yield from _parquet(body)
    elif name == "geojson":
        yield from (each["properties"] for each in msgspec.json.decode(body)["features"])
    elif name == "plover":
        yield from map(msgspec.json.decode, body.splitlines())
    else:
        yield from _table(form, body)


def _decimal(cell: str) -> float:
    return float(cell)


def _text(cell: str) -> str:
    return cell


_VALUES: Final[Mapping[Kind, Callable[[str], Any]]] = {
    "text": _text,
    "moment": _text,
    "day": _text,
    "integer": int,
    "decimal": _decimal,
    "flag": lambda cell: cell == "true",
    "list": lambda cell: list(parted(cell)),
    "object": msgspec.json.decode,
}


def _table(form: Format, body: bytes) -> Iterator[Read]:
    # The toll of an incident that hundreds tell of is longer than what the csv module bears unasked.
    csv.field_size_limit(sys.maxsize)
    each = read(io.StringIO(body.decode(), newline=""))
    names = [column.name for column in form.columns]
    if next(each, None) != names:
        raise ValueError(f"the first line is not that of the format {form.name}: {', '.join(names)}")
    if form.name == "hxl" and next(each, None) != [HASHTAGS[name] for name in names]:
        raise ValueError("the second line does not hold the hashtags")
    for row in each:
        yield {
            column.name: _VALUES[column.kind](cell) if cell else ([] if column.kind == "list" else None)
            for column, cell in zip(form.columns, row, strict=True)
        }


def _parquet(body: bytes) -> Iterator[Read]:
    table = importlib.import_module("pyarrow.parquet").read_table(io.BytesIO(body))
    for row in table.to_pylist():
        yield msgspec.to_builtins(row)


def moment(text: str | None) -> dt.datetime | None:
    """Return a moment of a row, None where there is none."""
    return None if text is None else dt.datetime.fromisoformat(text)


def _interval(one: Mapping[str, Any]) -> Interval | None:
    start, end = moment(one["said_start"]), moment(one["said_end"])
    return None if start is None and end is None else Interval(start=start, end=end)


def tallies(toll: Iterable[Mapping[str, Any]]) -> tuple[Tally, ...]:
    """Return the column ``toll`` of the ledger's flat table as records again: every range with every figure."""
    return tuple(
        Tally(
            harm=tally["harm"],
            who=tally["who"],
            low=tally["low"],
            high=tally["high"],
            figures=tuple(
                Figure(
                    claim=one["claim"],
                    voice=one["voice"],
                    low=one["low"],
                    high=one["high"],
                    words=one["words"],
                    said_at=_interval(one),
                    standing=one["standing"],
                    by=one["by"],
                )
                for one in tally["figures"]
            ),
        )
        for tally in toll
    )
