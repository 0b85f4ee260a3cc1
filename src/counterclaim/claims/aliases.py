"""Names of parties and states in a text: a cased matcher over the register, in front of spaCy's NER.

spaCy's entity recogniser never finds "IS", splits "Islamic State", and takes towns for bodies; a register of names
that stand for one thing each is surer and costs a tenth of a millisecond a sentence.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from spacy.tokens import Doc

from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.names import pieces
from counterclaim.lexicon.register import register
from counterclaim.records import PartyKind

MentionKind = PartyKind | Literal["things"]
"""What a mention is; ``things`` are objects hit or seized, which are targets but no parties."""

Sort = Literal["party", "country", "demonym", "people", "capital"]


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for.  ``id`` is the register's id, or for states the ISO code."""

    sort: Sort
    id: str
    kind: PartyKind
    country: str | None
    usual: str


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A name found: tokens [start, end).  ``whole`` is false when it ends inside a token ("U.S.-led")."""

    start: int
    end: int
    value: T
    whole: bool
    possessive: bool


class _Node(Generic[T]):
    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.ends: list[tuple[tuple[str, ...], T]] = []


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a token as the matcher sees it: hyphens, dots, apostrophes and accents gone."""

    text: str
    low: str
    token: int
    last: bool


_POSSESSIVE: Final = frozenset(("'s", "’s", "'", "’", "‘s"))


def _variants(name: str) -> list[list[str]]:
    """Return a name's words, with the possessive mark apart as spaCy has it, and lost as careless texts have it."""
    straight = name.replace("’", "'")
    if "'s " not in straight:
        return [pieces(name)]
    owner, _, rest = straight.partition("'s ")
    return [[*pieces(owner), "'s", *pieces(rest)], pieces(name)]


def words_of(doc: Doc) -> list[Word]:
    """Return the text's words for matching; a possessive mark is the word ``'s``."""
    words: list[Word] = []
    for token in doc:
        text = token.text
        if text in _POSSESSIVE:
            if text[-1] == "s":
                words.append(Word("'s", "'s", token.i, True))
        elif text.isalnum() and text.isascii():
            words.append(Word(text, text.lower(), token.i, True))
        else:
            found = pieces(text)
            if not found and text not in "-‐‑–—":
                found = [text]  # a bare full stop or quote still parts two names
            words.extend(Word(p, p.lower(), token.i, k == len(found) - 1) for k, p in enumerate(found))
    return words


def _case_fits(lexicon: str, text: str) -> bool:
    """Say whether a word is cased as its entry demands; only capitals tell "IS" from "is", "US" from "us"."""
    if lexicon.islower():
        return True
    if lexicon.isupper() and len(lexicon) > 1:
        return text == lexicon
    return text[0].isupper() or lexicon in ("Al", "El", "Ash", "Ad", "The")


class Matcher(Generic[T]):
    """Longest-match search for many names at once."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """Index ``(name, value)`` pairs; when two have the same name the first stands."""
        self._root: _Node[T] = _Node()
        for name, value in entries:
            for parts in _variants(name):
                node = self._root
                for part in parts:
                    node = node.next.setdefault(part.lower(), _Node())
                if parts:
                    node.ends.append((tuple(parts), value))

    def _end(self, node: _Node[T], words: Sequence[Word], first: int) -> T | None:
        for parts, value in node.ends:
            if all(_case_fits(p, words[first + k].text) for k, p in enumerate(parts)):
                return value
        return None

    def find(self, words: Sequence[Word]) -> list[Hit[T]]:
        """Return the longest names, left to right, none overlapping another.

        A possessive whose apostrophe was lost ("Turkeys border") still matches.
        """
        hits: list[Hit[T]] = []
        at, n = 0, len(words)
        while at < n:
            inside = at > 0 and words[at - 1].token == words[at].token
            found = None if inside else self._longest(words, at)
            if found is None:
                at += 1
                continue
            last, value, possessive = found
            hits.append(Hit(words[at].token, words[last].token + 1, value, words[last].last, possessive))
            at = last + 1
        return hits

    def _longest(self, words: Sequence[Word], at: int) -> tuple[int, T, bool] | None:
        """Return the last word, value and lost possessive of the longest name that begins at word ``at``."""
        node = self._root.next.get(words[at].low)
        if node is None:
            return self._stripped(self._root, words, at, at)
        best: tuple[int, T, bool] | None = None
        for k in range(at, len(words)):
            value = self._end(node, words, at) if node.ends else None
            if value is not None:
                best = (k, value, False)
            if k + 1 >= len(words):
                break
            longer: _Node[T] | None = node.next.get(words[k + 1].low)
            if longer is None or not longer.ends:
                best = self._stripped(node, words, at, k + 1) or best
            if longer is None:
                break
            node = longer
        return best

    def _stripped(self, node: _Node[T], words: Sequence[Word], first: int, k: int) -> tuple[int, T, bool] | None:
        word = words[k]
        led = word.low == "coalitions" and k > first  # "the US-led coalitions strikes"
        if len(word.text) < 4 or word.low[-1] != "s" or not (word.text[0].isupper() or led):
            return None
        bare = node.next.get(word.low[:-1])
        if bare is None or not bare.ends:
            return None
        for parts, value in bare.ends:
            if (parts[-1][0].isupper() or led) and all(
                _case_fits(p, words[first + i].text[: len(p)]) for i, p in enumerate(parts)
            ):
                return k, value, True
        return None


def _entries() -> Iterable[tuple[str, Name]]:
    for party in register().parties.values():
        # "Syrian government" is read by pattern, so that the forces named after it are not taken for the government.
        ruled = register().by_rule(party.id) if party.kind == "government" else None
        for name in party.names:
            if ruled is not None and name in ruled.names:
                continue
            yield name, Name("party", party.id, party.kind, party.country, party.names[0])
    for iso, state in countries().items():
        for name in state.names:
            yield name, Name("country", iso, "state", iso, state.names[0])
        for demonym in state.demonyms:
            yield demonym, Name("demonym", iso, "state", iso, state.names[0])
            if not demonym.endswith(("s", "ese", "ish", "ch")):
                yield demonym + "s", Name("people", iso, "civilians", iso, state.names[0])
        for capital in state.capitals:
            yield capital, Name("capital", iso, "state", iso, state.names[0])


@functools.cache
def matcher() -> Matcher[Name]:
    """Return the matcher of parties, states, demonyms and capitals, built once a process."""
    return Matcher(_entries())


@functools.lru_cache(maxsize=2)
def names_in(doc: Doc) -> tuple[tuple[Word, ...], tuple[Hit[Name], ...]]:
    """Return the text's words and the register's names in it, kept while a document is at hand."""
    words = words_of(doc)
    return tuple(words), tuple(matcher().find(words))


@functools.cache
def country_names() -> dict[str, str]:
    """Return ISO codes by folded lower-case name, demonym or capital."""
    table: dict[str, str] = {}
    for iso, state in countries().items():
        for name in (*state.names, *state.demonyms, *(d + "s" for d in state.demonyms), *state.capitals, *state.seats):
            table.setdefault(" ".join(pieces(name)).lower(), iso)
    return table
