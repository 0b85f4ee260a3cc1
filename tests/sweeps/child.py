"""A process that ingests tagged lines: ``python -m tests.sweeps.child LEDGER FILE...``; killed and run beside others.

It says ``ready`` when all is imported, which takes longer than the work, and begins when its input ends.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass

from bench.stream import MAKER
from counterclaim.pipeline import ingest
from counterclaim.records import Reading, Report
from counterclaim.store.opening import open_ledger


@dataclass(frozen=True, slots=True)
class Reader:
    """Has nothing to read: every line of the stream is a statement already."""

    name: str = MAKER

    def read(self, report: Report) -> Reading:
        """Refuse: a report that is given as a statement must not be read anew."""
        raise AssertionError(f"{report.ref} is read, though it was given with its claims")


def main() -> None:
    """Ingest the files into the ledger, and fuse."""
    ledger, *files = sys.argv[1:]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    with contextlib.closing(open_ledger(ledger)) as opened:
        for _ in ingest(opened, files, maker=Reader()):
            pass


if __name__ == "__main__":
    main()
