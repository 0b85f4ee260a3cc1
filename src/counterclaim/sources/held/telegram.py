"""An export of Telegram (JSON, as its desktop program writes it): a capture a message, with the head of its chat.

Read is the export of one chat, or of a whole account (``chats.list``).  Each capture is an export of one message: the
chat's name, type and id, and the message's bytes as they stand.  It is named ``path#MESSAGE``, in an account's export
``path#CHAT/MESSAGE``.  Service messages (somebody joined, a photograph was changed) are ignored by name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from counterclaim.records import Capture, Reject
from counterclaim.sources.streams import FILE_LIMIT, Chained, captured, rejected
from counterclaim.text import TELEGRAM

EXPORT_LIMIT: Final = 512 * 1024 * 1024
"""Bytes of the largest export that is read: a million messages.  It is held in memory whole."""
_EXPORT: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{(?=[^\[]*"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages'
    rb'|(?:private|public)_(?:group|supergroup|channel))")[^\[]*"messages"\s*:\s*\['
)
_ACCOUNT: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"(?:personal_info|chats)'
)


class _Message(msgspec.Struct):
    type: str
    id: int


class _Head(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What an export says of its chat."""

    name: str | None = None
    type: str | None = None
    id: int | None = None


class _Chat(_Head, kw_only=True, omit_defaults=True):
    """An export of one chat; so is each capture, with one message."""

    messages: tuple[msgspec.Raw, ...]


class _Chats(msgspec.Struct):
    list: tuple[_Chat, ...]


class _Account(msgspec.Struct):
    chats: _Chats


_HALF_PAIR: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_chat: Final = msgspec.json.Decoder(_Chat).decode
_account: Final = msgspec.json.Decoder(_Account).decode
_message: Final = msgspec.json.Decoder(_Message).decode
_FAULTS: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def is_export(head: bytes) -> bool:
    """Return whether a file begins as an export of a chat or an account does."""
    return _EXPORT.match(head) is not None or _ACCOUNT.match(head) is not None


def captures(stream: Chained, source: str, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    """Yield the messages of an export in its order; an export that is no whole JSON text is one ``broken`` reject."""
    body = stream.read(EXPORT_LIMIT + 1).removeprefix(b"\xef\xbb\xbf")
    if len(body) > EXPORT_LIMIT:
        yield rejected(source, "too_large", f"more than {EXPORT_LIMIT} bytes; export it by parts of its time")
        return
    whole = _ACCOUNT.match(body) is not None
    try:
        chats = _chats(body, whole=whole)
    except _FAULTS as fault:
        yield rejected(source, "broken", f"no whole export of Telegram ({fault}); export it anew as JSON")
        return
    del body
    for place, chat in enumerate(chats, 1):
        named = f"{source}#{chat.id if chat.id is not None else place}/" if whole else f"{source}#"
        for number, raw in enumerate(chat.messages, 1):
            yield from _one(chat, raw, named, number, fetched_at)


def _chats(body: bytes, *, whole: bool) -> tuple[_Chat, ...]:
    """Return the chats of an export.  Raises what _FAULTS names.

    Half a surrogate pair in one message spoils the whole text to a strict reader; a lenient one then finds the others.
    """
    try:
        return _account(body).chats.list if whole else (_chat(body),)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as fault:
        if len(body) > FILE_LIMIT or not _HALF_PAIR.search(body):
            raise
        try:
            found: Any = json.loads(body)
            return tuple(
                _Chat(
                    messages=tuple(msgspec.Raw(json.dumps(message).encode()) for message in chat["messages"]),
                    **msgspec.structs.asdict(msgspec.convert(chat, _Head)),
                )
                for chat in (found["chats"]["list"] if whole else [found])
            )
        except (ValueError, TypeError, LookupError):
            raise fault from None


def _one(chat: _Chat, raw: msgspec.Raw, named: str, number: int, fetched_at: dt.datetime) -> Iterator[Capture | Reject]:
    try:
        about = _message(raw)
    except _FAULTS as fault:
        yield rejected(f"{named}?{number}", "malformed_line", f"message {number} of the export: {fault}")
        return
    if about.type != "service":
        one = _Chat(messages=(raw,), name=chat.name, type=chat.type, id=chat.id)
        yield captured(msgspec.json.encode(one), f"{named}{about.id}", TELEGRAM, fetched_at)
