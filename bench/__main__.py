"""Measure the reader: articles a second, start, memory, and its share beside spaCy alone; or the ledger; or the page.

    python -m bench [--quick] [--articles N] [--json FILE]
    python -m bench --ledger [--quick] [--claims N] [--json FILE]
    python -m bench --page [--quick] [--claims N] [--json FILE]

All figures of the reader come from real runs of the command line in processes of their own, one after the other, on
made-up articles of about 300 words.  Absolute figures differ from machine to machine: compare the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import ledger, page
from bench.articles import article
from bench.figures import KIB_A_RSS, Figure, show
from bench.figures import write as write_figures

FULL: Final = 2000
QUICK: Final = 120
SAMPLE: Final = 4
"""One in so many articles is read by one process, and by spaCy alone, for the ratios."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command line.  ``peak_mib`` is the largest resident size of any one of its processes."""

    reports: int
    wall_s: float
    first_s: float
    last_s: float
    peak_mib: float

    @property
    def with_start(self) -> float:
        """Reports a second, everything included."""
        return self.reports / self.wall_s

    @property
    def steady(self) -> float:
        """Reports a second between the first and the last one written."""
        return (self.reports - 1) / (self.last_s - self.first_s)


def run(arguments: Iterable[str]) -> Run:
    """Run the command line and time its lines.  Raises RuntimeError when it fails or writes nothing."""
    command = [sys.executable, "-m", "counterclaim", *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        times = [time.perf_counter() - began for _ in process.stdout]
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode != 0 or not times:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode} after {len(times)} lines")
    return Run(len(times), wall, times[0], times[-1], usage.ru_maxrss / KIB_A_RSS / 1024)


def write(path: Path, count: int) -> Path:
    """Write the first ``count`` articles as JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps(article(number)._asdict()) + "\n")
    return path


def measure(articles: int) -> list[Figure]:
    """Return all figures, measured one after the other."""
    sample = max(40, articles // SAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        one, some, every = (write(Path(folder) / f"{n}.jsonl", n) for n in (1, sample, articles))
        run(["--version"])  # byte code is compiled, files are in the system's cache
        idle = run(["--version"])
        start = run(["read", str(one), "--json"])
        if start.reports < 2:
            raise RuntimeError("no claim was found in the first article: there is nothing to time")
        alone = subprocess.run(
            [sys.executable, "-m", "bench.spacy_alone", str(some)], check=True, capture_output=True, text=True
        )
        spacy = float(alone.stdout)
        matching = subprocess.run(
            [sys.executable, "-m", "bench.places_alone", str(sample)], check=True, capture_output=True, text=True
        )
        places = float(matching.stdout)
        single = run(["read", str(some), "--flat", "--jobs", "1"])
        pair = run(["read", str(some), "--flat", "--jobs", "2"])
        double = run(["read", str(every), "--flat", "--jobs", "2"])
    return [
        Figure("start of --version", idle.wall_s, "s", "below 0.3"),
        Figure("start to first claim", start.last_s, "s", "below 3"),
        Figure(f"read --flat, 2 jobs, {articles:,} articles, start included", double.with_start, "articles/s", "12"),
        Figure(f"read --flat, 1 job, {sample:,} articles, without start", single.steady, "articles/s"),
        Figure(f"spaCy alone, 1 process, {sample:,} articles, without start", spacy, "articles/s"),
        Figure(f"places matched and resolved, without the parse, {sample:,} articles", places, "articles/s", "300"),
        Figure(f"2 jobs over 1 job, {sample:,} articles, start included", pair.with_start / single.with_start, "ratio"),
        Figure("reader over spaCy alone, one process each", single.steady / spacy, "ratio"),
        Figure("peak memory of one process", max(single.peak_mib, double.peak_mib), "MiB", "below 1,000"),
    ]


def main() -> None:
    """Measure, print a table, and write the figures where asked."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory of reader, ledger and page.")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--ledger", action="store_true", help="measure the ledger instead of the reader")
    other.add_argument("--page", action="store_true", help="measure the page that is served instead")
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"{QUICK} articles instead of {FULL:,}, {ledger.QUICK:,} claims of the ledger, {page.QUICK:,} of the page",
    )
    parser.add_argument("--articles", type=int, metavar="N", help="so many articles (at least 40)")
    parser.add_argument(
        "--claims", type=int, metavar="N", help=f"so many claims of the ledger (at least {2 * ledger.FIRST:,}) or page"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    arguments = parser.parse_args()
    if arguments.ledger:
        claims = arguments.claims or (ledger.QUICK if arguments.quick else ledger.FULL)
        figures = ledger.measure(max(2 * ledger.FIRST, claims))
    elif arguments.page:
        figures = page.measure(arguments.claims or (page.QUICK if arguments.quick else page.FULL))
    else:
        figures = measure(max(40, arguments.articles or (QUICK if arguments.quick else FULL)))
    show(figures)
    if arguments.json:
        write_figures(arguments.json, figures)


if __name__ == "__main__":
    main()
