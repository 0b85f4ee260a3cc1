"""PDF and office files: one capture of the whole file, told by what is in it and not by its name."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from counterclaim.records import Capture, Reject
from counterclaim.sources.held import sheets
from counterclaim.sources.streams import FILE_LIMIT, Chained, captured, rejected
from counterclaim.text import DOCX, PDF

A_ZIP: Final = b"PK\x03\x04"
A_PDF: Final = b"%PDF"
AN_OLE: Final = b"\xd0\xcf\x11\xe0"
MAGIC: Final = (A_PDF, A_ZIP, AN_OLE)
"""How these files begin."""
ENTRIES_LIMIT: Final = 10_000
"""Parts of the largest office file: one with a picture on each of a thousand pages has a third of that."""
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


def captures(stream: Chained, source: str, path: Path | None, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield a document as a capture, a workbook as its rows, or why it is neither."""
    body = stream.read(FILE_LIMIT + 1)
    if len(body) > FILE_LIMIT:
        yield rejected(source, "too_large", f"more than {FILE_LIMIT} bytes")
    elif body.startswith(A_PDF):
        yield captured(body, source, PDF, fetched_at)
    elif body.startswith(AN_OLE):
        yield _old(body, source)
    else:
        yield from _packed(body, source, path, fetched_at)


def _old(body: bytes, source: str) -> Reject:
    if _LOCKED in body:
        return rejected(source, "encrypted", "the office file opens with a password only")
    return rejected(source, "binary", "an office document of the old form (.doc, .xls); save it as .docx or .xlsx")


def _packed(body: bytes, source: str, path: Path | None, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        yield rejected(source, "broken", f"the ZIP or office document cannot be taken apart ({type(fault).__name__})")
        return
    if len(names) > ENTRIES_LIMIT:
        yield rejected(source, "broken", f"{len(names)} parts; no office document has more than {ENTRIES_LIMIT}")
    elif "word/document.xml" in names:
        yield captured(body, source, DOCX, fetched_at)
    elif any(name in names for name in sheets.WORKBOOKS):
        yield from sheets.rows(body, source, path, fetched_at)
    else:
        yield rejected(source, "binary", "ZIP or office document is not read; expected .docx or .xlsx, or unpack it")
