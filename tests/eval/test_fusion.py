"""The measures of fusion measure what they say: pairs and B3 against the reference, facts of one incident by hand."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Group, Harm, Incident, Interval, Place, SourceGrade, Spread, Tally, Voices
from tests.eval import gold as golds
from tests.eval import incidents_gva as gva
from tests.eval.clusters import Counting, Pairs, Thing, bcubed_figures, chief, pair_figures
from tests.eval.ecb import wrongly_merged
from tests.eval.fusion import claim_things, document_things, found_only

LABELS = st.sampled_from(["a", "b", "c", None])
THINGS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=12).map(
    lambda rows: [Thing(str(number), gold, made) for number, (gold, made) in enumerate(rows)]
)


def alone(things: Sequence[Thing]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of both clusterings as the reference takes them: who stands alone has a label of his own."""
    return {t.unit: t.gold or f"alone {t.unit}" for t in things}, {t.unit: t.made or f"alone {t.unit}" for t in things}


def incident(tallies: tuple[Tally, ...] = (), when: Interval | None = None, place: Place | None = None) -> Incident:
    """Return an incident of which only toll, day and place are looked at."""
    return Incident(
        id="i1",
        kinds=("killing",),
        claims=("c1",),
        when=when,
        place=place,
        country=None,
        actors=(),
        targets=(),
        toll=tallies,
        findings=(),
        voices=Voices(known=0, possibly=0, names=()),
        spread=Spread(origins=1, carriers=1),
        origins=("r1",),
        grades=(),
        source_grade=SourceGrade(source="F", information=6, reasons=()),
        joins=(),
        history=(),
    )


def tally(harm: Harm, low: int | None, high: int | None, who: Group = "people") -> Tally:
    """Return a tally without the figures behind it."""
    return Tally(harm=harm, who=who, low=low, high=high, figures=())


ARCHIVED = gva.Archived("g", "2016-05-04", num_killed=2, num_injured=1, lat=35.0, lon=-90.0)


@given(THINGS)
def test_figures_are_the_references(gold: Path, things: list[Thing]) -> None:
    """Pairwise and B3 figures are those of the gold data's own scorer, whatever the clusters."""
    scoring = golds.scorer("scoring", gold)
    wanted, made = alone(things)
    pairwise, bcubed = scoring.pairwise(wanted, made), scoring.bcubed(wanted, made)
    found = {f.figure: f.value for f in pair_figures("s", things, rounds=1) + bcubed_figures("s", things)}
    for prefix, reference in (("pairwise", pairwise), ("B3", bcubed)):
        for name, key in (("F1", "f1"), ("precision", "p"), ("recall", "r")):
            assert found[f"{prefix} {name}"] == pytest.approx(reference[key])


@given(st.lists(st.tuples(st.sampled_from("de"), LABELS), max_size=10), st.lists(st.sampled_from("de"), max_size=5))
def test_drawn_pairs_are_counted_one_by_one(rows: list[tuple[str, str | None]], drawn: list[str]) -> None:
    """Counting by cell is counting each pair: within a draw of a unit, and across draws of different units."""
    things = [Thing(unit, label, label) for unit, label in rows]
    weight = Counter(drawn)
    expected = 0
    for one, other in itertools.combinations(things, 2):
        if one.gold is not None and one.gold == other.gold:
            expected += weight[one.unit] if one.unit == other.unit else weight[one.unit] * weight[other.unit]
    assert Counting(things).pairs(drawn) == Pairs(expected, expected, expected)


def test_across_reports_only() -> None:
    """Pairs inside a unit can be left out: then only what two reports tell counts."""
    things = [Thing("d", "g", "x"), Thing("d", "g", "x"), Thing("e", "g", "x"), Thing("e", "g", None)]
    assert Counting(things).pairs() == Pairs(3, 6, 3)
    assert Counting(things, within=False).pairs() == Pairs(2, 4, 2)


def test_the_interval_holds_the_value() -> None:
    """An interval lies around its value and is as wide as the documents differ."""
    things = [Thing(str(n), str(n // 2), str(n // 2 if n < 20 else n)) for n in range(40)]
    figure = next(f for f in pair_figures("s", things, rounds=200) if f.figure == "pairwise recall")
    assert figure.value == 0.5
    assert figure.low < 0.5 < figure.high
    assert figure.n == 40


def test_claims_not_found_are_not_joined() -> None:
    """A labelled claim for which nothing was made stands alone, and is left out where only found ones count."""
    labels: dict[str, list[str | None]] = {"d": ["g", None, "g"], "e": ["g"]}
    things = claim_things(labels, {"d": {0: "i1", 1: "i2"}, "e": {0: "i1"}})
    assert [(t.unit, t.made) for t in things] == [("d", "i1"), ("d", None), ("e", "i1")]
    assert len(found_only(things)) == 2


def test_cross_pairs_of_a_topic() -> None:
    """Of two clusters of two documents a topic has four pairs across; one document in the wrong one merges two."""
    things = document_things({"a": "1x", "b": "1x", "c": "1y", "d": "1y"}, {"a": "i", "b": "i", "c": "i", "d": None})
    assert wrongly_merged(things, dict.fromkeys("abcd", "1")) == [{"cross": 4.0, "merged": 2.0}]


def test_the_whole_toll() -> None:
    """All people go before civilians, these before single groups added up; an open top is infinite."""
    assert gva.figure((tally("killed", 2, 2), tally("killed", 1, 1, "children")), "killed") == (2, 2)
    assert gva.figure((tally("killed", 1, None, "women"), tally("killed", 1, 1, "children")), "killed") == (2, math.inf)
    assert gva.figure((tally("killed", None, None),), "killed") is None
    assert gva.figure((tally("wounded", 3, 3),), "killed") is None


def test_the_incident_of_most_documents() -> None:
    """A gold incident is looked up where most of its documents are, at the least id of several."""
    assert chief(["a", "b", "c"], {"a": "i2", "b": "i1", "c": "i2"}) == "i2"
    assert chief(["a", "b"], {"a": "i2", "b": "i1"}) == "i1"
    assert chief(["a"], {"a": None}) is None


def test_facts_of_an_incident() -> None:
    """Toll, day and place are right when they are the archive's; a harm that nobody counts is nobody harmed."""
    place = Place(name="Memphis", lat_deg=35.1, lon_deg=-90.0, radius_m=9_000.0, country="US")
    made = incident((tally("killed", 1, 3),), Interval.day(dt.date(2016, 5, 5)), place)
    found = gva.told(ARCHIVED, made)
    assert (found["killed exact"], found["killed inside"], found["injured exact"]) == (0, 1, 0)
    assert (found["date exact"], found["date near"], found["place near"]) == (0, 1, 1)
    unhurt = msgspec.structs.replace(ARCHIVED, num_injured=0)
    assert gva.told(unhurt, made)["injured exact"] == 1
    assert not any(value for key, value in gva.told(ARCHIVED, None).items() if key not in ("n", "points"))


def test_widths_of_ranges() -> None:
    """The figure of a range's width is the median over incidents, those without a figure 0 wide."""
    made = [incident((tally("killed", 1, 3),)), incident((tally("killed", 2, None),)), None]
    assert gva.widths(made, "killed") == [2, math.inf, 0]
    named = {figure.figure: figure for figure in gva.facts([ARCHIVED] * 3, made)}
    assert named["killed: median width of the range"].value == 2
    assert not named["killed: median width of the range"].higher_is_better
