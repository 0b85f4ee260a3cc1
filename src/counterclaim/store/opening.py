"""Opening a ledger: a file, ``:memory:``, or the URL of a PostgreSQL database."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.store.database import Database
from counterclaim.store.deriving import Deriving
from counterclaim.store.schema import VERSION
from counterclaim.store.sqlite import Sqlite
from counterclaim.store.statements import Statements
from counterclaim.store.viewing import Viewing

_DERIVED = ("copy", "unit", "incident")


class SqlLedger(Viewing, Statements):
    """A ledger in a database; see :class:`counterclaim.ledger.Ledger` for what each method promises."""

    def __init__(self, base: Database) -> None:
        Viewing.__init__(self, base)
        Statements.__init__(self, base)
        self._base = base

    @contextlib.contextmanager
    def deriving(self) -> Generator[Deriving, None, None]:
        """Begin a transaction that derives; committed at the end of the block, undone when the block raises."""
        with self._base.writing():
            yield Deriving(self._base)

    def fusing(self, *, wait_s: float = 60.0) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time fuse.  Raises LedgerError when it is not free in time."""
        return self._base.fusing(wait_s)

    def forget_derived(self) -> None:
        """Throw away what is derived (homes stay) and mark every report as not yet fused."""
        with self._base.writing():
            self._base.forget_boxes(name for (name,) in list(self._base.rows("SELECT id FROM incident")))
            filters = ("kind", "party", "grade", "report", "claim")
            for table in ("print", "link", *_DERIVED, *(f"incident_{table}" for table in filters), "pending"):
                self._base.run(f"DELETE FROM {table}")
            self._base.run("INSERT INTO pending (report) SELECT id FROM report ORDER BY id")

    def derived_bytes(self) -> Iterator[bytes]:
        """Yield all that is derived as canonical bytes in a fixed order: what a rebuild must equal."""
        for table, order in (("copy", "report, start"), ("unit", "id"), ("incident", "id")):
            for (record,) in self._base.rows(f"SELECT record FROM {table} ORDER BY {order}"):
                yield bytes(record)

    def close(self) -> None:
        """Let go of the storage."""
        self._base.close()


def open_ledger(location: str, *, create: bool = True) -> Ledger:
    """Open a ledger, and bring its tables up to this program's version.

    Raises LedgerError when it cannot be opened, is no ledger, or is of a newer version.
    """
    if "://" in location:
        raise LedgerError(f"{location}: only files are ledgers as yet")
    base = Sqlite(location, create=create)
    version = base.version()
    if version > VERSION:
        base.close()
        raise LedgerError(
            f"{location} was written by a newer version of this program (tables {version}, here {VERSION}): "
            "upgrade counterclaim"
        )
    if version < VERSION:
        with base.writing():
            if base.version() == 0:
                base.make_tables()
            base.set_version(VERSION)
    return SqlLedger(base)
