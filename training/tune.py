"""Set what stands beside the weights, on reports held out: when to overrule the rules, what to find, what to drop."""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec
import torch

from counterclaim.claims.context import Context
from counterclaim.claims.told import marked_up
from counterclaim.claims.trained.candidates import ROLES
from counterclaim.claims.trained.reader import read
from counterclaim.claims.trained.weights import Settings, load
from counterclaim.records import Report
from tests.eval.claims import FIELDS, Document, figures, flat_rows, pairs
from tests.eval.reading import report as as_report

NEVER: Final = 2.0
"""A margin that no answer reaches: the rules' answer always stands."""
MARGINS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, NEVER)
NOTHING: Final = 99.0
"""A logit that no word reaches: nothing is found but by the rules."""
FINDS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, NOTHING)
DROPS: Final = (-99.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0)
_DRAWS: Final = 1000
OPEN: Final = Settings(
    name="model@1",
    sha256={},
    margins=dict.fromkeys(ROLES, 0.2),
    finds=1.0,
    alone=1.0,
    drops=-99.0,
    calibration=(1.0, 0.0),
)


@dataclass(frozen=True, slots=True)
class Fold:
    """Weights, and the coded reports that they were not trained on."""

    folder: Path
    rows: Sequence[Mapping[str, Any]]
    coded: Mapping[str, Sequence[dict[str, Any]]]


class Bench:
    """Reads the held-out reports under any settings; parsing is done once."""

    def __init__(self, folds: Iterable[Fold], scorer: ModuleType) -> None:
        self.scorer = scorer
        self._folds = list(folds)
        self._marked: dict[str, tuple[Report, Context]] = {}
        for fold in self._folds:
            for row in fold.rows:
                report = as_report(
                    row["id"], row["text"], published=row["published"], publisher=row["publisher"], title=row["title"]
                )
                self._marked[row["id"]] = (report, marked_up(report))

    def predicted(self, settings: Settings, *, rules: bool = True) -> dict[str, list[dict[str, Any]]]:
        """Return the flat claims of every held-out report, each with its score."""
        made: dict[str, list[dict[str, Any]]] = {}
        for fold in self._folds:
            loaded = load(fold.folder)
            model = type(loaded)(settings, loaded.session, loaded.tokenizer, loaded.heads)
            for row in fold.rows:
                report, ctx = self._marked[row["id"]]
                reading = read(report, ctx, model, settings.name, rules=rules)
                made[row["id"]] = [
                    flat | {"score": one.score}
                    for flat, one in zip(flat_rows(report, reading), reading.claims, strict=True)
                ]
        return made

    def scored(self, settings: Settings) -> list[tuple[float, bool]]:
        """Return each claim's score, and whether a coder found it too."""
        made: list[tuple[float, bool]] = []
        for id_, claims in self.predicted(settings).items():
            hits = {pair.predicted for pair in pairs(self.scorer, self.gold[id_], claims, self.texts[id_])}
            made += [(float(one["score"]), i in hits) for i, one in enumerate(claims)]
        return made

    @property
    def documents(self) -> dict[str, Document]:
        """The held-out documents, by report."""
        return {id_: Document(id_, text) for id_, text in self.texts.items()}

    @property
    def gold(self) -> dict[str, Sequence[dict[str, Any]]]:
        """The coders' claims, by report."""
        return {id_: claims for fold in self._folds for id_, claims in fold.coded.items()}

    @property
    def texts(self) -> dict[str, str]:
        """The texts, by report."""
        return {id_: report.text for id_, (report, _) in self._marked.items()}

    def counts(self, settings: Settings, *, rules: bool = True) -> list[Counter[str]]:
        """Return what the scorer counts in each held-out report."""
        made = self.predicted(settings, rules=rules)
        return [
            Counter(self.scorer.score({i: {"claims": c}}, {i: {"claims": made[i]}}, {i: self.texts[i]})[0])
            for i, c in self.gold.items()
        ]


def shares(counts: Iterable[Counter[str]]) -> dict[str, float]:
    """Return the figures that settings are chosen by."""
    totals: Counter[str] = sum(counts, Counter())
    both = max(totals["gold"] + totals["predicted"], 1)
    found = 2 * totals["pairs"] / both
    fields = sum(totals[name] for name in FIELDS) / (len(FIELDS) * max(totals["pairs"], 1))
    named = {name: totals[name] / max(totals["pairs"], 1) for name in FIELDS}
    return named | {"found": found, "complete": 2 * totals["complete"] / both, "joint": found * fields}


class Bin(msgspec.Struct, frozen=True):
    """Claims of like score: how many, their mean score, and the share that a coder found too."""

    claims: int
    score: float
    right: float


