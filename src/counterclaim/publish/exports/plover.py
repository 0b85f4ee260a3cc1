"""PLOVER as JSON lines: one event an incident, with the words of its first claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from counterclaim.lexicon.exports import codes
from counterclaim.lexicon.kinds import kinds
from counterclaim.publish import derived_words
from counterclaim.publish.exports.case import Case, first_and_last, lowest, main_tally, party, untold
from counterclaim.publish.exports.form import Column, Format, Note, Row, empty
from counterclaim.publish.exports.nouns import kind_by_noun
from counterclaim.publish.exports.places import country_name, missing
from counterclaim.publish.headline import headline
from counterclaim.records import Claim, Harm, PartyName, Report

_SIZES: Final[dict[str, Harm]] = {"dead": "killed", "injured": "wounded", "arrested": "captured"}
_RESOLUTIONS: Final = {"settlement": "city", "district": "district", "province": "province", "country": "country"}


def outside(case: Case) -> str | None:
    """Return why an incident has no row: PLOVER has no type for its kind."""
    entry = kinds()[case.kind]
    return untold(case) if entry.plover_type else f"PLOVER has no event type for {entry.label.lower()}"


def _entities(parties: Sequence[PartyName], note: Note) -> list[dict[str, Any]]:
    if not parties:
        note("left_out", "no party is named, or voices differ on who it was")
    found: list[dict[str, Any]] = []
    for name in parties:
        known = party(name)
        kind = kind_by_noun(name.name) if known is None else known.kind
        sector = None if kind is None else codes().plover.sector.get(kind)
        if sector is None:
            note("lost", "neither register nor noun tells what a party is: no sector")
        elif known is None:
            note("defaulted", "the register does not know a party: its noun tells the sector")
        found.append(
            {
                "code": None if known is None or known.country is None else known.country,
                "sector": sector,
                "entity_text": derived_words.party(name),
                "identifier_id": None if known is None else known.id,
                "identifier_text": None if known is None else known.names[0],
            }
        )
    return found


def _day(case: Case, end: int, note: Note) -> str | None:
    days = first_and_last(case.incident.when)
    if days is None:
        note("left_out", "no day is stated, or voices differ on it")
        return None
    return days[end].isoformat()


def _time(case: Case, end: int, note: Note) -> str | None:
    when = case.incident.when
    edge = None if when is None else when.end if end else when.start
    if edge is None or when is None or (when.start is not None and when.end is not None and _whole_days(case)):
        note("left_out", "no hour is stated")
        return None
    return edge.strftime("%H:%M")


def _whole_days(case: Case) -> bool:
    when = case.incident.when
    edges = () if when is None else (when.start, when.end)
    return all(edge is None or (edge.hour, edge.minute, edge.second) == (0, 0, 0) for edge in edges)


def _loc(case: Case, note: Note) -> dict[str, Any] | None:
    place, country = case.incident.place, country_name(case, _silent)
    if place is None and country is None:
        note("left_out", f"no place: {missing(case)}")
        return None
    if place is None:
        note("lost", f"only the country: {missing(case)}")
    elif place.lat_deg is None:
        note("lost", "the place was not found")
    level = None if place is None else place.precision
    named = None if place is None else place.name
    geonames = None if place is None or place.gazetteer_id is None else place.gazetteer_id.removeprefix("geonames:")
    return {
        "extracted_place": named,
        "resolved_place": named if place is not None and place.lat_deg is not None else None,
        "geonameid": geonames,
        "lat": None if place is None else place.lat_deg,
        "lon": None if place is None else place.lon_deg,
        "city": named if level == "settlement" else None,
        "district": named if level == "district" else None,
        "province": named if level == "province" else None,
        "country": country,
        "country_code": case.incident.country,
        "feature_class": None,
        "feature_code": None,
        "resolution": "country" if place is None else _RESOLUTIONS.get(level or ""),
    }


def _silent(fate: str, why: str) -> None:
    """Note nothing: the column that is asked has noted it itself."""


def _size(case: Case, note: Note) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, harm in _SIZES.items():
        tally = main_tally(case.incident, harm)
        figure = lowest(tally) if tally is not None else None
        found[name] = None if figure is None else figure.low
        if tally is not None and (tally.low != tally.high or tally.who != "people" or len(tally.figures) > 1):
            note("lost", "a range, a group or several figures: the lowest of a voice is given")
    return found


def _first(case: Case, note: Note) -> Claim | None:
    """Return the claim told first, by publication."""
    rank = {report.id: k for k, report in enumerate(case.own_reports())}
    found = min(
        case.own_claims(), key=lambda each: (rank.get(each.report, len(rank)), each.evidence.start), default=None
    )
    if found is None:
        note("left_out", "its claims were taken down")
    elif len(case.incident.claims) > 1:
        note("lost", "several claims tell of it: the first is given")
    return found


def _text(case: Case, note: Note) -> str | None:
    first = _first(case, note)
    return None if first is None else first.evidence.text


def _text_info(case: Case, note: Note) -> dict[str, Any] | None:
    first = _first(case, note)
    if first is None:
        return None
    return {"sequence": first.happening, "start": first.evidence.start, "end": first.evidence.end}


def _cite(case: Case, note: Note) -> dict[str, Any] | None:
    first = _first(case, note)
    report: Report | None = None if first is None else case.reports.get(first.report)
    if first is None or report is None:
        note("left_out", "its report was taken down")
        return None
    return {
        "corpus": "counterclaim",
        "citation": report.id,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": report.publisher,
        "license": None,
        "coder": first.maker,
        "version": None,
    }


def _coders(case: Case, note: Note) -> str | None:
    makers = tuple(dict.fromkeys(claim.maker for claim in case.own_claims()))
    if not makers:
        note("left_out", "its claims were taken down")
    return ", ".join(makers) or None


def _coded(case: Case, note: Note) -> str | None:
    known = [change.at for change in case.incident.history if change.at is not None]
    if not known:
        note("left_out", "no moment of its history is known")
        return None
    return max(known).date().isoformat()


def _mode(case: Case, note: Note) -> str | None:
    found = kinds()[case.kind].plover_mode
    if not found:
        note("left_out", "PLOVER has no mode for the kind, or none is told")
    return found or None


def _event_text(case: Case, note: Note) -> str:
    if len(case.incident.kinds) > 1:
        note("lost", "called by several kinds: the commonest is given")
    return kinds()[case.kind].label


COLUMNS: Final = (
    Column("id", "the incident's id", lambda case, _: case.id),
    Column("date", "the first day", lambda c, n: _day(c, 0, n)),
    Column("actor", "the actors, a list of entities", lambda c, n: _entities(c.incident.actors, n)),
    Column("event", "PLOVER's type by kind", lambda case, _: kinds()[case.kind].plover_type),
    Column("time", "hour and minute of the beginning, UTC, where stated", lambda c, n: _time(c, 0, n)),
    Column("enddate", "the last day, inclusive", lambda c, n: _day(c, 1, n)),
    Column("endtime", "hour and minute of the end, UTC, where stated", lambda c, n: _time(c, 1, n)),
    Column("recipient", "the targets, a list of entities", lambda c, n: _entities(c.incident.targets, n)),
    Column("event_loc", "the place as written, its point and country", _loc),
    Column("event_text", "the label of the kind", _event_text),
    Column("quad_code", "1 to 4, by type", lambda case, _: codes().plover.quad[kinds()[case.kind].plover_type]),
    Column("mode", "PLOVER's mode by kind", _mode),
    empty("context", "the ledger reads no context of PLOVER's"),
    empty("link", "the ledger links no events to each other"),
    Column("text", "words that carry the claim told first", _text),
    Column("text_info", "happening, start and end of these words in the report, in code points", _text_info),
    Column(
        "size", "dead, injured, arrested: the lowest figure of a voice other than the accused side's; null: none", _size
    ),
    Column("cite_info", "the report of that claim", _cite),
    Column("coder", "who read the claims, with version", _coders),
    Column("coded_date", "day of the last change", _coded),
    Column("comment", "the attributed sentence", lambda case, _: headline(case.incident, case.told())),
)
_NAMES: Final = tuple(column.name for column in COLUMNS)


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield events as JSON lines."""
    encode = msgspec.json.Encoder().encode
    for row in rows:
        yield encode(dict(zip(_NAMES, row, strict=True))) + b"\n"


NOT_CARRIED: Final = {
    "kinds": "only the commonest kind has a place",
    "claims": "only the words of the first",
    "toll": "one number each of dead, injured and arrested",
    "findings": "positions stand in the comment only",
    "voices": "only those whom the comment names",
    "spread": "no place",
    "origins": "no place",
    "grades": "no place",
    "source_grade": "no place",
    "joins": "no place",
    "history": "only the day of its last change",
    "parts": "no place",
    "review": "no place",
}
PLOVER: Final = Format(
    name="plover",
    title="PLOVER, JSON lines",
    media_type="application/x-ndjson",
    suffix=".jsonl",
    columns=COLUMNS,
    write=write,
    outside=outside,
    not_carried=NOT_CARRIED,
)
