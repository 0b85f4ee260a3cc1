"""``counterclaim incidents``: the list, its filters, and what is said where there is nothing to list."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from counterclaim import ids
from counterclaim.commands import incidents
from counterclaim.records import Incident, Interval
from tests.commands.ledger_of import ledger, run
from tests.publish.derived import BODIES, CAMPAIGN, OPPOSED, REPORTS

EARLIER = replace(
    OPPOSED,
    id=ids.incident_id(CAMPAIGN.id),
    kinds=("battle",),
    when=Interval.day(dt.date(2014, 3, 2)),
    claims=(CAMPAIGN.id,),
    toll=(),
    findings=(),
    grades=(),
    review="checked",
)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a ledger with the opposed incident and an earlier one."""
    return str(ledger(tmp_path, made=(OPPOSED, EARLIER)))


def listed(capsys: pytest.CaptureFixture[str], path: str, *arguments: str) -> list[str]:
    """Return the ids that the command lists as JSON."""
    code = run(incidents, "--ledger", path, "--json", *arguments)
    rows = capsys.readouterr().out.splitlines()
    assert code == (0 if rows else 1)
    return [json.loads(row)["id"] for row in rows]


def test_the_table(path: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets the table, latest first, with toll, voices, disputes, grade, review state and short ids."""
    monkeypatch.setenv("COLUMNS", "140")
    assert run(incidents, "--ledger", path) == 0
    shown = capsys.readouterr().out
    assert shown.index(OPPOSED.id[:10]) < shown.index(EARLIER.id[:10])
    for words in ("killed 70–126+", "2 voices (possibly 3)", "3 origins, 4 carriers", "fair: “Ardania”", "machine"):
        assert words in shown
    assert "2 incidents · 1 checked by a person" in shown


def test_a_pipe_gets_eighty_columns(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe no line is wider than eighty columns, and nothing of the toll is dropped."""
    assert run(incidents, "--ledger", path) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "killed 70–126+, 60 children, 12 combatants by the accused side" in " ".join(shown.split())


def test_json_is_the_record(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One record a line comes back as the record that was stored."""
    assert run(incidents, "--ledger", path, "--json", "--contested") == 0
    assert msgspec.json.decode(capsys.readouterr().out, type=Incident) == OPPOSED


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], [OPPOSED, EARLIER]),
        (["--since", "2015-10-06"], [OPPOSED]),
        (["--until", "2014-03-02"], [EARLIER]),
        (["--until", "2014-03-01"], []),
        (["--box=36,33,37,34"], [OPPOSED, EARLIER]),
        (["--box=-10,33,-9,34"], []),
        (["--country", "syria"], [OPPOSED, EARLIER]),
        (["--country", "IQ"], []),
        (["--kind", "battle"], [EARLIER]),
        (["--party", "ardania", "--grade", "fair"], [OPPOSED]),
        (["--text", "Bodies counted"], [OPPOSED]),
        (["--checked"], [EARLIER]),
        (["--unchecked"], [OPPOSED]),
        (["--order", "toll", "--limit", "1"], [OPPOSED]),
        (["--after", OPPOSED.id], [EARLIER]),
    ],
)
def test_filters(path: str, capsys: pytest.CaptureFixture[str], arguments: list[str], found: list[Incident]) -> None:
    """Each filter keeps what meets it."""
    assert listed(capsys, path, *arguments) == [incident.id for incident in found]


def test_a_longer_list_says_how_to_go_on(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a limit the last line names the id after which to go on."""
    assert run(incidents, "--ledger", path, "--limit", "1") == 0
    assert f"more: --after {OPPOSED.id}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--limit", "0"], "expected a number from 1 on"),
        (["--limit", "9999999999"], "expected a number from 1 on"),
        (["--box", "1,2,3"], "expected four degrees"),
        (["--box=0,50,10,40"], "SOUTH not above NORTH"),
        (["--country", "Atlantis"], "expected a state's name or its ISO code"),
        (["--since", "2015-02-31"], "expected a day"),
        (["--kind", "picnic"], "invalid choice"),
        (["--checked", "--unchecked"], "not allowed with"),
    ],
)
def test_wrong_arguments(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    """A wrong argument says what was expected."""
    with pytest.raises(SystemExit) as ended:
        run(incidents, *arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_nothing_meets_the_filters(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing meets the filters the command says so, and under which id the register knows a party."""
    assert run(incidents, "--ledger", path, "--party", "FSA") == 1
    assert "the register knows 'FSA' as fsa" in capsys.readouterr().err
    assert run(incidents, "--ledger", path, "--after", EARLIER.id) == 1
    assert "no incident follows that one" in capsys.readouterr().err


def test_an_empty_ledger_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty ledger, one that is not fused, and one without incidents each say what to do next."""
    assert run(incidents, "--ledger", str(ledger(tmp_path, lines=(), made=()))) == 1
    assert "the ledger is empty: counterclaim ingest FILES" in capsys.readouterr().err
    assert run(incidents, "--ledger", str(ledger(tmp_path, lines=REPORTS, made=(), fused=False))) == 1
    assert "the ledger's 4 reports are not yet fused: counterclaim rebuild" in capsys.readouterr().err
    assert run(incidents, "--ledger", str(ledger(tmp_path, lines=REPORTS, made=()))) == 1
    assert "no report in the ledger tells of an incident" in capsys.readouterr().err


def test_a_missing_ledger_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ledger that is not there is not made by looking at it."""
    missing = tmp_path / "none.db"
    assert run(incidents, "--ledger", str(missing)) == 2
    assert "counterclaim ingest makes one" in capsys.readouterr().out
    assert not missing.exists()


def test_what_waits_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reports that are not yet fused are named, for the list lacks what they say."""
    assert run(incidents, "--ledger", str(ledger(tmp_path, fused=False))) == 0
    assert "reports not yet fused: 4" in capsys.readouterr().err


def test_no_figure_stands_without_claims(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure of a listed record names a claim that the record holds."""
    assert run(incidents, "--ledger", path, "--json") == 0
    for row in capsys.readouterr().out.splitlines():
        incident = msgspec.json.decode(row, type=Incident)
        figures = [figure for tally in incident.toll for figure in tally.figures]
        assert {figure.claim for figure in figures} <= set(incident.claims)
    assert BODIES.id in OPPOSED.claims
