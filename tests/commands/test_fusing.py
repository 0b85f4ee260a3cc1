"""``counterclaim fuse``, ``rebuild`` and ``verify`` on a ledger, and ``fuse`` and ``reprints`` on files alone."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Final

import pytest

from counterclaim.cli import main
from counterclaim.records import Anchor, Check
from tests.copies.telling import OTHER, WIRE
from tests.pipeline.world import derived, incidents, judged, opened, page, report_of

HARUN: Final = (
    "A car bomb killed 43 people in a market of Aleppo on Monday, the Syrian Observatory for Human Rights said."
)
AGAIN: Final = "On Monday a car bomb in a market of Aleppo killed 43 people, the White Helmets said in a statement."
ARREST: Final = "Police in Lagos arrested two men on Sunday over the theft of a bus."
PAGES: Final = [
    page("On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said.", published=6),
    page("On 6 October a bombing in Harun killed 43 people, the Harun Council said. So it was.", published=7),
    page("On 5 October an arrest in Tamra, the Tisa Observatory said.", published=8),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a ledger lies that holds three reports, not fused yet."""
    with opened(tmp_path / "ledger.db") as ledger:
        ledger.add([line for one in PAGES for line in one])
    return tmp_path / "ledger.db"


def _file(folder: Path, texts: list[str]) -> str:
    """Write texts as documents, each published the day after the one before; return the path."""
    rows = [{"id": f"n{i}", "text": text, "published": f"2015-10-{i + 6:02}"} for i, text in enumerate(texts)]
    path = folder / "docs.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def _rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_fuse_what_waits(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an ingest left is fused and counted; a second time there is nothing to do."""
    assert main(["fuse", "--ledger", str(path)]) == 0
    assert "3 reports fused, 2 incidents and series made" in capsys.readouterr().err
    assert main(["fuse", "--ledger", str(path)]) == 0
    assert "0 reports fused, 0 incidents" in capsys.readouterr().err
    with opened(path) as ledger:
        assert len(incidents(ledger)) == 2


