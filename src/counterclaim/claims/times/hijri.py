"""The Islamic calendar and the Persian one, as dates of the common calendar.

Islamic months follow the Umm al-Qura calendar, which Saudi Arabia computes in advance; where the moon is watched for
instead a month may begin a day earlier or later, which :data:`SLACK` says.
Persian years begin at the vernal equinox; the 33-year rule of leap years (Birashk) holds for AP 1178 to 1633.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

SLACK: Final = dt.timedelta(days=1)
"""How far a month's first day may lie from the computed one, in days, in lands that watch for the moon."""
_FIRST_YEAR: Final = 1370
_FIRST_DAY: Final = dt.date(1950, 10, 13)
_LONG_MONTHS: Final = """
555 ea5 d2a aaa cd5 655 572 da9 555 aaa 555 52d a6d 55a 555 74d d53 d54 556 d55 2d5 d55 d54 d45 655 52d a5d 55a ad5
6aa d4b 52a a57 4ae 976 56c b55 aaa a55 4ad 95d 2da 5d9 db2 ba4 b4a a55 2b5 575 b6a bd2 bc4 b89 a95 52d 5ad b6a 6d4
dc9 d92 aa6 956 2ae 56d 36a b55 aaa 94d 49d 95d 2ba 5b5 5aa d55 a9a 92e 26e 55d ada 6d4 6a5 54b a97 54e aae 5ac ba9
d92 b25 64b cab 55a b55 6d2 ea5 e4a a95 52d aad 36c 759 6d2 695 52d a5b 4ba 9ba 3b4 b69 b52 aa6 4b6 96d 2ec 6d9 eb2
d54 d2a a56 4ae 96d d6a b54 b29 a93 52b a57 536 ab5 6aa
""".split()
"""One figure (hexadecimal) a year from AH 1370: bit k tells that month k + 1 has 30 days, else it has 29."""
_LEAPS: Final = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_CYCLE: Final = 33
_NOWRUZ: Final = {1342: dt.date(1963, 3, 21)}
"""A year of the Persian calendar whose first day is known, from which the others are counted."""
PERSIAN_YEARS: Final = range(1280, 1473)


@functools.cache
def _month_starts() -> tuple[dt.date, ...]:
    starts = [_FIRST_DAY]
    for year in _LONG_MONTHS:
        for month in range(12):
            starts.append(starts[-1] + dt.timedelta(days=29 + (int(year, 16) >> month & 1)))
    return tuple(starts)


def islamic(year: int, month: int, day: int) -> dt.date:
    """Return the day of the common calendar on which a day of the Islamic calendar (AH) begins at midnight.

    Raises ValueError for a day that the month does not have, and for years outside AH 1370 to 1499.
    """
    at = (year - _FIRST_YEAR) * 12 + month - 1
    starts = _month_starts()
    if not 1 <= month <= 12 or not 0 <= at < len(starts) - 1:
        raise ValueError(f"month {month} of AH {year} is outside the known calendar")
    if not 1 <= day <= (starts[at + 1] - starts[at]).days:
        raise ValueError(f"month {month} of AH {year} has no day {day}")
    return starts[at] + dt.timedelta(days=day - 1)


def islamic_years(year: int) -> tuple[int, ...]:
    """Return the years AH of which some part may lie in a common year, those outside the known calendar left out."""
    about = int((year - 622) * 33 / 32)
    last = _FIRST_YEAR + len(_LONG_MONTHS)
    return tuple(number for number in range(about - 1, about + 3) if _FIRST_YEAR <= number < last)


def _leap(year: int) -> bool:
    return year % _CYCLE in _LEAPS


def nowruz(year: int) -> dt.date:
    """Return the first day of a Persian year (AP).  Raises ValueError outside AP 1280 to 1472."""
    if year not in PERSIAN_YEARS:
        raise ValueError(f"AP {year} is outside the known calendar")
    known, day = next(iter(_NOWRUZ.items()))
    step = range(known, year) if year > known else range(year, known)
    span = dt.timedelta(days=sum(365 + _leap(number) for number in step))
    return day + span if year > known else day - span


def persian(year: int, month: int, day: int) -> dt.date:
    """Return the day of the common calendar for a day of the Persian one.

    Raises ValueError for a day that the month does not have, and outside AP 1280 to 1472.
    """
    length = 31 if month <= 6 else 30 if month <= 11 or _leap(year) else 29
    if not 1 <= month <= 12 or not 1 <= day <= length:
        raise ValueError(f"month {month} of AP {year} has no day {day}")
    return nowruz(year) + dt.timedelta(days=31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)
