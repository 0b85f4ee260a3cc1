"""ECB+, its topics of violence: two incidents of one kind a topic, told by a dozen reports each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from tests.eval import gold as golds
from tests.eval.clusters import Thing, bcubed_figures, pair_figures
from tests.eval.figures import Figure, figures_of, ratio, worse_is_more
from tests.eval.fusion import document_things, of_readings
from tests.eval.gold import Context
from tests.eval.reading import readings, report

NAME: Final = "cluster-ecbplus"
TOPICS: Final = frozenset(("8", "12", "18", "19", "33", "41"))
BEST: Final = {"pairwise F1": 0.79, "B3 F1": 0.875}
"""Cosine of tf-idf over whole documents, single link, on these topics, as the data's README measured it."""


class Row(msgspec.Struct, frozen=True):
    """A document; the annotations inside it are not needed here."""

    id: str
    topic: str
    cluster: str
    text: str
    url: str | None = None


def wrongly_merged(things: Sequence[Thing], topic_of: Mapping[str, str]) -> list[dict[str, float]]:
    """Return for each topic how many pairs of documents from different clusters there are, and are merged.

    Each topic is a unit; ``topic_of`` leads from a thing's unit to its topic.
    """
    topics: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        topics[topic_of[thing.unit]].append(thing)
    return [
        {
            "cross": _pairs([""] * len(topic)) - _pairs([t.gold for t in topic]),
            "merged": _pairs([t.made for t in topic]) - _pairs([t.made and (t.gold, t.made) for t in topic]),
        }
        for _, topic in sorted(topics.items())
    ]


def _pairs(labels: Sequence[object]) -> float:
    """Return how many pairs have one label; None is no label."""
    sizes = Counter(label for label in labels if label is not None)
    return sum(n * (n - 1) / 2 for n in sizes.values())


def measure(context: Context) -> list[Figure]:
    """Return every figure of the set."""
    rows = [row for row in golds.decode(golds.rows_file(context.gold / NAME), Row) if row.topic in TOPICS]
    reports = [report(row.id, row.text, url=row.url) for row in rows]
    found = readings(reports, maker_name=context.maker, jobs=context.jobs, label=NAME)
    things = document_things({row.id: row.cluster for row in rows}, of_readings(reports, found).of_document)
    (wrong,) = figures_of(
        NAME,
        wrongly_merged(things, {row.id: row.topic for row in rows}),
        {"pairs of different clusters merged": lambda sums: ratio(sums["merged"], sums["cross"])},
    )
    return [
        *pair_figures(NAME, things, best=BEST),
        *bcubed_figures(NAME, things, best=BEST),
        worse_is_more(replace(wrong, n=len(things))),
    ]
