"""What the words around names say: which place lies in which ("Sarmin in Idlib province"), and of what type one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from counterclaim.claims.geoparse.candidates import typed
from counterclaim.claims.geoparse.resolution import Toponym
from counterclaim.claims.geoparse.words import geo_words
from counterclaim.gazetteer.entry import Feature

_WIDEST: Final = 60
"""Code points between two names that are read as one phrase."""
_LINKS: Final = frozenset(("in", "inside", "within"))
_FILLERS: Final = frozenset(("a", "an", "rural", "outside", "located")) | _LINKS
_STOP: Final = re.compile(r"[;:!?\"”“]|\.\s")
_WORD: Final = re.compile(r"[\w-]+|['’]s")
_AFTER: Final = re.compile(r"['’]?s?[ \n]+([^\W\d_]+)")
_BEFORE: Final = re.compile(r"([^\W\d_]+)( of)?(?: the)?[ \n]+$", re.IGNORECASE)
_OF_ANOTHER: Final = frozenset(
    (
        "capital",
        "suburb",
        "quarter",
        "district",
        "region",
        "neighborhood",
        "neighbourhood",
        "mountains",
        "hills",
        "port",
    )
)
"""Type words that with "of" after them belong to something in the place named: "the capital of Kazakhstan"."""
_BEYOND: Final = 24


@dataclass(frozen=True, slots=True)
class Within:
    """Name ``inner`` is said to lie in name ``outer`` (numbers in the list of names).

    ``said`` "after" is the strong form ("Paris, Texas"), "before" the weak one ("the Texan town of Paris").
    ``worded`` says that a word such as "in" links them: a comma may also part the names of a list.
    """

    inner: int
    outer: int
    said: Literal["after", "before"]
    worded: bool = False


def withins(text: str, names: Sequence[Toponym]) -> Iterator[Within]:
    """Yield what the text says of names that lie in other names; ``names`` are in reading order."""
    for at, inner in enumerate(names):
        end = inner.end
        for outer in range(at + 1, min(at + 3, len(names))):
            other = names[outer]
            gap = text[end : other.start]
            if other.start < end or len(gap) > _WIDEST or not _contains_after(gap):
                break
            yield Within(at, outer, "after", not _LINKS.isdisjoint(_WORD.findall(gap.lower())))
            end = other.end
        if at + 1 < len(names) and _contains_before(text[inner.end : names[at + 1].start]):
            yield Within(at + 1, at, "before")


def _contains_after(gap: str) -> bool:
    """Say whether what stands between two names may put the first into the second: a comma, a bracket, "in"."""
    if _STOP.search(gap):
        return False
    words = _WORD.findall(gap.lower())
    linked = "," in gap or "(" in gap or not _LINKS.isdisjoint(words)
    return linked and all(word in geo_words().chain or word in _FILLERS or typed(word) for word in words)


def _contains_before(gap: str) -> bool:
    """Say whether what stands between two names may put the second into the first: "Syria's city of X"."""
    if len(gap) > _WIDEST or "," in gap or "\n" in gap.strip(" ") or _STOP.search(gap):
        return False
    words = _WORD.findall(gap.lower())
    owned = words[:1] in (["'s"], ["’s"])
    return all(word in geo_words().chain for word in words) or (owned and len(words) < 5)


def features(text: str, name: Toponym) -> frozenset[Feature]:
    """Return the features that the type words beside a name allow; empty when none stands there."""
    after = _AFTER.match(text, name.end)
    if after is not None and (found := typed(after[1])):
        return found
    before = _BEFORE.search(text[max(0, name.start - _BEYOND) : name.start])
    if before is None or (before[2] and before[1].lower() in _OF_ANOTHER):
        return frozenset()
    return typed(before[1])
