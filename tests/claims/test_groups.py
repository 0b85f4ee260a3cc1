"""Which words of a sentence tell of one happening, and which of several."""

from __future__ import annotations

from typing import Final

import pytest

from counterclaim.claims.context import context
from counterclaim.claims.groups import Group, groups
from counterclaim.claims.nlp import parse

Item = tuple[list[str], list[str]]


def grouped(text: str) -> tuple[Group, ...]:
    """Return the groups of a text's first sentence."""
    ctx = context(parse(text), None)
    return tuple(groups(ctx, next(ctx.doc.sents)))


def read(text: str) -> list[Item]:
    """Return for each happening of a sentence its words and its figures."""
    ctx = context(parse(text), None)
    return [
        ([ctx.doc[t.start : t.end].text for t in group.triggers], [m.toll.words for m in group.tolls])
        for group in groups(ctx, next(ctx.doc.sents))
    ]


@pytest.mark.parametrize(
    ("text", "words", "figures"),
    [
        ("Air strikes hit the town and killed nine people.", ["Air strikes", "hit", "killed"], ["nine people"]),
        ("Air raids hit the town of Marib, killing 30.", ["Air raids", "hit", "killing"], ["30"]),
        (
            "A car bomb exploded near the station, killing four people and wounding nine.",
            ["car bomb", "exploded", "killing", "wounding"],
            ["four people", "nine"],
        ),
        ("The guards shot and wounded a smuggler.", ["shot", "wounded"], ["a smuggler"]),
        ("The clinic was hit and destroyed by mortars.", ["hit", "destroyed"], []),
        ("The attack on the convoy left five soldiers dead.", ["attack", "dead"], ["five soldiers"]),
        ("The suicide attack, which killed 11 men, was the second.", ["suicide attack", "killed"], ["11 men"]),
    ],
)
def test_what_grammar_ties_is_one_happening(text: str, words: list[str], figures: list[str]) -> None:
    """A weapon, its verb and its harm are one happening with all figures."""
    assert read(text) == [(words, figures)]


TWO: Final[list[tuple[str, list[Item]]]] = [
    (
        "Nine people died in shelling of Sirte while four others died in an air strike on Tripoli.",
        [(["died", "shelling"], ["Nine people"]), (["died", "air strike"], ["four others"])],
    ),
    (
        "The army bombed the bridge and arrested 20 people.",
        [(["bombed"], []), (["arrested"], ["20 people"])],
    ),
    (
        "Residents fled when the army shelled the port.",
        [(["fled"], []), (["shelled"], [])],
    ),
    (
        "The rebels seized the bridge and the army withdrew.",
        [(["seized"], []), (["withdrew"], [])],
    ),
    (
        "Troops clashed with rebels near Goma, while aircraft bombed the airport.",
        [(["clashed"], []), (["bombed"], [])],
    ),
]


@pytest.mark.parametrize(("text", "items"), TWO)
def test_a_sentence_may_tell_of_two_happenings(text: str, items: list[Item]) -> None:
    """Acts of different kinds, and attacks in clauses of their own, stay apart, each with its figures."""
    assert read(text) == items


def test_air_strikes_and_shelling_are_two() -> None:
    """Two named kinds side by side are two happenings, though they share a verb."""
    assert [g.head.kind for g in grouped("Air strikes and shelling killed nine people in Sirte.")] == [
        "air_strike",
        "shelling",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed three women in Avdiivka, while 12 people were wounded.",
        "Three women were killed when shells hit a wedding, and 12 people were wounded.",
        "Three women were killed and 12 people were wounded in the bombing.",
    ],
)
def test_harm_is_joined_to_its_attack(text: str) -> None:
    """Figures in other clauses of the sentence belong to the attack when they have no place of their own."""
    (group,) = grouped(text)
    assert [m.toll.low for m in group.tolls] == [3, 12]


def test_harm_elsewhere_is_another_happening() -> None:
    """A figure with a place of its own is not the first attack's."""
    found = grouped("Shelling killed three women in Avdiivka, while 12 people were wounded in Kherson.")
    assert [[m.toll.low for m in g.tolls] for g in found] == [[3], [12]]


def test_a_toll_without_other_words_is_a_happening() -> None:
    """A figure of dead people tells of a happening by itself, undecided in kind."""
    (group,) = grouped("Six miners lost their lives near Goma.")
    assert (group.open, group.attack, [m.toll.low for m in group.tolls]) == (True, True, [6])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rockets struck the port, killing a sailor.", "shelling"),
        ("A suicide bomber killed nine men in the blast.", "suicide_attack"),
        ("The killing of nine men in the air strike angered the town.", "air_strike"),
    ],
)
def test_the_most_telling_word_heads_its_group(text: str, kind: str) -> None:
    """A weapon names the kind before a general word of harm does."""
    assert [g.head.kind for g in grouped(text)] == [kind]


def test_groups_have_clauses_that_hold_their_words() -> None:
    """The range of a group covers all of its words, and groups stand in reading order."""
    text = (
        "Six villagers were killed when shells hit a wedding, and police arrested two men; the rest of the guests fled."
    )
    found = grouped(text)
    assert len(found) == 3
    assert all(g.clause[0] <= t.start < t.end <= g.clause[1] for g in found for t in g.triggers)
    assert [g.triggers[0].start for g in found] == sorted(g.triggers[0].start for g in found)


@pytest.mark.parametrize("text", ["The market reopened.", "Prices rose.", "The minister opened a bridge in Goma."])
def test_peace_has_no_groups(text: str) -> None:
    """A sentence without a happening gives nothing."""
    assert grouped(text) == ()
