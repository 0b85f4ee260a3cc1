"""Measure the ledger on the synthetic stream: ``python -m bench --ledger``.

    grow     statements are added in batches as an ingest adds them, and fused after each      (a process of its own)
    rebuild  all that is derived is thrown away and derived again                              (another)

The cost of fusion is told as a ratio within one run: time per claim on the way to the full size over that on the way
to the first :data:`FIRST` claims, and of the last so many claims over the first.  Making the stream is not counted.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.figures import KIB_A_RSS, Figure
from bench.stream import SEED, stream
from bench.world import lands
from counterclaim.pipeline import fuse, rebuild
from counterclaim.records import Claim, Line, Report
from counterclaim.store.opening import open_ledger

FULL: Final = 1_000_000
QUICK: Final = 30_000
FIRST: Final = 10_000
"""Claims of the small ledger that the large one is compared with."""
TOGETHER: Final = 64
"""Reports that are added and fused together: an ingest's batch."""
_MINUTE: Final = 60


def measure(claims: int) -> list[Figure]:
    """Return all figures, measured one after the other on a ledger of so many claims (twice :data:`FIRST` at least)."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        grown = _child("grow", path, str(claims))
        again = _child("rebuild", path)
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    rebuilt = f"rebuild of {claims:,} claims"
    return [
        Figure("claims of the stream made", grown["made"], "claims/s", "20,000"),
        Figure("statements into SQLite", grown["added"], "claims/s", "2,000"),
        Figure(f"fusing the first {FIRST:,} claims", 1000 * grown["first"], "ms/claim"),
        Figure(f"fusing {claims:,} claims", 1000 * grown["all"], "ms/claim"),
        Figure(f"fusing the last {FIRST:,} claims", 1000 * grown["last"], "ms/claim"),
        Figure(
            f"cost of fusion, {claims:,} claims over {FIRST:,}", grown["all"] / grown["first"], "ratio", "at most 2"
        ),
        Figure(f"cost of fusion, the last {FIRST:,} over the first", grown["last"] / grown["first"], "ratio"),
        Figure(rebuilt, again["took"] / _MINUTE, "min", f"{15 * claims / FULL:g}"),
        Figure("peak memory while growing", grown["peak"], "MiB"),
        Figure("peak memory of the rebuild", again["peak"], "MiB"),
        Figure(f"size of the ledger, {claims:,} claims", size / 2**20, "MiB"),
    ]


def _child(*arguments: str) -> dict[str, float]:
    """Run a step in a process of its own, so that its memory is its own; what it says of its progress is shown."""
    ran = subprocess.run([sys.executable, "-m", "bench.ledger", *arguments], check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def grow(path: str, claims: int) -> dict[str, float]:
    """Grow a ledger from nothing; return rates (claims a second), seconds a claim, and the peak memory in MiB."""
    lands()  # the gazetteer is opened once
    making = adding = fusing = first = before_last = 0.0
    done = last = 0
    batches = _batches(claims)
    with contextlib.closing(open_ledger(path)) as ledger:
        while True:
            began = time.perf_counter()
            batch = next(batches, None)
            making += time.perf_counter() - began
            if batch is None:
                break
            began = time.perf_counter()
            ledger.add(batch)
            added = time.perf_counter()
            for _ in fuse(ledger):
                pass
            fusing += time.perf_counter() - added
            adding += added - began
            tenth, done = done * 10 // claims, done + sum(isinstance(line, Claim) for line in batch)
            if not first and done >= FIRST:
                first = fusing / done
            if done <= claims - FIRST:
                before_last, last = fusing, done
            if done * 10 // claims > tenth:
                _tell(
                    f"{done:,} claims: {done / adding:,.0f} added a second, {1000 * fusing / done:.2f} ms to fuse one"
                )
    return {
        "made": done / making,
        "added": done / adding,
        "first": first,
        "all": fusing / done,
        "last": (fusing - before_last) / (done - last),
        "peak": _peak(),
    }


def again(path: str) -> dict[str, float]:
    """Rebuild a ledger; return the seconds that it took, and the peak memory in MiB."""
    with contextlib.closing(open_ledger(path, create=False)) as ledger:
        began = time.perf_counter()
        for step, progress in enumerate(rebuild(ledger)):
            if step % 50 == 0:
                _tell(f"{progress.done:,} reports rebuilt, {progress.pending:,} left")
        return {"took": time.perf_counter() - began, "peak": _peak()}


def _batches(claims: int) -> Iterator[list[Line]]:
    """Yield the stream in batches of whole reports with their claims."""
    batch: list[Line] = []
    reports = 0
    for line in stream(claims, SEED):
        # A report's capture stands before it: it is added with the batch before, which does no harm.
        if isinstance(line, Report):
            if reports == TOGETHER:
                yield batch
                batch, reports = [], 0
            reports += 1
        batch.append(line)
    yield batch


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_RSS / 1024


def _tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    step, where, *rest = sys.argv[1:]
    print(json.dumps(grow(where, int(rest[0])) if step == "grow" else again(where)))
