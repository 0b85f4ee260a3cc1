"""Web archives: each page once, what is no page counted, what is broken named, and nothing else lost."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
from functools import partial
from pathlib import Path

import msgspec
import pytest
from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource] - a compiled library
    ArchiveIterator,
    WarcRecordType,
)
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.sources import warc, warc_out
from counterclaim.sources.files import captures
from counterclaim.text import HTML, JSON_LINES, TEXT
from tests.eval.warc import warc_samples
from tests.sources.warcs import PAGE, archive, http, record

AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def found(*paths: Path) -> tuple[list[Capture], list[Reject]]:
    """Return the pages and the rejects of archives or folders."""
    every = list(captures([str(path) for path in paths], fetched_at=AT))
    return [one for one in every if isinstance(one, Capture)], [one for one in every if isinstance(one, Reject)]


def _at(offset: int, _source: str, _head: bytes) -> int:
    return offset


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl"])
def test_a_page_is_captured_as_the_archive_has_it(tmp_path: Path, name: str) -> None:
    """Bytes, address and time are the record's; the source tells archive and offset; the name decides nothing."""
    path = archive(tmp_path, record(b"x", kind="warcinfo"), record(http()), name=name)
    (page,), rejects = found(path)
    assert page.body == PAGE
    assert page.url == "http://paper.example/1"
    assert page.media_type == HTML
    assert page.fetched_at == dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC)
    archive_name, _, offset = page.source.rpartition(":")
    assert archive_name == str(path)
    assert int(offset) > 0
    assert rejects == []


def test_a_folder_gives_the_archives_in_it(tmp_path: Path) -> None:
    """Archives are read in the order of their names, beside reports of other forms."""
    archive(tmp_path, record(http(b"<p>two</p>"), url="http://a.example/2"), name="b.warc.gz")
    archive(tmp_path, record(http(b"<p>one</p>"), url="http://a.example/1"), name="a.warc")
    (tmp_path / "c.txt").write_text("Three shells fell.")
    pages, _ = found(tmp_path)
    assert [page.body for page in pages] == [b"<p>one</p>", b"<p>two</p>", b"Three shells fell."]


def test_what_is_no_page_is_counted_by_sort(tmp_path: Path) -> None:
    """Redirects and pictures give one reject an archive that tells how many of each there were."""
    path = archive(
        tmp_path,
        record(http(b"", status="301 Moved Permanently")),
        record(http(b"x", headers="Content-Type: image/png\r\n")),
        record(http(b"y", headers="Content-Type: image/png\r\n")),
        record(http(b"Plain words.", headers="Content-Type: text/plain; charset=utf-8\r\n")),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    )
    (page,), (told,) = found(path)
    assert (page.media_type, page.body) == (TEXT, b"Plain words.")
    assert (told.reason, told.ref) == ("not_a_page", str(path))
    assert told.detail == "3 responses left out: image/png 2, status 301 1"


def test_reading_goes_on_at_an_offset(tmp_path: Path) -> None:
    """From the offset of any page on, exactly that page and those after it come out, under the same ids."""
    records = [record(http(b"<p>%d</p>" % number), url=f"http://a.example/{number}") for number in range(5)]
    for name in ("a.warc", "a.warc.gz"):
        path = archive(tmp_path, *records, name=name)
        pages, _ = found(path)
        for number, page in enumerate(pages):
            start = int(page.source.rpartition(":")[2])
            rest = list(captures([str(path)], fetched_at=AT, start=partial(_at, start)))
            assert rest == pages[number:]


def test_an_offset_where_no_record_begins_is_not_trusted(tmp_path: Path) -> None:
    """A start in the middle of a record, or past the end, reads the archive from its beginning."""
    path = archive(tmp_path, record(http()))
    for start in (7, 10**9):
        assert len(list(captures([str(path)], fetched_at=AT, start=partial(_at, start)))) == 1


