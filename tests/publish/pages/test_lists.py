"""The pages of series, parties, places, sources and the method, on the demo set and the made-up statements."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from counterclaim.ledger import Ledger, Query
from counterclaim.publish.pages.bars import bars
from counterclaim.publish.pages.method import figures as measured
from counterclaim.publish.pages.method import method_page
from counterclaim.publish.pages.parties import parties_page, party_page
from counterclaim.publish.pages.place import place_page
from counterclaim.publish.pages.series import series_list, series_page
from counterclaim.publish.pages.site import Ask
from counterclaim.publish.pages.sources import source_page, sources_page
from counterclaim.publish.panorama import Bin, Panorama, panorama
from counterclaim.records import Judgement, RateSource
from tests.publish.derived import CAMPAIGN, OPPOSED, SERIES, decided
from tests.publish.pages.walk import figures, loose, parsed

ASK = Ask()


def told(page: Any) -> str:
    """Return the words of a page's main part."""
    return " ".join(page.get_element_by_id("main").text_content().split())


def read(text: str | None) -> Any:
    """Return a page that is there as a tree."""
    assert text is not None
    return parsed(text)


def test_a_series_shows_its_numbers_and_what_lies_within(made: Ledger) -> None:
    """Counts lead to their claims; the incidents within are listed and never added up."""
    page = parsed(series_page(made, SERIES, ASK))
    assert figures(page, made)
    counts = [a.get("href") for a in page.find_class("figure") if a.text_content() == "57 times"]
    assert set(counts) == {f"#claim-{CAMPAIGN.id}"}
    assert page.xpath(f"//ul[@class='incidents']//a[@href='/incidents/{OPPOSED.id}']")
    assert "never added up" in told(page)


def test_every_series_of_the_demo_set_can_be_shown(demo: Ledger) -> None:
    """Each series has a page on which figures lead to claims, and stands in the list."""
    shown = list(demo.series())
    listed = parsed(series_list(demo, ASK))
    figures(listed, demo)
    for series in shown:
        page = parsed(series_page(demo, series, ASK))
        figures(page, demo)
        assert not loose(page, series.toll)
        assert listed.xpath(f"//a[@href='/series/{series.id}']")


def test_an_empty_list_says_so(tmp_path: Any) -> None:
    """A ledger without series, parties and sources has pages that say it in words."""
    from counterclaim.store.opening import open_ledger

    empty = open_ledger(str(tmp_path / "empty.db"))
    none = panorama((), 0)
    assert "No report of this ledger tells of a series" in series_list(empty, ASK)
    assert "No incident of this ledger names a party" in parties_page(empty, none, ASK)
    assert "No report of this ledger names its publisher" in sources_page(empty, none, ASK)
    assert place_page(empty, none, "Harun", ASK) is None
    assert party_page(empty, none, "nobody at all", ASK) is None
    assert source_page(empty, "nobody at all", ASK) is None
    empty.close()


def test_a_party_of_the_register(demo: Ledger, outlook: Panorama) -> None:
    """Names, kind, country, ties with dates and sources; the incidents by what it does in them, over time."""
    page = read(party_page(demo, outlook, "houthis", ASK))
    assert figures(page, demo)
    words = told(page)
    for part in (
        "Houthis",
        "armed group",
        "Yemen",
        "Saleh loyalists",
        "from 2014 to 2017-12-02",
        "Said to have done it",
    ):
        assert part in words
    total = outlook.select(Query(party="houthis")).total
    assert f"{total} in which it is named or speaks" in words
    shown = {href for href in page.xpath("//ul[@class='incidents']/li/a/@href") if "#" not in href}
    assert len(shown) == total
    [chart] = page.xpath("//svg[@role='img']")
    assert "incidents" in chart.text_content()


def test_the_same_party_by_name(demo: Ledger, outlook: Panorama) -> None:
    """A name of the register leads to the same page as its id; one that it does not list stands in quotes."""
    assert party_page(demo, outlook, "Ansar Allah", ASK) == party_page(demo, outlook, "houthis", ASK)
    unlisted = next(f.value for f in outlook.select(Query(limit=1)).facets.party if f.value == "jawf rights monitor")
    assert read(party_page(demo, outlook, unlisted, ASK)).findtext(".//h1/bdi") == "“jawf rights monitor”"


