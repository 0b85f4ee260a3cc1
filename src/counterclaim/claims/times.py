"""Times as written, resolved to intervals of whole days against the day of publication.

"Wednesday" is the nearest such day on or before publication; a day is never shifted by a time zone.  What cannot be
resolved (no publication day, a day that no calendar has) is left out, never guessed.
"""

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
from counterclaim.claims.numbers import number_at
from counterclaim.claims.victims import person
from counterclaim.lexicon.load import load
from counterclaim.records import Interval

T = TypeVar("T")


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
class TimeMention:
    """An expression of time at ``start`` to ``end`` (code points) and the interval it names (UTC, whole days).

    Either end of the interval may be None: "until Friday" has no start.
    """

    start: int
    end: int
    text: str
    interval: Interval


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """An expression from token ``start`` to ``end`` (half-open); ``full``: it names its year itself."""

    start: int
    end: int
    days: Days
    full: bool = False


HEAD: Final = 400
"""Code points at the head of a text in which a full date standing alone is the date of publication."""
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_SHORT: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.ASCII)
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_RUN_ON: Final = re.compile(r"(\d{2})((?:19|20)\d\d)", re.ASCII)
_DECADE: Final = re.compile(r"((?:19|20)\d0)s", re.ASCII)
_NOTED: Final = re.compile(r"(\d{1,4})[.,;:]*(?:[”\"’)\]]*\[\d.*|[”\"’)\]]+|\.|\.-?[A-Za-z].*)$", re.ASCII)
_DASHES: Final = frozenset("-–—")
_YEAR_CUES: Final = frozenset("in since of during by until till after before throughout late early mid year –".split())
_MONTH_CUES: Final = _YEAR_CUES | {"last", "this", "next", "past", "on", "from", "between", "and", "to"}
_PREPOSED: Final = frozenset("on of since from until till by before after in between and to for".split())
_FRAMES: Final = frozenset("since until till before by between from".split())
_HAVING: Final = frozenset("have has had been 've".split())
_BACK: Final = frozenset(("ago", "earlier", "before", "prior", "previously"))
_FORWARD: Final = frozenset(("later", "afterwards", "afterward"))
_PAST: Final = frozenset(("past", "last", "previous", "preceding"))
_CLAUSE: Final = 12
"""Tokens between "since" and the time its clause names."""
_LONGEST: Final = 4
"""Words in the longest phrase of the lexicon."""


@functools.cache
def _lexicon() -> Lexicon:
    return load("times", Lexicon)


@functools.cache
def _beginnings() -> frozenset[str]:
    """Return every word that can begin an expression: most words of a text are turned away here."""
    lex = _lexicon()
    tables = (lex.weekdays, lex.months, lex.seasons, lex.days, lex.phrases, lex.told, lex.parts)
    first = {phrase.split()[0] for table in tables for phrase in table}
    first |= {f"{month}." for month in lex.months} | {f"{day}s" for day in lex.weekdays} | {"weekend", "then"}
    return frozenset(first) | _PAST | _FRAMES | {"this", "next", "the", "over", "earlier", "later", "coming", "current"}


def _clean(word: str) -> str:
    """Return a lower-case token without the footnote marks and quotes that a tokenizer leaves on a number."""
    return match[1] if word[:1].isdigit() and (match := _NOTED.match(word)) is not None else word


