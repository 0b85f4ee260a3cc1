"""PostgreSQL: one schema of one database, an inverted index over the words of reports, a tree over where incidents lie.

The address is one of libpq's (``postgresql://HOST/DATABASE``); what it leaves out comes from the environment (PGHOST,
PGUSER, PGPASSWORD and their kin) or a password file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final, Literal, cast
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import errors

from counterclaim.errors import LedgerError
from counterclaim.geo import Edges
from counterclaim.store.database import AT_ONCE, WAIT_S, Row
from counterclaim.store.readers import Readers

_Connection = psycopg.Connection[Row]

_ADDING: Final = 0x636C6D31
_FUSING: Final = 0x636C6D32
"""The locks of those who add and of the one who fuses: numbers of our own, with the schema's as the second."""
_MARK: Final = "counterclaim"
"""The row of ``meta`` that tells a ledger, and the version of its tables."""


class Postgres:
    """A ledger's database; see :class:`Database` for the methods.

    Its tables are made when they are not there and ``create`` is given.  ``wait_s``: how long to wait while another
    process writes.  Several threads may read at once; one that writes has it to itself.
    """

    types: ClassVar[Mapping[str, str]] = {
        "text": 'TEXT COLLATE "C"',
        "blob": "BYTEA",
        "serial": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    }
    dialect: ClassVar[Literal["sqlite", "postgres"]] = "postgres"

    def __init__(self, url: str, *, create: bool = True, wait_s: float = WAIT_S) -> None:
        _refuse_password(url)
        self._url = url
        self._wait_s = wait_s
        self._depth = 0
        self._cursors = 0
        self._readers = Readers(lambda: self._connect(wait_s))
        self._base = self._connect(wait_s)
        try:
            with self._faults():
                self._check_place()
            if not create and not self.version():
                raise LedgerError(f"there is no ledger at {url}")
        except BaseException:
            self._base.close()
            raise

    def _connect(self, wait_s: float) -> _Connection:
        with self._faults():
            made = psycopg.connect(self._url, autocommit=True, client_encoding="UTF8")
            made.execute(f"SET lock_timeout = {max(1, int(wait_s * 1000)):d}".encode())
        return made

    def _check_place(self) -> None:
        """Raise LedgerError where no ledger can be kept, whatever it holds."""
        encoding, schema = self._one("SELECT current_setting('server_encoding'), current_schema()")
        if encoding != "UTF8":
            raise LedgerError(
                f"{self._url} keeps text as {encoding}, a ledger needs UTF8: make another database with "
                "createdb --encoding=UTF8 --template=template0"
            )
        if schema is None:
            raise LedgerError(f"{self._url} has no schema for tables: make the one that search_path names")

    def _one(self, sql: str) -> Row:
        found = self._base.execute(sql.encode()).fetchone()
        assert found is not None
        return found

    # versions

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none.  Raises LedgerError for a database of others."""
        with self._faults():
            tables, meta = self._one(
                "SELECT count(*), bool_or(relname = 'meta') FROM pg_class "
                "WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
            )
            if not tables:
                return 0
            columns = "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() "
            if meta and self._one(f"{columns} AND table_name = 'meta' AND column_name IN ('name', 'value')")[0] == 2:
                found = self._base.execute(f"SELECT value FROM meta WHERE name = '{_MARK}'".encode()).fetchone()
                if found is not None:
                    return int(found[0])
        raise LedgerError(
            f"{self._url} holds tables of others, but no ledger: name a database of its own with --ledger "
            "(createdb makes one)"
        )

    def set_version(self, version: int) -> None:
        """Record the version of the tables, within the transaction that made them."""
        sql = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self.run(sql, (_MARK, str(version)))

    # statements

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of one query, all of one state, whatever is written meanwhile."""
        if self._depth:
            yield from self._within(sql, values)
            return
        with self._faults():
            reader = self._readers.take()
        try:
            # Closing the stream early cancels the query: it is a generator, which its type does not say.
            stream = cast("Generator[Row]", reader.cursor().stream(_marked(sql), values, binary=True))
            with contextlib.closing(stream) as found:
                yield from self._guarded(found)
        finally:
            self._readers.give_back(reader, usable=not reader.broken)

    def _within(self, sql: str, values: Sequence[Any]) -> Iterator[Row]:
        """Yield the rows of a query within the transaction that writes: others may be asked before it is read."""
        self._cursors += 1
        with self._faults():
            # Held beyond the commit, for one may be read to its end afterwards.
            found = self._base.cursor(f"c{self._cursors}", withhold=True)
            found.execute(_marked(sql), values, binary=True)
            some = found.fetchmany(AT_ONCE)
        try:
            while some:
                yield from some
                with self._faults():
                    some = found.fetchmany(AT_ONCE) if len(some) == AT_ONCE else []
        finally:
            with contextlib.suppress(psycopg.Error):
                found.close()

    def _guarded(self, found: Iterator[Row]) -> Iterator[Row]:
        while True:
            with self._faults():  # not around the yield: what befalls the reader is no fault of the database
                row = next(found, None)
            if row is None:
                return
            yield row

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it changed."""
        with self._faults():
            return self._base.execute(_marked(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        with self._faults(), self._base.cursor() as cursor:
            cursor.executemany(_marked(sql), rows)

    def among(self, values: Iterable[str]) -> tuple[str, Any]:
        """Return the SQL that stands for a list of texts after ``IN``, and the one value that it takes."""
        return "(SELECT unnest(?::text[]))", sorted(set(values))

    def numbers(self, values: Iterable[int]) -> tuple[str, Any]:
        """Return the same for a list of whole numbers."""
        return "(SELECT unnest(?::bigint[]))", sorted(set(values))

    @contextlib.contextmanager
    def writing(self, *, deriving: bool = False) -> Generator[None, None, None]:
        """Begin a transaction that writes; committed at the end of the block, undone when the block raises.

        Those who add take turns.  Who derives sees one state, so that what others add meanwhile is not taken for fused.
        """
        if self._depth:  # within another: one whole
            yield
            return
        with self._faults():
            self._base.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ" if deriving else b"BEGIN")
        self._depth += 1
        try:
            if not deriving:
                with self._faults():
                    self._base.execute(_lock("pg_advisory_xact_lock", _ADDING))
            yield
            with self._faults():
                self._base.execute(b"COMMIT")
        except BaseException:
            # A connection that broke has nothing left to undo.
            with contextlib.suppress(psycopg.Error):
                self._base.execute(b"ROLLBACK")
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def fusing(self, wait_s: float) -> Generator[None, None, None]:
        """Hold the lock that lets one process at a time fuse, for the life of a connection of its own."""
        with contextlib.closing(self._connect(wait_s)) as held:
            try:
                held.execute(_lock("pg_advisory_lock", _FUSING))
            except errors.LockNotAvailable:
                raise LedgerError(
                    f"another process has been fusing {self._url} for {wait_s:.0f} s: wait for it, or end it; "
                    "what was added is kept, and is fused by the next command that writes"
                ) from None
            yield

    def rest(self) -> None:
        """Do nothing: what is held is held by the server."""

    def scrub(self) -> None:
        """Let the space of deleted rows be used again.  What the server archives of its log is not ours to clean."""
        if not self._depth:
            self.run("VACUUM (SKIP_LOCKED) report, claim, capture, body, search")

    # words and space

    def index_words(self, report: str, words: Iterable[str]) -> None:
        """Set the words by which a report is found that has none yet."""
        self.run("INSERT INTO search VALUES (?, ?)", (report, sorted(words)))

    def forget_words(self, report: str, words: Iterable[str]) -> None:  # noqa: ARG002
        """Remove them; they are the same words."""
        self.run("DELETE FROM search WHERE report = ?", (report,))

    def having(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the reports (ids) that have all of the words, and its values."""
        return "SELECT report FROM search WHERE words @> ?::text[]", [list(words)]

    def index_boxes(self, incident: str, boxes: Sequence[Edges]) -> None:
        """Add the boxes within which an incident lies."""
        self.many(f"INSERT INTO space VALUES (?, {_BOX})", [(incident, *edges) for edges in boxes])

    def forget_boxes(self, incidents: Iterable[str]) -> None:
        """Remove the boxes of incidents."""
        sql, value = self.among(incidents)
        self.run(f"DELETE FROM space WHERE incident IN {sql}", (value,))

    def touching(self, boxes: Sequence[Edges]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the incidents (ids) whose boxes touch one of these, and its values."""
        one = f"SELECT incident FROM space WHERE edges && {_BOX}"
        return " UNION ".join(one for _ in boxes), [edge for edges in boxes for edge in edges]

    def close(self) -> None:
        """Let go of the database."""
        self._readers.close()
        self._base.close()

    @contextlib.contextmanager
    def _faults(self) -> Generator[None, None, None]:
        try:
            yield
        except psycopg.Error as fault:
            raise LedgerError(_explained(self._url, fault, self._wait_s)) from fault
        except UnicodeEncodeError:
            raise LedgerError("half a surrogate pair is no text that a ledger can hold or look for") from None


_BOX: Final = "box(point(?::float8, ?::float8), point(?::float8, ?::float8))"
"""A box of two corners: west and south, east and north."""


@lru_cache(maxsize=512)
def _marked(sql: str) -> bytes:
    """Return a statement with this driver's marks for values."""
    return sql.replace("?", "%s").encode()


def _lock(function: str, number: int) -> bytes:
    return f"SELECT {function}({number:d}, current_schema()::regnamespace::oid::int)".encode()


def _refuse_password(url: str) -> None:
    """Raise LedgerError for an address that holds a password, without showing it, or that is none."""
    try:
        parts = urlsplit(url)
        held = parts.password is not None or any("password" in name for name in parse_qs(parts.query))
        held = held or "@" in parts.path + parts.fragment  # a password with signs that end the host's part
    except ValueError:
        raise LedgerError("this is no address of a database: it is written postgresql://HOST/DATABASE") from None
    if held:
        raise LedgerError(
            "the address of a ledger must not hold a password, for others see it in lists of commands and in logs: "
            "give it by the environment (PGPASSWORD) or a password file (~/.pgpass)"
        )


def _explained(url: str, fault: psycopg.Error, wait_s: float) -> str:
    """Return in words what is wrong and what to do."""
    text = " ".join(str(fault).split())
    match fault:
        case errors.LockNotAvailable():
            return f"{url} has been locked by another process for {wait_s:.0f} s: try again when it is done"
        case errors.DiskFull():
            return f"{url}: there is no room left on the server's disk; nothing of this step was stored. Make room"
        case errors.InsufficientPrivilege():
            return f"{url} does not let this user do so ({text}): ask its owner for leave, or name another database"
        case errors.ReadOnlySqlTransaction():
            return f"{url} can only be read: name a database that takes writes with --ledger"
        case errors.SerializationFailure() | errors.DeadlockDetected():
            return f"{url}: another process changed the same at once; nothing of this step was stored. Repeat it"
        case errors.DataError():
            return f"{url} cannot hold or look for this ({text})"
        case psycopg.ProgrammingError() if fault.sqlstate is None:
            return f"{url} is no address of a database ({text}): it is written postgresql://HOST/DATABASE"
        case psycopg.OperationalError() if fault.sqlstate is None or fault.sqlstate[:2] in {"08", "57", "28", "3D"}:
            return _unreachable(url, text)
        case _:
            return f"{url}: {text}"


def _unreachable(url: str, text: str) -> str:
    """Return in words why there is no connection."""
    if "does not exist" in text and "database" in text:
        return f"{url}: there is no such database ({text}): make it with createdb, or name another with --ledger"
    if "password" in text or "authentication" in text or "role" in text:
        return f"{url} does not let this user in ({text}): set PGUSER, and PGPASSWORD or a password file"
    if "closed" in text or "terminat" in text or "lost" in text:
        return f"{url}: the connection broke ({text}); nothing of this step was stored. Repeat it when the server is up"
    return f"{url}: no server answers there ({text}): start it, or name another with --ledger"
