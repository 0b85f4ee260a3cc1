"""Reading a ledger; see :class:`counterclaim.ledger.View` for what each method promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

from counterclaim.errors import LedgerError
from counterclaim.geo import boxes_of, touches
from counterclaim.ledger import Altered, Brief, Counts, Query, Sighting
from counterclaim.records import (
    Capture,
    Claim,
    Copy,
    Incident,
    Judgement,
    Reject,
    Report,
    Series,
    Tombstone,
)
from counterclaim.store.brief import brief
from counterclaim.store.database import Database, short
from counterclaim.store.marks import mark
from counterclaim.store.naming import known_as
from counterclaim.store.steps import step
from counterclaim.text import words

T = TypeVar("T")

Derived: Final[msgspec.json.Decoder[Incident | Series]] = msgspec.json.Decoder(Incident | Series)
"""Decodes an incident or a series."""
_series = msgspec.json.Decoder(Series)
_incident = msgspec.json.Decoder(Incident)
_report = msgspec.json.Decoder(Report)
_claim = msgspec.json.Decoder(Claim)
_copy = msgspec.json.Decoder(Copy)
_judgement = msgspec.json.Decoder(Judgement)
_tombstone = msgspec.json.Decoder(Tombstone)
_reject = msgspec.json.Decoder(Reject)

_ORDERS: dict[str, tuple[tuple[str, bool], ...]] = {
    "when": (("COALESCE(starts, '')", True),),
    "toll": (("killed", True),),
    "spread": (("spread", True),),
    "review": (("checked", False), ("killed", True), ("contested", True), ("spread", True)),
}
"""The columns of each order, and whether the greatest comes first; ties go by id."""


class Viewing:
    """The View half of a ledger."""

    def __init__(self, base: Database) -> None:
        self._base = base

    def maker(self) -> str | None:
        """Return the maker whose claims are live, None before the first claim was added."""
        return next((str(value) for (value,) in self._base.rows("SELECT value FROM meta WHERE name = 'maker'")), None)

    def report(self, report: str) -> Report | Tombstone | None:
        """Return a report, or what stays of it after a takedown."""
        found = next(self._decoded("SELECT record FROM report WHERE id = ?", (report,), _report), None)
        if found is not None:
            return found
        return next(self._decoded("SELECT record FROM tombstone WHERE report = ?", (report,), _tombstone), None)

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """Yield these reports, or all, in the order of ids; those taken down are left out."""
        if ids is None:
            yield from self._decoded("SELECT record FROM report ORDER BY id", (), _report)
            return
        sql, value = self._base.among(ids)
        yield from self._decoded(f"SELECT record FROM report WHERE id IN {sql} ORDER BY id", (value,), _report)

    def capture(self, capture: str) -> Capture | None:
        """Return a capture with its body."""
        return next(self._bodied("WHERE id = ?", (capture,)), None)

    def captures(self) -> Iterator[Capture]:
        """Yield all captures with their bodies, in the order of ids; those taken down are left out."""
        yield from self._bodied("ORDER BY id", ())

    def _bodied(self, which: str, values: tuple[str, ...]) -> Iterator[Capture]:
        sql = f"SELECT record, bytes FROM capture JOIN body ON body.sha256 = capture.sha256 {which}"
        for record, body in self._base.rows(sql, values):
            yield msgspec.structs.replace(msgspec.json.decode(record, type=Capture), body=bytes(body))

    def mark(self, name: str) -> str | None:
        """Return what was last set as the mark of this name, None where nothing was."""
        return mark(self._base, name)

    def sightings(self, reports: Iterable[str]) -> Iterator[Sighting]:
        """Yield every sighting of the pages on which these reports were seen: other versions included."""
        among, value = self._base.among(reports)
        pages = f"SELECT page FROM report WHERE page IS NOT NULL AND id IN {among}"
        sql = (
            "SELECT report.id, sighting.capture, report.url, COALESCE(fetched.at, capture.fetched_at) AS seen, "
            "sighting.completeness FROM report "
            "JOIN sighting ON sighting.report = report.id LEFT JOIN capture ON capture.id = sighting.capture "
            "LEFT JOIN fetched ON fetched.capture = sighting.capture "
            f"WHERE report.id IN {among} OR report.page IN ({pages}) "
            "ORDER BY report.id, sighting.capture, seen, sighting.completeness"
        )
        for report, capture, url, fetched, completeness in self._base.rows(sql, (value, value)):
            at = dt.datetime.fromisoformat(fetched) if fetched else None
            yield Sighting(report=report, capture=capture or None, url=url, fetched_at=at, completeness=completeness)

    def claims(self, ids: Iterable[str]) -> Iterator[Claim]:
        """Yield these claims, in the order of ids."""
        sql, value = self._base.among(ids)
        yield from self._decoded(f"SELECT record FROM claim WHERE id IN {sql} ORDER BY id", (value,), _claim)

    def claims_of(self, reports: Iterable[str], *, maker: str | None = None) -> Iterator[Claim]:
        """Yield the claims of reports in the order (report, start, id): of one maker, or of all."""
        among, value = self._base.among(reports)
        by = " AND maker = ?" if maker else ""
        sql = f"SELECT record FROM claim WHERE report IN {among}{by} ORDER BY report, start, id"
        yield from self._decoded(sql, (value, maker) if maker else (value,), _claim)

    def judgements(self, reports: Iterable[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements that name one of these reports, or all, in the order (at, id)."""
        if reports is None:
            yield from self._decoded("SELECT record FROM judgement ORDER BY at, id", (), _judgement)
            return
        among, value = self._base.among(reports)
        named = f"SELECT judgement FROM judged WHERE report IN {among}"
        yield from self._decoded(
            f"SELECT record FROM judgement WHERE id IN ({named}) ORDER BY at, id", (value,), _judgement
        )

    def rejects(self) -> Iterator[Reject]:
        """Yield what was set aside."""
        yield from self._decoded("SELECT record FROM reject ORDER BY id", (), _reject)

    def tombstones(self) -> Iterator[Tombstone]:
        """Yield what stays of reports that were taken down."""
        yield from self._decoded("SELECT record FROM tombstone ORDER BY report", (), _tombstone)

    def incident(self, name: str) -> Incident | Series | None:
        """Return the incident or series of this id, or the one that an id issued earlier leads to now."""
        direct = self._one(name)
        if direct is not None:
            return direct
        heirs = (
            "SELECT incident_claim.incident AS name, COUNT(*) AS many FROM home "
            "JOIN incident_claim ON incident_claim.claim = home.claim WHERE home.incident = ? "
            "GROUP BY incident_claim.incident"
        )
        sql = f"SELECT record FROM ({heirs}) AS heir JOIN incident ON id = name ORDER BY many DESC, name LIMIT 1"
        heir = next(self._decoded(sql, (name,), Derived), None)
        if heir is not None:
            return heir
        # Nobody is at home there: an id given to what was split off, and since put together again.
        first = (
            "SELECT incident.record FROM issued JOIN incident_claim ON incident_claim.claim = issued.claim "
            "JOIN incident ON incident.id = incident_claim.incident WHERE issued.incident = ?"
        )
        return next(self._decoded(first, (name,), Derived), None)

    def _one(self, name: str) -> Incident | Series | None:
        return next(self._decoded("SELECT record FROM incident WHERE id = ?", (name,), Derived), None)

    def holding(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Return for each claim the id of the incident or series that holds it now; those in none are left out."""
        sql, value = self._base.among(claims)
        return dict(self._base.rows(f"SELECT claim, incident FROM incident_claim WHERE claim IN {sql}", (value,)))

    def find(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Return the ids that begin so, in their order."""
        end = prefix + "\U0010ffff"
        tables = (("incident", "id"), ("home", "incident"), ("claim", "id"), ("report", "id"), ("judgement", "id"))
        parts = [
            f"SELECT {column} AS name FROM {table} WHERE {column} >= ? AND {column} < ?" for table, column in tables
        ]
        sql = f"SELECT name FROM ({' UNION '.join(parts)}) AS found ORDER BY name LIMIT ?"
        return tuple(name for (name,) in self._base.rows(sql, (*((prefix, end) * len(tables)), limit)))

    def incidents(self, query: Query) -> Iterator[Incident]:
        """Yield the incidents that a query meets."""
        where, values = self._where(query)
        order = _ORDERS[query.order]
        if query.after is not None:
            after, more = self._after(query.after, order, series=False)
            where.append(after)
            values += more
        listed = ", ".join(f"{column} {'DESC' if falling else 'ASC'}" for column, falling in order)
        sql = f"SELECT record FROM incident WHERE {' AND '.join(where)} ORDER BY {listed}, id"
        left = query.limit
        for found in self._decoded(sql, values, Derived):
            if left is not None and left <= 0:
                return
            if isinstance(found, Incident) and (query.box is None or touches(found.place, query.box)):
                left = None if left is None else left - 1
                yield found

    def _where(self, query: Query) -> tuple[list[str], list[Any]]:
        """Return the conditions of a query's filters, and their values."""
        where, values = ["series = 0"], list[Any]()

        def add(sql: str, *more: Any) -> None:
            where.append(sql)
            values.extend(more)

        if query.since is not None or query.until is not None:
            add("(starts IS NOT NULL OR ends IS NOT NULL)")
        if query.since is not None:
            add("(ends IS NULL OR ends > ?)", query.since.isoformat())
        if query.until is not None:
            add("(starts IS NULL OR starts < ?)", query.until.isoformat())
        if query.box is not None:
            sql, more = self._base.touching(boxes_of(query.box))
            add(f"id IN ({sql})", *more)
        if query.country is not None:
            add("country = ?", query.country)
        for table, wanted in (
            ("kind", query.kind),
            ("party", short(query.party.casefold()) if query.party is not None else None),
            ("grade", query.grade),
            ("harm", query.harm),
        ):
            if wanted is not None:
                add(f"id IN (SELECT incident FROM incident_{table} WHERE {table} = ?)", wanted)
        if query.text is not None and (told := self._telling(query.text)) is not None:
            add(told[0], *told[1])
        if query.contested is not None:
            add("contested > 0" if query.contested else "contested = 0")
        if query.review is not None:
            add("checked = ?", int(query.review == "checked"))
        return where, values

    def _telling(self, text: str) -> tuple[str, list[Any]] | None:
        """Return the condition that a report of an incident has all words of a text; None where it has no word."""
        if not (asked := [word for word, _, _ in words(text)]):
            return None
        sql, values = self._base.having(sorted(set(map(short, asked))))
        return f"id IN (SELECT incident FROM incident_report WHERE report IN ({sql}))", values

    def _after(self, name: str, order: Sequence[tuple[str, bool]], *, series: bool) -> tuple[str, list[Any]]:
        """Return the condition that an incident comes after the one of this id, whether that is still there or not."""
        columns = ", ".join(column for column, _ in order)
        sql = f"SELECT {columns} FROM incident WHERE id = ? AND series = {series:d}"
        found = list(self._base.rows(sql, (name,)))
        if not found:
            return "id > ?", [name]
        said: list[str] = []
        values: list[Any] = [found[0][0]]
        for i, (column, falling) in enumerate([*order, ("id", False)]):
            equal = "".join(f"{before} = ? AND " for before, _ in order[:i])
            said.append(f"({equal}{column} {'<' if falling else '>'} ?)")
            values += [*found[0][:i], found[0][i] if i < len(order) else name]
        first, falling = order[0]  # it follows from the rest, and lets an index begin there
        return f"{first} {'<=' if falling else '>='} ? AND ({' OR '.join(said)})", values

    def briefs(self, ids: Iterable[str] | None = None) -> Iterator[Brief]:
        """Yield what lists and maps show of these incidents, or of all, in the order of ids; series are left out."""
        among, value = self._base.among(ids) if ids is not None else ("", None)
        where = f" AND id IN {among}" if among else ""
        sql = f"SELECT record FROM incident WHERE series = 0{where} ORDER BY id"
        yield from map(brief, self._decoded(sql, (value,) if among else (), _incident))

    def matching(self, text: str) -> tuple[str, ...]:
        """Return the incidents (ids, in their order) that :attr:`Query.text` meets."""
        where, values = self._telling(text) or ("series = 0", [])
        sql = f"SELECT id FROM incident WHERE series = 0 AND {where} ORDER BY id"
        return tuple(name for (name,) in self._base.rows(sql, values))

    def step(self) -> int:
        """Return a number that grows whenever something derived changes; cheap, for caches."""
        return step(self._base)

    def altered(self, after: int, limit: int = 1000) -> Iterator[Altered]:
        """Yield what changed after a step, in the order of steps, each id once, at its latest step."""
        sql = "SELECT step, id, gone FROM altered WHERE step > ? ORDER BY step LIMIT ?"
        for number, name, gone in self._base.rows(sql, (after, limit)):
            yield Altered(step=number, id=name, gone=bool(gone))

    def published_by(self, source: str, limit: int = 1000) -> Iterator[Report]:
        """Yield the latest reports whose publisher is ``source`` (a register id or name), latest first."""
        sql = (
            "SELECT record FROM published JOIN report ON report.id = published.report WHERE source = ? "
            "ORDER BY at DESC, published.report LIMIT ?"
        )
        yield from self._decoded(sql, (known_as(source), limit), _report)

    def publishers(self, limit: int = 1000) -> Iterator[tuple[str, int]]:
        """Yield who published most reports (a name as written), and how many; ties go by register id or name."""
        most = "SELECT source, COUNT(*) AS many, MIN(report) AS first FROM published GROUP BY source"
        sql = (
            f"SELECT record, many FROM (SELECT * FROM ({most}) AS each ORDER BY many DESC, source LIMIT ?) AS listed "
            "JOIN report ON report.id = first ORDER BY many DESC, source"
        )
        for record, many in self._base.rows(sql, (limit,)):
            yield _decode(_report, record).publisher or "", many

    def series(self, after: str | None = None, limit: int = 100) -> Iterator[Series]:
        """Yield series, those carried by most reports first, ties by id; ``after``: the id after which to go on."""
        where, values = "", list[Any]()
        if after is not None:
            sql, values = self._after(after, _ORDERS["spread"], series=True)
            where = f"AND {sql} "
        sql = f"SELECT record FROM incident WHERE series = 1 {where}ORDER BY spread DESC, id LIMIT ?"
        yield from self._decoded(sql, (*values, limit), _series)

    def every(self) -> Iterator[Incident | Series]:
        """Yield all that is derived, in the order of ids."""
        yield from self._decoded("SELECT record FROM incident ORDER BY id", (), Derived)

    def copies(self, reports: Iterable[str]) -> Iterator[Copy]:
        """Yield the copied ranges of these reports, in the order (report, start)."""
        among, value = self._base.among(reports)
        yield from self._decoded(
            f"SELECT record FROM copy WHERE report IN {among} ORDER BY report, start", (value,), _copy
        )

    def waiting(self) -> int:
        """Return how many reports are stored and not fused yet; cheap, unlike all counts together."""
        return next(int(count) for (count,) in self._base.rows("SELECT COUNT(DISTINCT report) FROM pending"))

    def counts(self) -> Counts:
        """Return how much there is."""
        tables = ("capture", "report", "claim", "judgement", "reject", "copy", "tombstone")
        sql = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in tables)
        sql += ", (SELECT COUNT(*) FROM incident WHERE series = 0), (SELECT COUNT(*) FROM incident WHERE series = 1)"
        sql += ", (SELECT COUNT(DISTINCT report) FROM pending)"
        captures, reports, claims, judgements, rejects, copies, stones, incidents, series, pending = next(
            iter(list(self._base.rows(f"SELECT {sql}")))
        )
        return Counts(
            captures=captures,
            reports=reports,
            claims=claims,
            judgements=judgements,
            rejects=rejects,
            incidents=incidents,
            series=series,
            copies=copies,
            tombstones=stones,
            pending=pending,
        )

    def _decoded(self, sql: str, values: Sequence[Any], decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
        for (record,) in self._base.rows(sql, values):
            yield _decode(decoder, record)


def _decode(decoder: msgspec.json.Decoder[T], record: bytes) -> T:
    """Return what a stored record holds.  Raises LedgerError where it is damaged."""
    try:
        return decoder.decode(bytes(record))
    except msgspec.DecodeError as fault:
        raise LedgerError(
            f"a record of the ledger is damaged ({fault}): put back a copy, and keep the damaged one"
        ) from fault
