"""Reading many reports at once: worker processes, results in the order of the input.

    items -> the first FEW, and those that come while the workers load: done here  -> (item, outcome)
          -> the rest: slots in input order -> batches -> workers, a model in each -> (item, outcome)

What is done to an item is a :class:`Work`: to read a report, or to take a capture apart and read what it holds.

Workers are *spawned*, not forked: no inherited locks, threads or half-written output, and the same behaviour on
every system.  Forking after the model is loaded was weighed: it saves two seconds of one core a worker and is
unsafe wherever a numerical library has started threads (and on macOS, always).

A worker answers item by item, so that the parent knows which one it was reading when it died.  The parent
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
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, Protocol

import msgspec

from counterclaim.claims.maker import Maker, known, maker, reading_of
from counterclaim.errors import CounterclaimError, LexiconError, ModelError
from counterclaim.records import Capture, Reading, Reject, Report

Item = Capture | Report | Reject
Todo = Capture | Report
"""What work can be done to."""
Outcome = tuple[tuple[Report | Reject, Reading | None], ...]
"""What came out of an item: reports, each with its reading, and rejects."""

FEW: Final = 16
"""Items worked on before workers are started: their two seconds of loading pay off only beyond this many."""
BATCH: Final = 4
"""Items handed to a worker at a time: small, so that the last batch does not leave the others idle for long."""
AHEAD: Final = 4
"""Batches a worker's share of the slots holds: how far the fast may run ahead of the slow."""


class ReadingError(CounterclaimError):
    """A maker failed on a report, which the text names: a fault of the program or the machine, not of the input."""


class Work(Protocol):
    """What is done to an item; the same item has the same outcome, whatever was done before."""

    def __call__(self, item: Todo, /) -> Outcome:
        """Return what comes out of the item."""
        ...


class Done(msgspec.Struct, tag="done"):
    """The outcome of one item."""

    outcome: Outcome


class Fault(msgspec.Struct, tag="fault"):
    """What went wrong with one item: the class of an error that is addressed to the user, or ""; and its text."""

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
_decode_items: Final = msgspec.msgpack.Decoder(tuple[Todo, ...]).decode
_decode_answer: Final = msgspec.msgpack.Decoder(_Ready | Done | Fault).decode
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


def reader(made: str | Maker) -> Callable[[Report], Reading]:
    """Return a function that reads with the maker, found (and its model loaded) on the first report.

    Raises UsageError where no maker has that name.
    """
    if isinstance(made, str):
        known(made)
    found: list[Maker] = [] if isinstance(made, str) else [made]

    def read(report: Report) -> Reading:
        if not found and isinstance(made, str):
            found.append(maker(made))
        return reading_of(found[0], report)

    return read


def _reading(made: str | Maker) -> Work:
    """Return the work of reading reports."""
    read = reader(made)

    def work(item: Todo) -> Outcome:
        assert isinstance(item, Report)
        return ((item, read(item)),)

    return work


def answer(work: Work, item: Todo) -> Done | Fault:
    """Return the outcome of an item, or what went wrong with it."""
    try:
        return Done(work(item))
    except CounterclaimError as fault:
        return Fault(type(fault).__name__, str(fault))
    except Exception as fault:  # noqa: BLE001 - told to the parent, which stops and names the item
        return Fault("", explain(fault))


def error_of(fault: Fault, item: Todo) -> CounterclaimError:
    """Return the error that a fault is raised as."""
    passed_on = _PASSED_ON.get(fault.error)
    return passed_on(fault.text) if passed_on else failed(name_of(item), fault.text)


def name_of(item: Todo) -> str:
    """Return how a person knows an item."""
    return item.ref if isinstance(item, Report) else item.source


