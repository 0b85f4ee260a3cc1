"""Web archives (WARC): one capture for each page that an archive holds, as its record has it.

    response   HTTP status 200, HTML or text  -> a capture; ``source`` is ``PATH:OFFSET`` of the record
    any other  status or media type           -> left out and counted: one ``not_a_page`` reject an archive
    either     written by our own export      -> the capture that was exported, unchanged (warc_out.py)
    the rest   request, metadata, revisit ... -> ignored by name

A record that is cut short, too large or coded in a way that cannot be undone is a reject of its own, and so is the
place where an archive breaks off; what stands before it is kept.  A block that is not the one its digest names is
told beside the page, which is read all the same; dates that cannot be true are counted for the archive.

Memory is bounded by one record.  ``start`` goes on at the offset of a record that an earlier run ended with.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource] - a compiled library
    ArchiveIterator,
    WarcRecord,
    WarcRecordType,
)

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.sources.codings import decoded
from counterclaim.sources.limits import Account, FetchError, Limits
from counterclaim.sources.streams import FILE_LIMIT, rejected
from counterclaim.text import HTML, TEXT

ENDINGS: Final = (".warc", ".warc.gz", ".warc.lz4")
"""Endings of the names of archives that are read when a folder is given."""
SOURCE: Final = "Counterclaim-Source"
"""Our export's own header: the capture's source, percent-encoded."""
CODED: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
ONCE: Final = "x-archive-orig-"
"""What our export puts before headers that are true of an answer's bytes as they came, not of those that are kept."""
PAYLOAD_TYPE: Final = "WARC-Identified-Payload-Type"

Headers = tuple[tuple[str, str], ...]

_PAGES: Final = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": TEXT}
_GZIP: Final = b"\x1f\x8b"
_LZ4: Final = b"\x04\x22\x4d\x18"
_PLAIN: Final = b"WARC/"
_KINDS: Final = WarcRecordType.response | WarcRecordType.resource
_PART: Final = 64 * 1024
_LISTED: Final = 5
"""Sorts of what was left out that a reject names."""


def is_archive(head: bytes) -> bool:
    r"""Return whether a file that begins so is a web archive, plain or compressed.

    >>> is_archive(b"WARC/1.1\\r\\nWARC-Type: warcinfo")
    True
    """
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, len(_PLAIN))
        except zlib.error:
            return False
    return head.startswith((_PLAIN, _LZ4))


def coded_source(source: str) -> str:
    """Return a capture's source as a header holds it, whatever is in it: percent-encoded."""
    return quote(source)


def archived(stream: BinaryIO, source: str, *, fetched_at: dt.datetime, start: int = 0) -> Iterator[Capture | Reject]:
    """Yield the pages of an archive in the order of its records, beginning with the one at offset ``start``.

    ``source`` names the archive.  ``fetched_at`` (UTC) stands in for a record's date that cannot be true.
    A ``start`` at which no record can begin is taken for 0.
    """
    stream.seek(start if start and _begins(stream, start) else 0)
    yield from _Archive(source, fetched_at).pages(stream)


def _begins(stream: BinaryIO, offset: int) -> bool:
    """Return whether a record can begin at the offset: in a file that is one gzip member none but the first can."""
    stream.seek(offset)
    return stream.read(len(_PLAIN)).startswith((_PLAIN, _GZIP, _LZ4))


