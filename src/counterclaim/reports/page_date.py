"""When a page was published, by its own markup."""

from __future__ import annotations

import datetime as dt
from typing import Final

from htmldate import find_date
from lxml.html import HtmlElement

from counterclaim.records import Interval
from counterclaim.reports import dates
from counterclaim.reports.schema import Thing

FIRST: Final = "1995-01-01"
"""No page of the web is older."""


def page_date(tree: HtmlElement, facts: list[Thing], *, url: str | None, now: dt.datetime) -> Interval | None:
    """Return the day on which the page says it was published, never one in the future of ``now``; None if unsaid."""
    found = find_date(
        tree,
        extensive_search=True,
        original_date=True,
        url=url,
        min_date=FIRST,
        max_date=(now + dates.AHEAD).strftime("%Y-%m-%d"),
    )
    return None if found is None else dates.day(dt.date.fromisoformat(found))
