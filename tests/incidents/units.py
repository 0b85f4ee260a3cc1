"""Made-up units of fusion, and strategies for what they may say, for the tests of fusion."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from counterclaim.incidents.about import About, about
from counterclaim.incidents.facts import Facts, Figure, Spot
from counterclaim.incidents.item import Item
from counterclaim.incidents.unit import Unit, units
from counterclaim.incidents.words import family
from counterclaim.records import Interval, Kind, Report
from tests.incidents.telling import place, said

SARHUM: Final = place("Sarhum", 35.10, 36.70, 3_000)
NEXT_DOOR: Final = place("Kafr Dall", 35.12, 36.73, 3_000)
FAR: Final = place("Umm Tulul", 33.20, 38.90, 3_000)


def happening(number: int, item: Item) -> Item:
    """Return a claim about the happening of that number in its report."""
    return dataclasses.replace(item, claim=msgspec.structs.replace(item.claim, happening=number))


def unit(who: str | None = "Tisa Observatory", figures: str = "", **fields: Any) -> Unit:
    """Return the unit of one claim, as :func:`tests.incidents.telling.said` makes it."""
    (made,) = units([said(who, figures, **fields)])
    return made


def told(title: str, text: str, *, ref: str = "r1", day: int | None = 15) -> Report:
    """Return a report of April 2017, or of an unknown day."""
    when = None if day is None else Interval.day(dt.date(2017, 4, day))
    return Report(
        id=ref, ref=ref, capture=None, url=None, publisher="Daily Northern", title=title, text=text,
        language="en", published_at=when,
    )  # fmt: skip


_ABOUT: Final = about(told("Bakery of Sarhum hit", "Haydar Munif, 41, saw the bakery of Sarhum burn beside Kafr Dall."))
_KIN: Final = about(told("Blast at bakery", "The bakery of Sarhum burns, says Haydar Munif, and so does Kafr Dall."))
_OTHER: Final = about(told("Flood", "Water rose in Umm Tulul, where Rasha Obeid, 19, kept a shop of radios."))
ABOUTS: Final[Sequence[About | None]] = (None, _ABOUT, _KIN, _OTHER)
KINDS: Final[Sequence[Kind]] = ("bombing", "suicide_attack", "killing", "air_strike", "battle", "arrest", "abduction")
_TOLLS: Final = ("", "43 people killed", "45+ people killed", "126 people killed", "6 people killed")
_NAMES: Final = ("haydar", "munif", "kafr", "dall")
_DAY: Final = dt.date(2017, 4, 15).toordinal()


def _spot(name: str, lat_deg: float, lon_deg: float, radius_m: float, *, point: bool = True) -> Spot:
    words = frozenset({name.casefold()})
    return Spot(name, lat_deg if point else None, lon_deg if point else None, radius_m, f"g:{name}", words)


_SPOTS: Final = (
    _spot("Sarhum", 35.10, 36.70, 3_000),
    _spot("Dall", 35.12, 36.73, 3_000),
    _spot("Harvan", 35.4, 36.9, 20_000),
    _spot("Tulul", 33.20, 38.90, 3_000),
    _spot("Northern province", 35.5, 36.6, 80_000),
    _spot("Nowhere", 0, 0, 60_000, point=False),
)


def _some(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=3)


def _days(first: int, width: int) -> tuple[int, int]:
    return _DAY + first, _DAY + first + width


_windows = st.builds(_days, st.integers(0, 6), st.sampled_from((1, 2, 4, 30)))
_days_said = st.builds(_days, st.integers(0, 6), st.sampled_from((1, 2)))
_told_on = st.integers(_DAY, _DAY + 20)
_figures = st.builds(
    Figure,
    harm=st.sampled_from(("killed", "wounded")),
    who=st.sampled_from(("people", "civilians", "children", "women")),
    low=st.sampled_from((0, 1, 3, 10, 12, 20, 40, 90)),
    high=st.none() | st.just(99),
)


@st.composite
def facts(draw: st.DrawFn, *, known: bool = False) -> Facts:
    """Draw what a telling may say; ``known``: its day, country and publication are said."""
    kind = draw(st.sampled_from(KINDS))
    kin: list[Kind] = [other for other in KINDS if family(other) == family(kind)]
    days = draw(_days_said if known else st.none() | _windows)
    return Facts(
        first=draw(st.sampled_from("abcd")),
        family=family(kind),
        kinds=frozenset[Kind]({kind, draw(st.sampled_from(kin))}),
        days=days,
        country=draw(st.sampled_from(("SY", "SY", "IQ") if known else (None, "SY", "IQ"))),
        spots=tuple(draw(st.lists(st.sampled_from(_SPOTS), max_size=3, unique=True))),
        actors=draw(_some(("army", "rebels", "ISIS"))),
        targets=draw(_some(("army", "rebels", "civilians"))),
        aims=draw(_some(("bakery", "mosque", "bridge"))),
        figures=tuple(draw(st.lists(_figures, max_size=4, unique=True))),
        names=draw(_some(_NAMES)),
        words=draw(_some(("flour", "queue", "dawn", "oven"))),
        window=days or draw(st.none() | _windows),
        told_on=draw(_told_on if known else st.none() | _told_on),
        about=draw(st.sampled_from(ABOUTS)),
    )


_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Facts))


@st.composite
def pairs(draw: st.DrawFn, *, known: bool = False) -> tuple[Facts, Facts]:
    """Draw two tellings that differ in a few things; ``known``: of both the day, country and publication are said."""
    one, other = draw(facts(known=known)), draw(facts(known=known))
    kept = draw(st.lists(st.sampled_from(_FIELDS), max_size=4, unique=True))
    changed = {name: getattr(other, name) for name in kept}
    if "kinds" in changed or "family" in changed:
        changed |= {"kinds": other.kinds, "family": other.family}
    if "days" in changed or "window" in changed:
        changed |= {"days": other.days, "window": other.window}
    return one, dataclasses.replace(one, **changed)


@st.composite
def stories(draw: st.DrawFn) -> list[Unit]:
    """Draw units of some reports, many of which may be about one happening; some are totals, some withdrawn."""
    made: list[Unit] = []
    for i in range(draw(st.integers(1, 7))):
        items = [
            happening(
                k,
                said(
                    draw(st.sampled_from(("Tisa Observatory", None, "White Helmets"))),
                    draw(st.sampled_from(_TOLLS)),
                    report=f"r{i}",
                    published=draw(st.sampled_from((None, "15", "16", "19"))),
                    kind=draw(st.sampled_from(("bombing", "suicide_attack", "killing", "arrest", "conflict_toll"))),
                    scope=draw(st.sampled_from(("event", "event", "event", "total"))),
                    actors=draw(st.sampled_from(("", "ISIS", "Syrian army"))),
                    targets=draw(st.sampled_from(("", "the bakery", "Syrian army"))),
                    places=draw(st.sampled_from(((), (SARHUM,), (SARHUM,), (NEXT_DOOR,), (FAR,)))),
                    when=draw(st.sampled_from((None, "15", "15", "15-16", "19"))),
                    carried="withdrawn" if draw(st.integers(0, 5)) == 0 else "live",
                    start=100 * k,
                ),
            )
            for k in range(draw(st.integers(1, 2)))
        ]  # fmt: skip
        made += units(items)
    return made
