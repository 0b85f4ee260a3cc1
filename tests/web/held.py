"""A ledger that is shown: the made-up statements of ``tests/publish/derived.py`` behind an application."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

from litestar.testing import TestClient

from counterclaim.web.app import application
from counterclaim.web.door import Door
from counterclaim.web.guard import Guard
from counterclaim.web.ledgers import Ledgers
from tests.commands.ledger_of import ledger

BASE: Final = "http://127.0.0.1"


class Shown:
    """An application, a client of it, its door, and what the operator was told."""

    def __init__(self, app: Guard, client: TestClient[Guard], door: Door, told: list[str]) -> None:
        self.app = app
        self.client = client
        self.door = door
        self.told = told

    def get(self, path: str, **more: Any) -> Any:
        """Return the answer to a GET; redirects are not followed."""
        return self.client.get(path, follow_redirects=False, **more)

    def refresh(self) -> None:
        """Look at the ledger now, not in two seconds."""
        self.client.blocking_portal.call(self.door.refresh)


@contextlib.contextmanager
def shown(path: Path, *, public: bool = False, hosts: frozenset[str] = frozenset()) -> Generator[Shown, None, None]:
    """Show a ledger for the time of a block."""
    told: list[str] = []
    door = Door(Ledgers(str(path), public=public), say=told.append, hosts=hosts)
    app = application(door)
    with TestClient(app, base_url=BASE, raise_server_exceptions=True) as client:
        yield Shown(app, client, door, told)


@contextlib.contextmanager
def showing(folder: Path, **more: Any) -> Generator[Shown, None, None]:
    """Show the made-up statements for the time of a block; ``more`` goes to the ledger."""
    with shown(ledger(folder, **more)) as held:
        yield held
