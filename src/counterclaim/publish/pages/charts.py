"""The chart of a toll: each figure as somebody gave it, over the time at which it was said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from counterclaim.publish import derived_words, words
from counterclaim.publish.pages.axes import Tick, margin, rounds
from counterclaim.publish.pages.site import environment
from counterclaim.publish.told import Told
from counterclaim.records import Figure, Standing, Tally
from counterclaim.text import one_line

WIDTH: Final = 400.0
HEIGHT: Final = 220.0
"""Units of the picture; style sheets make it as wide as there is room."""
_RIGHT: Final = 136.0
"""Room for the voices, which are written beside their last figure."""
_TOP: Final = 26.0
_BOTTOM: Final = 36.0
_INSET: Final = 10.0
"""How far from the edges of the plot the first and the last figure stand."""
_BESIDE: Final = 10.0
"""How far apart figures stand that would cover each other."""
_LINE: Final = 14.0
_ARROW: Final = 14.0
_LONGEST: Final = 17
"""Letters of a voice's name that are written; its whole name is told with each figure."""
_LABELS: Final = 12
_HUES: Final = 6
"""Colours that voices take in turn; the names beside them tell them apart."""
_DATE: Final = 72.0
"""Units that a date below the axis takes."""
_AN_HOUR: Final = dt.timedelta(hours=1)
_A_DAY: Final = dt.timedelta(days=1)
_SHAPES: Final[dict[Standing, str]] = {
    "stands": "dot",
    "superseded": "faded",
    "part": "square",
    "accused": "diamond",
    "copy": "faded",
    "withdrawn": "cross",
}
"""How a figure is drawn by what it counts for; colour tells only whose it is."""
_LEGEND: Final = (
    ("dot", "stands"),
    ("faded", "superseded, or a copy"),
    ("square", "part of a total"),
    ("diamond", "the accused side's"),
    ("cross", "withdrawn"),
)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure: its mark, the line up to its high end or the arrow where that is open, and what it says."""

    x: float
    y: float
    top: float
    open: bool
    shape: str
    hue: int
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The steps from one figure of a voice to its next, and its name beside the last; ``y`` is the name's."""

    hue: int
    steps: str
    label: str
    from_x: float
    from_y: float
    y: float


@dataclass(frozen=True, slots=True)
class _Said:
    figure: Figure
    by: str
    at: dt.datetime


def toll_chart(tally: Tally, told: Told, leads: Callable[[str], str] = "#claim-{}".format) -> Markup:
    """Return the chart (SVG) of one toll by voice; empty where fewer than two figures have a time.

    ``leads`` turns a claim (id) into the address of its words.  Figures whose claims are no longer shown are left out.
    """
    shown = [each for each in derived_words.by_time(tally.figures) if each.claim in told.claims]
    said = [_Said(each, told.figure_sayer(each), at) for each in shown if (at := _moment(each)) is not None]
    if len(said) < 2:  # one figure is no course of time
        return Markup()
    whom = f"{tally.harm}, {words.people(tally.who)}"
    hues = {by: nth % _HUES for nth, by in enumerate(dict.fromkeys(each.by for each in said))}
    levels = rounds(max(_top(each.figure) for each in said))
    left = margin(levels)
    across, dates = _across(said, left)
    scale = (HEIGHT - _BOTTOM - _TOP) / levels[-1]

    def up(number: int) -> float:
        return round(HEIGHT - _BOTTOM - number * scale, 1)

    others = derived_words.over(tally, (tally,))
    drawn = [
        _point(each, across(each.at), up, hues, derived_words.standing(each.figure, others), leads) for each in said
    ]
    points = _beside(drawn)
    made = environment().get_template("_toll_chart.html").render(
        width=WIDTH,
        height=HEIGHT,
        left=left,
        right=WIDTH - _RIGHT,
        floor=HEIGHT - _BOTTOM,
        whom=whom,
        many=words.counted(len(said), "figure", "figures"),
        levels=[Tick(up(level), f"{level:,}") for level in levels],
        dates=dates,
        points=points,
        voices=_voices(said, points, hues),
        legend=[(shape, text) for shape, text in _LEGEND if any(point.shape == shape for point in points)],
        arrows=any(point.open for point in points),
        ranges=any(point.top < point.y and not point.open for point in points),
        beside=points != drawn,
        unnamed=max(len(hues) - _LABELS, 0),
        untimed=len(shown) - len(said),
    )  # fmt: skip
    return Markup(made)  # noqa: S704 - the template escapes


