"""What a person writes for a field of a claim, and what it means: kinds, times, places, parties, tolls."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, Final, cast, get_args

from counterclaim.commands.terminal import say
from counterclaim.errors import UsageError
from counterclaim.records import Group, Harm, Interval, Kind, PartyName, Place, Scope, Toll, stretch
from counterclaim.text import has_surrogates, one_line

if TYPE_CHECKING:
    from counterclaim.gazetteer.entry import Entry, Match
    from counterclaim.gazetteer.index import Index

SEVERAL: Final = ";"
"""What stands between the values of a field that may have several."""
_OTHERS: Final = 5
"""Other places of the same name that are kept, and told of."""
_MOST: Final = 100
_AREAS: Final = frozenset(("district", "province", "country", "region"))
_WHEN: Final = "expected a time like 2017-04-15, 2017-04, 2017-04-15/2017-04-17 or 2017-04-15T14:30Z"
_TOLL: Final = "expected a toll like 'killed civilians 21', 'wounded people 43+' or 'killed children 12-15'"
_POINT: Final = "expected a place like Dumeir, or Dumeir@33.64,36.69,2000 (degrees, degrees, metres)"
_INSTANT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?Z", re.ASCII)
_FIGURE: Final = re.compile(r"(\d{1,9})(?:(\+)|\s*-\s*(\d{1,9}))?", re.ASCII)


def shown(text: str) -> str:
    """Return a value as an error message shows it."""
    return repr(one_line(text[:60]))


def whole(text: str, what: str) -> str:
    """Return a text without white space around it.  Raises UsageError when it is empty or not in UTF-8."""
    bare = text.strip()
    if not bare:
        raise UsageError(f"{what} is empty: write it in words")
    if has_surrogates(bare) or "\x00" in bare:
        raise UsageError(f"{what} is not in UTF-8")
    return bare


def kind(text: str) -> Kind:
    """Return the kind so called.  Raises UsageError when there is none."""
    return cast("Kind", _one_of(text, get_args(Kind), "a kind"))


def scope(text: str) -> Scope:
    """Return the scope so called.  Raises UsageError when there is none."""
    return cast("Scope", _one_of(text, get_args(Scope), "a scope"))


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text not in known:
        raise UsageError(f"expected {what}, one of {', '.join(known)}; not {shown(text)}")
    return text


def when(text: str) -> Interval:
    """Return a day, month, year, minute or a stretch START/END of them, its end included; either may be left out.

    Raises UsageError when it is no time.
    """
    first, slash, last = text.strip().partition("/")
    try:
        start = _edges(first)[0] if first else None
        end = _edges(last if slash else first)[1] if last or not slash else None
        if start is None and end is None:
            raise ValueError
        return Interval(start=start, end=end)
    except (ValueError, OverflowError) as fault:
        told = f"{fault}; " if "calendar" in str(fault) or "start < end" in str(fault) else ""
        raise UsageError(f"{told}{_WHEN}; not {shown(text)}") from None


def instant(text: str) -> dt.datetime:
    """Return a minute or second, UTC.  Raises UsageError when it is none, or in the future."""
    try:
        found = _instant(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise UsageError(f"expected a moment like 2017-04-15T14:30Z, UTC; not {shown(text)}")
    if found > dt.datetime.now(dt.UTC):
        raise UsageError(f"{shown(text)} lies in the future: expected when it was decided")
    return found


def _instant(text: str) -> dt.datetime | None:
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    day, hour, minute, second = match.groups()
    return dt.datetime.combine(
        dt.date.fromisoformat(day), dt.time(int(hour), int(minute), int(second or 0), tzinfo=dt.UTC)
    )


def _edges(text: str) -> tuple[dt.datetime, dt.datetime]:
    """Return start and end, half-open.  Raises ValueError or OverflowError."""
    moment = _instant(text.strip())
    if moment is not None:
        return moment, moment + dt.timedelta(minutes=1)
    first, last = stretch(text.strip())
    start, end = Interval.day(first).start, Interval.day(last).end
    assert start is not None
    assert end is not None
    return start, end


def country(text: str) -> str:
    """Return the ISO 3166 alpha-2 code of a state, by its code or a name.  Raises UsageError when it is none."""
    from counterclaim.lexicon.countries import countries
    from counterclaim.lexicon.lookup import named

    if text.upper() in countries():
        return text.upper()
    party = named(text)
    if party is None or party.kind != "state" or party.country is None:
        raise UsageError(f"expected a state's name or its ISO code like SY, not {shown(text)}")
    return party.country


def parties(text: str) -> tuple[PartyName, ...]:
    """Return the parties named, ``;`` between them, each with the register's id where it knows the name or id."""
    return tuple(party(name) for name in text.split(SEVERAL) if name.strip())


