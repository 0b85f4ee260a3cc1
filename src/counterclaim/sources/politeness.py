"""Politeness: no host is asked more often than it can bear, or for what its robots.txt asks to be left alone.

Nothing here waits.  A call that comes too early is a ``not_yet`` reject, and ``wait_s`` tells when to come back:

    host    ``min_s`` or its own Crawl-delay after each request; longer where it asked for that (Retry-After), or its
            robots.txt could not be fetched
    address after each failure in a row twice as long as before, from ``_FIRST_S`` to ``_MOST_S``, less a random part
            so that those who failed together do not come back together

Redirects to other hosts are held to the same.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from typing import Final

import msgspec
from protego import Protego

from counterclaim.records import Reject
from counterclaim.sources.addresses import Target, target
from counterclaim.sources.limits import FetchError
from counterclaim.sources.net import Fetched, Fetcher
from counterclaim.sources.streams import rejected

DAY_S: Final = 86_400.0
"""Seconds for which a robots.txt is believed, and the longest pause that a site can ask for."""
ROBOTS_BYTES: Final = 500 * 1024
"""Bytes of a robots.txt that are read: the standard's least."""

_FIRST_S: Final = 60.0
_MOST_S: Final = 6 * 3600.0
_ROBOTS_KEPT: Final = 4 * 1024 * 1024
"""Characters of all the robots.txt that are remembered; past it the oldest are asked for again."""
_SLOTS_KEPT: Final = 10_000
"""Hosts, and addresses, whose pauses are remembered."""
_AGENT: Final = re.compile(r"\s*user[- ]?agent\b[\s:]*(.*)", re.IGNORECASE)
_BUSY_S: Final = 1.0
"""Seconds after which to come back to a host that is being asked right now."""
_PAUSED: Final = frozenset({429, 503})
_HARMLESS: Final = frozenset({"url", "address", "robots", "not_yet"})
"""Reasons of rejects that are no failure of a server."""


class _Slot(msgspec.Struct):
    ready_at: float = 0.0
    failures: int = 0
    delay_s: float = 0.0
    busy: bool = False


