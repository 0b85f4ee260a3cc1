"""A mail: the message with its own date, sender and subject, then what is attached to it.

The plain text is read, the HTML only where there is no plain text.  Attached messages, PDF and Word files, texts and
pages are reports of their own, sent by the sender on the day of the mail, named ``MAIL!FILE``; all else that is
attached is listed as an ``attachment`` reject.

Nothing is trusted to say what it is: documents are told by their first bytes, and a mail that is nested or cut into
more parts than any person sends is a ``broken`` reject before it is taken apart.
"""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final, TypeAlias, cast

from counterclaim.records import Interval, Reject
from counterclaim.reports import pdf, word
from counterclaim.reports.decode import decode
from counterclaim.reports.draft import Draft, reject
from counterclaim.text import encodable, one_line, unix_lines

DEPTH_LIMIT: Final = 8
"""Messages attached to messages attached to messages."""
PARTS_LIMIT: Final = 20_000
"""Lines that may part a mail: a mail of a hundred attachments has a hundred."""
_NESTED_LIMIT: Final = 100
_HEADER_BYTES: Final = 1024 * 1024
_HEADER_LENGTH: Final = 10_000
_NAME_LENGTH: Final = 200
_TEXTS: Final = ("text/plain", "text/html")
_NESTED: Final = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_FAULTS: Final = (MessageError, ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
"""What the mail library lets out on mails that it did not foresee."""

_Mail: TypeAlias = "Message[str, str]"


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a mail says about all that is in it."""

    publisher: str | None
    published: Interval | None
    bad_date: str | None


def drafts(
    body: bytes, *, source: str, published: Interval | None, publisher: str | None, now: dt.datetime
) -> Iterator[Draft | Reject]:
    """Yield the message, then what is attached; ``published`` and ``publisher`` stand in where it says nothing."""
    fault = _fault(body)
    if fault is not None:
        yield reject(source, "broken", fault)
        return
    try:
        message = email.message_from_bytes(body)
        yield from _message(message, source, _Sent(publisher, published, None), now, 0)
    except _FAULTS as wrong:
        yield reject(source, "broken", f"the mail could not be taken apart ({type(wrong).__name__})")


def _fault(body: bytes) -> str | None:
    """Return why a mail is not taken apart, told without doing so: its parser has no limits of its own."""
    if len(_NESTED.findall(body)) > _NESTED_LIMIT:
        return f"more than {_NESTED_LIMIT} parts that hold other parts"
    if body.count(b"\n--") > PARTS_LIMIT:
        return f"more than {PARTS_LIMIT} lines that part it"
    start = 0
    while start >= 0:
        end = _BLANK.search(body, start)
        if (end.start() if end is not None else len(body)) - start > _HEADER_BYTES:
            return f"a header of more than {_HEADER_BYTES} bytes"
        start = body.find(b"\n--", end.start() if end is not None else len(body))
    return None


def _message(message: _Mail, source: str, given: _Sent, now: dt.datetime, depth: int) -> Iterator[Draft | Reject]:
    sender, address = parseaddr(_header(message, "From") or "")
    when = _when(_header(message, "Date"))
    sent = _Sent(
        publisher=one_line(sender or address) or given.publisher,
        published=when if isinstance(when, Interval) else None if when else given.published,
        bad_date=when if isinstance(when, str) else None,
    )
    texts: list[str] = []
    beside: list[_Mail] = []
    for part in _parts(message):
        text = _text(part, source, now) if _is_text(part) else None
        if text is None:
            beside.append(part)
        elif text.strip():
            texts.append(text)
    if texts or not beside:
        yield Draft(
            ref=one_line(_header(message, "Message-ID") or "") or source,
            text="\n\n".join(texts),
            publisher=sent.publisher,
            title=one_line(_header(message, "Subject") or "") or None,
            published=sent.published,
            bad_date=sent.bad_date,
        )
    for number, part in enumerate(beside, 1):
        yield from _attached(part, source, number, sent, now, depth)


def _parts(message: _Mail) -> Iterator[_Mail]:
    """Yield the leaves of a message in order; of alternatives the plain text that is not empty, else the HTML."""
    if not message.is_multipart() or message.get_content_maintype() != "multipart":
        yield message
        return
    below = [leaf for part in cast("list[_Mail]", message.get_payload()) for leaf in _parts(part)]
    if message.get_content_subtype() == "alternative":
        plain = [leaf for leaf in below if leaf.get_content_type() == "text/plain" and _payload(leaf).strip()]
        below = [leaf for leaf in below if not plain or leaf in plain or not _is_text(leaf)]
    yield from below


def _is_text(part: _Mail) -> bool:
    """Return whether a part is the message itself, not something attached."""
    attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    told = part.get_content_type()
    # A mail that says it has parts and has none is the text that it is.
    return not attached and (told in _TEXTS or told.startswith("multipart/"))


def _payload(part: _Mail) -> bytes:
    found: Any = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: _Mail, source: str, now: dt.datetime) -> str | None:
    """Return the text of a part; None where no encoding fits, or a page has no text to be told."""
    is_page = part.get_content_type() == "text/html"
    raw = _payload(part)
    text = _declared(raw, part.get_content_charset()) or decode(raw, page=is_page)
    if text is None or not text.strip():
        return None if text is None else ""
    if not is_page:
        return unix_lines(text)
    from counterclaim.reports import page  # lxml and trafilatura take half a second: pages only

    found = page.draft(text, source=source, published=None, publisher=None, now=now)
    return None if isinstance(found, Reject) else found.text


def _declared(raw: bytes, charset: str | None) -> str | None:
    try:
        return raw.decode(charset) if charset is not None and b"\0" not in raw else None
    except (LookupError, ValueError):
        return None


def _attached(
    part: _Mail, source: str, number: int, sent: _Sent, now: dt.datetime, depth: int
) -> Iterator[Draft | Reject]:
    name = one_line(encodable(part.get_filename() or ""))[:_NAME_LENGTH]
    ref = f"{source}!{name or number}"
    raw = _payload(part)
    told = part.get_content_type()
    if told == "message/rfc822" and part.is_multipart():
        if depth >= DEPTH_LIMIT:
            yield reject(ref, "attachment", f"a message attached more than {DEPTH_LIMIT} deep")
        else:
            inner = cast("list[_Mail]", part.get_payload())[0]
            yield from _message(inner, ref, sent, now, depth + 1)
        return
    found: Draft | Reject | None = None
    if raw.startswith(b"%PDF"):
        found = pdf.draft(raw, source=ref, published=sent.published, publisher=sent.publisher)
    elif raw.startswith(b"PK\x03\x04") and name.lower().endswith(".docx"):
        found = word.draft(raw, source=ref, published=sent.published, publisher=sent.publisher)
    elif told in _TEXTS and (text := _text(part, ref, now)) is not None:
        found = Draft(ref=ref, text=text, publisher=sent.publisher, published=sent.published)
    if found is None:
        yield reject(ref, "attachment", f"{name or 'a part without a name'} ({told}) is not read; the mail is")
    elif isinstance(found, Reject):
        yield found
    else:
        yield replace(found, title=found.title or name or None)


def _header(message: _Mail, name: str) -> str | None:
    """Return a header as text: raw UTF-8 as it stands, encoded words decoded; None where there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            raw = str(value)[:_HEADER_LENGTH].encode("utf-8", "surrogateescape")
            text = decode(raw) or raw.decode("latin-1")
            try:
                return str(make_header(decode_header(text)))
            except _FAULTS:
                return text
    return None


def _when(written: str | None) -> Interval | str | None:
    """Return when a mail was sent, what is wrong with its date, or None where it has none.

    A time without a zone says no more than its day.
    """
    if not written:
        return None
    shown = one_line(written[:40])
    try:
        found = parsedate_to_datetime(written)
        if found.tzinfo is None:
            return Interval.day(found.date())
        start = found.astimezone(dt.UTC)
        return Interval(start=start, end=start + dt.timedelta(seconds=1))
    except (ValueError, TypeError, IndexError, OverflowError):
        return f"{shown!r} is no date of a mail; expected one like 'Mon, 06 May 2024 12:30:05 +0300'"
