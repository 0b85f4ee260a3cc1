"""Hostile tables and column maps: each a clear reject or its rows, as a stream, within seconds and bounded memory."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.errors import REASONS
from counterclaim.lexicon.tables import Row
from counterclaim.records import Capture, Reject, Report
from counterclaim.reports.build import reports
from counterclaim.sources.files import captures
from counterclaim.sources.held import scan
from counterclaim.text import ROW
from tests.reports.captured import NOW, one_reject
from tests.sources.documents import packed, rewritten, xlsx

PROSE: Final = "Two shells fell on the market of Harun on Monday and killed three traders as the mayor told a station."
MAP: Final = '[columns]\ntext = "What"\n'
SECONDS: Final = 60.0
"""Far above what any of these takes, far below a hang."""
MOST_BYTES: Final = 700 * 1024 * 1024
"""Resident memory of a process that reads a table of any length, its libraries with it."""
SHEET: Final = "xl/worksheets/sheet1.xml"
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def held(folder: Path, name: str, body: bytes | str, asked: str = MAP) -> list[Capture | Reject]:
    """Return what a table holds, its column map beside it."""
    (folder / "columns.toml").write_text(asked, encoding="utf-8")
    (folder / name).write_bytes(body.encode() if isinstance(body, str) else body)
    began = time.monotonic()
    found = list(captures([str(folder / name)], fetched_at=NOW))
    assert time.monotonic() - began < SECONDS
    return found


def cells(one: Capture | Reject) -> dict[str, str]:
    """Return the cells of a row."""
    assert isinstance(one, Capture), one
    return msgspec.json.decode(one.body, type=Row).cells


def reason(found: list[Capture | Reject]) -> str:
    """Return the reason of the one reject that there is."""
    (one,) = (one for one in found if isinstance(one, Reject))
    return one.reason


def sheet(inner: str) -> bytes:
    """Return the part of a workbook that holds its first sheet."""
    return f'<?xml version="1.0"?><worksheet {_MAIN}>{inner}</worksheet>'.encode()


def book(**parts: bytes) -> bytes:
    """Return a workbook of one row, with some of its parts replaced."""
    whole = xlsx({"May": [["What"], [PROSE]]})
    return rewritten(whole, {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()})


TEXT_CELL: Final = '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
ENTITIES: Final = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip

BOOKS: Final = {
    "a billion laughs in the sheet": rewritten(
        book(), {SHEET: sheet("<sheetData/>").replace(b"?>", b"?>" + ENTITIES.encode(), 1)}
    ),
    "a billion laughs in the shared texts": rewritten(
        book(), {"xl/sharedStrings.xml": ENTITIES.encode() + f"<sst {_MAIN}><si><t>&j;</t></si></sst>".encode()}
    ),
    "elements 100,000 deep": rewritten(book(), {SHEET: sheet("<row>" * 100_000 + "</row>" * 100_000)}),
    "an attribute of 30 MB": rewritten(book(), {SHEET: sheet(f'<sheetData a="{"x" * 30_000_000}"/>')}),
    "a text of 30 MB": rewritten(book(), {SHEET: sheet("<sheetData>" + "x" * 30_000_000 + "</sheetData>")}),
    "a row of two million cells": rewritten(
        book(), {SHEET: sheet("<sheetData><row>" + "<c/>" * 2_000_000 + "</row></sheetData>")}
    ),
    "two million rows": rewritten(book(), {SHEET: sheet("<sheetData>" + "<row/>" * 2_000_000 + "</sheetData>")}),
    "styles of 40 MB": rewritten(book(), {"xl/styles.xml": b"<styleSheet>" + b"<x/>" * 10_000_000 + b"</styleSheet>"}),
    "texts that pass for a sheet": rewritten(
        book(),
        {
            "[Content_Types].xml": b'<Types><Override PartName="/xl/worksheets/sheet1.xml" '
            b'ContentType="sharedStrings"/></Types>'
        },
    ),
    "a part that is no XML": rewritten(book(), {SHEET: b"\x00\x01\x02"}),
    "no sheet at all": packed({"xl/workbook.xml": f"<workbook {_MAIN}/>"}),
    "a part cut short": book()[:-300],
    "a part under a password": book().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    "20,000 parts": packed({"xl/workbook.xml": "<x/>", **{f"a{n}": "" for n in range(20_000)}}),
}


@pytest.mark.parametrize("name", BOOKS)
def test_hostile_workbooks_are_named_rejects(tmp_path: Path, name: str) -> None:
    """No workbook crashes or hangs the reader, unpacks without end or is let speak through entities."""
    (one,) = held(tmp_path, "log.xlsx", BOOKS[name])
    assert isinstance(one, Reject), one
    assert one.reason == ("encrypted" if "password" in name else "broken")


def test_a_part_that_lies_about_its_size_is_cut(tmp_path: Path) -> None:
    """A sheet that unpacks to more than it says is refused where it goes on."""
    part = sheet("<sheetData>" + TEXT_CELL.format(n=1, text="What") * 50_000 + "</sheetData>")
    whole = rewritten(book(), {SHEET: part})
    lied = whole.replace(len(part).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert reason(held(tmp_path, "log.xlsx", lied)) == "broken"


def test_a_sheet_has_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that says it unpacks to more than the limit is not unpacked."""
    monkeypatch.setattr(scan, "SHEET_LIMIT", 100)
    assert reason(held(tmp_path, "log.xlsx", book())) == "broken"


