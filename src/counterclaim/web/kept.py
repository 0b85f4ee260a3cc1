"""Answers made from one snapshot, kept for the next who asks the same; who asks meanwhile waits for the first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final

from counterclaim.web.answers import Made

MOST: Final = 256
"""Answers that are kept."""
LARGEST: Final = 1024 * 1024
"""Bytes of the largest answer that is kept: with :data:`MOST` it bounds what all take."""


class Kept:
    """The answers made from one snapshot, by what was asked.  Used from the event loop alone."""

    def __init__(self) -> None:
        self._of: object = None
        self._held: dict[Hashable, asyncio.Task[Made]] = {}

    async def get(self, snapshot: object, asked: Hashable, make: Callable[[], Coroutine[Any, Any, Made]]) -> Made:
        """Return what was made for this question from this snapshot, or make it; a failure is not kept."""
        if snapshot is not self._of:
            self._of, self._held = snapshot, {}
        held = self._held
        task = held.get(asked)
        if task is None:
            while len(held) >= MOST:
                del held[next(iter(held))]
            task = held[asked] = asyncio.create_task(make())
            task.add_done_callback(lambda done: _drop(held, asked, done))
        return await asyncio.shield(task)  # who leaves does not take it from the others


def _drop(held: dict[Hashable, asyncio.Task[Made]], asked: Hashable, done: asyncio.Task[Made]) -> None:
    """Forget an answer that cannot be kept."""
    failed = done.cancelled() or done.exception() is not None
    if (failed or len(done.result().body) > LARGEST) and held.get(asked) is done:
        del held[asked]