def _moment(figure: Figure) -> dt.datetime | None:
    """Return when a figure was said: the middle of the time that is known, None where none is."""
    said = figure.said_at
    if said is None:
        return None
    if said.start is None or said.end is None:
        return said.start or said.end
    return said.start + (said.end - said.start) / 2


def _top(figure: Figure) -> int:
    return figure.low if figure.high is None else figure.high


def _across(said: Sequence[_Said], left: float) -> tuple[Callable[[dt.datetime], float], list[Tick]]:
    """Return where on the axis a moment lies, and the days (hours within one day) that are named there."""
    first, last = min(each.at for each in said), max(each.at for each in said)
    begin, width = left + _INSET, WIDTH - _RIGHT - left - 2 * _INSET
    whole = last - first

    def across(at: dt.datetime) -> float:
        return round(begin + (width * ((at - first) / whole) if whole else width / 2), 1)

    # The axis names days on which somebody spoke: the first, the last, and those between that keep clear.
    moments = sorted({_named(each.at, whole): each.at for each in reversed(said)}.values())
    kept = [moments[0]]
    for at in moments[1:-1]:
        if across(at) - across(kept[-1]) > _DATE and across(last) - across(at) > _DATE:
            kept.append(at)
    if across(moments[-1]) - across(kept[-1]) > _DATE:
        kept.append(moments[-1])
    return across, [Tick(across(at), _named(at, whole)) for at in kept]


def _named(at: dt.datetime, whole: dt.timedelta) -> str:
    return (
        words.day(at.date()) if whole >= _A_DAY or not whole else f"{at:%H:%M} UTC, {words.day(at.date(), year=False)}"
    )


def _point(
    each: _Said,
    x: float,
    up: Callable[[int], float],
    hues: dict[str, int],
    standing: str,
    leads: Callable[[str], str],
) -> Point:
    figure = each.figure
    y = up(figure.low)
    return Point(
        x=x,
        y=y,
        top=y - _ARROW if figure.high is None else up(figure.high),
        open=figure.high is None,
        shape=_SHAPES[figure.standing],
        hue=hues[each.by],
        href=leads(figure.claim),
        name=f"{words.figure(figure.low, figure.high)}, {one_line(each.by)}, {words.when(figure.said_at)}: {standing}",
    )


def _beside(points: Sequence[Point]) -> list[Point]:
    """Return the points, those at one place side by side, so that each can be seen and reached."""
    crowd = Counter((each.x, each.y) for each in points)
    placed = Counter[tuple[float, float]]()
    moved: list[Point] = []
    for each in points:
        at = each.x, each.y
        # All of them stay within the inset that keeps the first and the last figure off the edges of the plot.
        step = min(_BESIDE, 2 * _INSET / max(crowd[at] - 1, 1))
        moved.append(replace(each, x=round(each.x + (placed[at] - (crowd[at] - 1) / 2) * step, 1)))
        placed[at] += 1
    return moved


def _voices(said: Sequence[_Said], points: Sequence[Point], hues: dict[str, int]) -> list[Voice]:
    """Return each voice with the steps between its figures that count for the whole; its name keeps clear of others."""
    ends: list[tuple[float, str, float, str]] = []
    for by in hues:
        own = [point for each, point in zip(said, points, strict=True) if each.by == by]
        whole = [point for point in own if point.shape in ("dot", "faded", "diamond")]
        steps = "".join(f"H{after.x}V{after.y}" for after in whole[1:])
        path = f"M{whole[0].x},{whole[0].y}{steps}" if steps else ""
        ends.append((own[-1].y, by, own[-1].x, path))
    ends.sort()
    heights = _apart([end[0] for end in ends[:_LABELS]])
    return [
        Voice(
            hue=hues[by],
            steps=path,
            label=_short(by) if nth < len(heights) else "",
            from_x=x,
            from_y=y,
            y=heights[nth] if nth < len(heights) else y,
        )
        for nth, (y, by, x, path) in enumerate(ends)
    ]


def _short(name: str) -> str:
    plain = one_line(name)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _apart(heights: Iterable[float]) -> list[float]:
    """Return heights (rising) moved so that none is nearer to the next than a line, all within the picture."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + _LINE) if moved else max(height, _TOP))
    lowest = HEIGHT - _BOTTOM
    for nth in range(len(moved) - 1, -1, -1):
        moved[nth] = min(moved[nth], lowest)
        lowest = moved[nth] - _LINE
    return moved
