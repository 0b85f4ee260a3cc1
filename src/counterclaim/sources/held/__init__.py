"""Files that people hold: documents, mail, Telegram exports and tables, told by content and cut into captures.

    PDF, Word           one capture a file                                 documents.py
    mail (.eml, .mbox)  one capture a message, the bytes as they stand     mail.py
    Telegram export     one capture a message, with the head of its chat   telegram.py
    table (.csv, .xlsx) one capture a row, with its column map             tables.py

Nothing here is read as text yet: the reports stage does that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from counterclaim.records import Capture, Reject
from counterclaim.sources.held import documents, mail, tables, telegram
from counterclaim.sources.streams import Chained

Held = Literal["document", "message", "messages", "telegram", "csv"]
SUFFIXES: Final = frozenset({".pdf", ".docx", ".eml", ".mbox", ".csv", ".tsv", ".xlsx"})
"""Endings of names by which these files are read when a folder is given, beside .json."""


def kind(head: bytes, suffix: str) -> Held | None:
    """Return what a file is, told by its first bytes and the ending of its name (".csv"); None where it is none."""
    if head.startswith(documents.MAGIC):
        return "document"
    if suffix == ".mbox" or mail.is_mbox(head):
        return "messages"
    if suffix == ".eml" or mail.is_message(head):
        return "message"
    if telegram.is_export(head):
        return "telegram"
    return "csv" if suffix in tables.SUFFIXES else None


def captures(
    what: Held, stream: Chained, source: str, *, path: Path | None, fetched_at: dt.datetime
) -> Iterator[Capture | Reject]:
    """Yield what such a file holds.  ``path`` is where a table stands, None for standard input.

    Raises OSError when the stream breaks while it is read.
    """
    if what == "document":
        yield from documents.captures(stream, source, path, fetched_at)
    elif what == "messages":
        yield from mail.messages(stream, source, fetched_at)
    elif what == "message":
        yield from mail.message(stream, source, fetched_at)
    elif what == "telegram":
        yield from telegram.captures(stream, source, fetched_at)
    else:
        yield from tables.csv_rows(stream, source, path, fetched_at)
