"""The gazetteer, opened: shards of the index as one, built first where they are missing or no longer whole."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Sequence
from typing import Final

from counterclaim.gazetteer import cache
from counterclaim.gazetteer.entry import Entry, Hit, Match
from counterclaim.gazetteer.fold import ARTICLES, fold, without_article
from counterclaim.gazetteer.keys import variant_key
from counterclaim.gazetteer.shard import Shard
from counterclaim.gazetteer.variants import Style, variant_keys

_MOST_WORDS: Final = 8
"""Words of the longest name that is looked for in a text."""
_FEW_NAMES: Final = 300
_LEAST_START: Final = 3
_MOST_ALIKE: Final = 5_000
"""Names that are compared for one that was not found, and the letters at their beginning that must be the same."""
_JOINTS: Final = frozenset("-‐‑–'’‘`´ʻʼ.")
"""Tokens that may stand between the words of a name."""
_STYLES: Final[tuple[Style, ...]] = ("arabic", "slavic")


class Index:
    """The shards of the index as one gazetteer; what several shards know of one place, the first one says."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._shards = tuple(shards)
        self._reach = functools.lru_cache(maxsize=1 << 16)(self._most_words)

    def named(self, name: str, limit: int = 100) -> tuple[Entry, ...]:
        """Return at most ``limit`` places so called, exact names before variants, the most prominent first."""
        return tuple(match.entry for match in self.matches(name, limit))

    def matches(self, name: str, limit: int = 100) -> tuple[Match, ...]:
        """Return at most ``limit`` matches of a name, exact names before variants, the most prominent first."""
        folded = fold(name)
        found = self._best(dict.fromkeys((folded, without_article(folded))), limit)
        if len(found) < limit:
            loose = [variant_key(style, key) for style in _STYLES for key in variant_keys(folded, style)]
            known = {match.entry.id for match in found}
            found += [match for match in self._best(loose, limit) if match.entry.id not in known]
        return tuple(found[:limit])

    def _best(self, keys: Iterable[str], limit: int) -> list[Match]:
        found: dict[str, Match] = {}
        for key in keys:
            for shard in self._shards:
                for match in shard.matches(key, limit):
                    found.setdefault(match.entry.id, match)
        return list(found.values())

    def entry(self, id: str) -> Entry | None:  # noqa: A002 - the field's own name
        """Return the entry with this id, or None."""
        for shard in self._shards:
            found = shard.entry(id)
            if found is not None:
                return found
        return None

    def alike(self, name: str, limit: int = 5) -> tuple[str, ...]:
        """Return at most ``limit`` names that begin as ``name`` does and are spelt nearly so, for one not found."""
        folded = fold(name)
        for length in range(len(folded), _LEAST_START - 1, -1):
            near = {key for shard in self._shards for key in shard.starting(folded[:length], _MOST_ALIKE)}
            found = difflib.get_close_matches(folded, near, n=limit, cutoff=0.7)
            if found:
                return tuple(dict.fromkeys(self._best([key], 1)[0].name for key in found))
        return ()

    @property
    def contents(self) -> tuple[int, int]:
        """How many places and names the index holds."""
        return sum(s.manifest.places for s in self._shards), sum(s.manifest.names for s in self._shards)

    def longest(self, words: Sequence[str], at: int) -> Hit | None:
        """Return the longest name that begins at ``words[at]``, exact up to folding, or None."""
        first = fold_word(words[at])
        if not first:
            return None
        text, ends = _run(words, at, self._reach(first))
        best = self._longest_prefix(text, ends)
        lead, _, rest = text.partition(" ")
        if rest and lead in ARTICLES:
            cut = len(lead) + 1
            other = self._longest_prefix(rest, {end - cut: count for end, count in ends.items() if end > cut})
            if other is not None and (best is None or other.words > best.words):
                return other
        return best

    def _most_words(self, first: str) -> int:
        """Return how many words the longest name has that begins with this one: most words begin short names only."""
        if first.partition(" ")[0] in ARTICLES:
            return _MOST_WORDS
        longest = 1
        for shard in self._shards:
            names = shard.starting(f"{first} ", _FEW_NAMES)
            if len(names) == _FEW_NAMES:
                return _MOST_WORDS
            longest = max([longest, *(name.count(" ") + 1 for name in names)])
        return min(longest, _MOST_WORDS)

    def _longest_prefix(self, text: str, ends: dict[int, int]) -> Hit | None:
        best = ""
        for shard in self._shards:
            for name in shard.prefixes(text):
                if len(name) > len(best) and len(name) in ends:
                    best = name
        return Hit(words=ends[len(best)], name=best) if best else None


def _run(words: Sequence[str], at: int, most: int) -> tuple[str, dict[int, int]]:
    """Return at most ``most`` folded words from ``at`` on, and for the end of each the number of words up to it."""
    text, ends = "", dict[int, int]()
    for count, word in enumerate(words[at : at + 2 * _MOST_WORDS], start=1):
        folded = fold_word(word)
        if folded:
            text = f"{text} {folded}" if text else folded
            ends[len(text)] = count
            if len(ends) == most:
                break
        elif word not in _JOINTS or not text:
            break
    return text, ends


fold_word = functools.lru_cache(maxsize=1 << 16)(fold)


@functools.cache
def gazetteer() -> Index:
    """Return the gazetteer, opened once a process; its index is built first where it is missing or not whole.

    Raises GazetteerError when it can be neither opened nor built, LexiconError when an own place file is broken.
    """
    return Index(cache.shards())
