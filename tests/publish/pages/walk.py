"""Walking a page: its figures and where they lead, its ids, what it holds of markup that it must not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote

from lxml import html

from counterclaim.ledger import View
from counterclaim.records import Incident, Report, Series, Tally

_BLOCKS: Final = frozenset(
    ("li", "p", "tr", "dd", "h1", "h2", "h3", "h4", "caption", "blockquote", "figcaption", "figure")
)
_OTHER: Final = re.compile(
    r"\d{1,2}(?:–\d{1,2})? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?"
    r"|\d+ (?:km|days|other places?)|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"
)
_WORDS: Final = re.compile(r"\b(?:killed|wounded|dead|injured|missing|displaced)\b")


def parsed(text: str) -> Any:
    """Return a page as a tree; its ids are unique, and nothing in it is inline."""
    page = html.document_fromstring(text)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), [name for name in ids if ids.count(name) > 1]
    assert not page.xpath("//@style")
    assert not page.xpath("//style")
    assert not [name for node in page.iter() for name in getattr(node, "attrib", {}) if name.startswith("on")]
    assert all(not script.text for script in page.iter("script"))
    assert not page.xpath("//a//a")
    headings = [int(str(node.tag)[1]) for node in page.iter("h1", "h2", "h3", "h4")]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    return page


def leads(href: str, page: Any, view: View) -> bool:
    """Tell whether a figure leads to what is held: an element here, an incident, a claim, a list of them."""
    path, _, at = href.partition("#")
    if not path:
        return bool(page.xpath("//*[@id=$at]", at=unquote(at)))
    first, _, name = path.removeprefix("/").partition("/")
    match first:
        case "incidents":
            found = view.incident(name)
            return isinstance(found, Incident) and at in ("", "toll", "sources")
        case "series":
            return isinstance(view.incident(name), Series)
        case "reports":
            claim = unquote(at).removeprefix("claim-")
            return isinstance(view.report(name), Report) and (at in ("", "copies") or any(view.claims([claim])))
        case "parties" | "sources":
            return bool(name)
        case _:
            return path.startswith("/?party=")


def figures(page: Any, view: View) -> int:
    """Return how many figures a page has; each leads somewhere."""
    found = [node for node in page.find_class("figure") if any(map(str.isdigit, node.text_content()))]
    for node in found:
        assert node.tag == "a", html.tostring(node)
        assert leads(node.get("href"), page, view), html.tostring(node)
    return len(found)


def _texts(page: Any) -> Iterator[tuple[Any, str]]:
    """Yield every text of the page's main part that is in no link, with the element it stands in."""
    for node in page.get_element_by_id("main").iter():
        if not isinstance(node.tag, str):
            continue
        for holder, text in ((node, node.text), (node.getparent(), node.tail)):
            if text and not any(up.tag == "a" for up in (holder, *holder.iterancestors())):
                yield holder, _OTHER.sub("", text)


def loose(page: Any, tallies: Iterable[Tally]) -> list[str]:
    """Return texts with a number of a toll that stand neither in a link nor in a block with a link to a claim."""
    numbers = {f"{n:,}" for tally in tallies for each in tally.figures for n in (each.low, each.high) if n}
    told = re.compile(r"(?<![\w,.])(?:" + "|".join(sorted(map(re.escape, numbers))) + r")(?![\w])") if numbers else None
    found: list[str] = []
    for holder, text in _texts(page):
        counts = told is not None and told.search(text) is not None
        counts = counts or (_WORDS.search(text) is not None and any(map(str.isdigit, text)))
        block = next((up for up in (holder, *holder.iterancestors()) if up.tag in _BLOCKS), None)
        if counts and (block is None or not block.xpath(".//a[@class='figure' or contains(@href, '#claim-')]")):
            found.append(text)
    return found
