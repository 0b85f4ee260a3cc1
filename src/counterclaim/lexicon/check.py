"""Check the lexicon's files: what a coder's edit may break without the reader noticing.

Every file must be a known one and hold what its table allows; then each table's own faults are told, one line each.
A new file is added to the tables of the stage that reads it, and to :data:`FAULTS` when it has rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from counterclaim.errors import LexiconError
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.kinds import kinds
from counterclaim.lexicon.load import load, read, root
from counterclaim.lexicon.register import FOLDER, RegisterFile
from counterclaim.records import Party


def check(tables: Mapping[str, Any], folder: Path | None = None) -> list[str]:
    """Return the faults of every lexicon file in ``folder``, or of the package's own; empty when all is well.

    ``tables`` gives the type of each file by its name; they belong to the stages that read the files, which the ground
    does not import.  A fault reads ``file: what is wrong``.
    """
    faults: list[str] = []
    for name in sorted(entry.name[:-5] for entry in root(folder).iterdir() if entry.name.endswith(".toml")):
        if name not in tables:
            faults.append(f"{name}: no reader knows this file; expected one of {', '.join(sorted(tables))}")
            continue
        try:
            table = load(name, tables[name], folder)
        except LexiconError as fault:
            faults.append(f"{name}: {fault}")
            continue
        faults.extend(f"{name}: {fault}" for fault in _empty_words(table) if name in FAULTS)
        faults.extend(f"{name}: {fault}" for fault in FAULTS.get(name, _no_faults)(table))
    return faults + list(_register_faults(folder))


def _no_faults(_table: Any) -> Iterator[str]:
    return iter(())


def _empty_words(table: Any) -> Iterator[str]:
    """Tell empty or untrimmed strings, wherever they stand."""
    waiting: list[tuple[str, Any]] = [("", msgspec.to_builtins(table))]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, str):
            if not value or value != value.strip():
                yield f"{where}: empty or untrimmed text {value!r}"
        elif isinstance(value, dict):
            inner = cast("dict[str, Any]", value)
            label = str(inner.get("id") or inner.get("iso") or where)
            waiting.extend((f"{label}.{key}".lstrip("."), entry) for key, entry in inner.items())
        elif isinstance(value, list | tuple | set | frozenset):
            waiting.extend((where, entry) for entry in cast("list[Any]", value))


def _fold(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.replace("'", "").replace("’", "").replace(".", ""))).casefold()


def _alias(name: str) -> str:
    """Return a name as the matcher tells it apart: case counts only in words all in capitals."""
    words = re.findall(r"\w+", name.replace("'", "").replace("’", "").replace(".", ""))
    return " ".join(w if w.isupper() and len(w) > 1 else w.casefold() for w in words)


def _register_faults(folder: Path | None) -> Iterator[str]:
    """Tell the faults of the register's files, each alone and then all together."""
    source = root(folder) / FOLDER
    if not source.is_dir():
        return
    tables: dict[str, RegisterFile] = {}
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        name = f"{FOLDER}/{entry.name[:-5]}"
        try:
            tables[name] = read(entry, RegisterFile)
        except LexiconError as fault:
            yield f"{name}: {fault}"
            continue
        yield from (f"{name}: {fault}" for fault in _empty_words(tables[name]))
    arms = {arm.id for table in tables.values() for arm in table.arm}
    states = {iso.lower() for iso in countries()}
    ruled = states | {f"{state}-{arm}" for state in states for arm in arms}
    known = ruled | {party.id for table in tables.values() for party in table.party}
    ids: dict[str, str] = {}
    owner: dict[str, str] = {}
    for name, table in tables.items():
        for party in table.party:
            if party.id in states:
                yield f"{name}: {party.id}: is a state's id"
            if party.id in ids:
                yield f"{name}: {party.id}: the id stands twice" + (
                    f", also in {ids[party.id]}" if ids[party.id] != name else ""
                )
            ids[party.id] = name
            yield from (f"{name}: {fault}" for fault in _party_faults(party, known, owner))
        for epithet in table.epithet:
            if epithet.party not in known:
                yield f"{name}: epithet of {epithet.party!r}: no party has this id"


