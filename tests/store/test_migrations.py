"""Bringing older ledgers forward: all of it or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Generator

import msgspec
import pytest

from counterclaim.errors import LedgerError
from counterclaim.records import Claim, Voices
from counterclaim.store.database import Database, Row
from counterclaim.store.migrations import MIGRATIONS, Migration, migrate
from counterclaim.store.opening import open_ledger
from counterclaim.store.sqlite import Sqlite
from counterclaim.store.steps import step
from tests.store.made import incident, killed, many, put, series

_LAST = MIGRATIONS[-1].version
_NEXT = Migration(
    _LAST + 1,
    "CREATE TABLE later (name {text} PRIMARY KEY, bytes {blob}); INSERT INTO later SELECT id, record FROM report",
    {"sqlite": "CREATE VIRTUAL TABLE more USING fts5(words)", "postgres": "CREATE TABLE more (words TEXT[])"},
)
_AFTER = Migration(_LAST + 2, "CREATE INDEX later_bytes ON later (name, bytes); DELETE FROM pending")
_BROKEN = Migration(_LAST + 2, "DELETE FROM report; INSERT INTO nowhere VALUES (1)")


@contextlib.contextmanager
def _base(location: str) -> Generator[Database]:
    if "://" not in location:
        base: Database = Sqlite(location)
    else:
        from counterclaim.store.postgres import Postgres

        base = Postgres(location)
    with contextlib.closing(base):
        yield base


def test_versions_rise_one_by_one() -> None:
    """The first migration makes the tables, and each is one version further."""
    assert [migration.version for migration in MIGRATIONS] == list(range(1, _LAST + 1))


def test_an_older_ledger_is_brought_forward(location: str) -> None:
    """Every migration that it lacks is run, in order, and once."""
    with contextlib.closing(open_ledger(location)) as ledger:
        ledger.add(many(3))
    with _base(location) as base:
        assert base.version() == _LAST
        for _ in range(2):
            migrate(base, location, [*MIGRATIONS, _NEXT, _AFTER])
            assert base.version() == _LAST + 2
        assert list(base.rows("SELECT COUNT(*) FROM later")) == [(3,)]
        assert list(base.rows("SELECT COUNT(*) FROM more")) == [(0,)]
        assert list(base.rows("SELECT COUNT(*) FROM pending")) == [(0,)]


def test_a_new_ledger_takes_every_step(location: str) -> None:
    """An empty database is brought through all versions at once."""
    with _base(location) as base:
        assert base.version() == 0
        migrate(base, location, [*MIGRATIONS, _NEXT])
        assert base.version() == _LAST + 1


def test_a_migration_that_fails_changes_nothing(location: str) -> None:
    """The ledger is whole as it was, at the version it had, and can be worked with."""
    with contextlib.closing(open_ledger(location)) as ledger:
        ledger.add(many(3))
    with _base(location) as base:
        with pytest.raises(LedgerError, match="nowhere"):
            migrate(base, location, [*MIGRATIONS, _NEXT, _BROKEN])
        assert base.version() == _LAST
        with pytest.raises(LedgerError, match="later"):
            list(base.rows("SELECT name FROM later"))
    with contextlib.closing(open_ledger(location)) as ledger:
        assert ledger.counts().reports == 3
        ledger.add(many(1, first=9))


def test_a_newer_ledger_is_left_alone(location: str) -> None:
    """A ledger of a newer version is not opened, and the error says to upgrade."""
    with contextlib.closing(open_ledger(location)), _base(location) as base:
        migrate(base, location, [*MIGRATIONS, _NEXT])
    newer = rf"newer version of this program \(tables {_LAST + 1}, here {_LAST}\): upgrade counterclaim"
    with pytest.raises(LedgerError, match=newer):
        open_ledger(location)


_SINCE_2 = ("incident_harm", "incident_party", "published", "incident", "altered")


def test_version_2_fills_in_what_it_adds(location: str) -> None:
    """A ledger of the first version has afterwards what one has that was written by this program."""
    lines = many(3)
    claims = [line for line in lines if isinstance(line, Claim)]
    with contextlib.closing(open_ledger(location)) as ledger:
        ledger.add(lines)
        heard = Voices(known=1, possibly=1, names=("Reuters", "Ada"))
        toll = (killed(4), msgspec.structs.replace(killed(9), who="men"))
        put(ledger, [incident(claims[0], voices=heard, toll=toll), series(claims[1].id, toll=toll)])
    with _base(location) as base:
        before = {table: _sorted(base, table) for table in _SINCE_2}
        with base.writing():
            for table in ("incident_harm", "published", "altered", "sketch", "fetched"):
                base.run(f"DROP TABLE {table}")
            base.run("DELETE FROM incident_party WHERE party = 'reuters'")
            base.run("UPDATE incident SET killed = 9")
            base.run("DROP INDEX incident_series")
            base.run("DELETE FROM meta WHERE name = 'step'")
            base.set_version(1)
        migrate(base, location, MIGRATIONS[:2])
        assert {table: _sorted(base, table) for table in _SINCE_2} == before
        assert step(base) == 2
    with contextlib.closing(open_ledger(location)) as ledger:
        # What was fused by the rules of then waits to be fused again.
        assert [one.gone for one in ledger.altered(0)] == [True, True]
        assert ledger.waiting() == len(claims)


def _sorted(base: Database, table: str) -> list[Row]:
    return sorted(base.rows(f"SELECT * FROM {table}"))
