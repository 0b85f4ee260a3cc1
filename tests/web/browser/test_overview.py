"""The overview in a browser: each filter by form, with scripts and without; map, timeline and keyboard."""

from __future__ import annotations

import itertools
import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.reader import NARROW, Reader, tree

FILTERS: Final = {
    "text": "market",
    "since": "2019-07-01",
    "until": "2019-12-31",
    "kind": "air_strike",
    "country": "YE",
    "party": "",
    "harm": "killed",
    "grade": "weak",
    "contested": "true",
    "review": "machine",
    "box": "35,34,37.5,37",
    "order": "toll",
}
"""What a reader gives each filter; an empty one: the first value that the form offers."""


def count(page: Page) -> int:
    """Return how many incidents the page says that it shows."""
    return int(page.locator("#count").inner_text().split()[0].replace(",", ""))


def listed(page: Page) -> list[str]:
    """Return the addresses of the list, in its order."""
    return list(page.locator("ul.incidents > li > a:first-child").evaluate_all("all => all.map(each => each.href)"))


def give(page: Page, name: str) -> str:
    """Fill in one field of the form, as a reader would, and return the value."""
    field = page.locator(f"#filters [name={name}]")
    field.focus()
    if field.evaluate("each => each.tagName") != "SELECT":
        field.fill(FILTERS[name])
        return FILTERS[name]
    value = FILTERS[name] or str(field.locator("option").nth(1).get_attribute("value"))
    field.select_option(value)
    return value


def settled(page: Page) -> None:
    """Wait until a page is not being renewed, and its map is alive."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("button.take")).to_be_visible()


def filters(page: Page) -> dict[str, list[str]]:
    """Return the filters of the page's address; those that a form sends empty are left out."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_without_scripts(reader: Reader, name: str) -> None:
    """The form asks for the page with the filter: address, count, list and field follow, and the way back works."""
    page = reader.open("/", script=False)
    everything = count(page), listed(page)
    value = give(page, name)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(f"#filters [name={name}]")).to_have_value(value)
    assert filters(page)[name] == [value]
    follows(page, name, everything)
    page.go_back()
    assert (count(page), listed(page)) == everything


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter_with_scripts(reader: Reader, name: str) -> None:
    """A change applies by itself, without a page load; the address carries it, focus stays, and the way back works."""
    page = reader.open("/")
    everything = count(page), listed(page)
    page.evaluate("window.kept = true")
    value = give(page, name)
    field = page.locator(f"#filters [name={name}]")
    if name in ("text", "since", "until", "box"):
        field.press("Enter")
    page.wait_for_url(re.compile(rf"[?&]{name}="))
    settled(page)
    expect(page.locator(f"#filters [name={name}]")).to_have_value(value)
    assert page.evaluate("window.kept"), "the page was loaded anew"
    assert filters(page) == {name: [value]}
    assert page.evaluate("document.activeElement.name") == name
    follows(page, name, everything)
    page.go_back()
    page.wait_for_url(re.compile(r"/$"))
    expect(page.locator(f"#filters [name={name}]")).to_have_value("when" if name == "order" else "")
    settled(page)
    assert (count(page), listed(page)) == everything


def follows(page: Page, name: str, before: tuple[int, list[str]]) -> None:
    """Check that count and list are those of the page as it is sent for this address."""
    sent = tree(page.url)
    assert count(page) == int(str(sent.get_element_by_id("count").text_content()).split()[0])
    assert [urlsplit(href).path for href in listed(page)] == sent.xpath("//ul[@class='incidents']/li/a[1]/@href")
    if name == "order":
        assert listed(page) != before[1]
    else:
        assert count(page) <= before[0]
        assert page.locator(".chips li").count() == 1


def test_chips_and_the_next_page_apply_without_a_load(reader: Reader) -> None:
    """A chip takes its filter off, the next page follows at its place; who cannot see hears how many there are."""
    page = reader.open("/?kind=air_strike&review=machine")
    page.evaluate("window.kept = true")
    page.locator(".chips a", has_text="air strike").click()
    page.wait_for_url(re.compile(r"/\?review=machine$"))
    assert page.locator("body > [role=status]").inner_text() == page.locator("#count").inner_text()
    first = listed(page)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url(re.compile("after="))
    expect(page.locator("#list")).to_be_focused()
    assert not set(first) & set(listed(page))
    assert page.evaluate("window.kept")