class Pauses:
    """When hosts, or addresses, may be asked again; when there are too many, the free and the oldest are forgotten.

    ``least_s`` is the pause of one that is being asked right now.
    """

    def __init__(self, clock: Callable[[], float], draw: Callable[[], float], least_s: float) -> None:
        self._clock = clock
        self._draw = draw
        self._least_s = least_s
        self._slots: dict[str, _Slot] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def left_s(self, key: str) -> float:
        """Return the seconds that a key is still to be left alone."""
        slot = self._slots.get(key)
        return 0.0 if slot is None else self._left(slot)

    def begin(self, key: str) -> None:
        """Note that a key is being asked."""
        self._slot(key).busy = True

    def end(self, key: str, least_s: float) -> None:
        """Note that it is no longer; it is left alone for as long as was told for it, at least for ``least_s``."""
        slot = self._slot(key)
        slot.busy = False
        self.hold(key, max(least_s, slot.delay_s))

    def hold(self, key: str, seconds: float) -> None:
        """Leave a key alone for some time, a day at most."""
        slot = self._slot(key)
        slot.ready_at = max(slot.ready_at, self._clock() + min(seconds, DAY_S))

    def delay(self, key: str, seconds: float) -> None:
        """Note what a key asks for between two requests."""
        self._slot(key).delay_s = seconds

    def fail(self, key: str, asked_s: float) -> None:
        """Count a failure; the next pause is twice as long, and at least the ``asked_s`` of the server."""
        slot = self._slot(key)
        slot.failures += 1
        wait_s = min(_FIRST_S * 2 ** min(slot.failures - 1, 20), _MOST_S) * (1 - self._draw() / 2)
        self.hold(key, max(wait_s, asked_s))

    def well(self, key: str) -> None:
        """Forget the failures of a key."""
        if key in self._slots:
            self._slots[key].failures = 0

    def _slot(self, key: str) -> _Slot:
        slots = self._slots
        if key not in slots and len(slots) >= _SLOTS_KEPT:
            free = [name for name, slot in slots.items() if not self._left(slot)]
            oldest = [name for name, slot in slots.items() if not slot.busy][: _SLOTS_KEPT // 10]
            for old in {*free, *oldest}:
                del slots[old]
        return slots.setdefault(key, _Slot())

    def _left(self, slot: _Slot) -> float:
        return max(slot.ready_at - self._clock(), self._least_s if slot.busy else 0.0)


class _Robots(msgspec.Struct, frozen=True):
    rules: Protego
    size: int
    until: float


class Polite:
    """A fetcher that keeps to what hosts can bear; from any number of threads, one request a host at a time.

    ``min_s`` is the least time in seconds between two requests to a host; its robots.txt, once a day, comes on top.
    ``clock`` gives seconds that never go back, ``draw`` random numbers in [0, 1).
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        min_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._fetcher = fetcher
        self._min_s = min_s
        self._clock = clock
        self._agent = fetcher.user_agent.partition("/")[0].strip()
        self._lock = threading.Lock()
        self._hosts = Pauses(clock, draw, max(min_s, _BUSY_S))
        self._pages = Pauses(clock, draw, _BUSY_S)
        self._robots: dict[str, _Robots] = {}

    def wait_s(self, url: str) -> float:
        """Return in how many seconds an address may be fetched: 0 for at once."""
        try:
            at = target(url)
        except ValueError:
            return 0.0
        with self._lock:
            return max(self._pages.left_s(at.url), self._hosts.left_s(at.authority))

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        allow: frozenset[str] = frozenset(),
    ) -> Fetched | Reject:
        """Fetch an address as ``Fetcher.get`` does, or return a reject: ``not_yet``, or ``robots``."""
        try:
            at = target(url)
        except ValueError as fault:
            return rejected(url[:200], "url", str(fault))
        held: list[str] = []
        found: Fetched | Reject
        try:
            self._enter(at, at.url, allow, held)
            found = self._fetcher.get(
                url,
                etag=etag,
                modified=modified,
                allow=allow,
                on_redirect=lambda to: self._enter(to, at.url, allow, held),
            )
        except FetchError as fault:
            found = rejected(url, fault.reason, str(fault))
        finally:
            with self._lock:
                for host in held:
                    self._hosts.end(host, self._min_s)
        self._note(at.url, found)
        return found

    def _enter(self, to: Target, asked: str, allow: frozenset[str], held: list[str]) -> None:
        """Take a host's turn, and look whether its robots.txt lets the address be fetched."""
        host = to.authority
        if host not in held:
            with self._lock:
                wait_s = max(self._hosts.left_s(host), 0.0 if held else self._pages.left_s(asked))
                if wait_s > 0:
                    if held:
                        # The host of the first step is free sooner: without this the caller would come back at once.
                        self._pages.hold(asked, wait_s)
                    raise FetchError("not_yet", f"{host} is to be left alone for another {wait_s:.0f} s")
                self._hosts.begin(host)
            held.append(host)
        rules = self._rules(to, allow)
        with self._lock:
            self._hosts.delay(host, rules.crawl_delay(self._agent) or 0.0)
        if not rules.can_fetch(to.url, self._agent):
            raise FetchError("robots", f"the robots.txt of {host} asks that this be left alone")

    def _rules(self, to: Target, allow: frozenset[str]) -> Protego:
        """Return what a host's robots.txt says.  Raises FetchError where it cannot be known now."""
        site = f"{to.scheme}://{to.authority}"
        with self._lock:
            known = self._robots.get(site)
            if known is not None and known.until > self._clock():
                return known.rules
        found = self._fetcher.get(f"{site}/robots.txt", allow=allow)
        text = ""
        if isinstance(found, Reject):
            # Redirects without end are, by the standard, a site without a robots.txt.
            if found.reason != "redirects":
                with self._lock:
                    self._hosts.fail(to.authority, 0.0)
                raise FetchError(found.reason, f"its robots.txt: {found.detail}")
        elif found.status >= 500 or found.status == 429:
            with self._lock:
                self._hosts.fail(to.authority, found.retry_after_s or 0.0)
            raise FetchError("robots", f"the robots.txt of {to.authority} answers {found.status}: not fetched for now")
        elif found.status < 300:
            text = found.body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")
        rules = _parsed(text, self._agent)
        with self._lock:
            self._robots.pop(site, None)
            self._robots[site] = _Robots(rules, len(text), self._clock() + DAY_S)
            while sum(one.size for one in self._robots.values()) > _ROBOTS_KEPT or len(self._robots) > _SLOTS_KEPT:
                del self._robots[next(iter(self._robots))]
            self._hosts.well(to.authority)
        return rules

    def _note(self, url: str, found: Fetched | Reject) -> None:
        """Remember what came of a request."""
        with self._lock:
            if isinstance(found, Reject):
                if found.reason not in _HARMLESS:
                    self._pages.fail(url, 0.0)
                return
            if found.status in _PAUSED and found.retry_after_s is not None:
                self._hosts.hold(target(found.final_url).authority, found.retry_after_s)
            if found.status >= 500 or found.status == 429:
                self._pages.fail(url, 0.0)
            else:
                self._pages.well(url)


def _parsed(text: str, agent: str) -> Protego:
    """Return the rules that a robots.txt has for us and for all.

    The parser keeps every rule once for each name above it, which grows with the square of a hostile file: names that
    are not ours become one.
    """
    lines: list[str] = []
    for line in text.splitlines():
        named = _AGENT.match(line)
        if named:
            name = named[1].partition("#")[0].strip().lower()
            ours = name == "*" or (name and name.strip("*") in agent.lower())
            line = f"User-agent: {name if ours else 'another'}"
        lines.append(line)
    return Protego.parse("\n".join(lines))
