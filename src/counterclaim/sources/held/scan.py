"""Whether the XML of a workbook can be read safely: looked through once, unpacked a block at a time, nothing kept.

The library that reads workbooks streams their rows, but it holds an element whole, believes what the file says, and has
no bound on what one row, one text or one level of nesting may take.  So each part is bounded here first: its size, the
length of a text or tag, the depth, the elements between two rows, the rows.  Entities are refused, for no office
program writes any.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from counterclaim.sources.held.maps import TableError

SHEET_LIMIT: Final = 2 * 1024**3
"""Bytes that a sheet may unpack to: a million rows of thirty cells take one."""
STRINGS_LIMIT: Final = 256 * 1024**2
"""Bytes of the texts that cells share: they are held in memory."""
PART_LIMIT: Final = 16 * 1024**2
RUN_LIMIT: Final = 4 * 1024**2
"""Bytes between two tags, or of one tag: a cell holds 32,767 characters at most."""
DEPTH_LIMIT: Final = 64
ROWS_LIMIT: Final = 1_048_576
"""Rows of the longest sheet that there is."""
GAP_LIMIT: Final = 1_000_000
"""Elements outside rows, or in one."""
_BLOCK: Final = 1 << 20
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEETS: Final = "xl/worksheets/"


def scan(body: bytes) -> None:
    """Raise TableError where a part of a workbook is larger or deeper than any that a program writes."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for about in packed.infolist():
                _part(packed, about)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise TableError("broken", f"the workbook cannot be unpacked ({type(fault).__name__})") from None


def _part(packed: zipfile.ZipFile, about: zipfile.ZipInfo) -> None:
    if about.flag_bits & 1:
        raise TableError("encrypted", "the workbook opens with a password only")
    name = about.filename
    is_sheet = name.startswith(_SHEETS)
    limit = SHEET_LIMIT if is_sheet else STRINGS_LIMIT if name == _STRINGS else PART_LIMIT
    if about.file_size > limit:
        raise TableError("broken", f"{name} unpacks to {about.file_size} bytes; at most {limit} are read")
    watch = _Watch(name, GAP_LIMIT if is_sheet else about.file_size)
    run = 0
    # Unpacking stops at the size that is stated, whatever the part would grow to.
    with packed.open(about) as stream:
        try:
            while block := stream.read(_BLOCK):
                run = len(block) - block.rfind(b"<") if b"<" in block else run + len(block)
                if run > RUN_LIMIT and _is_xml(name):
                    raise TableError("broken", f"{name} holds a text or tag of more than {RUN_LIMIT} bytes")
                watch.parser.Parse(block, False)
            watch.parser.Parse(b"", True)
        except expat.ExpatError as fault:
            # Pictures and the like: whatever takes one for XML stops where this does.
            if _is_xml(name):
                raise TableError("broken", f"{name} is not well-formed XML ({fault})") from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _typed(part: str, content: str) -> None:
    """Raise TableError where a part that may be as long as a sheet passes for one that is held in memory whole."""
    if part.lstrip("/").startswith(_SHEETS) and "sheet+xml" not in content:
        raise TableError("broken", f"{part} stands among the sheets and says it is none")


class _Watch:
    """Counts what a part is made of while it is parsed."""

    def __init__(self, name: str, gap: int) -> None:
        self._name = name
        self._most = gap
        self._depth = self._gap = self._rows = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Override"):
            _typed(attributes.get("PartName", ""), attributes.get("ContentType", ""))
        self._depth += 1
        self._gap += 1
        if self._depth > DEPTH_LIMIT:
            raise TableError("broken", f"{self._name} is nested more than {DEPTH_LIMIT} deep")
        if self._gap > self._most:
            raise TableError("broken", f"{self._name} has more than {self._most} elements in one row, or outside rows")

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name.rpartition(":")[2] == "row":
            self._gap = 0
            self._rows += 1
            if self._rows > ROWS_LIMIT:
                raise TableError("broken", f"{self._name} has more than {ROWS_LIMIT} rows, which no sheet holds")

    def _doctype(self, *_: object) -> None:
        raise TableError("broken", f"{self._name} declares entities, which no workbook does")
