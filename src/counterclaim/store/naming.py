"""Under which names a source is found: as it is written, and by the register."""

from __future__ import annotations

import functools

from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.register import register
from counterclaim.records import Report
from counterclaim.store.database import short


@functools.lru_cache(maxsize=65536)
def listed(name: str) -> str | None:
    """Return the id of the party that has this very name, None where the register knows none."""
    party = named(name)
    return party.id if party is not None else None


def called(source: str) -> frozenset[str]:
    """Return what a source is found by: its name or id as it stands, and the id of the party that has that name."""
    return frozenset(short(name.casefold()) for name in (source, listed(source)) if name)


def known_as(source: str) -> str:
    """Return the one key of a source, named by register id or name: the id where it is listed, else the name."""
    return short((source if register().get(source) is not None else listed(source) or source).casefold())


def published(report: Report) -> tuple[str, str, str] | None:
    """Return the row that finds a report by its publisher, None where it names none."""
    if not report.publisher:
        return None
    at = report.published_at and (report.published_at.start or report.published_at.end)
    return report.id, known_as(report.publisher), at.isoformat() if at else ""
