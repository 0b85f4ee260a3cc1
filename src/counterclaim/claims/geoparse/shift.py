"""Places told from another place: "10 km north of Raqqa", "northwestern Aleppo province", "outskirts of Kyiv".

The answer is a point moved by what the words say with a wider radius, never a sharper one.  A distance is trusted to a
quarter of itself; a direction without a distance means a strip as wide as the place beside it; a part of an area is a
circle in that part, which reaches the area's middle.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from counterclaim.claims.geoparse.resolution import Resolution
from counterclaim.claims.geoparse.words import geo_words
from counterclaim.claims.numbers import number_at
from counterclaim.geo import distance_m, shifted
from counterclaim.records import PlacePrecision

_WINDOW: Final = 90
"""Code points before a name in which what narrows it stands."""
_LEAST_M: Final = 1_000.0
_NEAR_M: Final = 5_000.0
_TRUST: Final = 0.25
_POINTS: Final[tuple[PlacePrecision, ...]] = ("exact", "near", "settlement")
_COMPASS: Final = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_WAY: Final = r"(?P<way>(?:north|south)(?:[- ]?(?:east|west))?|east|west)"
_SORTS: Final = "city|town|village|capital|centre|center|province|district|border|camp"
_TO_NAME: Final = rf"(?:the )?(?:(?:[a-z-]+ )?(?:{_SORTS}) (?:of )?)?(?:the )?$"
"""What may stand between a narrowing word and the name: "the city of", "the border town of"."""
_UNITS: Final = "|".join(sorted(geo_words().units, key=len, reverse=True))
_DISTANCE: Final = re.compile(
    rf"(?P<much>[\w.,-]+(?: [\w-]+)?)(?:[ -]|(?<=\d))(?P<unit>{_UNITS})\b\.?(?: \([^)]{{1,20}}\))?,?"
    rf"(?: (?:away|further|inside|to the|just|due))*(?: {_WAY})?(?: of| from| outside| inside| away from) {_TO_NAME}",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(rf"(?P<part>(?<!to )\bthe )?\b{_WAY}(?:wards?)?(?: of| from) {_TO_NAME}", re.IGNORECASE)
"""North of a place, or, with "the" ("in the north of Syria"), its north; "to the north of" lies outside again."""
_PARTS: Final = "parts?|side|districts?|half"
_EDGES: Final = "outskirts|vicinity|suburbs?|edges?|fringes|countryside|environs|surroundings|entrance|gates|areas?"
_PART: Final = re.compile(
    rf"\b(?P<far>far |extreme )?{_WAY}(?:ern)?(?:most)?(?: (?:{_PARTS}|(?P<edge>{_EDGES})) of)? {_TO_NAME}",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    rf"\b(?:near|outside|around|close to|not far from|(?:{_EDGES}) (?:of|around|near)) {_TO_NAME}", re.IGNORECASE
)
_ABOUT_AFTER: Final = re.compile(r"(?:['’]s)? (?:[a-z]+ern )?(?:countryside|outskirts|suburbs|environs|area)\b")


def narrowed(text: str, start: int, end: int, found: Resolution) -> Resolution:
    """Return a resolution moved and widened by the words around its name at [start, end), itself where none do."""
    before = re.sub(r"\s+", " ", text[max(0, start - _WINDOW) : start])
    distance = _DISTANCE.search(before)
    if distance is not None and (metres := _metres(distance["much"], distance["unit"])) is not None:
        return _at_distance(found, metres, distance["way"])
    beside = _BESIDE.search(before)
    if beside is not None and not beside["part"]:
        reach = max(2 * found.radius_m, _NEAR_M)
        return _moved(found, beside["way"], reach, reach, "near" if found.precision in _POINTS else found.precision)
    part = beside or _PART.search(before)
    if part is not None:
        return _part(found, part["way"], part.groupdict())
    if _ABOUT.search(before) or (found.precision in _POINTS and _ABOUT_AFTER.match(text, end)):
        return _widened(found)
    return found


def between(one: Resolution, other: Resolution) -> Resolution:
    """Return the stretch between two places: the middle, as wide as reaches both; "the road between X and Y"."""
    apart = distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)
    lat, lon = (one.lat_deg + other.lat_deg) / 2, (one.lon_deg + other.lon_deg) / 2
    if abs(one.lon_deg - other.lon_deg) > 180:
        lon = (lon + 360) % 360 - 180
    return replace(
        one,
        name=f"between {one.name} and {other.name}",
        gazetteer_id=None,
        lat_deg=lat,
        lon_deg=lon,
        radius_m=apart / 2 + max(one.radius_m, other.radius_m),
        precision="near" if apart < 10 * _NEAR_M else "district",
        country=one.country if one.country == other.country else None,
        area_id=None,
        alternatives=(),
        reasons=(f"between {one.name} and {other.name}",),
    )


def _metres(much: str, unit: str) -> float | None:
    words = much.replace("-", " ").split()
    for at in range(len(words)):
        plain = words[at].replace(",", "")
        if re.fullmatch(r"\d+(?:\.\d+)?", plain):
            return float(plain) * geo_words().units[unit.lower()]
        number = number_at(words, at)
        if number is not None:
            return number.low * geo_words().units[unit.lower()]
    return None


def _at_distance(found: Resolution, metres: float, way: str | None) -> Resolution:
    own = found.radius_m if found.precision in _POINTS else 0.0
    if way is None:
        radius = metres + own
        return replace(
            found, radius_m=max(_LEAST_M, radius), precision="near", reasons=(*found.reasons, f"within {metres:.0f} m")
        )
    radius = max(_LEAST_M, _TRUST * metres + min(own, metres / 2 + _LEAST_M))
    precision: PlacePrecision = "near" if radius < 4 * _NEAR_M else "district"
    return _moved(found, way, metres, radius, precision)


def _part(found: Resolution, way: str, said: dict[str, str | None]) -> Resolution:
    """Return a part of a place: in the middle of that side; at its rim for "far", and for the edges of a town."""
    if said.get("edge") and found.precision in _POINTS:
        return _moved(found, way, found.radius_m, max(_NEAR_M, 1.5 * found.radius_m), "near")
    share = 0.8 if said.get("far") or said.get("edge") else 0.5
    return _moved(found, way, share * found.radius_m, max(_LEAST_M, 0.6 * found.radius_m), found.precision)


def _moved(found: Resolution, way: str, metres: float, radius_m: float, precision: PlacePrecision) -> Resolution:
    name = re.sub(r"[- ]", "", way.lower())
    lat, lon = shifted(found.lat_deg, found.lon_deg, bearing_deg=_COMPASS[name], distance_m=metres)
    return replace(
        found,
        lat_deg=lat,
        lon_deg=lon,
        radius_m=radius_m,
        precision=precision,
        reasons=(*found.reasons, f"{name} of {found.name}, {metres:.0f} m from its middle"),
    )


def _widened(found: Resolution) -> Resolution:
    precision: PlacePrecision = "near" if found.precision in _POINTS else found.precision
    wider = max(_NEAR_M, 3 * found.radius_m) if precision == "near" else 1.3 * found.radius_m
    return replace(found, radius_m=wider, precision=precision, reasons=(*found.reasons, f"near {found.name}"))
