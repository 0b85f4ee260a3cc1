"""Hostile documents, mail and posts: each a clear reject or a report, within seconds and bounded memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zlib
from email.message import EmailMessage
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import REASONS
from counterclaim.records import Capture, Reject, Report
from counterclaim.reports import pdf as pdf_reader
from counterclaim.reports import word as word_reader
from counterclaim.reports.build import reports
from counterclaim.sources.files import read_stream
from counterclaim.text import DOCX, MAIL, PDF, TELEGRAM
from tests.reports.captured import NOW, one_reject, one_report, read
from tests.sources.documents import docx, packed, paragraph, pdf, word_part

PROSE: Final = (
    "Two shells fell on the market of Harun on Monday and killed three traders, the mayor told a local station."
)
SECONDS: Final = 30.0
"""Far above what any of these takes, far below a hang."""
MOST_BYTES: Final = 900 * 1024 * 1024
"""Resident memory of a process that reads a bomb, its libraries with it: without limits each takes gigabytes."""


def objects(*bodies: bytes) -> bytes:
    """Return a PDF of numbered objects, the first its root, with the table of where they stand."""
    made = b"%PDF-1.7\n"
    places: list[int] = []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    end = b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(made))
    return made + head + table + end


def stream(data: bytes, head: bytes = b"", *, deflate: bool = False) -> bytes:
    """Return a stream object."""
    if deflate:
        data, head = zlib.compress(data, 9), head + b"/Filter /FlateDecode "
    return b"<< %b/Length %d >>\nstream\n%b\nendstream" % (head, len(data), data)


def one_page(contents: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    """Return a PDF of one page drawn by a stream object."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %b >> >>" % resources,
        contents,
        *more,
    )


def forms(levels: int, calls: int) -> bytes:
    """Return a PDF whose page calls a form, which calls the next many times, and so on."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >> "
    made = [stream(b"/F Do\n" * calls, head % (number + 1)) for number in range(5, 5 + levels)]
    return one_page(stream(b"/F Do"), *made, stream(b"BT (x) Tj ET"), resources=b"/XObject << /F 5 0 R >>")


def _twice(data: bytes) -> bytes:
    return zlib.compress(zlib.compress(data, 9), 9)


FONT: Final = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
DRAWN: Final = b"BT /F1 9 Tf 50 700 Td (%b) Tj ET" % PROSE.encode()
PDFS: Final = {
    "a stream that unpacks to 300 MB": (one_page(stream(bytes(300_000_000), deflate=True)), "broken"),
    "a stream packed twice": (
        one_page(stream(_twice(bytes(300_000_000)), b"/Filter [/FlateDecode /FlateDecode] ")),
        "broken",
    ),
    "forms that call forms": (forms(12, 20), "too_large"),
    "a form that calls itself": (
        one_page(
            stream(b"/F Do"),
            stream(b"/F Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /F 5 0 R >> >> "),
            resources=b"/XObject << /F 5 0 R >>",
        ),
        "no_text",
    ),
    "pages that hold themselves": (
        objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>"),
        "broken",
    ),
    "lists 100,000 deep": (one_page(stream(DRAWN + b"[" * 100_000), resources=FONT), None),
    "100,000 dictionaries deep": (objects(b"<<" + b"/A <<" * 100_000), "broken"),
    "a billion pages, it says": (
        one_page(stream(DRAWN), resources=FONT).replace(b"/Count 1", b"/Count 999999999"), None,
    ),
    "a page drawn by 20 MB": (one_page(stream(b"0 0 m 9 9 l S\n" * 1_500_000)), "too_large"),
    "no root": (b"%PDF-1.7\n%%EOF\n", "broken"),
    "a length that lies": (pdf([PROSE]).replace(b"/Length", b"/Length 99999999 %"), None),
    "a cipher of its own": (
        pdf([PROSE], password="x").replace(b"/Filter /Standard", b"/Filter /Homemade"), "broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_hostile_pdfs_are_reports_or_named_rejects(name: str) -> None:
    """No PDF crashes or hangs the reader, and each gives exactly one record."""
    body, reason = PDFS[name]
    began = time.monotonic()
    (one,) = read(body, PDF)
    assert time.monotonic() - began < SECONDS
    if reason is None:
        assert isinstance(one, Report) or one.reason in REASONS
    else:
        assert isinstance(one, Reject), one
        assert one.reason == reason


def test_the_pdfs_made_here_are_read() -> None:
    """What is hostile in these files is what the case says: drawn plainly, the same file is a report."""
    assert one_report(one_page(stream(DRAWN), resources=FONT), PDF).text == PROSE
    assert one_report(one_page(stream(DRAWN, deflate=True), resources=FONT), PDF).text == PROSE


def test_a_pdf_of_too_many_pages_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, and the drawing of them, have a limit."""
    monkeypatch.setattr(pdf_reader, "PAGES_LIMIT", 2)
    assert one_reject(pdf([PROSE], [PROSE], [PROSE]), PDF).reason == "too_large"
    monkeypatch.setattr(pdf_reader, "TEXT_LIMIT", 10)
    assert one_reject(pdf([PROSE]), PDF).reason == "too_large"


