"""The days on which feasts fall: fixed ones, Easter West and East, Passover, Nowruz and the feasts of Islam.

Easter is computed as by Meeus (Astronomical Algorithms, 1991, ch. 8), Passover by Gauss's rule, the feasts of Islam
from the Umm al-Qura calendar.  Which words name which feast stands in ``lexicon/times.toml``.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counterclaim.claims.times import hijri

Rule = Literal["fixed", "easter", "orthodox_easter", "passover", "nowruz", "islamic", "weekday"]


class Feast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a feast falls.

    ``fixed``: on ``day`` of ``month``; ``weekday``: on the ``nth`` (negative: from the end) ``weekday`` (Monday 0) of
    ``month``; ``islamic``: on that day and month of the Islamic year; the others ``offset`` days from the day computed.
    ``days`` is how long it lasts, in days.
    """

    rule: Rule
    month: int = 0
    day: int = 0
    nth: int = 0
    weekday: int = 0
    offset: int = 0
    days: int = 1


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Western churches."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * shift) // 451
    month, day = divmod(epact + shift - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Return Easter Sunday of the Orthodox churches in the common calendar."""
    moon = (19 * (year % 19) + 15) % 30
    shift = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + shift + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(days=year // 100 - year // 400 - 2)


def passover(year: int) -> dt.date:
    """Return the first day of Passover (15 Nisan), by Gauss's rule."""
    golden = (12 * (year + 3760) + 17) % 19
    leap = (year + 3760) % 4
    moment = 32 + 4343 / 98496 + leap / 4 + golden * (1 + 272953 / 492480) - (year + 3760) * (313 / 98496)
    day = int(moment)
    weekday = (day + 3 * (year + 3760) + 5 * leap + 5) % 7
    if weekday in (2, 4, 6):
        day += 1
    elif weekday == 1 and golden > 6 and moment - int(moment) >= 1366 / 2160:
        day += 2
    elif weekday == 0 and golden > 11 and moment - int(moment) >= 23268 / 25920:
        day += 1
    return dt.date(year, 3, 1) + dt.timedelta(days=day - 1 + year // 100 - year // 400 - 2)


def falls(feast: Feast, year: int) -> tuple[dt.date, ...]:
    """Return the first day of a feast in a common year: once, or for a feast of Islam never or twice as well.

    Empty where the calendar of the feast is not known for that year.
    """
    offset = dt.timedelta(days=feast.offset)
    try:
        match feast.rule:
            case "fixed":
                return (dt.date(year, feast.month, feast.day),)
            case "weekday":
                return (_nth(year, feast),)
            case "easter":
                return (easter(year) + offset,)
            case "orthodox_easter":
                return (orthodox_easter(year) + offset,)
            case "passover":
                return (passover(year) + offset,)
            case "nowruz":
                return (hijri.nowruz(year - 621) + offset,)
            case "islamic":
                days = (hijri.islamic(number, feast.month, feast.day) for number in hijri.islamic_years(year))
                return tuple(day for day in days if day.year == year)
    except (ValueError, OverflowError):
        return ()


def _nth(year: int, feast: Feast) -> dt.date:
    if feast.nth > 0:
        first = dt.date(year, feast.month, 1)
        return first + dt.timedelta(days=(feast.weekday - first.weekday()) % 7 + 7 * (feast.nth - 1))
    last = dt.date(year + feast.month // 12, feast.month % 12 + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - feast.weekday) % 7 - 7 * (feast.nth + 1))
