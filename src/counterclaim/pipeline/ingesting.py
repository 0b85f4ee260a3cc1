"""Inputs -> statements in a ledger, read in batches that are stored whole or not at all; then fused.

A report that the ledger holds, read by the same maker, is not read again: an ingest that was cut off is simply
repeated.  Tagged lines (``counterclaim read --json``) are taken as they stand: their claims are not read anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from counterclaim.claims.maker import Maker
from counterclaim.claims.maker import maker as maker_called
from counterclaim.claims.workers import readings
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.pipeline.fusing import fuse as fuse_pending
from counterclaim.pipeline.reading import prepared
from counterclaim.records import Capture, Interval, Line, Reading, Reject, Report
from counterclaim.text import JSON_LINES

BATCH: Final = 64
"""Reports stored together: a cut-off ingest loses the reading of at most so many."""
_tagged: Final[msgspec.json.Decoder[Line]] = msgspec.json.Decoder(Line)


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest has come: running totals, and what was set aside since the step before.

    ``known`` of the reports were in the ledger already, ``claims`` are new; ``fused`` incidents and series were made or
    changed; ``pending`` reports are stored and not yet fused.
    """

    reports: int = 0
    known: int = 0
    claims: int = 0
    rejects: tuple[Reject, ...] = ()
    fused: int = 0
    pending: int = 0


def ingest(
    ledger: Ledger,
    inputs: Iterable[str],
    *,
    maker: str | Maker = "default",
    jobs: int = 1,
    published: Interval | None = None,
    publisher: str | None = None,
    now: dt.datetime | None = None,
    fuse: bool = True,
) -> Generator[Step, None, None]:
    """Read inputs into the ledger and fuse; yield a step after each stored batch and each fused one.

    Arguments are those of :func:`counterclaim.pipeline.read`; ``fuse`` False leaves what is stored for later.

    Raises UsageError when the ledger's claims were read by another maker, LedgerError when it cannot be written,
    and what ``read`` raises.
    """
    _check_maker(ledger, maker)
    intake = _Intake(ledger)
    step = Step()
    stream = intake.fresh(prepared(inputs, published, publisher, now or dt.datetime.now(dt.UTC)))
    for item, reading in readings(stream, made=maker, jobs=jobs):
        intake.take(item)
        if reading is not None:
            intake.taken += [*reading.claims, *reading.rejects]
        if intake.full:
            step = intake.store(step)
            yield step
    step = intake.store(step)
    yield step
    if fuse:
        for progress in fuse_pending(ledger):
            yield replace(step, rejects=(), fused=progress.changed, pending=progress.pending)


def _check_maker(ledger: Ledger, maker: str | Maker) -> None:
    """Raise UsageError where a maker is not the one whose claims are live in the ledger."""
    name = (maker_called(maker) if isinstance(maker, str) else maker).name
    recorded = ledger.maker()
    if recorded is not None and recorded != name:
        raise UsageError(
            f"the ledger's claims were read by {recorded}, this program reads by {name}: "
            "'counterclaim rebuild --reread' reads all its reports anew"
        )


class _Intake:
    """What waits to be stored; statements given as tagged lines pass by the reader."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._reports = 0
        self.taken: list[Line] = []

    @property
    def full(self) -> bool:
        """Whether a batch is complete."""
        return self._reports >= BATCH or len(self.taken) >= 100 * BATCH

    def take(self, item: Capture | Report | Reject) -> None:
        """Keep what came out of the reader."""
        self.taken.append(item)
        self._reports += isinstance(item, Report)

    def reread(self, reading: Reading) -> None:
        """Keep what a report that is there was read as now."""
        self._reports += 1
        self.taken += [*reading.claims, *reading.rejects]

    def fresh(self, items: Iterable[Capture | Report | Reject]) -> Iterator[Capture | Report | Reject]:
        """Yield what the reader has to see; keep what needs no reading."""
        given = False
        for item in items:
            if isinstance(item, Capture):
                statement = _statement(item)
                given = statement is not None
                if statement is not None:
                    self._keep(statement)
                    continue
            elif given:
                continue
            elif isinstance(item, Report) and self._ledger.report(item.id) is not None:
                self._keep(item)
                continue
            yield item

    def _keep(self, statement: Line) -> None:
        self.taken.append(statement)
        self._reports += isinstance(statement, Report)

    def store(self, before: Step) -> Step:
        """Store what waits, and return the totals."""
        rejects = tuple(line for line in self.taken if isinstance(line, Reject))
        added = self._ledger.add(self.taken)
        step = Step(
            reports=before.reports + self._reports,
            known=before.known + self._reports - added.reports,
            claims=before.claims + added.claims,
            rejects=rejects,
            pending=self._ledger.waiting(),
        )
        self.taken, self._reports = [], 0
        return step


def _statement(capture: Capture) -> Line | None:
    """Return the record that a tagged JSON line holds; None where the line is no record, or a broken one."""
    if capture.media_type != JSON_LINES or b'"record"' not in capture.body:
        return None
    try:
        return _tagged.decode(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError):
        return None  # the reports stage says what is wrong with it


def reread(ledger: Ledger, *, maker: str | Maker = "default", jobs: int = 1) -> Generator[Step, None, None]:
    """Read every report of a ledger anew, and make this maker's claims the live ones; yield after each stored batch.

    Claims of other makers stay as statements.  Nothing is fused; raises what ``read`` and the ledger raise.
    """
    intake = _Intake(ledger)
    step = Step()
    for _, reading in readings(ledger.reports(), made=maker, jobs=jobs):
        if reading is not None:
            intake.reread(reading)
        if intake.full:
            step = intake.store(step)
            yield step
    step = intake.store(step)
    ledger.use_maker((maker_called(maker) if isinstance(maker, str) else maker).name)
    yield step
