"""Reprints among pages on the same three events: who printed one agency's story, and who only quotes the same people.

Scored as the set's README says, over pairs of pages: copies are to be joined, pages that share quotations, captions or
nothing are not; rewritten versions of a story count apart, those that share a fifth of their 5-grams or more.  A pair's
counts are shared between the stories of its two pages, and intervals are drawn over stories.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final, Literal

import msgspec

from counterclaim.copies.reprints import origins
from tests.eval import gold as golds
from tests.eval.figures import Figure, bootstrap, f1, figures_of, ratio, worse_is_more
from tests.eval.gold import Context, MissingGoldError
from tests.eval.reading import report

NAME: Final = "reprints-helsinki"
BEST: Final = {"f1": 0.965, "version_recall": 0.142}
"""5-gram containment of at least .5, measured by the set's makers; its trap rate is .051."""
ENOUGH: Final = 0.2
"""Share of 5-grams in common from which a version counts."""

Label = Literal["copy", "version", "overlap", "ignore"]


class Page(msgspec.Struct, frozen=True):
    """A page as it was scraped, and the story that it tells."""

    id: str
    topic: str
    publisher: str
    text: str
    story_group: str


class Pair(msgspec.Struct, frozen=True):
    """Two pages (ids, ascending) and what they have in common; pages that stand in no pair have nothing."""

    a: str
    b: str
    label: Label
    containment5: float


def found(pages: Sequence[Page]) -> dict[str, str]:
    """Return the origin of each page, by the set's ids."""
    reports = {one.id: report(one.id, one.text, publisher=one.publisher) for one in pages}
    names = {made.id: name for name, made in reports.items()}
    firsts = origins(reports.values())
    return {name: names[firsts[made.id]] for name, made in reports.items()}


def counts(pages: Sequence[Page], pairs: Sequence[Pair], made: Mapping[str, str]) -> list[dict[str, float]]:
    """Return each story's share of the sums: pairs by label, and of those the ones that were joined."""
    stories: defaultdict[str, Counter[str]] = defaultdict(Counter)
    labels = {(pair.a, pair.b): pair for pair in pairs}
    for one, other in combinations(sorted(pages, key=lambda page: page.id), 2):
        pair = labels.get((one.id, other.id))
        label = pair.label if pair is not None else "apart"
        if label == "ignore" or (pair is not None and label == "version" and pair.containment5 < ENOUGH):
            continue
        joined = made[one.id] == made[other.id]
        if label == "apart" and not joined:
            continue
        for page in (one, other):
            stories[page.story_group].update({label: 0.5, f"{label}:joined": 0.5 * joined})
    return [dict(stories[name]) for name in sorted({page.story_group for page in pages})]


def _f1(sums: Mapping[str, float]) -> float:
    right = sums.get("copy:joined", 0.0)
    wrong = sums.get("overlap:joined", 0.0) + sums.get("apart:joined", 0.0)
    return f1(right, sums.get("copy", 0.0), right + wrong)


def _joined(label: Label, sums: Mapping[str, float]) -> float:
    return ratio(sums.get(f"{label}:joined", 0.0), sums.get(label, 0.0))


def figures(pages: Sequence[Page], pairs: Sequence[Pair], made: Mapping[str, str]) -> list[Figure]:
    """Return every figure of the set."""
    over_pairs = figures_of(
        NAME,
        counts(pages, pairs, made),
        {
            "f1": _f1,
            "version_recall": lambda sums: _joined("version", sums),
            "trap_rate": lambda sums: _joined("overlap", sums),
        },
        best=BEST,
    )
    errors = [
        _error([page for page in pages if page.topic == topic], made)
        for topic in sorted({page.topic for page in pages})
    ]
    low, high = bootstrap(errors, statistics.mean)
    over_topics = Figure(NAME, "origins error", statistics.mean(errors), len(errors), low, high)
    return [*over_pairs[:2], worse_is_more(over_pairs[2]), worse_is_more(over_topics)]


def _error(pages: Sequence[Page], made: Mapping[str, str]) -> float:
    """Return by how much the number of origins is off, as a share of the right number."""
    right = len({page.story_group for page in pages})
    return abs(len({made[page.id] for page in pages}) - right) / right


def files(folder: Path) -> tuple[Path, Path]:
    """Return the set's pages and its pairs: ``dev.jsonl`` and ``pairs.dev.jsonl``, or another part's of one name.

    Raises MissingGoldError when there are none, or several.
    """
    pairs = sorted(folder.glob("pairs.*.jsonl"))
    if len(pairs) != 1:
        raise MissingGoldError(f"{folder}: expected one pairs.*.jsonl file, found {len(pairs)}")
    return folder / pairs[0].name.removeprefix("pairs."), pairs[0]


def measure(context: Context) -> list[Figure]:
    """Tell the origins of the pages and return every figure."""
    page_file, pair_file = files(context.gold / NAME)
    pages = golds.decode(page_file, Page)
    return figures(pages, golds.decode(pair_file, Pair), found(pages))
