"""Places that people wrote down: the project's place files, its regions, and the list that the reader trusts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from counterclaim.gazetteer import own
from counterclaim.gazetteer.entry import Feature
from counterclaim.gazetteer.fold import fold, without_article
from counterclaim.gazetteer.gathered import Places
from counterclaim.gazetteer.raw import Raw
from counterclaim.geo import distance_m
from counterclaim.lexicon.load import load
from counterclaim.lexicon.places import AreaEntry, PlaceEntry, PlaceTable
from counterclaim.records import PlacePrecision

_LEXICON: Final = "the reader's own place list (GeoNames, CC BY 4.0, where it gives an id; else rounded middles)"
_SAME_M: Final = 5_000
"""An own town this near a package's town of the same name is that town."""
_SAME_DEG: Final = 0.05
_SAME_AREA_M: Final = 100_000
"""An area of the reader's list this near an own place of the same name is that place."""

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


def listed(places: Places) -> None:
    """Add what the reader's list knows: names of the packages' places, and places that nobody else has."""
    table = load("places", PlaceTable)
    known_names: dict[str, list[Raw]] = defaultdict(list)
    for raw in places.by_id.values():
        for name in (raw.name, *raw.others) if raw.trusted else ():
            known_names[without_article(fold(name))].append(raw)
    towns = {(place.country, fold(name)): place.geonames for place in table.place for name in place.names}
    for area in table.area:
        _listed_area(places, area, towns, known_names)
    for place in table.place:
        known_town = places.by_id.get(f"geonames:{place.geonames}")
        if known_town is not None:
            _enriched(known_town, place.names)
        elif place.geonames is None and place.precision != "country" and not _known(places, known_names, place):
            places.add(_listed_place(place, _WIDTH.get(place.precision, "site"), place.precision))


def _known(places: Places, known: dict[str, list[Raw]], place: AreaEntry | PlaceEntry) -> bool:
    """Return whether an own file has the place already, or nothing is known of it that could be shown."""
    if place.lat is None or place.lon is None or places.province(place.country, *place.names) is not None:
        return True
    same = (raw for name in place.names for raw in known.get(without_article(fold(name)), ()))
    return any(
        raw.lat is not None
        and raw.lon is not None
        and distance_m(raw.lat, raw.lon, place.lat, place.lon) <= max(_SAME_AREA_M, raw.radius_m or 0)
        for raw in same
    )


def _listed_area(
    places: Places, area: AreaEntry, towns: dict[tuple[str, str], int | None], known_names: dict[str, list[Raw]]
) -> None:
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
        if not _known(places, known_names, area):
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


_WIDTH: Final[dict[PlacePrecision, Feature]] = {
    "settlement": "settlement",
    "district": "area",
    "province": "area",
    "region": "area",
}


def _listed_place(listed: AreaEntry | PlaceEntry, feature: Feature, precision: PlacePrecision | None = None) -> Raw:
    name = listed.names[0]
    return Raw(
        id=f"counterclaim:{listed.country.lower()}-{fold(name).replace(' ', '-')}",
        name=name,
        feature=feature,
        source=_LEXICON,
        others=list(listed.names[1:]),
        precision=precision,
        lat=listed.lat,
        lon=listed.lon,
        radius_m=listed.radius_m,
        country=listed.country,
        trusted=True,
    )


def own_places(places: Places) -> None:
    """Add the places files and the regions; a town that a package has gives it its names and its second id."""
    towns: dict[str, list[Raw]] = defaultdict(list)
    for raw in places.by_id.values():
        if raw.feature == "settlement" and raw.country is not None:
            towns[raw.country].append(raw)
    for place, country, source in own.places():
        feature = own.FEATURE_OF[place.sort]
        near = places.by_id.get(f"geonames:{place.geonames}")
        if near is None and feature == "settlement":
            near = _same(towns[country], place)
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
