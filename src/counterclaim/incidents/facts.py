"""What a telling says that may tell its happening from another: the comparable side of claims."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.incidents.about import About, everyday
from counterclaim.incidents.item import Item
from counterclaim.incidents.words import family, quote_words, telling_words
from counterclaim.ledger.makers import is_coded
from counterclaim.lexicon.names import key
from counterclaim.records import Event, Group, Harm, Interval, Kind, PartyName, Place

DAYS_AT_MOST: Final = 2
"""Days of the widest interval that still says on which day it was: a night falls on two."""
NEWS_DAYS: Final = 4
"""Days before and with its publication of which a report is news, where it states no day."""
_WIDE_M: Final = 60_000.0
"""Radius from which a place no longer says where in a country it was."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as it is compared: ``words`` are those of its name that tell which one is meant."""

    name: str
    lat_deg: float | None
    lon_deg: float | None
    radius_m: float
    gazetteer_id: str | None
    words: frozenset[str]

    @property
    def narrow(self) -> bool:
        """Whether it says where in a country it was."""
        return self.lat_deg is not None and self.radius_m < _WIDE_M


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a toll as it is compared."""

    harm: Harm
    who: Group
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one or more tellings say; ``days`` are proleptic ordinals, half-open; ``first`` ranks before all others.

    ``actors`` and ``targets`` are keys of parties; ``aims`` the words of targets that tell which; ``names`` and
    ``words`` those of the quotes.  ``window`` are the days on which it can have been: those stated, else those of which
    its report is news.  ``about`` is what the report is about, where this is its main happening, ``told_on`` its day.
    ``coder`` is who coded it in a table, the maker's name; None for all else.
    """

    first: str
    family: str
    kinds: frozenset[Kind]
    days: tuple[int, int] | None
    country: str | None
    spots: tuple[Spot, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    aims: frozenset[str]
    figures: tuple[Figure, ...]
    names: frozenset[str]
    words: frozenset[str]

    window: tuple[int, int] | None
    told_on: int | None
    about: About | None = None
    coder: str | None = None

    @property
    def dated(self) -> bool:
        """Whether the day is known."""
        return self.days is not None and self.days[1] - self.days[0] <= DAYS_AT_MOST


def _known(spots: Iterable[Spot]) -> frozenset[str]:
    """Return the words that are compared as places and parties, and would count twice."""
    return everyday().union(*(spot.words for spot in spots))


def days_of(when: Interval | None) -> tuple[int, int] | None:
    """Return the days of an interval as ordinals, half-open; None when an end is open.

    >>> days_of(Interval.day(dt.date(1, 1, 2)))
    (2, 3)
    """
    if when is None or when.start is None or when.end is None:
        return None
    return when.start.toordinal(), (when.end - dt.timedelta(microseconds=1)).toordinal() + 1


@functools.lru_cache(maxsize=65536)
def spot(place: Place) -> Spot:
    """Return a place as it is compared."""
    return Spot(
        place.name,
        place.lat_deg,
        place.lon_deg,
        place.radius_m or _WIDE_M,
        place.gazetteer_id,
        telling_words(place.name),
    )


@functools.lru_cache(maxsize=65536)
def party(name: PartyName) -> str:
    """Return what a party is known by: its id, else its name folded."""
    return name.party or key(name.name)


def narrowest(intervals: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    """Return the narrowest interval of days, the earliest of such; None when there is none."""
    return min((found for found in intervals if found), key=lambda found: (found[1] - found[0], found), default=None)


def facts(items: Sequence[Item], parts: frozenset[str] = frozenset()) -> Facts:
    """Return what claims of one telling say together; figures of ``parts`` (claim ids) are left out.

    ``items`` stand in the order of the text and are not empty.
    """
    events = [item.claim.event for item in items]
    # Targets of a table are classes ("Civilians"): they do not tell which market or school was meant.
    aimed = [item.claim.event for item in items if not is_coded(item.claim.maker)]
    quotes = [quote_words(item.claim.evidence.text) for item in items]
    spots = dict.fromkeys(spot(place) for event in events for place in event.places)
    return Facts(
        first=min(item.claim.id for item in items),
        family=family(events[0].kind),
        kinds=frozenset(event.kind for event in events),
        days=narrowest(days_of(event.when) for event in events),
        country=_commonest(event.country for event in events),
        spots=tuple(spots),
        actors=frozenset(party(name) for event in events for name in event.actors),
        targets=frozenset(party(name) for event in events for name in event.targets),
        aims=frozenset[str]().union(*(telling_words(name.name) for event in aimed for name in event.targets)),
        figures=tuple(
            dict.fromkeys(
                Figure(toll.harm, toll.who, toll.low, toll.high)
                for item in items
                if item.claim.id not in parts
                for toll in item.claim.event.toll
            )
        ),
        names=frozenset[str]().union(*(names for names, _ in quotes)) - _known(spots),
        words=frozenset[str]().union(*(words for _, words in quotes)),
        window=_window(events, items[0]),
        told_on=_told_on(items[0]),
        coder=next((item.claim.maker for item in items if is_coded(item.claim.maker)), None),
    )


def _window(events: Sequence[Event], item: Item) -> tuple[int, int] | None:
    """Return the days on which it can have been: those that are stated, else those of which its report is news.

    None where neither is known, or what is told is not news: a background, a plan.
    """
    stated = narrowest(days_of(event.when) for event in events)
    if stated is not None:
        return stated
    background = all(event.scope == "background" or event.when is not None for event in events)
    return None if background else news_days(item)


def news_days(item: Item) -> tuple[int, int] | None:
    """Return the days of which a claim's report is news; None where the day of publication is unknown."""
    day = _told_on(item)
    return None if day is None else (day - NEWS_DAYS + 1, day + 1)


def _told_on(item: Item) -> int | None:
    return item.published_at.start.toordinal() if item.published_at and item.published_at.start else None


def _commonest(values: Iterable[str | None]) -> str | None:
    counted: dict[str, int] = {}
    for value in values:
        if value is not None:
            counted[value] = counted.get(value, 0) + 1
    return min(counted, key=lambda value: (-counted[value], value), default=None)
