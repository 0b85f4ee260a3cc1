"""What is derived from statements, and can be derived again at any time: copies, incidents, series."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterclaim.records.base import Field, Group, Harm, Interval, Kind, Place, Record, Scope, Span
from counterclaim.records.claims import Count, PartyName
from counterclaim.records.judgements import Rating

FindingState = Literal["agreed", "contested", "single"]
"""``agreed``: two voices or more say the same; ``contested``: voices differ; ``single``: one voice says it, or none."""

Standing = Literal["stands", "superseded", "part", "accused", "copy", "withdrawn"]
"""What a figure counts for: it ``stands``; a later one of the same voice ``superseded`` it; it is a ``part`` of a
total; it is a denial or lower figure of the ``accused`` side; it is a ``copy`` of words counted elsewhere; its page has
``withdrawn`` it."""

GradeName = Literal["confirmed", "fair", "weak", "contested", "discounted"]
"""How firmly harm to civilians is laid at one belligerent's door, after Airwars' published terms; docs/grading.md."""

StrikeStatus = Literal["declared", "likely", "single_source", "contested"]
"""How firmly the act itself, harm aside, is laid at one belligerent's door; docs/grading.md."""

Review = Literal["machine", "checked"]


class Copy(Record, frozen=True, tag_field="record", tag="copy"):
    """A range of a report, and the earlier range that it copies: the start of its chain."""

    report: str
    span: Span
    origin: str
    origin_span: Span


class Reason(Record, frozen=True):
    """One sentence of a reason, with the claims and judgements that it rests on (ids)."""

    text: str
    claims: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


class Position(Record, frozen=True):
    """One value that a field is said to have, and who stands behind it.

    ``value`` is in words, the same for every position that means the same.  ``voices`` are the names of voices;
    ``origins`` are reports (ids), copies left out.
    """

    value: str
    claims: tuple[str, ...]
    voices: tuple[str, ...]
    origins: tuple[str, ...]


class Finding(Record, frozen=True):
    """What is said of one field of an incident, by position; the one with most voices first."""

    field: Field
    state: FindingState
    positions: tuple[Position, ...]


class Figure(Record, frozen=True):
    """One figure of harm as one claim states it, and what it counts for.

    ``voice`` is None where no voice stands behind it.  ``by`` is the claim that superseded it, or the total under
    which it hangs.  ``said_at`` is when it was said, at the latest when it was published.
    """

    claim: str
    voice: str | None
    low: int
    high: int | None
    words: str
    said_at: Interval | None
    standing: Standing
    by: str | None = None


class Tally(Record, frozen=True):
    """The toll of one harm to one group: ``low`` to ``high`` over the figures that stand, never averaged.

    ``high`` None leaves the top open; ``low`` None says that no figure stands.
    """

    harm: Harm
    who: Group
    low: int | None
    high: int | None
    figures: tuple[Figure, ...]


class Voices(Record, frozen=True):
    """How many voices stand behind it: ``known`` independent ones, and ``possibly`` as many in all.

    Voices whose ownership is not known are never counted as independent: they stand between the two numbers.
    """

    known: int
    possibly: int
    names: tuple[str, ...]


class Spread(Record, frozen=True):
    """How far it was carried: reports that tell it in words of their own, and reports in all."""

    origins: int
    carriers: int


class Grade(Record, frozen=True):
    """The grade of harm to civilians laid at one belligerent's door; None where no such harm is claimed."""

    belligerent: PartyName
    status: StrikeStatus
    grade: GradeName | None
    reasons: tuple[Reason, ...]


class SourceGrade(Record, frozen=True):
    """The two-part grade: source A to F, the best a person gave a voice; information 2 to 6 (1 is never computed)."""

    source: Rating
    information: Literal[2, 3, 4, 5, 6]
    reasons: tuple[Reason, ...]


class Join(Record, frozen=True):
    """Why a report's telling belongs to the incident: the claims joined, the rule, and the reason in words."""

    claims: tuple[str, ...]
    rule: Literal["first", "matched", "copied", "judged"]
    reason: str
    judgement: str | None = None


class Change(Record, frozen=True):
    """One step of an incident's history: when it became known, what changed, and why."""

    at: dt.datetime | None
    what: Literal["reported", "figure", "withdrawn", "no_longer_carried", "judged"]
    reason: str
    claims: tuple[str, ...] = ()
    judgement: str | None = None


class Incident(Record, frozen=True, tag_field="record", tag="incident"):
    """One happening, as far as claims tell of it; every figure is a claim's.

    ``kinds`` are all that it is called, the commonest first.  ``when`` and ``place`` are the narrowest that no claim of
    it contradicts, None where none is stated or where claims differ: the findings then hold the positions.  ``parts``
    are claims about a part of it.  ``review`` is ``checked`` only when a person has checked each claim that is no copy.
    """

    id: str
    kinds: tuple[Kind, ...]
    claims: tuple[str, ...]
    when: Interval | None
    place: Place | None
    country: str | None
    actors: tuple[PartyName, ...]
    targets: tuple[PartyName, ...]
    toll: tuple[Tally, ...]
    findings: tuple[Finding, ...]
    voices: Voices
    spread: Spread
    origins: tuple[str, ...]
    grades: tuple[Grade, ...]
    source_grade: SourceGrade
    joins: tuple[Join, ...]
    history: tuple[Change, ...]
    parts: tuple[str, ...] = ()
    review: Review = "machine"


class Series(Record, frozen=True, tag_field="record", tag="series"):
    """A total, campaign or summary over many happenings, never counted as one; ``incidents`` lie within it."""

    id: str
    kind: Kind
    scope: Scope
    claims: tuple[str, ...]
    when: Interval | None
    place: Place | None
    country: str | None
    actors: tuple[PartyName, ...]
    targets: tuple[PartyName, ...]
    counts: tuple[Count, ...]
    toll: tuple[Tally, ...]
    voices: Voices
    spread: Spread
    origins: tuple[str, ...]
    incidents: tuple[str, ...] = ()
    review: Review = "machine"
