"""UCDP GED's 49 columns: one row an incident in which somebody is said to have been killed by an organised side."""

from __future__ import annotations

from typing import Final

from counterclaim.lexicon.exports import codes, states
from counterclaim.lexicon.kinds import kinds
from counterclaim.publish import derived_words, words
from counterclaim.publish.exports.case import (
    Case,
    first_and_last,
    main_tally,
    names,
    party,
    top,
    untold,
    width_days,
)
from counterclaim.publish.exports.cells import joined
from counterclaim.publish.exports.dyads import (
    best,
    deaths_a,
    deaths_b,
    deaths_civilians,
    deaths_unknown,
    high,
    low,
    of_state,
    sides,
    violence,
)
from counterclaim.publish.exports.form import Column, Format, Note, empty, tabular
from counterclaim.publish.exports.places import admin, country_name, latitude, longitude
from counterclaim.records import PartyName

_CELLS_A_DEGREE: Final = 2
_CELLS_A_ROW: Final = 720
"""PRIO-GRID: cells of half a degree, counted from the south-west corner of the world, row by row."""
_DATE_PRECISION: Final = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
"""Days up to which each code of date_prec goes."""


def outside(case: Case) -> str | None:
    """Return why an incident is no event of GED: its kind, or nobody is said to have been killed."""
    entry = kinds()[case.kind]
    if not entry.ucdp:
        return f"UCDP counts no organised violence under {entry.label.lower()}"
    tally = main_tally(case.incident, "killed")
    if tally is None:
        told = any(each.harm == "killed" for each in case.incident.toll)
        return "no figure of dead stands" if told else "nobody tells of dead"
    return untold(case) if top(tally) > 0 else "the dead are none by every figure that stands"


def type_of_violence(case: Case, note: Note) -> int | None:
    """Return 1 state-based, 2 non-state, 3 one-sided."""
    found = violence(case)
    if found is None:
        note("left_out", "the register does not know both sides as organised, or does not know who was harmed")
    return found


def year(case: Case, note: Note) -> int | None:
    """Return the year of the first day, as GED does."""
    days = first_and_last(case.incident.when)
    if days is None:
        note("left_out", "no day is stated, or voices differ on it")
        return None
    if days[0].year != days[1].year:
        note("lost", "the days lie in more than one year: that of the first is given")
    return days[0].year


def _date(case: Case, end: int, note: Note) -> str | None:
    days = first_and_last(case.incident.when)
    if days is None:
        note("left_out", "no day is stated, or voices differ on it")
        return None
    return days[end].isoformat()


def date_prec(case: Case, note: Note) -> int | None:
    """Return 1 a day, 2 up to six days, 3 a week, 4 up to a month, 5 up to a year."""
    days = first_and_last(case.incident.when)
    if days is None:
        note("left_out", "no day is stated, or voices differ on it")
        return None
    wide = width_days(days)
    found = next((code for most, code in _DATE_PRECISION if wide <= most), None)
    if found is None:
        note("left_out", "UCDP has no code for more than a year")
    return found


def where_prec(case: Case, note: Note) -> int | None:
    """Return UCDP's code for how well the place is known."""
    place = case.incident.place
    if place is None or place.precision is None:
        if case.incident.country is not None:
            return codes().precision["country"].ucdp
        note("left_out", "neither place nor country is stated or found")
        return None
    return codes().precision[place.precision].ucdp


def geom_wkt(case: Case, note: Note) -> str | None:
    """Return the point as well-known text."""
    lat, lon = latitude(case, note), longitude(case, _silent)
    return None if lat is None or lon is None else f"POINT ({lon} {lat})"


def priogrid_gid(case: Case, note: Note) -> int | None:
    """Return the cell of PRIO-GRID that holds the point."""
    lat, lon = latitude(case, note), longitude(case, _silent)
    if lat is None or lon is None:
        return None
    row = min(int((lat + 90) * _CELLS_A_DEGREE), 180 * _CELLS_A_DEGREE - 1)
    column = min(int((lon + 180) * _CELLS_A_DEGREE), _CELLS_A_ROW - 1)
    return row * _CELLS_A_ROW + column + 1


