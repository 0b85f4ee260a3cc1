"""Closed lists, and the values that every record is made of: spans, intervals, places."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

Kind = Literal[
    "battle",
    "territory_change",
    "air_strike",
    "shelling",
    "bombing",
    "suicide_attack",
    "chemical_attack",
    "killing",
    "abduction",
    "abuse",
    "arrest",
    "protest",
    "riot",
    "destruction",
    "displacement",
    "siege",
    "airspace_violation",
    "air_incident",
    "deployment",
    "withdrawal",
    "arms_supply",
    "ceasefire",
    "agreement",
    "talks",
    "aid",
    "release",
    "threat",
    "demand",
    "sanction",
    "conflict_toll",
]
"""What a happening is: a closed list; ``lexicon/kinds.toml`` says what each kind means elsewhere."""

Stance = Literal["asserts", "denies", "intends"]
Scope = Literal["event", "part", "series", "total", "background"]
Harm = Literal["killed", "wounded", "missing", "captured", "displaced"]
Group = Literal[
    "civilians",
    "children",
    "women",
    "men",
    "combatants",
    "aid_workers",
    "journalists",
    "people",
]
"""Whom a toll counts.  ``people`` is never read as civilians."""

Voice = Literal["named", "unnamed", "publisher"]
"""How a claimant is known: by name, by words only ("activists"), or as the publisher speaking itself."""

Completeness = Literal["full", "lead_only", "live_blog", "failed"]
PartyKind = Literal[
    "state", "government", "state_forces", "armed_group", "coalition", "monitor", "agency", "outlet", "body",
    "civilians", "combatants", "person", "organisation",
]  # fmt: skip
"""What a party is; a ``body`` is set up by states, an ``agency`` a news agency, a ``person`` holds an office."""

PlacePrecision = Literal["exact", "near", "settlement", "district", "province", "country", "region", "airspace"]
Field = Literal[
    "kind",
    "stance",
    "claimant",
    "said_at",
    "actors",
    "targets",
    "places",
    "country",
    "when",
    "count",
    "toll",
    "means",
    "scope",
]
"""The fields of a claim that carry evidence of their own."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every record: frozen, keyword-only, unknown fields refused."""

    def __reduce__(self) -> tuple[Any, ...]:
        # A default is left out of what is hashed where it is the very same object: a pickled string would not be.
        return _decoded, (type(self), msgspec.msgpack.encode(self))


def _decoded(kind: type[Record], body: bytes) -> Record:
    return msgspec.msgpack.decode(body, type=kind)


class Span(Record, frozen=True):
    """A range of a text, in code points, half-open: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")


class Interval(Record, frozen=True):
    """A stretch of time, half-open, UTC; either end may be unknown.

    A day is [00:00Z, next 00:00Z) and is never shifted by a time zone; the width is the precision.
    """

    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def __post_init__(self) -> None:
        for edge in (self.start, self.end):
            if edge is not None and edge.utcoffset() != dt.timedelta(0):
                raise ValueError(f"an interval's edges are UTC, not {edge!r}")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"an interval needs start < end, not [{self.start}, {self.end})")

    @classmethod
    def day(cls, day: dt.date) -> Interval:
        """Return the day [00:00Z, next 00:00Z).  Raises OverflowError on the calendar's last day."""
        start = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        return cls(start=start, end=start + dt.timedelta(days=1))


class Place(Record, frozen=True):
    """Where something happened, as written, and as far as it could be resolved.

    ``lat_deg``, ``lon_deg`` (WGS84) and ``radius_m`` (> 0) are all None when unresolved.
    ``country`` is ISO 3166 alpha-2.  ``alternatives`` are the states that claim the place (codes), then other places
    that the name may mean (gazetteer ids).  ``area_id`` is set where it is an area, or lies somewhere in one.
    """

    name: str
    gazetteer_id: str | None = None
    lat_deg: float | None = None
    lon_deg: float | None = None
    radius_m: float | None = None
    area_id: str | None = None
    precision: PlacePrecision | None = None
    country: str | None = None
    alternatives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        point = (self.lat_deg, self.lon_deg, self.radius_m)
        if any(v is None for v in point) != all(v is None for v in point):
            raise ValueError(f"{self.name!r}: lat_deg, lon_deg and radius_m stand together or not at all")
        if self.radius_m is not None and self.radius_m <= 0:
            raise ValueError(f"{self.name!r}: radius_m must be above 0")
