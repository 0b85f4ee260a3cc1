"""The words that tell scenes from seats, governments and other names: ``scene_words.toml``."""

from __future__ import annotations

import functools

import msgspec

from counterclaim.lexicon.load import load


class SceneWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``scene_words.toml``, whose comments say what each list is for."""

    acts: frozenset[str]
    befalls: frozenset[str]
    deeds: frozenset[str]
    partners: frozenset[str]
    put: frozenset[str]
    placed: frozenset[str]
    types: frozenset[str]
    bodies: frozenset[str]
    at_state: frozenset[str]
    moved: frozenset[str]
    moves: frozenset[str]
    wars: frozenset[str]
    soil: frozenset[str]
    events: frozenset[str]
    seats: frozenset[str]
    sources: frozenset[str]
    stationed: frozenset[str]
    fired: frozenset[str]
    joining: frozenset[str]
    folk: frozenset[str]
    armed: frozenset[str]
    seated: frozenset[str]
    leaving: frozenset[str]
    gaps: frozenset[str]
    not_after: frozenset[str]
    area_nouns: frozenset[str]
    edges: frozenset[str]
    wholes: frozenset[str]
    particles: frozenset[str]
    leads: frozenset[str]
    operations: frozenset[str]
    loose: frozenset[str]
    common_after: frozenset[str]
    calendar: frozenset[str]
    openers: frozenset[str]


@functools.cache
def scene_words() -> SceneWords:
    """Return the lexicon of scene words."""
    return load("scene_words", SceneWords)
