"""Captures into a web archive (WARC/1.1): what was captured, in a form that the tools of web archives read.

One gzip member a record.  A capture that the network brought is a ``response`` record with the headers that came with
it, any other a ``resource`` record; each stands under its address, or under a name of ours where it has none.  Its
source and media type stand in headers of the record, so that reading it back (warc.py) gives it unchanged.

Bodies are kept without the coding in which they came: headers that told of it would be false of the bytes beside them,
and stand with a prefix, as web archives write what was once said.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
from collections.abc import Iterable
from typing import Any, BinaryIO, Final
from uuid import UUID

from fastwarc.warc import WarcRecord, WarcRecordType  # pyright: ignore[reportMissingModuleSource] - a compiled library

from counterclaim import __version__
from counterclaim.records import Capture
from counterclaim.sources.warc import CODED, ONCE, PAYLOAD_TYPE, SOURCE, coded_source

_ABOUT: Final = UUID("5cbff0b1-0f5c-5e2e-9a55-0f2c5e6f7a10")
_ZIP_LEVEL: Final = 6


def write(captures: Iterable[Capture], out: BinaryIO) -> int:
    """Write captures as one archive; return how many.  The same captures give the same bytes.

    Raises OSError when it cannot be written.
    """
    software = f"software: counterclaim {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    about = _record(WarcRecordType.warcinfo, _ABOUT, dt.datetime.fromtimestamp(0, dt.UTC), "application/warc-fields")
    _put(about, software, out)
    count = 0
    for capture in captures:
        _put(_head(capture), _answer(capture) + capture.body, out)
        count += 1
    return count


def _head(capture: Capture) -> Any:
    # The same bytes may be fetched again later: the time is part of what the record is.
    name = UUID(bytes=hashlib.blake2b(f"{capture.id} {capture.fetched_at}".encode(), digest_size=16).digest())
    kind, content_type = WarcRecordType.resource, capture.media_type
    if capture.headers:
        kind, content_type = WarcRecordType.response, "application/http; msgtype=response"
    record = _record(kind, name, capture.fetched_at, content_type)
    record.headers.set("WARC-Target-URI", capture.url or f"urn:counterclaim:capture:{capture.id}")
    record.headers.set(PAYLOAD_TYPE, capture.media_type)
    record.headers.set(SOURCE, coded_source(capture.source))
    return record


def _answer(capture: Capture) -> bytes:
    """Return the head of the answer that brought a capture; nothing where it was none."""
    if not capture.headers:
        return b""
    told = [(f"{ONCE}{name}" if name in CODED else name, value) for name, value in capture.headers]
    lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in told), f"content-length: {len(capture.body)}"]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def _record(kind: WarcRecordType, name: UUID, at: dt.datetime, content_type: str) -> Any:
    record: Any = WarcRecord()  # its types are given in part only
    record.init_headers(kind, name.urn.removeprefix("urn:").encode())
    record.headers.set("WARC-Date", at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"))
    record.headers.set("Content-Type", content_type)
    return record


def _put(record: Any, block: bytes, out: BinaryIO) -> None:
    record.set_bytes_content(block)
    plain = io.BytesIO()
    record.write(plain, checksum_data=True)
    out.write(gzip.compress(plain.getvalue(), _ZIP_LEVEL, mtime=0))
