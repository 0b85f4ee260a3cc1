"""A small bar chart over time, drawn on the server: incidents by stretch of days, with labelled axes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from counterclaim.publish import words
from counterclaim.publish.panorama import Bin

_WIDTH: Final = 640
_HEIGHT: Final = 150
_LEFT: Final = 44
_TOP: Final = 18
_BOTTOM: Final = 24
_GAP: Final = 1.0
_A_DAY: Final = dt.timedelta(days=1)


def bars(bins: Sequence[Bin], title: str) -> Markup:
    """Return a chart (SVG) of how many incidents begin in each stretch; empty without any.

    The dark foot of a bar are those in which something is contested.
    """
    if not bins:
        return Markup()
    top = max(each.count for each in bins)
    floor, tall = _HEIGHT - _BOTTOM, _HEIGHT - _BOTTOM - _TOP
    wide = (_WIDTH - _LEFT) / len(bins)
    drawn = Markup().join(
        _bar(each, _LEFT + nth * wide, wide, tall / top if top else 0, floor) for nth, each in enumerate(bins)
    )
    ends = (words.day(bins[0].start), words.day(bins[-1].end - _A_DAY))
    return Markup(
        '<figure class="chart"><svg viewBox="0 0 {w} {h}" role="img" aria-label="{title}: {first} to {last}, at most '
        '{top} in one bar"><text class="axis" x="{left}" y="12">incidents</text>'
        '<line class="axis" x1="{left}" x2="{w}" y1="{floor}" y2="{floor}"></line>'
        '<line class="grid" x1="{left}" x2="{w}" y1="{high}" y2="{high}"></line>'
        '<text class="axis" x="{tick}" y="{high_text}" text-anchor="end">{top}</text>'
        '<text class="axis" x="{tick}" y="{floor}" text-anchor="end">0</text>{drawn}'
        '<text class="axis" x="{left}" y="{below}">{first}</text>'
        '<text class="axis" x="{w}" y="{below}" text-anchor="end">{last}</text></svg>'
        "<figcaption>{title}. Dark: those in which something is contested.</figcaption></figure>"
    ).format(
        w=_WIDTH,
        h=_HEIGHT,
        title=title,
        first=ends[0],
        last=ends[1],
        top=f"{top:,}",
        left=_LEFT,
        tick=_LEFT - 6,
        floor=floor,
        high=_TOP,
        high_text=_TOP + 5,
        below=_HEIGHT - 6,
        drawn=drawn,
    )


def _bar(each: Bin, x: float, wide: float, scale: float, floor: float) -> Markup:
    rect = Markup('<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"></rect>')
    all_of_it, dark = each.count * scale, each.contested * scale
    return Markup("<g><title>{start} to {end}: {count}, contested {contested}</title>{bar}{foot}</g>").format(
        start=words.day(each.start),
        end=words.day(each.end - _A_DAY),
        count=f"{each.count:,}",
        contested=f"{each.contested:,}",
        bar=rect.format(name="bar", x=x, y=floor - all_of_it, w=max(wide - _GAP, 0.5), h=all_of_it),
        foot=rect.format(name="bar dark", x=x, y=floor - dark, w=max(wide - _GAP, 0.5), h=dark),
    )
