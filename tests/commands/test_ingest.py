"""``counterclaim ingest``: reports into the ledger, once each, and what a person is told of it."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from msgspec.structs import replace

from counterclaim.commands import incidents, ingest, read
from counterclaim.records import Incident
from tests.commands.ledger_of import run

STRIKE = (
    "Two women and a child were killed on Tuesday when Russian warplanes struck a bakery in the town of Saraqib, the "
    "Syrian Observatory for Human Rights said. Russia denied that its aircraft had bombed Saraqib."
)
BOMB = "A car bomb killed at least five people outside a police station in Mosul on Monday, police said."


def row(ref: str, text: str) -> str:
    """Return a JSON line of a report."""
    about = {"id": ref, "text": text, "publisher": "Example Post", "published": "2015-10-07"}
    return json.dumps(about) + "\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Return a file with two reports and a line that is cut short."""
    path = tmp_path / "reports.jsonl"
    path.write_text(row("strike", STRIKE) + '{"id": "cut short", "te\n' + row("bomb", BOMB), encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was shown on one line."""
    return " ".join(capsys.readouterr().out.split())


def counted(page: str) -> tuple[int, int, int]:
    """Return how many reports, claims and touched incidents the last line counts."""
    found = re.search(r"(\d+) reports?(?: \(\d+ known\))? · (\d+) claims? · (\d+) incidents? touched", page)
    assert found is not None, page
    reports, claims, touched = map(int, found.groups())
    return reports, claims, touched


def test_reports_become_incidents(tmp_path: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The end tells how many came and what they touched, lists what was set aside, and a second time knows them."""
    path = str(tmp_path / "new.db")
    assert run(ingest, str(reports), "--ledger", path, "--jobs", "1") == 0
    page = told(capsys)
    assert page.startswith("Set aside")
    assert "malformed_line" in page
    reports_read, claims, touched = counted(page)
    assert (reports_read, page.endswith(" · 1 set aside")) == (2, True)
    assert claims >= touched >= 2
    assert run(ingest, str(reports), "--ledger", path, "--jobs", "1") == 0
    assert "2 reports (2 known) · 0 claims · 0 incidents touched · 1 set aside" in told(capsys)
    assert run(incidents, "--ledger", path, "--json") == 0
    kinds = [json.loads(line)["kinds"][0] for line in capsys.readouterr().out.splitlines()]
    assert len(kinds) == touched
    assert {"air_strike", "bombing"} <= set(kinds)


def test_tagged_lines_are_taken_as_they_are(
    tmp_path: Path, reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ``read --json`` wrote makes the same incidents as reading it here."""
    direct, piped = str(tmp_path / "direct.db"), str(tmp_path / "piped.db")
    assert run(ingest, str(reports), "--ledger", direct, "--jobs", "1") == 0
    lines = tmp_path / "lines.jsonl"
    assert run(read, str(reports), "--json", "--jobs", "1", "--output", str(lines)) == 0
    standard_input = SimpleNamespace(buffer=io.BytesIO(lines.read_bytes()))
    monkeypatch.setattr(sys, "stdin", standard_input)
    assert run(ingest, "-", "--ledger", piped) == 0
    shown = told(capsys)
    assert shown.count("set aside") == 2
    first, second = shown.split("set aside")[:2]
    assert counted(first) == counted(second)
    rows: list[list[Incident]] = []
    for path in (direct, piped):
        assert run(incidents, "--ledger", path, "--json") == 0
        made = [msgspec.json.decode(line, type=Incident) for line in capsys.readouterr().out.splitlines()]
        # Without captures it is not known when the pages were fetched: only the times of the history differ.
        rows.append([replace(incident, history=()) for incident in made])
    assert rows[0] == rows[1]
    assert len(rows[0]) >= 2


def test_stored_now_and_fused_later(tmp_path: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --no-fuse the reports wait; the next ingest fuses them without reading them again."""
    path = str(tmp_path / "new.db")
    assert run(ingest, str(reports), "--ledger", path, "--jobs", "1", "--no-fuse") == 0
    page = told(capsys)
    assert page.endswith(" · 0 incidents touched · 1 set aside · 2 not yet fused")
    assert counted(page)[1] >= 2
    assert run(ingest, str(reports), "--ledger", path, "--jobs", "1") == 0
    page = told(capsys)
    assert "2 reports (2 known) · 0 claims" in page
    assert counted(page)[2] >= 2
    assert "not yet fused" not in page


def test_options_fill_what_a_report_does_not_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Publisher and day are taken for the files of a folder that do not say their own."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bomb.txt").write_text(BOMB, encoding="utf-8")
    path = str(tmp_path / "new.db")
    given = ("--publisher", "Example Post", "--published", "2015-10-07")
    assert run(ingest, str(folder), "--ledger", path, *given) == 0
    assert counted(told(capsys))[0] == 1
    assert run(incidents, "--ledger", path) == 0
    assert "5 Oct 2015" in told(capsys)


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing could be read the exit code and the last line say so, and what was set aside is listed."""
    path = str(tmp_path / "new.db")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4\n\x00\x01\x02")
    assert run(ingest, str(tmp_path / "scan.pdf"), "--ledger", path) == 1
    shown = capsys.readouterr()
    assert "scan.pdf: broken" in " ".join(shown.out.split())
    assert "what was set aside is listed with its reason" in shown.err
    (tmp_path / "empty").mkdir()
    assert run(ingest, str(tmp_path / "empty"), "--ledger", path) == 1
    assert "the inputs hold no file" in capsys.readouterr().err
