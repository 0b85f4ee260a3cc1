"""The ledger's own flat table, one row an incident: what CSV, GeoJSON, HXL and Parquet carry, each in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from counterclaim.publish import derived_words
from counterclaim.publish.exports.case import Case, first_and_last, lowest, main_tally, names, top
from counterclaim.publish.exports.form import Column, Note
from counterclaim.publish.exports.places import DIFFERS, missing
from counterclaim.records import Figure, Grade, Harm, Incident, PartyName, Tally


def _edge(end: bool) -> Callable[[Case, Note], str | None]:
    def value(case: Case, note: Note) -> str | None:
        when = case.incident.when
        edge = None if when is None else when.end if end else when.start
        if edge is None:
            differs = derived_words.is_contested(case.incident, "when")
            note("left_out", f"no time: {DIFFERS}" if differs else "this end of the time is not stated")
            return None
        return edge.isoformat().replace("+00:00", "Z")

    return value


def _day(end: int) -> Callable[[Case, Note], str | None]:
    def value(case: Case, note: Note) -> str | None:
        when = case.incident.when
        days = first_and_last(when)
        if days is not None:
            return days[end].isoformat()
        one = None if when is None else when.end if end else when.start
        if one is None:
            note("left_out", "this end of the time is not stated, or voices differ on it")
            return None
        return (one - dt.timedelta(microseconds=end)).date().isoformat()

    return value


def _of_place(field: str) -> Callable[[Case, Note], Any]:
    def value(case: Case, note: Note) -> Any:
        place = case.incident.place
        if place is None:
            note("left_out", f"no place: {missing(case)}")
            return None
        found = getattr(place, field)
        if found is None:
            note("left_out", "the place was not found" if field.endswith(("_deg", "_m")) else "not known of the place")
        return list(place.alternatives) if field == "alternatives" else found

    return value


def _country(case: Case, note: Note) -> str | None:
    if case.incident.country is None:
        differs = derived_words.is_contested(case.incident, "country")
        note("left_out", f"no country: {DIFFERS if differs else 'nobody states one'}")
    return case.incident.country


def _parties(field: str) -> Callable[[Case, Note], list[str]]:
    def value(case: Case, note: Note) -> list[str]:
        found: tuple[PartyName, ...] = getattr(case.incident, field)
        labels = names(found)
        if any(label != name.name for label, name in zip(labels, found, strict=True)):
            note("lost", "the register's label, or quotation marks, stand for the words of the report")
        return list(labels)

    return value


def _party_ids(field: str) -> Callable[[Case, Note], list[str]]:
    def value(case: Case, note: Note) -> list[str]:
        found: tuple[PartyName, ...] = getattr(case.incident, field)
        if any(name.party is None for name in found):
            note("lost", "a party without an id of the register is in the labels only")
        return [name.party for name in found if name.party is not None]

    return value


def _harm(harm: Harm, part: str) -> Callable[[Case, Note], Any]:
    def value(case: Case, note: Note) -> Any:
        tally = main_tally(case.incident, harm)
        if tally is None:
            told = any(each.harm == harm for each in case.incident.toll)
            note("left_out", f"no figure of {harm} stands" if told else f"nobody gives a figure of {harm}")
            return None
        if part == "high" and tally.high is None:
            note("lost", "the range is open above: the highest number that is named; the next column says so")
        figure = lowest(tally)
        return {
            "low": tally.low,
            "high": top(tally),
            "open": tally.high is None,
            "who": tally.who,
            "claim": None if figure is None else figure.claim,
        }[part]

    return value


def _figure(one: Figure) -> dict[str, Any]:
    said = one.said_at
    return {
        "claim": one.claim,
        "voice": one.voice,
        "low": one.low,
        "high": one.high,
        "words": one.words,
        "said_start": None if said is None or said.start is None else said.start.isoformat(),
        "said_end": None if said is None or said.end is None else said.end.isoformat(),
        "standing": one.standing,
        "by": one.by,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "harm": tally.harm,
        "who": tally.who,
        "low": tally.low,
        "high": tally.high,
        "figures": [_figure(each) for each in tally.figures],
    }


def _grade(grade: Grade, note: Note) -> dict[str, Any]:
    note("lost", "reasons of grades stay in the ledger")
    return {
        "belligerent": derived_words.party(grade.belligerent),
        "party": grade.belligerent.party,
        "status": grade.status,
        "grade": grade.grade,
    }


def _source_grade(about: Incident) -> str:
    return f"{about.source_grade.source}{about.source_grade.information}"


def _stances(case: Case, note: Note) -> list[str]:
    found = next((each for each in case.incident.findings if each.field == "stance"), None)
    if found is None:
        note("left_out", "nothing is found on whether it happened")
        return []
    return [position.value for position in found.positions]


COLUMNS: Final = (
    Column("id", "the incident's id", lambda case, _: case.id),
    Column("kinds", "all that it is called, the commonest first", lambda case, _: list(case.incident.kinds), "list"),
    Column("start", "first moment, UTC", _edge(end=False), "moment"),
    Column("end", "moment after the last, UTC: intervals are half-open", _edge(end=True), "moment"),
    Column("first_day", "first day", _day(0), "day"),
    Column("last_day", "last day, inclusive", _day(1), "day"),
    Column("country", "ISO 3166 alpha-2 code", _country),
    Column("place", "the place as written", _of_place("name")),
    Column("gazetteer_id", "id of the place in the gazetteer", _of_place("gazetteer_id")),
    Column("lat_deg", "degrees WGS84; of an area its middle", _of_place("lat_deg"), "decimal"),
    Column("lon_deg", "degrees WGS84", _of_place("lon_deg"), "decimal"),
    Column("radius_m", "metres around the point within which it lies", _of_place("radius_m"), "decimal"),
    Column("precision", "how well the place is known", _of_place("precision")),
    Column("area_id", "id of the area that the place is or lies in", _of_place("area_id")),
    Column("place_country", "country of the place, ISO 3166 alpha-2 code", _of_place("country")),
    Column(
        "place_alternatives", "states that claim the place, other places of the name", _of_place("alternatives"), "list"
    ),
    Column("actors", "labels of the actors", _parties("actors"), "list"),
    Column("actor_ids", "ids of the actors in the register", _party_ids("actors"), "list"),
    Column("targets", "labels of the targets", _parties("targets"), "list"),
    Column("target_ids", "ids of the targets in the register", _party_ids("targets"), "list"),
    Column("killed_low", "low end of the range of killed", _harm("killed", "low"), "integer"),
    Column("killed_high", "high end of that range", _harm("killed", "high"), "integer"),
    Column("killed_open", "whether the range is open above", _harm("killed", "open"), "flag"),
    Column("killed_who", "whom that range counts: all people, else the group with the highest", _harm("killed", "who")),
    Column("killed_claim", "claim that gives the lowest figure of a voice", _harm("killed", "claim")),
    Column("wounded_low", "low end of the range of wounded", _harm("wounded", "low"), "integer"),
    Column("wounded_high", "high end of that range", _harm("wounded", "high"), "integer"),
    Column("wounded_open", "whether the range is open above", _harm("wounded", "open"), "flag"),
    Column("wounded_who", "whom that range counts", _harm("wounded", "who")),
    Column("wounded_claim", "claim that gives the lowest figure of a voice", _harm("wounded", "claim")),
    Column(
        "toll",
        "every range with every figure behind it",
        lambda case, _: [_tally(t) for t in case.incident.toll],
        "object",
    ),
    Column("stances", "whether it is said to have happened: asserts, denies, intends", _stances, "list"),
    Column(
        "contested", "fields in which voices differ", lambda c, _: list(derived_words.contested(c.incident)), "list"
    ),
    Column("voices", "names of the voices", lambda case, _: list(case.incident.voices.names), "list"),
    Column("voices_known", "independent voices", lambda case, _: case.incident.voices.known, "integer"),
    Column("voices_possibly", "voices in all", lambda case, _: case.incident.voices.possibly, "integer"),
    Column(
        "origins", "reports that tell it in words of their own", lambda case, _: case.incident.spread.origins, "integer"
    ),
    Column("carriers", "reports in all", lambda case, _: case.incident.spread.carriers, "integer"),
    Column(
        "grades",
        "grade and status for each belligerent",
        lambda case, note: [_grade(each, note) for each in case.incident.grades],
        "object",
    ),
    Column("source_grade", "two-part grade: source A to F, information 2 to 6", lambda c, _: _source_grade(c.incident)),
    Column("review", "machine or checked", lambda case, _: case.incident.review),
    Column("claims", "ids of its claims", lambda case, _: list(case.incident.claims), "list"),
    Column("part_claims", "ids of claims about a part of it", lambda case, _: list(case.incident.parts), "list"),
    Column(
        "origin_reports",
        "ids of the reports that tell it in words of their own",
        lambda c, _: list(c.incident.origins),
        "list",
    ),
)
NAMES: Final = tuple(column.name for column in COLUMNS)
NOT_CARRIED: Final = {
    "findings": "positions have no place, only which fields are contested",
    "joins": "reasons of joins have no place",
    "history": "no place",
}
