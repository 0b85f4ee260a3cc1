"""The storages that every ledger is tested over, and the server that one of them needs."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.store.opening import open_ledger
from tests.store.servers import PORT, binaries, server

_number = itertools.count()


@pytest.fixture(scope="session")
def socket() -> Generator[str, None, None]:
    """Yield the folder of a server's socket; a test that asks for it skips where no server is installed, not in CI."""
    programs = binaries()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("in CI a PostgreSQL server has to be installed")
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    with server(programs) as folder:
        yield folder


@pytest.fixture
def database(socket: str) -> Callable[..., str]:
    """Return what gives the address of a database on the tests' server, each time a schema of its own."""
    import psycopg

    def address(name: str = "postgres", *, user: str = "tests", schema: str | None = None) -> str:
        if schema is None:
            schema = f"s{next(_number)}"
            with psycopg.connect(host=socket, port=PORT, user="tests", dbname=name, autocommit=True) as base:
                base.execute(f"CREATE SCHEMA {schema}".encode())
        return f"postgresql:///{name}?host={socket}&port={PORT}&user={user}&options=-csearch_path%3D{schema}"

    return address


@pytest.fixture(params=["file", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a ledger may be made that several processes can open."""
    if request.param == "file":
        return str(tmp_path / "ledger.db")
    made: Callable[..., str] = request.getfixturevalue("database")
    return made()


@pytest.fixture(params=["file", "memory", "postgres"])
def ledgers(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Callable[[], Ledger], None, None]:
    """Yield what makes an empty ledger, over each storage in turn."""
    with contextlib.ExitStack() as opened:

        def fresh() -> Ledger:
            if request.param == "postgres":
                where: str = request.getfixturevalue("database")()
            else:
                where = ":memory:" if request.param == "memory" else str(tmp_path / f"{next(_number)}.db")
            return opened.enter_context(contextlib.closing(open_ledger(where)))

        yield fresh


@pytest.fixture
def ledger(ledgers: Callable[[], Ledger]) -> Ledger:
    """Return one empty ledger."""
    return ledgers()
