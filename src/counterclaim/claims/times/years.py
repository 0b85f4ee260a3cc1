"""Years and what years are cut into or make up: "in 2014", "490 BC", "the 1990s", "third quarter", "last winter"."""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.harms import person
from counterclaim.claims.times import stamps
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import full_year, of_year, quarter_for, spoken, year_at
from counterclaim.claims.times.days import Part
from counterclaim.claims.times.found import Found, dated
from counterclaim.claims.times.stamps import SEASONS, Stamp
from counterclaim.claims.times.words import DASHES

_PLAIN: Final = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d", re.ASCII)
_MODERN: Final = re.compile(r"(?:1[5-9]|20|21)\d\d", re.ASCII)
_ANCIENT: Final = re.compile(r"\d{1,4}", re.ASCII)
_SPAN: Final = re.compile(r"((?:1[0-9]|20)\d\d)[-–/](\d\d|\d{4})", re.ASCII)
_DECADE: Final = re.compile(r"['’]?((?:1[0-9]|20)?\d0)['’]?s", re.ASCII)
_CUES: Final = frozenset(
    "in since of during by until till after before throughout late early mid year – from to between circa c. around "
    "through fiscal summer winter spring autumn fall for due into years".split()
)
_LINKS: Final = frozenset(("and", "to", "until", "through", "or", *DASHES))
_ERAS: Final = frozenset(("bc", "b.c.", "b.c", "bce", "b.c.e."))
_CHRISTIAN: Final = frozenset(("ad", "a.d."))
_COUNTED: Final = frozenset("others more people % dead wounded men soldiers troops of percent million billion".split())
DECADES: Final = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}


def _era(c: Context, at: int) -> Found | None:
    """Read "490 BC", "AD 70", and the first of "264 to 241 BC" and "from 240 until 237 BC"."""
    words = c.words
    if words.at(at) in _CHRISTIAN and _ANCIENT.fullmatch(words.at(at + 1)) and words.doc[at].text.isupper():
        return dated(at, at + 2, Stamp("year", int(words.at(at + 1))), full=True)
    if not _ANCIENT.fullmatch(words.at(at)):
        return None
    said = year_at(c, at)
    if said is not None and (words.at(at + 1) in _ERAS or words.at(at + 1) in ("ad", "a.d.", "ce")):
        return dated(at, said[1], Stamp("year", said[0]), full=True)
    if words.at(at + 1) in _LINKS and _ANCIENT.fullmatch(words.at(at + 2)) and words.at(at + 3) in _ERAS:
        return dated(at, at + 1, Stamp("year", -int(words.at(at))), full=True)
    if (
        (
            c.told is not None
            and c.told.year < 0
            and words.at(at - 1) in ("in", "since", "by", "until", "after", "(", "from")
        )
        and words.pos(at + 1) not in ("NOUN", "PROPN", "ADJ")
        and len(words.at(at)) == 3
    ):
        return dated(at, at + 1, Stamp("year", -int(words.at(at))), full=True)
    return None


