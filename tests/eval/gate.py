"""The relevance gate: which share of claims passes it, how much general news does, and how fast it is on one core.

Claims: those of ``claims``, which the gate was not trained on; a claim passes with its report.  General news, neither
part trained on: the article bodies of ``extract-aeb`` (news sites and blogs of the whole web), and of ``polnear`` the
political articles that its authors do not mark as conflict.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from counterclaim.pipeline.gate import PARTED, score, turned_away
from counterclaim.records import Report
from tests.eval.figures import Figure, figures_of, ratio, worse_is_more
from tests.eval.gold import Context, rows_file
from tests.eval.reading import report

NAME: Final = "claims"
ROUNDS: Final = 3


def measure(context: Context) -> list[Figure]:
    """Return the share of claims that pass, of general news that does, and reports weighed a second."""
    gold = context.gold
    coded = {row["id"]: len(row["claims"]) for row in _rows(gold / NAME / "gold.jsonl")}
    claims = [
        {"claims": coded[row["id"]], "passed": coded[row["id"]] * _passes(_report(row))}
        for row in _rows(gold / NAME / "docs.jsonl")
    ]
    pages = [report(row["id"], row["article_body"]) for row in _rows(rows_file(gold / "extract-aeb"))]
    political = [_report(row) for row in _rows(rows_file(gold / "polnear")) if not row["conflict_doc"]]
    (kept,) = figures_of("gate", claims, {"claims that pass": lambda sums: ratio(sums["passed"], sums["claims"])})
    return [
        kept,
        _passing("general news that passes (extract-aeb)", pages),
        _passing("political news that passes (polnear)", political),
        _speed([*pages, *political]),
    ]


def _rows(path: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def _report(row: dict[str, Any]) -> Report:
    return msgspec.structs.replace(report(row["id"], row["text"]), title=row["title"])


def _passes(one: Report) -> bool:
    return turned_away(one, PARTED) is None


def _passing(name: str, reports: Sequence[Report]) -> Figure:
    counts = [{"all": 1.0, "passed": float(_passes(one))} for one in reports]
    (figure,) = figures_of("gate", counts, {name: lambda sums: ratio(sums["passed"], sums["all"])})
    return worse_is_more(figure)


def _speed(reports: Sequence[Report]) -> Figure:
    rates: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for one in reports:
            score(one)
        rates.append(len(reports) / (time.perf_counter() - began))
    return Figure("gate", "reports a second on one core", max(rates), len(reports), min(rates), max(rates))
