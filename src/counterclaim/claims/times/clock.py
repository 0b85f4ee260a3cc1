"""Times of the day: "9 a.m. EST Tuesday", "at 14:30", "noon", "Friday night", "the night of 8 February", "tonight"."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import date
from counterclaim.claims.times.days import Days
from counterclaim.claims.times.found import Found, dated
from counterclaim.claims.times.stamps import Stamp, shifted
from counterclaim.claims.times.weekdays import weekday

_HOUR: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d)?", re.ASCII)
_GLUED: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm|a\.m\.?|p\.m\.?)", re.ASCII)
_MILITARY: Final = re.compile(r"([01]\d|2[0-3])[:.]?([0-5]\d)(?:hrs?|h|z)?", re.ASCII)
_HALVES: Final = {"am": 0, "a.m.": 0, "a.m": 0, "pm": 12, "p.m.": 12, "p.m": 12}
_ZONES: Final = frozenset(
    "gmt utc est edt et cst cdt mst mdt pst pdt cet cest bst msk z local eastern pacific central time daylight "
    "standard".split()
)
_HOURS: Final = {"noon": 12, "midday": 12, "midnight": 24}


def _clock(c: Context, at: int) -> tuple[int, str] | None:
    """Return a time of day written at ``at`` as TIMEX3 writes it, and the token after it."""
    words = c.words
    word = words.at(at)
    if word in _HOURS and word != "midday":
        return at + 1, f"T{_HOURS[word]:02d}:00"
    if not word[:1].isdigit():
        return None
    if match := _GLUED.fullmatch(word):
        half, end = _HALVES[match[3] if "." not in match[3] else match[3].rstrip(".") + "."], at + 1
    elif (match := _HOUR.fullmatch(word)) and words.at(at + 1) in _HALVES:
        half, end = _HALVES[words.at(at + 1)], at + 2
    elif match := _MILITARY.fullmatch(word):
        told = word[-1] in "hsz" or words.at(at + 1) in _ZONES or words.at(at + 1) in ("hours", "hrs")
        if not told and not (
            ":" in word and words.at(at - 1) in ("at", "around", "about", "by", "until", "since", "from")
        ):
            return None
        end = at + 1 + (words.at(at + 1) in ("hours", "hrs"))
        return _zoned(c, end), f"T{match[1]}:{match[2]}"
    else:
        return None
    hour, minute = int(match[1]), match[2] or "00"
    if not 0 <= hour <= 24 or int(minute) > 59:
        return None
    hour = hour % 12 + half if hour <= 12 else hour
    return _zoned(c, end), f"T{hour:02d}:{minute}"


def _zoned(c: Context, end: int) -> int:
    while end < len(c.words) and c.words.at(end) in _ZONES:
        end += 1
    return end


def _day(c: Context, at: int) -> Found | None:
    """Read the day that a time of day is of: "Tuesday", "on May 3", "yesterday", past a comma or "on"."""
    begin = at
    while c.words.at(begin) in (",", "on", "of", "(", "the") and begin < at + 2:
        begin += 1
    if c.words.at(begin) in ("today", "yesterday", "tomorrow") and c.today is not None:
        offset = {"today": 0, "yesterday": -1, "tomorrow": 1}[c.words.at(begin)]
        stamp = shifted(c.today, offset, "day")
        return None if stamp is None else dated(at, begin + 1, stamp)
    if begin >= len(c.words):
        return None
    found = weekday(c, begin) or date(c, begin)
    return found if found is not None and found.stamp is not None and found.stamp.grain == "day" else None


def _of(found: Found, start: int, end: int, clock: str) -> Found | None:
    stamp = found.stamp
    if stamp is None:
        return None
    days = stamp.days() if found.days is None or stamp.grain == "day" else found.days
    return dataclasses.replace(found, start=start, end=end, type="TIME", value=stamp.value + clock, days=days)


def time(c: Context, at: int) -> Found | None:
    """Read a time of day, and the day beside it: "9 a.m. Tuesday", "noon", "5:30 pm on May 7"."""
    clock = _clock(c, at)
    if clock is None:
        return None
    end, value = clock
    day = _day(c, end)
    if day is not None:
        return _of(day, at, day.end + (c.words.at(day.end) in c.words.lexicon.dayparts), value)
    near = c.told_day if c.narrative or _told_here(c, at) else c.today
    if near is None:
        return Found(at, end, "TIME", "XXXX-XX-XX" + value)
    # a time by itself names no day to whoever reads for days: the day beside it does
    return Found(at, end, "TIME", near.value + value)


def _told_here(c: Context, at: int) -> bool:
    return c.told_day is not None and c.told_at >= c.words.sentence(at)


def part_of_day(c: Context, at: int) -> Found | None:
    """Read "the morning of April 19", "early Sunday morning", "this morning", "last night", "that night", "tonight"."""
    words = c.words
    parts = words.lexicon.dayparts
    begin = at + (words.at(at) in ("early", "late", "earlier", "later"))
    lead = words.at(begin)
    if lead == "tonight" and c.today is not None:
        return dated(at, begin + 1, c.today, clock="TNI")
    code = parts.get(words.at(begin + 1))
    if code is not None and not words.at(begin + 1).endswith("s"):
        end = begin + 2
        if lead == "the" and words.at(end) in ("of", "after", "before"):
            return _part_of(c, at, end, code)
        if lead in ("this", "last") and c.today is not None and not (c.narrative and lead == "last"):
            stamp = shifted(c.today, -1 if lead == "last" else 0, "day")
            return None if stamp is None else dated(at, end, stamp, clock=code)
        if lead in ("that", "same", "next", "following", "previous") and c.told_day is not None:
            offset = {"next": 1, "following": 1, "previous": -1}.get(lead, 0)
            stamp = shifted(c.told_day, offset, "day")
            return None if stamp is None else dated(at - (words.at(at - 1) == "the"), end, stamp, clock=code)
    if lead == "the":
        return part_of_day(c, begin + 1) if words.at(begin + 1) in ("same", "next", "following", "previous") else None
    if lead == "overnight" and c.today is not None and not c.narrative:
        first = shifted(c.today, -1, "day")
        if first is not None and first.days() is not None:
            found = dated(at, begin + 1, c.today, clock="TNI")
            return dataclasses.replace(found, days=_both(first, c.today))
    if lead in ("at", "by") and words.at(begin + 1) in ("night", "nightfall") and words.at(begin + 2) != "of":
        return Found(begin + 1, begin + 2, "TIME", "XXXX-XX-XXTNI")
    code = parts.get(lead)
    if code is not None and begin == at and words.at(at - 1) not in ("the", "this", "last", "that", "every", "each"):
        # "dawn Sunday", "noon on Monday"
        day = (
            _day(c, begin + 1)
            if words.at(begin + 1) in ("on", "of", "today", "yesterday", "tomorrow")
            or (words.at(begin + 1) in words.lexicon.weekdays)
            else None
        )
        return None if day is None else _of(day, at, day.end, code)
    return None


def _both(first: Stamp, second: Stamp) -> Days | None:
    one, other = first.days(), second.days()
    return Days(one.first, other.last) if one is not None and other is not None else None


def _part_of(c: Context, at: int, of: int, code: str) -> Found | None:
    """Read the day of "the night of 8 February", "the night of 13-14 February"."""
    if c.words.at(of) != "of":
        return None
    day = _day(c, of + 1)
    return None if day is None else _of(day, at, day.end, code)


def with_part(c: Context, found: Found) -> Found:
    """Return a day with the part or time of day that follows it: "Friday night", "May 7 at 5:30 pm"."""
    words, stamp = c.words, found.stamp
    if found.type != "DATE" or stamp is None or stamp.grain != "day":
        return found
    end = found.end
    code = words.lexicon.dayparts.get(words.at(end))
    if code is not None and not words.at(end).endswith("s"):
        return _of(found, found.start, end + 1, code) or found
    begin = end + (words.at(end) in ("at", ",", "around", "about"))
    begin += words.at(end) in ("at", ",") and words.at(begin) in ("about", "around", "at")
    clock = _clock(c, begin) if begin < len(words) and (begin == end or words.at(begin) != "noon" or True) else None
    if clock is not None and words.at(begin) not in words.lexicon.dayparts:
        return _of(found, found.start, clock[0], clock[1]) or found
    return found
