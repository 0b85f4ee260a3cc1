"""The incidents that a query meets: a page of them, and counts by value, by cell of a map, by stretch of time."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.ledger import Box, Brief, Query
from counterclaim.publish.panorama import timeline
from counterclaim.publish.panorama.columns import EVER, NEVER, Columns, Mask, Rows, micros
from counterclaim.publish.panorama.shapes import Bin, Cell, Facet, Facets

FEW: Final = 3
"""Incidents of a cell that are named one by one."""
PARTIES: Final = 200
"""Parties that are counted one by one, the commonest first: a ledger may name as many as it has incidents."""
_ROUND_DEG: Final = 360.0


class Selection:
    """What a query meets of one snapshot; each part is made when it is asked for."""

    def __init__(self, held: Columns, masks: Mapping[str, Mask], query: Query, order: Rows) -> None:
        self._held = held
        self._masks = masks
        self._query = query
        self._order = order
        self._failed = np.zeros(len(held), dtype=np.int8)
        for mask in masks.values():
            self._failed += ~mask
        self._met: Mask = self._failed == 0

    def _met_without(self, name: str) -> Mask:
        """Return which rows all filters but one meet."""
        mask = self._masks.get(name)
        return self._met if mask is None else (self._failed - ~mask) == 0

    @property
    def total(self) -> int:
        """How many incidents the filters meet, whatever page is asked for."""
        return int(np.count_nonzero(self._met))

    @property
    def undated(self) -> int:
        """How many of them have no time: they stand in no bin."""
        held = self._held
        return int(np.count_nonzero(self._met & (held.starts == EVER) & (held.ends == NEVER)))

    @property
    def unplaced(self) -> int:
        """How many of them have no point: they stand in no cell."""
        return int(np.count_nonzero(self._met & (self._held.place < 0)))

    @functools.cached_property
    def page(self) -> tuple[Brief, ...]:
        """The incidents in the query's order, from the one after ``after`` on, ``limit`` of them at most."""
        query, held, order = self._query, self._held, self._order
        after = held.row(query.after) if query.after is not None else None
        if after is not None:
            order = order[int(np.flatnonzero(order == after)[0]) + 1 :]
        elif query.after is not None:  # it is gone: the list goes on by id
            order = order[order >= held.first_from(query.after)]
        found = order[self._met[order]]
        return tuple(held.briefs(found if query.limit is None else found[: max(0, query.limit)]))

    @functools.cached_property
    def facets(self) -> Facets:
        """How many incidents each value of a filter would meet, all other filters as they are."""
        query, held = self._query, self._held
        contested = self._two("contested", held.contested > 0, ("false", "true"))
        return Facets(
            kind=self._several("kind", query.kind),
            country=self._several("country", query.country),
            party=self._several("told", query.party and query.party.casefold(), name="party", most=PARTIES),
            grade=self._several("grade", query.grade),
            harm=self._several("harm", query.harm),
            contested=contested,
            review=self._two("review", held.checked > 0, ("machine", "checked")),
        )

    def _several(
        self, column: str, chosen: str | None, *, name: str | None = None, most: int | None = None
    ) -> tuple[Facet, ...]:
        many = self._held.several[column]
        met = self._met_without(name or column)
        counts = many.counted(met)
        pairs = [(many.names[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
        return _falling(pairs, chosen, most)

    def _two(self, name: str, column: Mask, values: tuple[str, str]) -> tuple[Facet, ...]:
        met = self._met_without(name)
        yes = int(np.count_nonzero(met & column))
        counts = (int(np.count_nonzero(met)) - yes, yes)
        chosen = getattr(self._query, name)
        said = None if chosen is None else str(chosen).lower()
        return _falling([pair for pair in zip(values, counts, strict=True) if pair[1]], said, None)

    def cells(self, box: Box, columns: int, rows: int) -> tuple[Cell, ...]:
        """Return the cells of a grid over a box in which incidents lie, from the south-west on, row by row.

        Raises ValueError for a grid without columns or rows.
        """
        if columns < 1 or rows < 1:
            raise ValueError(f"a grid has one column and one row at least, not {columns} and {rows}")
        held = self._held
        wide = box.east - box.west + (_ROUND_DEG if box.west > box.east else 0.0)
        high = box.north - box.south
        placed = np.flatnonzero(self._met & (held.place >= 0))
        lat, lon = held.places.points[held.place[placed]].T
        along = lon - box.west
        along[along < 0] += _ROUND_DEG
        within = (along <= wide) & (box.south <= lat) & (lat <= box.north)
        placed, lat, along = placed[within], lat[within], along[within]
        column = _steps(along, wide, columns)
        row = _steps(lat - box.south, high, rows)
        found, which = np.unique(row * columns + column, return_inverse=True)
        counts = np.bincount(which, minlength=len(found))
        contested = np.bincount(which, held.contested[placed] > 0, minlength=len(found))
        mean_lat = np.bincount(which, lat, minlength=len(found)) / counts
        mean_lon = _lon(box.west + np.bincount(which, along, minlength=len(found)) / counts)
        few = self._few(placed, which, counts)
        return tuple(
            Cell(
                west=float(_lon(box.west + wide * (number % columns) / columns)),
                south=box.south + high * (number // columns) / rows,
                east=float(_lon(box.west + wide * (number % columns + 1) / columns, east=True)),
                north=box.south + high * (number // columns + 1) / rows,
                count=int(counts[at]),
                contested=int(contested[at]),
                lat_deg=float(mean_lat[at]),
                lon_deg=float(mean_lon[at]),
                ids=few.get(at, ()),
            )
            for at, number in enumerate(found.tolist())
        )

    def _few(self, placed: Rows, which: Rows, counts: Rows) -> dict[int, tuple[str, ...]]:
        """Return the ids of the cells that have few."""
        few: dict[int, tuple[str, ...]] = {}
        for at in np.flatnonzero(counts[which] <= FEW).tolist():
            cell = int(which[at])
            few[cell] = (*few.get(cell, ()), self._held.ids[int(placed[at])])
        return few

    def bins(self, most: int, *, whole: bool = False, crowded: bool = False) -> tuple[Bin, ...]:
        """Return the stretches of time over which incidents begin, all of one width, ``most`` at most, none left out.

        An incident of which only the end is known is counted where it ends.  ``whole``: the filter by time is left out,
        so that a reader sees what lies outside it.  ``crowded``: what begins before that filter's time is left out,
        and the few that begin far from all others.  Raises ValueError when ``most`` is below 1.
        """
        held, query = self._held, self._query
        met = self._met_without("time") if whole else self._met
        dated = np.flatnonzero(met & ((held.starts != EVER) | (held.ends != NEVER)))
        starts, ends = held.starts[dated], held.ends[dated]
        moments, contested = np.where(starts == EVER, ends - 1, starts), held.contested[dated] > 0
        if crowded:
            within = moments >= (micros(query.since) if query.since is not None else EVER)
            if within.any():
                first, last = timeline.crowded(moments[within])
                within &= (first <= moments) & (moments <= last)
            moments, contested = moments[within], contested[within]
        return timeline.bins(moments, contested, most)


def _falling(pairs: Iterable[tuple[str, int]], chosen: str | None, most: int | None) -> tuple[Facet, ...]:
    """Return values falling by count, then by value; the chosen one is among them at any count."""
    listed = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    shown = listed[:most]
    if chosen is not None and chosen not in dict(shown):
        shown.append((chosen, dict(listed).get(chosen, 0)))
    return tuple(Facet(value=value, count=count) for value, count in shown)


def _steps(distance: NDArray[np.float64], whole: float, steps: int) -> Rows:
    """Return in which of so many equal steps a distance ends; what ends at the far edge is in the last."""
    if whole <= 0:
        return np.zeros(len(distance), dtype=np.intp)
    found: Rows = np.minimum((distance * (steps / whole)).astype(np.intp), steps - 1)
    return found


def _lon(degrees: NDArray[np.float64] | float, *, east: bool = False) -> NDArray[np.float64]:
    """Return longitudes between -180 and 180 again; 180 itself stays where it is an eastern edge."""
    over = np.asarray(degrees, dtype=np.float64)
    return np.where(over > 180 if east else over >= 180, over - _ROUND_DEG, over)