def _work(connection: Connection, begin: Callable[[], Work]) -> None:  # pragma: no cover - runs in the workers
    """Do what comes, answer each item, until the parent closes its end (or is gone)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    work = begin()
    with connection, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        answer(work, _WARM_UP)  # a fault here comes again with the first report, and is told then
        connection.send_bytes(_encode(_Ready()))
        while True:
            for item in _decode_items(connection.recv_bytes()):
                connection.send_bytes(_encode(answer(work, item)))


@dataclass(slots=True)
class _Slot:
    """A place in the output: an item, what has to be done to it, and the outcome once there is one."""

    item: Item
    todo: Todo | None
    outcome: Outcome = ()
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
        items = tuple(slot.todo for slot in self.owed)
        # A worker that is gone by now is noticed, and named, when its answer is awaited.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(_encode(items))

    def take(self) -> bool:
        """Take one answer, into its slot; False when there will be no more (the slot then holds the fault).

        Raises ReadingError when the worker died before it could read anything.
        """
        try:
            answer: _Ready | Done | Fault = _decode_answer(self.connection.recv_bytes())
        except (EOFError, ConnectionResetError):
            self.process.join()
            why = f"died ({_cause(self.process.exitcode)})"
            if not self.owed:
                raise ReadingError(f"a worker {why} before it could read; try --jobs 1") from None
            return self._stop(Fault("", f"the worker that read it {why}"))
        match answer:
            case _Ready():
                self.ready = True
            case Done():
                slot = self.owed.popleft()
                slot.outcome, slot.done = answer.outcome, True
            case Fault():
                return self._stop(answer)
        return True

    def _stop(self, fault: Fault) -> bool:
        slot = self.owed.popleft()
        assert slot.todo is not None
        slot.fault = error_of(fault, slot.todo)
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
def _hired(begin: Callable[[], Work], jobs: int) -> Generator[list[_Worker], None, None]:
    """Start the workers, and end them whatever happens."""
    context = multiprocessing.get_context("spawn")
    workers: list[_Worker] = []
    try:
        with _interrupts_left_to_us():
            for number in range(1, jobs + 1):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_work, args=(theirs, begin), name=f"counterclaim reader {number}", daemon=True
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
    items: Iterator[tuple[Item, Todo | None]], work: Work, begin: Callable[[], Work], jobs: int
) -> Iterator[tuple[Item, Outcome]]:
    """Yield as :func:`worked` does, with workers; ``work`` is this process's own."""
    slots: deque[_Slot] = deque()
    unread: deque[_Slot] = deque()
    room = jobs * BATCH * AHEAD
    with _hired(begin, jobs) as hired:
        workers = list(hired)
        more = True
        while more or slots:
            while more and len(slots) < room and len(unread) < jobs * BATCH:
                given = next(items, None)
                if given is None:
                    more = False
                    break
                slots.append(slot := _Slot(*given, done=given[1] is None))
                if not slot.done:
                    unread.append(slot)
            for worker in workers:
                if unread and worker.ready and not worker.owed:
                    worker.give([unread.popleft() for _ in range(min(BATCH, len(unread)))])
            sound = True
            if unread and not any(worker.ready for worker in workers):
                sound = _do_here(unread.popleft(), work)
            while slots and slots[0].done:
                slot = slots.popleft()
                if slot.fault:
                    raise slot.fault
                yield slot.item, slot.outcome
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


def _do_here(slot: _Slot, work: Work) -> bool:
    assert slot.todo is not None
    slot.done = True
    try:
        slot.outcome = work(slot.todo)
    except CounterclaimError as fault:
        slot.fault = fault
    except Exception as fault:  # noqa: BLE001 - told, with the item's name, when its slot's turn comes
        slot.fault = failed(name_of(slot.todo), explain(fault))
        slot.fault.__cause__ = fault
    return slot.fault is None


def worked(
    items: Iterator[tuple[Item, Todo | None]], *, begin: Callable[[], Work], jobs: int
) -> Iterator[tuple[Item, Outcome]]:
    """Yield every item in its order, with what comes out of what has to be done (nothing where that is None).

    ``begin`` makes the work, here and in each worker; it must be picklable to be used with ``jobs`` above 1, and a
    program that uses more than one job must not start it from a module's top level (processes are spawned).
    Raises ReadingError when the work fails on an item or a worker dies, ModelError and LexiconError as they come.
    """
    work = begin()
    count = 0
    for item, todo in items:
        if todo is None:
            yield item, ()
            continue
        if jobs > 1 and count == FEW:
            yield from _side_by_side(chain(((item, todo),), items), work, begin, jobs)
            return
        count += 1
        slot = _Slot(item, todo)
        _do_here(slot, work)
        if slot.fault:
            raise slot.fault
        yield item, slot.outcome


def readings(items: Iterator[Item], *, made: str | Maker, jobs: int) -> Iterator[tuple[Item, Reading | None]]:
    """Yield every item in its order, a report with its reading (None for what is no report).

    ``made`` is a maker or the name of one; an object must be picklable to be used with ``jobs`` above 1.
    Raises what :func:`worked` raises, and UsageError for an unknown maker.
    """
    given = ((item, item if isinstance(item, Report) else None) for item in items)
    for item, outcome in worked(given, begin=partial(_reading, made), jobs=jobs):
        yield item, outcome[0][1] if outcome else None
