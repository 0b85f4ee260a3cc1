"""``counterclaim parties find``: what a person sees who asks who somebody is."""

from __future__ import annotations

import argparse
import json

import pytest

from counterclaim.commands import parties


def ask(*arguments: str) -> int:
    """Run the command in this process and return its exit code."""
    parser = argparse.ArgumentParser()
    parties.add(parser.add_subparsers())
    given = parser.parse_args(["parties", "find", *arguments])
    code: int = given.run(given)
    return code


def test_a_party_is_shown_with_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """The sheet says who it is, why it came up, its kind, country, side and owner with dates and source."""
    assert ask("Hurriyet") == 0
    shown = capsys.readouterr().out
    for words in (
        "Hurriyet  [hurriyet]",
        "one of its names",
        "outlet",
        "TR",
        "Dogan Holding",
        "to 2018-05",
        "Source: ",
    ):
        assert words in shown


def test_unknown_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """An outlet whose owner and side no file tells says so."""
    assert ask("Khaama", "Press") == 0
    shown = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert {"side not known", "owner not known"} <= shown


def test_on_a_day_only_what_held_then(capsys: pytest.CaptureFixture[str]) -> None:
    """With a day, ties of other times are left out, and those that began or ended about then are called uncertain."""
    assert ask("NDTV", "--on", "2015-10-07") == 0
    assert "Adani" not in capsys.readouterr().out
    assert ask("Hurriyet", "--on", "2018-05-10") == 0
    assert capsys.readouterr().out.count("not certain") == 2


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Each candidate is a line that holds the whole party, the reason, and what held on the day."""
    assert ask("Islamic State", "--json", "--on", "2015-10-07") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["record"], row["party"]["id"], row["how"]) for row in rows] == [
        ("party_match", "islamic-state", "name")
    ]
    assert (rows[0]["on"], rows[0]["side_on"], rows[0]["owner_on"]) == ("2015-10-07", None, None)


@pytest.mark.parametrize("name", ["Nobody At All", "\x1b[31m\u202eevil", "z" * 1_000_000, "नेपाल सेना दल"])
def test_nothing_found_is_no_success(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is not in the register is told in one clean line, with what to try, and the exit code says so."""
    assert ask(name) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "try another spelling" in told.err
    assert len(told.err) < 300
    assert not {"\x1b", "\u202e"} & set(told.err)


def test_a_wrong_day_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A day that the calendar lacks is an error of the arguments."""
    with pytest.raises(SystemExit) as ended:
        ask("SANA", "--on", "2015-02-31")
    assert ended.value.code == 2
    assert "expected a day" in capsys.readouterr().err
