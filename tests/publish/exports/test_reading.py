"""Every export read back: the rows and figures are the ledger's, over varied incidents and the demo set."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.commands import ingest
from counterclaim.ledger import Ledger, Query
from counterclaim.publish import derived_words
from counterclaim.publish.exports import acled, formats, reading
from counterclaim.publish.exports.form import CLEANED
from counterclaim.records import Incident, Tally
from counterclaim.store.opening import open_ledger
from counterclaim.text import one_line
from tests.commands.ledger_of import run
from tests.publish.exports import varied

FLAT: Final = ("csv", "hxl", "geojson", "parquet")
DEMO: Final = Path(__file__).parents[2] / "cases" / "demo"


def _told(toll: Iterable[Tally]) -> list[Any]:
    """Return a toll with its words as a line of text bears them, moments as such."""
    return [
        (
            each.harm,
            each.who,
            each.low,
            each.high,
            [
                (f.claim, _line(f.voice), f.low, f.high, _line(f.words), f.said_at, f.standing, f.by)
                for f in each.figures
            ],
        )
        for each in toll
    ]


def _line(text: str | None) -> str | None:
    return None if text is None else (one_line(text) or ("\ufffd" if text else ""))


def _same_as_ledger(held: Ledger, name: str) -> int:
    """Hold rows and figures of a flat format against the ledger; return how many rows there are."""
    body, _ = varied.whole(held, name)
    rows = list(reading.rows(name, body))
    incidents = list(held.incidents(Query()))
    assert [row["id"] for row in rows] == [each.id for each in incidents]
    for row, about in zip(rows, incidents, strict=True):
        _same_row(row, about)
    return len(rows)


def _same_row(row: dict[str, Any], about: Incident) -> None:
    assert _told(reading.tallies(row["toll"])) == _told(about.toll)
    assert row["kinds"] == list(about.kinds)
    assert row["claims"] == list(about.claims)
    assert row["part_claims"] == list(about.parts)
    assert row["origin_reports"] == list(about.origins)
    assert row["voices"] == [_line(name) for name in about.voices.names]
    assert row["actors"] == [_line(derived_words.party(each)) for each in about.actors]
    assert row["targets"] == [_line(derived_words.party(each)) for each in about.targets]
    assert (row["voices_known"], row["voices_possibly"]) == (about.voices.known, about.voices.possibly)
    assert (row["origins"], row["carriers"]) == (about.spread.origins, about.spread.carriers)
    assert row["country"] == about.country
    assert row["review"] == about.review
    place = about.place
    assert row["place"] == (None if place is None else _line(place.name))
    for field in ("lat_deg", "lon_deg", "radius_m", "precision"):
        assert row[field] == (None if place is None else getattr(place, field))
    edges = (None, None) if about.when is None else (about.when.start, about.when.end)
    assert tuple(map(reading.moment, (row["start"], row["end"]))) == edges


@pytest.mark.parametrize("name", FLAT)
def test_flat_formats_hold_the_ledger(name: str, tmp_path: Path) -> None:
    """CSV, HXL, GeoJSON and Parquet read back have the ledger's rows, figures, claims, parties and places."""
    with varied.ledger(tmp_path) as held:
        assert _same_as_ledger(held, name) == len(varied.by_hand()[1])


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(varied.incidents, max_size=5, unique_by=lambda each: each.id))
def test_flat_formats_hold_any_ledger(made: list[Incident]) -> None:
    """Whatever incidents there are, hostile words among them, what is read back is what the ledger holds."""
    with tempfile.TemporaryDirectory() as folder, varied.ledger(Path(folder), [], made) as held:
        for name in FLAT:
            _same_as_ledger(held, name)
        for name in formats():
            body, export = varied.whole(held, name)
            assert len(list(reading.rows(name, body))) == export.rows


@pytest.mark.parametrize("name", formats())
def test_rows_and_figures(name: str, tmp_path: Path) -> None:
    """Each format read back has a row for each incident that is not left out, in order, with the ledger's dead."""
    with varied.ledger(tmp_path) as held:
        _rows_and_figures(held, name)


