"""Verifying: a sound ledger has no fault, and each way to tamper with one is named."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.pipeline import verify
from counterclaim.records import Anchor, Check, RateSource, Retract, Same, Takedown, Undo
from tests.pipeline.world import anchor, claim_of, derived, incidents, judged, opened, page, report_of, told

FIRST: Final = page("On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said.", published=6)
SECOND: Final = page(
    "On 6 October a bombing in Harun killed 43 people, the Harun Council said. So it was.", published=7
)
OTHER: Final = page("On 5 October an arrest in Tamra, the Tisa Observatory said.", published=8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a sound ledger lies."""
    with opened(tmp_path / "ledger.db") as ledger:
        told(ledger, FIRST, SECOND, OTHER)
    return tmp_path / "ledger.db"


def faults(path: Path) -> list[tuple[str | None, str]]:
    """Return the subject and words of each fault."""
    with opened(path) as ledger:
        return [(fault.subject, fault.what) for fault in verify(ledger)]


def tamper(path: Path, table: str, name: str, change: dict[str, Any]) -> None:
    """Change fields of a stored record behind the program's back."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        (body,) = base.execute(f"SELECT record FROM {table} WHERE id = ?", (name,)).fetchone()
        record = json.dumps({**json.loads(body), **change}, ensure_ascii=False, separators=(",", ":")).encode()
        base.execute(f"UPDATE {table} SET record = ? WHERE id = ?", (record, name))
        base.commit()


def test_a_sound_ledger_has_no_fault(path: Path) -> None:
    """Nothing is found, and verifying changes nothing."""
    with opened(path) as ledger:
        before, counts = derived(ledger), ledger.counts()
        assert list(verify(ledger)) == []
        assert (derived(ledger), ledger.counts()) == (before, counts)


def test_a_ledger_with_judgements_has_no_fault(path: Path) -> None:
    """Judgements that bind, takedowns and undos that take effect are no faults."""
    same = judged(Same(anchors=(anchor(FIRST), anchor(OTHER))), 1)
    with opened(path) as ledger:
        told(ledger, [same, judged(RateSource(source="Harun Council", rating="B"), 2)])
        told(ledger, [judged(Undo(judgement=same.id), 3), judged(Retract(anchors=(anchor(OTHER),)), 4)])
        told(ledger, [judged(Takedown(report=report_of(SECOND).id, reason_class="privacy"), 5)])
    assert faults(path) == []


def test_a_claim_that_was_changed(path: Path) -> None:
    """A claim whose content is no longer that of its id is named."""
    claim = claim_of(FIRST)
    tamper(path, "claim", claim.id, {"stance": "denies"})
    found = faults(path)
    assert (claim.id, True) in {(subject, "was changed after it was made" in what) for subject, what in found}


def test_a_quote_that_is_not_there(path: Path) -> None:
    """A claim whose words are not at their place in the text is named."""
    claim = claim_of(FIRST)
    moved = {"type": "quote", "report": claim.report, "start": 3, "end": claim.evidence.end, "text": "No such words"}
    with contextlib.closing(sqlite3.connect(path)) as base:
        (body,) = base.execute("SELECT record FROM claim WHERE id = ?", (claim.id,)).fetchone()
    kept = json.loads(body)["evidence"]
    tamper(path, "claim", claim.id, {"evidence": {**kept, "text": moved["text"]}})
    assert any(subject == claim.id and "'No such words' is not in report" in what for subject, what in faults(path))


def test_a_report_that_was_changed(path: Path) -> None:
    """A report whose text is not the one that was read is named, and so are the claims that it no longer carries."""
    report = report_of(FIRST)
    tamper(path, "report", report.id, {"text": report.text.replace("Harun", "Tamra")})
    named = {subject for subject, _ in faults(path)}
    assert {report.id, claim_of(FIRST).id} <= named


def test_bytes_that_were_changed(path: Path) -> None:
    """A capture whose bytes do not have its hash is named."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE body SET bytes = CAST('other' AS BLOB) WHERE rowid = (SELECT MIN(rowid) FROM body)")
        base.commit()
    ((subject, what),) = faults(path)
    assert subject is not None
    assert "its bytes have" in what


def test_an_incident_that_was_changed(path: Path) -> None:
    """An incident that does not follow from the statements is named, with what to do; a rebuild mends it."""
    with opened(path) as ledger:
        incident = incidents(ledger)[0]
    tamper(path, "incident", incident.id, {"country": "IQ"})
    name = f"incident {incident.id}"
    assert faults(path) == [(name, f"{name} comes out otherwise: run 'counterclaim rebuild'")]


def test_an_incident_that_was_lost(path: Path) -> None:
    """An incident that is gone from the ledger is named, and one that nothing leads to."""
    with opened(path) as ledger:
        first, second = incidents(ledger)
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("DELETE FROM incident WHERE id = ?", (first.id,))
        (body,) = base.execute("SELECT record FROM incident WHERE id = ?", (second.id,)).fetchone()
        row = json.dumps({**json.loads(body), "id": "i1nobody"}, separators=(",", ":")).encode()
        columns = "series, starts, ends, killed, contested, spread, checked, country"
        base.execute(
            f"INSERT INTO incident (id, {columns}, record) SELECT ?, {columns}, ? FROM incident WHERE id = ?",
            ("i1nobody", row, second.id),
        )
        base.commit()
    assert {what.split(": ")[0] for _, what in faults(path)} == {
        f"incident {first.id} is missing",
        "incident i1nobody is not derived again",
    }


def test_a_judgement_that_binds_to_nothing(path: Path) -> None:
    """A judgement on words that no live claim of that kind carries is named with its anchor."""
    lost = judged(Check(anchors=(Anchor(report=report_of(OTHER).id, start=0, end=9, kind="shelling"),)))
    with opened(path) as ledger:
        told(ledger, [lost])
    ((subject, what),) = faults(path)
    assert subject == lost.id
    assert f"shelling at [0, 9) of report {report_of(OTHER).id}, where no live claim of that kind is" in what


def test_an_undo_of_nothing(path: Path) -> None:
    """An undo without effect is named with the reason: nobody made that judgement, or it was a takedown."""
    down = judged(Takedown(report=report_of(OTHER).id, reason_class="privacy"), 1)
    undo = judged(Undo(judgement=down.id), 2)
    with opened(path) as ledger:
        told(ledger, [down])
        told(ledger, [undo])
    assert faults(path) == [
        (undo.id, f"judgement {undo.id} undoes {down.id} without effect: a takedown cannot be undone")
    ]


def test_what_waits_is_said(path: Path) -> None:
    """Where reports are not fused yet that is said, instead of all that would come out otherwise."""
    with opened(path) as ledger:
        ledger.add(page("On 4 October a shelling in Tamra killed 6 people."))
    assert faults(path) == [(None, "1 reports are stored and not fused yet: run 'counterclaim fuse'")]
