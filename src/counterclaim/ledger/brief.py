"""What lists, maps and counts show of an incident: far less than all of it."""

from __future__ import annotations

import datetime as dt

from counterclaim.records import Field, GradeName, Harm, Kind, PartyName, Place, Record, Review, Spread


class Brief(Record, frozen=True):
    """What lists, maps and counts show of an incident; all of it stands in the :class:`Incident` too.

    ``starts`` and ``ends``: half-open, UTC.  ``parties`` are register ids and case folded names of actors, targets and
    voices: what :attr:`Query.party` is held against.  ``killed`` is the range over all people, else over the group with
    the highest low end; a None as its low end says that no figure stands.
    """

    id: str
    kinds: tuple[Kind, ...]
    starts: dt.datetime | None
    ends: dt.datetime | None
    country: str | None
    place: Place | None
    actors: tuple[PartyName, ...]
    targets: tuple[PartyName, ...]
    parties: tuple[str, ...]
    harms: tuple[Harm, ...]
    killed: tuple[int | None, int | None] | None
    contested: tuple[Field, ...]
    grades: tuple[GradeName, ...]
    voices: tuple[int, int]
    spread: Spread
    review: Review
