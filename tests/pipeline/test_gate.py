"""The relevance gate: reports of conflict pass, other news does not, and what is turned away is told."""

from __future__ import annotations

import json
import math
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.road import page as furnished
from counterclaim import ids
from counterclaim.errors import ModelError
from counterclaim.pipeline import gate
from counterclaim.pipeline.gate import PARTED, page_score, page_turned_away, score, stem, turned_away
from counterclaim.records import Capture, Report
from counterclaim.text import HTML, NO_LANGUAGE, TEXT
from tests.eval.gate import measure
from tests.eval.gold import Context
from tests.reports.captured import capture

STRIKE = (
    "Warplanes bombed a bakery in the rebel-held town of Harun on Monday and killed nine civilians, a monitor said. "
    "The army denied that its jets had flown there and accused the insurgents of shelling the town themselves."
)
OTHER = (
    "The baker has sold bread at the corner of the square since 1962. He gets up at two and is done by noon. His "
    "daughter, who studied law, wants to keep the shop and add a small garden with tables behind it next summer."
)


def report(text: str, *, title: str | None = None, language: str = "en") -> Report:
    """Return a report of this text."""
    return Report(
        id=ids.report_id(ref="in", url=None, publisher=None, title=title, text=text, published_at=None),
        ref="in",
        capture=None,
        url=None,
        publisher=None,
        title=title,
        text=text,
        language=language,
        published_at=None,
    )


def test_news_of_conflict_passes_and_other_news_does_not() -> None:
    """A report of a strike passes; one of bread is turned away with its score."""
    assert turned_away(report(STRIKE), PARTED) is None
    told = turned_away(report(OTHER), PARTED)
    assert told is not None
    assert (told.stage, told.ref, told.reason) == ("gate", "in", "not_relevant")
    assert told.detail == f"score {score(report(OTHER)):.2f}, threshold 0.00"


def test_one_paragraph_is_enough_for_a_long_report() -> None:
    """A strike told of in the middle of a long text on something else is not drowned by it."""
    long = "\n\n".join([OTHER] * 20)
    assert turned_away(report(long), PARTED) is not None
    assert turned_away(report(f"{long}\n\n{STRIKE}\n\n{long}"), PARTED) is None


def test_a_title_counts() -> None:
    """What only the headline says is weighed with the text."""
    title = "Rebels shell army base, killing soldiers and civilians"
    assert score(report(OTHER, title=title)) > score(report(OTHER))


def test_a_word_that_was_never_seen_has_the_weight_of_its_list() -> None:
    """Howitzers stand in the lexicon and in no training text; they speak for conflict all the same."""
    assert gate.weights().stems[stem("howitzers")] > 1


@given(st.floats(-9, 9), st.floats(-9, 9), st.sampled_from([STRIKE, OTHER, "", "!"]))
def test_a_higher_threshold_lets_less_through(one: float, other: float, text: str) -> None:
    """What passes a threshold passes every lower one."""
    low, high = sorted((one, other))
    assert turned_away(report(text), high) is not None or turned_away(report(text), low) is None


def test_coded_rows_are_not_weighed() -> None:
    """What is no running text passes, whatever its words."""
    assert turned_away(report(OTHER, language=NO_LANGUAGE), 99.0) is None


def test_all_capitals_and_marks_change_nothing() -> None:
    """A text in capitals is weighed like one in small letters."""
    assert score(report(STRIKE.upper())) == score(report(STRIKE.lower()))


def test_weights_that_were_changed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose hash is not the one beside it is an error that says what to do."""
    (tmp_path / "gate.json").write_text('{"made_from": {}, "bias": 0, "stems": {}}')
    (tmp_path / "gate.sha256").write_text("0" * 64)
    monkeypatch.setattr("counterclaim.pipeline.gate.resources.files", {"counterclaim.lexicon": tmp_path}.__getitem__)
    with pytest.raises(ModelError, match="install the package anew"):
        gate.weights.__wrapped__()


def test_the_gate_keeps_claims_and_turns_general_news_away(gold: Path) -> None:
    """On texts it was not trained on, at least .98 of the claims pass, and at most a tenth of general news."""
    kept, general, political, _ = measure(Context(gold))
    assert kept.value >= 0.98
    assert max(general.value, political.value) <= 0.1


def page(text: str, *, head: str = "", body: str = "") -> Capture:
    """Return a page with one article."""
    html = f"<html><head>{head}</head><body>{body}<article><p>{text}</p></article></body></html>"
    return capture(html.encode(), HTML)


def test_a_page_is_weighed_by_its_words_alone() -> None:
    """Names in scripts, styles and tags neither help nor harm; data in a script that holds an article count."""
    noise = "<script>var bombing = 'rebels shelled army';</script><style>.war { airstrike: killed }</style>"
    assert (
        page_turned_away(page(OTHER, head=noise, body="<a class='bomb rebels shelling troops'>Home</a>"), 0) is not None
    )
    assert page_turned_away(page(STRIKE, head=noise), 0) is None
    data = f'<script type="application/ld+json">{{"articleBody": "{STRIKE}"}}</script>'
    assert page_turned_away(page("Read on.", head=data), 0) is None


def test_what_is_no_page_of_plain_bytes_is_not_weighed_before_it_is_read() -> None:
    """Texts, and pages in UTF-16, go on: they are weighed as reports."""
    assert page_turned_away(capture(OTHER.encode(), TEXT), 99.0) is None
    assert page_turned_away(capture(f"<p>{OTHER}</p>".encode("utf-16"), HTML), 99.0) is None


def test_a_script_without_end_ends_the_page() -> None:
    """What stands before it is weighed, as a browser would show it."""
    assert page_turned_away(page(STRIKE + "</p><script>"), 0) is None
    assert page_turned_away(page("<script>" + STRIKE), 0) is not None


@pytest.mark.parametrize(
    "part", [b"<", b"<script", b"<script>", b"<a ", b"<script json>", b"</script>", b"-a", b"\xff"]
)
def test_a_hostile_page_is_weighed_in_no_time(part: bytes) -> None:
    """Eight megabytes of what could drive a pattern to and fro take a few seconds at the most on a busy machine."""
    began = time.process_time()
    page_score(part * (8_000_000 // len(part)))
    assert time.process_time() - began < 10


@given(st.binary(max_size=300))
def test_any_bytes_have_a_score(body: bytes) -> None:
    """No bytes make the gate fail."""
    assert math.isfinite(page_score(body))


def test_pages_keep_the_claims_that_reports_keep(gold: Path) -> None:
    """Both weighings together, of pages with the furniture of a news site, let at least .98 of the claims pass."""
    coded = {row["id"]: len(row["claims"]) for row in rows(gold / "claims" / "gold.jsonl")}
    draw = random.Random(0)
    kept = 0
    for row in rows(gold / "claims" / "docs.jsonl"):
        html = furnished(row["title"] or "", row["text"].split("\n"), "2015-10-07", draw)
        passed = page_turned_away(capture(html, HTML), PARTED) is None
        kept += coded[row["id"]] * (passed and turned_away(report(row["text"], title=row["title"]), PARTED) is None)
    assert kept >= 0.98 * sum(coded.values())


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
