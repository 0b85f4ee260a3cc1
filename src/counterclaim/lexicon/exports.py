"""The codes of other schemata that exports need beside those of the kinds (``lexicon/exports.toml``)."""

from __future__ import annotations

import functools
from typing import Any, Final

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import PartyKind, PlacePrecision


class StateCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state: ISO 3166 numeric code (0: none), regions, number after Gleditsch and Ward (None: not listed)."""

    iso: str
    numeric: int
    acled: str
    ucdp: str
    gw: int | None = None


class AcledCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[acled]``: ``actors`` stand in the order of their codes."""

    actors: tuple[str, ...]
    vague: dict[str, int]
    inter: dict[PartyKind, str]
    disorder: dict[str, str]


class UcdpCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[ucdp]``: which parties are organised sides, a state's and others."""

    state: frozenset[PartyKind]
    other: frozenset[PartyKind]


class PloverCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[plover]``."""

    quad: dict[str, int]
    sector: dict[PartyKind, str]


class PrecisionCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A precision of a place in the codes of ACLED and UCDP."""

    acled: int
    ucdp: int


class ExportCodes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``exports.toml``."""

    state: tuple[StateCodes, ...]
    acled: AcledCodes
    ucdp: UcdpCodes
    plover: PloverCodes
    precision: dict[PlacePrecision, PrecisionCodes]


TABLES: Final[dict[str, Any]] = {"exports": ExportCodes}
"""The lexicon file that the exports read, with its type."""


@functools.cache
def codes() -> ExportCodes:
    """Return the codes.  Raises LexiconError when the file is broken."""
    return load("exports", ExportCodes)


@functools.cache
def states() -> dict[str, StateCodes]:
    """Return the codes of states by ISO 3166 alpha-2.  Raises LexiconError when the file is broken."""
    return {entry.iso: entry for entry in codes().state}
