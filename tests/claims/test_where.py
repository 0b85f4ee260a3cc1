"""Where it happened: scenes told apart from seats, bases and acting states."""

from __future__ import annotations

import pytest

from counterclaim.claims.context import context
from counterclaim.claims.groups import groups
from counterclaim.claims.nlp import parse
from counterclaim.claims.where import scene
from tests.claims.reading import read


def scenes(text: str, of: str | None = None) -> list[str]:
    """Return the scenes of a text's last sentence as written, for the happening that a word of it names."""
    ctx = context(parse(text), None)
    sent = list(ctx.doc.sents)[-1]
    group = next((g for g in groups(ctx, sent) if any(ctx.doc[t.head].text == of for t in g.triggers)), None)
    return [filler.name for _, filler in scene(ctx, sent.start_char, sent.end_char, group)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A shell hit a market in Taiz on Friday.", ["Taiz"]),
        ("A source in Homs said that a bomb exploded in Palmyra.", ["Palmyra"]),
        ("Rebels positioned in Harasta shelled a bakery in Damascus.", ["Damascus"]),
        ("Jets bombed Mosul and Kirkuk.", ["Mosul", "Kirkuk"]),
        ("U.S. air strikes killed nine fighters near Raqqa.", ["Raqqa"]),
        ("Ten people were killed by a bomb in Kabul, Afghanistan.", ["Kabul"]),
        (
            "Ten people were killed by a bomb in Idlib province near the Atmeh border crossing.",
            ["Atmeh border crossing"],
        ),
        ("Jets bombed a camp east of Idlib's Maarat al-Numan district.", ["Maarat al-Numan district"]),
        ("Nine soldiers were killed in Khan al-Assal near the Syrian city of Aleppo.", ["Khan al-Assal"]),
        ("In Daraa province gunmen fired shells at a district of Daraa city.", ["Daraa city"]),
        ("Troops advanced to within seven kilometers of Tabqa Dam.", ["Tabqa Dam"]),
        ("A gang leader in Raqqa was killed by an airstrike near Tabqa Dam.", ["Tabqa Dam"]),
        ("Troops broke the siege of Zabadani on the highway between Homs and Hama.", ["Zabadani"]),
        ("The militants seized the Tishrin dam on the Euphrates from the army.", ["Tishrin dam"]),
        ("Jets use the Incirlik air base to bomb positions in northern Syria.", ["northern Syria"]),
        ("Two judges were among the dead of the Atmeh blast.", ["Atmeh"]),
        ("The minister praises the liberation of Sinjar and thanks the army.", ["Sinjar"]),
        ("Jets bombed Zamalka, Sarmin and Talbiseh.", ["Zamalka", "Sarmin", "Talbiseh"]),
        ("Shells hit Aleppo city and Haritan town in the northern countryside.", ["Aleppo city", "Haritan town"]),
    ],
)
def test_scenes(text: str, expected: list[str]) -> None:
    """Seats of sources, bases of attackers and states that act are no scenes; the most specific place is."""
    found = scenes(text)
    assert len(found) == len(expected)
    assert all(name in place for name, place in zip(expected, found, strict=True))


def test_pointing_back() -> None:
    """A phrase such as "the city" points back to the last city named."""
    assert scenes("Troops entered Mosul at dawn. Shells hit the city all day.") == ["Mosul"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops entered Mosul at dawn. Shells hit the besieged city all day.", ["Mosul"]),
        ("A mine killed two near Homs in Hama province. Jets bombed the province later.", ["Hama province"]),
        ("Clashes shook Homs. Rockets fell on the Syrian capital on Friday.", ["Damascus"]),
        ("Jets bombed Baba Amr neighbourhood in Homs. Rockets fell on the city later.", ["Homs"]),
        ("Shells hit Raqqa. A bomb went off at the main airport.", []),
        ("Troops seized Mosul University. Fighters shelled the city.", ["Mosul"]),
        ("Troops entered Mosul. They mean to retake the city, the last that the group held in Iraq.", ["Mosul"]),
        ("Shells hit a market in Azaz on Monday. A bomb there killed nine people in May.", ["Azaz"]),
    ],
)
def test_what_may_be_pointed_at(text: str, expected: list[str]) -> None:
    """A town is no province and a quarter no town; "the Syrian capital" is known by name."""
    assert scenes(text) == expected


def test_all_but_one_quarter() -> None:
    """What is excepted is no scene, nor is the base of fighters when "the city" says where they fought."""
    assert scenes("Troops entered Homs. They seized the city except the district of Waar.") == ["Homs"]
    text = "Clashes shook Aleppo. Fighters from Idlib and Hama stormed districts of the city."
    assert scenes(text) == ["Aleppo"]


