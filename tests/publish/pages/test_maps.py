"""The maps: every mark leads somewhere and says what it is; circles, never bare pins; small; names stay words."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from lxml import html

from counterclaim.ledger import Box, Brief, Ledger, Query
from counterclaim.publish.pages.clusters import clustered
from counterclaim.publish.pages.filters import parse, to_params
from counterclaim.publish.pages.maps import degrees, incident_map, overview_map
from counterclaim.publish.panorama import Panorama, panorama
from counterclaim.records import Incident, Place
from counterclaim.store.brief import brief
from tests.publish.derived import OPPOSED

HOSTILE = '"><script>alert(1)</script>\u202e\x1b[31m'
SMALL = 150_000


def link(query: Query) -> str:
    """Return an address of the overview."""
    return f"/?{to_params(query)}"


def drawn(seen: Panorama, query: Query) -> str:
    """Return the map of what a query meets."""
    return str(overview_map(seen.select(query), query, link, lambda name: f"/incidents/{name}"))


def tree(text: str) -> Any:
    """Return a map as a tree; nothing in it is inline."""
    found = html.fromstring(f"<div>{text}</div>")
    assert not found.xpath("//@style | //script | //style")
    assert not [name for node in found.iter() for name in getattr(node, "attrib", {}) if name.startswith("on")]
    return found


def at(number: int, lat_deg: float, lon_deg: float) -> Brief:
    """Return an incident at a point."""
    place = Place(name="Somewhere", lat_deg=lat_deg, lon_deg=lon_deg, radius_m=900.0, precision="settlement")
    return msgspec.structs.replace(brief(OPPOSED), id=f"i1{number:032x}", place=place)


def placed(place: Place | None) -> Incident:
    """Return an incident with another place."""
    return msgspec.structs.replace(OPPOSED, place=place)


def test_every_number_is_a_link(outlook: Panorama) -> None:
    """Each mark of the demo set is a link with a name; together they count every incident that has a place."""
    found = outlook.select(Query())
    marks = tree(drawn(outlook, Query())).xpath("//*[contains(@class, 'marks')]/a")
    counts = [int(mark.xpath("./text")[0].text) for mark in marks]
    assert sum(counts) == found.total - found.unplaced
    for mark, count in zip(marks, counts, strict=True):
        assert re.fullmatch(rf"{count} incidents? near .+?(, \d+ contested)?", mark.get("aria-label")), mark.get(
            "aria-label"
        )
        assert mark.get("href").startswith("/incidents/" if count == 1 else "/?box=")


def test_a_marks_link_meets_what_it_counts() -> None:
    """The area of a mark's link meets just the incidents that the mark counts, their circles apart."""
    seen = panorama([at(n, 30 + n % 7, 10 + n % 11) for n in range(154)], 1)
    for mark in tree(drawn(seen, Query())).xpath("//*[contains(@class, 'marks')]/a"):
        count = int(mark.xpath("./text")[0].text)
        query = parse(parse_qs(urlsplit(str(mark.get("href"))).query))
        assert query.box is not None
        assert sum(cell.count for cell in seen.select(Query()).cells(query.box, 1, 1)) == count


def test_a_lone_incident_is_opened() -> None:
    """A mark of one incident leads to its page."""
    marks = tree(drawn(panorama([at(7, 36.2, 37.16)], 1), Query())).xpath("//*[contains(@class, 'marks')]/a")
    assert [mark.get("href") for mark in marks] == [f"/incidents/i1{7:032x}"]
    assert marks[0].get("aria-label").startswith("1 incident near Aleppo")


def test_filters_stay_on() -> None:
    """A mark's link keeps the other filters, and begins the list anew."""
    seen = panorama([at(n, 36.2, 37.16) for n in range(5)], 1)
    query = Query(harm=OPPOSED.toll[0].harm, after=f"i1{2:032x}")
    (mark,) = tree(drawn(seen, query)).xpath("//*[contains(@class, 'marks')]/a")
    told = parse_qs(urlsplit(str(mark.get("href"))).query)
    assert (set(told), told["harm"]) == ({"harm", "box"}, [query.harm])