def test_a_filter_that_cannot_be_is_told_at_its_form(reader: Reader) -> None:
    """With scripts a bad value leaves the page as it is, and the form says what was expected."""
    page = reader.open("/", refused=True)
    before = listed(page)
    page.locator("#filters [name=box]").fill("north of the river")
    page.locator("#filters [name=box]").press("Enter")
    expect(page.locator("#filters [role=alert]")).to_contain_text("W,S,E,N")
    assert listed(page) == before
    assert not urlsplit(page.url).query
    reader.faults = [fault for fault in reader.faults if not fault.startswith("400: ")]


def test_the_drawn_map_stands_without_scripts(reader: Reader) -> None:
    """Without JavaScript the map is a picture whose circles are links: one sets the box, and the list follows."""
    page = reader.open("/", script=False)
    svg = page.locator("#map svg")
    expect(svg).to_be_visible()
    mark = svg.locator("a[href*='box=']").first
    address = str(mark.get_attribute("href"))
    said = str(mark.get_attribute("aria-label"))
    mark.locator("circle").click()
    assert urlsplit(page.url).query == urlsplit(address).query
    assert count(page) >= int(said.split(maxsplit=1)[0].replace(",", ""))
    expect(page.locator("#filters [name=box]")).not_to_have_value("")


def test_the_map_comes_alive(reader: Reader) -> None:
    """With JavaScript Leaflet takes its place, marks have names, and its area becomes the filter."""
    page = reader.open("/")
    live = page.locator("#map .leaflet-container")
    expect(live).to_be_visible()
    assert page.locator("#map svg[role=group]").count() == 0
    marks = live.locator(".leaflet-marker-icon[aria-label]")
    expect(marks.first).to_be_visible()
    page.locator("#map .leaflet-control-zoom-in").click()
    page.get_by_role("button", name="Use this area").click()
    page.wait_for_url(re.compile("box="))
    settled(page)
    expect(page.locator("#map .leaflet-container")).to_be_visible()
    expect(page.locator("#filters [name=box]")).not_to_have_value("")


def test_a_time_is_dragged_on_the_timeline(reader: Reader) -> None:
    """Dragging over the bars sets the first and the last day of what was dragged over."""
    page = reader.open("/")
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + box["height"] * 0.5, steps=5)
    expect(page.locator("#timeline .brush")).to_have_count(1)
    page.mouse.up()
    page.wait_for_url(re.compile(r"since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d$"))
    settled(page)
    assert page.locator(".chips li").count() == 3
    assert page.locator("#timeline .brush").count() == 0


def test_a_bar_sets_its_stretch(reader: Reader) -> None:
    """A click on a bar, or Enter after the arrow keys, narrows the time to it."""
    page = reader.open("/")
    bars = page.locator("#timeline a")
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    bar = bars.nth(1)
    assert bar.evaluate("each => each === document.activeElement")
    since = str(bar.get_attribute("data-since"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"since={since}"))
    settled(page)
    expect(page.locator("#filters [name=since]")).to_have_value(since)


@pytest.mark.parametrize("script", [True, False])
def test_the_keyboard_reaches_everything(reader: Reader, *, script: bool) -> None:
    """The first Tab offers to skip to the content; going on reaches filters, map, timeline and list in this order."""
    page = reader.open("/", script=script)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    where = {
        "#filters": "filters",
        "[aria-labelledby=where]": "map",
        "[aria-labelledby=when]": "time",
        ".found": "list",
    }
    found: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        met = [name for at, name in where.items() if page.locator(f"{at} :focus").count()]
        found += [name for name in met if name not in found]
        if "list" in found:
            break
    assert found == ["filters", "map", "time", "list"]


def test_on_a_phone_everything_has_its_place(reader: Reader) -> None:
    """On a narrow screen map, timeline, list and filters stand one below the other, none over another."""
    page = reader.open("/", width=NARROW)
    tops = [page.locator(name).bounding_box() for name in ("#map", "#timeline", "ul.incidents", "#filters")]
    assert all(tops)
    edges = [(each["y"], each["y"] + each["height"]) for each in tops if each]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(edges))
