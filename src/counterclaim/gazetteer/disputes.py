"""Which places lie in territory that more than one state claims: the answer names every claim."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.gazetteer.own import Disputed
from counterclaim.gazetteer.raw import Raw


class Disputes:
    """The territories of ``disputed.toml``, ready to mark places."""

    def __init__(self, table: Sequence[Disputed]) -> None:
        self._table = table

    def mark(self, raw: Raw) -> None:
        """Write the claimants and who administers it into a place that lies in a disputed territory."""
        if raw.claimed_by:
            return
        for territory in self._table:
            if raw.country in territory.countries or _inside(raw, territory):
                raw.claimed_by = territory.claimed_by
                raw.country = territory.held_by
                return


def _inside(raw: Raw, territory: Disputed) -> bool:
    if raw.lat is None or raw.lon is None or raw.feature in ("country", "region", "water"):
        return False
    return any(s <= raw.lat <= n and w <= raw.lon <= e for s, w, n, e in territory.boxes)
