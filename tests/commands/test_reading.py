"""What the commands that read share: the line of progress, and the number of jobs."""

from __future__ import annotations

import argparse
import time

import pytest

from counterclaim.commands.reading import Progress, add_reading, nothing_because, settle
from counterclaim.errors import UsageError


def given(*arguments: str) -> argparse.Namespace:
    """Return the settled options of a command that reads."""
    parser = argparse.ArgumentParser()
    add_reading(parser)
    options = parser.parse_args(arguments)
    settle(options)
    return options


def test_progress_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The line comes after a second, is written over at most four times a second, and is wiped."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress = Progress(shown=True)
    for later in (0.5, 1.5, 0.1, 2.0):
        now[0] += later
        progress.tell(f"at {now[0]:.1f}", 10)
    assert capsys.readouterr().err == "\r\x1b[Kat 102.0 · 5.0 a second\r\x1b[Kat 104.1 · 2.4 a second"
    progress.wipe()
    assert capsys.readouterr().err == "\r\x1b[K"


def test_no_progress_in_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no person looks nothing is written."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress = Progress(shown=False)
    now[0] += 60
    progress.tell("reports", 10)
    progress.wipe()
    assert capsys.readouterr().err == ""


def test_jobs_are_settled() -> None:
    """Without a number the cores decide, up to four; a number given is kept."""
    assert 1 <= given("-").jobs <= 4
    assert given("-", "--jobs", "7").jobs == 7


def test_standard_input_is_read_once() -> None:
    """Standard input named twice is refused before anything is read."""
    with pytest.raises(UsageError, match="only once"):
        given("-", "-")


def test_why_nothing_was_read() -> None:
    """Nothing read says whether something was set aside or nothing was there."""
    assert nothing_because(0).endswith("the inputs hold no file")
    assert "listed with its reason" in nothing_because(3)
