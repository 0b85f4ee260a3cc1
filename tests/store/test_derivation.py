"""Writing what is derived: what waits, prints, copies, units, homes; all undone where a block raises."""

from __future__ import annotations

import msgspec
import pytest

from counterclaim import ids
from counterclaim.ledger import Ledger, UnitRow
from counterclaim.records import Claim, Copy, Incident, Report, Series, Span
from counterclaim.store.opening import open_ledger
from tests.store.made import day, incident, many, place, reports_of, series


def _row(name: str, report: str, **fields: object) -> UnitRow:
    return msgspec.structs.replace(UnitRow(unit=name, report=report, group=None, incident=None), **fields)


def test_the_oldest_wait_first(ledger: Ledger) -> None:
    """What was added first is given first; what is settled is gone, and comes back when it is touched."""
    first, second = many(3), many(3, first=3)
    early = reports_of(first)
    late = reports_of(second)
    ledger.add(first)
    ledger.add(second)
    with ledger.deriving() as derivation:
        assert list(derivation.pending(100)) == [*early, *late]
        assert list(derivation.pending(4)) == [*early, late[0]]
        derivation.settle([*early, late[0]])
        assert list(derivation.pending(100)) == late[1:]
    assert ledger.counts().pending == 2
    ledger.use_maker("rules@2")
    with ledger.deriving() as derivation:
        assert list(derivation.pending(100)) == [*late[1:], *sorted([*early, late[0]])]


def test_what_is_added_meanwhile_waits_still(location: str) -> None:
    """A report that another process touches while it is fused is not taken for fused."""
    ledger, other = open_ledger(location), open_ledger(location, wait_s=0.2)
    lines = many(2, claims=2)
    report, claim, later = lines[:3]
    assert isinstance(claim, Claim)
    ledger.add([report, claim])
    in_file = "://" not in location
    with ledger.fusing(), ledger.deriving() as derivation:
        assert derivation.pending(9) == (claim.report,)
        if not in_file:  # a file lets one write at a time: there it waits until the block is through
            other.add([later, *lines[3:]])
        derivation.settle([claim.report])
        assert derivation.pending(9) == ()
    if in_file:
        other.add([later, *lines[3:]])
    with ledger.deriving() as derivation:
        assert set(derivation.pending(9)) == set(reports_of(lines))
    ledger.close()
    other.close()


