"""A process that adds the same statements batch by batch and says after each that it is stored.

Run as ``python -m tests.store.adding LEDGER BATCHES``; it is killed at some moment.
"""

from __future__ import annotations

import sys

from counterclaim.ledger import Ledger
from counterclaim.records import Line
from counterclaim.store.opening import open_ledger
from tests.store.made import many

REPORTS = 4
CLAIMS = 5


def batch(number: int) -> list[Line]:
    """Return the statements of one batch."""
    return many(REPORTS, claims=CLAIMS, first=number * REPORTS)


def add(ledger: Ledger, batches: int) -> None:
    """Add so many batches."""
    for number in range(batches):
        ledger.add(batch(number))
        print(number, flush=True)


if __name__ == "__main__":
    add(open_ledger(sys.argv[1]), int(sys.argv[2]))
