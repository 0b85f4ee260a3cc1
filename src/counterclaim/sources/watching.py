"""What a watch knows: when each source and page is due, and what it was like when it was last seen.

A SQLite file of its own.  Every change is one transaction that is on the disk when the call returns: who begins again
with the file goes on where it stopped.  What is written down as done was done before, never after.

    source   next visit, validators (ETag, Last-Modified) of the last answer, failures in a row
    page     one row for each page that was ever listed, by its key; ``next_at`` says when to fetch it, empty for never

Times are seconds since 1970, UTC.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec

VERSION: Final = 1
RECHECKS_S: Final = (3_600.0, 6 * 3_600.0, 86_400.0, 3 * 86_400.0, 7 * 86_400.0)
"""Seconds after a fetch at which a page is looked at again: most are changed on their first day, few after a week."""
AGAIN_S: Final = 3_600.0
"""Least seconds between two fetches of a page that its feeds say was changed."""
RETRIES_S: Final = (300.0, 900.0, 3_600.0, 3 * 3_600.0, 6 * 3_600.0, 12 * 3_600.0, 86_400.0, 2 * 86_400.0)
"""Seconds after each failure in a row at which a page is tried again; after the last it is given up."""
DAYS_KEPT: Final = 14
"""Days for which is known how many pages each source brought."""

_OURS: Final = 0x43437761
"""What tells the file from a ledger and from all others (SQLite's application id)."""
_TABLES: Final = """
CREATE TABLE source (
    id TEXT PRIMARY KEY, what TEXT NOT NULL, next_at REAL NOT NULL, etag TEXT, modified TEXT,
    failures INTEGER NOT NULL DEFAULT 0, fault TEXT
) STRICT;
CREATE TABLE page (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, host TEXT NOT NULL, source TEXT NOT NULL, mark TEXT NOT NULL,
    next_at REAL, fetched_at REAL, fetches INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    etag TEXT, modified TEXT, refused INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX page_due ON page (host, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX page_waiting ON page (source) WHERE next_at IS NOT NULL AND fetches = 0;
CREATE TABLE reckoned (day INTEGER NOT NULL) STRICT;
CREATE TABLE brought (source TEXT NOT NULL, day INTEGER NOT NULL, pages INTEGER NOT NULL, PRIMARY KEY (source, day))
STRICT, WITHOUT ROWID;
"""

Outcome = Literal["kept", "unchanged", "failed", "refused", "lost"]
"""What came of a fetch of a page: a capture; the answer that nothing changed; a failure that may pass; that its host
has no public address; a failure that will not pass."""


class Visit(msgspec.Struct, frozen=True):
    """What is known of a source before it is visited."""

    id: str
    etag: str | None
    modified: str | None
    failures: int
    fault: str | None


class Due(msgspec.Struct, frozen=True):
    """A page that is to be fetched; ``source`` is the one that listed it."""

    key: str
    url: str
    host: str
    source: str
    etag: str | None
    modified: str | None
    fetches: int
    failures: int

    @property
    def last_try(self) -> bool:
        """Whether the page is given up when it fails once more."""
        return self.failures >= len(RETRIES_S)


class Told(msgspec.Struct, frozen=True):
    """What a source says of a page: its key, address and host, and a mark that changes when the page is changed.

    ``allowed``: the source lets its host have an address that is not public.  ``least_s`` are the least seconds between
    two fetches of it.
    """

    key: str
    url: str
    host: str
    mark: str
    allowed: bool = False
    least_s: float = AGAIN_S


class State:
    """The file, opened; used by one thread.  Raises ValueError where it is the file of something else."""

    def __init__(self, path: Path | str) -> None:
        wrong = f"{path} is no state of a watch that this program can go on from"
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
        except sqlite3.Error as fault:
            raise ValueError(f"{path} cannot be opened ({fault})") from None
        try:
            marks = [self._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if self._base.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.executescript(
                    f"BEGIN; {_TABLES} PRAGMA application_id = {_OURS}; PRAGMA user_version = {VERSION}; COMMIT"
                )
            elif marks != [_OURS, VERSION]:
                raise ValueError(wrong)
            self._base.execute("PRAGMA synchronous = FULL")
        except sqlite3.DatabaseError as fault:
            self._base.close()
            raise ValueError(f"{wrong} ({fault})") from None
        except ValueError:
            self._base.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _writing(self) -> Generator[None, None, None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    # sources

    def subscribe(self, sources: Iterable[tuple[str, str]], now: float) -> None:
        """Take in the sources that are watched from now on, by id and what is fetched: new ones are due at once.

        What is known of others stays.  One that is to be fetched otherwise than before is new.
        """
        with self._writing():
            for name, what in sources:
                self._base.execute(
                    "INSERT INTO source (id, what, next_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                    "what = excluded.what, next_at = excluded.next_at, etag = NULL, modified = NULL, failures = 0, "
                    "fault = NULL WHERE what <> excluded.what",
                    (name, what, now),
                )

    def visits(self, now: float) -> list[Visit]:
        """Return the sources that are due, those that are longest overdue first."""
        rows = self._base.execute(
            "SELECT id, etag, modified, failures, fault FROM source WHERE next_at <= ? ORDER BY next_at, id", (now,)
        )
        return [Visit(*row) for row in rows]

    def faults(self) -> dict[str, str]:
        """Return what is wrong with each source whose last visit failed."""
        return dict(self._base.execute("SELECT id, fault FROM source WHERE fault IS NOT NULL ORDER BY id"))

    def failed(self, source: str, fault: str, next_at: float) -> None:
        """Note that a visit brought nothing, in words, and when to come back."""
        with self._writing():
            self._base.execute(
                "UPDATE source SET failures = failures + 1, fault = ?, next_at = ? WHERE id = ?",
                (fault, next_at, source),
            )

    def visited(
        self,
        source: str,
        told: Iterable[Told],
        *,
        now: float,
        next_at: float,
        etag: str | None = None,
        modified: str | None = None,
    ) -> tuple[int, int]:
        """Note what a source listed, and when to come back; return how many pages are new, and how many changed.

        A page that another source listed is the same page.  One that was refused because its address is not public is
        due again where this source allows it.
        """
        new = changed = 0
        with self._writing():
            self._base.execute(
                "UPDATE source SET failures = 0, fault = NULL, next_at = ?, etag = ?, modified = ? WHERE id = ?",
                (next_at, etag, modified, source),
            )
            for one in told:
                added = self._base.execute(
                    "INSERT INTO page (key, url, host, source, mark, next_at) VALUES (?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    (one.key, one.url, one.host, source, one.mark, now),
                ).rowcount
                new += added
                if not added:
                    changed += self._again(source, one, now)
            self._count(source, new, now)
        return new, changed

    def _again(self, source: str, one: Told, now: float) -> int:
        """Make a page due that is known, where what the source says of it is new; return whether it was (1 or 0)."""
        if one.allowed:
            self._base.execute(
                "UPDATE page SET source = ?, url = ?, next_at = ?, failures = 0, refused = 0 "
                "WHERE key = ? AND refused AND source <> ?",
                (source, one.url, now, one.key, source),
            )
        # Two feeds may say two things of one page for ever: only the one that brought it says when it was changed.
        return self._base.execute(
            "UPDATE page SET mark = ?, "
            "next_at = MIN(COALESCE(next_at, 9e99), MAX(?, COALESCE(fetched_at + ?, 0))), failures = 0 "
            "WHERE key = ? AND source = ? AND mark <> ?",
            (one.mark, now, one.least_s, one.key, source, one.mark),
        ).rowcount

    def waiting_of(self, source: str) -> int:
        """Return how many pages of a source are due and were never fetched."""
        sql = "SELECT COUNT(*) FROM page WHERE source = ? AND next_at IS NOT NULL AND fetches = 0"
        (count,) = self._base.execute(sql, (source,)).fetchone()
        return int(count)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the pages that were listed before."""
        sql = "SELECT 1 FROM page WHERE key = ?"
        return {key for key in keys if self._base.execute(sql, (key,)).fetchone() is not None}

    def _count(self, source: str, pages: int, now: float) -> None:
        day = int(now // 86_400)
        self._base.execute(
            "INSERT INTO brought VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET pages = pages + excluded.pages",
            (source, day, pages),
        )
        self._base.execute("DELETE FROM brought WHERE day < ?", (day - DAYS_KEPT,))

    def reckoned(self, day: int) -> bool:
        """Note that what a day (days since 1970) brought is told; return whether one before it was told last.

        The first day is not told: not all of it was watched.
        """
        row = self._base.execute("SELECT MAX(day) FROM reckoned").fetchone()
        if row[0] is not None and row[0] >= day:
            return False
        with self._writing():
            self._base.execute("DELETE FROM reckoned")
            self._base.execute("INSERT INTO reckoned VALUES (?)", (day,))
        return row[0] is not None

    def brought(self, day: int) -> dict[str, int]:
        """Return how many new pages each source brought on a day (days since 1970), of those that were visited."""
        return dict(self._base.execute("SELECT source, pages FROM brought WHERE day = ? ORDER BY source", (day,)))

    # pages

    def due(self, now: float) -> list[Due]:
        """Return one page a host: the one that is longest overdue, those of all hosts in that order."""
        rows = self._base.execute(
            "SELECT key, url, host, source, etag, modified, fetches, failures, MIN(next_at) AS at "
            "FROM page WHERE next_at <= ? GROUP BY host ORDER BY at, key",
            (now,),
        )
        return [Due(*row[:8]) for row in rows]

    def waiting(self, now: float) -> int:
        """Return how many pages are due."""
        (count,) = self._base.execute("SELECT COUNT(*) FROM page WHERE next_at <= ?", (now,)).fetchone()
        return int(count)

    def next_at(self) -> float | None:
        """Return when the next source or page is due, None where there are none."""
        (at,) = self._base.execute(
            "SELECT MIN(at) FROM (SELECT MIN(next_at) AS at FROM source UNION ALL SELECT MIN(next_at) FROM page)"
        ).fetchone()
        return None if at is None else float(at)

    def postpone(self, page: Due, at: float) -> None:
        """Let a page be due later: it was not fetched."""
        with self._writing():
            self._base.execute("UPDATE page SET next_at = ? WHERE key = ?", (at, page.key))

    def fetched(
        self,
        page: Due,
        outcome: Outcome,
        *,
        now: float,
        wait_s: float = 0.0,
        etag: str | None = None,
        modified: str | None = None,
        led_to: Told | None = None,
    ) -> None:
        """Note what came of a fetch, and when to look again.

        ``wait_s`` is how long the host is to be left alone.  ``led_to`` is the page that redirects led to, where that
        is another: from now on it is the one that is looked at.
        """
        well = outcome in ("kept", "unchanged")
        at: float | None = None
        if well and led_to is None and page.fetches < len(RECHECKS_S):
            at = now + RECHECKS_S[page.fetches]
        elif outcome == "failed" and not page.last_try:
            at = now + max(wait_s, RETRIES_S[page.failures])
        with self._writing():
            self._base.execute(
                "UPDATE page SET next_at = ?, refused = ?, fetched_at = CASE WHEN ? THEN ? ELSE fetched_at END, "
                "fetches = fetches + ?, failures = CASE WHEN ? THEN 0 ELSE failures + 1 END WHERE key = ?",
                (at, outcome == "refused", well, now, well, well, page.key),
            )
            if outcome == "kept":
                sql = "UPDATE page SET etag = ?, modified = ? WHERE key = ?"
                self._base.execute(sql, (etag, modified, page.key))
            if led_to is not None:
                self._base.execute(
                    "INSERT INTO page (key, url, host, source, mark, next_at, fetched_at, fetches, etag, modified) "
                    "VALUES (?, ?, ?, ?, '', ?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET next_at = excluded.next_at, "
                    "fetched_at = excluded.fetched_at, fetches = 1, etag = excluded.etag, modified = excluded.modified "
                    "WHERE fetches = 0",
                    (led_to.key, led_to.url, led_to.host, page.source, now + RECHECKS_S[0], now, etag, modified),
                )
