"""What is said from publication or from what was told: "last week", "this year", "the next day", "that month"."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Final

from counterclaim.claims.times import days, stamps
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import month, year_at
from counterclaim.claims.times.days import Days, Part
from counterclaim.claims.times.found import MODS, Found, aside, dated
from counterclaim.claims.times.stamps import GRAIN, Stamp, of_day
from counterclaim.claims.times.weekdays import weekday
from counterclaim.claims.times.words import Unit
from counterclaim.claims.times.years import decade, season

PAST: Final = frozenset(("past", "last", "previous", "preceding"))
_MID: Final = re.compile(r"mid-?((?:1[0-9]|20)\d\d)(s)?", re.ASCII)
_NEXT: Final = frozenset(("next", "coming", "following"))
_SHARES: Final = frozenset("rest remainder most much part all".split())
_COUNTED: Final = ("day", "weekend", "week", "month", "quarter", "year", "decade", "century")


_ROLLING: Final[dict[Unit, tuple[str, int, days.Unit]]] = {
    "day": ("P1D", 1, "day"),
    "week": ("P1W", 1, "week"),
    "month": ("P1M", 1, "month"),
    "quarter": ("P3M", 3, "month"),
    "year": ("P1Y", 1, "year"),
    "decade": ("P1DE", 1, "decade"),
}
"""The length of "the past week", and the count of units of the calendar that it takes."""


def step_of(unit: Unit | None) -> stamps.Step | None:
    """Return the unit as a step of the calendar; hours and less are none."""
    if unit is None or unit == "second" or unit == "minute" or unit == "hour":
        return None
    return "day" if unit == "night" else unit


def named_day(c: Context, at: int) -> Found | None:
    """Read "today", "yesterday", "the day before yesterday", "the next day", "that same day"."""
    words, lex = c.words, c.words.lexicon
    hit = words.find(at, lex.days)
    if hit is not None:
        if words.at(at) == "today" and c.narrative:
            return Found(at, hit[0], "DATE", "PRESENT_REF")
        if c.today is None or words.at(at) in ("tonight", "overnight"):
            return None
        stamp = stamps.shifted(c.today, hit[1][0], "day")
        return None if stamp is None else dated(at, hit[0], stamp)
    told = words.find(at, lex.told)
    if told is None or words.are(told[0], "of"):
        return None
    base = c.told_day
    if base is None:
        return None
    stamp = stamps.shifted(base, told[1], "day")
    return None if stamp is None else dated(at, told[0], stamp)


def unit_from(c: Context, at: int, *, part: Part | None = None, start: int | None = None) -> Found | None:
    """Read "last week", "earlier this month", "this year", "next quarter", "that year", "the following month"."""
    words = c.words
    start = at if start is None else start
    late = words.at(at) if words.at(at) in ("earlier", "later", "early", "late", "sometime") else ""
    begin = at + bool(late)
    begin += words.at(begin) == "the"
    lead = words.at(begin)
    if lead == "same" or (lead == "that" and words.at(begin + 1) == "same"):
        begin += lead == "that"
        lead = "that"
    unit = words.unit(begin + 1)
    if (
        words.at(begin) in ("week", "month", "year")
        and begin > at
        and words.at(begin + 1) in ("before", "after", "earlier")
    ):
        step = step_of(words.unit(begin))
        stamp = _from_told(c, step, 1 if words.at(begin + 1) == "after" else -1) if step is not None else None
        return None if stamp is None else dated(start, begin + 2, stamp)
    if unit not in _COUNTED or words.at(begin + 1).endswith("s"):
        return None
    if words.at(begin + 2) == "of" and lead not in ("this", "that", "past"):
        # "the last week of April"
        return None
    step = step_of(unit)
    if step is None:
        return None
    end = begin + 2
    definite = words.at(begin - 1) == "the"
    if c.narrative and lead in ("this", "coming") and late == "" and c.told is not None:
        lead = "that"
    if (
        lead == "that"
        or (definite and lead in ("following", "previous", "preceding", "next"))
        or (c.narrative and lead in ("next", "following", "previous"))
    ):
        stamp = _from_told(c, step, 0 if lead == "that" else 1 if lead in _NEXT else -1)
        if stamp is None and lead == "next" and unit == "year" and c.today is not None and not c.narrative:
            stamp = stamps.shifted(c.today, 1, "year")
        if stamp is None:
            return None
        found = _named(c, start, end, stamp, late, part)
        return aside(found) if lead in ("previous", "preceding") else found
    offset = 0 if lead in ("this", "current") else -1 if lead == "last" else 1 if lead in ("next", "coming") else None
    if offset is None or c.anchor is None or step == "day" or (definite and lead == "last"):
        return _rolling(c, start, end, unit) if lead in ("past", "last") and definite and c.anchor is not None else None
    if words.at(end) in ("'s", "’s") and words.at(end + 1) == "end" and unit == "year":
        part, end = "late", end + 2
    if unit == "weekend":
        shift = 7 if offset > 0 else -7 if offset < 0 and c.anchor.weekday() >= 5 else 0
        return dated(start, end, _weekend(days.weekend(c.anchor + shift * days.ONE)))
    stamp = stamps.shifted(stamps.holding(c.anchor, GRAIN[step]), offset, step)
    return None if stamp is None else _named(c, start, end, stamp, late, part)


def _rolling(c: Context, start: int, end: int, unit: Unit) -> Found | None:
    """Read "the past week": a length that ends on the day of publication."""
    known = _ROLLING.get(unit)
    if known is None or c.anchor is None:
        return None
    code, count, step = known
    return Found(start, end, "DURATION", code, None, Days(days.shifted(c.anchor, -count, step), c.anchor))


def _named(c: Context, start: int, end: int, stamp: Stamp, late: str, part: Part | None) -> Found:
    part = part or ("early" if late in ("earlier", "early") else "late" if late in ("later", "late") else None)
    found = dated(start, end, stamp, part=part)
    whole = stamp.days()
    if whole is None or whole.first is None or whole.last is None or c.anchor is None:
        return found
    if not whole.first <= c.anchor <= whole.last:
        return found
    if late == "later":
        return dataclasses.replace(found, days=Days(c.anchor, whole.last))
    if late == "earlier":
        return dataclasses.replace(found, days=Days(whole.first, c.anchor))
    if late == "" and part != "late" and c.words.at(start) != "early":
        # what is told of this week has happened by now
        return dataclasses.replace(found, near=Days(whole.first, c.anchor))
    return found


def _from_told(c: Context, step: stamps.Step, offset: int) -> Stamp | None:
    told = c.told_day if step == "day" else c.told
    if told is None:
        return None
    if offset == 0 and GRAIN[step] == told.grain:
        return told
    if step == "year":
        return stamps.shifted(Stamp("year", told.year), offset, "year") if offset else Stamp("year", told.year)
    return stamps.shifted(told, offset, step)


def parted(c: Context, at: int) -> Found | None:
    """Read "late March 2017", "mid-August", "the end of last year", "late yesterday", "the end of the month"."""
    words = c.words
    if match := _MID.fullmatch(words.at(at)):
        grain: stamps.Grain = "decade" if match[2] else "year"
        return dated(at, at + 1, Stamp(grain, int(match[1])), part="middle", full=True)
    hit = words.find(at, words.lexicon.parts)
    if hit is None:
        return None
    begin, part = hit
    while words.at(begin) in ("in", "-", "–"):
        begin += 1
    whole = words.at(begin) == "the"
    inner = begin + whole
    found = (
        month(c, inner, part=part, start=at)
        or season(c, begin, part=part, start=at)
        or decade(c, begin, part=part, start=at)
    )
    if found is not None:
        return found
    said = year_at(c, inner) if words.at(inner) not in (",", "in", "of") else None
    if said is not None:
        return dated(at, said[1], Stamp("year", said[0]), part=part, full=True)
    if (found := unit_from(c, begin, part=part, start=at)) is not None:
        return found
    if (found := weekday(c, begin) or named_day(c, begin)) is not None and found.stamp is not None:
        return dataclasses.replace(found, start=at, mod=MODS[part])
    unit = words.unit(inner)
    if whole and unit == "day" and words.at(begin - 1) == "in" and words.at(inner + 1) not in ("before", "after", "of"):
        near = c.told_day if c.narrative or c.told_at >= words.sentence(at) else c.today
        return None if near is None else dataclasses.replace(dated(at, inner + 1, near), mod=MODS[part])
    if whole and unit in ("year", "month", "week", "quarter", "decade") and words.at(inner + 1) != "of":
        base = c.told if c.narrative else c.today
        stamp = _whole(base, unit)
        return None if stamp is None else dated(at, inner + 1, stamp, part=part)
    return None


def _whole(base: Stamp | None, unit: Unit) -> Stamp | None:
    step = step_of(unit)
    if base is None or step is None:
        return None
    if unit == "year":
        return Stamp("year", base.year)
    return stamps.shifted(base, 0, step)


def _weekend(stretch: Days) -> Stamp:
    """Return the weekend as a unit of the calendar."""
    return stamps.holding(stretch.first or stretch.last or dt.date.max, "weekend")


def whole_year(c: Context, at: int) -> Found | None:
    """Read the year of "throughout the year" and "for the rest of the year": the one told, in news the present one."""
    words = c.words
    cued = words.at(at - 1) in ("throughout", "within") or (words.at(at - 1) == "of" and words.at(at - 2) in _SHARES)
    if words.at(at) != "the" or words.at(at + 1) not in ("year", "month") or not cued or words.at(at + 2) == "of":
        return None
    stamp = _whole(c.told if c.narrative else c.today, "year" if words.at(at + 1) == "year" else "month")
    return None if stamp is None else dated(at, at + 2, stamp)


def year_end(c: Context, at: int) -> Found | None:
    """Read "year-end", "year end 1989", "year's end", "the weekend", "month-end"."""
    words = c.words
    begin = at + (words.at(at) == "the")
    if words.at(begin) == "weekend" and words.at(at - 1) not in ("a", "this", "last", "next"):
        if c.anchor is None or c.narrative:
            return None
        saturday = days.weekend(c.anchor)
        if c.tense(at) > 0:
            saturday = days.weekend(c.anchor + 7 * days.ONE)
        return dated(at, begin + 1, _weekend(saturday))
    unit = words.unit(begin)
    if unit not in ("year", "month") or words.at(begin + 1) not in ("-", "end", "'s", "’s"):
        return None
    end = begin + 1 + (words.at(begin + 1) != "end")
    if words.at(end) != "end" or words.are(end + 1, "of"):
        return None
    said = year_at(c, end + 1)
    if said is not None:
        return dated(at, said[1], Stamp("year", said[0]), part="late", full=True)
    stamp = _whole(c.told if c.narrative else c.today, unit)
    return None if stamp is None else dated(at, end + 1, stamp, part="late")


def year_ago(c: Context, at: int) -> Found | None:
    """Read the "year-earlier" and "year-ago" of business news, with its noun: "the year-ago quarter"."""
    words = c.words
    begin = at + (words.at(at) == "the")
    if words.at(begin) != "year" or words.at(begin + 1) != "-" or words.at(begin + 2) not in ("earlier", "ago"):
        return None
    end = begin + 3
    ordinal = words.ordinal(end)
    base = c.told_quarter or (Stamp("year", c.anchor.year) if c.anchor is not None else None)
    if ordinal is not None and c.anchor is not None:
        end = ordinal[0] + (words.at(ordinal[0]) == "-")
        base, end = Stamp("quarter", c.anchor.year, ordinal[1]), end + 1
    elif words.at(end) in ("period", "quarter"):
        end += 1
    elif words.at(end) in ("nine", "six") and words.at(end + 1) == "months":
        return None
    return None if base is None else aside(dated(at, end, stamps.year_before(base)))


def this_quarter(c: Context, at: int) -> Found | None:
    """Read "the quarter", "the latest quarter", "the quarter a year ago": the one told last, or the last one over."""
    words = c.words
    begin = at + 1 + (words.at(at + 1) in ("latest", "most", "recent"))
    begin += words.at(begin) == "recent"
    if words.at(at) != "the" or words.at(begin) not in ("quarter", "period") or c.anchor is None or c.narrative:
        return None
    if words.at(begin) == "period" and begin == at + 1:
        return None
    over = stamps.shifted(stamps.holding(c.anchor, "quarter"), -1, "quarter")
    stamp = (c.told_quarter or over) if begin == at + 1 else over
    if stamp is None:
        return None
    if words.are(begin + 1, "a", "year") and words.at(begin + 3) in ("ago", "earlier", "before"):
        return aside(dated(at, begin + 4, stamps.year_before(stamp)))
    return dated(at, begin + 1, stamp)


def part_of_month(c: Context, at: int) -> Found | None:
    """Read "the second Sunday of May" as that day, "the first week of June" as its first seven days."""
    words = c.words
    begin = at + (words.at(at) == "the")
    last = words.at(begin) in ("last", "final")
    ordinal = (begin + 1, -1) if last else words.ordinal(begin)
    if begin == at or ordinal is None or words.at(ordinal[0] + 1) not in ("of", "in"):
        return None
    whole = month(c, ordinal[0] + 2 + (words.at(ordinal[0] + 2) == "the"))
    first = whole.stamp.first if whole is not None and whole.stamp is not None else None
    if whole is None or first is None or whole.stamp is None:
        return None
    final = days.month(first.year, first.month).last or first
    number = words.lexicon.weekdays.get(words.at(ordinal[0]))
    if number is not None:
        back = days.weekday(final, number)
        day = back if last else days.next_weekday(first - days.ONE, number) + 7 * (ordinal[1] - 1) * days.ONE
        return dated(at, whole.end, of_day(day), full=whole.full) if day.month == first.month else None
    if words.at(ordinal[0]) != "week" or ordinal[1] > 4:
        return None
    start = final - 6 * days.ONE if last else first + 7 * (ordinal[1] - 1) * days.ONE
    part: Part = "late" if last or ordinal[1] == 4 else "early" if ordinal[1] == 1 else "middle"
    found = dated(at, whole.end, whole.stamp, part=part, full=whole.full)
    return dataclasses.replace(found, days=Days(start, start + 6 * days.ONE))


def ordinal_day(c: Context, at: int) -> Found | None:
    """Read "on the 5th", "the 21st" and, in a list after a date, "and the 25th": a day of the month told or begun."""
    words = c.words
    begin = at + (words.at(at) == "the")
    number = words.day(begin)
    if (
        number is None
        or not words.at(begin)[-1:].isalpha()
        or words.at(at - 1) not in ("on", "and", "to", "until", "by")
    ):
        return None
    if words.pos(begin + 1) in ("NOUN", "PROPN", "ADJ") or (begin == at and words.at(at - 1) != "on"):
        return None
    if c.narrative or words.at(at - 1) != "on":
        base = c.told if c.told is not None and c.told.grain in ("day", "month") else None
        return None if base is None else dated(at, begin + 1, Stamp("day", base.year, base.number, number))
    if c.anchor is None:
        return None
    day = c.anchor if c.anchor.day >= number else days.shifted(c.anchor.replace(day=1), -1, "month")
    return dated(at, begin + 1, of_day(day.replace(day=number)))
