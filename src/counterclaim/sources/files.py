"""Files, folders and standard input as captures: bytes as they came, typed by content, never parsed.

What comes out, in order: one capture a file, or one a line of a JSON-lines file (``source`` is then ``path:LINE``), a
message or a row of a file that holds many; or one reject naming the input and the reason.  Memory is bounded by one
file, line, message or row.

- Text, HTML and JSON lines are read, and the files that people hold (held/); anything else is rejected as ``binary``.
- A file above FILE_LIMIT, or a line above LINE_LIMIT (streams.py), is rejected as ``too_large`` before it
  is read whole.  A JSON-lines file may be of any size.
- Folders are read recursively in the order of their names.  Hidden files and folders (names that begin with a
  full stop) and blank lines of JSON-lines files are ignored by name.  Links to folders are not followed,
  for they may lead back.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from counterclaim.records import Capture, Reject
from counterclaim.sources import held
from counterclaim.sources.held import documents
from counterclaim.sources.streams import FILE_LIMIT, HEAD, LINE_LIMIT, Chained, captured, read_up_to, rejected
from counterclaim.sources.warc import ENDINGS, archived, is_archive
from counterclaim.text import HTML, JSON_LINES, PDF, TEXT, encodable

STDIN: Final = "-"
Start = Callable[[str, bytes], int]

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "rich text (RTF)"),
    (documents.A_ZIP, "ZIP or office document"),
    (documents.AN_OLE, "office document"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite database"),
    (b"WARC/", "web archive (WARC) from a pipe"),
    (b"filedesc://", "web archive of the old form (ARC)"),
)
_UTF_16_32: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|article"
    rb"|main|section|header|div|p|h[1-6]|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_OBJECT_LINE: Final = re.compile(rb"\s*\{[ \t]*(?:\"|\})")
_PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_LINES_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
_BINARY_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


READ_IN_FOLDERS: Final = held.SUFFIXES | {".txt", ".text", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson"}
"""Endings of the names that are read when a folder is given; a file named by itself is read whatever its name."""


def from_the_start(source: str, head: bytes) -> int:  # noqa: ARG001 - the same for every archive
    """Return the offset of an archive's first record."""
    return 0


def captures(
    inputs: Iterable[str], *, fetched_at: dt.datetime, start: Start = from_the_start
) -> Iterator[Capture | Reject]:
    """Yield what files, folders and ``-`` (standard input) hold, in the order given.

    ``fetched_at`` (UTC) is the time of reading, stamped on every capture.  ``start`` is asked for each archive, by
    its name and its first bytes, at which offset (bytes) of a record reading begins.
    """
    for name in inputs:
        if name == STDIN:
            yield from read_stream(sys.stdin.buffer, STDIN, fetched_at=fetched_at)
        else:
            for path in _files(Path(name)):
                if isinstance(path, Reject):
                    yield path
                else:
                    yield from _read_file(path, fetched_at, start)


def media_type(head: bytes, suffix: str = "") -> str | None:
    """Return the media type told by the first bytes, then by the suffix (``.html``); None when binary.

    >>> media_type(b"<!doctype html><p>Two shells fell.</p>", ".txt")
    'text/html'
    """
    if head.startswith(documents.A_PDF):
        return PDF
    return None if _binary(head) else _kind(head, suffix.lower())


def read_stream(
    stream: BinaryIO, source: str, *, suffix: str = "", path: Path | None = None, fetched_at: dt.datetime
) -> Iterator[Capture | Reject]:
    """Yield the captures of one open binary stream, named ``source``; ``path`` is its file, None where it has none.

    Raises OSError when the stream breaks while it is read.
    """
    head = read_up_to(stream, HEAD)
    file = held.kind(head, suffix)
    if file is not None:
        yield from held.captures(file, Chained(head, stream), source, path=path, fetched_at=fetched_at)
        return
    fault = _binary(head)
    kind = _kind(head, suffix)
    if fault is not None:
        yield rejected(source, "binary", fault)
    elif kind == JSON_LINES and (head.startswith(_UTF_16_32) or _wide(head)):
        yield rejected(source, "encoding", "JSON lines are UTF-8; these are UTF-16 or UTF-32")
    elif kind is None:
        yield rejected(source, "binary", "XML or JSON of another shape; expected text, HTML or one JSON object a line")
    elif kind == JSON_LINES:
        yield from _lines(Chained(head, stream), source, fetched_at)
    else:
        body = head + read_up_to(stream, FILE_LIMIT + 1 - len(head))
        if len(body) > FILE_LIMIT:
            yield rejected(source, "too_large", f"more than {FILE_LIMIT} bytes")
        else:
            yield captured(body, source, kind, fetched_at)


