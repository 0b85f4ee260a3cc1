"""Parquet: the ledger's flat table with types, lists as lists, the toll as nested records."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from counterclaim.publish.exports import flat
from counterclaim.publish.exports.form import Format, Row

_ROWS_A_GROUP: Final = 5000
"""Rows held at once: what is written together is read together."""
_MOMENTS: Final = frozenset(("start", "end"))
_DAYS: Final = frozenset(("first_day", "last_day"))
_LISTS: Final = frozenset(
    (
        "kinds", "place_alternatives", "actors", "actor_ids", "targets", "target_ids", "stances", "contested", "voices",
        "claims", "part_claims", "origin_reports",
    )
)  # fmt: skip
_DEGREES: Final = frozenset(("lat_deg", "lon_deg", "radius_m"))
_FLAGS: Final = frozenset(("killed_open", "wounded_open"))
_NUMBERS: Final = frozenset(
    (
        "killed_low", "killed_high", "wounded_low", "wounded_high", "voices_known", "voices_possibly", "origins",
        "carriers",
    )
)  # fmt: skip


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
    special = {"toll": pa.list_(tally), "grades": pa.list_(grade)}

    def kind(name: str) -> Any:
        if name in special:
            return special[name]
        kinds = (
            (_MOMENTS, moment),
            (_DAYS, pa.date32()),
            (_LISTS, pa.list_(pa.string())),
            (_DEGREES, pa.float64()),
            (_FLAGS, pa.bool_()),
            (_NUMBERS, pa.int64()),
        )
        return next((found for names, found in kinds if name in names), pa.string())

    return pa.schema([pa.field(name, kind(name)) for name in flat.NAMES])


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MOMENTS:
        return _moment(value)
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    if name != "toll":
        return value
    return [
        tally
        | {
            "figures": [
                one | {"said_start": _moment(one["said_start"]), "said_end": _moment(one["said_end"])}
                for one in tally["figures"]
            ]
        }
        for tally in value
    ]


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
                pa.array([_typed(name, row[at]) for row in group], type=shape.field(name).type)
                for at, name in enumerate(flat.NAMES)
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
