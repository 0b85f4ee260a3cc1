"""SQLite: one file, write-ahead log, FTS5 over the words of reports, an R*Tree over where incidents lie."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
import weakref
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

from filelock import FileLock, Timeout

from counterclaim.errors import LedgerError
from counterclaim.geo import Edges
from counterclaim.store.database import AT_ONCE, WAIT_S, Row
from counterclaim.store.readers import Readers

MEMORY: Final = ":memory:"
"""The name of a ledger that is nowhere but in this process."""
_APPLICATION: Final = 0x636C6D31  # "clm1"
_LOG_PAGES: Final = 16_384
"""Pages of 4 KiB that the write-ahead log takes before they are written into the file: 64 MiB."""
_SCRUB_MS: Final = 1000
"""How long a takedown waits for those who still read what it removes, in milliseconds."""


class _Rows:
    """The rows of a query; ``rest`` reads those left into memory, before something is written."""

    def __init__(self, found: sqlite3.Cursor) -> None:
        self._found: sqlite3.Cursor | None = found
        self._held: list[Row] = []

    def some(self) -> list[Row]:
        """Return the next rows; none after the last."""
        if self._held or self._found is None:
            some, self._held = self._held, []
            return some
        some = self._found.fetchmany(AT_ONCE)
        if len(some) < AT_ONCE:
            self._found = None
        return some

    def rest(self) -> None:
        """Read the rows that are left."""
        if self._found is not None:
            self._held, self._found = [*self._held, *self._found.fetchall()], None

    def close(self) -> None:
        """Let go of the query, read to its end or not."""
        if self._found is not None:
            self._found.close()
            self._found = None


class Sqlite:
    """A ledger's file, made when it is not there and ``create`` is given; see :class:`Database` for the methods.

    ``wait_s``: how long to wait while another process writes.  Several threads may read at once; one that writes has it
    to itself, and so has any that uses a ledger in memory.
    """

    types: ClassVar[Mapping[str, str]] = {"text": "TEXT", "blob": "BLOB", "serial": "INTEGER PRIMARY KEY AUTOINCREMENT"}
    dialect: ClassVar[Literal["sqlite", "postgres"]] = "sqlite"

    def __init__(self, path: str, *, create: bool = True, wait_s: float = WAIT_S) -> None:
        self._path = path
        self._wait_s = wait_s
        self._depth = 0
        self._readers = Readers(self._connect)
        self._open: weakref.WeakSet[_Rows] = weakref.WeakSet()
        self._read_only = False
        if path != MEMORY:
            _look(path, create=create)
        with self._faults():
            self._base = self._connect()
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.execute("PRAGMA cache_size = -65536")

    def _connect(self) -> sqlite3.Connection:
        if self._path == MEMORY:
            return sqlite3.connect(MEMORY, isolation_level=None, check_same_thread=False)
        file = Path(self._path)
        writable = _writable(file.absolute().parent) and (not file.exists() or _writable(file))
        mode = "rwc" if writable else "ro"
        # A file that cannot be written has no log beside it that could change while it is read.
        frozen = "" if writable or Path(f"{self._path}-wal").exists() else "&immutable=1"
        address = f"{file.absolute().as_uri()}?mode={mode}{frozen}"
        base = sqlite3.connect(address, uri=True, isolation_level=None, timeout=self._wait_s, check_same_thread=False)
        self._read_only = not writable
        if writable:
            try:
                self._version(base)  # a file of others stays as it is
                _write_ahead(base, self._wait_s)
                # What was acknowledged is there also after the power failed.
                base.execute("PRAGMA synchronous = FULL")
                # Ids are hashes: a batch changes pages all over the file, and many batches the same ones.
                base.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES:d}")
            except BaseException:
                base.close()
                raise
        return base

    # versions

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none.  Raises LedgerError for a file of others."""
        with self._faults():
            return self._version(self._base)

    def _version(self, base: sqlite3.Connection) -> int:
        tables = base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        mark = base.execute("PRAGMA application_id").fetchone()[0]
        version: int = base.execute("PRAGMA user_version").fetchone()[0]
        if tables and mark != _APPLICATION:
            raise LedgerError(f"{self._path} is an SQLite database, but no ledger: name another file with --ledger")
        return version if tables else 0

    def set_version(self, version: int) -> None:
        """Record the version of the tables, within the transaction that made them."""
        self.run(f"PRAGMA application_id = {_APPLICATION}")
        self.run(f"PRAGMA user_version = {version:d}")

    # statements

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of one query, all of one state, whatever is written meanwhile."""
        if self._depth or self._path == MEMORY:
            with self._faults():
                within = _Rows(self._base.execute(sql, values))
            self._open.add(within)
            yield from self._guarded(within)
            return
        # A connection of its own: one that is in the midst of reading could not begin to write.
        with self._faults():
            reader = self._readers.take()
        found: _Rows | None = None
        try:
            with self._faults():
                found = _Rows(reader.execute(sql, values))
            yield from self._guarded(found)
        finally:
            if found is not None:
                found.close()
            self._readers.give_back(reader)

    def _guarded(self, found: _Rows) -> Iterator[Row]:
        while True:
            with self._faults():  # not around the yield: what befalls the reader is no fault of the database
                some = found.some()
            if not some:
                return
            yield from some

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it changed."""
        self._read_rest()
        with self._faults():
            return self._base.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        self._read_rest()
        with self._faults():
            self._base.executemany(sql, rows)

    def _read_rest(self) -> None:
        """Let every query of this connection that is still being read keep its state."""
        if not self._open:
            return
        with self._faults():
            for found in list(self._open):
                found.rest()
            self._open.clear()

    def among(self, values: Iterable[str]) -> tuple[str, Any]:
        """Return the SQL that stands for a list of texts after ``IN``, and the one value that it takes."""
        return "(SELECT value FROM json_each(?))", json.dumps(sorted(set(values)))

    def numbers(self, values: Iterable[int]) -> tuple[str, Any]:
        """Return the same for a list of whole numbers."""
        return "(SELECT value FROM json_each(?))", json.dumps(sorted(set(values)))

    @contextlib.contextmanager
    def writing(self, *, deriving: bool = False) -> Generator[None, None, None]:  # noqa: ARG002
        """Begin a transaction that writes: SQLite lets one do so at a time, others wait."""
        if self._read_only:
            raise LedgerError(_unwritable(self._path))
        if self._depth:  # within another: one whole
            yield
            return
        with self._faults():
            self._base.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            self._read_rest()
            with self._faults():
                self._base.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(LedgerError):
                self._read_rest()
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
        if self._read_only:
            raise LedgerError(f"{self._path} can only be read: fusing writes what it derives")
        lock = FileLock(f"{self._path}.lock")
        try:
            lock.acquire(wait_s)
        except Timeout:
            raise LedgerError(
                f"another process has been fusing {self._path} for {wait_s:.0f} s: wait for it, or end it; "
                "what was added is kept, and is fused by the next command that writes"
            ) from None
        except OSError as fault:
            raise LedgerError(
                f"{lock.lock_file} cannot be written ({fault.strerror}): it keeps two from fusing at once. Give this "
                "user leave to write it, or remove it when nobody fuses"
            ) from None
        try:
            yield
        finally:
            lock.release()

    # words and space

    def index_words(self, report: str, words: Iterable[str]) -> None:
        """Set the words by which a report is found that has none yet."""
        said = " ".join(words)
        if said:
            self.run("INSERT INTO search_of (report) VALUES (?)", (report,))
            self.run("INSERT INTO search (rowid, words) VALUES (last_insert_rowid(), ?)", (said,))

    def forget_words(self, report: str, words: Iterable[str]) -> None:
        """Remove them; they are the same words."""
        for (found,) in list(self.rows("SELECT found FROM search_of WHERE report = ?", (report,))):
            self.run("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", (found, " ".join(words)))
            # The words that it had stay in the index until its parts are merged.
            self.run("INSERT INTO search (search) VALUES ('optimize')")
        self.run("DELETE FROM search_of WHERE report = ?", (report,))

    def having(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the reports (ids) that have all of the words, and its values."""
        found = "SELECT rowid FROM search WHERE search MATCH ?"
        return f"SELECT report FROM search_of WHERE found IN ({found})", [" AND ".join(f'"{word}"' for word in words)]

    def index_boxes(self, incident: str, boxes: Sequence[Edges]) -> None:
        """Add the boxes within which an incident lies."""
        for west, south, east, north in boxes:
            self.run(
                "INSERT INTO space (west, east, south, north, incident) VALUES (?, ?, ?, ?, ?)",
                (west, east, south, north, incident),
            )
            self.run("INSERT INTO space_of VALUES (?, last_insert_rowid())", (incident,))

    def forget_boxes(self, incidents: Iterable[str]) -> None:
        """Remove the boxes of incidents."""
        sql, value = self.among(incidents)
        self.run(f"DELETE FROM space WHERE id IN (SELECT box FROM space_of WHERE incident IN {sql})", (value,))
        self.run(f"DELETE FROM space_of WHERE incident IN {sql}", (value,))

    def touching(self, boxes: Sequence[Edges]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the incidents (ids) whose boxes touch one of these, and its values."""
        one = "SELECT incident FROM space WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?"
        values = [edge for west, south, east, north in boxes for edge in (east, west, north, south)]
        return " UNION ".join(one for _ in boxes), values

    def rest(self) -> None:
        """Let go of the pages that are held in memory: up to 64 MiB, which a larger file would fill."""
        self.run("PRAGMA shrink_memory")

    def scrub(self) -> None:
        """Empty the write-ahead log into the file: deleted rows are overwritten there.

        While others read what was before, it is left to the last who closes the ledger.
        """
        if self._path != MEMORY and not self._depth:
            self.run(f"PRAGMA busy_timeout = {_SCRUB_MS:d}")
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")
            self.run(f"PRAGMA busy_timeout = {int(self._wait_s * 1000):d}")

    def close(self) -> None:
        """Let go of the database."""
        self._readers.close()
        self._base.close()

    @contextlib.contextmanager
    def _faults(self) -> Generator[None, None, None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise LedgerError(_explained(self._path, fault, self._wait_s)) from fault
        except UnicodeEncodeError:
            raise LedgerError("half a surrogate pair is no text that a ledger can hold or look for") from None


def _write_ahead(base: sqlite3.Connection, wait_s: float) -> None:
    """Let a database write ahead.

    The switch does not wait for others by itself: of several processes that open a new file at once all but one fail.
    """
    until = time.monotonic() + wait_s
    while True:
        try:
            base.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


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
        if not _writable(file.absolute().parent):
            raise LedgerError(f"no ledger can be made in {file.absolute().parent}: it cannot be written")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _unwritable(path: str) -> str:
    return f"{path} can only be read: writing needs leave to write the file and its folder"


def _explained(path: str, fault: sqlite3.Error, wait_s: float) -> str:
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
        return f"{path} has been locked by another process for {wait_s:.0f} s: try again when it is done"
    if "readonly" in text:
        return _unwritable(path)
    if "full" in text:
        return f"{path}: there is no room left on the disk; nothing of this step was stored. Make room and go on"
    if "unable to open" in text:
        return f"{path} cannot be opened: reading needs leave to read the file and to enter its folder"
    return f"{path}: {text}"
