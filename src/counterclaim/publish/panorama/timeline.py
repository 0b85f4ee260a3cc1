"""Counts over time: days, weeks, months, quarters, years or more, whichever are few enough."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.publish.panorama.shapes import Bin

_DAY_US: Final = 86_400_000_000
_WEEK: Final = 7
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_MONTHS: Final = (1, 3, *(12 * years for years in _YEARS))
"""The widths of bins in months, where days and weeks are too many: the last takes in every date there is."""
_EPOCH: Final = dt.date(1970, 1, 1)
_MONDAY: Final = dt.date(1970, 1, 5).toordinal()
_LAST: Final = dt.date.max.toordinal()
_FEW: Final = 0.02
"""The share of moments at either end that a crowded stretch may leave out."""
_TOO_WIDE: Final = 2
"""How many times as wide as the crowded stretch all of it has to be before anything is left out."""


def crowded(moments: NDArray[np.int64]) -> tuple[int, int]:
    """Return the first and the last moment between which nearly all lie, where the few others would take most room.

    One date that was misread by a century must not press all others into one bar.
    """
    first, last = int(moments.min()), int(moments.max())
    edge = int(len(moments) * _FEW)
    ranked = np.partition(moments, (edge, len(moments) - 1 - edge))
    low, high = int(ranked[edge]), int(ranked[-1 - edge])
    room = max((high - low) // 10, _DAY_US)
    if (last - first) <= _TOO_WIDE * (high - low + 2 * room):
        return first, last
    return max(first, low - room), min(last, high + room)


def bins(moments: NDArray[np.int64], marked: NDArray[np.bool_], most: int) -> tuple[Bin, ...]:
    """Return the bins of moments (microseconds since 1970), and how many of each are ``marked``.

    They follow each other without a gap.  Raises ValueError when ``most`` is below 1.
    """
    if most < 1:
        raise ValueError(f"there is one bin at least, not {most}")
    if not len(moments):
        return ()
    days = moments // _DAY_US + _EPOCH.toordinal()
    edges = _edges(int(days.min()), int(days.max()), most)
    which = np.searchsorted(np.array(edges), days, side="right") - 1
    counts = np.bincount(which, minlength=len(edges) - 1)
    contested = np.bincount(which[marked], minlength=len(edges) - 1)
    dates = [_date(edge) for edge in edges]
    return tuple(
        Bin(start=start, end=end, count=int(count), contested=int(some))
        for start, end, count, some in zip(dates, dates[1:], counts, contested, strict=False)
    )


def _edges(first: int, last: int, most: int) -> list[int]:
    """Return the edges (ordinals of days) of the narrowest bins over these days that are few enough."""
    for days in (1, _WEEK):
        begin = first - (first - _MONDAY) % days
        if (last - begin) // days < most:
            return [*range(begin, last + 1, days), begin + ((last - begin) // days + 1) * days]
    start, end = (_month(dt.date.fromordinal(day)) for day in (first, last))
    width = next(width for width in _MONTHS if end // width - start // width < most)
    return [_first_of(number * width) for number in range(start // width, end // width + 2)]


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> int:
    """Return the first day (ordinal) of a month counted from the year 0; what lies beyond all dates is at their end."""
    year, month = divmod(month, 12)
    if year < dt.MINYEAR:
        return 1
    return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else _LAST + 1


def _date(ordinal: int) -> dt.date:
    """Return a day; the one after the last that there is counts as that one."""
    return dt.date.fromordinal(min(ordinal, _LAST))
