"""Which kind a happening is: by its words, its weapon, what the report told before, its parties."""

from __future__ import annotations

import pytest

from counterclaim.claims.context import context
from counterclaim.claims.kinds import reported
from counterclaim.claims.nlp import parse
from counterclaim.claims.undecided import Scene
from tests.claims.reading import only, read


def kinds(text: str) -> list[str]:
    """Return the kinds of a text's claims."""
    return [claim.event.kind for claim in read(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An attack with drones on the refinery in Ryazan killed one worker.", "air_strike"),
        ("Warplanes attacked the camp in Ain Zara.", "air_strike"),
        ("Russian aircraft bombed the town of Izium on Monday.", "air_strike"),
        ("A rocket attack on the town of Sderot wounded two people.", "shelling"),
        ("Artillery attacks on Bakhmut wounded five people.", "shelling"),
        ("Shells hit the market in Donetsk.", "shelling"),
        ("A chlorine gas attack killed six people in the town of Rahma.", "chemical_attack"),
        ("A suicide attack on a mosque in Kabul killed nine people.", "suicide_attack"),
        ("A car bomb killed five people in Baghdad.", "bombing"),
        ("A roadside bomb killed two soldiers in Helmand.", "bombing"),
    ],
)
def test_the_weapon_decides(text: str, kind: str) -> None:
    """Whatever the verb, what was used says which kind of attack it was."""
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The coalition bombed the port of Hodeidah.", "air_strike"),
        ("Government jets carried out a bombing of the village of Deir Omran.", "air_strike"),
        ("Helicopters dropped barrel bombs on the village of Kafr Dina.", "air_strike"),
        ("Militants bombed the pipeline near Kirkuk.", "bombing"),
        ("Fighters planted bombs that killed two soldiers near Gao.", "bombing"),
        ("A bombing destroyed the bakery in the town of Rahma.", "bombing"),
    ],
)
def test_bombs_fall_from_those_who_have_aircraft(text: str, kind: str) -> None:
    """Bombs of states and coalitions are air strikes; those of others were planted."""
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A strike on the town of Sirte killed two people.", "air_strike"),
        ("Five raids by the coalition hit the city of Marib, killing 30 people.", "air_strike"),
        ("A raid by insurgents on a checkpoint near Gao killed two policemen.", "battle"),
        ("An ambush on an army convoy near Gao killed four soldiers.", "battle"),
        ("Insurgents stormed the police station in Maiduguri.", "battle"),
        ("A military operation to retake the town of Bama began on Monday.", "battle"),
        ("Insurgents attacked an army base in Borno.", "battle"),
        ("Soldiers killed three insurgents near Maiduguri.", "battle"),
        ("Clashes between the army and M23 rebels near Goma killed 20 people.", "battle"),
        ("Gunmen killed two teachers in Ouahigouya.", "killing"),
        ("An attack on a bus in Jos killed seven people.", "killing"),
        ("Four people were killed in Mogadishu on Sunday.", "killing"),
        ("Dozens were killed in a massacre in the village of Ardamata.", "killing"),
        ("Militants destroyed a bridge near Palma on Friday.", "destruction"),
    ],
)
def test_words_and_parties_decide_where_no_weapon_does(text: str, kind: str) -> None:
    """Who attacks whom tells fights from killings; strikes are from the air when nothing else is said."""
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", ["A security operation began in Nairobi.", "The storm destroyed nothing."])
def test_general_words_alone_tell_of_nothing(text: str) -> None:
    """An operation that no armed party carries out, or mere destruction denied, is no happening."""
    assert [kind for kind in kinds(text) if kind == "battle"] == []


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (
            "A suicide bomber killed nine people at a mosque in Peshawar.",
            "The blast wounded 20 others.",
            "suicide_attack",
        ),
        (
            "A suicide attack on a mosque in Kabul killed nine people.",
            "The attack wounded 20 others.",
            "suicide_attack",
        ),
        ("A roadside bomb killed two soldiers in Helmand.", "The explosion wounded four others.", "bombing"),
        ("Shells hit Donetsk on Monday, killing three people.", "The attack also wounded nine people.", "shelling"),
        ("Air strikes hit the market in Zintan.", "The raids killed nine people.", "air_strike"),
        ("Air strikes hit the market in Zintan.", "Nine people were killed.", "air_strike"),
        ("A car bomb exploded in Baghdad.", "Al-Shabab claimed responsibility for the attack.", "bombing"),
        ("Insurgents attacked a checkpoint near Gao.", "They killed four soldiers.", "battle"),
    ],
)
def test_words_point_back(first: str, second: str, kind: str) -> None:
    """A general word or a bare figure is of the kind of the attack told before."""
    assert kinds(f"{first} {second}") == [kind, kind]


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ("An attack on another village in Kordofan killed four people.", "killing"),
        ("In another attack, gunmen killed four people in Bor.", "killing"),
    ],
)
def test_another_attack_is_not_of_the_kind_before(second: str, kind: str) -> None:
    """What happened elsewhere or is called another does not take over the weapon."""
    assert kinds(f"Shelling killed nine people in Sirte on Friday. {second}") == ["shelling", kind]


@pytest.mark.parametrize(
    "text",
    [
        "More than 10,000 people have been killed since the war began in 2015.",
        "Fighting since April has killed more than 12,000 people in Sudan.",
        "Last month 600 civilians were killed in Burkina Faso.",
        "The conflict has displaced more than two million people and killed tens of thousands.",
    ],
)
def test_the_toll_of_a_war_is_no_attack(text: str) -> None:
    """Figures summed over a war or a month are its toll, and in scope a total."""
    claim = only(text)
    assert (claim.event.kind, claim.event.scope) == ("conflict_toll", "total")


@pytest.mark.parametrize(
    "text",
    ["Shelling on Monday killed 60 people in Sirte.", "Three people were killed in Goma this week."],
)
def test_the_toll_of_an_attack_is_no_war_s(text: str) -> None:
    """A day's figure, or a small one, belongs to one happening."""
    assert "conflict_toll" not in kinds(text)


def test_the_rule_of_a_kind_is_named() -> None:
    """A claim says by which rule its kind was decided."""
    claims = read("Warplanes attacked the camp in Ain Zara. The attack killed two people. Shells hit Sabha.")
    assert [s.rule for c in claims for s in c.support if s.field == "kind"] == [
        "weapon: aircraft",
        "points back",
        "trigger",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shelling hit Sirte. Air strikes hit Derna. More shelling hit Zintan.", "shelling"),
        ("Shelling hit Sirte. Air strikes hit Derna.", "shelling"),
        ("The troops withdrew.", None),
    ],
)
def test_a_report_speaks_most_of_one_kind(text: str, kind: str | None) -> None:
    """The weapon named most often stands for the report, the first of equals."""
    assert reported(context(parse(text), None)) == kind


def test_the_attack_last_told_is_the_last_of_those_asked_for() -> None:
    """A word points back to the last attack that it can mean."""
    scene = Scene([], [], ["shelling", "bombing", "killing"], "air_strike")
    assert scene.last(frozenset({"shelling", "bombing"})) == "bombing"
    assert scene.last(frozenset({"air_strike"})) is None
    assert scene.main() == "bombing"
    assert Scene([], [], ["killing"], "air_strike").main() == "air_strike"
