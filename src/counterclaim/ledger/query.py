"""Which incidents to list."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterclaim.records import GradeName, Harm, Kind, Record, Review


class Box(Record, frozen=True):
    """A box of degrees WGS84; ``west`` > ``east`` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-90 <= self.south <= self.north <= 90 and -180 <= self.west <= 180 and -180 <= self.east <= 180):
            raise ValueError("a box is WEST,SOUTH,EAST,NORTH in degrees: -180 to 180, -90 to 90, SOUTH not above NORTH")


class Query(Record, frozen=True):
    """Which incidents to list; every filter that is given must hold.

    ``since`` and ``until`` (UTC, half-open) meet an incident whose interval overlaps; one without a time is met only
    when neither is given.  ``box`` meets an incident whose circle of uncertainty touches it.  ``party`` is a register
    id or a name (case folded) among actors, targets and voices.  ``harm`` meets an incident of which a figure of that
    harm is told, whatever it counts for.  ``text``: words (:func:`counterclaim.text.words`)
    that a report of the incident has in its title or text, all of them.  ``after`` is the id after which to go on in
    the same order.
    """

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    box: Box | None = None
    country: str | None = None
    kind: Kind | None = None
    party: str | None = None
    grade: GradeName | None = None
    harm: Harm | None = None
    text: str | None = None
    contested: bool | None = None
    review: Review | None = None
    order: Literal["when", "toll", "spread", "review"] = "when"
    after: str | None = None
    limit: int | None = None
