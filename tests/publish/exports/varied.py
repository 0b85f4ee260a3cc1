"""Incidents of every sort for tests of exports: made by hand, and made by hypothesis.  Nothing here happened."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from hypothesis import strategies as st

from counterclaim import records
from counterclaim.ledger import Ledger, Query
from counterclaim.publish.exports import Export, export
from counterclaim.records import (
    Claim,
    Event,
    Figure,
    Finding,
    Grade,
    Group,
    Harm,
    Incident,
    Interval,
    PartyName,
    Place,
    Position,
    Report,
    Spread,
    Tally,
    Toll,
    Voices,
)
from counterclaim.store.opening import open_ledger
from tests import strategies
from tests.publish import derived
from tests.publish.derived import ARDANIA, CLAIMS, HARUN, OPPOSED, REPORTS, TISA
from tests.store import made as store_made

RUSSIA: Final = PartyName(name="Russian warplanes", party="ru-air-force")
SYRIA: Final = PartyName(name="Damascus", party="sy")
ARMED: Final = PartyName(name="IS militants", party="islamic-state")
HOSTILE: Final = '=HYPERLINK("http://bad.example";"x")\u202egnp.exe\x1b[31m; \'a\''


def _span(start: str, end: str) -> Interval:
    return Interval(start=dt.datetime.fromisoformat(f"{start}Z"), end=dt.datetime.fromisoformat(f"{end}Z"))


MONTH: Final = _span("2015-10-01T00", "2015-11-01T00")
YEARS: Final = _span("2015-06-01T00", "2016-06-01T00")
WEEK: Final = _span("2015-12-29T00", "2016-01-03T00")
HOUR: Final = _span("2015-10-06T22", "2015-10-07T01")
SINCE: Final = Interval(start=dt.datetime(2015, 10, 6, tzinfo=dt.UTC))
FIJI: Final = Place(
    name="Lau",
    lat_deg=-18.0,
    lon_deg=179.9,
    radius_m=90_000.0,
    country="FJ",
    precision="province",
    area_id="geonames:1",
)
POLE: Final = Place(name="the pole", lat_deg=88.0, lon_deg=10.0, radius_m=400_000.0, precision="region")
ISLE: Final = Place(
    name=HOSTILE,
    lat_deg=10.5,
    lon_deg=-180.0,
    radius_m=800.0,
    country="YE",
    precision="exact",
    gazetteer_id="geonames:7",
    alternatives=("TR", "geonames:5"),
)
LOST: Final = Place(name="Nowhere farm")

_TEXT: Final = "Strike number {} fell there and killed dozens, the Tisa Observatory said {}."


def told(number: int, *toll: Toll, stance: Any = "asserts", **event: Any) -> tuple[Report, Claim]:
    """Return a report with one claim in it."""
    text = _TEXT.format(number, HOSTILE if number % 2 else "on Monday")
    source = derived.report(f"varied-{number}", HOSTILE if number % 3 == 0 else "Example Post", 7, text, HOSTILE)
    known: dict[str, Any] = {"kind": "air_strike"} | event
    return source, derived.claim(source, text[:40], TISA, Event(toll=toll, **known), stance=stance)


def figure(claim: str, low: int, high: int | None, words: str = "", **fields: Any) -> Figure:
    """Return a figure of a claim."""
    known: dict[str, Any] = {"voice": "Tisa Observatory", "said_at": derived.day(7), "standing": "stands"} | fields
    return Figure(claim=claim, low=low, high=high, words=words or f"{low} dead", **known)


def tally(who: Any, *figures: Figure, harm: Any = "killed") -> Tally:
    """Return the range of figures, as fusion makes it."""
    stand = [one for one in figures if one.standing == "stands"]
    highs = [one.high for one in stand]
    closed = [high for high in highs if high is not None]
    return Tally(
        harm=harm,
        who=who,
        low=min((one.low for one in stand), default=None),
        high=max(closed) if stand and len(closed) == len(stand) else None,
        figures=figures,
    )


def _differ(field: Any, *values: str) -> Finding:
    positions = tuple(Position(value=value, claims=(), voices=(), origins=()) for value in values)
    return Finding(field=field, state="contested", positions=positions)


def by_hand() -> tuple[list[Report | Claim], list[Incident]]:
    """Return statements and incidents: every sort of time, place, party, toll and kind that an export must bear."""
    lines: list[Report | Claim] = [*REPORTS, *CLAIMS]
    made: list[Incident] = [OPPOSED]

    def put(stance: Any = "asserts", **fields: Any) -> Claim:
        source, claim = told(len(made), stance=stance)
        lines.extend((source, claim))
        known: dict[str, Any] = {"when": derived.day(6), "place": HARUN, "country": "SY", "origins": (source.id,)}
        known |= {"kinds": ("air_strike",), "findings": ()}
        made.append(store_made.incident(claim, **known | fields))
        return claim

    put(when=None, place=None, country=None, findings=(_differ("when", "a", "b"), _differ("places", "x", "y")))
    put(when=MONTH, place=FIJI, country="FJ", actors=(RUSSIA, SYRIA), targets=(ARMED, PartyName(name=HOSTILE)))
    put(when=YEARS, place=POLE, country=None, kinds=("battle", "shelling"), actors=(ARMED,), targets=(SYRIA,))
    put(when=WEEK, place=ISLE, country="YE", actors=(PartyName(name=HOSTILE), PartyName(name="@sum"), ARDANIA))
    put(when=HOUR, place=LOST, targets=(PartyName(name="villagers"),), actors=(SYRIA,))
    put(when=SINCE, kinds=("siege",), review="checked")
    put(kinds=("talks",), stance="intends")
    put(kinds=("protest",), stance="denies", country="XK")
    put(kinds=("displacement",), toll=(tally("people", figure("c1", 900, None), harm="displaced"),))
    put(kinds=("territory_change",), actors=(ARMED,), targets=(SYRIA,))
    put(kinds=("territory_change",), actors=(SYRIA,), place=None)
    dead = tally("people", figure("c1", 24, None, "dozens"), figure("c2", 5, 5, standing="accused", voice="Damascus"))
    put(toll=(dead,), actors=(SYRIA,), targets=(ARMED,))
    put(toll=(tally("people", figure("c1", 200, None, "hundreds of people")),), actors=(ARMED,), targets=(ARDANIA,))
    put(toll=(tally("people", figure("c1", 30_000, None, "tens of thousands", voice=None)),))
    civilians = tally("civilians", figure("c1", 7, 7), figure("c2", 3, 9, voice="Harun Clinic"))
    fighters = tally("combatants", figure("c3", 4, 4))
    put(toll=(tally("people", figure("c4", 12, 15)), civilians, fighters), actors=(SYRIA,), targets=(ARMED,))
    put(toll=(civilians, tally("women", figure("c1", 2, None))), kinds=("killing",), actors=(SYRIA,))
    put(toll=(fighters,), kinds=("killing",), actors=(ARMED,), targets=(SYRIA,))
    put(toll=(tally("people", figure("c1", 0, 0, "nobody")),))
    put(toll=(tally("people", figure("c1", 8, 8, standing="withdrawn")),))
    put(
        toll=(tally("people", figure("c1", 3, None, "", said_at=None, voice=None), harm="wounded"),),
        voices=Voices(known=0, possibly=2, names=(HOSTILE, "+1 Agency")),
        grades=(Grade(belligerent=PartyName(name="-2+3"), status="contested", grade="contested", reasons=()),),
        spread=Spread(origins=2, carriers=9),
        parts=("c9",),
    )
    return lines, made


@contextlib.contextmanager
def ledger(folder: Path, lines: Sequence[Any] | None = None, made: Sequence[Incident] = ()) -> Generator[Ledger]:
    """Hold a ledger with these incidents, or those made by hand."""
    statements, incidents = by_hand() if lines is None else (lines, made)
    with contextlib.closing(open_ledger(str(folder / "varied.db"))) as held:
        held.add(statements)
        with held.deriving() as derivation:
            derivation.put(incidents)
        yield held


def whole(held: Ledger, name: str, query: Query | None = None) -> tuple[bytes, Export]:
    """Return the bytes of an export, and the export gone through."""
    made = export(held, query or Query(), name)
    return b"".join(made.content), made


_names = strategies.words
_intervals = strategies.intervals.filter(lambda each: each.start is not None or each.end is not None)


def _a_figure(low: int, more: int, open_top: bool, **fields: Any) -> Figure:
    return figure("c1", low, None if open_top else low + more, **fields)


def _a_tally(harm: Harm, who: Group, figures: list[Figure]) -> Tally:
    return tally(who, *figures, harm=harm)


_figures = st.builds(
    _a_figure,
    st.integers(0, 999),
    st.integers(0, 99),
    st.booleans(),
    words=strategies.words,
    voice=st.none() | _names,
    standing=st.sampled_from(get_args(records.Standing)),
    said_at=st.none() | _intervals,
)
_tallies = st.builds(
    _a_tally,
    st.sampled_from(get_args(Harm)),
    st.sampled_from(get_args(Group)),
    st.lists(_figures, min_size=1, max_size=3),
)
_parties = strategies.parties | st.sampled_from([RUSSIA, SYRIA, ARMED, ARDANIA])


def _incident(number: int, **fields: Any) -> Incident:
    return store_made.incident(f"c{number}", findings=(), **fields)


incidents = st.builds(
    _incident,
    st.integers(0, 10**9),
    kinds=st.lists(st.sampled_from(get_args(records.Kind)), min_size=1, max_size=2, unique=True).map(tuple),
    when=st.none() | _intervals,
    place=st.none() | strategies.places,
    country=st.sampled_from([None, "SY", "XK", "FJ"]),
    actors=st.lists(_parties, max_size=3).map(tuple),
    targets=st.lists(_parties, max_size=3).map(tuple),
    toll=st.lists(_tallies, max_size=3, unique_by=lambda each: (each.harm, each.who)).map(tuple),
    voices=st.builds(
        Voices, known=st.integers(0, 3), possibly=st.integers(3, 9), names=st.lists(_names, max_size=3).map(tuple)
    ),
    review=st.sampled_from(get_args(records.Review)),
)
