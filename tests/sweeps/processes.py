"""Files of tagged lines, and the processes that ingest them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from counterclaim.ledger import Counts
from counterclaim.pipeline import Fault, verify
from counterclaim.records import Line
from counterclaim.store.opening import open_ledger
from tests.conftest import ROOT
from tests.sweeps.derived import derived


def written(path: Path, lines: Iterable[Line]) -> Path:
    """Write lines as ``counterclaim read --json`` does, and return the path."""
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


def started(ledger: Path, files: Sequence[Path]) -> subprocess.Popen[str]:
    """Start a process that will ingest files into a ledger; it waits to be let go."""
    command = [sys.executable, "-m", "tests.sweeps.child", str(ledger), *map(str, files)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def let_go(processes: Iterable[subprocess.Popen[str]]) -> None:
    """Let processes begin, when all are ready."""
    waiting = list(processes)
    for process in waiting:
        assert process.stdout is not None
        assert process.stderr is not None
        said = process.stdout.readline()
        assert said == "ready\n", f"{said!r}\n{process.stderr.read()}"
    for process in waiting:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None


def ended(process: subprocess.Popen[str]) -> None:
    """Wait for a process to end well."""
    _, fault = process.communicate(timeout=600)
    assert process.returncode == 0, fault


def ingested(ledger: Path, files: Sequence[Path]) -> float:
    """Ingest files in a process of its own, undisturbed; return the seconds that it took."""
    process = started(ledger, files)
    let_go([process])
    began = time.perf_counter()
    ended(process)
    return time.perf_counter() - began


def outcome(ledger: Path) -> tuple[Counts, list[Fault], dict[str, Any]]:
    """Return how much a ledger holds, the judgements that bind to nothing, and what is derived.

    All else that ``verify`` looks at must be in order.
    """
    with contextlib.closing(open_ledger(str(ledger), create=False)) as opened:
        faults = list(verify(opened))
        assert [fault for fault in faults if "no live claim of that kind" not in fault.what] == []
        return opened.counts(), faults, derived(opened)
