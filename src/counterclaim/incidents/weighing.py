"""The words by which statements are weighed (``lexicon/weighing.toml``, and ``numbers.toml`` for what a number is)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.lexicon.names import pieces

_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d,.]*")


class OwnReporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[own_reporting]``."""

    staff: tuple[str, ...]
    shown: tuple[str, ...]


class TieNotes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[ties]``: notes of the register's ties."""

    part: frozenset[str]
    led: frozenset[str]


class Doers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[doers]``."""

    irregular: frozenset[str]
    regular: frozenset[str]


class Weighing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``weighing.toml``."""

    own_reporting: OwnReporting
    ties: TieNotes
    doers: Doers


class _Numbers(msgspec.Struct, frozen=True):
    """Of ``numbers.toml`` what tells a number from a vague word."""

    units: dict[str, int]
    scales: dict[str, int]
    vague: dict[str, int]


TABLES: Final[dict[str, Any]] = {"weighing": Weighing}
"""The lexicon file that weighing reads, with its type."""


@functools.cache
def weighing() -> Weighing:
    """Return the lists.  Raises LexiconError when the file is broken."""
    return load("weighing", Weighing)


@functools.cache
def _numbers() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    file = load("numbers", _Numbers)
    return frozenset(file.units), frozenset(file.scales), frozenset(word for word in file.vague if " " not in word)


@functools.lru_cache(maxsize=65536)
def says_number(words: str) -> bool:
    """Tell whether the words of a figure hold a number: "at least 12", "more than a dozen"; not "dozens", "several".

    No words at all are taken for a number: nothing then says that it is vague.
    """
    units, scales, vague = _numbers()
    found = [word.casefold() for word in _WORD.findall(words)]
    if not found or any(word[0].isdigit() or word in units for word in found):
        return True
    return any(word in scales for word in found) and not any(word in vague for word in found)


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows a publisher's own reporting: ``hints`` of which one must occur, then the patterns themselves."""

    hints: tuple[str, ...]
    patterns: tuple[str, ...]


def folded(text: str) -> str:
    """Return the words of a text as names are compared, in lower case, "the" left out, with a blank around each."""
    return f" {' '.join(low for word in pieces(text) if (low := word.casefold()) != 'the')} "


@functools.lru_cache(maxsize=16384)
def shown(names: tuple[str, ...]) -> Shown:
    """Return the patterns, made for a publisher of these names."""
    words = weighing().own_reporting
    us = [folded(name).strip() for name in names]
    made: list[str] = []
    for template in words.shown:
        forms = [template.replace("{us}", name) for name in us] if "{us}" in template else [template]
        staffed = [form.replace("{staff}", man) for form in forms for man in words.staff]
        made += dict.fromkeys(f" {form} " for form in staffed)
    hints = {word for template in words.shown for word in template.split() if "{" not in word}
    return Shown(tuple(sorted({*hints, *words.staff} - {"to", "by", "with", "has", "own"})), tuple(made))


def shows_own_reporting(text: str, names: tuple[str, ...]) -> bool:
    """Tell whether words show that the publisher of these names asked or looked itself."""
    found = shown(names)
    low = text.casefold()
    if not any(hint in low for hint in found.hints):
        return False
    words = folded(text)
    return any(pattern in words for pattern in found.patterns)
