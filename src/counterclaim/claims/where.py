"""Where it happened: the places of a clause, the most specific of them, and "the city" that points back."""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context
from counterclaim.claims.places import PlaceMention
from counterclaim.records import Place

_WITHIN: Final = re.compile(
    r"^(?:\W|\b(?:in|of|inside|within|outside|near|at|off|the|city|town|village|province|district|area|region|country"
    r"|(?:north|south|east|west|northern|southern|eastern|western|central)(?:east|west|eastern|western)?|countryside|rural"
    r"|neighbou?rhoods?|suburbs?|outskirts|km|kilomet(?:er|re)s|miles|about|some|\d+|from|to|governorate|state|part)\b)*$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"\b(?:in|of|inside|within|outside|near|off|from)\b|,|\(", re.IGNORECASE)
_BACK: Final = re.compile(
    r"\b(?:the|this|that)(?: same)? (city|town|village|province|district|area|region|country|neighbou?rhood|camp|square|airport"
    r"|base|capital|enclave|island|port|suburb|governorate)\b(?! of)",
    re.IGNORECASE,
)


def scene(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the places where what the text range [low, high) tells happened, the most specific ones.

    The seat of a claimant ("a source in Homs said") is no scene; of "Otaya in the Marj area" Otaya is the scene.
    """
    seats = [s.attribution.source for s in ctx.speeches if s.attribution.source is not None]
    found = [
        p
        for p in ctx.places
        if low <= p.start < high and p.locative and not any(a <= p.start < b for a, b in seats)
    ]
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in found:
        if before is None or not _inside(ctx.doc.text[before.end : place.start]):
            kept.append(place)
        before = place
    if kept:
        return [(p.place, Filler(p.text, p.start, p.end, "place in the clause")) for p in kept]
    return _pointed_at(ctx, low, high)


def _inside(between: str) -> bool:
    return len(between) < 60 and bool(_WITHIN.match(between) and _LINK.search(between))


def _pointed_at(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the place that "the city" or "the country" points back to: the last one of that sort."""
    match = _BACK.search(ctx.doc.text[low:high])
    if match is None:
        return []
    sort = match.group(1).lower()
    earlier = [p for p in ctx.places if p.end <= low + match.start()]
    if sort == "country":
        earlier = [p for p in earlier if p.place.precision == "country" and p.country == ctx.country]
    else:
        earlier = [p for p in earlier if p.place.precision != "country"]
        earlier = [p for p in earlier if sort in p.text.lower()] or earlier
    if not earlier:
        return []
    start, end = low + match.start(), low + match.end()
    return [(earlier[-1].place, Filler(earlier[-1].text, start, end, f"points back: the {sort}"))]
