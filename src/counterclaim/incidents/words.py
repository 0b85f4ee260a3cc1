"""The stage's word lists (``lexicon/fusion.toml``): kinds that one happening may be called, words that tell nothing."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import Kind

_WORD: Final = re.compile(r"[^\W_]+")


class FusionLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of ``[words]``."""

    generic: list[str]
    common: list[str]
    another: list[str]


class FusionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``fusion.toml``."""

    families: dict[str, list[Kind]]
    called: dict[Kind, list[Kind]]
    words: FusionLists
    hours: dict[str, list[str]]


TABLES: Final[dict[str, Any]] = {"fusion": FusionFile}
"""The lexicon files that this stage reads, each with its type."""


@dataclass(frozen=True, slots=True)
class FusionWords:
    """The lists, made ready: ``called`` holds every pair of kinds that one happening may be called, both ways."""

    family: dict[Kind, str]
    called: frozenset[tuple[Kind, Kind]]
    generic: frozenset[str]
    common: frozenset[str]
    another: frozenset[str]
    hour: dict[str, str]


@functools.cache
def fusion_words() -> FusionWords:
    """Return the lists.  Raises LexiconError when the file is broken."""
    file = load("fusion", FusionFile)
    called: set[tuple[Kind, Kind]] = set()
    for one, others in file.called.items():
        called.update((one, other) for other in others)
        called.update((other, one) for other in others)
    return FusionWords(
        family={kind: name for name, kinds in file.families.items() for kind in kinds},
        called=frozenset(called),
        generic=frozenset(file.words.generic),
        common=frozenset(form for word in file.words.common for form in (word, stem(word))),
        another=frozenset(file.words.another),
        hour={word: part for part, words in file.hours.items() for word in words},
    )


def family(kind: Kind) -> str:
    """Return the family of a kind: its own name where it shares none."""
    return fusion_words().family.get(kind, kind)


@functools.lru_cache(maxsize=65536)
def telling_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell which one is meant, case folded, a plural's ``s`` cut off."""
    generic = fusion_words().generic
    found = (word.casefold() for word in _WORD.findall(name))
    return frozenset(stem(word) for word in found if len(word) > 2 and word not in generic)


def stem(word: str) -> str:
    """Return a word without the ``s`` of a plural or possessive."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@functools.lru_cache(maxsize=65536)
def quote_words(quote: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a quote that may tell one happening from another: names (capital, not first), the rest."""
    common = fusion_words().common
    names: set[str] = set()
    rest: set[str] = set()
    for match in _WORD.finditer(quote):
        word = match.group()
        low = word.casefold()
        if len(word) < 4 or low in common or word.isdigit():
            continue
        (names if word[0].isupper() and match.start() else rest).add(stem(low))
    return frozenset(names), frozenset(rest - names)
