"""What an expression is understood from: the day of publication, what was told before, and the tense around it.

News counts from the day of publication ("document time"); a chronology or a backgrounder counts from the date told last
("narrative").  The distinction and its rules follow Strötgen and Gertz (HeidelTime, SemEval 2010; multilingual and
cross-domain temporal tagging, LREC 2013); which of the two a text is, is read off the text itself, see `anchored`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.times import days
from counterclaim.claims.times.stamps import Stamp, of_day
from counterclaim.claims.times.tense import pluperfect, tense
from counterclaim.claims.times.words import Words

FIRST_NEWSPAPER: Final = 1605
"""The year of the first newspaper: no report was published before it."""
LAST_YEAR: Final = 2200
NEAR: Final = 1
"""Years from publication within which news tells its dates."""
MANY: Final = 8
"""Dates told with a year far from publication from which on a text may be a narrative."""
LIVING: Final = 60
"""Years from the nearest date told beyond which the day of publication cannot be that of the text."""
AHEAD: Final = 30
"""Years after publication in which a report may still tell dated days: the terms of loans, plans."""
SOON: Final = 45
"""Days ahead up to which a day without its year is the coming one though a past verb governs it."""
SEASON: Final = 100
"""The same where no verb tells the time."""
_DATED: Final = re.compile(
    r"\b(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? (?:of )?(?:\d{1,2},? )?"
    r"((?:1\d|20)\d\d)\b"
)
_SAID: Final = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ff]rom|early|late|mid-|[–-]|and|to) ?((?:1\d|20)\d\d)\b"
)
_BEFORE_CHRIST: Final = re.compile(r"\b\d{1,4} ?(?:BCE?\b|B\.C\.)")
_FORMER: Final = frozenset(("previously", "originally", "earlier", "had"))
"""Beside these a plan is one that was."""
_LIMITS: Final = frozenset("to until till by through before the".split())
"""What stands before a date that a past verb may set ahead: "extended it to 20 November"."""


def anchored(doc: Doc, anchor: dt.date | None) -> tuple[dt.date | None, bool]:
    """Return the day from which to count, or None where none can be trusted, and whether the text is a narrative.

    A day of publication is not trusted before the first newspaper, when most dated days told lie years after it, or
    when every year told lies a lifetime from it: it is wrong, or no day of this text's "yesterday".  A narrative tells
    mostly years far from its publication, or has none.
    """
    text = doc.text
    dated = [int(match[1]) for match in _DATED.finditer(text)]
    told = dated + [int(match[1]) for match in _SAID.finditer(text)]
    ancient = len(_BEFORE_CHRIST.findall(text))
    if anchor is None or not FIRST_NEWSPAPER <= anchor.year <= LAST_YEAR:
        return None, True
    if dated and sum(year > anchor.year + AHEAD for year in dated) * 2 > len(dated):
        return None, True
    far = ancient + sum(abs(year - anchor.year) > NEAR for year in told)
    narrative = far >= MANY and far * 5 >= (len(told) + ancient) * 3
    trusted = not told or min(abs(year - anchor.year) for year in told) <= LIVING
    return (anchor if trusted else None), narrative or not trusted


class Context:
    """One text being read from left to right."""

    def __init__(self, doc: Doc, anchor: dt.date | None) -> None:
        self.words = Words(doc)
        self.doc = doc
        self.anchor, self.narrative = anchored(doc, anchor)
        self.told: Stamp | None = None
        self.told_day: Stamp | None = None
        self.told_quarter: Stamp | None = None
        self.told_where = -1
        """Where anything was told last."""
        self.at = 0
        self.section: int | None = None
        """The year of the heading above."""
        self.told_at = -1
        """Where a day was told last."""
        self.year_at: tuple[int, int] | None = None
        """The year that the text named itself last, and where."""

    def _aside(self, stamp: Stamp, at: int) -> bool:
        """Tell whether a time is a look ahead ("it lasted until 1945") or back ("had invaded in 1943"), no step on."""
        if self.told is None or stamp.year == self.told.year:
            return False
        if stamp.year > self.told.year:
            return self.words.at(at - 1) in ("until", "till") or (stamp.grain == "year" and self.tense(at) > 0)
        return pluperfect(self.doc[at])

    @property
    def today(self) -> Stamp | None:
        """Return the day of publication."""
        return None if self.anchor is None else of_day(self.anchor)

    def tell(self, stamp: Stamp, at: int, *, full: bool) -> None:
        """Keep what was told for what counts from it."""
        if self.narrative and self._aside(stamp, at):
            return
        self.told = stamp
        self.told_where = at
        if stamp.grain == "day":
            self.told_day = stamp
            self.told_at = at
        elif stamp.grain == "quarter":
            self.told_quarter = stamp
        if full:
            self.year_at = (stamp.year, at)

    def head(self, year: int) -> None:
        """Keep the year of a heading: the months under it are of that year."""
        self.section = year

    def ahead(self, at: int) -> bool:
        """Tell whether a future is spoken of before ``at`` in the same sentence."""
        sentence = self.words.sentence(at)
        if self.words.at(at - 1) == "as" and self.words.at(at - 2) in ("soon", "early"):
            return True
        before = self.words.all[max(sentence, at - 8) : at]
        plans = self.words.lexicon.words.future.intersection(before)
        return bool(plans) and _FORMER.isdisjoint(before)

    def tense(self, at: int) -> int:
        """Return -1 in the past, 1 in the future, 0 where the verb that governs ``at`` tells neither."""
        return 1 if self.ahead(at) else tense(self.doc[at])

    def year_for(self, at: int, month: int, day: int | None = None) -> int | None:
        """Return the year of a month, or day of a month, at ``at`` that names none; None where nothing tells it.

        Raises ValueError when no near year has that day.
        """
        self.at = at
        if self.narrative and self.told is not None:
            return self._told_year(month)
        named = self.year_at
        if named is not None and named[1] >= self.words.sentence(at) and named[0] > 0 and not self.narrative:
            return named[0]
        anchor = self.anchor
        if anchor is None:
            return self._told_year(month)
        time = self.tense(at)
        if day is not None:
            back, on = days.dated(anchor, month, day), days.dated(anchor, month, day, ahead=True)
            if self.words.at(at - 1) in ("since", "from", "after") and time < 1:
                return back.year
            # a day almost a year back is told with its year: without one it is the coming day
            limit = 366 if time > 0 else SOON if time < 0 and self.words.at(at - 1) not in _LIMITS else SEASON
            return (on if (on - anchor).days <= limit and (time > 0 or on - anchor < anchor - back) else back).year
        if time > 0 or (time == 0 and 0 < (month - anchor.month) % 12 <= 3):
            return anchor.year + (month < anchor.month)
        return anchor.year - (month > anchor.month)

    def _loose(self) -> bool:
        """Tell whether the paragraph has named no date with a year yet: the heading's year stands."""
        return self.year_at is None or any("\n" in word for word in self.words.all[self.year_at[1] : self.at])

    def _told_year(self, month: int) -> int | None:
        """Return the year told last, or the next one where its end was told and the month is at the beginning."""
        if self.told is None:
            return None
        if self.section is not None and self._loose():
            return self.section
        before = self.told.month if self.told.grain in ("day", "month") else None
        return self.told.year + (before is not None and before >= 11 and month <= 2 and self.told.year != -1)
