"""``counterclaim capture export``: proof that travels, and reads back the same elsewhere."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path

import pytest

from counterclaim.commands import capture
from counterclaim.pipeline import ingest as pipeline_ingest
from counterclaim.records import Capture
from counterclaim.sources.files import captures
from counterclaim.store.opening import open_ledger
from tests.commands.ledger_of import ledger, run
from tests.pipeline.world import NOW, Telegrams
from tests.sources.warcs import archive, http, record

BOMB = "A car bomb killed at least five people outside a police station in Mosul on Monday, the police said."


def held(path: Path) -> list[Capture]:
    """Return the captures of a ledger."""
    with contextlib.closing(open_ledger(str(path), create=False)) as made:
        return list(made.captures())


def test_an_export_reads_back_equal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pages of an archive, a text and lines come out of the exported archive as the captures that they were."""
    page = f"<html><head><title>Bomb</title></head><body><article><p>{BOMB}</p></article></body></html>".encode()
    folder = tmp_path / "given"
    folder.mkdir()
    archive(folder, record(http(page), date="2015-10-09T10:00:00Z"))
    (folder / "a note.txt").write_text(BOMB)
    (folder / "lines.jsonl").write_text(
        json.dumps({"id": "x", "text": BOMB}) + '\n{"id": "y", "text": "Nothing happened."}\n'
    )
    first, second, proof = tmp_path / "first.db", tmp_path / "second.db", tmp_path / "proof.warc.gz"
    with contextlib.closing(open_ledger(str(first))) as made:
        list(pipeline_ingest(made, [str(folder)], maker=Telegrams(), now=NOW))
    assert run(capture, "export", "--warc", str(proof), "--ledger", str(first)) == 0
    assert "4 captures written" in capsys.readouterr().err
    with contextlib.closing(open_ledger(str(second))) as made:
        list(pipeline_ingest(made, [str(proof)], maker=Telegrams(), now=NOW + dt.timedelta(days=1)))
    assert held(second) == held(first)
    assert len(held(first)) == 4
    again = [one for one in captures([str(proof)], fetched_at=dt.datetime.now(dt.UTC)) if isinstance(one, Capture)]
    assert sorted(again, key=lambda one: one.id) == held(first)


def test_a_ledger_without_captures_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No empty archive is left behind, and the exit code says so."""
    proof = tmp_path / "proof.warc.gz"
    assert run(capture, "export", "--warc", str(proof), "--ledger", str(ledger(tmp_path))) == 1
    assert "no capture" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if "proof" in path.name] == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is an error of usage that names the file."""
    assert run(capture, "export", "--warc", str(tmp_path / "no" / "p.warc.gz"), "--ledger", str(ledger(tmp_path))) == 2
    assert "cannot write" in capsys.readouterr().out
