"""What the tables' code asks of a database: SQL with ``?`` for each value, lists of values, transactions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Final, Literal, Protocol

from counterclaim.geo import Edges

Row = tuple[Any, ...]

AT_ONCE: Final = 256
"""Rows fetched together."""
WAIT_S: Final = 60.0
"""How long to wait for what another process holds, in seconds."""
MOST: Final = 2**63 - 1
"""The greatest number that a column holds: a figure may be nonsense, and is ordered all the same."""
_LONGEST: Final = 400
"""Bytes of UTF-8 that an index takes whole: an entry of PostgreSQL's holds some 2,700 in all."""


def short(text: str) -> str:
    """Return a text as it is put into an index: itself, or its hash where it is longer than an index may hold."""
    if len(text) * 4 <= _LONGEST:  # no code point takes more than four bytes
        return text
    body = text.encode(errors="surrogatepass")  # the database refuses what it cannot look for
    return text if len(body) <= _LONGEST else f"#{hashlib.blake2b(body, digest_size=16).hexdigest()}"


class Database(Protocol):
    """A database of either kind.  Faults of the database are raised as LedgerError, in words that say what to do."""

    types: ClassVar[Mapping[str, str]]
    """What stands for ``{text}``, ``{blob}`` and ``{serial}`` in the tables' SQL."""
    dialect: ClassVar[Literal["sqlite", "postgres"]]
    """Which of a migration's own statements are meant."""

    def version(self) -> int:
        """Return the version of the tables, 0 where there are none.  Raises LedgerError for a database of others."""
        ...

    def set_version(self, version: int) -> None:
        """Record the version of the tables, within the transaction that made them."""
        ...

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of one query, all of one state, whatever is written meanwhile."""
        ...

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it changed."""
        ...

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        ...

    def among(self, values: Iterable[str]) -> tuple[str, Any]:
        """Return the SQL that stands for a list of texts after ``IN``, and the one value that it takes."""
        ...

    def numbers(self, values: Iterable[int]) -> tuple[str, Any]:
        """Return the same for a list of whole numbers."""
        ...

    def writing(self, *, deriving: bool = False) -> AbstractContextManager[None]:
        """Begin a transaction that writes; committed at the end of the block, undone when the block raises.

        One at a time, but that others may add while one is ``deriving``: it sees nothing of what they add.  Within
        another it is a part of that one.
        """
        ...

    def fusing(self, wait_s: float) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time fuse."""
        ...

    def rest(self) -> None:
        """Give back the memory that only makes the next statement quicker."""
        ...

    def scrub(self) -> None:
        """Take what was deleted out of the database's files, as far as it can be."""
        ...

    def index_words(self, report: str, words: Iterable[str]) -> None:
        """Set the words by which a report is found that has none yet."""
        ...

    def forget_words(self, report: str, words: Iterable[str]) -> None:
        """Remove them; they are the same words."""
        ...

    def having(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the reports (ids) that have all of the words, and its values."""
        ...

    def index_boxes(self, incident: str, boxes: Sequence[Edges]) -> None:
        """Add the boxes within which an incident lies."""
        ...

    def forget_boxes(self, incidents: Iterable[str]) -> None:
        """Remove the boxes of incidents."""
        ...

    def touching(self, boxes: Sequence[Edges]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the incidents (ids) whose boxes touch one of these, and its values."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
