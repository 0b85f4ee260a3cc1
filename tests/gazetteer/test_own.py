"""The project's own place files: what an edit may break is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.errors import LexiconError
from counterclaim.gazetteer import own, packages
from counterclaim.gazetteer.build import gather
from counterclaim.gazetteer.disputes import Disputes
from counterclaim.gazetteer.raw import Raw
from counterclaim.geo import distance_m
from tests.gazetteer.raws import raw

GOOD = (
    '{ id = "sy-one", names = ["One"], sort = "village", lat = 35.1, lon = 36.2, radius_m = 1500, '
    'precision = "settlement", source = "own" }'
)


def places_file(folder: Path, *lines: str) -> Path:
    """Write a places file of these lines; the first stands on line 4."""
    body = "".join(f"  {line},\n" for line in lines)
    text = f'# A comment, with "[ brackets".\n\nplace = [\n{body}]\n\n[sources]\nown = "own knowledge"\n'
    (folder / "syria.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('sort = "village"', 'sort = "hamlet"', "hamlet"),
        ("lat = 35.1", "lat = 95.1", "lat"),
        ("lon = 36.2", 'lon = "east"', "lon"),
        ("radius_m = 1500", "radius_m = 0", "radius_m"),
        ('names = ["One"]', "names = []", "names"),
        ('names = ["One"]', 'names = [" One"]', "names"),
        ('precision = "settlement"', 'precision = "town"', "town"),
        ("radius_m = 1500, ", "", "radius_m"),
        ("lat = 35.1", "lat = 35.1, colour = 1", "colour"),
        ('id = "sy-one"', 'id = "One"', "id"),
        ('source = "own"', 'source = "hearsay"', "hearsay"),
        ('source = "own"', 'source = "own", claimed_by = ["Syria"]', "claimed_by"),
        ("lat = 35.1", "lat = = 35.1", "line 5"),
    ],
)
def test_a_broken_line_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A line that breaks the format is an error that names the file, the line and what is wrong."""
    second = GOOD.replace("sy-one", "sy-two").replace("One", "Two")
    bad = GOOD.replace(old, new)
    assert bad != GOOD
    with pytest.raises(LexiconError) as fault:
        list(own.places(places_file(tmp_path, second, bad)))
    assert "syria.toml" in str(fault.value)
    assert "line 5" in str(fault.value)
    assert told in str(fault.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    """The same id in two files is an error that names the second line and the first file."""
    places_file(tmp_path, GOOD)
    (tmp_path / "iraq.toml").write_text((tmp_path / "syria.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"iraq\.toml, line 4: the id 'sy-one' stands also in syria\.toml"):
        list(own.places(tmp_path))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """A place comes with its file's state and the words of its source."""
    ((place, country, source),) = own.places(places_file(tmp_path, GOOD))
    assert (place.names, country, source) == (("One",), "SY", "own knowledge")


def test_the_own_files_keep_their_rules() -> None:
    """Every place file that ships can be read, and every point of a division has its division."""
    assert len({place.id for place, _, _ in own.places()}) == len(list(own.places())) > 0
    assert len(own.regions()) > 150
    assert len({region.id for region in own.regions()}) == len(own.regions())


def test_knowledge_without_a_table_is_wide() -> None:
    """A point that comes from no table has a radius of at least 4 km: nine in ten of those compared lay within 3."""
    known = [place for place, _, source in own.places() if source.startswith("general geographic knowledge")]
    assert len(known) > 100
    assert [place.id for place in known if place.radius_m < 4000] == []


def test_enough_places_of_each_conflict() -> None:
    """At least 500 places that no package holds, in all eight conflicts, those that news could not do without."""
    new = [place for place, _, _ in own.places() if place.geonames is None]
    assert len(new) >= 1000
    assert {place.id[:2] for place in new} >= {"sy", "iq", "lb", "ps", "ua", "ye", "sd", "af"}
    names = {name for place in new for name in place.names}
    assert names >= {"Hmeimim", "Salma", "Latamnah", "Atmeh", "Tokhar"}


@pytest.fixture(scope="module")
def raws() -> list[Raw]:
    """Return every place that goes into the index."""
    return gather(lambda _: None)


def test_every_id_stands_once(raws: list[Raw]) -> None:
    """No two places share an id, and every division that a place names is there."""
    ids = {one.id for one in raws}
    assert len(ids) == len(raws)
    assert {one.division for one in raws if one.division} - ids == set()


def test_points_stand_together(raws: list[Raw]) -> None:
    """A place has latitude, longitude and a radius above 0, or none of them."""
    for one in raws:
        point = (one.lat, one.lon, one.radius_m)
        assert all(v is None for v in point) or (
            all(v is not None for v in point) and -90 <= (one.lat or 0) <= 90 and -180 <= (one.lon or 0) <= 180
        ), one
        assert one.radius_m is None or one.radius_m > 0, one


# Facts of GeoNames, rounded: the points it gives to states and divisions.
KNOWN = {
    ("US", "country"): (39.76, -98.5),
    ("RU", "country"): (60.0, 100.0),
    ("CA", "country"): (60.11, -113.64),
    ("AU", "country"): (-25.0, 135.0),
    ("SY", "country"): (35.0, 38.0),
    ("UA", "country"): (49.0, 32.0),
    ("Texas", "province"): (31.25, -99.25),
    ("California", "province"): (37.25, -119.75),
    ("Alaska", "province"): (64.0, -150.0),
    ("Ontario", "province"): (49.25, -84.5),
    ("Bavaria", "province"): (49.0, 11.5),
    ("Idlib", "province"): (35.8, 36.7),
    ("Kharkiv", "province"): (49.5, 36.5),
    ("Punjab", "province"): (31.0, 72.0),
}


@pytest.mark.parametrize(("what", "point"), KNOWN.items())
def test_states_and_divisions_lie_where_they_lie(
    raws: list[Raw], what: tuple[str, str], point: tuple[float, float]
) -> None:
    """A state's or large division's point is within 161 km (100 miles) of GeoNames' own."""
    name, feature = what
    found = [
        one
        for one in raws
        if one.feature == feature and name in (one.country if feature == "country" else one.name, *one.others)
    ]
    assert min(distance_m(one.lat or 0, one.lon or 0, *point) for one in found) < 161_000


def test_almost_every_state_has_a_point(raws: list[Raw]) -> None:
    """Only a few small territories are known by name alone."""
    states = [one for one in raws if one.feature == "country"]
    assert len(states) > 240
    assert len([one for one in states if one.lat is None]) < 25


def test_every_known_point_of_a_division_is_used(raws: list[Raw]) -> None:
    """A line of points.toml that names no division would be edited in vain."""
    placed = {(one.lat, one.lon) for one in raws if one.feature == "province"}
    assert [point.name for point in own.points().division if (point.lat, point.lon) not in placed] == []


@pytest.mark.parametrize(
    ("name", "claimed_by", "country"),
    [
        ("Sevastopol", ("RU", "UA"), None),
        ("Majdal Shams", ("IL", "SY"), None),
        ("Ariel", ("IL", "PS"), None),
        ("Jenin", ("IL", "PS"), "PS"),
        ("Muzaffarabad", ("IN", "PK"), "PK"),
        ("Srinagar", ("IN", "PK"), "IN"),
        ("Laayoune", ("EH", "MA"), "EH"),
        ("Sokhumi", ("Abkhazia", "GE"), "GE"),
        ("Tskhinvali", ("GE", "South Ossetia"), "GE"),
        ("Kyrenia", ("CY", "Northern Cyprus"), "CY"),
        ("Tiraspol", ("MD", "Transnistria"), "MD"),
        ("Pristina", ("RS", "XK"), "XK"),
        ("Donetsk", ("RU", "UA"), "UA"),
        ("Golan Heights", ("IL", "SY"), None),
    ],
)
def test_disputed_places_name_every_claim(
    raws: list[Raw], name: str, claimed_by: tuple[str, ...], country: str | None
) -> None:
    """A place in disputed territory names all who claim it, and a state only where it is not held against the UN."""
    found = [one for one in raws if name in (one.name, *one.others)]
    assert (claimed_by, country) in [(one.claimed_by, one.country) for one in found]


@pytest.mark.parametrize(
    "name", ["Haifa", "Tiberias", "Damascus", "Kyiv", "Kharkiv", "Krasnodar", "Tbilisi", "Limassol"]
)
def test_undisputed_places_name_no_claim_they_lack(raws: list[Raw], name: str) -> None:
    """Towns beside a disputed territory are not drawn into it."""
    best = max((one for one in raws if name in (one.name, *one.others)), key=Raw.weight)
    assert best.claimed_by == ()


def test_a_territory_is_told_by_something() -> None:
    """Every territory of disputed.toml marks at least one place, so that none is listed in vain."""
    divisions = {one.code: f"geonames:{one.geonames}" for one in packages.divisions() if one.first_order}
    for territory in own.disputed():
        assert [code for code in territory.divisions if code not in divisions and code != "IL.WE"] == []
        mark = Disputes([territory], divisions).mark
        south, west, north, east = territory.boxes[0] if territory.boxes else (0, 0, 0, 0)
        one = raw("X", country=territory.countries[0] if territory.countries else "ZZ")
        one.lat, one.lon = (south + north) / 2, (west + east) / 2
        one.id = territory.entries[0] if territory.entries else one.id
        one.division = divisions.get(territory.divisions[0]) if territory.divisions else None
        mark(one)
        assert one.claimed_by == territory.claimed_by


def test_disputed_entries_exist(raws: list[Raw]) -> None:
    """Every entry that disputed.toml names is there."""
    ids = {one.id for one in raws}
    assert {one for territory in own.disputed() for one in territory.entries} - ids == set()