@given(st.data())
def test_damaged_documents_give_one_record(data: st.DataObject) -> None:
    """A PDF or Word file with bytes changed, lost or put in gives one report or one known reject."""
    whole, kind = data.draw(st.sampled_from([(pdf([PROSE], [PROSE]), PDF), (docx(PROSE, title="A"), DOCX)]))
    at = data.draw(st.integers(0, len(whole)))
    lost = data.draw(st.integers(0, 40))
    (one,) = read(whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + lost :], kind)
    assert isinstance(one, Report) or one.reason in REASONS


def lying(part: bytes, size: int) -> bytes:
    """Return a Word file whose body is said to unpack to another size than it does."""
    body = bytearray(packed({"word/document.xml": part}))
    real, said = len(part).to_bytes(4, "little"), size.to_bytes(4, "little")
    return bytes(body.replace(real, said))


ENTITIES: Final = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
WORDS: Final = {
    "a part of 100 MB": (packed({"word/document.xml": bytes(100_000_000)}), "broken"),
    "a part that unpacks to more than it says": (lying(word_part(" " * 5_000_000).encode(), 1_000), "broken"),
    "a billion laughs": (
        packed(
            {"word/document.xml": f'<!DOCTYPE d [<!ENTITY e0 "ha">{ENTITIES}]>' + word_part("&e11;").split("?>")[1]}
        ),
        "broken",
    ),
    "10,000 paragraphs deep": (docx(inner="<w:p>" * 10_000 + "</w:p>" * 10_000), "broken"),
    "an attribute of 30 MB": (docx(inner=f'<w:p w:x="{"a" * 30_000_000}"/>{paragraph(PROSE)}'), "broken"),
    "an empty part": (packed({"word/document.xml": b""}), "broken"),
    "no body": (packed({"a.txt": b""}), "broken"),
    "text past the limit": (docx(*["word " * 50_000] * 10), "too_large"),
    "U+0000": (docx(inner=paragraph("\0" + PROSE)), "broken"),
    "a locked part": (
        docx(PROSE).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        "encrypted",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_hostile_word_files_are_named_rejects(name: str) -> None:
    """No Word file crashes or hangs the reader, unpacks without end or is let speak through entities."""
    body, reason = WORDS[name]
    began = time.monotonic()
    assert one_reject(body, DOCX).reason == reason
    assert time.monotonic() - began < SECONDS


def test_entities_that_name_files_are_not_followed(tmp_path: Path) -> None:
    """A Word file that declares an entity for a file of this machine is refused, and the file never read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine")
    part = (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        + word_part(paragraph("A") + "<w:p>&s;</w:p>").split("?>")[1]
    )
    reject = one_reject(packed({"word/document.xml": part}), DOCX)
    assert reject.reason == "broken"
    assert "secret of" not in reject.detail


def test_a_part_of_a_word_file_has_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that says it unpacks to more than the limit is not unpacked."""
    monkeypatch.setattr(word_reader, "PART_LIMIT", 10)
    assert one_reject(docx(PROSE), DOCX).reason == "broken"


def nested(depth: int) -> bytes:
    """Return a mail of parts in parts."""
    parts = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)]
    return ("Subject: x\n" + "".join(parts) + f"\n{PROSE}\n").encode()


