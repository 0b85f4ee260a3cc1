"""The snapshot of the ledger that lists, maps and counts are made from, and who waits for the next one."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from counterclaim import __version__
from counterclaim.ledger import Altered, View
from counterclaim.publish.panorama import Panorama, panorama

AT_ONCE: Final = 500
"""Changes that are asked for together."""
_ANEW: Final = 20_000
"""From so many changes on, the snapshot is made anew: that is faster than renewing it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A ledger as it was a moment ago: every incident in short, and how many reports waited to be fused.

    ``identity`` tells this ledger's file from another put in its place; ``hour``: the publication profile lets more
    be seen as time goes by, None without it.
    """

    panorama: Panorama
    waiting: int
    identity: str
    hour: str | None

    @property
    def tag(self) -> str:
        """Return what changes whenever a page made from this snapshot may change."""
        said = (__version__, self.panorama.step, self.waiting, self.identity, self.hour)
        return hashlib.blake2b(repr(said).encode(), digest_size=9).hexdigest()


def look(view: View, identity: str, before: Snapshot | None = None, *, public: bool = False) -> Snapshot:
    """Return the snapshot of a ledger: ``before`` itself when nothing changed, renewed from it when little did."""
    hour = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H}" if public else None
    step, waiting = view.step(), view.waiting()
    if before is None or (before.identity, before.hour) != (identity, hour) or step < before.panorama.step:
        return Snapshot(panorama(view.briefs(), step), waiting, identity, hour)
    seen = before.panorama
    if step != seen.step:
        changed = [change for changes in altered_since(view, seen.step) for change in changes]
        if len(changed) > _ANEW:
            seen = panorama(view.briefs(), step)
        else:
            briefs = view.briefs([change.id for change in changed if not change.gone])
            seen = seen.renewed(briefs, frozenset(change.id for change in changed if change.gone), step)
    elif waiting == before.waiting:
        return before
    return Snapshot(seen, waiting, identity, hour)


def altered_since(view: View, after: int) -> Iterator[list[Altered]]:
    """Yield what changed after a step, some changes at a time; each has a step of its own."""
    while found := list(view.altered(after, AT_ONCE)):
        yield found
        after = found[-1].step


class Outlook:
    """The latest snapshot, and the streams that wait for a later one."""

    def __init__(self, first: Snapshot) -> None:
        self.now = first
        self.closing = False
        self.mark = asyncio.Event()

    def show(self, snapshot: Snapshot) -> None:
        """Let a later snapshot be seen, and wake those who wait when the ledger's step is another."""
        moved = snapshot.panorama.step != self.now.panorama.step or snapshot.identity != self.now.identity
        self.now = snapshot
        if moved:
            self._wake()

    def close(self) -> None:
        """Wake those who wait: there will be no later snapshot."""
        self.closing = True
        self._wake()

    @staticmethod
    async def moved(mark: asyncio.Event, wait_s: float) -> bool:
        """Wait for a later step than at a :attr:`mark`; return False when none came in time, in seconds."""
        try:
            await asyncio.wait_for(mark.wait(), wait_s)
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        self.mark.set()
        self.mark = asyncio.Event()