def test_the_area_is_drawn_and_what_lies_outside_is_told() -> None:
    """A filter by area is a rectangle of the map; an incident that reaches into it from far off is counted in words."""
    wide = msgspec.structs.replace(
        at(1, 20.0, 20.0), place=Place(name="Wide", lat_deg=20.0, lon_deg=20.0, radius_m=3e6, precision="region")
    )
    seen = panorama([at(0, 36.2, 37.16), wide], 1)
    page = tree(drawn(seen, Query(box=Box(west=36, south=35, east=38, north=37))))
    assert len(page.find_class("area")) == 1
    assert page.get_element_by_id("map").get("data-filter") == "36,35,38,37"
    told = page.xpath("//figcaption/p/a")
    assert [(one.text, one.get("href")) for one in told] == [("1", "#list")]


def test_an_area_across_the_antimeridian_shows_the_world() -> None:
    """Where the box crosses 180°, the map is of the world, and the incidents are on it."""
    seen = panorama([at(0, -17.0, 179.0), at(1, -17.0, -179.0)], 1)
    page = tree(drawn(seen, Query(box=Box(west=178, south=-20, east=-178, north=-10))))
    assert page.get_element_by_id("map").get("data-box").startswith("-180,")
    assert len(page.xpath("//*[contains(@class, 'marks')]/a")) == 2
    assert page.get_element_by_id("map").get("data-filter") == ""


def test_nothing_placed_is_said() -> None:
    """A map of nothing says so."""
    assert "has a known place" in tree(drawn(panorama([], 1), Query())).xpath("string(//figcaption/p)")


def test_the_map_is_small_however_many_there_are() -> None:
    """Ten thousand incidents all over the world make a map below 150 kB, on which no circle covers another."""
    seen = panorama([at(n, -50 + n * 37 % 131, -180 + n * 53 % 359) for n in range(10_000)], 1)
    text = drawn(seen, Query(kind=OPPOSED.kinds[0]))
    assert len(text.encode()) < SMALL
    circles = [
        tuple(float(circle.get(name)) for name in ("cx", "cy", "r"))
        for circle in tree(text).xpath("//*[contains(@class, 'marks')]/a/circle[not(@class)]")
    ]
    assert len(circles) > 20
    for number, (x, y, r) in enumerate(circles):
        assert all((x - u) ** 2 + (y - v) ** 2 >= (r + s - 0.5) ** 2 for u, v, s in circles[number + 1 :])


def test_clusters_lose_nothing() -> None:
    """Put together, cells still count all, and no box overlaps another."""
    seen = panorama([at(n, n % 50, n * 7 % 60) for n in range(500)], 1)
    cells = seen.select(Query()).cells(Box(west=0, south=0, east=60, north=50), 12, 10)
    made = clustered(cells, lambda one, other: abs(one.lon_deg - other.lon_deg) + abs(one.lat_deg - other.lat_deg) < 6)
    assert sum(cell.count for cell in made) == sum(cell.count for cell in cells) == 500
    assert len(made) < len(cells)
    for number, one in enumerate(made):
        for other in made[number + 1 :]:
            apart = one.east <= other.west + 1e-5 or other.east <= one.west + 1e-5
            assert apart or one.north <= other.south + 1e-5 or other.north <= one.south + 1e-5


