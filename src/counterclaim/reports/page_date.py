"""When a page was published, by its own markup.

First what the page states of its article (``article:published_time``, ``datePublished`` in JSON-LD), then what
htmldate finds in address, header, time elements and text.  The day is taken as the page writes it, in its own
time zone: that is the day from which its "on Wednesday" counts.  Where an instant is given in UTC only, and the
address or a line near the heading names the day before or after, and both can be the same moment where people live,
that is the local day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy
from email.utils import parsedate
from itertools import islice
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
_UTC_INSTANT: Final = re.compile(r"\s*\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})[\d:.]*(?:Z|\+00:?00)\s*", re.IGNORECASE)
_IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WRITTEN_OUT: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d\d)\b|\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b"
    r"|\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b",
    re.IGNORECASE,
)
_NEAR: Final = 40
"""Elements after the heading in which a dateline may stand."""
_HEADINGS: Final = 3
_PROSE: Final = 150
_SHORTEST: Final = 5
_SHORT_LINE: Final = 80
_NO_DATELINE: Final = frozenset({"script", "style", "noscript", "h1", "h2", "h3"})
"""A day in a headline is that of an event, not of publication."""
_WEST: Final = dt.timedelta(hours=-8)
_EAST: Final = dt.timedelta(hours=13)


def page_date(tree: HtmlElement, facts: list[Thing], *, url: str | None, now: dt.datetime) -> Interval | None:
    """Return the day on which the page says it was published, never one in the future of ``now``; None if unsaid."""
    last = (now + dates.AHEAD).date()
    for written in _stated(tree, facts):
        date = _date(written)
        if date is not None and FIRST <= date <= last:
            return Interval.day(_local(written, date, tree, url) or date)
    near = _beside_heading(tree)
    if near is not None and FIRST <= near <= last:
        return Interval.day(near)
    found = find_date(
        _without_prose(tree),  # never a string: one that looks like an address would be downloaded
        extensive_search=True,
        original_date=True,
        url=url,
        min_date=FIRST.isoformat(),
        max_date=last.isoformat(),
    )
    date = None if found is None else dt.date.fromisoformat(found)
    return None if date is None or not _written(date, tree) else Interval.day(date)


def _without_prose(tree: HtmlElement) -> HtmlElement:
    """Return a copy without headlines and long paragraphs: the days they name are those of events.

    Left in, "the raid of 3 March 2014" dates an undated page to 2014.
    """
    bare = deepcopy(tree)
    for node in list(bare.iter("h1", "h2", "h3", "title", "p")):
        if node.tag != "p" or sum(map(len, node.itertext())) > _PROSE:
            for inner in list(node):
                node.remove(inner)
            node.text = None
    return bare


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


def _local(written: str, date: dt.date, tree: HtmlElement, url: str | None) -> dt.date | None:
    """Return the local day of the UTC instant ``written``, where the address or a line near the heading names it."""
    instant = _UTC_INSTANT.fullmatch(written)
    if instant is None:
        return None
    at = dt.datetime(date.year, date.month, date.day) + dt.timedelta(  # noqa: DTZ001 - compared with itself only
        hours=int(instant.group(1)), minutes=int(instant.group(2))
    )
    possible = {(at + _WEST).date(), (at + _EAST).date()}
    address = _IN_ADDRESS.search(url or "")
    if address is not None:
        named = _calendar(*address.groups())
        return named if named in possible else None
    lines = list(_near_heading(tree))
    for other in (date, *(possible - {date})):  # the instant's own day first: it needs no explanation
        if any(_names(line, other) for line in lines):
            return other
    return None


def _names(line: str, date: dt.date) -> bool:
    """Return whether a short line holds day and year with a month between, or before them, in whatever language."""
    year, day = date.year, date.day
    month = rf"(?:[^\W\d]+\.?|0?{date.month})"
    return (
        re.search(
            rf"(?<!\d)0?{day}\W{{0,3}}(?:de\W+)?{month}\W{{1,3}}(?:de\W+)?{year}\b|{month}\W+0?{day}\W{{1,3}}{year}\b"
            rf"|\b{year}\D0?{date.month}\D0?{day}(?!\d)",
            line,
        )
        is not None
    )


def _beside_heading(tree: HtmlElement) -> dt.date | None:
    """Return the first day written out in English, or in figures year first, in a short line below the heading."""
    for line in _near_heading(tree):
        for match in _WRITTEN_OUT.finditer(line):
            day, month, year, month_first, day_second, year_last, *iso = match.groups()
            if iso[0]:
                date = _calendar(*iso)
            else:
                name = (month or month_first)[:3].lower()
                date = _calendar(year or year_last, str(_MONTHS.index(name) // 3 + 1), day or day_second)
            if date is not None:
                return date
    return None


def _near_heading(tree: HtmlElement) -> Iterator[str]:
    """Yield the short lines of text that follow the main headings (the first of which may be the site's name)."""
    for heading in list(islice(tree.iter("h1"), _HEADINGS)):
        for node in islice(_following(heading), _NEAR):
            if node.tag not in _NO_DATELINE:
                for text in (node.text, node.tail):
                    if text and _SHORTEST < len(text.strip()) <= _SHORT_LINE:
                        yield text


def _following(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements after ``heading`` in the order of the page, those around it left out."""
    node: HtmlElement | None = heading
    while node is not None:
        for sibling in node.itersiblings():
            yield from sibling.iter()
        node = node.getparent()


def _calendar(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
