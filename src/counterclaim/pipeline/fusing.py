"""Statements -> incidents, piece by piece: what something touched is derived again, in batches, under a lock.

A batch is one transaction: a process that is killed leaves the ledger at the end of the batch before, and the reports
that are not fused yet are still marked so.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import Ledger
from counterclaim.pipeline.round import Round

BATCH: Final = 200
"""Reports fused in one transaction: enough to load what they share once, few enough to hold in memory."""


_OBJECTS: Final = 100_000
"""Objects made and not freed between two looks of the garbage collector for cycles."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fusion has come: reports done, incidents and series made, changed or removed, reports left."""

    done: int
    changed: int
    pending: int


@contextlib.contextmanager
def _few_collections() -> Generator[None, None, None]:
    """Let the garbage collector look for cycles seldom: a batch makes none, and is a million objects to walk.

    That saves a quarter of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def fuse(ledger: Ledger, *, batch: int = BATCH) -> Generator[Progress, None, None]:
    """Fuse what is not fused yet; yield after each batch.

    Raises LedgerError when another process holds the lock for too long.
    """
    done = changed = 0
    with _few_collections():
        while True:
            # The lock is taken anew for each batch: a long rebuild does not keep out a person's judgement.
            with ledger.fusing(), ledger.deriving() as derivation:
                reports = derivation.pending(batch)
                if not reports:
                    return
                changed += Round(ledger, derivation).run(reports)
                derivation.settle(reports)
            done += len(reports)
            yield Progress(done, changed, ledger.waiting())


def rebuild(ledger: Ledger, *, batch: int = BATCH) -> Generator[Progress, None, None]:
    """Throw away all that is derived and fuse everything again; yield after each batch.

    Raises LedgerError when another process holds the lock for too long.
    """
    with ledger.fusing():
        ledger.forget_derived()
    yield from fuse(ledger, batch=batch)
