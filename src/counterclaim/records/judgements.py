"""Judgements: what a person decides about claims, sources and reports, with a reason that stands in public.

A judgement points at anchors, never at incidents or claim ids, so that it survives a new reading: it binds to the live
claim of that kind whose words overlap the anchor most.  A newer judgement beats an older, and each beats every score.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterclaim.records.base import Kind, Record
from counterclaim.records.claims import Event

Rating = Literal["A", "B", "C", "D", "E", "F"]
"""How reliable a person holds a source to be: A reliable, B usually, C fairly, D not usually, E unreliable, F cannot be
judged.  A source that nobody rated counts as F."""

ReasonClass = Literal["legal", "privacy", "safety", "rights", "error"]
"""Why a report was taken down: an order of law, a private person's data, somebody's safety, the owner's rights, or a
text that is not what it was taken for."""


class Anchor(Record, frozen=True):
    """Words of a report, in code points, and the kind of claim that they carry.

    ``claim`` is the claim (id) that was judged: where several of the kind stand on the same words, said by two or of
    two happenings, it tells which is meant, and after a new reading the one most like it.
    """

    report: str
    start: int
    end: int
    kind: Kind
    claim: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"an anchor needs 0 <= start < end, not [{self.start}, {self.end})")


class Same(Record, frozen=True, tag_field="act", tag="same"):
    """All these claims are about one happening."""

    anchors: tuple[Anchor, ...]

    def __post_init__(self) -> None:
        if len(self.anchors) < 2:
            raise ValueError("two claims or more can be the same, not one")


class Different(Record, frozen=True, tag_field="act", tag="different"):
    """No claim of the one list is about the same happening as any of the other."""

    anchors: tuple[Anchor, ...]
    others: tuple[Anchor, ...]

    def __post_init__(self) -> None:
        if not self.anchors or not self.others or set(self.anchors) & set(self.others):
            raise ValueError("two lists of claims that share none can be different")


class SetField(Record, frozen=True, tag_field="act", tag="set"):
    """The claim says this, not what was read: the named fields of ``event`` replace the claim's own.

    The claim itself stays as it was read; what is derived from it takes the corrected fields.
    """

    anchor: Anchor
    fields: tuple[
        Literal["kind", "scope", "actors", "targets", "places", "country", "when", "count", "toll", "means"], ...
    ]
    event: Event

    def __post_init__(self) -> None:
        if not self.fields:
            raise ValueError("a correction names the fields that it sets")


class Discount(Record, frozen=True, tag_field="act", tag="discount"):
    """The allegation of harm against a belligerent, in the incidents of these claims, has been discounted."""

    anchors: tuple[Anchor, ...]
    belligerent: str | None = None


class RateSource(Record, frozen=True, tag_field="act", tag="rate"):
    """A person's rating of a source: a party's id, or a claimant's or publisher's name as it is written."""

    source: str
    rating: Rating


class Retract(Record, frozen=True, tag_field="act", tag="retract"):
    """The words do not say this: the claims were misread, and count nowhere."""

    anchors: tuple[Anchor, ...]


class Check(Record, frozen=True, tag_field="act", tag="check"):
    """A person has read the words of these claims and found them read rightly."""

    anchors: tuple[Anchor, ...]


class Takedown(Record, frozen=True, tag_field="act", tag="takedown"):
    """A report's body, quotes and names are removed; a tombstone stays."""

    report: str
    reason_class: ReasonClass


class Undo(Record, frozen=True, tag_field="act", tag="undo"):
    """An earlier judgement no longer counts.  A takedown cannot be undone: what it removed is gone."""

    judgement: str


Act = Same | Different | SetField | Discount | RateSource | Retract | Check | Takedown | Undo
"""What a judgement does."""


class Judgement(Record, frozen=True, tag_field="record", tag="judgement"):
    """One decision by one person: ``by`` is a handle, ``why`` the reason as it may be published."""

    id: str
    by: str
    at: dt.datetime
    why: str
    act: Act

    def __post_init__(self) -> None:
        if self.at.utcoffset() != dt.timedelta(0):
            raise ValueError(f"a judgement's time is UTC, not {self.at!r}")
        if not self.by.strip() or not self.why.strip():
            raise ValueError("a judgement names who made it (by) and says why")


class Tombstone(Record, frozen=True, tag_field="record", tag="tombstone"):
    """What stays of a report that was taken down: its id, the hash of its text, why and when."""

    id: str
    sha256: str
    reason_class: ReasonClass
    at: dt.datetime
    judgement: str
