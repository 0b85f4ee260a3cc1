"""Times as written, read to TIMEX3 values and to intervals of whole days.

"Wednesday" is the nearest such day on or before publication, or after it where the future is spoken of; a day is never
shifted by a time zone.  What cannot be resolved (no publication day, a day that no calendar has) is left out, never
guessed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.times.context import Context
from counterclaim.claims.times.found import Found, Mod, Type
from counterclaim.claims.times.frames import framed
from counterclaim.claims.times.reader import read
from counterclaim.records import Interval

HEAD: Final = 400
"""Code points at the head of a text in which a full date standing alone is the date of publication."""
_PREPOSED: Final = frozenset("on of since from until till by before after in between and to for".split())


@dataclasses.dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time at ``start`` to ``end`` (code points), as TIMEX3 writes it.

    ``interval`` is what it names in whole days, half-open, UTC; None where it names no days (a length, a set, "now", a
    year before Christ).
    """

    start: int
    end: int
    text: str
    type: Type
    value: str
    mod: Mod | None
    interval: Interval | None


@dataclasses.dataclass(frozen=True, slots=True)
class TimeMention:
    """An expression of time at ``start`` to ``end`` (code points) and the interval it names (UTC, whole days).

    Either end of the interval may be None: "until Friday" has no start.
    """

    start: int
    end: int
    text: str
    interval: Interval


def _dateline(doc: Doc) -> dt.date | None:
    """Return the day a text says it was published: a full date at its head that stands alone, after no preposition."""
    head = sum(1 for token in doc[: HEAD // 2] if token.idx < HEAD)
    for one in read(Context(doc[:head].as_doc(), None)) if head else []:
        alone = not (one.start and doc[one.start - 1].lower_ in _PREPOSED)
        if alone and one.full and one.days is not None and one.days.single:
            return one.days.first
    return None


def _read(doc: Doc, published: Interval | None) -> tuple[Context, list[Found]]:
    edge = None if published is None else published.start or published.end
    context = Context(doc, edge.date() if edge is not None else _dateline(doc))
    return context, read(context)


def timexes(doc: Doc, published: Interval | None) -> tuple[Timex, ...]:
    """Return every expression of time in ``doc`` that has a TIMEX3 value, in reading order, none inside another.

    ``published`` is the day of publication; without one a full date at the head of the text stands in for it, and
    without that only what names its own year, or follows one told before, has a value.
    """
    out: list[Timex] = []
    for one in _read(doc, published)[1]:
        if not one.value:
            continue
        span = doc[one.start : one.end]
        interval = one.days.interval() if one.days is not None else None
        out.append(Timex(span.start_char, span.end_char, span.text, one.type, one.value, one.mod, interval))
    return tuple(out)


def time_mentions(doc: Doc, published: Interval | None) -> tuple[TimeMention, ...]:
    """Return every stretch of days that ``doc`` names, with the frame around it ("since Friday"), in reading order.

    ``published`` is as in :func:`timexes`; lengths, sets and what names no day are left out.
    """
    out: list[TimeMention] = []
    for one in framed(*_read(doc, published)):
        if one.days is not None:
            span = doc[one.start : one.end]
            out.append(TimeMention(span.start_char, span.end_char, span.text, one.days.interval()))
    return tuple(out)
