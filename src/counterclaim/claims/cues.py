"""The words that report speech, read from ``lexicon/cues.toml``."""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from counterclaim.lexicon import load as lexicon

Manner = Literal[
    "says",
    "denies",
    "accuses",
    "claims_responsibility",
    "confirms",
    "warns",
    "demands",
    "announces",
    "believes",
]
"""How a speaker stands to the words that are reported."""

Frame = Literal["clause", "quote", "trailing", "object", "of", "infinitive", "listener"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Verbs(_Table, frozen=True):
    """Verbs that report speech in the same manner and the same constructions."""

    manner: Manner
    frames: frozenset[Frame]
    lemmas: tuple[str, ...]


class Nouns(_Table, frozen=True):
    """Nouns that name a saying."""

    manner: Manner
    lemmas: tuple[str, ...]


class Relay(_Table, frozen=True):
    """Verbs that bring in the words of another party."""

    verbs: frozenset[str]


class People(_Table, frozen=True):
    """Nouns for those who speak, lower case."""

    envoys: frozenset[str]
    mouthpieces: frozenset[str]
    heads: frozenset[str]
    offices: frozenset[str]
    unnamed: frozenset[str]
    bodies: frozenset[str]
    outlets: frozenset[str]
    mute: frozenset[str]
    starters: frozenset[str]
    documents: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]


class Around(_Table, frozen=True):
    """Words that stand around reported speech."""

    adjuncts: frozenset[str]
    endings: tuple[str, ...]


class CueFile(_Table, frozen=True):
    """The file as a coder edits it."""

    verbs: tuple[Verbs, ...]
    nouns: tuple[Nouns, ...]
    relay: Relay
    people: People
    around: Around


class Cues(msgspec.Struct, frozen=True):
    """The file indexed by lemma."""

    verbs: dict[str, tuple[Manner, frozenset[Frame]]]
    nouns: dict[str, Manner]
    relay: frozenset[str]
    people: People
    around: Around


@functools.cache
def cues() -> Cues:
    """Return the cue words, read once a process.  Raises LexiconError when the file is broken."""
    table = lexicon.load("cues", CueFile)
    return Cues(
        verbs={lemma: (v.manner, v.frames) for v in table.verbs for lemma in v.lemmas},
        nouns={lemma: n.manner for n in table.nouns for lemma in n.lemmas},
        relay=table.relay.verbs,
        people=table.people,
        around=table.around,
    )