def test_fuse_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each report of the files is printed with its main incident, alike for one happening, "none" without any."""
    weather = "Rain fell on the valley all night and the river rose."
    path = _file(tmp_path, [HARUN, AGAIN, ARREST, weather])
    assert main(["fuse", path, "--documents", "--jobs", "1"]) == 0
    rows = _rows(capsys)
    assert [row["id"] for row in rows] == ["n0", "n1", "n2", "n3"]
    found = [row["incident"] for row in rows]
    assert found[0] == found[1] != found[2]
    assert found[0].startswith("i1")
    assert found[3] == "none"


def test_fuse_documents_names_what_was_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken line is named with its reason; where nothing is left the exit code says so."""
    (tmp_path / "docs.jsonl").write_text('{"id": "n0", "te', encoding="utf-8")
    assert main(["fuse", str(tmp_path / "docs.jsonl"), "--documents"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "docs.jsonl:1" in shown.err
    assert "malformed_line" in shown.err


def test_fuse_given_claims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Claims coded by hand are fused as they are given, one line a claim."""
    _file(tmp_path, [HARUN, AGAIN])
    toll = {"harm": "killed", "who": "people", "min": 43, "max": 43}
    claim = {"kind": "bombing", "stance": "asserts", "incident": 1, "place": ["Aleppo"], "toll": [toll]}
    claim |= {"country": "SY", "date": ["2015-10-05", "2015-10-05"]}
    rows = [
        {"id": "n0", "claims": [{**claim, "evidence": "A car bomb killed 43 people"}]},
        {"id": "n1", "claims": [{**claim, "evidence": "a car bomb in a market of Aleppo killed 43 people"}]},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["fuse", "--claims", str(tmp_path)]) == 0
    found = _rows(capsys)
    assert [row["id"] for row in found] == ["n0", "n1"]
    assert all(row["claim"].startswith("c1") for row in found)
    assert found[0]["incident"] == found[1]["incident"]
    assert found[0]["incident"].startswith("i1")


def test_given_claims_that_are_not_what_they_should_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line of claims that is not in the flat form is named, with what the form is."""
    _file(tmp_path, [HARUN])
    (tmp_path / "gold.jsonl").write_text('{"id": "n0", "claims": [{"kind": "picnic"}]}', encoding="utf-8")
    assert main(["fuse", "--claims", str(tmp_path)]) == 2
    words = capsys.readouterr().err
    assert "gold.jsonl:1" in words
    assert "'read --flat' writes it" in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fuse", "a.jsonl"], "say --documents"),
        (["fuse", "--documents"], "needs the files"),
        (["fuse", "a.jsonl", "--claims", "gold"], "give no other files"),
        (["fuse", "--claims", "nowhere"], "nowhere"),
        (["fuse", "--ledger", "nowhere.db"], "there is no ledger at nowhere.db"),
        (["rebuild", "--ledger", "nowhere.db"], "there is no ledger at nowhere.db"),
        (["verify", "--ledger", "nowhere.db"], "there is no ledger at nowhere.db"),
        (["rebuild", "--ledger", "made.db", "--reread", "--maker", "oracle"], "no maker is called 'oracle'"),
    ],
)
def test_wrong_arguments(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be done is refused with exit code 2, says what to do, and makes no file."""
    monkeypatch.chdir(tmp_path)
    with opened(tmp_path / "made.db"):
        pass
    before = sorted(entry.name for entry in tmp_path.iterdir())
    assert main(arguments) == 2
    assert words in capsys.readouterr().err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before


@pytest.mark.parametrize("arguments", [["fuse", "--documents", "--claims", "gold"], ["reprints"], ["rebuild", "x"]])
def test_arguments_that_do_not_go_together(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that exclude each other, lack or are too many end with the usage."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_rebuild(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rebuild makes what was there, and mends what was changed."""
    assert main(["fuse", "--ledger", str(path)]) == 0
    with opened(path) as ledger:
        before = derived(ledger)
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("DELETE FROM incident")
        base.commit()
    assert main(["rebuild", "--ledger", str(path)]) == 0
    assert "3 reports fused into 2 incidents and 0 series" in capsys.readouterr().err
    with opened(path) as ledger:
        assert derived(ledger) == before


def test_reread(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --reread every report is read by this program's maker, whose claims then count."""
    assert main(["fuse", "--ledger", str(path)]) == 0
    assert main(["rebuild", "--ledger", str(path), "--reread", "--jobs", "1"]) == 0
    assert "3 reports fused into" in capsys.readouterr().err
    with opened(path) as ledger:
        maker = ledger.maker()
        assert maker is not None
        assert maker.startswith("rules@")
        claims = {claim for incident in incidents(ledger) for claim in incident.claims}
        assert claims
        assert {claim.maker for claim in ledger.claims(claims)} == {maker}


def test_verify(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound ledger is well, exit code 0; each fault of another is a line or a record, exit code 1."""
    assert main(["fuse", "--ledger", str(path)]) == 0
    capsys.readouterr()
    assert main(["verify", "--ledger", str(path)]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "3 reports, 3 claims, 0 judgements: all is well" in shown.err
    lost = judged(Check(anchors=(Anchor(report=report_of(PAGES[2]).id, start=0, end=9, kind="shelling"),)))
    with opened(path) as ledger:
        ledger.add([lost])
    assert main(["fuse", "--ledger", str(path)]) == 0
    capsys.readouterr()
    assert main(["verify", "--ledger", str(path)]) == 1
    shown = capsys.readouterr()
    assert f"judgement {lost.id} names shelling" in shown.out
    assert "1 judgements: 1 faults" in shown.err
    assert main(["verify", "--ledger", str(path), "--json"]) == 1
    (row,) = _rows(capsys)
    assert row["subject"] == lost.id


def test_reprints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each report is printed with the one that it reprints, itself where it is none."""
    story = "\n\n".join(WIRE)
    path = _file(tmp_path, [story, f"Print edition.\n\n{story}", "\n\n".join(OTHER)])
    assert main(["reprints", path]) == 0
    assert [(row["id"], row["origin"]) for row in _rows(capsys)] == [("n0", "n0"), ("n1", "n0"), ("n2", "n2")]


def test_reprints_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be read each input is named with the reason, and the exit code is 1."""
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4\n\x00\x01\x02")
    assert main(["reprints", str(tmp_path / "scan.pdf")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "set aside" in shown.err
    assert "broken" in shown.err
