"""Where it happened: the places of a clause, the most specific of them, and "the city" that points back.

A place named is not always a scene: the seat of a source, the base that a shell was fired from, the home of those
who fled and the state that acts are none, unless nothing else is named.
"""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler
from counterclaim.claims.places import PlaceMention
from counterclaim.records import Place

_WITHIN: Final = re.compile(
    r"^(?:\W|\b(?:in|of|inside|within|outside|near|at|off|the|city|town|village|province|district|area|region|country"
    r"|(?:north|south|east|west|northern|southern|eastern|western|central)(?:east|west|eastern|western)?|countryside|rural"
    r"|neighbou?rhoods?|suburbs?|outskirts|km|kilomet(?:er|re)s|miles|about|some|\d+|from|to|governorate|state|part"
    r"|a|located|held|rebel|government|regime|controlled|opposition|strategic|besieged|de|facto|capital|border)\b)*$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"\b(?:in|of|inside|within|outside|near|off|from)\b|,|\(", re.IGNORECASE)
_LISTED: Final = re.compile(r"^\s*(?:,|and|or|&|as well as|/|,\s*and)?\s*(?:the|in|nearby)?\s*$", re.IGNORECASE)
_BACK: Final = re.compile(
    r"\b(?:the|this|that)(?: same)? (city|town|village|province|district|area|region|country|neighbou?rhood|camp|square"
    r"|airport|base|capital|enclave|island|port|suburb|governorate|crossing|market|school|hospital|mosque)\b(?! of)",
    re.IGNORECASE,
)
_BASE: Final = re.compile(
    r"\b(?:positioned|located|based|stationed|situated|entrenched|deployed|holed up|headquartered|hiding|operating|present)"
    r"\s+(?:in|at|near|around|on|inside)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:residents?|people|inhabitants|citizens|natives?|evacuees|refugees|evacuated|fighters|militants|troops|soldiers"
    r"|terrorists|rebels|governor|mayor|hospitals?|office|reporter|correspondent|activists?|sources?|command|police"
    r"|spokes\w+)\s+(?:of|from|in|for|at)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SPOKEN: Final = frozenset({"demand", "threat", "sanction"})


def scene(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the places where what the text range [low, high) tells happened, the most specific ones.

    The seat of a claimant ("a source in Homs said") is no scene; of "Otaya in the Marj area" Otaya is the scene.
    """
    kinds = {t.kind for t in ctx.triggers if low <= ctx.doc[t.head].idx < high}
    if kinds and kinds <= _SPOKEN:
        return []
    inside = [p for p in ctx.places if low <= p.start < high and not _seat(ctx, p)]
    found = _located(ctx, inside)
    scenes = [p for p in found if not _base(ctx, p)] or found
    if scenes:
        return _kept(ctx, scenes, "place in the clause")
    pointed = _pointed_at(ctx, low, high)
    if pointed:
        return pointed
    named = [p for p in inside if not _acting(ctx, p) and not _base(ctx, p)]
    if named:
        return _kept(ctx, named, "place named in the clause")
    sent = ctx.doc[ctx.token_at(low)].sent
    near = [p for p in ctx.places if sent.start_char <= p.start < sent.end_char and not _seat(ctx, p)]
    near = [p for p in _located(ctx, near) if not _base(ctx, p)]
    return _kept(ctx, near, "place in the sentence")


def _located(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places at which something is put, with those listed after them."""
    found: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        listed = before is not None and bool(_LISTED.match(ctx.doc.text[before.end : place.start]))
        if (place.locative or (listed and before in found)) and not _acting(ctx, place):
            found.append(place)
        before = place
    return found


def _kept(ctx: Context, places: list[PlaceMention], rule: str) -> list[tuple[Place, Filler]]:
    """Return the most specific places: what a finer one lies in is left out."""
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        if before is None or not _inside(ctx.doc.text[before.end : place.start]):
            kept.append(place)
        before = place
    fine = [p for p in kept if p.place.precision != "country"]
    if fine:
        kept = [p for p in kept if p.place.precision != "country" or all(p.country != q.country for q in fine if q.country)]
    names = {w for p in kept for w in p.within}
    kept = [p for p in kept if p.name not in names] or kept
    return [(p.place, Filler(p.text, p.start, p.end, rule)) for p in kept]


def _seat(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place stands within the words that name a source, or between them and the word of saying."""
    for speech in ctx.speeches:
        source, cue = speech.attribution.source, speech.attribution.cue
        if source is None:
            continue
        if source[0] <= place.start < source[1]:
            return True
        if source[1] <= place.start < cue[0] and cue[0] - source[1] < 60 and "," not in ctx.doc.text[source[1] : cue[0]]:
            return True
    return False


def _base(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place is where somebody is or comes from, not where something happened."""
    return bool(_BASE.search(ctx.doc.text[max(0, place.start - 50) : place.start]))


def _acting(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place's name is part of a party's name, or a state's that describes an act: "U.S. strikes"."""
    at = ctx.token_at(place.start)
    mention = ctx.at.get(at)
    if mention is not None and mention.kind not in {"things", "civilians"} and mention.end > place.end:
        return True
    token = ctx.doc[ctx.token_at(place.end - 1)]
    heads = {t.head for t in ctx.triggers}
    return place.place.precision == "country" and token.dep_ in {"compound", "amod", "nmod", "poss"} and token.head.i in heads


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
