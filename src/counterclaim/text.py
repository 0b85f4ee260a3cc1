"""Pure helpers for text: what a terminal may be shown, and how words are compared.

Imports nothing of the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# The media types that are read: sources tell them by content, reports read by them.
TEXT: Final = "text/plain"
HTML: Final = "text/html"
JSON_LINES: Final = "application/x-ndjson"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL: Final = "message/rfc822"
TELEGRAM: Final = "application/x-telegram-message+json"
"""One message of a Telegram export with the head of its chat: an export of one."""
ROW: Final = "application/x-table-row+json"
"""One row of a table with the names of its columns, and what says how it is read."""

NO_LANGUAGE: Final = "zxx"
"""ISO 639's code of what is no running text: rows of coded tables."""

BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Codes that turn the direction of writing: they can make a line show other words than it holds."""

_HIDDEN: Final = "\u200b\u2060\ufeff\u00ad\u180e"
_KEPT: Final = "\n\t"

_FOR_TERMINAL: Final[dict[int, str | None]] = {
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _KEPT},
    **dict.fromkeys(map(ord, BIDI + _HIDDEN)),
    # Tag characters write invisible text; interlinear annotation hides its own.
    **dict.fromkeys(range(0xE0000, 0xE0080)),
    **dict.fromkeys(range(0xFFF9, 0xFFFC)),
    0x2028: "\n",
    0x2029: "\n",
}

# A lone surrogate cannot be encoded: one in a file name or a JSON escape would break every later write.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_WORD: Final = re.compile(r"\w+")


def for_terminal(text: str) -> str:
    """Return ``text`` without what could steer a terminal or reorder a line; line breaks and tabs stay.

    Escape and other control codes, bidirectional codes, invisible characters and lone surrogates go.
    """
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text.translate(_FOR_TERMINAL))


def one_line(text: str) -> str:
    """Return ``text`` fit for one line of a terminal: :func:`for_terminal`, white space runs made one space."""
    return " ".join(for_terminal(text).split())


def encodable(text: str) -> str:
    r"""Return ``text`` with lone surrogates (bytes of file names that are not UTF-8) written as ``\udcXX``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def has_surrogates(text: str) -> bool:
    """Return whether ``text`` holds lone surrogates, which no encoding can write."""
    return _SURROGATE.search(text) is not None


def unix_lines(text: str) -> str:
    r"""Return ``text`` with ``\r\n`` and lone ``\r`` made ``\n``, and nothing else changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def control_share(text: str) -> float:
    """Return the share (0..1) of control characters other than tab, line feed, form feed and return."""
    return len(_CONTROL.findall(text)) / len(text) if text else 0.0


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of ``text`` with start and end in code points: case folded, punctuation left out.

    Two passages with the same words say the same up to case, white space, quotes and punctuation.
    """
    for match in _WORD.finditer(text):
        yield match.group().casefold(), match.start(), match.end()


def vocabulary(text: str) -> frozenset[str]:
    """Return the distinct words of ``text``, as :func:`words` yields them."""
    return frozenset(word.casefold() for word in set(_WORD.findall(text)))
