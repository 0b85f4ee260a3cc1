"""The comparison of golden cases is itself tested: it sees every fault it is there to see."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest

from counterclaim.publish.flat import FlatClaim, FlatToll
from tests.cases import cases
from tests.cases.cases import Case, Expected
from tests.cases.compare import compare, same_dates, same_name, same_names
from tests.cases.run import with_gaps

CASE: Final = cases.load("sudan-siege-market")


def _as_read(expected: Expected, case: Case, happening: int) -> FlatClaim:
    start = case.text.index(expected.evidence)
    return FlatClaim(
        kind=expected.kind,
        stance=expected.stance or "asserts",
        claimant=expected.claimant or "",
        actor=expected.actor or (),
        target=expected.target or (),
        place=expected.place or (),
        country=expected.country or "",
        date=expected.date or ("", ""),
        count=expected.count,
        toll=tuple(FlatToll(harm=t.harm, who=t.who, min=t.min, max=t.max) for t in expected.toll or ()),
        means=expected.means or "",
        evidence=expected.evidence,
        span=(start, start + len(expected.evidence)),
        incident=expected.incident or 100 + happening,
    )


def _perfect(case: Case) -> list[FlatClaim]:
    return [_as_read(expected, case, i) for i, expected in enumerate(case.claims)]


@pytest.mark.parametrize("name", cases.names())
def test_a_perfect_reading_has_no_fault(name: str) -> None:
    """Whoever reads exactly what is expected has no fault."""
    case = cases.load(name)
    assert [fault.words for fault in compare(case, _perfect(case)).faults] == []


@pytest.mark.parametrize("name", cases.names())
def test_silence_misses_everything(name: str) -> None:
    """Whoever reads nothing misses every claim."""
    case = cases.load(name)
    assert [fault.code for fault in compare(case, []).faults] == [f"missing:{i + 1}" for i in range(len(case.claims))]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stance", "denies"),
        ("claimant", "Nobody"),
        ("actor", ("Sudanese army",)),
        ("target", ()),
        ("place", ("Umm Gadir", "Tawila")),
        ("country", "TD"),
        ("date", ("2024-06-01", "2024-06-01")),
        ("toll", ()),
        ("toll", (FlatToll(harm="killed", who="civilians", min=9, max=9),)),
    ],
)
def test_a_wrong_field_is_seen(field: str, value: Any) -> None:
    """A field that is not as expected is a fault of that field of that claim, and of nothing else."""
    read = _perfect(CASE)
    read[0] = msgspec.structs.replace(read[0], **{field: value})
    assert [fault.code for fault in compare(CASE, read).faults] == [f"field:1:{field}"]


def test_what_is_not_given_is_not_checked() -> None:
    """A field left out of the table may hold anything."""
    read = _perfect(CASE)
    assert CASE.claims[0].means is None
    read[0] = msgspec.structs.replace(read[0], means="howitzers", count=3)
    assert compare(CASE, read).faults == ()


def test_a_spurious_claim_is_seen() -> None:
    """A claim too many is a fault, though it says the same as another."""
    read = _perfect(CASE)
    assert [fault.code for fault in compare(CASE, [*read, read[0]]).faults] == ["spurious:shelling"]


def test_other_words_are_another_claim() -> None:
    """A claim of the right kind in other words is missing and too many at once."""
    read = _perfect(CASE)
    end = len(CASE.text)
    read[0] = msgspec.structs.replace(read[0], span=(end - 20, end))
    assert [fault.code for fault in compare(CASE, read).faults] == ["missing:1", "spurious:shelling"]


def test_an_incident_torn_apart_is_seen() -> None:
    """Claims expected under one incident have to come out under one happening."""
    read = _perfect(CASE)
    read[2] = msgspec.structs.replace(read[2], incident=99)
    assert [fault.code for fault in compare(CASE, read).faults if fault.code.endswith("incident")] == [
        "field:3:incident"
    ]


def test_gaps_are_strict() -> None:
    """A fault that is not listed is new, a listed one that is none any more is closed."""
    case = Case(CASE.name, CASE.article, CASE.table, CASE.text, CASE.claims, ("missing:2", "spurious:riot"))
    result = compare(case, _perfect(CASE)[:1] + _perfect(CASE)[2:])
    assert result.new == ()
    assert result.closed == ("spurious:riot",)


def test_names_are_compared_by_their_words() -> None:
    """Articles, case and possessives do not count; a part of a name stands for it; nothing stands for nothing only."""
    assert same_name("the Syrian Observatory", "Syrian Observatory for Human Rights")
    assert same_name("Iraq's Diyala province", "diyala")
    assert not same_name("Britain", "France")
    assert not same_name("", "France")
    assert same_names(("Britain", "France"), ("France", "Great Britain"))
    assert not same_names(("Britain",), ("Britain", "France"))


def test_dates_are_compared_by_what_they_share() -> None:
    """Half of all days have to be shared; no date agrees with no date only."""
    assert same_dates(("2020-01-01", "2020-01-10"), ("2020-01-01", "2020-01-05"))
    assert not same_dates(("2020-01-01", "2020-01-10"), ("2020-01-01", "2020-01-04"))
    assert same_dates(("", ""), ("", ""))
    assert not same_dates(("2020-01-01", "2020-01-01"), ("", ""))


@pytest.mark.parametrize("gaps", [(), ("missing:1",), ("field:2:actor", "spurious:riot", "spurious:riot")])
def test_gaps_are_written_where_they_are_read(gaps: tuple[str, ...]) -> None:
    """Written gaps are read back, written twice they stand once, and everything else of the file stays."""
    table = '# A note.\n\n[[claims]]\nkind = "riot"\nevidence = "gaps = [x]"\n'
    once = with_gaps(table, gaps)
    assert with_gaps(once, gaps) == once
    assert with_gaps(once, ()) == table
    assert tuple(msgspec.toml.decode(once).get("gaps", ())) == gaps
