"""When a page was published, by its own markup.

First what the page states of its article (``article:published_time``, ``datePublished`` in JSON-LD), then what
htmldate finds in address, header, time elements and text.  The day is taken as the page writes it, in its own
time zone: that is the day from which its "on Wednesday" counts.  Where an instant is given in UTC only and the
address names the day before or after, and both can be the same moment where people live, the address has the local day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate
from typing import Final

from htmldate import find_date
from lxml.html import HtmlElement, tostring

from counterclaim.records import Interval
from counterclaim.reports import dates
from counterclaim.reports.schema import Thing, types

FIRST: Final = dt.date(1995, 1, 1)
"""No page of the web is older."""
_ARTICLES: Final = re.compile(r".*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting")
_ISO: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})")
_UTC_INSTANT: Final = re.compile(r"\s*(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})[\d:.]*(?:Z|\+00:?00)\s*", re.IGNORECASE)
_IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")
_WEST: Final = dt.timedelta(hours=-8)
_EAST: Final = dt.timedelta(hours=13)


def page_date(tree: HtmlElement, facts: list[Thing], *, url: str | None, now: dt.datetime) -> Interval | None:
    """Return the day on which the page says it was published, never one in the future of ``now``; None if unsaid."""
    last = (now + dates.AHEAD).date()
    for written in _stated(tree, facts):
        date = _date(written)
        if date is not None and FIRST <= date <= last:
            return dates.day(_local(written, url) or date)
    found = find_date(
        tree,  # never a string: one that looks like an address would be downloaded
        extensive_search=True,
        original_date=True,
        url=url,
        min_date=FIRST.isoformat(),
        max_date=last.isoformat(),
    )
    date = None if found is None else dt.date.fromisoformat(found)
    return None if date is None or not _written(date, tree) else dates.day(date)


def _written(date: dt.date, tree: HtmlElement) -> bool:
    """Return whether the page writes the day, and not the month or year alone.

    htmldate reads "Copyright 2024" as the first of January; every "on Tuesday" of the page would be counted from it.
    """
    if date.day != 1:
        return True
    year, month = date.year, date.month
    pattern = (
        rf"{year}\D?{month:02}\D?01|{year}\D{month}\D0?1\b|\b0?1\D0?{month}\D(?:{year}|{year % 100:02})\b"
        rf"|\b0?1(?:st|er|[.ºª°])?\W+(?:\w+\W+){{1,3}}{year}|\w\W+0?1(?:st)?\W+{year}|\b0?{month}\D0?1\D{year}"
    )
    return re.search(pattern, tostring(tree, encoding="unicode")) is not None


def _stated(tree: HtmlElement, facts: list[Thing]) -> Iterator[str]:
    """Yield what the page states as its article's time of publication, in the order of trust."""
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "article:published_time":
            yield meta.get("content") or ""
    for thing in facts:
        written = thing.get("datePublished")
        if isinstance(written, str) and any(_ARTICLES.fullmatch(name) for name in types(thing)):
            yield written


def _date(written: str) -> dt.date | None:
    match = _ISO.match(written)
    try:
        if match is not None:
            return dt.date(*map(int, match.groups()))
        parts = parsedate(written)  # "Tue, 15 Sep 2020 10:01:41 EDT", month and day in either order
        return None if parts is None else dt.date(*parts[:3])
    except (ValueError, IndexError):
        return None


def _local(written: str, url: str | None) -> dt.date | None:
    """Return the day in the address, if it is the local day of the UTC instant ``written``."""
    instant, address = _UTC_INSTANT.fullmatch(written), _IN_ADDRESS.search(url or "")
    if instant is None or address is None:
        return None
    try:
        day, hour, minute = instant.groups()
        at = dt.datetime.fromisoformat(day) + dt.timedelta(hours=int(hour), minutes=int(minute))
        local = dt.date(*map(int, address.groups()))
    except ValueError:
        return None
    return local if (at + _WEST).date() <= local <= (at + _EAST).date() else None
