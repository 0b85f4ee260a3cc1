"""Who did what to whom: doers, undergoers, weapons and counts around a sentence's triggers."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from counterclaim.claims.arguments import actors, both_sides, count, means, pronoun_acts, targets
from counterclaim.claims.context import Context, context
from counterclaim.claims.groups import Group, groups
from counterclaim.claims.nlp import parse


def told(text: str, kind: str) -> tuple[Context, Group]:
    """Return the context of a text and its first group whose head is of a kind."""
    doc: Doc = parse(text)
    ctx = context(doc, None)
    found = [g for sent in doc.sents for g in groups(ctx, sent)]
    for group in found:
        if group.head.kind == kind:
            return ctx, group
    raise AssertionError(f"no {kind} in {[g.head.kind for g in found]}")


def who(text: str, kind: str) -> list[str]:
    """Return the names of the doers."""
    ctx, group = told(text, kind)
    return [f.name for f in actors(ctx, group)]


def whom(text: str, kind: str) -> list[str]:
    """Return the names of the undergoers."""
    ctx, group = told(text, kind)
    return [f.name for f in targets(ctx, group, actors(ctx, group))]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The Syrian army shelled the town of Harasta on Sunday.", "shelling", ["Syrian army"]),
        ("The market was shelled by Houthi rebels on Sunday.", "shelling", ["Houthi rebels"]),
        ("Turkish artillery fire killed four villagers.", "shelling", ["Turkey"]),
        ("Israeli warplanes carried out air strikes on a port near Hodeidah.", "air_strike", ["Israel"]),
        ("Fighters from the SDF carried out a suicide attack in Raqqa.", "suicide_attack", ["SDF"]),
        ("A monitor said that ISIL has killed 12 shepherds.", "~harm", ["ISIL"]),
    ],
)
def test_doers_by_grammar(text: str, kind: str, expected: list[str]) -> None:
    """Subjects, agents after "by", modifiers of nouns, and owners of machines are the doers."""
    assert who(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A U.S. statement came late. American jets carried out air strikes near Kunduz.", ["U.S."]),
        ("American jets carried out air strikes near Kunduz.", ["United States"]),
    ],
)
def test_a_state_is_called_as_the_report_calls_it(text: str, expected: list[str]) -> None:
    """The owner of machines is named as the report writes it, by its usual name where only adjectives tell of it."""
    assert who(text, "air_strike") == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Shells fell as it withdrew its men, the army said, and it was over.", "withdrawal", []),
        ("The army said it had shelled the depot near Taiz.", "shelling", ["army"]),
        ("The militia denied shelling Taiz.", "shelling", ["militia"]),
        ("The militia did not comment, but denied carrying out the shelling of Taiz.", "shelling", ["militia"]),
        (
            "The Sudanese government denied claims it carried out the air strikes.",
            "air_strike",
            ["Sudanese government"],
        ),
        (
            "Tehran accused Saudi Arabia Turkey and Qatar of arming rebels.",
            "arms_supply",
            ["Saudi Arabia", "Turkey", "Qatar"],
        ),
    ],
)
def test_doers_of_what_is_said(text: str, kind: str, expected: list[str]) -> None:
    """Who says or denies that it did something is its doer; all whom somebody blames are blamed, commas or none."""
    assert who(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Trade Minister met with local farmers in Gao.", ["Trade Minister", "local farmers"]),
        (
            "Foreign Secretary Anna Holt spoke. The Foreign Secretary met with rebels in Gao.",
            ["Foreign Secretary Anna Holt", "rebels"],
        ),
    ],
)
def test_parties_to_talks(text: str, expected: list[str]) -> None:
    """An office is named by its holder where the report names one; whoever is met is a party, named or not."""
    ctx, group = told(text, "talks")
    first, other = both_sides(ctx, group)
    assert [f.name for f in [*actors(ctx, group), *first, *other]] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "More rocket shells later hit al-Rashid neighborhood leaving one person dead.",
            "shelling",
            "al-Rashid neighborhood",
        ),
        ("Rebels fired rockets at villages on Friday.", "shelling", "villages"),
        ("Some 900 people live under siege in Taiz.", "siege", "people"),
        ("ISIL has fled. Rebels liberated miles of ISIL-held terrain.", "territory_change", "ISIL"),
        ("The regime used shelling against the Yemeni people.", "shelling", "Yemeni people"),
    ],
)
def test_what_is_hit_has_a_name(text: str, kind: str, expected: str) -> None:
    """A quarter, villages in the plural, and people under siege are whom or what it was done to."""
    assert whom(text, kind) == [expected]


def test_machines_and_witnesses_do_nothing() -> None:
    """A weapon without an owner is no doer, nor is the outlet that tells of an attack."""
    assert who("Heavy artillery shelled the village overnight.", "shelling") == []
    assert (
        who("The Reuters news agency said shells hit the town on Friday, a shelling that hurt ten.", "shelling") == []
    )


def test_listed_doers_stand_together() -> None:
    """Parties coordinated before a noun of machines are each a doer."""
    found = who("Five people died in air strikes by Russian and Syrian warplanes near Idlib.", "air_strike")
    assert set(found) == {"Russia", "Syria"}


def test_responsibility_claimed() -> None:
    """Who claims responsibility for an attack is its doer."""
    text = "Al-Shabaab claimed responsibility for the suicide bombing in Mogadishu."
    assert any("Shabaab" in name for name in who(text, "suicide_attack"))


def test_first_of_two_sides() -> None:
    """Of fighting between two sides the first is the doer, the other stands on the other side."""
    ctx, group = told("Fighting between rebels and government troops broke out near Taiz.", "battle")
    first, other = both_sides(ctx, group)
    assert [f.name for f in first] == ["rebels"]
    assert [f.name for f in other] == ["government troops"]
    assert [f.name for f in actors(ctx, group)] == ["rebels"]


def test_every_filler_quotes_the_text() -> None:
    """A filler's offsets point at words of the text, and it names the rule that chose it."""
    ctx, group = told(
        "Saudi warplanes carried out air strikes on a school in Saada, killing two teachers.", "air_strike"
    )
    fillers = [*actors(ctx, group), *targets(ctx, group, [])]
    assert fillers
    for filler in fillers:
        assert ctx.doc.text[filler.start : filler.end].strip()
        assert filler.rule


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Air strikes hit a hospital in Saada, killing six people.", "air_strike", ["hospital"]),
        (
            "The army fired mortar rounds at the village of Kafr Nabl, killing two women.",
            "shelling",
            ["village of Kafr Nabl"],
        ),
        ("Twelve civilians were killed in an air strike on Mosul.", "air_strike", ["civilians"]),
        ("Two people were killed in an air strike on Mosul.", "air_strike", []),
        ("The army recaptured the town of Dabiq from IS on Monday.", "territory_change", ["IS"]),
        ("Gunmen abducted three aid workers in Kabul.", "abduction", ["aid workers"]),
        ("Thousands fled the city of Goma on Tuesday.", "displacement", ["Thousands"]),
        ("The minister called on Russia to stop the bombing.", "demand", ["Russia"]),
        ("Iran sent weapons to the Houthi rebels last year.", "arms_supply", ["Houthi rebels"]),
    ],
)
def test_undergoers(text: str, kind: str, expected: list[str]) -> None:
    """What was aimed at comes before the harmed; mere people and bare cities are no targets; losers lose ground."""
    assert whom(text, kind) == expected


