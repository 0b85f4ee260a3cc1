"""What is done to each capture, and where: in this process, in worker processes, or over a Ray cluster.

    page    -> turned away, or goes on    gate, where there is a threshold
    capture -> reports and rejects        reports.build
    report  -> turned away, or goes on    gate
    report  -> reading                    the maker

All of it is one piece of :class:`counterclaim.claims.workers.Work`: pure, so that it gives the same whoever does it.
Every engine hands out the outcomes in the order of the input.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from counterclaim.claims.maker import Maker
from counterclaim.claims.workers import Item, Outcome, Todo, Work, reader, worked
from counterclaim.errors import UsageError
from counterclaim.pipeline.gate import page_turned_away, turned_away
from counterclaim.records import Capture, Interval, Reading, Reject, Report
from counterclaim.reports.build import reports

PROCESSES = "processes"
RAY = "ray"


@dataclass(frozen=True, slots=True)
class Settings:
    """What has to be known to carry a capture to its claims.

    ``published`` and ``publisher`` are a person's word on the input, ``publishers`` on the pages of hosts and of what
    lies below them: pairs of host and publisher, the longest hosts first.  ``now`` (UTC) bounds publication dates;
    ``threshold`` is the gate's, None where there is no gate.
    """

    made: str | Maker
    now: dt.datetime
    published: Interval | None = None
    publisher: str | None = None
    threshold: float | None = None
    publishers: tuple[tuple[str, str], ...] = ()

    def publisher_of(self, capture: Capture) -> str | None:
        """Return whose words a person says that a capture holds, None where nobody says."""
        host = urlsplit(capture.url or "").hostname if self.publishers else None
        if host is None:
            return self.publisher
        found = (name for own, name in self.publishers if host == own or host.endswith(f".{own}"))
        return next(found, self.publisher)


def carrier(settings: Settings) -> Work:
    """Return the work that carries a capture to its claims; a report that is given is read, ungated."""
    read = reader(settings.made)

    def work(item: Todo) -> Outcome:
        if isinstance(item, Report):
            return ((item, read(item)),)
        away = None if settings.threshold is None else page_turned_away(item, settings.threshold)
        if away is not None:
            return ((away, None),)
        made = reports(item, published=settings.published, publisher=settings.publisher_of(item), now=settings.now)
        return tuple(_carried(one, settings.threshold, read) for one in made)

    return work


def _carried(
    one: Report | Reject, threshold: float | None, read: Callable[[Report], Reading]
) -> tuple[Report | Reject, Reading | None]:
    if isinstance(one, Reject):
        return one, None
    away = None if threshold is None else turned_away(one, threshold)
    return (away, None) if away is not None else (one, read(one))


def engine(named: str) -> tuple[str, str | None]:
    """Return an engine's name and, for a Ray cluster that runs already, its address.

    >>> engine("ray:10.0.0.1:6379")
    ('ray', '10.0.0.1:6379')

    Raises UsageError where there is no such engine.
    """
    name, mark, address = named.partition(":")
    if name == RAY and (address or not mark):
        return RAY, address or None
    if named == PROCESSES:
        return PROCESSES, None
    raise UsageError(f"no engine is called {named!r}; there are: {PROCESSES}, {RAY} and {RAY}:ADDRESS")


def carried(
    items: Iterator[tuple[Item, Todo | None]], settings: Settings, *, named: str = PROCESSES, jobs: int = 1
) -> Iterator[tuple[Item, Outcome]]:
    """Yield every item in its order, with what comes out of what has to be done (nothing where that is None).

    ``named`` is an engine, ``jobs`` its workers; a running cluster has as many as it has.  Raises what
    :func:`counterclaim.claims.workers.worked` raises, and UsageError for an unknown maker or engine.
    """
    name, address = engine(named)
    begin = partial(carrier, settings)
    if name == PROCESSES:
        return worked(items, begin=begin, jobs=jobs)
    from counterclaim.pipeline import over_ray  # not installed everywhere, and slow to import

    return over_ray.worked(items, begin=begin, jobs=jobs, address=address)
