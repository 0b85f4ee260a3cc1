"""``counterclaim queue``: what a reviewer should look at first, with the reason why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from counterclaim import ids
from counterclaim.commands import queue
from counterclaim.records import Anchor, Retract
from tests.commands.ledger_of import ledger, run
from tests.publish.derived import CAMPAIGN, CHECKED, CLAIMS, FIRST, OPPOSED, REPORTS, RISEN, decided

QUIET = replace(OPPOSED, id=ids.incident_id(CAMPAIGN.id), claims=(CAMPAIGN.id,), toll=(), findings=())
CHECKED_ONE = replace(QUIET, id=ids.incident_id(FIRST.id + "x"), claims=(), review="checked")


RETRACTED = decided(
    Retract(
        anchors=(Anchor(report=RISEN.report, start=RISEN.evidence.start, end=RISEN.evidence.end, kind="air_strike"),)
    ),
    "bob",
    10,
    "The town is another one",
)


def test_the_worst_comes_first_with_its_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Most killed comes first; disputes and conflicting decisions are told; what is checked is not in the queue."""
    lines = (*REPORTS, *CLAIMS, CHECKED, RETRACTED)
    path = str(ledger(tmp_path, lines=lines, made=(OPPOSED, QUIET, CHECKED_ONE)))
    assert run(queue, "--ledger", path) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert page.index(OPPOSED.id[:10]) < page.index(QUIET.id[:10])
    assert CHECKED_ONE.id[:10] not in page
    for reason in (
        "– killed 70–126+, 60 children",
        "contested: to whom, toll, whether it happened",
        "judgements conflict: ann says check (2015-10-09), bob says retract (2015-10-10)",
        "nobody has checked it",
    ):
        assert reason in page


def test_json_and_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON each line holds the record and the reasons; the limit holds."""
    path = str(ledger(tmp_path, made=(OPPOSED, QUIET)))
    assert run(queue, "--ledger", path, "--json", "--limit", "1") == 0
    [row] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["record"], row["incident"]["id"]) == ("queued", OPPOSED.id)
    assert row["why"][1] == "contested: to whom, toll, whether it happened"


def test_nothing_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty ledger says what to do; a queue that people have worked off is no failure."""
    assert run(queue, "--ledger", str(ledger(tmp_path, lines=(), made=()))) == 1
    assert "the ledger is empty" in capsys.readouterr().err
    assert run(queue, "--ledger", str(ledger(tmp_path, made=(CHECKED_ONE,)))) == 0
    assert "the queue is empty" in capsys.readouterr().err
