"""Tables of rows: the column map that a user writes beside one, a row as it travels, and tables known by their columns.

The sources stage cuts a table into rows, the reports stage makes texts of them, the claims stage reads the coded ones;
this is what they share.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection
from typing import Any, Final, Literal

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import Kind, PlacePrecision

Table = Literal["acled", "ucdp", "airwars"]
"""A table of an organisation whose columns are known, and what they mean."""

_KNOWN_BY: Final[dict[Table, frozenset[str]]] = {
    "acled": frozenset(
        ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "country", "location", "fatalities")
    ),
    "ucdp": frozenset(
        ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "country", "best", "high", "low")
    ),
    "airwars": frozenset(("unique_reference_code", "date", "strike_status", "civilians_killed_min")),
}
"""Columns by which each table is told; the others may be missing."""


ORGANISATIONS: Final[dict[Table, str]] = {"acled": "ACLED", "ucdp": "UCDP", "airwars": "Airwars"}
"""Whose tables they are, by the name in the register."""
IDS: Final[dict[Table, str]] = {"acled": "event_id_cnty", "ucdp": "id", "airwars": "unique_reference_code"}
"""The column of each table that holds the id of a row."""
LEAD: Final[dict[Table, tuple[str, ...]]] = {
    "acled": (
        "event_date", "time_precision", "sub_event_type", "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "iso",
        "country", "location", "latitude", "longitude", "geo_precision", "fatalities",
        "notes",
    ),
    "ucdp": (
        "date_start", "date_end", "type_of_violence", "side_a", "side_b", "country", "country_id", "where_coordinates",
        "latitude", "longitude", "where_prec", "event_clarity", "best", "low", "high", "deaths_a", "deaths_b",
        "deaths_civilians",
    ),
    "airwars": (
        "date", "date_end", "country", "latitude", "longitude", "geolocation_accuracy", "strike_status",
        "known_belligerents", "suspected_belligerents", "targeted_belligerents",
        "civilians_killed_min", "civilians_killed_max", "children_killed_min", "children_killed_max",
        "women_killed_min", "women_killed_max", "men_killed_min", "men_killed_max",
        "civilians_injured_min", "civilians_injured_max", "belligerents_killed_min", "belligerents_killed_max",
        "belligerents_injured_min", "belligerents_injured_max",
    ),
}  # fmt: skip
"""The columns from which the claim of a row is read: they stand first in its text."""


class TableCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the codes of a table mean: kinds of happenings, and how well a place is known."""

    kinds: dict[str, Kind]
    places: dict[str, PlacePrecision]


class CodedTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``coded.toml``.

    ``names`` leads from how names of parties begin in tables to how the register has it; ``radius_m`` is metres
    around a point, by how well the place is known.
    """

    acled: TableCodes
    ucdp: TableCodes
    airwars: TableCodes
    names: dict[str, str]
    radius_m: dict[PlacePrecision, float]


TABLES: Final[dict[str, Any]] = {"coded": CodedTables}
"""The lexicon file that coded tables are read by, with its type."""


@functools.cache
def codes() -> CodedTables:
    """Return the codes.  Raises LexiconError when the file is broken."""
    return load("coded", CodedTables)


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which column of a table fills which field of a report; several make the ``text`` of one, a blank line between."""

    text: str | tuple[str, ...]
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None

    def texts(self) -> tuple[str, ...]:
        """Return the columns of the text."""
        return (self.text,) if isinstance(self.text, str) else self.text

    def named(self) -> tuple[str, ...]:
        """Return every column that is named."""
        others = (self.title, self.published, self.publisher, self.url, self.id)
        return (*self.texts(), *(name for name in others if name is not None))


class ColumnMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person says about a table, in a TOML or YAML file beside it.

    ``header`` is the row (from 1 on) that holds the names of the columns.  ``date_format`` is how ``published`` is
    written (strftime's marks), ISO 8601 when None.  ``publisher`` is whose reports all rows are, where no column says.
    """

    columns: Columns
    publisher: str | None = None
    sheet: str | None = None
    header: int = 1
    date_format: str | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        if not self.columns.texts():
            raise ValueError("columns.text names no column: it needs at least one")
        if not 1 <= self.header <= 1000:
            raise ValueError(f"header is the row with the names of the columns, 1 to 1000, not {self.header}")
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise ValueError(f"delimiter is one character, not {self.delimiter!r}")
        if self.date_format is not None and not _tells_a_day(self.date_format):
            raise ValueError(
                f"date_format is like %d.%m.%Y, with day, month and year once each, not {self.date_format!r}"
            )


def _tells_a_day(form: str) -> bool:
    """Tell whether a day that is written in a form can be read by it."""
    day = dt.datetime(2021, 11, 25, tzinfo=dt.UTC)
    try:
        return dt.datetime.strptime(day.strftime(form), form).date() == day.date()  # noqa: DTZ007 - a day has no zone
    except (ValueError, re.error):
        return False


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of a table: its filled cells by column in the table's order, and by what it is read: one of the two."""

    cells: dict[str, str]
    table: Table | None = None
    map: ColumnMap | None = None


def known_table(columns: Collection[str]) -> Table | None:
    """Return whose table has these columns, None where it is none that is known."""
    held = frozenset(columns)
    return next((table for table, needed in _KNOWN_BY.items() if needed <= held), None)
