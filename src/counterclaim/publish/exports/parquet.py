"""Parquet: the ledger's flat table with types, lists as lists, the toll as nested records."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from counterclaim.publish.exports import flat
from counterclaim.publish.exports.form import Column, Format, Row

_ROWS_A_GROUP: Final = 5000
"""Rows held at once: what is written together is read together."""


def _pyarrow() -> Any:
    # It takes half a second to load, which formats that do without need not wait for, and it has no types to check.
    return importlib.import_module("pyarrow")


def schema() -> Any:
    """Return the schema of the table (``pyarrow.Schema``)."""
    pa = _pyarrow()
    moment = pa.timestamp("us", tz="UTC")
    figure = pa.struct(
        [
            ("claim", pa.string()), ("voice", pa.string()), ("low", pa.int64()), ("high", pa.int64()),
            ("words", pa.string()), ("said_start", moment), ("said_end", moment), ("standing", pa.string()),
            ("by", pa.string()),
        ]
    )  # fmt: skip
    tally = pa.struct(
        [
            ("harm", pa.string()), ("who", pa.string()), ("low", pa.int64()), ("high", pa.int64()),
            ("figures", pa.list_(figure)),
        ]
    )  # fmt: skip
    grade = pa.struct([(name, pa.string()) for name in ("belligerent", "party", "status", "grade")])
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "flag": pa.bool_(),
        "moment": moment,
        "day": pa.date32(),
        "list": pa.list_(pa.string()),
    }
    objects = {"toll": pa.list_(tally), "grades": pa.list_(grade)}
    return pa.schema([pa.field(each.name, objects.get(each.name) or types[each.kind]) for each in flat.COLUMNS])


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _typed(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == "moment":
        return _moment(value)
    if column.kind == "day":
        return dt.date.fromisoformat(value)
    if column.name != "toll":
        return value
    return [tally | {"figures": [_figure(one) for one in tally["figures"]]} for tally in value]


def _figure(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"said_start": _moment(one["said_start"]), "said_end": _moment(one["said_end"])}


class _Pipe:
    """A file that is only written to, and emptied after each group of rows."""

    closed = False

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(self._held[-1])

    def flush(self) -> None:
        """Do nothing: what is written is taken by :meth:`taken`."""

    def close(self) -> None:
        """Do nothing: the last bytes are still to be taken."""

    def taken(self) -> bytes:
        found = b"".join(self._held)
        self._held.clear()
        return found


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a Parquet file, a group of rows at a time."""
    pa, pq = _pyarrow(), importlib.import_module("pyarrow.parquet")
    pipe, shape = _Pipe(), schema()
    each = iter(rows)
    with pq.ParquetWriter(pa.PythonFile(pipe, mode="w"), shape, compression="zstd") as writer:
        while group := list(itertools.islice(each, _ROWS_A_GROUP)):
            columns = [
                pa.array([_typed(column, row[at]) for row in group], type=shape.field(at).type)
                for at, column in enumerate(flat.COLUMNS)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=shape))
            yield pipe.taken()
    yield pipe.taken()


PARQUET: Final = Format(
    name="parquet",
    title="the ledger's flat table, Parquet",
    media_type="application/vnd.apache.parquet",
    suffix=".parquet",
    columns=flat.COLUMNS,
    write=write,
    behind=False,
    text=False,
    not_carried=flat.NOT_CARRIED,
)
