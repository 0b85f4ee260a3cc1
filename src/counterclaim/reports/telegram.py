"""A message of a Telegram export: its text, its own date, the chat as publisher.

The address is the message's place in its chat (``https://t.me/c/CHAT/MESSAGE``, Telegram's own form for members), where
the chat is a channel or a supergroup: a later export in which the text was edited is then a later version of the same
page.  An export holds the last text only; when it was edited does not make it younger, for "yesterday" in it is counted
from the day of the post.

In a channel the channel speaks; in a group or a chat the one who wrote does.  What was forwarded says in its title from
whom.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from counterclaim.records import Interval, Reject
from counterclaim.reports import dates
from counterclaim.reports.draft import Draft, reject
from counterclaim.text import one_line, unix_lines

_ADDRESSED: Final = ("channel", "supergroup")
"""How the types of chats end whose messages have an address."""


class _Piece(msgspec.Struct):
    text: str


class _Message(msgspec.Struct, rename={"sender": "from"}):
    id: int
    text: str | tuple[str | _Piece, ...] = ""
    date: str | None = None
    date_unixtime: str | None = None
    sender: str | None = None
    forwarded_from: str | None = None


class _Export(msgspec.Struct):
    messages: tuple[_Message]
    name: str | None = None
    type: str | None = None
    id: int | None = None


_decode: Final = msgspec.json.Decoder(_Export).decode


def draft(body: bytes, *, source: str, published: Interval | None, publisher: str | None) -> Draft | Reject:
    """Return the message as a draft; ``published`` and ``publisher`` stand in where the export says nothing."""
    try:
        chat = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        return reject(source, "malformed_line", str(fault))
    (message,) = chat.messages
    pieces = (message.text,) if isinstance(message.text, str) else message.text
    when = _when(message)
    speaker = chat.name if chat.type is None or chat.type.endswith("channel") else message.sender or chat.name
    addressed = chat.id is not None and chat.type is not None and chat.type.endswith(_ADDRESSED)
    return Draft(
        ref=source,
        text=unix_lines("".join(piece if isinstance(piece, str) else piece.text for piece in pieces)),
        url=f"https://t.me/c/{chat.id}/{message.id}" if addressed else None,
        publisher=speaker or publisher,
        title=f"Forwarded from {one_line(message.forwarded_from)}" if message.forwarded_from else None,
        published=when if isinstance(when, Interval) else None if when else published,
        bad_date=when if isinstance(when, str) else None,
    )


def _when(message: _Message) -> Interval | str | None:
    """Return the moment of a message, what is wrong with it, or None where the export tells none.

    Older exports give a time without its zone: it says no more than its day.
    """
    if message.date_unixtime is None:
        return dates.parse(message.date) if message.date else None
    try:
        start = dt.datetime.fromtimestamp(int(message.date_unixtime), tz=dt.UTC)
        return Interval(start=start, end=start + dt.timedelta(seconds=1))
    except (ValueError, OverflowError, OSError):
        return f"{message.date_unixtime[:40]!r} is no time; expected seconds since 1970"
