"""Documents out of thin air: PDF, Word files and workbooks as programs write them, and as nobody should."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(
    *pages: Sequence[str],
    title: str | None = None,
    password: str | None = None,
    owner: str | None = None,
    cipher: str = "RC4-128",
) -> bytes:
    """Return a PDF whose pages hold lines of text; ``owner`` locks it against printing only."""
    writer: Any = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(width=600, height=800)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        drawn = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 11 Tf 50 750 Td {drawn} ET".encode("latin-1") if lines else b"")
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title is not None:
        writer.add_metadata({"/Title": title})
    if password is not None or owner is not None:
        writer.encrypt(user_password=password or "", owner_password=owner, algorithm=cipher)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paragraph(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_part(inner: str) -> str:
    """Return the part of a Word file that holds its body."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{inner}</w:body></w:document>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def docx(*paragraphs: str, title: str | None = None, inner: str | None = None) -> bytes:
    """Return a Word file of paragraphs, or of a body as it stands in the XML."""
    body = inner if inner is not None else "".join(map(paragraph, paragraphs))
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": word_part(body)}
    if title is not None:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
        )
    return packed(parts)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return a workbook of these sheets."""
    # Without annotations the library gives nothing that could be checked.
    book: Any = importlib.import_module("openpyxl").Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(body: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        held: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return packed({**held, **parts})
