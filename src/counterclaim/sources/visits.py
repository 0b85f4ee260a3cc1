"""One visit to a source, one fetch of a page: what came of it, as a value.  Both run in threads of a watch."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import msgspec

from counterclaim.records import Capture, Reject
from counterclaim.sources.addresses import target
from counterclaim.sources.feeds import Feed, Item
from counterclaim.sources.listed import Source
from counterclaim.sources.net import Fetched
from counterclaim.sources.pages import address, captured, key
from counterclaim.sources.parsing import Parser
from counterclaim.sources.politeness import Polite
from counterclaim.sources.streams import rejected
from counterclaim.sources.watching import Due, Outcome, Told, Visit

NEW_AT_ONCE: Final = 500
"""New pages of one source that are taken at one visit; the others come with the next ones."""
WAITING_MOST: Final = 5_000
"""Pages of one source that may wait to be fetched: past it no more are taken until some are done."""
DAY_S: Final = 86_400.0

NOT_YET: Final = "not_yet"
_LASTING: Final = frozenset({"url", "redirects", "too_large", "not_a_page"})
"""Reasons of rejects that will be the same at the next try."""
_GONE: Final = frozenset({404, 410})


class Looked(msgspec.Struct, frozen=True):
    """What a visit brought: a feed, None where the server says that nothing changed; and its validators."""

    feed: Feed | None
    etag: str | None
    modified: str | None


class Got(msgspec.Struct, frozen=True):
    """What came of a fetch: the capture where it was kept, else the reject (none: nothing changed).

    ``led_to`` is the page that redirects led to, where that is another.
    """

    outcome: Outcome
    capture: Capture | None = None
    reject: Reject | None = None
    etag: str | None = None
    modified: str | None = None
    led_to: Told | None = None


def looked_at(polite: Polite, parser: Parser, source: Source, visit: Visit) -> Looked | Reject:
    """Visit a source.  A reject says why that brought nothing, ``not_yet`` that its host is to be left alone."""
    found = polite.get(source.url, etag=visit.etag, modified=visit.modified, allow=source.allowed)
    if isinstance(found, Reject):
        return found
    if found.status == 304:
        return Looked(None, found.header("etag") or visit.etag, found.header("last-modified") or visit.modified)
    if found.status != 200:
        return rejected(source.url, "status", f"the server answered {found.status}")
    feed = parser.feed(found.body, url=found.final_url, content_type=found.header("content-type") or "")
    if isinstance(feed, Reject):
        return feed
    return Looked(feed, found.header("etag"), found.header("last-modified"))


def next_visit_s(source: Source, failures: int, wait_s: float) -> float:
    """Return in how many seconds to visit a source again: twice as long after each failure, at most a day."""
    every_s = 60.0 * source.every_minutes
    return max(wait_s, every_s, min(every_s * 2 ** min(failures, 12), DAY_S) if failures else 0.0)


def told_of(source: Source, item: Item) -> Told | Reject:
    """Return an item of a source as the page that it names; a reject where its address is none that is fetched."""
    try:
        url = address(item.url)
        at = target(url)
    except ValueError as fault:
        return rejected(item.url[:200], "url", f"listed by {source.id}: {fault}")
    mark = f"{item.title}\n{item.updated}"
    return Told(key(url), url, at.authority, mark, allowed=at.within(source.allowed))


def chosen(told: list[Told], known: Container[str], room: int) -> tuple[list[Told], bool]:
    """Return the pages that are taken at one visit, all that are ``known`` among them; and whether some are left out.

    ``room`` is how many more pages of the source may wait.
    """
    room = min(room, NEW_AT_ONCE)
    taken: list[Told] = []
    for one in told:
        if one.key in known:
            taken.append(one)
        elif room > 0:
            taken.append(one)
            room -= 1
    return taken, len(taken) < len(told)


def page_of(polite: Polite, page: Due, allow: frozenset[str]) -> Got | None:
    """Fetch a page; None where its host is to be left alone for now."""
    found = polite.get(page.url, etag=page.etag, modified=page.modified, allow=allow)
    if isinstance(found, Fetched):
        return _answered(page, found)
    if found.reason == NOT_YET:
        return None
    if found.reason == "address":
        return Got("refused", reject=found)
    return Got("lost" if found.reason in _LASTING else "failed", reject=found)


def _answered(page: Due, found: Fetched) -> Got:
    etag, modified = found.header("etag"), found.header("last-modified")
    if found.status == 304:
        return Got("unchanged")
    made = captured(found)
    if isinstance(made, Capture):
        return Got("kept", capture=made, etag=etag, modified=modified, led_to=_elsewhere(page, found))
    # A page that was never there may be told of before it is put there; one that was is gone.
    gone = found.status == 410 or (found.status in _GONE and page.fetches > 0)
    return Got("lost" if gone or made.reason in _LASTING else "failed", reject=made)


def _elsewhere(page: Due, found: Fetched) -> Told | None:
    """Return the page that redirects led to, None where it is the one that was asked for."""
    url = address(found.final_url)
    name = key(url)
    return None if name == page.key else Told(name, url, target(url).authority, "")
