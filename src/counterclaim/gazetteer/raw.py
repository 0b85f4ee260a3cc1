"""A place on its way into the index, and what may be said of its extent and weight from what a source gives."""

from __future__ import annotations

import math
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

_RADIUS_M: Final[dict[Feature, float]] = {
    "district": 15_000,
    "area": 20_000,
    "neighbourhood": 1_000,
    "camp": 1_500,
    "base": 2_500,
    "airfield": 2_500,
    "port": 2_000,
    "terrain": 10_000,
    "island": 10_000,
    "water": 10_000,
    "road": 10_000,
    "field": 5_000,
    "front": 5_000,
}
_WEIGHT: Final[dict[Feature, int]] = {
    "country": 10_000_000_000,
    "region": 1_000_000_000,
    "province": 300_000,
    "district": 20_000,
    "area": 20_000,
}
_PEOPLE_PER_M2: Final = 0.004
"""A town's circle holds its people at 4,000 a square kilometre, as built-up areas do by and large."""


@dataclass(slots=True)
class Raw:
    """One place as a source gives it; ``others`` are its other names, ``trusted`` says that a person entered it."""

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

    def weight(self) -> int:
        """Return how prominent the place is among those of its name: people, raised for divisions and own entries."""
        return _WEIGHT.get(self.feature, 0) + self.population + (50_000 if self.trusted else 0)


def radius_m(feature: Feature, population: int = 0) -> float:
    """Return the radius in metres of the circle drawn for a place whose source gives a point only."""
    if feature == "settlement":
        return min(30_000.0, max(1_000.0, float(round(math.sqrt(population / _PEOPLE_PER_M2 / math.pi), -2))))
    return _RADIUS_M.get(feature, 1_000.0)
