"""What a page says about itself in JSON-LD (schema.org): facts to be weighed, never trusted blindly."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final, cast

import msgspec
from lxml.html import HtmlElement

_LIMIT: Final = 2_000_000
"""Code points of JSON-LD looked at; what stands beyond is a data dump, not a description."""
_NODES: Final = 20_000

Thing = dict[str, object]


def things(tree: HtmlElement) -> list[Thing]:
    """Return every typed JSON-LD object of the page, outermost first; broken blocks are passed over."""
    found: list[Thing] = []
    room = _LIMIT
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip()
        room -= len(source)
        if room < 0:
            break
        try:
            found.extend(_typed(msgspec.json.decode(source.replace("\n", " ").replace("\t", " ").encode())))
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            continue
    return found


def types(thing: Thing) -> frozenset[str]:
    """Return the schema.org types of an object, without their address."""
    named = thing.get("@type")
    listed = cast("list[object]", named) if isinstance(named, list) else [named]
    return frozenset(str(name).rsplit("/", 1)[-1] for name in listed if isinstance(name, str))


def _typed(value: object) -> Iterator[Thing]:
    """Walk without recursion: the nesting is the page's choice."""
    queue = deque([value])
    for _ in range(_NODES):
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, dict):
            thing = cast("Thing", node)
            if "@type" in thing:
                yield thing
            queue.extend(thing.values())
        elif isinstance(node, list):
            queue.extend(cast("list[object]", node))
