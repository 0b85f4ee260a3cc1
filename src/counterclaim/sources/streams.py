"""What every reader of files shares: streams read within limits, captures and rejects made of what they hold."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import BinaryIO, Final

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.text import encodable

FILE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a file that is one capture above which it is not read."""
LINE_LIMIT: Final = 16 * 1024 * 1024
"""Bytes of one line above which it is not read."""
HEAD: Final = 64 * 1024
"""Bytes at the start of an input by which its type is told."""


class Chained:
    """The head that was already read, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes, fewer only at the end."""
        part = self._head.read(size)
        return part + read_up_to(self._rest, size - len(part))

    def readline(self, limit: int) -> bytes:
        """Return the next line with its end, cut at ``limit`` bytes; empty at the end."""
        line = self._head.readline(limit)
        if line.endswith(b"\n") or len(line) == limit:
            return line
        return line + self._rest.readline(limit - len(line))

    def skip_line(self) -> None:
        """Read on past the end of the line, a block at a time."""
        while (part := self.readline(HEAD)) and not part.endswith(b"\n"):
            pass


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Return up to ``size`` bytes: a pipe may hand out less at a time than is asked for."""
    parts: list[bytes] = []
    left = size
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def captured(body: bytes, source: str, media_type: str, fetched_at: dt.datetime) -> Capture:
    """Return bytes as the capture of a source that has no address."""
    digest = hashlib.sha256(body).hexdigest()
    return Capture(
        id=ids.capture_id(sha256=digest, source=source, url=None),
        sha256=digest,
        source=source,
        url=None,
        media_type=media_type,
        fetched_at=fetched_at,
        body=body,
    )


def rejected(ref: str, reason: str, detail: str) -> Reject:
    """Return a reject of this stage; ``reason`` is a key of ``errors.REASONS``."""
    return Reject(stage="sources", ref=encodable(ref).replace("\0", "\\x00"), reason=reason, detail=encodable(detail))
