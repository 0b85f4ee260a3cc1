"""The register of parties: every entry of ``parties/*.toml``, and by rule every state with its arms.

A state's id is its ISO code in lower case ("tr"); its arms are that with the arm's id ("tr-foreign-ministry").
An arm that a file lists under such an id has the names it is listed with beside those of the rule.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.lexicon.countries import CountryEntry, countries
from counterclaim.lexicon.load import read, root
from counterclaim.records import Party, PartyKind, Side

FOLDER: Final = "parties"


class Arm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every state has by rule: ``nouns`` name it after the state's adjective, ``men`` are its people and machines.

    ``formal`` are names that stand before "of" and the state's name ("Ministry of Defence").
    """

    id: str
    kind: PartyKind
    nouns: tuple[str, ...]
    men: tuple[str, ...] = ()
    formal: tuple[str, ...] = ()


class Epithet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that mean a party, without naming it, in a report on the war of a country (ISO 3166 alpha-2)."""

    words: tuple[str, ...]
    country: str
    party: str


class RegisterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of ``parties/``."""

    party: tuple[Party, ...] = ()
    arm: tuple[Arm, ...] = ()
    epithet: tuple[Epithet, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All files together: the listed parties by id, the arms of states by id, the epithets."""

    parties: dict[str, Party]
    arms: dict[str, Arm]
    epithets: tuple[Epithet, ...]

    def get(self, party: str) -> Party | None:
        """Return the party with an id: listed, a state, or an arm of a state by rule; None when there is none."""
        listed, ruled = self.parties.get(party), self.by_rule(party)
        if listed is None or ruled is None:
            return listed or ruled
        more = tuple(name for name in ruled.names if name not in listed.names)
        return msgspec.structs.replace(listed, names=(*listed.names, *more), side=listed.side or ruled.side)

    def by_rule(self, party: str) -> Party | None:
        """Return the state or the arm of a state with an id, as the rule makes it; None when it makes none."""
        code, hyphen, rest = party.partition("-")
        state, arm = countries().get(code.upper()), self.arms.get(rest)
        if state is None or code != code.lower():
            return None
        if not hyphen:
            return Party(id=party, names=state.names, kind="state", country=state.iso)
        return _of_state(arm, state) if arm is not None else None


def _of_state(arm: Arm, state: CountryEntry) -> Party:
    adjectives = state.demonyms or state.names[:1]
    names = [f"{adjective} {noun}" for noun in arm.nouns for adjective in adjectives]
    names += [f"{formal} of {state.names[0]}" for formal in arm.formal]
    own = Side(party=state.iso.lower(), source="by rule: an arm of the state", note="part of")
    return Party(id=f"{state.iso.lower()}-{arm.id}", names=tuple(names), kind=arm.kind, country=state.iso, side=(own,))


def files(folder: Path | None = None) -> Iterator[tuple[str, RegisterFile]]:
    """Yield the register's files with their names ("parties/syria"), in the order of names.

    ``folder`` is another copy of the lexicon than the package's own.  Raises LexiconError, which names file and line,
    when one is broken.
    """
    for source in sorted((root(folder) / FOLDER).iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".toml"):
            yield f"{FOLDER}/{source.name[:-5]}", read(source, RegisterFile)


@functools.cache
def register() -> Register:
    """Return the register, read once a process.  Raises LexiconError when a file is broken."""
    tables = [table for _, table in files()]
    return Register(
        parties={party.id: party for table in tables for party in table.party},
        arms={arm.id: arm for table in tables for arm in table.arm},
        epithets=tuple(epithet for table in tables for epithet in table.epithet),
    )
