"""Claims that a coder wrote down become records: grounded, with days, parties and places as the reader has them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.errors import UsageError
from counterclaim.pipeline.coded import coded
from counterclaim.publish.flat import flat
from counterclaim.records import Claim, Interval, Line, Reject, Report

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXT = (
    "Shells hit the market of Maarat al-Numan on Monday, killing four traders, the White Helmets said. "
    "Officials said the army had not fired. Two convoys were shot at later."
)
SHELLS: dict[str, Any] = {
    "kind": "shelling", "stance": "asserts", "claimant": "White Helmets", "actor": [], "target": ["market"],
    "place": ["Maarat al-Numan"], "country": "SY", "date": ["2019-03-04", "2019-03-04"], "count": None,
    "toll": [{"harm": "killed", "who": "civilians", "min": 4, "max": 4}], "means": "Shells", "incident": 1,
    "evidence": "Shells hit the market of Maarat al-Numan on Monday, killing four traders, the White Helmets said.",
}  # fmt: skip
DENIAL: dict[str, Any] = {
    "kind": "shelling", "stance": "denies", "claimant": "Officials", "actor": ["army"], "target": [], "place": [],
    "country": "", "date": ["", ""], "count": None, "toll": [], "means": "", "incident": 1,
    "evidence": "Officials said the army had not fired.",
}  # fmt: skip


def folder(home: Path, *rows: dict[str, Any], name: str = "d1") -> Path:
    """Write one document and its coded claims; return the folder."""
    document = {"id": "d1", "publisher": "Vale Post", "published": "2019-03-05", "title": "Market hit", "text": TEXT}
    (home / "docs.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    (home / "gold.jsonl").write_text(json.dumps({"id": name, "claims": rows}) + "\n", encoding="utf-8")
    return home


def claims(lines: list[Line]) -> list[Claim]:
    """Return the claims among the lines."""
    return [line for line in lines if isinstance(line, Claim)]


def test_fields(tmp_path: Path) -> None:
    """Days become half-open intervals, known names get ids, the claimant's words tell a named from an unnamed voice."""
    first, second = claims(list(coded(folder(tmp_path, SHELLS, DENIAL), now=NOW)))
    assert first.event.when == Interval.day(dt.date(2019, 3, 4))
    assert (first.claimant.voice, second.claimant.voice) == ("named", "unnamed")
    assert first.claimant.party is not None
    assert first.happening == second.happening
    assert second.event.when is None
    assert second.event.country is None
    assert TEXT[second.evidence.start : second.evidence.end] == DENIAL["evidence"]


def test_places(tmp_path: Path) -> None:
    """A place is found as the reader finds it in the text; in another country than the one coded it has no point."""
    found, elsewhere = claims(list(coded(folder(tmp_path, SHELLS, {**SHELLS, "country": "YE"}), now=NOW)))
    (place,), (other,) = found.event.places, elsewhere.event.places
    assert place.lat_deg == pytest.approx(35.6, abs=0.2)
    assert place.lon_deg == pytest.approx(36.7, abs=0.2)
    assert (other.lat_deg, other.country) == (None, "YE")


def test_there_and_back(tmp_path: Path) -> None:
    """What was coded is what the flat form of the records says."""
    lines = list(coded(folder(tmp_path, SHELLS, DENIAL), now=NOW))
    (report,) = (line for line in lines if isinstance(line, Report))
    rows: list[dict[str, Any]] = msgspec.to_builtins(flat(report, claims(lines)).claims)
    for row, given in zip(rows, (SHELLS, DENIAL), strict=True):
        row.pop("span")
        assert json.loads(json.dumps(row)) == given


def test_scope(tmp_path: Path) -> None:
    """A count of several is a series, the harm of a war a total, what ended long before publication background."""
    series = {**DENIAL, "stance": "asserts", "count": 2, "evidence": "Two convoys were shot at later."}
    total = {**SHELLS, "kind": "conflict_toll"}
    old = {**SHELLS, "date": ["2018-01-01", "2018-01-31"]}
    made = claims(list(coded(folder(tmp_path, series, total, old, SHELLS), now=NOW)))
    assert [claim.event.scope for claim in made] == ["series", "total", "background", "event"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evidence": "Words that nobody wrote."}, "ungrounded"),
        ({"evidence": ""}, "ungrounded"),
        ({"span": [1, 20]}, "ungrounded"),
        ({"date": ["2019-03-04", "2019-03-01"]}, "malformed_line"),
        ({"date": ["Monday", ""]}, "malformed_line"),
        ({"toll": [{"harm": "killed", "who": "people", "min": 5, "max": 2}]}, "malformed_line"),
    ],
)
def test_rejects(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    """A claim that does not stand in the text, or whose values cannot be, is set aside with a reason; others stay."""
    lines = list(coded(folder(tmp_path, {**SHELLS, **change}, DENIAL), now=NOW))
    assert [line.reason for line in lines if isinstance(line, Reject)] == [reason]
    assert [claim.stance for claim in claims(lines)] == ["denies"]


def test_claims_without_document(tmp_path: Path) -> None:
    """Claims on a document that is not there are named, not dropped."""
    lines = list(coded(folder(tmp_path, SHELLS, name="d2"), now=NOW))
    assert [(line.ref, line.reason) for line in lines if isinstance(line, Reject)] == [("d2", "ungrounded")]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file and a line of another form are errors that name the file; a file of claims may be named itself."""
    with pytest.raises(UsageError, match=r"gold\.jsonl is missing"):
        list(coded(tmp_path, now=NOW))
    home = folder(tmp_path, SHELLS)
    assert len(claims(list(coded(home / "gold.jsonl", now=NOW)))) == 1
    folder(tmp_path, {**SHELLS, "kind": "party"})
    with pytest.raises(UsageError, match=r"gold\.jsonl:1"):
        list(coded(home, now=NOW))
