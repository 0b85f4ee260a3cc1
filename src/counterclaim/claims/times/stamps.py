"""Units of the calendar: a day, week, month, quarter, season, year, decade or century, and what TIMEX3 writes for it.

The values follow the TIMEX3 guidelines (Saurí et al., TimeML annotation guidelines 1.2.1, 2006), which take ISO 8601
and add quarters (1989-Q3), halves (2008-H2), seasons (2003-SU), decades (199X), centuries (18XX) and years before
Christ (BC0490).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final, Literal

from counterclaim.claims.times import days
from counterclaim.claims.times.days import Days, Part

Grain = Literal["century", "decade", "year", "half", "quarter", "season", "month", "week", "weekend", "day"]
Step = Literal["century", "decade", "year", "quarter", "month", "fortnight", "week", "weekend", "day"]
SEASONS: Final[dict[int, str]] = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
"""The codes of the seasons by the month in which they begin, north of the equator."""
_YEARS: Final[dict[str, int]] = {"year": 1, "decade": 10, "century": 100}
_MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3}
_DAYS: Final[dict[str, int]] = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
GRAIN: Final[dict[Step, Grain]] = {
    "century": "century",
    "decade": "decade",
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "fortnight": "week",
    "week": "week",
    "weekend": "weekend",
    "day": "day",
}
"""The unit of the calendar in which a stretch of that length is counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """One unit of the calendar.

    ``year`` is negative before Christ (490 BC is -490) and never 0; of a decade or century it is the first year as
    the figures say it (1990, 1800), of an ISO week or weekend the ISO year.  ``number`` is the month 1 to 12, quarter 1
    to 4, half 1 or 2, ISO week 1 to 53, or the first month of a season; ``day`` is the day of the month.

    Raises ValueError for what no calendar has ("31 February", a year 0, years beyond 9998).
    """

    grain: Grain
    year: int
    number: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not -9999 <= self.year <= 9998 or (self.year == 0 and self.grain not in ("decade", "century")):
            raise ValueError(f"the calendar has no year {self.year}")
        limit = {"half": 2, "quarter": 4, "month": 12, "day": 12, "week": 53, "weekend": 53, "season": 12}.get(
            self.grain
        )
        if limit is not None and not 1 <= self.number <= limit:
            raise ValueError(f"there is no {self.grain} {self.number}")
        if self.grain == "day":
            # a leap year stands for a year before Christ, whose calendar is not kept here
            dt.date(self.year if self.year > 0 else 2000, self.number, self.day)
        if self.grain in ("week", "weekend") and self.year > 0:
            dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def value(self) -> str:
        """Return the TIMEX3 value."""
        year = f"{self.year:04d}" if self.year >= 0 else f"BC{-self.year:04d}"
        match self.grain:
            case "century":
                return year[:-2] + "XX"
            case "decade":
                return year[:-1] + "X"
            case "year":
                return year
            case "half":
                return f"{year}-H{self.number}"
            case "quarter":
                return f"{year}-Q{self.number}"
            case "season":
                return f"{year}-{SEASONS[self.number]}"
            case "month":
                return f"{year}-{self.number:02d}"
            case "week":
                return f"{year}-W{self.number:02d}"
            case "weekend":
                return f"{year}-W{self.number:02d}-WE"
            case "day":
                return f"{year}-{self.number:02d}-{self.day:02d}"

    def days(self, part: Part | None = None) -> Days | None:
        """Return the days of the unit, or of its early, middle or late part; None before the year 1."""
        if self.year < 1:
            return None
        match self.grain:
            case "century" | "decade":
                last = self.year + _YEARS[self.grain] - 1
                return Days(dt.date(self.year, 1, 1), dt.date(last, 12, 31))
            case "year":
                return days.year(self.year, part)
            case "half" | "quarter":
                length = 6 if self.grain == "half" else 3
                last_month = self.number * length
                return Days(dt.date(self.year, last_month - length + 1, 1), days.month(self.year, last_month).last)
            case "season":
                return days.season(self.year, self.number)
            case "month":
                return days.month(self.year, self.number, part)
            case "week":
                return days.week(dt.date.fromisocalendar(self.year, self.number, 1))
            case "weekend":
                saturday = dt.date.fromisocalendar(self.year, self.number, 6)
                return Days(saturday, saturday + days.ONE)
            case "day":
                return days.one(dt.date(self.year, self.number, self.day))

    @property
    def first(self) -> dt.date | None:
        """Return the first day; None before the year 1."""
        own = self.days()
        return None if own is None else own.first

    @property
    def month(self) -> int | None:
        """Return the month in which the unit lies or begins, None where it is a year or longer."""
        match self.grain:
            case "month" | "day" | "season":
                return self.number
            case "quarter":
                return self.number * 3 - 2
            case "half":
                return self.number * 6 - 5
            case "week" | "weekend":
                return self.first.month if self.first is not None else None
            case "century" | "decade" | "year":
                return None


def of_day(day: dt.date) -> Stamp:
    """Return one day."""
    return Stamp("day", day.year, day.month, day.day)


def holding(day: dt.date, grain: Grain) -> Stamp:
    """Return the unit of that grain in which ``day`` lies."""
    match grain:
        case "century":
            return Stamp("century", day.year // 100 * 100)
        case "decade":
            return Stamp("decade", day.year // 10 * 10)
        case "year":
            return Stamp("year", day.year)
        case "half":
            return Stamp("half", day.year, (day.month + 5) // 6)
        case "quarter":
            return Stamp("quarter", day.year, (day.month + 2) // 3)
        case "season":
            first = (day.month // 3 * 3) or 12
            return Stamp("season", day.year - (day.month < 3), first)
        case "month":
            return Stamp("month", day.year, day.month)
        case "week" | "weekend":
            year, week, _ = day.isocalendar()
            return Stamp(grain, year, week)
        case "day":
            return of_day(day)


def _year_on(year: int, count: int) -> int:
    """Return the year ``count`` later; there is no year between 1 BC and 1 AD."""
    moved = (year if year > 0 else year + 1) + count
    return moved if moved > 0 else moved - 1


def shifted(stamp: Stamp, count: int, step: Step) -> Stamp | None:
    """Return the unit of the step's grain that lies ``count`` steps from ``stamp``: two weeks after a day is a week.

    None where ``stamp`` is too wide to count from ("two days after 1975") or too far back for the arithmetic.
    Raises ValueError or OverflowError when that leaves the calendar.
    """
    if step in ("year", "decade", "century"):
        if step == "year" or stamp.year < 1:
            return Stamp("year", _year_on(stamp.year, count * _YEARS[step]))
        width = _YEARS[step]
        return Stamp(GRAIN[step], stamp.year // width * width + count * width)
    if stamp.month is None or stamp.first is None:
        return None
    if step in _MONTHS:
        return holding(days.shifted(stamp.first.replace(day=1), count * _MONTHS[step], "month"), GRAIN[step])
    if stamp.grain not in ("day", "week", "weekend") or (step == "day" and stamp.grain != "day"):
        return None
    return holding(stamp.first + dt.timedelta(days=count * _DAYS[step]), GRAIN[step])


def year_before(stamp: Stamp, count: int = 1) -> Stamp:
    """Return the same unit ``count`` years before: "a year earlier" of a third quarter is a third quarter.

    Raises ValueError when that year lacks it.
    """
    return dataclasses.replace(stamp, year=_year_on(stamp.year, -count))