def _silent(fate: str, why: str) -> None:
    """Note nothing: the column that is asked has noted it itself."""


def _state(name: PartyName | None) -> int | None:
    known = party(name) if name is not None and of_state(name) else None
    code = states().get(known.country or "") if known is not None else None
    return None if code is None else code.gw


def _gw(case: Case, side: int, note: Note) -> int | None:
    found = _state(sides(case)[side])
    if found is None:
        note("left_out", "the side is no state's that is in the list of Gleditsch and Ward")
    return found


def side(case: Case, which: int, note: Note) -> str | None:
    """Return the label of a side (0 or 1); Civilians where they are the target of one-sided violence."""
    named = sides(case)[which]
    if which == 1 and violence(case) == 3:
        if named is not None:
            note("lost", "one-sided violence has Civilians as side b: the target as named has no place")
        return "Civilians"
    if named is None:
        note("left_out", "no party is named, or voices differ on who it was")
        return None
    beside = case.incident.actors if named in case.incident.actors else case.incident.targets
    if len(beside) > 1:
        note("lost", "several parties on this side: the first is given")
    return names([named])[0]


def dyad_name(case: Case, note: Note) -> str | None:
    """Return both sides as UCDP names a dyad."""
    both = [side(case, which, _silent) for which in (0, 1)]
    if None in both:
        note("left_out", "a side is not named")
        return None
    return " - ".join(each for each in both if each is not None)


def event_clarity(case: Case, _: Note) -> int:
    """Return 1 for one event, 2 where a claim tells of several happenings at once."""
    many = any(each.event.count is not None and each.event.count.low > 1 for each in case.own_claims())
    return 2 if many else 1


def _country_number(case: Case, note: Note) -> int | None:
    known = states().get(case.incident.country or "")
    if known is None or known.gw is None:
        note("left_out", "no country, or one that is not in the list of Gleditsch and Ward")
        return None
    return known.gw


def _region(case: Case, note: Note) -> str | None:
    known = states().get(case.incident.country or "")
    if known is None:
        note("left_out", "the country is not stated, or voices differ on it")
        return None
    return known.ucdp


def _article(case: Case) -> str:
    def told(publisher: str, when: str, title: str | None) -> str:
        return ", ".join(filter(None, (publisher, when, f'"{title}"' if title else None)))

    return joined(
        told(each.publisher or each.ref, words.when(each.published_at), each.title) for each in case.own_reports()
    )


def _from_reports(name: str, case: Case, note: Note) -> str | None:
    found: list[str] = []
    for each in case.own_reports():
        day = first_and_last(each.published_at)
        made = {"office": each.publisher, "headline": each.title, "date": None if day is None else day[0].isoformat()}
        found.append(made[name] or "")
    if not any(found):
        note("left_out", "its reports say none, or were taken down")
        return None
    if "" in found:
        note("lost", "some reports say none")
    return joined(filter(None, found))


def _place_name(case: Case, note: Note) -> str | None:
    if case.incident.place is None:
        note("left_out", "no place is stated, or voices differ on it")
        return None
    return case.incident.place.name


