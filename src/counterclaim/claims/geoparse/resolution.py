"""A place name in a text, and what it was resolved to."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.records import Place, PlacePrecision


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as written: ``text`` stands at [start, end), offsets in code points.

    ``literal`` is false where the name stands for people, a government or a body rather than for where something is.
    """

    start: int
    end: int
    text: str
    literal: bool = True


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a name lies: degrees WGS84, ``radius_m`` > 0 in metres.

    ``gazetteer_id`` is None where only what the name lies in is known; ``area_id`` is the area's id where the answer
    is an area.  ``country`` is ISO 3166 alpha-2, None in territory that nobody alone holds.  ``alternatives`` holds
    the states that claim the place, then the ids of other places so called, the likeliest first.  ``reasons`` says
    in words why this one.
    """

    name: str
    gazetteer_id: str | None
    lat_deg: float
    lon_deg: float
    radius_m: float
    precision: PlacePrecision
    country: str | None
    area_id: str | None = None
    alternatives: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def place(self, name: str) -> Place:
        """Return the record of it, named as written."""
        return Place(
            name=name,
            gazetteer_id=self.gazetteer_id,
            lat_deg=self.lat_deg,
            lon_deg=self.lon_deg,
            radius_m=self.radius_m,
            area_id=self.area_id,
            precision=self.precision,
            country=self.country,
            alternatives=self.alternatives,
        )
