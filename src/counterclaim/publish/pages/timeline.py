"""The timeline of the overview: how many incidents begin in each stretch of time; each bar is a link to its stretch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from markupsafe import Markup

from counterclaim.ledger import Query
from counterclaim.publish import words
from counterclaim.publish.pages.axes import Tick, few, margin, rounds
from counterclaim.publish.pages.shown import Link
from counterclaim.publish.pages.site import environment
from counterclaim.publish.panorama import Bin

WIDTH: Final = 480.0
HEIGHT: Final = 130.0
"""Units of the picture; style sheets make it as wide as there is room."""
_RIGHT: Final = 6.0
_TOP: Final = 20.0
_BOTTOM: Final = 22.0
_NAMED: Final = 4
"""Bars that are named below the axis, at most: a phone shows no more side by side."""
_GAP: Final = 1.0
_LEAST: Final = 1.0
"""Units of a bar's height: one incident beside a hundred thousand still shows."""
_A_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = 7
_MONTH: Final = 31
_QUARTER: Final = 92
_YEAR: Final = 366


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: its bar, the dark foot of what is contested, and the address that sets the filter to it.

    ``start`` and ``last`` are days as a URL writes them.
    """

    x: float
    width: float
    y: float
    height: float
    foot_y: float
    foot: float
    href: str
    name: str
    start: str
    last: str


def timeline(bins: Sequence[Bin], dated: int, query: Query, address: Callable[[Query], str]) -> Markup:
    """Return the timeline (SVG) of these stretches.

    ``dated``: how many incidents have a time, those among them that begin before or after all stretches.
    ``address`` gives the page of a query.
    """
    if not bins:
        return Markup('<p class="quiet">No incident that these filters meet has a known time.</p>')
    levels = rounds(max(each.count for each in bins))
    floor = HEIGHT - _BOTTOM
    scale = (floor - _TOP) / levels[-1]
    left = margin(levels)
    step = (WIDTH - left - _RIGHT) / len(bins)
    unit = _unit(bins)
    made = environment().get_template("_timeline.html").render(
        width=WIDTH,
        height=HEIGHT,
        left=left,
        right=WIDTH - _RIGHT,
        top=_TOP,
        floor=floor,
        bars=[
            _bar(each, left + nth * step, step, scale, query, address) for nth, each in enumerate(bins)
        ],
        levels=[Tick(round(floor - level * scale, 1), f"{level:,}") for level in levels],
        dates=[
            Tick(round(left + nth * step, 1), _brief(bins[nth].start, unit)) for nth in few(len(bins), _NAMED)
        ],
        unit=unit,
        whole=f"{words.day(bins[0].start)} to {words.day(_last(bins[-1]))}",
        limited=query.since is not None or query.until is not None,
        everything=address(_between(query, None, None)),
        beyond=dated - sum(each.count for each in bins),
        ends=_ends(bins, query, address),
    )  # fmt: skip
    return Markup(made)  # noqa: S704 - the template escapes


def _bar(each: Bin, x: float, step: float, scale: float, query: Query, address: Callable[[Query], str]) -> Bar:
    floor = HEIGHT - _BOTTOM
    start = _midnight(each.start)
    # The last day that there is ends with time itself: no filter can name the day after it.
    end = None if each.end == dt.date.max else _midnight(each.end)
    height, foot = (max(round(count * scale, 1), _LEAST) if count else 0.0 for count in (each.count, each.contested))
    last = _last(each)
    stretch = words.day(each.start) if last <= each.start else f"{words.day(each.start)} to {words.day(last)}"
    said = words.counted(each.count, "incident", "incidents")
    return Bar(
        x=round(x, 2),
        width=round(max(step - _GAP, step / 2), 2),
        y=round(floor - height, 1),
        height=height,
        foot_y=round(floor - foot, 1),
        foot=foot,
        href=address(_between(query, start, end)),
        name=f"{stretch}: {said}" + (f", {each.contested:,} contested" if each.contested else ""),
        start=each.start.isoformat(),
        last=last.isoformat(),
    )


def _ends(bins: Sequence[Bin], query: Query, address: Callable[[Query], str]) -> list[Link]:
    """Return the ways to what begins before the first stretch and after the last, where no filter by time is on."""
    if query.since is not None or query.until is not None:
        return []
    first, after = bins[0].start, bins[-1].end
    ends = [Link(f"from {words.day(after)} on", address(_between(query, _midnight(after), None)))]
    if first > dt.date.min:  # there is no day before the first that a filter could name
        ends.insert(0, Link(f"before {words.day(first)}", address(_between(query, None, _midnight(first)))))
    return ends


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _between(query: Query, since: dt.datetime | None, until: dt.datetime | None) -> Query:
    return msgspec.structs.replace(query, since=since, until=until, after=None)


def _last(each: Bin) -> dt.date:
    """Return the last day of a stretch."""
    return max(each.start, each.end - _A_DAY)


def _unit(bins: Iterable[Bin]) -> str:
    """Return for how long a bar stands, in words: ``day``, ``week``, ``month``, ``quarter``, ``5 years``."""
    days = max((each.end - each.start).days for each in bins)
    named = ((1, "day"), (_WEEK, "week"), (_MONTH, "month"), (_QUARTER, "quarter"), (_YEAR, "year"))
    found = next((unit for most, unit in named if days <= most), None)
    return found or f"{round(days / 365.25):,} years"


def _brief(day: dt.date, unit: str) -> str:
    """Return the day with which a stretch begins, as exactly as its width deserves."""
    if unit in ("day", "week"):
        return words.day(day)
    return words.day(day).partition(" ")[2] if unit in ("month", "quarter") else f"{day.year:04}"
