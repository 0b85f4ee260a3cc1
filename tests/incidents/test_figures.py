"""The finding on the toll: which figures are positions, and which of them exclude each other."""

from __future__ import annotations

import pytest

from counterclaim.incidents.describe import incident
from counterclaim.incidents.item import Item
from counterclaim.records import Finding
from tests.incidents.telling import OBSERVATORY, said


def _toll(*items: Item) -> Finding | None:
    found = incident(id="i1", items=items, parts=frozenset(), joins=(), ratings={})
    return next((finding for finding in found.findings if finding.field == "toll"), None)


def _two(one: str, other: str) -> tuple[str, list[str]]:
    finding = _toll(said(OBSERVATORY, one), said("White Helmets", other, report="r2"))
    assert finding is not None
    return finding.state, [position.value for position in finding.positions]


def test_voices_that_count_otherwise_contest_it() -> None:
    """43, 112 and 126 dead by three voices are three positions, each with its voice, claim and report."""
    items = [
        said(who, f"{low} people killed", report=f"r{low}")
        for who, low in ((OBSERVATORY, 43), ("White Helmets", 112), ("Syrian government", 126))
    ]
    finding = _toll(*items)
    assert finding is not None
    assert finding.state == "contested"
    assert [position.value for position in finding.positions] == ["43 killed", "112 killed", "126 killed"]
    assert finding.positions[0].voices == (OBSERVATORY,)
    assert finding.positions[1].claims == (items[1].claim.id,)
    assert finding.positions[2].origins == ("r126",)


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("43 people killed", "43 people killed", "agreed"),
        ("43 people killed", "70 people killed", "contested"),
        ("43+ people killed", "70+ people killed", "single"),
        ("43+ people killed", "70 people killed", "single"),
        ("43+ people killed", "20 people killed", "contested"),
        ("40-50 people killed", "45 people killed", "single"),
        ("dozens=24+ people killed", "20 people killed", "single"),
        ("43 people killed", "43 people wounded", "single"),
        ("43 people killed", "12 children killed", "single"),
        ("0 people killed", "3 people killed", "contested"),
    ],
)
def test_which_figures_exclude_each_other(one: str, other: str, state: str) -> None:
    """Figures of one harm and group that share no number do; an open top reaches up; vague words exclude nothing."""
    assert _two(one, other)[0] == state


def test_values_in_words() -> None:
    """A value says its bounds, group and harm."""
    assert _two("43+ people killed", "0 children killed")[1] == ["no children killed", "43 or more killed"]
    assert _two("0 people killed", "3-5 women wounded")[1] == ["none killed", "3 to 5 women wounded"]


def test_what_was_replaced_or_is_a_part_is_no_position() -> None:
    """A voice that corrects itself is in no dispute with itself, and parts hang under their total."""
    first = said(OBSERVATORY, "43 people killed", published="15")
    second = said(OBSERVATORY, "70 people killed", report="r2", published="16")
    part = said(OBSERVATORY, "15 people killed", report="r2", published="16", scope="part", start=90)
    finding = _toll(first, second, part)
    assert finding is not None
    assert (finding.state, [position.value for position in finding.positions]) == ("single", ["70 killed"])


def test_the_accused_sides_figure_is_a_position() -> None:
    """A lower figure of the accused stands beside the range, and the toll is contested; a denied figure is nobody's."""
    accusing = said(OBSERVATORY, "12 civilians killed", actors="Syrian army")
    lower = said("Syrian government", "0 civilians killed", report="r2")
    denied = said("Syrian government", "12 civilians killed", report="r3", stance="denies", actors="Syrian army")
    finding = _toll(accusing, lower)
    assert finding is not None
    assert finding.state == "contested"
    assert {position.value for position in finding.positions} == {"12 civilians killed", "no civilians killed"}
    finding = _toll(accusing, denied)
    assert finding is not None
    assert finding.state == "single"
    assert finding.positions[0].voices == (OBSERVATORY,)


def test_copies_and_unnamed_sources_add_no_voice() -> None:
    """A copy is among the claims of its figure alone; unnamed sources contest nothing."""
    first = said(OBSERVATORY, "43 people killed")
    copied = said("White Helmets", "43 people killed", report="r2", copy_of=first)
    whoever = said("activists", "70 people killed", report="r3", unnamed=True)
    finding = _toll(first, copied, whoever)
    assert finding is not None
    assert finding.state == "single"
    assert set(finding.positions[0].claims) == {first.claim.id, copied.claim.id}
    assert finding.positions[0].origins == ("r1",)
    assert finding.positions[1].voices == ()


def test_no_figure_no_finding() -> None:
    """Where nobody gives a figure of killed or wounded there is no finding on the toll."""
    assert _toll(said(OBSERVATORY)) is None
    assert _toll(said(OBSERVATORY, "40 people displaced")) is None
