"""Rounds without end over servers that do everything wrong: nothing lost, nothing doubled, no memory that grows.

The long run (200 feeds, 500 rounds) takes the better part of an hour: COUNTERCLAIM_SOAK=1 asks for it.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.pipeline.soak import World, soak

SETTLED: Final = 50
"""Rounds after which memory grows no more."""
GROWTH: Final = 1.05


def compare(world: World) -> None:
    """Check that every page is in the ledger, once, with one report."""
    captures = Counter(one.url for one in world.desk.captures())
    assert sorted(url or "" for url in captures) == world.expected()
    assert {url: count for url, count in captures.items() if count != 1} == {}
    with world.desk.watching() as (_, ledger, _):
        reports = Counter(one.url for one in ledger.reports())
        texts = [one.text for one in ledger.reports()]
    assert reports == captures
    assert all("Рынок" in text for text in texts)


@pytest.mark.slow
def test_a_watch_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Twenty feeds of ten sorts, killed five times in the midst of rounds."""
    kills = {1: 0.05, 2: 0.3, 4: 0.15, 6: 0.5, 9: 1.0}
    world, _ = soak(tmp_path, feeds=20, rounds=40, publishing=12, every=2, kills=kills)
    assert len(world.expected()) == 96
    compare(world)


@pytest.mark.slow
@pytest.mark.skipif("COUNTERCLAIM_SOAK" not in os.environ, reason="COUNTERCLAIM_SOAK is not set")
def test_months_of_watching(tmp_path: Path) -> None:
    """200 feeds for 500 rounds, killed in the first fifty: all pages once, and memory within five percent."""

    def tell(number: int, done: dict[str, int], size: int) -> None:
        if number % 10 == 0:
            print(f"round {number}: {size:,} KiB {done}", flush=True)

    kills = {2: 0.5, 7: 2.0, 11: 0.1}
    world, sizes = soak(tmp_path, feeds=200, rounds=500, publishing=300, every=10, kills=kills, tell=tell)
    compare(world)
    settled = max(sizes[SETTLED - 5 : SETTLED + 5])
    print(f"memory after round {SETTLED}: {settled:,} KiB; most after that: {max(sizes[SETTLED:]):,} KiB")
    assert max(sizes[SETTLED:]) <= GROWTH * settled
