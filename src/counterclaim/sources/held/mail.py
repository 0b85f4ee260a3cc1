"""Mail files as captures: a message as it stands, and each message of a mailbox (mbox).

A mailbox is cut where a line begins with ``From `` after a blank line or at the start, as RFC 4155 has it; that line
belongs to the mailbox and is left out.  Messages are named ``path:NUMBER``, counted from 1.  A mailbox may be of any
size; memory is bounded by one message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from counterclaim.records import Capture, Reject
from counterclaim.sources.streams import FILE_LIMIT, LINE_LIMIT, Chained, captured, rejected
from counterclaim.text import MAIL

_FROM: Final = b"From "
_MBOX: Final = re.compile(rb"From \S+ +(?:\w{3},? )?\w{3} [ \d]?\d [ \d]\d:\d\d[^\n]*\r?\n[!-9;-~]+:")
_HEADER: Final = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|Content-Type|X-[\w-]+):[ \t]",
    re.IGNORECASE,
)


def is_mbox(head: bytes) -> bool:
    """Return whether a file begins as a mailbox does: a line ``From ADDRESS DATE``, then a header."""
    return _MBOX.match(head) is not None


def is_message(head: bytes) -> bool:
    """Return whether a file begins with a header that only mail has; one that begins otherwise needs its ending."""
    return _HEADER.match(head) is not None


def message(stream: Chained, source: str, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield the one message of a file, or why it is not taken."""
    body = stream.read(FILE_LIMIT + 1)
    if len(body) > FILE_LIMIT:
        yield rejected(source, "too_large", f"more than {FILE_LIMIT} bytes")
    else:
        yield captured(body, source, MAIL, fetched_at)


def messages(stream: Chained, source: str, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield the messages of a mailbox; one past FILE_LIMIT is set aside, and the next is found again.

    A file that is called a mailbox and does not begin as one is a ``broken`` reject.
    """
    number = 0
    lines: list[bytes] = []
    size = 0
    blank = True
    while line := stream.readline(LINE_LIMIT):
        if blank and line.startswith(_FROM):
            if number:
                yield _cut(lines, size, f"{source}:{number}", fetched_at)
            number += 1
            lines, size = [], 0
        elif not number:
            if line.strip():
                yield rejected(source, "broken", "no mailbox: it does not begin with a line 'From ADDRESS DATE'")
                return
        elif (size := size + len(line)) <= FILE_LIMIT:
            lines.append(line)
        else:
            lines.clear()
        blank = not line.strip(b"\r\n")
    if number:
        yield _cut(lines, size, f"{source}:{number}", fetched_at)
    else:
        yield rejected(source, "empty", "the mailbox holds no message")


def _cut(lines: list[bytes], size: int, ref: str, fetched_at: dt.datetime) -> Capture | Reject:
    if size > FILE_LIMIT:
        return rejected(ref, "too_large", f"a message of more than {FILE_LIMIT} bytes")
    body = b"".join(lines)
    # The blank line before the next message is the mailbox's own.
    for end in (b"\r\n", b"\n"):
        if body.endswith((end + end, b"\n" + end)):
            body = body.removesuffix(end)
            break
    return captured(body, ref, MAIL, fetched_at)
