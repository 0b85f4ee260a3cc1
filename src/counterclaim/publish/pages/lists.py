"""Incidents as a list shows them: one line of what, when, where and whom each, with its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterclaim.ledger import Brief
from counterclaim.publish import derived_words, words
from counterclaim.publish.pages.site import Ask
from counterclaim.records import Event, Interval


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident in a list; ``killed`` is empty where no figure of it stands, ``contested`` names fields."""

    href: str
    kind: str
    when: str
    where: str
    who: str
    killed: str
    voices: str
    carriers: int
    contested: str
    grades: str
    review: str


def _who(brief: Brief) -> str:
    actors, targets = (", ".join(map(derived_words.party, side)) for side in (brief.actors, brief.targets))
    return f"{actors} → {targets}".strip() if targets else actors


def _killed(brief: Brief) -> str:
    low, high = brief.killed or (None, None)
    if low is None:
        return ""
    return f"killed {derived_words.figure(low, high, low if high is None else high)}"


def listed(brief: Brief, ask: Ask) -> Listed:
    """Return an incident as a list shows it."""
    place = brief.place
    where = "" if place is None else place.name
    named = words.places(Event(kind=brief.kinds[0], country=brief.country))
    return Listed(
        href=ask.to("incidents", brief.id),
        kind=", ".join(kind.replace("_", " ") for kind in brief.kinds).capitalize(),
        when=words.when(Interval(start=brief.starts, end=brief.ends)) or "time not stated",
        where=", ".join(filter(None, (where, named if named.casefold() not in where.casefold() else "")))
        or "place not stated",
        who=_who(brief),
        killed=_killed(brief),
        voices=_voices(*brief.voices),
        carriers=brief.spread.carriers,
        contested=", ".join(derived_words.FIELDS[field] for field in brief.contested),
        grades=", ".join(brief.grades),
        review=brief.review,
    )


def _voices(known: int, possibly: int) -> str:
    if not possibly:
        return "no voice"
    doubt = f" (possibly {possibly:,})" if possibly > known else ""
    return words.counted(known, "voice", "voices") + doubt


def all_listed(briefs: Iterable[Brief], ask: Ask) -> tuple[Listed, ...]:
    """Return incidents as a list shows them."""
    return tuple(listed(brief, ask) for brief in briefs)
