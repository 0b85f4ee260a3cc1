"""By what tellings are found that may be one happening: cheap keys, of which two such tellings share one.

A key holds as many tellings as a country sees in a day, or a stretch of land in a week, however large the ledger.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterator
from typing import Final

from counterclaim.incidents.facts import Facts, Spot

_CELL_DEG: Final = 0.5
"""Side of a cell: some 55 km from south to north."""
_WEEK: Final = 7
_MONTHS: Final = 62
_SKETCH: Final = 12
"""Names by which a report's story is found: enough that two alike share one, few enough to be kept for each report."""


def keys(facts: Facts) -> frozenset[str]:
    """Return the keys of a telling: its days in its country, its weeks in its place, the names of its story."""
    return frozenset(_keys(facts))


def _keys(facts: Facts) -> Iterator[str]:
    yield from _story(facts)
    window = facts.window
    if window is None:
        return
    if facts.dated and facts.country is not None:
        # The day before is a key too: what is told of a night stands under either day.
        yield from (f"d|{facts.family}|{facts.country}|{day}" for day in range(window[0] - 1, window[1]))
    if window[1] - window[0] <= _WEEK:
        weeks = range((window[0] - 1) // _WEEK, (window[1] - 1) // _WEEK + 1)
        cells = {cell for spot in facts.spots if spot.narrow for cell in _cells(spot)}
        yield from (f"w|{facts.family}|{cell}|{week}" for cell in cells for week in weeks)


def _story(facts: Facts) -> Iterator[str]:
    """Yield a sketch of the names that a report is about: those of the least hashes (Broder 1997), by two months."""
    if facts.about is None:
        return
    names = sorted(facts.about.telling, key=_hashed)[:_SKETCH]
    then = None if facts.told_on is None else facts.told_on // _MONTHS
    times = ["-"] if then is None else [str(then), str(then + 1)]
    yield from (f"s|{time}|{name}" for name in names for time in times)


@functools.lru_cache(maxsize=65536)
def _hashed(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=8).digest()


def _cells(spot: Spot) -> Iterator[str]:
    """Yield the cell of a place and those next to it, so that two places that meet across a border share one."""
    assert spot.lat_deg is not None
    assert spot.lon_deg is not None
    row, column = math.floor(spot.lat_deg / _CELL_DEG), math.floor(spot.lon_deg / _CELL_DEG)
    north = spot.lat_deg / _CELL_DEG - row
    east = spot.lon_deg / _CELL_DEG - column
    for up in {0, 1 if north > 0.5 else -1}:
        for right in {0, 1 if east > 0.5 else -1}:
            yield f"{row + up},{column + right}"
