"""A table after Airwars' assessments: harm by group as ranges, belligerents by how firm the charge is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from counterclaim.publish import derived_words
from counterclaim.publish.exports.case import Case, first_and_last, harms_civilians, names, party, tally_of, top, untold
from counterclaim.publish.exports.cells import joined
from counterclaim.publish.exports.form import Column, Format, Note, empty, tabular
from counterclaim.publish.exports.places import country_name, latitude, longitude
from counterclaim.records import Grade, Group, Harm

_NO_TIME: Final = "no day is stated, or voices differ on it"
_STATUS: Final = {
    "declared": "Declared strike",
    "likely": "Likely strike",
    "single_source": "Single source claim",
    "contested": "Contested strike",
}


def _day(end: int) -> Callable[[Case, Note], str | None]:
    def value(case: Case, note: Note) -> str | None:
        days = first_and_last(case.incident.when)
        if days is None:
            note("left_out", _NO_TIME)
            return None
        return days[end].isoformat()

    return value


def _first_grade(case: Case) -> Grade | None:
    return next(iter(derived_words.by_grade(case.incident.grades)), None)


def grading(case: Case, note: Note) -> str | None:
    """Return the firmest grade."""
    first = _first_grade(case)
    if first is None or first.grade is None:
        note("left_out", "no harm to civilians is laid at a belligerent's door")
        return None
    if len({each.grade for each in case.incident.grades}) > 1:
        note("lost", "several belligerents with grades that differ: the firmest is given")
    return first.grade.capitalize()


def strike_status(case: Case, note: Note) -> str | None:
    """Return the status of the strike for the belligerent with the firmest grade."""
    first = _first_grade(case)
    if first is None:
        note("left_out", "no belligerent is accused")
        return None
    if len({each.status for each in case.incident.grades}) > 1:
        note("lost", "several belligerents with a status that differs: that of the firmest grade is given")
    return _STATUS[first.status]


def _ranges(harm: Harm, who: Group, name: str) -> tuple[Column, Column]:
    def value(case: Case, note: Note, end: int) -> int | None:
        tally = tally_of(case.incident, harm, who)
        if tally is None or tally.low is None:
            others = any(each.harm == harm and each.low is not None for each in case.incident.toll)
            note("left_out", "only other groups are counted" if others else "no figure stands")
            return None
        if end and tally.high is None:
            note("lost", "the range is open above: the highest number that is named is given")
        return top(tally) if end else tally.low

    label = f"{who.replace('_', ' ')} {harm}"
    return (
        Column(f"{name}_min", f"low end of the range of {label}", lambda case, note: value(case, note, 0), "integer"),
        Column(
            f"{name}_max",
            f"high end; where it is open the highest number named ({label})",
            lambda c, n: value(c, n, 1),
            "integer",
        ),
    )


def _conceded(end: int) -> Callable[[Case, Note], int | None]:
    def value(case: Case, note: Note) -> int | None:
        tally = tally_of(case.incident, "killed", "civilians")
        said = derived_words.accused(tally) if tally is not None else ()
        if not said:
            note("left_out", "the accused side gives no figure of civilians killed that stands beside the range")
            return None
        if end and any(each.high is None for each in said):
            note("lost", "open above: the highest number that the accused side names is given")
        tops = [each.low if each.high is None else each.high for each in said]
        return max(tops) if end else min(each.low for each in said)

    return value


def _belligerents(statuses: Sequence[str]) -> Callable[[Case, Note], str | None]:
    def value(case: Case, _: Note) -> str | None:
        found = [each.belligerent for each in case.incident.grades if each.status in statuses]
        return joined(dict.fromkeys(names(found))) or None

    return value


def targeted(case: Case, note: Note) -> str | None:
    """Return targets that the register knows as belligerents."""
    armed = ("state", "government", "state_forces", "armed_group", "coalition", "combatants")
    found = [each for each in case.incident.targets if (known := party(each)) is not None and known.kind in armed]
    if len(found) < len(case.incident.targets):
        note("lost", "targets that the register does not know as belligerents are left out")
    return joined(names(found)) or None


def geolocation_accuracy(case: Case, note: Note) -> str | None:
    """Return how well the place is known, in a word, with the radius."""
    place = case.incident.place
    if place is None or place.precision is None:
        note("left_out", "the place is not stated or was not found")
        return None
    radius = "" if place.radius_m is None else f" (within {max(round(place.radius_m / 1000), 1)} km)"
    return f"{place.precision.capitalize()}{radius}"


def sources(case: Case, note: Note) -> str | None:
    """Return publisher and address of each report."""
    found = [" ".join(filter(None, (each.publisher or each.ref, each.url))) for each in case.own_reports()]
    if not found:
        note("left_out", "its reports were taken down")
    return joined(found) or None


COLUMNS: Final = (
    Column("unique_reference_code", "the incident's id in the ledger", lambda case, _: case.id),
    empty("previous_codes", "ids that were merged into it lead to it in the ledger, and are not listed"),
    empty("permalink", "an export does not know under which address the ledger is served; /incidents/ID there"),
    Column("country", "the country's usual English name", country_name),
    Column("date", "the first day", _day(0)),
    Column("date_end", "the last day, inclusive", _day(1)),
    Column("grading", "the firmest grade, after docs/grading.md", grading),
    Column("latitude", "degrees WGS84; of an area its middle, see geolocation_accuracy", latitude, "decimal"),
    Column("longitude", "degrees WGS84", longitude, "decimal"),
    Column("geolocation_accuracy", "precision of the place with its radius", geolocation_accuracy),
    Column("strike_status", "status for the belligerent with the firmest grade", strike_status),
    Column(
        "civilian_harm_reported",
        "Yes where a figure of civilians, children, aid workers or journalists stands",
        lambda case, _: "Yes" if harms_civilians(case.incident) else "No",
    ),
    *_ranges("killed", "civilians", "civilians_killed"),
    *_ranges("killed", "children", "children_killed"),
    *_ranges("killed", "women", "women_killed"),
    *_ranges("killed", "men", "men_killed"),
    *_ranges("wounded", "civilians", "civilians_injured"),
    *_ranges("killed", "combatants", "belligerents_killed"),
    *_ranges("wounded", "combatants", "belligerents_injured"),
    Column("known_belligerents", "accused belligerents that declared the act", _belligerents(("declared",))),
    Column(
        "suspected_belligerents",
        "the other accused belligerents",
        _belligerents(("likely", "single_source", "contested")),
    ),
    Column("targeted_belligerents", "targets that the register knows as belligerents", targeted),
    Column(
        "civilian_deaths_conceded_min",
        "lowest figure of civilians by the accused side beside the range",
        _conceded(0),
        "integer",
    ),
    Column("civilian_deaths_conceded_max", "highest such figure", _conceded(1), "integer"),
    Column("sources", "publisher and address of each report", sources),
    empty("archive_urls", "captures lie in the ledger and have no public address"),
)
NOT_CARRIED: Final = {
    "kinds": "no place",
    "claims": "only through the id: the ledger shows them",
    "actors": "only those accused of the act",
    "toll": "people, aid workers, journalists, missing, captured and displaced have no place; nor have single figures",
    "findings": "no place: one position stands for all",
    "voices": "no place",
    "spread": "no place",
    "origins": "no place",
    "source_grade": "no place",
    "joins": "no place",
    "history": "no place",
    "parts": "no place",
    "review": "no place",
}
AIRWARS: Final = Format(
    name="airwars",
    title="a table after Airwars' assessments",
    media_type="text/csv; charset=utf-8",
    suffix=".csv",
    columns=COLUMNS,
    write=tabular(COLUMNS),
    outside=untold,
    not_carried=NOT_CARRIED,
    remarks=("people are never read as civilians: where only people are counted, the columns of civilians stay empty",),
)
