"""The column map that stands beside a table: found, read, and held against the table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from counterclaim.errors import CounterclaimError
from counterclaim.lexicon.tables import ColumnMap
from counterclaim.sources.written import SIZE_LIMIT, written

_ENDINGS: Final = (".toml", ".yaml", ".yml")
_SHOWN: Final = 60


class TableError(CounterclaimError):
    """A table cannot be read on; ``reason`` is a key of ``errors.REASONS``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def column_map(path: Path | None) -> ColumnMap | None:
    """Return the map that stands beside a table, None where there is none: ``NAME.columns.toml``, ``columns.toml``.

    ``path`` is the table's, None for standard input.  Raises TableError where the map is broken.
    """
    if path is None:
        return None
    stems = (f"{path.stem}.columns", "columns")
    file = next((one for stem in stems for end in _ENDINGS if (one := path.with_name(stem + end)).is_file()), None)
    if file is None:
        return None
    try:
        with file.open("rb") as stream:
            return written(stream.read(SIZE_LIMIT + 1), file.suffix, ColumnMap)
    except (ValueError, OSError) as fault:
        raise TableError("column_map", f"{file.name}: {fault}") from None


def check(asked: ColumnMap, names: Sequence[str]) -> None:
    """Raise TableError where a map names columns that the table does not have; the text lists those it has."""
    missing = [name for name in asked.columns.named() if name not in names]
    if missing:
        raise TableError(
            "column_map", f"the map names {_listed(missing)}, which is no column here; there are {_listed(names)}"
        )


def unmapped(names: Sequence[str]) -> TableError:
    """Return the error that says how a table without a map is made to be read."""
    return TableError(
        "column_map",
        f"say in NAME.columns.toml beside the table which column holds the text; there are {_listed(names)}",
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:_SHOWN]) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown
