"""Engines: the same ledger whoever does the work; the gate before reading; archives taken up where they stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.errors import UsageError
from counterclaim.pipeline import ReadingError, ingest, ingesting
from counterclaim.pipeline.engines import engine
from counterclaim.records import Capture, Reject
from counterclaim.sources.files import captures
from tests.conftest import ROOT
from tests.pipeline.world import NOW, Telegrams, derived, opened
from tests.sources.warcs import archive, http, record

MAKER: Final = Telegrams()
PAGES: Final = 24
BREAD: Final = (
    "The baker has sold bread at the corner of the square since 1962. He gets up at two and is done by noon. "
)


def page(text: str) -> bytes:
    """Return a page with one article."""
    return http(f"<html><head><title>News</title></head><body><article><p>{text}</p></article></body></html>".encode())


def strike(number: int) -> str:
    """Return the text of a report on a happening of its own."""
    return (
        f"On {number % 28 + 1} October a bombing in Harun killed {number + 3} people, the Tisa Observatory said. "
        "Warplanes struck the rebel-held town again in the evening, and the army denied that it had shelled civilians."
    )


def crawl(folder: Path, *, pages: int = PAGES, every: int = 3, name: str = "crawl.warc.gz") -> Path:
    """Write an archive of pages of which every so many tells of a strike, the others of bread."""
    texts = [strike(number) if number % every == 0 else BREAD * 3 + f"Loaf {number}." for number in range(pages)]
    records = [
        record(page(text), url=f"http://paper.example/{number}", date="2015-10-09T10:00:00Z")
        for number, text in enumerate(texts)
    ]
    return archive(folder, *records, name=name)


def test_workers_make_the_ledger_that_one_process_makes(tmp_path: Path) -> None:
    """Statements, incidents and the steps told on the way are the same for one process and for two workers."""
    path = str(crawl(tmp_path))
    with opened() as alone, opened() as together:
        one = list(ingest(alone, [path], maker=MAKER, now=NOW, gate=0.0))
        two = list(ingest(together, [path], maker=MAKER, now=NOW, gate=0.0, jobs=2, engine="processes"))
        assert one == two
        assert one[-1].reports == PAGES // 3
        assert one[-1].claims > 0
        assert derived(alone) == derived(together)
        assert alone.counts() == together.counts()


RUN: Final = """
import sys
from counterclaim.pipeline import ingest
from tests.pipeline.world import NOW, Telegrams, opened, derived
from counterclaim import ids
path, engine = sys.argv[1:]
with opened() as ledger:
    steps = list(ingest(ledger, [path], maker=Telegrams(), now=NOW, gate=0.0, jobs=2, engine=engine))
    print(ids.canonical([steps, ledger.counts(), [str(one) for one in derived(ledger)]]).decode())
"""


@pytest.mark.slow
def test_ray_makes_the_ledger_that_one_process_makes(tmp_path: Path) -> None:
    """A cluster on this machine gives the same statements, incidents and steps as worker processes."""
    pytest.importorskip("ray")
    path = str(crawl(tmp_path))
    made = [
        subprocess.run(
            [sys.executable, "-c", RUN, path, named], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
        ).stdout
        for named in ("processes", "ray")
    ]
    assert made[0] == made[1]
    assert json.loads(made[0])[0][-1]["reports"] == PAGES // 3


def test_without_ray_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Ray is not installed, asking for it is an error that says so, and nothing is stored."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with opened() as ledger:
        with pytest.raises(UsageError, match="pip install"):
            list(ingest(ledger, [str(crawl(tmp_path))], maker=MAKER, now=NOW, engine="ray"))
        assert ledger.counts().captures == 0


@pytest.mark.parametrize("named", ["dask", "ray:", "processes:2", ""])
def test_an_unknown_engine_is_a_usage_error(named: str) -> None:
    """A name that is no engine is answered with those that there are."""
    with pytest.raises(UsageError, match="processes, ray and ray:ADDRESS"):
        engine(named)


def test_what_the_gate_turns_away_is_told_and_its_page_is_not_kept(tmp_path: Path) -> None:
    """Every page is a report or a reject of the gate that names its record; only pages that passed keep their bytes."""
    path = crawl(tmp_path, pages=9)
    with opened() as ledger:
        *_, last = ingest(ledger, [str(path)], maker=MAKER, now=NOW, gate=0.0)
        away = [one for one in ledger.rejects() if one.stage == "gate"]
        assert (last.reports, last.turned_away, len(away)) == (3, 6, 6)
        assert all(one.reason == "not_relevant" and one.ref.startswith(f"{path}:") for one in away)
        assert ledger.counts().captures == 3


def test_without_a_gate_everything_is_read(tmp_path: Path) -> None:
    """No threshold, no reject of the gate."""
    with opened() as ledger:
        *_, last = ingest(ledger, [str(crawl(tmp_path, pages=9))], maker=MAKER, now=NOW)
        assert (last.reports, last.turned_away) == (9, 0)


def test_an_archive_is_taken_up_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that broke off goes on near the record it reached, and ends where one run ends."""
    monkeypatch.setattr(ingesting, "BATCH", 2)
    path = str(crawl(tmp_path, every=1))
    taken: list[Capture | Reject] = []
    with opened() as whole, opened() as broken:
        list(ingest(whole, [path], maker=MAKER, now=NOW))
        with pytest.raises(ReadingError, match="the line is dead"):
            list(ingest(broken, [path], maker=Telegrams(stops_at="killed 19 "), now=NOW))
        before = broken.counts().reports
        assert 0 < before < PAGES

        def counted(*args: Any, **more: Any) -> Iterator[Capture | Reject]:
            for one in captures(*args, **more):
                taken.append(one)
                yield one

        monkeypatch.setattr(ingesting, "captures", counted)
        list(ingest(broken, [path], maker=MAKER, now=NOW))
        assert len(taken) == PAGES - before + 1
        assert derived(broken) == derived(whole)
        assert broken.counts() == whole.counts()


def test_another_gate_reads_an_archive_from_its_beginning(tmp_path: Path) -> None:
    """What one threshold turned away is looked at again under another."""
    path = str(crawl(tmp_path, pages=9))
    with opened() as ledger:
        list(ingest(ledger, [path], maker=MAKER, now=NOW, gate=0.0))
        *_, last = ingest(ledger, [path], maker=MAKER, now=NOW)
        assert (last.reports, last.known) == (9, 3)
