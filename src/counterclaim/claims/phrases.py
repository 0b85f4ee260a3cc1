"""Match many phrases on a parsed text by surface form: one index, one pass.

Surface forms are generated from the base forms of the lexicon, so that headline case and the lemmatiser's
mistakes ("Bombs" as a proper noun) do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

from spacy.tokens import Doc

from counterclaim.claims.nlp import load

P = TypeVar("P")

_VOWELS: Final = "aeiou"
_DOUBLED: Final = frozenset(
    "repel expel compel propel rebel control patrol commit permit admit submit transfer"
    " refer occur kidnap regret airdrop".split()
)
_SHORT: Final = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""Verbs of one short syllable double their last letter: ban, banned."""
PARTICLES: Final = frozenset({"up", "down", "back", "off", "out", "on", "for", "over", "in", "into", "through", "fire"})
GAP: Final = 4
"""Tokens that may stand between a verb and its particle: "shot the plane down"."""


def verb_forms(base: str, irregular: dict[str, list[str]]) -> set[str]:
    """Return the inflected forms of an English verb, the base form included."""
    if base in irregular:
        return {base, *irregular[base]}
    forms = {base}
    if base.endswith(("s", "sh", "ch", "x", "z")):
        forms.add(base + "es")
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        forms |= {base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
        return forms
    else:
        forms.add(base + "s")
    if base.endswith("e"):
        return forms | {base + "d", base[:-1] + "ing" if not base.endswith("ee") else base + "ing"}
    stem = base + base[-1] if base in _DOUBLED or _SHORT.fullmatch(base) else base
    return forms | {stem + "ed", stem + "ing"}


def noun_forms(base: str) -> set[str]:
    """Return singular and plural of an English noun."""
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return {base, base + "es"}
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return {base, base[:-1] + "ies"}
    return {base, base + "s"}


def tokens_of(phrase: str) -> list[str]:
    """Return the phrase as spaCy would cut it, lower case."""
    return [t.lower_ for t in load().make_doc(phrase)]


class Hit(Generic[P]):
    """A phrase found: tokens [start, end) of the text, and what the phrase stands for."""

    __slots__ = ("end", "payload", "start")

    def __init__(self, start: int, end: int, payload: P) -> None:
        self.start, self.end, self.payload = start, end, payload


class Phrases(Generic[P]):
    """An index of phrases.  ``add`` while building, then ``find`` on any number of texts."""

    def __init__(self) -> None:
        self._index: dict[str, list[tuple[tuple[str, ...], bool, P]]] = {}

    def add(self, words: Sequence[str], payload: P, *, gap: bool = False) -> None:
        """Add one phrase as lower-case tokens; ``gap`` lets words stand between the first and the rest."""
        self._index.setdefault(words[0], []).append((tuple(words[1:]), gap, payload))
        self._index[words[0]].sort(key=lambda entry: -len(entry[0]))

    def add_verb(self, base: str, payload: P, irregular: dict[str, list[str]]) -> None:
        """Add a verb, or a phrase that begins with one, in all its forms."""
        first, *rest = tokens_of(base)
        gap = len(rest) == 1 and rest[0] in PARTICLES
        for form in verb_forms(first, irregular):
            self.add([form, *rest], payload, gap=gap)

    def add_noun(self, base: str, payload: P) -> None:
        """Add a noun, or a phrase whose head is its last word or the word before "of"."""
        words = tokens_of(base)
        head = next(
            (i - 1 for i, w in enumerate(words) if w in {"of", "into", "by", "as", "to", "in"} and i), len(words) - 1
        )
        for form in noun_forms(words[head]):
            self.add([*words[:head], form, *words[head + 1 :]], payload)

    def find(self, doc: Doc, start: int = 0, end: int | None = None) -> Iterable[Hit[P]]:
        """Yield every phrase that stands in the tokens [start, end), longest first at each token."""
        lower = [t.lower_ for t in doc]
        stop = len(lower) if end is None else end
        for i in range(start, stop):
            for rest, gap, payload in self._index.get(lower[i], ()):
                n = len(rest)
                if tuple(lower[i + 1 : i + 1 + n]) == rest and i + 1 + n <= stop:
                    yield Hit(i, i + 1 + n, payload)
                elif gap:
                    for j in range(i + 2, min(i + 2 + GAP, stop)):
                        if lower[j] == rest[0] and not any(w in {".", ";", ",", "and", "-"} for w in lower[i + 1 : j]):
                            yield Hit(i, i + 1, payload)
                            break
