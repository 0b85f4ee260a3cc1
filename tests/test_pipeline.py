"""The flow: order, workers, and what happens when a maker or a worker fails.

The makers here are small and need no model: what is tested is the flow, not the reading.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import multiprocessing
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from counterclaim import ids
from counterclaim.claims.maker import NAMES, maker
from counterclaim.claims.workers import AHEAD, BATCH, FEW, readings
from counterclaim.errors import ModelError, UsageError
from counterclaim.pipeline import ReadingError, read
from counterclaim.records import Capture, Claim, Claimant, Event, Interval, Line, Quote, Reading, Reject, Report

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SHOT = re.compile(r"shot dead")


@dataclass(frozen=True, slots=True)
class Shots:
    """One killing for every "shot dead"; some words make it fail in the ways a real maker could."""

    name: str = "shots@1"

    def read(self, report: Report) -> Reading:
        """Read, or fail as the text demands."""
        if "raise here" in report.text:
            raise ValueError("a fault\nof two lines")
        if "no model here" in report.text:
            raise ModelError("the model of the test is missing")
        if multiprocessing.active_children():
            time.sleep(0.5)  # this process reads while the workers load: leave them something to read
        if "slow here" in report.text:
            time.sleep(0.1)
        if "die here" in report.text and multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return Reading(claims=tuple(self._claims(report)))

    def _claims(self, report: Report) -> Iterator[Claim]:
        event, who = Event(kind="killing"), Claimant(voice="publisher")
        for number, match in enumerate(SHOT.finditer(report.text), 1):
            start, end = match.span()
            shift = 1 if "shift here" in report.text else 0
            yield Claim(
                id=ids.claim_id(
                    report=report.id, start=start, end=end, maker=self.name, claimant=who, stance="asserts", event=event
                ),
                report=report.id,
                happening=number,
                claimant=who,
                publisher=report.publisher,
                said_at=None,
                stance="asserts",
                event=event,
                evidence=Quote(report=report.id, start=start + shift, end=end + shift, text=match.group()),
                support=(),
                maker=self.name,
                score=1.0,
            )


@dataclass(frozen=True, slots=True)
class Stillborn(Shots):
    """Reads here, and kills any worker at once."""

    def read(self, report: Report) -> Reading:
        """Read, unless this is a worker."""
        if multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return Shots.read(self, report)


def story(number: int, extra: str = "") -> str:
    """Return a small report in plain words."""
    return (
        f"Two men were shot dead in the market of village {number} on Monday, and the police said that they "
        f"were looking for the driver of a grey van. {extra} A third man was shot dead later that day."
    )


def lines_file(folder: Path, texts: list[str], *, bad: frozenset[int] = frozenset()) -> str:
    """Write texts as JSON lines, the ones numbered in ``bad`` cut short; return the path."""
    path = folder / "reports.jsonl"
    rows = [json.dumps({"id": f"n{i}", "text": text}) for i, text in enumerate(texts)]
    path.write_text("\n".join(row[:9] if i in bad else row for i, row in enumerate(rows)), encoding="utf-8")
    return str(path)


def order(lines: list[Line]) -> list[str]:
    """Return what came, as short words in order."""
    return [f"{type(line).__name__} {line.ref if isinstance(line, Report | Reject) else ''}".strip() for line in lines]


def test_a_report_is_followed_by_its_claims(tmp_path: Path) -> None:
    """Captures, reports, claims and rejects come in the order of the input."""
    path = lines_file(tmp_path, [story(0), story(1), story(2)], bad=frozenset({1}))
    assert order(list(read([path], maker=Shots(), now=NOW))) == [
        "Capture",
        "Report n0",
        "Claim",
        "Claim",
        "Capture",
        f"Reject {path}:2",
        "Capture",
        "Report n2",
        "Claim",
        "Claim",
    ]


def test_any_number_of_workers_gives_the_same_records(tmp_path: Path) -> None:
    """Two workers yield exactly what one process yields, though some reports take much longer than others."""
    texts = [story(i, "slow here." if i in {FEW + 3, FEW + 8} else "") for i in range(FEW + 5 * BATCH)]
    path = lines_file(tmp_path, texts, bad=frozenset({3, FEW + 2}))
    alone = list(read([path], maker=Shots(), jobs=1, now=NOW))
    assert len(alone) > 3 * FEW
    assert list(read([path], maker=Shots(), jobs=2, now=NOW)) == alone


def test_few_reports_start_no_worker(tmp_path: Path) -> None:
    """Up to FEW reports are read in this process, whatever the number of jobs."""
    path = lines_file(tmp_path, [story(i) for i in range(FEW)])
    for _ in read([path], maker=Shots(), jobs=4, now=NOW):
        assert not multiprocessing.active_children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_maker_that_fails_names_the_report(tmp_path: Path, jobs: int) -> None:
    """A fault of the maker stops the run, names report and place, and keeps all that was read before."""
    broken = FEW + 5
    path = lines_file(tmp_path, [story(i, "raise here." if i == broken else "") for i in range(FEW + 3 * BATCH)])
    lines: list[Line] = []
    with pytest.raises(ReadingError, match=rf"'n{broken}': ValueError: a fault of two lines \(test_pipeline.py, line"):
        lines.extend(read([path], maker=Shots(), jobs=jobs, now=NOW))
    refs = [line.ref for line in lines if isinstance(line, Report)]
    assert refs == [f"n{i}" for i in range(broken)]
    assert not multiprocessing.active_children()


def test_a_worker_that_dies_names_the_report(tmp_path: Path) -> None:
    """A worker killed by the system gives an error that names what it was reading, and never a hang."""
    # This process reads too while the workers load, and survives: the first report that a worker reads is fatal.
    path = lines_file(tmp_path, [story(i, "die here." if i >= FEW else "") for i in range(10 * FEW)])
    lines: list[Line] = []
    with pytest.raises(ReadingError, match=r"the worker that read it died \(SIGKILL") as caught:
        lines.extend(read([path], maker=Shots(), jobs=2, now=NOW))
    refs = [line.ref for line in lines if isinstance(line, Report)]
    assert refs == [f"n{i}" for i in range(len(refs))]
    assert f"'n{len(refs)}'" in str(caught.value)
    assert not multiprocessing.active_children()


def test_a_worker_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    """A worker that dies while it loads gives an error as well."""
    path = lines_file(tmp_path, [story(i) for i in range(10 * FEW)])
    with pytest.raises(ReadingError, match=r"a worker died \(SIGKILL.* before it could read"):
        list(read([path], maker=Stillborn(), jobs=2, now=NOW))
    assert not multiprocessing.active_children()


def test_a_missing_model_is_told_as_such(tmp_path: Path) -> None:
    """An error that is addressed to the user crosses the process border unchanged."""
    texts = [story(i, "no model here." if i == FEW + 1 else "") for i in range(FEW + BATCH)]
    with pytest.raises(ModelError, match=r"^the model of the test is missing$"):
        list(read([lines_file(tmp_path, texts)], maker=Shots(), jobs=2, now=NOW))


def test_a_run_cut_short_leaves_no_worker(tmp_path: Path) -> None:
    """Who stops taking records ends the workers too."""
    path = lines_file(tmp_path, [story(i) for i in range(FEW + 20 * BATCH)])
    records = read([path], maker=Shots(), jobs=2, now=NOW)
    taken = list(islice(records, 4 * FEW + 8))
    assert isinstance(taken[0], Capture)
    assert multiprocessing.active_children()
    records.close()
    assert not multiprocessing.active_children()


def test_claims_that_point_elsewhere_are_set_aside(tmp_path: Path) -> None:
    """A claim whose words are not found where it points becomes an ``ungrounded`` reject."""
    lines = list(read([lines_file(tmp_path, [story(0, "shift here.")])], maker=Shots(), now=NOW))
    assert [(line.stage, line.ref, line.reason) for line in lines if isinstance(line, Reject)] == [
        ("claims", "n0", "ungrounded"),
        ("claims", "n0", "ungrounded"),
    ]
    assert not any(isinstance(line, Claim) for line in lines)


@pytest.mark.parametrize(("jobs", "ahead"), [(1, 1), (2, 2 * BATCH * AHEAD + 1)])
def test_input_is_taken_no_faster_than_output(jobs: int, ahead: int) -> None:
    """Memory stays flat: the flow never holds more of a long input than its slots."""
    taken = 0

    def endless() -> Iterator[Report]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield Report(
                id=f"r1{number:032x}",
                ref=f"n{number}",
                capture=None,
                url=None,
                publisher=None,
                title=None,
                text=story(number),
                language="en",
                published_at=None,
            )

    flow = readings(endless(), made=Shots(), jobs=jobs)
    for given, (item, reading) in enumerate(islice(flow, 300), 1):
        assert isinstance(item, Report)
        assert item.ref == f"n{given - 1}"
        assert reading is not None
        assert taken - given <= ahead


def test_published_and_publisher_stand_in(tmp_path: Path) -> None:
    """A bare text takes the publication day and the publisher that the caller knows."""
    path = tmp_path / "bare.txt"
    path.write_text(story(1), encoding="utf-8")
    day = Interval(start=dt.datetime(2015, 10, 7, tzinfo=dt.UTC), end=dt.datetime(2015, 10, 8, tzinfo=dt.UTC))
    found = [
        line
        for line in read([str(path)], maker=Shots(), published=day, publisher="Example Post", now=NOW)
        if isinstance(line, Report)
    ]
    assert [(report.published_at, report.publisher) for report in found] == [(day, "Example Post")]


def test_an_unknown_maker_is_a_usage_error() -> None:
    """A maker that nobody knows is refused with the names there are."""
    with pytest.raises(UsageError, match=", ".join(NAMES)):
        maker("oracle")
