"""Gun Violence Archive: which local reports are of one shooting, and its toll, day and place.

The toll, day and place of a gold incident are looked up in the incident that holds most of its documents.  A harm of
which no claim gives a figure counts as nobody harmed: the archive counts so, and "nobody" is what a reader understands.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Final

import msgspec

from counterclaim.geo import distance_m
from counterclaim.pipeline import fused
from counterclaim.records import Harm, Incident, Line, Reading, Report, Tally
from tests.eval import gold as golds
from tests.eval.clusters import bcubed_figures, chief, pair_figures
from tests.eval.figures import Figure, bootstrap, figures_of, ratio, worse_is_more
from tests.eval.fusion import document_things
from tests.eval.gold import Context
from tests.eval.reading import readings, report

NAME: Final = "incidents-gva"
BEST: Final = {"pairwise F1": 0.663, "B3 F1": 0.912}
"""Cosine of tf-idf over whole documents, single link, within seven days, as the data's README measured it."""
HARMS: Final[dict[str, Harm]] = {"killed": "killed", "injured": "wounded"}
"""Our harms by the archive's words."""
NEAR_M: Final = 25_000.0
_ALL: Final = ("people", "civilians")
"""Groups whose figure is that of everybody harmed here; else the figures of the single groups are added up."""


class Row(msgspec.Struct, frozen=True):
    """A document; ``dct`` is its publication day."""

    id: str
    incident: str
    text: str
    title: str | None = None
    dct: str | None = None
    url: str | None = None


class Archived(msgspec.Struct, frozen=True):
    """A gold incident; ``lat`` and ``lon`` (degrees) are the city's, None where the archive has no point."""

    incident: str
    date: str
    num_killed: int
    num_injured: int
    lat: float | None = None
    lon: float | None = None


def figure(tallies: Sequence[Tally], harm: Harm) -> tuple[int, float] | None:
    """Return the range of a harm to everybody, None where no figure stands; an open top is infinite."""
    ranges = {
        tally.who: (tally.low, math.inf if tally.high is None else tally.high)
        for tally in tallies
        if tally.harm == harm and tally.low is not None
    }
    for who in _ALL:
        if who in ranges:
            return ranges[who]
    if not ranges:
        return None
    return sum(low for low, _ in ranges.values()), sum(high for _, high in ranges.values())


def told(gold: Archived, made: Incident | None) -> dict[str, float]:
    """Return what is right of one incident, as sums: 1 or 0 a question, and how many questions there were."""
    sums: dict[str, float] = {"n": 1.0, "points": float(gold.lat is not None)}
    for name, right in (("killed", gold.num_killed), ("injured", gold.num_injured)):
        stated = figure(made.toll, HARMS[name]) if made is not None else None
        low, high = stated or (0, 0.0)
        sums[f"{name} exact"] = float(made is not None and low == right)
        sums[f"{name} inside"] = float(made is not None and low <= right <= high)
        sums[f"{name} stated"] = float(stated is not None)
        sums[f"{name} stated exact"] = float(stated is not None and low == right)
    day = dt.date.fromisoformat(gold.date).toordinal()
    off = _days_off(made, day)
    sums["date exact"] = float(off == 0)
    sums["date near"] = float(off is not None and off <= 1)
    sums["date stated"] = float(off is not None)
    place = made.place if made is not None else None
    sums["place stated"] = float(gold.lat is not None and place is not None and place.lat_deg is not None)
    sums["place near"] = float(_is_near(gold, made))
    return sums


def _days_off(made: Incident | None, day: int) -> int | None:
    """Return how many days lie between the day and the incident's one day; None where it has not one day."""
    when = made.when if made is not None else None
    if when is None or when.start is None or when.end is None or when.end - when.start > dt.timedelta(days=1):
        return None
    return abs(when.start.toordinal() - day)


def _is_near(gold: Archived, made: Incident | None) -> bool:
    place = made.place if made is not None else None
    if gold.lat is None or gold.lon is None or place is None or place.lat_deg is None or place.lon_deg is None:
        return False
    return distance_m(gold.lat, gold.lon, place.lat_deg, place.lon_deg) <= NEAR_M


def widths(made: Sequence[Incident | None], harm: Harm) -> list[float]:
    """Return how wide each incident's range of a harm is, in persons; one without a figure is 0 wide."""
    ranges = [figure(one.toll, harm) if one is not None else None for one in made]
    return [0.0 if found is None else found[1] - found[0] for found in ranges]


def _of(key: str, of: str = "n") -> Callable[[Mapping[str, float]], float]:
    return lambda sums: ratio(sums[key], sums[of])


STATISTICS: Final[dict[str, Callable[[Mapping[str, float]], float]]] = {
    "killed exact": _of("killed exact"),
    "killed inside the range": _of("killed inside"),
    "killed exact, where stated": _of("killed stated exact", "killed stated"),
    "injured exact": _of("injured exact"),
    "injured inside the range": _of("injured inside"),
    "injured exact, where stated": _of("injured stated exact", "injured stated"),
    "date exact": _of("date exact"),
    "date within a day": _of("date near"),
    "date exact, where one day is stated": _of("date exact", "date stated"),
    "place within 25 km": _of("place near", "points"),
    "place within 25 km, where stated": _of("place near", "place stated"),
}


def facts(gold: Sequence[Archived], made: Sequence[Incident | None]) -> list[Figure]:
    """Return the figures of toll, day and place, for gold incidents beside the ones made for them."""
    figures = figures_of(NAME, [told(one, other) for one, other in zip(gold, made, strict=True)], STATISTICS)
    for name, harm in HARMS.items():
        wide = widths(made, harm)
        low, high = bootstrap(wide, median)
        width = Figure(NAME, f"{name}: median width of the range", median(wide or [0.0]), len(wide), low, high)
        figures.append(worse_is_more(width))
    return figures


def measure(context: Context) -> list[Figure]:
    """Return every figure of the set.  Reading its documents takes minutes."""
    folder = context.gold / NAME
    file = golds.rows_file(folder)
    rows = golds.decode(file, Row)
    archived = golds.decode(folder / f"incidents.{file.name}", Archived)
    reports = [report(row.id, row.text, published=row.dct, title=row.title, url=row.url) for row in rows]
    found = readings(reports, maker_name=context.maker, jobs=context.jobs, label=NAME)
    return figures_for(rows, archived, reports, found)


def figures_for(
    rows: Sequence[Row], archived: Sequence[Archived], reports: Sequence[Report], found: Sequence[Reading]
) -> list[Figure]:
    """Return the figures of documents that were read already."""
    lines: list[Line] = []
    for one, reading in zip(reports, found, strict=True):
        lines += [one, *reading.claims]
    result = fused(lines)
    main = {one.ref: result.main[one.id] for one in reports}
    by_id = {incident.id: incident for incident in result.incidents}
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        documents[row.incident].append(row.id)
    several = [one for one in archived if len(documents[one.incident]) > 1]
    made = [by_id.get(chief(documents[one.incident], main) or "") for one in several]
    things = document_things({row.id: row.incident for row in rows}, main)
    return [*pair_figures(NAME, things, best=BEST), *bcubed_figures(NAME, things, best=BEST), *facts(several, made)]
