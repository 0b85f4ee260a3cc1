"""A large ledger made in minutes: the synthetic stream, gathered by day and country instead of fused.

Statements are stored as ever, and every incident is described by the pipeline's own code; but what was told of one day
and country is put together unseen, within a window of the stream, and copies are not looked for.  So ten claims make an
incident, of several kinds and much contested: reading such a ledger takes as long as reading a fused one, or longer.
"""

from __future__ import annotations

import contextlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from bench.stream import SEED, stream
from counterclaim import ids
from counterclaim.incidents.describe import incident, series
from counterclaim.incidents.item import Item
from counterclaim.records import Claim, Incident, Line, Report, Series
from counterclaim.store.opening import open_ledger

WINDOW: Final = 1000
"""Reports within which tellings are gathered: some weeks of the stream."""


def gather(path: str, claims: int) -> None:
    """Make a ledger of so many claims, and say how far it is on standard error."""
    done = 0
    with contextlib.closing(open_ledger(path)) as ledger:
        for lines in _windows(claims):
            ledger.add(lines)
            made = _gathered(lines)
            with ledger.deriving() as derivation:
                derivation.put(made)
                derivation.put_homes({claim: one.id for one in made for claim in one.claims})
                derivation.settle(derivation.pending(2 * WINDOW))
            done += sum(isinstance(line, Claim) for line in lines)
            print(f"{done:,} claims gathered", file=sys.stderr, flush=True)


def _windows(claims: int) -> Iterator[list[Line]]:
    """Yield the stream in parts of so many whole reports with their claims."""
    part: list[Line] = []
    count = 0
    for line in stream(claims, SEED):
        # A report's capture stands before it: it is added with the part before, which does no harm.
        if isinstance(line, Report):
            if count == WINDOW:
                yield part
                part, count = [], 0
            count += 1
        part.append(line)
    yield part


def _gathered(lines: Iterable[Line]) -> list[Incident | Series]:
    reports: dict[str, Report] = {}
    groups: defaultdict[tuple[object, ...], list[Item]] = defaultdict(list)
    for line in lines:
        if isinstance(line, Report):
            reports[line.id] = line
        elif isinstance(line, Claim):
            report = reports[line.report]
            item = Item(line, report.publisher, report.published_at, None, report.id)
            groups[_key(item)].append(item)
    return [_made(group) for group in groups.values()]


def _key(item: Item) -> tuple[object, ...]:
    event = item.claim.event
    if event.scope in ("series", "total"):
        return (item.claim.id,)
    time = event.when or item.published_at
    return event.country, time.start.date() if time is not None and time.start is not None else None


def _made(items: list[Item]) -> Incident | Series:
    first = items[0].claim
    if first.event.scope in ("series", "total"):
        return series(id=ids.series_id(first.id), items=items)
    return incident(id=ids.incident_id(first.id), items=items, parts=frozenset(), joins=(), ratings={})