def test_a_block_that_raises_is_undone(ledger: Ledger) -> None:
    """Nothing of it stays, and the next block begins anew."""
    ledger.add(many(1))
    made = incident("c1")

    def fail() -> None:
        with ledger.deriving() as derivation:
            derivation.put([made])
            derivation.put_homes({"c1": made.id})
            derivation.settle(derivation.pending(9))
            assert ledger.incident(made.id) == made
            ledger.add(many(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ledger.incident(made.id) is None
    assert ledger.counts().pending == 1
    assert ledger.counts().reports == 1
    with ledger.deriving() as derivation:
        derivation.put([made])
    assert ledger.incident(made.id) == made


def test_prints_of_64_bits(ledger: Ledger) -> None:
    """The report of the least rank is the earliest; all that have a print hold it; setting anew forgets the old."""
    low, high = -(2**63), 2**63 - 1
    with ledger.deriving() as derivation:
        derivation.put_prints("r2", "2015-10-07 b", [low, 0, high, 0])
        derivation.put_prints("r1", "2015-10-07 a", [high])
        derivation.put_prints("r3", "2015-10-06 Z", [0, 7])
        assert derivation.earliest([low, 0, high, 5]) == {low: "r2", 0: "r3", high: "r1"}
        assert derivation.holders([high]) == {"r1", "r2"}
        assert derivation.holders([]) == frozenset()
        derivation.put_prints("r1", "", [])
        derivation.put_prints("r3", "2015-10-08 Z", [0])
        assert derivation.earliest([high, 0, 7]) == {high: "r2", 0: "r2"}


def test_copies(ledger: Ledger) -> None:
    """Who copied from whom; a report's copies are set whole."""

    def copy(report: str, start: int, origin: str) -> Copy:
        span = Span(start=start, end=start + 9)
        return Copy(report=report, span=span, origin=origin, origin_span=span)

    with ledger.deriving() as derivation:
        derivation.put_copies("r1", [copy("r1", 0, "r8"), copy("r1", 20, "r9")])
        derivation.put_copies("r2", [copy("r2", 0, "r9")])
        assert derivation.copied_from(["r9"]) == {"r1", "r2"}
        assert derivation.copied_from(["r8", "r1"]) == {"r1"}
        derivation.put_copies("r1", [copy("r1", 5, "r8")])
    with ledger.deriving() as derivation:
        assert derivation.copied_from(["r9"]) == {"r2"}
    assert list(ledger.copies(["r1"])) == [copy("r1", 5, "r8")]


def test_units(ledger: Ledger) -> None:
    """Units are found by report, group, link and incident, in the order of ids; setting those of a report is whole."""
    long = "|" + "n" * 5000
    one = _row("u1", "r1", group="g1", incident="i1", links=("k|a", "k|b", long))
    two = _row("u2", "r1", group=long, incident="i1", links=("k|b",))
    three = _row("u3", "r2", links=())
    with ledger.deriving() as derivation:
        derivation.put_units(["r1", "r2"], [three, two, one])
        assert derivation.units_of(["r2", "r1"]) == (one, two, three)
        assert derivation.units_in(["g1", "none"]) == (one,)
        assert derivation.units_in([long]) == (two,)
        assert derivation.units_linked(["k|b"]) == (one, two)
        assert derivation.units_linked([long]) == (one,)
        assert derivation.units_within(["i1"]) == (one, two)
        moved = msgspec.structs.replace(one, incident="i2", links=("k|c",))
        derivation.put_units(["r1"], [moved])
        assert derivation.units_of(["r1", "r2"]) == (moved, three)
        assert derivation.units_linked(["k|a", "k|b"]) == ()
        assert derivation.units_linked(["k|c"]) == (moved,)
        assert derivation.units_within(["i1", "i2"]) == (moved,)
        derivation.put_units(["r1", "r2"], [])
        assert derivation.units_of(["r1", "r2"]) == ()


def test_homes_stay(ledger: Ledger) -> None:
    """A home once set is never set anew, also not when all that is derived is thrown away."""
    with ledger.deriving() as derivation:
        derivation.put_homes({"c1": "i1", "c2": "i1", "c3": "i3"})
        derivation.put_homes({"c1": "i9", "c4": "i3"})
    ledger.forget_derived()
    with ledger.deriving() as derivation:
        assert derivation.homes(["c1", "c4", "c5"]) == {"c1": "i1", "c4": "i3"}
        assert derivation.at_home(["i1", "i3", "i9"]) == {"i1": ("c1", "c2"), "i3": ("c3", "c4")}


def test_incidents_are_set_and_removed(ledger: Ledger) -> None:
    """Those in both lists are set; getting follows no redirect."""
    one, two = incident("c1", place=place(1, 1, 1)), series("c2")
    both: list[Incident | Series] = [one, two]
    with ledger.deriving() as derivation:
        derivation.put(both)
        derivation.put_homes({"c1": one.id})
        assert list(derivation.get([two.id, one.id, "unknown"])) == sorted(both, key=lambda found: found.id)
        changed = incident("c1", "c3", country="SY")
        derivation.put([changed], [changed.id, two.id])
        assert list(derivation.get([one.id, two.id])) == [changed]
        derivation.put([], [one.id])
        assert list(derivation.get([one.id])) == []


def test_forgetting_what_is_derived(ledger: Ledger) -> None:
    """Copies, units and incidents are gone, statements and ids stay, and every report waits to be fused."""
    lines = many(3)
    ledger.add(lines)
    claims = [line for line in lines if isinstance(line, Claim)]
    made = incident(claims[0], place=place(1, 1, 1))
    with ledger.deriving() as derivation:
        derivation.put([made])
        derivation.put_units([claims[0].report], [_row("u1", claims[0].report)])
        derivation.put_prints(claims[0].report, "", [1])
        derivation.settle(derivation.pending(9))
    ledger.forget_derived()
    assert list(ledger.derived_bytes()) == []
    assert ledger.counts().pending == 3
    assert ledger.counts().claims == 3
    with ledger.deriving() as derivation:
        assert derivation.holders([1]) == frozenset()
        assert list(derivation.pending(9)) == sorted(claim.report for claim in claims)


def test_derived_bytes_are_in_one_order(ledger: Ledger) -> None:
    """Copies by (report, start), units by id, incidents by id, whatever the order in which they were written."""
    found: list[list[bytes]] = []
    spans = [Span(start=start, end=start + 1) for start in (2, 10)]
    copies = {
        report: [Copy(report=report, span=span, origin="r0", origin_span=span) for span in spans]
        for report in ("r1", "r2")
    }
    rows = [_row(f"u{number}", "r1") for number in (1, 10, 2)]
    made: list[Incident | Series] = [incident("c1"), incident("c2"), series("c3")]
    for turn in (1, -1):
        ledger.forget_derived()
        with ledger.deriving() as derivation:
            derivation.put(made[::turn])
            derivation.put_units(["r1"], rows[::turn])
            for report in sorted(copies)[::turn]:
                derivation.put_copies(report, copies[report][::turn])
        found.append(list(ledger.derived_bytes()))
    expected = [
        *(ids.canonical(copy) for report in sorted(copies) for copy in copies[report]),
        *(ids.canonical(row) for row in sorted(rows, key=lambda one: one.unit)),
        *(ids.canonical(one) for one in sorted(made, key=lambda one: one.id)),
    ]
    assert found == [expected, expected]


def test_sketches(ledger: Ledger) -> None:
    """What a unit is compared by is kept beside it, is set anew, and goes with it."""
    rows = [UnitRow(unit=name, report="r1", group="g", incident=None) for name in ("u1", "u2")]
    with ledger.deriving() as derivation:
        derivation.put_units(["r1"], rows)
        derivation.put_sketches({"u1": b"one", "u2": b"two"})
        derivation.put_sketches({"u2": b"\x00again"})
        assert derivation.sketches(["u1", "u2", "u3"]) == {"u1": b"one", "u2": b"\x00again"}
        derivation.put_units(["r1"], rows[:1])
        assert derivation.sketches(["u1", "u2"]) == {"u1": b"one"}
    ledger.forget_derived()
    with ledger.deriving() as derivation:
        assert derivation.sketches(["u1"]) == {}


def _content_id(one: Report) -> str:
    return ids.report_id(
        ref=one.ref, url=one.url, publisher=one.publisher, title=one.title, text=one.text, published_at=one.published_at
    )


def test_rebuilt_by_day(ledger: Ledger) -> None:
    """What is to be derived again waits in the order of the days on which it was published."""
    made = [line for line in many(3) if isinstance(line, Report)]
    days = [day(number) for number in (8, 7)]
    dated = [msgspec.structs.replace(one, published_at=at) for one, at in zip(made, [*days, None], strict=True)]
    told = [msgspec.structs.replace(one, id=_content_id(one)) for one in dated]
    ledger.add(told)
    ledger.forget_derived()
    with ledger.deriving() as derivation:
        assert derivation.pending(10) == (told[2].id, told[1].id, told[0].id)
