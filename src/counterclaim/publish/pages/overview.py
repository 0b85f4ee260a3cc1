"""The overview: map, timeline, filters and list of the incidents that a query meets.

All of it stands without JavaScript: filters are a form whose answer is this page again, and every mark on map and
timeline is a link to this page with one filter more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from counterclaim.ledger import Brief, Query, View
from counterclaim.lexicon.kinds import kinds
from counterclaim.lexicon.lookup import named
from counterclaim.publish.pages.filters import NAMES, to_params, written
from counterclaim.publish.pages.lists import all_listed
from counterclaim.publish.pages.maps import overview_map
from counterclaim.publish.pages.parties import country, label
from counterclaim.publish.pages.shown import Link
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.pages.timeline import timeline
from counterclaim.publish.panorama import Facet, Facets, Panorama, Selection

SHOWN: Final = 25
"""Incidents on a page of the list."""
_BINS: Final = 60
"""Bars of the timeline at most: a phone shows them side by side."""
_ORDERS: Final = {
    "when": "latest first",
    "toll": "most killed first",
    "spread": "widest spread first",
    "review": "what a person should check first",
}
_REVIEWS: Final = {"machine": "read by a machine only", "checked": "checked by a person"}
_CONTESTED: Final = {"true": "voices differ", "false": "voices do not differ"}
_NO_CHIP: Final = frozenset(("order", "after"))


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a filter can take: how a URL writes it, what people call it, how many incidents it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a closed list of values."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, and the address of the page without it."""

    label: str
    href: str


def overview(view: View, panorama: Panorama, query: Query, ask: Ask) -> str:
    """Return the page of the incidents that a query meets; ``query.limit`` is the page's own."""
    matching = None if query.text is None else frozenset(view.matching(query.text))
    found = panorama.select(msgspec.structs.replace(query, limit=SHOWN + 1), matching)
    shown = found.page[:SHOWN]
    more = _with(query, after=shown[-1].id) if len(found.page) > SHOWN else None
    address = _addresses(ask)
    if not len(panorama):
        return render("empty.html", ask=ask)
    return render(
        "overview.html",
        ask=ask,
        total=found.total,
        everything=len(panorama),
        undated=found.undated,
        unplaced=found.unplaced,
        choices=_choices(found.facets, query),
        chips=_chips(query, address),
        values=_values(query),
        orders=[Option(value, said, 0, value == query.order) for value, said in _ORDERS.items()],
        here=address(query),
        everywhere=address(Query()),
        parameters=to_params(query),
        incidents=all_listed(shown, ask),
        more=None if more is None else address(more),
        first=None if query.after is None else address(_with(query)),
        meant=_meant(query, found, shown, ask),
        map=overview_map(found, query, address, lambda name: ask.to("incidents", name)),
        timeline=timeline(found.bins(_BINS, crowded=True), found.total - found.undated, query, address),
    )


def _with(query: Query, **changes: Any) -> Query:
    """Return a query with another filter; the list begins anew unless told otherwise."""
    return msgspec.structs.replace(query, **{"after": None, **changes})


def _addresses(ask: Ask) -> Callable[[Query], str]:
    def address(query: Query) -> str:
        params = to_params(query)
        return ask.to("") + (f"?{params}" if params else "")

    return address


def _values(query: Query) -> dict[str, str]:
    """Return what the form's fields hold: each filter as a URL writes it, empty where it is not set."""
    said = dict(parse_qsl(to_params(query)))
    return {name: said.get(name, "") for name in NAMES}


def _choices(facets: Facets, query: Query) -> tuple[Choice, ...]:
    """Return the filters with closed lists, each value with how many incidents it would leave."""
    entries = kinds()
    told: tuple[tuple[str, str, tuple[Facet, ...], Callable[[str], str]], ...] = (
        ("kind", "Kind", facets.kind, lambda value: entries[value].label if value in entries else value),
        ("country", "Country", facets.country, country),
        ("party", "Party", facets.party, label),
        ("harm", "Harm", facets.harm, str.capitalize),
        ("grade", "Grade", facets.grade, str.capitalize),
        ("contested", "Contested", facets.contested, lambda value: _CONTESTED[value].capitalize()),
        ("review", "Review state", facets.review, lambda value: _REVIEWS[value].capitalize()),
    )
    values = _values(query)
    return tuple(Choice(name, title, tuple(_options(found, values[name], say))) for name, title, found, say in told)


def _options(found: Iterable[Facet], chosen: str, say: Callable[[str], str]) -> Iterator[Option]:
    for facet in found:
        yield Option(facet.value, say(facet.value), facet.count, facet.value.casefold() == chosen.casefold())


def _chips(query: Query, address: Callable[[Query], str]) -> tuple[Chip, ...]:
    """Return the filters that are on, each with the address of the page without it."""
    values = _values(query)
    said = {
        "since": f"from {values['since']}",
        "until": f"until {values['until']}",
        "box": f"within {written(query.box)}°" if query.box is not None else "",
        "country": country(query.country),
        "kind": values["kind"].replace("_", " "),
        "party": label(query.party) if query.party is not None else "",
        "grade": f"grade {values['grade']}",
        "harm": values["harm"],
        "contested": _CONTESTED.get(values["contested"], ""),
        "review": _REVIEWS.get(values["review"], ""),
        "text": f"text: {values['text']}",
    }
    return tuple(
        Chip(said[name], address(_with(query, **{name: None})))
        for name in NAMES
        if name not in _NO_CHIP and values[name]
    )


def _meant(query: Query, found: Selection, shown: Iterable[Brief], ask: Ask) -> tuple[Link, ...]:
    """Return the pages of the party and the place that a search may mean."""
    if query.text is None:
        return ()
    links: list[Link] = []
    entry = named(query.text)
    if entry is not None:
        links.append(Link(f"{entry.names[0]}: the page of this party", ask.to("parties", entry.id)))
    wanted = query.text.casefold().strip()
    place = next((one.place for one in shown if one.place is not None and one.place.name.casefold() == wanted), None)
    if place is not None and found.total:
        links.append(Link(f"{place.name}: the page of this place", ask.to("places", place.gazetteer_id or place.name)))
    return tuple(links)
