"""Reading many reports at once: worker processes, results in the order of the input.

    items -> the first FEW, and those that come while the workers load: read here  -> (item, reading)
          -> the rest: slots in input order -> batches -> workers, a model in each -> (item, reading)

Workers are *spawned*, not forked: no inherited locks, threads or half-written output, and the same behaviour on
every system.  Forking after the model is loaded was weighed: it saves two seconds of one core a worker and is
unsafe wherever a numerical library has started threads (and on macOS, always).

A worker answers report by report, so that the parent knows which one it was reading when it died.  The parent
writes to a worker only when that worker owes nothing: both ends never wait on full pipes, and input is taken only
as fast as output is (memory does not grow with the length of the input).
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.claims.maker import Maker, known, maker, reading_of
from counterclaim.errors import CounterclaimError, LexiconError, ModelError
from counterclaim.records import Capture, Reading, Reject, Report

Item = Capture | Report | Reject

FEW: Final = 16
"""Reports read before workers are started: their two seconds of loading pay off only beyond this many."""
BATCH: Final = 4
"""Reports handed to a worker at a time: small, so that the last batch does not leave the others idle for long."""
AHEAD: Final = 4
"""Batches a worker's share of the slots holds: how far the fast may run ahead of the slow."""


class ReadingError(CounterclaimError):
    """A maker failed on a report, which the text names: a fault of the program or the machine, not of the input."""


class _Read(msgspec.Struct, tag="read"):
    reading: Reading


class _Fault(msgspec.Struct, tag="fault"):
    error: str
    text: str


class _Ready(msgspec.Struct, tag="ready"):
    """The worker's first word: its model is loaded."""


_WARM_UP: Final = Report(
    id="",
    ref="",
    capture=None,
    url=None,
    publisher=None,
    title=None,
    text="Two men were shot dead in the town on Monday, police said.",
    language="en",
    published_at=None,
)
"""Read by every worker before its first report, so that all it needs is loaded; the reading is thrown away."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode_reports: Final = msgspec.msgpack.Decoder(tuple[Report, ...]).decode
_decode_answer: Final = msgspec.msgpack.Decoder(_Ready | _Read | _Fault).decode
_PASSED_ON: Final[dict[str, type[CounterclaimError]]] = {"ModelError": ModelError, "LexiconError": LexiconError}
"""Errors that are already addressed to the user: they cross the process border as they are."""


def explain(fault: Exception) -> str:
    """Return what went wrong and where, in one line."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    text = " ".join(str(fault).split())
    return f"{type(fault).__name__}: {text} ({Path(last.filename).name}, line {last.lineno})"


def failed(ref: str, why: str) -> ReadingError:
    """Return the error that says what failed on which report, and what to do."""
    return ReadingError(
        f"report {ref!r}: {why}; this is a fault of the program, not of the report. "
        "Please send it with the report's text; leave the report out to read the others"
    )


def _reader(made: str | Maker) -> Callable[[Report], Reading]:
    """Return a function that reads with the maker, found (and its model loaded) on the first report."""
    found: list[Maker] = [] if isinstance(made, str) else [made]

    def read(report: Report) -> Reading:
        if not found and isinstance(made, str):
            found.append(maker(made))
        return reading_of(found[0], report)

    return read


