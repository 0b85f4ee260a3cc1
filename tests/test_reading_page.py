"""The page of figures: its tables are what docs/figures.json says, and nothing on it can go stale unseen."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from counterclaim.claims.maker import maker
from counterclaim.records import Kind
from tests.eval.__main__ import main as evaluate
from tests.eval.sets import SETS
from tools import reading_page
from tools.reading_page import AIMS, Figures, PageError, Row

PAGE = "".join(f"before {name}\n<!-- begin {name} -->\nold\n<!-- end {name} -->\n" for name in reading_page.BLOCKS)


def _row(figure: str, value: float, *, name: str = "claims", n: int = 22, more: bool = True, floor: float = 0.5) -> Row:
    return Row(name, figure, value, n, value - 0.1, value + 0.1, floor, 0.9, more, None)


def _figures(rows: Sequence[Row], who: str = "rules@7") -> Figures:
    return Figures(data_sha256="ab" * 32, maker=who, rows=list(rows))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with a page and figures of its own, both fresh."""
    figures = _figures([_row("found", 0.7), _row("found:battle", 0.6, n=21)])
    (tmp_path / "figures.json").write_bytes(msgspec.json.encode(figures))
    (tmp_path / "reading.md").write_text(reading_page.written(PAGE, figures), encoding="utf-8")
    return tmp_path


def test_page_is_fresh() -> None:
    """docs/reading.md is what docs/figures.json says today; './run figures' writes both."""
    assert reading_page.main(["--check"]) == 0


def test_release_measures_every_set() -> None:
    """The committed figures leave no set out, and name no place on the machine that measured."""
    figures = reading_page.load(reading_page.DOCS / "figures.json")
    assert {row.set for row in figures.measured} == {one.name for one in SETS}
    assert [row.skipped for row in figures.rows if row.skipped] == []


def test_every_figure_stands_on_the_page() -> None:
    """Each figure of the committed file has its row on the committed page, with its value."""
    page = (reading_page.DOCS / "reading.md").read_text(encoding="utf-8")
    for row in reading_page.load(reading_page.DOCS / "figures.json").measured:
        assert row.figure is not None
        name = row.figure.removeprefix(reading_page.KIND)
        assert f"| {name} " in page or f"| `{name}` |" in page, row


def test_every_aim_is_measured() -> None:
    """Each aim names a figure that the evaluation has: a renamed figure must not drop out of the table."""
    figures = reading_page.load(reading_page.DOCS / "figures.json")
    assert {(aim.set, aim.figure) for aim in AIMS} <= {(row.set, row.figure) for row in figures.measured}


def test_every_set_is_described() -> None:
    """Each set that can be measured has its line of description, and no other has."""
    assert set(reading_page.ABOUT) == {one.name for one in SETS}


def test_evaluation_writes_what_the_page_reads(tmp_path: Path) -> None:
    """What './run eval --json' writes is decoded without a field too many or too few, a skipped set included."""
    (tmp_path / "gold").mkdir()
    assert evaluate([str(tmp_path / "gold"), "--sets", "muc4", "--json", str(tmp_path / "figures.json")]) == 0
    figures = reading_page.load(tmp_path / "figures.json")
    assert [(row.set, row.skipped is not None) for row in figures.rows] == [("muc4", True)]
    assert figures.measured == []


