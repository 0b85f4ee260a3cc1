"""Adding statements: each call is checked whole, then stored whole, and marks what has to be fused again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from counterclaim import ids
from counterclaim.errors import LedgerError
from counterclaim.ledger import Added
from counterclaim.records import (
    Anchor,
    Capture,
    Check,
    Claim,
    Different,
    Discount,
    Judgement,
    Line,
    RateSource,
    Reject,
    Report,
    Retract,
    Same,
    SetField,
    Takedown,
    Tombstone,
    Undo,
)
from counterclaim.store.checks import check_capture, check_claim, check_judgement, check_report, encoded
from counterclaim.store.database import Database
from counterclaim.text import words

PERSON = "person:"
"""How the makers of claims begin that a person entered by hand."""


class Statements:
    """The Writer half of a ledger; see :class:`counterclaim.ledger.Writer` for what each method promises."""

    def __init__(self, base: Database) -> None:
        self._base = base

    def add(self, lines: Iterable[Line]) -> Added:
        """Add statements, and mark the reports they touch as not yet fused."""
        captures: dict[str, Capture] = {}
        reports: dict[str, list[Report]] = {}
        claims: dict[str, Claim] = {}
        judgements: dict[str, Judgement] = {}
        rejects: dict[str, bytes] = {}
        given = 0
        for line in lines:
            given += 1
            match line:
                case Capture():
                    check_capture(line)
                    captures[line.id] = line
                case Report():
                    check_report(line)
                    reports.setdefault(line.id, []).append(line)
                case Claim():
                    claims[line.id] = line
                case Judgement():
                    check_judgement(line)
                    judgements[line.id] = line
                case Reject():
                    body = ids.canonical(line)
                    rejects[hashlib.blake2b(body, digest_size=16).hexdigest()] = body
        with self._base.writing():
            new_captures = self._captures(captures)
            new_reports = self._reports(reports)
            new_claims = self._claims(claims)
            new_judgements = sum(self._judge(judgement) for judgement in sorted(judgements.values(), key=_when))
            new_rejects = self._insert("reject", rejects, lambda name: (name, rejects[name]), columns=2)
        new = new_captures + new_reports + new_claims + new_judgements + new_rejects
        return Added(
            captures=new_captures,
            reports=new_reports,
            claims=new_claims,
            judgements=new_judgements,
            rejects=new_rejects,
            known=given - new,
        )

    def take_down(self, judgement: Judgement) -> None:
        """Add a takedown and remove the report's text, title and claims, and its captures' bytes."""
        if not isinstance(judgement.act, Takedown):
            raise LedgerError(f"judgement {judgement.id} takes nothing down")
        self.add([judgement])

    def use_maker(self, maker: str) -> None:
        """Record the maker whose claims are live from now on, and mark every report as not yet fused."""
        with self._base.writing():
            self._base.run(
                "INSERT INTO meta VALUES ('maker', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (maker,)
            )
            self._base.run("INSERT INTO pending (report) SELECT id FROM report ORDER BY id")

    # each sort of statement

    def _known(self, table: str, names: Iterable[str], column: str = "id") -> set[str]:
        sql, value = self._base.among(names)
        return {name for (name,) in self._base.rows(f"SELECT {column} FROM {table} WHERE {column} IN {sql}", (value,))}

    def _insert(self, table: str, given: Mapping[str, object], row: object, *, columns: int) -> int:
        """Insert the rows whose id is not there yet, in the order of ids; return how many."""
        assert callable(row)
        fresh = sorted(given.keys() - self._known(table, given))
        marks = ", ".join("?" * columns)
        self._base.many(f"INSERT INTO {table} VALUES ({marks})", [row(name) for name in fresh])
        return len(fresh)

    def _captures(self, captures: Mapping[str, Capture]) -> int:
        fresh = sorted(captures.keys() - self._known("capture", captures))
        for name in fresh:
            one = captures[name]
            self._base.run("INSERT INTO body VALUES (?, ?) ON CONFLICT DO NOTHING", (one.sha256, one.body))
            bare = encoded(msgspec.structs.replace(one, body=b""))
            self._base.run(
                "INSERT INTO capture VALUES (?, ?, ?, ?)", (name, one.sha256, one.fetched_at.isoformat(), bare)
            )
        sql, value = self._base.among(fresh)
        self._base.run(
            "INSERT INTO pending (report) SELECT DISTINCT other.id FROM sighting "
            "JOIN report ON report.id = sighting.report "
            "JOIN report other ON other.id = report.id OR other.url = report.url "
            f"WHERE sighting.capture IN {sql}",
            (value,),
        )
        return len(fresh)

    def _reports(self, reports: Mapping[str, Sequence[Report]]) -> int:
        down = self._known("tombstone", reports, "report")
        sql, value = self._base.among(reports)
        stored: dict[str, bytes] = dict(self._base.rows(f"SELECT id, record FROM report WHERE id IN {sql}", (value,)))
        touched: set[str] = set()
        new = 0
        for name in sorted(reports.keys() - down):
            least = min(encoded(one) for one in reports[name])
            one = reports[name][0]
            if name not in stored:
                start = one.published_at.start if one.published_at else None
                self._base.run(
                    "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)",
                    (name, one.url, one.publisher, start.isoformat() if start else None, one.capture, least),
                )
                self._base.index_words(name, (word for word, _, _ in words(f"{one.title or ''} {one.text}")))
                self._name(name, [one.publisher])
                new += 1
                touched.add(name)
            elif least < stored[name]:
                # The same text seen in another way: which record is kept must not depend on which came first.
                self._base.run("UPDATE report SET record = ? WHERE id = ?", (least, name))
            for seen in reports[name]:
                sighting = (name, seen.capture or "", seen.completeness)
                if self._base.run("INSERT INTO sighting VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sighting):
                    touched.add(name)
        self._touch_pages(touched)
        return new

    def _claims(self, claims: Mapping[str, Claim]) -> int:
        fresh = sorted(claims.keys() - self._known("claim", claims))
        texts = self._texts(claims[name].report for name in fresh)
        rows: list[tuple[str, str, int, str, bytes]] = []
        touched: dict[str, list[str | None]] = {}
        for name in fresh:
            claim = claims[name]
            text = texts.get(claim.report)
            if text is None:
                if self._known("tombstone", [claim.report], "report"):
                    continue
                raise LedgerError(
                    f"claim {name} is of report {claim.report}, which the ledger does not have: add it too"
                )
            check_claim(claim, text)
            rows.append((name, claim.report, claim.evidence.start, claim.maker, encoded(claim)))
            touched.setdefault(claim.report, []).extend((claim.claimant.name, claim.claimant.party))
        self._base.many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", rows)
        for report, sources in touched.items():
            self._name(report, sources)
        machine = next((claims[row[0]].maker for row in rows if not claims[row[0]].maker.startswith(PERSON)), None)
        if machine is not None:
            self._base.run("INSERT INTO meta VALUES ('maker', ?) ON CONFLICT DO NOTHING", (machine,))
        self._touch(sorted(touched))
        return len(rows)

    def _texts(self, reports: Iterable[str]) -> dict[str, str]:
        sql, value = self._base.among(reports)
        found = self._base.rows(f"SELECT id, record FROM report WHERE id IN {sql}", (value,))
        return {name: msgspec.json.decode(record, type=Report).text for name, record in found}

    def _name(self, report: str, sources: Iterable[str | None]) -> None:
        rows = sorted({(source.casefold(), report) for source in sources if source})
        self._base.many("INSERT INTO naming VALUES (?, ?) ON CONFLICT DO NOTHING", rows)

    # judgements

    def _judge(self, judgement: Judgement) -> int:
        if self._known("judgement", [judgement.id]):
            return 0
        touched = self._touched_by(judgement)
        record = (judgement.id, judgement.at.isoformat(), encoded(judgement))
        self._base.run("INSERT INTO judgement VALUES (?, ?, ?)", record)
        named = sorted({*(anchor.report for anchor in anchors(judgement)), *_reports_of(judgement)})
        self._base.many("INSERT INTO judged VALUES (?, ?)", [(report, judgement.id) for report in named])
        if isinstance(judgement.act, Takedown):
            self._take_down(judgement, judgement.act)
        self._touch(sorted(touched))
        return 1

    def _touched_by(self, judgement: Judgement) -> set[str]:
        """Return the reports that a judgement touches.  Raises LedgerError where it names what is not there."""
        act = judgement.act
        if isinstance(act, Undo):
            found = list(self._base.rows("SELECT record FROM judgement WHERE id = ?", (act.judgement,)))
            if not found:
                raise LedgerError(
                    f"there is no judgement {act.judgement} to undo: 'counterclaim judge list' lists them"
                )
            return self._touched_by(msgspec.json.decode(found[0][0], type=Judgement))
        if isinstance(act, RateSource):
            rows = self._base.rows("SELECT report FROM naming WHERE source = ?", (act.source.casefold(),))
            return {report for (report,) in rows}
        named = {*(anchor.report for anchor in anchors(judgement)), *_reports_of(judgement)}
        there = self._known("report", named) | self._known("tombstone", named, "report")
        if named - there:
            raise LedgerError(
                f"judgement {judgement.id} names report {min(named - there)}, which the ledger does not have: "
                "add it first"
            )
        return named

    def _take_down(self, judgement: Judgement, act: Takedown) -> None:
        rows = list(self._base.rows("SELECT url, record FROM report WHERE id = ?", (act.report,)))
        if not rows:
            return
        url, record = rows[0]
        report = msgspec.json.decode(record, type=Report)
        stone = Tombstone(
            id=report.id,
            sha256=hashlib.sha256(report.text.encode()).hexdigest(),
            reason_class=act.reason_class,
            at=judgement.at,
            judgement=judgement.id,
        )
        self._touch_pages([act.report])
        copying = self._base.rows("SELECT report FROM copy WHERE origin = ?", (act.report,))
        self._touch([name for (name,) in copying])
        self._base.run("INSERT INTO tombstone VALUES (?, ?, ?)", (report.id, url, encoded(stone)))
        self._base.index_words(report.id, ())
        own = "SELECT capture FROM sighting WHERE report = ?"
        others = "SELECT capture FROM sighting WHERE report <> ?"
        spare = f"id IN ({own}) AND id NOT IN ({others})"
        self._base.run(
            f"DELETE FROM body WHERE sha256 IN (SELECT sha256 FROM capture WHERE {spare}) AND sha256 NOT IN "
            f"(SELECT sha256 FROM capture WHERE NOT ({spare}))",
            (report.id,) * 4,
        )
        self._base.run(f"DELETE FROM capture WHERE {spare}", (report.id,) * 2)
        for table, column in (("report", "id"), ("claim", "report"), ("sighting", "report"), ("naming", "report")):
            self._base.run(f"DELETE FROM {table} WHERE {column} = ?", (report.id,))

    # what has to be fused again

    def _touch(self, reports: Sequence[str]) -> None:
        self._base.many("INSERT INTO pending (report) VALUES (?)", [(report,) for report in reports])

    def _touch_pages(self, reports: Iterable[str]) -> None:
        """Mark reports, and the other versions of their pages."""
        sql, value = self._base.among(reports)
        pages = f"SELECT url FROM report WHERE url IS NOT NULL AND id IN {sql}"
        self._base.run(
            f"INSERT INTO pending (report) SELECT id FROM report WHERE id IN {sql} OR url IN ({pages}) ORDER BY id",
            (value, value),
        )


def anchors(judgement: Judgement) -> tuple[Anchor, ...]:
    """Return every anchor that a judgement names."""
    match judgement.act:
        case Different(anchors=one, others=other):
            return one + other
        case Same(anchors=found) | Discount(anchors=found) | Retract(anchors=found) | Check(anchors=found):
            return found
        case SetField(anchor=anchor):
            return (anchor,)
        case _:
            return ()


def _reports_of(judgement: Judgement) -> tuple[str, ...]:
    return (judgement.act.report,) if isinstance(judgement.act, Takedown) else ()


def _when(judgement: Judgement) -> tuple[str, str]:
    return judgement.at.isoformat(), judgement.id
