"""Small indices for tests: a few places, written and opened again."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

from counterclaim.gazetteer.index import Index
from counterclaim.gazetteer.keys import keys
from counterclaim.gazetteer.raw import Raw
from counterclaim.gazetteer.shard import Shard, Writer

_NUMBERS = itertools.count()


def raw(name: str, *others: str, id: str | None = None, country: str | None = "SY", people: int = 0) -> Raw:  # noqa: A002
    """Return a town of this name at a point in Syria."""
    return Raw(
        id=id or f"counterclaim:{next(_NUMBERS)}",
        name=name,
        feature="settlement",
        source="a test",
        others=list(others),
        lat=35.5,
        lon=36.5,
        radius_m=1000,
        country=country,
        population=people,
    )


def written(folder: Path, raws: Iterable[Raw]) -> Path:
    """Write a shard of these places into a folder, and return the folder."""
    folder.mkdir(exist_ok=True, parents=True)
    writer = Writer()
    for one in raws:
        writer.add(one, keys(one))
    writer.write(folder)
    return folder


def index(folder: Path, *raws: Raw) -> Index:
    """Return the index of these places."""
    return Index([Shard(written(folder, raws))])