def _files(root: Path) -> Iterator[Path | Reject]:
    """Yield ``root`` itself, or the files under it that are named like reports, in the order of names.

    What cannot be listed is a reject.  Other names in a folder are left alone: a folder of reports often holds notes,
    pictures and tables beside them.
    """
    try:
        single = not root.is_dir()
    except OSError:  # no permission on the way, or a name too long: opening it says so
        single = True
    if single:
        yield root
        return
    faults: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if _reportlike(name))
        yield from _unlisted(faults)
    yield from _unlisted(faults)


def _reportlike(name: str) -> bool:
    if name.startswith("."):
        return False
    return Path(name).suffix.lower() in READ_IN_FOLDERS or name.lower().endswith(ENDINGS)


def _unlisted(faults: list[OSError]) -> Iterator[Reject]:
    while faults:
        fault = faults.pop()
        yield rejected(_name(fault.filename), "unreadable", fault.strerror or str(fault))


def _read_file(path: Path, fetched_at: dt.datetime, start: Start) -> Iterator[Capture | Reject]:
    source = _name(path)
    try:
        # A pipe or a device would block for ever, so it is told before it is opened.
        if path.exists() and not path.is_file():
            yield rejected(source, "unreadable", "not a regular file")
            return
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            if is_archive(head):
                yield from archived(stream, source, fetched_at=fetched_at, start=start(source, head))
                return
            stream.seek(0)
            yield from read_stream(stream, source, suffix=path.suffix.lower(), path=path, fetched_at=fetched_at)
    except (OSError, ValueError) as fault:
        yield rejected(source, "unreadable", getattr(fault, "strerror", None) or str(fault))


def _lines(stream: Chained, source: str, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        ref = f"{source}:{number}"
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            stream.skip_line()
            yield rejected(ref, "too_large", f"a line of more than {LINE_LIMIT} bytes")
        elif line.strip():
            yield captured(line.rstrip(b"\r\n"), ref, JSON_LINES, fetched_at)


def _binary(head: bytes) -> str | None:
    """Return why the bytes are not text, or None when they may be."""
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return f"{what} is not read; expected text, HTML or JSON lines"
    # NUL in one line of a JSON-lines file is that line's fault, and the reader of lines will say so.
    if head.startswith(_UTF_16_32) or _wide(head) or _mostly_objects(head):
        return None
    if b"\x00" in head:
        return "the bytes hold NUL; expected text, HTML or JSON lines"
    if len(_BINARY_CONTROLS.findall(head)) > max(8, len(head) // 50):
        return "the bytes hold many control codes; expected text, HTML or JSON lines"
    return None


def _wide(head: bytes) -> bool:
    """Return whether the bytes look like UTF-16 without a mark: mostly Latin text, every other byte NUL."""
    pairs = len(head) // 2
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    return pairs > 0 and max(even, odd) > 0.8 * pairs and min(even, odd) == 0


def _kind(head: bytes, suffix: str) -> str | None:
    body = head.removeprefix(b"\xef\xbb\xbf")
    if body.startswith(_UTF_16_32) or _wide(body):
        body = body.replace(b"\x00", b"")[2 if body.startswith(_UTF_16_32) else 0 :]
    if _MARKUP.match(body):
        return HTML
    if _XML.match(body):
        return HTML if suffix in _PAGE_SUFFIXES else None
    if suffix in _LINES_SUFFIXES or _mostly_objects(body):
        return JSON_LINES
    if suffix == ".json":
        return None
    return HTML if suffix in _PAGE_SUFFIXES else TEXT


def _mostly_objects(body: bytes) -> bool:
    r"""Return whether at least half of the first lines begin like a JSON object with a key.

    The first line alone does not tell: it may be the malformed one among good ones.
    """
    lines = [line for line in body.split(b"\n")[:50] if line.strip()]
    return bool(lines) and 2 * sum(_OBJECT_LINE.match(line) is not None for line in lines) >= len(lines)


def _name(path: str | os.PathLike[str]) -> str:
    return encodable(os.fspath(path))
