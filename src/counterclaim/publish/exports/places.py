"""Columns on where it happened that several formats share."""

from __future__ import annotations

from collections.abc import Callable

from counterclaim.lexicon.countries import countries
from counterclaim.publish import derived_words
from counterclaim.publish.exports.case import Case
from counterclaim.publish.exports.form import Note
from counterclaim.records import PlacePrecision

DIFFERS = "voices differ on it"


def missing(case: Case) -> str:
    """Return why there is no place."""
    return DIFFERS if derived_words.is_contested(case.incident, "places") else "nobody states one place"


def location(case: Case, note: Note) -> str | None:
    """Return the place's name as written."""
    if case.incident.place is None:
        note("left_out", f"no place: {missing(case)}")
        return None
    return case.incident.place.name


def country_name(case: Case, note: Note) -> str | None:
    """Return the usual English name of the country."""
    code = case.incident.country
    if code is None:
        differs = derived_words.is_contested(case.incident, "country")
        note("left_out", f"no country: {DIFFERS if differs else 'nobody states one'}")
        return None
    known = countries().get(code)
    return known.names[0] if known is not None else code


def _unplaced(case: Case, note: Note) -> None:
    place = case.incident.place
    note("left_out", f"no place: {missing(case)}" if place is None else "the place was not found")


def latitude(case: Case, note: Note) -> float | None:
    """Return degrees WGS84, north positive."""
    place = case.incident.place
    if place is None or place.lat_deg is None:
        _unplaced(case, note)
        return None
    return place.lat_deg


def longitude(case: Case, note: Note) -> float | None:
    """Return degrees WGS84, east positive."""
    place = case.incident.place
    if place is None or place.lon_deg is None:
        _unplaced(case, note)
        return None
    return place.lon_deg


def admin(level: PlacePrecision) -> Callable[[Case, Note], str | None]:
    """Return the value of a column for a level of divisions: the name of a place that is one."""

    def value(case: Case, note: Note) -> str | None:
        place = case.incident.place
        if place is None or place.precision != level:
            note("left_out", f"the place is no {level}, and the ledger does not say in which {level} it lies")
            return None
        return place.name

    return value