def test_pointing_back_to_several() -> None:
    """A phrase such as "the two towns" points back to the places last listed together."""
    assert scenes("Aid reached Madaya and Zabadani on Monday. The two towns were shelled again.") == [
        "Madaya",
        "Zabadani",
    ]


def test_own_places_come_first() -> None:
    """Of two happenings in one sentence each takes the place after its own words."""
    text = "The army shelled Palmyra and besieged Raqqa."
    assert scenes(text, "shelled") == ["Palmyra"]
    assert scenes(text, "besieged") == ["Raqqa"]


def places(text: str, kind: str) -> list[str]:
    """Return the places of the first claim of a kind that the rules read in a text."""
    claim = next(c for c in read(text) if c.event.kind == kind)
    return [place.name for place in claim.event.places]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The two ministers met in Vienna on Monday to discuss the war in Yemen.", "talks", ["Vienna"]),
        ("The envoy met opposition leaders in Istanbul to discuss a truce in Aleppo.", "talks", ["Istanbul"]),
        ("Russia and Turkey agreed on Monday to build a port beneath the cliffs of Latakia.", "agreement", []),
        ("The army and the rebels signed a deal in Homs on Monday.", "agreement", ["Homs"]),
        (
            "Buses evacuated 300 residents of the besieged town of Madaya to Idlib on Monday.",
            "displacement",
            ["town of Madaya"],
        ),
        ("Thousands fled Khartoum for Port Sudan on Monday.", "displacement", ["Khartoum"]),
        ("The Houthis fired a missile from Hodeidah at Riyadh on Sunday.", "shelling", ["Riyadh"]),
        ("Hezbollah fired rockets from southern Lebanon into northern Israel.", "shelling", ["northern Israel"]),
        ("Residents of Rafah fled after Israeli strikes on the southern city.", "air_strike", ["Rafah"]),
        ("Troops raided Jenin refugee camp in the occupied West Bank on Monday.", "battle", ["Jenin refugee camp"]),
        ("The army, which lost Palmyra in May, shelled Qaryatain on Friday.", "shelling", ["Qaryatain"]),
        ("A bomb hit a convoy of evacuees from the besieged town of Madaya on Monday.", "bombing", []),
        ("A bomb went off near a convoy that took food to Aleppo on Monday.", "bombing", []),
    ],
)
def test_scenes_by_kind(text: str, kind: str, expected: list[str]) -> None:
    """What a meeting is about is no scene; people leave the place that they come from, and are killed elsewhere."""
    assert places(text, kind) == expected


def test_where_clauses() -> None:
    """A clause opened by "where" tells of the place before it, unless it names its own."""
    text = "The Castello road, where a bus was hit by shells on Friday, leads out of Aleppo."
    assert scenes(text, "hit") == ["Castello road"]
    assert scenes("He left Homs, where shells hit a school in Waar.", "hit") == ["Waar"]


def test_habits_have_no_scene() -> None:
    """What is done again and again did not happen where the last attack did; "the attack" did."""
    text = "Jets bombed a hospital in Hama on Monday. Activists say that the army often bombs hospitals with jets."
    assert [[p.name for p in c.event.places] for c in read(text)] == [["Hama"], []]


def test_an_attack_told_on() -> None:
    """What is told right after an attack happened there too, but for another attack."""
    first = "Rebels fought the army near Al Maleh on Thursday. "
    here = read(first + "Rebels attacked soldiers with two suicide car bombs.")
    elsewhere = read(first + "Another suicide bomber killed four soldiers elsewhere.")
    assert [p.name for c in here for p in c.event.places] == ["Al Maleh", "Al Maleh"]
    assert [p.name for c in elsewhere for p in c.event.places] == ["Al Maleh"]


def test_parties_accuse_each_other_of_one_attack() -> None:
    """Whoever is blamed for "the attack", it happened where it was told to have happened."""
    text = (
        "Nerve gas killed 26 people in Khan al-Assal on Monday. The government blamed rebels for the attack."
        " The opposition said that the army carried out the attack."
    )
    claims = [c for c in read(text) if c.event.kind == "chemical_attack"]
    assert {p.name for c in claims for p in c.event.places} == {"Khan al-Assal"}
    assert all(c.event.places for c in claims)


def test_no_place() -> None:
    """A text that names no place has no scene."""
    assert scenes("Four soldiers were killed by a mine on Friday.") == []


def test_war_tolls_are_of_the_country() -> None:
    """The toll of a war is placed in the country at war."""
    ctx = context(parse("The war in Yemen has killed 10,000 people since 2015."), None)
    found = scene(ctx, 0, len(ctx.doc.text), None, "conflict_toll")
    assert [place.country for place, _ in found] == ["YE"]
