"""Where it happened: the places of a clause, the most specific of them, and "the city" that points back.

A place named is not always a scene: the seat of a source, the base that a shell was fired from, the home of those
who fled and the state that acts are none, unless nothing else is named.
"""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler
from counterclaim.claims.groups import Group
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
    r"\b(?:positioned|located|based|stationed|situated|entrenched|deployed|holed up|headquartered|hiding|operating"
    r"|present)"
    r"\s+(?:in|at|near|around|on|inside)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:residents?|people|inhabitants|citizens|natives?|evacuees|refugees|evacuated|fighters|militants|troops|soldiers"
    r"|terrorists|rebels|governor|mayor|hospitals?|office|reporter|correspondent|activists?|sources?|command|police"
    r"|spokes\w+)\s+(?:of|from|in|for|at)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SPOKEN: Final = frozenset({"demand", "threat", "sanction"})


def scene(ctx: Context, low: int, high: int, group: Group | None = None, kind: str = "") -> list[tuple[Place, Filler]]:
    """Return the places where what the text range [low, high) tells happened, the most specific ones.

    The seat of a claimant ("a source in Homs said") is no scene; of "Otaya in the Marj area" Otaya is the scene.
    Where the range tells of other happenings too, each takes the places nearest after its own words (``group``).
    The toll of a war (``kind``) is taken in the country at war.
    """
    if kind == "conflict_toll":
        return _at_war(ctx, low, high)
    kinds = {t.kind for t in ctx.triggers if low <= ctx.doc[t.head].idx < high}
    if (kinds and kinds <= _SPOKEN) or (group is not None and group.head.kind in _SPOKEN):
        return []
    opened = _before_where(ctx, low)
    if opened:
        return _kept(ctx, opened, "place that the clause describes")
    inside = [p for p in ctx.places if low <= p.start < high and not _seat(ctx, p)]
    bases = _bases(ctx, inside)
    found = _own(ctx, _said(ctx, _located(ctx, inside), group), low, high, group)
    scenes = [p for p in found if p not in bases]
    if scenes:
        return _kept(ctx, scenes, "place in the clause")
    pointed = _pointed_at(ctx, low, high)
    if pointed:
        return pointed
    named = [p for p in inside if p not in bases and not _acting(ctx, p)]
    if named or found:
        return _kept(ctx, named or found, "place named in the clause")
    sent = ctx.doc[ctx.token_at(low)].sent
    near = [p for p in ctx.places if sent.start_char <= p.start < sent.end_char and not _seat(ctx, p)]
    bases = _bases(ctx, near)
    return _kept(ctx, [p for p in _located(ctx, near) if p not in bases], "place in the sentence")


def _before_where(ctx: Context, low: int) -> list[PlaceMention]:
    """Return the place that a clause opened by "where" describes, with what it lies in."""
    at = ctx.token_at(low)
    if ctx.doc[at].lower_ != "where":
        return []
    before = [p for p in ctx.places if ctx.doc[at].sent.start_char <= p.start and p.end <= low]
    if not before or low - before[-1].end > 3:
        return []
    chain = [before[-1]]
    for place in reversed(before[:-1]):
        if not _holds(ctx, place, chain[0]):
            break
        chain.insert(0, place)
    return chain


def _said(ctx: Context, places: list[PlaceMention], group: Group | None) -> list[PlaceMention]:
    """Return the places within what is said, when a happening is told in somebody's words that name any."""
    if group is None:
        return places
    at = ctx.doc[group.head.head].idx
    contents = [c for s in ctx.speeches for c in s.attribution.contents if c[0] <= at < c[1]]
    if not contents:
        return places
    low, high = min(contents, key=lambda c: c[1] - c[0])
    return [p for p in places if low <= p.start < high] or places


