"""Feeds and pages into a ledger, round after round, for months.

    a round:
        sources that are due   -> visited -> taken apart -> the pages that they list   sources: visits, feeds
        pages that are due     -> fetched -> captures                                  sources: visits, pages
        captures, so many at a time -> claims in the ledger                            ingesting
                                    -> what was done is written down                   sources: watching
        what the round touched is fused
    until nothing is due, or the round's time is over; then the rest of its time is waited for

What is written down as done is in the ledger before.  Cut off anywhere, the watch fetches again what it had not written
down: the same bytes are the same capture, so that nothing is lost and nothing doubled.

Fetches run in threads, one a host at a time; all else in the thread that asks for the rounds.  Memory is bounded by
the fetches in flight and one batch of captures; after each round what nobody uses goes back to the system.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from filelock import FileLock, Timeout

from counterclaim.claims.maker import Maker
from counterclaim.claims.maker import maker as maker_called
from counterclaim.claims.workers import explain
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.pipeline.engines import Settings
from counterclaim.pipeline.fusing import fuse
from counterclaim.pipeline.listing import Listing
from counterclaim.pipeline.memory import give_back
from counterclaim.pipeline.taking import Taking
from counterclaim.records import Reject
from counterclaim.sources.listed import Source, publishers
from counterclaim.sources.net import USER_AGENT, Fetcher
from counterclaim.sources.parsing import Parser
from counterclaim.sources.politeness import Polite
from counterclaim.sources.streams import rejected
from counterclaim.sources.visits import NOT_YET, Got, Looked, looked_at, page_of
from counterclaim.sources.watching import Due, State, Visit

ROUND_S: Final = 60.0
"""Seconds from the beginning of a round to that of the next."""
PAUSE_S: Final = 5.0
"""Least seconds between two requests to a host."""
AT_ONCE: Final = 16
"""Fetches in flight."""
_LOOK_S: Final = 0.5
"""Least seconds between two looks at which pages are due, while fetches are in flight."""

_Sent = tuple[Source, Visit] | Due
"""What a fetch in flight is for."""
_Came = Looked | Got | Reject | None


class Clock(Protocol):
    """Time, and being asked to stop."""

    def now(self) -> dt.datetime:
        """Return the time of day, UTC."""
        ...

    def seconds(self) -> float:
        """Return seconds that never go back."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait; less when asked to stop."""
        ...

    @property
    def stopped(self) -> bool:
        """Whether the watch is asked to stop."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: the one line of state.

    ``visited`` sources answered, ``failed`` did not; they listed ``new`` pages and ``changed`` ones.  Of the pages
    fetched ``kept`` are captures, ``unchanged`` the same as before, ``missed`` to be tried again, ``lost`` given up.
    ``waiting`` pages are due and were not got to.  ``reports``, ``claims`` and ``fused`` are new in the ledger.
    ``notes`` are for a person: sources that begin or cease to fail, or bring more or less than expected.
    """

    number: int
    at: dt.datetime
    sources: int = 0
    visited: int = 0
    failed: int = 0
    new: int = 0
    changed: int = 0
    kept: int = 0
    unchanged: int = 0
    missed: int = 0
    lost: int = 0
    waiting: int = 0
    reports: int = 0
    claims: int = 0
    turned_away: int = 0
    fused: int = 0
    notes: tuple[str, ...] = ()


