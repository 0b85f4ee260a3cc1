"""Reading, measured: every figure of the gold data's own scorer, by kind, and the report that repeats itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec

from counterclaim.publish.flat import flat
from counterclaim.records import Reading, Report
from tests.eval import gold as golds
from tests.eval.figures import Figure, f1, figures_of, ratio, total, worse_is_more
from tests.eval.gold import Context, MissingGoldError
from tests.eval.reading import readings, report

Row = Mapping[str, Any]
Counts = Mapping[str, float]
FIELDS: Final = ("stance", "claimant", "actor", "target", "place", "date", "toll")
ENOUGH: Final = 10
"""Gold claims of a kind from which the macro figure counts it, as the scorer says."""
LINE: Final = 40
"""A line of at least so many characters that stands earlier in the text too is a repeat, not a coincidence."""
BEST: Final = {
    "found": 0.961, "macro": 0.986, "stance": 1.0, "claimant": 1.0, "attributed": 1.0, "actor": 0.962,
    "target": 0.845, "place": 0.873, "date": 0.884, "toll": 1.0, "toll_items": 0.938, "complete": 0.588, "joint": 0.901,
}  # fmt: skip
"""Two independent coders, one scored against the other: the ceiling."""


class Document(msgspec.Struct, frozen=True):
    """A gold document; fields that measuring does not need are left out."""

    id: str
    text: str
    publisher: str | None = None
    published: str | None = None
    title: str | None = None


class Coded(msgspec.Struct, frozen=True):
    """The gold claims of one document, as plain rows for the scorer."""

    id: str
    claims: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim, the predicted claim that stands for it, and how right each field is (0..1)."""

    gold: int
    predicted: int
    right: Mapping[str, float]


def pairs(scorer: ModuleType, gold: Sequence[Row], predicted: Sequence[Row], text: str) -> list[Pair]:
    """Return the scorer's one-to-one pairs, which it counts but does not hand out."""
    spans = [[scorer.spans(claim, text) for claim in side] for side in (gold, predicted)]
    candidates: list[tuple[float, int, int, dict[str, float]]] = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            if g["kind"] == p["kind"] and scorer.overlap(spans[0][i], spans[1][j]):
                right: dict[str, float] = scorer.fields_right(g, p)
                candidates.append((sum(right.values()), -i, -j, right))
    taken: list[Pair] = []
    for _, i, j, right in sorted(candidates, key=lambda c: c[:3], reverse=True):
        if all(-i != pair.gold and -j != pair.predicted for pair in taken):
            taken.append(Pair(-i, -j, right))
    return taken


def repeats(text: str) -> list[tuple[int, int]]:
    """Return the lines that say word for word what an earlier line says, as ranges of the text.

    Told here from the text alone, not by the reader's own finding of repeats: that one is what is measured.
    """
    seen: set[str] = set()
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if len(line) >= LINE:
            if line in seen:
                found.append((at, at + len(line)))
            seen.add(line)
        at += len(line) + 1
    return found


