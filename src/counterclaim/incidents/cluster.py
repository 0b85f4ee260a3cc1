"""Grouping by pairs, without chaining: two groups join only when no pair across them is barred.

Pairs are tried strongest first, ties in the order of ids, so that the outcome depends on the set of members alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


def clusters(
    members: Sequence[str],
    links: Iterable[tuple[float, str, str]],
    *,
    barred: Callable[[str, str], bool],
) -> list[list[str]]:
    """Return the groups of ``members``, each and all in the order of ``members``.

    ``links`` are pairs with their strength; ``barred`` tells whether two members can never be in one group.  A link
    joins the groups of its two ends unless a pair across them is barred.
    """
    rank: dict[str, int] = {member: i for i, member in enumerate(members)}
    group: dict[str, list[str]] = {member: [member] for member in members}
    ordered: list[tuple[float, int, int]] = []
    for strength, one, other in links:
        first, second = sorted((rank[one], rank[other]))
        ordered.append((-strength, first, second))
    for _, first, second in sorted(ordered):
        left, right = group[members[first]], group[members[second]]
        if left is right or any(barred(a, b) for a in left for b in right):
            continue
        joined = left + right
        for member in joined:
            group[member] = joined
    found = {id(one): sorted(one, key=lambda member: rank[member]) for one in group.values()}
    return sorted(found.values(), key=lambda one: rank[one[0]])
