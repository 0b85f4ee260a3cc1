"""What is told of many incidents together: counts by value, by cell of a map, by stretch of time."""

from __future__ import annotations

import datetime as dt

from counterclaim.records import Record


class Facet(Record, frozen=True):
    """A value of a filter, and how many incidents would be met with it, all other filters as they are."""

    value: str
    count: int


class Facets(Record, frozen=True):
    """The values of each filter, falling by count, then by value; the one that is set is among them at any count.

    ``party``: register ids, and case folded names of those that the register does not list; the commonest only.
    ``contested``: ``true`` or ``false``.
    """

    kind: tuple[Facet, ...]
    country: tuple[Facet, ...]
    party: tuple[Facet, ...]
    grade: tuple[Facet, ...]
    harm: tuple[Facet, ...]
    contested: tuple[Facet, ...]
    review: tuple[Facet, ...]


class Cell(Record, frozen=True):
    """A cell of a grid over a map (degrees WGS84) with the incidents whose point lies in it.

    ``lat_deg``, ``lon_deg`` are the mean of their points; ``ids`` are all of them where they are few, else none.
    """

    west: float
    south: float
    east: float
    north: float
    count: int
    contested: int
    lat_deg: float
    lon_deg: float
    ids: tuple[str, ...]


class Bin(Record, frozen=True):
    """A stretch of time, half-open days UTC, with the incidents that begin in it, and how many are contested."""

    start: dt.date
    end: dt.date
    count: int
    contested: int