def count(scorer: ModuleType, document: Document, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
    """Return everything the figures need to know about one document, as sums that can be added up."""
    one: dict[str, Any] = {document.id: {"claims": gold}}
    totals, kinds, _ = scorer.score(one, {document.id: {"claims": predicted}}, {document.id: document.text})
    counts: dict[str, float] = {name: float(value) for name, value in totals.items()}
    for kind, per in kinds.items():
        for name, value in per.items():
            counts[f"{kind}:{name}"] = float(value)
    for pair in pairs(scorer, gold, predicted, document.text):
        want = gold[pair.gold].get("country")
        if want:
            counts["country_gold"] = counts.get("country_gold", 0) + 1
            counts["country"] = counts.get("country", 0) + (predicted[pair.predicted].get("country") == want)
    return counts


def _found(sums: Counts, prefix: str = "") -> float:
    hits, gold, predicted = (sums.get(f"{prefix}{name}", 0.0) for name in ("pairs", "gold", "predicted"))
    return f1(hits, gold, predicted)


def _complete(sums: Counts, prefix: str = "") -> float:
    hits, gold, predicted = (sums.get(f"{prefix}{name}", 0.0) for name in ("complete", "gold", "predicted"))
    return f1(hits, gold, predicted)


def gains(name: str, now: Mapping[str, Counts], before: Mapping[str, Counts]) -> list[Figure]:
    """Return what a maker finds more than the rules, measured on the same documents in every resample."""
    both = [{**now[id_], **{f"rules:{key}": value for key, value in before[id_].items()}} for id_ in now]
    return figures_of(
        name,
        both,
        {
            "gain over rules: found": lambda sums: _found(sums) - _found(sums, "rules:"),
            "gain over rules: complete": lambda sums: _complete(sums) - _complete(sums, "rules:"),
        },
    )


def _per_pair(name: str) -> Callable[[Counts], float]:
    return lambda sums: ratio(sums.get(name, 0.0), sums.get("pairs", 0.0))


def _per(name: str, of: str) -> Callable[[Counts], float]:
    return lambda sums: ratio(sums.get(name, 0.0), sums.get(of, 0.0))


def statistics(kinds: Iterable[str], many: Sequence[str]) -> dict[str, Callable[[Counts], float]]:
    """Return every figure as a function of summed counts; ``many`` are the kinds the macro figure is the mean of.

    Those kinds stay the same in each resample: else the figure would average other things each time.
    """
    made: dict[str, Callable[[Counts], float]] = {
        "found": _found,
        "macro": lambda sums: ratio(sum(_found(sums, f"{kind}:") for kind in many), len(many)),
        "precision": _per("pairs", "predicted"),
        "recall": _per("pairs", "gold"),
        "stance": _per_pair("stance"),
        "claimant": _per_pair("claimant"),
        "attributed": _per("attributed", "attributed_pairs"),
        "actor": _per_pair("actor"),
        "target": _per_pair("target"),
        "place": _per_pair("place"),
        "country": _per("country", "country_gold"),
        "date": _per_pair("date"),
        "toll": _per_pair("toll"),
        "toll_items": lambda s: f1(s.get("toll_hits", 0), s.get("toll_gold", 0), s.get("toll_predicted", 0)),
        "killed": _per_pair("killed"),
        "complete": lambda s: f1(s.get("complete", 0), s.get("gold", 0), s.get("predicted", 0)),
        "joint": lambda s: _found(s) * ratio(sum(s.get(f, 0.0) for f in FIELDS), len(FIELDS) * s.get("pairs", 0.0)),
    }
    for kind in kinds:
        made[f"found:{kind}"] = _found_kind(kind)
    return made


def _found_kind(kind: str) -> Callable[[Counts], float]:
    return lambda sums: _found(sums, f"{kind}:")


def figures(
    name: str,
    scorer: ModuleType,
    documents: Mapping[str, Document],
    gold: Mapping[str, Sequence[Row]],
    predicted: Mapping[str, Sequence[Row]],
) -> list[Figure]:
    """Return every figure of a claims set; a document that nothing was predicted for counts as read and empty."""
    counted = {id_: count(scorer, documents[id_], rows, predicted.get(id_, ())) for id_, rows in gold.items()}
    sums = total(list(counted.values()))
    kinds = {key.split(":")[0]: int(value) for key, value in sums.items() if key.endswith(":gold")}
    ordered = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    many = [kind for kind in ordered if kinds[kind] >= ENOUGH]
    made = figures_of(name, list(counted.values()), statistics(ordered, many), best=BEST if name == "claims" else None)
    made = [
        replace(figure, n=kinds[figure.figure.removeprefix("found:")]) if ":" in figure.figure else figure
        for figure in made
    ]
    return made + _repeating(name, counted, documents, predicted)


def _repeating(
    name: str,
    counted: Mapping[str, Counts],
    documents: Mapping[str, Document],
    predicted: Mapping[str, Sequence[Row]],
) -> list[Figure]:
    """Measure the reports that repeat half of themselves (the report of 7 October 2015 is the model case)."""
    halves = {id_: ranges for id_ in counted if len(ranges := repeats(documents[id_].text)) >= 10}
    if not halves:
        return []
    again = 0
    for id_, ranges in halves.items():
        for claim in predicted.get(id_, ()):
            start, end = claim.get("span") or (0, 0)
            again += any(start < b and a < end for a, b in ranges)
    made = figures_of(name, [counted[id_] for id_ in halves], {"repeating report: found": _found})
    copies = Figure(name, "repeating report: claims from its copies", float(again), len(halves), again, again)
    return [*made, worse_is_more(copies)]


def load(folder: Path) -> tuple[dict[str, Document], dict[str, list[dict[str, Any]]]]:
    """Return the documents and the gold claims of a claims set, by document id."""
    documents = {document.id: document for document in golds.decode(folder / "docs.jsonl", Document)}
    gold = {coded.id: coded.claims for coded in golds.decode(folder / "gold.jsonl", Coded)}
    lost = sorted(set(gold) - set(documents))
    if lost:
        raise MissingGoldError(f"{folder}: gold without document: {', '.join(lost)}")
    return documents, gold


def flat_rows(one: Report, reading: Reading) -> list[dict[str, Any]]:
    """Return a reading's claims as the plain rows that the scorer takes."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(flat(one, reading.claims).claims)
    return rows


def measure(context: Context, name: str = "claims") -> list[Figure]:
    """Read the set's documents and return every figure; print the misses a developer asked for."""
    documents, gold = load(context.gold / name)
    scorer = golds.scorer("score_claims", context.gold)
    asked = [documents[id_] for id_ in gold]
    reports = [report(d.id, d.text, published=d.published, publisher=d.publisher, title=d.title) for d in asked]

    def read(maker: str) -> dict[str, list[dict[str, Any]]]:
        found = readings(reports, maker_name=maker, jobs=context.jobs, label=f"{name} by {maker}")
        return {one.ref: flat_rows(one, reading) for one, reading in zip(reports, found, strict=True)}

    predicted = read(context.maker)
    if context.misses:
        for line in misses(scorer, documents, gold, predicted, context.misses):
            print(line, file=sys.stdout)
    made = figures(name, scorer, documents, gold, predicted)
    if context.maker != "rules":
        by_rules = read("rules")
        counted, before = (
            {id_: count(scorer, documents[id_], rows, claims.get(id_, ())) for id_, rows in gold.items()}
            for claims in (predicted, by_rules)
        )
        made += gains(name, counted, before)
    return made


def measure_train(context: Context) -> list[Figure]:
    """Return the same figures on the documents the rules were learnt from: a check of progress, no measure."""
    return measure(context, "claims-train")


def misses(
    scorer: ModuleType,
    documents: Mapping[str, Document],
    gold: Mapping[str, Sequence[Row]],
    predicted: Mapping[str, Sequence[Row]],
    limit: int,
) -> Iterable[str]:
    """Yield missed and spurious claims, and wrong fields side by side, at most ``limit`` of each sort."""
    shown = {"missed": 0, "spurious": 0, "wrong": 0}
    for id_, wanted in gold.items():
        made, text = predicted.get(id_, ()), documents[id_].text
        paired = pairs(scorer, wanted, made, text)
        found = {pair.gold for pair in paired}
        used = {pair.predicted for pair in paired}
        lines = [("missed", f"{g['kind']} | {g['evidence']}") for i, g in enumerate(wanted) if i not in found]
        lines += [("spurious", f"{p['kind']} | {p['evidence']}") for j, p in enumerate(made) if j not in used]
        for pair in sorted(paired, key=lambda p: p.gold):
            g, p = wanted[pair.gold], made[pair.predicted]
            wrong = [field for field in FIELDS if pair.right[field] < 1]
            if wrong:
                fields = "".join(f"\n    {f:9} gold {g.get(f)!r}\n{'':13} made {p.get(f)!r}" for f in wrong)
                lines.append(("wrong", f"{g['kind']} | {g['evidence']}{fields}"))
        for sort, line in lines:
            shown[sort] += 1
            if shown[sort] <= limit:
                yield f"{sort:8} {id_} | {line}"
