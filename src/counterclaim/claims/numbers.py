"""Numbers as written: words and figures to the lowest and highest count they promise.

One hand-written reader over a window of words; it knows nothing of what is counted.  The conventions are
those of the claims guide: "more than 40" is 40 and up, "up to 40" is 0 to 40, "about 40" is 40, "dozens" is
24 and up.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
from spacy.tokens import Doc

from counterclaim.lexicon.load import load

Bound = Literal["floor", "ceiling", "under", "about"]
Form = Literal["figure", "vague", "article", "none"]
"""How a number is said: in figures or number words, vaguely, by an article alone, or as none at all."""

LONGEST: Final = 5
"""Words in the longest phrase of the lexicon."""
_FIGURE: Final = re.compile(
    r"(?P<about>~)?(?P<digits>\d{1,3}(?:[,.\u00a0\u202f’']\d{3})+|\d{1,12}(?:\.\d{1,3})?)(?P<scale>k|m|mln|bn)?(?P<plus>\+)?",
    re.ASCII,
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f’']\d{3})+", re.ASCII)
_RANGE: Final = re.compile(r"(\d{1,9})[-–—](\d{1,9})", re.ASCII)
_SUFFIX: Final = {"k": 10**3, "m": 10**6, "mln": 10**6, "bn": 10**9}
_DASHES: Final = frozenset("-–—")
_WORDS: Final = 24
"""Words in the longest number that is read."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
MONTHS: Final = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec".split()
)
_LARGEST: Final = 10**13
"""Above this a figure counts no persons and no happenings."""


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lexicon/numbers.toml``: see the comments there."""

    units: dict[str, int]
    scales: dict[str, int]
    plural_scales: dict[str, int]
    vague: dict[str, int]
    exact: dict[str, int]
    fractions: dict[str, float]
    before: dict[str, Bound]
    after: dict[str, Bound]


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """A number phrase: the words ``start`` to ``end`` (half-open) count ``low`` to ``high`` (None: open)."""

    start: int
    end: int
    low: int
    high: int | None
    form: Form


@functools.cache
def lexicon() -> Lexicon:
    """Return the words of number, loaded once a process.  Raises LexiconError when the file breaks its rules."""
    return load("numbers", Lexicon)


@functools.cache
def _first_words() -> frozenset[str]:
    """Return every word that can begin a number phrase: most words of a text are turned away here."""
    lex = lexicon()
    phrases = (lex.units, lex.scales, lex.plural_scales, lex.vague, lex.exact, lex.fractions, lex.before)
    return frozenset(phrase.split()[0] for table in phrases for phrase in table) | {"between", "from", "half"}


@functools.cache
def _index(table: str) -> dict[str, list[tuple[tuple[str, ...], Any]]]:
    """Return the phrases of one table of the lexicon by their first word, the longest first."""
    phrases: dict[str, Any] = getattr(lexicon(), table)
    index: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for phrase, value in sorted(phrases.items(), key=lambda item: -len(item[0].split())):
        words = tuple(phrase.split())
        index.setdefault(words[0], []).append((words, value))
    return index


def _phrase(words: Sequence[str], at: int, table: str) -> tuple[int, Any] | None:
    """Return the end and value of the longest phrase of ``table`` that begins at ``at``; hyphens read as spaces."""
    for phrase, value in _index(table).get(words[at], ()) if at < len(words) else ():
        end = at + 1
        for part in phrase[1:]:
            end += end < len(words) and words[end] in _DASHES
            if end >= len(words) or words[end] != part:
                break
            end += 1
        else:
            return end, value
    return None


def _scales(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return the end and product of the scales that begin at ``at``: "hundred thousand" is 100,000."""
    product = 1
    if at + 1 < len(words) and words[at] in _DASHES and words[at + 1] in lexicon().scales:
        at += 1
    while at < len(words) and (scale := lexicon().scales.get(words[at])) and scale > 1 and product < _LARGEST:
        product *= scale
        at += 1
    return at, product


