"""The timeline: bars as long as their counts, links to their stretches, labels that say what is counted."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from counterclaim.ledger import Brief, Query
from counterclaim.publish.pages.filters import parse, to_params
from counterclaim.publish.pages.timeline import timeline
from counterclaim.publish.panorama import Bin, panorama
from counterclaim.records import Spread


def tree(bins: tuple[Bin, ...], query: Query = Query(), dated: int | None = None) -> Any:  # noqa: B008 - a frozen value
    """Return the timeline of some stretches as a tree."""
    counted = sum(each.count for each in bins) if dated is None else dated
    return html.fragment_fromstring(timeline(bins, counted, query, lambda each: f"/?{to_params(each)}"))


def words(node: Any) -> str:
    """Return what a node says."""
    return " ".join(str(node.text_content()).split())


def asked(href: str) -> Query:
    """Return the query of an address."""
    return parse(parse_qs(urlsplit(href).query))


def brief(number: int, day: dt.date) -> Brief:
    """Return an incident of one day."""
    start = dt.datetime.combine(day, dt.time(), dt.UTC)
    return Brief(
        id=f"i1{number:032x}",
        kinds=("shelling",),
        starts=start,
        ends=start + dt.timedelta(days=1) if day < dt.date.max else None,
        country=None,
        place=None,
        actors=(),
        targets=(),
        parties=(),
        harms=(),
        killed=None,
        contested=(),
        grades=(),
        voices=(1, 1),
        spread=Spread(origins=1, carriers=1),
        review="machine",
    )


OCTOBER = (
    Bin(start=dt.date(2015, 10, 5), end=dt.date(2015, 10, 12), count=4, contested=1),
    Bin(start=dt.date(2015, 10, 12), end=dt.date(2015, 10, 19), count=0, contested=0),
    Bin(start=dt.date(2015, 10, 19), end=dt.date(2015, 10, 26), count=8, contested=0),
)


def test_a_bar_leads_to_its_stretch() -> None:
    """Each bar with incidents sets since and until to its days, keeps other filters, and begins the list anew."""
    query = Query(kind="shelling", after="i1" + "0" * 32)
    bars = tree(OCTOBER, query).xpath(".//a[@data-since]")
    assert [asked(bar.get("href")) for bar in bars] == [
        Query(
            kind="shelling",
            since=dt.datetime.combine(each.start, dt.time(), dt.UTC),
            until=dt.datetime.combine(each.end, dt.time(), dt.UTC),
        )
        for each in OCTOBER
        if each.count
    ]
    assert [(bar.get("data-since"), bar.get("data-until")) for bar in bars] == [
        ("2015-10-05", "2015-10-11"),
        ("2015-10-19", "2015-10-25"),
    ]


def test_a_bar_says_what_it_counts() -> None:
    """A bar is as tall as its count on the axis beside it, its dark foot as what is contested; words say both."""
    found = tree(OCTOBER)
    first, second = found.xpath(".//a[@data-since]")
    assert first.get("aria-label") == first.findtext("title") == "5 Oct 2015 to 11 Oct 2015: 4 incidents, 1 contested"
    assert second.get("aria-label") == "19 Oct 2015 to 25 Oct 2015: 8 incidents"
    heights = [float(bar.xpath("./rect[@class='all']/@height")[0]) for bar in (first, second)]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert float(first.xpath("./rect[@class='contested']/@height")[0]) == pytest.approx(heights[0] / 4, abs=0.2)
    assert found.xpath(".//*[@class='levels']/text/text()") == ["0", "2", "4", "6", "8"]


@pytest.mark.parametrize(
    ("first", "after", "unit", "label"),
    [
        (dt.date(2015, 10, 5), dt.date(2015, 10, 6), "day", "5 Oct 2015"),
        (dt.date(2015, 10, 5), dt.date(2015, 10, 12), "week", "5 Oct 2015"),
        (dt.date(2015, 10, 1), dt.date(2015, 11, 1), "month", "Oct 2015"),
        (dt.date(2015, 10, 1), dt.date(2016, 1, 1), "quarter", "Oct 2015"),
        (dt.date(2016, 1, 1), dt.date(2017, 1, 1), "year", "2016"),
        (dt.date(2010, 1, 1), dt.date(2020, 1, 1), "10 years", "2010"),
    ],
)
def test_the_axes_name_their_units(first: dt.date, after: dt.date, unit: str, label: str) -> None:
    """The picture says for how long a bar stands, and names dates as exactly as that deserves."""
    found = tree((Bin(start=first, end=after, count=1, contested=0),))
    assert found.xpath(".//text[@class='unit']/text()") == [f"incidents per {unit}"]
    assert found.xpath(".//*[@class='dates']/text/text()") == [label]


def test_one_incident_among_many_still_shows() -> None:
    """A bar is never too low to be seen, whatever stands beside it."""
    many = (*OCTOBER, Bin(start=dt.date(2015, 10, 26), end=dt.date(2015, 11, 2), count=10**6, contested=1))
    heights = tree(many).xpath(".//rect[@class='all' or @class='contested']/@height")
    assert min(map(float, heights)) >= 1


def test_what_lies_far_from_all_others_is_counted_apart() -> None:
    """A few dates read wrongly by centuries do not press all others into one bar; they are told, with the way there."""
    dice = random.Random(3)
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=dice.randrange(300)) for _ in range(400)]
    seen = panorama((brief(n, day) for n, day in enumerate([dt.date(1505, 1, 1), *days, dt.date(2991, 1, 1)])), 1)
    found = seen.select(Query())
    bins = found.bins(60, crowded=True)
    assert sum(each.count for each in bins) == 400
    assert len(bins) > 30
    told = tree(bins, dated=402)
    assert "Not shown: 2 that begin before" in words(told)
    before, after = (asked(str(href)) for href in told.xpath(".//figcaption/a[not(@class)]/@href"))
    assert seen.select(before).total == seen.select(after).total == 1
    assert sum(each.count for each in found.bins(60)) == 402


def test_a_filter_by_time_spreads_its_stretch() -> None:
    """With a time set the bars show that time in more detail, and lead back to all times."""
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=nth) for nth in range(700)]
    seen = panorama((brief(n, day) for n, day in enumerate(days)), 1)
    query = Query(since=dt.datetime(2015, 3, 1, tzinfo=dt.UTC), until=dt.datetime(2015, 4, 1, tzinfo=dt.UTC))
    bins = seen.select(query).bins(60, crowded=True)
    assert [(each.start, each.count) for each in bins] == [(dt.date(2015, 3, 1 + nth), 1) for nth in range(31)]
    assert tree(bins, query).xpath(".//a[text()='All times']/@href") == ["/?"]


def test_the_ends_of_the_calendar_are_no_fault() -> None:
    """The first and the last day that there are have bars like all others."""
    seen = panorama([brief(1, dt.date.min), brief(2, dt.date.max)], 1)
    bins = seen.select(Query()).bins(60, crowded=True)
    for bar in tree(bins, dated=9).xpath(".//a[@data-since]"):
        asked(bar.get("href"))


def test_no_time_at_all_is_told() -> None:
    """Where no incident has a time there is no picture but a sentence."""
    assert words(tree(())) == "No incident that these filters meet has a known time."
