"""The page of an incident: positions side by side, every figure with its claims, hostile words that stay words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counterclaim.ledger import Ledger, Query
from counterclaim.publish.pages.incident import incident_page
from counterclaim.publish.pages.shown import how_long, how_near, web_address
from counterclaim.publish.pages.site import Ask
from counterclaim.records import Incident, Interval, PartyName, Place, Takedown
from tests.publish.derived import (
    BODIES,
    COPIED,
    DENIAL,
    DEPOT,
    FIRST,
    MIRROR,
    OPPOSED,
    POST,
    RISEN,
    WIRE,
    day,
    decided,
    moment,
)
from tests.publish.pages.walk import figures, loose, parsed

HOSTILE = "</a></mark><script>alert(1)</script><img src=x onerror=y>\"' \u202eevil\x1b[31m"


def shown(view: Ledger, incident: Incident = OPPOSED, asked: str | None = None) -> str:
    """Return the page of an incident."""
    return incident_page(view, incident, Ask(path=f"/incidents/{incident.id}"), asked or incident.id)


def test_the_sentence_is_linked_to_its_claims(made: Ledger) -> None:
    """Each clause of the sentence leads to the claim that carries it, quoted on the same page."""
    page = parsed(shown(made))
    [heading] = page.xpath("//h1")
    assert "killed 70 people, says Tisa Observatory, to at least 126 people" in " ".join(heading.text_content().split())
    [link] = [a for a in heading.iter("a") if "126" in a.text_content()]
    assert link.get("href") == f"#claim-{BODIES.id}"
    [quoted] = page.xpath("//*[@id=$at]", at=f"claim-{BODIES.id}")
    assert BODIES.evidence.text in quoted.text_content()


def test_positions_stand_side_by_side_with_their_words(made: Ledger) -> None:
    """Of a contested field each position is a card: value, voices, carriers, quotes that lead to the report."""
    page = parsed(shown(made))
    [field] = [node for node in page.find_class("field") if node.findtext("h3") == "To whom"]
    cards = field.find_class("card")
    assert [card.findtext("h4/a/bdi") for card in cards] == ["“bakery”", "“terrorists”"]
    first = " ".join(cards[0].text_content().split())
    assert "2 voices: Tisa Observatory, Harun Clinic" in first
    assert "2 origins, 3 carriers" in first
    hrefs = cards[1].xpath(".//blockquote//a/@href")
    assert hrefs == [f"/reports/{DEPOT.report}#claim-{DEPOT.id}"]


def test_the_toll_says_what_each_figure_counts_for(made: Ledger) -> None:
    """The table holds every figure with voice and standing in words; the number leads to its claim."""
    page = parsed(shown(made))
    [table] = page.xpath("//table[contains(caption, 'Killed, people')]")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [row[2:4] for row in rows] == [
        ["at least 43", "superseded by the same voice: 70"],
        ["at least 126", "stands"],
        ["at least 43", "copy: counted where its words begin: at least 43"],
        ["70", "stands"],
    ]
    assert table.xpath(".//tbody/tr[4]//a[@class='figure']/@href") == [f"#claim-{RISEN.id}"]


def test_every_figure_leads_to_its_claims(made: Ledger) -> None:
    """No number of dead or wounded stands outside a link or a block that leads to its claims."""
    page = parsed(shown(made))
    assert figures(page, made) > 20
    assert not loose(page, OPPOSED.toll)


def test_every_figure_of_the_demo_set_leads_to_its_claims(demo: Ledger) -> None:
    """The same holds for every incident that the machine makes of the demo set."""
    incidents = list(demo.incidents(Query()))
    assert len(incidents) > 5
    for incident in incidents:
        page = parsed(shown(demo, incident))
        assert figures(page, demo) > 1
        assert not loose(page, incident.toll), incident.id


def test_the_demo_market_strike_shows_its_positions(demo: Ledger) -> None:
    """The market strike of the demo set: who says it, which tolls differ, what copies whom."""
    [market] = [
        i
        for i in demo.incidents(Query(kind="air_strike"))
        if "toll" in [f.field for f in i.findings if f.state == "contested"] and i.country == "SY"
    ]
    text = " ".join(parsed(shown(demo, market)).get_element_by_id("main").text_content().split())
    for words in (
        "Contested Toll",
        "38 killed 1 voice: Syrian Observatory for Human Rights",
        "39 killed 1 voice: Civil Defence",
        "Hatay Morning, 23 Jul 2019 Copy",
        "of its text copies Meridian Wire",
        "Russia: weak strike status single-source",
        "1 voice (possibly 3)",
        "Machine-read",
    ):
        assert words in text, words


def test_grades_history_joins_and_citation_are_told(made: Ledger) -> None:
    """Grade and status have reasons with claims; who decided is named; the citation has sentence, id and address."""
    page = parsed(shown(made))
    text = " ".join(page.get_element_by_id("main").text_content().split())
    assert "“Ardania”: fair strike status declared" in text
    assert "two voices lay the harm at its door Claims: Tisa Observatory, Harun Clinic" in text
    assert "ann, 2015-10-09: “Read both pages side by side”" in text
    assert "time not known judged by a person" in text
    cite = page.get_element_by_id("cite-text")
    assert OPPOSED.id in cite.text_content()
    assert cite.get("data-path") == f"/incidents/{OPPOSED.id}"
    assert f"derived at step {made.step()} of the ledger" in " ".join(cite.text_content().split())
    assert page.xpath("//a[text()='as GeoJSON']/@href") == [f"/api/v1/incidents/{OPPOSED.id}/geojson"]


def test_a_copy_is_shown_as_a_copy(made: Ledger) -> None:
    """A report that copies says so, and its claims still stand at their address."""
    page = parsed(shown(made))
    [quoted] = page.xpath("//*[@id=$at]", at=f"claim-{COPIED.id}")
    [carrier] = [up for up in quoted.iterancestors() if "carrier" in up.get("class", "").split()]
    assert "Copy" in carrier.find_class("badge")[0].text_content()
    assert carrier.xpath("./h3/a/@href") == [f"/reports/{WIRE.id}"]


def test_an_id_that_leads_here_is_told(made: Ledger) -> None:
    """Where the id that was asked for was merged, the page says so; else it says nothing of it."""
    assert "You asked for" in shown(made, asked="i1former")
    assert "You asked for" not in shown(made)


def test_claims_that_are_gone_are_not_shown(made: Ledger) -> None:
    """After a takedown the figures of the report are gone and the page says that something is not shown."""
    gone = decided(Takedown(report=MIRROR.id, reason_class="privacy"), "ann", 10, "A private person")
    made.take_down(gone)
    text = shown(made)
    page = parsed(text)
    assert "126" not in page.get_element_by_id("main").text_content()
    assert "no longer show" in text
    assert figures(page, made)


def test_what_nobody_says_is_told_as_not_stated(made: Ledger) -> None:
    """Without time, place, parties and accused the page says so in words."""
    bare = replace(OPPOSED, when=None, place=None, country=None, actors=(), targets=(), findings=(), grades=(), toll=())
    page = parsed(shown(made, bare))
    text = page.get_element_by_id("main").text_content()
    assert page.xpath("//dt[text()='To whom']/following-sibling::dd/text()") == ["not stated"]
    for words in ("time not stated", "place not stated", "Nobody is accused"):
        assert words in text


@pytest.mark.parametrize("where", ["name", "voice", "reason"])
def test_hostile_words_stay_words(made: Ledger, where: str) -> None:
    """Markup and direction codes in names, voices and reasons reach the page as text only."""
    place = replace(OPPOSED.place, name=HOSTILE) if OPPOSED.place and where == "name" else OPPOSED.place
    voices = replace(OPPOSED.voices, names=(HOSTILE,)) if where == "voice" else OPPOSED.voices
    joins = (replace(OPPOSED.joins[0], reason=HOSTILE),) if where == "reason" else OPPOSED.joins
    text = shown(made, replace(OPPOSED, place=place, voices=voices, joins=joins))
    page = parsed(text)
    assert not page.xpath("//img")
    assert len(page.xpath("//script")) == 1
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "alert(1)" in page.get_element_by_id("main").text_content()


def test_a_masked_name_is_no_link(made: Ledger) -> None:
    """Names that the publication profile masks lead nowhere; others still do."""
    masked = replace(OPPOSED, targets=(PartyName(name="█████"),))
    page = parsed(shown(made, replace(masked, place=Place(name="████"))))
    links = page.xpath("//dl[@class='facts']//a/@href")
    assert "/parties/ardania" in links
    assert not [href for href in links if "%E2%96%88" in href]
    assert "█████" in page.text_content()


def test_parts_stand_at_their_own_address(made: Ledger) -> None:
    """A claim about a part is quoted with its figure, once."""
    about = replace(OPPOSED, parts=(FIRST.id,), claims=tuple(claim for claim in OPPOSED.claims if claim != FIRST.id))
    page = parsed(shown(made, about))
    [part] = page.xpath("//*[@id=$at]", at=f"claim-{FIRST.id}")
    assert "killed at least 43 people" in part.text_content()
    assert "Parts" in page.xpath("//h2/text()")


def test_precision_is_told_in_words() -> None:
    """Width of time and radius of place are words; nothing is said of what is not known."""
    assert how_long(day(6)) == "known to the day"
    assert how_long(Interval(start=moment(6, 1), end=moment(6, 4))) == "known to 3 hours"
    assert how_long(Interval(start=moment(1, 0), end=moment(8, 0))) == "some time within 7 days"
    assert how_long(Interval(start=moment(6, 1))) == "one end is not known"
    assert how_long(None) == how_near(None) == ""
    assert how_near(OPPOSED.place) == "somewhere in the settlement, within 2 km"
    assert how_near(Place(name="Harun", alternatives=("SY", "TR", "geonames:1"))) == (
        "not located, claimed by Syria and Turkey, the name may mean 1 other place"
    )


def test_only_addresses_of_the_web_are_links() -> None:
    """An address of another kind than the web's own is no link."""
    assert web_address("HTTPS://a.example/") == "HTTPS://a.example/"
    assert web_address("javascript:alert(1)") == web_address(None) == ""


def test_denials_are_marked(made: Ledger) -> None:
    """A claim that denies is marked in words beside its quote."""
    page = parsed(shown(made))
    [quoted] = page.xpath("//*[@id=$at]", at=f"claim-{DENIAL.id}")
    assert [mark.text for mark in quoted.find_class("mark")] == ["denies"]
    assert POST.publisher in page.text_content()
