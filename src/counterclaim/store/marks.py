"""Marks: how far something was read, by name.  They stand in ``meta``, apart from what a ledger says of itself."""

from __future__ import annotations

from counterclaim.store.database import Database


def mark(base: Database, name: str) -> str | None:
    """Return what was last set as the mark of this name, None where nothing was."""
    rows = base.rows("SELECT value FROM meta WHERE name = ?", (f"mark:{name}",))
    return next((str(value) for (value,) in rows), None)


def set_mark(base: Database, name: str, value: str) -> None:
    """Set the mark of this name."""
    sql = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    base.run(sql, (f"mark:{name}", value))
