"""Grades, status and the two-part grade: what each takes, and what changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from counterclaim.incidents.describe import incident
from counterclaim.incidents.item import Item
from counterclaim.records import Anchor, Discount, Grade, Incident, Judgement, Rating
from tests.incidents.telling import OBSERVATORY, said

RATED: Mapping[str, Rating] = {"sohr": "B", "human rights watch": "A", "reuters": "C", "white-helmets": "B"}


def _incident(*items: Item, ratings: Mapping[str, Rating] = RATED, judged: tuple[Judgement, ...] = ()) -> Incident:
    return incident(id="i1", items=items, parts=frozenset(), joins=(), ratings=ratings, judged=judged)


def _grade(*items: Item, **more: Any) -> Grade:
    (grade,) = _incident(*items, **more).grades
    return grade


def _strike(
    who: str | None,
    figures: str = "9 civilians killed",
    *,
    actors: str = "Russia",
    report: str | None = None,
    **more: Any,
) -> Item:
    return said(who, figures, actors=actors, kind="air_strike", report=report or who or "r0", **more)


def _discount(belligerent: str | None = None) -> Judgement:
    act = Discount(anchors=(Anchor(report="r1", start=0, end=9, kind="air_strike"),), belligerent=belligerent)
    return Judgement(id="j1", by="mara", at=dt.datetime(2017, 5, 1, tzinfo=dt.UTC), why="The crater is older.", act=act)


def test_fair() -> None:
    """Two credible, independent voices tell of the harm and name the doer."""
    grade = _grade(_strike(OBSERVATORY), _strike("Human Rights Watch"))
    assert (grade.belligerent.party, grade.status, grade.grade) == ("ru", "likely", "fair")
    assert all(reason.text and reason.claims for reason in grade.reasons)


def test_one_voice_is_weak() -> None:
    """One voice is weak, however many carry it."""
    grade = _grade(_strike(OBSERVATORY), _strike(OBSERVATORY, report="r2"), _strike("activists", unnamed=True))
    assert (grade.status, grade.grade) == ("single_source", "weak")


@pytest.mark.parametrize("ratings", [{}, {"sohr": "B"}, {"sohr": "B", "human rights watch": "D"}])
def test_two_voices_that_are_not_credible_are_weak(ratings: Mapping[str, Rating]) -> None:
    """A voice that nobody rated counts as F, and D is not credible: the act is likely, the harm stays weak."""
    grade = _grade(_strike(OBSERVATORY), _strike("Human Rights Watch"), ratings=ratings)
    assert (grade.status, grade.grade) == ("likely", "weak")


def test_two_credible_voices_on_an_act_that_is_not_likely_are_weak() -> None:
    """Harm that two tell of, when one only names the doer, is weakly laid at its door."""
    grade = _grade(_strike(OBSERVATORY), _strike("Human Rights Watch", actors=""))
    assert (grade.status, grade.grade) == ("single_source", "weak")


def test_credible_voices_in_unknown_hands_are_weak() -> None:
    """Unknown ownership is never independence, whatever the rating."""
    assert _grade(_strike(OBSERVATORY), _strike("White Helmets")).grade == "weak"


def test_declared_and_fair() -> None:
    """A belligerent that says it struck, with two credible voices on the harm, makes it fair."""
    items = [
        _strike("Russia", "30 combatants killed"),
        _strike(OBSERVATORY, actors=""),
        _strike("Human Rights Watch", actors=""),
    ]
    grade = _grade(*items)
    assert (grade.status, grade.grade) == ("declared", "fair")


def test_accepting_the_strike_alone_confirms_nothing() -> None:
    """A declared strike with one voice on the harm is weak."""
    grade = _grade(_strike("Russia", ""), _strike(OBSERVATORY))
    assert (grade.status, grade.grade) == ("declared", "weak")


def test_confirmed() -> None:
    """The belligerent, or its ministry, says that its own act harmed civilians."""
    assert _grade(_strike("Russian defence ministry", "2 civilians killed")).grade == "confirmed"
    coalition = _grade(_strike("Pentagon", "2 civilians killed", actors="US-led coalition"))
    assert (coalition.belligerent.party, coalition.grade) == ("global-coalition", "confirmed")


def test_an_ally_confirms_nothing() -> None:
    """What an ally says for it is no acceptance of its own."""
    assert _grade(_strike("Syrian government", "2 civilians killed")).grade == "weak"


def test_voices_that_accuse_different_parties_contest() -> None:
    """Each accused party is shown as contested, with the claims on either side."""
    items = [_strike(OBSERVATORY), _strike("Human Rights Watch"), _strike("SANA", actors="Islamic State")]
    grades = _incident(*items).grades
    assert [(grade.belligerent.party, grade.status, grade.grade) for grade in grades] == [
        ("islamic-state", "contested", "contested"),
        ("ru", "contested", "contested"),
    ]
    assert set(grades[0].reasons[0].claims) == {item.claim.id for item in items}


def test_terrorists_contest_a_state() -> None:
    """A doer whom the register does not know contests, where it cannot be the one accused."""
    assert _grade(_strike(OBSERVATORY), _strike("SANA", actors="terrorists")).grade == "contested"


def test_two_arms_of_one_state_are_one_accusation() -> None:
    """Army and government of one state are one belligerent, and do not contest each other."""
    items = [_strike(OBSERVATORY, actors="Syrian army"), _strike("Human Rights Watch", actors="Syrian government")]
    grade = _grade(*items)
    assert (grade.status, grade.grade) == ("likely", "fair")


def test_a_bare_denial_changes_no_grade() -> None:
    """What is fair stays fair when the accused denies it."""
    items = [_strike(OBSERVATORY), _strike("Human Rights Watch")]
    denied = _strike("Russia", "", stance="denies")
    assert _grade(*items, denied).grade == "fair"
    assert _incident(*items, denied).source_grade.information == 2


@pytest.mark.parametrize(
    "figures", ["9 people killed", "9 men killed", "9 combatants killed", "", "0 civilians killed"]
)
def test_no_grade_without_harm_to_civilians(figures: str) -> None:
    """People are never read as civilians, men may bear arms, and nought is no harm: the status stands alone."""
    grade = _grade(_strike(OBSERVATORY, figures), _strike("Human Rights Watch", figures))
    assert (grade.status, grade.grade, len(grade.reasons)) == ("likely", None, 1)


@pytest.mark.parametrize("who", ["civilians", "children", "women", "aid_workers", "journalists"])
def test_who_is_a_civilian(who: str) -> None:
    """These groups are civilians."""
    assert _grade(_strike(OBSERVATORY, f"1 {who} wounded")).grade == "weak"


@pytest.mark.parametrize("belligerent", [None, "ru", "Russia", "ru-forces"])
def test_a_person_discounts(belligerent: str | None) -> None:
    """A person's judgement discounts, and is the reason."""
    grade = _grade(_strike(OBSERVATORY), _strike("Human Rights Watch"), judged=(_discount(belligerent),))
    assert (grade.grade, grade.reasons[-1].judgements) == ("discounted", ("j1",))
    assert "The crater is older." in grade.reasons[-1].text


