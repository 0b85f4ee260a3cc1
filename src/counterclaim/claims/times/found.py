"""An expression of time as found: where it stands, what TIMEX3 writes for it, and the days it names."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal

from counterclaim.claims.times.days import Days, Part
from counterclaim.claims.times.stamps import Stamp

Type = Literal["DATE", "TIME", "DURATION", "SET"]
Mod = Literal["START", "MID", "END", "MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS", "APPROX"]
MODS: Final[dict[Part, Mod]] = {"early": "START", "middle": "MID", "late": "END"}


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """An expression from token ``start`` to ``end`` (half-open).

    ``value`` and ``mod`` are TIMEX3's.  ``days`` are the days it names, None where it names none; ``stamp`` is the unit
    of the calendar that "two days later" may count from; ``full``: it names its year itself.
    """

    start: int
    end: int
    type: Type
    value: str
    mod: Mod | None = None
    days: Days | None = None
    stamp: Stamp | None = None
    full: bool = False
    near: Days | None = None
    """The days meant where a report tells what happened, if they are fewer: "this week" up to publication."""
    told: bool = True
    """Whether what follows may count from it; a comparison ("a year earlier") is no place in the story."""


def aside(found: Found) -> Found:
    """Return an expression from which nothing counts."""
    return dataclasses.replace(found, told=False)


def dated(
    start: int, end: int, stamp: Stamp, *, part: Part | None = None, clock: str = "", full: bool = False
) -> Found:
    """Return an expression that names a unit of the calendar, or a part of it, or a time (``clock``) of a day."""
    return Found(
        start,
        end,
        "TIME" if clock else "DATE",
        stamp.value + clock,
        MODS[part] if part is not None else None,
        stamp.days(part),
        stamp,
        full,
    )