def _bases(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places where somebody is or comes from, not where something happened, and those listed with them."""
    found: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        listed = before is not None and before in found and _LISTED.match(ctx.text[before.end : place.start])
        if listed or _BASE.search(ctx.text[max(0, place.start - 50) : place.start]):
            found.append(place)
        before = place
    return found


def _at_war(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the country whose war a text range counts the dead of, or the finer scene that it names."""
    sent = ctx.doc[ctx.token_at(low)].sent
    inside = [p for p in ctx.places if sent.start_char <= p.start < sent.end_char and not _seat(ctx, p)]
    located = [p for p in inside if p.locative and low <= p.start < high and p.place.precision != "country"]
    if located:
        return _kept(ctx, located, "place in the clause")
    states = [p for p in inside if p.place.precision == "country"] or [
        p for p in ctx.places if p.place.precision == "country" and p.country == ctx.country
    ]
    return _kept(ctx, states[:1], "the country at war")


def _own(ctx: Context, places: list[PlaceMention], low: int, high: int, group: Group | None) -> list[PlaceMention]:
    """Return the places that stand after a group's own words rather than after another happening's."""
    if group is None or len(places) < 2:
        return places
    own = {t.start for t in group.triggers}
    starts = sorted(own | {t.start for t in ctx.triggers})
    marks = [(ctx.doc[i].idx, i in own) for i in starts if low <= ctx.doc[i].idx < high]
    if all(mine for _, mine in marks):
        return places

    def mine(place: PlaceMention) -> bool:
        before = [m for m in marks if m[0] <= place.start]
        return before[-1][1] if before else marks[0][1]

    return [p for p in places if mine(p)] or places


def _located(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places at which something is put, with those listed after them."""
    found: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        listed = before is not None and bool(_LISTED.match(ctx.text[before.end : place.start]))
        if before is not None and _described(ctx, before, place):
            # "Madaya, a town near Damascus": the name is the scene, not its description.
            if before not in found and not _acting(ctx, before):
                found.append(before)
            continue
        leaving = bool(_OUT_OF.search(ctx.text[max(0, place.start - 30) : place.start]))
        if (place.locative or leaving or (listed and before in found)) and not _acting(ctx, place):
            found.append(place)
        before = place
    return found


_OUT_OF: Final = re.compile(r"\bout of\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_APPOSED: Final = re.compile(r"^\s*,?\s*(?:a|an|the)\b\s*(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_SORT: Final = re.compile(
    r"^(?:[\w-]+ )?(?:city|town|village|district|area|suburb|neighbou?rhood|camp|region)s?"
    r" (?:near|in|of|north|south|east|west|outside|on)\b",
    re.IGNORECASE,
)


def _described(ctx: Context, before: PlaceMention, place: PlaceMention) -> bool:
    between = ctx.text[before.end : place.start]
    return bool(_SORT.match(place.text) and _APPOSED.match(between)) and not before.text[0].islower()


def _kept(ctx: Context, places: list[PlaceMention], rule: str) -> list[tuple[Place, Filler]]:
    """Return the most specific places: what a finer one lies in is left out."""
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        if before is None or not _holds(ctx, before, place):
            kept.append(place)
        before = place
    fine = [p for p in kept if p.place.precision != "country"]
    if fine:
        kept = [
            p for p in kept if p.place.precision != "country" or all(p.country != q.country for q in fine if q.country)
        ]
    names = {w for p in kept for w in p.within}
    kept = [p for p in kept if p.name not in names] or kept
    once = {(p.name or p.text).lower(): p for p in reversed(kept)}
    return [(p.place, Filler(p.text, p.start, p.end, rule)) for p in kept if once[(p.name or p.text).lower()] is p]


def _seat(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place stands within the words that name a source, or between them and the word of saying."""
    for speech in ctx.speeches:
        source, cue = speech.attribution.source, speech.attribution.cue
        if source is None:
            continue
        if source[0] <= place.start < source[1]:
            return True
        if source[1] <= place.start < cue[0] and cue[0] - source[1] < 60 and "," not in ctx.text[source[1] : cue[0]]:
            return True
    return False


def _acting(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place's name is part of a party's name, or a state's that describes an act: "U.S. strikes"."""
    at = ctx.token_at(place.start)
    mention = ctx.at.get(at)
    if mention is not None and mention.kind not in {"things", "civilians"} and mention.end > place.end:
        return True
    token = ctx.doc[ctx.token_at(place.end - 1)]
    heads = {t.head for t in ctx.triggers}
    return (
        place.place.precision == "country"
        and token.dep_ in {"compound", "amod", "nmod", "poss"}
        and token.head.i in heads
    )


_RANK: Final[dict[str | None, int]] = {
    "exact": 0,
    "near": 0,
    None: 1,
    "settlement": 1,
    "district": 2,
    "province": 3,
    "region": 4,
    "airspace": 4,
    "country": 5,
}
"""Precisions from the finest; a name without one is taken for a settlement."""


def _holds(ctx: Context, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Tell whether the words between two places say that the first lies in or by the second."""
    between = " ".join(
        t.text
        for t in ctx.doc.char_span(inner.end, outer.start, alignment_mode="contract") or ()
        if t.ent_type_ != "NORP"
    )
    if len(between) >= 60 or not (_WITHIN.match(between) and _LINK.search(between)):
        return False
    # A comma alone lists places as often as it says where one lies.
    return between.strip() != "," or _RANK[outer.place.precision] > _RANK[inner.place.precision]


def _pointed_at(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the place that "the city" or "the country" points back to: the last one of that sort."""
    match = _BACK.search(ctx.text[low:high])
    if match is None:
        several = _SEVERAL.search(ctx.text[low:high])
        return _last_listed(ctx, low + several.start(), low + several.end()) if several else []
    sort = match.group(1).lower()
    earlier = [p for p in ctx.places if p.end <= low + match.start()]
    if sort == "country":
        earlier = [p for p in earlier if p.place.precision == "country" and p.country == ctx.country]
    else:
        earlier = [p for p in earlier if p.place.precision != "country" and not _seat(ctx, p)]
        earlier = [p for p in earlier if p.locative] or earlier
        earlier = [p for p in earlier if sort in p.text.lower()] or earlier
    if not earlier:
        return []
    start, end = low + match.start(), low + match.end()
    return [(earlier[-1].place, Filler(earlier[-1].text, start, end, f"points back: the {sort}"))]


_SEVERAL: Final = re.compile(
    r"\b(?:the|these|those|both)(?: (?:two|three|four|besieged|same|\w+ite|rebel-held|government-held))*"
    r" (?:towns|villages|cities|districts|areas|camps|enclaves)\b(?! of| in)",
    re.IGNORECASE,
)


def _last_listed(ctx: Context, start: int, end: int) -> list[tuple[Place, Filler]]:
    """Return the places last listed together: what "the two towns" points back to."""
    earlier = [p for p in ctx.places if p.end <= start]
    for i in range(len(earlier) - 1, 0, -1):
        listed = [earlier[i]]
        while i > 0 and _LISTED.match(ctx.text[earlier[i - 1].end : earlier[i].start]):
            i -= 1
            listed.insert(0, earlier[i])
        if len(listed) > 1:
            return [(p.place, Filler(p.text, start, end, "points back: the places listed")) for p in listed]
    return []
