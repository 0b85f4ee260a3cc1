"""JSON lines: the common shape, our own records, and lines that are neither."""

from __future__ import annotations

import json

import msgspec
import pytest

from counterclaim.records import Reject, Report
from counterclaim.text import JSON_LINES
from tests.reports.captured import day, one_reject, one_report, read

TEXT = "A drone hit a fuel depot outside Port Sudan before dawn on Friday, and firemen worked there until noon."
ROW = {"id": "ps-1", "publisher": "Red Sea Post", "published": "2024-05-31", "title": "Depot burns", "text": TEXT}


def line(**changes: object) -> bytes:
    """Return the row with some fields changed, as a line."""
    return json.dumps({**ROW, **changes}).encode()


def test_the_common_shape_is_read() -> None:
    """Id, publisher, date, title and text are taken up; keys of other collections are ignored."""
    report = one_report(line(cluster="c1", origin="x", may_ship=True), JSON_LINES, source="in.jsonl:4")
    assert (report.ref, report.publisher, report.title, report.text) == ("ps-1", "Red Sea Post", "Depot burns", TEXT)
    assert report.published_at == day(2024, 5, 31)


def test_empty_strings_and_null_say_nothing() -> None:
    """An empty publication date, title or publisher is None, and an id that is missing is the line's place."""
    for nothing in ("", None):
        report = one_report(line(published=nothing, title=nothing, publisher=nothing, id=nothing), JSON_LINES)
        assert (report.published_at, report.title, report.publisher, report.ref) == (None, None, None, "in.txt")


def test_a_bad_date_stands_beside_the_report() -> None:
    """A row with an impossible date is read without it, and the reject names the row."""
    report, reject = read(line(published="2024-02-31"), JSON_LINES)
    assert isinstance(report, Report)
    assert isinstance(reject, Reject)
    assert (report.published_at, reject.reason, reject.ref) == (None, "bad_date", "ps-1")


@pytest.mark.parametrize(
    "bad", [b"{", b'{"text": "cut', b"not json", b"[1, 2]", b'"text"', b"12", b"\xff\xfe{}", b"null"]
)
def test_a_malformed_line_names_file_and_line(bad: bytes) -> None:
    """What is no JSON object is rejected under the place where it stands."""
    reject = one_reject(bad, JSON_LINES, source="day.jsonl:17")
    assert (reject.reason, reject.ref) == ("malformed_line", "day.jsonl:17")


@pytest.mark.parametrize(
    "row", [b"{}", b'{"title": "x"}', b'{"text": 5}', b'{"text": null}', b'{"text": "a", "id": []}']
)
def test_a_missing_field_is_named(row: bytes) -> None:
    """A row without text, or with a field of the wrong type, says which."""
    reject = one_reject(row, JSON_LINES)
    assert reject.reason == "missing_field"
    assert "text" in reject.detail or "id" in reject.detail


def test_our_own_report_reads_back_as_it_is() -> None:
    """A tagged report that was written is read as the same record."""
    report = one_report(line(), JSON_LINES)
    assert one_report(msgspec.json.encode(report), JSON_LINES) == report


def test_a_report_that_was_changed_by_hand_is_refused() -> None:
    """A tagged report whose id is not that of its content is not believed."""
    report = one_report(line(), JSON_LINES)
    forged = msgspec.structs.replace(report, text=TEXT.replace("Friday", "Sunday"))
    assert one_reject(msgspec.json.encode(forged), JSON_LINES).reason == "malformed_line"


def test_rejects_are_handed_on_and_claims_and_captures_ignored() -> None:
    """Of our other records a reject stays a reject; a capture travels beside its report and yields nothing."""
    reject = Reject(stage="sources", ref="a", reason="binary", detail="PDF")
    assert read(msgspec.json.encode(reject), JSON_LINES) == [reject]
    kept = b'{"record":"capture","id":"b1","sha256":"","source":"a","url":null,"media_type":"text/plain",'
    assert read(kept + b'"fetched_at":"2024-05-01T00:00:00Z","body":""}', JSON_LINES) == []


def test_text_with_nul_or_half_a_pair_is_refused() -> None:
    """U+0000 and lone surrogates, which JSON can spell, are never stored."""
    assert one_reject(b'{"text": "one\\u0000two three"}', JSON_LINES).reason == "binary"
    assert one_reject(b'{"text": "one \\ud800 two"}', JSON_LINES).reason in {"encoding", "malformed_line"}


@pytest.mark.parametrize("label", ["id", "url", "publisher", "title"])
def test_labels_with_nul_are_refused(label: str) -> None:
    """U+0000 in what goes with a text sets that report aside, for no ledger could keep it."""
    refused = one_reject(line(**{label: "a\0b"}), JSON_LINES)
    assert refused.reason == "binary"
    assert "\0" not in refused.ref
    report = one_report(line(), JSON_LINES)
    named = {"ref" if label == "id" else label: "a\0b"}
    assert one_reject(msgspec.json.encode(msgspec.structs.replace(report, **named)), JSON_LINES).reason == "binary"
