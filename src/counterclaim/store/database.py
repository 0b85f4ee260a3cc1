"""What the tables' code asks of a database: SQL with ``?`` for each value, lists of values, transactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class Database(Protocol):
    """A database of either kind.  Faults of the database are raised as LedgerError, in words that say what to do."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Yield the rows of one query, all of one state."""
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

    def writing(self) -> AbstractContextManager[None]:
        """Begin a transaction that writes; committed at the end of the block, undone when the block raises."""
        ...

    def fusing(self, wait_s: float) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time fuse."""
        ...

    def index_words(self, report: str, words: Iterable[str]) -> None:
        """Set the words by which a report is found; none removes it."""
        ...

    def having(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the reports (ids) that have all of the words, and its values."""
        ...

    def index_boxes(self, incident: str, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Set the boxes (west, south, east, north) within which an incident lies."""
        ...

    def forget_boxes(self, incidents: Iterable[str]) -> None:
        """Remove the boxes of incidents."""
        ...

    def touching(self, boxes: Sequence[tuple[float, float, float, float]]) -> tuple[str, list[Any]]:
        """Return the SQL of a query for the incidents (ids) whose boxes touch one of these, and its values."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
