"""The loss report: each column exact or accounted for, each incident in the file or named, each field told."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import msgspec
import pytest
from rich.console import Console

from counterclaim.ledger import Box, Query
from counterclaim.publish.exports import export, filters, formats, reading
from counterclaim.publish.exports.loss import LossReport
from counterclaim.publish.exports.loss_sheet import sheet
from counterclaim.records import Incident
from tests.publish.exports import varied

_FLAT: Final = {
    "id": "id",
    "kinds": "kinds",
    "claims": "claims",
    "when": "start",
    "place": "place",
    "country": "country",
    "actors": "actors",
    "targets": "targets",
    "toll": "toll",
    "voices": "voices",
    "spread": "carriers",
    "origins": "origin_reports",
    "grades": "grades",
    "source_grade": "source_grade",
    "parts": "part_claims",
    "review": "review",
}
_CARRIED: Final = {
    "acled": {
        "id": "event_id_cnty",
        "when": "event_date",
        "place": "location",
        "country": "country",
        "actors": "actor1",
        "targets": "actor2",
        "review": "tags",
    },
    "ucdp": {
        "id": "relid",
        "when": "date_start",
        "place": "where_coordinates",
        "country": "country",
        "actors": "side_a",
        "targets": "side_b",
    },
    "airwars": {
        "id": "unique_reference_code",
        "when": "date",
        "place": "latitude",
        "country": "country",
        "targets": "targeted_belligerents",
        "grades": "grading",
    },
    "plover": {
        "id": "id",
        "when": "date",
        "place": "event_loc",
        "country": "event_loc",
        "actors": "actor",
        "targets": "recipient",
    },
    "csv": _FLAT,
    "hxl": _FLAT,
    "geojson": _FLAT,
    "parquet": _FLAT,
}
"""The column that carries each field of an incident, by format."""
_NONE_IS_EXACT: Final = {
    "acled": {"assoc_actor_1", "assoc_actor_2", "civilian_targeting"},
    "airwars": {"known_belligerents", "suspected_belligerents", "targeted_belligerents"},
}
"""Columns in which an empty cell says that there is none."""


@pytest.mark.parametrize("name", formats())
def test_every_column_is_accounted_for(name: str, tmp_path: Path) -> None:
    """Each column has its rule, and each empty cell is counted with a reason, unless empty means that there is none."""
    with varied.ledger(tmp_path) as held:
        body, made = varied.whole(held, name)
        report = made.loss()
        rows = list(reading.rows(name, body))
    assert [each.column for each in report.columns] == [each.name for each in formats()[name].columns]
    assert len({each.column for each in report.columns}) == len(report.columns)
    for column in report.columns:
        assert column.rule
        empty = sum(row[column.column] is None for row in rows)
        told = sum(loss.rows for loss in column.losses if loss.fate == "left_out" and _empties(column.column, rows))
        if column.column not in _NONE_IS_EXACT.get(name, set()) and empty:
            assert told >= empty, column.column
        for loss in column.losses:
            assert 0 < loss.rows <= report.rows
            assert set(loss.examples) <= {each.id for each in varied.by_hand()[1]}
            assert loss.why


def _empties(column: str, rows: list[reading.Read]) -> bool:
    return any(row[column] is None for row in rows)


@pytest.mark.parametrize("name", formats())
def test_every_incident_is_accounted_for(name: str, tmp_path: Path) -> None:
    """Incidents are rows plus those left out, and each of these is named with its reason."""
    with varied.ledger(tmp_path) as held:
        body, made = varied.whole(held, name)
        report = made.loss()
        there = [each.id for each in held.incidents(Query())]
    out = [each for left in report.left_out for each in left.incidents]
    key = formats()[name].columns[1 if name == "ucdp" else 0].name
    kept = [row[key] for row in reading.rows(name, body)]
    assert sorted([*kept, *out]) == sorted(there)
    assert report.incidents == len(there) == report.rows + len(out)
    assert all(left.why for left in report.left_out)


@pytest.mark.parametrize("name", formats())
def test_every_field_is_accounted_for(name: str) -> None:
    """Each field of an incident has a column that carries it, or is told to have no place."""
    form = formats()[name]
    carried = _CARRIED[name]
    assert set(carried) | set(form.not_carried) == set(Incident.__struct_fields__)
    assert set(carried.values()) <= {each.name for each in form.columns}


def test_reasons_of_what_is_left_out(tmp_path: Path) -> None:
    """Kinds without a place, announcements, denials, and to UCDP what killed nobody, are left out with that reason."""
    with varied.ledger(tmp_path) as held:
        acled = {each.why for each in varied.whole(held, "acled")[1].loss().left_out}
        ucdp = {each.why for each in varied.whole(held, "ucdp")[1].loss().left_out}
        plover = {each.why for each in varied.whole(held, "plover")[1].loss().left_out}
    assert {"ACLED has no event type for siege", "only denied: nobody says that it happened"} <= acled
    assert {"nobody tells of dead", "no figure of dead stands", "the dead are none by every figure that stands"} <= ucdp
    assert plover == {
        "PLOVER has no event type for displacement",
        "announced, not said to have happened",
        "only denied: nobody says that it happened",
    }


def test_the_report_is_json(tmp_path: Path) -> None:
    """The report reads back from JSON as it was, and says filters, review and profile."""
    with varied.ledger(tmp_path) as held:
        made = export(held, Query(country="SY", contested=True), "csv", checked_only=True, masked=False)
        assert list(made.content)
        report = made.loss()
    assert msgspec.json.decode(msgspec.json.encode(report), type=LossReport) == report
    assert report.filters == "country=SY contested=true review=checked"
    assert report.checked_only
    assert not report.masked


def test_filters_in_words() -> None:
    """A query without filters says so; a box is told by its edges; order and paging are no filters."""
    assert filters(Query(limit=3, order="toll")) == "none"
    assert filters(Query(box=Box(west=1.5, south=2, east=3, north=4))) == "box=1.5,2,3,4"


def test_known_only_at_the_end(tmp_path: Path) -> None:
    """The report is refused before all of the content was taken; an unknown format is refused by name."""
    with varied.ledger(tmp_path) as held:
        with pytest.raises(ValueError, match="once all"):
            export(held, Query(), "csv").loss()
        with pytest.raises(ValueError, match="there is no format 'shapefile': use one of acled"):
            export(held, Query(), "shapefile")


def test_the_sheet(tmp_path: Path) -> None:
    """On a terminal the report tells counts, reasons and examples, and how many columns are exact."""
    with varied.ledger(tmp_path) as held:
        report = varied.whole(held, "acled")[1].loss()
    page = io.StringIO()
    Console(file=page, width=160).print(sheet(report))
    shown = page.getvalue()
    assert (
        f"acled: {report.incidents} incidents = {report.rows} rows + {report.incidents - report.rows} left out" in shown
    )
    assert "ACLED has no event type for siege" in shown
    assert "a vague word, recoded by ACLED's rule" in shown
    assert "31 columns are exact" in shown


def test_content_comes_while_it_is_made(tmp_path: Path) -> None:
    """The first bytes come before the last incident is gone through: a large ledger is never held whole."""
    lines, made = varied.by_hand()
    sample = next(each for each in made if each.toll and each.actors and each.targets and each is not made[0])
    many = [msgspec.structs.replace(sample, id=f"i1{k:032x}", claims=(f"c{k}",)) for k in range(1200)]
    with varied.ledger(tmp_path, lines, many) as held:
        for name in formats():
            on_its_way = export(held, Query(), name)
            next(on_its_way.content)
            first = on_its_way.incidents
            assert first < 1200 or name == "parquet", name
            assert len(list(on_its_way.content)) >= 1
            assert on_its_way.incidents == 1200