class _Reader:
    """Reads the times of one text from left to right; what was told last resolves "two days earlier"."""

    def __init__(self, doc: Doc, anchor: dt.date | None) -> None:
        self.doc = doc
        self.text = doc.text
        self.words = [_clean(token.lower_) for token in doc]
        self.anchor = anchor
        self.told: Days | None = None

    def read(self) -> list[_Found]:
        """Return every expression in reading order."""
        found: list[_Found] = []
        at = 0
        while at < len(self.words):
            one = self._at(at)
            if one is not None:
                clause = self._since_clause(one)
                found.extend((clause, one) if clause is not None else (one,))
                if one.days.first is not None:
                    self.told = one.days
            at = one.end if one is not None and one.end > at else at + 1
        return found

    def _at(self, at: int) -> _Found | None:
        word = self.words[at]
        if not (
            word[:1].isdigit() or word in _beginnings() or word in _FRAMES or number_at(self.words, at) is not None
        ):
            return None
        try:
            return self._framed(at) or self._ranged(at) or self._relative(at)
        except (ValueError, OverflowError):
            # an impossible day ("31 February") or one outside the calendar
            return None

    def _since_clause(self, one: _Found) -> _Found | None:
        """Return the stretch that "since the war began in 2011" names, beside the point inside it."""
        if (
            self.anchor is None
            or self.words[one.start] in _FRAMES
            or one.days.last is None
            or one.days.last > self.anchor
        ):
            return None
        first = one.days.first or one.days.last
        for back in range(one.start - 1, max(one.start - _CLAUSE, 0) - 1, -1):
            token = self.doc[back]
            if self.words[back] == "since" and back + 1 < one.start:
                return _Found(back, one.end, Days(first, self.anchor), one.full)
            if token.is_sent_start or self.words[back] in (",", ".", ";", "when", "after", "before"):
                return None
        return None

    # --- frames around a point: since, until, between ---------------------------------------------------------------

    def _framed(self, at: int) -> _Found | None:
        word = self.words[at]
        if word not in _FRAMES or at + 1 >= len(self.words):
            return None
        if word == "since" and self.words[at + 1] == "then":
            if self.told is None or self.told.first is None or self.anchor is None:
                return None
            return _Found(at, at + 2, Days(self.told.first, max(self.anchor, self.told.first)))
        begin = at + 1 + (self.words[at + 1] in ("about", "around", "at", "as", "the") and self._point(at + 1) is None)
        if begin >= len(self.words):
            return None
        first = self._point(begin)
        if first is None:
            return None
        if word in ("between", "from"):
            if first.end + 1 < len(self.words) and self.words[first.end] in (
                "and",
                "to",
                "until",
                "till",
                "through",
                *_DASHES,
            ):
                second = self._point(first.end + 1, second=True)
                if second is not None:
                    return self._spread(at, first, second)
            return dataclasses.replace(first, start=at) if word == "from" else None
        if word == "since":
            last = first.days.last if self.anchor is None else max(self.anchor, first.days.first or self.anchor)
            return _Found(at, first.end, Days(first.days.first, last if self.anchor is not None else None), first.full)
        if word == "before":
            return (
                _Found(at, first.end, Days(None, first.days.first - days.ONE), first.full) if first.days.first else None
            )
        return _Found(at, first.end, Days(None, first.days.last), first.full)

    def _spread(self, at: int, first: _Found, second: _Found) -> _Found:
        start, end = first.days.first, second.days.last
        if start is not None and end is not None and start > end and not first.full:
            # "between November and March 2014": the first year is the one before
            start = (
                start.replace(year=start.year - 1)
                if start.month > end.month or not second.full
                else start.replace(year=end.year)
            )
            start = start if start <= end else start.replace(year=end.year)
        elif second.full and not first.full and start is not None and end is not None and start.year != end.year:
            moved = start.replace(year=end.year)
            start = moved if moved <= end else start.replace(year=end.year - 1)
        return _Found(at, second.end, Days(start, end), first.full or second.full)

    def _ranged(self, at: int) -> _Found | None:
        """Read a point, or two joined by a dash or "and": "Saturday and Sunday", "October 25-26"."""
        first = self._point(at)
        if first is None or first.end + 1 >= len(self.words) or not first.days.single:
            return first
        link = self.words[first.end]
        weekdays = _lexicon().weekdays
        if (
            link in ("and", "through", "to", *_DASHES)
            and self.words[first.end - 1] in weekdays
            and self.words[first.end + 1] in weekdays
        ):
            second = self._point(first.end + 1)
            if second is not None and first.days.first is not None and second.days.last is not None:
                start = days.weekday(second.days.last, first.days.first.weekday(), strictly=True)
                return _Found(at, second.end, Days(start, second.days.last), full=False)
        return first

    # --- points ---------------------------------------------------------------------------------------------------

    def _point(self, at: int, *, second: bool = False) -> _Found | None:
        """Read one expression that needs no other: a date, a weekday, a month, a year, "last week".

        ``second``: it ends a frame ("from 2011 to 2014"), so that a bare year is a year.
        """
        if at >= len(self.words):
            return None
        return (
            self._numeric(at)
            or self._weekday(at)
            or self._date(at)
            or self._part(at)
            or self._month(at)
            or self._season(at)
            or self._phrase(at)
            or self._deictic(at)
            or self._year(at, framed=second or self.words[at - 1] in ("from", "between"))
            or self._ordinal(at)
        )

    def _numeric(self, at: int) -> _Found | None:
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
        return _Found(at, end, days.one(day), full=True)

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
        number = _lexicon().months.get(word)
        if number is None or (word in ("may", "march", "mar", "jan") and not self.doc[at].text[:1].isupper()):
            return None
        return number

    def _year_at(self, at: int) -> tuple[int, int] | None:
        """Return the year at ``at``, past a comma or "of", and the token after it."""
        if at < len(self.words) and self.words[at] in (",", "of", "in") and at + 1 < len(self.words):
            at += 1
        if (
            at < len(self.words)
            and _YEAR.fullmatch(self.words[at])
            and not (at + 1 < len(self.words) and person(self.words[at + 1]))
        ):
            return int(self.words[at]), at + 1
        return None

    def _day_at(self, at: int) -> int | None:
        match = _DAY.fullmatch(self.words[at]) if at < len(self.words) else None
        return int(match[1]) if match is not None and 1 <= int(match[1]) <= 31 else None

    def _date(self, at: int) -> _Found | None:
        """Read "June 23", "30 November 2014", "the 5th of May", "October 25-26, 2016", "3 to 5 May"."""
        begin = at + (self.words[at] == "the")
        month = self._month_at(begin)
        if month is not None:
            end = begin + 1
            run_on = _RUN_ON.fullmatch(self.words[end]) if end < len(self.words) else None
            if run_on is not None:
                return _Found(at, end + 1, days.one(dt.date(int(run_on[2]), month, int(run_on[1]))), full=True)
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

    def _dated(self, at: int, end: int, month: int, first: int, second: int) -> _Found | None:
        if self._christened(end):
            return None
        said = self._year_at(end)
        if said is not None:
            return _Found(at, said[1], Days(dt.date(said[0], month, first), dt.date(said[0], month, second)), full=True)
        end, number = self._of_year(end)
        if number is not None:
            return _Found(at, end, Days(dt.date(number, month, first), dt.date(number, month, second)))
        if self.anchor is not None:
            day = days.dated(self.anchor, month, first, ahead=self._ahead(at))
            return _Found(at, end, Days(day, day.replace(day=second)))
        if self.told is not None and self.told.first is not None:
            # a text without a date of its own: the year told last, as in "in May 2006 ... on 10 May"
            number = self.told.first.year
            return _Found(at, end, Days(dt.date(number, month, first), dt.date(number, month, second)))
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
        return not _lexicon().words.future.isdisjoint(self.words[max(sent, at - 8) : at])

    def _christened(self, end: int) -> bool:
        """Tell "20 July Bridge" and "Friday Mosque" from days."""
        return any(
            word in _lexicon().words.names and self.doc[end + i].text[:1].isupper()
            for i, word in enumerate(self.words[end : end + 2])
        ) and bool(self.doc[end].text[:1].isupper())

    def _weekday(self, at: int) -> _Found | None:
        """Read "Wednesday", "last Friday", "Friday March 27 2015", "Friday last week", "Fridays attack"."""
        lex = _lexicon()
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
            at
            and self.words[at - 1] in ("on", "every")
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
            return _Found(at, end + 2, days.one(days.weekday(days.week(self.anchor, -1).last or self.anchor, number)))
        lead = self.words[at] if begin > at else ""
        if lead in ("next", "coming") or (not lead and self._ahead(at)):
            return _Found(at, end, days.one(days.next_weekday(self.anchor, number)))
        return _Found(at, end, days.one(days.weekday(self.anchor, number, strictly=lead in ("last", "past"))))

    def _month(self, at: int) -> _Found | None:
        """Read "March 2011", "in March", "last September", "August last year"."""
        lead = self.words[at] if self.words[at] in ("last", "this", "next", "past") else ""
        begin = at + bool(lead)
        month = self._month_at(begin)
        if month is None or self._christened(begin + 1):
            return None
        return self._monthly(at, begin, month, lead, None)

    def _monthly(self, at: int, begin: int, month: int, lead: str, part: Part | None) -> _Found | None:
        said = self._year_at(begin + 1)
        if said is not None:
            return _Found(at, said[1], days.month(said[0], month, part), full=True)
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
        return None if number is None else _Found(at, end, days.month(number, month, part))

    def _season(self, at: int) -> _Found | None:
        """Read "the summer of 2012", "last winter"."""
        lead = self.words[at] if self.words[at] in ("last", "this", "the", "past") else ""
        begin = at + bool(lead)
        first = _lexicon().seasons.get(self.words[begin]) if begin < len(self.words) else None
        if first is None:
            return None
        said = self._year_at(begin + 1)
        if said is not None:
            return _Found(at, said[1], days.season(said[0], first), full=True)
        if self.anchor is None or lead not in ("last", "past", "this"):
            return None
        begun = days.season(self.anchor.year, first)
        number = self.anchor.year - (begun.first is not None and begun.first > self.anchor)
        if lead == "last" and self._within(days.season(number, first)):
            number -= 1
        return _Found(at, begin + 1, days.season(number, first))

    def _within(self, span: Days) -> bool:
        return self.anchor is not None and span.last is not None and span.last >= self.anchor

    def _part(self, at: int) -> _Found | None:
        """Read "late March 2017", "mid-August", "early 2011", "the end of last year", "late last month"."""
        found = self._lookup(at, _lexicon().parts)
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
            return _Found(at, said[1], days.year(said[0], part), full=True)
        if self.anchor is None or self.words[begin : begin + 1] not in (["last"], ["this"], ["next"]):
            return None
        month = self._month_at(begin + 1)
        if month is not None:
            return self._monthly(at, begin + 1, month, self.words[begin], part)
        unit = self._unit_at(begin + 1)
        offset = {"last": -1, "this": 0, "next": 1}[self.words[begin]]
        if unit == "year":
            return _Found(at, begin + 2, days.year(self.anchor.year + offset, part))
        if unit == "month":
            day = days.current(self.anchor, offset, "month").first or self.anchor
            return _Found(at, begin + 2, days.month(day.year, day.month, part))
        return None

    def _lookup(self, at: int, table: Mapping[str, T]) -> tuple[int, T] | None:
        """Return the token after the longest phrase of ``table`` at ``at``, and its value."""
        for length in range(_LONGEST, 0, -1):
            value = table.get(" ".join(self.words[at : at + length]))
            if value is not None and at + length <= len(self.words):
                return at + length, value
        return None

    def _phrase(self, at: int) -> _Found | None:
        """Read "today", "overnight", "this morning", "in recent weeks", "the next day"."""
        lex = _lexicon()
        for table, reference in ((lex.phrases, self.anchor), (lex.days, self.anchor), (lex.told, self._last_told())):
            found = self._lookup(at, table)
            if found is not None and reference is not None:
                end, (first, last) = found
                return _Found(at, end, Days(reference + first * days.ONE, reference + last * days.ONE))
        return None

    def _last_told(self) -> dt.date | None:
        return self.told.first if self.told is not None and self.told.single else None

    def _unit_at(self, at: int) -> Unit | None:
        return _lexicon().units.get(self.words[at]) if at < len(self.words) else None

    def _deictic(self, at: int) -> _Found | None:
        """Read "last week", "earlier this month", "the past year", "next week", "the year before", "the weekend"."""
        words = self.words
        begin = at + (words[at] in ("the", "over"))
        begin += begin < len(words) and words[begin] == "the"
        if begin >= len(words):
            return None
        if "weekend" in words[begin : begin + 2] and self.anchor is not None:
            lead = words[begin] if words[begin] != "weekend" else ""
            saturday = days.weekend(self.anchor)
            if lead in ("next", "coming"):
                saturday = days.weekend(self.anchor + 7 * days.ONE)
            elif lead not in ("", "last", "this", "past"):
                return None
            return _Found(at, begin + 1 + bool(lead), saturday)
        if begin > at and (told := self._told_unit(at, begin)) is not None:
            return told
        late = words[begin] if words[begin] in ("earlier", "later") else ""
        lead, unit = words[begin + bool(late) : begin + bool(late) + 1], self._unit_at(begin + bool(late) + 1)
        if not lead or unit is None or self.anchor is None or unit == "hour":
            return None
        end = begin + bool(late) + 2
        if lead[0] in ("this", "current"):
            whole = days.current(self.anchor, 0, unit)
            if late == "later":
                return _Found(at, end, Days(self.anchor, whole.last))
            return _Found(at, end, Days(whole.first, self.anchor))
        if lead[0] == "last" and words[at] not in ("the", "over"):
            return _Found(at, end, days.current(self.anchor, -1, unit))
        if lead[0] in _PAST:
            return _Found(at, end, Days(days.shifted(self.anchor, -1, unit), self.anchor))
        if lead[0] in ("next", "coming"):
            return _Found(at, end, days.current(self.anchor, 1, unit))
        return None

    def _told_unit(self, at: int, begin: int) -> _Found | None:
        """Read "the year before", "the previous month", "the following week" against what was told last."""
        if self.told is None or self.told.first is None:
            return None
        lead, tail = self.words[begin], self.words[begin + 1 : begin + 2]
        unit = self._unit_at(begin)
        if unit in ("week", "month", "year") and tail in (["before"], ["after"]):
            return _Found(at, begin + 2, days.current(self.told.first, -1 if tail == ["before"] else 1, unit))
        unit = self._unit_at(begin + 1)
        if unit in ("week", "month", "year") and lead in ("previous", "preceding", "following"):
            return _Found(at, begin + 2, days.current(self.told.first, 1 if lead == "following" else -1, unit))
        return None

    def _year(self, at: int, *, framed: bool) -> _Found | None:
        """Read a bare year where the words around it make it one: "in 2014", "the 2003 invasion", "the 1990s"."""
        if match := _DECADE.fullmatch(self.words[at]):
            return _Found(at, at + 1, Days(dt.date(int(match[1]), 1, 1), dt.date(int(match[1]) + 9, 12, 31)), full=True)
        if not _YEAR.fullmatch(self.words[at]) or at == 0:
            return None
        before, after = self.words[at - 1], self.words[at + 1] if at + 1 < len(self.words) else "."
        if person(after) is not None or after in ("others", "more", "people", "%", "dead", "wounded"):
            return None
        noun = at + 1 < len(self.words) and self.doc[at + 1].pos_ in ("NOUN", "PROPN", "ADJ")
        modifier = before in ("the", "a", "an", "its", "their", "that") and noun
        cued = before in _YEAR_CUES and not (before in ("of", "by") and noun and self.doc[at + 1].pos_ == "NOUN")
        number = int(self.words[at])
        if not (framed or modifier or cued) or (self.anchor is not None and number > self.anchor.year + 20):
            return None
        return _Found(at, at + 1, days.year(number), full=True)

    def _ordinal(self, at: int) -> _Found | None:
        """Read "on the 5th" and "on the 21st"."""
        if (
            not _ORDINAL.fullmatch(self.words[at])
            or self.words[max(0, at - 2) : at] != ["on", "the"]
            or self.anchor is None
        ):
            return None
        if at + 1 < len(self.words) and self.doc[at + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
            return None
        number = self._day_at(at) or 0
        day = self.anchor if self.anchor.day >= number else days.shifted(self.anchor.replace(day=1), -1, "month")
        return _Found(at, at + 1, days.one(day.replace(day=number)))

    # --- counted units ----------------------------------------------------------------------------------------------

    def _quantity(self, at: int) -> tuple[int, int, str] | None:
        """Read "two", "a", "more than a", "several" at ``at``: the token after, the count, and how exact it is."""
        if at >= len(self.words):
            return None
        number = number_at(self.words, at)
        if number is not None:
            if number.high is None or number.high == number.low:
                return number.end, number.low, "floor" if number.high is None else "exact"
            return number.end, number.high + 1 if number.low == 0 else number.high, "under"
        for length, bound in ((3, "floor"), (2, "floor"), (2, "under"), (1, "exact"), (1, "floor")):
            lead = " ".join(self.words[at : at + length])
            if lead in _HEDGED[bound] and self.words[at + length : at + length + 1] in (["a"], ["an"], ["one"]):
                return at + length + 1, 1, bound
        return None

    def _relative(self, at: int) -> _Found | None:
        """Read "two weeks ago", "the past 24 hours", "a day earlier", "in less than two weeks", "for months"."""
        begin = at + (self.words[at] == "the")
        if begin < len(self.words) and self.words[begin] in _PAST:
            return self._rolling(at, begin + 1)
        unit = self._unit_at(at)
        if unit is not None and self.words[at].endswith("s") and self.words[at + 1 : at + 2] == ["ago"]:
            return self._ago(at, at + 2, 2, unit, "floor")
        quantity = self._quantity(at)
        if quantity is None:
            return None
        end, count, exact = quantity
        end += end < len(self.words) and self.words[end] == "-"
        unit = self._unit_at(end)
        if unit is None or count == 0:
            return None
        end += 1
        after = self.words[end] if end < len(self.words) else ""
        if after == "ago":
            return self._ago(at, end + 1, count, unit, exact)
        if after in _BACK or after in _FORWARD or after == "after":
            return self._counted_from(at, end, count, unit, exact)
        return self._lasting(at, end, count, unit)

    def _rolling(self, at: int, begin: int) -> _Found | None:
        """Read "(the) past 24 hours", "the last two weeks"."""
        number = number_at(self.words, begin) if begin < len(self.words) else None
        if number is None or self.anchor is None:
            return None
        unit = self._unit_at(number.end)
        if unit is None:
            return None
        return _Found(at, number.end + 1, Days(days.shifted(self.anchor, -number.low, unit), self.anchor))

    def _ago(self, at: int, end: int, count: int, unit: Unit, exact: str) -> _Found | None:
        if self.anchor is None:
            return None
        if unit == "hour" and count < 24:
            return _Found(at, end, days.one(self.anchor))
        if exact == "exact":
            return _Found(at, end, days.around(self.anchor, -count, unit))
        edge = days.shifted(self.anchor, -count, unit)
        return _Found(at, end, Days(edge, self.anchor) if exact == "under" else Days(None, edge))

    def _counted_from(self, at: int, end: int, count: int, unit: Unit, exact: str) -> _Found | None:
        """Read "two days earlier", "a week later", "a day after": counted from what was told last."""
        word = self.words[end]
        told = self.told.first if self.told is not None else None
        if exact != "exact" or unit == "hour":
            return None
        if word in _FORWARD:
            return None if told is None else _Found(at, end + 1, days.around(told, count, unit))
        reference = told or self.anchor
        if word == "after" and self.anchor is not None and not self._told_here(at):
            reference = self.anchor
        ends = end + 1 >= len(self.words) or self.doc[end + 1].pos_ in ("PUNCT", "SPACE", "CCONJ", "ADP", "VERB", "AUX")
        if reference is None or (word == "before" and not ends) or (word == "after" and unit not in ("day", "week")):
            return None
        # "X came a day after Y" puts Y a day before X; "a day after" alone at a clause's end is X itself
        return _Found(at, end + 1, days.around(reference, count if word == "after" and ends else -count, unit))

    def _told_here(self, at: int) -> bool:
        """Tell whether a day was told earlier in the same sentence."""
        return any(
            self._weekday(i) is not None or self._date(i) is not None for i in range(self.doc[at].sent.start, at)
        )

    def _lasting(self, at: int, end: int, count: int, unit: Unit) -> _Found | None:
        """Read "(killed) in 24 hours" and "(have fought) for two years": up to publication.

        A duration told in the plain past says nothing of when it ended and is left out.
        """
        before = self.words[at - 1] if at else ""
        sent = self.doc[at].sent.start
        if self.anchor is None or self.words[end : end + 1] in (["time"], ["old"], ["'"]):
            return None
        nearby = self.words[max(sent, at - 14) : min(end + 14, self.doc[at].sent.end)]
        perfect = not _HAVING.isdisjoint(nearby) or self.words[end : end + 1] == ["now"]
        if before in ("for", "in", "within") and perfect and (before == "for" or unit in ("hour", "day", "week")):
            return _Found(at, end, Days(days.shifted(self.anchor, -count, unit), self.anchor))
        return None


_HEDGED: Final[dict[str, frozenset[str]]] = {
    "floor": frozenset(
        ("more than", "over", "well over", "just over", "at least", "little over", "little more than", "slightly over")
    ),
    "under": frozenset(("less than", "under", "fewer than", "within")),
    "exact": frozenset(("about", "around", "nearly", "almost", "roughly", "exactly", "some")),
}


_HEDGES: Final = frozenset(phrase.split()[0] for phrases in _HEDGED.values() for phrase in phrases)


def _dateline(doc: Doc) -> dt.date | None:
    """Return the day a text says it was published: a full date near its head that no preposition makes a part of the story."""
    head = sum(1 for token in doc[: HEAD // 2] if token.idx < HEAD)
    for one in _Reader(doc, None).read() if head else []:
        if one.start >= head:
            return None
        if one.full and one.days.single and not (one.start and doc[one.start - 1].lower_ in _PREPOSED):
            return one.days.first
    return None


def time_mentions(doc: Doc, published: Interval | None) -> tuple[TimeMention, ...]:
    """Return every expression of time in ``doc`` that names days, in reading order, none inside another.

    ``published`` is the day of publication; without one a full date at the head of the text stands in for it, and
    without that only what names its own year resolves.  Unresolvable expressions are left out.
    """
    edge = None if published is None else published.start or published.end
    anchor = edge.date() if edge is not None else _dateline(doc)
    mentions: list[TimeMention] = []
    for found in _Reader(doc, anchor).read():
        span = doc[found.start : found.end]
        mentions.append(TimeMention(span.start_char, span.end_char, span.text, found.days.interval()))
    return tuple(mentions)
