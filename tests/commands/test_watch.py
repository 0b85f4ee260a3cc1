"""``counterclaim watch`` as a person runs it: one line a round, an end when asked, and on from there."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from counterclaim.commands import watch
from counterclaim.store.opening import open_ledger
from tests.commands.ledger_of import run
from tests.pipeline.watched import article, rss, source_file
from tests.sources.hostile import Hostile, page, silent

TEXT: Final = "Two shells hit the market of Harun on Tuesday, killing four traders, the mayor said."
PROGRAM: Final = (
    "import sys\nfrom tests.commands.ledger_of import run\nfrom counterclaim.commands import watch\n"
    "if __name__ == '__main__':\n    sys.exit(run(watch, *sys.argv[1:]))\n"
)
ROOT: Final = Path(__file__).parents[2]


@contextlib.contextmanager
def desk(folder: Path) -> Generator[Hostile, None, None]:
    """A feed with one page, on a server of this machine, and its source file."""
    with Hostile({}) as server:
        server.answers |= {"/feed": page(rss([("A", server.url("/a"))])), "/a": page(article(TEXT))}
        source_file(folder / "sources", "post", server.url("/feed"), [server.host], publisher="Example Post")
        yield server


def options(folder: Path, *more: str) -> list[str]:
    """Return the arguments of a watch in a folder."""
    return [str(folder / "sources"), "--ledger", str(folder / "desk.db"), "--maker", "rules", "--pause", "0.01", *more]


@pytest.mark.slow
def test_a_round_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was visited, fetched and read; what was not done is left out, and a fault of a source stands beside it."""
    with desk(tmp_path) as server:
        source_file(tmp_path / "sources", "dead", server.url("/none"), [server.host])
        assert run(watch, *options(tmp_path, "--rounds", "1", "--contact", "desk@post.example")) == 0
        agents = {one.headers["user-agent"] for one in server.asked}
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert line.startswith("round 1 · ")
    assert line.split(" · ")[2:] == [
        "1 of 2 sources visited",
        "1 failed",
        "1 new, 1 kept",
        "1 report",
        "1 claim",
        "1 incident touched",
    ]
    assert "dead fails: status, the server answered 404" in told.err
    assert [one.endswith(" (+desk@post.example)") for one in agents] == [True]
    assert (tmp_path / "desk.watch.db").exists()


@pytest.mark.slow
def test_a_signal_ends_it_and_it_goes_on(tmp_path: Path) -> None:
    """SIGTERM ends it with exit code 0 once what is under way is done; begun again it fetches nothing twice."""
    with desk(tmp_path) as server:
        first = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *options(tmp_path, "--json")], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert first.stdout is not None
        told = json.loads(first.stdout.readline())
        assert (told["number"], told["kept"], told["claims"]) == (1, 1, 1)
        first.send_signal(signal.SIGTERM)
        assert first.wait(20) == 0
        first.stdout.close()
        again = subprocess.run(
            [sys.executable, "-c", PROGRAM, *options(tmp_path, "--rounds", "2", "--every", "0.1", "--json")],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True, timeout=60,
        )  # fmt: skip
        assert [json.loads(line).get("visited", 0) for line in again.stdout.splitlines()] == [0, 0]
        assert server.paths() == ["/feed", "/a"]
    with contextlib.closing(open_ledger(str(tmp_path / "desk.db"))) as ledger:
        assert (ledger.counts().captures, ledger.counts().reports, ledger.counts().incidents) == (1, 1, 1)


@pytest.mark.slow
def test_two_signals_end_it_at_once(tmp_path: Path) -> None:
    """While a server says nothing, the first SIGINT waits for it and the second does not."""
    with desk(tmp_path) as server:
        server.answers["/feed"] = silent()
        child = subprocess.Popen([sys.executable, "-c", PROGRAM, *options(tmp_path)], stderr=subprocess.PIPE, cwd=ROOT)
        until = time.monotonic() + 30
        while "/feed" not in server.paths() and time.monotonic() < until:
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        assert child.stderr is not None
        assert b"once more to end at once" in child.stderr.readline()
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.wait(40) != 0
        assert time.monotonic() - began < 35
        child.stderr.close()


def test_what_cannot_be_carried_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No folder, a ledger that is no file without a state, a state that another watch has or that is none."""
    assert run(watch, str(tmp_path / "none"), "--ledger", str(tmp_path / "a.db")) == 2
    assert "there is no folder" in capsys.readouterr().out
    assert run(watch, "--ledger", "postgresql://desk@db/claims") == 2
    assert "--state" in capsys.readouterr().out
    (tmp_path / "sources").mkdir()
    (tmp_path / "desk.watch.db").write_bytes(b"x" * 4096)
    assert run(watch, *options(tmp_path)) == 2
    assert "no state of a watch" in capsys.readouterr().out
    assert run(watch, *options(tmp_path, "--contact", "line\nbreak")) == 2
    for wrong in (["--rounds", "0"], ["--every", "-1"], ["--pause", "soon"], ["--gate", "nan"]):
        with pytest.raises(SystemExit):
            run(watch, *options(tmp_path, *wrong))
