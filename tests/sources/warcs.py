"""Web archives made for tests, record by record, with the faults that a test wants."""

from __future__ import annotations

import gzip
from pathlib import Path

PAGE = b"<html><head><title>Two shells fell</title></head><body><p>Two shells fell on the market.</p></body></html>"


def http(body: bytes = PAGE, *, status: str = "200 OK", headers: str = "Content-Type: text/html\r\n") -> bytes:
    """Return an HTTP response as a record holds it."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def record(
    block: bytes,
    *,
    kind: str = "response",
    url: str = "http://paper.example/1",
    date: str = "2024-05-01T10:00:00Z",
    length: int | None = None,
    more: str = "",
) -> bytes:
    """Return one record of an archive; ``length`` is what it says of its length."""
    size = len(block) if length is None else length
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:5cbff0b1-0000-4000-8000-000000000000>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\n{more}Content-Length: {size}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    """Write an archive, each record a gzip member where its name says so; return its path."""
    path = folder / name
    zipped = name.endswith(".gz")
    path.write_bytes(b"".join(gzip.compress(one, mtime=0) if zipped else one for one in records))
    return path
