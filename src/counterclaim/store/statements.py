"""Adding statements: each call is checked whole, then stored whole, and marks what has to be fused again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from counterclaim.errors import LedgerError
from counterclaim.ledger import Added
from counterclaim.ledger.makers import stands_beside
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
from counterclaim.store.checks import check_capture, check_claim, check_judgement, check_quotes, check_report, encoded
from counterclaim.store.database import Database, short
from counterclaim.store.marks import set_mark
from counterclaim.store.naming import called, published
from counterclaim.text import vocabulary


class Statements:
    """The Writer half of a ledger; see :class:`counterclaim.ledger.Writer` for what each method promises."""

    def __init__(self, base: Database) -> None:
        self._base = base

    def add(self, lines: Iterable[Line]) -> Added:
        """Add statements, and mark the reports they touch as not yet fused."""
        captures: dict[str, list[Capture]] = {}
        reports: dict[str, list[Report]] = {}
        claims: dict[str, list[Claim]] = {}
        judgements: dict[str, Judgement] = {}
        rejects: dict[str, bytes] = {}
        given = 0
        for line in lines:
            given += 1
            match line:
                case Capture():
                    check_capture(line)
                    captures.setdefault(line.id, []).append(line)
                case Report():
                    check_report(line)
                    reports.setdefault(line.id, []).append(line)
                case Claim():
                    claims.setdefault(line.id, []).append(line)
                case Judgement():
                    check_judgement(line)
                    judgements[line.id] = line
                case Reject():
                    body = encoded(line)
                    rejects[hashlib.blake2b(body, digest_size=16).hexdigest()] = body
        with self._base.writing():
            fresh = self._captures(captures)
            new_reports = self._reports(reports)
            new_claims = self._claims(claims)
            new_judgements = self._judgements(judgements)
            new_rejects = self._rejects(rejects)
            new_captures = len(fresh - self._drop_captures())
        if any(isinstance(judgement.act, Takedown) for judgement in judgements.values()):
            self._base.scrub()
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

    def set_mark(self, name: str, value: str) -> None:
        """Set a mark: how far something was read, to go on from there."""
        with self._base.writing():
            set_mark(self._base, name, value)

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

    def _captures(self, captures: Mapping[str, Sequence[Capture]]) -> set[str]:
        """Store captures and return those that are new (ids); the same bytes fetched twice count from the first on.

        Of a page every time is kept: it may have shown something else in between.
        """
        if not captures:
            return set()
        sql, value = self._base.among(captures)
        known: dict[str, str] = dict(self._base.rows(f"SELECT id, fetched_at FROM capture WHERE id IN {sql}", (value,)))
        touched: list[str] = []
        for name in sorted(captures):
            one = min(captures[name], key=lambda capture: (capture.fetched_at, capture.media_type, capture.headers))
            bare = encoded(msgspec.structs.replace(one, body=b""))
            at = _moment(one.fetched_at)
            if name not in known:
                self._base.run("INSERT INTO body VALUES (?, ?) ON CONFLICT DO NOTHING", (one.sha256, one.body))
                self._base.run("INSERT INTO capture VALUES (?, ?, ?, ?)", (name, one.sha256, at, bare))
                touched.append(name)
            elif at < known[name]:
                self._base.run("UPDATE capture SET fetched_at = ?, record = ? WHERE id = ?", (at, bare, name))
                touched.append(name)
            if one.url is not None:
                times = {_moment(each.fetched_at) for each in captures[name]} | {known.get(name, at)}
                insert = "INSERT INTO fetched VALUES (?, ?) ON CONFLICT DO NOTHING"
                touched += [name for time in sorted(times) if self._base.run(insert, (name, time))]
        sql, value = self._base.among(touched)
        seen = self._base.rows(f"SELECT DISTINCT report FROM sighting WHERE capture IN {sql}", (value,))
        self._touch_pages([name for (name,) in seen])
        return captures.keys() - known.keys()

    def _reports(self, reports: Mapping[str, Sequence[Report]]) -> int:
        if not reports:
            return 0
        down = self._known("tombstone", reports, "report")
        back = {one.capture for name in down for one in reports[name] if one.capture}
        self._base.many("INSERT INTO down VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in sorted(back)])
        sql, value = self._base.among(reports)
        stored: dict[str, bytes] = dict(self._base.rows(f"SELECT id, record FROM report WHERE id IN {sql}", (value,)))
        touched: set[str] = set()
        for name in sorted(reports.keys() - down):
            least = min(encoded(one) for one in reports[name])
            one = reports[name][0]
            if name not in stored:
                page = one.url and short(one.url)
                self._base.run("INSERT INTO report VALUES (?, ?, ?, ?)", (name, page, one.url, least))
                self._base.index_words(name, _words(one))
                self._name(name, [one.publisher])
                if (row := published(one)) is not None:
                    self._base.run("INSERT INTO published VALUES (?, ?, ?)", row)
                touched.add(name)
            elif least < stored[name]:
                # The same text seen in another way: which record is kept must not depend on which came first.
                self._base.run("UPDATE report SET record = ? WHERE id = ?", (least, name))
                touched.add(name)
            for seen in reports[name]:
                sighting = (name, seen.capture or "", seen.completeness)
                if self._base.run("INSERT INTO sighting VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sighting):
                    touched.add(name)
        self._touch_pages(touched)
        return len(reports.keys() - down - stored.keys())

    def _claims(self, claims: Mapping[str, Sequence[Claim]]) -> int:
        fresh = sorted(claims.keys() - self._known("claim", claims))
        for name in claims.keys() - set(fresh):
            for claim in claims[name]:
                check_claim(claim)
        texts = self._texts(claim.report for name in fresh for claim in claims[name])
        rows: list[tuple[str, str, int, str, bytes]] = []
        touched: dict[str, list[str | None]] = {}
        for name in fresh:
            # What is no part of the id may differ; which is kept must not depend on which came first.
            claim = min(claims[name], key=encoded)
            text = texts.get(claim.report)
            if text is None:
                if self._known("tombstone", [claim.report], "report"):
                    continue
                raise LedgerError(
                    f"claim {name} is of report {claim.report}, which the ledger does not have: add it too"
                )
            for one in claims[name]:
                check_quotes(one, text)
                check_claim(one)
            rows.append((name, claim.report, claim.evidence.start, claim.maker, encoded(claim)))
            touched.setdefault(claim.report, []).extend((claim.claimant.name, claim.claimant.party))
        self._base.many("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", rows)
        for report, sources in touched.items():
            self._name(report, sources)
        machine = next((maker for _, _, _, maker, _ in rows if not stands_beside(maker)), None)
        if machine is not None:
            self._base.run("INSERT INTO meta VALUES ('maker', ?) ON CONFLICT DO NOTHING", (machine,))
        self._touch_pages(touched)
        return len(rows)

    def _texts(self, reports: Iterable[str]) -> dict[str, str]:
        sql, value = self._base.among(reports)
        found = self._base.rows(f"SELECT id, record FROM report WHERE id IN {sql}", (value,))
        return {name: msgspec.json.decode(record, type=Report).text for name, record in found}

    def _name(self, report: str, sources: Iterable[str | None]) -> None:
        rows = sorted({(name, report) for source in sources if source for name in called(source)})
        self._base.many("INSERT INTO naming VALUES (?, ?) ON CONFLICT DO NOTHING", rows)

    def _rejects(self, rejects: Mapping[str, bytes]) -> int:
        fresh = sorted(rejects.keys() - self._known("reject", rejects))
        self._base.many("INSERT INTO reject VALUES (?, ?)", [(name, rejects[name]) for name in fresh])
        return len(fresh)

    # judgements

    def _judgements(self, given: Mapping[str, Judgement]) -> int:
        fresh = [given[name] for name in given.keys() - self._known("judgement", given)]
        rows = [(judgement.id, _moment(judgement.at), encoded(judgement)) for judgement in fresh]
        # All of them first: one may undo another whose maker's clock was ahead.
        self._base.many("INSERT INTO judgement VALUES (?, ?, ?)", rows)
        for judgement in sorted(fresh, key=lambda one: (one.at, one.id)):
            touched = self._touched_by(judgement)
            named = sorted({*(anchor.report for anchor in anchors(judgement)), *_reports_of(judgement)})
            self._base.many("INSERT INTO judged VALUES (?, ?)", [(report, judgement.id) for report in named])
            self._touch_pages(touched)
            if isinstance(judgement.act, Takedown):
                self._take_down(judgement, judgement.act)
        return len(fresh)

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
            sql, value = self._base.among(called(act.source))
            return {
                report for (report,) in self._base.rows(f"SELECT report FROM naming WHERE source IN {sql}", (value,))
            }
        meant = {*(anchor.report for anchor in anchors(judgement)), *_reports_of(judgement)}
        there = self._known("report", meant) | self._known("tombstone", meant, "report")
        if meant - there:
            raise LedgerError(
                f"judgement {judgement.id} names report {min(meant - there)}, which the ledger does not have: "
                "add it first"
            )
        return meant

    def _take_down(self, judgement: Judgement, act: Takedown) -> None:
        rows = list(self._base.rows("SELECT record FROM report WHERE id = ?", (act.report,)))
        if not rows:
            self._earlier(judgement, act)
            return
        report = msgspec.json.decode(rows[0][0], type=Report)
        stone = Tombstone(
            id=report.id,
            sha256=hashlib.sha256(report.text.encode()).hexdigest(),
            reason_class=act.reason_class,
            at=judgement.at,
            judgement=judgement.id,
        )
        self._touch_pages([act.report])
        copying = list(self._base.rows("SELECT DISTINCT report FROM copy WHERE origin = ?", (act.report,)))
        self._touch(sorted(name for (name,) in copying))
        self._base.run("INSERT INTO tombstone VALUES (?, ?)", (report.id, encoded(stone)))
        self._base.forget_words(report.id, _words(report))
        seen = "SELECT capture FROM sighting WHERE report = ? AND capture <> ''"
        self._base.run(f"INSERT INTO down {seen} ON CONFLICT DO NOTHING", (report.id,))
        for table in ("report", "claim", "sighting", "naming", "published"):
            column = "id" if table == "report" else "report"
            self._base.run(f"DELETE FROM {table} WHERE {column} = ?", (report.id,))

    def _earlier(self, judgement: Judgement, act: Takedown) -> None:
        """Let the tombstone of a report that is down already name the earlier takedown, whichever came in first."""
        for (record,) in list(self._base.rows("SELECT record FROM tombstone WHERE report = ?", (act.report,))):
            stone = msgspec.json.decode(record, type=Tombstone)
            if (judgement.at, judgement.id) < (stone.at, stone.judgement):
                stone = msgspec.structs.replace(
                    stone, reason_class=act.reason_class, at=judgement.at, judgement=judgement.id
                )
                self._base.run("UPDATE tombstone SET record = ? WHERE report = ?", (encoded(stone), act.report))

    def _drop_captures(self) -> set[str]:
        """Remove the captures of reports that were taken down, but for those of which another was read; return them.

        Bytes that another capture has stay.
        """
        others = "SELECT 1 FROM sighting WHERE sighting.capture = capture.id"
        down = f"id IN (SELECT capture FROM down) AND NOT EXISTS ({others})"
        found: dict[str, str] = dict(self._base.rows(f"SELECT id, sha256 FROM capture WHERE {down}"))
        if found:
            names, name = self._base.among(found)
            hashes, sha256 = self._base.among(found.values())
            self._base.run(f"DELETE FROM capture WHERE id IN {names}", (name,))
            self._base.run(f"DELETE FROM fetched WHERE capture IN {names}", (name,))
            same = "SELECT 1 FROM capture WHERE capture.sha256 = body.sha256"
            self._base.run(f"DELETE FROM body WHERE sha256 IN {hashes} AND NOT EXISTS ({same})", (sha256,))
        return set(found)

    # what has to be fused again

    def _touch(self, reports: Sequence[str]) -> None:
        self._base.many("INSERT INTO pending (report) VALUES (?)", [(report,) for report in reports])

    def _touch_pages(self, reports: Iterable[str]) -> None:
        """Mark reports, and the other versions of their pages."""
        sql, value = self._base.among(reports)
        pages = f"SELECT page FROM report WHERE page IS NOT NULL AND id IN {sql}"
        self._base.run(
            f"INSERT INTO pending (report) SELECT id FROM report WHERE id IN {sql} OR page IN ({pages}) ORDER BY id",
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


def _words(report: Report) -> Iterable[str]:
    """Return the words by which a report is found."""
    return map(short, vocabulary(f"{report.title or ''} {report.text}"))


def _moment(at: dt.datetime) -> str:
    """Return a moment as text that is ordered by time."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
