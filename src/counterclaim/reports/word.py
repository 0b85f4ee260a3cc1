"""A Word file (.docx): the text of its body, a paragraph a line, as it reads with all changes accepted.

Read is the body alone, out of its one XML part: no pictures, no links to elsewhere, no styles, headers or notes.  Text
in tables stands row by row, cells parted by tabs.  What was deleted under "track changes" is left out, what was
inserted is in.

(Tried and dropped: python-docx, which passes over text in content controls and tracked insertions, and unpacks every
picture to give the text.)
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final, Literal

from lxml import etree

from counterclaim.records import Interval, Reject
from counterclaim.reports.draft import TEXT_LIMIT, Draft, reject
from counterclaim.text import one_line

PART_LIMIT: Final = 64 * 1024 * 1024
"""Bytes that a part may unpack to: the XML of the longest text that is one report is a third of it."""
_BODY: Final = "word/document.xml"
_ABOUT: Final = "docProps/core.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_Element = Any
"""An XML element: the library's own type is private to it."""
_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, EOFError, OSError, NotImplementedError,
    OverflowError,
)  # fmt: skip


class _BombError(Exception):
    """A part that would unpack to more than any text."""


class _LockedError(Exception):
    """A part under a password."""


def draft(body: bytes, *, source: str, published: Interval | None, publisher: str | None) -> Draft | Reject:
    """Return the text of a Word file, or the reject that says why there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            text = _text(_part(packed, _BODY))
            title = _title(_part(packed, _ABOUT)) if _ABOUT in packed.namelist() else None
    except _BombError as fault:
        return reject(source, "broken", str(fault))
    except _LockedError:
        return reject(source, "encrypted", "the Word file opens with a password only")
    except _FAULTS as fault:
        return reject(source, "broken", f"the Word file could not be taken apart ({type(fault).__name__})")
    if text is None:
        return reject(source, "too_large", f"more than {TEXT_LIMIT} code points of text")
    if not text.strip():
        return reject(source, "no_text", "the Word file holds no text")
    return Draft(ref=source, text=text, publisher=publisher, title=title, published=published)


def _part(packed: zipfile.ZipFile, name: str) -> _Element:
    """Return the root of a part.  Raises what _FAULTS names, _BombError and _LockedError."""
    about = packed.getinfo(name)
    if about.flag_bits & 1:
        raise _LockedError
    if about.file_size > PART_LIMIT:
        raise _BombError(f"{name} unpacks to {about.file_size} bytes; at most {PART_LIMIT} can be text")
    # Unpacking stops at the size that is stated, whatever the part would grow to.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(packed.read(about), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _BombError(f"{name} declares entities, which no Word file does")
    return root


def _title(root: _Element) -> str | None:
    return one_line(root.findtext(_DC_TITLE) or "")[:500] or None


def _text(root: _Element) -> str | None:
    """Return the text of the body; None where it is longer than a report can be."""
    found: list[str] = []
    room = 2 * TEXT_LIMIT
    hidden = cells = 0
    walk: Any = etree.iterwalk(root, events=("start", "end"))
    event: Literal["start", "end"]
    for event, node in walk:
        tag = str(node.tag)
        if tag == _FALLBACK:  # the same text once more, for older programs
            hidden += 1 if event == "start" else -1
        name = tag.removeprefix(_W).removeprefix(_STRICT)
        if hidden or name == tag:
            continue
        if event == "start":
            piece = (node.text or "") if name == "t" else _MARKS.get(name, "")
            found.append(piece)
            room -= len(piece)
            if room < 0:
                return None
        cells += {"start": 1, "end": -1}[event] if name == "tc" else 0
        if event == "end":
            found.append(_after(name, in_cell=cells > 0))
    lines = ("".join(found)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _after(name: str, *, in_cell: bool) -> str:
    """Return what follows the end of an element."""
    if name == "p":
        return " " if in_cell else "\n"
    return {"tc": "\t", "tr": "\n"}.get(name, "")
