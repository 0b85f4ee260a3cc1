"""Cells of a map put together where their circles would cover each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from counterclaim.publish.panorama import Cell
from counterclaim.publish.panorama.selection import FEW

_SLACK_DEG = 1e-6
"""By how much cells that only share an edge may seem to overlap, by rounding."""


def clustered(cells: Iterable[Cell], covers: Callable[[Cell, Cell], bool]) -> list[Cell]:
    """Return cells of which none covers another, the fullest first.

    Cells are put together until no pair is left of which ``covers`` is true or whose boxes overlap: each of those that
    are returned counts just what lies in its box.
    """
    pending = sorted(cells, key=lambda cell: cell.count)
    kept: list[Cell] = []
    while pending:
        cell = pending.pop()
        other = next((one for one in kept if covers(one, cell) or _overlap(one, cell)), None)
        if other is None:
            kept.append(cell)
        else:
            kept.remove(other)
            pending.append(_together(other, cell))
    return sorted(kept, key=lambda cell: -cell.count)


def _overlap(one: Cell, other: Cell) -> bool:
    return (
        one.west < other.east - _SLACK_DEG
        and other.west < one.east - _SLACK_DEG
        and one.south < other.north - _SLACK_DEG
        and other.south < one.north - _SLACK_DEG
    )


def _together(one: Cell, other: Cell) -> Cell:
    """Return two cells as one, with the box around both; neither crosses the antimeridian."""
    count = one.count + other.count
    ids = (*one.ids, *other.ids) if one.ids and other.ids else ()
    return Cell(
        west=min(one.west, other.west),
        south=min(one.south, other.south),
        east=max(one.east, other.east),
        north=max(one.north, other.north),
        count=count,
        contested=one.contested + other.contested,
        lat_deg=(one.lat_deg * one.count + other.lat_deg * other.count) / count,
        lon_deg=(one.lon_deg * one.count + other.lon_deg * other.count) / count,
        ids=ids if len(ids) <= FEW else (),
    )
