"""The words that place names are resolved by: ``geo_words.toml``, made ready for looking up."""

from __future__ import annotations

import functools

import msgspec

from counterclaim.gazetteer.entry import Feature
from counterclaim.gazetteer.fold import fold
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.load import load


class Abbreviation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Short forms of a first-order division of a state (ISO 3166 alpha-2)."""

    names: tuple[str, ...]
    of: str
    country: str


class Adjective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Adjectives and inhabitants of a region or division."""

    names: tuple[str, ...]
    of: str


class Default(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sense news means by a name; ``division`` is the name of the first-order division it lies in."""

    name: str
    feature: Feature
    country: str
    division: str | None = None


class Another(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another word for what the gazetteer calls ``of``."""

    name: str
    of: str


class GeoWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``geo_words.toml``."""

    abbreviation: tuple[Abbreviation, ...]
    adjective: tuple[Adjective, ...]
    default: tuple[Default, ...]
    another: tuple[Another, ...]
    mastheads: frozenset[str]
    sites: frozenset[str]
    roads: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    closings: frozenset[str]
    compass: frozenset[str]
    alike: tuple[tuple[str, ...], ...]
    borders: frozenset[str]
    chain: frozenset[str]
    particles: frozenset[str]
    types: dict[str, frozenset[Feature]]
    units: dict[str, float]


@functools.cache
def geo_words() -> GeoWords:
    """Return the words place names are resolved by."""
    return load("geo_words", GeoWords)


@functools.cache
def abbreviations() -> dict[str, Abbreviation]:
    """Return the divisions by their short forms as written, full stops and capitals included."""
    return {name: one for one in geo_words().abbreviation for name in one.names}


@functools.cache
def defaults() -> dict[str, Default]:
    """Return the usual senses by folded name."""
    return {fold(one.name): one for one in geo_words().default}


@functools.cache
def other_words() -> dict[str, str]:
    """Return the gazetteer's names by folded adjective or other word."""
    table = geo_words()
    found = {fold(name): one.of for one in table.adjective for name in one.names}
    return found | {fold(one.name): one.of for one in table.another}


@functools.cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """Return the ISO codes of states by folded demonym, singular and plural."""
    found: dict[str, tuple[str, ...]] = {}
    for iso, state in countries().items():
        for demonym in state.demonyms:
            for form in (demonym, f"{demonym}s"):
                found[fold(form)] = (*found.get(fold(form), ()), iso)
    return found


@functools.cache
def state_names() -> dict[str, str]:
    """Return the ISO codes of states by folded name."""
    return {fold(name): iso for iso, state in countries().items() for name in state.names}


@functools.cache
def capitals() -> frozenset[tuple[str, str]]:
    """Return the seats of governments: folded name and ISO code."""
    return frozenset(
        (fold(name), iso) for iso, state in countries().items() for name in (*state.capitals, *state.seats)
    )


def is_adjective(name: str) -> bool:
    """Say whether a name is a demonym or another adjective of a place ("Turkish", "European", "Texans")."""
    folded = fold(name)
    if folded in demonyms():
        return True
    return folded in _adjectives()


@functools.cache
def _adjectives() -> frozenset[str]:
    return frozenset(fold(name) for one in geo_words().adjective for name in one.names)
