"""The toll: what each figure counts for, and the range over those that stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.item import Item
from counterclaim.incidents.toll import tallies
from counterclaim.incidents.voices import tell
from counterclaim.records import Figure, Group, Harm, Tally
from tests.incidents.telling import OBSERVATORY, said

DAY = dt.date(2017, 4, 15)


def _tally(
    *items: Item, harm: Harm = "killed", who: Group = "people", parts: tuple[Item, ...] = (), accused: str | None = None
) -> Tally:
    found = tallies(
        tell(items, frozenset(item.claim.id for item in parts)),
        accused=frozenset((accused,) if accused else ()),
        day=DAY,
    )
    return next(tally for tally in found if (tally.harm, tally.who) == (harm, who))


def _of(tally: Tally, item: Item) -> Figure:
    return next(figure for figure in tally.figures if figure.claim == item.claim.id)


def test_the_convoy() -> None:
    """43, then 112, then 126 by one monitor; others stand beside it with voice and time, and the top stays open."""
    first = said(OBSERVATORY, "43+ people killed", report="r1", published="15")
    second = said(OBSERVATORY, "112+ people killed", report="r2", published="16 08")
    third = said(OBSERVATORY, "126+ people killed", report="r3", published="16 20")
    rescuers = said("Civil Defence", "100+ people killed", report="r2", published="16 08", start=50)
    source = said("source in Aleppo", "70 people killed", report="r4", unnamed=True, publisher="Sputnik")
    television = said("Syrian state TV", "20 people killed", report="r5")
    tally = _tally(third, source, first, television, second, rescuers)
    assert [_of(tally, item).standing for item in (first, second, third)] == ["superseded", "superseded", "stands"]
    assert {_of(tally, item).by for item in (first, second)} == {third.claim.id}
    assert {_of(tally, item).standing for item in (rescuers, source, television)} == {"stands"}
    assert (tally.low, tally.high) == (20, None)
    assert _of(tally, source).voice is None
    last = {figure.voice: figure.low for figure in tally.figures if figure.voice and figure.standing == "stands"}
    assert last == {OBSERVATORY: 126, "Civil Defence": 100, "Syrian state media": 20}
    assert [_of(tally, item).said_at for item in (first, third)] == [first.published_at, third.published_at]


def test_parts_under_their_total() -> None:
    """21 by one voice in four outlets, with 15 and 6 of its parts: one figure stands, and the parts hang under it."""
    totals = [said(OBSERVATORY, "21+ civilians killed", report=f"r{k}") for k in range(4)]
    fifteen = said(OBSERVATORY, "15+ civilians killed", report="r1", start=60)
    six = said(OBSERVATORY, "6 civilians killed", report="r1", start=120)
    people = said(OBSERVATORY, "15+ people killed", report="r2", start=60)
    tally = _tally(*totals, fifteen, six, people, who="civilians", parts=(fifteen, six, people))
    assert {(f.voice, f.low) for f in tally.figures if f.standing == "stands"} == {(OBSERVATORY, 21)}
    assert [(_of(tally, part).standing, _of(tally, part).by) for part in (fifteen, six)] == [
        ("part", totals[1].claim.id),
        ("part", totals[1].claim.id),
    ]
    assert (tally.low, tally.high) == (21, None)
    hanging = _tally(*totals, people, parts=(people,))
    assert (hanging.low, hanging.high, hanging.figures[0].standing, hanging.figures[0].by) == (None, None, "part", None)


def test_a_part_does_not_hang_under_less_than_itself() -> None:
    """A total that is smaller than the part does not cover it."""
    whole = said(OBSERVATORY, "5 people killed")
    part = said(OBSERVATORY, "9 people killed", start=60, scope="part")
    assert _of(_tally(whole, part), part).by is None


def test_civilians_hang_under_people_never_the_other_way() -> None:
    """A part counted in civilians belongs to a total of people; "people" is never read as civilians."""
    whole = said(OBSERVATORY, "30 people killed")
    part = said(OBSERVATORY, "9 civilians killed", start=60)
    assert _of(_tally(whole, part, who="civilians", parts=(part,)), part).by == whole.claim.id


def test_two_figures_for_one_group_in_one_claim() -> None:
    """Of two figures that one claim gives for one group, the lesser is a part of the greater."""
    item = said(OBSERVATORY, "40 people killed, 30 people killed, 10 aid_workers killed")
    tally = _tally(item)
    assert [(f.low, f.standing, f.by) for f in tally.figures] == [(40, "stands", None), (30, "part", item.claim.id)]
    assert (tally.low, tally.high) == (40, 40)


def test_ties_keep_both() -> None:
    """Two figures of one voice on one day both stand: neither is provably later."""
    items = [said(OBSERVATORY, f"{n} people killed", report=f"r{n}", published="16") for n in (112, 126)]
    tally = _tally(*items)
    assert [figure.standing for figure in tally.figures] == ["stands", "stands"]
    assert (tally.low, tally.high) == (112, 126)


def test_when_it_was_said_goes_before_when_it_was_published() -> None:
    """A report of the 17th that tells what was said on the 14th replaces nothing that was said on the 15th."""
    late = said(OBSERVATORY, "9 people killed", report="r2", published="17", said_at="14")
    early = said(OBSERVATORY, "12 people killed", report="r1", published="15")
    tally = _tally(late, early)
    assert (_of(tally, late).standing, _of(tally, late).by) == ("superseded", early.claim.id)
    assert _of(tally, early).standing == "stands"


def test_a_correction_downwards_counts() -> None:
    """A voice may correct itself downwards."""
    items = [said(OBSERVATORY, "40 people killed"), said(OBSERVATORY, "31 people killed", report="r2", published="17")]
    assert (_tally(*items).low, _tally(*items).high) == (31, 31)


def test_an_old_figure_told_again_is_not_new() -> None:
    """A report that still carries a figure its voice has replaced does not bring it back, unless it was said again."""
    first = said(OBSERVATORY, "43 people killed", report="r1", published="15")
    second = said(OBSERVATORY, "126 people killed", report="r2", published="16")
    stale = said(OBSERVATORY, "43 people killed", report="r3", published="18")
    again = said(OBSERVATORY, "43 people killed", report="r4", published="18", said_at="18")
    assert _of(_tally(first, second, stale), second).standing == "stands"
    assert _of(_tally(first, second, again), second).by == again.claim.id


def test_a_figure_told_again_later_replaces_what_was_said_between() -> None:
    """A figure that was never replaced may be told again, and still replaces an earlier one."""
    low = said(OBSERVATORY, "112 people killed", report="r1", published="15")
    high = said(OBSERVATORY, "126 people killed", report="r2", published="16")
    again = said(OBSERVATORY, "126 people killed", report="r3", published="17")
    tally = _tally(low, high, again)
    assert [_of(tally, item).standing for item in (low, high, again)] == ["superseded", "stands", "stands"]


@pytest.mark.parametrize("other", [{"who": "White Helmets"}, {"who": "activists", "unnamed": True}, {"who": None}])
def test_only_the_same_voice_supersedes(other: dict[str, Any]) -> None:
    """Another voice, a source without a name and agency text replace nothing."""
    first = said(OBSERVATORY, "43 people killed")
    later = said(**other, figures="80 people killed", report="r2", published="18")
    assert _of(_tally(first, later), first).standing == "stands"


def test_another_group_or_harm_supersedes_nothing() -> None:
    """Dead and wounded, people and children are counted apart."""
    first = said(OBSERVATORY, "43 people killed")
    later = said(OBSERVATORY, "3 children killed, 50 people wounded", report="r2", published="18")
    assert _tally(first, later).low == 43
    assert _tally(first, later, who="children").high == 3
    assert _tally(first, later, harm="wounded").low == 50


def test_vague_words_bound_only_alone() -> None:
    """The word "dozens" bounds where nobody gives a number, and no longer once one stands."""
    vague = said("White Helmets", "dozens=24+ people killed")
    number = said(OBSERVATORY, "19 people killed", report="r2")
    assert (_tally(vague).low, _tally(vague).high) == (24, None)
    both = _tally(vague, number)
    assert (both.low, both.high) == (19, 19)
    assert _of(both, vague).standing == "stands"


def test_vague_words_never_replace_a_number() -> None:
    """A voice that gave a number and then says "dozens" has not taken the number back; the other way round it has."""
    number = said(OBSERVATORY, "19 people killed")
    vague = said(OBSERVATORY, "dozens=24+ people killed", report="r2", published="17")
    assert [figure.standing for figure in _tally(number, vague).figures] == ["stands", "stands"]
    early = said(OBSERVATORY, "dozens=24+ people killed", report="r3", published="14")
    assert _of(_tally(early, number), early).by == number.claim.id


def test_the_accused_side_never_sets_the_low_end() -> None:
    """A lower figure of the accused, of its ally or of its state's agency stands beside the range."""
    monitor = said(OBSERVATORY, "20 civilians killed")
    own = said("Syrian army", "2 civilians killed", report="r2")
    ally = said("Russian defence ministry", "3 civilians killed", report="r3")
    state_agency = said(None, "4 civilians killed", report="r4", publisher="SANA")
    tally = _tally(monitor, own, ally, state_agency, who="civilians", accused="sy-forces")
    assert [_of(tally, item).standing for item in (own, ally, state_agency)] == ["accused"] * 3
    assert (tally.low, tally.high) == (20, 20)


