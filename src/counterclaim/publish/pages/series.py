"""The pages of series: totals, campaigns and summaries with the incidents that lie within them, never added up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import View
from counterclaim.publish import derived_words, words
from counterclaim.publish.headline import headline
from counterclaim.publish.pages.incident import desk, parts
from counterclaim.publish.pages.lists import all_listed
from counterclaim.publish.pages.shown import Desk, Link, Quoted, how_long, how_near, place_link
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.told import told
from counterclaim.records import Series

MOST: Final = 500
"""Series of a list, and incidents within one series, that a page shows."""


@dataclass(frozen=True, slots=True)
class InList:
    """A series in the list of series: its name, what is counted, and how far it was carried."""

    link: Link
    scope: str
    when: str
    where: str
    who: str
    counts: str
    toll: str
    incidents: int
    carriers: int
    review: str


def _counts(about: Series, at: Desk) -> Iterator[tuple[Link, Quoted]]:
    """Yield how many happenings each claim tells of, with the claim: a number needs its words."""
    for claim in about.claims:
        known = at.told.claims.get(claim)
        if known is not None and known.event.count is not None:
            yield Link(words.count(known.event.count), at.at((claim,))), at.quoted(known)


def series_page(view: View, series: Series, ask: Ask) -> str:
    """Return the page of a series."""
    behind = told(view, series)
    at = desk(series, behind, ask)
    within = tuple(view.briefs(series.incidents[:MOST]))
    return render(
        "series.html",
        ask=ask,
        about=series,
        title=headline(series, behind),
        sentence=parts(series, at),
        kinds=derived_words.kind(series),
        scope=derived_words.SCOPES[series.scope],
        review=derived_words.REVIEWS[series.review],
        when=derived_words.when(series),
        how_long=how_long(series.when),
        place=place_link(series, ask),
        how_near=how_near(series.place),
        actors=tuple(map(at.party, series.actors)),
        targets=tuple(map(at.party, series.targets)),
        voices=derived_words.voices(series.voices),
        counts=tuple(_counts(series, at)),
        tables=at.tables(series),
        incidents=all_listed(within, ask),
        missing=len(series.incidents) - len(within),
        carriers=at.carriers(series),
        lost=sum(claim not in at.here for claim in series.claims),
        step=view.step(),
    )


def _in_list(one: Series, ask: Ask) -> InList:
    counts = dict.fromkeys(words.count(count) for count in one.counts)
    tolls = (f"{harm} {', '.join(ranges)}" for harm, ranges in derived_words.toll(one.toll).items())
    return InList(
        link=Link(derived_words.kind(one).capitalize(), ask.to("series", one.id)),
        scope=derived_words.SCOPES[one.scope],
        when=derived_words.when(one),
        where=derived_words.where(one),
        who=derived_words.party_to_party(one),
        counts=", ".join(counts),
        toll=" · ".join(tolls),
        incidents=len(one.incidents),
        carriers=one.spread.carriers,
        review=one.review,
    )


def series_list(view: View, ask: Ask) -> str:
    """Return the list of series, those carried by most reports first."""
    shown = tuple(_in_list(one, ask) for one in view.series(limit=MOST))
    return render("series_list.html", ask=ask, series=shown, most=MOST)
