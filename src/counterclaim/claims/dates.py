"""Dates as written: "2016-07-18", "Friday March 27", "the 5th of May", "late 2014", "last September"."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec
from spacy.tokens import Doc

from counterclaim.claims import days
from counterclaim.claims.days import Days, Part, Unit
from counterclaim.claims.harms import person
from counterclaim.lexicon.load import load

T = TypeVar("T")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_RUN_ON: Final = re.compile(r"(\d{2})((?:19|20)\d\d)", re.ASCII)
_NOTED: Final = re.compile(r"(\d{1,4})[.,;:]*(?:[”\"’)\]]*\[\d.*|[”\"’)\]]+|\.|\.-?[A-Za-z].*)$", re.ASCII)
DASHES: Final = frozenset("-–—")
YEAR_CUES: Final = frozenset("in since of during by until till after before throughout late early mid year –".split())
_MONTH_CUES: Final = YEAR_CUES | {"last", "this", "next", "past", "on", "from", "between", "and", "to"}
_LONGEST: Final = 4
"""Words in the longest phrase of the lexicon."""


class Flags(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that change how a day is read: see ``lexicon/times.toml``."""

    future: frozenset[str]
    names: frozenset[str]
    christened: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lexicon/times.toml``: see the comments there."""

    weekdays: dict[str, int]
    months: dict[str, int]
    seasons: dict[str, int]
    days: dict[str, tuple[int, int]]
    phrases: dict[str, tuple[int, int]]
    told: dict[str, tuple[int, int]]
    units: dict[str, Unit]
    parts: dict[str, Part]
    words: Flags


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """An expression from token ``start`` to ``end`` (half-open); ``full``: it names its year itself."""

    start: int
    end: int
    days: Days
    full: bool = False


@functools.cache
def lexicon() -> Lexicon:
    """Return the words of time, loaded once a process.  Raises LexiconError when the file breaks its rules."""
    return load("times", Lexicon)


def clean(word: str) -> str:
    """Return a lower-case token without the footnote marks and quotes that a tokenizer leaves on a number."""
    return match[1] if word[:1].isdigit() and (match := _NOTED.match(word)) is not None else word


class Dates:
    """Reads the dates of one text; what was told last gives "the same year" its year."""

    def __init__(self, doc: Doc, anchor: dt.date | None) -> None:
        self.doc = doc
        self.text = doc.text
        self.words = [clean(token.lower_) for token in doc]
        self.anchor = anchor
        self.told: Days | None = None

    def _numeric(self, at: int) -> Found | None:
        """Read 2016-07-18, 18-07-2016, 15.04.2017, 7/18/2016; the day comes first where both readings are possible."""
        if not self.words[at][:1].isdigit() or self._glued(at):
            return None
        start = self.doc[at].idx
        chunk = self.text[start : start + 12]
        if match := _ISO.match(chunk):
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        elif match := _SHORT.match(chunk):
            first, second, number = int(match[1]), int(match[2]), int(match[3])
            swap = second > 12 >= first
            day = dt.date(number, first if swap else second, second if swap else first)
        else:
            return None
        end = at
        while end < len(self.words) and self.doc[end].idx < start + match.end():
            end += 1
        return Found(at, end, days.one(day), full=True)

    def _glued(self, at: int) -> bool:
        return (
            at > 0
            and self.words[at - 1][-1:] in "-–/."
            and not self.doc[at - 1].whitespace_
            and self.words[at - 1] != "-"
        )

    def _month_at(self, at: int) -> int | None:
        """Return the number of the month named at ``at``; "may" and "march" are months with a capital only."""
        if at >= len(self.words):
            return None
        word = self.words[at].rstrip(".")
        number = lexicon().months.get(word)
        if number is None or (word in ("may", "march", "mar", "jan") and not self.doc[at].text[:1].isupper()):
            return None
        return number

    def _year_at(self, at: int) -> tuple[int, int] | None:
        """Return the year at ``at``, past a comma or "of", and the token after it."""
        if at < len(self.words) and self.words[at] in (",", "of", "in") and at + 1 < len(self.words):
            at += 1
        if (
            at < len(self.words)
            and YEAR.fullmatch(self.words[at])
            and not (at + 1 < len(self.words) and person(self.words[at + 1]))
        ):
            return int(self.words[at]), at + 1
        return None

    def _day_at(self, at: int) -> int | None:
        match = _DAY.fullmatch(self.words[at]) if at < len(self.words) else None
        return int(match[1]) if match is not None and 1 <= int(match[1]) <= 31 else None

    def _date(self, at: int) -> Found | None:
        """Read "June 23", "30 November 2014", "the 5th of May", "October 25-26, 2016", "3 to 5 May"."""
        begin = at + (self.words[at] == "the")
        month = self._month_at(begin)
        if month is not None:
            end = begin + 1
            run_on = _RUN_ON.fullmatch(self.words[end]) if end < len(self.words) else None
            if run_on is not None:
                return Found(at, end + 1, days.one(dt.date(int(run_on[2]), month, int(run_on[1]))), full=True)
            first = self._day_at(end)
            if first is None or self._counts(end):
                return None
            second, end = self._second_day(end + 1, first)
        else:
            first = self._day_at(begin)
            if first is None:
                return None
            second, end = self._second_day(begin + 1, first)
            end += end < len(self.words) and self.words[end] == "of"
            month = self._month_at(end)
            if month is None:
                return None
            end += 1
        return self._dated(at, end, month, first, second)

    def _counts(self, at: int) -> bool:
        """Tell the day of "May 23" from the number of "in May 23 people were killed".

        Texts that lost their commas write "on May 23 diplomats said": a day is told with "on".
        """
        if at + 1 >= len(self.words) or person(self.words[at + 1]) is None:
            return False
        return self.words[max(0, at - 2) : at - 1] != ["on"]

    def _second_day(self, at: int, first: int) -> tuple[int, int]:
        """Return the last day of "25-26", "3 to 5", "6 and 7", and the token after it."""
        if at + 1 < len(self.words) and self.words[at] in ("-", "–", "to", "and", "until"):
            second = self._day_at(at + 1)
            if second is not None and second > first and not self._counts(at + 1):
                return second, at + 2
        return first, at

    def _dated(self, at: int, end: int, month: int, first: int, second: int) -> Found | None:
        if self._christened(end):
            return None
        said = self._year_at(end)
        if said is not None:
            return Found(at, said[1], Days(dt.date(said[0], month, first), dt.date(said[0], month, second)), full=True)
        end, number = self._of_year(end)
        if number is not None:
            return Found(at, end, Days(dt.date(number, month, first), dt.date(number, month, second)))
        if self.anchor is not None:
            day = days.dated(self.anchor, month, first, ahead=self._ahead(at))
            return Found(at, end, Days(day, day.replace(day=second)))
        if self.told is not None and self.told.first is not None:
            # a text without a date of its own: the year told last, as in "in May 2006 ... on 10 May"
            number = self.told.first.year
            return Found(at, end, Days(dt.date(number, month, first), dt.date(number, month, second)))
        return None

    def _of_year(self, at: int) -> tuple[int, int | None]:
        """Read "last year", "this year", "of that year" after a day or month."""
        tail = self.words[at : at + 2]
        if self.anchor is not None and tail == ["last", "year"]:
            return at + 2, self.anchor.year - 1
        if self.anchor is not None and tail == ["this", "year"]:
            return at + 2, self.anchor.year
        if self.anchor is not None and tail == ["next", "year"]:
            return at + 2, self.anchor.year + 1
        tail = self.words[at : at + 3]
        if (
            self.told is not None
            and self.told.first is not None
            and tail in (["of", "that", "year"], ["the", "same", "year"])
        ):
            return at + 3, self.told.first.year
        return at, None

    def _ahead(self, at: int) -> bool:
        """Tell whether a future is spoken of before ``at`` in the same sentence."""
        sent = self.doc[at].sent.start
        return not lexicon().words.future.isdisjoint(self.words[max(sent, at - 8) : at])

    def _christened(self, end: int) -> bool:
        """Tell "20 July Bridge" and "Friday Mosque" from days."""
        first = self.doc[end].text[:1] if end < len(self.words) else ""
        return (first.isupper() or first.isdigit()) and any(
            word in lexicon().words.names and self.doc[end + i].text[:1].isupper()
            for i, word in enumerate(self.words[end : end + 2])
        )

    def _weekday(self, at: int) -> Found | None:
        """Read "Wednesday", "last Friday", "Friday March 27 2015", "Friday last week", "Fridays attack"."""
        lex = lexicon()
        begin = at + (self.words[at] in ("last", "this", "next", "past", "coming"))
        if begin >= len(self.words):
            return None
        word = self.words[begin]
        plural = word.endswith("s") and word[:-1] in lex.weekdays
        number = lex.weekdays.get(word[:-1] if plural else word)
        if number is None:
            return None
        end = begin + 1
        if plural and (
            (at and self.words[at - 1] in ("on", "every"))
            or end >= len(self.words)
            or self.doc[end].pos_ not in ("NOUN", "ADJ")
        ):
            return None
        if (at and self.words[at - 1] in lex.words.christened) or self._christened(end):
            return None
        comma = end < len(self.words) and self.words[end] == ","
        for skip in (end + comma, end + comma + 1):
            if skip == end + comma or self.words[skip - 1 : skip] in (["the"], ["on"]):
                date = self._date(skip) if skip < len(self.words) else None
                if date is not None:
                    return dataclasses.replace(date, start=at)
        if self.anchor is None:
            return None
        if self.words[end : end + 2] == ["last", "week"]:
            return Found(at, end + 2, days.one(days.weekday(days.week(self.anchor, -1).last or self.anchor, number)))
        lead = self.words[at] if begin > at else ""
        if lead in ("next", "coming") or (not lead and self._ahead(at)):
            return Found(at, end, days.one(days.next_weekday(self.anchor, number)))
        return Found(at, end, days.one(days.weekday(self.anchor, number, strictly=lead in ("last", "past"))))

    def _month(self, at: int) -> Found | None:
        """Read "March 2011", "in March", "last September", "August last year"."""
        lead = self.words[at] if self.words[at] in ("last", "this", "next", "past") else ""
        begin = at + bool(lead)
        month = self._month_at(begin)
        if month is None or self._christened(begin + 1) or (at and _DAY.fullmatch(self.words[at - 1])):
            # a day before it that made no date with it is a day that no calendar has
            return None
        return self._monthly(at, begin, month, lead, None)

    def _monthly(self, at: int, begin: int, month: int, lead: str, part: Part | None) -> Found | None:
        said = self._year_at(begin + 1)
        if said is not None:
            return Found(at, said[1], days.month(said[0], month, part), full=True)
        if self.words[begin].rstrip(".") in ("may", "march", "jan", "mar") and not lead and not part:
            before = self.words[at - 1] if at else ""
            if before not in _MONTH_CUES:
                return None
        end, number = self._of_year(begin + 1)
        if number is None and self.anchor is not None:
            number = self.anchor.year - (month > self.anchor.month)
            if lead in ("last", "past") and month == self.anchor.month:
                number -= 1
            ahead = lead == "next" or (not lead and self._ahead(at))
            if ahead and (month > self.anchor.month or month == self.anchor.month):
                number = self.anchor.year + (month == self.anchor.month and lead == "next")
            elif ahead:
                number = self.anchor.year + 1
        elif number is None and self.told is not None and self.told.first is not None:
            number = self.told.first.year
        return None if number is None else Found(at, end, days.month(number, month, part))

    def _season(self, at: int) -> Found | None:
        """Read "the summer of 2012", "last winter"."""
        lead = self.words[at] if self.words[at] in ("last", "this", "the", "past") else ""
        begin = at + bool(lead)
        first = lexicon().seasons.get(self.words[begin]) if begin < len(self.words) else None
        if first is None:
            return None
        said = self._year_at(begin + 1)
        if said is not None:
            return Found(at, said[1], days.season(said[0], first), full=True)
        if self.anchor is None or lead not in ("last", "past", "this"):
            return None
        begun = days.season(self.anchor.year, first)
        number = self.anchor.year - (begun.first is not None and begun.first > self.anchor)
        if lead == "last" and self._within(days.season(number, first)):
            number -= 1
        return Found(at, begin + 1, days.season(number, first))

    def _within(self, span: Days) -> bool:
        return self.anchor is not None and span.last is not None and span.last >= self.anchor

    def _part(self, at: int) -> Found | None:
        """Read "late March 2017", "mid-August", "early 2011", "the end of last year", "late last month"."""
        found = self._lookup(at, lexicon().parts)
        if found is None:
            return None
        begin, part = found
        while begin < len(self.words) and self.words[begin] in ("in", "-", "the"):
            begin += 1
        month = self._month_at(begin)
        if month is not None:
            return self._monthly(at, begin, month, "", part)
        said = self._year_at(begin)
        if said is not None:
            return Found(at, said[1], days.year(said[0], part), full=True)
        if self.anchor is None or self.words[begin : begin + 1] not in (["last"], ["this"], ["next"]):
            return None
        month = self._month_at(begin + 1)
        if month is not None:
            return self._monthly(at, begin + 1, month, self.words[begin], part)
        unit = self._unit_at(begin + 1)
        offset = {"last": -1, "this": 0, "next": 1}[self.words[begin]]
        if unit == "year":
            return Found(at, begin + 2, days.year(self.anchor.year + offset, part))
        if unit == "month":
            day = days.current(self.anchor, offset, "month").first or self.anchor
            return Found(at, begin + 2, days.month(day.year, day.month, part))
        return None

    def _lookup(self, at: int, table: Mapping[str, T]) -> tuple[int, T] | None:
        """Return the token after the longest phrase of ``table`` at ``at``, and its value."""
        for length in range(_LONGEST, 0, -1):
            value = table.get(" ".join(self.words[at : at + length]))
            if value is not None and at + length <= len(self.words):
                return at + length, value
        return None

    def _unit_at(self, at: int) -> Unit | None:
        return lexicon().units.get(self.words[at]) if at < len(self.words) else None
