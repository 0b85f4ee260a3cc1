"""Files that people hold become captures: documents whole, mail and posts one by one, tables row by row."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.lexicon.tables import Row
from counterclaim.records import Capture, Reject, Report
from counterclaim.reports.build import reports
from counterclaim.sources.files import captures, read_stream
from counterclaim.text import DOCX, MAIL, PDF, ROW, TELEGRAM
from tests.reports.captured import NOW, day
from tests.sources.documents import docx, packed, pdf, xlsx

AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
PROSE = "Two shells fell on the market of Harun on Monday and killed three traders, the mayor told a local station."
MAP = """
publisher = "Tisa Observatory"
[columns]
text = ["What", "Details"]
title = "Headline"
published = "Day"
id = "No."
url = "Link"
"""
HEAD = ["No.", "Day", "Headline", "What", "Details", "Link"]


def found(path: Path) -> list[Capture | Reject]:
    """Return everything a file or folder holds."""
    return list(captures([str(path)], fetched_at=AT))


def file(folder: Path, name: str, body: bytes | str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def read(path: Path) -> list[Report | Reject]:
    """Return what both stages make of a file."""
    both: list[Report | Reject] = []
    for one in found(path):
        both += [one] if isinstance(one, Reject) else reports(one, now=NOW)
    return both


def only(path: Path) -> Reject:
    """Return the one reject that a file gives."""
    (one,) = found(path)
    assert isinstance(one, Reject), one
    return one


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.pdf", pdf([PROSE]), PDF),
        ("misnamed.txt", docx(PROSE), DOCX),
        ("a.eml", b"Subject: x\n\n" + PROSE.encode(), MAIL),
        ("no-ending", b"Received: from a\nSubject: x\n\n" + PROSE.encode(), MAIL),
    ],
)
def test_a_document_is_one_capture_told_by_its_content(tmp_path: Path, name: str, body: bytes, kind: str) -> None:
    """The bytes are kept as they came; the ending of the name counts only where the content tells nothing."""
    (one,) = found(file(tmp_path, name, body))
    assert isinstance(one, Capture)
    assert (one.media_type, one.body) == (kind, body)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.zip", packed({"a.txt": PROSE}), "binary"),
        ("a.docx", b"PK\x03\x04 and no more", "broken"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "binary"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.mbox", PROSE.encode(), "broken"),
        ("a.mbox", b"\n\n", "empty"),
        ("a.csv", b"", "empty"),
    ],
)
def test_what_is_no_document_says_why(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    """An archive, an old or locked office file, a mailbox that is none: one reject with its reason."""
    assert only(file(tmp_path, name, body)).reason == reason


def test_a_folder_is_read_with_its_documents(tmp_path: Path) -> None:
    """Documents, mail and tables of a folder are read in the order of names, beside texts."""
    for name, body in (("b.pdf", pdf([PROSE])), ("a.docx", docx(PROSE)), ("c.txt", PROSE.encode())):
        file(tmp_path, name, body)
    assert [Path(one.source).name for one in found(tmp_path) if isinstance(one, Capture)] == [
        "a.docx",
        "b.pdf",
        "c.txt",
    ]


def test_a_mailbox_is_cut_into_its_messages(tmp_path: Path) -> None:
    """Each message comes as it stands, without the mailbox's own line; 'From' within a text cuts nothing."""
    first = f"Subject: one\r\n\r\n{PROSE}\r\nFrom here on nothing was heard.\r\n".encode()
    second = f"Subject: two\n\n{PROSE}\n".encode()
    line = b"From a@b.example Mon May  6 12:30:05 2024\n"
    found_ = found(file(tmp_path, "box", line + first + b"\r\n" + line + second))
    assert [one.body for one in found_ if isinstance(one, Capture)] == [first, second]
    assert [one.source.rsplit(":")[-1] for one in found_ if isinstance(one, Capture)] == ["1", "2"]


def export(*messages: Any, **head: Any) -> dict[str, Any]:
    """Return the export of a chat."""
    return {"name": "Harun Now", "type": "public_channel", "id": 1234, **head, "messages": list(messages)}


def post(number: int, text: str = PROSE, **fields: Any) -> dict[str, Any]:
    """Return a message of an export."""
    return {"id": number, "type": "message", "date_unixtime": "1714991405", "text": text, **fields}


