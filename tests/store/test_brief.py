"""Incidents in brief: all of them, those of some words, and what changed since a step."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from counterclaim import ids
from counterclaim.ledger import Altered, Brief, Ledger, Query
from counterclaim.records import (
    Claim,
    Harm,
    Incident,
    Interval,
    PartyName,
    Report,
    Series,
    Spread,
    Takedown,
    Tally,
    Voices,
)
from counterclaim.store.brief import killed as range_killed
from tests.incidents.pages import judged, read
from tests.store.made import ARMY, day, graded, incident, killed, many, place, put, series


def _filled(ledger: Ledger, count: int) -> list[Claim]:
    lines = many(count)
    ledger.add(lines)
    return [line for line in lines if isinstance(line, Claim)]


def _toll(harm: Harm, low: int | None = 1) -> Tally:
    return Tally(harm=harm, who="people", low=low, high=low, figures=())


def test_all_that_lists_show(ledger: Ledger) -> None:
    """A brief has what the incident has; parties by name and by register id, voices too."""
    claims = _filled(ledger, 3)
    rebels = PartyName(name="Straße Front")
    full = incident(
        claims[0],
        kinds=("shelling", "killing"),
        when=day(3),
        place=place(1, 2, 300),
        country="SY",
        actors=(ARMY,),
        targets=(rebels,),
        toll=(_toll("wounded"), _toll("killed", 4), msgspec.structs.replace(_toll("killed", 9), who="men")),
        voices=Voices(known=1, possibly=2, names=("Reuters", "Ada")),
        spread=Spread(origins=2, carriers=5),
        grades=(graded("fair"), graded("weak"), graded("fair")),
        contested=2,
        review="checked",
    )
    bare = incident(claims[1])
    put(ledger, [full, bare, series(claims[2].id)])
    expected = Brief(
        id=full.id,
        kinds=("shelling", "killing"),
        starts=day(3).start,
        ends=day(3).end,
        country="SY",
        place=full.place,
        actors=(ARMY,),
        targets=(rebels,),
        parties=("ardanian army", "ardania-army", "strasse front", "reuters", "ada"),
        harms=("wounded", "killed"),
        killed=(4, 4),
        contested=("kind", "when"),
        grades=("fair", "weak"),
        voices=(1, 2),
        spread=full.spread,
        review="checked",
    )
    briefs = {one.id: one for one in ledger.briefs()}
    assert list(briefs) == sorted([full.id, bare.id])
    assert briefs[full.id] == expected
    assert briefs[bare.id].killed is None
    assert list(ledger.briefs([full.id, "unknown"])) == [expected]
    assert list(ledger.briefs([])) == []


@pytest.mark.parametrize(
    ("toll", "expected"),
    [
        ([], None),
        ([("people", 3, 5), ("men", 9, 9)], (3, 5)),
        ([("people", None, 5), ("men", 2, 2), ("women", 4, None)], (4, None)),
        ([("people", None, 5)], (None, 5)),
        ([("women", 0, 1), ("men", 0, 2)], (0, 1)),
    ],
)
def test_the_range_of_those_killed(toll: list[tuple[str, int | None, int | None]], expected: object) -> None:
    """All people where a figure for them stands, else the group with the highest low end."""
    rows = [{"harm": "killed", "who": who, "low": low, "high": high, "figures": ()} for who, low, high in toll]
    tallies = msgspec.convert(rows, list[Tally])
    assert range_killed([_toll("wounded", 99), *tallies]) == expected


def test_harm_and_voices_are_filters(ledger: Ledger) -> None:
    """Harms told, whatever they count for, and voices by their register id are met; series never are."""
    claims = _filled(ledger, 4)
    one = incident(claims[0], toll=(_toll("wounded"), _toll("missing", None)))
    two = incident(claims[1], toll=(killed(3),), voices=Voices(known=1, possibly=1, names=("Agence France-Presse",)))
    put(ledger, [one, two, incident(claims[2]), series(claims[3].id, toll=(killed(3),))])
    asked: list[tuple[Query, list[str]]] = [
        (Query(harm="killed"), [two.id]),
        (Query(harm="missing"), [one.id]),
        (Query(harm="captured"), []),
        (Query(harm="wounded", kind="battle"), []),
        (Query(party="afp"), [two.id]),
        (Query(party="AGENCE France-Presse"), [two.id]),
    ]
    assert [(query, [found.id for found in ledger.incidents(query)]) for query, _ in asked] == asked
    with ledger.deriving() as derivation:
        derivation.put([incident(claims[1], toll=(_toll("captured"),))])
    assert list(ledger.incidents(Query(harm="killed"))) == []
    assert len(list(ledger.incidents(Query(harm="captured")))) == 1


def test_matching_finds_what_the_query_does(ledger: Ledger) -> None:
    """Ids in their order; words of any case; without a word all are met; series are left out."""
    claims = _filled(ledger, 12)
    made: list[Incident | Series] = [incident(claim) for claim in claims[:-1]]
    put(ledger, [*made, series(claims[-1].id)])
    for text in ("shells DAY 1", "day", "harun 7", "nowhere", "", " .,!"):
        listed = sorted(one.id for one in ledger.incidents(Query(text=text)))
        assert list(ledger.matching(text)) == listed
    assert len(ledger.matching("")) == len(made)
    assert len(ledger.matching("day 1")) == 1


def test_steps_tell_what_changed(ledger: Ledger) -> None:
    """Each that was changed or is gone is told once, at its latest step, and each step tells of one."""
    claims = _filled(ledger, 4)
    assert ledger.step() == 0
    assert list(ledger.altered(0)) == []
    one, two, three = (incident(claim) for claim in claims[:3])
    total = series(claims[3].id)
    put(ledger, [one, two, total])
    first = ledger.step()
    found = list(ledger.altered(0))
    assert [(change.id, change.gone) for change in found] == [
        (name, False) for name in sorted([one.id, two.id, total.id])
    ]
    assert [change.step for change in found] == [1, 2, 3]
    assert first == 3
    put(ledger, [one, two, total])
    assert ledger.step() == first
    changed = incident(claims[0], country="SY")
    with ledger.deriving() as derivation:
        derivation.put([changed, two, three], [two.id, total.id, "unknown"])
    later = list(ledger.altered(first))
    assert {(change.id, change.gone) for change in later} == {(one.id, False), (three.id, False), (total.id, True)}
    assert [change.step for change in later] == [4, 5, 6]
    assert ledger.step() == 6
    every = list(ledger.altered(0))
    assert [change.id for change in every if change.step <= first] == [two.id]
    paged: list[Altered] = []
    while page := list(ledger.altered(paged[-1].step if paged else 0, limit=1)):
        paged += page
    assert paged == every


def test_steps_outlive_a_rebuild(ledger: Ledger) -> None:
    """Throwing away what is derived tells that all of it is gone; deriving it again that it is back, at later steps."""
    claims = _filled(ledger, 3)
    made = [incident(claim) for claim in claims]
    put(ledger, made)
    before, bytes_before = ledger.step(), list(ledger.derived_bytes())
    ledger.forget_derived()
    assert ledger.step() > before
    gone = list(ledger.altered(before))
    assert [(change.id, change.gone) for change in gone] == [(name, True) for name in sorted(one.id for one in made)]
    between = ledger.step()
    put(ledger, made[:2])
    assert {(change.id, change.gone) for change in ledger.altered(between)} == {(one.id, False) for one in made[:2]}
    assert [change.id for change in ledger.altered(before) if change.gone] == [made[2].id]
    put(ledger, made[2:])
    assert list(ledger.derived_bytes()) == bytes_before
    ledger.forget_derived()
    ledger.forget_derived()


def test_a_step_that_is_undone_was_never_taken(ledger: Ledger) -> None:
    """A block that raises leaves neither changes nor a step behind."""
    claims = _filled(ledger, 2)
    put(ledger, [incident(claims[0])])
    before = ledger.step()

    def fail() -> None:
        with ledger.deriving() as derivation:
            derivation.put([incident(claims[1])])
            assert ledger.step() > before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ledger.step() == before
    assert list(ledger.altered(before)) == []


def test_marking_as_fused_is_a_step(ledger: Ledger) -> None:
    """Readers that show how many reports wait see that fewer do; adding alone is none."""
    _filled(ledger, 2)
    assert ledger.step() == 0
    with ledger.deriving() as derivation:
        waiting = derivation.pending(9)
        derivation.settle(waiting[:1])
        derivation.settle(waiting[1:])
    assert ledger.step() == 1
    with ledger.deriving() as derivation:
        derivation.put_copies("r1", [])
    assert ledger.step() == 2


def test_reports_by_publisher(ledger: Ledger) -> None:
    """By name in any case or by register id, the latest first, the undated last; a claimant is no publisher."""
    told = [("Reuters", day(3)), ("reuters", day(9)), ("Example Post", day(5)), ("Reuters", day(5)), ("Reuters", None)]
    reports = [_published(publisher, when, str(number)) for number, (publisher, when) in enumerate(told)]
    ledger.add([*reports, read(reports[2], "It fell")])
    named = [reports[number].id for number in (1, 3, 0, 4)]
    assert [one.id for one in ledger.published_by("reuters")] == named
    assert [one.id for one in ledger.published_by("REUTERS", limit=2)] == named[:2]
    assert [one.id for one in ledger.published_by("example POST")] == [reports[2].id]
    assert list(ledger.published_by("Tisa Observatory")) == []
    ledger.take_down(judged(Takedown(report=reports[3].id, reason_class="legal")))
    assert [one.id for one in ledger.published_by("Reuters")] == [named[0], *named[2:]]


def test_where_claims_are_held(ledger: Ledger) -> None:
    """Each claim leads to the incident or series that it is in now; one that is in none, or unknown, to nothing."""
    claims = _filled(ledger, 4)
    one, total = incident(*claims[:2]), series(claims[2].id)
    put(ledger, [one, total])
    names = [claim.id for claim in claims]
    held = {names[0]: one.id, names[1]: one.id, names[2]: total.id}
    assert ledger.holding([*names, "unknown"]) == held
    assert ledger.holding([]) == {}
    with ledger.deriving() as derivation:
        derivation.put([incident(claims[0])], [total.id])
    assert ledger.holding(names) == {names[0]: one.id}


def test_who_publishes_most(ledger: Ledger) -> None:
    """Names of one listed party together, others by name in any case, the most reports first."""
    names = ["Reuters", "Example Post", "AFP", "reuters", "Agence France-Presse", "example post", "AFP", "Ada's Paper"]
    ledger.add([_published(name, None, str(number)) for number, name in enumerate(names)])
    found = list(ledger.publishers())
    assert [count for _, count in found] == [3, 2, 2, 1]
    assert found[0][0] in {"AFP", "Agence France-Presse"}
    assert [name.casefold() for name, _ in found[1:]] == ["example post", "reuters", "ada's paper"]
    assert list(ledger.publishers(limit=2)) == found[:2]


def test_series_by_spread(ledger: Ledger) -> None:
    """Those carried by most first, ties by id, page by page; incidents are none; after one that is gone, by id."""
    claims = _filled(ledger, 9)
    made = [series(claim.id, spread=Spread(origins=1, carriers=1 + number % 3)) for number, claim in enumerate(claims)]
    put(ledger, [*made[:-1], incident(claims[-1], spread=Spread(origins=1, carriers=9))])
    expected = sorted(made[:-1], key=lambda one: (-one.spread.carriers, one.id))
    assert list(ledger.series()) == expected
    found: list[Series] = []
    while page := list(ledger.series(found[-1].id if found else None, limit=3)):
        found += page
    assert found == expected
    assert list(ledger.series("a", limit=2)) == expected[:2]


def _published(publisher: str, when: Interval | None, ref: str) -> Report:
    shown: dict[str, Any] = {"ref": ref, "url": None, "publisher": publisher, "title": None, "text": f"It fell {ref}"}
    name = ids.report_id(**shown, published_at=when)
    return Report(id=name, capture=None, language="en", published_at=when, **shown)
