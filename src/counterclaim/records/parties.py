"""Parties: who they are, on whose side and in whose hand, and since when."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import msgspec

from counterclaim.records.base import PartyKind, Record


def stretch(text: str) -> tuple[dt.date, dt.date]:
    """Return the first day of an ISO year, month or day ("2014", "2014-09", "2014-09-21") and its last.

    Raises ValueError when the text is none of them.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
    if found is None:
        raise ValueError(f"a date is a year, a month or a day like 2014, 2014-09 or 2014-09-21, not {text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{text!r} is no date of the calendar") from None
    if day:
        return first, first
    return first, dt.date(first.year, month or 12, calendar.monthrange(first.year, month or 12)[1])


class Tie(Record, frozen=True, kw_only=True):
    """What binds a party to another for a time, and where that is known from, in words.

    The time is half-open: ``from`` is when it began, ``to`` when it no longer held, each an ISO year, month or day;
    None where no date is known, or where it goes on.  ``note`` says what kind of tie it is.
    """

    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")
    source: str
    note: str | None = None

    def __post_init__(self) -> None:
        edges = [stretch(edge) for edge in (self.since, self.until) if edge is not None]
        if len(edges) > 1 and edges[0][0] >= edges[1][1]:
            raise ValueError(f"a tie needs from before to, not {self.since} to {self.until}")
        if not self.source.strip():
            raise ValueError("a tie needs a source: where it is known from, in words")

    def holds(self, day: dt.date) -> bool | None:
        """Tell whether the tie held on a day; None within the year or month in which it began or ended."""
        began = stretch(self.since) if self.since else (day, day)
        ended = stretch(self.until) if self.until else (dt.date.max, dt.date.max)
        if day < began[0] or day >= ended[1]:
            return False
        return True if began[1] <= day < ended[0] else None


class Side(Tie, frozen=True, kw_only=True):
    """On whose side a party stands: the id of the one that it is part of, allied with or fights for."""

    party: str = msgspec.field(name="with")


class Ownership(Tie, frozen=True, kw_only=True):
    """Who owns or directs a party: an id, the party's own where it belongs to its members or staff."""

    by: str


class Party(Record, frozen=True, tag_field="record", tag="party"):
    """An entry of the register of parties; its names are neutral, the first is the one that is shown.

    ``country`` is ISO 3166 alpha-2 of the state it belongs to or mainly acts in.  ``short`` are words that mean it
    once a report has named it.  No ``side`` or ``owner`` means that none is known, never that there is none.
    """

    id: str
    names: tuple[str, ...]
    kind: PartyKind
    country: str | None = None
    short: tuple[str, ...] = ()
    side: tuple[Side, ...] = ()
    owner: tuple[Ownership, ...] = ()

    def side_at(self, day: dt.date) -> tuple[Side, ...] | None:
        """Return the sides it certainly stood on that day, None when none is known."""
        return tuple(tie for tie in self.side if tie.holds(day)) or None

    def owner_at(self, day: dt.date) -> tuple[Ownership, ...] | None:
        """Return its certain owners on that day, None when none is known."""
        return tuple(tie for tie in self.owner if tie.holds(day)) or None
