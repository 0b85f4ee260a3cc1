"""Web archives by an enemy: each case ends as a reject, in little time and memory, and pages around it are read."""

from __future__ import annotations

import datetime as dt
import gzip
import tracemalloc
import zlib
from pathlib import Path
from typing import Final

import pytest

from counterclaim.records import Capture, Reject
from counterclaim.sources.files import captures
from tests.sources.warcs import PAGE, archive, http, record

AT: Final = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
GOOD: Final = record(http(), url="http://paper.example/good")
CODED: Final = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
BOMB: Final = gzip.compress(gzip.compress(bytes(200_000_000), 9), 9)
FAR: Final = 10**15


def read(path: Path) -> tuple[list[bytes], list[str]]:
    """Return the bodies of the pages, and the reasons of the rejects."""
    every = list(captures([str(path)], fetched_at=AT))
    bodies = [one.body for one in every if isinstance(one, Capture)]
    return bodies, [one.reason for one in every if isinstance(one, Reject)]


@pytest.mark.parametrize(
    ("hostile", "reasons"),
    [
        (record(http(gzip.compress(bytes(200_000_000), 9), headers=CODED)), ["encoding"]),
        (record(http(b"\x1f\x8b" + bytes(50), headers=CODED)), ["encoding"]),
        (
            record(http(zlib.compress(PAGE)[:-9], headers=CODED.replace("gzip", "deflate")), more="X: y\r\n"),
            ["encoding"],
        ),
        (record(http(b"x", status="999999999999999999999 ?")), ["not_a_page"]),
        (record(b"\x00" * 5000), ["not_a_page"]),
        (record(b""), ["not_a_page"]),
        (record(http(), url="http://" + "a" * 20_000 + ".example/"), []),
        (record(http(), url="file:///etc/passwd", more="Counterclaim-Source: ..%2F..%2Fetc%2Fpasswd\r\n"), []),
        (record(http(headers="Content-Type: text/html; charset=" + "x" * 5000 + "\r\n")), []),
    ],
    ids=["bomb", "no-gzip", "cut", "status", "nul", "nothing", "long-url", "path", "charset"],
)
def test_a_hostile_record_harms_nobody(tmp_path: Path, hostile: bytes, reasons: list[str]) -> None:
    """The pages before and after it come out whole, and what cannot be read is told."""
    bodies, told = read(archive(tmp_path, GOOD, hostile, GOOD))
    assert bodies[0] == bodies[-1] == PAGE
    assert len(bodies) >= 2
    assert told == reasons


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_that_lies_about_its_length_takes_no_memory(tmp_path: Path, name: str) -> None:
    """A length of a petabyte is refused before anything is set aside for it."""
    tracemalloc.start()
    bodies, told = read(archive(tmp_path, GOOD, record(http(), length=FAR), name=name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert bodies == [PAGE]
    assert told[0] == "too_large"
    assert peak < 50_000_000


def test_an_archive_in_an_archive_is_opened_once(tmp_path: Path) -> None:
    """Compression within compression is no archive: it is told by its first bytes, and not opened further."""
    path = tmp_path / "deep.warc.gz"
    path.write_bytes(BOMB)
    bodies, told = read(path)
    assert (bodies, told) == ([], ["binary"])


def test_a_header_without_end_is_told(tmp_path: Path) -> None:
    """Ten megabytes of header end the archive with a reject."""
    path = tmp_path / "long.warc"
    path.write_bytes(GOOD + b"WARC/1.1\r\n" + b"WARC-Type: response\r\n" * 500_000)
    bodies, told = read(path)
    assert bodies == [PAGE]
    assert told == ["broken"]
