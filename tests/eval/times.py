"""Expressions of time: TempEval-3 (news, TIMEX3) and WikiWars (histories, TIMEX2).

The value figures are TempEval-3's (UzZaman et al., SemEval 2013, task 1): relaxed F1 over spans that overlap, times the
share of the overlapping ones whose value is the gold's.  "DATE intervals exact" is the share of the gold's dates that
name a stretch of the calendar (a day, week, weekend, month, quarter, half, season, year, decade or century) for which
one of our overlapping expressions gives exactly that stretch of days.  The bounds of a part ("early May") are nobody's:
where either side says START, MID or END, the stretch that our value names is compared.
Nested expressions and those without a value are left out, as in the literature.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.claims import nlp
from counterclaim.claims.times import Timex, timexes
from counterclaim.claims.times.stamps import SEASONS, Stamp
from counterclaim.records import Interval
from tests.eval import gold as golds
from tests.eval.figures import Figure, f1, figures_of, ratio
from tests.eval.gold import Context
from tests.eval.reading import day

BEST: Final = {"value F1, Platinum": 0.776}
"""HeidelTime on TempEval-3's test part."""
PARTS: Final = frozenset(("START", "MID", "END"))
_STRETCH: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-W(?P<week>\d\d?)(?P<weekend>-WE)?|-Q(?P<quarter>\d)"
    r"|-H(?P<half>\d)|-(?P<season>SP|SU|FA|WI))?",
    re.ASCII,
)
_DECADE: Final = re.compile(r"(\d{3})X?", re.ASCII)
_CENTURY: Final = re.compile(r"(\d\d)(?:XX)?", re.ASCII)
_TIMEX2_SETS: Final = {"P1D": "XXXX-XX-XX", "P1W": "XXXX-WXX", "P1M": "XXXX-XX", "P1Y": "XXXX"}


class Expression(msgspec.Struct, frozen=True):
    """One annotated expression; TempEval-3 calls its value ``value``, WikiWars ``val``."""

    start: int
    end: int
    type: str | None = None
    value: str | None = None
    val: str | None = None
    mod: str | None = None
    nested: bool = False


class Document(msgspec.Struct, frozen=True):
    """One document; ``dct`` is when it was published, or for WikiWars when it was downloaded."""

    id: str
    dct: str
    text: str
    timexes: tuple[Expression, ...]
    partition: str | None = None


class Ours(msgspec.Struct, frozen=True):
    """One expression as we read it, its value in the set's notation."""

    start: int
    end: int
    value: str
    mod: str | None
    interval: Interval | None


def timex2(one: Timex) -> str:
    """Return a TIMEX3 value as TIMEX2 writes it: decades and centuries without X, "daily" as any day."""
    if one.type == "SET" and not one.text.lower().startswith("per "):
        return _TIMEX2_SETS.get(one.value, one.value)
    return re.sub(r"X{1,2}$", "", one.value) if re.fullmatch(r"(?:BC)?\d\dXX|(?:BC)?\d{3}X", one.value) else one.value


def stretch(value: str) -> Interval | None:
    """Return the days that a value names; None where it names no stretch of the calendar, or one that is none."""
    try:
        named = _stamp(value)
    except ValueError:
        return None
    days = named.days() if named is not None else None
    return days.interval() if days is not None else None


def _stamp(value: str) -> Stamp | None:
    if match := _CENTURY.fullmatch(value):
        return Stamp("century", int(match[1]) * 100)
    if match := _DECADE.fullmatch(value):
        return Stamp("decade", int(match[1]) * 10)
    match = _STRETCH.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    if match["month"]:
        month = int(match["month"])
        return Stamp("day", year, month, int(match["day"])) if match["day"] else Stamp("month", year, month)
    if match["week"]:
        return Stamp("weekend" if match["weekend"] else "week", year, int(match["week"]))
    if match["season"]:
        return Stamp("season", year, next(first for first, code in SEASONS.items() if code == match["season"]))
    if match["quarter"] or match["half"]:
        return Stamp("quarter" if match["quarter"] else "half", year, int(match["quarter"] or match["half"]))
    return Stamp("year", year)


def said(one: Expression) -> str | None:
    """Return an expression's value; None where it has none or stands inside another."""
    return None if one.nested else one.value or one.val


def count(document: Document, ours: Sequence[Ours]) -> dict[str, float]:
    """Return one document's hits, as sums that can be added up."""
    theirs = [(one, value) for one in document.timexes if (value := said(one))]

    def beside(one: Ours) -> list[str]:
        return [value for gold, value in theirs if one.start < gold.end and gold.start < one.end]

    met = [(one, near) for one in ours if (near := beside(one))]
    dates = [(one, days) for one, value in theirs if one.type in (None, "DATE") and (days := stretch(value))]
    return {
        "gold": len(theirs),
        "ours": len(ours),
        "gold met": sum(any(o.start < g.end and g.start < o.end for o in ours) for g, _ in theirs),
        "ours met": len(met),
        "same spans": len({(g.start, g.end) for g, _ in theirs} & {(o.start, o.end) for o in ours}),
        "values": sum(one.value.upper() in {value.upper() for value in near} for one, near in met),
        "dates": len(dates),
        "exact": sum(any(_exact(one, days, o) for o in ours) for one, days in dates),
    }


def _exact(gold: Expression, days: Interval, ours: Ours) -> bool:
    if not (ours.start < gold.end and gold.start < ours.end):
        return False
    part = gold.mod in PARTS or ours.mod in PARTS
    return (stretch(ours.value) if part else ours.interval) == days


def relaxed(sums: Mapping[str, float]) -> float:
    """Return the F1 of expressions that overlap."""
    precision, recall = ratio(sums.get("ours met", 0), sums.get("ours", 0)), ratio(sums["gold met"], sums["gold"])
    return ratio(2 * precision * recall, precision + recall)


STATISTICS: Final[dict[str, Callable[[Mapping[str, float]], float]]] = {
    "value F1": lambda sums: relaxed(sums) * ratio(sums["values"], sums["ours met"]),
    "relaxed F1": relaxed,
    "strict F1": lambda sums: f1(sums["same spans"], sums["gold"], sums["ours"]),
    "DATE intervals exact": lambda sums: ratio(sums["exact"], sums["dates"]),
}


def read(document: Document, *, timex2_notation: bool) -> list[Ours]:
    """Return our expressions of a document."""
    found = timexes(nlp.parse(document.text), day(document.dct))
    return [
        Ours(one.start, one.end, timex2(one) if timex2_notation else one.value, one.mod, one.interval) for one in found
    ]


def documents(folder: Path) -> list[Document]:
    """Return the documents of a set."""
    return golds.decode(golds.rows_file(folder), Document)


def tempeval3(context: Context) -> list[Figure]:
    """Measure TempEval-3; its test part Platinum, where it is there, by itself as well."""
    rows = documents(context.gold / "time-tempeval3")
    counts = [count(row, read(row, timex2_notation=False)) for row in rows]
    figures = figures_of("time-tempeval3", counts, STATISTICS)
    platinum = [one for row, one in zip(rows, counts, strict=True) if row.partition == "Platinum"]
    if platinum:
        alone = {f"{name}, Platinum": statistic for name, statistic in STATISTICS.items()}
        figures += figures_of("time-tempeval3", platinum, alone, best=BEST)
    return figures


def wikiwars(context: Context) -> list[Figure]:
    """Measure WikiWars."""
    rows = documents(context.gold / "time-wikiwars")
    return figures_of("time-wikiwars", [count(row, read(row, timex2_notation=True)) for row in rows], STATISTICS)
