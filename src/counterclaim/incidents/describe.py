"""What is derived of one incident, or of one series, once its claims are known; docs/grading.md has the rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterclaim.incidents.accused import accused
from counterclaim.incidents.figures import toll_finding
from counterclaim.incidents.findings import Found, find, narrowest_when
from counterclaim.incidents.grade import civilian_harm, grade
from counterclaim.incidents.history import history
from counterclaim.incidents.information import source_grade
from counterclaim.incidents.item import Item
from counterclaim.incidents.ties import known_as, label
from counterclaim.incidents.toll import tallies
from counterclaim.incidents.values import is_resolved, near
from counterclaim.incidents.voices import Told, count, distinct, origins, spread, tell
from counterclaim.lexicon.names import key
from counterclaim.records import (
    Count,
    Field,
    Incident,
    Interval,
    Join,
    Judgement,
    Kind,
    PartyName,
    Place,
    Rating,
    Review,
    Scope,
    Series,
)


@dataclass(frozen=True, slots=True)
class _Base:
    """What incidents and series share: ``telling`` are the live claims that do not deny it, all where there is none."""

    told: tuple[Told, ...]
    telling: tuple[Told, ...]
    when: Interval | None
    day: dt.date | None
    found: dict[Field, Found]


def _base(items: Sequence[Item], parts: frozenset[str]) -> _Base:
    if not items:
        raise ValueError("an incident or series has one claim at least; hand in its claims")
    told = tell(items, parts)
    telling = tuple(one for one in told if one.live and one.claim.stance != "denies")
    when = narrowest_when(_wholes(telling, "when"))
    published = told[0].item.published_at
    edge = next((at for at in (when, published) if at is not None and at.start is not None), None)
    day = edge.start.date() if edge is not None and edge.start is not None else None
    return _Base(told, telling or told, when, day, find(told, day))


def incident(
    *,
    id: str,  # noqa: A002  (the record's own word)
    items: Sequence[Item],
    parts: frozenset[str],
    joins: tuple[Join, ...],
    ratings: Mapping[str, Rating],
    judged: Sequence[Judgement] = (),
) -> Incident:
    """Return an incident with all that follows from its claims; the order of ``items`` means nothing.

    ``items`` are its claims, one at least; ``parts`` those of them (ids) that tell of a part of it.  ``ratings`` are
    people's, by the register's id of a party, or its name in lower case.  ``judged`` are the judgements that count and
    are about the incident or claims of it: discounts grade it, all of them are in its history.  Raises ValueError
    without items.
    """
    base = _base(items, parts)
    told, day, found = base.told, base.day, base.found
    who = accused(told, found.get("actors"), day)
    sides = frozenset(one.party for one in who)
    harm = civilian_harm(told) if who else ()
    toll = tallies(told, accused=sides, day=day)
    figures = toll_finding(toll, told)
    return Incident(
        id=id,
        kinds=_kinds(base.telling),
        claims=tuple(one.claim.id for one in told),
        when=base.when,
        place=_place(base.telling),
        country=_country(found),
        actors=_parties(found.get("actors")),
        targets=_parties(found.get("targets")),
        toll=toll,
        findings=(*(one.finding for one in found.values()), *((figures,) if figures is not None else ())),
        voices=count(distinct(one for one in told if one.claim.stance != "denies"), day),
        spread=spread(told),
        origins=origins(told),
        grades=tuple(grade(one, harm, ratings=ratings, judged=judged, day=day) for one in who),
        source_grade=source_grade(told, found, accused=sides, ratings=ratings, day=day),
        joins=joins,
        history=history(told, judged),
        parts=tuple(one.claim.id for one in told if one.part),
        review=_review(items),
    )


def series(
    *,
    id: str,  # noqa: A002  (the record's own word)
    items: Sequence[Item],
    incidents: Sequence[str] = (),
    parts: frozenset[str] = frozenset(),
) -> Series:
    """Return a series with all that follows from its claims; ``incidents`` (ids) lie within it.

    Raises ValueError without items.
    """
    base = _base(items, parts)
    told, day, found = base.told, base.day, base.found
    sides = frozenset(one.party for one in accused(told, found.get("actors"), day))
    return Series(
        id=id,
        kind=_kinds(base.telling)[0],
        scope=_scope(base.telling),
        claims=tuple(one.claim.id for one in told),
        when=base.when,
        place=_place(base.telling),
        country=_country(found),
        actors=_parties(found.get("actors")),
        targets=_parties(found.get("targets")),
        counts=_counts(base.telling),
        toll=tallies(told, accused=sides, day=day),
        voices=count(distinct(one for one in told if one.claim.stance != "denies"), day),
        spread=spread(told),
        origins=origins(told),
        incidents=tuple(sorted(incidents)),
        review=_review(items),
    )


def _wholes(telling: Sequence[Told], stated: Literal["when", "places"]) -> Sequence[Told]:
    """Return the claims about the whole that state a field; where there is none, those about parts."""
    stating = [one for one in telling if getattr(one.claim.event, stated)]
    return [one for one in stating if not one.part] or stating


def _kinds(telling: Sequence[Told]) -> tuple[Kind, ...]:
    """Return the kinds, the commonest first; copies do not make one common."""
    counted: Counter[Kind] = Counter()
    for one in telling:
        counted[one.claim.event.kind] += one.own
    return tuple(sorted(counted, key=lambda kind: (-counted[kind], kind)))


def _scope(telling: Sequence[Told]) -> Scope:
    counted: Counter[Scope] = Counter()
    for one in telling:
        counted[one.claim.event.scope] += one.own
    return min(counted, key=lambda scope: (-counted[scope], scope))


def _counts(telling: Sequence[Told]) -> tuple[Count, ...]:
    return tuple(dict.fromkeys(one.claim.event.count for one in telling if one.claim.event.count is not None))


def _place(telling: Sequence[Told]) -> Place | None:
    """Return the narrowest place that no claim contradicts; a name that nobody could resolve only where it is alone."""
    stated = dict.fromkeys(place for one in _wholes(telling, "places") for place in one.claim.event.places)
    resolved = sorted((place for place in stated if is_resolved(place)), key=_place_order)
    if resolved:
        return next((one for one in resolved if all(near(one, other) for other in resolved)), None)
    names = {key(place.name): place for place in stated}
    return next(iter(names.values())) if len(names) == 1 else None


def _place_order(place: Place) -> tuple[float, str, str]:
    return place.radius_m or 0.0, place.gazetteer_id or "", place.name


def _country(found: Mapping[Field, Found]) -> str | None:
    at = found.get("country")
    return at.stands[0].value.text if at is not None and len(at.stands) == 1 else None


def _parties(found: Found | None) -> tuple[PartyName, ...]:
    """Return the parties on which nobody differs, those with most voices first: of the register, else as written."""
    if found is None or found.contested:
        return ()
    named = {known_as(name.name, name.party): name for stand in reversed(found.stands) for name in stand.value.data}
    listed = {at: name for at, name in reversed(named.items()) if name.party is not None}
    chosen = listed or {known_as(name.name, name.party): name for name in found.stands[0].value.data}
    return tuple(PartyName(name=label(name.name, name.party), party=name.party) for name in chosen.values())


def _review(items: Sequence[Item]) -> Review:
    return "checked" if all(item.checked for item in items if item.copy_of is None) else "machine"