def test_check_of_a_fresh_page(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that is as it would be written passes, and is not touched."""
    before = (docs / "reading.md").read_bytes()
    assert reading_page.main(["--check"], docs) == 0
    assert (docs / "reading.md").read_bytes() == before
    assert "fresh" in capsys.readouterr().out


def test_check_of_a_stale_page(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures that are not those of the page fail the check, which leaves the page alone; writing mends it."""
    (docs / "figures.json").write_bytes(msgspec.json.encode(_figures([_row("found", 0.8)])))
    before = (docs / "reading.md").read_bytes()
    assert reading_page.main(["--check"], docs) == 1
    assert (docs / "reading.md").read_bytes() == before
    assert "./run figures" in capsys.readouterr().err
    assert reading_page.main([], docs) == 0
    assert reading_page.main(["--check"], docs) == 0
    assert "| found | 0.800 |" in (docs / "reading.md").read_text(encoding="utf-8")


def test_table_changed_by_hand(docs: Path) -> None:
    """A figure edited on the page itself fails the check."""
    page = docs / "reading.md"
    page.write_text(page.read_text(encoding="utf-8").replace("0.700", "0.900"), encoding="utf-8")
    assert reading_page.main(["--check"], docs) == 1


def test_words_between_the_tables_are_free(docs: Path) -> None:
    """What people wrote around the tables stays as it is, and does not make the page stale."""
    page = docs / "reading.md"
    page.write_text(page.read_text(encoding="utf-8").replace("before kinds", "In our own words"), encoding="utf-8")
    assert reading_page.main(["--check"], docs) == 0
    assert reading_page.main([], docs) == 0
    assert "In our own words\n" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("mark", ["<!-- begin kinds -->", "<!-- end kinds -->"])
def test_lost_mark(docs: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A page without a table's mark is refused by name, not written without the table."""
    page = docs / "reading.md"
    page.write_text(page.read_text(encoding="utf-8").replace(mark, ""), encoding="utf-8")
    assert reading_page.main([], docs) == 1
    assert "kinds" in capsys.readouterr().err


@pytest.mark.parametrize("bad", [b"", b"{}", b'{"data_sha256": "", "maker": "", "rows": [{"set": 1}]}', None])
def test_unusable_figures(docs: Path, bad: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures that are missing or not what the evaluation writes are a clear error, and the page stays."""
    before = (docs / "reading.md").read_bytes()
    if bad is None:
        (docs / "figures.json").unlink()
    else:
        (docs / "figures.json").write_bytes(bad)
    assert reading_page.main([], docs) == 1
    assert "figures.json" in capsys.readouterr().err
    assert (docs / "reading.md").read_bytes() == before


def test_unknown_argument(docs: Path) -> None:
    """An argument that does not exist is refused, and nothing is written."""
    shutil.copy(docs / "reading.md", docs / "copy.md")
    assert reading_page.main(["--chekc"], docs) == 2
    assert (docs / "reading.md").read_bytes() == (docs / "copy.md").read_bytes()


def test_sets_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The list that './run figures' asks for names every set, those not usually measured included."""
    assert reading_page.main(["--sets"]) == 0
    assert capsys.readouterr().out.strip().split(",") == [one.name for one in SETS]


def test_kinds_by_gold_claims() -> None:
    """Every kind has its row, those with most gold claims first; a kind without any shows no figure."""
    rows = [_row("found:siege", 0.4, n=3), _row("found:battle", 0.6, n=21), _row("found:aid", 0.0, n=0)]
    lines = reading_page.kinds(_figures(rows))[2:]
    assert len(lines) == len(get_args(Kind))
    assert lines[0].startswith("| `battle` | 21 | 0.600 | 0.500 to 0.700 |")
    assert lines[1].startswith("| `siege` | 3 |")
    assert "| `aid` | 0 |  |  | 0 |  |" in lines


def test_aims_told_both_ways() -> None:
    """An aim is reached from above, or from below where less is better; data learnt from proves none of it."""
    rows = [
        _row("found", 0.73),
        _row("complete", 0.10),
        _row("repeating report: claims from its copies", 0, more=False),
        _row("realis sentences: wrongly asserted", 0.27, name="golden", more=False),
        _row("macro", 0.9, name="claims-train"),
    ]
    told = {line.split(" | ")[0].removeprefix("| "): line.split(" | ") for line in reading_page.aims(_figures(rows))}
    assert told["claims: found"][1:4] == ["0.730", "at least 0.72", "yes"]
    assert told["claims: complete"][1:4] == ["0.100", "at least 0.15", "**no**"]
    assert told["claims: repeating report: claims from its copies"][3] == "yes"
    assert told["golden: realis sentences: wrongly asserted"][2:4] == ["at most 0.05", "**no**"]
    assert told["muc4: relevance"][1] == "not measured"
    assert told["claims-train: macro"][3].startswith("no measure")


def test_row_of_a_set() -> None:
    """A figure's row holds value, interval, n, floor and the best known; less-is-better is said."""
    lines = reading_page.sets(_figures([_row("found", 0.7), _row("copies", 0.2, more=False)]))
    assert "| found | 0.700 | 0.600 to 0.800 | 22 | 0.500 | 0.900 |" in lines
    assert any(line.startswith("| copies (less is better) | 0.200 |") for line in lines)


def test_one_document_has_no_interval() -> None:
    """A single report drawn again is itself: no interval is shown that would claim certainty."""
    row = Row("claims", "repeating report: found", 0.64, 1, 0.64, 0.64, None, None, True, None)
    assert "| repeating report: found | 0.640 |  | 1 |  |  |" in reading_page.sets(_figures([row]))


def test_source_names_maker_and_data() -> None:
    """The page says who read, with version, and the hash of the data; sets left out are named."""
    text = "\n".join(reading_page.source(_figures([_row("found", 0.7)])))
    assert "`rules@7`" in text
    assert "ab" * 32 in text
    assert "muc4" in text


def test_bare_maker_is_given_its_version() -> None:
    """A maker named without version is named as it reads today, so that a new version asks for new figures."""
    assert reading_page.version(_figures([], who="rules")) == maker("rules").name
    assert "@" in maker("rules").name


def test_page_needs_every_block() -> None:
    """A page that lacks all marks is refused."""
    with pytest.raises(PageError, match="begin source"):
        reading_page.written("# Empty\n", _figures([]))
