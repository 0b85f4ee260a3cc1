"""Scenes as written: lists without commas, names that look like persons', states at which something is put."""

from __future__ import annotations

import pytest

from counterclaim.claims.nlp import parse
from counterclaim.claims.places import place_mentions


def names(text: str) -> list[str]:
    """Return the places of a text as written."""
    return [p.text for p in place_mentions(parse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jets bombed the towns of Duma Harasta Zamalka and Tal Kurdi at noon.",
            ["towns of Duma", "Harasta", "Zamalka", "Tal Kurdi"],
        ),
        ("Shells fell on the districts of Saif al-Dawla Mashhad 14 and al-Nayrab.", ["Saif al-Dawla", "Mashhad 14"]),
        ("Jets bombed the districts of Qaboun Tishreen and Barzeh.", ["Qaboun", "Tishreen", "Barzeh"]),
        (
            "Shells hit the quarters of al-Khalidiya Nile Street al-Faid and al-Salihin.",
            ["al-Khalidiya", "Nile Street", "al-Faid", "al-Salihin"],
        ),
        ("Clashes went on between the settlements of Ash Sholah and As Sukhnah.", ["Ash Sholah", "As Sukhnah"]),
        (
            "Troops hold the villages of Khirbet al-Taybeh Rasm al-Abed and al-Hamra.",
            ["villages of Khirbet al-Taybeh", "Rasm al-Abed", "al-Hamra"],
        ),
        ("Food reached families in Taiz, Ibb and al-Dhale.", ["Taiz", "Ibb", "al-Dhale"]),
        ("Troops left the villages of Umm Zaytun and Khirbet Ghazala.", ["villages of Umm Zaytun", "Khirbet Ghazala"]),
        ("A raid hit Zabadani, Madaya and Serghaya.", ["Zabadani", "Madaya", "Serghaya"]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    """Every name of a list is a place of its own, also where the list lost its commas."""
    found = names(text)
    assert [any(name in place for place in found) for name in expected] == [True] * len(expected)
    assert len(found) >= len(expected)


def test_two_words_may_be_one_name() -> None:
    """Two unknown words with one "and" after them are one name."""
    assert names("They left the villages of Sawda Rumana and Tulul.") == ["villages of Sawda Rumana", "Tulul"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels captured Dahiyet al-Assad on Friday.", ["Dahiyet al-Assad"]),
        ("Nine people died near the Olympia shopping mall in Munich.", ["Olympia shopping mall in Munich"]),
        ("Shells fell on Rastan city centre.", ["Rastan city centre"]),
        ("A mine went off near a camp in Syria's border province of Idlib.", ["province of Idlib"]),
        ("Shells fell on al-Kashef and Shamal al-Khatt neighborhoods.", ["al-Kashef", "Shamal al-Khatt neighborhoods"]),
        ("Shells fell on Daraa al-Mahatta neighborhood.", ["Daraa al-Mahatta neighborhood"]),
        ("Bombs hit the Tariq al-Bab district.", ["Tariq al-Bab district"]),
        ("Jets flew over Idlib province and northern Hama.", ["Idlib province", "northern Hama"]),
        ("Soldiers will train in Exercise Eager Lion.", []),
        ("Bodies lay at the site of Saturdays blast.", []),
        ("The Hama clashes left nine dead.", ["Hama"]),
        ("It took part in the offensive dubbed Euphrates Shield.", []),
        ("The halt to Moscow's aerial bombing did not last.", []),
        ("The halt to Moscows aerial bombing did not last.", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    """A quarter may bear a person's name; a site keeps its type; a possessive with a deed is a government's."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yemen was hit by unrest in 2011.", ["Yemen"]),
        ("Thousands have died since Yemen's civil war began.", ["Yemen"]),
        ("Thousands have died since Yemens war began.", ["Yemen"]),
        ("The war against Libya went on.", ["Libya"]),
        ("He was kidnapped from Lebanon on Monday.", ["Lebanon"]),
        ("The boat sank off Libya.", ["Libya"]),
        ("She went on a visit to Israel.", ["Israel"]),
        ("Troops operated inside Syrian territory.", ["Syrian territory"]),
        ("Guns were found on the Syrian side of the border.", ["Syrian side of the border"]),
        ("He met ministers of Iran, Saudi Arabia, Qatar and Egypt.", []),
        ("Egypt's role was praised.", []),
    ],
)
def test_states(text: str, expected: list[str]) -> None:
    """A state is a scene where something befalls it or is put there; one of several partners is none."""
    assert names(text) == expected
