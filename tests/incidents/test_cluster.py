"""Grouping by pairs: nothing chains past a bar, and no order changes the outcome."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.cluster import clusters

_MEMBERS = tuple("abcdefgh")
_pairs = st.tuples(st.sampled_from(_MEMBERS), st.sampled_from(_MEMBERS)).filter(lambda pair: pair[0] != pair[1])
_links = st.lists(st.tuples(st.sampled_from((0.5, 1.0, 3.0, 1000.0)), _pairs), max_size=16)
_bars = st.frozensets(_pairs.map(frozenset), max_size=8)


def _groups(
    members: tuple[str, ...], links: list[tuple[float, tuple[str, str]]], bars: frozenset[frozenset[str]]
) -> list[list[str]]:
    return clusters(
        members,
        [(strength, one, other) for strength, (one, other) in links],
        barred=lambda one, other: frozenset({one, other}) in bars,
    )


@given(_links, _bars)
def test_no_group_holds_a_barred_pair(
    links: list[tuple[float, tuple[str, str]]], bars: frozenset[frozenset[str]]
) -> None:
    """Each member is in exactly one group, and no group holds two that are barred."""
    groups = _groups(_MEMBERS, links, bars)
    assert sorted(itertools.chain.from_iterable(groups)) == sorted(_MEMBERS)
    for group in groups:
        assert not any(frozenset(pair) in bars for pair in itertools.combinations(group, 2))


@given(_links, _bars, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(
    links: list[tuple[float, tuple[str, str]]], bars: frozenset[frozenset[str]], dice: random.Random
) -> None:
    """The same links in another order, and turned round, give the same groups."""
    before = _groups(_MEMBERS, links, bars)
    turned = [(strength, (other, one) if dice.random() < 0.5 else (one, other)) for strength, (one, other) in links]
    dice.shuffle(turned)
    assert _groups(_MEMBERS, turned, bars) == before


@given(_links, _bars)
def test_what_is_not_linked_does_not_matter(
    links: list[tuple[float, tuple[str, str]]], bars: frozenset[frozenset[str]]
) -> None:
    """A member without a link stands alone and changes no other group."""
    linked = {one for _, pair in links for one in pair}
    members = tuple(member for member in _MEMBERS if member in linked)
    alone = [[member] for member in _MEMBERS if member not in linked]
    assert sorted(_groups(members, links, bars) + alone) == sorted(_groups(_MEMBERS, links, bars))


def test_the_strongest_link_goes_first() -> None:
    """Of two links that exclude each other the stronger joins."""
    bars = frozenset({frozenset("ac")})
    assert _groups(("a", "b", "c"), [(1.0, ("a", "b")), (2.0, ("b", "c"))], bars) == [["a"], ["b", "c"]]


def test_of_equal_links_the_earlier_members_join() -> None:
    """Equal links are tried in the order of their members."""
    bars = frozenset({frozenset("ac")})
    assert _groups(("a", "b", "c"), [(1.0, ("b", "c")), (1.0, ("a", "b"))], bars) == [["a", "b"], ["c"]]


def test_nothing_chains_past_a_bar() -> None:
    """Two groups with one barred pair across them stay apart, however many links lead across."""
    links = [(5.0, ("a", "b")), (5.0, ("c", "d")), (4.0, ("b", "c")), (4.0, ("a", "c")), (4.0, ("b", "d"))]
    assert _groups(("a", "b", "c", "d"), links, frozenset({frozenset("ad")})) == [["a", "b"], ["c", "d"]]
