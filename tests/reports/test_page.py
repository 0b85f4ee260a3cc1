"""HTML pages: the body without furniture, what the page says of itself, and whether it is whole."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from lxml import html as lxml_html

from counterclaim.records import Report
from counterclaim.reports import schema
from counterclaim.reports.build import reports
from counterclaim.reports.furniture import Block, prune
from counterclaim.reports.page_date import page_date
from counterclaim.text import HTML
from tests.reports.captured import NOW, capture, day, one_reject, one_report, read

LEAD = (
    "Shells fell on the vegetable market of Nyala on Tuesday, killing four traders, two doctors at the hospital said."
)
MORE = (
    "The paramilitary Rapid Support Forces denied that they had fired on the town and blamed the army for the attack.",
    "A resident said that the guns fell silent in the afternoon, when the first families came out to look for water.",
    "The fighting for the city has gone on since April, and most of its bakeries and both of its clinics are closed.",
    "Aid workers asked both sides on Monday to let a convoy of six trucks with flour and medicine pass from the west.",
)


def page(*paragraphs: str, head: str = "", above: str = "", below: str = "") -> str:
    """Return a news page with furniture around its paragraphs."""
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>Market shelled | Example Wire</title>
<meta property="og:site_name" content="Example Wire"><meta property="og:title" content="Market shelled">
<link rel="canonical" href="https://example.org/world/market-shelled">{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li></ul></nav>{above}
<article><h1>Market shelled</h1>{prose}{below}</article>
<aside><h3>Most read</h3><ul><li><a href="/1">Dam breaks in the north</a></li></ul></aside>
<footer>Copyright 2024 Example Wire. All rights reserved.</footer></body></html>"""


def test_body_title_publisher_url_and_date_are_read() -> None:
    """The article's paragraphs make the text, and its metadata the report's fields."""
    stated = '<meta property="article:published_time" content="2024-05-07T21:15:00+02:00">'
    report = one_report(page(LEAD, *MORE, head=stated), HTML)
    assert report.text == "\n".join((LEAD, *MORE))
    assert (report.title, report.publisher) == ("Market shelled", "Example Wire")
    assert report.url == "https://example.org/world/market-shelled"
    assert report.published_at == day(2024, 5, 7)
    assert (report.completeness, report.language) == ("full", "en")


def test_furniture_among_the_paragraphs_is_left_out() -> None:
    """Related stories, appeals to the reader and copyright lines are no part of the text."""
    furniture = (
        "Read more: Two bridges blown up near Kosti",
        "Follow Example Wire on Facebook and Twitter",
        "Sign up for our morning newsletter",
        "ADVERTISEMENT",
    )
    report = one_report(page(LEAD, furniture[0], *MORE, *furniture[1:]), HTML)
    assert report.text == "\n".join((LEAD, *MORE))


def test_a_sentence_that_begins_like_furniture_stays_when_it_is_long() -> None:
    """A long paragraph is the writer's, however it begins."""
    long = "Watch: that was all the sentry had time to shout, said Private Musa, " + "and then came the fire. " * 20
    assert prune([Block(LEAD, "p", 0.0), Block(long, "p", 0.0)], []) == [Block(LEAD, "p", 0.0), Block(long, "p", 0.0)]


def test_a_lone_linked_line_stays_and_a_list_of_links_goes() -> None:
    """A paragraph that is a link amid prose may be the writer's; linked list items and rows of links are not."""
    prose, link = Block(LEAD, "p", 0.0), Block("The army's statement", "p", 1.0)
    assert prune([prose, link, prose], []) == [prose, link, prose]
    assert prune([prose, link, link, prose], []) == [prose, prose]
    assert prune([prose, Block("Dam breaks", "item", 1.0), prose], []) == [prose, prose]
    assert prune([prose, link], []) == [prose]


def test_the_title_is_no_part_of_the_text() -> None:
    """A heading that repeats the title is left out, whatever its marks and case."""
    blocks = [Block("“Market Shelled!”", "head", 0.0), Block(LEAD, "p", 0.0)]
    assert prune(blocks, ["Market shelled"]) == [Block(LEAD, "p", 0.0)]


def test_a_person_s_date_and_publisher_go_before_the_page_s() -> None:
    """What the caller says about a page is believed before its markup."""
    (report,) = read(page(LEAD, *MORE), HTML, published=day(2024, 5, 1), publisher="Desk copy")
    assert isinstance(report, Report)
    assert (report.published_at, report.publisher) == (day(2024, 5, 1), "Desk copy")


def test_a_page_without_a_date_has_none() -> None:
    """No date is made up, neither from the day of reading nor from the year of the copyright line."""
    html = page(LEAD, *MORE)
    assert "Copyright 2024" in html
    assert one_report(html, HTML).published_at is None


def test_the_first_of_a_month_is_a_date_where_it_is_written() -> None:
    """A first of January that the page writes out is taken."""
    report = one_report(page(LEAD, *MORE, above="<p class='date'>1 January 2024</p>"), HTML)
    assert report.published_at == day(2024, 1, 1)


def test_a_date_of_the_future_in_markup_is_not_taken() -> None:
    """A stated day after ``now`` is passed over for the next best."""
    head = (
        '<meta property="article:published_time" content="2031-01-01T00:00:00Z">'
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-07"}</script>'
    )
    assert one_report(page(LEAD, *MORE, head=head), HTML).published_at == day(2024, 5, 7)


