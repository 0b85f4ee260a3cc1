"""Opening a ledger: a file, ``:memory:``, or the URL of a PostgreSQL database."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.store.database import WAIT_S, Database
from counterclaim.store.deriving import Deriving, forget
from counterclaim.store.migrations import migrate
from counterclaim.store.sqlite import Sqlite
from counterclaim.store.statements import Statements
from counterclaim.store.viewing import Viewing


class SqlLedger(Viewing, Statements):
    """A ledger in a database; see :class:`counterclaim.ledger.Ledger` for what each method promises."""

    def __init__(self, base: Database) -> None:
        Viewing.__init__(self, base)
        Statements.__init__(self, base)
        self._base = base

    @contextlib.contextmanager
    def deriving(self) -> Generator[Deriving, None, None]:
        """Begin a transaction that derives; committed at the end of the block, undone when the block raises."""
        with self._base.writing(deriving=True):
            yield Deriving(self._base)

    def fusing(self, *, wait_s: float = WAIT_S) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time fuse.  Raises LedgerError when it is not free in time."""
        return self._base.fusing(wait_s)

    def forget_derived(self) -> None:
        """Throw away what is derived (homes stay) and mark every report as not yet fused."""
        with self._base.writing():
            forget(self._base)

    def derived_bytes(self) -> Iterator[bytes]:
        """Yield all that is derived as canonical bytes in a fixed order: what a rebuild must equal."""
        for table, order in (("copy", "report, start"), ("unit", "id"), ("incident", "id")):
            for (record,) in self._base.rows(f"SELECT record FROM {table} ORDER BY {order}"):
                yield bytes(record)

    def close(self) -> None:
        """Let go of the storage."""
        self._base.close()

    def rest(self) -> None:
        """Give back the memory that only makes the next step quicker."""
        self._base.rest()


def open_ledger(location: str, *, create: bool = True, wait_s: float = WAIT_S) -> Ledger:
    """Open a ledger, and bring its tables up to this program's version.

    ``create`` makes one that is not there; ``wait_s``: how long to wait while another process writes.  Raises
    LedgerError when it cannot be opened, is no ledger, or is of a newer version.
    """
    base = _database(location, create=create, wait_s=wait_s)
    try:
        migrate(base, location)
    except BaseException:
        base.close()
        raise
    return SqlLedger(base)


def _database(location: str, *, create: bool, wait_s: float) -> Database:
    if "://" not in location:
        return Sqlite(location, create=create, wait_s=wait_s)
    if not location.startswith(("postgresql://", "postgres://")):
        raise LedgerError(f"{location}: a ledger is a file, or a database named by postgresql://HOST/DATABASE")
    try:
        from counterclaim.store.postgres import Postgres  # an extra: most ledgers are files
    except ImportError:
        raise LedgerError(
            "a ledger in PostgreSQL needs psycopg: install it with pip install 'counterclaim[postgres]'"
        ) from None
    return Postgres(location, create=create, wait_s=wait_s)