def test_a_discount_of_another_does_not_count() -> None:
    """An allegation against one belligerent is not discounted by a judgement on another."""
    assert _grade(_strike(OBSERVATORY), judged=(_discount("islamic-state"),)).grade == "weak"


def test_nobody_is_accused_by_unregistered_names() -> None:
    """Gunmen, and people whom the register does not know as a party to conflict, get no grade."""
    assert _incident(_strike(OBSERVATORY, actors="gunmen"), _strike("SANA", actors="Reuters")).grades == ()


def test_copies_and_unnamed_sources_make_no_status() -> None:
    """They name a doer and add no voice."""
    first = _strike(OBSERVATORY)
    copied = _strike("Human Rights Watch", copy_of=first)
    assert _grade(first, copied, _strike("officials", unnamed=True)).status == "single_source"
    assert _grade(_strike("officials", unnamed=True)).grade == "weak"


def test_an_announcement_declares_nothing() -> None:
    """Who says that he will strike has not said that he did."""
    assert _incident(_strike("Russia", stance="intends")).grades == ()


@pytest.mark.parametrize(
    ("items", "source", "information"),
    [
        ([_strike("activists", unnamed=True)], "F", 6),
        ([_strike(OBSERVATORY)], "B", 3),
        ([_strike("SANA")], "F", 3),
        ([_strike(OBSERVATORY), _strike("Human Rights Watch")], "A", 2),
        ([_strike(OBSERVATORY), _strike("Human Rights Watch", when="18")], "A", 3),
        ([_strike(OBSERVATORY), _strike("White Helmets", when="18")], "B", 4),
        ([_strike(OBSERVATORY), _strike("Reuters", "", actors="", stance="denies")], "B", 5),
    ],
)
def test_two_part_grade(items: list[Item], source: str, information: int) -> None:
    """Source is the best rating of a voice that tells it; information follows voices, disputes and denials."""
    found = _incident(*items).source_grade
    assert (found.source, found.information) == (source, information)
    assert len(found.reasons) == 2
