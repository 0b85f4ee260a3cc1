"""Feeds of every sort as items: what is taken of them, and what is told of those that are none."""

from __future__ import annotations

import gzip
import json

import pytest

from counterclaim.records import Reject
from counterclaim.sources.feeds import FEED_LIMIT, ITEMS_LIMIT, Feed, Item, feed_of

URL = "https://post.example/news/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>
<item><title>One</title><link>https://post.example/1</link><pubDate>Tue, 06 Oct 2015 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>../2</link></item>
<item><title>Three</title><guid isPermaLink="true">https://post.example/3</guid></item>
<item><title>One again</title><link>https://post.example/1</link></item>
<item><title>Nowhere</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>One</title><id>urn:x:1</id>
<link rel="edit" href="/edit/1"/><link rel="alternate" href="/1"/><updated>2015-10-06T12:00:00Z</updated>
<published>2015-10-06T10:00:00Z</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://post.example/"><title>Post</title></channel>
<item rdf:about="https://post.example/1"><title>One</title><link>https://post.example/1</link></item></rdf:RDF>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://post.example/1</loc><n:news>
<n:publication><n:name>Post</n:name></n:publication><n:publication_date>2015-10-06</n:publication_date>
<n:title>One</n:title></n:news></url><url><loc> /2 </loc><lastmod>2015-10-07</lastmod></url><url/></urlset>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Post",
        "items": [
            {"id": "1", "url": "https://post.example/1", "title": "One", "date_published": "2015-10-06T10:00:00Z"},
            {"id": "2", "external_url": "/2", "date_published": "a", "date_modified": "b"},
            {"id": "3", "content_text": "no address"},
        ],
    }
)


def feed(body: str | bytes, content_type: str = "") -> Feed:
    """Return what a feed lists."""
    found = feed_of(body.encode() if isinstance(body, str) else body, url=URL, content_type=content_type)
    assert isinstance(found, Feed), found
    return found


def test_rss_is_read() -> None:
    """Links, relative ones and permanent ids among them, each once; an item without an address is counted."""
    one = Item("https://post.example/1", "One", "Tue, 06 Oct 2015 10:00:00 GMT")
    two, three = Item("https://post.example/2", "Two", ""), Item("https://post.example/3", "Three", "")
    assert feed(RSS) == Feed((one, two, three), without=1)


@pytest.mark.parametrize(
    ("body", "items", "without"),
    [
        (ATOM, [Item("https://post.example/1", "One", "2015-10-06T12:00:00Z")], 0),
        (RDF, [Item("https://post.example/1", "One", "")], 0),
        (
            SITEMAP,
            [Item("https://post.example/1", "One", "2015-10-06"), Item("https://post.example/2", "", "2015-10-07")],
            1,
        ),
        (
            "\ufeff" + JSON,
            [Item("https://post.example/1", "One", "2015-10-06T10:00:00Z"), Item("https://post.example/2", "", "b")],
            1,
        ),
    ],
    ids=["atom", "rdf", "sitemap", "json"],
)
def test_other_feeds_are_read(body: str, items: list[Item], without: int) -> None:
    """Atom, RDF, sitemaps and JSON Feed give the same items, whatever the server calls them."""
    for content_type in ("", "text/html", "application/octet-stream; charset=utf-8"):
        assert feed(body, content_type) == Feed(tuple(items), without)


def test_encodings_are_read() -> None:
    """What the declaration, the mark at the beginning or the server says of the encoding is taken."""
    text = RSS.replace("One", "Снаряд", 1)
    declared = text.replace('version="1.0"', 'version="1.0" encoding="koi8-r"', 1)
    for body, content_type in (
        (declared.encode("koi8-r"), ""),
        (text.encode("utf-16"), ""),
        (text.encode("windows-1251"), "application/xml; charset=windows-1251"),
    ):
        assert feed(body, content_type).items[0].title == "Снаряд"


def test_broken_feeds_are_read_as_far_as_they_go() -> None:
    """A feed that is cut off, or holds bare ampersands, gives the items that it has."""
    assert [item.url for item in feed(RSS[: RSS.index("<item><title>Three")]).items] == [
        "https://post.example/1",
        "https://post.example/2",
    ]
    assert feed(RSS.replace("<title>Two", "<title>Two & a half")).items[1].title.startswith("Two")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "expected RSS"),
        (b"Not found", "expected RSS"),
        (b"<!doctype html><html><body><p>Sign in</p></body></html>", "expected RSS"),
        (b'{"items": 7}', "begins like a JSON Feed"),
        (b'{"version": "1", "items": []}', "another shape"),
        (b"{" * 100_000, "begins like a JSON Feed"),
        (b"<sitemapindex><sitemap><loc>https://post.example/s.xml</loc></sitemap></sitemapindex>", "index of sitemaps"),
        (b"<urlset><url><loc>https://post.example/1</loc>", "no XML"),
        (b"\x00\xff" * 1000, "expected RSS"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, words: str) -> None:
    """Nothing, a page, JSON and XML of other shapes are rejects with words."""
    found = feed_of(body, url=URL)
    assert isinstance(found, Reject)
    assert (found.stage, found.reason, found.ref) == ("sources", "feed", URL)
    assert words in found.detail


def test_compressed_files_are_read() -> None:
    """A sitemap that is served as a gzip file is read; a bomb is too large, damage is no feed."""
    packed = gzip.compress(SITEMAP.encode())
    assert feed(packed, "application/gzip") == feed(SITEMAP)
    for body, reason in ((gzip.compress(bytes(FEED_LIMIT + 1)), "too_large"), (packed[:12] + b"x" * 40, "feed")):
        found = feed_of(body, url=URL)
        assert isinstance(found, Reject)
        assert found.reason == reason


def test_limits_hold() -> None:
    """A feed that is too long is a reject; of one with too many items the first are taken, and the rest counted."""
    found = feed_of(b" " * (FEED_LIMIT + 1), url=URL)
    assert isinstance(found, Reject)
    assert found.reason == "too_large"
    many = "".join(f"<url><loc>https://post.example/{n}</loc></url>" for n in range(ITEMS_LIMIT + 3))
    told = feed(f"<urlset>{many}</urlset>")
    assert (len(told.items), told.over) == (ITEMS_LIMIT, 3)


def test_half_a_surrogate_pair_stops_nothing() -> None:
    """What no ledger could keep is written out, or the feed is told as none."""
    item = {"url": "https://post.example/\ud800", "title": "\udfff"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]})
    found = feed_of(body.encode(), url=URL)
    assert isinstance(found, Reject) or "\\ud800" in found.items[0].url
