"""Place names to coordinates: TR-News, GeoWebNews and LGL, on gold spans and end to end with our own recognition.

Gold spans are resolved without a parse: the resolver is given the text, the spans, and what a page tells besides
(title, address, publisher).  A place within 161 km of the gold's point counts as right, no answer as wrong, as the
literature does (Gritta, Pilehvar and Collier, 2019, Language Resources and Evaluation 54, section 4).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Final

import msgspec

from counterclaim.claims.geoparse.recognise import toponyms
from counterclaim.claims.geoparse.resolution import Resolution, Toponym
from counterclaim.claims.geoparse.resolve import resolve
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.nlp import parse
from counterclaim.gazetteer.packages import countries
from tests.eval import gold as golds
from tests.eval.figures import Figure, f1, figures_of, ratio
from tests.eval.gold import Context

NEAR_KM: Final = 25.0
ACC_KM: Final = 161.0
ADJECTIVES: Final = frozenset(
    ("Demonym", "Language", "Homonym", "Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit")
)
"""GeoWebNews's associative types: the name stands for people, a government or a thing, not for where something is."""
BEST: Final = {"geo-trnews": 0.873, "geo-gwn": 0.941, "geo-lgl": 0.827}
"""Mordecai 3, acc@161 km on its own parts of the sets."""


class Gold(msgspec.Struct, frozen=True):
    """One annotated place name; ``lat`` and ``lon`` in degrees, None where the annotators found no entry."""

    start: int
    end: int
    text: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    type: str | None = None

    @property
    def proper(self) -> bool:
        """Whether it is a proper name of a place: GeoWebNews annotates common nouns besides."""
        return self.type is None or not (self.type.endswith("Expression") or self.type == "Non_Toponym")


class Row(msgspec.Struct, frozen=True):
    """One article."""

    id: str
    text: str
    toponyms: tuple[Gold, ...]
    title: str | None = None
    url: str | None = None
    domain: str | None = None


@functools.cache
def _iso() -> dict[str, str]:
    """Return ISO codes by GeoNames' country names, which the gold uses."""
    return {state.name: state.country for state, _ in countries() if state.country is not None}


def _error_km(scoring: ModuleType, gold: Gold, found: Resolution | None) -> float:
    if found is None or gold.lat is None or gold.lon is None:
        return float("inf")
    error: float = scoring.km(gold.lat, gold.lon, found.lat_deg, found.lon_deg)
    return error


def gold_spans(row: Row, found: Sequence[Resolution | None], scoring: ModuleType) -> dict[str, float]:
    """Return one article's sums on gold spans: answers, hits by distance, hits by country."""
    sums = {
        "points": 0.0,
        "answered": 0.0,
        "far": 0.0,
        "near": 0.0,
        "states": 0.0,
        "state": 0.0,
        "ids": 0.0,
        "far_id": 0.0,
    }
    for gold, made in zip(row.toponyms, found, strict=True):
        if not gold.proper or gold.lat is None:
            continue
        error = _error_km(scoring, gold, made)
        same = made is not None and made.gazetteer_id == f"geonames:{gold.geonameid}"
        sums["points"] += 1
        sums["answered"] += made is not None
        sums["far"] += error <= ACC_KM
        sums["ids"] += gold.geonameid is not None
        sums["far_id"] += gold.geonameid is not None and error <= ACC_KM
        sums["near"] += same or error <= NEAR_KM
        iso = _iso().get(gold.country or "")
        if iso is not None:
            sums["states"] += 1
            sums["state"] += made is not None and made.country == iso
    return sums


def end_to_end(
    row: Row, names: Sequence[Toponym], found: Sequence[Resolution | None], scoring: ModuleType
) -> dict[str, float]:
    """Return one article's sums with our own recognition: exact spans, and spans whose place is right too."""
    gold = {(g.start, g.end): g for g in row.toponyms if g.proper}
    made = {(name.start, name.end): place for name, place in zip(names, found, strict=True)}
    pointed = {span: g for span, g in gold.items() if g.lat is not None}
    placed = {span for span, place in made.items() if place is not None}
    hits = [span for span, g in pointed.items() if _error_km(scoring, g, made.get(span)) <= ACC_KM]
    typed = [(g, span) for span, g in gold.items() if g.type is not None and span in made]
    literal = {(name.start, name.end): name.literal for name in names}
    return {
        "gold": float(len(gold)),
        "made": float(len(made)),
        "both": float(len(gold.keys() & made.keys())),
        "pointed": float(len(pointed)),
        # A name the annotators marked and found no point for is neither right nor wrong.
        "placed": float(len(placed - (gold.keys() - pointed.keys()))),
        "right": float(len(hits)),
        "typed": float(len(typed)),
        "literal": float(sum(literal[span] == (g.type not in ADJECTIVES) for g, span in typed)),
    }


STATISTICS: Final[dict[str, Callable[[Mapping[str, float]], float]]] = {
    "gold spans: acc@161 km": lambda s: ratio(s["far"], s["points"]),
    "gold spans: acc@161 km, those with an id": lambda s: ratio(s["far_id"], s["ids"]),
    "gold spans: exact or within 25 km": lambda s: ratio(s["near"], s["points"]),
    "gold spans: answered": lambda s: ratio(s["answered"], s["points"]),
    "spans: F1": lambda s: f1(s["both"], s["gold"], s["made"]),
    "spans: precision": lambda s: ratio(s["both"], s["made"]),
    "spans: recall": lambda s: ratio(s["both"], s["gold"]),
    "end to end: F1 at 161 km": lambda s: f1(s["right"], s["pointed"], s["placed"]),
    "end to end: recall at 161 km": lambda s: ratio(s["right"], s["pointed"]),
}


def setting(row: Row) -> Setting:
    """Return what the page tells besides its text."""
    return Setting(title=row.title, url=row.url, publisher=row.domain)


def resolved(row: Row) -> tuple[Resolution | None, ...]:
    """Return the places of the gold's spans."""
    names = [Toponym(g.start, g.end, g.text) for g in row.toponyms]
    return resolve(row.text, names, setting(row))


def _counts(row: Row, scoring: ModuleType) -> dict[str, float]:
    sums = gold_spans(row, resolved(row), scoring)
    names = toponyms(parse(row.text))
    return sums | end_to_end(row, names, resolve(row.text, names, setting(row)), scoring)


def _measure(name: str, context: Context) -> list[Figure]:
    rows = golds.decode(golds.rows_file(context.gold / name), Row)
    scoring = golds.scorer("scoring", context.gold)
    counts = [_counts(row, scoring) for row in rows]
    statistics = dict(STATISTICS)
    if any(count["states"] for count in counts):
        statistics["gold spans: country"] = lambda s: ratio(s["state"], s["states"])
    if any(count["typed"] for count in counts):
        statistics["literal or associative: accuracy"] = lambda s: ratio(s["literal"], s["typed"])
    return figures_of(name, counts, statistics, best={"gold spans: acc@161 km": BEST[name]})


def trnews(context: Context) -> list[Figure]:
    """Measure TR-News."""
    return _measure("geo-trnews", context)


def gwn(context: Context) -> list[Figure]:
    """Measure GeoWebNews."""
    return _measure("geo-gwn", context)


def lgl(context: Context) -> list[Figure]:
    """Measure LGL."""
    return _measure("geo-lgl", context)
