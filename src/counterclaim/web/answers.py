"""Answers: bytes with their headers, errors in the asker's language, what need not be sent again."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from litestar.response import Response

from counterclaim.publish.pages.site import Ask, error_page

API: Final = "/api/v1"
"""Where the interface begins; its errors are problem details (RFC 9457), all others pages."""

HTML: Final = "text/html"
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
PROBLEM: Final = "application/problem+json"

_PACKED_FROM: Final = 1_400
"""Bytes from which an answer is compressed: less fits into one packet anyway."""
_TITLES: Final[Mapping[int, str]] = {
    308: "This id leads elsewhere",
    400: "This cannot be asked so",
    404: "There is nothing here",
    405: "This server can only be read",
    414: "The address is too long",
    421: "This server does not go by that name",
    500: "This is a fault of the program",
    503: "Not now",
}
"""Heads of error pages, and titles of problems."""

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """What a route made: a body of one media type."""

    body: bytes
    media: str
    headers: Headers = field(default_factory=dict[str, str])


def page(html: str) -> Made:
    """Return a page."""
    return Made(html.encode(errors="replace"), HTML)


def json(value: Any, *, media: str = JSON) -> Made:
    """Return a value as JSON; records are written exactly as they are kept."""
    return Made(msgspec.json.encode(value), media)


class RefusedError(Exception):
    """A request that is not met: the status, and a sentence that says what to do."""

    def __init__(self, status: int, sentence: str, headers: Headers | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers or {}


def missing(sentence: str) -> RefusedError:
    """Return the refusal of what is not there."""
    return RefusedError(404, sentence)


def later(sentence: str, *, seconds: int) -> RefusedError:
    """Return the refusal of what can be had in so many seconds."""
    return RefusedError(503, sentence, {"Retry-After": str(seconds)})


def refusal(refused: RefusedError, path: str, *, public: bool, waiting: int) -> Response[bytes]:
    """Return a refusal as the asker can read it: problem details below :data:`API`, a page elsewhere."""
    title = _TITLES.get(refused.status, "This did not work")
    headers = {"Cache-Control": "no-store", **refused.headers}
    if path == API or path.startswith(f"{API}/"):
        problem = {"type": "about:blank", "title": title, "status": refused.status, "detail": refused.sentence}
        body, media = msgspec.json.encode(problem), PROBLEM
    else:
        ask = Ask(root="", public=public, waiting=waiting, path=path)
        body, media = error_page(refused.status, title, refused.sentence, ask).encode(errors="replace"), HTML
    return Response(body, status_code=refused.status, media_type=media, headers=headers)


def etag(said: bytes | str) -> str:
    """Return the entity tag of a body, or of what a body is made from; weak, for it may be sent compressed."""
    body = said.encode() if isinstance(said, str) else said
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def known(asked: str | None, tag: str) -> bool:
    """Return whether the asker has the answer of this tag already (``If-None-Match``)."""
    if asked is None:
        return False
    return any(one.strip() in ("*", tag, tag.removeprefix("W/")) for one in asked.split(","))


def unchanged(tag: str, headers: Headers) -> Response[bytes]:
    """Return the answer to one who has it already."""
    return Response(b"", status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache", **headers})


def packed(made: Made) -> Made:
    """Return what was made, compressed where that is worth it."""
    if len(made.body) < _PACKED_FROM:
        return made
    body = gzip.compress(made.body, compresslevel=3, mtime=0)
    return Made(body, made.media, {**made.headers, "Content-Encoding": "gzip"})


def answer(made: Made, headers: Headers) -> Response[bytes]:
    """Return the answer that sends what was made."""
    every = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding", **made.headers, **headers}
    return Response(made.body, status_code=200, media_type=made.media, headers=every)


def takes_gzip(accepted: str | None) -> bool:
    """Return whether an ``Accept-Encoding`` header takes gzip."""
    for one in (accepted or "").split(","):
        name, _, quality = one.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return quality not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
