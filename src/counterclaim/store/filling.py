"""What a migration fills in from the records, where SQL alone cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from counterclaim.records import Incident, Report, Series
from counterclaim.store.brief import brief, deaths
from counterclaim.store.database import Database, short
from counterclaim.store.naming import published

_TOGETHER: Final = 1000
"""Records held at once: a ledger may be larger than the memory."""


def fill_briefs(base: Database) -> None:
    """Fill in by what incidents are filtered since version 2: harms, voices by register id; and their killed."""
    decode = msgspec.json.Decoder(Incident | Series).decode
    for records in _records(base, "incident"):
        derived = [decode(record) for record in records]
        base.many("UPDATE incident SET killed = ? WHERE id = ?", [(deaths(one), one.id) for one in derived])
        briefs = [brief(one) for one in derived if isinstance(one, Incident)]
        base.many("INSERT INTO incident_harm VALUES (?, ?)", [(harm, one.id) for one in briefs for harm in one.harms])
        named = [(short(party), one.id) for one in briefs for party in one.parties]
        base.many("INSERT INTO incident_party VALUES (?, ?) ON CONFLICT DO NOTHING", named)


def fill_published(base: Database) -> None:
    """Fill in who published each report, and when."""
    decode = msgspec.json.Decoder(Report).decode
    for records in _records(base, "report"):
        rows = [row for report in map(decode, records) if (row := published(report)) is not None]
        base.many("INSERT INTO published VALUES (?, ?, ?)", rows)


def _records(base: Database, table: str) -> Iterator[list[bytes]]:
    last = ""
    while found := list(
        base.rows(f"SELECT id, record FROM {table} WHERE id > ? ORDER BY id LIMIT {_TOGETHER}", (last,))
    ):
        last = found[-1][0]
        yield [bytes(record) for _, record in found]
