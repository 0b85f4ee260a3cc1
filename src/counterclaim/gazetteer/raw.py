"""A place on its way into the index, and what may be said of its extent and weight from what a source gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from counterclaim.gazetteer.entry import Feature
from counterclaim.records import PlacePrecision

PRECISION_OF: Final[dict[Feature, PlacePrecision]] = {
    "region": "region",
    "country": "country",
    "province": "province",
    "district": "district",
    "area": "district",
    "settlement": "settlement",
    "terrain": "district",
    "island": "district",
    "water": "district",
    "road": "district",
    "field": "district",
    "front": "district",
}
"""How precise a place of a feature is; what is not named is ``near``."""

_WEIGHT: Final[dict[Feature, int]] = {
    "country": 10_000_000_000,
    "region": 1_000_000_000,
    "province": 300_000,
    "district": 20_000,
    "area": 20_000,
}


@dataclass(slots=True)
class Raw:
    """One place as a source gives it; ``others`` are its other names, ``also`` is a second id it is known by.

    ``trusted`` says that a person entered it.
    """

    id: str
    name: str
    feature: Feature
    source: str
    others: list[str] = field(default_factory=list[str])
    precision: PlacePrecision | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    country: str | None = None
    division: str | None = None
    population: int = 0
    claimed_by: tuple[str, ...] = ()
    trusted: bool = False
    also: str | None = None

    def weight(self) -> int:
        """Return how prominent the place is among those of its name: people, raised for divisions and own entries."""
        return _WEIGHT.get(self.feature, 0) + self.population + (50_000 if self.trusted else 0)
