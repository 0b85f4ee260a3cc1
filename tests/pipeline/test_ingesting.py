"""Ingesting: once, resumed, in tagged lines or read here, and only by the ledger's maker."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from counterclaim import ids
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.pipeline import ReadingError, ingest, ingesting, read
from tests.pipeline.world import NOW, Telegrams, derived, incidents, lines_file, opened

TEXTS: Final = [
    "On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said. It was loud.",
    "On 6 October a bombing in Harun killed 43 people, the Harun Council said. Shops were shut.",
    "On 6 October an arrest in Tamra was the third.",
    "On 5 October a shelling in Tamra killed 6 people, the Tisa Observatory said.",
    "Nothing is told of here but the weather of the valley.",
]
MAKER: Final = Telegrams()


def taken(ledger: Ledger, path: str, maker: Telegrams = MAKER) -> ingesting.Step:
    """Ingest a file; return the last step."""
    *_, last = ingest(ledger, [path], maker=maker, now=NOW)
    return last


def test_reports_become_incidents(tmp_path: Path) -> None:
    """Each report is stored once with its claims, and the last step says how many came and what was fused."""
    with opened() as ledger:
        step = taken(ledger, lines_file(tmp_path, TEXTS))
        assert (step.reports, step.known, step.claims, step.fused, step.pending) == (5, 0, 4, 3, 0)
        assert len(incidents(ledger)) == 3


def test_twice_is_once(tmp_path: Path) -> None:
    """The same input again stores nothing, reads nothing and changes nothing."""
    path = lines_file(tmp_path, TEXTS)
    with opened() as ledger:
        taken(ledger, path)
        before, counts = derived(ledger), ledger.counts()
        step = taken(ledger, path, Telegrams(stops_at="On 6"))
        assert (step.reports, step.known, step.claims) == (5, 5, 0)
        assert (derived(ledger), ledger.counts()) == (before, counts)


def test_what_broke_off_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A maker that fails in the middle leaves whole batches; the same input again ends where one run does."""
    monkeypatch.setattr(ingesting, "BATCH", 2)
    path = lines_file(tmp_path, TEXTS)
    with opened() as whole, opened() as broken:
        taken(whole, path)
        with pytest.raises(ReadingError, match="the line is dead"):
            taken(broken, path, Telegrams(stops_at="On 5"))
        assert broken.counts().reports == 2
        assert incidents(broken) == []
        taken(broken, path)
        assert derived(broken) == derived(whole)


def test_a_run_that_is_dropped_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stops taking steps loses nothing that was stored; the rest is fused by the next run."""
    monkeypatch.setattr(ingesting, "BATCH", 2)
    path = lines_file(tmp_path, TEXTS)
    with opened(tmp_path / "a.db") as ledger:
        steps = ingest(ledger, [path], maker=MAKER, now=NOW)
        next(steps)
        steps.close()
    with opened(tmp_path / "a.db") as ledger, opened() as whole:
        assert ledger.counts().pending == 2
        taken(ledger, path)
        taken(whole, path)
        assert derived(ledger) == derived(whole)


def test_stored_and_not_fused(tmp_path: Path) -> None:
    """Fusion can be left for later."""
    with opened() as ledger:
        *_, step = ingest(ledger, [lines_file(tmp_path, TEXTS)], maker=MAKER, now=NOW, fuse=False)
        assert (step.fused, step.pending) == (0, 5)
        assert incidents(ledger) == []


def test_tagged_lines_are_what_they_say(tmp_path: Path) -> None:
    """What reading gave, as tagged lines, makes the same ledger as reading here; nothing is read again."""
    path = lines_file(tmp_path, TEXTS)
    tagged = tmp_path / "tagged.jsonl"
    tagged.write_bytes(b"\n".join(map(ids.canonical, read([path], maker=MAKER, now=NOW))))
    with opened() as direct, opened() as given:
        taken(direct, path)
        step = taken(given, str(tagged), Telegrams(stops_at="October"))
        assert (step.reports, step.claims, step.rejects) == (5, 4, ())
        assert derived(given) == derived(direct)
        assert given.counts() == direct.counts()


def test_tagged_lines_that_are_broken_are_set_aside(tmp_path: Path) -> None:
    """A tagged line that is no record is a reject with its reason, and the others are stored."""
    path = lines_file(tmp_path, TEXTS)
    tagged = tmp_path / "tagged.jsonl"
    lines = [ids.canonical(line) for line in read([path], maker=MAKER, now=NOW)]
    tagged.write_bytes(b"\n".join([*lines, b'{"record": "claim", "id": 3}']))
    with opened() as ledger:
        steps = list(ingest(ledger, [str(tagged)], maker=MAKER, now=NOW))
        assert [reject.stage for step in steps for reject in step.rejects] == ["reports"]
        assert ledger.counts().rejects == 1
        assert ledger.counts().claims == 4


def test_another_maker_is_refused(tmp_path: Path) -> None:
    """A ledger's claims are of one maker: another one is told how to read all anew, and nothing is stored."""
    path = lines_file(tmp_path, TEXTS)
    with opened() as ledger:
        taken(ledger, path)
        before = ledger.counts()
        with pytest.raises(UsageError, match=r"read by telegrams@1, this program reads by telegrams@2.*--reread"):
            taken(ledger, path, Telegrams("telegrams@2"))
        assert ledger.counts() == before
