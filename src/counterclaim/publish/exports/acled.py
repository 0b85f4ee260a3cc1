"""ACLED's 31 columns, after its current codebook: text labels for actor types, one conservative number of dead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from counterclaim.lexicon.exports import codes, states
from counterclaim.lexicon.kinds import kinds
from counterclaim.publish import derived_words, words
from counterclaim.publish.exports.case import (
    Case,
    first_and_last,
    harms_civilians,
    lowest,
    main_tally,
    middle,
    names,
    party,
    says_number,
    untold,
    vague_word,
    width_days,
)
from counterclaim.publish.exports.cells import joined
from counterclaim.publish.exports.form import Column, Format, Note, empty, tabular
from counterclaim.publish.exports.nouns import kind_by_noun
from counterclaim.publish.exports.places import admin, country_name, latitude, location, longitude
from counterclaim.publish.headline import headline
from counterclaim.records import Figure, Kind, PartyName

_WEEK, _MONTH = 7, 31
_FAR: Final = 3
"""A figure so many times the number of its vague word means more than the word: "hundreds of thousands"."""
_PROTESTERS: Final[dict[Kind, str]] = {"protest": "Protesters", "riot": "Rioters"}


def outside(case: Case) -> str | None:
    """Return why an incident has no row: ACLED has no place for its kind."""
    if kinds()[case.kind].acled_event:
        return untold(case)
    return f"ACLED has no event type for {kinds()[case.kind].label.lower()}"


def _event_date(case: Case, note: Note) -> dt.date | None:
    days = first_and_last(case.incident.when)
    if days is None:
        note("left_out", "no day is stated, or voices differ on it")
        return None
    if (wide := width_days(days)) > _MONTH:
        note("left_out", "known to more than a month only: ACLED has no precision for that; the notes tell the days")
        return None
    if wide > 1:
        note("lost", "several days: the middle one is given, as ACLED does; the notes tell the first and the last")
    return middle(days)


def event_date(case: Case, note: Note) -> str | None:
    """Return the day, of a week or a month the middle one."""
    found = _event_date(case, note)
    return None if found is None else found.isoformat()


def year(case: Case, note: Note) -> int | None:
    """Return the year, where all the days that are possible lie in one."""
    days = first_and_last(case.incident.when)
    if days is None or days[0].year != days[1].year:
        note("left_out", "no year is stated" if days is None else "the days lie in more than one year")
        return None
    return days[0].year


def time_precision(case: Case, note: Note) -> int | None:
    """Return 1 for a day, 2 for a week, 3 for a month."""
    days = first_and_last(case.incident.when)
    if days is None or width_days(days) > _MONTH:
        note("left_out", "ACLED has no code for a time that is unknown or wider than a month")
        return None
    wide = width_days(days)
    return 1 if wide == 1 else 2 if wide <= _WEEK else 3


def _sides(case: Case) -> tuple[Sequence[PartyName], Sequence[PartyName]]:
    return case.incident.actors, case.incident.targets


def _type(name: PartyName, case: Case, note: Note) -> str | None:
    """Return ACLED's actor type; a state's forces in another state are external, as ACLED has it."""
    types, known = codes().acled, party(name)
    if known is not None:
        found = types.inter.get(known.kind)
        abroad = known.country is not None and case.incident.country not in (None, known.country)
        return types.actors[-1] if found == types.actors[0] and abroad else found
    kind = kind_by_noun(name.name)
    found = types.inter.get(kind) if kind is not None else None
    if found is not None:
        note("defaulted", "the register does not know the party: its noun tells the type")
    # Armed men whose group is not named are a political militia to ACLED.
    return types.actors[2] if kind == "armed_group" else found


def inter(case: Case, side: int, note: Note) -> str | None:
    """Return the actor type of the first party of a side (0 actor, 1 target)."""
    crowd = _PROTESTERS.get(case.kind)
    if side == 0 and crowd is not None:
        return crowd
    named = _sides(case)[side]
    found = _type(named[0], case, note) if named else None
    if found is None and side == 1 and harms_civilians(case.incident):
        note("defaulted", "the target is not named or not known, and civilians are said to be harmed: Civilians")
        return codes().acled.actors[6]
    if found is None:
        note("left_out", "no party is named" if not named else "neither register nor noun tells what the party is")
    return found


def _silent(fate: str, why: str) -> None:
    """Note nothing: the column that is asked has noted it itself."""


def interaction(case: Case, note: Note) -> str | None:
    """Return the two actor types as ACLED orders them, the lower code first; one alone has "only"."""
    found = [each for side in (0, 1) if (each := inter(case, side, _silent)) is not None]
    order = codes().acled.actors
    if not found or (len(found) == 1 and all(_sides(case))):
        note("left_out", "an actor type is not known")
        return None
    if len(found) == 1:
        return f"{found[0]} only"
    first, second = sorted(found, key=order.index)
    # ACLED writes this one pair the other way round.
    if (first, second) == (order[6], order[7]):
        first, second = second, first
    return f"{first}-{second}"


def _actor(case: Case, side: int, note: Note) -> str | None:
    named = names(_sides(case)[side])
    if not named:
        note("left_out", "no party is named, or voices differ on who it was")
        return None
    return named[0]


def _assoc(case: Case, side: int, _: Note) -> str | None:
    return joined(names(_sides(case)[side])[1:]) or None


def event_type(case: Case, _: Note) -> str:
    """Return ACLED's event type of the kind; the killing of armed men is a battle to ACLED."""
    return "Battles" if _of_combatants(case) else kinds()[case.kind].acled_event


