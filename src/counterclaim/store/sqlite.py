"""SQLite: one file, write-ahead log, FTS5 over the words of reports, an R*Tree over where incidents lie."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from counterclaim.errors import LedgerError
from counterclaim.store.database import Row
from counterclaim.store.schema import TABLES

MEMORY: Final = ":memory:"
"""The name of a ledger that is nowhere but in this process."""
_APPLICATION: Final = 0x636C6D31  # "clm1"
_BUSY_S: Final = 60.0
_AT_ONCE: Final = 256
"""Rows fetched together."""

Box = tuple[float, float, float, float]

_OWN: Final = """
CREATE VIRTUAL TABLE search USING fts5(report UNINDEXED, words, tokenize='ascii', detail='none');
CREATE TABLE search_of (report TEXT PRIMARY KEY, found INTEGER NOT NULL);
CREATE VIRTUAL TABLE space USING rtree(id, west, east, south, north, +incident TEXT);
CREATE TABLE space_of (incident TEXT NOT NULL, box INTEGER NOT NULL, PRIMARY KEY (incident, box))
"""


class Sqlite:
    """A ledger's file, made when it is not there and ``create`` is given; see :class:`Database` for the methods."""

    def __init__(self, path: str, *, create: bool = True) -> None:
        self._path = path
        self._depth = 0
        if path != MEMORY:
            _look(path, create=create)
        with self._faults():
            self._base = self._connect()
            self._base.execute("PRAGMA foreign_keys = OFF")
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.execute("PRAGMA cache_size = -65536")

    def _connect(self) -> sqlite3.Connection:
        if self._path == MEMORY:
            return sqlite3.connect(MEMORY, isolation_level=None, check_same_thread=False)
        writable = os.access(self._path, os.W_OK) if Path(self._path).exists() else True
        writable = writable and os.access(Path(self._path).parent, os.W_OK)
        mode = "rwc" if writable else "ro"
        # A file that cannot be written has no log beside it that could change while it is read.
        frozen = "" if writable or Path(f"{self._path}-wal").exists() else "&immutable=1"
        address = f"{Path(self._path).absolute().as_uri()}?mode={mode}{frozen}"
        base = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_S, check_same_thread=False)
        self.read_only = not writable
        if writable:
            base.execute("PRAGMA journal_mode = WAL")
            # NORMAL loses nothing when the process is killed, only when the machine loses power; then the last
            # transactions, never the file.
            base.execute("PRAGMA synchronous = NORMAL")
        return base

    read_only = False

    # versions

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none yet.  Raises LedgerError for a file of others."""
        with self._faults():
            tables = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            mark = self._base.execute("PRAGMA application_id").fetchone()[0]
            version: int = self._base.execute("PRAGMA user_version").fetchone()[0]
        if tables and mark != _APPLICATION:
            raise LedgerError(f"{self._path} is an SQLite database, but no ledger: name another file with --ledger")
        return version if tables else 0

    def set_version(self, version: int) -> None:
        """Record the version of the tables, within the transaction that made them."""
        self._base.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._base.execute(f"PRAGMA user_version = {int(version)}")

    def make_tables(self) -> None:
        """Make the tables of a new ledger."""
        serial = "INTEGER PRIMARY KEY AUTOINCREMENT"
        for statement in (TABLES.format(text="TEXT", blob="BLOB", serial=serial) + ";" + _OWN).split(";"):
            self._base.execute(statement)

    # statements

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of one query, all of one state."""
        with self._faults():
            found = self._base.execute(sql, values)
        while True:
            with self._faults():  # not around the yield: a reader that stops early is no fault of the database
                some = found.fetchmany(_AT_ONCE)
            if not some:
                return
            yield from some

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it changed."""
        with self._faults():
            return self._base.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        with self._faults():
            self._base.executemany(sql, rows)

    def among(self, values: Iterable[str]) -> tuple[str, Any]:
        """Return the SQL that stands for a list of texts after ``IN``, and the one value that it takes."""
        return "(SELECT value FROM json_each(?))", json.dumps(sorted(set(values)))

    def numbers(self, values: Iterable[int]) -> tuple[str, Any]:
        """Return the same for a list of whole numbers."""
        return "(SELECT value FROM json_each(?))", json.dumps(sorted(set(values)))

    @contextlib.contextmanager
    def writing(self) -> Generator[None, None, None]:
        """Begin a transaction that writes; committed at the end of the block, undone when the block raises."""
        if self.read_only:
            raise LedgerError(f"{self._path} can only be read: writing needs leave to write the file and its folder")
        if self._depth:  # within another: one whole
            yield
            return
        with self._faults():
            self._base.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            with self._faults():
                self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def fusing(self, wait_s: float) -> Generator[None, None, None]:
        """Hold the lock that lets one process at a time fuse: a file beside the ledger's."""
        if self._path == MEMORY:
            yield
            return
        if self.read_only:
            raise LedgerError(f"{self._path} can only be read: fusing writes what it derives")
        try:
            with FileLock(f"{self._path}.lock", timeout=wait_s):
                yield
        except Timeout:
            raise LedgerError(
                f"another process has been fusing {self._path} for {wait_s:.0f} s: wait for it, or end it; "
                "what was added is kept, and is fused by the next command that writes"
            ) from None

    # words and space

    def index_words(self, report: str, words: Iterable[str]) -> None:
        """Set the words by which a report is found; none removes it."""
        with self._faults():
            for (found,) in self._base.execute("SELECT found FROM search_of WHERE report = ?", (report,)).fetchall():
                self._base.execute("DELETE FROM search WHERE rowid = ?", (found,))
                self._base.execute("DELETE FROM search_of WHERE report = ?", (report,))
            said = " ".join(_coded(word) for word in sorted(set(words)))
            if said:
                made = self._base.execute("INSERT INTO search (report, words) VALUES (?, ?)", (report, said))
                self._base.execute("INSERT INTO search_of VALUES (?, ?)", (report, made.lastrowid))

    def having(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the reports (ids) that have all of the words, and its values."""
        return "SELECT report FROM search WHERE search MATCH ?", [" AND ".join(_coded(word) for word in words)]

    def index_boxes(self, incident: str, boxes: Sequence[Box]) -> None:
        """Set the boxes (west, south, east, north) within which an incident lies."""
        with self._faults():
            for west, south, east, north in boxes:
                made = self._base.execute(
                    "INSERT INTO space (west, east, south, north, incident) VALUES (?, ?, ?, ?, ?)",
                    (west, east, south, north, incident),
                )
                self._base.execute("INSERT INTO space_of VALUES (?, ?)", (incident, made.lastrowid))

    def forget_boxes(self, incidents: Iterable[str]) -> None:
        """Remove the boxes of incidents."""
        sql, value = self.among(incidents)
        with self._faults():
            self._base.execute(
                f"DELETE FROM space WHERE id IN (SELECT box FROM space_of WHERE incident IN {sql})", (value,)
            )
            self._base.execute(f"DELETE FROM space_of WHERE incident IN {sql}", (value,))

    def touching(self, boxes: Sequence[Box]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the incidents (ids) whose boxes touch one of these, and its values."""
        one = "SELECT incident FROM space WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?"
        values = [edge for west, south, east, north in boxes for edge in (east, west, north, south)]
        return " UNION ".join(one for _ in boxes), values

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    @contextlib.contextmanager
    def _faults(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise LedgerError(_explained(self._path, fault)) from fault


def _coded(word: str) -> str:
    """Return a word as letters that FTS5 takes for one token, whatever its script."""
    return f"x{word.encode().hex()}"


def _look(path: str, *, create: bool) -> None:
    """Raise LedgerError where no ledger can be at this path."""
    file = Path(path)
    if file.is_dir():
        raise LedgerError(f"{path} is a folder: name a file, for example {path.rstrip('/')}/counterclaim.db")
    if not file.exists():
        if not create:
            raise LedgerError(f"there is no ledger at {path}")
        if not file.absolute().parent.is_dir():
            raise LedgerError(f"the folder {file.parent} is not there: make it, or name another file with --ledger")
        if not os.access(file.absolute().parent, os.W_OK):
            raise LedgerError(f"no ledger can be made in {file.absolute().parent}: it cannot be written")


def _explained(path: str, fault: sqlite3.Error) -> str:
    """Return in words what is wrong and what to do."""
    text = str(fault)
    if "not a database" in text:
        return f"{path} is not an SQLite database: name a ledger with --ledger"
    if "malformed" in text or "corrupt" in text:
        return (
            f"{path} is damaged ({text}): put back a copy of it, or save what can be read with "
            "'sqlite3 FILE .recover', and keep the damaged file"
        )
    if "locked" in text or "busy" in text:
        return f"{path} has been locked by another process for {_BUSY_S:.0f} s: try again when it is done"
    if "readonly" in text:
        return f"{path} can only be read: writing needs leave to write the file and its folder"
    if "full" in text:
        return f"{path}: there is no room left on the disk; nothing of this step was stored. Make room and go on"
    return f"{path}: {text}"
