"""Places as written: which words are scenes, how far the phrase goes, and where it lies."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.nlp import parse
from counterclaim.claims.places import PlaceMention, country_code, main_country, place_mentions


def read(text: str) -> list[PlaceMention]:
    """Return the places of a text."""
    return list(place_mentions(parse(text)))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Storms of shells fell on Kunduz province, and also on Takhar province to the east and Balkh province.",
            ["Kunduz province", "Takhar province", "Balkh province"],
        ),
        ("Shells fell on the outskirts of Raqqa.", ["outskirts of Raqqa"]),
        ("A drone struck a village near Manbij.", ["village near Manbij"]),
        ("Troops entered the northern district of Manbij.", ["northern district of Manbij"]),
        ("An area west of Damascus was bombed.", ["area west of Damascus"]),
        ("Convoys waited at the Syria-Turkey border crossing.", ["Syria-Turkey border crossing"]),
        ("Two shells hit the al-Basatin neighborhood.", ["al-Basatin neighborhood"]),
        ("The town of Zarnuqa was shelled.", ["town of Zarnuqa"]),
        ("Fighting raged in northern Syria.", ["northern Syria"]),
        ("The army shelled Tal Sukkar at noon.", ["Tal Sukkar"]),
        ("Fighting was heavy in Bakhmut and Avdiivka.", ["Bakhmut", "Avdiivka"]),
        ("The blast shook the outskirts of the capital.", ["outskirts of the capital"]),
        ("Rockets struck a market in Omdurman, Sudan.", ["Omdurman"]),
        ("Gunmen attacked Lashkar Gah in Helmand province.", ["Lashkar Gah in Helmand province"]),
    ],
)
def test_phrases(text: str, places: list[str]) -> None:
    """Names keep what narrows them, lists fall apart, a state after a comma only says where."""
    assert [p.text for p in read(text)] == places


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said the raids would go on.",
        "Russia denied it.",
        "The Britain-based group counted four dead.",
        "The Free Syrian Army denied the report.",
        "The Islamic State of Iraq claimed it.",
        "Syrian rebels fled.",
        "A source in Damascus told reporters so.",
        "But the Front said nothing.",
        "Aleppo Media Center posted a video.",
    ],
)
def test_what_is_no_scene(text: str) -> None:
    """Governments, demonyms, seats and parts of party names are no scenes."""
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "BEIRUT (Reuters) - Nine people died in Homs.",
        "BEIRUT, Lebanon (AP) — Nine people died in Homs.",
        "Beirut, Lebanon: Nine people died in Homs.",
        "Nine people died. BEIRUT (AFP) Nine people died in Homs.",
    ],
)
def test_a_dateline_is_not_the_scene(text: str) -> None:
    """Where a report was written is left out; where it happened is kept."""
    assert [p.text for p in read(text)] == ["Homs"]


def test_resolution() -> None:
    """A province is a wide circle round its seat, a town a small one with its source, an unknown name no point."""
    province, town, unknown = read("Jets hit Hama province. Shells fell in Bakhmut. Rockets hit the town of Zarnuqa.")
    assert (province.country, province.place.precision) == ("SY", "province")
    assert province.place.radius_m is not None
    assert province.place.radius_m > 30_000
    assert (town.country, town.place.precision) == ("UA", "settlement")
    assert town.place.gazetteer_id is not None
    assert town.place.gazetteer_id.startswith("geonames:")
    assert (unknown.country, unknown.place.lat_deg) == (None, None)


def test_one_name_in_two_states_follows_the_report() -> None:
    """Tripoli is Libya's in a report about Libya and Lebanon's in one about Lebanon; the other stays an alternative."""
    libyan = read("Libyan militias fought in Tripoli.")[0]
    lebanese = read("Lebanese troops deployed in Tripoli.")[0]
    assert (libyan.country, lebanese.country) == ("LY", "LB")
    assert lebanese.place.gazetteer_id in libyan.place.alternatives
    assert libyan.place.gazetteer_id in lebanese.place.alternatives


def test_distances_parts_and_stretches() -> None:
    """What stands before a name moves and widens its circle; the name stays as written."""
    (east,) = read("A shell fell 12 km east of Mosul.")
    assert (east.name, east.place.precision, east.place.radius_m) == ("Mosul", "near", 10_000.0)
    assert east.place.lon_deg is not None
    assert east.place.lon_deg > 43.2
    (part,) = read("Troops advanced in northern Syria.")
    assert (part.country, part.place.precision) == ("SY", "country")
    assert part.place.lat_deg is not None
    assert part.place.lat_deg > 35.5
    one, other = read("Shells fell on the road between Homs and Palmyra.")
    assert (one.text, other.text) == ("Homs", "Palmyra")
    assert one.place.lat_deg == other.place.lat_deg
    assert one.place.gazetteer_id is None


def test_a_border_lies_in_no_one_state() -> None:
    """What lies along a border may be on either side: no point, no country, the state an alternative or unsaid."""
    border = next(p for p in read("Fighters massed near the Turkish border.") if "border" in p.text)
    assert (border.country, border.place.country, border.place.lat_deg) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "name", "start"),
    [
        ("Shells fell on Aleppo airport.", "Aleppo airport", "icao:"),
        ("Missiles hit the Shayrat airbase.", "Shayrat airbase", "counterclaim:"),
        ("Troops held the Tishreen dam.", "Tishreen dam", "counterclaim:"),
    ],
)
def test_a_site_is_not_the_town_it_is_named_after(text: str, name: str, start: str) -> None:
    """An airport, base or dam has a small circle of its own, whatever word of its kind is used."""
    (place,) = read(text)
    assert (place.text, place.country, place.place.precision) == (name, "SY", "near")
    assert place.place.gazetteer_id is not None
    assert place.place.gazetteer_id.startswith(start)
    assert place.place.radius_m is not None
    assert place.place.radius_m <= 5_000


def test_the_setting_counts() -> None:
    """The headline and the address of a report tell which place of a name is meant."""
    doc = parse("A fire broke out in Hamilton overnight.")
    home = place_mentions(doc, Setting(title="Floods across Wellington and Auckland", url="https://news.example.nz/1"))
    assert [p.country for p in home] == ["NZ"]


def test_a_possessive_that_lost_its_apostrophe() -> None:
    """The bare s of an owner is no part of the place's name."""
    assert [(p.text, p.name) for p in read("Shells fell on Mosuls old market.")] == [("Mosul", "Mosul")]


