"""``counterclaim rejects``, and what ``ingest`` tells of the gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim.commands import ingest, rejects
from tests.commands.ledger_of import ledger, run
from tests.pipeline.test_engines import crawl


def test_what_the_gate_turned_away_is_counted_and_can_be_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line counts it, the list names each with its score; other rejects are told apart by their stage."""
    path = str(tmp_path / "new.db")
    (tmp_path / "pages").mkdir()
    crawl(tmp_path / "pages", pages=6)
    (tmp_path / "pages" / "empty.txt").write_text("")
    assert run(ingest, str(tmp_path / "pages"), "--ledger", path, "--jobs", "1", "--gate", "0") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "not_relevant" not in shown
    assert "2 reports" in shown
    assert "4 turned away · 1 set aside" in shown
    assert run(rejects, "--ledger", path, "--stage", "gate", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(line["stage"], line["reason"]) for line in lines} == {("gate", "not_relevant")}
    assert len(lines) == 4
    assert run(rejects, "--ledger", path) == 0
    listed = "".join(capsys.readouterr().out.split())
    assert (listed.count("not_relevant"), listed.count("empty.txt")) == (4, 1)


def test_nothing_passed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the gate turned everything away, exit code and message say that."""
    path = str(tmp_path / "new.db")
    assert run(ingest, str(crawl(tmp_path, pages=3)), "--ledger", path, "--jobs", "1", "--gate", "99") == 1
    assert "no report passed the gate; 3 were turned away" in capsys.readouterr().err


def test_nothing_was_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list says so, with the exit code of nothing found."""
    assert run(rejects, "--ledger", str(ledger(tmp_path))) == 1
    assert "nothing was set aside" in capsys.readouterr().err


@pytest.mark.parametrize("score", ["high", "nan", "inf", ""])
def test_a_threshold_is_a_number_or_off(tmp_path: Path, score: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no score is refused with an example of one."""
    with pytest.raises(SystemExit):
        run(ingest, str(tmp_path), "--gate", score)
    assert "expected a score like 0 or -1.5, or off" in capsys.readouterr().err


def test_an_unknown_engine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no engine is answered with those that there are."""
    assert run(ingest, str(tmp_path), "--ledger", str(tmp_path / "new.db"), "--engine", "spark") == 2
    assert "processes, ray and ray:ADDRESS" in capsys.readouterr().out
