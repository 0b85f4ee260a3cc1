"""What the gazetteer knows of one place, how a name reached it, and what may be asked of the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, Protocol, get_args

import msgspec

from counterclaim.records import PlacePrecision, Record

Feature = Literal[
    "region",
    "country",
    "province",
    "district",
    "area",
    "settlement",
    "neighbourhood",
    "camp",
    "base",
    "airfield",
    "port",
    "crossing",
    "dam",
    "bridge",
    "road",
    "plant",
    "field",
    "prison",
    "hospital",
    "square",
    "front",
    "site",
    "terrain",
    "island",
    "water",
]
"""What a place is: a closed list.

``region`` spans states (Middle East, Mediterranean); ``province`` is a first-order division, ``district`` a division
below it; ``area`` a stretch of land with no office of its own; ``site`` any other built thing; ``terrain`` mountains,
valleys, deserts; ``water`` seas, rivers, lakes.
"""

FEATURES: Final[tuple[Feature, ...]] = get_args(Feature)
PRECISIONS: Final[tuple[PlacePrecision, ...]] = get_args(PlacePrecision)

How = Literal["name", "other name", "variant"]
"""How a name reached an entry: its usual name, another name it is known by, or a transliteration like one of them."""

HOWS: Final[tuple[How, ...]] = get_args(How)


class Entry(Record, frozen=True):
    """What the gazetteer knows of one place.

    ``lat_deg``, ``lon_deg`` (WGS84) and ``radius_m`` are all None where only the name is known.  ``country`` is
    ISO 3166 alpha-2; ``division`` the id of the first-order division it lies in.  ``population`` is 0 when unknown.
    ``claimed_by`` holds every claimant of a place in disputed territory, states by code, others by name; ``country``
    is then the state that administers it, or None where it is held against the resolutions of the United Nations'
    organs: no state's line is drawn as truth.  ``source`` says where the facts come from.
    """

    id: str
    name: str
    feature: Feature
    precision: PlacePrecision
    lat_deg: float | None = None
    lon_deg: float | None = None
    radius_m: float | None = None
    country: str | None = None
    division: str | None = None
    population: int = 0
    claimed_by: tuple[str, ...] = ()
    source: str = ""


class Match(Record, frozen=True):
    """An entry, the name of it that was met, and how the asked name is like that name."""

    entry: Entry
    name: str
    how: How


class Hit(msgspec.Struct, frozen=True):
    """A name found in a text: so many of its words, and the name folded, to be asked with ``matches``."""

    words: int
    name: str


class Gazetteer(Protocol):
    """What may be asked of the gazetteer."""

    def named(self, name: str, limit: int = 100) -> tuple[Entry, ...]:
        """Return at most ``limit`` places so called, exact names before variants, the most prominent first."""
        ...

    def matches(self, name: str, limit: int = 100) -> tuple[Match, ...]:
        """Return what :meth:`named` returns, each with the name that was met and how it is like the asked one."""
        ...

    def entry(self, id: str) -> Entry | None:  # noqa: A002 - the field's own name
        """Return the entry with this id, or None."""
        ...

    def longest(self, words: Sequence[str], at: int) -> Hit | None:
        """Return the longest name that begins at ``words[at]``, exact up to folding, or None.

        Words are tokens of a text in order.  Hyphens and apostrophes that are tokens of their own are passed over
        inside a name; any other token without letters or digits ends it.
        """
        ...
