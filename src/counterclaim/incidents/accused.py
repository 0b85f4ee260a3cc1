"""Who is accused of an incident: the belligerents that claims name as its doer, each body once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterclaim.incidents.findings import Found
from counterclaim.incidents.ties import apart, body, label, named_belligerent, one_body
from counterclaim.incidents.values import Value
from counterclaim.incidents.voices import Speaker, Told, distinct
from counterclaim.records import PartyName


@dataclass(frozen=True, slots=True)
class Accused:
    """A belligerent: ``own`` claims in which it says itself that it did it, claims of others (``by``) that name it.

    ``rivals`` are claims by which other voices name another doer than it.
    """

    party: str
    name: PartyName
    own: tuple[Told, ...]
    by: tuple[Told, ...]
    rivals: tuple[Told, ...]

    @property
    def accusers(self) -> dict[str, Speaker]:
        """The voices of others that name it, by key."""
        return distinct(self.by)


def accused(told: Sequence[Told], actors: Found | None, day: dt.date | None) -> tuple[Accused, ...]:
    """Return the accused belligerents in the order of ids: parties to conflict, by the register, whom live claims name.

    ``actors`` is the finding on the doers.  A claim that denies or only announces the happening accuses no one.
    """
    if actors is None:
        return ()
    named: dict[str, list[Told]] = {}
    for one in told:
        if one.live and one.claim.stance == "asserts":
            doers = {named_belligerent(doer.name, doer.party, day) for doer in one.claim.event.actors}
            for doer in sorted(at for at in doers if at is not None):
                named.setdefault(doer, []).append(one)
    bodies: list[list[str]] = []
    for at in sorted(named):
        mine = next((one for one in bodies if not body(at, day).isdisjoint(body(one[0], day))), None)
        if mine is None:
            bodies.append([at])
        else:
            mine.append(at)
    by_id = {one.claim.id: one for one in told}
    return tuple(_accused(parties, named, actors, by_id, day) for parties in bodies)


def _accused(
    parties: Sequence[str],
    named: Mapping[str, Sequence[Told]],
    actors: Found,
    by_id: Mapping[str, Told],
    day: dt.date | None,
) -> Accused:
    shown = min(parties, key=lambda at: (-sum(one.own for one in named[at]), at))
    ids = {one.claim.id for at in parties for one in named[at] if one.own}
    naming = {at: one for at, one in by_id.items() if at in ids}
    own = {at for at, one in naming.items() if one.voice is not None and speaks_for(one.voice, shown, day)}
    name = PartyName(name=label(shown, shown), party=shown)
    voices = distinct(naming.values()).keys()
    rivals: list[Told] = []
    for stand in actors.stands:
        if _names_another(stand.value, name, day) and not voices <= stand.voices.keys():
            rivals += [
                by_id[at]
                for at in stand.claims
                if by_id[at].own and (voice := by_id[at].voice) is not None and voice.key not in voices
            ]
    return Accused(
        party=shown,
        name=name,
        own=tuple(one for at, one in naming.items() if at in own),
        by=tuple(one for at, one in naming.items() if at not in own),
        rivals=tuple(rivals),
    )


def speaks_for(voice: Speaker, party: str, day: dt.date | None) -> bool:
    """Tell whether a voice is a party's own: its government, its forces, or who led it that day."""
    return voice.party is not None and one_body(voice.party, party, day)


def _names_another(value: Value, name: PartyName, day: dt.date | None) -> bool:
    """Tell whether none of the doers of a position can be the one named."""
    return all(apart(doer, name, day) for doer in value.data)
