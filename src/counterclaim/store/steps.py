"""The steps of a ledger: which incident or series was derived anew when, each with a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from counterclaim.store.database import Database

_SET = "ON CONFLICT (id) DO UPDATE SET step = excluded.step, gone = excluded.gone"


def step(base: Database) -> int:
    """Return the last step, 0 where nothing was derived yet."""
    return next((int(value) for (value,) in base.rows("SELECT value FROM meta WHERE name = 'step'")), 0)


def advance(base: Database, steps: int = 1) -> int:
    """Take so many steps and return the last one before them."""
    before = step(base)
    base.run("UPDATE meta SET value = ? WHERE name = 'step'", (str(before + steps),))
    return before


def mark(base: Database, fresh: Sequence[str], gone: AbstractSet[str]) -> None:
    """Record that these were derived anew, and that those are gone (ids)."""
    changed = [(name, 0) for name in fresh] + [(name, 1) for name in sorted(gone)]
    first = advance(base, len(changed)) + 1
    rows = [(name, number, is_gone) for number, (name, is_gone) in enumerate(changed, first)]
    base.many(f"INSERT INTO altered (id, step, gone) VALUES (?, ?, ?) {_SET}", rows)


def mark_all_gone(base: Database) -> None:
    """Record that every incident and series is gone."""
    count = next(int(count) for (count,) in base.rows("SELECT COUNT(*) FROM incident"))
    if not count:
        return
    first = advance(base, count + 1)
    numbered = "SELECT id, ROW_NUMBER() OVER (ORDER BY id) + CAST(? AS BIGINT), 1 FROM incident WHERE TRUE"
    base.run(f"INSERT INTO altered (id, step, gone) {numbered} {_SET}", (first,))
