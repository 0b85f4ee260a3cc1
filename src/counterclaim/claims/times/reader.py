"""Reads the expressions of time of one text from left to right."""

from __future__ import annotations

import functools
import re
from typing import Final

from counterclaim.claims import numbers
from counterclaim.claims.times import clock, counted, dates, deictic, named, weekdays, years
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.found import Found
from counterclaim.claims.times.words import ORDINALS, lexicon

_OPENERS: Final = frozenset(
    "this next the last past previous preceding following coming current that same earlier later late sometime each "
    "every per fiscal year month quarter half q1 q2 q3 q4 ad a.d. ' ’ nineteen eighteen seventeen twenty circa these "
    "those weekend tonight at by from then".split()
)
_KERNELS: Final = frozenset("half period then fiscal".split())
_SPREAD: Final = 9
"""Words that may stand in an expression before the one that makes it one of time: "in a little more than a year"."""
_READERS: Final = (
    named.known,
    dates.numeric,
    clock.time,
    clock.part_of_day,
    weekdays.weekday,
    dates.date,
    dates.religious,
    deictic.parted,
    deictic.part_of_month,
    dates.month,
    years.quarter,
    years.fiscal,
    years.decade,
    years.season,
    named.feast,
    deictic.year_ago,
    deictic.this_quarter,
    deictic.named_day,
    named.reference,
    named.then,
    deictic.unit_from,
    deictic.year_end,
    deictic.whole_year,
    counted.every,
    counted.lasting,
    years.year,
    deictic.ordinal_day,
)


@functools.cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that can begin an expression, and those of which every expression has one, or a figure."""
    lex = lexicon()
    ends = (
        *(lex.weekdays, lex.months, lex.seasons, lex.days, lex.told, lex.dayparts, lex.refs, lex.sets, lex.feasts),
        *(lex.units, lex.islamic, lex.persian, lex.known),
    )
    first = {phrase.split()[0] for table in (*ends, lex.parts, lex.counts, lex.hedges) for phrase in table}
    last = {phrase.split()[-1] for table in ends for phrase in table}
    dotted = {f"{name}." for name in (*lex.months, *lex.weekdays)} | {f"{day}s" for day in lex.weekdays}
    return (
        frozenset(first | set(numbers.lexicon().units) | dotted) | _OPENERS | frozenset(ORDINALS),
        frozenset(last | dotted | set(numbers.lexicon().units)) | _KERNELS | frozenset(years.DECADES),
    )


def _reach(c: Context) -> list[int]:
    """Return for every position that of the nearest word from there on without which there is no expression."""
    kernels = _tables()[1]
    reach = [len(c.words)] * len(c.words)
    nearest = len(c.words)
    for at in range(len(c.words) - 1, -1, -1):
        word = c.words.at(at)
        if word in kernels or any(letter.isdigit() for letter in word):
            nearest = at
        reach[at] = nearest
    return reach


def expression(c: Context, at: int, *, framed: bool = False) -> Found | None:
    """Read the expression that begins at ``at``; ``framed``: it ends "from ... to", so that a bare year is a year."""
    word = c.words.at(at)
    if not word or not (word in _tables()[0] or word[0].isdigit() or word[0] in "'’" or word[:3] == "mid"):
        return None
    for read in _READERS:
        try:
            found = years.year(c, at, framed=framed) if read is years.year else read(c, at)
        except (ValueError, OverflowError):
            # an impossible day ("31 February") or one outside the calendar
            return None
        if found is not None:
            return clock.with_part(c, found)
    return None


def read(c: Context) -> list[Found]:
    """Return every expression in reading order; one with an unknown value is left out."""
    found: list[Found] = []
    at, reach, codes = 0, _reach(c), _codes(c)
    while at < len(c.words):
        if reach[at] - at > _SPREAD or at in codes:
            at += 1
            continue
        framed = c.words.at(at - 1) in ("from", "between") or _ends_frame(c, at, found)
        one = expression(c, at, framed=framed)
        if one is None or one.end <= at:
            at += 1
            continue
        found.append(one)
        if one.stamp is not None and one.stamp.grain == "year" and years.heads(c, at):
            c.head(one.stamp.year)
        if one.stamp is not None and one.told:
            c.tell(one.stamp, at, full=one.full)
        at = one.end
    return found


def _codes(c: Context) -> set[int]:
    """Return the tokens of reference numbers ("2011-04-S-044"), whose figures are no dates; "07-OCT-2015" is one."""
    found: set[int] = set()
    for match in _CODE.finditer(c.doc.text):
        letters = [part.lower() for part in match.group().split("-") if part.isalpha()]
        if letters and not any(part in lexicon().months for part in letters):
            span = c.doc.char_span(*match.span(), alignment_mode="expand")
            found.update(range(span.start, span.end) if span is not None else ())
    return found


_CODE: Final = re.compile(r"(?<![\w-])(?=[A-Z-]*\d)[\dA-Z]+(?:-[\dA-Z]+){2,}(?![\w-])")


def _ends_frame(c: Context, at: int, found: list[Found]) -> bool:
    """Tell whether a range whose first half was read ends here: "2011 to 2014"."""
    return (
        bool(found)
        and found[-1].end == at - 1
        and found[-1].full
        and c.words.at(at - 1) in ("to", "and", "-", "–", "—")
    )
