"""What is refused before any route is looked for, and the headers that every answer carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from litestar.enums import ScopeType
from litestar.response import Response
from litestar.types import ASGIApp, HTTPScope, Message, Receive, ReceiveMessage, Scope, Send

from counterclaim.text import one_line
from counterclaim.web.answers import HTML, PROBLEM, RefusedError, missing

LONGEST_QUERY: Final = 8 * 1024
"""Bytes that the part of an address after the question mark may have."""
LONGEST_PATH: Final = 2 * 1024
"""Bytes that the part before it may have."""
MOST_PARAMETERS: Final = 64
"""Parameters that a query may have."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""What every answer tells a browser: run nothing but our own files, tell no other site what is read here."""

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
_NAMED: Final = re.compile(rb"/(?:api/v1/)?(?:sources|places|parties)/[^/]+", re.IGNORECASE)
"""Paths whose last part is a name, in which an encoded slash is a letter like others."""
_TRICK: Final = re.compile(rb"%(?:00|0a|0d|5c)|\\|(?:/|%2f)(?:\.|%2e){1,2}(?:/|%2f|$)|//", re.IGNORECASE)
_SLASH: Final = re.compile(rb"%2f", re.IGNORECASE)


def host_name(host: str) -> str | None:
    """Return the name in a ``Host`` header, without port and in small letters; None when it is malformed."""
    match = _HOST.fullmatch(host)
    return match[1].lower().rstrip(".") if match else None


def _is_text(path: bytes) -> bool:
    try:
        unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through to ``app`` what may be asked; ``hosts`` are the names by which the server goes beside loopback's.

    ``refuse`` makes the answer for a refusal, given the path.
    """

    app: ASGIApp
    hosts: frozenset[str]
    refuse: Callable[[RefusedError, str], Response[bytes]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is no request (the start and the end of the server) is passed on."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        out = _Out(send, head=head)
        try:
            self._check(scope)
        except RefusedError as refused:
            answer = self.refuse(refused, scope["path"])
            body = answer.content
            headers = [(name.lower().encode(), value.encode()) for name, value in answer.headers.items()]
            media = f"{HTML}; charset=utf-8" if answer.media_type == HTML else PROBLEM
            headers += [(b"content-type", media.encode()), (b"content-length", b"%d" % len(body))]
            await out({"type": "http.response.start", "status": refused.status, "headers": headers})
            await out({"type": "http.response.body", "body": body, "more_body": False})
            return
        if head:
            scope["method"] = "GET"  # the same answer, of which _Out sends the head
        await self.app(scope, out.receiving(receive), out)

    def _check(self, scope: HTTPScope) -> None:
        """Raise RefusedError for what is not answered."""
        if scope["method"] not in ("GET", "HEAD"):
            sentence = "This server shows a ledger and takes nothing in: ask with GET or HEAD."
            raise RefusedError(405, sentence, {"Allow": "GET, HEAD"})
        self._check_host([value.decode("latin-1") for name, value in scope["headers"] if name == b"host"])
        query = scope["query_string"]
        if len(query) > LONGEST_QUERY:
            sentence = f"The filters are longer than {LONGEST_QUERY:,} characters: use fewer, or shorter ones."
            raise RefusedError(414, sentence)
        if query.count(b"&") >= MOST_PARAMETERS:
            raise RefusedError(400, f"There are more than {MOST_PARAMETERS} filters: each is needed at most once.")
        if re.search(rb"%00", query):
            raise RefusedError(400, "A filter holds the character U+0000, which no text has: take it out.")
        path = scope["raw_path"].partition(b"?")[0]
        if len(path) > LONGEST_PATH:
            raise RefusedError(414, f"Nothing here has an address of more than {LONGEST_PATH:,} characters.")
        if _TRICK.search(path) or not _is_text(path) or (_SLASH.search(path) and not _NAMED.fullmatch(path)):
            raise missing("No page has such an address.")

    def _check_host(self, given: list[str]) -> None:
        if len(given) != 1 or (name := host_name(given[0])) is None:
            raise RefusedError(400, "A request names one host, as in 'Host: localhost'.")
        if name not in _LOOPBACK and name not in self.hosts:
            shown = one_line(name)[:80]
            raise RefusedError(
                421,
                f"This server does not go by the name {shown}. Ask it by the address that it printed when it "
                f"started; who runs it can add the name with --allow-host {shown}.",
            )


class _Out:
    """Sends an answer with the headers that every answer carries; of one to HEAD, the headers alone."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self._send = send
        self._head = head
        self._done = False

    async def __call__(self, message: Message) -> None:
        """Send one message of an answer."""
        if self._done:
            return
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *HEADERS]
            await self._send(message)
            if self._head:
                self._done = True
                await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await self._send(message)

    def receiving(self, receive: Receive) -> Receive:
        """Return ``receive``; once the head of a HEAD was sent, whoever goes on is told that the asker has left."""

        async def received() -> ReceiveMessage:
            if self._done:
                return {"type": "http.disconnect"}
            return await receive()

        return received
