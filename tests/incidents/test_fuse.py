"""Fusing units: clusters, components, ties, judgements, and that no order matters."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.compare import compare
from counterclaim.incidents.fuse import Fused, Tie, fuse, linked, linking_keys
from counterclaim.incidents.unit import Unit
from tests.incidents.units import FAR, SARHUM, happening, stories, unit

ARRESTED = unit(report="r9", kind="arrest", places=(FAR,))
FIRST = unit(figures="43 people killed", report="r1", places=(SARHUM,))
SECOND = unit("White Helmets", "43 people killed", report="r2", published="16", places=(SARHUM,))
OTHER = unit(figures="6 people killed", report="r3", published="17", places=(FAR,), when="16")


def _grouped(fused: Fused) -> list[set[str]]:
    return [{one.id for one in cluster.units} for cluster in fused.clusters]


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(told: list[Unit], dice: random.Random) -> None:
    """The same units in another order give the same clusters, joins and components."""
    shuffled = list(told)
    dice.shuffle(shuffled)
    assert fuse(shuffled, [], frozenset()) == fuse(told, [], frozenset())


@given(stories(), st.data())
def test_ties_and_judgements_in_any_order(told: list[Unit], data: st.DataObject) -> None:
    """Ties and judgements too count as a set, and a pair judged apart is never together."""
    pairs = list(itertools.combinations(sorted(one.id for one in told), 2))
    some = st.lists(st.sampled_from(pairs), max_size=3, unique=True) if pairs else st.just([])
    ties = [Tie(one, other, "copied") for one, other in data.draw(some)]
    apart = frozenset(data.draw(some))
    fused = fuse(told, ties, apart)
    assert fuse(told[::-1], ties[::-1], apart).clusters == fused.clusters
    for group in _grouped(fused):
        assert not any(one in group and other in group for one, other in apart)


@given(stories())
def test_each_live_unit_is_in_one_cluster(told: list[Unit]) -> None:
    """Live units are each in exactly one cluster; withdrawn ones in one at most, and never as a member."""
    fused = fuse(told, [], frozenset())
    members = [one.id for cluster in fused.clusters for one in cluster.units]
    gone = [one.id for cluster in fused.clusters for one in cluster.withdrawn]
    assert sorted(members) == sorted(one.id for one in told if not one.withdrawn)
    assert len(gone) == len(set(gone))
    assert all(one.withdrawn for cluster in fused.clusters for one in cluster.withdrawn)
    assert set(fused.components) == {one.id for one in told}


@given(stories())
def test_no_cluster_holds_what_is_barred(told: list[Unit]) -> None:
    """No two members of a cluster are barred, and each member but the first has its reason."""
    for cluster in fuse(told, [], frozenset()).clusters:
        for one, other in itertools.combinations(cluster.units, 2):
            assert one.series == other.series
            assert one.series or compare(one.facts, other.facts).bar is None
        assert [join.rule for join in cluster.joins] == ["first"] + ["matched"] * (len(cluster.units) - 1)
        assert all(join.reason for join in cluster.joins)


@given(stories(), st.data())
def test_a_component_can_be_fused_alone(told: list[Unit], data: st.DataObject) -> None:
    """What one component becomes does not depend on the units outside it: a ledger is fused piece by piece."""
    fused = fuse(told, [], frozenset())
    component = data.draw(st.sampled_from(sorted(set(fused.components.values()))))
    inside = [one for one in told if fused.components[one.id] == component]
    names = {one.id for one in inside}
    assert fuse(inside, [], frozenset()).clusters == tuple(
        cluster for cluster in fused.clusters if cluster.units[0].id in names
    )


@given(stories())
def test_what_is_linked_is_of_one_component(told: list[Unit]) -> None:
    """Two units that share a key and are linked by what they say hang together, joined or not."""
    components = fuse(told, [], frozenset()).components
    for one, other in itertools.combinations(told, 2):
        if linking_keys(one) & linking_keys(other) and linked(one, other):
            assert components[one.id] == components[other.id]


def test_one_happening_of_two_reports() -> None:
    """Two reports of one happening make a cluster, in the order of publication, with the reason."""
    (cluster, _) = fuse([OTHER, SECOND, FIRST], [], frozenset()).clusters
    assert cluster.units == (FIRST, SECOND)
    assert [join.rule for join in cluster.joins] == ["first", "matched"]
    assert "both tell of 43 killed" in cluster.joins[1].reason


def test_a_tie_goes_past_a_bar() -> None:
    """Copied words, and a judgement, join what is barred by what it says; the join names the rule and judgement."""
    assert len(fuse([FIRST, ARRESTED], [], frozenset()).clusters) == 2
    (copied,) = fuse([FIRST, ARRESTED], [Tie(ARRESTED.id, FIRST.id, "copied")], frozenset()).clusters
    assert copied.joins[1].rule == "copied"
    (judged,) = fuse([FIRST, ARRESTED], [Tie(FIRST.id, ARRESTED.id, "judged", "j1")], frozenset()).clusters
    assert (judged.joins[1].rule, judged.joins[1].judgement) == ("judged", "j1")


def test_a_judgement_goes_past_a_tie() -> None:
    """What a person judged different stays apart, though the one copies the other."""
    first, second = sorted((FIRST.id, SECOND.id))
    fused = fuse([FIRST, SECOND], [Tie(SECOND.id, FIRST.id, "copied")], frozenset({(first, second)}))
    assert len(fused.clusters) == 2
    assert fused.components[FIRST.id] == fused.components[SECOND.id]


def test_a_tie_to_what_is_not_given_is_left_out() -> None:
    """A tie whose other end is elsewhere changes nothing."""
    tie = Tie(FIRST.id, OTHER.id, "copied")
    assert fuse([FIRST, SECOND], [tie], frozenset()) == fuse([FIRST, SECOND], [], frozenset())


def test_withdrawn_units_go_along_and_join_nothing() -> None:
    """What a page no longer carries goes where its best link leads, and alone it is nothing."""
    gone = unit(figures="43 people killed", report="r4", places=(SARHUM,), carried="withdrawn")
    (cluster,) = fuse([gone, SECOND], [], frozenset()).clusters
    assert (cluster.units, cluster.withdrawn) == ((SECOND,), (gone,))
    assert fuse([gone], [], frozenset()).clusters == ()


def test_totals_are_never_joined_with_happenings() -> None:
    """A total joins only who tells the same total, with a reason of its own."""
    total = unit(figures="400 people killed", report="r5", scope="total", places=(SARHUM,))
    again = unit("White Helmets", "400 people killed", report="r6", scope="total", places=(SARHUM,))
    more = unit("White Helmets", "500 people killed", report="r7", scope="total", places=(SARHUM,))
    fused = fuse([total, again, more, FIRST], [], frozenset())
    assert sorted(map(len, _grouped(fused))) == [1, 1, 2]
    (both,) = (cluster for cluster in fused.clusters if len(cluster.units) == 2)
    assert both.joins[1].reason == "the same figures of the same, told of the same parties"


def test_without_place_or_time_only_ties_join() -> None:
    """Two reports alike in all but that neither says when or where are not brought together; a copy brings them."""
    one, other = (
        unit(figures="43 people killed", report=ref, published=None, when=None, country=None) for ref in ("r1", "r2")
    )
    assert len(fuse([one, other], [], frozenset()).clusters) == 2
    assert len(fuse([one, other], [Tie(other.id, one.id, "copied")], frozenset()).clusters) == 1


def test_two_happenings_of_one_report_may_meet_elsewhere() -> None:
    """The number of a happening means nothing outside its report."""
    assert happening(7, FIRST.items[0]).claim.happening == 7
    assert fuse([FIRST, SECOND], [], frozenset()).clusters[0].units == (FIRST, SECOND)
