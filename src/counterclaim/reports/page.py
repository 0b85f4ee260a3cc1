"""An HTML page: the article's body and what the page says about it.  Nothing is downloaded."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.utils import load_html

from counterclaim.records import Interval, Reject
from counterclaim.reports import schema
from counterclaim.reports.body import body
from counterclaim.reports.completeness import completeness
from counterclaim.reports.draft import Draft, reject
from counterclaim.reports.page_date import page_date

# Without a handler of their own these libraries' warnings about bad pages would reach the terminal.
for _library in ("trafilatura", "htmldate", "courlan", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

ELEMENTS_LIMIT: Final = 100_000
"""Elements of a page above which it is no article: the extractor's time grows faster than the page."""

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
    html: str, *, source: str, published: Interval | None, publisher: str | None, now: dt.datetime
) -> Draft | Reject:
    """Return the article of a page, or the reject that says why there is none.

    ``published`` and ``publisher`` are a person's word and go before what the page says.  A date in the page's
    markup that lies in the future of ``now`` is not taken: the next best is looked for.
    """
    try:
        tree = load_html(html)
        if tree is None:
            return reject(source, "no_body", "no HTML elements")
        if sum(1 for _ in tree.iter()) > ELEMENTS_LIMIT:
            return reject(source, "too_large", f"more than {ELEMENTS_LIMIT} elements")
        facts = schema.things(tree)
        about = extract_metadata(tree, date_config={"extensive_search": False})
        text = body(tree, url=about.url, titles=[about.title, *_headings(tree)])
        if not text.strip():
            return reject(source, "no_body", "no article text among the page's furniture")
        return Draft(
            ref=source,
            text=text,
            url=about.url,
            publisher=publisher or about.sitename,
            title=about.title,
            published=published or page_date(tree, facts, url=about.url, now=now),
            completeness=completeness(tree, facts, text),
        )
    except _FAULTS as fault:
        return reject(source, "no_body", f"the page could not be taken apart ({type(fault).__name__})")



def _headings(tree: HtmlElement) -> list[str]:
    return ["".join(map(str, heading.itertext())) for heading in tree.iter("h1")][:5]
