"""``counterclaim show``: one incident or series by its id, a beginning of it, or an id that leads elsewhere."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from counterclaim.commands import show
from counterclaim.records import Incident, Series
from tests.commands.ledger_of import MERGED, ledger, run
from tests.publish.derived import CHECKED, CLAIMS, FIRST, OPPOSED, REPORTS, SERIES


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a ledger with the opposed incident, its series and a judgement."""
    return str(ledger(tmp_path, lines=(*REPORTS, *CLAIMS, CHECKED)))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was shown on one line."""
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("asked", [OPPOSED.id, OPPOSED.id[:10], OPPOSED.id[:8]])
def test_an_incident_with_all_that_is_behind_it(path: str, capsys: pytest.CaptureFixture[str], asked: str) -> None:
    """The sheet holds the sentence, the quotes, the toll over time, who copies whom, and who decided what."""
    assert run(show, "--ledger", path, asked) == 0
    page = told(capsys)
    assert page.startswith("Air strike, 6 Oct 2015, in Harun, say Tisa Observatory, Harun Clinic and Ardanian defence")
    for words in (
        "“The Harun Clinic counted 126 bodies or more, among them 60 children”",
        "superseded by the same voice: 70",
        "machine: no person has checked",
        "(ann, 2015-10-09: “Read both pages side by side”)",
    ):
        assert words in page


def test_a_series(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A series is shown with its count and the incidents within it."""
    assert run(show, "--ledger", path, SERIES.id) == 0
    page = told(capsys)
    assert "57 times: Tisa Observatory" in page
    assert f"Incidents within it, never added up {OPPOSED.id[:10]}" in page


def test_an_id_that_leads_elsewhere(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The id of an incident that was merged shows where it leads now, in the sheet and beside the record."""
    assert run(show, "--ledger", path, MERGED) == 0
    assert f"{MERGED}: this id now leads to {OPPOSED.id}" in told(capsys)
    assert run(show, "--ledger", path, MERGED[:12], "--json") == 0
    shown = capsys.readouterr()
    assert msgspec.json.decode(shown.out, type=Incident) == OPPOSED
    assert f"this id now leads to {OPPOSED.id}" in shown.err


def test_json_is_the_record(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The record comes back as it was stored."""
    assert run(show, "--ledger", path, SERIES.id[:9], "--json") == 0
    shown = capsys.readouterr()
    assert msgspec.json.decode(shown.out, type=Series) == SERIES
    assert shown.err == ""


def test_every_quote_when_asked_for(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With --all no quote is only counted."""
    assert run(show, "--ledger", path, OPPOSED.id, "--all") == 0
    assert "--all" not in told(capsys)


def test_an_ambiguous_beginning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A beginning that several ids share names them and asks for more."""
    twin = replace(OPPOSED, id=OPPOSED.id[:12] + "0" * 22, claims=())
    path = str(ledger(tmp_path, made=(OPPOSED, twin)))
    assert run(show, "--ledger", path, OPPOSED.id[:10]) == 2
    assert f"2 ids or more begin with {OPPOSED.id[:10]}" in capsys.readouterr().out
    assert run(show, "--ledger", path, OPPOSED.id) == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("i1ffffffffff", "no incident or series has the id 'i1ffffffffff': counterclaim incidents lists them"),
        (FIRST.id[:10], f"{FIRST.id} is the id of a claim: show takes the ids of incidents and series"),
        (OPPOSED.id[:6], "give its first 8 characters at least"),
        ("\x1b[31mevil\u202e", "no incident or series has the id"),
    ],
)
def test_an_id_that_does_not_exist(path: str, capsys: pytest.CaptureFixture[str], asked: str, said: str) -> None:
    """An unknown id, and one that is too short, say what to do, on a clean line."""
    assert run(show, "--ledger", path, asked) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert not {"\x1b", "\u202e"} & set(shown.err)


def test_an_empty_ledger_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In an empty ledger no id is searched for."""
    assert run(show, "--ledger", str(ledger(tmp_path, lines=(), made=())), OPPOSED.id) == 1
    assert "the ledger is empty" in capsys.readouterr().err
