"""An ingest that is killed at any point and begun again loses nothing, and stores nothing twice."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Final

import pytest

from bench.stream import stream
from tests.sweeps.derived import difference
from tests.sweeps.processes import ingested, let_go, outcome, started, written
from tests.sweeps.small import statements

KILLS: Final = int(os.environ.get("COUNTERCLAIM_KILLS", "3"))
"""Times that the ingest is killed; the whole sweep has 50: COUNTERCLAIM_KILLS=50."""
_CLAIMS: Final = 40
"""Claims of the stream for each kill, so that there is work to be killed in."""


@pytest.mark.slow
def test_killed_and_begun_again(tmp_path: Path) -> None:
    """After so many kills at random moments the ledger holds and derives what an undisturbed run does."""
    lines = written(tmp_path / "lines.jsonl", [*statements(), *stream(_CLAIMS * KILLS, seed=3)])
    calm, killed = tmp_path / "calm.db", tmp_path / "killed.db"
    took = ingested(calm, [lines])
    draw = random.Random(KILLS)
    hit = 0
    for _ in range(KILLS):
        process = started(killed, [lines])
        let_go([process])
        time.sleep(draw.uniform(0.0, 3 * took / KILLS))
        hit += process.poll() is None
        process.kill()
        process.communicate()
    ingested(killed, [lines])
    counts, faults, made = outcome(killed)
    calm_counts, calm_faults, calm_made = outcome(calm)
    assert counts == calm_counts
    assert faults == calm_faults
    assert difference(calm_made, made) == []
    assert hit > KILLS // 2, f"only {hit} of {KILLS} kills came before the end"
