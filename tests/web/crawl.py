"""Walks every page that links lead to, as a reader with a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import html

from tests.web.held import BASE, Shown

_ATTRIBUTES = ("href", "src", "action")


def links(tree: Any) -> Iterator[str]:
    """Yield the addresses that a page names, as they are written."""
    for name in _ATTRIBUTES:
        yield from (str(found) for found in tree.xpath(f"//@{name}"))


def crawl(held: Shown, start: str = "/", most: int = 300, *, dead_ends: bool = False) -> dict[str, Any]:
    """Return every page that links lead to from one: its path with the query, and its tree.

    None may be dead, unless ``dead_ends`` are borne.
    """
    waiting, seen, dead = [(start, "")], dict[str, Any](), list[str]()
    while waiting and len(seen) < most:
        path, on = waiting.pop(0)
        if path in seen:
            continue
        answer = held.client.get(path)
        if answer.status_code != 200:
            dead.append(f"{path} on {on}: {answer.status_code}")
        if not answer.headers["content-type"].startswith("text/html"):
            seen[path] = None
            continue
        tree = seen[path] = html.fromstring(answer.content)
        for link in links(tree):
            address = urldefrag(urljoin(BASE + path, link)).url
            if address.startswith(f"{BASE}/") and not address.startswith(f"{BASE}/api/v1/changes"):
                waiting.append((address.removeprefix(BASE), path))
    assert dead_ends or not dead, "\n".join(dead)
    return seen
