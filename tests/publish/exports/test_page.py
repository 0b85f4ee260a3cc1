"""docs/exports.md: every column of every format with the rule that fills it; its query runs."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.publish.exports import flat, formats
from counterclaim.publish.exports.form import Column
from tests.publish.exports import varied

PAGE: Final = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
_duckdb: Any = importlib.import_module("duckdb")  # it has no types that a checker knows


def _section(name: str) -> str:
    return PAGE.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


def _rows(columns: tuple[Column, ...]) -> list[str]:
    return [f"| `{each.name}` | {each.rule.replace('|', '&#124;')} |" for each in columns]


@pytest.mark.parametrize("name", formats())
def test_every_column_is_documented(name: str) -> None:
    """The page's table of a format names each column, in order, with the rule that the loss report gives."""
    columns = formats()[name].columns
    section = _section("The ledger's flat table" if columns is flat.COLUMNS else name)
    assert [line for line in section.splitlines() if re.match(r"\| `\w+` \|", line)] == _rows(columns)
    assert re.search(rf"^#+ {name}$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", ["acled", "ucdp", "plover", "airwars"])
def test_what_has_no_place_is_documented(name: str) -> None:
    """The page names each field for which a format has no place, with its reason."""
    section = _section(name)
    for field, why in formats()[name].not_carried.items():
        assert f"`{field}` ({why})" in section


def test_the_query_runs(tmp_path: Path) -> None:
    """The page's query of a Parquet file runs in DuckDB, and gives every figure of the killed."""
    query = re.search(r"^    SELECT .*?;$", PAGE, re.MULTILINE | re.DOTALL)
    assert query is not None
    path = tmp_path / "incidents.parquet"
    with varied.ledger(tmp_path) as held:
        path.write_bytes(varied.whole(held, "parquet")[0])
    found = _duckdb.sql(query[0].replace("incidents.parquet", str(path))).fetchall()
    killed = [tally for each in varied.by_hand()[1] for tally in each.toll if tally.harm == "killed"]
    assert len(found) == sum(len(tally.figures) for tally in killed)