class Measured(msgspec.Struct, frozen=True):
    """What the held-out reports tell of a model: the figures of three makers, and how far its scores can be trusted."""

    settings: Settings
    rows: tuple[dict[str, Any], ...]
    """One a figure: maker, figure, value, low, high (95 %, whole reports drawn)."""
    bins: tuple[Bin, ...]


def tuned(folds: Sequence[Fold], scorer: ModuleType) -> Measured:
    """Return the settings that read the held-out reports best, and the figures they give.

    They are chosen on the reports that they are then measured on: a dozen numbers, so that the figures flatter little.
    """
    bench = Bench(folds, scorer)
    by_rules = best = msgspec.structs.replace(OPEN, margins=dict.fromkeys(ROLES, NEVER), finds=NOTHING)

    def worth(figures: Mapping[str, float]) -> float:
        return figures["joint"] + 0.5 * figures["complete"]

    def found(figures: Mapping[str, float]) -> float:
        return figures["found"]

    for role in ROLES:
        best = _surest(bench, best, [_with_margin(best, role, margin) for margin in MARGINS], worth)
    best = _surest(bench, best, [msgspec.structs.replace(best, drops=drops) for drops in DROPS], found)
    best = _surest(bench, best, [msgspec.structs.replace(best, finds=finds) for finds in FINDS], found)
    scored = bench.scored(best)
    best = msgspec.structs.replace(best, calibration=_calibrated(scored))
    freely = [msgspec.structs.replace(best, alone=finds) for finds in FINDS if finds < NOTHING]
    best = max(freely, key=lambda one: found(shares(bench.counts(one, rules=False))))
    rows = [
        {"maker": maker, "figure": one.figure, "value": one.value, "low": one.low, "high": one.high}
        for maker, made in (
            ("rules", bench.predicted(by_rules)),
            ("default", bench.predicted(best)),
            ("model", bench.predicted(best, rules=False)),
        )
        for one in figures("held out", bench.scorer, bench.documents, bench.gold, made)
        if ":" not in one.figure
    ]
    return Measured(best, tuple(rows), _bins(bench.scored(best)))


def _with_margin(settings: Settings, role: str, margin: float) -> Settings:
    return msgspec.structs.replace(settings, margins=settings.margins | {role: margin})


def _surest(
    bench: Bench, now: Settings, tried: Sequence[Settings], worth: Callable[[Mapping[str, float]], float]
) -> Settings:
    """Return the settings worth most, or those of now where chance alone may have made the others better.

    Others must be worth more in 19 of 20 draws of the held-out reports: the best of eight is often the luckiest.
    """
    counts = [bench.counts(one) for one in tried]
    for one, found in zip(tried, counts, strict=True):
        print(f"{one.margins} finds {one.finds} drops {one.drops}: {_shown(shares(found))}", file=sys.stderr)
    best = max(range(len(tried)), key=lambda i: worth(shares(counts[i])))
    before, after, dice = bench.counts(now), counts[best], random.Random(0)
    won = 0
    for _ in range(_DRAWS):
        drawn = dice.choices(range(len(before)), k=len(before))
        won += worth(shares(after[i] for i in drawn)) > worth(shares(before[i] for i in drawn))
    sure = won >= 0.95 * _DRAWS
    print(f"better in {won} of {_DRAWS} draws: {'taken' if sure else 'left'}", file=sys.stderr)
    return tried[best] if sure else now


def _shown(figures: Mapping[str, float]) -> str:
    return " ".join(f"{name} {value:.3f}" for name, value in figures.items())


def _calibrated(scored: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and offset by which a telling's logit becomes that of its being found by a coder (Platt 1999)."""
    shares = torch.tensor([min(max(score, 0.005), 0.995) for score, _ in scored])
    logits, right = torch.logit(shares), torch.tensor([float(hit) for _, hit in scored])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    steps = torch.optim.LBFGS([line], max_iter=100)

    def closure() -> float:
        steps.zero_grad()
        lost = torch.nn.functional.binary_cross_entropy_with_logits(line[0] * logits + line[1], right)
        lost.backward()
        return float(lost.detach())

    steps.step(closure)
    slope, offset = line.detach().tolist()
    return round(slope, 4), round(offset, 4)


def _bins(scored: Sequence[tuple[float, bool]], many: int = 8) -> tuple[Bin, ...]:
    """Return equally large groups of claims, by score."""
    ordered = sorted(scored)
    cuts = [len(ordered) * i // many for i in range(many + 1)]
    groups = [ordered[low:high] for low, high in itertools.pairwise(cuts) if high > low]
    return tuple(
        Bin(len(one), sum(score for score, _ in one) / len(one), sum(hit for _, hit in one) / len(one))
        for one in groups
    )