def _figure(words: Sequence[str], at: int) -> Number | None:
    """Read "3,000", "1.9 million", "500k", "30+" at ``at``."""
    match = _FIGURE.fullmatch(words[at])
    if match is None:
        return None
    digits = match["digits"]
    end, product = _scales(words, at + 1)
    if _GROUPED.fullmatch(digits) and not (product > 1 and "." in digits):
        value = float(re.sub(r"\D", "", digits))
    else:
        value = float(digits)
    value *= _SUFFIX.get(match["scale"] or "", 1) * product
    if value != int(value) or value > _LARGEST:
        return None
    return Number(at, end, int(value), None if match["plus"] else int(value), "figure")


def _joined(words: Sequence[str], at: int, value: int) -> int:
    """Return where a number word goes on after ``at``: past a hyphen ("sixty-two") or "and" ("hundred and two")."""
    units = lexicon().units
    if at + 1 < len(words) and words[at + 1] in units:
        if words[at] in _DASHES and value % 100 >= 20:
            return at + 1
        if words[at] == "and" and value >= 100 and value % 100 == 0:
            return at + 1
    return at


def _spelled(words: Sequence[str], at: int) -> Number | None:
    """Read "twenty-one", "a hundred and five", "one and a half million" at ``at``."""
    lex = lexicon()
    total, current, end, begun = 0, 0, at, False
    while (end := _joined(words, end, current or total)) < len(words) and end - at < _WORDS:
        word = words[end]
        if (unit := lex.units.get(word)) is not None:
            fits = current % 100 >= 20 and current % 10 == 0 and 0 < unit < 10
            if begun and not fits and (current % 100 or not (current or total)):
                break
            current += unit
        elif scale := lex.scales.get(word):
            if not begun and end > at:
                break
            if scale == 100:
                current = (current or 1) * scale
            else:
                total, current = total + (current or 1) * scale, 0
        elif word in ("a", "an", "one") and not begun and words[end + 1 : end + 2] and words[end + 1] in lex.scales:
            current = 1
        elif begun and list(words[end : end + 3]) == ["and", "a", "half"]:
            end, product = _scales(words, end + 3)
            return Number(at, end, (2 * current + 1) * product // 2, (2 * current + 1) * product // 2, "figure")
        else:
            break
        begun = True
        end += 1
    if not begun or total + current > _LARGEST:
        return None
    return Number(at, end, total + current, total + current, "figure")


def _vague(words: Sequence[str], at: int) -> Number | None:
    """Read "dozens", "tens of thousands", "several hundred", "half a million", "a number of" at ``at``."""
    lex = lexicon()
    if (fraction := _phrase(words, at, "fractions")) is not None:
        end, product = _scales(words, fraction[0])
        value = int(fraction[1] * product)
        if product > 1 and value:
            return Number(at, end, value, value, "figure")
    first = lex.plural_scales.get(words[at])
    if first is not None:
        end, value = at + 1, 2 * first
        if list(words[end : end + 1]) == ["of"] and words[end + 1 : end + 2]:
            more = lex.plural_scales.get(words[end + 1])
            end, value = (end + 2, value * more) if more else (end, value)
        return Number(at, end, value, None, "vague")
    vague = _phrase(words, at, "vague")
    exact = _phrase(words, at, "exact")
    if vague is not None and (exact is None or vague[0] >= exact[0]):
        end, product = _scales(words, vague[0])
        if end < len(words) and words[end] in lex.plural_scales and product == 1:
            end, product = end + 1, lex.plural_scales[words[end]]
        return Number(at, end, vague[1] if product == 1 else 2 * product, None, "vague")
    if exact is not None:
        return Number(at, exact[0], exact[1], exact[1], "none" if exact[1] == 0 else "article")
    return None


def _core(words: Sequence[str], at: int) -> Number | None:
    """Read a number without what bounds it."""
    if at >= len(words):
        return None
    vague = _vague(words, at)
    plain = _figure(words, at) or _spelled(words, at)
    if plain is None or (vague is not None and vague.end > plain.end):
        return vague
    return plain


def _ranged(words: Sequence[str], at: int, *, opened: bool) -> Number | None:
    """Read a number or a range of two: "20 to 30", "30-40", "two or three"; ``opened``: after "between" or "from"."""
    if at < len(words) and (match := _RANGE.fullmatch(words[at])) is not None:
        low, high = int(match[1]), int(match[2])
        return Number(at, at + 1, low, high, "figure") if low < high and not 1900 <= low <= high <= 2100 else None
    first = _core(words, at)
    if first is None or first.form != "figure" or first.end + 1 >= len(words):
        return None if opened else first
    link = words[first.end]
    changed = not opened and at > 0 and words[at - 1] == "from"
    if link in _DASHES or link == "or" or (link == "to" and not changed) or (link == "and" and opened):
        second = _core(words, first.end + 1)
        if second is not None and second.form == "figure":
            scale = second.low // max(first.low, 1) >= 100 and words[second.end - 1] in lexicon().scales
            low = first.low * _scales(words, second.end - 1)[1] if scale and first.low < 100 else first.low
            if low < second.low and not 1900 <= low <= second.low <= 2100:
                return Number(at, second.end, low, second.high, "figure")
    return None if opened else first


def _bounded(number: Number, bounds: set[Bound], at: int) -> Number:
    """Return ``number`` with what the words around it open or close."""
    low, high = number.low, number.high
    if "floor" in bounds:
        high = None
    elif "under" in bounds and number.form == "figure":
        low, high = 0, max(number.low - 1, 0)
    elif "ceiling" in bounds and number.form == "figure":
        low = 0
    return Number(at, number.end, low, high, number.form)


def number_at(words: Sequence[str], at: int) -> Number | None:
    """Return the number phrase that begins exactly at word ``at``, or None.

    ``words`` are lower-case words as a tokenizer cuts them, hyphens and signs apart or not.  An article reads as
    one ("a child"); a percentage, a sum of money and the number of a compound ("12-year") are no counts.
    """
    word = words[at]
    if not (word[:1].isdigit() or word[:1] == "~" or word in _first_words()):
        return None
    if at and words[at - 1] in ("$", "£", "€", "us$"):
        return None
    if word in ("between", "from"):
        rising = at > 0 and words[at - 1] in CHANGES
        ranged = None if rising else _ranged(words, at + 1, opened=True)
        return dataclasses.replace(ranged, start=at) if ranged is not None else None
    bounds: set[Bound] = set()
    begin = at
    while (bound := _phrase(words, begin, "before")) is not None and begin < at + 3 * LONGEST:
        if _core(words, bound[0]) is None and _phrase(words, bound[0], "before") is None:
            break
        bounds.add(bound[1])
        begin = bound[0]
    number = _ranged(words, begin, opened=False)
    if number is None or (bounds and number.form in ("article", "none")):
        return _core(words, at) if begin > at else None
    if (after := _phrase(words, number.end, "after")) is not None and number.form == "figure":
        bounds.add(after[1])
        number = dataclasses.replace(number, end=after[0])
    return None if _no_count(words, number) else _bounded(number, bounds, at)


CHANGES: Final = frozenset(
    "rose risen rises rising increased increases climbed climbs jumped up revised grew grown".split()
)
"""Verbs of change: after them "from 5 to 8" is 8, not a range."""


def dated(words: Sequence[str], at: int) -> bool:
    """Tell whether the figure at ``at`` is the day or year of a date ("on July 25", "16 August 2016"), not a count."""
    before = words[at - 1] if at else ""
    if before.rstrip(".") in MONTHS:
        return words[at][:1].isdigit()
    return bool(_YEAR.fullmatch(words[at])) and (before[:1].isdigit() or before in _DASHES)


def _no_count(words: Sequence[str], number: Number) -> bool:
    """Tell percentages and the numbers of compounds from counts."""
    after = words[number.end : number.end + 2]
    if not after:
        return False
    if after[0] in ("%", "percent", "pc") or list(after) == ["per", "cent"]:
        return True
    return number.form == "figure" and len(after) == 2 and after[0] == "-" and after[1].isalpha()


def numbers(doc: Doc) -> tuple[Number, ...]:
    """Return every number phrase of a text, in reading order, none inside another; positions are token indices.

    Numbers glued to a name ("MiG-29", "al-Qusayr-2") are parts of the name and are left out.
    """
    words = [token.lower_ for token in doc]
    found: list[Number] = []
    at = 0
    while at < len(words):
        glued = at > 1 and words[at - 1] in _DASHES and not doc[at - 1].whitespace_ and not doc[at - 2].whitespace_
        number = None if glued else number_at(words, at)
        if number is not None:
            found.append(number)
        at = number.end if number is not None else at + 1
    return tuple(found)
