"""What every route uses: a view of the ledger on a worker thread, the snapshot, and the answer made from both."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from litestar import Request
from litestar.response import Response

from counterclaim.errors import CounterclaimError
from counterclaim.ledger import View
from counterclaim.publish.pages.site import Ask
from counterclaim.web import answers
from counterclaim.web.answers import API, Headers, Made, RefusedError, later
from counterclaim.web.kept import Kept
from counterclaim.web.ledgers import Ledgers
from counterclaim.web.outlook import Outlook, Snapshot, look

T = TypeVar("T")

WORKERS: Final = 4
"""Threads that make answers: SQLite and compression run beside Python, the rest takes turns."""
EXPORTERS: Final = 2
"""Threads that make exports: a long one must not keep a reader of pages waiting."""
MOST_WAITING: Final = 150
"""Requests that may wait for a worker; who comes then is told to come back."""
MOST_EXPORTS: Final = 6
POLL_S: Final = 2.0
"""Seconds between two looks at whether the ledger changed."""
_SHARE: Final = 4
"""A look that took long is followed by a rest of so many times as long: answers go first."""

UNREADABLE: Final = (
    "The ledger cannot be read at the moment: its file is gone, locked or damaged. Try again in a moment; the terminal "
    "in which the server runs says what is wrong."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a route makes its answer from."""

    view: View
    snapshot: Snapshot
    ask: Ask


class Door:
    """The ledger, ready to be asked by many at once.  ``say`` tells the operator; ``hosts``: see ``guard``."""

    def __init__(self, ledgers: Ledgers, *, say: Callable[[str], None], hosts: frozenset[str] = frozenset()) -> None:
        self.ledgers = ledgers
        self.hosts = hosts
        self.say = say
        self._workers = ThreadPoolExecutor(WORKERS, "counterclaim-page")
        self._exporters = ThreadPoolExecutor(EXPORTERS, "counterclaim-export")
        self._waiting = 0
        self._exports = 0
        self._kept = Kept()
        self.streams = 0
        self.outlook = Outlook(self._workers.submit(self._look, None).result())

    @property
    def public(self) -> bool:
        """Whether the publication profile is on."""
        return self.ledgers.public

    async def answer(
        self, request: Request[Any, Any, Any], make: Callable[[Asked], Made], *, derived: bool = False
    ) -> Response[bytes]:
        """Answer with what ``make`` makes of the ledger, or with "unchanged" to one who has that already.

        ``derived``: it is made of what is derived alone, or of nothing in the ledger, so that the snapshot's tag tells
        whether it changed; else its bytes tell.
        """
        path, query, snapshot = request.url.path, request.scope["query_string"], self.outlook.now
        tag = answers.etag(repr((snapshot.tag, path, query)))
        headers = self.headers(path)
        asked = request.headers.get("if-none-match")
        packs = answers.takes_gzip(request.headers.get("accept-encoding"))

        def whole() -> Made:
            ask = Ask(root="", public=self.public, waiting=snapshot.waiting, path=path)
            made = make(Asked(self.ledgers.view(), snapshot, ask))
            made.headers["ETag"] = tag if derived else answers.etag(made.body)
            return answers.packed(made) if packs else made

        # What was made from the snapshot holds for as long as the ledger is still there and the same.
        if derived and self.ledgers.identity() == snapshot.identity:
            if answers.known(asked, tag):
                return answers.unchanged(tag, headers)
            made = await self._kept.get(snapshot, (path, query, packs), lambda: self.run(whole))
        else:
            made = await self.run(whole)
        if answers.known(asked, made.headers["ETag"]):
            return answers.unchanged(made.headers["ETag"], headers)
        return answers.answer(made, headers)

    async def run(self, work: Callable[[], T]) -> T:
        """Return what a worker thread makes.  Raises RefusedError when too many wait for one already."""
        if self._waiting >= MOST_WAITING:
            raise later("Too many are reading at once: try again in a moment.", seconds=2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._workers, work)
        finally:
            self._waiting -= 1

    async def export(self, work: Callable[[], T]) -> T:
        """Return what an export's thread makes.  Raises RefusedError when too many wait for one already."""
        if self._exports >= MOST_EXPORTS:
            raise later("Other exports are being made: try again in a minute.", seconds=60)
        self._exports += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._exporters, work)
        finally:
            self._exports -= 1

    def refusal(self, refused: RefusedError, path: str) -> Response[bytes]:
        """Return the answer to a request that is not met."""
        found = answers.refusal(refused, path, public=self.public, waiting=self.outlook.now.waiting)
        found.headers.update(self.headers(path))
        return found

    def headers(self, path: str) -> Headers:
        """Return the headers that tell a program how complete what is derived is."""
        waiting = self.outlook.now.waiting
        return {"X-Counterclaim-Waiting": str(waiting)} if waiting and path.startswith(API) else {}

    def _look(self, before: Snapshot | None) -> Snapshot:
        return look(self.ledgers.view(), self.ledgers.identity(), before, public=self.public)

    async def refresh(self) -> None:
        """Look whether the ledger changed, and let a later snapshot be seen."""
        loop = asyncio.get_running_loop()
        self.outlook.show(await loop.run_in_executor(self._workers, self._look, self.outlook.now))

    async def _watch(self) -> None:
        """Refresh for as long as the server runs; a ledger that cannot be read is said once, and looked for again."""
        told = ""
        while True:
            began = time.monotonic()
            try:
                await self.refresh()
                told = ""
            except CounterclaimError as fault:
                if str(fault) != told:
                    told = str(fault)
                    self.say(told)
            await asyncio.sleep(max(POLL_S, _SHARE * (time.monotonic() - began)))

    @contextlib.asynccontextmanager
    async def watching(self, _app: object) -> AsyncGenerator[None, None]:
        """Look at the ledger every few seconds for as long as the server runs, and let go of it at the end."""
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self.outlook.close()
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            self.close()

    def close(self) -> None:
        """Let the work that was begun end, and close the ledger."""
        self._workers.shutdown(cancel_futures=True)
        self._exporters.shutdown(cancel_futures=True)
        self.ledgers.close()