class _Archive:
    """One pass through an archive."""

    def __init__(self, source: str, fetched_at: dt.datetime) -> None:
        self._source = source
        self._now = fetched_at
        self._left_out: Counter[str] = Counter()
        self._undated = 0
        self._seen: Counter[int] = Counter()

    def pages(self, stream: BinaryIO) -> Iterator[Capture | Reject]:
        try:
            for record in ArchiveIterator(stream, _KINDS, parse_http=False):
                yield from self._page(record)
        # The library tells what is broken in an archive by these; what was read before it is kept.
        except (OSError, ValueError, RuntimeError, UnicodeDecodeError) as fault:
            yield rejected(self._source, "broken", f"{fault}; what stands before it is read")
        if self._undated:
            told = f"{self._undated:,} pages whose WARC-Date is no date, or in the future: the time of reading is taken"
            yield rejected(self._source, "bad_date", told)
        if self._left_out:
            sorts = ", ".join(f"{what} {count:,}" for what, count in self._left_out.most_common(_LISTED))
            total = self._left_out.total()
            yield rejected(self._source, "not_a_page", f"{total:,} responses left out: {sorts}")

    def _page(self, record: WarcRecord) -> Iterator[Capture | Reject]:
        ours = record.headers.get(SOURCE)
        if record.record_type == WarcRecordType.resource and ours is None:
            return
        ref = self._ref(record)
        length = record.content_length
        if length > FILE_LIMIT:
            yield rejected(ref, "too_large", f"a record of {length} bytes; at most {FILE_LIMIT} are read")
            return
        block = record.reader.read(length)
        if len(block) < length:
            yield rejected(ref, "broken", f"{len(block)} of the record's {length} bytes are there")
            return
        kind: str | None
        headers: Headers = ()
        if ours is None:
            kind, body = self._payload(record, block)
        elif record.record_type == WarcRecordType.response:
            kind, (headers, body) = record.headers.get(PAYLOAD_TYPE) or HTML, _answer(block)
        else:
            kind, body = record.headers.get(PAYLOAD_TYPE) or TEXT, block
        if isinstance(body, str):
            yield rejected(ref, "encoding", body)
        elif kind is not None:
            source = unquote(ours) if ours is not None else ref
            at = _date(record.headers.get("WARC-Date"), self._now)
            self._undated += at is None
            url = _address(record.headers.get("WARC-Target-URI"))
            yield _capture(body, source, url, kind, at or self._now, headers)
            if not _as_named(record.headers.get("WARC-Block-Digest"), block):
                yield rejected(
                    ref, "digest", "its bytes are not those that WARC-Block-Digest names; it is read all the same"
                )

    def _ref(self, record: WarcRecord) -> str:
        """Return ``PATH:OFFSET``, with a count where records share one (an archive that is a single gzip member)."""
        offset = record.stream_pos
        self._seen[offset] += 1
        again = self._seen[offset]
        if len(self._seen) > 1:
            self._seen = Counter({offset: again})
        return f"{self._source}:{offset}" if again == 1 else f"{self._source}:{offset}/{again}"

    def _payload(self, record: Any, block: bytes) -> tuple[str | None, bytes | str]:
        """Return media type and body of an HTTP response; no type where it is left out, words where it is undone."""
        record.set_bytes_content(block)
        record.is_http = True
        try:
            # Old archives end the lines of HTTP headers without a carriage return; their bodies hold empty lines.
            bare = not block.partition(b"\n")[0].endswith(b"\r")
            record.parse_http(auto_decode="transfer", strict_mode=False, quirks_mode=bare)
        except (OSError, ValueError) as fault:
            return HTML, f"its HTTP header cannot be read ({fault})"
        status: int | None = record.http_headers.status_code
        if status != 200:
            self._left_out[f"status {status or 'unknown'}"] += 1
            return None, b""
        declared: str = (record.http_content_type or "text/html").lower()
        kind = _PAGES.get(declared)
        if kind is None:
            self._left_out[declared[:80]] += 1
            return None, b""
        return kind, _plain(record.reader.read(FILE_LIMIT), record.http_headers.get("Content-Encoding"))


def _plain(body: bytes, coding: str | None) -> bytes | str:
    """Return a body without its content coding, or the words why it cannot be undone.

    Many crawlers store pages decoded and leave the header standing: a coding that the bytes do not show is none.
    """
    told = (coding or "").strip().lower()
    if told not in {"gzip", "x-gzip", "deflate"}:
        return body
    gzip = body.startswith(_GZIP)
    if not gzip and (told != "deflate" or body[:1] != b"x"):
        return body
    parts = (body[start : start + _PART] for start in range(0, len(body), _PART))
    try:
        return b"".join(decoded(parts, "gzip" if gzip else "deflate", Account(Limits(body_bytes=FILE_LIMIT))))
    except FetchError as fault:
        return str(fault)


def _answer(block: bytes) -> tuple[Headers, bytes]:
    """Return the headers of an answer and its body, as our own export writes them."""
    head, _, body = block.partition(b"\r\n\r\n")
    lines = (line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:-1])
    once = {f"{ONCE}{name}": name for name in CODED}
    # The last of the lines is the length of what is kept, which the export added.
    return tuple((once.get(name, name), value) for name, _, value in lines), body


def _capture(
    body: bytes, source: str, url: str | None, kind: str, fetched_at: dt.datetime, headers: Headers
) -> Capture:
    digest = hashlib.sha256(body).hexdigest()
    return Capture(
        id=ids.capture_id(sha256=digest, source=source, url=url),
        sha256=digest,
        source=source,
        url=url,
        media_type=kind,
        fetched_at=fetched_at,
        body=body,
        headers=headers,
    )


def _address(target: str | None) -> str | None:
    """Return the address of a page; None where a record names something else (``dns:``, ``urn:``)."""
    told = (target or "").strip().removeprefix("<").removesuffix(">")
    try:
        parts = urlsplit(told)
    except ValueError:
        return None
    return told if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def _date(told: str | None, now: dt.datetime) -> dt.datetime | None:
    """Return the moment that a record names (UTC); None where it names none, or one that has not come."""
    try:
        at = dt.datetime.fromisoformat(told or "")
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    at = at.astimezone(dt.UTC)
    return at if at <= now else None


def _as_named(digest: str | None, block: bytes) -> bool:
    """Return whether a block is the one that its digest names; a digest of an unknown sort names any."""
    sort, _, told = (digest or "").partition(":")
    if sort.lower() not in {"sha1", "sha256", "md5"}:
        return True
    found = hashlib.new(sort.lower(), block, usedforsecurity=False)
    return told.strip().lower() in {found.hexdigest(), base64.b32encode(found.digest()).decode().lower()}
