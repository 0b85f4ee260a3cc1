"""A measured figure, and how sure of it one can be: the common currency of every evaluation set."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

T = TypeVar("T")
ROUNDS: Final = 1000
"""Resamples for an interval: the ends then move by less than the last digit shown from seed to seed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure of one set.

    ``value``, ``low`` and ``high`` are plain ratios (0..1) unless the figure's name says otherwise; ``n`` is the
    number of units (documents, snippets, lines) it was measured on; ``low`` to ``high`` is a 95 % interval;
    ``best`` is the best published result for the same figure, or None.
    """

    set: str
    figure: str
    value: float
    n: int
    low: float
    high: float
    higher_is_better: bool = True
    best: float | None = None


def bootstrap(
    units: Sequence[T], statistic: Callable[[Sequence[T]], float], *, rounds: int = ROUNDS, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % percentile interval of ``statistic`` when whole units (documents) are drawn with replacement.

    Sentences of one report resemble each other, so that resampling anything smaller than a document would make
    the interval look narrower than it is.  The same seed gives the same interval.  (0, 0) without units.
    """
    if not units:
        return 0.0, 0.0
    draw = random.Random(seed)
    values = sorted(statistic(draw.choices(units, k=len(units))) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[min(int(0.975 * rounds), rounds - 1)]


def total(counts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the sums, key by key, of the documents' counts."""
    sums: dict[str, float] = {}
    for count in counts:
        for name, value in count.items():
            sums[name] = sums.get(name, 0.0) + value
    return sums


def f1(hits: float, gold: float, predicted: float) -> float:
    """Return the harmonic mean of precision and recall; 0 when there is nothing on either side."""
    return 2 * hits / (gold + predicted) if gold + predicted else 0.0


def ratio(hits: float, of: float) -> float:
    """Return the share ``hits / of``; 0 of nothing is 0."""
    return hits / of if of else 0.0


def figures_of(
    name: str,
    counts: Sequence[Mapping[str, float]],
    statistics: Mapping[str, Callable[[Mapping[str, float]], float]],
    *,
    best: Mapping[str, float] | None = None,
    rounds: int = ROUNDS,
) -> list[Figure]:
    """Return one figure for each statistic of the documents' summed counts, all from the same resamples."""
    sums = total(counts)
    keys = sorted(sums)
    index = {key: at for at, key in enumerate(keys)}
    rows = [tuple((index[key], value) for key, value in count.items() if value) for count in counts]
    drawn: dict[str, list[float]] = {key: [] for key in statistics}
    draw = random.Random(0)
    for _ in range(rounds if counts else 0):
        column = [0.0] * len(keys)
        for row in draw.choices(rows, k=len(rows)):
            for at, value in row:
                column[at] += value
        sample = dict(zip(keys, column, strict=True))
        for key, statistic in statistics.items():
            drawn[key].append(statistic(sample))
    figures: list[Figure] = []
    for key, statistic in statistics.items():
        spread = sorted(drawn[key]) or [0.0]
        low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
        figures.append(Figure(name, key, statistic(sums), len(counts), low, high, best=(best or {}).get(key)))
    return figures


def worse_is_more(figure: Figure) -> Figure:
    """Return the figure marked as one where less is better (false alarms, wrong assertions)."""
    return replace(figure, higher_is_better=False)
