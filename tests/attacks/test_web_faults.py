"""When the ledger or the program fails, or too many ask at once: a status and a sentence, never a trace."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.pipeline import fuse
from counterclaim.store.opening import open_ledger
from counterclaim.web import door as doors
from counterclaim.web import ledgers as opened
from counterclaim.web import pages
from counterclaim.web.answers import RefusedError
from tests.commands.ledger_of import ledger
from tests.publish.derived import OPPOSED, REPORTS
from tests.web.held import Shown, showing, shown

INCIDENT = f"/incidents/{OPPOSED.id}"


def refused(held: Shown, path: str, status: int) -> str:
    """Return the sentence of a refusal that is asked for again later."""
    answer = held.get(path)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    if status == 503:
        assert int(answer.headers["retry-after"]) > 0
    return str(answer.json()["detail"] if path.startswith("/api/v1") else answer.text)


def test_a_ledger_that_vanishes_is_said(tmp_path: Path) -> None:
    """When its file is gone, pages and data say so without telling its path; when it is back, they answer again."""
    path = ledger(tmp_path)
    with shown(path) as held:
        path.rename(tmp_path / "away")
        for asked in (
            "/",
            INCIDENT,
            f"/api/v1{INCIDENT}",
            "/api/v1/incidents",
            "/api/v1/export/csv",
            "/api/v1/changes",
        ):
            said = refused(held, asked, 503)
            assert "Try again in a moment" in said
            assert str(tmp_path) not in said
        assert any(str(path) in told for told in held.told)
        (tmp_path / "away").rename(path)
        assert held.get(INCIDENT).status_code == 200


def test_a_ledger_put_in_its_place_is_shown(tmp_path: Path) -> None:
    """When another file lies at the path, its records are shown, and no tag of the first one holds."""
    path = ledger(tmp_path)
    (tmp_path / "other").mkdir()
    made = msgspec.structs.replace(OPPOSED, id=f"i1{9:032x}")
    other = ledger(tmp_path / "other", made=[made])
    with shown(path) as held:
        tag = held.get("/api/v1/incidents").headers["etag"]
        other.replace(path)
        held.refresh()
        answer = held.get("/api/v1/incidents", headers={"if-none-match": tag})
        assert [one["id"] for one in answer.json()["incidents"]] == [made.id]


def _seized(held: Shown, path: Path) -> sqlite3.Connection:
    """Return a connection that holds the ledger for itself alone; the door looks in now and then, so this may wait."""
    for _ in range(100):
        held.door.ledgers.close()
        holder = sqlite3.connect(path, isolation_level=None, timeout=0.05)
        with contextlib.suppress(sqlite3.OperationalError):
            holder.execute("PRAGMA journal_mode = DELETE")
            holder.execute("BEGIN EXCLUSIVE")
            if holder.execute("PRAGMA journal_mode").fetchone() == ("delete",):
                return holder
        holder.close()
    raise AssertionError("the door never let go of the ledger")


def test_a_locked_ledger_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that another program holds for itself alone gets 503 in a short time."""
    monkeypatch.setattr(opened, "WAIT_S", 0.2)
    path = ledger(tmp_path)
    with shown(path) as held:
        with contextlib.closing(_seized(held, path)) as holder:
            assert "Try again" in refused(held, f"/api/v1{INCIDENT}", 503)
            assert "Try again" in refused(held, INCIDENT, 503)
            holder.execute("ROLLBACK")
        assert held.get(INCIDENT).status_code == 200


def test_a_damaged_ledger_is_said(tmp_path: Path) -> None:
    """A file that is no ledger any more gets 503; the operator is told what is wrong."""
    path = ledger(tmp_path)
    with shown(path) as held:
        held.door.ledgers.close()
        path.unlink()
        path.write_bytes(b"no database at all" * 1000)
        refused(held, f"/api/v1{INCIDENT}", 503)
        assert any("not an SQLite database" in told for told in held.told)


def test_pages_answer_while_the_ledger_is_rebuilt(tmp_path: Path) -> None:
    """While all is fused anew lists say how much waits; an incident that is not yet back is asked for later."""
    path = ledger(tmp_path)
    with shown(path) as held, contextlib.closing(open_ledger(str(path))) as writing:
        writing.forget_derived()
        held.refresh()
        for asked in ("/", "/series", "/parties", "/sources"):
            answer = held.get(asked)
            assert answer.status_code == 200
            assert f"{len(REPORTS)} reports are stored and not yet" in " ".join(answer.text.split())
        assert held.get("/api/v1/incidents").headers["x-counterclaim-waiting"] == str(len(REPORTS))
        for asked in (INCIDENT, f"/api/v1{INCIDENT}"):
            assert "being fused anew" in refused(held, asked, 503)
        assert held.get("/api/v1/incidents/i1" + "0" * 32).status_code == 404
        for _ in fuse(writing):
            pass
        held.refresh()
        assert held.get("/api/v1/incidents").json()["total"] > 0
        assert "x-counterclaim-waiting" not in held.get("/api/v1/incidents").headers


def test_a_fault_of_the_program_is_told_to_the_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault shows nothing of itself to the reader, and where it lies to the operator."""

    def fails(*_: Any) -> str:
        raise RuntimeError("secret of the program")

    monkeypatch.setattr(pages, "incident_page", fails)
    with showing(tmp_path) as held:
        assert "secret" not in refused(held, INCIDENT, 500)
        assert any("secret of the program" in told and INCIDENT in told for told in held.told)


def test_too_many_at_once_are_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes when too many wait is told when to come back; those who wait are answered."""
    monkeypatch.setattr(doors, "MOST_WAITING", 20)
    let_go = threading.Event()
    with showing(tmp_path) as held:
        door = held.door

        async def many() -> list[Any]:
            slow = [asyncio.create_task(door.run(let_go.wait)) for _ in range(20)]
            await asyncio.sleep(0)
            with pytest.raises(RefusedError) as refusal:
                await door.run(lambda: None)
            assert (refusal.value.status, refusal.value.headers) == (503, {"Retry-After": "2"})
            let_go.set()
            return await asyncio.gather(*slow)

        assert held.client.blocking_portal.call(many) == [True] * 20
        assert held.get(INCIDENT).status_code == 200


def test_exports_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When too many exports are being made, the next is told to come back."""
    monkeypatch.setattr(doors, "MOST_EXPORTS", 0)
    with showing(tmp_path) as held:
        assert "exports" in refused(held, "/api/v1/export/csv", 503)
        assert "exports" in refused(held, "/api/v1/export/csv/loss", 503)
