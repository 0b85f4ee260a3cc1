"""A feed as the items that it lists: RSS, Atom, RDF, CDF, JSON Feed and sitemaps, told by what is in it.

    {...}                JSON Feed
    <urlset>             a sitemap, news or other; an index of sitemaps is refused
    any other            feedparser, which reads what is broken as far as it can

What an item says of its page is not taken for the page: only its address, and what shows that it was changed.
"""

from __future__ import annotations

import codecs
import importlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin

import msgspec

from counterclaim.records import Reject
from counterclaim.sources.markup import local_name, tree
from counterclaim.sources.streams import rejected
from counterclaim.text import encodable

FEED_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of a feed above which it is not taken apart."""
ITEMS_LIMIT: Final = 10_000
"""Items of one feed that are taken, from its beginning."""

_HEAD: Final = 4096
_GZIP: Final = b"\x1f\x8b"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SITEMAP: Final = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b")
_LONGEST: Final = 200
"""Characters of what is kept of an item beside its address."""


class Item(msgspec.Struct, frozen=True):
    """One item: its page's address, as written but made absolute, and what is told to change with the page."""

    url: str
    title: str
    updated: str


class Feed(msgspec.Struct, frozen=True):
    """The items of a feed in its order; ``without`` have no address, ``over`` stand past the limit."""

    items: tuple[Item, ...]
    without: int = 0
    over: int = 0


class _JsonItem(msgspec.Struct):
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    date_modified: str | None = None
    date_published: str | None = None


class _JsonFeed(msgspec.Struct):
    version: str
    items: list[_JsonItem]


def feed_of(body: bytes, *, url: str, content_type: str = "") -> Feed | Reject:
    """Return what a feed lists, or the reject ``feed`` or ``too_large`` that says why it cannot be told.

    ``url`` is the address that it came from, to which its links are relative.
    """
    if body.startswith(_GZIP):
        body = _unzipped(body)
    if len(body) > FEED_LIMIT:
        return rejected(url, "too_large", f"a feed of more than {FEED_LIMIT} bytes")
    head = body.removeprefix(codecs.BOM_UTF8).lstrip()[:_HEAD]
    try:
        if head.startswith(b"{"):
            found = _json(body)
        elif _SITEMAP.search(head):
            found = _sitemap(body)
        else:
            if body.startswith(_UTF_16) and "charset" not in content_type.lower():
                content_type = "application/xml; charset=utf-16"  # a mark alone is not enough for the library
            found = _entries(parsed(body, {"content-type": content_type, "content-location": url}))
        return _feed(found, url)
    except ValueError as fault:
        return rejected(url, "feed", f"{fault}")


def _unzipped(body: bytes) -> bytes:
    """Return what a compressed file holds, as sitemaps are often served; the file itself where it is damaged."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, FEED_LIMIT + 1)
    except zlib.error:
        return body


def parsed(body: bytes, headers: Mapping[str, str]) -> Any:
    """Return RSS, Atom, RDF or CDF as feedparser's dictionary; ``headers`` are the answer's, names in lower case.

    What the library lets out on input that it did not foresee is a ValueError.
    """
    library: Any = importlib.import_module("feedparser")  # it has no types
    try:
        return library.parse(body, response_headers=dict(headers))
    except Exception as fault:
        raise ValueError(f"it cannot be taken apart ({type(fault).__name__})") from fault


def _entries(found: Any) -> Iterator[Item]:
    if not found.get("version") and not found.entries:
        raise ValueError("expected RSS, Atom, JSON Feed or a sitemap")
    for entry in found.entries:
        yield Item(
            url=_text(entry.get("link")),
            title=_text(entry.get("title")),
            # The library's own look-up takes the one for the other, with a warning.
            updated=_text(dict[str, Any](entry).get("updated")) or _text(entry.get("published")),
        )


def _json(body: bytes) -> Iterator[Item]:
    try:
        found = msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8), type=_JsonFeed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise ValueError(f"it begins like a JSON Feed and is none ({fault})") from None
    if "jsonfeed.org/version" not in found.version:
        raise ValueError("JSON of another shape than a JSON Feed")
    for item in found.items:
        yield Item(
            url=item.url or item.external_url or "",
            title=item.title or "",
            updated=item.date_modified or item.date_published or "",
        )


def _sitemap(body: bytes) -> Iterator[Item]:
    root = tree(body)
    if local_name(root) == "sitemapindex":
        raise ValueError("an index of sitemaps; name those of its sitemaps that list news, each as a source")
    for entry in root:
        if local_name(entry) == "url":
            told: dict[str, str] = {}
            for element in entry.iter():
                told.setdefault(local_name(element), str(element.text or "").strip())
            yield Item(
                url=told.get("loc", ""),
                title=told.get("title", ""),
                updated=told.get("lastmod", "") or told.get("publication_date", ""),
            )


def _feed(found: Iterable[Item], base: str) -> Feed:
    items: dict[str, Item] = {}
    without = over = 0
    for item in found:
        try:
            url = urljoin(base, item.url.strip()) if item.url.strip() else ""
        except ValueError:
            url = ""
        if not url:
            without += 1
        elif len(items) >= ITEMS_LIMIT:
            over += 1
        else:
            told = Item(encodable(url), encodable(item.title)[:_LONGEST], encodable(item.updated)[:_LONGEST])
            items.setdefault(told.url, told)
    return Feed(tuple(items.values()), without, over)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
