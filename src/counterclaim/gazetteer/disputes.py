"""Which places lie in territory that more than one side claims: their entries name every claimant."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from counterclaim.gazetteer.own import Disputed
from counterclaim.gazetteer.raw import Raw

_TOO_WIDE = frozenset({"country", "region", "water", "terrain"})
"""Features whose point says nothing of the territory they lie in."""


class Disputes:
    """The territories of ``disputed.toml``, ready to mark places."""

    def __init__(self, table: Sequence[Disputed], divisions: Mapping[str, str]) -> None:
        """Take the territories, and the ids of first-order divisions by their GeoNames codes."""
        self._by_country = {code: territory for territory in table for code in territory.countries}
        self._by_id = {
            one: territory
            for territory in table
            for one in (*territory.entries, *(divisions[code] for code in territory.divisions if code in divisions))
        }
        self._cells: dict[tuple[int, int], list[tuple[tuple[float, float, float, float], Disputed]]] = defaultdict(list)
        for territory in table:
            for box in territory.boxes:
                south, west, north, east = box
                for lat in range(math.floor(south), math.floor(north) + 1):
                    for lon in range(math.floor(west), math.floor(east) + 1):
                        self._cells[lat, lon].append((box, territory))

    def mark(self, raw: Raw) -> None:
        """Write the claimants, and the country if any, into a place that lies in a disputed territory."""
        if raw.claimed_by:
            return
        territory = self._by_id.get(raw.id) or self._by_id.get(raw.division or "") or self._at(raw)
        territory = territory or self._by_country.get(raw.country or "")
        if territory is not None:
            raw.claimed_by, raw.country = territory.claimed_by, territory.country

    def _at(self, raw: Raw) -> Disputed | None:
        if raw.lat is None or raw.lon is None or raw.feature in _TOO_WIDE:
            return None
        for (south, west, north, east), territory in self._cells.get((math.floor(raw.lat), math.floor(raw.lon)), ()):
            if south <= raw.lat <= north and west <= raw.lon <= east:
                return territory
        return None