def test_what_the_accused_admits_stands() -> None:
    """A figure of the accused that is no lower than others', or the only one, stands; nought does not."""
    monitor = said(OBSERVATORY, "20 civilians killed")
    more = said("Syrian army", "22 civilians killed", report="r2")
    assert _tally(monitor, more, who="civilians", accused="sy-forces").high == 22
    assert _tally(more, who="civilians", accused="sy-forces").low == 22
    none = said("Syrian army", "0 civilians killed", report="r2")
    assert (_tally(none, who="civilians", accused="sy-forces").low, _of(_tally(none, who="civilians"), none).low) == (
        None,
        0,
    )


def test_denied_figures() -> None:
    """What the accused denies stands beside; what others deny, and what is only announced, is nobody's figure."""
    denied = said("Syrian army", "20 civilians killed", stance="denies")
    other = said("White Helmets", "30 civilians killed", stance="denies", report="r2")
    plan = said("Syrian army", "40 civilians killed", stance="intends", report="r3")
    tally = _tally(denied, other, plan, who="civilians", accused="sy-forces")
    assert [(figure.claim, figure.standing) for figure in tally.figures] == [(denied.claim.id, "accused")]
    assert tally.low is None


def test_copies_and_withdrawn_figures_do_not_count() -> None:
    """They are shown, and bound nothing."""
    first = said(OBSERVATORY, "20 people killed")
    copied = said(OBSERVATORY, "20 people killed", report="r2", copy_of=first)
    gone = said("White Helmets", "90 people killed", report="r3", carried="withdrawn")
    tally = _tally(first, copied, gone)
    assert [_of(tally, item).standing for item in (first, copied, gone)] == ["stands", "copy", "withdrawn"]
    assert (tally.low, tally.high) == (20, 20)


