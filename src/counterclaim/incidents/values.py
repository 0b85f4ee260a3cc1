"""What a claim says of a field, as values that can be compared: which mean the same, which exclude each other."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from counterclaim.geo import distance_m
from counterclaim.incidents.ties import apart, body, known_as, label, one_body, party
from counterclaim.incidents.words import fusion_words
from counterclaim.lexicon.names import key
from counterclaim.records import Claim, Count, Field, Interval, Kind, PartyName, Place

_MIN: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
_MAX: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Value:
    """One value: ``same`` is alike for all that mean the same, ``text`` says it in words.

    ``width`` orders values from the narrowest to the widest.  One that is not ``firm`` is words only: two such are
    compared as words alone.
    """

    same: Hashable
    text: str
    width: float
    data: Any
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is compared: what a claim says of it, which two values agree, and which exclude each other.

    Both tests take data of values, and the day for which the register is asked.
    """

    values: Callable[[Claim], Iterator[Value]]
    agrees: Callable[[Any, Any, dt.date | None], bool]
    excludes: Callable[[Any, Any, dt.date | None], bool]


def _kinds(claim: Claim) -> Iterator[Value]:
    yield _word(claim.event.kind)


def _stances(claim: Claim) -> Iterator[Value]:
    yield _word(claim.stance)


def _countries(claim: Claim) -> Iterator[Value]:
    if claim.event.country is not None:
        yield _word(claim.event.country)


def _means(claim: Claim) -> Iterator[Value]:
    if claim.event.means:
        yield _means_value(claim.event.means)


def _actors(claim: Claim) -> Iterator[Value]:
    if claim.event.actors:
        yield _parties(claim.event.actors)


def _targets(claim: Claim) -> Iterator[Value]:
    if claim.event.targets:
        yield _parties(claim.event.targets)


def _places(claim: Claim) -> Iterator[Value]:
    for place in claim.event.places:
        if is_resolved(place):
            yield _place(place)


def _whens(claim: Claim) -> Iterator[Value]:
    when = claim.event.when
    if when is not None and (when.start is not None or when.end is not None):
        yield _when(when)


def _counts(claim: Claim) -> Iterator[Value]:
    count = claim.event.count
    if count is not None:
        high = count.low if count.high is None else count.high
        yield Value(count, count_text(count), float("inf") if count.high is None else high - count.low, count)


@functools.lru_cache(maxsize=1024)
def _word(word: str) -> Value:
    return Value(word, word.replace("_", " "), 0.0, word)


@functools.lru_cache(maxsize=16384)
def _means_value(means: str) -> Value:
    return Value(key(means) or means, means, 0.0, means, firm=False)


@functools.lru_cache(maxsize=65536)
def _parties(names: tuple[PartyName, ...]) -> Value:
    known = {known_as(name.name, name.party): name for name in names}
    text = ", ".join(sorted({label(name.name, name.party) for name in known.values()}))
    listed = any(party(name.name, name.party) is not None for name in names)
    return Value(frozenset(known), text, 0.0, tuple(known[at] for at in sorted(known)), firm=listed)


@functools.lru_cache(maxsize=65536)
def _place(place: Place) -> Value:
    return Value(place.gazetteer_id or (key(place.name), place.country), place.name, place.radius_m or 0.0, place)


@functools.lru_cache(maxsize=65536)
def _when(when: Interval) -> Value:
    return Value(when, when_text(when), ((when.end or _MAX) - (when.start or _MIN)).total_seconds(), when)


def is_resolved(place: Place) -> bool:
    """Tell whether it is known where a place lies."""
    return place.lat_deg is not None


def when_text(when: Interval) -> str:
    """Return an interval in words: its day, its first and last day, or its minutes where it is finer; UTC."""
    start, end = when.start, when.end
    days = all(edge is None or edge.time() == dt.time() for edge in (start, end))
    last = end - dt.timedelta(microseconds=1) if end is not None else None
    if not days:
        edges = [f"{edge:%Y-%m-%d %H:%M}" if edge is not None else "" for edge in (start, end)]
    else:
        edges = [f"{edge:%Y-%m-%d}" if edge is not None else "" for edge in (start, last)]
    if not edges[1]:
        return f"from {edges[0]}"
    if not edges[0]:
        return f"until {edges[1]}"
    return edges[0] if days and edges[0] == edges[1] else f"{edges[0]} to {edges[1]}"