def test_locative() -> None:
    """A place after a preposition of place or as the object of a strike is locative."""
    assert all(p.locative for p in read("Jets bombed Taiz. Clashes went on in Marib."))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syria", "SY"),
        ("Syrian", "SY"),
        ("Syrians", "SY"),
        ("U.S.", "US"),
        ("Kyiv", "UA"),
        ("El Fasher", "SD"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_country_code(name: str, code: str | None) -> None:
    """States, demonyms, capitals and unambiguous places give a code, anything else None."""
    assert country_code(name) == code


def test_main_country() -> None:
    """The state of most scenes is the report's; without a majority there is none."""
    clear = parse("Shells hit Bakhmut and Avdiivka. A drone fell in Belgorod.")
    assert main_country(clear, place_mentions(clear)) == "UA"
    split = parse("Shells hit Bakhmut. A drone fell in Belgorod.")
    assert main_country(split, place_mentions(split)) is None
    bare = parse("Nothing happened.")
    assert main_country(bare, place_mentions(bare)) is None


WORDS = st.sampled_from(
    [
        "In",
        "northern",
        "Syria",
        ",",
        "Aleppo",
        "city",
        "of",
        "al",
        "-",
        "Bab",
        "near",
        "Tal",
        "Rifaat",
        "the",
        "town",
        "and",
    ]
    + [
        "Moscow",
        "said",
        "hit",
        "province",
        "(",
        ")",
        "Reuters",
        "\n",
        "west",
        "outskirts",
        "capital",
        "'s",
        "Khan",
        "Younis",
    ]
)


@given(st.lists(WORDS, max_size=30))
def test_offsets_and_order_hold_on_any_word_salad(words: list[str]) -> None:
    """Each place's words stand at its offsets, in reading order, none over another; nothing crashes."""
    text = " ".join(words)
    found = place_mentions(parse(text))
    assert all(text[p.start : p.end] == p.text and p.name for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
