"""What a statement must hold before it is stored: its id is its content's, its words stand where it says."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from counterclaim import ids
from counterclaim.errors import LedgerError
from counterclaim.records import Capture, Claim, Judgement, Reject, Report

T = TypeVar("T", Report, Claim, Judgement)


def encoded(record: Any) -> bytes:
    """Return the canonical bytes of a record.

    Raises LedgerError where it holds U+0000 or half a surrogate pair, which no database keeps alike.
    """
    try:
        body = ids.canonical(record)
    except UnicodeEncodeError:
        raise LedgerError(f"{_name(record)} holds half a surrogate pair: text must be whole Unicode") from None
    # A backslash of the text is escaped itself, so that an odd run of them before u0000 is the character.
    if b"\\u0000" in body and any(len(run) % 2 for run in _runs(body)):
        raise LedgerError(f"{_name(record)} holds the character U+0000: take it out of the text")
    return body


def _name(record: Any) -> str:
    return f"the reject of {record.ref!r}" if isinstance(record, Reject) else str(record.id)


def _runs(body: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = body.find(b"u0000")
    while at >= 0:
        before = at
        while before and body[before - 1 : before] == b"\\":
            before -= 1
        found.append(body[before:at])
        at = body.find(b"u0000", at + 1)
    return found


def _whole(check: Callable[[T], None]) -> Callable[[T], None]:
    """Let a check refuse half a surrogate pair, of which no id can be computed, in words."""

    @functools.wraps(check)
    def checked(record: T) -> None:
        try:
            check(record)
        except UnicodeEncodeError:
            raise LedgerError(f"{record.id} holds half a surrogate pair: text must be whole Unicode") from None

    return checked


def check_capture(capture: Capture) -> None:
    """Raise LedgerError where the hash or the id is not that of the bytes."""
    sha256 = hashlib.sha256(capture.body).hexdigest()
    if sha256 != capture.sha256:
        raise LedgerError(f"capture {capture.id} says sha256 {capture.sha256}, its bytes have {sha256}")
    own = ids.capture_id(sha256=sha256, source=capture.source, url=capture.url)
    if own != capture.id:
        raise LedgerError(f"capture {capture.id} has the content of {own}: it was changed after it was made")


@_whole
def check_report(report: Report) -> None:
    """Raise LedgerError where the id is not that of the content."""
    own = ids.report_id(
        ref=report.ref,
        url=report.url,
        publisher=report.publisher,
        title=report.title,
        text=report.text,
        published_at=report.published_at,
    )
    if own != report.id:
        raise LedgerError(f"report {report.id} has the content of {own}: its text is not the one that was read")


def check_quotes(claim: Claim, text: str) -> None:
    """Raise LedgerError where a quote is not in the report's text at its place."""
    for quote in (claim.evidence, *(support.evidence for support in claim.support if support.evidence is not None)):
        if quote.report != claim.report or text[quote.start : quote.end] != quote.text:
            raise LedgerError(
                f"claim {claim.id}: its quote {quote.text[:60]!r} is not in report {claim.report} "
                f"at [{quote.start}, {quote.end}): read the report again"
            )


@_whole
def check_claim(claim: Claim) -> None:
    """Raise LedgerError where the id is not that of the content."""
    own = ids.claim_id(
        report=claim.report,
        start=claim.evidence.start,
        end=claim.evidence.end,
        maker=claim.maker,
        claimant=claim.claimant,
        stance=claim.stance,
        event=claim.event,
    )
    if own != claim.id:
        raise LedgerError(f"claim {claim.id} has the content of {own}: it was changed after it was made")


@_whole
def check_judgement(judgement: Judgement) -> None:
    """Raise LedgerError where the id is not that of the content."""
    own = ids.judgement_id(by=judgement.by, at=judgement.at, why=judgement.why, act=judgement.act)
    if own != judgement.id:
        raise LedgerError(f"judgement {judgement.id} has the content of {own}: it was changed after it was made")
