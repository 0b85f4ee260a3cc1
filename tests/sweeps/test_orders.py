"""The order in which statements arrive means nothing: not to what is derived, not to what a rebuild makes of it."""

from __future__ import annotations

import contextlib
import os
import random
from typing import Any, Final

import pytest

from counterclaim.pipeline import rebuild
from counterclaim.records import Claim, Judgement, Report
from counterclaim.store.opening import open_ledger
from tests.sweeps.derived import derived, difference
from tests.sweeps.orders import arrive, fused, needs, shuffled
from tests.sweeps.small import statements

ORDERS: Final = int(os.environ.get("COUNTERCLAIM_ORDERS", "12"))
"""Orders that are tried; the whole sweep has 1,000: COUNTERCLAIM_ORDERS=1000."""
_AT_ONCE: Final = 5
"""Orders of one test: enough that workers share them out."""


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """Return what is derived when all statements come at once."""
    with contextlib.closing(open_ledger(":memory:")) as ledger:
        ledger.add(statements())
        fused(ledger)
        return derived(ledger)


def test_the_small_stream_is_varied(expected: dict[str, Any]) -> None:
    """The stream has what could make order matter: copies, withdrawn claims, series, judgements of every sort."""
    lines = statements()
    acts = {type(line.act).__name__ for line in lines if isinstance(line, Judgement)}
    assert acts == {"Same", "Different", "SetField", "RateSource", "Retract", "Check", "Undo", "Discount"}
    seen = [line.completeness for line in lines if isinstance(line, Report)]
    assert set(seen) == {"full", "lead_only", "live_blog", "failed"}
    assert 30 <= len(seen) <= 60
    assert {line.maker for line in lines if isinstance(line, Claim)} == {"stream@1", "person:ada"}
    assert {name.partition(" ")[0] for name in expected} == {"copy", "unit", "incident", "series"}
    changes = {change["what"] for name, one in expected.items() if name[0] == "i" for change in one["history"]}
    assert {"reported", "figure", "withdrawn", "judged"} <= changes


def test_orders_differ_and_hold_everything() -> None:
    """A random order has every statement once, after those that it needs, and another draw gives another order."""
    lines = statements()
    one, other = (list(shuffled(lines, random.Random(seed))) for seed in (1, 2))
    assert one != other
    assert sorted(map(id, one)) == sorted(map(id, lines))
    there: set[str] = set()
    for line in one:
        assert needs(line) <= there
        there.add(getattr(line, "id", ""))


@pytest.mark.parametrize("first", range(0, ORDERS, _AT_ONCE))
def test_order_means_nothing(first: int, expected: dict[str, Any]) -> None:
    """Whatever the order and the batches, the same is derived, and a rebuild makes the same bytes of it."""
    for seed in range(first, min(first + _AT_ONCE, ORDERS)):
        with contextlib.closing(open_ledger(":memory:")) as ledger:
            arrive(ledger, statements(), random.Random(seed), batches=4)
            assert difference(expected, derived(ledger)) == [], f"order {seed}"
            before = list(ledger.derived_bytes())
            for _ in rebuild(ledger):
                pass
            assert list(ledger.derived_bytes()) == before, f"order {seed}: a rebuild makes other bytes"