@contextmanager
def opened_watch(
    ledger: Ledger,
    folder: Path,
    at: Path,
    *,
    clock: Clock,
    maker: str = "default",
    gate: float | None = None,
    round_s: float = ROUND_S,
    pause_s: float = PAUSE_S,
    contact: str | None = None,
) -> Generator[Watch, None, None]:
    """Open a watch over a folder of source files, its state in the file ``at``, for the time of a block.

    ``pause_s`` is the least time in seconds between two requests to a host.  ``contact`` is told to every server: who
    watches, and where they can be reached.

    Raises UsageError where another watch has the state, it is none, or an argument is not what it should be.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}: 'counterclaim sources import' makes one, or write source files")
    agent = USER_AGENT if contact is None else f"{USER_AGENT} (+{contact})"
    with ExitStack() as stack:
        try:
            fetcher = stack.enter_context(Fetcher(user_agent=agent))
            stack.enter_context(FileLock(f"{at}.lock", timeout=0))
            state = stack.enter_context(closing(State(at)))
        except Timeout:
            raise UsageError(f"another watch is running on {at}") from None
        except ValueError as fault:
            raise UsageError(str(fault)) from None
        parser = stack.enter_context(Parser())
        polite = Polite(fetcher, min_s=pause_s)
        yield stack.enter_context(
            Watch(
                ledger,
                state,
                folder,
                polite=polite,
                parser=parser,
                clock=clock,
                maker=maker_called(maker),
                gate=gate,
                round_s=round_s,
            )
        )


class Watch:
    """A watch, begun in a ``with`` block; ``folder`` holds the source files, and is looked at again each round.

    ``maker`` reads, ``gate`` is the gate's threshold (None: no gate).  ``polite``, ``parser``, ``state`` and ``ledger``
    are the caller's, and stay open.
    """

    def __init__(
        self,
        ledger: Ledger,
        state: State,
        folder: Path,
        *,
        polite: Polite,
        parser: Parser,
        clock: Clock,
        maker: Maker,
        gate: float | None = None,
        round_s: float = ROUND_S,
    ) -> None:
        self._ledger = ledger
        self._state = state
        self._listing = Listing(folder)
        self._polite = polite
        self._parser = parser
        self._clock = clock
        self._maker = maker
        self._gate = gate
        self._round_s = round_s
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=True)

    def rounds(self) -> Generator[Round, None, None]:
        """Yield each round when it is done, until the clock is stopped.

        Raises LedgerError where the ledger cannot be written; what was written down before stays done.
        """
        while not self._clock.stopped:
            until = self._clock.seconds() + self._round_s
            yield self._round(until)
            if not self._clock.stopped:
                self._clock.wait(max(0.0, until - self._clock.seconds()))

    def _round(self, until: float) -> Round:
        self._number += 1
        now = self._clock.now()
        notes = self._listing.look(self._ledger)
        sources = {one.id: one for one in self._listing.sources}
        self._state.subscribe(
            ((one.id, " ".join((one.url, *one.allow_hosts))) for one in sources.values()), now.timestamp()
        )
        notes += self._reckoning(now, sources.values())
        settings = Settings(made=self._maker, now=now, threshold=self._gate, publishers=publishers(sources.values()))
        taking = Taking(self._ledger, self._state, settings)
        _Flight(self._polite, self._parser, self._clock, self._threads, sources, self._state, taking).go(until)
        fused = 0
        for progress in fuse(self._ledger):
            fused = progress.changed
            if self._clock.stopped:
                break  # what is left is fused when the watch goes on
        self._ledger.rest()
        give_back()
        return Round(
            number=self._number,
            at=now,
            sources=len(sources),
            waiting=self._state.waiting(self._now()),
            fused=fused,
            notes=(*notes, *taking.notes),
            **taking.count,
        )

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _reckoning(self, now: dt.datetime, sources: Iterable[Source]) -> list[str]:
        """Return, once a day, which sources brought more or less on the day before than is expected of them."""
        today = int(now.timestamp() // 86_400)
        if not self._state.reckoned(today):
            return []
        brought = self._state.brought(today - 1)
        notes: list[str] = []
        for one in sources:
            if one.pages_a_day is not None:
                least, most = one.pages_a_day
                pages = brought.get(one.id, 0)
                if not least <= pages <= most:
                    notes.append(f"{one.id} brought {pages:,} new pages yesterday; expected {least:,} to {most:,}")
        return notes


class _Flight:
    """The fetches of one round: what is due is sent, what comes is taken, until nothing is due or time is over."""

    def __init__(
        self,
        polite: Polite,
        parser: Parser,
        clock: Clock,
        threads: ThreadPoolExecutor,
        sources: dict[str, Source],
        state: State,
        taking: Taking,
    ) -> None:
        self._polite = polite
        self._parser = parser
        self._clock = clock
        self._threads = threads
        self._sources = sources
        self._state = state
        self._taking = taking
        self._flying: dict[Future[_Came], _Sent] = {}
        self._visits = deque(one for one in state.visits(self._now()) if one.id in sources)
        self._pages: deque[Due] = deque()
        self._looked = clock.seconds() - _LOOK_S

    def go(self, until: float) -> None:
        """Fetch what is due; all that came is in the ledger, and written down, when this returns."""
        clock = self._clock
        while True:
            over = clock.stopped or clock.seconds() >= until
            if not over:
                self._send()
            if self._flying:
                landed, _ = wait(self._flying, timeout=1.0, return_when=FIRST_COMPLETED)
                for future in landed:
                    self._land(self._flying.pop(future), future)
                if self._taking.full:
                    self._taking.store(now=self._now())
                continue
            self._taking.store(now=self._now())
            wait_s = None if over else self._free_in()
            if wait_s is None or clock.seconds() + wait_s >= until:
                return
            clock.wait(wait_s)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _send(self) -> None:
        """Send what is due and whose host is free, as far as there is room."""
        busy = {sent.host if isinstance(sent, Due) else sent[0].host for sent in self._flying.values()}
        for _ in range(len(self._visits)):
            visit = self._visits.popleft()
            source = self._sources[visit.id]
            if source.kind == "page":
                self._taking.look_at(source, now=self._now())
            elif len(self._flying) >= AT_ONCE or source.host in busy or self._polite.wait_s(source.url) > 0:
                self._visits.append(visit)
            else:
                busy.add(source.host)
                self._flying[self._threads.submit(self._visit, source, visit)] = source, visit
        if not self._pages and (not self._flying or self._clock.seconds() - self._looked >= _LOOK_S):
            self._looked = self._clock.seconds()
            self._pages.extend(self._state.due(self._now()))
        while self._pages and len(self._flying) < AT_ONCE:
            page = self._pages.popleft()
            if page.host not in busy and self._polite.wait_s(page.url) <= 0:
                busy.add(page.host)
                self._flying[self._threads.submit(self._fetch, page)] = page

    def _visit(self, source: Source, visit: Visit) -> _Came:
        return looked_at(self._polite, self._parser, source, visit)

    def _fetch(self, page: Due) -> _Came:
        listing = self._sources.get(page.source)
        return page_of(self._polite, page, listing.allowed if listing is not None else frozenset())

    def _land(self, sent: _Sent, future: Future[_Came]) -> None:
        """Take in what came of a fetch; a fault of the program there is told like one of the server."""
        url = sent.url if isinstance(sent, Due) else sent[0].url
        fault = future.exception()
        if isinstance(fault, Exception):
            found: _Came = rejected(url, "fault", explain(fault))
        else:
            found = future.result()
        wait_s, now = self._polite.wait_s(url), self._now()
        if isinstance(sent, Due):
            got = Got("failed", reject=found) if isinstance(found, Reject) else found
            assert not isinstance(got, Looked)
            self._taking.page(sent, got, now=now, wait_s=wait_s)
        else:
            assert isinstance(found, Looked | Reject)
            if isinstance(found, Reject) and found.reason == NOT_YET:
                self._visits.append(sent[1])
            else:
                self._taking.visit(*sent, found, now=now, wait_s=wait_s)

    def _free_in(self) -> float | None:
        """Return in how many seconds the first host is free of which something is due; None where nothing is."""
        due = [self._sources[one.id].url for one in self._visits]
        due += [one.url for one in self._state.due(self._now())]
        return min((max(0.05, self._polite.wait_s(one)) for one in due), default=None)
