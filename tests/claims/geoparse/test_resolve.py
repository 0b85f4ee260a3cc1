"""Which place a name means: by what the words say, by the report's other names, by its surroundings."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.geoparse.resolution import Resolution, Toponym
from counterclaim.claims.geoparse.resolve import resolve
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.gazetteer.index import gazetteer
from counterclaim.geo import distance_m


def spans(text: str, *names: str) -> list[Toponym]:
    """Return each name where it stands first after the name before it."""
    found: list[Toponym] = []
    at = 0
    for name in names:
        at = text.index(name, at)
        found.append(Toponym(at, at + len(name), name))
        at += len(name)
    return found


def places(text: str, *names: str, setting: Setting | None = None) -> list[Resolution | None]:
    """Return what the names of a text resolve to."""
    return list(resolve(text, spans(text, *names), setting))


def first(text: str, *names: str, setting: Setting | None = None) -> Resolution:
    """Return the first name's place, which must be there."""
    found = places(text, *names, setting=setting)[0]
    assert found is not None
    return found


def within(found: Resolution, lat: float, lon: float, km: float) -> bool:
    """Say whether a place's point lies within ``km`` of a point."""
    return distance_m(found.lat_deg, found.lon_deg, lat, lon) <= km * 1000


@pytest.mark.parametrize(
    ("text", "names", "lat", "lon"),
    [
        ("A barn burnt down in Paris, Texas, at noon.", ("Paris", "Texas"), 33.66, -95.56),
        ("A barn burnt down in Paris, Ky., at noon.", ("Paris", "Ky."), 38.21, -84.25),
        ("A barn burnt down in Paris (France).", ("Paris", "France"), 48.85, 2.35),
        ("Shells fell on Tripoli in Lebanon.", ("Tripoli", "Lebanon"), 34.43, 35.85),
        ("Shells fell on Tripoli, the capital of Libya.", ("Tripoli", "Libya"), 32.89, 13.19),
        ("The Syrian town of Salamiyah was quiet.", ("Syrian", "Salamiyah"), 35.01, 37.05),
    ],
)
def test_what_the_words_around_a_name_say(text: str, names: tuple[str, ...], lat: float, lon: float) -> None:
    """A state or division beside a name decides which of the places so called is meant."""
    found = places(text, *names)
    at = next(k for k, name in enumerate(names) if name in ("Paris", "Tripoli", "Salamiyah"))
    place = found[at]
    assert place is not None
    assert within(place, lat, lon, 30)
    assert place.alternatives or place.reasons
    assert "the words around the name say so" in place.reasons


def test_other_names_decide() -> None:
    """Names without a word beside them go where the report's other names lie."""
    there = first(
        "From Tripoli the road leads to Zahle and on to Baalbek and Tyre.", "Tripoli", "Zahle", "Baalbek", "Tyre"
    )
    assert there.country == "LB"
    assert (
        first("From Tripoli the road leads to Misrata and Benghazi.", "Tripoli", "Misrata", "Benghazi").country == "LY"
    )


def test_one_name_means_one_place() -> None:
    """The place that a name got once from the words beside it is its place in the whole report."""
    text = "Fire crews in Manchester, New Hampshire, were busy. Manchester has four stations."
    found = places(text, "Manchester", "New Hampshire", "Manchester")
    assert found[0] is not None
    assert found[2] is not None
    assert found[0].gazetteer_id == found[2].gazetteer_id
    assert found[0].country == "US"


def test_type_words_tell_town_from_province() -> None:
    """The name alone is the town; with "province" after it, in the next sentence, the province, an area."""
    town, province = places("Aleppo was shelled. Villages of Aleppo province too.", "Aleppo", "Aleppo")
    assert town is not None
    assert province is not None
    assert (town.precision, province.precision) == ("settlement", "province")
    assert town.area_id is None
    assert province.area_id == province.gazetteer_id
    assert province.radius_m > town.radius_m


@pytest.mark.parametrize(
    ("name", "country"),
    [("Turkish", "TR"), ("Russians", "RU"), ("U.S.", "US"), ("UK", "GB"), ("Ukrainian", "UA"), ("Saudi", "SA")],
)
def test_demonyms_and_short_names_are_states(name: str, country: str) -> None:
    """Adjectives, inhabitants and short names of states reach the state, as an area."""
    found = first(f"{name} officials said nothing.", name)
    assert (found.country, found.precision) == (country, "country")
    assert found.radius_m > 50_000