def test_what_is_no_undergoer() -> None:
    """The hour of an attack and a pronoun name nobody."""
    assert whom("The explosion struck at around 715 pm in the market.", "bombing") == ["market"]
    assert whom("The patrol returned fire, killing him.", "~harm") == []


def test_an_adjective_shares_its_noun() -> None:
    """Two adjectives before one noun are two parties; a word that is only spelt like a country's code is none."""
    text = "The commander led attacks against Afghan and coalition forces in Logar."
    assert whom(text, "~attack") == ["Afghan forces", "coalition forces"]
    assert whom("Protesters burned a police car and clashes went on.", "destruction") == ["police car"]


def test_damaged_things_are_targets() -> None:
    """Things that a clause says were damaged are targets beside the persons harmed."""
    found = whom(
        "A rocket fell in the old quarter of Taiz, wounding two children and causing damage to shops.", "shelling"
    )
    assert "shops" in found
    assert "children" in found


def test_nobody_is_both_doer_and_undergoer() -> None:
    """A party taken as the doer is not given as the target too."""
    ctx, group = told("The rebels attacked the army base and the rebels lost five men in the battle.", "battle")
    doers = actors(ctx, group)
    assert not {f.name for f in doers} & {f.name for f in targets(ctx, group, doers)}


def test_counts() -> None:
    """A number before the noun of action counts the happenings; "two of ten" is a share."""
    ctx, group = told("The coalition conducted 14 air strikes near Mosul.", "air_strike")
    found = count(ctx, group)
    assert found is not None
    assert (found[0].low, found[0].high) == (14, 14)
    ctx, group = told("The coalition conducted air strikes near Mosul.", "air_strike")
    assert count(ctx, group) is None


def test_means() -> None:
    """The weapon is given in the words of the text."""
    ctx, group = told("A car bomb exploded outside a bank in Kabul, killing three.", "bombing")
    found = means(ctx, group)
    assert found is not None
    assert found.name == "car bomb"
    assert ctx.doc.text[found.start : found.end] == "car bomb"


def test_pronoun_doers() -> None:
    """A pronoun as doer is told apart, so that the party it stands for can be sought."""
    assert pronoun_acts(*told("They stormed the base and fought the army there.", "battle"))
    assert not pronoun_acts(*told("The rebels fought the army near the base.", "battle"))
