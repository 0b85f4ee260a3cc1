"""Several processes ingest into one ledger at once: nothing is lost, and one fuses at a time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

import pytest

from bench.stream import stream
from counterclaim.errors import LedgerError
from counterclaim.records import Capture, Line
from counterclaim.store.opening import open_ledger
from tests.sweeps.derived import difference
from tests.sweeps.processes import ended, ingested, let_go, outcome, started, written
from tests.sweeps.small import statements

PROCESSES: Final = 4
CLAIMS: Final = 400


def _parts() -> list[list[Line]]:
    """Return what each process is given: a report stays with its claims; judgements come with all that they name."""
    parts: list[list[Line]] = [[] for _ in range(PROCESSES)]
    number = 0
    for line in stream(CLAIMS, seed=4):
        number += isinstance(line, Capture)
        parts[number % PROCESSES].append(line)
    parts[0] += statements()
    return parts


@pytest.mark.slow
@pytest.mark.parametrize("overlapping", [False, True], ids=["disjoint", "overlapping"])
def test_several_ingest_at_once(tmp_path: Path, overlapping: bool) -> None:
    """Four processes on parts of a stream, disjoint or each with its neighbour's too, do what one does on all of it."""
    parts = _parts()
    files = [written(tmp_path / f"{number}.jsonl", part) for number, part in enumerate(parts)]
    alone, together = tmp_path / "alone.db", tmp_path / "together.db"
    ingested(alone, files)
    given = [[file, files[number - 1]] if overlapping else [file] for number, file in enumerate(files)]
    processes = [started(together, some) for some in given]
    let_go(processes)
    for process in processes:
        ended(process)
    counts, faults, made = outcome(together)
    all_counts, all_faults, all_made = outcome(alone)
    assert counts == all_counts
    assert faults == all_faults
    assert difference(all_made, made) == []


def test_one_fuses_at_a_time(tmp_path: Path) -> None:
    """Whoever would fuse while another does waits, then is told what to do; adding goes on meanwhile."""
    path = str(tmp_path / "shared.db")
    with contextlib.closing(open_ledger(path)) as one, contextlib.closing(open_ledger(path)) as other:
        with one.fusing():
            with pytest.raises(LedgerError, match="another process has been fusing"), other.fusing(wait_s=0.1):
                pass
            assert other.add(statements()[:1]).captures == 1
        with other.fusing(wait_s=0.1):
            pass
