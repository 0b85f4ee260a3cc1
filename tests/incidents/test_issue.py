"""Ids of incidents: once issued they live on, through merges, splits and claims that leave."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.ids import incident_id, series_id
from counterclaim.incidents.fuse import Cluster
from counterclaim.incidents.issue import claims_of, home_in, names, orphaned
from counterclaim.incidents.unit import Unit
from tests.incidents.units import unit

UNITS = [unit(report=f"r{i}", published=str(10 + i)) for i in range(5)]
CLAIMS = [one.id for one in UNITS]
IDS = [incident_id(claim) for claim in CLAIMS]
TOTAL = unit(figures="400 people killed", report="r9", scope="total")


def _cluster(*some: Unit) -> Cluster:
    return Cluster(units=some, joins=())


def _named(clusters: list[Cluster], homes: dict[str, str], heirs: dict[str, str] | None = None) -> list[str]:
    return names(clusters, homes, heirs or {})


def test_a_new_cluster_is_named_after_its_first_claim() -> None:
    """Where nothing was issued the first claim in the order of publication gives the id; a series gets its own."""
    assert _named([_cluster(UNITS[1], UNITS[2]), _cluster(TOTAL)], {}) == [IDS[1], series_id(TOTAL.id)]
    assert claims_of(_cluster(UNITS[1], UNITS[2])) == [CLAIMS[1], CLAIMS[2]]


def test_an_earlier_claim_does_not_rename() -> None:
    """A cluster keeps the id of the claim it was first named after, though an older claim came in."""
    assert _named([_cluster(UNITS[0], UNITS[1])], {CLAIMS[1]: IDS[1]}) == [IDS[1]]


def test_merged_clusters_keep_the_id_published_first() -> None:
    """Of two issued ids the one stays whose namesake was published first."""
    homes = {CLAIMS[1]: IDS[1], CLAIMS[2]: IDS[2]}
    assert _named([_cluster(UNITS[0], UNITS[1], UNITS[2])], homes) == [IDS[1]]


def test_split_clusters() -> None:
    """The piece with the namesake keeps the id; the other is named anew."""
    homes = {CLAIMS[0]: IDS[0], CLAIMS[1]: IDS[0], CLAIMS[2]: IDS[0]}
    assert _named([_cluster(UNITS[0]), _cluster(UNITS[1], UNITS[2])], homes) == [IDS[0], IDS[1]]


def test_a_namesake_that_is_gone_leaves_an_heir() -> None:
    """Where the namesake is no longer live the least live claim at home under the id decides who bears it."""
    homes = {CLAIMS[1]: IDS[0], CLAIMS[2]: IDS[0]}
    at_home = {IDS[0]: sorted(CLAIMS[:3])}
    heirs = orphaned(homes, at_home, {CLAIMS[1], CLAIMS[2]}.__contains__)
    assert heirs == {IDS[0]: min(CLAIMS[1], CLAIMS[2])}
    apart = _named([_cluster(UNITS[1]), _cluster(UNITS[2])], homes, heirs)
    assert apart.count(IDS[0]) == 1
    assert apart[[CLAIMS[1], CLAIMS[2]].index(heirs[IDS[0]])] == IDS[0]


def test_no_heir_without_need() -> None:
    """An id whose namesake is live has no heir, nor one under which nobody is at home any more."""
    homes = {CLAIMS[0]: IDS[0], CLAIMS[1]: IDS[0]}
    at_home = {IDS[0]: sorted(CLAIMS[:2])}
    assert orphaned(homes, at_home, set(CLAIMS).__contains__) == {}
    assert orphaned(homes, at_home, set[str]().__contains__) == {}


def test_who_joins_is_at_home_with_the_namesake() -> None:
    """A new claim is at home under the id of its cluster; in a piece that was split off, where its namesake is."""
    assert home_in(_cluster(UNITS[0], UNITS[1]), IDS[0], {}) == IDS[0]
    assert home_in(_cluster(UNITS[1], UNITS[2]), IDS[1], {CLAIMS[1]: IDS[0]}) == IDS[0]
    assert home_in(_cluster(UNITS[1], UNITS[2]), IDS[0], {CLAIMS[1]: IDS[0]}) == IDS[0]


def test_a_series_does_not_inherit_an_incidents_id() -> None:
    """A claim that is read as a total now does not carry the id of an incident into the series."""
    heirs = {IDS[0]: TOTAL.id}
    assert _named([_cluster(TOTAL)], {TOTAL.id: IDS[0]}, heirs) == [series_id(TOTAL.id)]


@given(
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
    st.lists(st.none() | st.integers(0, 4), min_size=5, max_size=5),
    st.frozensets(st.integers(0, 4)),
)
def test_no_two_clusters_bear_one_id(grouping: list[int], home: list[int | None], dead: frozenset[int]) -> None:
    """Whatever is at home where, live or gone, each cluster gets an id of its own."""
    home = [i if i in home else at for i, at in enumerate(home)]  # whom an id is named after is at home there
    live = [i for i in range(5) if i not in dead]
    groups = [[UNITS[i] for i in live if grouping[i] == number] for number in range(5)]
    clusters = [_cluster(*group) for group in groups if group]
    homes = {CLAIMS[i]: IDS[at] for i, at in enumerate(home) if at is not None}
    at_home = {name: sorted(claim for claim, at in homes.items() if at == name) for name in IDS}
    here = {CLAIMS[i]: homes[CLAIMS[i]] for i in live if CLAIMS[i] in homes}
    heirs = orphaned(here, at_home, {CLAIMS[i] for i in live}.__contains__)
    made = names(clusters, here, heirs)
    assert len(set(made)) == len(made)
