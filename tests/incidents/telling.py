"""Made-up claims about made-up incidents, in a line or two each, for the tests of what is derived of an incident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from counterclaim import ids
from counterclaim.incidents.item import Carried, Item
from counterclaim.lexicon.lookup import named
from counterclaim.records import (
    Claim,
    Claimant,
    Count,
    Event,
    Interval,
    Kind,
    PartyName,
    Place,
    Quote,
    Scope,
    Stance,
    Toll,
)

OBSERVATORY: Final = "Syrian Observatory for Human Rights"


def at(text: str) -> dt.datetime:
    """Return a UTC moment of April 2017: "15" is the day's begin, "15 18" an hour of it."""
    day, _, hour = text.partition(" ")
    return dt.datetime(2017, 4, int(day), int(hour or 0), tzinfo=dt.UTC)


def day(text: str) -> Interval:
    """Return a day of April 2017 ("15"), an hour of it ("15 18"), or a stretch of days, both inclusive ("15-16")."""
    first, _, last = text.partition("-")
    if last:
        return Interval(start=at(first), end=at(last) + dt.timedelta(days=1))
    return Interval(start=at(text), end=at(text) + (dt.timedelta(hours=1) if " " in text else dt.timedelta(days=1)))


def toll(text: str) -> tuple[Toll, ...]:
    """Return figures written like "43+ people killed, 0-4 women missing, dozens=24+ people wounded"."""
    made: list[Toll] = []
    for piece in filter(None, text.split(", ")):
        figure, who, harm = piece.split()
        words, _, figure = figure.rpartition("=")
        open_top, (low, _, high) = figure.endswith("+"), figure.rstrip("+").partition("-")
        top = None if open_top else int(high or low)
        made.append(
            Toll(harm=harm, who=who, low=int(low), high=top, words=words or f"{low} {who}")  # type: ignore[arg-type]
        )
    return tuple(made)


def parties(text: str) -> tuple[PartyName, ...]:
    """Return parties by name, with the register's ids as the reader gives them."""
    names = filter(None, text.split(", "))
    return tuple(PartyName(name=name, party=found.id if (found := named(name)) else None) for name in names)


def place(name: str, lat_deg: float, lon_deg: float, radius_m: float, area: str | None = None) -> Place:
    """Return a resolved place."""
    return Place(
        name=name,
        gazetteer_id=f"g:{name.casefold()}",
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        radius_m=radius_m,
        area_id=area,
        precision="settlement" if radius_m < 20000 else "province",
        country="SY",
    )


def said(
    who: str | None,
    figures: str = "",
    *,
    report: str = "r1",
    publisher: str = "Daily Northern",
    published: str | None = "15",
    said_at: str | None = None,
    unnamed: bool = False,
    stance: Stance = "asserts",
    kind: Kind = "bombing",
    scope: Scope = "event",
    actors: str = "",
    targets: str = "",
    places: Sequence[Place] = (),
    country: str | None = "SY",
    when: str | None = "15",
    count: Count | None = None,
    means: str | None = None,
    quote: str = "A blast hit the convoy.",
    start: int = 0,
    copy_of: Item | None = None,
    carried: Carried = "live",
    left: str | None = None,
    captured: str | None = None,
    checked: bool = False,
    judgements: tuple[str, ...] = (),
) -> Item:
    """Return a claim: ``who`` None is the publisher's own voice; ``unnamed`` says that ``who`` is words only."""
    event = Event(
        kind=kind,
        scope=scope,
        actors=parties(actors),
        targets=parties(targets),
        places=tuple(places),
        country=country,
        when=day(when) if when else None,
        count=count,
        toll=toll(figures),
        means=means,
    )
    entry = named(who) if who else None
    voice = Claimant(
        voice="publisher" if who is None else "unnamed" if unnamed else "named",
        name=who,
        party=entry.id if entry is not None and not unnamed else None,
    )
    end = start + len(quote)
    claim = Claim(
        id=ids.claim_id(
            report=report, start=start, end=end, maker="rules@3", claimant=voice, stance=stance, event=event
        ),
        report=report,
        happening=0,
        claimant=voice,
        publisher=publisher,
        said_at=day(said_at) if said_at else None,
        stance=stance,
        event=event,
        evidence=Quote(report=report, start=start, end=end, text=quote),
        support=(),
        maker="rules@3",
        score=0.9,
    )
    return Item(
        claim=claim,
        publisher=publisher,
        published_at=day(published) if published else None,
        captured_at=at(captured) if captured else None,
        origin=copy_of.origin if copy_of is not None else report,
        copy_of=copy_of.claim.id if copy_of is not None else None,
        carried=carried,
        left_at=at(left) if left else None,
        checked=checked,
        judgements=judgements,
    )
