"""Capture -> reports: the one door of this stage.

    text        header block, then the text as it stands            plain.py
    HTML        body, title, publisher, date, completeness          page.py
    JSON line   one report in the common shape, or our own record   lines.py
    PDF, Word   the document's text                            pdf.py, word.py
    mail        the message, then what is attached             mail.py
    Telegram    a message of an export                         telegram.py
    table row   by its column map, or as coded                 rows.py

then, for all: empty, too large, binary, not English -> a reject; else a report with its repeats (draft.py).

Every capture yields exactly one report or one reject, with three exceptions: a mail is followed by what is attached to
it; a report whose publication date is
impossible or in the future is followed by a ``bad_date`` reject (it is read without a date: nothing is lost and
nothing guessed), and a JSON line that holds a capture or claim of our own yields nothing.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Final

from counterclaim.records import Capture, Interval, Reject, Report
from counterclaim.reports import lines, mail, pdf, plain, rows, telegram, word
from counterclaim.reports.decode import decode
from counterclaim.reports.draft import TEXT_LIMIT, Draft, finish, reject
from counterclaim.text import DOCX, HTML, JSON_LINES, MAIL, PDF, ROW, TELEGRAM, unix_lines

BYTES_LIMIT: Final = 4 * TEXT_LIMIT + 64 * 1024
"""Bytes of a text file that surely holds more than TEXT_LIMIT code points, in whatever encoding."""
PAGE_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of an HTML page above which it is no article."""
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HELD: Final[dict[str, Callable[..., Draft | Reject]]] = {
    PDF: pdf.draft,
    DOCX: word.draft,
    TELEGRAM: telegram.draft,
    ROW: rows.draft,
}


def reports(
    capture: Capture, *, published: Interval | None = None, publisher: str | None = None, now: dt.datetime
) -> Iterator[Report | Reject]:
    """Yield what can be read in ``capture``, and what cannot.  Pure: the same capture gives the same records.

    ``published`` and ``publisher`` are what a person says about the input.  They stand in where a text or a JSON
    line says nothing itself; on a page they go before what was read out of its markup.  ``now`` (UTC) bounds
    publication dates.
    """
    source, body = capture.source, capture.body
    if capture.media_type == JSON_LINES:
        yield from lines.reports(
            body, source=source, capture=capture.id, published=published, publisher=publisher, now=now
        )
        return
    if capture.media_type in (MAIL, *_HELD):
        for held in _held(capture, published, publisher, now):
            yield from [held] if isinstance(held, Reject) else finish(held, capture=capture.id, now=now)
        return
    is_page = capture.media_type == HTML
    limit = PAGE_LIMIT if is_page else BYTES_LIMIT
    if len(body) > limit:
        yield reject(source, "too_large", f"{len(body)} bytes; at most {limit} can be one report")
        return
    text = decode(body, page=is_page, told=_encoding(capture))
    if text is None:
        yield _undecoded(source, body)
    elif is_page:
        from counterclaim.reports import page  # lxml and trafilatura take half a second: pages only

        found = page.draft(text, source=source, address=capture.url, published=published, publisher=publisher, now=now)
        if isinstance(found, Reject):
            yield found
        else:
            yield from finish(found, capture=capture.id, now=now)
    else:
        found = plain.draft(unix_lines(text), source=source, published=published, publisher=publisher)
        yield from finish(found, capture=capture.id, now=now)


def _held(
    capture: Capture, published: Interval | None, publisher: str | None, now: dt.datetime
) -> Iterator[Draft | Reject]:
    """Yield what a file holds that a person was sent."""
    body, source = capture.body, capture.source
    if capture.media_type == MAIL:
        yield from mail.drafts(body, source=source, published=published, publisher=publisher, now=now)
    else:
        yield _HELD[capture.media_type](body, source=source, published=published, publisher=publisher)


def _encoding(capture: Capture) -> str | None:
    """Return the encoding that a page's server named, None where it named none."""
    told = next((value for name, value in capture.headers if name == "content-type"), "")
    found = _CHARSET.search(told)
    return found[1] if found else None


def _undecoded(source: str, body: bytes) -> Reject:
    if b"\x00" in body and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return reject(source, "binary", "the bytes hold NUL")
    return reject(
        source, "encoding", "neither UTF-8 nor UTF-16 nor any other encoding that could be told; save it as UTF-8"
    )
