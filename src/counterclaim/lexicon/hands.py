"""In whose hand a party is on a day, by the register: what owns it, and on whose side it stands."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Final

from counterclaim.lexicon.register import register
from counterclaim.records import PartyKind
from counterclaim.records.parties import Tie

STATE: Final[frozenset[PartyKind]] = frozenset(("state", "government", "state_forces"))
BELLIGERENT: Final[frozenset[PartyKind]] = frozenset((*STATE, "armed_group", "coalition"))
"""Kinds of party that wage war, and can be accused."""
_ITS_OWN: Final[frozenset[PartyKind]] = frozenset((*BELLIGERENT, "body"))
"""Kinds that speak for themselves, whoever their allies are; all others need an owner or a side that is known."""


def holds(tie: Tie, day: dt.date | None) -> bool:
    """Tell whether a tie certainly held; without a day only one that knows no dates did."""
    return tie.since is None and tie.until is None if day is None else tie.holds(day) is True


@functools.lru_cache(maxsize=65536)
def above(party_id: str, day: dt.date | None) -> frozenset[str]:
    """Return a party with all that own it or with which it stood that day, and theirs: who shares one shares a hand."""
    found, todo = {party_id}, [party_id]
    while todo:
        at = todo.pop()
        entry = register().get(at)
        if entry is None:
            continue
        ties = {tie.party for tie in entry.side if holds(tie, day)} | {tie.by for tie in entry.owner if holds(tie, day)}
        if register().by_rule(at) is not None:
            ties.add(at.partition("-")[0])
        todo += ties - found
        found |= ties
    return frozenset(found)


@functools.lru_cache(maxsize=65536)
def is_known(party_id: str | None, day: dt.date | None) -> bool:
    """Tell whether it is known in whose hand a party was that day."""
    entry = register().get(party_id) if party_id is not None else None
    if entry is None:
        return False
    return entry.kind in _ITS_OWN or any(holds(tie, day) for tie in (*entry.side, *entry.owner))


def hands(parties: Iterable[str], day: dt.date | None) -> int:
    """Return in how many hands parties were that day: those that stood with one and the same are in one."""
    groups: list[set[str]] = []
    for one in sorted(set(parties)):
        near = set(above(one, day))
        apart: list[set[str]] = []
        for group in groups:
            if group.isdisjoint(near):
                apart.append(group)
            else:
                near |= group
        groups = [*apart, near]
    return len(groups)
