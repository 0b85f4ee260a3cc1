"""The places gathered so far, on their way into the index."""

from __future__ import annotations

from counterclaim.gazetteer.fold import fold, without_article
from counterclaim.gazetteer.raw import Raw


class Places:
    """The places gathered so far, by id; divisions also by state and folded name."""

    def __init__(self) -> None:
        self.by_id: dict[str, Raw] = {}
        self._provinces: dict[tuple[str | None, str], Raw] = {}

    def add(self, raw: Raw) -> None:
        """Add a place."""
        self.by_id[raw.id] = raw
        if raw.feature == "province":
            for name in reversed((raw.name, *raw.others)):
                self._provinces[(raw.country, without_article(fold(name)))] = raw

    def province(self, country: str | None, *names: str) -> Raw | None:
        """Return the first-order division of a state that bears one of these names."""
        keys = ((country, without_article(fold(name))) for name in names)
        return next((self._provinces[key] for key in keys if key in self._provinces), None)
