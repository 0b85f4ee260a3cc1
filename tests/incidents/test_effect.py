"""Judgements in effect: undos, the newest answer, and where two people disagree."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.bind import Binding, anchored
from counterclaim.incidents.effect import Apart, Effect, Idle, Together, Unbound, in_effect, links, standing
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Claim,
    Different,
    Discount,
    Event,
    Judgement,
    RateSource,
    Rating,
    Retract,
    Same,
    SetField,
    Takedown,
    Toll,
    Undo,
)
from tests.incidents.pages import by_report, judged, page, read, seen, version

REPORTS: Final = [
    version(f"Warplanes hit a bakery in Harun, report {i} said.", url=f"https://{i}.example/") for i in range(4)
]
CLAIMS: Final = [read(report, report.text) for report in REPORTS]
A, B, C, D = CLAIMS


def binding(claims: Iterable[Claim] = CLAIMS) -> Binding:
    """Return the binding of the claims, a page each."""
    found = list(claims)
    reports = [report for report in REPORTS if any(claim.report == report.id for claim in found)]
    return Binding(by_report(found), [page([seen(report, 1)], [report], found) for report in reports])


def same(*claims: Claim) -> Same:
    """Return the act that says they are one."""
    return Same(anchors=tuple(anchored(claim) for claim in claims))


def different(one: Claim, *others: Claim) -> Different:
    """Return the act that keeps one apart from others."""
    return Different(anchors=(anchored(one),), others=tuple(anchored(claim) for claim in others))


def killed(claim: Claim, number: int) -> SetField:
    """Return the act that sets the toll of a claim."""
    toll = (Toll(harm="killed", who="people", low=number, high=number, words=str(number)),)
    return SetField(anchor=anchored(claim), fields=("toll",), event=Event(kind="air_strike", toll=toll))


def effect(*judgements: Judgement) -> Effect:
    """Return what is in effect."""
    return in_effect(judgements, binding())


def pair(one: Claim, other: Claim) -> tuple[str, str]:
    """Return a pair of claims as links name it."""
    low, high = sorted((one.id, other.id))
    return low, high


EACH: Final = {claim.id: claim.id for claim in CLAIMS}


def test_an_undo_and_its_undo() -> None:
    """An undone judgement has no effect; once the undo is undone it has it again."""
    first = judged(same(A, B), 1)
    undo = judged(Undo(judgement=first.id), 2)
    again = judged(Undo(judgement=undo.id), 3)
    assert effect(first).decided == (Together(first.id, pair(A, B)),)
    assert effect(first, undo).decided == ()
    assert standing([first, undo]).undone == {first.id: undo.id}
    assert effect(first, undo, again).decided == (Together(first.id, pair(A, B)),)


def test_a_takedown_stays() -> None:
    """The undo of a takedown has no effect and is named; so is the undo of a judgement that nobody made."""
    down = judged(Takedown(report=A.report, reason_class="privacy"), 1)
    undo = judged(Undo(judgement=down.id), 2)
    lost = judged(Undo(judgement="j1nobody"), 3)
    found = effect(down, undo, lost)
    assert found.taken_down == {A.report: down.id}
    assert found.idle == (Idle(undo.id, down.id, "takedown"), Idle(lost.id, "j1nobody", "unknown"))


def test_the_newest_of_same_and_different_counts() -> None:
    """For each pair the newest answer counts, and the others of a list stay as they were judged."""
    all_one, apart = judged(same(A, B, C), 1), judged(different(A, B), 2)
    found = links(effect(all_one, apart).decided, EACH)
    assert found.same == {pair(A, C): all_one.id, pair(B, C): all_one.id}
    assert found.different == {pair(A, B): apart.id}
    newer = judged(same(A, B), 3)
    found = links(effect(all_one, apart, newer).decided, EACH)
    assert found.same[pair(A, B)] == newer.id
    assert not found.different


def test_links_of_units() -> None:
    """The newest answer counts for units too, whichever of their claims it named."""
    units = {A.id: "u1", B.id: "u1", C.id: "u2"}
    older, newer = judged(same(A, C), 1), judged(different(B, C, D), 2)
    assert links(effect(older, newer).decided, units).different == {("u1", "u2"): newer.id}
    assert not links(effect(older, newer).decided, units).same
    assert links(effect(judged(same(A, B), 1)).decided, units).same == {}


def test_a_field_is_set() -> None:
    """The newest correction of a field counts, the claim keeps its id and its other fields."""
    older, newer = judged(killed(A, 43), 1), judged(killed(A, 70), 2)
    means = judged(SetField(anchor=anchored(A), fields=("means",), event=Event(kind="bombing", means="drone")), 3)
    found = effect(newer, means, older)
    assert found.corrected[A.id].id == A.id
    assert found.corrected[A.id].event == msgspec.structs.replace(
        A.event, toll=newer.act.event.toll if isinstance(newer.act, SetField) else (), means="drone"
    )
    assert found.marks == {A.id: tuple(sorted((newer.id, means.id)))}
    assert found.of_claim == {A.id: (older.id, newer.id, means.id)}


def test_checked_or_misread() -> None:
    """Of a check and a retraction of one claim the newer counts."""
    misread, right = judged(Retract(anchors=(anchored(A), anchored(B))), 1), judged(Check(anchors=(anchored(A),)), 2)
    found = effect(right, misread)
    assert found.retracted == {B.id: misread.id}
    assert found.checked == {A.id: right.id}
    assert found.marks == {A.id: (right.id,)}


def test_ratings_and_discounts() -> None:
    """The newest rating of a source counts, however its name is written; a discount names its claims."""
    older, newer = (
        judged(RateSource(source="Tisa Observatory", rating="C"), 1),
        judged(RateSource(source=" tisa observatory", rating="B"), 2),
    )
    less = judged(Discount(anchors=(anchored(A), anchored(B)), belligerent="Ardania"), 3)
    found = effect(newer, less, older)
    assert found.ratings == {"tisa observatory": "B"}
    assert found.rated_by == {"tisa observatory": newer.id}
    assert found.discounts == (Together(less.id, pair(A, B)),)


def test_an_anchor_that_names_nothing_is_unbound() -> None:
    """What binds to no claim is listed; what lies in a report that is not at hand is not."""
    lost = Anchor(report=A.report, start=0, end=4, kind="talks")
    act = Same(anchors=(anchored(B), lost, anchored(C)))
    found = in_effect([judged(act, 1)], binding())
    assert found.unbound == (Unbound(judged(act, 1).id, lost),)
    assert found.decided == (Together(judged(act, 1).id, pair(B, C)),)
    some = in_effect([judged(act, 1)], binding([B]))
    assert some.unbound == ()
    assert some.decided == ()


def test_what_is_about_words_ends_with_them() -> None:
    """Once a page says it otherwise, a check, a retraction and a correction are unbound; what ties happenings stays."""
    later = version("Warplanes hit two bakeries in Harun, report 0 said.", url=REPORTS[0].url)
    new = read(later, later.text)
    claims = [*CLAIMS, new]
    pages = [page([seen(report, 1)], [report], claims) for report in REPORTS[1:]]
    pages.append(page([seen(REPORTS[0], 1), seen(later, 2)], [REPORTS[0], later], claims))
    acts: tuple[Act, ...] = (Check(anchors=(anchored(A),)), Retract(anchors=(anchored(A),)), killed(A, 43), same(A, B))
    found = in_effect([judged(act, hour) for hour, act in enumerate(acts)], Binding(by_report(claims), pages))
    assert [one.anchor for one in found.unbound] == [anchored(A)] * 3
    assert (found.checked, found.retracted, found.corrected) == ({}, {}, {})
    assert [one.claims for one in found.decided] == [pair(new, B)]


def test_what_was_taken_down_is_not_unbound() -> None:
    """Nobody has to look again at a judgement whose report is gone; that of the other reports it names stays."""
    empty = Binding(
        {A.report: [], B.report: [B], C.report: [C]}, [page([seen(r, 1)], [r], CLAIMS) for r in REPORTS[1:3]]
    )
    down = judged(Takedown(report=A.report, reason_class="rights"), 2)
    acts = [judged(same(A, B, C), 1), judged(Check(anchors=(anchored(A),)), 1)]
    assert len(in_effect(acts, empty).unbound) == 2
    found = in_effect([*acts, down], empty)
    assert found.unbound == ()
    assert [one.claims for one in found.decided] == [pair(B, C)]


OPPOSED: Final[list[tuple[Act, Act, str]]] = [
    (same(A, B), different(B, A), "one happening or two"),
    (killed(A, 43), killed(A, 70), "toll"),
    (Check(anchors=(anchored(A),)), Retract(anchors=(anchored(A),)), "read rightly or not"),
    (RateSource(source="sohr", rating="A"), RateSource(source="SOHR", rating="E"), "how reliable sohr is"),
]


@pytest.mark.parametrize(("one", "other", "what"), OPPOSED)
def test_two_people_who_disagree(one: Act, other: Act, what: str) -> None:
    """Opposite answers of two people are a conflict: the newer counts, both are named; one person may think again."""
    first, second = judged(one, 1, by="ada"), judged(other, 2, by="ben")
    found = effect(first, second).conflicts
    assert [(each.earlier, each.later, each.what) for each in found] == [(first.id, second.id, what)]
    assert effect(first, judged(other, 2, by="ada")).conflicts == ()
    yielded = judged(other, 3, by="ada")
    assert effect(first, second, yielded).conflicts == ()
    assert effect(first, second, judged(Undo(judgement=first.id), 3)).conflicts == ()


def test_agreement_is_no_conflict() -> None:
    """Two people who say the same do not disagree."""
    assert effect(judged(same(A, B), 1), judged(same(A, B, C), 2, by="ben")).conflicts == ()
    assert effect(judged(same(A, B), 1), judged(different(C, A, B), 2, by="ben")).conflicts == ()


RATINGS: Final[tuple[Rating, ...]] = ("A", "B", "C")
ACTS: Final = st.one_of(
    st.lists(st.sampled_from(CLAIMS), min_size=2, max_size=3, unique_by=lambda claim: claim.id).map(lambda c: same(*c)),
    st.permutations(CLAIMS).map(lambda c: different(c[0], c[1])),
    st.tuples(st.sampled_from(CLAIMS), st.integers(0, 3)).map(lambda given: killed(*given)),
    st.sampled_from(CLAIMS).map(lambda claim: Check(anchors=(anchored(claim),))),
    st.sampled_from(CLAIMS).map(lambda claim: Retract(anchors=(anchored(claim),))),
    st.sampled_from(RATINGS).map(lambda rating: RateSource(source="sohr", rating=rating)),
    st.sampled_from(CLAIMS).map(lambda claim: Takedown(report=claim.report, reason_class="error")),
)


@st.composite
def streams(draw: st.DrawFn) -> list[Judgement]:
    """Draw judgements of two people, undos among them, in an order that means nothing."""
    found: list[Judgement] = []
    for _ in range(draw(st.integers(1, 8))):
        undo = bool(found) and draw(st.booleans())
        act: Act = Undo(judgement=draw(st.sampled_from(found)).id) if undo else draw(ACTS)
        found.append(judged(act, draw(st.integers(0, 4)), by=draw(st.sampled_from(("ada", "ben")))))
    return draw(st.permutations(found))


@given(streams(), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(judgements: list[Judgement], dice: random.Random) -> None:
    """Judgements in any order, some of them twice, have the same effect."""
    found = effect(*judgements)
    again = [*judgements, *judgements[:2]]
    dice.shuffle(again)
    assert effect(*again) == found


@given(streams())
def test_an_undo_takes_away_just_what_was_judged(judgements: list[Judgement]) -> None:
    """Undoing a judgement is as if it had never been made, and undoing that undo as if it had never been undone."""
    before = effect(*judgements)
    for one in judgements:
        if isinstance(one.act, Takedown | Undo) or one.id not in before.judgements:
            continue
        undo = judged(Undo(judgement=one.id), 9)
        rest = [other for other in judgements if other.id != one.id]
        without = [*rest, undo]
        names = ("corrected", "retracted", "checked", "decided", "ratings", "conflicts", "of_claim")
        undone, never = effect(*judgements, undo), effect(*without)
        assert [getattr(undone, name) for name in names] == [getattr(never, name) for name in names]
        back = effect(*judgements, undo, judged(Undo(judgement=undo.id), 10))
        assert [getattr(back, name) for name in names] == [getattr(before, name) for name in names]


@given(streams())
def test_the_effect_on_some_is_that_on_all(judgements: list[Judgement]) -> None:
    """For claims of some reports the effect is what it is for all, as far as it concerns only these."""
    whole, part = effect(*judgements), in_effect(judgements, binding([A, B]))
    at_hand = {A.id, B.id}
    for name in ("corrected", "retracted", "checked", "marks", "of_claim"):
        assert getattr(part, name) == {claim: v for claim, v in getattr(whole, name).items() if claim in at_hand}
    assert part.ratings == whole.ratings
    units = {claim: claim for claim in at_hand}
    assert links(part.decided, units) == links(whole.decided, units)


def test_a_long_chain_of_undos() -> None:
    """Thousands of undos of undos are followed."""
    chain = [judged(same(A, B), 0)]
    for hour in range(5_000):
        chain.append(judged(Undo(judgement=chain[-1].id), hour + 1))
    assert len(effect(*chain).decided) == 1
    assert effect(*chain[:-1]).decided == ()


def test_apart_keeps_its_sides() -> None:
    """A judgement of difference names both sides."""
    one = judged(different(A, B, C), 1)
    assert effect(one).decided == (Apart(one.id, (A.id,), pair(B, C)),)
