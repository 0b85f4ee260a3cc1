"""Measure the page: ``python -m bench --page``.

    make     a ledger of so many claims is made, gathered instead of fused: see gathered.py     (a process of its own)
    look     all incidents are loaded in brief, and filtered                                    (another)
    serve    ``counterclaim serve`` shows pages one by one, then to many readers while an ingest runs       (two more)

Times are those of a reader on the same machine: from asking over loopback to the last byte of the answer, on kept
connections, without compression.  Each page is asked for with another address, so that no answer is a repetition.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bench.figures import KIB_A_RSS, Figure
from bench.gathered import gather
from bench.stream import made, pages
from counterclaim.ledger import Box, Query
from counterclaim.pipeline import fuse
from counterclaim.publish.panorama import panorama
from counterclaim.store.opening import open_ledger

FULL: Final = 1_000_000
QUICK: Final = 20_000
READERS: Final = 50
WARM: Final = 15
ASKED: Final = 150
"""Pages of each sort that are timed one after the other."""
CROWD_S: Final = 30.0
"""Seconds for which readers read while an ingest runs."""
PAUSE_S: Final = 5.0
"""Seconds for which a reader looks at a page before asking for the next, on average."""
_INGEST: Final = 64
"""Reports of a batch that is ingested meanwhile."""
_KINDS: Final = ("shelling", "air_strike", "battle", "bombing", "killing", "protest")
_START_S: Final = 300.0


def measure(claims: int) -> list[Figure]:
    """Return all figures, measured one after the other on a ledger of so many claims."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        _child("make", path, str(claims))
        return [*_looked(path), *_served(path)]


def _looked(path: str) -> list[Figure]:
    found = json.loads(_child("look", path))
    name = f"{found['incidents']:,.0f} incidents"
    return [
        Figure(f"{name} loaded in brief", found["load"], "s"),
        Figure("filters, counts and a page of them, p95", found["select"], "ms", "50"),
        Figure("cells of a map, p95", found["cells"], "ms"),
        Figure("snapshot renewed by 64 incidents, p95", found["renew"], "ms"),
        Figure("peak memory of loading and filtering", found["peak"], "MiB"),
    ]


def _served(path: str) -> list[Figure]:
    dice = random.Random(5)
    with contextlib.closing(open_ledger(path, create=False)) as ledger:
        names = dice.sample([one.id for one in ledger.briefs()], 2000)
    with _server(path) as (port, peak):
        sorts: dict[str, Callable[[], str]] = {
            "overview": lambda: f"/?order={dice.choice(('when', 'toll', 'spread', 'review'))}&since={_day(dice)}",
            "filter change": lambda: _filtered(dice),
            "incident page": lambda: f"/incidents/{dice.choice(names)}",
        }
        alone: dict[str, _Times] = {}
        for name, make in sorts.items():
            _ask(port, [make() for _ in range(WARM)])
            alone[name] = _ask(port, [make() for _ in range(ASKED)])
        wanted = {"overview": "300", "filter change": "200", "incident page": "100"}
        figures = [Figure(f"{name}, p95", alone[name].p95, "ms", wanted[name]) for name in sorts]
        figures.append(Figure("pages one after the other that failed", sum(one.failed for one in alone.values()), ""))
        for pause, goal in ((PAUSE_S, ("1,000", "0")), (0.0, ("", "0"))):
            crowd, rounds = _crowd(path, port, list(sorts.values()), pause)
            who = f"{READERS} readers" + (f", {pause:g} s a page" if pause else " without a pause")
            figures += [
                Figure(f"{who}, during an ingest: p95", crowd.p95, "ms", goal[0]),
                Figure(f"{who}, during an ingest: failed", crowd.failed, "pages", goal[1]),
                Figure(f"{who}, during an ingest: read", len(crowd.took) / CROWD_S, "pages/s"),
                Figure("reports ingested meanwhile", rounds * _INGEST / CROWD_S, "reports/s"),
            ]
        figures.append(Figure("peak memory of the server", peak(), "MiB"))
    return figures


@dataclass(slots=True)
class _Times:
    """How long answers took, in ms, and how many were no page."""

    took: list[float] = field(default_factory=list[float])
    failed: int = 0

    @property
    def p95(self) -> float:
        return _p95(self.took)


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] if took else float("nan")


def _ask(port: int, addresses: Sequence[str]) -> _Times:
    """Ask for pages one after the other on one connection."""
    times = _Times()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for address in addresses:
            _time(connection, address, times)
    return times


def _time(connection: http.client.HTTPConnection, address: str, times: _Times) -> None:
    began = time.perf_counter()
    try:
        try:
            status, body = _get(connection, address)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A connection that was idle for long is closed by the server: a browser, too, opens another.
            connection.close()
            status, body = _get(connection, address)
    except (OSError, http.client.HTTPException) as fault:
        connection.close()
        times.failed += 1
        print(f"{address}: {fault!r}", file=sys.stderr)
        return
    times.took.append(1000 * (time.perf_counter() - began))
    if status != http.client.OK or not body:
        times.failed += 1
        print(f"{address}: status {status}", file=sys.stderr)


