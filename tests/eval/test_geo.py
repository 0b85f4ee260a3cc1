"""The sums of the geoparsing sets: what counts as right, and what as neither right nor wrong."""

from __future__ import annotations

import pytest

from counterclaim.claims.geoparse.resolution import Resolution, Toponym
from tests.eval import gold as golds
from tests.eval.figures import total
from tests.eval.geo import STATISTICS, Gold, Row, end_to_end, gold_spans

HERE = Resolution("Here", "geonames:1", 36.0, 37.0, 5_000.0, "settlement", "SY")
"""Where the first gold name lies."""


@pytest.fixture
def row() -> Row:
    """An article of 30 letters with four annotations, one of a common noun and one without a point."""
    return Row(
        "made-up",
        "x" * 30,
        (
            Gold(0, 4, "Here", 1, 36.0, 37.0, "Syria", "Literal"),
            Gold(5, 9, "Town", 2, 37.0, 37.0, "Syria", "Metonymic"),
            Gold(10, 14, "city", None, 36.0, 37.0, None, "Literal_Expression"),
            Gold(15, 19, "Lost", None, None, None, None, "Literal"),
        ),
    )


def test_gold_spans(row: Row) -> None:
    """Distances and ids decide, no answer is wrong, common nouns and names without a point do not count."""
    scoring = golds.scorer("scoring", golds.HOME) if golds.HOME.is_dir() else pytest.skip("no labelled data")
    sums = gold_spans(row, [HERE, None, HERE, HERE], scoring)
    assert sums == {
        "points": 2, "answered": 1, "far": 1, "near": 1, "ids": 2, "far_id": 1, "states": 2, "state": 1,
    }  # fmt: skip
    # 111 km away: right at 161 km, wrong at 25.
    sums = gold_spans(row, [HERE, HERE, None, None], scoring)
    assert (sums["far"], sums["near"]) == (2, 1)


def test_end_to_end(row: Row) -> None:
    """A span must be exact; a marked name without a point is neither right nor wrong; literal names are told apart."""
    scoring = golds.scorer("scoring", golds.HOME) if golds.HOME.is_dir() else pytest.skip("no labelled data")
    names = [Toponym(0, 4, "Here"), Toponym(5, 8, "Tow"), Toponym(15, 19, "Lost", literal=False)]
    sums = end_to_end(row, names, [HERE, HERE, HERE], scoring)
    assert (sums["gold"], sums["made"], sums["both"]) == (3, 3, 2)
    assert (sums["pointed"], sums["placed"], sums["right"]) == (2, 2, 1)
    assert (sums["typed"], sums["literal"]) == (2, 1)
    both = total([sums, gold_spans(row, [HERE, None, None, None], scoring)])
    assert all(0 <= statistic(both) <= 1 for statistic in STATISTICS.values())
