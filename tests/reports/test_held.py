"""Documents, mail and Telegram messages become reports that say what the file says, or a reject that tells why not."""

from __future__ import annotations

import datetime as dt
import json
from email.message import EmailMessage
from typing import Any

import pytest

from counterclaim.records import Interval, Reject, Report
from counterclaim.reports.pdf import paragraphs
from counterclaim.text import DOCX, MAIL, PDF, TELEGRAM
from tests.reports.captured import day, one_reject, one_report, read
from tests.sources.documents import docx, paragraph, pdf

PROSE = "Two shells fell on the market of Harun on Monday and killed three traders, the mayor told a local station."
MORE = "A second round hit the school nearby, where nobody was hurt, and the town council asked for a truce."


def moment(*parts: int) -> Interval:
    """Return a second."""
    start = dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]
    return Interval(start=start, end=start + dt.timedelta(seconds=1))


def mail(text: str | None = PROSE, html: str | None = None, **headers: str) -> EmailMessage:
    """Return a mail from a press office."""
    message = EmailMessage()
    for name, value in {"From": "Tisa Observatory <press@tisa.example>", "Subject": "Shelling", **headers}.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def post(text: Any, *, chat: str = "public_channel", **fields: Any) -> bytes:
    """Return a capture of a post in a chat."""
    message = {"id": 7, "type": "message", "text": text, **fields}
    return json.dumps({"name": "Harun Now", "type": chat, "id": 1234, "messages": [message]}).encode()


def test_a_pdf_gives_the_text_of_its_pages() -> None:
    """Lines that the margin broke are one paragraph; the title is the document's own; no date is taken from it."""
    lines = ["Two shells fell on the market of Harun on Monday and killed three trad-", "ers, the mayor told a local"]
    body = pdf([*lines, "station."], [MORE[:60], MORE[60:].strip()], title="Situation report 4")
    report = one_report(body, PDF)
    assert report.text == f"{PROSE}\n\n{MORE}"
    assert (report.title, report.published_at, report.publisher) == ("Situation report 4", None, None)


def test_what_a_person_says_about_a_document_is_taken() -> None:
    """Publisher and day of a document are those that the person gives."""
    for body, kind in ((pdf([PROSE]), PDF), (docx(PROSE), DOCX)):
        (report,) = read(body, kind, published=day(2024, 5, 1), publisher="Tisa Observatory")
        assert isinstance(report, Report)
        assert (report.published_at, report.publisher) == (day(2024, 5, 1), "Tisa Observatory")


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (pdf([]), PDF, "no_text"),
        (pdf([PROSE], password="open"), PDF, "encrypted"),
        (pdf([PROSE])[:200], PDF, "broken"),
        (b"%PDF-1.7\n", PDF, "broken"),
        (docx(""), DOCX, "no_text"),
        (docx(PROSE)[:-40], DOCX, "broken"),
        (docx(inner="<w:p>"), DOCX, "broken"),
    ],
)
def test_documents_that_cannot_be_read_say_why(body: bytes, kind: str, reason: str) -> None:
    """A document without text, under a password or damaged is one reject with its reason."""
    assert one_reject(body, kind).reason == reason


@pytest.mark.parametrize("cipher", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_locked_against_printing_is_read(cipher: str) -> None:
    """A PDF that opens without a password is read, whatever else its owner forbids; under a password it is not."""
    assert one_report(pdf([PROSE], owner="secret", cipher=cipher), PDF).text == PROSE
    assert one_reject(pdf([PROSE], password="open", cipher=cipher), PDF).reason == "encrypted"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("", ""),
        ("Heading\n\nA line.", "Heading\nA line."),
        (
            "The shells fell on the mar-\nket of the town on Monday\nnight.",
            "The shells fell on the market of the town on Monday night.",
        ),
        (
            "The Deir al-\nZor road was closed again\nby the army on Monday.",
            "The Deir al-Zor road was closed again by the army on Monday.",
        ),
    ],
)
def test_lines_of_a_page_become_paragraphs(page: str, text: str) -> None:
    """A line as wide as the others runs on into the next; a hyphen goes only before a small letter."""
    assert paragraphs(page) == text