_IDS: Final = "ids of UCDP's own datasets cannot be known"
COLUMNS: Final = (
    empty("id", _IDS),
    Column("relid", "the incident's id in the ledger", lambda case, _: case.id),
    Column("year", "year of the first day", year, "integer"),
    empty("active_year", "UCDP tells it from the deaths of the whole year"),
    empty("code_status", "UCDP's own review"),
    Column(
        "type_of_violence",
        "1 state-based, 2 non-state, 3 one-sided, by the parties in the register",
        type_of_violence,
        "integer",
    ),
    empty("conflict_dset_id", _IDS),
    empty("conflict_new_id", _IDS),
    empty("conflict_name", "names of UCDP's conflicts cannot be known"),
    empty("dyad_dset_id", _IDS),
    empty("dyad_new_id", _IDS),
    Column("dyad_name", "side_a - side_b", dyad_name),
    empty("side_a_dset_id", _IDS),
    empty("side_a_new_id", _IDS),
    Column(
        "side_a", "the first actor; the state's side where only the target is a state's", lambda c, n: side(c, 0, n)
    ),
    empty("side_b_dset_id", _IDS),
    empty("side_b_new_id", _IDS),
    Column("side_b", "the first target; Civilians in one-sided violence", lambda c, n: side(c, 1, n)),
    Column("number_of_sources", "reports behind it", lambda case, _: len(case.own_reports()), "integer"),
    Column("source_article", "publisher, day and title of each report", lambda case, _: _article(case) or None),
    Column("source_office", "publishers of the reports", lambda c, n: _from_reports("office", c, n)),
    Column("source_date", "days of publication", lambda c, n: _from_reports("date", c, n)),
    Column("source_headline", "titles of the reports", lambda c, n: _from_reports("headline", c, n)),
    Column(
        "source_original", "the claimants: who says it, not who prints it", lambda c, _: joined(c.claimants()) or None
    ),
    Column("where_prec", "1 exact, 2 near, 3 district, 4 province, 5 fuzzy, 6 country", where_prec, "integer"),
    Column("where_coordinates", "the place as written", _place_name),
    Column("where_description", "place and country in words", lambda case, _: derived_words.where(case.incident)),
    Column("adm_1", "the name, where the place is a province", admin("province")),
    Column("adm_2", "the name, where the place is a district", admin("district")),
    Column("latitude", "degrees WGS84; of an area its middle, see where_prec", latitude, "decimal"),
    Column("longitude", "degrees WGS84", longitude, "decimal"),
    Column("geom_wkt", "the point as well-known text", geom_wkt),
    Column("priogrid_gid", "the cell of PRIO-GRID that holds the point", priogrid_gid, "integer"),
    Column("country", "the country's usual English name", country_name),
    Column("country_id", "the country's number after Gleditsch and Ward", _country_number, "integer"),
    Column("region", "UCDP's region of the country", _region),
    Column("event_clarity", "1; 2 where a claim tells of several happenings at once", event_clarity, "integer"),
    Column("date_prec", "1 a day, 2 up to six days, 3 a week, 4 up to a month, 5 up to a year", date_prec, "integer"),
    Column("date_start", "the first day", lambda c, n: _date(c, 0, n)),
    Column("date_end", "the last day, inclusive", lambda c, n: _date(c, 1, n)),
    Column("deaths_a", "0: the ledger does not say of which side the dead were", deaths_a, "integer"),
    Column("deaths_b", "fighters killed, where side b was attacked and not in battle", deaths_b, "integer"),
    Column("deaths_civilians", "the lowest figure of civilians that stands, within best", deaths_civilians, "integer"),
    Column("deaths_unknown", "best less the three before", deaths_unknown, "integer"),
    Column(
        "best",
        "the lowest figure that stands of a voice other than the accused side's; never averaged",
        best,
        "integer",
    ),
    Column("high", "high end of the range; where it is open the highest number named", high, "integer"),
    Column("low", "low end of the range", low, "integer"),
    Column(
        "gwnoa", "side a's number after Gleditsch and Ward, where it is a state's", lambda c, n: _gw(c, 0, n), "integer"
    ),
    Column("gwnob", "side b's", lambda c, n: _gw(c, 1, n), "integer"),
)


NOT_CARRIED: Final = {
    "kinds": "only who fought whom has a place, not the kind",
    "claims": "only through the id: the ledger shows them",
    "toll": "wounded, missing, captured and displaced have no place, nor has any group but civilians",
    "findings": "no place: one position stands for all",
    "voices": "names stand in source_original; how many are independent nowhere",
    "spread": "only the number of reports",
    "origins": "no place",
    "grades": "no place",
    "source_grade": "no place",
    "joins": "no place",
    "history": "no place",
    "parts": "no place",
    "review": "no place",
}
UCDP: Final = Format(
    name="ucdp",
    title="UCDP GED 25.1 (49 columns)",
    media_type="text/csv; charset=utf-8",
    suffix=".csv",
    columns=COLUMNS,
    write=tabular(COLUMNS),
    outside=outside,
    not_carried=NOT_CARRIED,
    remarks=(
        "best is the lowest figure that stands of a voice other than the accused side's",
        "low and high are the ends of the range of all figures that stand; nothing is averaged",
    ),
)
