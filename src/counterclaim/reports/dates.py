"""Publication dates as inputs write them: a day, or an instant where time and zone are both given.

A day is kept as the day and never shifted by a time zone.  A time without a zone says no more than its day.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from counterclaim.records import Interval

EARLIEST: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
AHEAD: Final = dt.timedelta(hours=14)
"""How far a day may lie ahead of UTC: at the eastern edge of the time zones it has begun already."""

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME: Final = re.compile(
    r"[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
EXPECTED: Final = "expected YYYY-MM-DD or YYYY-MM-DDTHH:MMZ"


def parse(written: str) -> Interval | str:
    """Return the publication date written in ISO 8601, or a sentence that says what is wrong with it.

    A time with a zone becomes the minute (or second) it names, in UTC.
    """
    shown = written[:40]
    match = _DAY.match(written)
    if match is None:
        return f"{shown!r} is no date; {EXPECTED}"
    rest = written[match.end() :].strip("\n\r\t ")
    try:
        date = dt.date(*map(int, match.groups()))
        if not rest:
            return Interval.day(date)
        time = _TIME.fullmatch(" " + rest if rest[0].isdigit() else rest)
        if time is None:
            return f"{shown!r} is no date; {EXPECTED}"
        hour, minute, second, zone = time.groups()
        clock = dt.datetime(date.year, date.month, date.day, int(hour), int(minute), int(second or 0), tzinfo=dt.UTC)
        if zone is None:
            return Interval.day(date)
        start = clock - _offset(zone)
        return Interval(start=start, end=start + dt.timedelta(seconds=1 if second else 60))
    except (ValueError, OverflowError):
        return f"{shown!r} is not in the calendar; {EXPECTED}"


def fault_of(published: Interval, now: dt.datetime) -> str | None:
    """Return what makes a publication date impossible at ``now`` (UTC), or None when it is plausible."""
    start, end = published.start, published.end
    if start is None or end is None:
        return "a publication date needs a start and an end"
    if start < EARLIEST:
        return f"published {start:%Y-%m-%d}, before {EARLIEST:%Y}"
    is_day = end - start >= dt.timedelta(days=1)
    if start > now + (AHEAD if is_day else dt.timedelta()):
        return f"published {start:%Y-%m-%d}, in the future of {now:%Y-%m-%d}"
    return None


def _offset(zone: str) -> dt.timedelta:
    if zone[0] not in "+-":
        return dt.timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset
