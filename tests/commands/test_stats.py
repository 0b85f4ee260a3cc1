"""``counterclaim stats``: how much a ledger holds, and of what."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from counterclaim.commands import stats
from counterclaim.publish.stats_sheet import Stats
from counterclaim.records import Interval
from tests.commands.ledger_of import ledger, run
from tests.publish.derived import CLAIMS, MAKER


def test_json_counts_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each count, table and span holds what was put in."""
    path = ledger(tmp_path)
    assert run(stats, "--ledger", str(path), "--json") == 0
    held = msgspec.json.decode(capsys.readouterr().out, type=Stats)
    counts = held.counts
    assert (counts.reports, counts.claims, counts.incidents, counts.series) == (4, len(CLAIMS), 1, 1)
    assert counts.pending == 0
    assert held.maker == MAKER
    assert held.makers == {MAKER: len(CLAIMS)}
    assert held.publishers == {"Ardania Today": 1, "Coast Wire": 1, "Example Post": 1, "Harun Mirror": 1}
    assert (held.kinds, held.grades, held.reviews) == ({"air_strike": 1}, {"fair": 1}, {"machine": 1})
    assert (held.contested, held.copies, held.languages) == (1, 0.0, {"en": 4})
    assert held.happened == Interval.day(dt.date(2015, 10, 6))
    published = held.published
    assert published is not None
    assert (published.start, published.end) == (
        dt.datetime(2015, 10, 7, tzinfo=dt.UTC),
        dt.datetime(2015, 10, 9, tzinfo=dt.UTC),
    )
    assert held.bytes is not None
    assert held.bytes >= path.stat().st_size


def test_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal gets the same in words."""
    assert run(stats, "--ledger", str(ledger(tmp_path))) == 0
    page = " ".join(capsys.readouterr().out.split())
    for words in ("reports 4", "published 7–8 Oct 2015", "happened 6 Oct 2015", "air strike 1", "read by rules@1"):
        assert words in page


def test_an_empty_ledger_counts_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty ledger has counts of zero and no spans."""
    assert run(stats, "--ledger", str(ledger(tmp_path, lines=(), made=()))) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "reports 0" in page
    assert "published no date known" in page
    assert "reports that copy" not in page
