"""Where capitalised names stand that the gazetteer or the word lists know: plain text, no parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from counterclaim.claims.geoparse.words import abbreviations, geo_words, is_adjective
from counterclaim.gazetteer.fold import ARTICLES
from counterclaim.gazetteer.index import gazetteer

_ALONE: Final = frozenset(("al", "el"))
"""Articles that begin a name without a hyphen too; the others are also English words."""
_HYPHENS: Final = frozenset("-‐‑–")
_LONGEST: Final = 8


_SPACED: Final = "|".join(re.escape(name) for name in abbreviations() if " " in name)
_TOKEN: Final = re.compile(
    rf"\b(?:{_SPACED})(?!\w)|" + r"(?:[^\W\d_]\.){2,}|[A-Z]\.[A-Z][a-z]+\.|[^\W_]+\.?|[^\w\s]|\n+"
)
_SHORT: Final = frozenset(("St.", "Mt.", "Ft.", "Pt.", "Sts."))


def _tokens(text: str) -> list[tuple[str, int]]:
    """Return words and marks with their offsets; a full stop is part of a short form only."""
    found: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        if (
            word[-1] == "."
            and len(word) > 1
            and "." not in word[:-1]
            and word not in _SHORT
            and word not in abbreviations()
        ):
            found.append((word[:-1], start))
            found.append((".", match.end() - 1))
        else:
            found.append((word, start))
    return found


def known_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of capitalised names that are known, left to right, each the longest that begins there."""
    words = _tokens(text)
    texts = [word for word, _ in words]
    at = 0
    while at < len(words):
        count = _known(texts, at) if _opens(texts, at) else 0
        if count > 1 and texts[at + count - 1] == "City" and texts[at + count : at + count + 1] != []:
            count -= (
                texts[at + count] in geo_words().offices
            )  # the council of San Fernando City, not a city of that name
        if count:
            last, start = words[at + count - 1]
            yield words[at][1], start + len(last)
        at += count or 1


def _opens(texts: Sequence[str], at: int) -> bool:
    """Say whether a name may begin at a word: a capital, or an Arabic article."""
    first = texts[at]
    if first[0].isupper() or first in _ALONE:
        return True
    return first in ARTICLES and at + 1 < len(texts) and texts[at + 1] in _HYPHENS


def _known(texts: Sequence[str], at: int) -> int:
    """Return how many words the longest name that begins at a word has, 0 for none."""
    end = min(len(texts), at + 2 * _LONGEST)
    while end > at:
        hit = gazetteer().longest(texts[at:end], 0)
        if hit is None:
            break
        if _cased(texts[at : at + hit.words]):
            return hit.words
        end = at + hit.words - 1
    if at + 1 < len(texts) and texts[at + 1].isalpha() and is_adjective(" ".join(texts[at : at + 2])):
        return 2
    return int(texts[at] in abbreviations() or is_adjective(texts[at]))


def _cased(words: Sequence[str]) -> bool:
    """Say whether a name is written as one: capitals but for particles, the last word with a capital or a digit."""
    letters = [word for word in words if word[0].isalnum()]
    if not letters or letters[-1][0].islower():
        return False
    if letters[0][0].islower() and (letters[0] not in ARTICLES or len(letters) < 2):
        return False
    return all(not word[0].islower() or word in geo_words().particles for word in letters)
