"""A GeoNames dump of the user's: read line by line, refused whole when a line is broken."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from counterclaim.errors import GazetteerError, UsageError
from counterclaim.gazetteer import build, cache, dump
from counterclaim.gazetteer.index import Index
from counterclaim.gazetteer.shard import Shard

DIVISIONS = {"SY.12": "geonames:169387"}


def line(number: int = 1, name: str = "Kafr Lata", **changed: str) -> str:
    """Return one line of a dump, with some of its columns changed."""
    columns = {
        "number": str(number),
        "name": name,
        "plain": name,
        "others": "kfr lata,Kafar Lata,كفر لاتة,KFL",
        "lat": "35.78",
        "lon": "36.64",
        "group": "P",
        "code": "PPL",
        "country": "SY",
        "cc2": "",
        "first": "12",
        **dict.fromkeys(("second", "third", "fourth"), ""),
        "population": "4200",
        **dict.fromkeys(("height", "model", "zone", "day"), ""),
    }
    return "\t".join({**columns, **changed}.values()) + "\n"


def dumped(folder: Path, *lines: str, name: str = "SY.txt") -> Path:
    """Write a dump of these lines."""
    (folder / name).write_text("".join(lines), encoding="utf-8")
    return folder / name


def test_a_line_becomes_a_place(tmp_path: Path) -> None:
    """Names, point, people and division come over; machine romanisations and codes of airports stay behind."""
    (place,) = dump.places(dumped(tmp_path, line()), DIVISIONS)
    assert (place.id, place.name, place.others) == ("geonames:1", "Kafr Lata", ["Kafar Lata", "كفر لاتة"])
    assert (place.lat, place.lon, place.country, place.population) == (35.78, 36.64, "SY", 4200)
    assert place.division == "geonames:169387"


@pytest.mark.parametrize(
    ("group", "code", "feature"),
    [
        ("P", "PPLX", "neighbourhood"),
        ("P", "PPLA", "settlement"),
        ("A", "ADM1", "province"),
        ("A", "ADM3", "district"),
        ("A", "PCLI", None),
        ("S", "AIRB", "base"),
        ("S", "AIRP", "airfield"),
        ("S", "CMPRF", "camp"),
        ("S", "DAM", "dam"),
        ("S", "HTL", "site"),
        ("T", "MT", "terrain"),
        ("T", "ISL", "island"),
        ("H", "STM", "water"),
        ("L", "OILF", "field"),
        ("R", "RD", "road"),
        ("V", "FRST", "area"),
        ("U", "BNKU", "water"),
        ("", "", "site"),
    ],
)
def test_every_class_has_its_feature(group: str, code: str, feature: str | None) -> None:
    """All of GeoNames' classes are places of some kind here; states are left to the packages."""
    assert dump.feature_of(group, code) == feature


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("one\ttwo\n", "2 columns"),
        (line(lat="north"), "north"),
        (line(lat="95"), "no point on earth"),
        (line(lon="nan"), "no point on earth"),
        (line(country="Syria"), "no country code"),
        (line(population="many"), "no number of people"),
        (line(name=" "), "no id or no name"),
        (line().replace("1\t", "x\t", 1), "no id or no name"),
        ("x" * 200_000 + "\n", "1 columns"),
        ("\n", "1 columns"),
        ("geonameid\tname\n", "2 columns"),
    ],
)
def test_a_broken_line_refuses_the_file(tmp_path: Path, bad: str, told: str) -> None:
    """A line that is none of GeoNames' is an error that names file and line and says what to do."""
    with pytest.raises(UsageError) as fault:
        list(dump.places(dumped(tmp_path, line(), line(2), bad, line(3)), DIVISIONS))
    assert "SY.txt, line 3" in str(fault.value)
    assert told in str(fault.value)
    assert "download the file again" in str(fault.value)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused by line, not by a crash."""
    (tmp_path / "SY.txt").write_bytes(line().encode() + b"\xff\xfe\n")
    with pytest.raises(UsageError, match="line 2"):
        list(dump.places(tmp_path / "SY.txt", DIVISIONS))


def zipped(folder: Path, **files: str) -> Path:
    """Write an archive of these files, dots in their names written as underscores."""
    with zipfile.ZipFile(folder / "SY.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return folder / "SY.zip"


def test_a_zip_is_read_as_it_is(tmp_path: Path) -> None:
    """The .zip that GeoNames publishes is read without unpacking it, its readme left out."""
    archive = zipped(tmp_path, readme_txt="words", SY_txt=line() + line(2))
    assert [place.id for place in dump.places(archive, DIVISIONS)] == ["geonames:1", "geonames:2"]


def test_other_files_are_told(tmp_path: Path) -> None:
    """No file, an empty one, an archive of two dumps or a cut one: each is an error that says so."""
    with pytest.raises(UsageError, match="No such file"):
        list(dump.places(tmp_path / "none.txt", DIVISIONS))
    with pytest.raises(UsageError, match="is empty"):
        list(dump.places(dumped(tmp_path), DIVISIONS))
    with pytest.raises(UsageError, match="expected one"):
        list(dump.places(zipped(tmp_path, SY_txt=line(), IQ_txt=line()), DIVISIONS))
    whole = zipped(tmp_path, SY_txt="".join(line(number) for number in range(1, 5000)))
    body = bytearray(whole.read_bytes())
    body[2000:2100] = bytes(100)
    whole.write_bytes(body)
    with pytest.raises(UsageError, match=r"broken \.zip|line \d+"):
        list(dump.places(whole, DIVISIONS))


def test_a_dump_is_split_into_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large dump becomes several shards, and all of them answer as one."""
    monkeypatch.setattr(build, "_NAMES_A_SHARD", 100)
    lines = [line(number, f"Town {number}", others="Common") for number in range(1, 101)]
    told: list[str] = []
    assert build.write_dump(dumped(tmp_path, *lines), tmp_path, told.append) == (100, 5)
    known = Index([Shard(tmp_path / f"{number:03}") for number in range(5)])
    assert len(known.named("Common")) == 100
    assert known.named("Town 77")[0].id == "geonames:77"


def test_loading_replaces_and_forgetting_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded dump replaces the one before, stays when the next is refused, and is gone when forgotten."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    assert cache.about_dump() is None
    assert cache.load_dump(dumped(tmp_path, line(), line(2))).places == 2
    assert cache.load_dump(dumped(tmp_path, line(), name="IQ.txt")).places == 1
    with pytest.raises(UsageError):
        cache.load_dump(dumped(tmp_path, "broken\n"))
    about = cache.about_dump()
    assert (about and about.file, about and about.places) == ("IQ.txt", 1)
    assert sorted(one.name for one in cache.folder().iterdir()) == ["dump", "lock"]
    assert cache.drop_dump()
    assert not cache.drop_dump()
    assert cache.about_dump() is None


def test_a_dump_that_is_not_whole_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loaded dump that was harmed, or loaded by another version, is an error that says how to go on."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    cache.load_dump(dumped(tmp_path, line()))
    about = cache.folder() / "dump" / "about.json"
    whole = about.read_bytes()
    about.write_bytes(whole.replace(b'"layout":"', b'"layout":"x'))
    with pytest.raises(GazetteerError, match="another version"):
        cache.about_dump()
    about.write_bytes(whole[:-5])
    with pytest.raises(GazetteerError, match="gazetteer build"):
        cache.about_dump()
