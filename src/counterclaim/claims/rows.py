"""The claim of a row that an organisation coded: the organisation says so, in the row's own cells.

    the report's text, lines ``column: value``  -> cells, each with its place in the text
    cells by the codes of their table           -> kind, parties, place, time, toll, each quoted from its cell

A figure of 0 is "nobody told of any" in these tables, and no figure here.  A row whose cells cannot mean what their
columns do is a ``malformed_row`` reject, one that tells of no kind here a ``no_kind`` reject; its report stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from counterclaim import ids
from counterclaim.claims.row_cells import Cell, CellError, Row, cells, party
from counterclaim.ledger.makers import TABLE
from counterclaim.lexicon.exports import states
from counterclaim.lexicon.tables import LEAD, ORGANISATIONS, Table, codes
from counterclaim.records import (
    Claim,
    Claimant,
    Event,
    Field,
    Group,
    Harm,
    Interval,
    Quote,
    Reading,
    Reject,
    Report,
    Support,
    Toll,
)

VERSION: Final = 1
_HALF_WEEK: Final = dt.timedelta(days=3)
_AIRWARS_TOLL: Final[tuple[tuple[Harm, Group, str], ...]] = (
    ("killed", "civilians", "civilians_killed"),
    ("killed", "children", "children_killed"),
    ("killed", "women", "women_killed"),
    ("killed", "men", "men_killed"),
    ("killed", "combatants", "belligerents_killed"),
    ("wounded", "civilians", "civilians_injured"),
    ("wounded", "combatants", "belligerents_injured"),
)


def read(report: Report) -> Reading:
    """Return the claim of a coded row, or why there is none; nothing of a text that is no such row."""
    tables: list[Table] = [one for one in _READERS if (report.url or "").startswith(f"{one}:")]
    if not tables:
        return Reading(claims=())
    table = tables[0]
    held = cells(report.text)
    row = Row(held, getattr(codes(), table))
    try:
        event = _READERS[table](row)
    except (ValueError, OverflowError) as fault:
        return _aside(report, "malformed_row", str(fault))
    if event is None:
        told = row.text("sub_event_type") or row.text("type_of_violence") or "no type"
        return _aside(report, "no_kind", f"{ORGANISATIONS[table]}: {told}")
    return Reading(claims=(_claim(report, table, held, event, row.columns),))


def _aside(report: Report, reason: str, detail: str) -> Reading:
    return Reading(claims=(), rejects=(Reject(stage="claims", ref=report.ref, reason=reason, detail=detail),))


def _claim(report: Report, table: Table, held: Mapping[str, Cell], event: Event, columns: Mapping[Field, str]) -> Claim:
    claimant = Claimant(voice="named", name=ORGANISATIONS[table], party=party(ORGANISATIONS[table]))
    maker = f"{TABLE}{table}@{VERSION}"
    end = max(held[name].end for name in LEAD[table] if name in held)
    by_rule: tuple[Field, ...] = ("stance", "claimant", *(() if "kind" in columns else ("kind",)))
    return Claim(
        id=ids.claim_id(
            report=report.id, start=0, end=end, maker=maker, claimant=claimant, stance="asserts", event=event
        ),
        report=report.id,
        happening=1,
        claimant=claimant,
        publisher=report.publisher,
        said_at=report.published_at,
        stance="asserts",
        event=event,
        evidence=Quote(report=report.id, start=0, end=end, text=report.text[:end]),
        support=(
            *(Support(field=field, rule=f"as {ORGANISATIONS[table]} codes") for field in by_rule),
            *(Support(field=field, evidence=_quote(report, held[name])) for field, name in columns.items()),
        ),
        maker=maker,
        score=1.0,
    )


def _quote(report: Report, cell: Cell) -> Quote:
    return Quote(report=report.id, start=cell.start, end=cell.end, text=cell.text)


def _acled(row: Row) -> Event | None:
    told = row.text("sub_event_type", "kind")
    kind = codes().acled.kinds.get(told or "")
    if kind is None:
        return None
    toll = row.toll("killed", "people", "fatalities")
    country = _numbered("numeric", row, "iso") or row.country()
    return Event(
        kind="killing" if told == "Attack" and toll else kind,
        actors=row.parties("actors", "actor1", "assoc_actor_1"),
        targets=row.parties("targets", "actor2", "assoc_actor_2"),
        places=row.places("location", "geo_precision", country),
        country=country,
        when=_acled_time(row),
        toll=toll,
    )


def _acled_time(row: Row) -> Interval | None:
    """Return the day; of a week the seven around the day that is given, of a month the month."""
    day, precision = row.day("event_date"), row.number("time_precision")
    if day is None or precision in (None, 1):
        return Interval.day(day) if day is not None else None
    if precision == 2:
        return Interval(start=Interval.day(day - _HALF_WEEK).start, end=Interval.day(day + _HALF_WEEK).end)
    if precision != 3:
        raise CellError(f"time_precision is {precision}; expected 1, 2 or 3")
    first = day.replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return Interval(start=Interval.day(first).start, end=Interval.day(after).start)


def _ucdp(row: Row) -> Event | None:
    kind = codes().ucdp.kinds.get(row.text("type_of_violence", "kind") or "")
    if kind is None:
        return None
    country = _numbered("gw", row, "country_id") or row.country()
    return Event(
        kind=kind,
        # A summary of many happenings over a time is none that could be counted.
        scope="series" if row.number("event_clarity") == 2 else "event",
        actors=row.parties("actors", "side_a"),
        targets=row.parties("targets", "side_b"),
        places=row.places("where_coordinates", "where_prec", country),
        country=country,
        when=row.days("date_start", "date_end"),
        toll=(*_ucdp_dead(row), *row.toll("killed", "civilians", "deaths_civilians")),
    )


def _ucdp_dead(row: Row) -> tuple[Toll, ...]:
    """Return the range of all dead; the best estimate alone where no range is given."""
    if row.text("low") is None or row.text("high") is None:
        return row.toll("killed", "people", "best")
    return row.toll("killed", "people", "low", "high")


def _airwars(row: Row) -> Event | None:
    country = row.country()
    return Event(
        kind=codes().airwars.kinds["strike"],
        actors=row.parties("actors", "known_belligerents", "suspected_belligerents"),
        targets=row.parties("targets", "targeted_belligerents"),
        places=row.places(None, "geolocation_accuracy", country),
        country=country,
        when=row.days("date", "date_end"),
        toll=tuple(
            toll for harm, who, name in _AIRWARS_TOLL for toll in row.toll(harm, who, f"{name}_min", f"{name}_max")
        ),
    )


def _numbered(by: str, row: Row, column: str) -> str | None:
    """Return the code of the country that has a number, of those that ``exports.toml`` lists (``numeric``, ``gw``)."""
    number = row.number(column)
    code = next((iso for iso, entry in states().items() if number and getattr(entry, by) == number), None)
    if code is not None:
        row.columns.setdefault("country", column)
    return code


_READERS: Final[dict[Table, Callable[[Row], Event | None]]] = {"acled": _acled, "ucdp": _ucdp, "airwars": _airwars}
