"""Who is meant by a name: candidates from the register, each with the reason why it came up.

Unlike the matcher of the claims, which reads running text and must be sure, this answers a person who asks: it also
offers what only shares words with the name or is spelt like it, and says so.
"""

from __future__ import annotations

import difflib
import functools
from dataclasses import dataclass
from typing import Final, Literal, get_args

from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.names import key
from counterclaim.lexicon.register import register
from counterclaim.records import Party

How = Literal["id", "name", "short", "epithet", "capital", "demonym", "rule", "words", "spelling"]
"""Why a candidate came up, the surest first."""

_ORDER: Final = get_args(How)
_LONGEST: Final = 200
"""Code points of the longest name that is looked up; no name of the register is half as long."""
_MOST: Final = 12
_LITTLE: Final = frozenset(("the", "of", "for", "and", "al", "el", "in", "a", "to"))
"""Words that say nothing of whom they name."""
_ALIKE: Final = 0.84
"""Share of letters in the same order (difflib's ratio) from which two names are spelt alike."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that a name may mean: ``alias`` is what matched, ``how`` the way it did."""

    party: Party
    alias: str
    how: How


@functools.cache
def _index() -> dict[str, list[tuple[str, str, How]]]:
    """Return (id, alias, how) by the key of each name, short word, epithet, capital and demonym."""
    table: dict[str, list[tuple[str, str, How]]] = {}

    def put(alias: str, party: str, how: How) -> None:
        table.setdefault(key(alias), []).append((party, alias, how))

    for party in register().parties.values():
        for name in party.names:
            put(name, party.id, "name")
        for word in party.short:
            put(word, party.id, "short")
    for iso, state in countries().items():
        for name in state.names:
            put(name, iso.lower(), "name")
        for demonym in state.demonyms:
            put(demonym, iso.lower(), "demonym")
        for capital in state.capitals:
            put(capital, iso.lower(), "capital")
    for epithet in register().epithets:
        for words in epithet.words:
            put(words, epithet.party, "epithet")
    return table


@functools.cache
def _arms() -> dict[str, str]:
    """Return the arm by the key of each noun, of its people and machines, and of its formal names."""
    return {key(word): arm.id for arm in register().arms.values() for word in (*arm.nouns, *arm.men, *arm.formal)}


def _by_rule(wanted: str) -> tuple[str, str] | None:
    """Read "Turkish foreign ministry", "Turkey's army", "Navy of Turkey": the id of a state's arm, and its words."""
    words = wanted.split()
    for i in range(1, len(words)):
        left, right = " ".join(words[:i]), " ".join(words[i:])
        pairs = [(left, right), (left.removesuffix("s"), right)]
        if right.startswith("of "):
            pairs.append((key(right.removeprefix("of ")), left))
        for state, noun in pairs:
            arm = _arms().get(noun)
            owners = [party for party, _, how in _index().get(state, ()) if how in ("name", "demonym")]
            owners = [party for party in owners if party.upper() in countries()]
            if arm is not None and owners:
                return f"{owners[0]}-{arm}", noun
    return None


def find(name: str) -> list[Candidate]:
    """Return the parties that a name may mean, the likeliest first, at most twelve; empty when there is none.

    Names that are it are all returned; only where there is none follow names that hold its words, then names spelt
    like it.
    """
    if len(name) > _LONGEST:
        return []
    wanted = key(name)
    if not wanted:
        return []
    found: list[tuple[str, str, How]] = [(name.strip(), name.strip(), "id")]
    found += sorted(_index().get(wanted, ()), key=lambda hit: _ORDER.index(hit[2]))
    ruled = _by_rule(wanted)
    if ruled is not None:
        found.append((ruled[0], ruled[1], "rule"))
    return _candidates(found) or _candidates(_holding(wanted)) or _candidates(_alike(wanted))


@functools.lru_cache(maxsize=65536)
def named(name: str) -> Party | None:
    """Return the one party that has this very name, listed or by rule; None when none has it, or several have."""
    wanted = key(name)
    found = {party for party, _, how in _index().get(wanted, ()) if how == "name"}
    if not found and (ruled := _by_rule(wanted)) is not None:
        found.add(ruled[0])
    return register().get(found.pop()) if len(found) == 1 else None


def _candidates(found: list[tuple[str, str, How]]) -> list[Candidate]:
    """Return each party once, with the surest reason; ids that the register does not know are left out."""
    kept: dict[str, Candidate] = {}
    for party_id, alias, how in found:
        party = register().get(party_id)
        if party is not None and party.id not in kept and len(kept) < _MOST:
            kept[party.id] = Candidate(party, alias, how)
    return list(kept.values())


def _holding(wanted: str) -> list[tuple[str, str, How]]:
    """Return the names that hold all the words, those with the fewest others first."""
    words = set(wanted.split())
    if words <= _LITTLE:
        return []
    near = sorted((len(parts), name, hits) for name, hits in _index().items() if words <= (parts := set(name.split())))
    return [(party, alias, "words") for _, _, hits in near for party, alias, _ in hits]


def _alike(wanted: str) -> list[tuple[str, str, How]]:
    close = difflib.get_close_matches(wanted, _index(), n=_MOST, cutoff=_ALIKE)
    return [(party, alias, "spelling") for name in close for party, alias, _ in _index()[name]]