def test_an_export_is_cut_into_its_messages(tmp_path: Path) -> None:
    """Each message is a capture of its own bytes with the head of its chat; service messages are left out."""
    whole = export(post(7), {"id": 8, "type": "service", "action": "pin_message"}, post(9, "Another."), {"id": "x"})
    one, two, broken = found(file(tmp_path, "result.json", json.dumps(whole, indent=1)))
    assert isinstance(one, Capture)
    assert isinstance(two, Capture)
    assert (one.media_type, one.source[-7:], two.source[-2:]) == (TELEGRAM, ".json#7", "#9")
    held = json.loads(one.body)
    assert (held["name"], held["messages"]) == ("Harun Now", [post(7)])
    assert isinstance(broken, Reject)
    assert (broken.reason, "message 4" in broken.detail) == ("malformed_line", True)


def test_half_a_surrogate_pair_costs_its_message_only(tmp_path: Path) -> None:
    """A message with half a pair, which no text can hold, is set aside; the others are read."""
    bad, good = found(file(tmp_path, "result.json", json.dumps(export(post(7, "\ud800 A word"), post(8)))))
    assert isinstance(bad, Reject)
    assert isinstance(good, Capture)
    assert (bad.reason, json.loads(good.body)["messages"]) == ("malformed_line", [post(8)])


def test_an_export_of_an_account_holds_many_chats(tmp_path: Path) -> None:
    """Every chat of an account's export is read under its own id."""
    chats = [export(post(7)), export(post(7), id=5, name="Tisa")]
    whole = {"about": "Here is the data", "chats": {"about": "x", "list": chats}}
    told = read(file(tmp_path, "result.json", json.dumps(whole)))
    assert [one.url for one in told if isinstance(one, Report)] == ["https://t.me/c/1234/7", "https://t.me/c/5/7"]
    assert [one.publisher for one in told if isinstance(one, Report)] == ["Harun Now", "Tisa"]


def test_an_export_that_was_cut_off_says_so(tmp_path: Path) -> None:
    """An export that is no whole JSON text is one reject."""
    body = json.dumps(export(post(7), post(8)))
    assert only(file(tmp_path, "result.json", body[:-30])).reason == "broken"


def test_a_table_is_read_through_its_column_map(tmp_path: Path) -> None:
    """Each row is a report: the map says which column is its text, title, day, address and id."""
    file(tmp_path, "log.columns.toml", MAP)
    rows = [HEAD, ["4", "2024-05-06", "Shelling", PROSE, "It was market day.", "https://tisa.example/4"], [""] * 6,
            ["5", "06/05/24", "", PROSE, "", ""]]  # fmt: skip
    lines = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    one, two, bad = read(file(tmp_path, "log.csv", lines))
    assert isinstance(one, Report)
    assert isinstance(two, Report)
    assert isinstance(bad, Reject)
    assert one.text == f"{PROSE}\n\nIt was market day."
    assert (one.ref, one.title, one.url) == ("4", "Shelling", "https://tisa.example/4")
    assert (one.publisher, one.published_at) == ("Tisa Observatory", day(2024, 5, 6))
    assert (two.text, two.title, two.published_at, bad.reason) == (PROSE, None, None, "bad_date")


