"""What a report as a whole is about, told by its names, numbers and telling words: evidence for its main happening.

Two reports that name the same people, streets and ages tell of one happening more often than two that only share day
and town.  Weights are fixed by the sort of word, not by counts over the ledger: the outcome must not
depend on what else has arrived.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from counterclaim.incidents.words import fusion_words, stem
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.names import pieces
from counterclaim.lexicon.register import register
from counterclaim.records import Report

_READ: Final = 4_000
"""Code points from the start that tell what a report is about; what follows is background."""
_LEAD: Final = 600
"""Code points within which a report says at what hour its main happening was."""
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_WEIGHT: Final = (9.0, 4.0, 1.0)
"""Squared weights of a shared name, number and other word."""
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class About:
    """``names`` are words never written small, ``numbers`` begin with a digit, ``words`` are the others that tell.

    ``telling`` are the names that its claims do not place and attribute it by, ``hours`` the parts of a day that its
    lead names.
    """

    names: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    telling: frozenset[str]
    hours: frozenset[str]
    publisher: str | None
    norm: float


def about(report: Report, known: AbstractSet[str] = frozenset()) -> About:
    """Return what a report is about: pure, some 0.2 ms for an article.

    ``known`` are words that its claims place and attribute it by: towns, parties, speakers.  They are compared as
    such, and every report from there shares them; so do the names of states and registered parties.
    """
    common = fusion_words().common
    big: set[str] = set()
    small: set[str] = set()
    numbers: set[str] = set()
    for word in _WORD.findall(f"{report.title or ''}\n{report.text[:_READ]}"):
        if word[0].isdigit():
            if len(word) > 1:
                numbers.add(word.casefold())
        elif len(word) >= _SHORTEST:
            (big if word[0].isupper() else small).add(stem(word.casefold()))
    names = frozenset(big - small - common)
    words = frozenset(small - common)
    weights = zip(_WEIGHT, (names, numbers, words), strict=True)
    told = frozenset(known | everyday())
    telling = frozenset(name for name in names if not told.issuperset(map(stem, name.split("-"))))
    hours = frozenset(filter(None, map(fusion_words().hour.get, _WORD.findall(report.text[:_LEAD].casefold()))))
    norm = math.sqrt(sum(weight * len(said) for weight, said in weights))
    return About(names, frozenset(numbers), words, telling, hours, report.publisher, norm)


def likeness(one: About, other: About) -> float:
    """Return how alike two reports are, 0 to 1: the cosine of their weighted words (Salton 1983)."""
    if not one.norm or not other.norm:
        return 0.0
    name, number, word = _WEIGHT
    shared = (
        name * len(one.names & other.names)
        + number * len(one.numbers & other.numbers)
        + word * len(one.words & other.words)
    )
    return shared / (one.norm * other.norm)


def shared(one: About, other: About) -> float:
    """Return how much two reports share beside the places, parties and speakers of their claims: the sum of weights."""
    name, number, word = _WEIGHT
    return (
        name * len(one.telling & other.telling)
        + number * len(one.numbers & other.numbers)
        + word * len(one.words & other.words)
    )


@functools.cache
def everyday() -> frozenset[str]:
    """Return the words of the names of states and registered parties."""
    named = [name for state in countries().values() for name in (*state.names, *state.demonyms, *state.capitals)]
    named += [name for known in register().parties.values() for name in known.names]
    return frozenset(stem(word.casefold()) for name in named for word in pieces(name))
