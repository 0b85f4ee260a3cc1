"""The words of time (``lexicon/times.toml``) and a text cut into words, looked up in them."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Final, Literal, TypeVar

import msgspec
from spacy.tokens import Doc

from counterclaim.claims.times.days import Part
from counterclaim.claims.times.feasts import Feast
from counterclaim.lexicon.load import load

T = TypeVar("T")
Unit = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "night",
    "weekend",
    "week",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
]
DayPart = Literal["TMO", "TMI", "TAF", "TEV", "TNI"]
Reference = Literal["PRESENT_REF", "PAST_REF", "FUTURE_REF"]
Hedge = Literal["MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS", "APPROX", "EXACT"]
DASHES: Final = frozenset("-–—")
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_NOTED: Final = re.compile(r"(\d{1,4})[.,;:]*(?:[”\"’)\]]*\[\d.*|[”\"’)\]]+|\.|\.-?[A-Za-z].*)$", re.ASCII)
_PROPER: Final = frozenset(("may", "march", "august", "mar", "jan", "dec", "sun", "sat"))
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
ORDINALS: Final = {word: number for number, word in enumerate(_ORDINALS, 1)}


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
    lately: dict[str, tuple[int, int]]
    told: dict[str, int]
    dayparts: dict[str, DayPart]
    refs: dict[str, Reference]
    sets: dict[str, str]
    counts: dict[str, str]
    hedges: dict[str, Hedge]
    units: dict[str, Unit]
    parts: dict[str, Part]
    words: Flags
    islamic: dict[str, int]
    persian: dict[str, int]
    feasts: dict[str, Feast]
    known: dict[str, dt.date]


@functools.cache
def lexicon() -> Lexicon:
    """Return the words of time, loaded once a process.  Raises LexiconError when the file breaks its rules."""
    return load("times", Lexicon)


def _clean(word: str) -> str:
    """Return a lower-case token without the footnote marks and quotes that a tokenizer leaves on a number."""
    return match[1] if word[:1].isdigit() and (match := _NOTED.match(word)) is not None else word


_lengths: dict[int, tuple[Mapping[str, object], dict[str, int]]] = {}


def _longest(table: Mapping[str, object]) -> dict[str, int]:
    """Return how many words the longest phrase of a table has, by its first word."""
    known = _lengths.get(id(table))
    if known is None or known[0] is not table:
        longest: dict[str, int] = {}
        for phrase in table:
            words = phrase.split()
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        known = _lengths[id(table)] = (table, longest)
    return known[1]


class Words:
    """The lower-case words of a text; any position outside it reads as an empty word."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.all = [_clean(token.lower_) for token in doc]
        self.lexicon = lexicon()

    def __len__(self) -> int:
        return len(self.all)

    def at(self, at: int) -> str:
        """Return the word at a position."""
        return self.all[at] if 0 <= at < len(self.all) else ""

    def are(self, at: int, *words: str) -> bool:
        """Tell whether these words stand from ``at`` on."""
        return self.all[at : at + len(words)] == list(words)

    def pos(self, at: int) -> str:
        """Return the part of speech at a position."""
        return self.doc[at].pos_ if 0 <= at < len(self.all) else ""

    def tag(self, at: int) -> str:
        """Return the Penn Treebank tag at a position."""
        return self.doc[at].tag_ if 0 <= at < len(self.all) else ""

    def capital(self, at: int) -> bool:
        """Tell whether the word begins with a capital."""
        return 0 <= at < len(self.all) and self.doc[at].text[:1].isupper()

    def spaced(self, at: int) -> bool:
        """Tell whether white space follows the word."""
        return not 0 <= at < len(self.all) or bool(self.doc[at].whitespace_) or self.all[at].isspace()

    def sentence(self, at: int) -> int:
        """Return the position at which the sentence begins."""
        return self.doc[at].sent.start

    def find(self, at: int, table: Mapping[str, T]) -> tuple[int, T] | None:
        """Return the position after the longest phrase of ``table`` at ``at``, and its value."""
        for length in range(min(_longest(table).get(self.at(at), 0), len(self.all) - at), 0, -1):
            value = table.get(" ".join(self.all[at : at + length]))
            if value is not None:
                return at + length, value
        return None

    def unit(self, at: int) -> Unit | None:
        """Return the unit of time named at a position."""
        return self.lexicon.units.get(self.at(at))

    def month(self, at: int) -> int | None:
        """Return the number of the month named there; "may" and "march" are months with a capital only."""
        word = self.at(at).rstrip(".")
        number = self.lexicon.months.get(word)
        if number is None or word not in _PROPER or self.capital(at):
            return number
        return number if word == "august" and (self.day(at - 1) or self.day(at + 1)) else None

    def day(self, at: int) -> int | None:
        """Return the day of the month written there in figures."""
        match = _DAY.fullmatch(self.at(at))
        return int(match[1]) if match is not None and 1 <= int(match[1]) <= 31 else None

    def ordinal(self, at: int) -> tuple[int, int] | None:
        """Return the ordinal number there ("third", "20th", "twenty - first") and the position after it."""
        word = self.at(at)
        if word[:1].isdigit():
            return (at + 1, int(word[:-2])) if word[-2:] in ("st", "nd", "rd", "th") and word[:-2].isdecimal() else None
        if word == "twenty" and self.at(at + 1) in DASHES:
            number = ORDINALS.get(self.at(at + 2))
            return None if number is None or number > 9 else (at + 3, 20 + number)
        return (at + 1, ORDINALS[word]) if word in ORDINALS else None

    def christened(self, end: int) -> bool:
        """Tell "20 July Bridge" and "Friday Mosque", whose name goes on at ``end``, from days."""
        first = self.doc[end].text[:1] if end < len(self.all) else ""
        return (first.isupper() or first.isdigit()) and any(
            word in self.lexicon.words.names and self.capital(end + i) for i, word in enumerate(self.all[end : end + 2])
        )
