"""The overview: what it lists and counts follows the filters, and every way on from it is an address that is met."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from counterclaim.ledger import Ledger, Query
from counterclaim.publish.pages.filters import NAMES, parse, to_params
from counterclaim.publish.pages.overview import SHOWN, overview
from counterclaim.publish.pages.site import Ask
from counterclaim.publish.panorama import Panorama, panorama
from counterclaim.records import PartyName, Place
from counterclaim.store.opening import open_ledger
from tests.publish.pages.walk import parsed
from tests.publish.panorama import ledgers

ALL_FILTERS: Final = (
    "since=2015-10-01&until=2015-10-30&box=-170,-80,170,80&country=SY&kind=shelling&party=reuters&grade=weak"
    "&harm=killed&contested=true&review=machine&text=shells&order=toll"
)
HOSTILE: Final = "<script>alert(1)</script>\"' \u202eevil"


@pytest.fixture(scope="module")
def crowd() -> Iterator[Ledger]:
    """Open a ledger of 150 made-up incidents of every sort."""
    with tempfile.TemporaryDirectory() as folder:
        held = open_ledger(str(Path(folder) / "crowd.db"))
        ledgers.fill(held, random.Random(5), 152)
        yield held
        held.close()


@pytest.fixture(scope="module")
def seen(crowd: Ledger) -> Panorama:
    """Return the snapshot of them."""
    return panorama(crowd.briefs(), crowd.step())


def page(view: Ledger, seen: Panorama, query: Query = Query()) -> Any:  # noqa: B008 - a frozen value
    """Return the overview as a tree."""
    return parsed(overview(view, seen, query, Ask()))


def asked(params: str) -> Query:
    """Return the query of an address, or of its parameters alone."""
    found = urlsplit(params).query if params.startswith("/") else params
    return parse(parse_qs(found, keep_blank_values=True))


def listed(tree: Any) -> list[str]:
    """Return the incidents (ids) of the list, in its order."""
    return [str(href).rpartition("/")[2] for href in tree.xpath("//ul[@class='incidents']/li/a[1]/@href")]


def said(tree: Any) -> int:
    """Return how many incidents the page says that it shows."""
    return int(str(tree.get_element_by_id("count").text_content()).split()[0].replace(",", ""))


def words(tree: Any) -> str:
    """Return what the page says."""
    return " ".join(str(tree.get_element_by_id("main").text_content()).split())


def test_the_list_is_what_the_query_meets(crowd: Ledger, seen: Panorama) -> None:
    """Every order shows the incidents of the ledger in that order, and says how many there are."""
    for order in ("", "order=toll", "order=spread", "order=review"):
        tree = page(crowd, seen, asked(order))
        expected = [one.id for one in crowd.incidents(replace(asked(order), limit=SHOWN))]
        assert listed(tree) == expected
        assert said(tree) == len(seen) == 150


@pytest.mark.parametrize("name", ["kind", "country", "party", "harm", "grade", "contested", "review"])
def test_each_value_says_how_many_it_would_leave(crowd: Ledger, seen: Panorama, name: str) -> None:
    """The count beside a value is what the page shows once it is chosen, also with another filter on."""
    for other in ("", "kind=battle" if name != "kind" else "country=SY"):
        tree = page(crowd, seen, asked(other))
        options = tree.xpath("//select[@name=$name]/option[@value!='']", name=name)
        assert options
        for option in options:
            told = option.text_content().rpartition("(")[2].rstrip(")").replace(",", "")
            query = replace(asked(other), **{name: getattr(asked(f"{name}={option.get('value')}"), name)})
            chosen = page(crowd, seen, query)
            assert said(chosen) == int(told), (name, option.get("value"))
            [marked] = chosen.xpath("//select[@name=$name]/option[@selected]", name=name)
            assert marked.get("value") == option.get("value")


def test_the_form_holds_the_filters_that_are_on(crowd: Ledger, seen: Panorama) -> None:
    """Sending the form as it stands asks for the same incidents again, from the first page on."""
    query = asked(ALL_FILTERS)
    [form] = page(crowd, seen, query).xpath("//form[@id='filters']")
    assert form.get("method") == "get"
    assert sorted(form.fields) == sorted(set(NAMES) - {"after"})
    assert parse({name: [value or ""] for name, value in form.fields.items()}) == query


def test_each_field_of_the_form_has_a_label(crowd: Ledger, seen: Panorama) -> None:
    """Who cannot see the form hears what each field is for."""
    tree = page(crowd, seen)
    for field in tree.xpath("//form[@id='filters']//*[self::input or self::select]"):
        assert tree.xpath("//label[@for=$at]", at=field.get("id")), field.get("name")


def test_each_filter_that_is_on_can_be_taken_off(crowd: Ledger, seen: Panorama) -> None:
    """A chip leads to the page with all other filters; the last takes all off."""
    query = asked(ALL_FILTERS)
    chips = page(crowd, seen, query).xpath("//ul[@class='chips']/li/a/@href")
    names = [name for name in NAMES if name not in ("order", "after")]
    assert [asked(str(href)) for href in chips] == [*(replace(query, **{name: None}) for name in names), Query()]
    assert not page(crowd, seen).find_class("chips")


def test_paging_shows_each_incident_once(crowd: Ledger, seen: Panorama) -> None:
    """Following the next page to the end passes every incident once, and leads back to the first."""
    for params in ("order=toll", "review=machine"):
        found: list[str] = []
        tree = page(crowd, seen, asked(params))
        total = said(tree)
        while ahead := tree.xpath("//a[contains(@rel, 'next')]/@href"):
            found += listed(tree)
            tree = page(crowd, seen, asked(str(ahead[0])))
            [first] = tree.xpath("//nav[@class='pages']/a[text()='First page']/@href")
            assert asked(str(first)) == asked(params)
        found += listed(tree)
        assert len(found) == len(set(found)) == total


def test_every_address_on_the_page_is_met(crowd: Ledger, seen: Panorama) -> None:
    """Chips, marks of map and timeline, and lists as data all carry filters that can be read."""
    for params in ("", ALL_FILTERS, "since=2015-10-05&until=2015-10-05", "box=170,-60,-170,60"):
        query = asked(params)
        tree = page(crowd, seen, query)
        hrefs = [str(href) for href in tree.xpath("//*[local-name()='a']/@href") if urlsplit(str(href)).query]
        for href in hrefs:
            asked(href)
        data = [href for href in hrefs if href.startswith("/api/")]
        assert all(asked(href) == query for href in data)
        assert len(data) == (3 if params else 0)


def test_the_marks_of_map_and_timeline_narrow_the_filters(crowd: Ledger, seen: Panorama) -> None:
    """A mark on the map leads to its incident or sets the box, a bar sets the days; all else stays as it was."""
    query = asked("review=machine&harm=killed")
    tree = page(crowd, seen, query)
    where = [str(href) for href in tree.xpath("//section[@aria-labelledby='where']//*[local-name()='a']/@href")]
    incidents = [href for href in where if href.startswith("/incidents/")]
    boxes = [asked(href) for href in where if href.startswith("/?")]
    assert set(where) - set(incidents) == {"#list", *(href for href in where if href.startswith("/?"))}
    assert boxes
    assert all(replace(each, box=None) == query and each.box is not None for each in boxes)
    when = [str(href) for href in tree.xpath("//section[@aria-labelledby='when']//*[local-name()='a']/@href")]
    bars = [asked(href) for href in when if href != "#list"]
    assert bars
    assert all(replace(each, since=None, until=None) == query and each.since and each.until for each in bars)


def test_what_map_and_timeline_cannot_show_is_counted(crowd: Ledger, seen: Panorama) -> None:
    """Incidents without a time or a place are told beside the timeline and the map."""
    found = seen.select(Query())
    text = words(page(crowd, seen))
    assert found.unplaced > 1
    assert found.undated > 1
    assert f"Not on the map: {found.unplaced} with no place" in text
    assert f"Not on the timeline: {found.undated} whose time" in text


def test_a_search_offers_the_page_of_what_it_names(demo: Ledger, outlook: Panorama) -> None:
    """Words that are the name of a party or of a place that is met lead to its page beside the incidents."""
    tree = page(demo, outlook, Query(text="Syrian Observatory for Human Rights"))
    assert tree.xpath("//p[@class='notice']//a/@href") == ["/parties/sohr"]
    found = next(one.place.name for one in outlook if one.place is not None)
    tree = page(demo, outlook, Query(text=found))
    if said(tree):
        assert any(str(href).startswith("/places/") for href in tree.xpath("//p[@class='notice']//a/@href"))


def test_nothing_met_is_told(crowd: Ledger, seen: Panorama) -> None:
    """Where no incident is met the page says so, keeps the filters, and offers to take them off."""
    tree = page(crowd, seen, asked("text=nowhere&kind=battle"))
    assert said(tree) == 0
    assert "No incident meets these filters" in words(tree)
    assert tree.xpath("//select[@name='kind']/option[@selected]/@value") == ["battle"]
    assert len(tree.xpath("//ul[@class='chips']/li")) == 3


def test_an_empty_ledger_says_how_to_fill_it(tmp_path: Path) -> None:
    """Without an incident the page tells which command reads reports, or that those stored wait to be fused."""
    held = open_ledger(str(tmp_path / "empty.db"))
    nothing = panorama((), 0)
    assert "counterclaim ingest FILES" in words(page(held, nothing))
    assert "counterclaim rebuild" in words(parsed(overview(held, nothing, Query(), Ask(waiting=3))))
    held.close()


def test_hostile_words_stay_words(crowd: Ledger, seen: Panorama) -> None:
    """Markup and direction codes in filters and in names reach the page as text only."""
    one = next(iter(seen))
    named = replace(one, actors=(PartyName(name=HOSTILE),), parties=(HOSTILE.casefold(),))
    bad = seen.renewed([replace(named, place=Place(name=HOSTILE))], frozenset(), 2)
    for query in (Query(), Query(party=HOSTILE), Query(text=HOSTILE), Query(party=HOSTILE.casefold())):
        text = overview(crowd, bad, query, Ask())
        tree = parsed(text)
        assert "\u202e" not in text
        assert "<script>alert" not in text
        assert all(script.get("src") for script in tree.iter("script"))


def test_addresses_stand_below_the_prefix(crowd: Ledger, seen: Panorama) -> None:
    """Behind a proxy that gives the site a prefix, every own address on the page has it."""
    tree = parsed(overview(crowd, seen, asked(ALL_FILTERS), Ask(root="/claims")))
    own = [str(found) for name in ("href", "src", "action") for found in tree.xpath(f"//@{name}")]
    assert [found for found in own if not found.startswith(("/claims/", "#", "data:"))] == []


def test_the_page_is_the_same_for_one_query(crowd: Ledger, seen: Panorama) -> None:
    """However a query is spelt, its page is the same byte for byte, and small."""
    spelt = asked("&".join(reversed(ALL_FILTERS.split("&"))))
    first, second = (overview(crowd, seen, query, Ask()) for query in (asked(ALL_FILTERS), spelt))
    assert to_params(spelt) == to_params(asked(ALL_FILTERS))
    assert first == second
    assert len(overview(crowd, seen, Query(), Ask()).encode()) < 300_000
