"""Units: which claims of one report tell of one happening, which tell of a part or a sum, which is the main one."""

from __future__ import annotations

import itertools
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.item import Item
from counterclaim.incidents.unit import Unit, main, units
from counterclaim.records import Scope
from tests.incidents.telling import said
from tests.incidents.units import FAR, SARHUM, happening, told


def _ids(*items: Item) -> list[set[str]]:
    """Return the claims of each unit."""
    return [{item.claim.id for item in unit.items} for unit in units(items)]


def _names(*items: Item) -> set[str]:
    return {item.claim.id for item in items}


@st.composite
def _claims(draw: st.DrawFn) -> list[Item]:
    """Draw claims of one report."""
    return [
        happening(
            draw(st.integers(1, 3)),
            said(
                None,
                draw(st.sampled_from(("", "43 people killed", "15 people killed", "6 people killed"))),
                when=draw(st.sampled_from((None, "12", "15", "15-16"))),
                scope=draw(st.sampled_from(get_args(Scope))),
                carried="withdrawn" if draw(st.booleans()) else "live",
                start=start,
                places=(SARHUM,),
            ),
        )
        for start in draw(st.lists(st.integers(0, 900), min_size=1, max_size=7, unique=True))
    ]


@given(_claims())
def test_each_claim_is_in_one_unit(items: list[Item]) -> None:
    """No claim is lost or doubled, live and withdrawn stand apart, and the order of claims does not matter."""
    made = units(items)
    assert sorted(item.claim.id for unit in made for item in unit.items) == sorted(_names(*items))
    assert units(items[::-1]) == made
    for unit in made:
        assert len({item.carried for item in unit.items}) == 1
        assert unit.parts <= _names(*unit.items)
        assert unit.parts != _names(*unit.items)


def test_claims_of_one_happening_are_one_unit() -> None:
    """What the reader grouped stays together where nothing speaks against it."""
    one = said("Tisa Observatory", "43 people killed")
    other = said("White Helmets", "45 people killed", start=300)
    assert _ids(other, one) == [_names(one, other)]


def test_other_days_and_families_are_taken_apart() -> None:
    """Days that do not meet, and kinds of other families, are no one happening, whatever the reader grouped."""
    early, late = said(None, when="12"), said(None, when="15", start=100)
    arrest = said(None, kind="arrest", when="15", start=200)
    assert _ids(early, late, arrest) == [_names(early), _names(late), _names(arrest)]


def test_what_gives_no_day_is_news() -> None:
    """A claim without a day goes to the happening of which its report is news, not to the old one."""
    old, new = said(None, when="2", published="15"), said(None, when="14", published="15", start=100)
    undated = said(None, when=None, published="15", start=200)
    assert _ids(old, new, undated) == [_names(old), _names(new, undated)]


def test_a_retelling_joins_what_was_told_before() -> None:
    """The story below the headline says the same of day, place and toll: it is one happening with it."""
    head = happening(1, said(None, "43 people killed", places=(SARHUM,)))
    body = happening(2, said("Tisa Observatory", "43 people killed", places=(SARHUM,), start=300))
    assert _ids(head, body) == [_names(head, body)]


def test_another_one_is_told_apart() -> None:
    """Words that begin another happening keep it apart, however alike it is."""
    first = happening(1, said(None, "43 people killed", places=(SARHUM,)))
    quote = "In another blast in Sarhum as many died."
    second = happening(2, said(None, "43 people killed", places=(SARHUM,), start=300, quote=quote))
    assert _ids(first, second) == [_names(first), _names(second)]


def test_the_same_town_elsewhere_in_the_report_is_not_enough() -> None:
    """A bare claim that may retell either of two happenings stays by itself."""
    first = happening(1, said(None, "43 people killed", places=(SARHUM,), when="15"))
    second = happening(2, said(None, "6 people wounded", places=(FAR,), when="15", start=200))
    bare = happening(3, said(None, when=None, country=None, start=400, quote="It was heard far away."))
    assert _names(bare) in _ids(first, second, bare)


