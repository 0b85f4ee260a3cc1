"""Several processes on one ledger: states that hold while others write, locks, and processes that are killed."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger, Query
from counterclaim.records import Claim, Report, Takedown
from counterclaim.store.opening import open_ledger
from tests.conftest import ROOT
from tests.incidents.pages import judged
from tests.store.adding import CLAIMS, REPORTS, batch
from tests.store.made import incident, many, put

_LISTED = 700
"""More than a database hands over at once."""
_THREADS = 12
_ROUNDS, _GROUP = 10, 30
"""Transactions that derive, and incidents of each."""


def _adding(location: str, batches: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.adding", location, str(batches)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_list_keeps_its_state_while_another_process_writes(location: str) -> None:
    """What was asked for before is given to the end as it was; what is asked for afterwards is new."""
    with contextlib.closing(open_ledger(location)) as ledger:
        ledger.add(many(_LISTED, first=10_000))
        begun = ledger.reports()
        first = next(begun)
        with _adding(location, 3) as child:
            assert child.stdout is not None
            assert child.stdout.read().split() == ["0", "1", "2"]
        assert len([first, *begun]) == _LISTED
        assert len(list(ledger.reports())) == _LISTED + 3 * REPORTS


def test_a_list_keeps_its_state_while_the_ledger_itself_writes(ledger: Ledger) -> None:
    """A ledger may be read and added to in turn, within a block that derives and without."""
    lines = many(_LISTED)
    claims = [line for line in lines if isinstance(line, Claim)]
    ledger.add(lines)
    put(ledger, [incident(claim) for claim in claims])
    seen = 0
    for number, _ in enumerate(ledger.reports()):
        seen += 1
        if number % 300 == 0:
            ledger.add(many(2, first=10_000 + number))
    assert seen == _LISTED
    begun = ledger.every()
    next(begun)
    with ledger.deriving() as derivation:
        within = ledger.every()
        names = {next(within).id}
        derivation.put([], [incident(claim).id for claim in claims])
        names |= {one.id for one in within}
        assert list(ledger.every()) == []
        unread = ledger.reports()
        next(unread)
    assert len(names) == _LISTED
    assert len(list(unread)) == ledger.counts().reports - 1
    assert len(list(begun)) == _LISTED - 1


def test_a_list_left_unread_is_in_nobodys_way(location: str) -> None:
    """A list that was begun and dropped keeps no state alive: what comes after it is new."""
    with contextlib.closing(open_ledger(location)) as ledger, contextlib.closing(open_ledger(location)) as other:
        ledger.add(many(_LISTED))
        for _ in range(20):
            next(ledger.reports())
        other.add(many(3, first=10_000))
        assert len(list(ledger.reports())) == _LISTED + 3
        held = [ledger.reports() for _ in range(3)]
        first = {next(one).id for one in held}
        assert len(first) == 1
        start = time.monotonic()
        other.take_down(judged(Takedown(report=max(first), reason_class="legal")))
        assert time.monotonic() - start < 30
        assert {len(list(one)) for one in held} == {_LISTED + 2}
        assert len(list(ledger.reports())) == _LISTED + 2


def test_one_fuses_at_a_time(location: str) -> None:
    """Who waits longer than it was willing to is told that another fuses; then the lock is free again."""
    with contextlib.closing(open_ledger(location)) as ledger, contextlib.closing(open_ledger(location)) as other:
        with ledger.fusing():
            start = time.monotonic()
            with pytest.raises(LedgerError, match=r"has been fusing .* for 0 s: wait for it"):
                _hold(other)
            assert time.monotonic() - start < 5
            other.add(many(1))
        _hold(other)


def test_many_threads_read_while_others_write(location: str) -> None:
    """One opened ledger serves every thread; each list is of one state, and nothing fails meanwhile."""
    lines = many(_ROUNDS * _GROUP, first=10_000)
    claims = [line for line in lines if isinstance(line, Claim)]
    with contextlib.ExitStack() as stack:
        ledger, writer = (stack.enter_context(contextlib.closing(open_ledger(location))) for _ in range(2))
        writer.add(lines)
        child = stack.enter_context(_adding(location, 20))
        pool = stack.enter_context(ThreadPoolExecutor(_THREADS))
        done = threading.Event()
        readers = [pool.submit(_read_on, ledger, done) for _ in range(_THREADS)]
        for number in range(_ROUNDS):
            put(writer, [incident(claim) for claim in claims[number * _GROUP : (number + 1) * _GROUP]])
        assert child.wait(60) == 0
        done.set()
        sizes = [size for reader in readers for size in reader.result()]
    assert {size % _GROUP for size in sizes} == {0}
    assert max(sizes) == _ROUNDS * _GROUP


def _read_on(ledger: Ledger, done: threading.Event) -> list[int]:
    """Read on until all is written, and once more; return how many incidents each list had."""
    found: list[int] = []
    while True:
        last = done.is_set()
        names = [one.id for one in ledger.briefs()]
        found.append(len(names))
        assert len(list(ledger.incidents(Query(text="fell", limit=5)))) <= 5
        assert {one.id for one in ledger.altered(0, 10_000)} >= set(names)
        assert all(ledger.incident(name) is not None for name in names[:3])
        if last:
            return found


def _hold(ledger: Ledger) -> None:
    with ledger.fusing(wait_s=0.3):
        pass


def test_a_locked_ledger(location: str) -> None:
    """Who cannot write because another does is told so in time, and nothing of the call is stored."""
    with contextlib.closing(open_ledger(location)) as ledger:
        with contextlib.closing(open_ledger(location, wait_s=0.3)) as other, _writing(location):
            with pytest.raises(LedgerError, match=r"locked by another process for 0 s: try again"):
                other.add(many(1))
            assert other.counts().reports == 0
        ledger.add(many(1))
        assert ledger.counts().reports == 1


@contextlib.contextmanager
def _writing(location: str) -> Generator[None]:
    """Hold a transaction that writes, as another process would."""
    if "://" not in location:
        with contextlib.closing(sqlite3.connect(location, isolation_level=None)) as base:
            base.execute("BEGIN IMMEDIATE")
            yield
        return
    from counterclaim.store.postgres import Postgres

    with contextlib.closing(Postgres(location)) as holder, holder.writing():
        yield


def test_two_processes_add_at_once(location: str) -> None:
    """The same statements from two processes are stored once, and neither fails."""
    with contextlib.ExitStack() as stack:
        children = [stack.enter_context(_adding(location, 15)) for _ in range(2)]
        assert [child.wait(60) for child in children] == [0, 0]
    _check(location, set(range(15)))


@pytest.mark.slow
def test_killed_processes_lose_and_double_nothing(location: str) -> None:
    """What was acknowledged before a kill is there afterwards, each statement once, and the ledger is sound."""
    dice = random.Random(17)
    acknowledged: set[int] = set()
    open_ledger(location).close()
    for _ in range(5):
        with _adding(location, 10_000) as child:
            assert child.stdout is not None
            acknowledged.add(int(child.stdout.readline()))
            time.sleep(dice.uniform(0, 0.3))
            child.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in child.stdout.read().split()}
        _check(location, acknowledged)
    assert len(acknowledged) > 1


def _check(location: str, acknowledged: set[int]) -> None:
    """Raise AssertionError where a batch is missing, half there or doubled."""
    with contextlib.closing(open_ledger(location)) as ledger:
        there = {report.id for report in ledger.reports()}
        counts = ledger.counts()
        assert counts.reports == len(there)
        assert counts.claims == CLAIMS * counts.reports
        assert counts.reports % REPORTS == 0
        assert counts.pending == counts.reports
        wanted = {line.id for number in acknowledged for line in batch(number) if isinstance(line, Report)}
        assert wanted <= there
        claims = [claim.id for claim in ledger.claims_of(there)]
        assert len(claims) == len(set(claims)) == counts.claims
    if "://" not in location:
        assert Path(location).is_file()
        with contextlib.closing(sqlite3.connect(location)) as base:
            assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
