"""Ids from content: a letter for the record, a version digit, a 128-bit hash.

The same content has the same id on every machine and in every run; changing what is hashed is a breaking
change and raises the version digit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Final

import msgspec

from counterclaim.records import Act, Claimant, Event, Interval, Stance

VERSION: Final = 1
_encoder: Final = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a value made of records and plain data."""
    return _encoder.encode(value)


def _make(letter: str, *content: Any) -> str:
    digest = hashlib.blake2b(canonical(content), digest_size=16).hexdigest()
    return f"{letter}{VERSION}{digest}"


def capture_id(*, sha256: str, source: str, url: str | None) -> str:
    """Return the id of captured bytes: what they are and where they came from."""
    return _make("b", sha256, source, url)


def report_id(
    *,
    ref: str,
    url: str | None,
    publisher: str | None,
    title: str | None,
    text: str,
    published_at: Interval | None,
) -> str:
    """Return the id of a report: everything about it that a reader can see."""
    return _make("r", ref, url, publisher, title, text, published_at)


def claim_id(*, report: str, start: int, end: int, maker: str, claimant: Claimant, stance: Stance, event: Event) -> str:
    """Return the id of a claim: report, span, maker and what is claimed by whom; never its score."""
    return _make("c", report, start, end, maker, claimant, stance, event)


def judgement_id(*, by: str, at: dt.datetime, why: str, act: Act) -> str:
    """Return the id of a judgement: who decided what, when and why."""
    return _make("j", by, at, why, act)


def incident_id(first_claim: str) -> str:
    """Return the id that an incident is issued: its first claim's, when it was first derived."""
    return _make("i", first_claim)


def series_id(first_claim: str) -> str:
    """Return the id that a series is issued: its first claim's, when it was first derived."""
    return _make("s", first_claim)
