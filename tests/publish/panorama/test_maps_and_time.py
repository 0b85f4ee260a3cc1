"""Cells of a map and bins of time: every incident that has a place or a time is counted once, where it belongs."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from typing import Any

import pytest

from counterclaim.geo import boxes_of, touches
from counterclaim.ledger import Box, Query
from counterclaim.publish.panorama import Bin, Panorama, panorama
from counterclaim.records import Interval, Place
from counterclaim.store.brief import brief
from tests.publish.panorama.ledgers import box
from tests.store.made import day, incident, place

_WORLD = Box(west=-180.0, south=-90.0, east=180.0, north=90.0)


def _of(fields: Sequence[dict[str, Any]]) -> Panorama:
    return panorama([brief(incident(f"c{number}", **each)) for number, each in enumerate(fields)], 1)


def _spread(count: int) -> tuple[list[Place], Panorama]:
    dice = random.Random(5)
    places = [
        place(dice.choice([dice.uniform(-90, 90), 90.0, -90.0, 0.0]), lon, 10 ** dice.uniform(2, 6))
        for lon in (dice.choice([dice.uniform(-180, 180), 180.0, -180.0, 0.0]) for _ in range(count))
    ]
    return places, _of([{"place": where} for where in places])


def _is_in(where: Place, asked: Box) -> bool:
    assert where.lat_deg is not None
    assert where.lon_deg is not None
    lons = (where.lon_deg, where.lon_deg + 360, where.lon_deg - 360)
    return any(
        west <= lon <= east and south <= where.lat_deg <= north
        for west, south, east, north in boxes_of(asked)
        for lon in lons
    )


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (7, 5), (200, 100)])
def test_cells_hold_each_point_once(columns: int, rows: int) -> None:
    """Points in the box are in the cell whose edges hold them, across the antimeridian too; those outside in none."""
    places, seen = _spread(300)
    dice = random.Random(6)
    for asked in [_WORLD, *(box(dice) for _ in range(25))]:
        found = seen.select(Query()).cells(asked, columns, rows)
        assert sum(cell.count for cell in found) == sum(_is_in(where, asked) for where in places), asked
        for cell in found:
            inside = Box(west=cell.west, south=cell.south, east=cell.east, north=cell.north)
            mean = place(round(cell.lat_deg, 9), cell.lon_deg, 1)
            assert touches(mean, inside), (asked, cell)
            assert len(cell.ids) == (cell.count if cell.count <= 3 else 0)
        assert len({(cell.west, cell.south) for cell in found}) == len(found)


def test_a_cell_of_one() -> None:
    """A cell has the point, the id and the dispute of what lies in it, and the edges of the grid."""
    seen = _of([{"place": place(10.5, -175.0, 9), "contested": 2}, {"place": Place(name="unknown")}, {}])
    found = seen.select(Query())
    (cell,) = found.cells(Box(west=170, south=0, east=-170, north=20), 4, 2)
    assert (cell.west, cell.south, cell.east, cell.north) == (-175.0, 10.0, -170.0, 20.0)
    assert (cell.lat_deg, cell.lon_deg, cell.count, cell.contested) == (10.5, -175.0, 1, 1)
    assert cell.ids == (next(one.id for one in seen if one.contested),)
    assert found.unplaced == 2
    with pytest.raises(ValueError, match="one column and one row"):
        found.cells(_WORLD, 0, 3)


def _bins(starts: Sequence[dt.datetime], most: int) -> tuple[Bin, ...]:
    times = [Interval(start=start, end=None) for start in starts]
    return _of([{"when": when} for when in times]).select(Query()).bins(most)


def _at(year: int, month: int = 1, day: int = 1, hour: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("starts", "most", "edges"),
    [
        ([_at(2015, 10, 7), _at(2015, 10, 9, 23)], 3, ["2015-10-07", "2015-10-08", "2015-10-09", "2015-10-10"]),
        ([_at(2015, 10, 7), _at(2015, 10, 10)], 3, ["2015-10-05", "2015-10-12"]),
        ([_at(2015, 10, 7), _at(2015, 10, 12)], 2, ["2015-10-05", "2015-10-12", "2015-10-19"]),
        ([_at(2015, 10, 31), _at(2015, 12, 1)], 3, ["2015-10-01", "2015-11-01", "2015-12-01", "2016-01-01"]),
        ([_at(2015, 10, 31), _at(2016, 1, 1)], 2, ["2015-10-01", "2016-01-01", "2016-04-01"]),
        ([_at(2014, 10, 31), _at(2016, 1, 1)], 3, ["2014-01-01", "2015-01-01", "2016-01-01", "2017-01-01"]),
        ([_at(2009, 1, 1), _at(2011, 1, 1)], 2, ["2008-01-01", "2010-01-01", "2012-01-01"]),
        ([_at(1), _at(9999, 12, 31)], 1, ["0001-01-01", "9999-12-31"]),
        ([_at(9999, 12, 30), _at(9999, 12, 31)], 2, ["9999-12-30", "9999-12-31", "9999-12-31"]),
    ],
)
def test_bins_are_as_narrow_as_may_be(starts: Sequence[dt.datetime], most: int, edges: Sequence[str]) -> None:
    """Days, weeks from Monday, months, quarters, years: the narrowest of which there are not too many."""
    found = _bins(starts, most)
    assert [*(one.start.isoformat() for one in found), found[-1].end.isoformat()] == edges
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    assert sum(one.count for one in found) == len(starts)


def test_bins_of_any_width_hold_each_incident_once() -> None:
    """Each bin counts those that begin in it; there are never more than asked for."""
    dice = random.Random(7)
    for years in (0.01, 0.1, 1, 5, 40, 900):
        starts = [_at(1000) + dt.timedelta(days=dice.uniform(0, 366 * years)) for _ in range(50)]
        for most in (1, 2, 12, 60, 400):
            found = _bins(starts, most)
            assert 0 < len(found) <= most
            for one in found:
                assert one.count == sum(one.start <= start.date() < one.end for start in starts)
            assert found[0].count > 0
            assert found[-1].count > 0


def test_bins_count_what_the_filters_meet() -> None:
    """By its end where its start is not known; disputes apart; the undated apart; ``whole`` leaves time out."""
    seen = _of(
        [
            {"when": day(3), "contested": 1},
            {"when": Interval(start=None, end=day(4).start)},
            {"when": day(5), "country": "SY"},
            {},
        ]
    )
    assert [(one.start.day, one.count, one.contested) for one in seen.select(Query()).bins(9)] == [
        (3, 2, 1),
        (4, 0, 0),
        (5, 1, 0),
    ]
    assert seen.select(Query()).undated == 1
    narrow = seen.select(Query(since=day(5).start))
    assert [one.start.day for one in narrow.bins(9)] == [5]
    assert [one.count for one in narrow.bins(9, whole=True)] == [2, 0, 1]
    assert [one.count for one in seen.select(Query(country="SY")).bins(9, whole=True)] == [1]
    with pytest.raises(ValueError, match="one bin at least"):
        narrow.bins(0)