def _lowest(about: Incident) -> tuple[int | None, int | None, int | None]:
    """Return low end, highest number and lowest voiced figure of the dead, told again from the record."""
    stand = [each for each in about.toll if each.harm == "killed" and each.low is not None]
    people = [each for each in stand if each.who == "people"]
    if not stand:
        return None, None, None
    tally = max(people or stand, key=lambda each: (each.low or 0, _highest(each)))
    figures = [one for one in tally.figures if one.standing == "stands" and one.low >= (tally.low or 0)]
    voiced = [one.low for one in figures if one.voice is not None] or [one.low for one in figures]
    return tally.low, _highest(tally), min(voiced)


def _highest(tally: Tally) -> int:
    named = [one.low if one.high is None else one.high for one in tally.figures if one.standing == "stands"]
    return max(tally.low or 0, *named) if tally.high is None else tally.high


def _rows_and_figures(held: Ledger, name: str) -> None:
    body, export = varied.whole(held, name)
    out = {each for left in export.loss().left_out for each in left.incidents}
    kept = [each for each in held.incidents(Query()) if each.id not in out]
    rows = list(reading.rows(name, body))
    key = {"acled": "event_id_cnty", "ucdp": "relid", "airwars": "unique_reference_code"}.get(name, "id")
    assert [row[key] for row in rows] == [each.id for each in kept]
    for row, about in zip(rows, kept, strict=True):
        low, high, voiced = _lowest(about)
        if name == "ucdp":
            assert (row["low"], row["high"], row["best"]) == (low, high, voiced)
            parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
            assert sum(row[part] for part in parts) == row["best"] >= row["low"]
            assert row["best"] <= row["high"]
        elif name == "plover":
            assert row["size"]["dead"] == voiced
        elif name == "acled":
            assert row["fatalities"] <= (voiced or 0)
            assert row["fatalities"] == (voiced or 0) or _is_recoded(about)
        elif name == "airwars":
            civilians = next((t for t in about.toll if t.harm == "killed" and t.who == "civilians"), None)
            ends = (None, None) if civilians is None or civilians.low is None else (civilians.low, _highest(civilians))
            assert (row["civilians_killed_min"], row["civilians_killed_max"]) == ends
        else:
            assert (row["killed_low"], row["killed_high"]) == (low, high)


def _is_recoded(about: Incident) -> bool:
    return any(acled.recoded(one) != one.low for each in about.toll for one in each.figures)


@pytest.mark.slow
def test_the_demo_set(tmp_path: Path) -> None:
    """Over the ledger of the demo set every format reads back: rows and figures are the ledger's."""
    path = tmp_path / "demo.db"
    assert run(ingest, "--ledger", str(path), *map(str, sorted(DEMO.glob("*.txt")))) == 0
    with contextlib.closing(open_ledger(str(path), create=False)) as held:
        for name in FLAT:
            assert _same_as_ledger(held, name) > 20
        for name in formats():
            _rows_and_figures(held, name)


def test_what_is_no_export(tmp_path: Path) -> None:
    """A table with other columns, or without hashtags where they belong, is refused in words."""
    with varied.ledger(tmp_path) as held:
        csv, _ = varied.whole(held, "csv")
    with pytest.raises(ValueError, match="the first line is not that of the format acled"):
        list(reading.rows("acled", csv))
    with pytest.raises(ValueError, match="hashtags"):
        list(reading.rows("hxl", csv))


def test_cleaned_text_is_told(tmp_path: Path) -> None:
    """Control and direction marks never leave, and the loss report names the rows from which they were taken."""
    with varied.ledger(tmp_path) as held:
        for name in formats():
            body, export = varied.whole(held, name)
            whys = {loss.why for column in export.loss().columns for loss in column.losses}
            assert CLEANED in whys, name
            if formats()[name].text:
                assert not {"\u202e", "\x1b"} & set(body.decode()), name
