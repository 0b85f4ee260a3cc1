"""Lengths of time: "two weeks", "more than a year", "2 1/2 years", "several days", "months"."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from counterclaim.claims import numbers
from counterclaim.claims.numbers import Number, number_at
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.found import Mod
from counterclaim.claims.times.words import DASHES, Hedge, Unit

_CODES: Final[dict[Unit, tuple[str, str]]] = {
    "second": ("PT", "S"),
    "minute": ("PT", "M"),
    "hour": ("PT", "H"),
    "day": ("P", "D"),
    "night": ("P", "D"),
    "weekend": ("P", "WE"),
    "week": ("P", "W"),
    "month": ("P", "M"),
    "quarter": ("P", "Q"),
    "year": ("P", "Y"),
    "decade": ("P", "DE"),
    "century": ("P", "CE"),
}
_SMALLER: Final[dict[Unit, tuple[int, str]]] = {
    "minute": (30, "S"),
    "hour": (30, "M"),
    "day": (12, "H"),
    "year": (6, "M"),
}
_HALVED: Final[dict[Unit, str]] = {
    "minute": "PT30S",
    "hour": "PT30M",
    "day": "PT12H",
    "year": "P6M",
    "decade": "P5Y",
    "century": "P50Y",
}
_FIGURE: Final = re.compile(r"(\d{1,4})(\.5|½)?", re.ASCII)
_VULGAR: Final = {"½": True, "1/2": True}


@dataclasses.dataclass(frozen=True, slots=True)
class Length:
    """A count of units from token ``start`` to ``end``: ``count`` None is an unknown one; ``half``: and a half."""

    start: int
    end: int
    count: int | None
    unit: Unit
    half: bool = False
    hedge: Hedge | None = None
    bare: bool = False

    @property
    def value(self) -> str:
        """Return the TIMEX3 value."""
        if self.unit == "fortnight":
            return "P2W" if self.count == 1 else f"P{'X' if self.count is None else 2 * self.count}W"
        lead, code = _CODES[self.unit]
        if self.count is None:
            return f"{lead}X{code}"
        if not self.half:
            return f"{lead}{self.count}{code}"
        if self.count == 0:
            return _HALVED.get(self.unit, f"{lead}0.5{code}")
        if self.unit in _SMALLER:
            number, small = _SMALLER[self.unit]
            time = "T" if self.unit == "day" else ""
            return f"{lead}{self.count}{code}{time}{number}{small}"
        return f"{lead}{self.count}.5{code}"

    @property
    def mod(self) -> Mod | None:
        """Return the TIMEX3 modifier."""
        return None if self.hedge is None or self.hedge == "EXACT" else self.hedge


def length(c: Context, at: int) -> Length | None:
    """Read a length: "two weeks", "more than a year", "three-month", "2 1/2 years", "several days", "months"."""
    words, lex = c.words, c.words.lexicon
    hedge: Hedge | None = None
    begin = at
    while (hit := words.find(begin, lex.hedges)) is not None and begin < at + 6:
        if hit[1] != "EXACT" or hedge is None:
            hedge = hit[1]
        begin = hit[0]
    if words.at(at - 1) == "of" and words.at(at - 2) in ("quarter", "half", "third", "part", "turn"):
        return None
    got = _counted(c, begin, at, hedge)
    if got is None and begin > at:
        # "some" and "another" are counts as well as hedges
        got = _counted(c, at, at, None) or _one(c, begin, at, hedge)
    return got


def _one(c: Context, begin: int, at: int, hedge: Hedge | None) -> Length | None:
    """Read "another week", "an additional year", "the entire month": one of a unit."""
    unit = c.words.unit(begin)
    if unit is None or c.words.at(begin - 1) not in ("another", "additional", "further", "full", "entire"):
        return None
    return Length(at, begin + 1, 1, unit, hedge=hedge)


def _counted(c: Context, begin: int, at: int, hedge: Hedge | None) -> Length | None:
    words = c.words
    count, end, half, approximate = _count(c, begin)
    if end == begin:
        unit = words.unit(begin)
        if unit is not None and words.at(begin + 1) in DASHES and words.at(begin + 2) == "long":
            # "a year-long siege"
            return Length(at, begin + 3, None if words.at(begin).endswith("s") else 1, unit, hedge=hedge)
        if (
            unit is None
            or not words.at(begin).endswith("s")
            or unit in ("second", "quarter")
            or (hedge is not None and begin == at)
        ):
            return None
        return Length(at, begin + 1, None, unit, hedge=hedge, bare=True)
    if words.at(end) in DASHES and end > begin:
        end += 1
    while words.at(end) in (
        "more",
        "full",
        "whole",
        "consecutive",
        "straight",
        "long",
        "additional",
        "short",
        "trading",
        "previous",
        "preceding",
        "past",
        "following",
        "successive",
        "business",
        "working",
        "calendar",
        "further",
        "hard",
        "bloody",
        "bitter",
        "dry",
    ):
        end += 1
    unit = words.unit(end)
    if unit is None or (count == 0 and not half):
        return None
    if unit == "second" and not words.at(end).endswith("s"):
        return None
    if unit == "quarter" and (count is None or not words.at(end).endswith("s") or words.at(end + 1) == "of"):
        # a fourth part of something
        return None
    end += 1
    if words.are(end, "and", "a", "half"):
        half, end = True, end + 3
    if words.at(end) in DASHES and words.at(end + 1) == "long":
        end += 2
    elif words.are(end, "or", "so"):
        approximate, end = True, end + 2
    return Length(at, end, count, unit, half, "APPROX" if approximate and hedge is None else hedge)


def _count(c: Context, at: int) -> tuple[int | None, int, bool, bool]:
    """Return the count at ``at``, the token after it, whether a half comes on top, and whether it is approximate."""
    words = c.words
    hit = words.find(at, words.lexicon.counts)
    end, word = at, words.at(at)
    if not word:
        return 0, at, False, False
    if match := _FIGURE.fullmatch(word):
        end, count, half = at + 1, int(match[1]), match[2] is not None
    elif word in numbers.lexicon().units and words.are(at + 1, "and", "a", "half"):
        return numbers.lexicon().units[word], at + 4, True, False
    elif (number := _number(c, at)) is not None:
        end, count, half = number.end, number.low or number.high or 0, False
        if number.high != number.low:
            return count, end, half, True
    elif hit is not None:
        if hit[1] == "0.5":
            return 0, hit[0], True, False
        return (int(hit[1]) if hit[1] else None), hit[0], False, hit[0] - at > 1 and bool(hit[1])
    else:
        return 0, at, False, False
    if words.at(end) in _VULGAR:
        return count, end + 1, True, False
    if words.are(end, "and", "a", "half"):
        return count, end + 3, True, False
    second = number_at(words.all, end + 1) if words.at(end) in ("to", "or", *DASHES) and words.at(end + 1) else None
    if second is not None and second.form == "figure" and second.low > count:
        return count, second.end, False, True
    return count, end, half, False


def _number(c: Context, at: int) -> Number | None:
    """Return a number in figures or number words; before a hyphen too, where no persons are counted: "two-week"."""
    words = c.words.all
    number = number_at(words, at)
    for dash in range(at + 1, min(at + 5, len(words) - 1)) if number is None else ():
        if words[dash] in DASHES and c.words.unit(dash + 1) is not None:
            before = number_at(words[at:dash], 0)
            number = dataclasses.replace(before, start=at, end=at + before.end) if before is not None else None
    return number if number is not None and number.form == "figure" else None
