"""The page of a place: what is said to have happened there, over time."""

from __future__ import annotations

import datetime as dt
from typing import Final

from counterclaim.ledger import Brief, View
from counterclaim.publish.pages.lists import all_listed
from counterclaim.publish.pages.parties import country
from counterclaim.publish.pages.shown import how_near
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.panorama import Panorama

_SHOWN: Final = 100
"""Incidents that a page shows."""
_EVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


def _found(view: View, panorama: Panorama, name: str) -> list[Brief]:
    """Return the incidents at a place of this name or gazetteer id, the latest first."""
    wanted = name.casefold()
    # A place that is named in words stands in a report of the incident; ids, and names that are masked, do not.
    ids = view.matching(name) if ":" not in name else ()
    found = [
        each
        for each in (view.briefs(ids) if ids else panorama)
        if each.place is not None and wanted in (each.place.name.casefold(), each.place.gazetteer_id)
    ]
    return sorted(found, key=lambda each: (each.starts or _EVER, each.id), reverse=True)


def place_page(view: View, panorama: Panorama, name: str, ask: Ask) -> str | None:
    """Return the page of a place, by its name as reports write it or its gazetteer id; None where no incident is."""
    found = _found(view, panorama, name)
    place = next((each.place for each in found if each.place is not None), None)
    if place is None:
        return None
    return render(
        "place.html",
        ask=ask,
        place=place,
        country=country(place.country),
        how_near=how_near(place),
        total=len(found),
        killed=sum(each.killed is not None and bool(each.killed[0]) for each in found),
        contested=sum(bool(each.contested) for each in found),
        incidents=all_listed(found[:_SHOWN], ask),
        shown=_SHOWN,
    )
