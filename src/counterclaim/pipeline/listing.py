"""The folder of source files, as a watch and the commands see it; what its files say of ratings, as judgements."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Final

from counterclaim import ids
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.lexicon.lookup import named
from counterclaim.records import Judgement, RateSource
from counterclaim.sources.listed import Listed, Source, files, listed
from counterclaim.sources.opml import Imported, imported
from counterclaim.sources.watching import State

__all__ = ["Imported", "Listed", "Listing", "Source", "failing", "imported", "judgements", "listed", "unregistered"]

_Seen = tuple[tuple[str, int, int], ...]
_NEVER: Final[_Seen] = (("", 0, 0),)


class Listing:
    """The sources of a folder; files are read again when one of them is another than it was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: _Seen = _NEVER
        self._found = Listed((), ())

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources as they were last looked at."""
        return self._found.sources

    def look(self, ledger: Ledger) -> list[str]:
        """Look at the folder; return, in words, what is wrong with its files where one of them changed.

        Ratings that the files give are added to the ledger.  A folder that cannot be listed leaves all as it was.
        """
        try:
            seen: _Seen = tuple((str(path), *_stamp(path)) for path in files([self._folder]))
            if seen == self._seen:
                return []
            self._seen, self._found = seen, listed([self._folder])
        except OSError as fault:
            return [f"{self._folder}: {fault.strerror or fault}; the sources known before are watched"]
        ledger.add(judgements(self._found.sources))
        return [f"{reject.ref}: {reject.detail}" for reject in self._found.rejects]


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def judgements(sources: tuple[Source, ...]) -> list[Judgement]:
    """Return the ratings that source files give, as the judgements of those who gave them."""
    made: list[Judgement] = []
    for one in sources:
        if one.rating is not None and one.publisher is not None:
            party = named(one.publisher)
            act = RateSource(source=party.id if party is not None else one.publisher, rating=one.rating.rating)
            at = dt.datetime.combine(one.rating.day, dt.time(), dt.UTC)
            by, why = one.rating.by, one.rating.why
            made.append(Judgement(id=ids.judgement_id(by=by, at=at, why=why, act=act), by=by, at=at, why=why, act=act))
    return made


def unregistered(sources: tuple[Source, ...]) -> list[str]:
    """Return, in words, which files give ties that do not count: independent voices are counted by the register."""
    return [
        f"{one.id}: the register of parties does not know {one.publisher!r}: its owner and side stand for people only"
        for one in sources
        if (one.owner or one.side) and (one.publisher is None or named(one.publisher) is None)
    ]


def failing(at: Path) -> dict[str, str]:
    """Return what is wrong with the sources that fail, as the state of a watch in the file ``at`` knows it.

    Nothing where there is no such file.  Raises UsageError where it is no state.
    """
    if not at.exists():
        return {}
    try:
        with closing(State(at)) as state:
            return state.faults()
    except ValueError as fault:
        raise UsageError(str(fault)) from None