def test_parts_that_add_up_hang_under_their_total() -> None:
    """15 and 6 make 21: both are parts, the total is none."""
    total = said("Tisa Observatory", "21 civilians killed")
    parts = [said("Tisa Observatory", f"{n} civilians killed", start=100 * n) for n in (15, 6)]
    (unit,) = units([total, *parts])
    assert unit.parts == _names(*parts)
    assert [figure.low for figure in unit.facts.figures] == [21]


def test_figures_that_do_not_add_up_are_no_parts() -> None:
    """15 and 7 are not the parts of 21, and a lone lesser figure is none either."""
    total = said("Tisa Observatory", "21 civilians killed")
    for lows in ((15, 7), (15,)):
        others = [said("Tisa Observatory", f"{n} civilians killed", start=100 * n) for n in lows]
        (unit,) = units([total, *others])
        assert unit.parts == frozenset()


def test_what_another_is_accused_of_is_no_part() -> None:
    """A figure laid at another's door does not hang under a total, though the sum is right."""
    total = said(None, "21 people killed", actors="Syrian army")
    parts = [said(None, f"{n} people killed", actors=who, start=100 * n) for n, who in ((15, "ISIS"), (6, "ISIS"))]
    assert [unit.parts for unit in units([total, *parts])] == [frozenset()]


def test_a_part_without_a_whole_stands_for_itself() -> None:
    """Where a report tells of parts alone they are what it tells."""
    (unit,) = units([said(None, "15 people killed", scope="part")])
    assert unit.parts == frozenset()


def test_totals_and_tolls_of_the_war_are_series() -> None:
    """A sum told by itself, and the toll of a conflict, are no happening; a sum told of one that is told too is."""
    alone = happening(1, said(None, "400 people killed", scope="total"))
    war = happening(2, said(None, "5000 people killed", kind="conflict_toll", start=100))
    event = happening(3, said(None, "43 people killed", start=200))
    summed = happening(3, said(None, "57 people wounded", scope="total", start=300))
    kinds = {
        frozenset(item.claim.id for item in unit.items): unit.series for unit in units([alone, war, event, summed])
    }
    assert kinds == {
        frozenset(_names(alone)): True,
        frozenset(_names(war)): True,
        frozenset(_names(event, summed)): False,
    }


def test_withdrawn_claims_stand_apart() -> None:
    """A claim that its page no longer carries is a unit by itself."""
    live, gone = said(None, "43 people killed"), said(None, "40 people killed", carried="withdrawn", start=200)
    first, second = units([live, gone])
    assert (first.withdrawn, second.withdrawn) == (False, True)


def test_a_person_takes_claims_apart() -> None:
    """Claims of one happening that a person judged different are two units."""
    one, other = said(None, "43 people killed"), said(None, "43 people killed", start=200)
    first, second = sorted(_names(one, other))
    assert len(units([one, other])) == 1
    assert len(units([one, other], apart={(first, second)})) == 2


def _title(unit: Unit | None) -> str | None:
    return None if unit is None else unit.items[0].claim.event.kind


def test_the_main_happening() -> None:
    """The main one is what is told early, much and with a toll; background and agreements are not; sums never are."""
    strike = happening(1, said(None, "43 people killed"))
    old = happening(2, said(None, "60 people killed", kind="killing", scope="background", when="2", start=600))
    truce = happening(3, said(None, kind="ceasefire", start=800))
    war = happening(4, said(None, "5000 people killed", kind="conflict_toll", start=100))
    for some in itertools.permutations((strike, old, truce, war)):
        assert _title(main(units(some))) == "bombing"
    assert main(units([war])) is None


def test_the_main_one_takes_what_the_report_is_about() -> None:
    """Only the main happening has the whole report as evidence."""
    strike = happening(1, said(None, "43 people killed"))
    truce = happening(2, said(None, kind="ceasefire", start=800))
    made = units([strike, truce], told("Sarhum", "Haydar Munif of Sarhum saw it burn."))
    assert [unit.facts.about is not None for unit in made] == [True, False]
    assert [unit.facts.about for unit in units([strike, truce])] == [None, None]
