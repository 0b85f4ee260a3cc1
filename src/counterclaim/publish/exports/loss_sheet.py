"""A loss report for people: how much is in the file, what befell which column, who has no row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from counterclaim.publish import words
from counterclaim.publish.derived_words import short
from counterclaim.publish.exports.loss import Loss, LossReport
from counterclaim.text import one_line

_FATES: Final = {"lost": "lost", "defaulted": "defaulted", "left_out": "left out"}


def _head(report: LossReport) -> str:
    out = sum(len(each.incidents) for each in report.left_out)
    named = words.counted(report.incidents, "incident", "incidents")
    rows = words.counted(report.rows, "row", "rows")
    return f"{report.format}: {named} = {rows} + {out:,} left out"


def _examples(loss: Loss) -> str:
    return ", ".join(map(short, loss.examples))


def sheet(report: LossReport) -> RenderableType:
    """Return the report as lines and a table; columns that are exact are only counted."""
    return Group(*_parts(report))


def _parts(report: LossReport) -> Iterator[RenderableType]:
    yield Text(_head(report), "bold")
    for left in report.left_out:
        some = ", ".join(map(short, left.incidents[:3]))
        yield Text(one_line(f"  left out: {len(left.incidents):,} ({left.why}), as {some}"))
    table = Table("column", "rows", "what", "why, as in", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in report.columns:
        for loss in column.losses:
            why = one_line(f"{loss.why}: {_examples(loss)}")
            table.add_row(column.column, f"{loss.rows:,}", _FATES[loss.fate], why)
    if table.row_count:
        yield table
    exact = sum(not column.losses for column in report.columns)
    yield Text(f"{exact:,} of {words.counted(len(report.columns), 'column is', 'columns are')} exact", "dim")
    yield Text(f"no place in this format: {', '.join(report.not_carried)}", "dim")
