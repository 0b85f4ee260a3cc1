"""The places that conflict news names, as the lexicon lists them: names the reader trusts, and more for the index."""

from __future__ import annotations

import msgspec

from counterclaim.records import PlacePrecision


class AreaEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A first-order division in ``places.toml``: degrees WGS84, metres; all three or none."""

    names: tuple[str, ...]
    country: str
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None


class PlaceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A town, site or region in ``places.toml``; ``geonames`` is where the point was taken from."""

    names: tuple[str, ...]
    country: str
    precision: PlacePrecision
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    geonames: int | None = None


class PlaceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``places.toml``."""

    area: tuple[AreaEntry, ...]
    place: tuple[PlaceEntry, ...]