@pytest.mark.parametrize(
    ("short", "full"),
    [("Ill.", "Illinois"), ("Tex.", "Texas"), ("N.Y.", "New York"), ("Ont.", "Ontario"), ("Calif.", "California")],
)
def test_short_forms_of_divisions(short: str, full: str) -> None:
    """Postal and press abbreviations reach the division."""
    found = first(f"He is from Springdale, {short}, he said.", short)
    assert (found.name, found.precision) == (full, "province")


def test_publisher_breaks_a_tie() -> None:
    """A paper's town and a domain's state vote for the places near them."""
    text = "Storms closed roads in Kingston on Friday."
    assert first(text, "Kingston", setting=Setting(url="https://www.ontarioherald.ca/a/1")).country == "CA"
    assert first(text, "Kingston").country == "JM"


def test_headline_votes() -> None:
    """A headline is no part of the text, and speaks for the places near what it names."""
    text = "Rain flooded Hamilton overnight."
    assert first(text, "Hamilton", setting=Setting(title="Floods across Wellington and Auckland")).country == "NZ"


def test_a_world_city_stays_in_a_report_on_another_state() -> None:
    """Names of a large state all over a report do not turn a world city into that state's town so called."""
    text = "After Paris, governors of Florida, Nevada and Utah and senators in Denver and Phoenix spoke."
    assert first(text, "Paris", "Florida", "Nevada", "Utah", "Denver", "Phoenix").country == "FR"


def test_an_article_is_not_dropped_for_any_place_of_the_world() -> None:
    """A name with the Arabic article is no province in the Caribbean that goes without."""
    assert places("Clashes went on in al-Sud and near Homs and Hama.", "al-Sud", "Homs", "Hama")[0] is None


def test_a_longer_name_falls_back_on_the_place_it_holds() -> None:
    """A body's name nobody knows lies in the known place it holds, without an id of its own."""
    found = first("The Kharkiv Regional Gardening Council met.", "Kharkiv Regional Gardening Council")
    assert (found.country, found.gazetteer_id) == ("UA", None)


def test_a_capital_of_a_state_is_not_the_state() -> None:
    """In "the capital of X" the name X means the state."""
    assert first("They met in the capital of Kazakhstan.", "Kazakhstan").precision == "country"


def test_unknown_name_in_a_known_place() -> None:
    """A name nobody knows that is said to lie in a known place gets that place, as wide as it is, and no id."""
    found = first("Gunmen held Qarmuzabrak in Idlib province.", "Qarmuzabrak", "Idlib")
    assert found.gazetteer_id is None
    assert found.area_id is not None
    assert found.country == "SY"
    assert found.radius_m >= 20_000


def test_unknown_name_alone_stays_unresolved() -> None:
    """Nothing is guessed for a name that nothing is called by."""
    assert places("Gunmen held Qarmuzabrak.", "Qarmuzabrak") == [None]


def test_small_place_far_from_all_others_stays_unresolved() -> None:
    """A hamlet elsewhere in the world is no answer for a name in a report on another country."""
    text = "Fighting went on in Homs, Hama, Aleppo and Latakia, and in Yellow Springs."
    *known, small = places(text, "Homs", "Hama", "Aleppo", "Latakia", "Yellow Springs")
    assert {place.country for place in known if place is not None} == {"SY"}
    assert small is None
    assert first("The mayor of Yellow Springs resigned.", "Yellow Springs").country == "US"


@pytest.mark.parametrize(
    "text", ["Взрыв прогремел в Харькове, сообщили в Харькове.", "وقع انفجار في حلب اليوم", "Обстреляли Киев."]
)
def test_other_scripts_do_no_harm(text: str) -> None:
    """Names in other scripts resolve or stay unresolved; what resolves is a place with an extent."""
    for match in text.replace(",", "").replace(".", "").split():
        for place in places(text, match):
            assert place is None or place.radius_m > 0


def test_arabic_and_cyrillic_names() -> None:
    """A name in its own script reaches the same place."""
    assert first("حلب", "حلب").country == "SY"
    assert first("Київ", "Київ").country == "UA"