def test_a_word_file_reads_as_with_all_changes_accepted() -> None:
    """Inserted text and text in content controls and tables is in, deleted text and fallbacks are out."""
    inner = (
        paragraph(PROSE)
        + "<w:p><w:r><w:t>A second round </w:t></w:r><w:del><w:r><w:delText>missed</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>hit the school nearby.</w:t></w:r></w:ins></w:p>"
        + f"<w:sdt><w:sdtContent>{paragraph('The council asked for a truce.')}</w:sdtContent></w:sdt>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('Dead')}</w:tc><w:tc>{paragraph('3')}</w:tc></w:tr></w:tbl>"
        + '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{paragraph('A box.')}</mc:Choice><mc:Fallback>{paragraph('A box.')}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    report = one_report(docx(inner=inner), DOCX)
    assert report.text.split("\n") == [
        PROSE, "A second round hit the school nearby.", "The council asked for a truce.", "Dead \t3", "A box.",
    ]  # fmt: skip


def test_the_title_of_a_word_file_is_its_own() -> None:
    """The title stands in the file's properties, if anywhere."""
    assert one_report(docx(PROSE, title="Situation report 4"), DOCX).title == "Situation report 4"
    assert one_report(docx(PROSE), DOCX).title is None


def test_a_mail_says_who_sent_it_and_when() -> None:
    """Sender, subject, moment in UTC and its own id come from the header; the text is the plain one."""
    body = mail(html=f"<p>{MORE}</p>", Date="Mon, 06 May 2024 12:30:05 +0300", Message_ID="<a.1@tisa.example>")
    report = one_report(body.as_bytes(), MAIL)
    assert report.text.strip() == PROSE
    assert (report.ref, report.title, report.publisher) == ("<a.1@tisa.example>", "Shelling", "Tisa Observatory")
    assert report.published_at == moment(2024, 5, 6, 9, 30, 5)


def test_a_mail_of_html_alone_is_read_as_a_page() -> None:
    """Where there is no plain text the HTML's is taken, without its markup."""
    report = one_report(mail(None, f"<html><body><p>{PROSE}</p><p>{MORE}</p></body></html>").as_bytes(), MAIL)
    assert report.text == f"{PROSE}\n{MORE}"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Mon, 06 May 2024 12:30:05 -0000", day(2024, 5, 6)),
        ("6 May 2024 23:30:00 -0500", moment(2024, 5, 7, 4, 30, 0)),
        ("soon", None),
        ("Mon, 66 May 2024 12:30:05 +0000", None),
    ],
)
def test_the_date_of_a_mail_is_a_moment_or_a_day(written: str, told: Interval | None) -> None:
    """With a zone it is a moment, without one a day; what is no date is said beside the report."""
    found = read(f"Date: {written}\n".encode() + mail().as_bytes(), MAIL)
    assert isinstance(found[0], Report)
    assert found[0].published_at == told
    assert [one.reason for one in found[1:] if isinstance(one, Reject)] == ([] if told else ["bad_date"])


def test_headers_and_bodies_come_in_many_encodings() -> None:
    """Encoded words, raw UTF-8 and old Cyrillic or Latin charsets are read as what they say."""
    raw = (
        'From: =?koi8-r?B?88/XxdQ=?= <a@b.example>\nSubject: Обстрел\nContent-Type: text/plain; charset="cp1252"\n\n'
    ).encode() + f"“{PROSE}”".encode("cp1252")
    report = one_report(raw, MAIL)
    assert (report.publisher, report.title, report.text) == ("Совет", "Обстрел", f"“{PROSE}”")