def party(text: str) -> PartyName:
    """Return a party by its name, or by its id in the register."""
    from counterclaim.lexicon.lookup import named
    from counterclaim.lexicon.register import register

    name = whole(text, "the party's name")
    listed = register().get(name)
    if listed is not None:
        return PartyName(name=listed.names[0], party=listed.id)
    found = named(name)
    return PartyName(name=name, party=found.id if found is not None else None)


def tolls(text: str) -> tuple[Toll, ...]:
    """Return the tolls written, ``;`` between them.  Raises UsageError when one is none."""
    return tuple(_toll(one.strip()) for one in text.split(SEVERAL) if one.strip())


def _toll(text: str) -> Toll:
    harm, _, rest = text.partition(" ")
    who, _, figure = rest.strip().partition(" ")
    match = _FIGURE.fullmatch(figure.strip())
    if harm not in get_args(Harm) or who not in get_args(Group) or match is None:
        harms, groups = ", ".join(get_args(Harm)), ", ".join(get_args(Group))
        raise UsageError(f"{_TOLL} (harm: {harms}; who: {groups}); not {shown(text)}")
    low = int(match[1])
    high = None if match[2] else int(match[3] or match[1])
    if high is not None and high < low:
        raise UsageError(f"{_TOLL}, the lower figure first; not {shown(text)}")
    return Toll(harm=cast("Harm", harm), who=cast("Group", who), low=low, high=high, words=match[0])


def places(text: str, state: str | None = None) -> tuple[Place, ...]:
    """Return the places written, ``;`` between them, looked up where they come without a point.

    ``state`` (ISO code) says in which one a name is looked for.  Raises UsageError when a point is none.
    """
    return tuple(_place(one.strip(), state) for one in text.split(SEVERAL) if one.strip())


def state_of(found: tuple[Place, ...]) -> str | None:
    """Return the state in which places lie, None where that is not known or they lie in several."""
    states = {place.country for place in found}
    return states.pop() if len(states) == 1 else None


def _place(text: str, state: str | None) -> Place:
    name, at, point = (part.strip() for part in text.rpartition("@"))
    if not at:
        return _looked_up(whole(point, "the place's name"), state)
    whole(name, "the place's name")
    if "," not in point:
        return _by_id(name, point)
    try:
        lat, lon, radius = (float(part) for part in point.split(","))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180 and radius > 0 and math.isfinite(radius)):
            raise ValueError
    except ValueError:
        raise UsageError(f"{_POINT}; not {shown(text)}") from None
    return Place(name=name, lat_deg=lat, lon_deg=lon, radius_m=radius, country=state)


def _looked_up(name: str, state: str | None) -> Place:
    from counterclaim.gazetteer.index import gazetteer

    index = gazetteer()
    found = [one for one in index.matches(name, _MOST) if state is None or _is_in(one.entry, state)]
    exact = [one for one in found if one.how != "variant"] or found
    if not exact:
        within = f" in {state}" if state is not None else ""
        alike = ", ".join(index.alike(name))
        say(
            f"the gazetteer knows no {name}{within}: it is kept as a name without a point; "
            + (f"did you mean {alike}? " if alike else "")
            + f"{name}@LAT,LON,METRES gives one"
        )
        return Place(name=name, country=state)
    best, *others = exact
    if others:
        say(
            f"{name} is taken for {_told(index, best)}; write {name}@ID for another: "
            + "; ".join(_told(index, other) for other in others[:_OTHERS])
        )
    return _from(best.entry, name, tuple(other.entry.id for other in others[:_OTHERS]))


def _by_id(name: str, gazetteer_id: str) -> Place:
    from counterclaim.gazetteer.index import gazetteer

    entry = gazetteer().entry(gazetteer_id)
    if entry is None:
        raise UsageError(f"{_POINT}, or with an id that 'counterclaim gazetteer find' shows; not {shown(gazetteer_id)}")
    return _from(entry, name, ())


def _is_in(entry: Entry, state: str) -> bool:
    return state in (entry.country, *entry.claimed_by)


def _told(index: Index, match: Match) -> str:
    entry = match.entry
    division = index.entry(entry.division) if entry.division is not None else None
    parts = (entry.name, division.name if division is not None else "", entry.country or "")
    return f"{', '.join(dict.fromkeys(part for part in parts if part))} ({entry.feature}, {entry.id})"


def _from(entry: Entry, name: str, others: tuple[str, ...]) -> Place:
    return Place(
        name=name,
        gazetteer_id=entry.id,
        lat_deg=entry.lat_deg,
        lon_deg=entry.lon_deg,
        radius_m=entry.radius_m,
        area_id=entry.id if entry.precision in _AREAS else None,
        precision=entry.precision,
        country=entry.country,
        alternatives=(*entry.claimed_by, *others),
    )
