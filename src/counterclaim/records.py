"""Every record of Counterclaim, its units and invariants.  Newcomers: start here.

Records are frozen values.  A stage takes records and returns new ones; nothing is changed in place.

Units, everywhere: metres, degrees WGS84, UTC, half-open intervals, text offsets in Unicode code points.
``None`` always means "not said" or "not known"; no default ever stands in for it.

JSON: every record that travels on its own (capture, report, claim, reject) is a tagged object whose key
``record`` names it, so that a stream of lines can be decoded as one union (:data:`Line`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Literal

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


def stretch(text: str) -> tuple[dt.date, dt.date]:
    """Return the first day of an ISO year, month or day ("2014", "2014-09", "2014-09-21") and its last.

    Raises ValueError when the text is none of them.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
    if found is None:
        raise ValueError(f"a date is a year, a month or a day like 2014, 2014-09 or 2014-09-21, not {text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{text!r} is no date of the calendar") from None
    if day:
        return first, first
    return first, dt.date(first.year, month or 12, calendar.monthrange(first.year, month or 12)[1])


class Tie(Record, frozen=True, kw_only=True):
    """What binds a party to another for a time, and where that is known from, in words.

    The time is half-open: ``from`` is when it began, ``to`` when it no longer held, each an ISO year, month or day;
    None where no date is known, or where it goes on.  ``note`` says what kind of tie it is.
    """

    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")
    source: str
    note: str | None = None

    def __post_init__(self) -> None:
        edges = [stretch(edge) for edge in (self.since, self.until) if edge is not None]
        if len(edges) > 1 and edges[0][0] >= edges[1][1]:
            raise ValueError(f"a tie needs from before to, not {self.since} to {self.until}")
        if not self.source.strip():
            raise ValueError("a tie needs a source: where it is known from, in words")

    def holds(self, day: dt.date) -> bool | None:
        """Tell whether the tie held on a day; None within the year or month in which it began or ended."""
        began = stretch(self.since) if self.since else (day, day)
        ended = stretch(self.until) if self.until else (dt.date.max, dt.date.max)
        if day < began[0] or day >= ended[1]:
            return False
        return True if began[1] <= day < ended[0] else None


class Side(Tie, frozen=True, kw_only=True):
    """On whose side a party stands: the id of the one that it is part of, allied with or fights for."""

    party: str = msgspec.field(name="with")


class Ownership(Tie, frozen=True, kw_only=True):
    """Who owns or directs a party: an id, the party's own where it belongs to its members or staff."""

    by: str


class Party(Record, frozen=True, tag_field="record", tag="party"):
    """An entry of the register of parties; its names are neutral, the first is the one that is shown.

    ``country`` is ISO 3166 alpha-2 of the state it belongs to or mainly acts in.  ``short`` are words that mean it
    once a report has named it.  No ``side`` or ``owner`` means that none is known, never that there is none.
    """

    id: str
    names: tuple[str, ...]
    kind: PartyKind
    country: str | None = None
    short: tuple[str, ...] = ()
    side: tuple[Side, ...] = ()
    owner: tuple[Ownership, ...] = ()

    def side_at(self, day: dt.date) -> tuple[Side, ...] | None:
        """Return the sides it certainly stood on that day, None when none is known."""
        return tuple(tie for tie in self.side if tie.holds(day)) or None

    def owner_at(self, day: dt.date) -> tuple[Ownership, ...] | None:
        """Return its certain owners on that day, None when none is known."""
        return tuple(tie for tie in self.owner if tie.holds(day)) or None


class PartyName(Record, frozen=True):
    """A party as a claim names it: the fullest mention in the report, and the register's id if known."""

    name: str
    party: str | None = None


class Claimant(Record, frozen=True):
    """Who says it.  ``name`` is None exactly when ``voice`` is ``publisher``: the report's own voice."""

    voice: Voice
    name: str | None = None
    party: str | None = None

    def __post_init__(self) -> None:
        if (self.name is None) != (self.voice == "publisher"):
            raise ValueError("a claimant has a name, unless it is the publisher's own voice")


class Toll(Record, frozen=True):
    """One figure of harm: ``low`` to ``high`` persons; ``high`` None leaves the top open ("at least 12")."""

    harm: Harm
    who: Group
    low: int
    high: int | None
    words: str

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"a toll needs 0 <= low <= high, not {self.low} to {self.high}")


class Count(Record, frozen=True):
    """How many happenings the claim covers: "two of 57 strikes" is low 2, high 2, of 57."""

    low: int
    high: int | None
    of: int | None = None


class Event(Record, frozen=True):
    """What is said to have happened."""

    kind: Kind
    scope: Scope = "event"
    actors: tuple[PartyName, ...] = ()
    targets: tuple[PartyName, ...] = ()
    places: tuple[Place, ...] = ()
    country: str | None = None
    when: Interval | None = None
    count: Count | None = None
    toll: tuple[Toll, ...] = ()
    means: str | None = None


class Quote(Record, frozen=True, tag_field="evidence", tag="quote"):
    """Exact words of a report: ``report.text[start:end] == text``."""

    report: str
    start: int
    end: int
    text: str


Evidence = Quote
"""What carries a statement.  Segments of tracks and fields of notices will join this union later."""


class Support(Record, frozen=True):
    """Why a field holds what it holds: the words that fill it, or the named rule that inferred it."""

    field: Field
    evidence: Evidence | None = None
    rule: str | None = None

    def __post_init__(self) -> None:
        if self.evidence is None and self.rule is None:
            raise ValueError(f"{self.field}: a field is filled by words or by a named rule")


class Claim(Record, frozen=True, tag_field="record", tag="claim"):
    """One party's statement about one happening, with the exact words that carry it.

    ``happening`` groups retellings of one happening within the report.  ``maker`` is who read it,
    with version ("rules@2").  ``score`` is 0..1, the maker's own confidence.
    """

    id: str
    report: str
    happening: int
    claimant: Claimant
    publisher: str | None
    said_at: Interval | None
    stance: Stance
    event: Event
    evidence: Evidence
    support: tuple[Support, ...]
    maker: str
    score: float


class Capture(Record, frozen=True, tag_field="record", tag="capture"):
    """Bytes as they came, before anything is parsed.  ``body`` is not part of the JSON line's identity."""

    id: str
    sha256: str
    source: str
    url: str | None
    media_type: str
    fetched_at: dt.datetime
    body: bytes


class Report(Record, frozen=True, tag_field="record", tag="report"):
    """A text that can be read: the body of an article, without its title.

    ``ref`` is the input's own id.  ``published_at`` is a day where only the day is known.
    ``repeats`` are ranges of ``text`` that say again what stands earlier in it.
    """

    id: str
    ref: str
    capture: str | None
    url: str | None
    publisher: str | None
    title: str | None
    text: str
    language: str
    published_at: Interval | None
    previous: str | None = None
    completeness: Completeness = "full"
    repeats: tuple[Span, ...] = ()


class Reject(Record, frozen=True, tag_field="record", tag="reject"):
    """Something that was not carried on, and why: ``in = out + rejected`` at every stage."""

    stage: Literal["sources", "reports", "claims"]
    ref: str
    reason: str
    detail: str


Line = Capture | Report | Claim | Reject
"""A line of the interchange format."""


class Reading(Record, frozen=True):
    """What a maker found in one report."""

    claims: tuple[Claim, ...]
    rejects: tuple[Reject, ...] = ()
