"""What an export could not carry: for each column what was lost, defaulted or left out, and who has no row at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from counterclaim.records import Record

Fate = Literal["lost", "defaulted", "left_out"]
"""What befell a value: some of it is ``lost``; the format demands one that nobody stated, so it was ``defaulted``; the
cell was ``left_out`` (empty) although the format has a place for it."""

_EXAMPLES: Final = 3


class Loss(Record, frozen=True):
    """One way in which a column differs from the ledger: why, in how many rows, with some of them (incident ids)."""

    fate: Fate
    why: str
    rows: int
    examples: tuple[str, ...]


class ColumnLoss(Record, frozen=True):
    """A column with the rule that fills it; no ``losses`` means that it is exact in every row."""

    column: str
    rule: str
    losses: tuple[Loss, ...] = ()


class LeftOut(Record, frozen=True):
    """Incidents (ids, all of them) that have no row, and why."""

    why: str
    incidents: tuple[str, ...]


class LossReport(Record, frozen=True):
    """What an export carries, and what it does not: ``incidents`` = ``rows`` + those left out.

    ``filters`` are the query in words.  ``not_carried`` names the fields of an incident for which the format has no
    place at all, each with the reason.  ``masked`` tells whether the publication profile was applied.
    """

    format: str
    filters: str
    checked_only: bool
    masked: bool
    incidents: int
    rows: int
    left_out: tuple[LeftOut, ...]
    columns: tuple[ColumnLoss, ...]
    not_carried: Mapping[str, str]
    remarks: tuple[str, ...] = ()


class Losses:
    """Counts losses while rows are made."""

    def __init__(self) -> None:
        """Start with nothing lost."""
        self.incidents = 0
        self.rows = 0
        self._columns: dict[str, dict[tuple[Fate, str], tuple[int, list[str]]]] = {}
        self._left_out: dict[str, list[str]] = {}

    def note(self, column: str, incident: str, fate: Fate, why: str) -> None:
        """Count a loss in one row."""
        found = self._columns.setdefault(column, {})
        rows, examples = found.get((fate, why), (0, []))
        if len(examples) < _EXAMPLES:
            examples.append(incident)
        found[fate, why] = (rows + 1, examples)

    def leave_out(self, incident: str, why: str) -> None:
        """Name an incident that has no row."""
        self._left_out.setdefault(why, []).append(incident)

    def left_out(self) -> tuple[LeftOut, ...]:
        """Return who has no row, by reason."""
        return tuple(LeftOut(why=why, incidents=tuple(ids)) for why, ids in self._left_out.items())

    def of(self, column: str) -> tuple[Loss, ...]:
        """Return what befell a column, the commonest first."""
        found = self._columns.get(column, {})
        losses = (
            Loss(fate=fate, why=why, rows=rows, examples=tuple(examples))
            for (fate, why), (rows, examples) in found.items()
        )
        return tuple(sorted(losses, key=lambda loss: (-loss.rows, loss.fate, loss.why)))
