"""Frames around expressions of time: "since Friday", "until 2014", "between May and July", "Saturday and Sunday"."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from counterclaim.claims.times import days
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.days import Days
from counterclaim.claims.times.found import Found
from counterclaim.claims.times.words import DASHES

_CLAUSE: Final = 18
"""Tokens between "since" and the time its clause names."""
_LINKS: Final = frozenset(("and", "to", "until", "till", "through", *DASHES))
_FRAMES: Final = frozenset(("since", "until", "till", "by", "between", "from", "before"))
_FILLERS: Final = frozenset(("about", "around", "at", "least", "as", "the", "early", "late"))


def framed(c: Context, found: Sequence[Found]) -> list[Found]:
    """Return what names days, in reading order, each with the frame around it; ``days`` is never None."""
    named = [one if one.near is None else dataclasses.replace(one, days=one.near) for one in found]
    named = [one for one in named if one.days is not None]
    out: list[Found] = []
    at = 0
    while at < len(named):
        one = named[at]
        after = named[at + 1] if at + 1 < len(named) else None
        pair = _pair(c, one, after) if after is not None else None
        if pair is not None:
            out.append(pair)
            at += 2
            continue
        frame = _frame(c, one)
        if frame is None and (clause := _clause(c, one)) is not None:
            out.append(clause)
        out.append(frame or one)
        at += 1
    return out


def _preposition(c: Context, one: Found) -> tuple[int, str]:
    """Return the preposition before an expression and where it stands, past "at least" or "about"."""
    at = one.start - 1
    for back in range(at, at - 3, -1):
        if c.words.at(back) in _FRAMES:
            return back, c.words.at(back)
        if c.words.at(back) not in _FILLERS:
            break
    return at, c.words.at(at)


def _pair(c: Context, first: Found, second: Found) -> Found | None:
    """Read "from 2011 to 2014", "between May and July", "Saturday and Sunday", "1936-39"."""
    link = c.words.at(first.end)
    gap = second.start - first.end
    if (
        gap not in (1, 2)
        or link not in _LINKS
        or (gap == 2 and c.words.at(second.start - 1) not in ("the", "about", "in"))
    ):
        return None
    one, other = first.days, second.days
    if one is None or other is None or one.first is None or other.last is None:
        return None
    at, word = _preposition(c, first)
    begin = at if word in ("between", "from") else first.start
    weekdays = c.words.lexicon.weekdays
    if c.words.at(first.end - 1) in weekdays and c.words.at(second.end - 1) in weekdays and one.single and other.single:
        start = days.weekday(other.last, one.first.weekday(), strictly=True)
        return dataclasses.replace(second, start=begin, days=Days(start, other.last))
    if word in ("between", "from") or (link in (*DASHES, "to", "through", "until") and first.type == "DATE"):
        return _spread(begin, first, second)
    return None


def _spread(at: int, first: Found, second: Found) -> Found | None:
    one, other = first.days, second.days
    if one is None or other is None or one.first is None or other.last is None:
        return None
    start, end = one.first, other.last
    try:
        if not first.full and second.full and start.year != end.year:
            start = start.replace(year=end.year)
        if start > end and not first.full:
            # "between November and March 2014": the first year is the one before
            start = start.replace(year=end.year - (start.month > end.month))
        return dataclasses.replace(second, start=at, days=Days(start, end), full=first.full or second.full)
    except ValueError:
        # the days are told against each other, or no such day is in that year
        return None


def _frame(c: Context, one: Found) -> Found | None:
    at, word = _preposition(c, one)
    own = one.days
    if own is None or (own.first is None and word != "until"):
        return None
    stretch: Days | None
    match word:
        case "since":
            stretch = Days(own.first, max(c.anchor, own.first) if c.anchor is not None and own.first else None)
        case "until" | "till" | "by":
            stretch = Days(None, own.last) if own.last is not None else None
        case "before":
            stretch = Days(None, own.first - days.ONE) if own.first is not None else None
        case "from":
            stretch = own
        case _:
            stretch = None
    return None if stretch is None else dataclasses.replace(one, start=at, days=stretch)


def _clause(c: Context, one: Found) -> Found | None:
    """Return the stretch that "since the war began in 2011" names, beside the point inside it."""
    own = one.days
    last = own.last if own is not None else None
    if c.anchor is None or own is None or last is None or last > c.anchor:
        return None
    first: dt.date = own.first or last
    for back in range(one.start - 1, max(one.start - _CLAUSE, 0) - 1, -1):
        word = c.words.at(back)
        if word == "since" and back + 1 < one.start:
            return dataclasses.replace(one, start=back, days=Days(first, c.anchor))
        if c.doc[back].is_sent_start or word in (",", ".", ";", "when", "after", "before"):
            return None
    return None
