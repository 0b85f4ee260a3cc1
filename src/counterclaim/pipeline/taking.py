"""What a watch does with what came in: pages that sources list are written down, captures read into the ledger."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import msgspec

from counterclaim.claims.workers import ReadingError
from counterclaim.ledger import Ledger
from counterclaim.pipeline.engines import Settings
from counterclaim.pipeline.ingesting import ingest_captures
from counterclaim.records import Capture, Reject
from counterclaim.sources.feeds import Item
from counterclaim.sources.listed import Source
from counterclaim.sources.streams import rejected
from counterclaim.sources.visits import WAITING_MOST, Got, Looked, chosen, next_visit_s, told_of
from counterclaim.sources.watching import Due, State, Told, Visit

BATCH: Final = 32
"""Captures read together."""
BATCH_BYTES: Final = 16 * 1024 * 1024
"""Bytes of captures that are read, however few they are."""
_LATER_S: Final = 5.0
"""Seconds after which to ask again where a redirect led to a host that is to be left alone."""


class Taking:
    """What came in during one round.  ``settings`` say how captures are read.

    ``count`` is how much was done, by the names of a round's fields; ``notes`` are for a person.  ``now`` of each call
    is in seconds since 1970.
    """

    def __init__(self, ledger: Ledger, state: State, settings: Settings) -> None:
        self._ledger = ledger
        self._state = state
        self._settings = settings
        self._kept: list[tuple[Due, Got, Capture]] = []
        self._bytes = 0
        self.count: Counter[str] = Counter()
        self.notes: list[str] = []

    def visit(self, source: Source, visit: Visit, found: Looked | Reject, *, now: float, wait_s: float) -> None:
        """Take in a visit; ``wait_s`` is how long the source's host is to be left alone."""
        if isinstance(found, Looked):
            self._listed(source, visit, found, now, wait_s)
        else:
            self.count["failed"] += 1
            if visit.fault is None:
                self.notes.append(f"{source.id} fails: {found.reason}, {found.detail}")
            next_at = now + next_visit_s(source, visit.failures + 1, wait_s)
            self._state.failed(source.id, f"{found.reason}: {found.detail}", next_at)

    def _listed(self, source: Source, visit: Visit, found: Looked, now: float, wait_s: float) -> None:
        self.count["visited"] += 1
        if visit.fault is not None:
            self.notes.append(f"{source.id} is well again")
        items = found.feed.items if found.feed is not None else ()
        named = [told_of(source, item) for item in items]
        rejects = [one for one in named if isinstance(one, Reject)]
        if found.feed is not None and found.feed.without:
            rejects.append(rejected(source.url, "feed", "items without an address are left out"))
        if found.feed is not None and found.feed.over:
            rejects.append(rejected(source.url, "too_large", "its last items are past the limit, and left out"))
        if rejects:
            self._ledger.add(rejects)
        told = list({one.key: one for one in named if isinstance(one, Told)}.values())
        known = self._state.known(one.key for one in told)
        room = WAITING_MOST - self._state.waiting_of(source.id)
        taken, left_out = chosen(told, known, room)
        # With the validators of this answer the server would say that nothing changed, and the rest never come.
        etag, modified = (None, None) if left_out else (found.etag, found.modified)
        next_at = now + next_visit_s(source, 0, wait_s)
        new, changed = self._state.visited(source.id, taken, now=now, next_at=next_at, etag=etag, modified=modified)
        self.count["new"] += new
        self.count["changed"] += changed

    def look_at(self, source: Source, *, now: float) -> None:
        """Make the page of a source that is a page due."""
        self.count["visited"] += 1
        found = told_of(source, Item(source.url, "", str(now)))
        assert isinstance(found, Told)  # the source file was checked
        one = msgspec.structs.replace(found, least_s=0.0)
        next_at = now + next_visit_s(source, 0, 0.0)
        new, changed = self._state.visited(source.id, [one], now=now, next_at=next_at)
        self.count["new"] += new
        self.count["changed"] += changed

    def page(self, page: Due, got: Got | None, *, now: float, wait_s: float) -> None:
        """Take in a fetch (None: a host on the way is to be left alone); ``wait_s`` as above."""
        if got is None:
            self._state.postpone(page, now + max(wait_s, _LATER_S))
            return
        if got.capture is not None:
            self._kept.append((page, got, got.capture))
            self._bytes += len(got.capture.body)
            return
        # The ledger is told what is lost before it is written down that nobody needs to look again.
        lost = got.outcome in ("refused", "lost") or (got.outcome == "failed" and page.last_try)
        if lost and got.reject is not None:
            self._ledger.add([got.reject])
        self._state.fetched(page, got.outcome, now=now, wait_s=wait_s)
        self.count["lost" if lost else "unchanged" if got.outcome == "unchanged" else "missed"] += 1

    @property
    def full(self) -> bool:
        """Whether enough captures wait to be read."""
        return len(self._kept) >= BATCH or self._bytes >= BATCH_BYTES

    def store(self, *, now: float) -> None:
        """Read the captures that wait into the ledger, then write down that they are done."""
        kept, self._kept, self._bytes = self._kept, [], 0
        if not kept:
            return
        settings = replace(self._settings, now=dt.datetime.fromtimestamp(now, dt.UTC))
        try:
            self._read([capture for _, _, capture in kept], settings)
        except ReadingError:
            for _, _, capture in kept:
                self._read_alone(capture, settings)
        for page, got, _ in kept:
            self._state.fetched(page, "kept", now=now, etag=got.etag, modified=got.modified, led_to=got.led_to)
        self.count["kept"] += len(kept)

    def _read(self, captures: Sequence[Capture], settings: Settings) -> None:
        last = None
        for step in ingest_captures(self._ledger, captures, settings, fuse=False):
            last = step
        if last is not None:
            self.count["reports"] += last.reports - last.known
            self.count["claims"] += last.claims
            self.count["turned_away"] += last.turned_away

    def _read_alone(self, capture: Capture, settings: Settings) -> None:
        """Read one capture; where the program fails on it, keep it and say so: the next ones are read all the same."""
        try:
            self._read([capture], settings)
        except ReadingError as fault:
            self._ledger.add([capture, rejected(capture.source, "fault", str(fault))])
            self.notes.append(str(fault))