def test_the_list_of_parties(demo: Ledger, outlook: Panorama) -> None:
    """Parties stand by how many incidents name them, each with its page."""
    page = parsed(parties_page(demo, outlook, ASK))
    counts = [int(a.text) for a in page.xpath("//td[@class='number']/a")]
    assert counts == sorted(counts, reverse=True)
    assert figures(page, demo) == len(counts)


def test_a_place(demo: Ledger, outlook: Panorama) -> None:
    """What happened at a place, found by its name as written and by its gazetteer id."""
    page = read(place_page(demo, outlook, "Moscow", ASK))
    assert "Russia" in told(page)
    assert "geonames:524901" in told(page)
    assert figures(page, demo) >= 3
    assert place_page(demo, outlook, "geonames:524901", ASK) == place_page(demo, outlook, "moscow", ASK)


def test_a_source_with_its_rating(made: Ledger) -> None:
    """Rating with who and why, volume, share of copies, latest reports."""
    rated = decided(RateSource(source="Coast Wire", rating="B"), "ann", 9, "Two years of checking <b>its</b> tolls")
    assert isinstance(rated, Judgement)
    made.add([rated])
    page = read(source_page(made, "Coast Wire", ASK))
    words = told(page)
    assert "B by ann, 9 Oct 2015: “Two years of checking <b>its</b> tolls”" in words
    assert "1 report" in words
    assert figures(page, made) >= 3
    listed = parsed(sources_page(made, panorama((), 0), ASK))
    [row] = [row for row in listed.xpath("//tbody/tr") if "Coast Wire" in row.text_content()]
    assert [" ".join(cell.text_content().split()) for cell in row] == ["Coast Wire", "not in the register", "1", "B"]


def test_a_source_that_copies(demo: Ledger) -> None:
    """The share of copied text is told, each report leads to its page, and a monitor shows its ties."""
    page = read(source_page(demo, "Hatay Morning", ASK))
    assert "% copied" in told(page)
    assert "nobody rated it, so it counts as F" in told(page)
    assert figures(page, demo) >= 3
    monitor = told(read(source_page(demo, "Syrian Observatory for Human Rights", ASK)))
    assert "Who owns or directs it" in monitor
    assert page.xpath("//a[starts-with(@href, '/parties/')]") == []
    voice = read(source_page(demo, "Jawf Rights Monitor", ASK))
    assert voice.xpath("//a[@href='/parties/jawf%20rights%20monitor']")


def test_names_with_slashes_and_markup_have_quoted_addresses(made: Ledger) -> None:
    """The name of a source that is a path or markup is quoted in its address."""
    rated = decided(RateSource(source='../a/<i>"x"', rating="E"), "ann", 9, "No editor")
    made.add([rated])
    page = parsed(sources_page(made, panorama((), 0), ASK))
    assert page.xpath("//a[@href='/sources/..%2Fa%2F%3Ci%3E%22x%22']")
    assert not page.xpath("//i")


def test_the_method_shows_every_measured_figure() -> None:
    """Each figure of the release stands on the page with its interval; who coded the data is said."""
    page = parsed(method_page(ASK))
    words = told(page)
    assert measured().data_sha256 in words
    assert "No person has adjudicated their work" in words
    rows = page.xpath("//details//tbody/tr")
    assert len(rows) == len(measured().rows)
    [first] = [
        row
        for row in page.xpath("//table[1]/tbody/tr")
        if "Claims in a report that the machine finds" in row.text_content()
    ]
    recall = next(row for row in measured().rows if (row.set, row.figure) == ("claims", "recall"))
    assert recall.value is not None
    assert f"{recall.value:.3f}" in first.text_content()
    assert first.xpath(".//svg")


@pytest.mark.parametrize("at", ["profile", "grade", "takedown"])
def test_other_pages_lead_to_these_parts_of_the_method(at: str) -> None:
    """Addresses that other pages lead to exist on the method page."""
    assert parsed(method_page(ASK)).get_element_by_id(at) is not None


def test_bars_are_labelled_and_safe() -> None:
    """A chart says what it counts, its first and last day, its greatest bar; a title is escaped."""
    day = dt.date(2015, 10, 6)
    one = Bin(start=day, end=day + dt.timedelta(days=2), count=1200, contested=3)
    drawn = bars([one, replace(one, start=one.end, end=one.end + dt.timedelta(days=2), count=0, contested=0)], "<x>")
    for words in ("&lt;x&gt;", "6 Oct 2015", "9 Oct 2015", "1,200", "contested 3"):
        assert words in drawn
    assert bars((), "x") == ""