def count_text(count: Count) -> str:
    """Return a number of happenings in words: "2 of 57", "at least 3", "3 to 5"."""
    if count.high is None:
        figure = f"at least {count.low}"
    else:
        figure = str(count.low) if count.low == count.high else f"{count.low} to {count.high}"
    return figure if count.of is None else f"{figure} of {count.of}"


def _never(_one: object, _other: object, _day: dt.date | None) -> bool:
    return False


def _differ(one: object, other: object, _day: dt.date | None) -> bool:
    return one != other


def _other_kind(one: Kind, other: Kind, _day: dt.date | None) -> bool:
    return one != other and (one, other) not in fusion_words().called


def _denied(one: str, other: str, _day: dt.date | None) -> bool:
    return {one, other} == {"asserts", "denies"}


def overlap(one: Interval, other: Interval, _day: dt.date | None = None) -> bool:
    """Tell whether two intervals share a moment."""
    return (one.start or _MIN) < (other.end or _MAX) and (other.start or _MIN) < (one.end or _MAX)


def _disjoint(one: Interval, other: Interval, _day: dt.date | None) -> bool:
    return not overlap(one, other)


@functools.lru_cache(maxsize=65536)
def near(one: Place, other: Place, _day: dt.date | None = None) -> bool:
    """Tell whether two resolved places can be one: the same, or the one lies within what the other covers."""
    if one.gazetteer_id is not None and one.gazetteer_id == other.gazetteer_id:
        return True
    if any(area is not None and area == at for area, at in _areas(one, other)):
        return True
    for place, wide in ((one, other), (other, one)):
        if wide.precision == "country" and wide.country is not None and place.country is not None:
            return place.country == wide.country
    if one.lat_deg is None or one.lon_deg is None or other.lat_deg is None or other.lon_deg is None:
        return False
    apart_m = distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)
    return apart_m <= max(one.radius_m or 0.0, other.radius_m or 0.0)


def _areas(one: Place, other: Place) -> tuple[tuple[str | None, str | None], ...]:
    """Return the area in which each lies, with the other itself."""
    return (one.area_id, other.gazetteer_id), (other.area_id, one.gazetteer_id)


def _elsewhere(one: Place, other: Place, _day: dt.date | None) -> bool:
    return not near(one, other)


def _one_hand(one: tuple[PartyName, ...], other: tuple[PartyName, ...], day: dt.date | None) -> bool:
    """Tell whether each party of either list is, by the register, one body with one of the other list."""
    return all(any(_one_body(a, b, day) for b in other) for a in one) and all(
        any(_one_body(a, b, day) for a in one) for b in other
    )


def _one_body(one: PartyName, other: PartyName, day: dt.date | None) -> bool:
    first, second = party(one.name, one.party), party(other.name, other.party)
    if first is None or second is None:
        return known_as(one.name, one.party) == known_as(other.name, other.party)
    return not body(first.id, day).isdisjoint(body(second.id, day))


def _other_doers(one: tuple[PartyName, ...], other: tuple[PartyName, ...], day: dt.date | None) -> bool:
    """Tell whether no party of the one list can be one of the other."""
    return all(apart(a, b, day) for a in one for b in other)


def _other_aims(one: tuple[PartyName, ...], other: tuple[PartyName, ...], day: dt.date | None) -> bool:
    """Tell whether both lists hold parties of the register only, and no two of them are one body."""
    known = [[party(name.name, name.party) for name in names] for names in (one, other)]
    return all(a is not None and b is not None and not one_body(a.id, b.id, day) for a in known[0] for b in known[1])


def _other_number(one: Count, other: Count, _day: dt.date | None) -> bool:
    """Tell whether two numbers of the same whole share none."""
    highs = [float("inf") if count.high is None else count.high for count in (one, other)]
    return one.of == other.of and (one.low > highs[1] or other.low > highs[0])


def _one_number(one: Count, other: Count, day: dt.date | None) -> bool:
    return one.of == other.of and not _other_number(one, other, day)


RULES: Final[dict[Field, Rule]] = {
    "kind": Rule(_kinds, _never, _other_kind),
    "stance": Rule(_stances, _never, _denied),
    "actors": Rule(_actors, _one_hand, _other_doers),
    "targets": Rule(_targets, _one_hand, _other_aims),
    "places": Rule(_places, near, _elsewhere),
    "country": Rule(_countries, _never, _differ),
    "when": Rule(_whens, overlap, _disjoint),
    "count": Rule(_counts, _one_number, _other_number),
    "means": Rule(_means, _never, _never),
}
"""The fields that are compared, in the order in which they are shown."""
