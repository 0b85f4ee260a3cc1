"""Hostile input for sources and reports: each a clear reject or a report, within seconds and bounded memory."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import REASONS
from counterclaim.records import Capture, Reject, Report
from counterclaim.reports.build import reports
from counterclaim.reports.draft import TEXT_LIMIT
from counterclaim.sources.files import captures, read_stream
from counterclaim.text import HTML, JSON_LINES, TEXT
from tests.reports.captured import NOW, one_reject, one_report, read

AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
PROSE = "Two shells fell on the market of the town on Monday, killing three traders, the mayor told a local station."
SECONDS = 20.0
"""Far above what any of these takes (under three), far below a hang."""


def everything(body: bytes, suffix: str = "") -> Iterator[Report | Reject]:
    """Yield what both stages make of a stream."""
    for one in read_stream(io.BytesIO(body), "in", suffix=suffix, fetched_at=AT):
        if isinstance(one, Capture):
            yield from reports(one, now=NOW)
        else:
            yield one


def html(body: str, head: str = "") -> str:
    """Return a page."""
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>"


def mixed(count: int) -> str:
    """Return ``count`` random tags, opened and closed as they fall."""
    draw = random.Random(7)
    tags = [
        "<div>",
        "<p>",
        "</p>",
        "<b>",
        "<table>",
        "<tr>",
        "</div>",
        "<i>",
        PROSE,
        "<li>",
        "</table>",
        "<!--",
        "-->",
        "<a>",
    ]
    return "".join(draw.choice(tags) for _ in range(count))


PAGES = {
    "10,000 divisions deep": (html("<div>" * 10_000 + f"<p>{PROSE}</p>" * 5 + "</div>" * 10_000), "too_large"),
    "10,000 bold deep": (html("<p>" + "<b>" * 10_000 + PROSE), "too_large"),
    "3,000 tables deep": (html("<table><tr><td>" * 3_000 + f"<p>{PROSE}</p>"), "too_large"),
    "10,000 lists deep": (html("<ul><li>" * 10_000 + f"<p>{PROSE}</p>"), "too_large"),
    "90,000 links": (html('<a href="/x">x</a> ' * 90_000), "too_large"),
    "90,000 line breaks": (html("<p>" + "a<br>" * 90_000), "too_large"),
    "2,000,000 opening marks": (html("<" * 2_000_000), "too_large"),
    "one paragraph of 7 MB": (html("<p>" + "word " * 1_500_000 + "</p>"), "too_large"),
    "title of 3 MB": (html(f"<p>{PROSE}</p>", head="<title>" + "a" * 3_000_000 + "</title>"), "too_large"),
    "no body": ("<html><head><title>Nothing</title></head></html>", "no_body"),
    "nothing at all": ("<html></html>", "no_body"),
    "scripts only": (html("<script>var killed = 12;</script>" * 50), "no_body"),
    "an unclosed comment": ("<html><!-- " + "x" * 1_000_000, "no_body"),
    "a frameset": ("<html><frameset cols='*'><frame src='a.html'></frameset></html>", "no_body"),
    "JSON-LD 100,000 lists deep": (
        html(f"<p>{PROSE}</p>" * 3, head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        None,
    ),
    "JSON-LD with dates of every type": (
        html(
            f"<p>{PROSE}</p>" * 3,
            head='<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":[1,{"a":2}]},'
            '{"@type":["NewsArticle",3],"datePublished":"99999-99-99T99:99"},{"@type":null,"datePublished":true}]</script>',
        ),
        None,
    ),
    "an attribute of 200 kB": (html(f'<div class="{"a " * 100_000}"><p>{PROSE}</p></div>'), None),
    "a charset that lies": (html(f"<p>{PROSE}</p>", head='<meta charset="utf-16">'), None),
    "an address that is none": (html(f"<p>{PROSE}</p>", head='<link rel="canonical" href="http://[::1">'), None),
    "entities that are none": (html(f"<p>{PROSE}&#0;&#xD800;&#x110000;&bogus;</p>"), None),
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_reports_or_named_rejects(name: str) -> None:
    """No page crashes or hangs the reader; each gives one report with its prose, or the reject expected."""
    page, reason = PAGES[name]
    began = time.monotonic()
    (one,) = everything(page.encode(), ".html")
    assert time.monotonic() - began < SECONDS
    if reason is None:
        assert isinstance(one, Report), one
        assert PROSE in one.text
        assert one.published_at is None
    else:
        assert isinstance(one, Reject), one
        assert one.reason == reason


@pytest.mark.parametrize("count", [100, 3_000, 60_000])
def test_tag_soup_gives_exactly_one_record(count: int) -> None:
    """Randomly opened and closed tags give one report or one reject."""
    (one,) = read(html(mixed(count)), HTML)
    assert isinstance(one, Report) or one.reason in REASONS


@given(st.binary(max_size=400), st.sampled_from([TEXT, HTML, JSON_LINES]))
def test_any_bytes_as_any_type_give_one_record(body: bytes, media_type: str) -> None:
    """Random bytes, called anything, give one record of this stage (a tagged record of ours aside)."""
    found = read(body, media_type)
    assert len(found) == 1
    assert isinstance(found[0], Report) or found[0].reason in REASONS


@given(st.binary(max_size=600))
def test_random_bytes_from_a_stream_lose_nothing(body: bytes) -> None:
    """Every non-blank stream yields at least one record, and every reject has a known reason."""
    found = list(everything(body))
    assert found
    assert all(isinstance(one, Report) or one.reason in REASONS for one in found)


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    """A file of no bytes is rejected as empty, by name."""
    path = tmp_path / "a.txt"
    path.touch()
    (capture,) = captures([str(path)], fetched_at=AT)
    assert isinstance(capture, Capture)
    (reject,) = reports(capture, now=NOW)
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.ref) == ("empty", str(path))


def test_fifty_megabytes_of_text_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    """50 MB of prose are rejected as too large without growing past the file's own size twice over."""
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        for _ in range(50):
            stream.write((PROSE + "\n").encode() * 10_000)
    code = (
        "import datetime as dt, pathlib, re, resource, sys\n"
        "from counterclaim.sources.files import captures\n"
        "from counterclaim.reports.build import reports\n"
        "now = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)\n"
        "found = [r for c in captures([sys.argv[1]], fetched_at=now) for r in reports(c, now=now)]\n"
        # Linux hands the peak of the process that started this one on in ru_maxrss, but not in VmHWM.
        "status = pathlib.Path('/proc/self/status')\n"
        "own = status.exists() and re.search(r'VmHWM:\\s+(\\d+)', status.read_text())\n"
        "peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(found[0].reason, len(found), peak // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    reason, count, megabytes = done.stdout.split()
    assert (reason, count) == ("too_large", "1")
    assert int(megabytes) < 300


def test_a_large_file_of_json_lines_streams() -> None:
    """Line after line is read however long the file is; the file's limit is not the stream's."""

    class Endless(io.RawIOBase):
        """A stream without end."""

        def readable(self) -> bool:
            """Return that it can be read."""
            return True

        def readinto(self, buffer: Any, /) -> int:
            """Fill up with whole lines."""
            lines = b'{"text":"Two shells fell on the town."}\n' * (len(buffer) // 40)
            buffer[: len(lines)] = lines
            return len(lines)

    stream = read_stream(io.BufferedReader(Endless()), "-", fetched_at=AT)
    sources = [next(stream) for _ in range(5_000)]
    assert all(isinstance(one, Capture) for one in sources)


def test_a_million_word_line_is_too_large_and_a_long_line_is_read() -> None:
    """A line of a million words is refused; one just below the limit of a report is read in seconds."""
    assert one_reject("killed " * 1_000_000).reason == "too_large"
    line = ("The army said on Monday that it had taken the village, and the rebels denied it. " * 6_000)[
        : TEXT_LIMIT - 1
    ]
    began = time.monotonic()
    report = one_report(line)
    assert time.monotonic() - began < SECONDS
    assert len(report.repeats) == 1


def test_a_malformed_line_among_good_ones_is_named_and_the_rest_read(tmp_path: Path) -> None:
    """Each bad line is a reject naming file and line; every good line is a report."""
    good = json.dumps({"text": PROSE}).encode()
    path = tmp_path / "day.jsonl"
    path.write_bytes(
        b"\n".join([good, b'{"text": "cut', good, b'{"title": "no text"}', b"\xff\xfe\x00", good, b"{" * 5_000])
    )
    found = [
        record
        for one in captures([str(path)], fetched_at=AT)
        for record in (reports(one, now=NOW) if isinstance(one, Capture) else [one])
    ]
    rejects = [(one.ref, one.reason) for one in found if isinstance(one, Reject)]
    assert sum(isinstance(one, Report) for one in found) == 3
    assert rejects == [
        (f"{path}:2", "malformed_line"),
        (f"{path}:4", "missing_field"),
        (f"{path}:5", "malformed_line"),
        (f"{path}:7", "malformed_line"),
    ]


def test_json_nested_beyond_reason_is_malformed() -> None:
    """Brackets 100,000 deep overflow no stack."""
    assert one_reject(b'{"text": ' + b"[" * 100_000, JSON_LINES).reason in {"malformed_line", "missing_field"}
    nested = b'{"text": "' + PROSE.encode() + b'", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    (one,) = read(nested, JSON_LINES)
    assert isinstance(one, Report) or one.reason == "malformed_line"


def test_bytes_in_no_encoding_are_refused() -> None:
    """High bytes that no encoding makes sense of are rejected as encoding or binary, or as no language that is read."""
    draw = random.Random(3)
    noise = bytes(draw.randrange(0x80, 0x100) for _ in range(5_000))
    assert one_reject(noise).reason in {"encoding", "binary", "language"}
    assert one_reject(b"\xff\xfe" + b"\x00\xd8" * 50).reason == "encoding"
    assert one_reject(b"\xef\xbb\xbf" + b"\xff" * 50).reason == "encoding"


def test_nul_and_control_codes_make_a_text_binary() -> None:
    """NUL anywhere, and many control codes, are no text; a few stray codes are kept as they are."""
    assert one_reject(PROSE.encode() + b"\x00" + PROSE.encode()).reason == "binary"
    assert one_reject("\x01\x02" * 20 + PROSE).reason == "binary"
    stray = PROSE + " \x1b[2J\u202eend\u202c \x07"
    assert one_report(stray).text == stray


def test_a_text_of_invisible_codes_says_nothing() -> None:
    """Zero-width and directional codes alone are no language."""
    assert one_reject("\u200b\u202e\u2066" * 50).reason in {"empty", "language"}


def test_ids_and_names_with_codes_are_kept_as_data() -> None:
    """Control and bidirectional codes in ids and titles neither crash nor vanish: only the screen strips them."""
    row = {"id": "a\u202eb\x1b", "title": "\u2066x", "publisher": "\u200f", "text": PROSE}
    report = one_report(json.dumps(row), JSON_LINES)
    assert (report.ref, report.title) == ("a\u202eb\x1b", "\u2066x")


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page, or a text that is an address, opens no connection."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    linked = (
        '<link rel="canonical" href="http://example.org/a"><meta http-equiv="refresh" content="0;url=http://a.org">'
    )
    page = html(f"<p>{PROSE}</p><img src='http://example.org/i.png'>", head=linked)
    assert one_report(page, HTML).text == PROSE
    read("http://example.org/article", HTML)
    read("http://example.org/article", TEXT)
