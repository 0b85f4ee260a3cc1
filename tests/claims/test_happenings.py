"""Which claims tell of the same happening, what a retelling adds, what is carried forward."""

from __future__ import annotations

import pytest

from counterclaim.claims.happenings import same_names
from counterclaim.records import Claim
from tests.claims.reading import day, read

SHELLING = "Shelling killed three people in Avdiivka on Monday."


def numbers(text: str) -> list[int]:
    """Return the happening of each claim."""
    return [claim.happening for claim in read(text)]


def places(claim: Claim) -> list[str]:
    """Return a claim's places as written."""
    return [place.name for place in claim.event.places]


@pytest.mark.parametrize(
    "again",
    [
        "The shelling in Avdiivka killed three people.",
        "Three people were killed in the shelling.",
    ],
)
def test_a_retelling_adds_nothing(again: str) -> None:
    """What a claimant has said already is no second claim."""
    assert len(read(f"{SHELLING} {again}")) == 1


def test_another_claimant_is_another_claim() -> None:
    """The same said by someone else is a claim of its own, of the same happening."""
    claims = read(f"{SHELLING} The governor said the shelling killed three people.")
    assert [(c.happening, c.claimant.name) for c in claims] == [(1, None), (1, "governor")]


def test_a_new_toll_is_a_new_claim_of_the_same_happening() -> None:
    """A further figure, by the same voice, is told again with what was known."""
    claims = read(f"{SHELLING} The shelling wounded five others.")
    assert [(c.happening, [(t.harm, t.low) for t in c.event.toll]) for c in claims] == [
        (1, [("killed", 3)]),
        (1, [("wounded", 5)]),
    ]


def test_figures_that_differ_are_two_claims_of_one_happening() -> None:
    """Two parties that count differently speak of the same happening."""
    claims = read(
        "An air strike killed three people in Khartoum on Monday. The army said the strike killed five people."
    )
    assert [(c.happening, c.claimant.name, c.event.toll[0].low) for c in claims] == [(1, None, 3), (1, "army", 5)]


@pytest.mark.parametrize(
    "other",
    [
        "On Tuesday, shelling killed two people in Kherson.",
        "Shelling killed two people in Kherson.",
        "Another attack killed two people.",
        "Police arrested nine people in Avdiivka.",
        "Shelling killed two people in Avdiivka on Sunday.",
    ],
)
def test_another_place_day_or_kind_is_another_happening(other: str) -> None:
    """What happened elsewhere, on another day, or is called another has a number of its own."""
    assert numbers(f"{SHELLING} {other}") == [1, 2]


def test_other_parties_make_another_happening() -> None:
    """The same kind of attack by another party is another happening."""
    assert numbers("The army shelled the port of Hodeidah. Rebels shelled the town of Mocha.") == [1, 2]


def test_a_happening_is_taken_up_again_after_another() -> None:
    """A number comes back when the report returns to its happening."""
    text = "Shells fell on Derna. In Sabha, gunmen killed a judge. The shelling of Derna wounded nine people."
    assert numbers(text) == [1, 2, 1]


def test_what_is_known_is_carried_forward() -> None:
    """Place, day and parties once said hold for what is told later of the same happening, and the rule says so."""
    first, second = read("Insurgents attacked a checkpoint near Gao on Friday. The attack killed four soldiers.")
    assert (places(second), second.event.when) == (places(first), first.event.when) == (["Gao"], day(4))
    assert [p.name for p in second.event.actors] == ["Insurgents"]
    carried = {s.field: s.rule for s in second.support if s.evidence and s.evidence.start < second.evidence.start}
    assert carried == dict.fromkeys(("actors", "places", "when"), "carried forward within the happening")


def test_nothing_is_carried_backwards() -> None:
    """What is only said later is not put into what was told before."""
    first, second = read("A shell hit a bakery. The shelling took place in Kherson on Monday.")
    assert (first.happening, places(first), first.event.when) == (1, [], None)
    assert (second.happening, places(second), second.event.when) == (1, ["Kherson"], day(7))


@pytest.mark.parametrize(
    "text",
    [
        "Fighting began in Khartoum in April 2021. The fighting killed nine people in Khartoum.",
        "The siege of Taiz began in March 2015. Rebels shelled Taiz, wounding four people.",
        "The offensive was launched in April 2021. The fighting killed nine people.",
    ],
)
def test_the_time_of_an_onset_is_not_carried(text: str) -> None:
    """When something began is not when what followed happened."""
    first, second = read(text)
    assert first.event.when is not None
    assert second.event.when is None


def test_another_happening_borrows_no_scene() -> None:
    """What is said of one happening is not said of the next: its place stays unsaid."""
    first, second = read("Rebels attacked a base near Menaka on Monday. Gunmen abducted two nurses.")
    assert (first.happening, places(first)) == (1, ["Menaka"])
    assert (second.happening, places(second), second.event.when) == (2, [], None)


def test_a_pronoun_stands_for_the_party_that_acted_last() -> None:
    """Who "they" are is taken from the sentence before, and the rule says so."""
    _, second = read("Insurgents attacked a base near Gao on Friday. They abducted two nurses.")
    assert [p.name for p in second.event.actors] == ["Insurgents"]
    assert [s.rule for s in second.support if s.field == "actors"] == ["the party that the pronoun stands for"]


@pytest.mark.parametrize(
    "more",
    [
        "Another air strike hit a mill in Dhamar.",
        "Similar air strikes killed two farmers in Dhamar.",
    ],
)
def test_the_like_told_just_after_is_of_the_same_hand(more: str) -> None:
    """Whose strikes are told one after the other are one party's; the place of the first is not the second's."""
    _, second = read(f"Saudi-led coalition warplanes carried out air strikes near Hodeidah on Monday. {more}")
    assert [p.name for p in second.event.actors] == ["Saudi-led coalition"]
    assert places(second) == ["Dhamar"]


def test_the_like_told_by_another_account_is_of_no_known_hand() -> None:
    """Whom one source names is not carried into what another source tells."""
    text = "The army said rebels shelled a school in Taiz. Residents said another shelling hit a bakery in Mocha."
    _, second = read(text)
    assert second.event.actors == ()


def test_whose_aircraft_they_are_is_looked_up() -> None:
    """Machines stand for the party of the register that owns them; of a state's name for the state."""
    actors = [
        a for text in ("Syrian army helicopters", "Russian jets") for a in read(f"{text} bombed Homs.")[0].event.actors
    ]
    assert [(a.name, a.party) for a in actors] == [("Syrian army", "sy-forces"), ("Russia", "ru")]


def test_the_like_told_after_an_unknown_hand_is_of_no_known_one() -> None:
    """Only parties of the register are taken to go on: whoever else killed one man did not kill the next."""
    text = "Police shot and killed a driver in Denver on Monday. A man was shot dead in Boulder the same night."
    *_, last = read(text)
    assert places(last) == ["Boulder"]
    assert last.event.actors == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["city of Aden"], ["Aden"], True),
        (["Aden"], ["Aden port"], True),
        (["Aden", "Taiz"], ["Mocha", "the town of Taiz"], True),
        (["Aden"], ["Taiz"], False),
        (["north Aden"], ["south Aden"], False),
        ([], ["Aden"], False),
        (["the village"], ["village"], False),
    ],
)
def test_names_are_the_same_when_one_holds_the_other(one: list[str], other: list[str], same: bool) -> None:
    """All telling words of one name among those of the other; general words alone tell nothing apart."""
    assert same_names(one, other) is same
    assert same_names(other, one) is same