def test_a_formula_is_read_as_the_value_that_stands_in_it(tmp_path: Path) -> None:
    """Of a formula the stored result is read; nothing is ever computed, nor what it names fetched."""
    rows = (
        TEXT_CELL.format(n=1, text="What")
        + f'<row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>{PROSE}</v></c></row>'
        + '<row r="3"><c r="A3"><f>1+1</f></c></row>'
    )
    (one,) = held(tmp_path, "log.xlsx", rewritten(book(), {SHEET: sheet(f"<sheetData>{rows}</sheetData>")}))
    assert cells(one) == {"What": PROSE}


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    """A sheet that says it is a billion cells wide and long is read as far as it is filled, and a cell past all columns
    is told.
    """
    rows = TEXT_CELL.format(n=1, text="What") + TEXT_CELL.format(n=2, text=PROSE)
    wide = '<dimension ref="A1:XFD1048576"/>' + f"<sheetData>{rows}</sheetData>"
    (one,) = held(tmp_path, "log.xlsx", rewritten(book(), {SHEET: sheet(wide)}))
    assert cells(one) == {"What": PROSE}
    far = rows + '<row r="3"><c r="XFD3"><v>1</v></c></row>'
    found = held(tmp_path, "log.xlsx", rewritten(book(), {SHEET: sheet(f"<sheetData>{far}</sheetData>")}))
    assert (cells(found[0]), reason(found)) == ({"What": PROSE}, "too_large")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_workbooks_give_known_records(tmp_path: Path, data: st.DataObject) -> None:
    """A workbook with bytes changed, lost or put in gives rows and known rejects, one at least."""
    whole = book()
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        name = data.draw(st.sampled_from(file.namelist()))
        part = file.read(name)
    at, lost = data.draw(st.integers(0, len(part))), data.draw(st.integers(0, 40))
    part = part[:at] + data.draw(st.binary(max_size=20)) + part[at + lost :]
    found = held(tmp_path, "log.xlsx", rewritten(whole, {name: part}))
    assert found
    assert all(isinstance(one, Capture) or one.reason in REASONS for one in found)


TABLES: Final[dict[str, tuple[bytes, str, int]]] = {
    "a quotation mark that is never closed": (b'What\n"' + b"word \n" * 1_000_000, "too_large", 0),
    "a line of 5 MB": (b"What\n" + PROSE.encode() + b"\n" + b"x" * 5_000_000, "too_large", 1),
    "100,000 columns": (b"What" + b",a" * 100_000 + b"\n", "too_large", 0),
    "U+0000 in a cell": (b"What,B\n" + PROSE.encode() + b",1\na\x00b,2\nc,3\n", "binary", 2),
    "half of it in another encoding": (b"What\n" + b"fine\n" * 30_000 + b"\xff\xfe\n", "encoding", 0),
    "half a code unit": ("What\nfine\n".encode("utf-16") + b"\x41", "encoding", 0),
    "nothing but marks": (b",,,,\n ,\n\n\n", "empty", 0),
    "a picture called a table": (b"\x89PNG\r\n\x1a\n" + bytes(500), "column_map", 0),
}


@pytest.mark.parametrize("name", TABLES)
def test_hostile_tables_end_in_a_named_reject(tmp_path: Path, name: str) -> None:
    """No table crashes or hangs the reader; rows before what is wrong are read, and the reject says where it ends."""
    body, expected, rows = TABLES[name]
    found = held(tmp_path, "log.csv", body)
    assert reason(found) == expected
    assert len([one for one in found if isinstance(one, Capture)]) >= rows


def test_cells_that_a_spreadsheet_would_run_stay_text(tmp_path: Path) -> None:
    """What begins like a formula is read as the text that it is."""
    danger = ["=cmd|'/c calc'!A1", "@SUM(1)", "+1", "-1", "=HYPERLINK(1)"]
    found = held(tmp_path, "log.csv", "What\n" + "".join(f'"{one}"\n' for one in danger))
    assert [cells(one)["What"] for one in found] == danger


def test_a_name_of_a_column_cannot_stand_for_another(tmp_path: Path) -> None:
    """Columns that come twice, or have no name, are told apart by their place."""
    (one,) = held(tmp_path, "log.csv", "What,What,,What (column 2)\na,b,c,d\n")
    assert cells(one) == {"What": "a", "What (column 2)": "b", "(column 3)": "c", "What (column 2) (column 4)": "d"}