def test_one_gzip_member_for_all_records_keeps_their_sources_apart(tmp_path: Path) -> None:
    """An archive compressed as a whole is read; its pages, which share an offset, still have sources of their own."""
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(b"".join(record(http(b"<p>%d</p>" % number)) for number in range(4))))
    pages, _ = found(path)
    assert [page.body for page in pages] == [b"<p>0</p>", b"<p>1</p>", b"<p>2</p>", b"<p>3</p>"]
    assert len({page.source for page in pages}) == len(pages)


def test_a_record_cut_short_is_a_reject_and_what_stood_before_is_kept(tmp_path: Path) -> None:
    """The end of a clipped archive costs its last page and no other."""
    whole = record(http(), url="http://a.example/1") + record(http(), url="http://a.example/2")
    path = tmp_path / "clipped.warc"
    path.write_bytes(whole[:-60])
    (page,), (told,) = found(path)
    assert page.url == "http://a.example/1"
    assert told.reason == "broken"
    assert "bytes are there" in told.detail


def test_an_archive_that_breaks_off_is_named(tmp_path: Path) -> None:
    """Garbage after a record ends the archive with a reject."""
    path = tmp_path / "broken.warc"
    path.write_bytes(record(http()) + b"no header of a record\r\n" * 9)
    pages, rejects = found(path)
    assert len(pages) == 1
    assert [told.reason for told in rejects] == ["broken"]


@pytest.mark.parametrize(
    ("date", "taken"), [("yesterday", AT), ("2124-05-01T10:00:00Z", AT), ("2024-05-01T12:00:00+02:00", None)]
)
def test_a_date_that_cannot_be_true_is_told(tmp_path: Path, date: str, taken: dt.datetime | None) -> None:
    """A page without a believable time is kept with the time of reading, and the archive's reject says so."""
    (page,), rejects = found(archive(tmp_path, record(http(), date=date)))
    assert page.fetched_at == (taken or dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC))
    assert [told.reason for told in rejects] == (["bad_date"] if taken else [])


def test_a_wrong_digest_is_told_beside_the_page(tmp_path: Path) -> None:
    """The page is read, and a reject says that its bytes are not those that were named."""
    path = archive(tmp_path, record(http(), more="WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"))
    pages, rejects = found(path)
    assert len(pages) == 1
    assert [told.reason for told in rejects] == ["digest"]


@pytest.mark.parametrize("declared", ["gzip", "deflate"])
def test_a_coded_body_is_undone_and_a_false_header_is_not_believed(tmp_path: Path, declared: str) -> None:
    """A body that is coded comes out plain; one that only says so, as many crawlers leave it, stays as it is."""
    coded = gzip.compress(PAGE)
    headers = f"Content-Type: text/html\r\nContent-Encoding: {declared}\r\n"
    path = archive(tmp_path, record(http(coded, headers=headers)), record(http(PAGE, headers=headers)))
    pages, rejects = found(path)
    assert [page.body for page in pages] == [PAGE, PAGE]
    assert rejects == []