def test_an_incidents_circle_is_drawn() -> None:
    """The circle is as wide as its radius on the map's scale, and said in words."""
    place = Place(name="Aleppo", lat_deg=36.2, lon_deg=37.16, radius_m=100_000.0, precision="province", country="SY")
    page = tree(str(incident_map(placed(place))))
    (circle,) = page.find_class("uncertain")
    (bar,) = page.xpath("//*[@class='scale']/path/@d")
    (length,) = page.xpath("//*[@class='scale']/text/text()")
    km_a_unit = float(length.removesuffix(" km")) / float(re.findall(r"h([\d.]+)", bar)[0])
    assert float(circle.get("r")) * km_a_unit == pytest.approx(100, rel=0.05)
    assert "somewhere in the province, within 100 km" in page.xpath("string(//desc)")
    assert "Syria" in page.xpath("//*[@class='names']/text/text()")


def test_a_point_is_never_bare() -> None:
    """Even a place known exactly has a circle that can be seen."""
    place = Place(name="A bridge", lat_deg=36.2, lon_deg=37.16, radius_m=50.0, precision="exact")
    (circle,) = tree(str(incident_map(placed(place)))).find_class("uncertain")
    assert float(circle.get("r")) == 3.0


@pytest.mark.parametrize("lon_deg", [179.9, -179.9])
@pytest.mark.parametrize("radius_m", [900.0, 2e5, 4e6])
@pytest.mark.parametrize("lat_deg", [-89.0, 0.0, 89.9])
def test_maps_at_the_worlds_edges(lat_deg: float, lon_deg: float, radius_m: float) -> None:
    """Near a pole and the antimeridian a map is drawn too, with its circle's middle on it."""
    place = Place(name="Far off", lat_deg=lat_deg, lon_deg=lon_deg, radius_m=radius_m, precision="region")
    page = tree(str(incident_map(placed(place))))
    (circle,) = page.find_class("uncertain")
    width, height = map(float, page.xpath("//svg")[0].get("viewbox").split()[2:])
    assert 0 <= float(circle.get("cx")) <= width
    assert 0 <= float(circle.get("cy")) <= height


@pytest.mark.parametrize("place", [None, Place(name="Al Nowhere", country="SY")])
def test_without_a_point_words_stand_for_the_map(place: Place | None) -> None:
    """An incident that cannot be placed has a sentence that says so, and no picture."""
    page = tree(str(incident_map(placed(place))))
    assert not page.xpath("//svg")
    assert page.xpath("string(//p)").startswith("No map: ")


def test_hostile_names_stay_words() -> None:
    """A place's name closes no tag, and turns no writing."""
    place = Place(name=HOSTILE, lat_deg=36.2, lon_deg=37.16, radius_m=5e3, precision="settlement")
    for one in (place, msgspec.structs.replace(place, lat_deg=None, lon_deg=None, radius_m=None)):
        text = str(incident_map(placed(one)))
        assert not tree(text).xpath("//script")
        assert "&lt;script&gt;" in text
        assert not {"\u202e", "\x1b"} & set(text)


def test_hostile_filters_stay_words() -> None:
    """A filter's words are quoted wherever the map repeats them."""
    text = drawn(panorama([at(n, 36.2, 37.16) for n in range(3)], 1), Query(party=OPPOSED.actors[0].name + HOSTILE))
    assert not tree(text).xpath("//script")
    assert "<script>" not in text


def test_maps_of_the_demo_are_small(demo: Ledger) -> None:
    """Every incident of the demo set has a map below 150 kB, or words."""
    for one in demo.briefs():
        incident = demo.incident(one.id)
        assert isinstance(incident, Incident)
        text = str(incident_map(incident))
        assert len(text.encode()) < SMALL
        assert ("<svg" in text) == (incident.place is not None and incident.place.radius_m is not None)


@pytest.mark.parametrize(
    ("value", "digits", "said"), [(36.12, 1, "36.1° N"), (-0.5, 1, "0.5° S"), (0.0, 0, "0°"), (-0.01, 1, "0.0°")]
)
def test_degrees_in_words(value: float, digits: int, said: str) -> None:
    """Degrees have the letter of their half of the world; the equator has none."""
    assert degrees(value, "N", "S", digits) == said
