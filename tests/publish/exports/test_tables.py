"""Parquet opens in DuckDB and pandas with its types; HXL's hashtags are valid by the standard."""

from __future__ import annotations

import csv
import importlib
import io
import re
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.ledger import Query
from counterclaim.publish.exports import flat, formats
from counterclaim.publish.exports.tables import HASHTAGS
from tests.publish.exports import varied

# Neither has types that a checker knows.
_duckdb: Any = importlib.import_module("duckdb")
_pandas: Any = importlib.import_module("pandas")
_CORE: Final = frozenset(
    (
        "access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary capacity cause channel contact country crisis "
        "currency date delivery description event frequency geo group impact indicator inneed item loc meta modality "
        "need operations org output population reached region respondee sector service severity status subsector "
        "targeted value"
    ).split()
)
"""The hashtags of HXL 1.1."""


_COLUMNS: Final = {
    "acled": """
        event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
        assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country
        admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags
        timestamp
    """.split(),
    "ucdp": """
        id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
        dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id
        side_b number_of_sources source_article source_office source_date source_headline source_original
        where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid
        country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians
        deaths_unknown best high low gwnoa gwnob
    """.split(),
    "plover": """
        id date actor event time enddate endtime recipient event_loc event_text quad_code mode context link text
        text_info size cite_info coder coded_date comment
    """.split(),
    "airwars": """
        unique_reference_code previous_codes permalink country date date_end grading latitude longitude
        geolocation_accuracy strike_status civilian_harm_reported civilians_killed_min civilians_killed_max
        children_killed_min children_killed_max women_killed_min women_killed_max men_killed_min men_killed_max
        civilians_injured_min civilians_injured_max belligerents_killed_min belligerents_killed_max
        belligerents_injured_min belligerents_injured_max known_belligerents suspected_belligerents
        targeted_belligerents civilian_deaths_conceded_min civilian_deaths_conceded_max sources archive_urls
    """.split(),
}
"""The columns that each format publishes, in its order."""


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """Return a Parquet file of the varied ledger."""
    path = tmp_path / "incidents.parquet"
    with varied.ledger(tmp_path) as held:
        path.write_bytes(varied.whole(held, "parquet")[0])
    return path


def test_duckdb_opens_it(parquet: Path) -> None:
    """DuckDB counts the rows, sums numbers, unnests claims and figures, and sees days and moments as such."""
    made = varied.by_hand()[1]

    def ask(sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = _duckdb.sql(sql.replace("FILE", f"read_parquet('{parquet}')")).fetchall()
        return rows

    assert ask("SELECT count(*) FROM FILE") == [(len(made),)]
    assert ask("SELECT count(*) FROM (SELECT unnest(claims) FROM FILE)") == [(sum(len(each.claims) for each in made),)]
    figures = sum(len(tally.figures) for each in made for tally in each.toll)
    asked = "SELECT count(*) FROM (SELECT unnest(t.figures) FROM (SELECT unnest(toll) AS t FROM FILE))"
    assert ask(asked) == [(figures,)]
    types = {name: kind for name, kind, *_ in ask("DESCRIBE SELECT * FROM FILE")}
    assert (types["killed_low"], types["lat_deg"], types["killed_open"]) == ("BIGINT", "DOUBLE", "BOOLEAN")
    assert (types["first_day"], types["start"], types["voices"]) == ("DATE", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]")
    assert ask("SELECT last_day FROM FILE WHERE last_day - first_day = 30")[0][0].isoformat() == "2015-10-31"


def test_pandas_opens_it(parquet: Path) -> None:
    """Pandas reads the same rows, with moments in UTC and lists as lists."""
    frame = _pandas.read_parquet(parquet)
    made = {each.id: each for each in varied.by_hand()[1]}
    assert set(frame["id"]) == set(made)
    assert str(frame["start"].dt.tz) == "UTC"
    for row in frame.to_dict("records"):
        assert list(row["claims"]) == list(made[str(row["id"])].claims)


def test_an_empty_parquet_has_its_columns(tmp_path: Path) -> None:
    """Without a row the file still opens, and has every column."""
    path = tmp_path / "none.parquet"
    with varied.ledger(tmp_path) as held:
        path.write_bytes(varied.whole(held, "parquet", Query(country="AQ"))[0])
    assert list(_pandas.read_parquet(path).columns) == list(flat.NAMES)


def test_hashtags_are_valid(tmp_path: Path) -> None:
    """The second row holds a core hashtag of HXL 1.1 with well-formed attributes for each column, no two alike."""
    with varied.ledger(tmp_path) as held:
        body = varied.whole(held, "hxl")[0].decode()
    names, tags, *_ = csv.reader(io.StringIO(body, newline=""))
    assert names == list(flat.NAMES)
    assert tags == [HASHTAGS[name] for name in names]
    for tag in tags:
        found = re.fullmatch(r"#([a-z][a-z0-9_]*)((?:\+[a-z][a-z0-9_]*)*)", tag)
        assert found is not None
        assert found[1] in _CORE
    told = {frozenset(re.split(r"(?=\+)", tag)) for tag in tags}
    assert len(told) == len(tags)


@pytest.mark.parametrize("name", _COLUMNS)
def test_columns_are_those_of_the_format(name: str) -> None:
    """The columns are those that the format publishes, in its order."""
    assert [each.name for each in formats()[name].columns] == _COLUMNS[name]
