"""Texts that share words with the measuring set: never trained on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

WORDS: Final = 5
SHARE: Final = 0.05
"""Share of a text's shingles of WORDS words that may stand in the measuring set."""


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of WORDS words of a text, lower case, marks left out."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(zip(*(words[i:] for i in range(WORDS)), strict=False))


def overlapping(texts: Sequence[str], measured: Sequence[str]) -> set[int]:
    """Return which texts share more than SHARE of their shingles with the measured ones."""
    known = frozenset().union(*map(shingles, measured))
    found: set[int] = set()
    for i, text in enumerate(texts):
        own = shingles(text)
        if own and len(own & known) > SHARE * len(own):
            found.add(i)
    return found
