"""An incident and a series as a whole: what stands in their fields, whatever the order of claims."""

from __future__ import annotations

import cProfile
import random

import pytest

from counterclaim.incidents.describe import incident, series
from counterclaim.incidents.item import Item
from counterclaim.records import Count, Incident, Place
from tests.incidents.telling import OBSERVATORY, day, place, said

PROVINCE = place("Aleppo province", 36.2, 37.5, 70_000, "g:aleppo province")
SUBURB = place("Rashidin", 36.17, 37.07, 2_000, "g:aleppo province")
FAR = place("Idlib", 35.93, 36.63, 6_000, "g:idlib province")


def _incident(*items: Item, parts: frozenset[str] = frozenset()) -> Incident:
    return incident(id="i1", items=items, parts=parts, joins=(), ratings={})


def test_order_means_nothing() -> None:
    """The same claims in any order are the same incident, byte for byte."""
    items = [
        said(OBSERVATORY, "43+ people killed", places=[PROVINCE], actors="Syrian army"),
        said("SANA", "20 people killed", report="r2", actors="terrorists", places=[SUBURB]),
        said(None, "9 people killed", report="r3", publisher="Sputnik", quote="A guard told Sputnik so."),
        said("activists", "30 children killed", report="r4", unnamed=True, published=None),
        said("Russia", report="r5", stance="denies", actors="Russia", published="17"),
        said("the SANA", "22 people killed", report="r6", published="18", means="car bomb"),
    ]
    items.append(said(OBSERVATORY, "43+ people killed", report="r7", copy_of=items[0]))
    expected = _incident(*items)
    for seed in range(20):
        random.Random(seed).shuffle(items)
        assert _incident(*items) == expected


def test_a_copy_changes_no_count() -> None:
    """Voices, origins, findings' voices, grades and the toll's range are the same with a copy and without."""
    items = [said(OBSERVATORY, "43+ civilians killed", actors="Russia"), said("SANA", "20 people killed", report="r2")]
    with_copy = _incident(
        *items, said("Reuters", "43+ civilians killed", report="r3", actors="Russia", copy_of=items[0])
    )
    without = _incident(*items)
    assert with_copy.voices == without.voices
    assert with_copy.origins == without.origins
    assert with_copy.grades == without.grades
    assert [(t.low, t.high) for t in with_copy.toll] == [(t.low, t.high) for t in without.toll]
    assert (with_copy.spread.carriers, without.spread.carriers) == (3, 2)


def test_narrowest_that_nobody_contradicts() -> None:
    """Time and place are the narrowest stated, and None where claims differ."""
    found = _incident(said(OBSERVATORY, places=[PROVINCE], when="15-16"), said("SANA", report="r2", places=[SUBURB]))
    assert (found.when, found.place, found.country) == (day("15"), SUBURB, "SY")
    found = _incident(
        said(OBSERVATORY, places=[FAR], when="16"), said("SANA", report="r2", places=[SUBURB], country="TR")
    )
    assert (found.when, found.place, found.country) == (None, None, None)


def test_a_wide_time_over_two_that_differ_stands() -> None:
    """Where two narrow times differ, a wider one that holds both is what nobody contradicts."""
    items = [said(OBSERVATORY), said("SANA", when="16", report="r2"), said("Reuters", when="15-16", report="r3")]
    assert _incident(*items).when == day("15-16")


def test_nothing_stated() -> None:
    """What nobody said is None, and no field of the findings."""
    found = _incident(said(OBSERVATORY, when=None, country=None))
    assert (found.when, found.place, found.country, found.actors, found.toll) == (None, None, None, (), ())
    assert {finding.field for finding in found.findings} == {"kind", "stance"}


def test_a_part_does_not_narrow_the_whole() -> None:
    """Where a part of it was is not where it was; what only parts say is better than nothing."""
    whole = said(OBSERVATORY, "21 civilians killed", places=[PROVINCE], when=None)
    part = said(OBSERVATORY, "6 civilians killed", places=[SUBURB], start=60)
    found = _incident(whole, part, parts=frozenset((part.claim.id,)))
    assert (found.place, found.when, found.parts) == (PROVINCE, day("15"), (part.claim.id,))
    (position,) = next(finding for finding in found.findings if finding.field == "places").positions
    assert position.claims == (whole.claim.id,)