def attached(depth: int) -> bytes:
    """Return a mail attached to a mail attached to a mail."""
    message = EmailMessage()
    message["Subject"] = "the innermost"
    message.set_content(PROSE)
    for _ in range(depth):
        outer = EmailMessage()
        outer.set_content("See below what was sent to us on Monday by the council of the town.")
        outer.add_attachment(message)
        message = outer
    return message.as_bytes()


def with_attachment(raw: bytes, name: str, told: str = "application/octet-stream") -> bytes:
    """Return a mail with something attached."""
    message = EmailMessage()
    message.set_content(PROSE)
    main, _, sub = told.partition("/")
    message.add_attachment(raw, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


MAILS: Final[dict[str, tuple[bytes, list[str]]]] = {
    "5,000 parts deep": (nested(5_000), ["broken"]),
    "90 parts deep": (nested(90), []),
    "300,000 parts": (nested(1) + b"--b0\n\nx\n" * 300_000, ["broken"]),
    "a header of 5 MB": (b"Subject: " + b"x" * 5_000_000 + b"\n\n" + PROSE.encode(), ["broken"]),
    "a million headers": (b"X-A: b\n" * 1_000_000 + b"\n" + PROSE.encode(), ["broken"]),
    "a million headers of a part": (nested(1).replace(b"--b0\n", b"--b0\n" + b"X-A: b\n" * 1_000_000), ["broken"]),
    "a bomb attached": (
        with_attachment(packed({"word/document.xml": bytes(100_000_000)}), "a.docx"), ["broken"],
    ),
    "a program attached": (with_attachment(b"MZ" + bytes(99), "../../run.pdf.exe"), ["attachment"]),
    "a text that is a program": (with_attachment(b"\x7fELF\0\0\x01", "a.txt", "text/plain"), ["attachment"]),
    "no text but a picture": (
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!! no base64 ====", ["attachment"],
    ),
    "U+0000": (b"Subject: x\n\n\0\0" + PROSE.encode(), ["attachment"]),
    "a charset that there is not": (b'Content-Type: text/plain; charset="x-no"\n\n' + PROSE.encode(), []),
    "a charset that is no text": (b'Content-Type: text/plain; charset="zip"\n\n' + PROSE.encode(), []),
    "a boundary that never comes": (b'Content-Type: multipart/mixed; boundary="b"\n\n' + PROSE.encode(), []),
    "no boundary": (b"Content-Type: multipart/mixed\n\n" + PROSE.encode(), []),
    "headers that end nowhere": (b"Subject: " + b"=?utf-8?q?" * 900 + b"\n\n" + PROSE.encode(), []),
    "a sender that is none": (b"From: " + b"<,;:@" * 900 + b"\n\n" + PROSE.encode(), []),
    "a date far away": (b"Date: Mon, 06 May 99999 12:30:05 +9999\n\n" + PROSE.encode(), ["bad_date"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
def test_hostile_mails_are_reports_or_named_rejects(name: str) -> None:
    """No mail crashes or hangs the reader; what is wrong with one of its parts costs no other."""
    body, reasons = MAILS[name]
    began = time.monotonic()
    found = read(body, MAIL)
    assert time.monotonic() - began < SECONDS
    assert found
    rejects = [one.reason for one in found if isinstance(one, Reject)]
    assert rejects == reasons
    told = [one.text for one in found if isinstance(one, Report)]
    assert bool(told) == (reasons in ([], ["bad_date"]) or "attached" in name or "program" in name)


def test_mails_attached_to_mails_have_a_limit() -> None:
    """What is attached deeper than anybody forwards is listed, not read."""
    found = read(attached(30), MAIL)
    assert [one.reason for one in found if isinstance(one, Reject)] == ["attachment"]
    assert len([one for one in found if isinstance(one, Report)]) == 9


def test_the_name_of_an_attachment_is_only_shown() -> None:
    """A name is cut, and loses what could steer a terminal; nothing is ever written under it."""
    found = read(with_attachment(b"MZ", "\x1b[2J\u202egpj.exe" + "../" * 900), MAIL, source="m.eml")
    (reject,) = (one for one in found if isinstance(one, Reject))
    assert "\x1b" not in reject.ref + reject.detail
    assert "\u202e" not in reject.ref + reject.detail
    assert len(reject.ref) < 300


@given(st.data())
def test_damaged_mails_give_known_records(data: st.DataObject) -> None:
    """A mail with bytes changed, lost or put in gives reports and known rejects, one at least."""
    whole = with_attachment(docx(PROSE), "a.docx")
    at = data.draw(st.integers(0, 700))
    lost = data.draw(st.integers(0, 60))
    found = read(whole[:at] + data.draw(st.binary(max_size=30)) + whole[at + lost :], MAIL)
    assert found
    assert all(isinstance(one, Report) or one.reason in REASONS for one in found)


def export(messages: bytes) -> bytes:
    """Return the export of a channel."""
    return b'{"type": "public_channel", "messages": [' + messages


def exported(text: bytes) -> bytes:
    """Return the export of one post, its text as it stands in the JSON."""
    return export(b'{"id": 1, "type": "message", "text": ' + text + b"}]}")


POSTS: Final = {
    "a million lists deep": export(b"[" * 1_000_000),
    "a message a million lists deep": exported(b"[" * 1_000_000 + b"]" * 1_000_000),
    "a number past every bound": export(b'{"id": 1' + b"0" * 5_000 + b', "type": "message"}]}'),
    "bytes that are no text": exported(b'"\xff\xfe"'),
    "U+0000": exported(b'"' + PROSE.encode() + b'\\u0000"'),
    "half a pair": exported(b'"\\ud800 A word"'),
    "a name of U+0000": exported(json.dumps(PROSE).encode()).replace(b"{", b'{"name": "\\u0000", ', 1),
    "keys of every type": export(b'{"id": [1], "type": {"a": 1}, "text": 4}, 7, null, "x"]}'),
}


@pytest.mark.parametrize("name", POSTS)
def test_hostile_exports_are_named_rejects(name: str) -> None:
    """No export crashes or hangs the reader, whatever is nested in it or left out of it."""
    began = time.monotonic()
    found: list[Report | Reject] = []
    for one in read_stream(io.BytesIO(POSTS[name]), "result.json", suffix=".json", fetched_at=NOW):
        found += reports(one, now=NOW) if isinstance(one, Capture) else [one]
    assert time.monotonic() - began < SECONDS
    assert found
    assert all(isinstance(one, Reject) and one.reason in REASONS for one in found)


def test_a_post_cannot_speak_for_the_reader() -> None:
    """Markup, links and control codes in a post stay text, and its forwarder's name is one line."""
    text = f"<script>x()</script> [a](javascript:b) {PROSE}"
    body = {"name": "N", "type": "public_channel", "id": 1,
            "messages": [{"id": 1, "text": text, "forwarded_from": "A\nB\u202eC"}]}  # fmt: skip
    report = one_report(json.dumps(body), TELEGRAM)
    assert (report.text, report.title) == (text, "Forwarded from A BC")


BOMBS: Final = {
    "pdf": lambda: one_page(stream(bytes(1_000_000_000), deflate=True)),
    "docx": lambda: packed({"word/document.xml": bytes(1_000_000_000)}),
    "mail": lambda: with_attachment(packed({"word/document.xml": bytes(1_000_000_000)}), "a.docx"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_no_memory(tmp_path: Path, name: str) -> None:
    """A file of a megabyte that unpacks to a gigabyte is a reject, and memory stays bounded."""
    path = tmp_path / f"bomb.{'eml' if name == 'mail' else name}"
    path.write_bytes(BOMBS[name]())
    program = (
        "import datetime as dt, resource, sys\n"
        "from counterclaim.pipeline.reading import prepared\n"
        "for one in prepared([sys.argv[1]], None, None, dt.datetime(2024, 6, 1, tzinfo=dt.UTC)):\n"
        "    print(type(one).__name__)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    *names, most = ran.stdout.split()
    assert "Reject" in names
    assert int(most) < MOST_BYTES
