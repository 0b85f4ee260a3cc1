"""Tellings -> claims, each field with the words or the rule that fills it."""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context
from counterclaim.claims.epithets import holder_named, state_named
from counterclaim.claims.telling import Telling
from counterclaim.ids import claim_id
from counterclaim.records import (
    Claim,
    Claimant,
    Event,
    Field,
    Interval,
    PartyName,
    Place,
    Quote,
    Report,
    Scope,
    Support,
)

_BYGONE: Final = re.compile(
    r"\b(?:in|of) 1[0-8]\d\d(?=[.,;:)]|$| (?:and|when|by|between|after|during)\b)|\b1\d{3}s\b"
    r"|\b(?:decades|centuries|generations) (?:ago|before|earlier)\b|\b(?:First|Second) World War\b"
)
"""Times too far back to be read as dates."""
_SCENELESS: Final = frozenset({"talks", "agreement", "demand", "threat", "sanction"})


def claim(report: Report, ctx: Context, telling: Telling, maker: str, score: float) -> Claim:
    """Return a telling as the claim of a maker."""
    told = telling.told
    start, end = told.evidence
    quote = Quote(report=report.id, start=start, end=end, text=report.text[start:end])
    event = Event(
        kind=telling.kind,
        scope=_scope(telling, ctx.published, report.text),
        actors=_parties(ctx, told.actors),
        targets=_parties(ctx, told.targets),
        places=tuple(_as_written(place, filler) for place, filler in told.places),
        country=_country(ctx, telling),
        when=told.when[0] if told.when else None,
        count=telling.counted[0] if telling.counted else None,
        toll=tuple(toll for toll, _ in told.tolls),
        means=telling.weapon.name if telling.weapon else None,
    )
    speaker = telling.speaker
    claimant = (
        Claimant(voice=speaker.voice, name=speaker.name, party=speaker.party or _party(ctx, speaker.name))
        if speaker
        else Claimant(voice="publisher")
    )
    return Claim(
        id=claim_id(
            report=report.id,
            start=start,
            end=end,
            maker=maker,
            claimant=claimant,
            stance=told.stance,
            event=event,
        ),
        report=report.id,
        happening=told.happening,
        claimant=claimant,
        publisher=report.publisher,
        said_at=telling.said[0] if telling.said else None if speaker else report.published_at,
        stance=told.stance,
        event=event,
        evidence=quote,
        support=_support(report, telling, event),
        maker=maker,
        score=score,
    )


def _parties(ctx: Context, fillers: list[Filler]) -> tuple[PartyName, ...]:
    return tuple(PartyName(name=f.name, party=f.party or _party(ctx, f.name)) for f in fillers)


def _party(ctx: Context, name: str) -> str | None:
    """Return the register's id of a name that the report means one party by."""
    return ctx.known.get(name.lower().removeprefix("the ")) or state_named(name) or holder_named(name)


def _as_written(place: Place, filler: Filler) -> Place:
    return Place(
        name=filler.name,
        gazetteer_id=place.gazetteer_id,
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        radius_m=place.radius_m,
        area_id=place.area_id,
        precision=place.precision,
        country=place.country,
        alternatives=place.alternatives,
    )


def _country(ctx: Context, telling: Telling) -> str | None:
    found = {place.country for place, _ in telling.told.places if place.country}
    if len(found) == 1:
        return next(iter(found))
    if found or telling.kind in _SCENELESS:
        return None
    return ctx.country


def _scope(telling: Telling, published: Interval | None, text: str) -> Scope:
    if telling.kind == "conflict_toll":
        return "total"
    if telling.counted and telling.counted[0].low > 1:
        return "series"
    when = telling.told.when
    if when and published and published.start and when[0].end and (published.start - when[0].end).days > 30:
        return "background"
    if when is None and _BYGONE.search(text[slice(*telling.told.evidence)]):
        return "background"
    return "event"


def _support(report: Report, telling: Telling, event: Event) -> tuple[Support, ...]:
    """Return for each field the words that fill it, or the rule that inferred it."""

    def quote(start: int, end: int) -> Quote:
        return Quote(report=report.id, start=start, end=end, text=report.text[start:end])

    told = telling.told
    made = [Support(field="kind", rule=telling.rules["kind"]), Support(field="stance", rule=telling.rules["stance"])]
    if telling.speaker:
        made.append(Support(field="claimant", evidence=quote(*telling.speaker.span)))
    else:
        made.append(Support(field="claimant", rule="the publisher's own voice"))
    fillers: list[tuple[Field, Filler]] = [
        *(("actors", f) for f in told.actors),
        *(("targets", f) for f in told.targets),
        *(("places", f) for _, f in told.places),
        *(("toll", f) for _, f in told.tolls),
    ]
    if telling.said:
        fillers.append(("said_at", telling.said[1]))
    elif telling.speaker is None and report.published_at is not None:
        made.append(Support(field="said_at", rule="the publisher speaks when it publishes"))
    if told.when:
        fillers.append(("when", told.when[1]))
    if telling.counted:
        fillers.append(("count", telling.counted[1]))
    if telling.weapon:
        fillers.append(("means", telling.weapon))
    for name, filler in fillers:
        made.append(
            Support(field=name, evidence=quote(filler.start, filler.end), rule=telling.rules.get(name, filler.rule))
        )
    if event.country:
        made.append(Support(field="country", rule="where the places lie" if event.places else "where most scenes lie"))
    if event.scope != "event":
        made.append(Support(field="scope", rule=event.scope))
    return tuple(made)
