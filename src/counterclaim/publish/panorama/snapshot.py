"""A snapshot of all incidents: immutable, so that any number of readers share it; the next is made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

import numpy as np

from counterclaim.ledger import Brief, Query
from counterclaim.publish.panorama.columns import EVER, NEVER, Columns, Mask, Rows, columns, micros, renewed
from counterclaim.publish.panorama.selection import Selection


class Panorama:
    """All incidents at one :attr:`step` of a ledger."""

    def __init__(self, held: Columns, step: int) -> None:
        self.step = step
        self._held = held
        self._orders: dict[str, Rows] = {}

    def __len__(self) -> int:
        """Return how many incidents there are."""
        return len(self._held)

    def __iter__(self) -> Iterator[Brief]:
        """Yield every incident, in the order of ids."""
        for row in range(len(self._held)):
            yield from self._held.briefs((row,))

    def renewed(self, changed: Iterable[Brief], gone: AbstractSet[str], step: int) -> Panorama:
        """Return the snapshot at a later step: without those that are gone (ids), with these in place of what was."""
        return Panorama(renewed(self._held, columns(changed, self._held), gone), step)

    def select(self, query: Query, matching: frozenset[str] | None = None) -> Selection:
        """Return the incidents that a query meets, as :meth:`View.incidents` lists them.

        ``matching`` are the incidents (ids) that the query's text meets.  Raises ValueError when the query has a text
        and they are not given.
        """
        masks = {name: meets(self._held, query) for name, meets in _FILTERS.items() if _asked(query, name)}
        if query.text is not None:
            masks["text"] = self._matching(matching)
        return Selection(self._held, masks, query, self._order(query.order))

    def _matching(self, matching: frozenset[str] | None) -> Mask:
        if matching is None:
            raise ValueError("a query with a text needs the incidents that View.matching returns for it")
        found = np.zeros(len(self._held), dtype=np.bool_)
        found[[row for name in matching if (row := self._held.row(name)) is not None]] = True
        return found

    def _order(self, order: str) -> Rows:
        """Return all rows in an order; made when it is first asked for."""
        found = self._orders.get(order)
        if found is None:
            held = self._held
            # The last key is the first to go by, and rows stand in the order of ids.
            keys = {
                "when": (~held.starts,),
                "toll": (-held.killed,),
                "spread": (-held.carriers,),
                "review": (-held.carriers, -held.contested, -held.killed, held.checked),
            }[order]
            found = self._orders[order] = np.lexsort(keys)
        return found


def panorama(briefs: Iterable[Brief], step: int) -> Panorama:
    """Return the snapshot of these incidents, as they are at a step of the ledger."""
    return Panorama(columns(briefs), step)


def _asked(query: Query, name: str) -> bool:
    names = ("since", "until") if name == "time" else (name,)
    return any(getattr(query, one) is not None for one in names)


def _time(held: Columns, query: Query) -> Mask:
    found: Mask = (held.starts != EVER) | (held.ends != NEVER)
    if query.since is not None:
        found &= held.ends > micros(query.since)
    if query.until is not None:
        found &= held.starts < micros(query.until)
    return found


def _box(held: Columns, query: Query) -> Mask:
    assert query.box is not None
    found: Mask = held.places.touching(query.box)[held.place]
    return found


def _party(held: Columns, query: Query) -> Mask:
    assert query.party is not None
    return held.several["party"].meeting(query.party.casefold(), len(held))


def _contested(held: Columns, query: Query) -> Mask:
    found: Mask = (held.contested > 0) == query.contested
    return found


def _review(held: Columns, query: Query) -> Mask:
    found: Mask = held.checked == (query.review == "checked")
    return found


def _several(name: str) -> Callable[[Columns, Query], Mask]:
    def meets(held: Columns, query: Query) -> Mask:
        value: str = getattr(query, name)
        return held.several[name].meeting(value, len(held))

    return meets


_FILTERS: dict[str, Callable[[Columns, Query], Mask]] = {
    "time": _time,
    "box": _box,
    "party": _party,
    "contested": _contested,
    "review": _review,
    **{name: _several(name) for name in ("kind", "country", "grade", "harm")},
}
"""Which rows each filter meets, by its name in the query; that of the text is asked of the ledger."""
