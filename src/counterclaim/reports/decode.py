"""Bytes to text: the mark at the start, UTF-8, what a page declares, then a guess; never a silent loss."""

from __future__ import annotations

import codecs
import re
from typing import Final

from counterclaim.text import control_share

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_DECLARATIONS: Final = 4096
_SAMPLE: Final = 64 * 1024
_STRAY: Final = 0.001
_CONTROL_LIMIT: Final = 0.02
# Browsers read these labels as the Windows code pages that contain them, and writers mean those.
_WIDER: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}

_NO_PAGES: Final = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Python's encodings of names, of its own source and of mail: no page is written in them, and some take for ever."""


def decode(body: bytes, *, page: bool = False, told: str | None = None) -> str | None:
    """Return the text of ``body`` without its byte-order mark, or None when no encoding fits.

    ``told`` is the encoding that the server named, None where it named none; it goes before what the text declares.
    ``page`` looks for the encoding that HTML declares.  A text that is no text (control codes) fits none.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _strict(body[len(mark) :], encoding)
    if b"\x00" in body:
        return _unmarked_wide(body)
    text = _strict(body, "utf-8")
    if text is None and told is not None:
        text = _named(body, told)
    if text is None and page:
        text = _declared(body)
    if text is None:
        text = _mostly_latin(body) or _guessed(body)
    return text


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _unmarked_wide(body: bytes) -> str | None:
    even, odd = body[0::2].count(0), body[1::2].count(0)
    text = _strict(body, "utf-16-le" if odd > even else "utf-16-be")
    return text if text is not None and "\x00" not in text else None


def _declared(body: bytes) -> str | None:
    for match in _DECLARED.finditer(body[:_DECLARATIONS]):
        text = _named(body, match.group(1).decode("ascii", "replace"))
        if text is not None:
            return text
    return None


def _named(body: bytes, encoding: str) -> str | None:
    """Return the text in the encoding of that name, None where there is none or it does not fit."""
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return None
    if codec.name in _NO_PAGES:
        return None
    name = _WIDER.get(codec.name, codec.name)
    text = _strict(body, name)
    if text is None and name == "utf-8":
        # A page glued together from parts may hold a stray byte: one in a thousand is shown as U+FFFD.
        loose = body.decode("utf-8", "replace")
        text = loose if loose.count("\ufffd") <= max(1, int(len(loose) * _STRAY)) else None
    return text


def _mostly_latin(body: bytes) -> str | None:
    """Read English with a few bytes above ASCII as Windows-1252: curly quotes, dashes, accents in names.

    A statistical guess has too little to go by there, and took quotes for Cyrillic or Baltic letters.
    """
    if len(_NOT_ASCII.findall(body)) > 0.05 * len(body):
        return None
    return _strict(body, "cp1252")


def _guessed(body: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    text = None if best is None else _strict(body, best.encoding)
    return text if text is not None and control_share(text) <= _CONTROL_LIMIT else None
