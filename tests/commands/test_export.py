"""``counterclaim export``: files whole or not at all, the loss report beside them, what is refused in words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from counterclaim import ids
from counterclaim.commands import export
from counterclaim.commands.terminal import NOTHING_READ, OK, USAGE
from counterclaim.publish.exports import formats, reading
from counterclaim.records import Incident
from tests.commands.ledger_of import ledger, run
from tests.publish.derived import CAMPAIGN, OPPOSED

SIEGE: Incident = replace(
    OPPOSED,
    id=ids.incident_id(CAMPAIGN.id),
    kinds=("siege",),
    claims=(CAMPAIGN.id,),
    country="YE",
    toll=(),
    findings=(),
    grades=(),
    review="checked",
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a ledger with the opposed incident and a siege that a person checked."""
    return str(ledger(tmp_path, made=(OPPOSED, SIEGE)))


@pytest.mark.parametrize("name", formats())
def test_file_and_loss_report(name: str, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each format is written whole, reads back, and has its loss report beside it and on standard error."""
    out = tmp_path / f"out.{name}"
    assert run(export, "--ledger", path, "--format", name, "--output", str(out)) == OK
    report = json.loads((tmp_path / f"out.{name}.loss.json").read_bytes())
    rows = list(reading.rows(name, out.read_bytes()))
    assert report["rows"] == len(rows)
    assert report["incidents"] == 2 == len(rows) + sum(len(each["incidents"]) for each in report["left_out"])
    assert report["masked"]
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{name}: 2 incidents = {len(rows)} row" in told.err
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith((".", "out"))) == [
        out.name,
        f"{out.name}.loss.json",
    ]


def test_formats_are_those_there_are() -> None:
    """The command offers each format that there is, in its order."""
    assert tuple(formats()) == export.FORMATS


def test_summary(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json a summary is printed: where, how many, how large."""
    out = tmp_path / "a.csv"
    assert run(export, "--ledger", path, "--format", "acled", "--output", str(out), "--json") == OK
    assert json.loads(capsys.readouterr().out) == {
        "output": str(out),
        "loss": f"{out}.loss.json",
        "format": "acled",
        "incidents": 2,
        "rows": 1,
        "left_out": 1,
        "bytes": out.stat().st_size,
    }


def test_standard_output(path: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A text format may go to standard output: nothing else does, and no file appears."""
    before = set(tmp_path.iterdir())
    assert run(export, "--ledger", path, "--format", "csv", "--output", "-") == OK
    told = capfdbinary.readouterr()
    assert [row["id"] for row in reading.rows("csv", told.out)] == sorted([OPPOSED.id, SIEGE.id])
    assert b"csv: 2 incidents = 2 rows + 0 left out" in told.err
    assert {each for each in tmp_path.iterdir() if not each.name.startswith("made.db")} == {
        each for each in before if not each.name.startswith("made.db")
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "parquet", "--output", "-"), "parquet is no text"),
        (("--format", "csv", "--output", "-", "--json"), "both write to standard output"),
        (("--format", "csv", "--output", "/dev/null"), "is no plain file"),
    ],
)
def test_what_standard_output_bears(
    arguments: tuple[str, ...], told: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot go to standard output, or to what is no plain file, is refused in words."""
    assert run(export, "--ledger", path, *arguments) == USAGE
    assert told in capsys.readouterr().out


def test_nothing_is_written_over(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there, or a loss report of its name, stays as it is unless --force is given."""
    out, loss = tmp_path / "a.csv", tmp_path / "a.csv.loss.json"
    for there in (out, loss):
        there.write_text("mine")
        assert run(export, "--ledger", path, "--format", "csv", "--output", str(out)) == USAGE
        assert f"{there} is there already: --force" in capsys.readouterr().out
        assert there.read_text() == "mine"
        assert run(export, "--ledger", path, "--format", "csv", "--output", str(out), "--force") == OK
        assert there.read_bytes() != b"mine"
        out.unlink()
        loss.unlink()


def test_no_half_file(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails half way neither file appears, and nothing is left behind; an older file stays."""
    out = tmp_path / "a.csv"
    out.write_text("older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        run(export, "--ledger", path, "--format", "csv", "--output", str(out), "--force")
    assert out.read_text() == "older"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith((".", "a."))] == ["a.csv"]


def test_progress(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A long export says now and then how far it is."""
    monkeypatch.setattr(export, "_EVERY_S", 0.0)
    assert run(export, "--ledger", path, "--format", "plover", "--output", str(tmp_path / "a.jsonl")) == OK
    assert "counterclaim: 2 incidents gone through" in capsys.readouterr().err


def test_no_such_folder(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is told by name."""
    out = tmp_path / "none" / "a.csv"
    assert run(export, "--ledger", path, "--format", "csv", "--output", str(out)) == USAGE
    assert f"cannot write {out}: No such file or directory" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("filters", "ids_kept"),
    [
        (("--checked-only",), {SIEGE.id}),
        (("--unchecked",), {OPPOSED.id}),
        (("--country", "Yemen"), {SIEGE.id}),
        (("--kind", "air_strike", "--since", "2015-10-06", "--until", "2015-10-06"), {OPPOSED.id}),
        (("--harm", "wounded"), {OPPOSED.id}),
        (("--contested",), {OPPOSED.id}),
    ],
)
def test_filters(filters: tuple[str, ...], ids_kept: set[str], path: str, tmp_path: Path) -> None:
    """The filters of the list of incidents hold for exports, and the loss report tells them."""
    out = tmp_path / "a.csv"
    assert run(export, "--ledger", path, "--format", "csv", "--output", str(out), *filters) == OK
    assert {row["id"] for row in reading.rows("csv", out.read_bytes())} == ids_kept
    report = json.loads((tmp_path / "a.csv.loss.json").read_bytes())
    assert report["filters"] != "none"
    assert report["checked_only"] == ("--checked-only" in filters)


def test_nothing_to_export(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no incident meets the filters nothing is written, and it is said."""
    out = tmp_path / "a.csv"
    assert run(export, "--ledger", path, "--format", "csv", "--output", str(out), "--kind", "aid") == NOTHING_READ
    assert "no incident meets these filters" in capsys.readouterr().err
    assert not out.exists()


def test_without_the_profile(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the publication profile a loud line says what goes out, and so does the loss report."""
    out = tmp_path / "a.csv"
    assert run(export, "--ledger", path, "--format", "csv", "--output", str(out), "--no-profile") == OK
    assert "WARNING: --no-profile: names of victims, minors and witnesses" in capsys.readouterr().err
    assert not json.loads((tmp_path / "a.csv.loss.json").read_bytes())["masked"]
