"""``counterclaim sources``: what is checked, listed and imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterclaim.commands import sources
from counterclaim.sources.watching import State
from tests.commands.ledger_of import run

POST = "kind: feed\nurl: https://post.example/rss\npublisher: Example Post\nlanguage: en\nevery_minutes: 15\n"
LIST = '<opml><body><outline text="Post" xmlUrl="https://post.example/rss"/><outline xmlUrl="file:///x"/></body></opml>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs, with one source."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "post.yaml").write_text(POST)
    return tmp_path


def test_check_tells_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Right files are counted; a wrong one is named with what it breaks, and makes the exit code 1."""
    assert run(sources, "check") == 0
    assert capsys.readouterr().out == "1 right, 0 wrong\n"
    (folder / "sources" / "bad.yaml").write_text("kind: feed\nurl: https://post.example/rss\nhost: x")
    assert run(sources, "check", "sources", "sources/bad.yaml") == 1
    out = capsys.readouterr().out
    assert "bad.yaml: Object contains unknown field `host`" in out
    assert out.endswith("1 right, 2 wrong\n")
    assert run(sources, "check", "nowhere") == 2


def test_check_of_an_empty_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to check is no success."""
    assert run(sources, "check", str(tmp_path)) == 1
    assert "no source file" in capsys.readouterr().err


def test_list_shows_sources_and_which_fail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a source, with what is wrong where its last visit failed; as JSON all that its file says."""
    (folder / "sources" / "two.yaml").write_text("kind: page\nurl: https://two.example/\nowner: []\n")
    state = State(folder / "desk.watch.db")
    state.subscribe([("post", "x")], 0.0)
    state.failed("post", "status: the server answered 503", 60.0)
    state.close()
    assert run(sources, "list", "--ledger", "desk.db") == 0
    assert capsys.readouterr().out.splitlines() == [
        "post · feed · Example Post · every 15 min · en · https://post.example/rss",
        "    fails: status: the server answered 503",
        "two · page · publisher: each page's own · every 30 min · https://two.example/",
    ]
    assert run(sources, "list", "--json", "--state", "desk.watch.db") == 0
    post, two = map(json.loads, capsys.readouterr().out.splitlines())
    assert (post["id"], post["every_minutes"], post["fault"]) == ("post", 15, "status: the server answered 503")
    assert (two["kind"], two["publisher"], two["fault"]) == ("page", None, None)


def test_a_file_that_is_no_state_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither text nor another database is taken for what a watch knows."""
    (folder / "desk.watch.db").write_text("not a database, but long enough to look like something" * 20)
    assert run(sources, "list", "--ledger", "desk.db") == 2
    assert "no state of a watch" in capsys.readouterr().out


def test_import_writes_source_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each new feed is a file, what is known or no feed is counted; a list that is none is an error."""
    (folder / "feeds.opml").write_text(LIST)
    assert run(sources, "import", "feeds.opml", "--into", "new") == 0
    told = capsys.readouterr()
    assert told.out == "new/post.yaml\n"
    assert "1 source files written, 0 known already, 1 set aside" in told.err
    assert run(sources, "check", "new") == 0
    assert run(sources, "import", "feeds.opml") == 0
    assert "0 source files written, 1 known already" in capsys.readouterr().err
    (folder / "feeds.opml").write_text("none")
    assert run(sources, "import", "feeds.opml") == 2
    assert run(sources, "import", "nowhere.opml") == 2


def test_ties_that_do_not_count_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Owner and side of a publisher that no register knows are listed, and check says that they count for nothing."""
    ties = "owner:\n  - {by: holding, source: its imprint}\nside:\n  - {with: sy, source: its imprint}\n"
    (folder / "sources" / "post.yaml").write_text(POST + ties)
    (folder / "sources" / "sana.yaml").write_text(POST.replace("Example Post", "SANA").replace("post.", "sana.") + ties)
    assert run(sources, "check") == 0
    told = capsys.readouterr().err
    assert "post: the register of parties does not know 'Example Post'" in told
    assert "sana" not in told
    assert run(sources, "list") == 0
    assert "· owner holding · side sy ·" in capsys.readouterr().out
