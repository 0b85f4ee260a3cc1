"""Captures and reports: what came in, and the texts that were read out of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterclaim.records.base import Completeness, Interval, Record, Span
from counterclaim.records.claims import Claim
from counterclaim.records.judgements import Judgement


class Capture(Record, frozen=True, tag_field="record", tag="capture"):
    """Bytes as they came, before anything is parsed.  ``body`` is not part of the JSON line's identity.

    ``headers`` are those of the answer that brought it, names in lower case, in their order; none where it was no
    answer.  They are as they came: the coding and the length that they name are those of the wire.
    """

    id: str
    sha256: str
    source: str
    url: str | None
    media_type: str
    fetched_at: dt.datetime
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


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

    stage: Literal["sources", "reports", "gate", "claims"]
    ref: str
    reason: str
    detail: str


Line = Capture | Report | Claim | Reject | Judgement
"""A line of the interchange format."""


class Reading(Record, frozen=True):
    """What a maker found in one report."""

    claims: tuple[Claim, ...]
    rejects: tuple[Reject, ...] = ()
