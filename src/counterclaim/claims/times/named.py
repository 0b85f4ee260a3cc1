"""Times that have a name: feasts ("Christmas", "the third day of Eid"), and the present, past and future as such."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from counterclaim.claims.times import feasts, hijri
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import year_at
from counterclaim.claims.times.days import Days
from counterclaim.claims.times.feasts import Feast
from counterclaim.claims.times.found import Found, aside, dated
from counterclaim.claims.times.stamps import of_day

_EIDS: Final = ("eid al - fitr", "eid al - adha")
_NOUNS: Final = frozenset(("NOUN", "PROPN"))
_HALF: Final = 183
"""Days within which a feast that names no year is looked for."""


def feast(c: Context, at: int) -> Found | None:
    """Read a feast, or a day of it: "Easter 2016", "the second day of Eid al-Adha", "the first day of Ramadan".

    A feast of Islam may fall a day earlier or later where the moon is watched for: its days are given that wide.
    """
    words = c.words
    begin, number = at, 0
    offset = words.at(at) == "the"
    ordinal = words.ordinal(at + offset)
    if ordinal is not None and words.are(ordinal[0], "day", "of"):
        begin, number = ordinal[0] + 2, ordinal[1]
    hit = words.find(begin, words.lexicon.feasts)
    if words.at(begin) == "ramadan" or (hit is None and begin > at and words.at(begin) == "eid"):
        return _nameless(c, at, begin, number)
    if hit is None or not (words.capital(begin) or words.at(begin) == "the"):
        return None
    end, one = hit
    end += words.at(end) in ("day", "holiday") and words.at(end - 1) != "day"
    said = year_at(c, end)
    day = _day(c, at, one, said[0] if said is not None else None)
    if said is not None and said[0] > 0:
        end = said[1]
    elif begin == at and one.rule == "fixed" and words.capital(end) and words.pos(end) in _NOUNS:
        return None
    return None if day is None else _found(at, end, one, day, number, full=said is not None)


def _found(at: int, end: int, one: Feast, first: dt.date, number: int, *, full: bool) -> Found | None:
    day = first + dt.timedelta(days=max(number - 1, 0))
    found = dated(at, end, of_day(day), full=full)
    last = first + dt.timedelta(days=one.days - 1) if not number else day
    slack = hijri.SLACK if one.rule == "islamic" else dt.timedelta(0)
    return dataclasses.replace(found, days=Days(day - slack, last + slack))


def _nameless(c: Context, at: int, begin: int, number: int) -> Found | None:
    """Read "the third day of Eid", whose feast is the one nearest to publication, and "Ramadan 2016"."""
    words = c.words
    if words.at(begin) == "eid":
        if c.anchor is None or c.narrative:
            return None
        known = [words.lexicon.feasts[name] for name in _EIDS if name in words.lexicon.feasts]
        falls = [(day, one) for one in known if (day := _day(c, at, one, None)) is not None]
        if not falls:
            return None
        anchor = c.anchor
        day, one = min(falls, key=lambda fall: abs((fall[0] - anchor).days))
        return _found(at, begin + 1, one, day, number, full=False)
    if words.capital(begin + 1) and words.pos(begin + 1) in _NOUNS:
        return None
    one = Feast("islamic", month=9, day=1, days=30)
    said = year_at(c, begin + 1)
    day = _day(c, at, one, said[0] if said is not None else None)
    if day is None:
        return None
    end = begin + 1 if said is None else said[1]
    if number:
        return _found(at, end, one, day, number, full=said is not None)
    found = _found(at, end, one, day, 0, full=said is not None)
    return None if found is None else dataclasses.replace(found, value=_month_value(day), stamp=None)


def _month_value(first: dt.date) -> str:
    return f"{first.isoformat()}/P30D"


def _near(anchor: dt.date, one: Feast) -> dt.date | None:
    falls = [day for year in (anchor.year - 1, anchor.year, anchor.year + 1) for day in feasts.falls(one, year)]
    close = [day for day in falls if abs((day - anchor).days) <= _HALF]
    return min(close, key=lambda day: abs((day - anchor).days)) if close else None


def _day(c: Context, at: int, one: Feast, year: int | None) -> dt.date | None:
    if year is not None:
        return next(iter(feasts.falls(one, year)), None) if year > 0 else None
    if c.narrative:
        if c.told is None or c.told.year < 1:
            return None
        return next(iter(feasts.falls(one, c.told.year)), None)
    if c.anchor is None:
        return None
    tense = c.tense(at)
    if not tense:
        return _near(c.anchor, one)
    falls = [day for number in (-1, 0, 1) for day in feasts.falls(one, c.anchor.year + number)]
    side = [day for day in falls if (day > c.anchor if tense > 0 else day <= c.anchor)]
    return (min(side) if tense > 0 else max(side)) if side else None


def known(c: Context, at: int) -> Found | None:
    """Read a day known by its name ("D-Day", "9/11", "the October 7 attacks"), once it has been."""
    hit = c.words.find(at, c.words.lexicon.known)
    if hit is None or (c.anchor is not None and c.anchor < hit[1]):
        return None
    return aside(dated(at, hit[0], of_day(hit[1])))


def reference(c: Context, at: int) -> Found | None:
    """Read "now", "recently", "in recent days", "the future": no day, though the last days and weeks are near it."""
    words = c.words
    hit = words.find(at, words.lexicon.refs)
    if hit is None:
        return None
    end, value = hit
    if words.at(at) in ("future", "current", "recent") and words.pos(at) == "PROPN":
        return None
    if words.at(at) == "future" and words.pos(at) != "NOUN":
        return None
    if words.at(end - 1) == "past" and (words.unit(end) is not None or words.pos(end) in ("NUM", "ADJ", "NOUN")):
        return None
    stretch = words.find(at, words.lexicon.lately)
    days = None
    if stretch is not None and c.anchor is not None and not c.narrative:
        first, last = stretch[1]
        days = Days(c.anchor + dt.timedelta(days=first), c.anchor + dt.timedelta(days=last))
    return Found(at, end, "DATE", value, None, days)


def then(c: Context, at: int) -> Found | None:
    """Read the "then" of "since then" and "until then": what was told last.  It bears no value of its own."""
    if c.words.at(at) != "then" or c.words.at(at - 1) not in ("since", "until") or c.told is None:
        return None
    return Found(at, at + 1, "DATE", "", None, c.told.days(), told=False)