@pytest.mark.parametrize(
    ("written", "url", "expected"),
    [
        ("2024-05-07T02:10:00Z", "https://example.org/2024/05/06/market", day(2024, 5, 6)),
        ("2024-05-07T22:40:00+00:00", "https://example.org/2024/05/08/market", day(2024, 5, 8)),
        ("2024-05-07T10:04:00Z", "https://example.org/2024/05/06/market", day(2024, 5, 7)),
        ("2024-05-07T02:10:00+03:00", "https://example.org/2024/05/06/market", day(2024, 5, 7)),
        ("Tue, May 07 2024 10:01:41 EDT", "https://example.org/market", day(2024, 5, 7)),
    ],
)
def test_the_day_is_the_publisher_s_own(written: str, url: str, expected: object) -> None:
    """An instant in UTC takes the local day its address names, where both can be one moment; else its own day."""
    facts: list[schema.Thing] = [{"@type": "NewsArticle", "datePublished": written}]
    assert page_date(lxml_html.fromstring("<html><body><p>x</p></body></html>"), facts, url=url, now=NOW) == expected


def test_a_dateline_below_the_heading_is_taken_and_a_day_in_a_headline_is_not() -> None:
    """Without a stated date the short line below the heading tells; a day named in the headline is an event's."""
    dated = page("<span>By A Reporter</span> 9 May 2024 18:29", LEAD, *MORE)
    assert one_report(dated, HTML).published_at == day(2024, 5, 9)
    headline = page(LEAD, *MORE).replace("Market shelled</h1>", "Ten years on: the raid of 3 March 2014</h1>")
    report = one_report(headline, HTML)
    assert report.published_at is None


def test_a_utc_instant_takes_the_local_day_written_below_the_heading() -> None:
    """Just before midnight UTC it is the next day in Rome, and the page says so in its own language."""
    head = '<meta property="article:published_time" content="2024-05-08T23:15:00Z">'
    assert one_report(page("09 Maggio 2024", LEAD, *MORE, head=head), HTML).published_at == day(2024, 5, 9)
    assert one_report(page("8 May 2024", LEAD, *MORE, head=head), HTML).published_at == day(2024, 5, 8)


def test_a_locked_page_is_a_lead_only() -> None:
    """A short text on a page that says it is locked, in its markup or in words, is not the whole article."""
    locked = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
    assert one_report(page(LEAD, MORE[0], head=locked), HTML).completeness == "lead_only"
    wall = "<div class='wall'><p>Subscribe to continue reading this article.</p></div>"
    assert one_report(page(LEAD, MORE[0], below=wall), HTML).completeness == "lead_only"
    assert one_report(page(LEAD, MORE[0]), HTML).completeness == "full"


def test_a_live_blog_is_called_one() -> None:
    """A page that calls itself a live blog, or is a row of time-stamped entries, is one."""
    live = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Live"}</script>'
    assert one_report(page(LEAD, *MORE, head=live), HTML).completeness == "live_blog"
    entries = [f"{hour:02}:15 GMT {paragraph}" for hour, paragraph in enumerate((LEAD, *MORE, *MORE), 8)]
    assert one_report(page(*entries), HTML).completeness == "live_blog"


def test_broken_json_ld_is_passed_over() -> None:
    """One broken block hides neither the page nor the next block."""
    tree = lxml_html.fromstring(
        '<html><head><script type="application/ld+json">{"@type": </script>'
        '<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle","Thing"]}]}</script></head></html>'
    )
    (thing,) = schema.things(tree)
    assert schema.types(thing) == {"NewsArticle", "Thing"}


def test_nothing_looks_at_the_clock() -> None:
    """The same page read a year later gives the same report: only dates of the future depend on ``now``."""
    stated = '<meta property="article:published_time" content="2024-05-07">'
    one = capture(page(LEAD, *MORE, head=stated).encode(), HTML)
    assert list(reports(one, now=NOW)) == list(reports(one, now=NOW + dt.timedelta(days=366)))


def test_a_page_of_furniture_only_has_no_body() -> None:
    """Navigation without an article is rejected, not read as a report."""
    only = "<html><body><nav><ul>" + "<li><a href='/x'>War</a></li>" * 30 + "</ul></nav></body></html>"
    assert one_reject(only, HTML).reason in {"no_body", "language"}


@pytest.mark.parametrize(
    ("fetched", "told", "taken"),
    [
        ("https://paper.example/a?utm=1", "https://paper.example/a", "https://paper.example/a"),
        ("https://copy.example/a", "https://paper.example/a", "https://copy.example/a"),
        ("https://paper.example/a", None, "https://paper.example/a"),
        ("https://paper.example/a", "https://[", "https://paper.example/a"),
    ],
)
def test_a_page_speaks_for_its_own_host_only(fetched: str, told: str | None, taken: str) -> None:
    """The address that a page gives itself is taken on the host it came from; elsewhere the one it was fetched from."""
    link = f'<link rel="canonical" href="{told}">' if told else ""
    html = page(LEAD, *MORE).replace('<link rel="canonical" href="https://example.org/world/market-shelled">', link)
    (report,) = reports(msgspec.structs.replace(capture(html.encode(), HTML), url=fetched), now=NOW)
    assert isinstance(report, Report)
    assert report.url == taken


def test_the_encoding_that_the_server_names_is_taken() -> None:
    """A page that declares none is read in that of the answer's header; a name that is none changes nothing."""
    body = page(LEAD, *MORE).replace("Nyala", "Nyała").encode("iso8859-2")
    for told, town in (("ISO-8859-2", "Nyała"), ("punycode", "Nya³a"), ("no-such", "Nya³a")):
        headers = (("content-type", f"text/html; charset={told}"),)
        given = msgspec.structs.replace(capture(body, HTML), headers=headers)
        (found,) = reports(given, now=NOW)
        assert isinstance(found, Report)
        assert town in found.text
