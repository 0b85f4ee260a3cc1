"""Who stands with whom on a day, by the register: which parties are one body, and which are not independent."""

from __future__ import annotations

import datetime as dt
import functools

from counterclaim.incidents.weighing import weighing
from counterclaim.lexicon.hands import BELLIGERENT, STATE, above, holds
from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.names import key
from counterclaim.lexicon.register import register
from counterclaim.records import Party, PartyName


@functools.lru_cache(maxsize=65536)
def party(name: str, party: str | None = None) -> Party | None:
    """Return the register's entry for a name: by the id that was read, else by that very name."""
    return (register().get(party) if party is not None else None) or named(name)


@functools.lru_cache(maxsize=65536)
def known_as(name: str, party_id: str | None = None) -> str:
    """Return what a name is compared by: the register's id, else the name folded, without its article."""
    found = party(name, party_id)
    return found.id if found is not None else party_id or key(name) or name


@functools.lru_cache(maxsize=65536)
def label(name: str, party_id: str | None = None) -> str:
    """Return the register's neutral name, else the name as written."""
    found = party(name, party_id)
    return found.names[0] if found is not None else name


@functools.lru_cache(maxsize=65536)
def body(party_id: str, day: dt.date | None) -> frozenset[str]:
    """Return a party with all of which it was a part that day: a force with its state, a minister with his government.

    A person is taken to be a part of what he held office in.
    """
    found, todo = {party_id}, [party_id]
    while todo:
        at = todo.pop()
        entry = register().get(at)
        if entry is None:
            continue
        part = weighing().ties.part
        ties = {tie.party for tie in entry.side if holds(tie, day) and (entry.kind == "person" or tie.note in part)}
        if register().by_rule(at) is not None:
            ties.add(at.partition("-")[0])
        todo += ties - found
        found |= ties
    return frozenset(found)


@functools.lru_cache(maxsize=65536)
def _led(party_id: str, day: dt.date | None) -> frozenset[str]:
    """Return the bodies of those that led a party that day."""
    entry = register().get(party_id)
    ties = entry.side if entry is not None else ()
    heads = [tie.party for tie in ties if holds(tie, day) and tie.note in weighing().ties.led]
    return frozenset(at for head in heads for at in body(head, day))


@functools.lru_cache(maxsize=65536)
def one_body(one: str, other: str, day: dt.date | None) -> bool:
    """Tell whether two parties were one body that day, or the one led the other: an accusation of both is one."""
    if one == other or not body(one, day).isdisjoint(body(other, day)):
        return True
    return bool(_led(one, day) & body(other, day)) or bool(_led(other, day) & body(one, day))


@functools.lru_cache(maxsize=65536)
def on_one_side(one: str, other: str, day: dt.date | None) -> bool:
    """Tell whether two parties stood with, or belonged to, one and the same that day."""
    return not above(one, day).isdisjoint(above(other, day))


@functools.lru_cache(maxsize=65536)
def named_belligerent(name: str, party_id: str | None, day: dt.date | None) -> str | None:
    """Return the id of the party to a conflict that a name of a doer means, None where it means none that is known.

    A person stands for what he held office in.
    """
    entry = party(name, party_id)
    if entry is None:
        return None
    if entry.kind in BELLIGERENT:
        return entry.id
    if entry.kind != "person":
        return None
    held = sorted({tie.party for tie in entry.side if holds(tie, day)})
    kinds = {at: found.kind for at in held if (found := register().get(at)) is not None}
    return next((at for at in held if kinds.get(at) in BELLIGERENT), None)


@functools.lru_cache(maxsize=65536)
def apart(one: PartyName, other: PartyName, day: dt.date | None) -> bool:
    """Tell whether two names of a doer cannot mean the same: two bodies of the register, or a state and irregulars."""
    first, second = party(one.name, one.party), party(other.name, other.party)
    if first is not None and second is not None:
        return not one_body(first.id, second.id, day)
    return _rules_out(first, other.name) or _rules_out(second, one.name)


def _rules_out(known: Party | None, name: str) -> bool:
    """Tell whether a party of the register cannot be who a name unknown to it means."""
    if known is None:
        return False
    doers, words = weighing().doers, set(key(name).split())
    if known.kind in STATE:
        return not words.isdisjoint(doers.irregular)
    return known.kind == "armed_group" and not words.isdisjoint(doers.regular) and words.isdisjoint(doers.irregular)
