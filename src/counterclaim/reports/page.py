"""An HTML page: the article's body and what the page says about it.  Nothing is downloaded."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.utils import load_html

from counterclaim.records import Interval, Reject
from counterclaim.reports import schema
from counterclaim.reports.body import body
from counterclaim.reports.completeness import completeness
from counterclaim.reports.draft import TEXT_LIMIT, Draft, reject
from counterclaim.reports.page_date import page_date

# Without a handler of their own these libraries' warnings about bad pages would reach the terminal.
for _library in ("trafilatura", "htmldate", "courlan", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

ELEMENTS_LIMIT: Final = 30_000
"""Elements of a page above which it is no article (of 266 news pages the largest has a fifth of that): the
extractor's time grows faster than the page."""
DEPTH_LIMIT: Final = 250
"""Nesting at which the parser stops and drops the rest (256): a text cut there would be passed off as whole."""
_NO_TEXT: Final = frozenset({"script", "style", "noscript", "template"})

_FAULTS: Final = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    AssertionError,
    etree.LxmlError,
    re.error,
)
"""What the extraction libraries let out on pages they did not foresee; each is a page without a body."""


def draft(
    html: str,
    *,
    source: str,
    address: str | None = None,
    published: Interval | None,
    publisher: str | None,
    now: dt.datetime,
) -> Draft | Reject:
    """Return the article of a page, or the reject that says why there is none.

    ``address`` is where the page was fetched, None where nobody knows.  ``published`` and ``publisher`` are a person's
    word and go before what the page says.  A date in the page's markup that lies in the future of ``now`` is not
    taken: the next best is looked for.
    """
    try:
        tree = load_html(html)
        if tree is None:
            return reject(source, "no_body", "no HTML elements")
        oversize = _oversize(tree)
        if oversize is not None:
            return reject(source, "too_large", oversize)
        facts = schema.things(tree)
        about = extract_metadata(tree, date_config={"extensive_search": False})
        text = body(tree, url=about.url, titles=[about.title, *_headings(tree)])
        if not text.strip():
            return reject(source, "no_body", "no article text among the page's furniture")
        return Draft(
            ref=source,
            text=text,
            url=_address(address, about.url),
            publisher=publisher or about.sitename,
            title=about.title,
            published=published or page_date(tree, facts, url=about.url, now=now),
            completeness=completeness(tree, facts, text),
        )
    except _FAULTS as fault:
        return reject(source, "no_body", f"the page could not be taken apart ({type(fault).__name__})")


def _address(fetched: str | None, told: str | None) -> str | None:
    """Return a page's address: what it says of itself where that is on the host that it was fetched from.

    A page that names an address of another host would pass for a later version of that outlet's report, and could
    take its claims back.
    """
    if fetched is None:
        return told
    try:
        own = told is not None and urlsplit(told).hostname == urlsplit(fetched).hostname
    except ValueError:
        own = False
    return told if own else fetched


def _headings(tree: HtmlElement) -> list[str]:
    return ["".join(map(str, heading.itertext())) for heading in tree.iter("h1")][:5]


def _oversize(tree: HtmlElement) -> str | None:
    """Return in what a page is too large to be an article, or None."""
    elements = depth = letters = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        elements, depth = elements + 1, depth + 1
        letters += len(node.tail or "") + (0 if node.tag in _NO_TEXT else len(node.text or ""))
        if elements > ELEMENTS_LIMIT:
            return f"more than {ELEMENTS_LIMIT} elements"
        if depth > DEPTH_LIMIT:
            return f"elements nested more than {DEPTH_LIMIT} deep"
        if letters > 2 * TEXT_LIMIT:
            return f"more than {2 * TEXT_LIMIT} code points of text"
    return None
