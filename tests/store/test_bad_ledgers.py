"""Ledgers that cannot be opened, read or written: the error says what is wrong and what to do, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.store.opening import SqlLedger, open_ledger
from counterclaim.store.sqlite import Sqlite
from tests.store.made import many


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a closed ledger of three reports."""
    path = tmp_path / "ledger.db"
    with contextlib.closing(open_ledger(str(path))) as ledger:
        ledger.add(many(3))
    return path


@pytest.fixture
def shared() -> Generator[Path]:
    """Yield a folder that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="clm-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def _plain_user() -> Generator[None]:
    """Act as a user who may not do everything, where the tests are run by one who may."""
    if os.geteuid():
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


def _refused(where: object, says: str, **given: bool) -> None:
    with pytest.raises(LedgerError, match=says):
        open_ledger(str(where), **given)


def test_no_ledger(tmp_path: Path) -> None:
    """No file where none is to be made, no folder to make it in, or a folder where a file should be."""
    _refused(tmp_path / "none.db", "there is no ledger at", create=False)
    assert list(tmp_path.iterdir()) == []
    _refused(tmp_path / "none" / "ledger.db", "is not there: make it, or name another file with --ledger")
    _refused(tmp_path, "is a folder: name a file, for example")
    _refused("mysql://host/ledger", "a ledger is a file, or a database named by postgresql://HOST/DATABASE")


def test_not_a_database(tmp_path: Path) -> None:
    """A file of another sort is named, and left as it was."""
    text = "These are notes, no database at all. " * 100
    (tmp_path / "notes.txt").write_text(text)
    _refused(tmp_path / "notes.txt", "is not an SQLite database: name a ledger with --ledger")
    assert (tmp_path / "notes.txt").read_text() == text


def test_a_database_of_others(tmp_path: Path) -> None:
    """Another program's database is left as it was."""
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE mine (name TEXT)")
    before = path.read_bytes()
    _refused(path, "is an SQLite database, but no ledger: name another file")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    with contextlib.closing(sqlite3.connect(path)) as base:
        assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


