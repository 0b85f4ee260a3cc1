"""The versions of the tables, and how a ledger is brought from each to the next.

A migration that was published is never changed: a change of the tables is a new one at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.errors import LedgerError
from counterclaim.store.database import Database
from counterclaim.store.deriving import forget
from counterclaim.store.filling import fill_briefs, fill_published
from counterclaim.store.schema import POSTGRES, SINCE_2, SINCE_3, SQLITE, TABLES


@dataclass(frozen=True, slots=True)
class Migration:
    """What brings the tables to a version: statements that both databases take, then each one's own, by dialect.

    Statements are parted by ``;`` and hold none of their own; ``{text}``, ``{blob}`` and ``{serial}`` stand for types.
    ``fill`` then fills the new tables from the records, where SQL alone cannot.
    """

    version: int
    shared: str = ""
    own: Mapping[str, str] | None = None
    fill: Sequence[Callable[[Database], None]] = ()


MIGRATIONS: Final = (
    Migration(1, TABLES, {"sqlite": SQLITE, "postgres": POSTGRES}),
    Migration(2, SINCE_2, fill=(fill_briefs, fill_published)),
    # Units made before have no sketch, and were fused by other rules.
    Migration(3, SINCE_3, fill=(forget,)),
)
"""Every migration, in the order of versions; the first makes the tables."""


def migrate(base: Database, location: str, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a database to the last version, in one transaction; ``location`` is what a person calls it.

    Raises LedgerError where it is of a newer version, is no ledger, or cannot be written; it is then as it was.
    """
    last = migrations[-1].version
    found = base.version()
    if found > last:
        raise LedgerError(
            f"{location} was written by a newer version of this program (tables {found}, here {last}): "
            "upgrade counterclaim"
        )
    if found == last:
        return
    with base.writing():
        found = base.version()  # another process may have been faster
        for migration in migrations:
            if migration.version > found:
                for sql in _statements(base, migration):
                    base.run(sql)
                for fill in migration.fill:
                    fill(base)
                base.set_version(migration.version)


def _statements(base: Database, migration: Migration) -> list[str]:
    own = (migration.own or {}).get(base.dialect, "")
    text = f"{migration.shared};{own}".format(**base.types)
    return [statement.strip() for statement in text.split(";") if statement.strip()]
