"""Points told by a length ("two weeks ago", "a day later"), lengths by themselves, and what recurs ("every year")."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from counterclaim.claims.times import days, stamps
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import month
from counterclaim.claims.times.days import Days
from counterclaim.claims.times.deictic import PAST, step_of, unit_from
from counterclaim.claims.times.found import Found, aside, dated
from counterclaim.claims.times.lengths import Length, length
from counterclaim.claims.times.stamps import Stamp
from counterclaim.claims.times.words import DASHES, Unit
from counterclaim.claims.times.years import year

_BACK: Final = frozenset(("earlier", "before", "prior", "previously"))
_ON: Final = frozenset(("later", "afterwards", "afterward", "after"))
_EACH: Final = frozenset(("every", "each", "per"))
_AGES: Final = frozenset(("old", "older", "younger", "olds"))


def lasting(c: Context, at: int) -> Found | None:
    """Read a length and what makes a point of it: "two weeks ago", "a day later", "the past two weeks"."""
    words = c.words
    begin = at + (words.at(at) in ("the", "these", "those", "each"))
    begin += 1 if words.at(begin) == "of" else 0
    if words.at(begin) in PAST or words.at(begin) in (
        "next",
        "coming",
        "following",
        "first",
        "latest",
        "final",
        "recent",
    ):
        found = _side(c, at, begin)
        if found is not None or words.at(begin) != "first":
            return found
    one = length(c, at)
    if one is None:
        return None
    if one.bare and not _bare(c, at, one):
        return None
    after = words.at(one.end)
    if after in _AGES or (after in DASHES and words.at(one.end + 1) in _AGES) or words.are(one.end, "of", "age"):
        return None
    whole = _whole(one)
    if whole is not None and (after == "ago" or (after == "back" and words.at(one.end + 1) in (",", "."))):
        return _ago(c, at, whole)
    if whole is not None and (after in _BACK or after in _ON or after == "from"):
        counted = _from_told(c, at, whole)
        if counted is not None:
            return counted
    if one.unit == "night" and one.count == 1 and words.at(at) == "one":
        return Found(at, one.end, "TIME", "XXXX-XX-XXTNI")
    if one.start < at or (one.count == 1 and words.at(at) in ("one", "a", "the") and one.unit == "second"):
        return None
    if (
        words.at(at) == "one"
        and one.unit == "day"
        and one.count == 1
        and c.tense(at) >= 0
        and words.at(at - 1) != "for"
    ):
        return None
    return Found(at, one.end, "DURATION", one.value, one.mod, _stretch(c, at, one))


def _whole(one: Length) -> Length | None:
    """Return a length and a half in the units that the half is counted in; None where there are none to count."""
    if not one.half:
        return one
    halves: dict[Unit, tuple[int, Unit]] = {"year": (6, "month"), "decade": (5, "year"), "century": (50, "year")}
    if one.count is None or one.unit not in halves:
        return None
    half, unit = halves[one.unit]
    return dataclasses.replace(one, count=2 * half * one.count + half, unit=unit, half=False)


def _bare(c: Context, at: int, one: Length) -> bool:
    """Tell whether a bare plural is a length: "for months", "years of war"; not "in his later years"."""
    words = c.words
    if words.at(one.end)[:1].isdigit():
        # "the years 1990 and 1991"
        return False
    if words.at(at - 1) in ("early", "small", "wee", "opening", "final") and words.at(one.end) == "of":
        # "in the early hours of Sunday"
        return False
    return not (
        words.at(at - 1) in DASHES or words.at(one.end) in _AGES or words.at(at - 1) in ("light", "man", "teen")
    )


def _side(c: Context, at: int, begin: int) -> Found | None:
    """Read "the past 24 hours", "the next two years", "the first nine months", "the last few days"."""
    words = c.words
    one = length(c, begin + 1) if begin + 1 < len(words) else None
    if one is not None and words.at(one.end) == "of" and one.count == 1:
        return None
    if one is None or (
        one.count is None and one.bare and words.at(begin) not in ("past", "last", "coming", "following")
    ):
        return None
    if words.at(one.end) == "of" and (within := _within(c, at, one, first=words.at(begin) == "first")) is not None:
        return within
    stretch: Days | None = None
    if words.at(begin) in ("past", "last") and c.anchor is not None and one.count and not c.narrative:
        stretch = Days(_moved(c.anchor, -one.count, one.unit), c.anchor)
    return Found(at, one.end, "DURATION", one.value, one.mod, stretch)


def _within(c: Context, at: int, one: Length, *, first: bool) -> Found | None:
    """Read "the first three months of 2016", "the last ten days of May": a length, and the days it comes to."""
    start = one.end + 1
    whole = year(c, start) or month(c, start) or unit_from(c, start)
    own = whole.days if whole is not None else None
    if whole is None or own is None or own.first is None or own.last is None or one.count is None:
        return None
    if first:
        edge = _moved(own.first, one.count, one.unit) - days.ONE
        stretch = Days(own.first, min(edge, own.last)) if edge > own.first else None
    else:
        edge = _moved(own.last + days.ONE, -one.count, one.unit)
        stretch = Days(max(edge, own.first), own.last)
    return Found(at, whole.end, "DURATION", one.value, one.mod, stretch, full=whole.full)


_STEPS: Final[dict[Unit, tuple[int, days.Unit]]] = {
    "second": (0, "hour"),
    "minute": (0, "hour"),
    "hour": (1, "hour"),
    "day": (1, "day"),
    "night": (1, "day"),
    "weekend": (1, "week"),
    "week": (1, "week"),
    "fortnight": (1, "fortnight"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "year": (1, "year"),
    "decade": (1, "decade"),
    "century": (100, "year"),
}
"""Units of the calendar in which a unit of time is counted; less than an hour moves no day."""


def _moved(anchor: dt.date, count: int, unit: Unit) -> dt.date:
    times, step = _STEPS[unit]
    return days.shifted(anchor, count * times, step)


def _ago(c: Context, at: int, one: Length) -> Found | None:
    """Read "two weeks ago" as a week, "more than a year ago" as all before it, "years ago" as the past."""
    end, anchor = one.end + 1, c.anchor
    brief = one.unit in ("second", "minute", "hour")
    if anchor is None:
        return Found(at, end, "DATE", "PAST_REF") if one.count is None else None
    if one.count is None:
        stretch = Days(anchor, anchor) if brief else Days(None, _moved(anchor, -2, one.unit))
        return Found(at, end, "DATE", "PAST_REF", None, None if c.narrative else stretch)
    edge = _moved(anchor, -one.count, one.unit)
    if brief:
        return dated(at, end, stamps.of_day(edge if one.count >= 24 else anchor))
    stamp = _counted_stamp(c, one, -1)
    if stamp is None:
        return None
    times, step = _STEPS[one.unit]
    # "a year ago" is as near a point as its unit tells: see days.around
    near = None if one.unit in ("quarter", "decade", "century") else days.around(anchor, -one.count * times, step)
    whole = stamp.days()
    if one.hedge in ("MORE_THAN", "EQUAL_OR_MORE"):
        whole, near = Days(None, edge), None
    elif one.hedge in ("LESS_THAN", "EQUAL_OR_LESS"):
        whole, near = Days(edge, anchor), None
    return Found(at, end, "DATE", stamp.value, one.mod, whole, stamp, near=near, told=stamp.grain != "quarter")


def _counted_stamp(c: Context, one: Length, sign: int) -> Stamp | None:
    """Return the unit of the calendar that lies so far from publication; a year from a quarter told is a quarter."""
    step = step_of(one.unit)
    if one.count is None or step is None or c.today is None:
        return None
    of_quarter = c.told is not None and c.told.grain == "quarter" and not c.narrative
    if one.unit == "year" and one.count == 1 and c.told_quarter is not None and of_quarter and sign < 0:
        return stamps.year_before(c.told_quarter)
    return stamps.shifted(
        c.today, sign * one.count * (2 if step == "fortnight" else 1), "week" if step == "fortnight" else step
    )


def _from_told(c: Context, at: int, one: Length) -> Found | None:
    """Read "two days earlier", "a week later", "a year before": counted from what was told last."""
    words = c.words
    word, end = words.at(one.end), one.end + 1
    if word == "from":
        if words.at(end) not in ("now", "today") or c.today is None or one.count is None:
            return None
        stamp = _counted_stamp(c, one, 1)
        return None if stamp is None else dated(at, end + 1, stamp)
    later = word in _ON
    if one.count is None:
        if word in ("before", "after") and not _ends(c, end):
            return None
        return Found(at, end, "DATE", "FUTURE_REF" if later else "PAST_REF")
    step = step_of(one.unit)
    if word == "after" and one.hedge in ("MORE_THAN", "EQUAL_OR_MORE") and c.anchor is not None and not c.narrative:
        edge = _moved(c.anchor, -one.count, one.unit)
        return Found(at, end, "DATE", "PAST_REF", one.mod, Days(None, edge)) if step else None
    if step is None:
        return None
    if word in ("after", "before") and not _ends(c, end):
        return _beside(c, at, one, step, later=later)
    base = c.told
    if not later and one.unit == "year" and one.count == 1 and not c.narrative and c.told_where < words.sentence(at):
        # business news compares with the same time a year before publication, or before the quarter told
        base = c.told_quarter if base is not None and base.grain == "quarter" else c.today
    if not later and one.unit == "year" and one.count == 1 and base is not None and base.grain == "quarter":
        return aside(dated(at, end, stamps.year_before(base)))
    if base is not None and one.unit == "day" and base.grain != "day":
        base = c.told_day if c.narrative else None
    if base is None and (later or c.narrative):
        return None
    reference = base or c.today
    if reference is None:
        return None
    stamp = stamps.shifted(reference, (1 if later else -1) * one.count, step)
    if stamp is None:
        return None
    return (
        dated(at, end, stamp)
        if one.hedge in (None, "EXACT", "APPROX")
        else dataclasses.replace(dated(at, end, stamp), mod=one.mod, days=None)
    )


def _ends(c: Context, end: int) -> bool:
    return c.words.pos(end) in ("", "PUNCT", "SPACE", "CCONJ", "ADP", "VERB", "AUX")


def _beside(c: Context, at: int, one: Length, step: stamps.Step, *, later: bool) -> Found | None:
    """Read "X came a day after Y": Y lies a day before X, which news tells on the day of publication."""
    if not later or one.unit not in ("day", "week") or c.anchor is None or c.narrative or one.count is None:
        return None
    base = c.told_day if c.told_at >= c.words.sentence(at) else None
    stamp = stamps.shifted(base or stamps.of_day(c.anchor), -one.count, step)
    if stamp is None or one.hedge not in (None, "EXACT", "APPROX"):
        return None
    found = dated(at, one.end + 1, stamp)
    return dataclasses.replace(found, type="DURATION", value=one.value)


def _stretch(c: Context, at: int, one: Length) -> Days | None:
    """Return the days of "(killed) in 24 hours" and "(have fought) for two years": up to publication.

    A length told in the plain past says nothing of when it ended.
    """
    words = c.words
    before = words.at(at - 1)
    if c.anchor is None or c.narrative or not one.count or before not in ("for", "in", "within"):
        return None
    if words.at(one.end) in ("time", "old", "'"):
        return None
    sentence = c.doc[at].sent
    nearby = words.all[max(sentence.start, at - 14) : min(one.end + 14, sentence.end)]
    perfect = not {"have", "has", "had", "been", "'ve"}.isdisjoint(nearby) or words.at(one.end) == "now"
    if not perfect or (before != "for" and one.unit not in ("hour", "day", "week")):
        return None
    return Days(_moved(c.anchor, -one.count, one.unit), c.anchor)


def every(c: Context, at: int) -> Found | None:
    """Read "every Friday", "every two weeks", "each year", "per month", "daily", "twice a week"."""
    words, lex = c.words, c.words.lexicon
    if (hit := words.find(at, lex.sets)) is not None and not (words.at(at) == "quarterly" and words.pos(at) == "ADJ"):
        return Found(at, hit[0], "SET", hit[1])
    if words.at(at) not in _EACH:
        return None
    if (day := lex.weekdays.get(words.at(at + 1))) is not None:
        return Found(at, at + 2, "SET", f"XXXX-WXX-{day + 1}")
    begin = at + 1 + (words.at(at + 1) in ("single", "other", "passing"))
    if (code := lex.dayparts.get(words.at(begin))) is not None:
        return Found(at, begin + 1, "SET", f"XXXX-XX-XX{code}")
    if (month := words.month(begin)) is not None:
        return Found(at, begin + 1, "SET", f"XXXX-{month:02d}")
    unit = words.unit(begin)
    if unit is not None and unit != "second":
        count = 2 if words.at(at + 1) == "other" else 1
        return Found(at, begin + 1, "SET", Length(at, begin + 1, count, unit).value)
    one = length(c, begin)
    return None if one is None or one.bare else Found(at, one.end, "SET", one.value)