def test_a_row_is_kept_whole_and_named_by_its_number(tmp_path: Path) -> None:
    """A capture holds every filled cell of its row, mapped or not, and the map; its name tells the row."""
    file(tmp_path, "columns.yaml", "columns: {text: What}\n")
    (one,) = found(file(tmp_path, "log.csv", f"What;Seen by;\n\n{PROSE};A. B.;\n"))
    assert isinstance(one, Capture)
    assert (one.media_type, one.source.rsplit(":")[-1]) == (ROW, "3")
    row = msgspec.json.decode(one.body, type=Row)
    assert row.cells == {"What": PROSE, "Seen by": "A. B."}
    assert row.map is not None
    assert row.map.columns.text == "What"


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", "\t"), ("utf-16", ";"), ("cp1252", "|"), ("utf-8", ";")]
)
def test_encodings_and_delimiters_are_told(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """UTF-8 and UTF-16, marked or not, and Windows-1252 are told apart; so is what parts the cells."""
    file(tmp_path, "columns.toml", '[columns]\ntext = "What"\ntitle = "Où"\n')
    body = delimiter.join(["Où", "What"]) + "\n" + delimiter.join(["Homs — café", PROSE.replace(",", "")]) + "\n"
    (one,) = read(file(tmp_path, "log.csv", body.encode(encoding)))
    assert isinstance(one, Report)
    assert (one.title, one.text) == ("Homs — café", PROSE.replace(",", ""))


def test_a_map_says_what_cannot_be_told(tmp_path: Path) -> None:
    """Encoding, delimiter, the row of the names and the way of dates are the map's to say."""
    asked = 'header = 3\nencoding = "cp1251"\ndelimiter = "~"\ndate_format = "%d.%m.%Y"\n'
    file(tmp_path, "log.columns.toml", f'{asked}[columns]\ntext = "What"\ntitle = "Где"\npublished = "Day"\n')
    body = f"Log of May\n\nГде~Day~What\nХомс~06.05.2024~{PROSE}\n".encode("cp1251")
    (one,) = read(file(tmp_path, "log.csv", body))
    assert isinstance(one, Report)
    assert (one.title, one.published_at) == ("Хомс", day(2024, 5, 6))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (None, "there are 'What', 'Day'"),
        ('[columns]\ntext = "Text"\n', "'Text', which is no column here; there are 'What', 'Day'"),
        ('[columns]\ntext = "What"\nday = "Day"\n', "unknown field `day`"),
        ("[columns]\ntext = []\n", "at least one"),
        ('header = 0\n[columns]\ntext = "What"\n', "1 to 1000"),
        ('delimiter = ",,"\n[columns]\ntext = "What"\n', "one character"),
        ('encoding = "latin-99"\n[columns]\ntext = "What"\n', "no encoding 'latin-99'"),
        ("columns = [", "log.columns.toml"),
        ("#" * 70_000, "larger than"),
    ],
)
def test_a_map_that_does_not_fit_says_what_is_wrong(tmp_path: Path, asked: str | None, told: str) -> None:
    """A missing map, a column that is not there, a key that means nothing: one reject that says what to do."""
    if asked is not None:
        file(tmp_path, "log.columns.toml", asked)
    one = only(file(tmp_path, "log.csv", f"What,Day\n{PROSE},2024-05-06\n"))
    assert one.reason == "column_map"
    assert told in one.detail


def test_a_broken_row_costs_no_other(tmp_path: Path) -> None:
    """A row with more cells than columns is set aside; those around it are read."""
    file(tmp_path, "columns.toml", '[columns]\ntext = "What"\n')
    one, bad, two = read(file(tmp_path, "log.csv", f'What,Day\n"{PROSE}",1\n"{PROSE}",1,2,3\n"{PROSE}"\n'))
    assert (isinstance(one, Report), isinstance(two, Report)) == (True, True)
    assert isinstance(bad, Reject)
    assert (bad.reason, bad.ref[-2:]) == ("malformed_row", ":3")


def test_a_workbook_is_read_by_its_values(tmp_path: Path) -> None:
    """Days, numbers and texts come as they are shown; sheets that are not read are named."""
    file(tmp_path, "log.columns.toml", MAP)
    rows: list[list[Any]] = [HEAD, [4.0, dt.date(2024, 5, 6), None, PROSE, True, None]]
    one, other = read(file(tmp_path, "log.xlsx", xlsx({"May": rows, "Lists": [["a"]]})))
    assert isinstance(one, Report)
    assert (one.ref, one.published_at, one.text) == ("4", day(2024, 5, 6), f"{PROSE}\n\ntrue")
    assert isinstance(other, Reject)
    assert (other.reason, other.ref[-11:]) == ("column_map", ".xlsx!Lists")


def test_a_map_names_the_sheet(tmp_path: Path) -> None:
    """Only the sheet that the map names is read; one that there is not is an error that lists those there are."""
    body = xlsx({"Notes": [["x"]], "May": [["What"], [PROSE]]})
    asked = file(tmp_path, "log.columns.toml", 'sheet = "May"\n[columns]\ntext = "What"\n')
    (one,) = read(file(tmp_path, "log.xlsx", body))
    assert isinstance(one, Report)
    asked.write_text('sheet = "June"\n[columns]\ntext = "What"\n')
    assert "'June'; there are 'Notes', 'May'" in only(tmp_path / "log.xlsx").detail


def test_a_table_from_standard_input_has_no_map() -> None:
    """A stream has no folder to look for a map in: a workbook is then a reject that says so."""
    (one,) = read_stream(io.BytesIO(xlsx({"May": [["What"], [PROSE]]})), "-", fetched_at=AT)
    assert isinstance(one, Reject)
    assert one.reason == "column_map"
