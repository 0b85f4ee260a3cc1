"""Anchors: which claim of now a judgement is about."""

from __future__ import annotations

from typing import Final

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.bind import Binding, about_words, anchored, anchors, reports_named
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Claim,
    Claimant,
    Different,
    Discount,
    Event,
    Kind,
    RateSource,
    Retract,
    Same,
    SetField,
    Takedown,
    Undo,
)
from tests.incidents.pages import by_report, page, read, seen, version

TEXT: Final = "Warplanes hit a bakery in Harun and killed 43 people. Shells fell on the market of Dumeir at noon."
REPORT: Final = version(TEXT)
STRIKE: Final = read(REPORT, "Warplanes hit a bakery in Harun and killed 43 people.")
BAKERY: Final = read(REPORT, "hit a bakery in Harun")
KILLED: Final = read(REPORT, "killed 43 people", "killing")
SHELLS: Final = read(REPORT, "Shells fell on the market of Dumeir", "shelling")
CLAIMS: Final = (STRIKE, BAKERY, KILLED, SHELLS)


def binding() -> Binding:
    """Return the binding of one version of one page."""
    return Binding(by_report(CLAIMS), [page([seen(REPORT, 1)], [REPORT], CLAIMS)])


def anchor(start: int, end: int, kind: Kind = "air_strike") -> Anchor:
    """Return an anchor in the report."""
    return Anchor(report=REPORT.id, start=start, end=end, kind=kind)


def test_each_claim_is_found_by_its_own_anchor() -> None:
    """The anchor of a claim names that claim."""
    for claim in CLAIMS:
        assert binding().bind(anchored(claim)) == claim


def test_most_words_in_common() -> None:
    """Of two claims of the kind the one with more of the anchor's words is named; of equals the shorter."""
    assert binding().bind(anchor(0, 40)) == STRIKE
    inside = TEXT.index("bakery")
    assert binding().bind(anchor(inside, inside + 6)) == BAKERY


def test_claims_on_the_same_words_are_told_apart() -> None:
    """Two who say the same words each have an anchor of their own, which after a new reading finds its like."""
    clinic = read(REPORT, "killed 43 people", "killing", claimant=Claimant(voice="named", name="Harun Clinic"))
    both = [KILLED, clinic]
    found = Binding(by_report(both), [page([seen(REPORT, 1)], [REPORT], both)])
    assert [found.bind(anchored(claim)) for claim in both] == both
    old = [msgspec.structs.replace(claim, id=f"c1old{i}", maker="rules@0") for i, claim in enumerate(both)]
    found = Binding(by_report([*both, *old]), [page([seen(REPORT, 1)], [REPORT], both)])
    assert [found.bind(anchored(claim)) for claim in old] == both


def test_another_kind_or_place_is_not_meant() -> None:
    """Words that no claim of the kind has, or of a report that is not at hand, bind to nothing."""
    assert binding().bind(anchor(0, 40, "talks")) is None
    assert binding().bind(anchor(len(TEXT) - 8, len(TEXT), "shelling")) is None
    assert binding().bind(Anchor(report="r1unknown", start=0, end=5, kind="air_strike")) is None
    assert REPORT.id in binding()
    assert "r1unknown" not in binding()


def test_a_new_reading_is_bound_to() -> None:
    """Once the maker is another, the anchor names the claim that the new one read in the same words."""
    again = read(REPORT, "bakery in Harun and killed 43 people", maker="rules@2")
    found = Binding(by_report([again]), [page([seen(REPORT, 1)], [REPORT], [])])
    assert found.bind(anchored(STRIKE)) is None
    mine = read(REPORT, "bakery in Harun and killed 43 people")
    found = Binding(by_report([mine]), [page([seen(REPORT, 1)], [REPORT], [mine])])
    assert found.bind(anchored(STRIKE)) == mine


def test_the_lineage_is_followed() -> None:
    """An anchor in an earlier version names the claim that carries on; about words only while these are the same."""
    later = version(TEXT.replace("43", "70") + " More soon.")
    new = [read(later, STRIKE.evidence.text.replace("43", "70")), read(later, SHELLS.evidence.text, "shelling")]
    claims = [STRIKE, SHELLS, *new]
    found = Binding(by_report(claims), [page([seen(REPORT, 1), seen(later, 2)], [REPORT, later], claims)])
    assert found.bind(anchored(STRIKE)) == new[0]
    assert found.bind(anchored(STRIKE), words=True) is None
    assert found.bind(anchored(SHELLS), words=True) == new[1]
    assert found.bind(anchored(new[0])) == new[0]


def test_a_withdrawn_claim_is_still_named() -> None:
    """What a page withdrew keeps its judgements: the incident's history tells of both."""
    later = version("A convoy left the northern crossing.")
    claims = [STRIKE]
    found = Binding(by_report(claims), [page([seen(REPORT, 1), seen(later, 2)], [REPORT, later], claims)])
    assert found.bind(anchored(STRIKE)) == STRIKE


def test_what_an_act_names() -> None:
    """Every act says which anchors and reports it names, and whether it is about words."""
    one, other = anchored(STRIKE), anchored(SHELLS)
    named: dict[Act, tuple[Anchor, ...]] = {
        Same(anchors=(one, other)): (one, other),
        Different(anchors=(one,), others=(other,)): (one, other),
        Discount(anchors=(one,)): (one,),
        Retract(anchors=(one,)): (one,),
        Check(anchors=(other,)): (other,),
        SetField(anchor=one, fields=("means",), event=Event(kind="air_strike", means="drone")): (one,),
        RateSource(source="sohr", rating="B"): (),
        Undo(judgement="j1"): (),
        Takedown(report=REPORT.id, reason_class="error"): (),
    }
    assert all(anchors(act) == found for act, found in named.items())
    assert {type(act) for act in named if about_words(act)} == {Retract, Check, SetField}
    without = {type(act) for act in named if not reports_named(act)}
    assert without == {RateSource, Undo}
    assert all(reports_named(act) <= {REPORT.id} for act in named)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)), st.permutations(CLAIMS))
def test_the_order_of_claims_does_not_matter(start: int, length: int, claims: list[Claim]) -> None:
    """An anchor names the same claim in whatever order claims come, and it shares words with it."""
    asked = anchor(start, start + length)
    found = binding().bind(asked)
    assert Binding(by_report(claims), [page([seen(REPORT, 1)], [REPORT], claims)]).bind(asked) == found
    if found is not None:
        assert found.evidence.start < asked.end
        assert asked.start < found.evidence.end