def year(c: Context, at: int, *, framed: bool = False) -> Found | None:
    """Read a bare year where the words around it make it one; ``framed``: it ends "from 2011 to ..."."""
    words = c.words
    if (era := _era(c, at)) is not None:
        return era
    if match := _SPAN.fullmatch(words.at(at)):
        return dated(at, at + 1, Stamp("year", int(match[1])), full=True)
    told = c.told
    if words.at(at - 1) in DASHES and told is not None and told.grain == "year" and c.told_where == at - 2:
        short = re.fullmatch(r"\d\d", words.at(at))
        if short is not None and told.year % 100 < int(words.at(at)) and words.unit(at + 1) is None:
            return dated(at, at + 1, Stamp("year", told.year // 100 * 100 + int(words.at(at))), full=True)
    if words.at(at)[:1] in "'’" and (said := year_at(c, at)) is not None and words.at(at - 1) in _CUES:
        return dated(at, said[1], Stamp("year", said[0]), full=True)
    if (said := spoken(c, at)) is not None:
        return dated(at, said[1], Stamp("year", said[0]), full=True)
    old = c.narrative or words.at(at - 1) in ("year", "circa", "c.")
    if not (_PLAIN if old else _MODERN).fullmatch(words.at(at)):
        return None
    before, after = words.at(at - 1), words.at(at + 1)
    if (
        person(after) is not None
        or (after in _COUNTED and after != "of")
        or before in ("$", "£", "€", "#", "about", "some")
    ):
        return None
    if words.unit(at + 1) is not None and words.at(at + 1).endswith("s"):
        return None
    number = int(words.at(at))
    if c.anchor is not None and number > c.anchor.year + 50:
        return None
    noun = words.pos(at + 1) in ("NOUN", "PROPN", "ADJ")
    plural = words.tag(at + 1) == "NNS"
    modifier = before in ("the", "a", "an", "its", "their", "that", "his", "this", "'s", "’s") and noun
    cued = before in _CUES and not (
        before in ("of", "by", "from", "to", "around", "for", "into") and words.pos(at + 1) == "NOUN" and plural
    )
    aside = before in ("(", "[", "/") or (before in DASHES and words.at(at - 2)[-4:].isdecimal())
    listed = before in ("and", "or", ",") and _PLAIN.fullmatch(words.at(at - 2)) is not None
    late = (before == "as" and words.at(at - 2) in ("late", "early", "recently", "far")) or (
        before == "least" and words.at(at - 3) in ("since", "until", "from")
    )
    heading = heads(c, at)
    heading = heading or (after in DASHES and re.fullmatch(r"\d\d|(?:1[5-9]|20)\d\d", words.at(at + 2)) is not None)
    plausible = c.anchor is not None and abs(number - c.anchor.year) <= 120 and before != "," and not plural
    alone = after in (",", ")", ":", ";", "") and plausible and before in ("", "(", "-")
    if not (late or heading or framed or modifier or cued or aside or listed or alone):
        return None
    return dated(at, at + 1, Stamp("year", number), full=True)


def heads(c: Context, at: int) -> bool:
    """Tell whether the year at ``at`` begins a line that is a heading: a year alone, or "2004: ..."."""
    words = c.words
    before, after = words.at(at - 1), words.at(at + 1)
    if before.strip() or (at and "\n" not in before):
        return False
    return after == ":" or after in DASHES or "\n" in after or not after


def decade(c: Context, at: int, *, part: Part | None = None, start: int | None = None) -> Found | None:
    """Read "the 1990s", "the '80s", "the eighties", "the nineteenth century", "9th century BC"."""
    words = c.words
    begin = at + (words.at(at) == "the")
    start = at if start is None else start
    if (match := _DECADE.fullmatch(words.at(begin))) and (len(match[1]) == 4 or words.at(begin - 1) == "the"):
        first = int(match[1]) if len(match[1]) == 4 else full_year(c, int(match[1]))
        return dated(start, begin + 1, Stamp("decade", first), part=part, full=True)
    if words.at(begin) in ("'", "’") and (match := _DECADE.fullmatch(words.at(begin + 1))) and len(match[1]) == 2:
        return dated(start, begin + 2, Stamp("decade", full_year(c, int(match[1]))), part=part, full=True)
    if begin > at and words.at(begin) in DECADES and words.at(begin - 2) not in ("his", "her"):
        return dated(start, begin + 1, Stamp("decade", full_year(c, DECADES[words.at(begin)])), part=part, full=True)
    ordinal = words.ordinal(begin)
    if ordinal is not None:
        end = ordinal[0] + (words.at(ordinal[0]) in DASHES)
        if words.at(end) == "century" and ordinal[1] <= 30:
            sign = -1 if words.at(end + 1) in _ERAS else 1
            year = (ordinal[1] - 1) * 100
            stamp = Stamp("century", year if sign > 0 else -year)
            return dated(start, end + 1 + (sign < 0), stamp, part=part, full=True)
    return None


def season(c: Context, at: int, *, part: Part | None = None, start: int | None = None) -> Found | None:
    """Read "the summer of 2012", "spring 1990", "last winter", "the fall" where a preposition stands before it."""
    words = c.words
    lead = (
        words.at(at) if words.at(at) in ("last", "this", "next", "past", "the", "that", "following", "previous") else ""
    )
    begin = at + bool(lead)
    if lead == "the" and words.at(begin) in ("next", "following", "previous", "same"):
        lead, begin = words.at(begin), begin + 1
    first = words.lexicon.seasons.get(words.at(begin))
    if first is None or words.christened(begin + 1):
        return None
    start = at if start is None else start
    end = begin + 1 + (words.at(begin + 1) == "season")
    said = year_at(c, end) or of_year(c, end)
    if said is not None:
        return dated(start, said[1], Stamp("season", said[0], first), part=part, full=True)
    if _SPAN.fullmatch(words.at(end + (words.at(end) == "of"))):
        end += words.at(end) == "of"
        return dated(start, end + 1, Stamp("season", int(words.at(end)[:4]), first), part=part, full=True)
    if words.at(begin) in ("fall", "spring") and words.pos(begin) not in ("NOUN", "PROPN"):
        return None
    if words.at(begin) == "fall" and (
        words.at(end) == "of" or (lead in ("", "the") and words.at(at - 1) not in ("in", "by"))
    ):
        return None
    if words.at(end) in ("and", "or") and (other := _linked(c, end + 1)) is not None:
        return dated(start, end, Stamp("season", other, first), part=part, full=True)
    year = None if words.at(end) == "quarters" else _season_year(c, first, lead)
    if year is None:
        if lead in ("", "the") and words.at(begin) != "fall" and part is None:
            return Found(start, end, "DATE", f"XXXX-{SEASONS[first]}")
        return None
    if (
        not lead
        and not c.narrative
        and words.at(at - 1) not in ("in", "by", "during", "this", "of", "since", "until", "late", "early", "-")
    ):
        return Found(start, end, "DATE", f"XXXX-{SEASONS[first]}")
    return dated(start, end, Stamp("season", year, first), part=part)


def _linked(c: Context, at: int) -> int | None:
    """Return the year that a second season names for the first: "the spring and early summer of 1943"."""
    words = c.words
    at += words.at(at) == "the"
    at += words.at(at) in ("early", "late")
    said = year_at(c, at + 1) if words.at(at) in words.lexicon.seasons else None
    return said[0] if said is not None else None


def _season_year(c: Context, first: int, lead: str) -> int | None:
    told = c.told
    if c.narrative or lead in ("that", "following", "previous", "same"):
        if told is None or told.year < 1:
            return None
        month = told.month
        if lead in ("next", "following"):
            return told.year + (month is None or first <= month)
        if lead in ("previous", "last"):
            return told.year - (month is None or first >= month)
        return told.year
    if c.anchor is None:
        return None
    begun = stamps.holding(c.anchor, "season")
    if lead == "next":
        return c.anchor.year + (first <= c.anchor.month)
    if lead in ("last", "past"):
        year = c.anchor.year - (first > c.anchor.month)
        return year - (lead == "last" and begun == Stamp("season", year, first))
    if lead == "this":
        return c.anchor.year
    return c.anchor.year - (first > c.anchor.month)


def quarter(c: Context, at: int) -> Found | None:
    """Read "the third quarter of 1989", "fourth-quarter", "the 1988 quarter", "Q3 2010", "the first half of 2008"."""
    words = c.words
    begin = at + (words.at(at) == "the")
    lead: int | None = None
    if _MODERN.fullmatch(words.at(begin)) and begin > at:
        lead, begin = int(words.at(begin)), begin + 1
    elif (
        words.at(begin) in ("this", "last", "next")
        and words.at(begin + 1) == "year"
        and words.at(begin + 2) in ("'s", "’s")
    ):
        if c.anchor is None:
            return None
        lead = c.anchor.year + {"last": -1, "this": 0, "next": 1}[words.at(begin)]
        begin += 3
    elif words.at(begin) == "fiscal":
        begin += 1
    if re.fullmatch(r"q[1-4]", words.at(begin)):
        return _cut(c, at, begin + 1, "quarter", int(words.at(begin)[1]), lead)
    if lead is not None and words.at(begin) in ("quarter", "period"):
        number = c.told_quarter.number if c.told_quarter is not None else None
        return None if number is None else dated(at, begin + 1, Stamp("quarter", lead, number), full=True)
    ordinal = words.ordinal(begin)
    if ordinal is None and words.at(begin) in ("latter", "final", "last"):
        ordinal = (begin + 1, 2 if words.at(begin) == "latter" else 4)
        if words.at(begin) == "last" and words.at(begin + 2) != "of":
            return None
    if ordinal is None:
        return None
    end = ordinal[0] + (words.at(ordinal[0]) in DASHES)
    if words.at(end) == "quarter" and ordinal[1] <= 4:
        return _cut(c, at, end + 1, "quarter", ordinal[1], lead)
    if words.at(end) == "half" and ordinal[1] <= 2:
        if lead is None and words.at(end + 1) == "of" and year_at(c, end + 1) is None and not _this_year(c, end + 2):
            return None
        return _cut(c, at, end + 1, "half", ordinal[1], lead)
    return None


def _this_year(c: Context, at: int) -> int | None:
    """Return the end of "this year", "last year", "the year", "next year" at ``at``."""
    offsets = ("this", "last", "next", "the")
    return at + 2 if c.words.at(at) in offsets and c.words.at(at + 1) == "year" else None


def _cut(c: Context, at: int, end: int, grain: stamps.Grain, number: int, lead: int | None) -> Found | None:
    if lead is not None:
        return dated(at, end, Stamp(grain, lead, number), full=True)
    said = year_at(c, end)
    if said is not None:
        return dated(at, said[1], Stamp(grain, said[0], number), full=True)
    begin = end + (c.words.at(end) == "of")
    if c.words.at(begin) == "fiscal" and (said := year_at(c, begin + 1)) is not None:
        return dated(at, said[1], Stamp(grain, said[0], number), full=True)
    tail = _this_year(c, begin)
    if tail is not None and c.anchor is not None:
        year = c.anchor.year + {"last": -1, "this": 0, "the": 0, "next": 1}[c.words.at(begin)]
        return dated(at, tail, Stamp(grain, year, number))
    if grain == "quarter":
        stamp = quarter_for(c, at, number)
        return None if stamp is None else dated(at, end, stamp)
    return None if c.anchor is None or c.narrative else dated(at, end, Stamp(grain, c.anchor.year, number))


def fiscal(c: Context, at: int) -> Found | None:
    """Read "fiscal 1989" and "fiscal year 1990": the year named; when it begins is not said."""
    words = c.words
    begin = at + (words.at(at) == "the")
    if words.at(begin) != "fiscal":
        return None
    end = begin + 1 + (words.at(begin + 1) == "year")
    said = year_at(c, end) if words.at(end) != "of" else None
    if said is not None:
        return Found(at, said[1], "DATE", f"{said[0]:04d}", stamp=Stamp("year", said[0]), full=True)
    return None
