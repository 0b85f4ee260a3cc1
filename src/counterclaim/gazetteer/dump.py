"""A GeoNames dump that the user has, line by line: allCountries.txt, a country's file, or the .zip of either.

The format is that of https://download.geonames.org/export/dump/readme.txt: UTF-8, 19 columns parted by tabs.  A dump
as it is published has no broken line; one that has is cut off or changed, and is refused whole.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from counterclaim.errors import UsageError
from counterclaim.gazetteer.entry import Feature
from counterclaim.gazetteer.extent import radius_m
from counterclaim.gazetteer.packages import usable
from counterclaim.gazetteer.raw import Raw

_COLUMNS: Final = 19
_LONGEST_LINE: Final = 100_000
"""Bytes; the longest of GeoNames, with all its alternate names, has about a fifth of that."""
_NEITHER_STATE_NOR_DIVISION: Final = re.compile("^(?:PCL|LTER|ADM1H)")

_CLASSES: Final[dict[str, Feature]] = {
    "A": "area",
    "H": "water",
    "L": "area",
    "P": "settlement",
    "R": "road",
    "S": "site",
    "T": "terrain",
    "U": "water",
    "V": "area",
}
_CODES: Final[dict[str, Feature]] = {
    "ADM1": "province",
    "PPLX": "neighbourhood",
    **dict.fromkeys(("ADM2", "ADM3", "ADM4", "ADM5", "ADMD"), "district"),
    **dict.fromkeys(("AIRP", "AIRF", "AIRH", "AIRS"), "airfield"),
    **dict.fromkeys(("AIRB", "MILB", "NVB", "INSM", "FT"), "base"),
    **dict.fromkeys(("CMP", "CMPRF", "CMPL", "CMPLA", "CMPMN", "CMPO", "CMPQ"), "camp"),
    **dict.fromkeys(("DAM", "DAMQ", "DAMSB", "DIKE"), "dam"),
    **dict.fromkeys(("BDG", "BDGQ"), "bridge"),
    **dict.fromkeys(("HSP", "HSPC", "HSPD", "HSPL", "CTRM"), "hospital"),
    **dict.fromkeys(("PRN", "PRNJ", "PRNQ"), "prison"),
    **dict.fromkeys(("PS", "PSH", "PSN", "OILR", "OILT", "FCT", "MFG", "ML", "GOSP", "NOV"), "plant"),
    **dict.fromkeys(("CSTM", "PSTB", "PSTC", "FY"), "crossing"),
    **dict.fromkeys(("OILF", "GASF", "MNA", "COLF"), "field"),
    **dict.fromkeys(("PRT", "HBR", "DCK", "DCKY"), "port"),
    **dict.fromkeys(("ISL", "ISLS", "ISLET", "ISLF", "ATOL"), "island"),
    "SQR": "square",
    "RGN": "area",
    "CONT": "region",
}
_PLACE_RADIUS_M: Final[dict[str, float]] = {
    "ADM1": 60_000.0,
    "ADM2": 20_000.0,
    "ADM3": 10_000.0,
    "ADM4": 5_000.0,
    "ADM5": 3_000.0,
    "CONT": 3_000_000.0,
    "OCN": 3_000_000.0,
    "SEA": 500_000.0,
    "GULF": 150_000.0,
    "STM": 20_000.0,
    "MTS": 50_000.0,
    "DSRT": 100_000.0,
    "PEN": 50_000.0,
    "RGN": 50_000.0,
}


def feature_of(group: str, code: str) -> Feature | None:
    """Return what a GeoNames feature class and code is here; None for states, which the packages have."""
    if _NEITHER_STATE_NOR_DIVISION.match(code):
        return None
    return _CODES.get(code) or _CLASSES.get(group, "site")


def places(path: Path, divisions: Mapping[str, str]) -> Iterator[Raw]:
    """Yield every place of a dump; ``divisions`` are the ids of first-order divisions by their GeoNames codes.

    Raises UsageError, which names file and line, for a line that is not one of GeoNames.
    """
    with _lines(path) as lines:
        number = 0
        while line := lines.readline(_LONGEST_LINE):
            number += 1
            try:
                raw = _place(line.decode("utf-8"), divisions)
            except ValueError as fault:
                raise UsageError(
                    f"{path}, line {number}: {fault}; expected the {_COLUMNS} columns of a GeoNames dump, parted by "
                    f"tabs. Nothing was loaded: download the file again"
                ) from None
            if raw is not None:
                yield raw
        if number == 0:
            raise UsageError(f"{path} is empty: expected a GeoNames dump (allCountries.txt, a country's file, or .zip)")


def _place(line: str, divisions: Mapping[str, str]) -> Raw | None:
    columns = line.rstrip("\r\n").split("\t")
    if len(columns) != _COLUMNS:
        raise ValueError(f"{len(columns)} columns")
    number, name, _plain, others, lat_text, lon_text, group, code, country, _cc2, first, *_more = columns
    population = columns[14]
    if not (number.isdecimal() and number.isascii()) or not name.strip():
        raise ValueError("no id or no name")
    lat, lon = float(lat_text), float(lon_text)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no point on earth")
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise ValueError(f"{country!r} is no country code")
    if population and not (population.isdecimal() and population.isascii()):
        raise ValueError(f"{population!r} is no number of people")
    feature = feature_of(group, code)
    if feature is None:
        return None
    people = int(population or 0)
    return Raw(
        id=f"geonames:{number}",
        name=name,
        feature=feature,
        source="GeoNames (CC BY 4.0), from the loaded dump",
        others=[one for one in others.split(",") if usable(one, name)],
        lat=lat,
        lon=lon,
        radius_m=_PLACE_RADIUS_M.get(code) or radius_m(feature, people),
        country=country or None,
        division=None if feature == "province" else divisions.get(f"{country}.{first}"),
        population=people if group == "P" else 0,
    )


@contextlib.contextmanager
def _lines(path: Path) -> Generator[IO[bytes], None, None]:
    """Open a dump, or the one inside a .zip, for reading line by line."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.namelist() if one.endswith(".txt") and one.lower() != "readme.txt"]
            if len(inside) != 1:
                found = ", ".join(inside[:5]) or "none"
                raise UsageError(f"{path}: expected one .txt file in the archive beside readme.txt, found {found}")
            with archive.open(inside[0]) as member:
                yield member
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise UsageError(f"{path} is a broken .zip ({fault}): download it again") from None
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror or fault}") from None
