"""Pages of items: by which name one is known, and what of an answer becomes a capture."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.sources.net import Fetched
from counterclaim.sources.pages import address, captured, key

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PAGE = b"<html><body><p>Two shells fell.</p></body></html>"


def answer(
    body: bytes, content_type: str = "text/html", *, status: int = 200, at: str = "https://a.example/1"
) -> Fetched:
    """Return an answer to a request for https://a.example/asked that came from ``at``."""
    headers = (("content-type", content_type), ("x-by", "a")) if content_type else ()
    return Fetched(
        url="https://a.example/asked", final_url=at, status=status, headers=headers, body=body, fetched_at=NOW
    )


@pytest.mark.parametrize(
    "same",
    [
        "http://post.example/a?id=7&s=x",
        "https://POST.example:443/a?id=7&s=x#comments",
        "https://post.example/a?utm_source=rss&id=7&s=x&utm_Medium=feed&fbclid=AB",
        "  https://post.example./a?id=7&s=x\n",
    ],
)
def test_one_page_has_one_name(same: str) -> None:
    """Scheme, letters of the host, the place within the page and what counts readers make no other page."""
    assert key(same) == "post.example/a?id=7&s=x"


def test_other_pages_have_other_names() -> None:
    """What may be another page is one: another query, another order of it, another path, port or host."""
    others = ["a?id=7", "a?s=x&id=7", "A?id=7&s=x", "a/?id=7&s=x", "a?id=7&s=X", "a?id=7&s=x&page=2"]
    names = {key(f"https://post.example/{one}") for one in others} | {key("https://post.example:8443/a?id=7&s=x")}
    assert len(names | {key("https://post.example/a?id=7&s=x")}) == 8
    assert address("https://post.example/a?utm_source=x") == "https://post.example/a"


def test_a_page_is_captured_with_its_headers() -> None:
    """The bytes, their hash, the address to which redirects led, the time and the headers as they came."""
    found = captured(answer(PAGE, at="https://a.example/final?utm_source=x#top"))
    digest = hashlib.sha256(PAGE).hexdigest()
    url = "https://a.example/final"
    assert found == Capture(
        id=ids.capture_id(sha256=digest, source=url, url=url),
        sha256=digest,
        source=url,
        url=url,
        media_type="text/html",
        fetched_at=NOW,
        body=PAGE,
        headers=(("content-type", "text/html"), ("x-by", "a")),
    )


@pytest.mark.parametrize(
    ("body", "told", "kind"),
    [
        (PAGE, "", "text/html"),
        (PAGE, "text/plain", "text/html"),
        (b"Two shells fell.", "text/html", "text/html"),
        (b"Two shells fell.", "text/plain; charset=utf-8", "text/plain"),
        (b"%PDF-1.7 ...", "application/octet-stream", "application/pdf"),
        (b"", "text/html", "text/html"),
        (b"alert(1)", "text/javascript", None),
        (b"a,b\n1,2", "text/csv", None),
        (b'{"id": "x", "text": "y"}', "application/json", None),
        (b'{"record": "judgement"}', "text/html", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "text/html", None),
        (b"PK\x03\x04\x00\x00", "text/html", None),
        (b"WARC/1.1\r\n", "text/html", None),
    ],
)
def test_only_pages_texts_and_pdf_are_captured(body: bytes, told: str, kind: str | None) -> None:
    """What it is, is told from the bytes; scripts, data, pictures and archives are set aside."""
    found = captured(answer(body, told))
    if kind is None:
        assert isinstance(found, Reject)
        assert (found.reason, found.ref) == ("not_a_page", "https://a.example/asked")
    else:
        assert isinstance(found, Capture)
        assert found.media_type == kind


@pytest.mark.parametrize("status", [204, 206, 301, 304, 403, 404, 410, 429, 500])
def test_other_answers_are_no_pages(status: int) -> None:
    """Only 200 is a page; the reject names the status."""
    found = captured(answer(PAGE, status=status))
    assert isinstance(found, Reject)
    assert (found.reason, str(status) in found.detail) == ("status", True)
