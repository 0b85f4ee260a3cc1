"""Every kind of page in a browser: no error, nothing from elsewhere, nothing cut off, nothing that shuts people out."""

from __future__ import annotations

import itertools
import os
from typing import Final, get_args
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page

from tests.web.browser.reader import NARROW, REFUSED, WIDE, Reader, Theme, tree

KINDS: Final = (
    "overview", "filtered overview", "nothing found", "incident", "report", "place", "all series", "series", "parties",
    "party", "sources", "source", "method", "interface", "not found", "bad filter",
)  # fmt: skip
ALL: Final = os.environ.get("COUNTERCLAIM_BROWSERS") == "all"
LOOKS: Final[list[tuple[int, Theme]]] = (
    list(itertools.product((WIDE, NARROW), get_args(Theme))) if ALL else [(WIDE, "light"), (NARROW, "dark")]
)
FIRST_LOAD: Final = 1_500_000
"""Bytes that the overview may need before it can be used."""


def seen(reader: Reader, page: Page, width: int) -> None:
    """Look at a page as everybody may have to."""
    assert page.title().endswith("· Counterclaim")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than the screen"
    reader.check(page)


def sent_ids(url: str) -> list[str]:
    """Return the ids of a page as it is sent."""
    return [str(name) for name in tree(url).xpath("//@id")]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind(reader: Reader, paths: dict[str, str], kind: str, width: int, theme: Theme) -> None:
    """A page has a title and one heading, fits the screen, and axe finds nothing serious; folded parts too."""
    page = reader.open(paths[kind], width=width, theme=theme, refused=kind in REFUSED)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    seen(reader, page, width)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_without_scripts(reader: Reader, paths: dict[str, str], kind: str) -> None:
    """Without JavaScript the heading, the main part and the ways on are there, and nothing is asked of others."""
    page = reader.open(paths[kind], script=False, refused=kind in REFUSED)
    assert page.locator("main h1").is_visible()
    assert page.locator("nav[aria-label=Sections] a").count() == 5
    assert page.locator("main").inner_text().strip()


@pytest.mark.parametrize("kind", ["overview", "incident", "series", "party", "place", "source", "report"])
def test_every_figure_leads_to_what_it_counts(reader: Reader, paths: dict[str, str], kind: str) -> None:
    """The address behind each figure is a page that is there, and an element that is there on it."""
    page = reader.open(paths[kind])
    hrefs = page.locator("a.figure").evaluate_all("all => all.map(each => each.href)")
    assert hrefs
    wanted: dict[str, set[str]] = {}
    for href in hrefs:
        address = urldefrag(urljoin(page.url, href))
        wanted.setdefault(address.url, set()).add(address.fragment)
    for url, names in wanted.items():
        ids = page.locator("[id]").evaluate_all("all => all.map(each => each.id)") if url == page.url else sent_ids(url)
        assert names - {""} <= set(ids), f"{url} on {page.url}"


def test_the_overview_loads_little(reader: Reader) -> None:
    """The first load of the overview, with map and scripts and nothing kept from before, is small."""
    reader.open("/")
    assert 0 < reader.weight <= FIRST_LOAD


@pytest.mark.skipif(not ALL, reason="the long sweep: COUNTERCLAIM_BROWSERS=all")
def test_every_page_that_links_lead_to(reader: Reader) -> None:
    """Whoever follows links from the overview meets no page that has a fault, at either width, in either theme."""
    waiting, done = ["/"], set[str]()
    while waiting and len(done) < 150:
        path = waiting.pop()
        if path in done:
            continue
        done.add(path)
        hrefs: list[str] = []
        for width, theme in LOOKS:
            page = reader.open(path, width=width, theme=theme)
            seen(reader, page, width)
            hrefs = page.locator("main a").evaluate_all("all => all.map(each => each.href || each.href.baseVal)")
            reader.close()
        own = (urldefrag(urljoin(reader.base, str(href))).url for href in hrefs)
        waiting += [
            url.removeprefix(reader.base) for url in own if url.startswith(f"{reader.base}/") and "/api/" not in url
        ]
