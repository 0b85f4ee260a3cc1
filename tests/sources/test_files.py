"""Files, folders and standard input become captures or named rejects; nothing is lost and memory is bounded."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.sources import files
from counterclaim.sources.files import captures, media_type, read_stream
from counterclaim.text import HTML, JSON_LINES, PDF, TEXT

AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def found(*inputs: str | Path) -> list[Capture | Reject]:
    """Return everything the inputs hold."""
    return list(captures([str(name) for name in inputs], fetched_at=AT))


def captured(body: bytes, suffix: str = "") -> list[Capture | Reject]:
    """Return everything a stream of these bytes holds."""
    return list(read_stream(io.BytesIO(body), "in", suffix=suffix, fetched_at=AT))


class Drip(io.RawIOBase):
    """A stream that hands out a few bytes at a time, as a slow pipe does."""

    def __init__(self, body: bytes) -> None:
        self._rest = body

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill at most three bytes."""
        part, self._rest = self._rest[: min(3, len(buffer))], self._rest[min(3, len(buffer)) :]
        buffer[: len(part)] = part
        return len(part)


@given(st.binary(max_size=300))
def test_a_capture_holds_the_bytes_its_hash_names(body: bytes) -> None:
    """Whatever is captured is byte for byte what came, under the hash and id of its content; all else is rejected."""
    for one in captured(body):
        if isinstance(one, Capture):
            assert one.body in body
            assert one.sha256 == hashlib.sha256(one.body).hexdigest()
            assert one.id == ids.capture_id(sha256=one.sha256, source=one.source, url=None)
        else:
            assert (one.stage, one.reason) == ("sources", "binary")


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    """Files of a folder and its folders come sorted; hidden ones are left out."""
    for name in ("b.txt", "a.txt", "sub/z.txt", "sub/c.txt", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Two shells fell.")
    names = [Path(one.source).name for one in found(tmp_path) if isinstance(one, Capture)]
    assert names == ["a.txt", "b.txt", "c.txt", "z.txt"]


def test_json_lines_are_one_capture_a_line(tmp_path: Path) -> None:
    """Each line is an input of its own, named by file and line; blank lines are left out and still counted."""
    path = tmp_path / "day.jsonl"
    path.write_bytes(b'{"text":"a"}\n\n{"text":"b"}\r\nbroken\n{"text":"c"}')
    lines = found(path)
    assert [(one.source, one.body) for one in lines if isinstance(one, Capture)] == [
        (f"{path}:1", b'{"text":"a"}'),
        (f"{path}:3", b'{"text":"b"}'),
        (f"{path}:4", b"broken"),
        (f"{path}:5", b'{"text":"c"}'),
    ]
    assert all(isinstance(one, Capture) and one.media_type == JSON_LINES for one in lines)


def test_standard_input_is_read_and_typed_by_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads standard input, whatever it holds, even a few bytes at a time."""
    for body, kind in ((b"Two shells fell.", TEXT), (b"<html><p>x</p></html>", HTML), (b'{"text":"a"}\n', JSON_LINES)):
        stream = io.TextIOWrapper(io.BufferedReader(Drip(body)))
        monkeypatch.setattr(sys, "stdin", stream)
        (one,) = found("-")
        assert isinstance(one, Capture)
        assert (one.source, one.media_type, one.body) == (
            "-" if kind != JSON_LINES else "-:1",
            kind,
            body.rstrip(b"\n"),
        )


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"Two shells fell.", ".txt", TEXT),
        (b"<!DOCTYPE HTML><html>", ".txt", HTML),
        (b"\xef\xbb\xbf\n <!-- a --><html>", "", HTML),
        ("<html><p>x</p>".encode("utf-16"), "", HTML),
        (b"<p>Two shells fell.</p>", "", HTML),
        (b'{"text": "a"}\n{"text": "b"}\n', ".txt", JSON_LINES),
        (b'oops\n{"text": "b"}\n', "", JSON_LINES),
        (b"oops", ".jsonl", JSON_LINES),
        (b"Two shells fell.", ".html", HTML),
        (b"", "", TEXT),
        ("Обстрел".encode("utf-16-le"), ".txt", TEXT),
        (b"a \x00 b", ".txt", None),
        (b"%PDF-1.7\n", ".txt", PDF),
        (b"PK\x03\x04", ".html", None),
        (b'<?xml version="1.0"?><rss><channel>', ".xml", None),
        (b'{\n  "text": "a"\n}', ".json", None),
        (bytes(range(1, 9)) * 20, "", None),
    ],
)
def test_the_type_is_told_by_content_then_by_name(head: bytes, suffix: str, kind: str | None) -> None:
    """Content decides; the suffix only where content leaves it open; what is none of the three is None."""
    told = captured(head, suffix)
    types = {one.media_type if isinstance(one, Capture) else None for one in told}
    assert types == {kind}
    assert media_type(head, suffix) == kind


def test_what_cannot_be_read_is_rejected_and_the_rest_read(tmp_path: Path) -> None:
    """A missing file, a pipe and a binary file each give a reject that names them; the good file is read."""
    good, pipe, image = tmp_path / "good.txt", tmp_path / "pipe.txt", tmp_path / "a.txt"
    good.write_text("Two shells fell.")
    os.mkfifo(pipe)
    image.write_bytes(b"\x89PNG\r\n\x1a\n")
    missing, *rest = found(tmp_path / "none.txt", tmp_path)
    assert isinstance(missing, Reject)
    assert (missing.reason, missing.ref) == ("unreadable", str(tmp_path / "none.txt"))
    assert [(Path(one.ref).name, one.reason) for one in rest if isinstance(one, Reject)] == [
        ("a.txt", "binary"),
        ("pipe.txt", "unreadable"),
    ]
    assert [one.body for one in rest if isinstance(one, Capture)] == [b"Two shells fell."]


def test_names_that_are_no_text_are_rejected_or_spelt(tmp_path: Path) -> None:
    """A name with NUL or too long is unreadable; one that is not UTF-8 is spelt so that it can be written."""
    assert [one.reason for one in found("a\x00b", "x" * 5000) if isinstance(one, Reject)] == [
        "unreadable",
        "unreadable",
    ]
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Two shells fell.")
    (one,) = found(tmp_path)
    assert isinstance(one, Capture)
    assert one.source.encode().endswith(b"caf\\udce9.txt")


def test_a_link_back_does_not_loop(tmp_path: Path) -> None:
    """A link to a folder above is not followed."""
    (tmp_path / "a.txt").write_text("Two shells fell.")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(found(tmp_path)) == 1


def test_too_large_files_and_lines_are_rejected_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above its limit a file is rejected; above its limit a line is, and the lines after it are read."""
    monkeypatch.setattr(files, "FILE_LIMIT", 1000)
    monkeypatch.setattr(files, "LINE_LIMIT", 100)
    (file,) = captured(b"a" * 1001)
    assert isinstance(file, Reject)
    assert file.reason == "too_large"
    first, long, last = captured(b'{"text":"a"}\n{"text":"' + b"b" * 300_000 + b'"}\n{"text":"c"}\n')
    assert isinstance(long, Reject)
    assert (long.reason, long.ref) == ("too_large", "in:2")
    assert [one.body for one in (first, last) if isinstance(one, Capture)] == [b'{"text":"a"}', b'{"text":"c"}']


def test_a_line_of_just_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is inclusive, with and without a line end, and across the edge of the first block."""
    monkeypatch.setattr(files, "LINE_LIMIT", 20)
    line = b'{"text":"' + b"a" * 9 + b'"}'
    assert len(line) == 20
    assert [one.body for one in captured(line + b"\n" + line) if isinstance(one, Capture)] == [line, line]


def test_a_folder_yields_files_named_like_reports_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    """Notes and tables beside the reports of a folder are not read; named by themselves, they are."""
    (tmp_path / "report.txt").write_text("Shells hit the port.")
    (tmp_path / "notes.toml").write_text("a = 1\n")
    assert [Path(one.source).name for one in captures([str(tmp_path)], fetched_at=AT) if isinstance(one, Capture)] == [
        "report.txt"
    ]
    assert [
        Path(one.source).name
        for one in captures([str(tmp_path / "notes.toml")], fetched_at=AT)
        if isinstance(one, Capture)
    ] == ["notes.toml"]