def test_a_body_in_chunks_is_put_together(tmp_path: Path) -> None:
    """What HTTP sent in chunks is captured without their marks."""
    chunks = b"8\r\n<p>Two s\r\n6\r\nhells<\r\n3\r\n/p>\r\n0\r\n\r\n"
    headers = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n"
    (page,), _ = found(archive(tmp_path, record(http(chunks, headers=headers))))
    assert page.body == b"<p>Two shells</p>"


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that opens to more than the limit, and a record that says it is larger, are rejects."""
    monkeypatch.setattr(warc, "FILE_LIMIT", 50_000)
    headers = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
    bomb = record(http(gzip.compress(b"a" * 1_000_000), headers=headers))
    large = record(http(b"b" * 60_000), url="http://a.example/2")
    pages, rejects = found(archive(tmp_path, bomb, large, record(http())))
    assert [page.body for page in pages] == [PAGE]
    assert [told.reason for told in rejects] == ["encoding", "too_large"]


@pytest.mark.parametrize("target", ["dns:paper.example", "urn:uuid:1", "file:///etc/passwd", "http://[", ""])
def test_only_web_addresses_are_taken(tmp_path: Path, target: str) -> None:
    """A record that names something else than a page of the web gives a page without address."""
    (page,), _ = found(archive(tmp_path, record(http(), url=target)))
    assert page.url is None


@given(st.binary(max_size=400), st.integers(0, 400))
def test_no_bytes_crash_the_reader(noise: bytes, at: int) -> None:
    """Whatever stands in an archive, it gives pages and rejects and comes to an end."""
    whole = record(http()) + record(http())
    broken = whole[:at] + noise + whole[at:]
    for body in (broken, gzip.compress(whole)[:at] + noise):
        if warc.is_archive(body):
            for one in warc.archived(io.BytesIO(body), "a.warc", fetched_at=AT):
                assert isinstance(one, Capture | Reject)


def test_the_samples_of_two_parsers_are_read_as_they_read_them(gold: Path) -> None:
    """Thirty archives, good and broken: well-formed ones give the pages expected, broken ones pages or rejects."""
    whole, broken = warc_samples(gold)
    assert (whole.value, broken.value) == (1.0, 1.0)


def test_what_is_exported_reads_back_equal(tmp_path: Path) -> None:
    """Captures of any type, source, address and moment come out of our own archive as they went in, in one pass."""
    made = [
        _capture(b"<p>Two shells fell.</p>", HTML, "http://a.example/1", "http://a.example/1"),
        _capture(b'{"id": "x", "text": "Three shells fell."}', JSON_LINES, "reports\u2028 \x01\n.jsonl:7", None),
        _capture(b"\x00\xff%PDF", "application/pdf", "a b?%41.pdf", None),
        _capture(b"", TEXT, "-", None),
    ]
    path = tmp_path / "proof.warc.gz"
    with path.open("wb") as out:
        assert warc_out.write(made, out) == len(made)
    assert list(captures([str(path)], fetched_at=AT)) == made
    again = io.BytesIO()
    warc_out.write(made, again)
    assert again.getvalue() == path.read_bytes()


def test_an_answer_travels_with_its_headers(tmp_path: Path) -> None:
    """What the network brought is a response that other programs read, and ours give back header by header."""
    told = (
        ("content-type", "text/html; charset=koi8-r"),
        ("content-encoding", "gzip"),
        ("content-length", "7"),
        ("set-cookie", "a=\xe9: b"),
        ("set-cookie", ""),
        ("x-archive-orig-etag", '"1"'),
    )
    page = _capture(b"<p>Two shells\r\n\r\nfell.</p>", HTML, "http://a.example/1", "http://a.example/1")
    page = msgspec.structs.replace(page, headers=told)
    path = tmp_path / "proof.warc.gz"
    with path.open("wb") as out:
        warc_out.write([page], out)
    assert list(captures([str(path)], fetched_at=AT)) == [page]
    with path.open("rb") as stream:
        answer = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)))
        assert answer.http_headers.status_code == 200
        assert answer.http_headers["Content-Length"] == str(len(page.body))
        assert "Content-Encoding" not in answer.http_headers
        assert answer.reader.read() == page.body


def test_an_export_is_an_archive_that_others_read(tmp_path: Path) -> None:
    """Each record says its version, type, address, moment and digest as WARC/1.1 wants them."""
    path = tmp_path / "proof.warc.gz"
    with path.open("wb") as out:
        warc_out.write([_capture(b"<p>Two shells fell.</p>", HTML, "s", "http://a.example/1")], out)
    with path.open("rb") as stream:
        about, page = ((str(one.record_type), one.headers.to_dict()) for one in ArchiveIterator(stream))
    assert about[0] == "warcinfo"
    assert page[0] == "resource"
    assert page[1]["WARC-Target-URI"] == "http://a.example/1"
    assert page[1]["WARC-Date"] == "2024-05-01T10:00:00.000007Z"
    assert page[1]["WARC-Block-Digest"].startswith("sha1:")
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")


def _capture(body: bytes, kind: str, source: str, url: str | None) -> Capture:
    digest = hashlib.sha256(body).hexdigest()
    return Capture(
        id=ids.capture_id(sha256=digest, source=source, url=url),
        sha256=digest,
        source=source,
        url=url,
        media_type=kind,
        fetched_at=dt.datetime(2024, 5, 1, 10, 0, 0, 7, tzinfo=dt.UTC),
        body=body,
    )
