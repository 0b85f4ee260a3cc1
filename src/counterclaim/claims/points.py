"""Expressions that name days by themselves: dates, and what is said from the day of publication ("last week")."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from counterclaim.claims import days
from counterclaim.claims.dates import YEAR, YEAR_CUES, Dates, Found, lexicon
from counterclaim.claims.days import Days
from counterclaim.claims.harms import person

_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.ASCII)
_DECADE: Final = re.compile(r"((?:19|20)\d0)s", re.ASCII)
PAST: Final = frozenset(("past", "last", "previous", "preceding"))


class Points(Dates):
    """Reads one expression at a time, none of which needs another."""

    def _point(self, at: int, *, second: bool = False) -> Found | None:
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

    def _phrase(self, at: int) -> Found | None:
        """Read "today", "overnight", "this morning", "in recent weeks", "the next day"."""
        lex = lexicon()
        for table, reference in ((lex.phrases, self.anchor), (lex.days, self.anchor), (lex.told, self._last_told())):
            found = self._lookup(at, table)
            if found is not None and reference is not None:
                end, (first, last) = found
                return Found(at, end, Days(reference + first * days.ONE, reference + last * days.ONE))
        return None

    def _last_told(self) -> dt.date | None:
        return self.told.first if self.told is not None and self.told.single else None

    def _deictic(self, at: int) -> Found | None:
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
            return Found(at, begin + 1 + bool(lead), saturday)
        if begin > at and (told := self._told_unit(at, begin)) is not None:
            return told
        late = words[begin] if words[begin] in ("earlier", "later") else ""
        side, unit = words[begin + bool(late) : begin + bool(late) + 1], self._unit_at(begin + bool(late) + 1)
        if not side or unit is None or self.anchor is None or unit == "hour":
            return None
        end = begin + bool(late) + 2
        if side[0] in ("this", "current"):
            whole = days.current(self.anchor, 0, unit)
            if late == "later":
                return Found(at, end, Days(self.anchor, whole.last))
            return Found(at, end, Days(whole.first, self.anchor))
        if side[0] == "last" and words[at] not in ("the", "over"):
            return Found(at, end, days.current(self.anchor, -1, unit))
        if side[0] in PAST:
            return Found(at, end, Days(days.shifted(self.anchor, -1, unit), self.anchor))
        if side[0] in ("next", "coming"):
            return Found(at, end, days.current(self.anchor, 1, unit))
        return None

    def _told_unit(self, at: int, begin: int) -> Found | None:
        """Read "the year before", "the previous month", "the following week" against what was told last."""
        if self.told is None or self.told.first is None:
            return None
        lead, tail = self.words[begin], self.words[begin + 1 : begin + 2]
        unit = self._unit_at(begin)
        if unit in ("week", "month", "year") and tail in (["before"], ["after"]):
            return Found(at, begin + 2, days.current(self.told.first, -1 if tail == ["before"] else 1, unit))
        unit = self._unit_at(begin + 1)
        if unit in ("week", "month", "year") and lead in ("previous", "preceding", "following"):
            return Found(at, begin + 2, days.current(self.told.first, 1 if lead == "following" else -1, unit))
        return None

    def _year(self, at: int, *, framed: bool) -> Found | None:
        """Read a bare year where the words around it make it one: "in 2014", "the 2003 invasion", "the 1990s"."""
        if match := _DECADE.fullmatch(self.words[at]):
            return Found(at, at + 1, Days(dt.date(int(match[1]), 1, 1), dt.date(int(match[1]) + 9, 12, 31)), full=True)
        if not YEAR.fullmatch(self.words[at]) or at == 0:
            return None
        before, after = self.words[at - 1], self.words[at + 1] if at + 1 < len(self.words) else "."
        if person(after) is not None or after in ("others", "more", "people", "%", "dead", "wounded"):
            return None
        noun = at + 1 < len(self.words) and self.doc[at + 1].pos_ in ("NOUN", "PROPN", "ADJ")
        modifier = before in ("the", "a", "an", "its", "their", "that") and noun
        cued = before in YEAR_CUES and not (before in ("of", "by") and noun and self.doc[at + 1].pos_ == "NOUN")
        number = int(self.words[at])
        if not (framed or modifier or cued) or (self.anchor is not None and number > self.anchor.year + 20):
            return None
        return Found(at, at + 1, days.year(number), full=True)

    def _ordinal(self, at: int) -> Found | None:
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
        return Found(at, at + 1, days.one(day.replace(day=number)))
