"""Parties as written: which words are mentions, and what they mean in the report."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims.mentions import Mention, mentions
from counterclaim.claims.nlp import parse


def read(text: str) -> dict[str, Mention]:
    """Return the mentions of a text by their words; a later one of the same words wins."""
    return {m.text: m for m in mentions(parse(text))}


@pytest.mark.parametrize(
    ("text", "words", "kind", "party"),
    [
        ("The Islamic State group fled; IS left Palmyra on foot.", "IS", "armed_group", "islamic-state"),
        ("Iran-backed Houthis fired on a tanker.", "Iran-backed Houthis", "armed_group", "houthis"),
        ("Russian warplanes circled over the town.", "Russian warplanes", "state_forces", "ru-air-force"),
        ("The Sudanese army shelled the market.", "Sudanese army", "state_forces", "sd-forces"),
        ("Malian soldiers held the bridge.", "Malian soldiers", "state_forces", "ml-forces"),
        ("The Ethiopian government denied it.", "Ethiopian government", "government", "et-government"),
        ("Hamas militants hid in the tunnel.", "Hamas militants", "armed_group", "hamas"),
        ("The US-led coalition bombed the depot.", "US-led coalition", "coalition", "global-coalition"),
        ("Airwars counted nine dead.", "Airwars", "monitor", "airwars"),
        ("Residents of Nyala fled.", "Residents of Nyala", "civilians", None),
        ("Shells fell on a crowded market.", "crowded market", "things", None),
        ("Rebels took the hill.", "Rebels", "armed_group", None),
    ],
)
def test_kinds(text: str, words: str, kind: str, party: str | None) -> None:
    """Names, demonyms before a force, and bare nouns each get their kind and id."""
    found = read(text)
    assert words in found, list(found)
    assert (found[words].kind, found[words].party) == (kind, party)


@pytest.mark.parametrize(
    ("text", "words", "fullest"),
    [
        ("The Free Syrian Army (FSA) advanced. The FSA lost ten men.", "FSA", "Free Syrian Army (FSA)"),
        ("Blue Valley Brigade (BVB) men came. BVB denied it.", "BVB", "Blue Valley Brigade (BVB)"),
        (
            "The Syrian Observatory for Human Rights counted six. The Observatory has sources there.",
            "Observatory",
            "Syrian Observatory for Human Rights",
        ),
        ("Airwars counted nine. The monitoring group said more may come.", "monitoring group", "Airwars"),
        ("Hezbollah fired rockets. The group said it hit a base.", "group", "Hezbollah"),
        ("Boko Haram, which is allied to Islamic State, raided Baga. The group left.", "group", "Boko Haram"),
        ("The Macina Katiba, a group linked to al-Qaeda, raided Mopti. The group left.", "group", "Macina Katiba"),
        ("The US-led coalition struck. The coalition denied harm.", "coalition", "US-led coalition"),
        ("Russia denied it. Moscow accused Ankara of lying.", "Moscow", "Russia"),
        ("Russia denied it. Russian air strikes went on.", "Russian", "Russia"),
        (
            "Turkish Prime Minister Ahmet Davutoglu spoke. Davutoglu accused Russia.",
            "Davutoglu",
            "Turkish Prime Minister Ahmet Davutoglu",
        ),
        ("Rebel commander Abu Salim spoke. Salim said more would come.", "Salim", "Rebel commander Abu Salim"),
        (
            "Syrian government forces shelled. The government forces withdrew.",
            "government forces",
            "Syrian government forces",
        ),
        ("The Sudanese army advanced. The army said so.", "army", "Sudanese army"),
    ],
)
def test_fullest(text: str, words: str, fullest: str) -> None:
    """A party's fullest name in the report stands for its acronym, surname, capital, demonym and noun."""
    found = read(text)
    assert words in found, list(found)
    assert found[words].fullest == fullest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The plan is good and this is late.", "is"),
        ("The attack hit us all.", "us"),
        ("Fighting went on in Syria on Monday.", "Syria"),
        ("US-backed fighters took the dam.", "US"),
        ("A ship left Port Sudan at dawn.", "Sudan"),
    ],
)
def test_what_is_no_mention(text: str, words: str) -> None:
    """Verbs, pronouns, scenes, and what only qualifies by a hyphen are no parties."""
    assert words not in read(text)


def test_militants_are_left_as_written_when_two_groups_could_be_meant() -> None:
    """With two armed groups in the report "the extremists" is joined to neither."""
    found = read("Boko Haram and Ansaru fought each other. The extremists burned a village.")
    assert found["extremists"].fullest == "extremists"


def test_a_possessive_without_its_apostrophe_still_names_the_party() -> None:
    """Texts that lost their punctuation write the owner with a bare s."""
    found = read("Turkeys Special Forces crossed the border. Turkey denied it.")
    assert any(m.party is not None and m.party.startswith("tr") for m in found.values())


WORDS = st.sampled_from(
    [
        "The",
        "Syrian",
        "army",
        "IS",
        "(",
        ")",
        "FSA",
        "Free",
        "Army",
        "said",
        "of",
        "Moscow",
        "-",
        "led",
        "US",
        "'s",
        "in",
    ]
    + [
        "rebels",
        ",",
        ".",
        "President",
        "Assad",
        "Tal",
        "al",
        "Observatory",
        "\n",
        "group",
        "loyal",
        "to",
        "the",
        "killed",
    ]
)


@given(st.lists(WORDS, max_size=30))
def test_offsets_and_order_hold_on_any_word_salad(words: list[str]) -> None:
    """Each mention's words stand at its offsets, in reading order, none over another; nothing crashes."""
    text = " ".join(words)
    found = mentions(parse(text))
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