def _work(connection: Connection, made: str | Maker) -> None:  # pragma: no cover - runs in the workers
    """Read what comes, answer each report, until the parent closes its end (or is gone)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    read = _reader(made)

    def answer(report: Report) -> _Read | _Fault:
        try:
            return _Read(read(report))
        except CounterclaimError as fault:
            return _Fault(type(fault).__name__, str(fault))
        except Exception as fault:  # noqa: BLE001 - told to the parent, which stops and names the report
            return _Fault("", explain(fault))

    with connection, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        answer(_WARM_UP)  # a fault here comes again with the first report, and is told then
        connection.send_bytes(_encode(_Ready()))
        while True:
            for report in _decode_reports(connection.recv_bytes()):
                connection.send_bytes(_encode(answer(report)))


@dataclass(slots=True)
class _Slot:
    """A place in the output: an item, and its reading once there is one."""

    item: Item
    reading: Reading | None = None
    fault: CounterclaimError | None = None
    done: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    ready: bool = False
    owed: deque[_Slot] = field(default_factory=deque[_Slot])

    def give(self, slots: Iterable[_Slot]) -> None:
        self.owed.extend(slots)
        reports = tuple(slot.item for slot in self.owed)
        # A worker that is gone by now is noticed, and named, when its answer is awaited.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(_encode(reports))

    def take(self) -> bool:
        """Take one answer, into its slot; False when there will be no more (the slot then holds the fault).

        Raises ReadingError when the worker died before it could read anything.
        """
        try:
            answer: _Ready | _Read | _Fault = _decode_answer(self.connection.recv_bytes())
        except (EOFError, ConnectionResetError):
            self.process.join()
            why = f"died ({_cause(self.process.exitcode)})"
            if not self.owed:
                raise ReadingError(f"a worker {why} before it could read; try --jobs 1") from None
            return self._stop(f"the worker that read it {why}")
        match answer:
            case _Ready():
                self.ready = True
            case _Read():
                slot = self.owed.popleft()
                slot.reading, slot.done = answer.reading, True
            case _Fault():
                return self._stop(answer.text, _PASSED_ON.get(answer.error))
        return True

    def _stop(self, why: str, known: type[CounterclaimError] | None = None) -> bool:
        slot = self.owed.popleft()
        assert isinstance(slot.item, Report)
        slot.fault = known(why) if known else failed(slot.item.ref, why)
        slot.done = True
        self.owed.clear()
        return False


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return f"{name}: the system is short of memory, try fewer --jobs" if name == "SIGKILL" else name
    return f"exit code {code}"


@contextlib.contextmanager
def _interrupts_left_to_us() -> Generator[None, None, None]:
    """Let processes started meanwhile ignore the terminal's interrupt: only the parent answers it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _hired(made: str | Maker, jobs: int) -> Generator[list[_Worker], None, None]:
    """Start the workers, and end them whatever happens."""
    context = multiprocessing.get_context("spawn")
    workers: list[_Worker] = []
    try:
        with _interrupts_left_to_us():
            for number in range(1, jobs + 1):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_work, args=(theirs, made), name=f"counterclaim reader {number}", daemon=True
                )
                process.start()
                theirs.close()  # else the death of the worker would never close the pipe
                workers.append(_Worker(process, ours))
        yield workers
    finally:
        for worker in workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in workers:
            worker.process.join()


def _side_by_side(
    items: Iterator[Item], read: Callable[[Report], Reading], made: str | Maker, jobs: int
) -> Iterator[tuple[Item, Reading | None]]:
    """Yield as :func:`readings` does, with workers; ``read`` is this process's own reader."""
    slots: deque[_Slot] = deque()
    unread: deque[_Slot] = deque()
    room = jobs * BATCH * AHEAD
    with _hired(made, jobs) as hired:
        workers = list(hired)
        more = True
        while more or slots:
            while more and len(slots) < room and len(unread) < jobs * BATCH:
                item = next(items, None)
                if item is None:
                    more = False
                    break
                slots.append(slot := _Slot(item, done=not isinstance(item, Report)))
                if not slot.done:
                    unread.append(slot)
            for worker in workers:
                if unread and worker.ready and not worker.owed:
                    worker.give([unread.popleft() for _ in range(min(BATCH, len(unread)))])
            sound = True
            if unread and not any(worker.ready for worker in workers):
                sound = _read_here(unread.popleft(), read)
            while slots and slots[0].done:
                slot = slots.popleft()
                if slot.fault:
                    raise slot.fault
                yield slot.item, slot.reading
            # Once the slots are full or the input has ended there is nothing better to do than to wait.
            full = not more or len(slots) >= room or len(unread) >= jobs * BATCH
            reading = any(worker.owed for worker in workers)
            for connection in wait([worker.connection for worker in workers], timeout=None if full and reading else 0):
                worker = next(worker for worker in workers if worker.connection is connection)
                if not worker.take():
                    workers.remove(worker)
                    sound = False
            if not sound:
                # What stands before the fault is still wanted, what stands after it is not: all of that is in
                # later slots, for slots are handed out in order.
                unread.clear()
                more = False


def _read_here(slot: _Slot, read: Callable[[Report], Reading]) -> bool:
    assert isinstance(slot.item, Report)
    slot.done = True
    try:
        slot.reading = read(slot.item)
    except CounterclaimError as fault:
        slot.fault = fault
    except Exception as fault:  # noqa: BLE001 - told, with the report's name, when its slot's turn comes
        slot.fault = failed(slot.item.ref, explain(fault))
        slot.fault.__cause__ = fault
    return slot.fault is None


def readings(items: Iterator[Item], *, made: str | Maker, jobs: int) -> Iterator[tuple[Item, Reading | None]]:
    """Yield every item in its order, a report with its reading (None for what is no report).

    ``made`` is a maker or the name of one; an object must be picklable to be used with ``jobs`` above 1, and a
    program that uses more than one job must not start it from a module's top level (processes are spawned).
    Raises ReadingError when the maker fails on a report or a worker dies, ModelError and LexiconError as they
    come, UsageError for an unknown maker.
    """
    read = _reader(known(made) if isinstance(made, str) else made)
    count = 0
    for item in items:
        if not isinstance(item, Report):
            yield item, None
            continue
        if jobs > 1 and count == FEW:
            yield from _side_by_side(chain((item,), items), read, made, jobs)
            return
        count += 1
        slot = _Slot(item)
        _read_here(slot, read)
        if slot.fault:
            raise slot.fault
        yield item, slot.reading