def _party_faults(party: Party, known: AbstractSet[str], owner: dict[str, str]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", party.id):
        yield f"{party.id!r}: an id is lower-case words joined by hyphens"
    if party.country is not None and not re.fullmatch(r"[A-Z]{2}", party.country):
        yield f"{party.id}: country {party.country!r} is not ISO 3166 alpha-2"
    if not party.names:
        yield f"{party.id}: no name"
    for name in party.names:
        other = owner.setdefault(_alias(name), party.id)
        if other != party.id:
            yield f"{name!r} names two parties: {other} and {party.id}"
    for tied in (*(tie.party for tie in party.side), *(tie.by for tie in party.owner)):
        if tied not in known:
            yield f"{party.id}: tied to {tied!r}, and no party has this id"


def _country_faults(table: Any) -> Iterator[str]:
    owner: dict[str, str] = {}
    seen: set[str] = set()
    for state in table.country:
        if not re.fullmatch(r"[A-Z]{2}", state.iso) or state.iso in seen:
            yield f"{state.iso!r}: not ISO 3166 alpha-2, or it stands twice"
        seen.add(state.iso)
        yield from _point_faults(state.names[0] if state.names else state.iso, state)
        for name in (*state.names, *state.capitals, *state.seats):
            other = owner.setdefault(_alias(name), state.iso)
            if other != state.iso:
                yield f"{name!r} names two states: {other} and {state.iso}"


def _place_faults(table: Any) -> Iterator[str]:
    for kind, entries in (("area", table.area), ("place", table.place)):
        owner: dict[tuple[str, str], str] = {}
        for entry in entries:
            label = f"{kind} {entry.names[0] if entry.names else '?'} ({entry.country})"
            if not entry.names:
                yield f"{label}: no name"
            yield from _point_faults(label, entry)
            for name in entry.names:
                other = owner.setdefault((entry.country, _fold(name)), label)
                if other != label:
                    yield f"{label}: {name!r} is also a name of {other}"


def _point_faults(label: str, entry: Any) -> Iterator[str]:
    point = (entry.lat, entry.lon, entry.radius_m)
    if any(v is None for v in point):
        if any(v is not None for v in point):
            yield f"{label}: lat, lon and radius_m stand together or not at all"
        return
    if not (-90 <= entry.lat <= 90 and -180 <= entry.lon <= 180):
        yield f"{label}: {entry.lat}, {entry.lon} is no point on earth"
    if entry.radius_m <= 0:
        yield f"{label}: radius_m must be above 0"


def _noun_faults(table: Any) -> Iterator[str]:
    owner: dict[str, str] = {}
    for kind, words in table.heads.items():
        for word in words:
            other = owner.setdefault(word.casefold(), kind)
            if other != kind:
                yield f"{word!r} heads two kinds: {other} and {kind}"


def _fusion_faults(table: Any) -> Iterator[str]:
    family: dict[str, str] = {}
    for name, members in table.families.items():
        for kind in members:
            other = family.setdefault(kind, name)
            if other != name:
                yield f"{kind} is in two families: {other} and {name}"
    for kind, others in table.called.items():
        for other in others:
            if family.get(kind, kind) != family.get(other, other):
                yield f"{kind} may be called {other}, which is not of its family"


_OPEN_KINDS: Final = frozenset({"~attack", "~hit", "~harm", "~none"})


def _trigger_faults(table: Any) -> Iterator[str]:
    classes: dict[str, list[str]] | None = getattr(table, "classes", None)
    for entry in (*table.words, *table.frames):
        if entry.kind not in kinds() and entry.kind not in _OPEN_KINDS:
            yield f"{entry.kind!r} is no kind: kinds.toml has the closed list"
        named = (*getattr(entry, "unless", ()), *getattr(entry, "takes", ()))
        for name in () if classes is None else named:
            if classes is not None and name not in classes:
                yield f"{entry.kind}: no class of words is called {name!r}"


FAULTS: Final[dict[str, Callable[[Any], Iterator[str]]]] = {
    "acts": _trigger_faults,
    "countries": _country_faults,
    "fusion": _fusion_faults,
    "party_nouns": _noun_faults,
    "places": _place_faults,
    "triggers": _trigger_faults,
}
"""The rules beyond a file's type."""
