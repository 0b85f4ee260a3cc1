"""Tolls: how many of whom were harmed, as written."""

from __future__ import annotations

import pytest

from counterclaim.claims import nlp
from counterclaim.claims.tolls import toll_mentions

Item = tuple[str, str, int, int | None]


def read(text: str) -> list[Item]:
    """Return the tolls of a text as (harm, who, low, high), in reading order."""
    return [(m.toll.harm, m.toll.who, m.toll.low, m.toll.high) for m in toll_mentions(nlp.parse(text))]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The raid killed 17 people near the bakery.", [("killed", "people", 17, 17)]),
        ("Seventeen villagers were killed near the bakery.", [("killed", "civilians", 17, 17)]),
        ("Shelling of the port claimed the lives of nine sailors.", [("killed", "combatants", 9, 9)]),
        ("The blast claimed four lives.", [("killed", "people", 4, 4)]),
        ("Militants attacked the outpost, killing at least 11 soldiers.", [("killed", "combatants", 11, None)]),
        ("The ambush left six policemen dead.", [("killed", "combatants", 6, 6)]),
        (
            "Mortar fire led to the deaths of a nurse and two girls.",
            [("killed", "people", 1, 1), ("killed", "children", 2, 2)],
        ),
        ("Drone kills 19 in Khartoum market.", [("killed", "people", 19, 19)]),
        ("The death toll rose to 33 on Monday.", [("killed", "people", 33, 33)]),
        ("The death toll rose from 21 to 33 on Monday.", [("killed", "people", 33, 33)]),
        ("Three fishermen drowned and one is missing.", [("killed", "people", 3, 3), ("missing", "people", 1, 1)]),
        ("Twelve soldiers lost their lives in the ambush.", [("killed", "combatants", 12, 12)]),
        ("A journalist was shot and killed in Gaza.", [("killed", "journalists", 1, 1)]),
        ("Two aid workers were abducted in Darfur.", [("captured", "aid_workers", 2, 2)]),
        ("The army captured eight fighters.", [("captured", "combatants", 8, 8)]),
        ("Some 4,000 residents fled the town.", [("displaced", "people", 4000, 4000)]),
        ("The army eliminated 14 terrorists.", [("killed", "combatants", 14, 14)]),
        ("Civilians were killed when the market was bombed.", [("killed", "civilians", 2, None)]),
        ("Up to 45 people may have been killed.", [("killed", "people", 0, 45)]),
        ("Five of them were children, and 26 people were wounded.", [("wounded", "people", 26, 26)]),
    ],
)
def test_ways_of_stating_a_toll(text: str, items: list[Item]) -> None:
    """Active, passive, participle, noun and headline wordings give the same kind of item."""
    assert read(text) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Rockets killed at least 14 civilians, including three children, and wounded 30 others.",
            [("killed", "civilians", 14, None), ("killed", "children", 3, 3), ("wounded", "civilians", 30, 30)],
        ),
        (
            "Nine people were killed on Tuesday in the market including two women.",
            [("killed", "people", 9, 9), ("killed", "women", 2, 2)],
        ),
        (
            "The strike killed 40 people, mostly civilians.",
            [("killed", "people", 40, 40), ("killed", "civilians", 21, 40)],
        ),
        ("The strike killed 40 people, mostly women and children.", [("killed", "people", 40, 40)]),
        ("Two boys were among the 15 dead.", [("killed", "children", 2, 2), ("killed", "people", 15, 15)]),
        ("Those killed included four medics.", [("killed", "aid_workers", 4, 4)]),
    ],
)
def test_parts_stand_beside_their_total(text: str, items: list[Item]) -> None:
    """A part of a toll is an item of its own; "mostly" two groups leaves both open and makes none."""
    assert read(text) == items


def test_missing_punctuation() -> None:
    """Texts that lost their commas still give each figure its own harm."""
    text = "The warplanes bombed the camp killing 7 persons injuring more than 40 persons and damaging tents"
    assert read(text) == [("killed", "people", 7, 7), ("wounded", "people", 40, None)]
    assert read("13 civilians killed 22 injured in rocket attack on Taiz") == [
        ("killed", "civilians", 13, 13),
        ("wounded", "people", 22, 22),
    ]