def _of_combatants(case: Case) -> bool:
    """Tell whether a killing is told of combatants only."""
    counted = {tally.who for tally in case.incident.toll if tally.harm == "killed" and tally.low is not None}
    return case.kind == "killing" and counted == {"combatants"}


def sub_event_type(case: Case, note: Note) -> str:
    """Return ACLED's sub-event type; who gained ground is told by the actor's type."""
    entry = kinds()[case.kind]
    if _of_combatants(case):
        return "Armed clash"
    if " | " not in entry.acled_sub_event:
        return entry.acled_sub_event
    state, other = entry.acled_sub_event.split(" | ")
    found = inter(case, 0, _silent)
    if found is None:
        note("defaulted", "who gained ground is not known: Armed clash")
        return "Armed clash"
    return state if found == codes().acled.actors[0] else other


def disorder_type(case: Case, note: Note) -> str:
    """Return ACLED's disorder type of the event type."""
    return codes().acled.disorder[event_type(case, note)]


def civilian_targeting(case: Case, _: Note) -> str | None:
    """Return ACLED's mark where civilians are the target."""
    targeted = event_type(case, _silent) == "Violence against civilians" or inter(case, 1, _silent) == "Civilians"
    return "Civilian targeting" if targeted else None


def recoded(figure: Figure) -> int:
    """Return the number that ACLED takes for a figure: of a vague word its codebook's, else the figure's low end."""
    vague = codes().acled.vague
    word = vague_word(figure.words, vague)
    if word is None or says_number(figure.words, vague) or figure.low > _FAR * vague[word]:
        return figure.low
    return vague[word]


def fatalities(case: Case, note: Note) -> int:
    """Return one number: the lowest whole-incident figure of a voice other than the accused side's that stands."""
    tally = main_tally(case.incident, "killed")
    figure = lowest(tally) if tally is not None else None
    if tally is None or figure is None:
        told = any(each.harm == "killed" for each in case.incident.toll)
        note("defaulted", "only figures that do not stand: 0" if told else "nobody tells of dead: 0, as ACLED has it")
        return 0
    if figure.voice is None:
        note("lost", "no named voice gives the figure: the source has no name, or repeats others")
    if tally.who != "people":
        note("lost", f"counts {words.people(tally.who)} only: nobody gives a figure of all dead")
    number = recoded(figure)
    if number != figure.low:
        note("lost", "a vague word, recoded by ACLED's rule")
    if len({(one.low, one.high) for one in tally.figures}) > 1:
        note("lost", "figures differ: the lowest is given, the notes name the others")
    elif figure.high != figure.low:
        note("lost", "an open or wide figure: its low end is given")
    return number


def region(case: Case, note: Note) -> str | None:
    """Return ACLED's region of the country."""
    known = states().get(case.incident.country or "")
    if known is None:
        note("left_out", "the country is not stated, or voices differ on it")
        return None
    return known.acled


def iso(case: Case, note: Note) -> int | None:
    """Return the country's ISO 3166 numeric code."""
    known = states().get(case.incident.country or "")
    if known is None:
        note("left_out", "the country is not stated, or voices differ on it")
        return None
    return known.numeric


def geo_precision(case: Case, note: Note) -> int | None:
    """Return 1 for a town, 2 for a part of a region, 3 for a larger region."""
    place = case.incident.place
    if place is None or place.precision is None:
        note("left_out", "the place is not stated or was not found")
        return None
    if place.precision in ("country", "airspace"):
        note("lost", "known to a country or its airspace only: ACLED's widest code is 3")
    return codes().precision[place.precision].acled


def source(case: Case, note: Note) -> str | None:
    """Return the publishers, the first in front."""
    found = case.publishers()
    if not found:
        note("left_out", "its reports were taken down")
        return None
    return joined(found)


def source_scale(case: Case, note: Note) -> str | None:
    """Return whether the publishers are of the incident's country or of others."""
    home = case.incident.country
    known = {
        entry.country for each in case.publishers() if (entry := derived_words.entry(each, None)) and entry.country
    }
    if home is None or not known:
        note("left_out", "the register does not know where the publishers are, or the country is not stated")
        return None
    scales = [*(["National"] if home in known else []), *(["International"] if known - {home} else [])]
    return "-".join(scales)