def test_a_newer_ledger(path: Path) -> None:
    """A ledger of a newer version says to upgrade."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")
    _refused(path, r"newer version of this program \(tables 99, here \d+\): upgrade counterclaim")


def test_a_damaged_ledger(path: Path) -> None:
    """Damaged pages are told when they are read, with how to save what is left."""
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)
    with pytest.raises(LedgerError, match=r"is damaged \(.*\): put back a copy of it, or save what can be read"):
        _read(path)


def _read(path: Path) -> None:
    with contextlib.closing(open_ledger(str(path))) as ledger:
        list(ledger.reports())
        ledger.add(many(3))


def test_a_file_that_can_only_be_read(shared: Path, path: Path) -> None:
    """It is read, whole; what would write is refused; so is a ledger where none can be made, or read."""
    ledger_path = shared / "ledger.db"
    shutil.copy(path, ledger_path)
    for file_mode, folder_mode in ((0o444, 0o555), (0o444, 0o755), (0o644, 0o555)):
        ledger_path.chmod(file_mode)
        shared.chmod(folder_mode)
        with _plain_user(), contextlib.closing(open_ledger(str(ledger_path))) as ledger:
            assert len(list(ledger.reports())) == 3
            with pytest.raises(LedgerError, match="can only be read: writing needs leave to write the file and its"):
                ledger.add(many(9))
            with pytest.raises(LedgerError, match="can only be read: fusing writes"):
                _fuse(ledger)
    with _plain_user():
        _refused(shared / "new.db", "no ledger can be made in .*: it cannot be written")
    ledger_path.chmod(0o000)
    with _plain_user():
        _refused(ledger_path, "cannot be opened: reading needs leave to read the file")
    assert [file.name for file in shared.iterdir()] == ["ledger.db"]


def test_a_lock_of_another_user(shared: Path, path: Path) -> None:
    """Who may write the ledger but not the file of its lock is told so."""
    ledger_path, lock = shared / "ledger.db", shared / "ledger.db.lock"
    shutil.copy(path, ledger_path)
    lock.touch()
    for name, mode in ((shared, 0o777), (ledger_path, 0o666), (lock, 0o444)):
        name.chmod(mode)
    with _plain_user(), contextlib.closing(open_ledger(str(ledger_path))) as ledger:
        with pytest.raises(
            LedgerError, match=r"ledger\.db\.lock cannot be written .*: it keeps two from fusing at once"
        ):
            _fuse(ledger)
        ledger.add(many(9))


def _fuse(ledger: Ledger) -> None:
    with ledger.fusing():
        pass


def test_a_full_disk(path: Path) -> None:
    """Nothing of a call that finds no room is stored; once there is room it can be repeated."""
    base = Sqlite(str(path))
    with contextlib.closing(SqlLedger(base)) as ledger:
        ((pages,),) = base.rows("PRAGMA page_count")
        base.run(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(LedgerError, match="no room left on the disk; nothing of this step was stored"):
            ledger.add(many(300))
        assert ledger.counts().reports == 3
        assert ledger.counts().pending == 3
        base.run("PRAGMA max_page_count = 1000000")
        assert ledger.add(many(300)).reports == 297


def test_a_file_name_with_odd_signs(tmp_path: Path) -> None:
    """A name may hold what has a meaning in addresses."""
    for name in ("a b?mode=ro#x.db", "100%25.db", "ٱسم.db"):
        with contextlib.closing(open_ledger(str(tmp_path / name))) as ledger:
            ledger.add(many(1))
        assert (tmp_path / name).is_file()


# PostgreSQL


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the error says how to install it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "counterclaim.store.postgres", raising=False)
    _refused("postgresql:///ledger", r"pip install 'counterclaim\[postgres\]'")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:s3cret@localhost/ledger",
        "postgresql://ada:/s3cret@localhost/ledger",
        "postgresql://ada:#s3cret@localhost/ledger",
        "postgres://localhost/ledger?password=s3cret",
    ],
)
def test_a_password_in_the_address(url: str) -> None:
    """It is refused, says what to do instead, and does not show the password."""
    with pytest.raises(LedgerError, match=r"PGPASSWORD\) or a password file") as refused:
        open_ledger(url)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://[::1/ledger", "no address of a database: it is written postgresql://HOST/DATABASE"),
        ("postgresql:///ledger?colour=red", "is no address of a database .*: it is written postgresql://HOST/DATABASE"),
        ("postgresql://localhost:1/ledger", "no server answers there .*: start it, or name another with --ledger"),
        ("postgresql:///ledger?host=/nowhere", "no server answers there .*: start it, or name another with --ledger"),
    ],
)
def test_no_server(url: str, says: str) -> None:
    """An address that is none, or where nobody answers."""
    _refused(url, says)


def test_wrong_databases(database: Callable[..., str]) -> None:
    """A database, user or schema that is not there, one of others, one that keeps text otherwise."""
    import psycopg

    _refused(database("nothing", schema="s"), "there is no such database .*: make it with createdb")
    _refused(database(user="nobody_known"), "does not let this user in .*: set PGUSER, and PGPASSWORD or a password")
    _refused(database(schema="missing"), "has no schema for tables: make the one that search_path names")
    _refused(database(), "there is no ledger at", create=False)
    address = database()
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("CREATE TABLE meta (name TEXT)")
    _refused(address, "holds tables of others, but no ledger: name a database of its own")
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("ALTER TABLE meta ADD value TEXT")
    _refused(address, "holds tables of others, but no ledger: name a database of its own")
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("DROP DATABASE IF EXISTS ascii")
        base.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    _refused(database("ascii"), "keeps text as SQL_ASCII, a ledger needs UTF8: make another database")


def test_a_newer_database(database: Callable[..., str]) -> None:
    """A ledger of a newer version says to upgrade."""
    import psycopg

    address = database()
    open_ledger(address).close()
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("UPDATE meta SET value = '99' WHERE name = 'counterclaim'")
    _refused(address, r"newer version of this program \(tables 99, here \d+\): upgrade counterclaim")


def test_a_user_who_may_only_read(database: Callable[..., str]) -> None:
    """A user without leave to write reads, and is told when more is asked."""
    import psycopg

    address = database()
    schema = address.rpartition("%3D")[2]
    with contextlib.closing(open_ledger(address)) as ledger:
        ledger.add(many(3))
    with psycopg.connect(address, autocommit=True) as base:
        base.execute("DROP OWNED BY reader" if _has(base, "reader") else "CREATE ROLE reader LOGIN")
        base.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader".encode())
        base.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader".encode())
    with contextlib.closing(open_ledger(database(user="reader", schema=schema))) as ledger:
        assert len(list(ledger.reports())) == 3
        with pytest.raises(LedgerError, match=r"does not let this user do so .*: ask its owner for leave"):
            ledger.add(many(4))
    _refused(database(user="reader"), "has no schema for tables|does not let this user do so")


def _has(base: object, role: str) -> bool:
    import psycopg

    assert isinstance(base, psycopg.Connection)
    return base.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def test_a_broken_connection(database: Callable[..., str]) -> None:
    """What the server broke off in the midst of is not stored, and the next ledger that is opened works."""
    import psycopg

    address = database()
    with contextlib.closing(open_ledger(address)) as ledger:
        ledger.add(many(3))

        def fail() -> None:
            with ledger.deriving() as derivation:
                derivation.settle(derivation.pending(9))
                with psycopg.connect(address, autocommit=True) as base:
                    base.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                    )
                derivation.put_homes({"c": "i"})

        with pytest.raises(LedgerError, match=r"the connection broke .*; nothing of this step was stored"):
            fail()
    with contextlib.closing(open_ledger(address)) as ledger:
        assert ledger.counts().pending == 3


def test_u0000_cannot_be_looked_for(database: Callable[..., str]) -> None:
    """PostgreSQL's refusal of the character is told in words."""
    with contextlib.closing(open_ledger(database())) as ledger, pytest.raises(LedgerError, match="cannot hold or look"):
        ledger.find("\0")
