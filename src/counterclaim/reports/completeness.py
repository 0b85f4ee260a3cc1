"""Whether a page carries its whole article."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from counterclaim.records import Completeness
from counterclaim.reports.schema import Thing, types

_LIVE_TYPE: Final = "LiveBlogPosting"
_SHORT: Final = 120
"""Words under which a locked page shows its lead only."""
_LOCKED: Final = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:to|and) continue reading"
    r"|(?:sign|log) in to (?:continue|read)"
    r"|(?:this|the) (?:article|story|content) is (?:for|available to|reserved for|exclusive to) (?:our )?"
    r"(?:paying |registered )?(?:subscribers|members)|already a subscriber\?|register to (?:continue|read)"
    r"|unlock this (?:article|story)|subscribers only",
    re.IGNORECASE,
)
_ENTRY_TIME: Final = re.compile(
    r"^\W*(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}\)?)?\b", re.MULTILINE
)
_ENTRIES: Final = 6


def completeness(tree: HtmlElement, facts: list[Thing], text: str) -> Completeness:
    """Return ``live_blog``, ``lead_only`` or ``full`` for a page whose article reads ``text``.

    A live blog says so in its markup or its address, or is a row of time-stamped entries.  A lead alone is a
    short text on a page that says it is locked, in its markup or in words, or a text that ends in such words.
    """
    if any(_LIVE_TYPE in types(thing) for thing in facts) or len(_ENTRY_TIME.findall(text)) >= _ENTRIES:
        return "live_blog"
    if _LOCKED.search(text[-600:]):
        return "lead_only"
    locked = any(_false(thing.get("isAccessibleForFree")) for thing in facts)
    if len(text.split()) < _SHORT and (locked or _LOCKED.search(" ".join(tree.itertext()))):
        return "lead_only"
    return "full"


def _false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() == "false")