def notes(case: Case, note: Note) -> str:
    """Return the attributed sentence, then the days where they are several, what is disputed, and who checked it."""
    about = case.incident
    days = first_and_last(about.when)
    parts = [headline(about, case.told())]
    if days is not None and days[0] != days[1]:
        parts.append(f"Some time from {days[0].isoformat()} to {days[1].isoformat()}.")
    if disputed := derived_words.contested(about):
        parts.append(f"Voices differ on: {', '.join(derived_words.FIELDS[each] for each in disputed)}.")
    if dead := derived_words.toll(about.toll).get("killed"):
        parts.append(f"Reported dead: {', '.join(dead)}.")
    parts.append("Checked by a person." if about.review == "checked" else "Read by a machine, not checked by a person.")
    note("lost", "positions are told in one sentence; their quotes stay in the ledger")
    return " ".join(parts)


def tags(case: Case, _: Note) -> str:
    """Return review state, what is contested, and grades, as tags."""
    about = case.incident
    found = [f"review={about.review}"]
    found += [f"contested={each}" for each in derived_words.contested(about)]
    found += [f"grade={each}" for each in dict.fromkeys(one.grade for one in about.grades if one.grade is not None)]
    return "; ".join(found)


def timestamp(case: Case, note: Note) -> int | None:
    """Return the last moment of its history, in seconds since 1970."""
    known = [change.at for change in case.incident.history if change.at is not None]
    if not known:
        note("left_out", "no moment of its history is known")
        return None
    return int(max(known).timestamp())


_NO_ID: Final = "the incident's id in the ledger, not a number of ACLED's"
COLUMNS: Final = (
    Column("event_id_cnty", _NO_ID, lambda case, _: case.id),
    Column("event_date", "the day; of several the middle one, as ACLED does; empty beyond a month", event_date),
    Column("year", "the year, where all possible days lie in one", year, "integer"),
    Column("time_precision", "1 a day, 2 up to a week, 3 up to a month", time_precision, "integer"),
    Column("disorder_type", "ACLED's, by event type", disorder_type),
    Column("event_type", "by kind (kinds.toml); the killing of combatants only is Battles", event_type),
    Column("sub_event_type", "by kind; of ground gained by the actor's type", sub_event_type),
    Column(
        "actor1", "the first actor: the register's label, else words in quotation marks", lambda c, n: _actor(c, 0, n)
    ),
    Column("assoc_actor_1", "the other actors", lambda c, n: _assoc(c, 0, n)),
    Column("inter1", "the first actor's type as ACLED's text label", lambda c, n: inter(c, 0, n)),
    Column("actor2", "the first target, labelled likewise", lambda c, n: _actor(c, 1, n)),
    Column("assoc_actor_2", "the other targets", lambda c, n: _assoc(c, 1, n)),
    Column(
        "inter2", "the first target's type; Civilians where only harm to civilians is told", lambda c, n: inter(c, 1, n)
    ),
    Column("interaction", "both types as ACLED's text label, the lower code first", interaction),
    Column("civilian_targeting", "Civilian targeting where civilians are the target", civilian_targeting),
    Column("iso", "ISO 3166 numeric code of the country", iso, "integer"),
    Column("region", "ACLED's region of the country", region),
    Column("country", "the country's usual English name", country_name),
    Column("admin1", "the name, where the place is a province", admin("province")),
    Column("admin2", "the name, where the place is a district", admin("district")),
    empty("admin3", "the ledger knows no third level of divisions"),
    Column("location", "the place as written", location),
    Column("latitude", "degrees WGS84; of an area its middle, see geo_precision", latitude, "decimal"),
    Column("longitude", "degrees WGS84", longitude, "decimal"),
    Column("geo_precision", "1 town, 2 near a town or district, 3 province and wider", geo_precision, "integer"),
    Column("source", "publishers of the reports", source),
    Column("source_scale", "National, International or both, by the publishers' countries", source_scale),
    Column("notes", "the attributed sentence, disputes, range of the dead, review state", notes),
    Column(
        "fatalities",
        "the lowest whole-incident figure that stands of a voice other than the accused side's; of all people, else of "
        "the group with the highest; vague words by ACLED's rule (tens 10, dozens 12, hundreds 100); 0 where nobody "
        "tells of dead",
        fatalities,
        "integer",
    ),
    Column("tags", "review state, contested fields, grades", tags),
    Column("timestamp", "last moment of the incident's history, seconds since 1970", timestamp, "integer"),
)
NOT_CARRIED: Final = {
    "kinds": "only the commonest kind has a place",
    "claims": "only through the id: the ledger shows them",
    "toll": "one number of dead has a place; the range stands in the notes, wounded and groups nowhere",
    "findings": "positions stand in the notes only",
    "voices": "only those whom the sentence of the notes names",
    "spread": "no place",
    "origins": "no place",
    "grades": "only the names of grades, in tags; belligerents and reasons nowhere",
    "source_grade": "no place",
    "joins": "no place",
    "history": "only its last moment",
    "parts": "no place",
}
ACLED: Final = Format(
    name="acled",
    title="ACLED (31 columns, text labels of the current codebook)",
    media_type="text/csv; charset=utf-8",
    suffix=".csv",
    columns=COLUMNS,
    write=tabular(COLUMNS),
    outside=outside,
    not_carried=NOT_CARRIED,
)
