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
    """When a host or an address may be asked again, by the clock."""

    ready_at: float = 0.0
    failures: int = 0
    delay_s: float = 0.0
    busy: bool = False


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
        self._draw = draw
        self._agent = fetcher.user_agent.partition("/")[0].strip()
        self._lock = threading.Lock()
        self._hosts: dict[str, _Slot] = {}
        self._pages: dict[str, _Slot] = {}
        self._robots: dict[str, _Robots] = {}

    def wait_s(self, url: str) -> float:
        """Return in how many seconds an address may be fetched: 0 for at once."""
        try:
            at = target(url)
        except ValueError:
            return 0.0
        with self._lock:
            return max(self._left(self._pages.get(at.url)), self._left(self._hosts.get(at.authority)))

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
                    slot = self._slot(self._hosts, host)
                    slot.busy = False
                    slot.ready_at = max(slot.ready_at, self._clock() + max(self._min_s, slot.delay_s))
        self._note(at.url, found)
        return found

    def _enter(self, to: Target, asked: str, allow: frozenset[str], held: list[str]) -> None:
        """Take a host's turn, and look whether its robots.txt lets the address be fetched."""
        host = to.authority
        if host not in held:
            with self._lock:
                wait_s = max(self._left(self._hosts.get(host)), 0.0 if held else self._left(self._pages.get(asked)))
                if wait_s > 0:
                    if held:
                        # The host of the first step is free sooner: without this the caller would come back at once.
                        self._pages.setdefault(asked, _Slot()).ready_at = self._clock() + wait_s
                    raise FetchError("not_yet", f"{host} is to be left alone for another {wait_s:.0f} s")
                self._slot(self._hosts, host).busy = True
            held.append(host)
        rules = self._rules(to, allow)
        with self._lock:
            self._slot(self._hosts, host).delay_s = min(rules.crawl_delay(self._agent) or 0.0, DAY_S)
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
                self._fail(self._hosts, to.authority, 0.0)
                raise FetchError(found.reason, f"its robots.txt: {found.detail}")
        elif found.status >= 500 or found.status == 429:
            self._fail(self._hosts, to.authority, found.retry_after_s or 0.0)
            raise FetchError("robots", f"the robots.txt of {to.authority} answers {found.status}: not fetched for now")
        elif found.status < 300:
            text = found.body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")
        rules = _parsed(text, self._agent)
        with self._lock:
            self._robots.pop(site, None)
            self._robots[site] = _Robots(rules, len(text), self._clock() + DAY_S)
            while sum(one.size for one in self._robots.values()) > _ROBOTS_KEPT or len(self._robots) > _SLOTS_KEPT:
                del self._robots[next(iter(self._robots))]
            self._slot(self._hosts, to.authority).failures = 0
        return rules

    def _note(self, url: str, found: Fetched | Reject) -> None:
        """Remember what came of a request."""
        if isinstance(found, Reject):
            if found.reason not in _HARMLESS:
                self._fail(self._pages, url, 0.0)
            return
        if found.status in _PAUSED and found.retry_after_s is not None:
            with self._lock:
                slot = self._slot(self._hosts, target(found.final_url).authority)
                slot.ready_at = max(slot.ready_at, self._clock() + min(found.retry_after_s, DAY_S))
        if found.status >= 500 or found.status == 429:
            self._fail(self._pages, url, 0.0)
        else:
            with self._lock:
                self._pages.pop(url, None)

    def _fail(self, slots: dict[str, _Slot], key: str, asked_s: float) -> None:
        """Count a failure; what comes next waits for twice as long, at least for the ``asked_s`` of the server."""
        with self._lock:
            slot = self._slot(slots, key)
            slot.failures += 1
            wait_s = min(_FIRST_S * 2 ** min(slot.failures - 1, 20), _MOST_S) * (1 - self._draw() / 2)
            slot.ready_at = max(slot.ready_at, self._clock() + max(wait_s, min(asked_s, DAY_S)))

    def _slot(self, slots: dict[str, _Slot], key: str) -> _Slot:
        """Return a slot, made where there is none; when there are too many, the free and the oldest ones go."""
        if key not in slots and len(slots) >= _SLOTS_KEPT:
            free = [name for name, slot in slots.items() if not self._left(slot)]
            oldest = [name for name, slot in slots.items() if not slot.busy][: _SLOTS_KEPT // 10]
            for old in {*free, *oldest}:
                del slots[old]
        return slots.setdefault(key, _Slot())

    def _left(self, slot: _Slot | None) -> float:
        """Return the seconds until a slot is free."""
        if slot is None:
            return 0.0
        return max(slot.ready_at - self._clock(), max(self._min_s, _BUSY_S) if slot.busy else 0.0)


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