def test_many_places_so_called() -> None:
    """A name that hundreds of places bear gives one answer with a handful of alternatives."""
    found = first("The school in San José opened.", "San José")
    assert 0 < len(found.alternatives) <= 8


def test_thousands_of_names_are_no_burden() -> None:
    """A list of thousands of names is resolved within seconds and without comparing all with all."""
    words = [f"{lead}{end}" for lead in ("San ", "New ", "Bad ", "Tell ") for end in map(str, range(1500))]
    text = ", ".join([*words, "Paris", "Springfield", "Homs"])
    found = places(text, *words, "Paris", "Springfield", "Homs")
    assert len(found) == 6003
    assert found[-1] is not None
    assert found[-1].country == "SY"


@pytest.mark.parametrize(
    "url", ["news" * 50_000, "http://" + "a." * 2000, "https://[::1]/x", "//", "mailto:x@y.uk", "http://x.uk:80/a/b"]
)
def test_any_address_is_an_address(url: str) -> None:
    """No address breaks the resolver or takes long."""
    assert first("A bus stopped in Leeds.", "Leeds", setting=Setting(url=url, publisher=url)).country == "GB"


def test_disputed_territory_names_its_claims() -> None:
    """In disputed territory the claimants stand among the alternatives."""
    found = first("Explosions were heard in Sevastopol.", "Sevastopol")
    entry = gazetteer().entry(found.gazetteer_id or "")
    assert entry is not None
    assert set(entry.claimed_by) <= set(found.alternatives)


NAMES = (
    "Paris",
    "Hama",
    "Texas",
    "Syria",
    "Turkish",
    "Idlib",
    "Nowhereville",
    "St. Louis",
    "Ill.",
    "Salma",
    "Of",
    "Hit",
)
TEXTS = st.lists(
    st.sampled_from([*NAMES, "said", "in", ",", "province", "the", "town of", "حلب", "Львів"]), max_size=25
)


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(words: list[str], draw: random.Random) -> None:
    """The same names in another order give the same answers, twice the same, each with an extent and valid degrees."""
    text = " ".join(words)
    names: list[Toponym] = []
    at = 0
    for word in words:
        at = text.index(word, at)
        names.append(Toponym(at, at + len(word), word))
        at += len(word)
    found = resolve(text, names)
    assert found == resolve(text, names)
    shuffled = list(range(len(names)))
    draw.shuffle(shuffled)
    again = resolve(text, [names[k] for k in shuffled])
    assert [again[shuffled.index(k)] for k in range(len(names))] == list(found)
    for place in found:
        if place is not None:
            assert place.radius_m > 0
            assert -90 <= place.lat_deg <= 90
            assert -180 <= place.lon_deg <= 180
            assert place.place("x").radius_m == place.radius_m


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_name(name: str) -> None:
    """No string breaks the resolver."""
    for place in resolve(name, [Toponym(0, len(name), name)], Setting(title=name, url=name, publisher=name)):
        assert place is None or place.radius_m > 0


def test_a_people_that_acts_says_less_than_a_town() -> None:
    """Saudi jets over a Yemeni province do not put it into Saudi Arabia, where another is so called."""
    text = "Saudi jets struck Jawf province on Sunday, the health ministry in Sanaa said."
    assert first(text, "Jawf", "Sanaa").country == "YE"


def test_armed_groups_say_where_a_war_is() -> None:
    """The states of the parties named count: Houthi fighters are in Yemen's Jawf."""
    assert first("Houthi fighters retreated from Jawf.", "Jawf", setting=Setting(parties=("YE", "YE"))).country == "YE"


def test_a_small_place_stays_in_the_state_said_before_it() -> None:
    """A Lebanese village that nobody knows is not a village of like name in Syria."""
    text = "A drone hit a car near the Lebanese village of Deir Safra, officials in Lebanon said."
    found = places(text, "Lebanese", "Deir Safra", "Lebanon")[1]
    assert found is None or found.country == "LB"


def test_a_word_after_another_is_no_city() -> None:
    """Only a usual name is looked for inside a longer one: "al-Jadida" is also part of the name of Mosul."""
    found = places("Shells fell on the village of Orem al-Jadida west of Aleppo.", "Orem al-Jadida", "Aleppo")[0]
    assert found is None or found.country == "SY"
