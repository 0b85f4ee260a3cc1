"""All places of the packages and of the project's own files, put together and written as a shard of the index."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from counterclaim.gazetteer import dump, own, packages
from counterclaim.gazetteer.disputes import Disputes
from counterclaim.gazetteer.divisions import countries, divisions_and_towns
from counterclaim.gazetteer.gathered import Places
from counterclaim.gazetteer.keys import keys
from counterclaim.gazetteer.listed import listed, own_places
from counterclaim.gazetteer.raw import Raw
from counterclaim.gazetteer.shard import Writer

Progress = Callable[[str], None]
"""Told what is being done, in a few words."""

_NAMES_A_SHARD: Final = 5_000_000
_TOLD_EVERY: Final = 100_000


def gather(tell: Progress) -> list[Raw]:
    """Return every place of the packages and of the project's own files, each once.

    Raises LexiconError for a broken line of an own file.
    """
    places = Places()
    tell("states, divisions and settlements")
    first = divisions_and_towns(places)
    tell("airfields")
    for airfield in packages.airfields():
        places.add(airfield)
    countries(places)
    tell("the project's own places")
    own_places(places)
    listed(places)
    disputes = Disputes(own.disputed(), first)
    for raw in places.by_id.values():
        disputes.mark(raw)
    return list(places.by_id.values())


def write(folder: Path, tell: Progress) -> None:
    """Write the shard of the packages and the own files into ``folder``, which exists and is empty."""
    with without_collector():
        raws = gather(tell)
        tell(f"names of {len(raws):,} places")
        writer = Writer()
        for raw in raws:
            writer.add(raw, keys(raw))
        tell("the index")
        writer.write(folder)


def write_dump(file: Path, folder: Path, tell: Progress) -> tuple[int, int]:
    """Write a GeoNames dump into ``folder`` as shards 000, 001, ...; return how many places and shards.

    A shard is closed at some millions of names, so that a dump of any size takes the same memory (under 1 GB).
    """
    divisions = {
        division.code: f"geonames:{division.geonames}" for division in packages.divisions() if division.first_order
    }
    disputes = Disputes(own.disputed(), divisions)
    count = number = 0
    writer = Writer()
    with without_collector():
        for raw in dump.places(file, divisions):
            disputes.mark(raw)
            writer.add(raw, keys(raw))
            count += 1
            if count % _TOLD_EVERY == 0:
                tell(f"{count:,} places of {file.name}")
            if writer.names >= _NAMES_A_SHARD:
                _close(writer, folder, number)
                writer, number = Writer(), number + 1
        if len(writer) or not number:
            _close(writer, folder, number)
            number += 1
    return count, number


def _close(writer: Writer, folder: Path, number: int) -> None:
    shard = folder / f"{number:03}"
    shard.mkdir()
    writer.write(shard)


@contextlib.contextmanager
def without_collector() -> Generator[None, None, None]:
    """Hold the garbage collector back: it would look through millions of new objects, none of them garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
