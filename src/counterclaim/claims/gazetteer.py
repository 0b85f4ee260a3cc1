"""What the lexicon knows of places: names, divisions, states, and the words that make a phrase a place."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

import msgspec

from counterclaim.claims.aliases import Matcher, country_names
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.load import load
from counterclaim.lexicon.names import pieces
from counterclaim.lexicon.places import AreaEntry, PlaceEntry, PlaceTable
from counterclaim.records import PlacePrecision


class WordTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``place_words.toml``."""

    relative: frozenset[str]
    directions: frozenset[str]
    prefixes: frozenset[str]
    prepositions: frozenset[str]
    struck: frozenset[str]
    not_places: frozenset[str]
    before: dict[PlacePrecision, tuple[str, ...]]
    after: dict[PlacePrecision, tuple[str, ...]]
    regions: dict[PlacePrecision, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon knows of a name: the state, divisions, towns and regions so called."""

    country: str | None = None
    areas: tuple[AreaEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    region: PlacePrecision | None = None

    def owners(self) -> tuple[str, ...]:
        """Return the states that have a town or division so called, towns first."""
        towns = [place.country for place in self.places]
        return tuple(dict.fromkeys([*towns, *(area.country for area in self.areas)]))


@functools.cache
def place_words() -> WordTable:
    """Return the lexicon of place words."""
    return load("place_words", WordTable)


@functools.cache
def precision_after() -> dict[str, PlacePrecision]:
    """Return the precision a type word after a name gives ("Hama province")."""
    return {word: kind for kind, words in place_words().after.items() for word in words}


@functools.cache
def precision_before() -> dict[str, PlacePrecision]:
    """Return the precision a type word before "of" and a name gives ("town of Hayyan")."""
    return {word: kind for kind, words in place_words().before.items() for word in words}


def bare(name: str) -> str:
    """Return a name as the gazetteer is keyed: folded, lower case, without the Arabic article."""
    return re.sub(r"^(?:al|ar|as|ad|at|az|an|ash|el) ", "", " ".join(pieces(name)).lower())


@functools.cache
def gazetteer() -> dict[str, Known]:
    """Return what is known, by :func:`bare` name."""
    table: dict[str, Known] = {}
    for kind, words in place_words().regions.items():
        for name in words:
            table[bare(name)] = Known(region=kind)
    places = load("places", PlaceTable)
    for area in places.area:
        for name in area.names:
            known = table.get(bare(name), Known())
            table[bare(name)] = replace(known, areas=(*known.areas, area))
    for place in places.place:
        for name in place.names:
            known = table.get(bare(name), Known())
            table[bare(name)] = replace(known, places=(*known.places, place))
    for state in countries().values():
        for name in state.names:
            table[bare(name)] = replace(table.get(bare(name), Known()), country=state.iso)
        for name in (*state.capitals, *state.seats):
            if bare(name) not in table:
                table[bare(name)] = Known(places=(PlaceEntry((name,), state.iso, "settlement"),))
    return table


@functools.cache
def place_matcher() -> Matcher[Known]:
    """Return the matcher of every known place name, with and without the Arabic article."""
    entries: list[tuple[str, Known]] = []
    table, places = gazetteer(), load("places", PlaceTable)
    names = [n for words in place_words().regions.values() for n in words]
    names += [n for area in places.area for n in area.names]
    names += [n for place in places.place for n in place.names]
    names += [n for state in countries().values() for n in (*state.names, *state.capitals, *state.seats)]
    for name in names:
        known = table[bare(name)]
        entries.append((name, known))
        lead, _, rest = name.partition("-")
        if lead.lower() in ("al", "el"):
            entries.append((rest, known))
        elif known.places and not known.country and " " not in name:
            entries.append((f"al-{name}", known))
    return Matcher(entries)


def is_known_place(name: str) -> bool:
    """Say whether a state, division, town or region is so called."""
    return bare(name) in gazetteer()


def country_code(name: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a state, a demonym or a place known in one state only, or None."""
    direct = country_names().get(" ".join(pieces(name)).lower())
    if direct is not None:
        return direct
    known = gazetteer().get(bare(name))
    if known is None:
        return None
    found = {*known.owners(), *([known.country] if known.country else [])}
    return found.pop() if len(found) == 1 else None
