"""The measure of times is TempEval-3's, and its days are the calendar's."""

from __future__ import annotations

import datetime as dt

import pytest

from counterclaim.claims.times import Timex
from tests.eval import gold as golds
from tests.eval import times
from tests.eval.figures import total
from tests.eval.times import Document, Expression, Ours, count, stretch, timex2


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2015-02-28", "2015-02-28", "2015-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-W01", "2016-01-04", "2016-01-10"),
        ("2016-W1-WE", "2016-01-09", "2016-01-10"),
        ("2016-Q4", "2016-10-01", "2016-12-31"),
        ("2016-H1", "2016-01-01", "2016-06-30"),
        ("2016-WI", "2016-12-01", "2017-02-28"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("18", "1800-01-01", "1899-12-31"),
        ("18XX", "1800-01-01", "1899-12-31"),
    ],
)
def test_a_value_names_days(value: str, first: str, last: str) -> None:
    """Every value that names a stretch of the calendar is those days."""
    named = stretch(value)
    assert named is not None
    assert named.start is not None
    assert named.end is not None
    assert (named.start.date().isoformat(), (named.end - dt.timedelta(days=1)).date().isoformat()) == (first, last)


@pytest.mark.parametrize(
    "value", ["P3M", "2015-02-29", "XXXX-WI", "PRESENT_REF", "BC0490", "2016-W54", "2016-05-18TNI"]
)
def test_other_values_name_none(value: str) -> None:
    """Lengths, sets, times of day and impossible days name no stretch of the calendar."""
    assert stretch(value) is None


def test_timex2_notation() -> None:
    """TIMEX2 leaves the X off decades and centuries, and writes "daily" as any day."""

    def one(text: str, value: str, type_: str = "DATE") -> str:
        return timex2(Timex(0, len(text), text, "SET" if type_ == "SET" else "DATE", value, None, None))

    assert [one("x", value) for value in ("199X", "18XX", "BC08XX", "2016-WI")] == ["199", "18", "BC08", "2016-WI"]
    assert [one("daily", "P1D", "SET"), one("per day", "P1D", "SET")] == ["XXXX-XX-XX", "P1D"]


def test_counts_by_hand() -> None:
    """Nested and valueless gold is left out; a value counts where spans overlap, an interval where it is the same."""
    gold = (
        Expression(0, 10, "DATE", "2016-05"),
        Expression(3, 10, "DATE", "2016", nested=True),
        Expression(20, 30, "DATE"),
        Expression(40, 50, "DATE", "2016-05-18"),
        Expression(60, 70, "DURATION", "P3M"),
    )
    ours = [
        Ours(0, 10, "2016-05", None, stretch("2016-05")),
        Ours(42, 50, "2016-05-17", None, stretch("2016-05-17")),
        Ours(80, 90, "2016", None, stretch("2016")),
    ]
    sums = count(Document("a", "2016-05-18", "", gold), ours)
    assert sums == {
        "gold": 3, "ours": 3, "gold met": 2, "ours met": 2, "same spans": 1, "values": 1, "dates": 2, "exact": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "old"), [("time-tempeval3", False), ("time-wikiwars", True)])
def test_the_figures_are_the_reference_scorers(name: str, old: bool) -> None:
    """Value F1 and relaxed F1 are what the gold's own scorer gives."""
    try:
        rows = times.documents(golds.HOME / name)[:6]
        scorer = golds.scorer("scoring", golds.HOME)
    except golds.MissingGoldError as fault:
        pytest.skip(str(fault))
    ours = {row.id: times.read(row, timex2_notation=old) for row in rows}
    reference = scorer.timex_value(
        {row.id: [(one.start, one.end, times.said(one)) for one in row.timexes if times.said(one)] for row in rows},
        {key: [(one.start, one.end, one.value) for one in found] for key, found in ours.items()},
    )
    sums = total([count(row, ours[row.id]) for row in rows])
    assert times.relaxed(sums) == pytest.approx(reference["relaxed_f1"])
    assert times.STATISTICS["value F1"](sums) == pytest.approx(reference["value_f1"])
