"""Clusterings, measured: pairs that are rightly together, and B3; each figure with its interval.

Things are counted by cell (gold label, made label), never pair by pair: a million things take a second.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.eval.figures import ROUNDS, Figure, f1, figures_of, ratio


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is clustered: a document, or a claim of a document.

    ``unit`` is what is drawn for the interval (its document); ``gold`` and ``made`` are the names of its clusters, None
    where it stands alone.
    """

    unit: str
    gold: str | None
    made: str | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs are together: in both clusterings, in the gold one, in the made one."""

    both: float
    gold: float
    made: float

    @property
    def precision(self) -> float:
        """The share of the made pairs that are right."""
        return ratio(self.both, self.made)

    @property
    def recall(self) -> float:
        """The share of the gold pairs that were made."""
        return ratio(self.both, self.gold)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return f1(self.both, self.gold, self.made)


_Cell = tuple[Mapping[str, int], ...]
"""How many things each unit has in each cluster, cluster by cluster."""


def _cells(labels: Iterable[tuple[str, object]]) -> _Cell:
    cells: defaultdict[object, Counter[str]] = defaultdict(Counter)
    for unit, label in labels:
        if label is not None:
            cells[label][unit] += 1
    return tuple(cell for cell in cells.values() if cell.total() > 1)


def _count(cells: _Cell, weight: Mapping[str, int], within: bool) -> float:
    """Return the pairs within cells, each unit taken ``weight`` times; no pair is made of a unit and its own copy."""
    found = 0.0
    for cell in cells:
        drawn = [(weight.get(unit, 0), n) for unit, n in cell.items()]
        whole = sum(w * n for w, n in drawn)
        found += (whole * whole - sum(w * n * w * n for w, n in drawn)) / 2
        if within:
            found += sum(w * n * (n - 1) / 2 for w, n in drawn)
    return found


class Counting:
    """The things of one clustering, made ready to be counted; ``within`` False leaves out pairs inside a unit."""

    def __init__(self, things: Sequence[Thing], *, within: bool = True) -> None:
        self._within = within
        self.units = sorted({thing.unit for thing in things})
        self._gold = _cells((t.unit, t.gold) for t in things)
        self._made = _cells((t.unit, t.made) for t in things)
        self._both = _cells((t.unit, None if None in (t.gold, t.made) else (t.gold, t.made)) for t in things)

    def pairs(self, units: Iterable[str] | None = None) -> Pairs:
        """Return the pairs of the things of ``units``, each as often as it is named; of all units when None."""
        weight = Counter(self.units if units is None else units)
        both, gold, made = (_count(cells, weight, self._within) for cells in (self._both, self._gold, self._made))
        return Pairs(both, gold, made)


def chief(documents: Iterable[str], main: Mapping[str, str | None]) -> str | None:
    """Return the incident that most of the documents are chiefly about, of several the least id; None for none."""
    held = Counter(found for id_ in documents if (found := main.get(id_)) is not None)
    return min(held, key=lambda name: (-held[name], name), default=None)


STATISTICS: Final[dict[str, Callable[[Pairs], float]]] = {
    "pairwise F1": lambda pairs: pairs.f1,
    "pairwise precision": lambda pairs: pairs.precision,
    "pairwise recall": lambda pairs: pairs.recall,
}


def pair_figures(
    name: str,
    things: Sequence[Thing],
    *,
    prefix: str = "",
    within: bool = True,
    best: Mapping[str, float] | None = None,
    rounds: int = ROUNDS,
) -> list[Figure]:
    """Return F1, precision and recall of the pairs; for the intervals whole units are drawn."""
    counting = Counting(things, within=within)
    draw = random.Random(0)
    drawn = [
        counting.pairs(draw.choices(counting.units, k=len(counting.units))) for _ in range(rounds if things else 0)
    ]
    whole = counting.pairs()
    made: list[Figure] = []
    for statistic, of in STATISTICS.items():
        spread = sorted(map(of, drawn)) or [0.0]
        low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
        figure = f"{prefix}{statistic}"
        made.append(Figure(name, figure, of(whole), len(counting.units), low, high, best=(best or {}).get(statistic)))
    return made


def bcubed_counts(things: Sequence[Thing]) -> list[dict[str, float]]:
    """Return for each thing how much of its made cluster is of its kind, and how much of its kind is there.

    The measure is that of Bagga and Baldwin (1998, LREC workshop on linguistic coreference): its means are B3.
    """
    gold, made = Counter(t.gold for t in things), Counter(t.made for t in things)
    both = Counter((t.gold, t.made) for t in things)
    counts: list[dict[str, float]] = []
    for thing in things:
        alone = thing.gold is None or thing.made is None
        shared = 1 if alone else both[thing.gold, thing.made]
        in_made = 1 if thing.made is None else made[thing.made]
        in_gold = 1 if thing.gold is None else gold[thing.gold]
        counts.append({"n": 1.0, "p": shared / in_made, "r": shared / in_gold})
    return counts


def bcubed_figures(
    name: str, things: Sequence[Thing], *, prefix: str = "", best: Mapping[str, float] | None = None
) -> list[Figure]:
    """Return B3: F1, precision and recall."""

    def both(sums: Mapping[str, float]) -> float:
        precision, recall = ratio(sums["p"], sums["n"]), ratio(sums["r"], sums["n"])
        return ratio(2 * precision * recall, precision + recall)

    return figures_of(
        name,
        bcubed_counts(things),
        {
            f"{prefix}B3 F1": both,
            f"{prefix}B3 precision": lambda sums: ratio(sums["p"], sums["n"]),
            f"{prefix}B3 recall": lambda sums: ratio(sums["r"], sums["n"]),
        },
        best={f"{prefix}{key}": value for key, value in (best or {}).items()},
    )