def test_others_inherit_a_side_but_not_an_age() -> None:
    """Three others after two fighters are fighters; three others after two girls are people."""
    assert read("Two fighters were killed and three others were wounded.")[1] == ("wounded", "combatants", 3, 3)
    assert read("Two girls were killed and three others were wounded.")[1] == ("wounded", "people", 3, 3)


def test_a_sum_of_two_harms() -> None:
    """A number killed and wounded together is one to all but one of each; an open one leaves the top open."""
    assert set(read("The car bomb killed and wounded 12 soldiers.")) == {
        ("killed", "combatants", 1, 11),
        ("wounded", "combatants", 1, 11),
    }
    assert set(read("More than 80 residents were killed and injured.")) == {
        ("killed", "people", 1, None),
        ("wounded", "people", 1, None),
    }


def test_nobody() -> None:
    """No casualties are nobody killed and nobody wounded; nobody hurt is nobody wounded."""
    assert set(read("The rocket landed in a field and caused no casualties.")) == {
        ("killed", "people", 0, 0),
        ("wounded", "people", 0, 0),
    }
    assert read("No one was hurt.") == [("wounded", "people", 0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Parliament killed the bill on Friday.",
        "Rebels captured two villages and a tank.",
        "The army destroyed three vehicles.",
        "The jets did not kill any civilians.",
        "The offensive cost 40 million dollars.",
        "He reads about 12 books of a dead language.",
        "On July 25 killed was the wrong word.",
        "The militants vowed to kill civilians.",
        "Rebels seized ground on Friday.",
        "The clashes killed 30 sheep.",
        "There were no reports of casualties.",
        "No further casualties are expected.",
    ],
)
def test_no_toll(text: str) -> None:
    """Harm that befalls no person, is denied or is only threatened is no toll."""
    assert read(text) == []


def test_groups() -> None:
    """Who is counted follows the noun and the words beside it; people are never read as civilians."""
    assert read("The strike killed six Taliban commanders.") == [("killed", "combatants", 6, 6)]
    assert read("The strike killed six members of the armed group.") == [("killed", "combatants", 6, 6)]
    assert read("The strike killed six members of one family.") == [("killed", "people", 6, 6)]
    assert read("The strike killed six residents.") == [("killed", "people", 6, 6)]
    assert read("The strike killed 30 regime and rebel fighters.") == [("killed", "combatants", 30, 30)]
    assert read("The strike killed six men.") == [("killed", "men", 6, 6)]


def test_spans() -> None:
    """The words of a toll stand where it points, and the trigger is the word of harm."""
    text = "Officials said at least five miners were killed."
    doc = nlp.parse(text)
    (mention,) = toll_mentions(doc)
    assert text[mention.start : mention.end] == mention.toll.words == "at least five miners"
    assert mention.victims == (mention.start, mention.end)
    assert doc[mention.trigger].text == "killed"


@pytest.mark.parametrize(
    "text", ["", " \n ", "killed " * 800, "12 " * 800, "killed and wounded " * 400, "including " * 400]
)
def test_odd_texts(text: str) -> None:
    """Empty texts and texts of one word over and over are read without fault, and every toll points at its words."""
    for mention in toll_mentions(nlp.parse(text)):
        assert text[mention.start : mention.end] == mention.toll.words


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers shot dead three traders in Nyala.",
        "Three traders were shot dead by soldiers in Nyala.",
        "Soldiers shot three traders dead in Nyala.",
    ],
)
def test_shot_dead_has_its_dead_on_either_side(text: str) -> None:
    """Persons shot dead are counted wherever they stand."""
    found = [(t.toll.harm, t.toll.who, t.toll.low, t.toll.high) for t in toll_mentions(nlp.parse(text))]
    assert found == [("killed", "people", 3, 3)]
