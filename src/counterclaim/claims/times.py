"""Times as written, resolved to intervals of whole days against the day of publication.

"Wednesday" is the nearest such day on or before publication; a day is never shifted by a time zone.  What cannot be
resolved (no publication day, a day that no calendar has) is left out, never guessed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims import days
from counterclaim.claims.dates import DASHES, Found, lexicon
from counterclaim.claims.days import Days, Unit
from counterclaim.claims.numbers import number_at
from counterclaim.claims.points import PAST, Points
from counterclaim.records import Interval

HEAD: Final = 400
"""Code points at the head of a text in which a full date standing alone is the date of publication."""
_SAME: Final = 40
"""Tokens before an expression in which another day of the same sentence is looked for."""
_CLAUSE: Final = 18
"""Tokens between "since" and the time its clause names."""
_PREPOSED: Final = frozenset("on of since from until till by before after in between and to for".split())
_FRAMES: Final = frozenset("since until till before by between from".split())
_HAVING: Final = frozenset("have has had been 've".split())
_BACK: Final = frozenset(("ago", "earlier", "before", "prior", "previously"))
_FORWARD: Final = frozenset(("later", "afterwards", "afterward"))
_HEDGED: Final[dict[str, frozenset[str]]] = {
    "floor": frozenset(
        ("more than", "over", "well over", "just over", "at least", "little over", "little more than", "slightly over")
    ),
    "under": frozenset(("less than", "under", "fewer than", "within")),
    "exact": frozenset(("about", "around", "nearly", "almost", "roughly", "exactly", "some")),
}
_HEDGES: Final = frozenset(phrase.split()[0] for phrases in _HEDGED.values() for phrase in phrases)


@dataclasses.dataclass(frozen=True, slots=True)
class TimeMention:
    """An expression of time at ``start`` to ``end`` (code points) and the interval it names (UTC, whole days).

    Either end of the interval may be None: "until Friday" has no start.
    """

    start: int
    end: int
    text: str
    interval: Interval


@functools.cache
def _beginnings() -> frozenset[str]:
    """Return every word that can begin an expression: most words of a text are turned away here."""
    lex = lexicon()
    tables = (lex.weekdays, lex.months, lex.seasons, lex.days, lex.phrases, lex.told, lex.parts)
    first = {phrase.split()[0] for table in tables for phrase in table}
    first |= {f"{month}." for month in lex.months} | {f"{day}s" for day in lex.weekdays} | {"weekend", "then"}
    return frozenset(first) | PAST | _FRAMES | {"this", "next", "the", "over", "earlier", "later", "coming", "current"}


@functools.cache
def _lexicon_days() -> frozenset[str]:
    """Return the names of weekdays and months."""
    return frozenset((*lexicon().weekdays, *lexicon().months))


class _Reader(Points):
    """Reads the times of one text from left to right; what was told last resolves "two days earlier"."""

    def read(self) -> list[Found]:
        """Return every expression in reading order."""
        found: list[Found] = []
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

    def _at(self, at: int) -> Found | None:
        word = self.words[at]
        known = word[:1].isdigit() or word in _beginnings() or word in _HEDGES
        if not known and number_at(self.words, at) is None:
            return None
        try:
            return self._framed(at) or self._ranged(at) or self._relative(at)
        except (ValueError, OverflowError):
            # an impossible day ("31 February") or one outside the calendar
            return None

    def _since_clause(self, one: Found) -> Found | None:
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
                return Found(back, one.end, Days(first, self.anchor), one.full)
            if token.is_sent_start or self.words[back] in (",", ".", ";", "when", "after", "before"):
                return None
        return None

    def _framed(self, at: int) -> Found | None:
        word = self.words[at]
        if word not in _FRAMES or at + 1 >= len(self.words):
            return None
        if word == "since" and self.words[at + 1] == "then":
            if self.told is None or self.told.first is None or self.anchor is None:
                return None
            return Found(at, at + 2, Days(self.told.first, max(self.anchor, self.told.first)))
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
                *DASHES,
            ):
                second = self._point(first.end + 1, second=True)
                if second is not None:
                    return self._spread(at, first, second)
            return dataclasses.replace(first, start=at) if word == "from" else None
        if word == "since":
            last = first.days.last if self.anchor is None else max(self.anchor, first.days.first or self.anchor)
            return Found(at, first.end, Days(first.days.first, last if self.anchor is not None else None), first.full)
        if word == "before":
            return (
                Found(at, first.end, Days(None, first.days.first - days.ONE), first.full) if first.days.first else None
            )
        return Found(at, first.end, Days(None, first.days.last), first.full)

    def _spread(self, at: int, first: Found, second: Found) -> Found:
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
        return Found(at, second.end, Days(start, end), first.full or second.full)

    def _ranged(self, at: int) -> Found | None:
        """Read a point, or two joined by a dash or "and": "Saturday and Sunday", "October 25-26"."""
        first = self._point(at)
        if first is None or first.end + 1 >= len(self.words) or not first.days.single:
            return first
        link = self.words[first.end]
        weekdays = lexicon().weekdays
        if (
            link in ("and", "through", "to", *DASHES)
            and self.words[first.end - 1] in weekdays
            and self.words[first.end + 1] in weekdays
        ):
            second = self._point(first.end + 1)
            if second is not None and first.days.first is not None and second.days.last is not None:
                start = days.weekday(second.days.last, first.days.first.weekday(), strictly=True)
                return Found(at, second.end, Days(start, second.days.last), full=False)
        return first

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

    def _relative(self, at: int) -> Found | None:
        """Read "two weeks ago", "the past 24 hours", "a day earlier", "in less than two weeks", "for months"."""
        begin = at + (self.words[at] == "the")
        if begin < len(self.words) and self.words[begin] in PAST:
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

    def _rolling(self, at: int, begin: int) -> Found | None:
        """Read "(the) past 24 hours", "the last two weeks"."""
        number = number_at(self.words, begin) if begin < len(self.words) else None
        if number is None or self.anchor is None:
            return None
        unit = self._unit_at(number.end)
        if unit is None:
            return None
        return Found(at, number.end + 1, Days(days.shifted(self.anchor, -number.low, unit), self.anchor))

    def _ago(self, at: int, end: int, count: int, unit: Unit, exact: str) -> Found | None:
        if self.anchor is None:
            return None
        if unit == "hour" and count < 24:
            return Found(at, end, days.one(self.anchor))
        if exact == "exact":
            return Found(at, end, days.around(self.anchor, -count, unit))
        edge = days.shifted(self.anchor, -count, unit)
        return Found(at, end, Days(edge, self.anchor) if exact == "under" else Days(None, edge))

    def _counted_from(self, at: int, end: int, count: int, unit: Unit, exact: str) -> Found | None:
        """Read "two days earlier", "a week later", "a day after": counted from what was told last."""
        word = self.words[end]
        told = self.told.first if self.told is not None else None
        if exact == "floor" and word == "after" and self.anchor is not None and unit != "hour":
            # "more than a year after the talks failed"
            return Found(at, end + 1, Days(None, days.shifted(self.anchor, -count, unit)))
        if exact != "exact" or unit == "hour":
            return None
        if word in _FORWARD:
            return None if told is None else Found(at, end + 1, days.around(told, count, unit))
        reference = told or self.anchor
        if word == "after" and self.anchor is not None and not self._told_here(at):
            reference = self.anchor
        ends = end + 1 >= len(self.words) or self.doc[end + 1].pos_ in ("PUNCT", "SPACE", "CCONJ", "ADP", "VERB", "AUX")
        if reference is None or (word == "before" and not ends) or (word == "after" and unit not in ("day", "week")):
            return None
        # "X came a day after Y" puts Y a day before X; "a day after" alone at a clause's end is X itself
        return Found(at, end + 1, days.around(reference, count if word == "after" and ends else -count, unit))

    def _told_here(self, at: int) -> bool:
        """Tell whether a day was told earlier in the same sentence."""
        lex = _lexicon_days()
        return any(
            self.words[i] in lex and (self._weekday(i) is not None or self._date(i) is not None)
            for i in range(max(self.doc[at].sent.start, at - _SAME), at)
        )

    def _lasting(self, at: int, end: int, count: int, unit: Unit) -> Found | None:
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
            return Found(at, end, Days(days.shifted(self.anchor, -count, unit), self.anchor))
        return None


def _dateline(doc: Doc) -> dt.date | None:
    """Return the day a text says it was published: a full date at its head that stands alone, after no preposition."""
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
