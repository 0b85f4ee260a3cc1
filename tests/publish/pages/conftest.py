"""Ledgers that pages are made from: the made-up statements, and the demo set as the machine reads it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from counterclaim.commands import ingest
from counterclaim.ledger import Ledger
from counterclaim.publish.panorama import Panorama, panorama
from counterclaim.store.opening import open_ledger
from tests.commands.ledger_of import ledger, run
from tests.publish.derived import CHECKED, CLAIMS, REPORTS

DEMO: Final = Path(__file__).parents[2] / "cases" / "demo"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Ledger]:
    """Open a ledger of the made-up statements."""
    with contextlib.closing(open_ledger(str(ledger(tmp_path, lines=(*REPORTS, *CLAIMS, CHECKED))))) as held:
        yield held


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Open a ledger of the demo set."""
    path = tmp_path_factory.mktemp("pages") / "demo.db"
    assert run(ingest, "--ledger", str(path), *map(str, sorted(DEMO.glob("*.txt")))) == 0
    with contextlib.closing(open_ledger(str(path), create=False)) as held:
        yield held


@pytest.fixture(scope="session")
def outlook(demo: Ledger) -> Panorama:
    """Return the snapshot of the demo set's incidents."""
    return panorama(demo.briefs(), demo.step())
