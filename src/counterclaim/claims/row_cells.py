"""The cells of a coded row as values, each with its place in the text, and which column filled which field."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.names import key
from counterclaim.lexicon.tables import TableCodes, codes
from counterclaim.records import Field, Group, Harm, Interval, PartyName, Place, PlacePrecision, Toll

_LINE: Final = re.compile(r"^([^:\n]+): (.+)$", re.MULTILINE)
_DETAILS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_WHOLE: Final = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+)?", re.ASCII)
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", re.ASCII)
_MONTHS: Final = tuple("january february march april may june july august september october november december".split())
_ANYWHERE_NEAR: Final[PlacePrecision] = "near"
"""Whose circle is drawn where a table gives a point and does not say how well it is known."""


class CellError(ValueError):
    """A cell that cannot mean what its column does."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and where in the report's text (code points)."""

    text: str
    start: int
    end: int


def cells(text: str) -> dict[str, Cell]:
    """Return the cells of a row by column, out of its text; of a column that comes twice the first."""
    found: dict[str, Cell] = {}
    for line in _LINE.finditer(text):
        found.setdefault(line[1], Cell(line[2], line.start(2), line.end(2)))
    return found


def party(name: str) -> str | None:
    """Return the register's id of a name, with or without the years or the country in brackets behind it."""
    plain = _DETAILS.sub("", name)
    for begins, usual in codes().names.items():
        if plain.startswith(begins):
            plain = usual + plain.removeprefix(begins)
    found = named(name) or named(plain)
    return found.id if found is not None else None


@functools.cache
def _by_name() -> dict[str, str]:
    return {key(name): entry.iso for entry in countries().values() for name in entry.names}


class Row:
    """The cells of a row as values; ``columns`` tells which column filled a field, the first where several did."""

    def __init__(self, held: Mapping[str, Cell], by: TableCodes) -> None:
        self._cells = held
        self._by = by
        self.columns: dict[Field, str] = {}

    def text(self, column: str, field: Field | None = None) -> str | None:
        """Return a cell, None where it is empty."""
        cell = self._cells.get(column)
        if cell is not None and field is not None:
            self.columns.setdefault(field, column)
        return cell.text if cell is not None else None

    def number(self, column: str) -> int | None:
        """Return a whole number from 0 on, None where there is none.  Raises CellError."""
        text = self.text(column)
        if text is None:
            return None
        whole = _WHOLE.fullmatch(text)
        if whole is None:
            raise CellError(f"{column} is {text[:40]!r}; expected a whole number from 0 on")
        return int(whole[1])

    def day(self, column: str) -> dt.date | None:
        """Return a day: 2015-10-07, with or without a time, or 7 October 2015.  Raises CellError."""
        text = self.text(column, "when")
        if text is None:
            return None
        try:
            if iso := _ISO_DAY.fullmatch(text):
                return dt.date.fromisoformat(iso[1])
            if (written := _WRITTEN_DAY.fullmatch(text)) and written[2].lower() in _MONTHS:
                return dt.date(int(written[3]), _MONTHS.index(written[2].lower()) + 1, int(written[1]))
        except ValueError:
            pass
        raise CellError(f"{column} is {text[:40]!r}; expected a day as 2015-10-07 or 7 October 2015")

    def days(self, first: str, last: str) -> Interval | None:
        """Return the time from one day to another, inclusive.  Raises CellError."""
        start, end = self.day(first), self.day(last)
        if start is None or end is None:
            known = start or end
            return Interval.day(known) if known is not None else None
        if end < start:
            raise CellError(f"{last} ({end}) lies before {first} ({start})")
        return Interval(start=Interval.day(start).start, end=Interval.day(end).end)

    def parties(self, field: Field, *columns: str) -> tuple[PartyName, ...]:
        """Return the parties of some columns, each as written and with its id in the register if it has one."""
        found: dict[str, PartyName] = {}
        for column in columns:
            for name in (part.strip() for part in (self.text(column) or "").split(";")):
                if name:
                    self.columns.setdefault(field, column)
                    found.setdefault(name, PartyName(name=name, party=party(name)))
        return tuple(found.values())

    def country(self) -> str | None:
        """Return the code of the country by its name, None where it is not known by it."""
        name = self.text("country")
        code = _by_name().get(key(name)) or _by_name().get(key(_DETAILS.sub("", name))) if name else None
        if code is not None:
            self.columns.setdefault("country", "country")
        return code

    def places(self, name: str | None, precision: str, country: str | None) -> tuple[Place, ...]:
        """Return where it happened, by the columns of the name and of how well it is known.

        Raises CellError for a point that is not on the globe.
        """
        written = self.text(name, "places") if name is not None else None
        lat, lon = self._degrees("latitude", 90), self._degrees("longitude", 180)
        if lat is None or lon is None:
            return (Place(name=written, country=country),) if written is not None else ()
        self.columns.setdefault("places", "latitude")
        known = self._precision(precision)
        radius_m = codes().radius_m[known or _ANYWHERE_NEAR]
        shown = written or f"{lat}, {lon}"
        return (Place(name=shown, lat_deg=lat, lon_deg=lon, radius_m=radius_m, precision=known, country=country),)

    def _precision(self, column: str) -> PlacePrecision | None:
        """Return what a code, or the first word that is in a cell, says of how well a place is known."""
        text = (self.text(column) or "").casefold()
        words = re.findall(r"\w+", text)
        return next((known for code, known in self._by.places.items() if code in words), None)

    def _degrees(self, column: str, most: float) -> float | None:
        text = self.text(column)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            value = most + 1
        if not -most <= value <= most:
            raise CellError(f"{column} is {text[:40]!r}; expected degrees from -{most:g} to {most:g}")
        return value

    def toll(self, harm: Harm, who: Group, low: str, high: str | None = None) -> tuple[Toll, ...]:
        """Return a figure by the columns of its ends, nothing where it is 0 or empty; no ``high`` column: one number.

        Raises CellError.
        """
        ends = [self.number(low), self.number(high if high is not None else low)]
        if not any(ends):
            return ()
        least = ends[0] or 0
        if ends[1] is not None and ends[1] < least:
            raise CellError(f"{high} ({ends[1]}) lies below {low} ({least})")
        filled = next(column for column in (low, high) if column is not None and self.text(column) is not None)
        self.columns.setdefault("toll", filled)
        words = "; ".join(f"{name}: {self.text(name)}" for name in (low, high) if name is not None and self.text(name))
        return (Toll(harm=harm, who=who, low=least, high=ends[1], words=words),)
