"""Writing what is derived; see :class:`counterclaim.ledger.Derivation` for what each method promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from counterclaim import ids
from counterclaim.geo import boxes_around
from counterclaim.ledger import UnitRow
from counterclaim.records import Copy, Incident, Series
from counterclaim.store.brief import brief, deaths
from counterclaim.store.database import Database, short
from counterclaim.store.steps import advance, mark, mark_all_gone
from counterclaim.store.viewing import Derived

FILTERS: Final = ("kind", "party", "grade", "harm", "report", "claim")
"""The tables by which incidents are filtered, and found by what they are made of."""
_unit = msgspec.json.Decoder(UnitRow)


class Deriving:
    """The Derivation of a ledger, within one transaction."""

    def __init__(self, base: Database) -> None:
        self._base = base
        self._seen: dict[str, int] = {}
        self._moved = False

    def pending(self, limit: int) -> tuple[str, ...]:
        """Return reports (ids) that are not yet fused, the oldest entries first."""
        # In the order of a key, so that a batch costs no more where very many wait.
        last = "SELECT MAX(seq) FROM pending AS later WHERE later.report = first.report"
        earlier = "SELECT 1 FROM pending AS earlier WHERE earlier.report = first.report AND earlier.seq < first.seq"
        sql = f"SELECT report, ({last}) FROM pending AS first WHERE NOT EXISTS ({earlier}) ORDER BY seq LIMIT ?"
        found = list(self._base.rows(sql, (limit,)))
        self._seen |= dict(found)
        return tuple(report for report, _ in found)

    def settle(self, reports: Iterable[str]) -> None:
        """Mark reports as fused; what marked them again since they were asked for stays."""
        self._move()
        rows = [(report, self._seen.get(report, 0)) for report in reports]
        self._base.many("DELETE FROM pending WHERE report = ? AND seq <= ?", rows)

    # copies

    def put_prints(self, report: str, rank: str, prints: Sequence[int]) -> None:
        """Set the fingerprints (signed 64 bit) of a report; ``rank`` orders reports from the earliest on, bytewise."""
        self._base.run("DELETE FROM print WHERE report = ?", (report,))
        self._base.many("INSERT INTO print VALUES (?, ?, ?)", [(one, rank, report) for one in sorted(set(prints))])

    def earliest(self, prints: Iterable[int]) -> Mapping[int, str]:
        """Return for each fingerprint the report of the least rank that has it."""
        sql, value = self._base.numbers(prints)
        least = f"SELECT print, MIN(rank) AS rank FROM print WHERE print IN {sql} GROUP BY print"
        joined = f"SELECT print.print, print.report FROM ({least}) AS least JOIN print USING (print, rank)"
        return dict(self._base.rows(joined, (value,)))

    def holders(self, prints: Iterable[int]) -> frozenset[str]:
        """Return every report that has one of the fingerprints."""
        sql, value = self._base.numbers(prints)
        return frozenset(
            name for (name,) in self._base.rows(f"SELECT DISTINCT report FROM print WHERE print IN {sql}", (value,))
        )

    def put_copies(self, report: str, copies: Sequence[Copy]) -> None:
        """Set the copied ranges of a report."""
        self._move()
        self._base.run("DELETE FROM copy WHERE report = ?", (report,))
        rows = [(report, copy.span.start, copy.origin, ids.canonical(copy)) for copy in copies]
        self._base.many("INSERT INTO copy VALUES (?, ?, ?, ?)", rows)

    def copied_from(self, origins: Iterable[str]) -> frozenset[str]:
        """Return every report with a range copied from one of these."""
        sql, value = self._base.among(origins)
        return frozenset(
            name for (name,) in self._base.rows(f"SELECT DISTINCT report FROM copy WHERE origin IN {sql}", (value,))
        )

    def reports_naming(self, source: str) -> frozenset[str]:
        """Return every report whose publisher, or a claimant of whose claims, is ``source`` (a register id or name)."""
        rows = self._base.rows("SELECT report FROM naming WHERE source = ?", (short(source.casefold()),))
        return frozenset(name for (name,) in rows)

    # units

    def units_of(self, reports: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units of reports, in the order of ids; so do the next three."""
        return self._units("report IN", reports)

    def units_in(self, groups: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that were compared within these groups."""
        return self._units("component IN", map(short, groups))

    def units_linked(self, links: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that carry one of these links."""
        return self._units("id IN (SELECT unit FROM link WHERE link IN", map(short, links), ")")

    def units_within(self, incidents: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that are in these incidents."""
        return self._units("incident IN", incidents)

    def _units(self, where: str, values: Iterable[str], end: str = "") -> tuple[UnitRow, ...]:
        sql, value = self._base.among(values)
        rows = self._base.rows(f"SELECT record FROM unit WHERE {where} {sql}{end} ORDER BY id", (value,))
        return tuple(_unit.decode(bytes(record)) for (record,) in rows)

    def put_units(self, reports: Iterable[str], rows: Iterable[UnitRow]) -> None:
        """Set the units of these reports: those that are not among ``rows`` are gone."""
        given = {row.unit: row for row in rows}
        before = {row.unit: row for row in self.units_of(reports)}
        gone = [(name,) for name in sorted(before.keys() - given.keys())]
        self._base.many("DELETE FROM unit WHERE id = ?", gone)
        self._base.many("DELETE FROM link WHERE unit = ?", gone)
        self._base.many("DELETE FROM sketch WHERE unit = ?", gone)
        changed = [row for name, row in sorted(given.items()) if before.get(name) != row]
        self._base.many(
            "INSERT INTO unit VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET report = excluded.report, "
            "component = excluded.component, incident = excluded.incident, record = excluded.record",
            [
                (row.unit, row.report, row.group and short(row.group), row.incident, ids.canonical(row))
                for row in changed
            ],
        )
        relinked = [row for row in changed if row.unit not in before or before[row.unit].links != row.links]
        self._base.many("DELETE FROM link WHERE unit = ?", [(row.unit,) for row in relinked if row.unit in before])
        links = [(link, row.unit) for row in relinked for link in sorted(set(map(short, row.links)))]
        self._base.many("INSERT INTO link VALUES (?, ?)", links)

    def put_sketches(self, sketches: Mapping[str, bytes]) -> None:
        """Set what each unit is compared by, as the one who compares wrote it: an index, no part of what is derived."""
        sql = "INSERT INTO sketch VALUES (?, ?) ON CONFLICT (unit) DO UPDATE SET said = excluded.said"
        self._base.many(sql, sorted(sketches.items()))

    def sketches(self, units: Iterable[str]) -> Mapping[str, bytes]:
        """Return what units are compared by; those that have none are left out."""
        sql, value = self._base.among(units)
        return {
            unit: bytes(said)
            for unit, said in self._base.rows(f"SELECT unit, said FROM sketch WHERE unit IN {sql}", (value,))
        }

    # ids

    def homes(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Return the id of the incident in which each claim was first placed."""
        sql, value = self._base.among(claims)
        return dict(self._base.rows(f"SELECT claim, incident FROM home WHERE claim IN {sql}", (value,)))

    def at_home(self, incidents: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each incident id the claims that were first placed in it, in the order of ids."""
        sql, value = self._base.among(incidents)
        found: dict[str, tuple[str, ...]] = {}
        for claim, name in self._base.rows(
            f"SELECT claim, incident FROM home WHERE incident IN {sql} ORDER BY claim", (value,)
        ):
            found[name] = (*found.get(name, ()), claim)
        return found

    def put_homes(self, homes: Mapping[str, str]) -> None:
        """Record where claims were first placed; a home once set stays, also through a rebuild."""
        self._base.many("INSERT INTO home VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(homes.items()))

    # incidents

    def get(self, ids: Iterable[str]) -> Iterator[Incident | Series]:
        """Yield these incidents and series as they are now (no redirects), in the order of ids."""
        sql, value = self._base.among(ids)
        rows = self._base.rows(f"SELECT record FROM incident WHERE id IN {sql} ORDER BY id", (value,))
        return (Derived.decode(bytes(record)) for (record,) in rows)

    def put(self, made: Iterable[Incident | Series], gone: Iterable[str] = ()) -> None:
        """Set incidents and series, and remove those that are gone; ids in both are set."""
        given = {one.id: (one, ids.canonical(one)) for one in made}
        sql, value = self._base.among({*given, *gone})
        stored = self._base.rows(f"SELECT id, record FROM incident WHERE id IN {sql}", (value,))
        before = {name: bytes(record) for name, record in stored}
        fresh = {name: one for name, (one, record) in given.items() if before.get(name) != record}
        lost = (set(gone) & before.keys()) - given.keys()
        if not fresh and not lost:
            return
        mark(self._base, sorted(fresh), lost)
        sql, value = self._base.among({*fresh, *lost})
        for table in FILTERS:
            self._base.run(f"DELETE FROM incident_{table} WHERE incident IN {sql}", (value,))
        self._base.forget_boxes({*fresh, *lost})
        self._base.run(f"DELETE FROM incident WHERE id IN {sql}", (value,))
        columns = "id, series, starts, ends, killed, contested, spread, checked, country, record"
        listed = [fresh[name] for name in sorted(fresh)]
        self._base.many(
            f"INSERT INTO incident ({columns}) VALUES ({', '.join('?' * 10)})",
            [(*_row(one), given[one.id][1]) for one in listed],
        )
        # An id once issued leads somewhere for as long as its first claim is in an incident.
        named = [(one.id, one.claims[0]) for one in listed if one.claims]
        self._base.many("INSERT INTO issued VALUES (?, ?) ON CONFLICT DO NOTHING", named)
        for table, pairs in _filters(listed).items():
            self._base.many(f"INSERT INTO incident_{table} VALUES (?, ?)", pairs)
        self._base.run(
            "INSERT INTO incident_report SELECT DISTINCT claim.report, incident_claim.incident FROM incident_claim "
            f"JOIN claim ON claim.id = incident_claim.claim WHERE incident_claim.incident IN {sql}",
            (value,),
        )
        for one in listed:
            if isinstance(one, Incident) and one.place is not None:
                self._base.index_boxes(one.id, boxes_around(one.place))

    def _move(self) -> None:
        """Take a step, once in this transaction, for what is no incident."""
        if not self._moved:
            advance(self._base)
            self._moved = True


def forget(base: Database) -> None:
    """Throw away what is derived, within a transaction (homes stay), and mark every report as not yet fused."""
    mark_all_gone(base)
    base.forget_boxes(name for (name,) in list(base.rows("SELECT id FROM incident")))
    filters = (f"incident_{table}" for table in FILTERS)
    for table in ("print", "link", "sketch", "copy", "unit", "incident", *filters, "pending"):
        base.run(f"DELETE FROM {table}")
    # Those of one time are fused together: they share what they are compared with.
    base.run(
        "INSERT INTO pending (report) SELECT id FROM report LEFT JOIN published ON published.report = report.id "
        "ORDER BY COALESCE(published.at, ''), id"
    )


def _row(one: Incident | Series) -> tuple[object, ...]:
    starts = one.when.start.isoformat() if one.when and one.when.start else None
    ends = one.when.end.isoformat() if one.when and one.when.end else None
    contested = sum(found.state == "contested" for found in one.findings) if isinstance(one, Incident) else 0
    checked = int(one.review == "checked")
    series = int(isinstance(one, Series))
    spread = one.spread.carriers
    return one.id, series, starts, ends, deaths(one), contested, spread, checked, one.country


def _filters(made: Sequence[Incident | Series]) -> dict[str, list[tuple[str, str]]]:
    """Return the rows of the tables by which incidents are filtered."""
    found: dict[str, set[tuple[str, str]]] = {table: set() for table in FILTERS if table != "report"}
    for one in made:
        found["claim"] |= {(claim, one.id) for claim in one.claims}
        if isinstance(one, Series):
            continue
        shown = brief(one)
        found["kind"] |= {(kind, one.id) for kind in shown.kinds}
        found["party"] |= {(short(party), one.id) for party in shown.parties}
        found["grade"] |= {(grade, one.id) for grade in shown.grades}
        found["harm"] |= {(harm, one.id) for harm in shown.harms}
    return {table: sorted(pairs) for table, pairs in found.items()}
