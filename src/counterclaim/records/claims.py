"""Claims: one party's statement about one happening, with the exact words that carry it."""

from __future__ import annotations

from counterclaim.records.base import Field, Group, Harm, Interval, Kind, Place, Record, Scope, Stance, Voice


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

    ``happening`` groups retellings of one happening within the report.  ``maker`` is who read it, with version
    ("rules@2"), or the person who entered it ("person:HANDLE").  ``translation`` is a person's, of the quote.
    ``score`` is 0..1, the maker's own confidence.
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
    translation: str | None = None
