"""The fields of a claim in plain words, for people: no colours, no layout, no guesses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from counterclaim.lexicon.countries import countries
from counterclaim.records import Claim, Claimant, Count, Event, Group, Interval, PartyName, Place, Toll

OWN_VOICE: Final = "its own voice"
_A_MOMENT: Final = dt.timedelta(microseconds=1)
_COARSE_M: Final = 5000.0
"""Radius from which a tenth of a degree (11 km) says as much as is known."""
_A_DAY: Final = dt.timedelta(days=1)
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_GROUPS: Final[dict[Group, tuple[str, str]]] = {
    "civilians": ("civilian", "civilians"),
    "children": ("child", "children"),
    "women": ("woman", "women"),
    "men": ("man", "men"),
    "combatants": ("combatant", "combatants"),
    "aid_workers": ("aid worker", "aid workers"),
    "journalists": ("journalist", "journalists"),
    "people": ("person", "people"),
}


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 voice``, ``3 voices``."""
    return f"{number:,} {one if number == 1 else many}"


def claimant(who: Claimant, publisher: str | None) -> tuple[str, str]:
    """Return the claimant's name, and a mark for one without a name of its own (empty for a named party)."""
    if who.voice == "publisher":
        return publisher or "the report", OWN_VOICE
    return who.name or "", "unnamed" if who.voice == "unnamed" else ""


def parties(names: Iterable[PartyName]) -> str:
    """Return the parties as one list; empty without any."""
    return ", ".join(party.name for party in names)


def _point(place: Place) -> str:
    """Return a place's point and radius, with no more digits than its radius bears; empty where a name says as much."""
    if place.lat_deg is None or place.lon_deg is None or place.radius_m is None or place.precision == "country":
        return ""
    digits = 1 if place.radius_m >= _COARSE_M else 2
    lat = f"{abs(place.lat_deg):.{digits}f}° {'N' if place.lat_deg >= 0 else 'S'}"
    lon = f"{abs(place.lon_deg):.{digits}f}° {'E' if place.lon_deg >= 0 else 'W'}"
    return f"({lat}, {lon} ± {max(round(place.radius_m / 1000), 1)} km)"


def places(event: Event) -> str:
    """Return the places, then the country where no place names it; empty when neither is said."""
    shown = ", ".join(f"{place.name} {point}" if (point := _point(place)) else place.name for place in event.places)
    if event.country is None:
        return shown
    state = countries().get(event.country)
    names = state.names if state is not None else (event.country,)
    if any(name.casefold() in shown.casefold() for name in names):
        return shown
    return f"{shown}, {names[0]}" if shown else names[0]


def party_to_party(event: Event) -> str:
    """Return who did it to whom: ``A → B``, ``→ B`` when the doer is not said, ``A`` when that is all."""
    actors, targets = parties(event.actors), parties(event.targets)
    return f"{actors} → {targets}".strip() if targets else actors


def day(day: dt.date, *, month: bool = True, year: bool = True) -> str:
    """Return a day: ``6 Oct 2015``; ``month`` and ``year`` False leave them out."""
    return " ".join([str(day.day), *([_MONTHS[day.month - 1]] if month else []), *([f"{day.year:04}"] if year else [])])


def _is_midnight(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()


def _days(first: dt.date, last: dt.date) -> str:
    if first == last:
        return day(first)
    ends_month = (last + _A_DAY).day == 1
    if first.day == 1 and ends_month and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"{first.year:04}"
        one = first.month == last.month
        span = _MONTHS[first.month - 1] if one else f"{_MONTHS[first.month - 1]}–{_MONTHS[last.month - 1]}"
        return f"{span} {first.year:04}"
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    dash = "–" if same_month else " – "
    return f"{day(first, month=not same_month, year=not same_year)}{dash}{day(last)}"


def when(interval: Interval | None) -> str:
    """Return a stretch of time: ``6 Oct 2015``, ``1–5 Oct 2015``, ``Oct 2015``, ``until 6 Oct 2015``; UTC."""
    if interval is None or (interval.start is None and interval.end is None):
        return ""
    if interval.start is None or interval.end is None:
        edge = interval.start or (interval.end or dt.datetime.max.replace(tzinfo=dt.UTC)) - _A_MOMENT
        return f"{'from' if interval.start else 'until'} {day(edge.date())}"
    if _is_midnight(interval.start) and _is_midnight(interval.end):
        return _days(interval.start.date(), (interval.end - _A_MOMENT).date())
    last = interval.end
    end = f"{last:%H:%M}" if last.date() == interval.start.date() else f"{day(last.date())} {last:%H:%M}"
    return f"{day(interval.start.date())} {interval.start:%H:%M}–{end} UTC"


def people(who: Group, *, one: bool = False) -> str:
    """Return whom a toll counts, in words: ``women``; ``one`` where there is only one: ``woman``."""
    return _GROUPS[who][not one]


def figure(low: int, high: int | None) -> str:
    """Return a figure with its bounds: ``at least 12``, ``3``, ``no``, ``up to 40``, ``2,000–3,000``."""
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}" if low else "no"
    return f"up to {high:,}" if low == 0 else f"{low:,}–{high:,}"


def toll(items: Iterable[Toll]) -> str:
    """Return the figures of harm, by harm: ``killed 2 women, 1 child · wounded at least 12 people``."""
    parts: list[str] = []
    for harm, group in groupby(items, key=lambda item: item.harm):
        figures = (f"{figure(t.low, t.high)} {people(t.who, one=t.low == 1 and t.high in {1, None})}" for t in group)
        parts.append(f"{harm} {', '.join(figures)}")
    return " · ".join(parts)


def count(number: Count | None) -> str:
    """Return how many happenings the claim covers: ``2 of 57``; empty when no number is given."""
    if number is None:
        return ""
    many = figure(number.low, number.high)
    if number.of is not None:
        return f"{many} of {number.of:,}"
    return "once" if number.low == number.high == 1 else f"{many} times"


def marks(claim: Claim) -> tuple[str, ...]:
    """Return what keeps the claim from being a plain statement of one happening: stance and scope."""
    stance = () if claim.stance == "asserts" else (claim.stance,)
    scope = () if claim.event.scope == "event" else (claim.event.scope,)
    return (*stance, *scope)
