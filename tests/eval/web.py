"""Web pages: how much of an article's body is found, and whether its day of publication is right.

``extract-aeb`` is scored as its benchmark scores: 4-gram shingles of words, each page's counts made shares so that long
pages weigh no more than short ones; precision and recall averaged over the pages that have any to count, F1 from the
two averages; accuracy is the share of pages whose words are all right.  ``dates-htmldate`` is scored as its set's
README says: right day TP, wrong day FP, none FN; a page whose gold has no date counts against whoever reads it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from counterclaim.records import Reject
from counterclaim.reports import page
from counterclaim.reports.decode import decode
from counterclaim.reports.draft import Draft
from tests.eval.figures import Figure, bootstrap, figures_of, ratio
from tests.eval.gold import rows_file

GRAM: Final = 4
NOW: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""A fixed day, so that a figure does not change with the calendar: every page is older."""
BEST_BODY: Final = {"F1": 0.970}
BEST_DATE: Final = {"F1": 0.949, "accuracy": 0.903}

_WORD: Final = re.compile(r"\w+")
Shares = tuple[float, float, float]
"""True positives, false positives and false negatives of one page, as shares of their sum."""


def extract_aeb(gold: Path) -> list[Figure]:
    """Return precision, recall, F1 and accuracy of article bodies, with intervals over pages."""
    scored: list[Shares] = []
    exact: list[float] = []
    for row, found in _read(gold / "extract-aeb"):
        text = found.text if found is not None else ""
        scored.append(shares(row["article_body"], text))
        exact.append(float(_WORD.findall(row["article_body"]) == _WORD.findall(text)))
    statistic: dict[str, Callable[[Sequence[Shares]], float]] = {
        "F1": lambda pages: _averages(pages)[2],
        "precision": lambda pages: _averages(pages)[0],
        "recall": lambda pages: _averages(pages)[1],
    }
    figures = [
        Figure("extract-aeb", name, value(scored), len(scored), *bootstrap(scored, value), best=BEST_BODY.get(name))
        for name, value in statistic.items()
    ]
    return [
        *figures,
        Figure("extract-aeb", "accuracy", statistics.mean(exact), len(exact), *bootstrap(exact, statistics.mean)),
    ]


def dates_htmldate(gold: Path) -> list[Figure]:
    """Return accuracy, F1, precision and recall of publication days, with intervals over pages."""
    counts: list[dict[str, float]] = []
    for row, found in _read(gold / "dates-htmldate"):
        start = found.published.start if found is not None and found.published is not None else None
        day = None if start is None else start.date().isoformat()
        outcome = "fn" if day is None else "tp" if day == row["date"] else "fp"
        counts.append({"tp": 0.0, "fp": 0.0, "fn": 0.0, "n": 1.0, outcome: 1.0})
    return figures_of(
        "dates-htmldate",
        counts,
        {
            "accuracy": lambda c: ratio(c["tp"], c["n"]),
            "F1": lambda c: ratio(2 * c["tp"], 2 * c["tp"] + c["fp"] + c["fn"]),
            "precision": lambda c: ratio(c["tp"], c["tp"] + c["fp"]),
            "recall": lambda c: ratio(c["tp"], c["tp"] + c["fn"]),
        },
        best=BEST_DATE,
    )


def shares(gold: str, found: str) -> Shares:
    """Return one page's true positives, false positives and false negatives as shares of their sum.

    >>> shares("a b c d e", "a b c d x")
    (0.3333333333333333, 0.3333333333333333, 0.3333333333333333)
    """
    wanted, got = _shingles(gold), _shingles(found)
    counted = (
        float((wanted & got).total()),
        float((got - wanted).total()),
        float((wanted - got).total()),
    )
    whole = sum(counted)
    return counted if whole == 0 else (counted[0] / whole, counted[1] / whole, counted[2] / whole)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _WORD.findall(text)
    return Counter(tuple(tokens[at : at + GRAM]) for at in range(max(1, len(tokens) - GRAM + 1)) if tokens)


def _averages(pages: Sequence[Shares]) -> tuple[float, float, float]:
    precisions = [tp / (tp + fp) for tp, fp, _ in pages if tp + fp > 0]
    recalls = [tp / (tp + fn) for tp, _, fn in pages if tp + fn > 0]
    precision = statistics.mean(precisions) if precisions else 0.0
    recall = statistics.mean(recalls) if recalls else 0.0
    return precision, recall, ratio(2 * precision * recall, precision + recall)


def _read(folder: Path) -> Iterator[tuple[dict[str, Any], Draft | None]]:
    """Yield each gold row with what the page reader makes of its page, before the language is asked for.

    The rows are read with the standard library: dates that are not known stand as NaN in them, which is no JSON.
    """
    for line in rows_file(folder).read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        html = decode(gzip.decompress((folder / row["file"]).read_bytes()), page=True) or ""
        found = page.draft(html, source=row["id"], published=None, publisher=None, now=NOW)
        yield row, None if isinstance(found, Reject) else found
