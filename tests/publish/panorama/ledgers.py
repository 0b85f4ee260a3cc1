"""Made-up ledgers of incidents of every sort, always the same for the same dice.  Nothing here happened."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, get_args

from counterclaim.ledger import Box, Ledger, Query
from counterclaim.records import (
    Claim,
    GradeName,
    Harm,
    Incident,
    Interval,
    Kind,
    Line,
    PartyName,
    Place,
    Spread,
    Tally,
    Voices,
)
from tests.store.made import graded, incident, many, place, series

KINDS: Sequence[Kind] = ("shelling", "battle", "air_strike", "killing")
HARMS: Sequence[Harm] = get_args(Harm)
GRADES: Sequence[GradeName] = ("confirmed", "fair", "weak")
PARTIES = (
    PartyName(name="Ardanian Army", party="ardania-army"),
    PartyName(name="Straße Front"),
    PartyName(name="Reuters", party="reuters"),
    PartyName(name="the army", party="ardania-army"),
)
VOICES = ("Reuters", "Agence France-Presse", "Ada", "STRASSE front", "Tisa Observatory")
ORDERS = ("when", "toll", "spread", "review")


def _moment(dice: random.Random) -> dt.datetime:
    return dt.datetime(2015, 10, 1, tzinfo=dt.UTC) + dt.timedelta(hours=12 * dice.randrange(60))


def _interval(dice: random.Random) -> Interval | None:
    start, hours = _moment(dice), 12 * dice.randrange(1, 8)
    either = dice.randrange(6)
    if either == 0:
        return None
    end = start + dt.timedelta(hours=hours)
    return Interval(start=None if either == 1 else start, end=None if either in (2, 3) else end)


def _place(dice: random.Random) -> Place | None:
    match dice.randrange(7):
        case 0:
            return None
        case 1:
            return Place(name="nowhere known")
        case 2:
            return place(dice.choice([0.0, 35.0, 90.0]), dice.choice([180.0, -180.0, 179.5]), 10 ** dice.uniform(2, 6))
        case _:
            return place(dice.uniform(-60, 60), dice.uniform(-180, 180), 10 ** dice.uniform(2, 6))


def _tally(dice: random.Random) -> Tally:
    low = dice.choice([None, 0, 1, 3, 2**70])
    return Tally(
        harm=dice.choice(HARMS), who=dice.choice(("people", "men", "children")), low=low, high=None, figures=()
    )


def made(dice: random.Random, claims: Sequence[str]) -> Incident:
    """Return an incident of these claims."""
    fields: dict[str, Any] = {
        "kinds": tuple(dice.sample(KINDS, dice.randrange(1, 3))),
        "when": _interval(dice),
        "place": _place(dice),
        "country": dice.choice([None, "SY", "YE", "AF"]),
        "actors": tuple(dice.sample(PARTIES, dice.randrange(3))),
        "targets": tuple(dice.sample(PARTIES, dice.randrange(2))),
        "toll": tuple(_tally(dice) for _ in range(dice.randrange(3))),
        "voices": Voices(known=1, possibly=1, names=tuple(dice.sample(VOICES, dice.randrange(3)))),
        "spread": Spread(origins=1, carriers=dice.randrange(1, 4)),
        "grades": tuple(graded(dice.choice(GRADES)) for _ in range(dice.randrange(3))),
        "review": dice.choice(["machine", "machine", "checked"]),
        "contested": dice.randrange(3),
    }
    return incident(*claims, **fields)


def fill(ledger: Ledger, dice: random.Random, count: int) -> list[Claim]:
    """Fill a ledger with so many incidents of one or two claims each, and two series; return the claims."""
    lines: list[Line] = many(count)
    ledger.add(lines)
    claims = [line for line in lines if isinstance(line, Claim)]
    with ledger.deriving() as derivation:
        derivation.put([*(made(dice, [claim.id]) for claim in claims[2:]), *(series(one.id) for one in claims[:2])])
    return claims


def box(dice: random.Random) -> Box:
    """Return a box, one in three across the antimeridian, some without width."""
    south, north = sorted((dice.uniform(-90, 90), dice.uniform(-90, 90)))
    west, east = dice.choice([(dice.uniform(-180, 180), dice.uniform(-180, 180)), (170.0, -170.0), (180.0, -180.0)])
    return Box(west=west, south=south, east=east, north=north)


def query(dice: random.Random, names: Sequence[str]) -> Query:
    """Return a query of up to four filters, in any order, for any page."""
    one = Query(
        since=_moment(dice),
        until=_moment(dice),
        box=box(dice),
        country=dice.choice(["SY", "YE", "XX"]),
        kind=dice.choice(KINDS),
        party=dice.choice(["ARDANIA-army", "the Army", "straße FRONT", "afp", "reuters", "nobody"]),
        grade=dice.choice(GRADES),
        harm=dice.choice(HARMS),
        text=dice.choice(["day 1", "SHELLS", "2 fell", "nowhere", " . "]),
        contested=dice.random() < 0.5,
        review=dice.choice(["machine", "checked"]),
    )
    fields: dict[str, Any] = {name: getattr(one, name) for name in dice.sample(FILTERS, dice.randrange(5))}
    fields["order"] = dice.choice(ORDERS)
    fields["limit"] = dice.choice([None, None, 0, 3, 20])
    fields["after"] = dice.choice([None, None, dice.choice(names), "i1zz", "a"])
    return Query(**fields)


FILTERS = ("since", "until", "box", "country", "kind", "party", "grade", "harm", "text", "contested", "review")