def test_a_place_that_nobody_could_resolve() -> None:
    """Its name stands where it is the only one."""
    mill = Place(name="the old mill")
    assert _incident(said(OBSERVATORY, places=[mill])).place == mill
    assert _incident(said(OBSERVATORY, places=[mill, Place(name="the new mill")])).place is None


def test_parties_that_nobody_disputes() -> None:
    """Doers stand by the register's name; those on whom voices differ stand in the findings and grades alone."""
    agreed = _incident(said(OBSERVATORY, actors="Syrian Arab Army, a pilot", targets="a bakery"))
    assert [(name.name, name.party) for name in agreed.actors] == [("Syrian army", "sy-forces")]
    assert [name.name for name in agreed.targets] == ["a bakery"]
    differ = _incident(said(OBSERVATORY, actors="Russia"), said("SANA", report="r2", actors="Islamic State"))
    assert differ.actors == ()
    assert [grade.belligerent.party for grade in differ.grades] == ["islamic-state", "ru"]


def test_kinds_commonest_first() -> None:
    """All that it is called, the commonest first."""
    items = [said(OBSERVATORY), said("SANA", report="r2"), said("Reuters", kind="suicide_attack", report="r3")]
    assert _incident(*items).kinds == ("bombing", "suicide_attack")


def test_an_incident_that_only_withdrawn_pages_told() -> None:
    """It stays, says what it was called and when, and nothing of it counts."""
    found = _incident(said(OBSERVATORY, "9 people killed", carried="withdrawn", left="17"))
    assert (found.kinds, found.voices.possibly, found.spread.carriers) == (("bombing",), 0, 0)
    assert (found.source_grade.information, found.toll[0].low) == (6, None)
    assert [change.what for change in found.history] == ["reported", "figure", "withdrawn"]


def test_no_claims() -> None:
    """Without claims there is no incident, and the error says so."""
    with pytest.raises(ValueError, match="one claim at least"):
        _incident()


def test_review() -> None:
    """An incident is checked when a person checked each claim that is no copy."""
    first = said(OBSERVATORY, checked=True)
    copied = said(OBSERVATORY, report="r2", copy_of=first)
    assert _incident(first, copied).review == "checked"
    assert _incident(first, copied, said("SANA", report="r3")).review == "machine"


def test_claims_and_parts_in_the_order_of_publication() -> None:
    """Claims stand by publication, then id; parts are among them."""
    late, early = said(OBSERVATORY, published="17"), said("SANA", report="r2", published="15")
    found = _incident(late, early, parts=frozenset((late.claim.id, "c1elsewhere")))
    assert found.claims == (early.claim.id, late.claim.id)
    assert found.parts == (late.claim.id,)


def test_series() -> None:
    """A total has its kind, counts, toll and the incidents within it."""
    items = [
        said(OBSERVATORY, "250+ civilians killed", kind="air_strike", scope="series", count=Count(low=57, high=57)),
        said("Russia", kind="air_strike", scope="series", count=Count(low=57, high=57), report="r2", actors="Russia"),
    ]
    found = series(id="s1", items=items, incidents=["i2", "i1"])
    assert (found.kind, found.scope, found.counts) == ("air_strike", "series", (Count(low=57, high=57),))
    assert (found.incidents, found.voices.known, found.toll[0].low) == (("i1", "i2"), 2, 250)


def test_cost_grows_with_the_claims() -> None:
    """Ten times the claims, all telling different things, cost no more than thirty times as many calls."""

    def called(n: int) -> int:
        items = [
            said(
                f"Witness {k}", f"{k} people killed", report=f"r{k}", published=str(1 + k % 29), means=f"bomb {k}",
                targets=f"house {k}", when=str(1 + k % 29), actors=f"band {k}",
            )
            for k in range(n)
        ]  # fmt: skip
        watch = cProfile.Profile()
        watch.runcall(_incident, *items)
        return sum(entry.callcount for entry in watch.getstats())

    called(30)  # what is loaded once is not counted
    assert called(300) < 30 * called(30)