def test_known_attachments_are_reports_and_others_are_listed() -> None:
    """Documents, texts and mails attached are read as sent with the mail; the rest is named in rejects."""
    inner = mail(MORE, Subject="The council asks", From="Harun Council <c@harun.example>")
    message = mail(Date="Mon, 06 May 2024 12:30:05 +0000")
    message.add_attachment(pdf([MORE]), maintype="application", subtype="octet-stream", filename="report.pdf")
    message.add_attachment(docx(MORE, title="Annex"), maintype="application", subtype="msword", filename="annex.docx")
    message.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="map.png")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="list.csv")
    message.add_attachment(inner)
    found = read(message.as_bytes(), MAIL, source="a.eml")
    reports = [one for one in found if isinstance(one, Report)]
    assert [one.ref for one in reports] == ["a.eml", "a.eml!report.pdf", "a.eml!annex.docx", "a.eml!5"]
    assert [one.title for one in reports] == ["Shelling", "report.pdf", "Annex", "The council asks"]
    assert [one.publisher for one in reports] == [*["Tisa Observatory"] * 3, "Harun Council"]
    assert {one.published_at for one in reports} == {moment(2024, 5, 6, 12, 30, 5)}
    rejects = [one for one in found if isinstance(one, Reject)]
    assert [(one.ref, one.reason) for one in rejects] == [
        ("a.eml!map.png", "attachment"), ("a.eml!list.csv", "attachment"),
    ]  # fmt: skip


def test_a_post_has_its_own_date_and_address() -> None:
    """The channel is the publisher, the moment is UTC, the address is the post's place in the channel."""
    text = [
        "Two shells fell ",
        {"type": "bold", "text": "on the market"},
        PROSE[len("Two shells fell on the market") :],
    ]
    report = one_report(post(text, date="2024-05-06T15:30:05", date_unixtime="1714991405"), TELEGRAM)
    assert report.text == PROSE
    assert (report.publisher, report.url, report.title) == ("Harun Now", "https://t.me/c/1234/7", None)
    assert report.published_at == moment(2024, 5, 6, 10, 30, 5)


def test_an_older_export_tells_the_day_only() -> None:
    """A time without a zone says no more than its day."""
    assert one_report(post(PROSE, date="2024-05-06T15:30:05"), TELEGRAM).published_at == day(2024, 5, 6)


def test_a_forwarded_post_says_from_whom() -> None:
    """Whose words were forwarded is kept in the title; the channel that carries them is the publisher."""
    report = one_report(post(PROSE, forwarded_from="Harun Council"), TELEGRAM)
    assert (report.title, report.publisher) == ("Forwarded from Harun Council", "Harun Now")


def test_in_a_group_the_writer_speaks() -> None:
    """A message in a group is its writer's, and has an address only where the group has."""
    report = one_report(post(PROSE, chat="private_group", **{"from": "A resident"}), TELEGRAM)
    assert (report.publisher, report.url) == ("A resident", None)


def test_an_edited_post_is_another_version_of_the_same_page() -> None:
    """Two exports of one post, edited between them, have one address, one date and two texts."""
    before = one_report(post(PROSE, date_unixtime="1714991405"), TELEGRAM)
    after = one_report(post(MORE, date_unixtime="1714991405", edited_unixtime="1714995005"), TELEGRAM)
    assert (before.url, before.published_at) == (after.url, after.published_at)
    assert before.id != after.id


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (post(""), "empty"),
        (post({"text": 1}), "malformed_line"),
        (post(PROSE)[:-3], "malformed_line"),
        (b'{"messages": ' + b"[" * 100_000, "malformed_line"),
        (post(PROSE).replace(b"Two", b"\xff\xfe"), "malformed_line"),
    ],
)
def test_broken_posts_are_rejects(body: bytes, reason: str) -> None:
    """A post without text, or of another shape, is one reject."""
    assert one_reject(body, TELEGRAM).reason == reason


def test_a_post_of_an_impossible_time_is_read_without_one() -> None:
    """A time that is none is said beside the report, which has no date."""
    report, reject = read(post(PROSE, date_unixtime="99999999999999999"), TELEGRAM)
    assert isinstance(report, Report)
    assert isinstance(reject, Reject)
    assert (report.published_at, reject.reason) == (None, "bad_date")