def test_a_lead_that_repeats_a_voice_is_that_voice_told_twice() -> None:
    """A report's own line with a figure that it also gives to a monitor counts once; another figure stands."""
    lead = said(None, "43 people killed", start=0)
    monitor = said(OBSERVATORY, "43+ people killed", start=60)
    other = said(None, "20 people killed", start=120)
    later = said(OBSERVATORY, "126+ people killed", report="r2", published="17")
    tally = _tally(lead, monitor, other, later)
    assert [_of(tally, item).standing for item in (lead, monitor, other)] == ["copy", "superseded", "stands"]
    elsewhere = said(None, "43 people killed", report="r3")
    assert _of(_tally(monitor, elsewhere), elsewhere).standing == "stands"


def test_no_casualties_is_a_figure() -> None:
    """Nought is a figure like others where the accused does not say it."""
    tally = _tally(said(OBSERVATORY, "0 people killed"), said("White Helmets", "3 people killed", report="r2"))
    assert (tally.low, tally.high) == (0, 3)


_FIGURES = st.lists(
    st.builds(
        said,
        st.sampled_from([OBSERVATORY, "White Helmets", "SANA", "Syrian army", None]),
        st.sampled_from(["3 people killed", "9+ people killed", "0 people killed", "2-8 people killed"]),
        report=st.sampled_from(["r1", "r2", "r3"]),
        published=st.sampled_from(["14", "15", "16", "16 09", None]),
        said_at=st.sampled_from([None, None, "13", "16 12"]),
        start=st.integers(0, 400),
        scope=st.sampled_from(["event", "event", "part"]),
        carried=st.sampled_from(["live", "live", "withdrawn"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda item: item.claim.id,
)


@given(_FIGURES, st.randoms(use_true_random=False))
def test_laws(items: list[Item], random: Any) -> None:
    """Whatever the order: the range is that of standing figures, none is lost, and only the same voice supersedes."""
    found = tallies(tell(items), accused=frozenset(("sy-forces",)), day=DAY)
    shuffled = list(items)
    random.shuffle(shuffled)
    assert tallies(tell(shuffled), accused=frozenset(("sy-forces",)), day=DAY) == found
    (tally,) = found
    assert sorted(figure.claim for figure in tally.figures) == sorted(item.claim.id for item in items)
    by_claim = {figure.claim: figure for figure in tally.figures}
    standing = [figure for figure in tally.figures if figure.standing == "stands"]
    assert tally.low == min((figure.low for figure in standing), default=None)
    for figure in tally.figures:
        if figure.standing == "superseded":
            assert figure.by is not None
            later = by_claim[figure.by]
            assert later.voice == figure.voice is not None
            assert later.said_at is not None
            assert figure.said_at is not None
            assert later.said_at.start is not None
            assert figure.said_at.end is not None
            assert later.said_at.start >= figure.said_at.end
