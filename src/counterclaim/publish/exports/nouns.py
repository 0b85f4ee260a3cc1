"""What a party is that the register does not know, told by its noun: "villagers" are civilians."""

from __future__ import annotations

import functools
from typing import Final, cast, get_args

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.lexicon.names import key
from counterclaim.records import PartyKind

_KINDS: Final = frozenset(get_args(PartyKind))


class _Nouns(msgspec.Struct, frozen=True):
    """Of ``party_nouns.toml`` the nouns by kind; ``weak`` ones say nothing alone."""

    heads: dict[str, tuple[str, ...]]
    weak: frozenset[str]


@functools.cache
def _kinds() -> dict[str, PartyKind]:
    file = load("party_nouns", _Nouns)
    return {
        key(word): cast("PartyKind", kind)
        for kind, nouns in file.heads.items()
        if kind in _KINDS
        for word in nouns
        if word not in file.weak
    }


@functools.lru_cache(maxsize=65536)
def kind_by_noun(name: str) -> PartyKind | None:
    """Return the kind that the last words of a name tell, None where they tell none."""
    words = key(name).split()
    return _kinds().get(" ".join(words[-2:])) or (_kinds().get(words[-1]) if words else None)
