"""Dates that name themselves: "2016-07-18", "the 5th of May", "March 2011", "490 BC", "the 1990s", "third quarter"."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from counterclaim.claims import numbers
from counterclaim.claims.harms import person
from counterclaim.claims.times import hijri
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.days import Days, Part
from counterclaim.claims.times.found import Found, dated
from counterclaim.claims.times.stamps import Stamp, holding, of_day
from counterclaim.claims.times.words import DASHES

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d\d)(?!\d)", re.ASCII)
_NAMED: Final = re.compile(r"(\d{1,2})[-/]([A-Za-z]{3})[-/](\d{4})(?!\d)", re.ASCII)
_YEAR: Final = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d", re.ASCII)
_ANY_YEAR: Final = re.compile(r"\d{1,4}", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"['’](\d\d)", re.ASCII)
_RUN_ON: Final = re.compile(r"(\d{2})((?:19|20)\d\d)", re.ASCII)
_CHRIST: Final = {"bc": -1, "b.c.": -1, "b.c": -1, "bce": -1, "b.c.e.": -1, "ad": 1, "a.d.": 1, "ce": 1}
_ISLAMIC_ERAS: Final = frozenset(("ah", "a.h.", "h"))
PIVOT: Final = 30
"""Two-figure years up to this are of this century, where no day of publication tells."""


def full_year(c: Context, short: int) -> int:
    """Return the year that two figures mean: the latest one not more than ten years after publication."""
    if c.anchor is None:
        return short + (2000 if short <= PIVOT else 1900)
    year = c.anchor.year // 100 * 100 + short
    return year - 100 if year > c.anchor.year + 10 else year


def year_at(c: Context, at: int) -> tuple[int, int] | None:
    """Return a year written at ``at``, past a comma or "of", and the token after it."""
    words = c.words
    if words.at(at) in (",", "of", "in") and at + 1 < len(words):
        at += 1
    if _ANY_YEAR.fullmatch(words.at(at)) and (era := _CHRIST.get(words.at(at + 1))):
        return era * int(words.at(at)), at + 2
    if _YEAR.fullmatch(words.at(at)) and person(words.at(at + 1)) is None:
        return int(words.at(at)), at + 1
    match = _SHORT_YEAR.fullmatch(words.at(at))
    return spoken(c, at) if match is None else (full_year(c, int(match[1])), at + 1)


def spoken(c: Context, at: int) -> tuple[int, int] | None:
    """Return the year of "nineteen ninety-six" or "twenty fourteen", and the token after it."""
    words, units = c.words, numbers.lexicon().units
    hundreds, tens = units.get(words.at(at), 0), units.get(words.at(at + 1), 0)
    if not 17 <= hundreds <= 20 or not 10 <= tens <= 90:
        return None
    end = at + 2 + (words.at(at + 2) in DASHES)
    rest = units.get(words.at(end), 0) if tens >= 20 else 0
    return (hundreds * 100 + tens + rest, end + 1) if 0 < rest < 10 else (hundreds * 100 + tens, at + 2)


def numeric(c: Context, at: int) -> Found | None:
    """Read 2016-07-18, 18-07-2016, 15.04.2017, 7/18/2016, 04-Mar-2015, 10/31/89.

    The day is first where both readings are possible, but with a year of two figures.
    """
    words = c.words
    glued = at > 0 and words.at(at - 1)[-1:] in "-–/." and not words.spaced(at - 1) and words.at(at - 1) != "-"
    if not words.at(at)[:1].isdigit() or glued:
        return None
    start = c.doc[at].idx
    chunk = words.text[start : start + 12]
    if match := _ISO.match(chunk):
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    elif (match := _NAMED.match(chunk)) and (number := c.words.lexicon.months.get(match[2].lower())):
        day = dt.date(int(match[3]), number, int(match[1]))
    elif match := _SHORT.match(chunk):
        first, second, number = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            if match[2] != "/":
                return None
            # two-figure years are written so in America, where the month comes first
            first, second, number = second, first, full_year(c, number)
            first, second = (first, second) if second <= 12 else (second, first)
        swap = second > 12 >= first
        day = dt.date(number, first if swap else second, second if swap else first)
    else:
        return None
    end = at
    while end < len(words) and c.doc[end].idx < start + match.end():
        end += 1
    return dated(at, end, of_day(day), full=True)


def counts(c: Context, at: int) -> bool:
    """Tell the day of "May 23" from the number of "in May 23 people were killed".

    Texts that lost their commas write "on May 23 diplomats said": a day is told with "on".
    """
    return person(c.words.at(at + 1)) is not None and c.words.all[max(0, at - 2) : at - 1] != ["on"]


def date(c: Context, at: int) -> Found | None:
    """Read "June 23", "30 November 2014", "the 5th of May", "October 25-26, 2016", "3 to 5 May"."""
    words = c.words
    begin = at + (words.at(at) == "the")
    month = words.month(begin)
    if month is not None:
        end = begin + 1
        if (run_on := _RUN_ON.fullmatch(words.at(end))) is not None:
            return dated(at, end + 1, Stamp("day", int(run_on[2]), month, int(run_on[1])), full=True)
        end += words.at(end) == "the"
        first = words.day(end)
        if first is None or counts(c, end):
            return None
        second, end = _second_day(c, end + 1, first)
    else:
        ordinal = words.ordinal(begin) if words.at(begin + 1) == "of" else None
        first = words.day(begin) or (ordinal[1] if ordinal is not None and ordinal[1] <= 31 else None)
        if first is None:
            return None
        second, end = _second_day(c, begin + 1, first)
        end += words.at(end) == "of"
        month = words.month(end)
        if month is None:
            return None
        end += 1
    return _dated(c, at, end, month, first, second)


def _second_day(c: Context, at: int, first: int) -> tuple[int, int]:
    """Return the last day of "25-26", "3 to 5", "6 and 7", and the token after it."""
    if c.words.at(at) in ("-", "–", "to", "and", "until", "/"):
        second = c.words.day(at + 1)
        if second is not None and second > first and not counts(c, at + 1):
            return second, at + 2
    return first, at


def _dated(c: Context, at: int, end: int, month: int, first: int, second: int) -> Found | None:
    if c.words.christened(end):
        return None
    said = year_at(c, end) or of_year(c, end)
    linked = None if said is not None else linked_year(c, end, month)
    if said is not None:
        year, end = said
    elif linked is not None:
        year = linked
    else:
        number = c.year_for(at, month, first)
        if number is None:
            return None
        year = number
    stamp = Stamp("day", year, month, first)
    found = dated(at, end, stamp, full=said is not None or linked is not None)
    if second == first:
        return found
    last = Stamp("day", year, month, second).first
    stretch = Days(stamp.first, last) if stamp.first is not None and last is not None else None
    return Found(at, end, "DATE", stamp.value, None, stretch, stamp, found.full)


_LINKS: Final = frozenset(("-", "–", "—", "and", "to", "or", "until", "through"))


def linked_year(c: Context, at: int, first: int) -> int | None:
    """Return the year that a second date names for the first as well: "April-May 2015", "27 May to 2 June 1905".

    ``first`` is the first date's month; where the second one's comes before it the year turned between them.
    """
    words = c.words
    if words.at(at) not in _LINKS:
        return None
    begin = at + 1 + (words.at(at + 1) == "the")
    begin += words.day(begin) is not None
    month = words.month(begin)
    if month is None:
        return None
    said = year_at(c, begin + 1 + (words.day(begin + 1) is not None))
    return None if said is None else said[0] - (month < first and said[0] != 1)


def of_year(c: Context, at: int) -> tuple[int, int] | None:
    """Read "last year", "this year", "of that year" after a day or month: the year, and the token after it."""
    at += c.words.at(at) == "of"
    if c.words.at(at + 1) == "year" and c.anchor is not None:
        offset = {"last": -1, "this": 0, "next": 1}.get(c.words.at(at))
        if offset is not None:
            return c.anchor.year + offset, at + 2
    if c.told is not None and (c.words.are(at, "that", "year") or c.words.are(at, "the", "same", "year")):
        return c.told.year, at + 2 + (c.words.at(at) == "the")
    return None


def month(c: Context, at: int, *, part: Part | None = None, start: int | None = None) -> Found | None:
    """Read "March 2011", "in March", "last September", "August last year"; ``start``: where a part before it began."""
    words = c.words
    lead = words.at(at) if words.at(at) in ("last", "this", "next", "past", "previous", "following") else ""
    begin = at + bool(lead)
    number = words.month(begin)
    if number is None or words.christened(begin + 1) or (at and words.day(at - 1) is not None):
        # a day before it that made no date with it is a day that no calendar has
        return None
    if words.day(begin + 1) is not None and not counts(c, begin + 1) and words.at(begin + 2) != "people":
        return None
    start = at if start is None else start
    said = year_at(c, begin + 1) or of_year(c, begin + 1)
    if said is not None:
        return dated(start, said[1], Stamp("month", said[0], number), part=part, full=True)
    if (linked := linked_year(c, begin + 1, number)) is not None:
        return dated(start, begin + 1, Stamp("month", linked, number), part=part, full=True)
    doubtful = words.at(begin).rstrip(".") in _DOUBTFUL and not lead and part is None
    cued = words.at(at - 1) in _MONTH_CUES or (words.at(at - 1) in ("the", "a") and words.pos(begin + 1) == "NOUN")
    if doubtful and (words.pos(begin) != "PROPN" or not cued):
        return None
    year = _led_year(c, at, number, lead) if lead and c.anchor is not None else c.year_for(at, number)
    return None if year is None else dated(start, begin + 1, Stamp("month", year, number), part=part)


_DOUBTFUL: Final = frozenset(("may", "march", "jan", "mar", "dec"))
"""Months that are other words or names as well."""
_MONTH_CUES: Final = frozenset(
    "in since of during by until till after before throughout late early mid last this next past on from between and "
    "to – through".split()
)


def _led_year(c: Context, at: int, number: int, lead: str) -> int | None:
    anchor = c.anchor
    if anchor is None:
        return None
    if lead in ("last", "past", "previous"):
        return anchor.year - (number >= anchor.month)
    if lead in ("next", "following"):
        return anchor.year + (number <= anchor.month)
    return anchor.year - (number > anchor.month + 6) if c.tense(at) < 1 else anchor.year + (number < anchor.month)


def religious(c: Context, at: int) -> Found | None:
    """Read "12 Ramadan 1436" and "22 Khordad 1388", whose month's name says which calendar it is.

    Without the year only the days are not known, and nothing is read.
    """
    day = c.words.day(at)
    if day is None:
        return None
    begin = at + 1 + (c.words.at(at + 1) == "of")
    for table, convert in ((c.words.lexicon.islamic, hijri.islamic), (c.words.lexicon.persian, hijri.persian)):
        hit = c.words.find(begin, table)
        if hit is None:
            continue
        end = hit[0] + (c.words.at(hit[0]) == ",")
        if re.fullmatch(r"1[2-5]\d\d", c.words.at(end)):
            found = convert(int(c.words.at(end)), hit[1], day)
            return dated(at, end + 1 + (c.words.at(end + 1) in _ISLAMIC_ERAS), of_day(found), full=True)
    return None


def quarter_for(c: Context, at: int, number: int) -> Stamp | None:
    """Return the quarter of that number that a text without its year means: the last begun, or one to come."""
    if c.narrative and c.told is not None:
        return Stamp("quarter", c.told.year, number)
    if c.anchor is None:
        return None
    now = holding(c.anchor, "quarter").number
    if number == now and c.tense(at) < 0:
        return Stamp("quarter", c.anchor.year, number)
    return Stamp("quarter", c.anchor.year - (number > now and c.tense(at) < 1), number)
