"""Inputs -> statements in a ledger, read in batches that are stored whole or not at all; then fused.

A report that the ledger holds, read by the same maker, is not read again: an ingest that was cut off is simply
repeated.  An archive goes on at the record whose page was stored last.  Tagged lines (``counterclaim read --json``) are
taken as they stand: their claims are not read anew.

Where there is a relevance gate, what it turns away is a reject, and its page's bytes are not kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from counterclaim import __version__
from counterclaim.claims.maker import Maker
from counterclaim.claims.maker import maker as maker_called
from counterclaim.claims.workers import Outcome, readings
from counterclaim.errors import UsageError
from counterclaim.ids import canonical
from counterclaim.ledger import Ledger
from counterclaim.pipeline.engines import PROCESSES, Settings, carried
from counterclaim.pipeline.fusing import fuse as fuse_pending
from counterclaim.pipeline.gate import turned_away
from counterclaim.pipeline.reading import apart
from counterclaim.records import Capture, Interval, Line, Reading, Reject, Report
from counterclaim.sources.files import captures
from counterclaim.text import JSON_LINES

BATCH: Final = 64
"""Reports stored together: a cut-off ingest loses the reading of at most so many."""
_tagged: Final[msgspec.json.Decoder[Line]] = msgspec.json.Decoder(Line)


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest has come: running totals, and what was set aside since the step before.

    ``known`` of the reports were in the ledger already, ``claims`` are new; ``turned_away`` reports did not pass the
    gate; ``fused`` incidents and series were made or changed; ``pending`` reports are stored and not yet fused.
    """

    reports: int = 0
    known: int = 0
    claims: int = 0
    turned_away: int = 0
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
    gate: float | None = None,
    engine: str = PROCESSES,
) -> Generator[Step, None, None]:
    """Read inputs into the ledger and fuse; yield a step after each stored batch and each fused one.

    Arguments are those of :func:`counterclaim.pipeline.read`; ``fuse`` False leaves what is stored for later.  ``gate``
    is the least score (log-odds) with which a report is read, None to read all.  ``engine`` names where the work is
    done (engines.py).

    Raises UsageError when the ledger's claims were read by another maker or there is no such engine, LedgerError when
    it cannot be written, and what ``read`` raises.
    """
    _check_maker(ledger, maker)
    now = now or dt.datetime.now(dt.UTC)
    settings = Settings(made=maker, now=now, published=published, publisher=publisher, threshold=gate)
    archives = _Archives(ledger, settings)
    items = captures(inputs, fetched_at=now, start=archives.start)
    yield from _taken_in(ledger, items, settings, archives, jobs=jobs, fuse=fuse, engine=engine)


def ingest_captures(
    ledger: Ledger, items: Iterable[Capture | Reject], settings: Settings, *, fuse: bool = True
) -> Generator[Step, None, None]:
    """Read captures into the ledger, in this process, as ``ingest`` does with what inputs hold; raises the same."""
    _check_maker(ledger, settings.made)
    archives = _Archives(ledger, settings)
    yield from _taken_in(ledger, items, settings, archives, jobs=1, fuse=fuse, engine=PROCESSES)


def _taken_in(
    ledger: Ledger,
    items: Iterable[Capture | Reject],
    settings: Settings,
    archives: _Archives,
    *,
    jobs: int,
    fuse: bool,
    engine: str,
) -> Generator[Step, None, None]:
    intake = _Intake(ledger)
    step = Step()
    for item, outcome in carried(intake.fresh(items, settings), settings, named=engine, jobs=jobs):
        intake.take(item, outcome)
        archives.passed(item)
        if intake.full:
            step = intake.store(step)
            archives.keep()
            yield step
    step = intake.store(step)
    archives.keep()
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

    def take(self, item: Capture | Report | Reject, outcome: Outcome) -> None:
        """Keep what came out of an item; a page of which nothing passed the gate is not kept."""
        out: list[Capture | Report | Reject] = [one for one, _ in outcome]
        nothing_passed = bool(out) and all(isinstance(one, Reject) and one.stage == "gate" for one in out)
        if not out or (isinstance(item, Capture) and not nothing_passed):
            out.insert(0, item)
        self.taken += out
        self._reports += sum(isinstance(one, Report) for one in out)
        for _, reading in outcome:
            if reading is not None:
                self.taken += [*reading.claims, *reading.rejects]

    def reread(self, reading: Reading) -> None:
        """Keep what a report that is there was read as now."""
        self._reports += 1
        self.taken += [*reading.claims, *reading.rejects]

    def fresh(
        self, items: Iterable[Capture | Reject], settings: Settings
    ) -> Iterator[tuple[Capture | Report | Reject, Capture | Report | None]]:
        """Yield every item with what has to be done: nothing to what is known; keep what was read already."""
        for item in items:
            if isinstance(item, Reject):
                yield item, None
            elif (statement := _statement(item)) is not None:
                self._keep(statement)
            elif self._ledger.capture(item.id) is None:
                yield item, item
            else:
                yield item, None
                for one in apart(item, settings.published, settings.publisher_of(item), settings.now):
                    yield self._known(one, settings)

    def _known(self, one: Report | Reject, settings: Settings) -> tuple[Report | Reject, Report | None]:
        if isinstance(one, Reject) or self._ledger.report(one.id) is not None:
            return one, None
        away = None if settings.threshold is None else turned_away(one, settings.threshold)
        return (one, one) if away is None else (away, None)

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
            turned_away=before.turned_away + sum(one.stage == "gate" for one in rejects),
            rejects=rejects,
            pending=self._ledger.waiting(),
        )
        self.taken, self._reports = [], 0
        return step


class _Archives:
    """How far each archive was read: the offset of the last page that is stored, kept with the ledger.

    The mark is for the same settings only: another gate, maker or version reads an archive from its beginning.
    """

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger = ledger
        made = settings.made if isinstance(settings.made, str) else settings.made.name
        self._how = (__version__, made, settings.threshold, settings.published, settings.publisher)
        self._names: dict[str, str] = {}
        self._reached: dict[str, str] = {}

    def start(self, source: str, head: bytes) -> int:
        """Return the offset at which an archive is taken up; ``head`` are its first bytes."""
        self._names[source] = hashlib.sha256(canonical((source, head, *self._how))).hexdigest()
        return int(self._ledger.mark(self._names[source]) or 0)

    def passed(self, item: Capture | Report | Reject) -> None:
        """Take in that an item, and all before it, waits to be stored."""
        if isinstance(item, Capture):
            source, _, offset = item.source.rpartition(":")
            if source in self._names and offset.isdecimal():
                self._reached[source] = offset

    def keep(self) -> None:
        """Write down how far was read, once all that came before is stored."""
        for source, offset in self._reached.items():
            self._ledger.set_mark(self._names[source], offset)
        self._reached.clear()


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
