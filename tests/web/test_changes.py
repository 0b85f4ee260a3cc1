"""The stream of changes: it begins at a step, misses nothing, shows that it lives, and ends."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from counterclaim.store.opening import open_ledger
from counterclaim.web import changes
from counterclaim.web import door as doors
from counterclaim.web.app import application
from counterclaim.web.door import Door
from counterclaim.web.ledgers import Ledgers
from tests.commands.ledger_of import ledger
from tests.publish.derived import OPPOSED, SERIES
from tests.web.held import Shown, showing, shown
from tests.web.running import serving

OTHER = msgspec.structs.replace(OPPOSED, id=f"i1{7:032x}")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show the made-up statements to every test of the module."""
    with showing(tmp_path_factory.mktemp("held")) as found:
        yield found


def alter(path: Path) -> None:
    """Let one incident take the place of another."""
    with contextlib.closing(open_ledger(str(path))) as writing, writing.deriving() as derivation:
        derivation.put([OTHER], gone=[OPPOSED.id])


def events(text: str) -> list[dict[str, Any]]:
    """Return the events of a stream: name, id and data."""
    found: list[dict[str, Any]] = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            found.append({**fields, "data": msgspec.json.decode(fields["data"])})
    return found


def test_from_the_beginning_everything_is_told(held: Shown) -> None:
    """From step 0 on every incident and series is told, and the stream ends when it need not wait."""
    answer = held.get("/api/v1/changes?after=0&wait=0")
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, *rest = events(answer.text)
    assert (first["event"], first["data"]) == ("step", {"step": 0})
    told = [each["id"] for one in rest for each in one["data"]["altered"]]
    assert set(told) == {OPPOSED.id, SERIES.id}
    assert int(rest[-1]["id"]) == rest[-1]["data"]["altered"][-1]["step"]


def test_without_a_step_the_stream_begins_now(held: Shown) -> None:
    """Who names no step is told the present one, and nothing earlier."""
    only = events(held.get("/api/v1/changes?wait=0").text)
    assert [one["event"] for one in only] == ["step"]
    assert only[0]["data"]["step"] == held.door.outlook.now.panorama.step


def test_a_step_the_ledger_has_not_reached_begins_anew(held: Shown) -> None:
    """Who knows a later step has seen another ledger, and is told so."""
    only = events(held.get("/api/v1/changes?wait=0", headers={"last-event-id": "999999999"}).text)
    assert [one["event"] for one in only] == ["reset"]


def test_what_cannot_be_asked_is_refused(held: Shown) -> None:
    """A step that is no number, a wait too long and an unknown parameter are refused before a stream begins."""
    for asked in ("after=x", "after=-1", "wait=99999", "kind=battle", "after=1&after=2", "wait=" + "9" * 50):
        assert held.get(f"/api/v1/changes?{asked}").status_code == 400, asked
    assert held.get("/api/v1/changes?wait=0", headers={"last-event-id": "a b"}).status_code == 400


def test_streams_are_bounded(held: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """When too many follow, the next is told to come back."""
    monkeypatch.setattr(changes, "MOST_STREAMS", 0)
    answer = held.get("/api/v1/changes?wait=0")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


def test_many_changes_are_told_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More changes than one event tells of come in several, each going on from the one before."""
    monkeypatch.setattr("counterclaim.web.outlook.AT_ONCE", 3)
    made = [
        msgspec.structs.replace(OPPOSED, id=f"i1{number:032x}", claims=(f"c1{number:032x}",)) for number in range(10)
    ]
    with showing(tmp_path, made=made) as held:
        _, *rest = events(held.get("/api/v1/changes?after=0&wait=0").text)
        assert [len(one["data"]["altered"]) for one in rest] == [3, 3, 3, 1]
        cut = int(rest[1]["id"])
        _, *later = events(held.get("/api/v1/changes?wait=0", headers={"last-event-id": str(cut)}).text)
        assert later == rest[2:]


def test_a_change_is_told_while_the_stream_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change reaches who follows; signs of life come meanwhile; the end of the server ends the stream."""
    monkeypatch.setattr(doors, "POLL_S", 0.2)
    monkeypatch.setattr(changes, "BEAT_S", 0.1)
    path = ledger(tmp_path)
    door = Door(Ledgers(str(path), public=False), say=lambda _: None)
    said: list[str] = []
    ended = threading.Event()

    def follow(port: int) -> None:
        with httpx.stream("GET", f"http://127.0.0.1:{port}/api/v1/changes", timeout=20) as answer:
            said.extend(answer.iter_lines())
        ended.set()

    with serving(application(door), closing=door.outlook.close) as port:
        thread = threading.Thread(target=follow, args=[port])
        thread.start()
        wait_for(lambda: any(": still here" in line for line in said))
        alter(path)
        wait_for(lambda: any(OTHER.id in line for line in said))
        assert not ended.is_set()
        began = time.monotonic()
    assert ended.wait(5)
    assert time.monotonic() - began < 4
    thread.join()
    assert any(OPPOSED.id in line and '"gone":true' in line for line in said)


def wait_for(true: Any, seconds: float = 10) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_who_leaves_is_forgotten(tmp_path: Path) -> None:
    """A stream whose reader has left no longer counts."""
    with showing(tmp_path) as held:
        door = held.door

        async def leave() -> None:
            stream = changes.told(door, None, 60)
            assert b"event: step" in await anext(stream)
            assert door.streams == 1
            await stream.aclose()
            assert door.streams == 0

        held.client.blocking_portal.call(leave)


def test_a_ledger_put_in_its_place_ends_the_stream(tmp_path: Path) -> None:
    """When another ledger lies at the path, the stream ends, and whoever follows begins again."""
    path = ledger(tmp_path)
    (tmp_path / "other").mkdir()
    other = ledger(tmp_path / "other")
    with shown(path) as held:
        door = held.door

        async def follow() -> list[bytes]:
            stream = changes.told(door, None, 60)
            said = [await anext(stream)]
            other.replace(path)
            await door.refresh()
            async with asyncio.timeout(5):
                said += [part async for part in stream]
            return said

        assert len(held.client.blocking_portal.call(follow)) == 1
