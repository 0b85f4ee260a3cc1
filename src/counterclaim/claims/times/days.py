"""Stretches of whole days, and what "last week" or "late March" come to on a given day.

Everything here is plain calendar arithmetic: no text, no tokens.  Both ends of a stretch are inclusive, either may be
unknown; :func:`Days.interval` gives the half-open UTC interval that records hold.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from typing import Final, Literal

from counterclaim.records import Interval

Part = Literal["early", "middle", "late"]
Unit = Literal["hour", "day", "week", "fortnight", "month", "year", "decade"]
ONE: Final = dt.timedelta(days=1)
_MONTHS: Final[dict[str, int]] = {"month": 1, "year": 12, "decade": 120}
_DAYS: Final[dict[str, int]] = {"day": 1, "week": 7, "fortnight": 14}


@dataclasses.dataclass(frozen=True, slots=True)
class Days:
    """The days ``first`` to ``last``, both inclusive; None: not known.

    Raises ValueError when both are unknown, when they are crossed, and at the end of the calendar.
    """

    first: dt.date | None
    last: dt.date | None

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise ValueError("a stretch of days needs an end")
        if self.last == dt.date.max:
            raise ValueError(f"{self.last} has no day after it")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError(f"a stretch of days needs first <= last, not {self.first} to {self.last}")

    @property
    def single(self) -> bool:
        """Tell whether this is one day."""
        return self.first is not None and self.first == self.last

    def interval(self) -> Interval:
        """Return the half-open interval from the first midnight to the one after the last day, UTC."""
        return Interval(start=_midnight(self.first), end=_midnight(self.last + ONE) if self.last is not None else None)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def one(day: dt.date) -> Days:
    """Return a single day."""
    return Days(day, day)


def month(year: int, number: int, part: Part | None = None) -> Days:
    """Return a month; early is to the 10th, the middle is the 11th to the 20th, late is from the 21st."""
    last = calendar.monthrange(year, number)[1]
    first_day, last_day = {None: (1, last), "early": (1, 10), "middle": (11, 20), "late": (21, last)}[part]
    return Days(dt.date(year, number, first_day), dt.date(year, number, last_day))


def year(number: int, part: Part | None = None) -> Days:
    """Return a year; early is January to March, the middle is May to August, late is October to December."""
    first, last = {None: (1, 12), "early": (1, 3), "middle": (5, 8), "late": (10, 12)}[part]
    return Days(month(number, first).first, month(number, last).last)


def season(number: int, first_month: int) -> Days:
    """Return a season of three months that begins in ``first_month`` of the year."""
    end = first_month + 2
    return Days(dt.date(number, first_month, 1), month(number + (end > 12), (end - 1) % 12 + 1).last)


def week(day: dt.date, offset: int = 0) -> Days:
    """Return the week, Monday to Sunday, ``offset`` weeks from the one that holds ``day``."""
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=offset)
    return Days(monday, monday + 6 * ONE)


def weekend(day: dt.date) -> Days:
    """Return the Saturday and Sunday that last began on or before ``day``."""
    saturday = day - dt.timedelta(days=(day.weekday() - 5) % 7)
    return Days(saturday, saturday + ONE)


def weekday(day: dt.date, number: int, *, strictly: bool = False) -> dt.date:
    """Return the nearest weekday (Monday 0) on or before ``day``, or before it only."""
    back = (day.weekday() - number) % 7
    return day - dt.timedelta(days=back or (7 if strictly else 0))


def next_weekday(day: dt.date, number: int) -> dt.date:
    """Return the nearest weekday (Monday 0) after ``day``."""
    return day + dt.timedelta(days=(number - day.weekday() - 1) % 7 + 1)


def dated(anchor: dt.date, number: int, day: int, *, ahead: bool = False) -> dt.date:
    """Return the nearest such day of such a month on or before ``anchor`` (``ahead``: on or after).

    Raises ValueError when no year has that day.
    """
    step = 1 if ahead else -1
    for year_number in range(anchor.year, anchor.year + 9 * step, step):
        try:
            found = dt.date(year_number, number, day)
        except ValueError:
            continue
        if (found >= anchor) if ahead else (found <= anchor):
            return found
    raise ValueError(f"no year has a day {day} of month {number}")


def shifted(day: dt.date, count: int, unit: Unit) -> dt.date:
    """Return the day ``count`` units away from ``day``; a month's end is kept within the month.

    Raises ValueError or OverflowError when that leaves the calendar.
    """
    if unit == "hour":
        return day + dt.timedelta(days=-(-count // 24) if count > 0 else count // 24)
    if unit in _DAYS:
        return day + dt.timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year_number, number = divmod(months, 12)
    if not 1 <= year_number <= 9999:
        raise ValueError(f"{count} {unit} from {day} is outside the calendar")
    return dt.date(year_number, number + 1, min(day.day, calendar.monthrange(year_number, number + 1)[1]))


def around(day: dt.date, count: int, unit: Unit) -> Days:
    """Return what ``count`` units from ``day`` names, as exactly as it says: days for weeks too."""
    at = shifted(day, count, unit)
    if unit in ("hour", "day", "week", "fortnight"):
        return one(at)
    if unit == "month" or abs(count) == 1:
        return month(at.year, at.month)
    return year(at.year)