def _get(connection: http.client.HTTPConnection, address: str) -> tuple[int, bytes]:
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _crowd(path: str, port: int, sorts: Sequence[Callable[[], str]], pause: float) -> tuple[_Times, int]:
    """Let many read at once while another process ingests; return their times, and how many batches it took in."""
    until = time.perf_counter() + CROWD_S
    found = _Times()
    lock = threading.Lock()

    def read(number: int) -> None:
        dice = random.Random(number)
        mine = _Times()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            while (left := until - time.perf_counter()) > 0:
                time.sleep(min(left, dice.uniform(0, 2 * pause)))
                with lock:
                    address = dice.choice(sorts)()
                _time(connection, address, mine)
        with lock:
            found.took.extend(mine.took)
            found.failed += mine.failed

    ingest = [sys.executable, "-m", "bench.page", "ingest", path, str(CROWD_S), str(int(pause))]
    with subprocess.Popen(ingest, stdout=subprocess.PIPE, text=True) as other, ThreadPoolExecutor(READERS) as pool:
        for reader in [pool.submit(read, number) for number in range(READERS)]:
            reader.result()
        rounds, _ = other.communicate()
    return found, int(rounds)


def _day(dice: random.Random) -> str:
    return f"20{dice.randrange(10, 24)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"


def _filtered(dice: random.Random) -> str:
    south, west = dice.uniform(-20, 45), dice.uniform(-20, 100)
    return "/?" + dice.choice(
        (
            f"kind={dice.choice(_KINDS)}&since={_day(dice)}",
            f"box={west:.2f},{south:.2f},{west + 15:.2f},{south + 10:.2f}",
            f"harm=killed&contested=true&until={_day(dice)}",
            f"country={dice.choice(('SY', 'IQ', 'YE', 'AF', 'UA', 'SO'))}&order=toll&since={_day(dice)}",
            f"text=market+{dice.choice(('shelling', 'hospital', 'wounded'))}&since={_day(dice)}",
        )
    )


@contextlib.contextmanager
def _server(path: str) -> Generator[tuple[int, Callable[[], float]], None, None]:
    """Run the server; yield its port, and what tells its peak memory in MiB."""
    command = [sys.executable, "-m", "counterclaim", "serve", "--ledger", path, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        watchdog = threading.Timer(_START_S, server.kill)
        watchdog.start()
        port = next((int(found[1]) for line in server.stderr if (found := re.search(r"127\.0\.0\.1:(\d+)", line))), 0)
        watchdog.cancel()
        if not port:
            raise RuntimeError("the server did not start: run counterclaim serve on a ledger to see why")
        drained = threading.Thread(target=server.stderr.read)
        drained.start()
        try:
            yield port, lambda: _peak_of(server.pid)
        finally:
            server.terminate()
            drained.join()


def _peak_of(process: int) -> float:
    """Return the peak memory of a running process in MiB, NaN where the system does not tell."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1024
    return float("nan")


def _child(*arguments: str) -> str:
    """Run a step in a process of its own, so that its memory is its own; what it says of its progress is shown."""
    command = [sys.executable, "-m", "bench.page", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def look(path: str) -> dict[str, float]:
    """Return how long it takes to load all incidents (s) and to filter them (ms, p95), and the peak memory (MiB)."""
    import resource  # not everywhere: the other steps do without

    dice = random.Random(7)
    with contextlib.closing(open_ledger(path, create=False)) as ledger:
        began = time.perf_counter()
        seen = panorama(ledger.briefs(), ledger.step())
        load = time.perf_counter() - began
        some = list(ledger.briefs([one.id for one in seen.select(Query(limit=64)).page]))
    world = Box(west=-180.0, south=-90.0, east=180.0, north=90.0)

    def ask() -> None:
        south, west = dice.uniform(-20, 45), dice.uniform(-20, 100)
        box = Box(west=west, south=south, east=west + 15, north=south + 10)
        for query in (Query(order="toll", limit=50), Query(kind="shelling", limit=50), Query(box=box, limit=50)):
            began = time.perf_counter()
            found = seen.select(query)
            assert bool(found.facets.review) == bool(found.page)
            selects.append(1000 * (time.perf_counter() - began))

    selects: list[float] = []
    for _ in range(ASKED // 3):
        ask()
    cells = [_took(lambda: seen.select(Query()).cells(world, 48, 32)) for _ in range(ASKED // 3)]
    renews = [_took(lambda: seen.renewed(some, frozenset(), seen.step + 1)) for _ in range(ASKED // 3)]
    return {
        "incidents": len(seen),
        "load": load,
        "select": _p95(selects),
        "cells": _p95(cells),
        "renew": _p95(renews),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_RSS / 1024,
    }


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def ingest(path: str, seconds: float, seed: int) -> int:
    """Ingest reports that the ledger does not have, batch by batch, for some seconds; return how many batches."""
    rounds = 0
    # Other addresses than those of the ledger's own: else they would be later versions of its pages.
    later = (replace(page, url=f"https://later.example/{seed}/{page.number}") for page in pages(seed))
    until = time.monotonic() + seconds
    with contextlib.closing(open_ledger(path, create=False)) as ledger:
        while time.monotonic() < until:
            ledger.add([line for page in itertools.islice(later, _INGEST) for line in made(page)])
            for _ in fuse(ledger):
                pass
            rounds += 1
    return rounds


if __name__ == "__main__":
    step, where, *rest = sys.argv[1:]
    match step:
        case "make":
            gather(where, int(rest[0]))
        case "look":
            print(json.dumps(look(where)))
        case _:
            print(ingest(where, float(rest[0]), int(rest[1])))
