"""The interface: what was derived anew, as server-sent events, from a step of the ledger on."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from functools import partial
from typing import Any, Final

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Stream

from counterclaim.errors import CounterclaimError
from counterclaim.ledger import Altered
from counterclaim.web import finding
from counterclaim.web.answers import API, RefusedError, later
from counterclaim.web.door import Door
from counterclaim.web.outlook import altered_since
from counterclaim.web.shapes import AlteredList

MOST_STREAMS: Final = 64
"""Streams that may be open at once."""
LONGEST_S: Final = 1_800
"""Seconds after which a stream ends; a browser asks again by itself, and misses nothing."""
BEAT_S: Final = 15.0
"""Seconds between two signs of life."""


def event(changes: list[Altered]) -> bytes:
    """Return the event that tells of changes; its id is the step up to which all has been told."""
    said = msgspec.json.encode(AlteredList(altered=tuple(changes)))
    return b"event: altered\ndata: %s\nid: %d\n\n" % (said, changes[-1].step)


async def told(door: Door, after: int | None, wait_s: int) -> AsyncGenerator[bytes, None]:
    """Yield the events of a stream: what changed after a step, then what changes, for so many seconds."""
    door.streams += 1
    try:
        identity = door.outlook.now.identity
        until = time.monotonic() + wait_s
        # What comes later is read from the step that is known before: nothing lies between.
        now = await door.run(lambda: door.ledgers.view().step())
        step = now if after is None else min(after, now)
        yield b"retry: 5000\n" + _begin("step" if after is None or after <= now else "reset", step)
        while not door.outlook.closing and door.outlook.now.identity == identity:
            mark = door.outlook.mark
            found = await door.run(partial(_read, door, step))
            if found:
                yield event(found)
                step = found[-1].step
                continue
            left = until - time.monotonic()
            if left <= 0:
                return
            if not await door.outlook.moved(mark, min(left, BEAT_S)):
                yield b": still here\n\n"
    except (CounterclaimError, RefusedError):
        return  # whoever follows asks again, and is told why
    finally:
        door.streams -= 1


def _begin(event: str, step: int) -> bytes:
    """Return the first event: the step from which on changes are told; ``reset`` where the ledger is not that far."""
    return b'event: %s\ndata: {"step":%d}\nid: %d\n\n' % (event.encode(), step, step)


def _read(door: Door, step: int) -> list[Altered]:
    return next(altered_since(door.ledgers.view(), step), list[Altered]())


def _after(request: Request[Any, Any, Any], given: dict[str, list[str]]) -> int | None:
    """Return the step from which on a stream is asked for; what the browser remembers is later than the address."""
    last = {"Last-Event-ID": request.headers.getall("last-event-id", [])}
    asked = finding.number(given, "after", default=-1, least=0, most=10**18 - 1)
    step = finding.number(last, "Last-Event-ID", default=asked, least=0, most=10**18 - 1)
    return None if step < 0 else step


@get(f"{API}/changes")
async def changes(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Stream:
    """Return the stream of changes."""
    given = finding.parameters(request)
    wait_s = finding.number(given, "wait", default=LONGEST_S, least=0, most=LONGEST_S)
    after = _after(request, given)
    if given:
        raise RefusedError(400, f"Changes are asked for with after and wait, not with {', '.join(sorted(given))[:60]}.")
    if door.streams >= MOST_STREAMS:
        raise later("Too many follow the changes at once: ask with wait=0 from time to time.", seconds=30)
    await door.run(door.ledgers.view)  # a ledger that cannot be read is told before a stream begins
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(told(door, after, wait_s), media_type="text/event-stream", headers=headers)


ROUTES = (changes,)
"""The route of changes."""