ALIASES: Final = "".join(f"{new}: &{new} [{f'*{old},' * 9}]\n" for old, new in pairwise("abcdefghij"))
MAPS: Final = {
    "aliases of aliases": ("columns.yaml", f"a: &a [x,x]\n{ALIASES}columns: {{text: *j}}\n"),
    "a call": ("columns.yaml", 'columns: {text: !!python/object/apply:os.system ["true"]}\n'),
    "100,000 lists deep": ("columns.toml", "columns = " + "[" * 60_000),
    "100,000 lists deep, YAML": ("columns.yaml", "[" * 60_000),
    "bytes that are no text": ("columns.toml", "\udcff"),
    "a number for a column": ("columns.toml", "[columns]\ntext = 4\n"),
    "another file's place": ("columns.toml", '[columns]\ntext = "What"\nfile = "/etc/passwd"\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", MAPS)
def test_hostile_maps_are_named_rejects(tmp_path: Path, name: str) -> None:
    """A column map says which columns mean what, and nothing else: it runs nothing and names no other file."""
    file, asked = MAPS[name]
    (tmp_path / file).write_bytes(asked.encode("utf-8", "surrogateescape"))
    (tmp_path / "log.csv").write_text(f"What\n{PROSE}\n")
    began = time.monotonic()
    (one,) = captures([str(tmp_path / "log.csv")], fetched_at=NOW)
    assert time.monotonic() - began < SECONDS
    assert isinstance(one, Reject)
    assert one.reason == "column_map"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"cells": {}}', b'{"cells": {"a": 1}, "table": "acled"}']
)
def test_rows_of_another_shape_are_rejects(body: bytes) -> None:
    """A capture that calls itself a row and is none is one reject."""
    assert one_reject(body, ROW).reason in ("malformed_line", "column_map")


@pytest.mark.parametrize("form", ["%", "%Q", "%Y" * 50, "x", "%Y", "%d.%m", "%(?P<Y>", "\\u0000"])
def test_a_format_of_dates_that_tells_no_day_is_told_once(tmp_path: Path, form: str) -> None:
    """A way of writing dates that no day can be read by is the map's fault, told before any row is read."""
    (one,) = held(tmp_path, "log.csv", f"What,Day\n{PROSE},2024-05-06\n", f'date_format = "{form}"\n{MAP}')
    assert isinstance(one, Reject)
    assert (one.reason, "date_format" in one.detail) == ("column_map", True)


def test_a_day_that_is_written_otherwise_costs_no_row(tmp_path: Path) -> None:
    """A date that is not written as the map says is told beside the report, which has none."""
    asked = f'date_format = "%d.%m.%Y"\n{MAP}published = "Day"\n'
    (one,) = held(tmp_path, "log.csv", f"What,Day\n{PROSE},2024-05-06\n", asked)
    assert isinstance(one, Capture)
    report, reject = reports(one, now=NOW)
    assert isinstance(report, Report)
    assert isinstance(reject, Reject)
    assert (report.published_at, reject.reason) == (None, "bad_date")


def test_a_table_is_a_stream(tmp_path: Path) -> None:
    """The first rows come before the rest is looked at."""
    (tmp_path / "columns.toml").write_text(MAP)
    with (tmp_path / "log.csv").open("w") as out:
        out.writelines(["What\n", *(f"{PROSE}\n" for _ in range(50_000)), '"open'])
    stream: Iterator[Capture | Reject] = captures([str(tmp_path / "log.csv")], fetched_at=NOW)
    assert all(isinstance(next(stream), Capture) for _ in range(1_000))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_a_million_rows_take_no_memory(tmp_path: Path, name: str) -> None:
    """A table of a million rows is read row by row: each is a capture, and memory stays bounded."""
    count = 1_000_000 if name == "log.csv" else 300_000
    (tmp_path / "columns.toml").write_text('[columns]\ntext = "Notes"\n')
    path = tmp_path / name
    if name == "log.csv":
        with path.open("w") as out:
            out.write("No,Day,Place,Notes\n")
            out.writelines(f'{n},2024-05-06,Harun,"Shelling number {n}, told by the council"\n' for n in range(count))
    else:
        path.write_bytes(_long(count))
    program = (
        "import datetime as dt, pathlib, re, sys\n"
        "from counterclaim.sources.files import captures\n"
        "now = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)\n"
        "print(sum(one.media_type.startswith('app') for one in captures([sys.argv[1]], fetched_at=now)))\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, timeout=600
    )
    rows, most = map(int, ran.stdout.split())
    assert rows == count
    assert most * 1024 < MOST_BYTES


def _long(count: int) -> bytes:
    """Return a workbook of so many rows, its sheet written a block at a time."""
    out = io.BytesIO()
    whole = book()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            if name != SHEET:
                file.writestr(name, source.read(name))
        with file.open(SHEET, "w") as part:
            part.write(f"<worksheet {_MAIN}><sheetData>".encode() + TEXT_CELL.format(n=1, text="Notes").encode())
            for first in range(2, count + 2, 10_000):
                rows = (
                    TEXT_CELL.format(n=n, text=f"Shelling number {n}")
                    for n in range(first, min(first + 10_000, count + 2))
                )
                part.write("".join(rows).encode())
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()
