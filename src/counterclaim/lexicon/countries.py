"""The states: names, demonyms, capitals, and where they lie."""

from __future__ import annotations

import functools

import msgspec

from counterclaim.lexicon.load import load


class CountryEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of ``countries.toml``: degrees WGS84, metres."""

    iso: str
    names: tuple[str, ...]
    lat: float
    lon: float
    radius_m: float
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class CountryTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``countries.toml``."""

    country: tuple[CountryEntry, ...]


@functools.cache
def countries() -> dict[str, CountryEntry]:
    """Return the states by ISO 3166 alpha-2 code.  Raises LexiconError when the file is broken."""
    return {entry.iso: entry for entry in load("countries", CountryTable).country}
