"""What a place named in a sentence is to what the sentence tells: the scene, a seat, a base, or one who acts."""

from __future__ import annotations

import functools
import re
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.aliases import country_names
from counterclaim.claims.context import Context
from counterclaim.claims.groups import ATTACKS
from counterclaim.claims.places import PlaceMention
from counterclaim.claims.scene_words import scene_words

LISTED: Final = re.compile(r"^\s*(?:,|and|or|&|as well as|/|,\s*and)?\s*(?:the|in|nearby)?\s*$", re.IGNORECASE)
"""The words between two places of one list."""
_WITHIN: Final = re.compile(
    r"^(?:\W|\b(?:in|on|of|inside|within|outside|near|at|off|the|city|town|village|province|district|area|region|country"
    r"|(?:north|south|east|west|northern|southern|eastern|western|central)(?:east|west|eastern|western)?|countryside|rural"
    r"|neighbou?rhoods?|suburbs?|outskirts|km|kilomet(?:er|re)s|miles|about|some|\d+|from|to|governorate|state|part"
    r"|a|located|held|rebel|government|regime|controlled|opposition|strategic|besieged|de|facto|capital|border)\b)*$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"\b(?:in|on|of|inside|within|outside|near|off|from)\b|,|\(", re.IGNORECASE)
_BOUND: Final = re.compile(
    r"(?<!close )(?<!next )(?<!adjacent )(?<!spread )(?<!damage )\b(?P<to>to|for|bound for|headed for|heading for)\s+"
    r"(?:(?:the|besieged|nearby|[a-z]+ern|[a-z]+-held|[A-Z][a-z]+i?an)\s+){0,3}$"
)
_EXCEPT: Final = re.compile(
    r"\b(?:except(?: for| in)?|excluding|apart from|other than|unlike|instead of|rather than)\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_OUT_OF: Final = re.compile(r"\bout of\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_NEARBY: Final = re.compile(r"\b(?:km|kilomet(?:er|re)s|miles|met(?:er|re)s) (?:of|from)\s+(?:the\s+)?$", re.IGNORECASE)
_APPOSED: Final = re.compile(r"^\s*,?\s*(?:a|an|the)\b\s*(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_SORT: Final = re.compile(
    r"^(?:[\w-]+ )?(?:city|town|village|district|area|suburb|neighbou?rhood|camp|region)s?"
    r" (?:near|in|of|north|south|east|west|outside|on)\b",
    re.IGNORECASE,
)
_TYPED: Final = re.compile(
    r"\b(?:capital|stronghold|bastion|city|town|village|province|district)\s+of\s+$", re.IGNORECASE
)
_LIES: Final = re.compile(
    r"^\s*\(?,?\s*(?:(?:in|near|inside|outside|within|on the outskirts of)\b"
    r"|(?:just )?(?:north|south|east|west)\w* of\b|(?:about |some )?[\d.]+ (?:km|kilomet|miles))",
    re.IGNORECASE,
)
"""Words right after a name that say where it lies."""
_OWNER: Final = re.compile(r"^(?:['’]s?|s)\s+(?:[a-z-]+\s+){0,2}$")
"""A possessive, which may have lost its apostrophe: "Idlib's Saraqib district"."""
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


def _any(words: frozenset[str]) -> str:
    """Return a pattern of any of some words or phrases."""
    return rf"\b(?:{'|'.join(sorted(words))})"


@functools.cache
def _base() -> re.Pattern[str]:
    """Return what stands before a base: "positioned in", "missiles fired from", "the road between", "rebels in"."""
    words = scene_words()
    return re.compile(
        rf"{_any(words.stationed)}\s+(?:in|at|near|around|on|inside)\s+(?:\w+\s+){{0,2}}$"
        rf"|{_any(words.fired)}\s(?:[\w-]+\s+){{0,4}}?from\s+(?:(?-i:[a-z])[\w-]*\s+){{0,2}}$"
        r"|\bus(?:e|es|ed|ing)\s+(?:the\s+)?(?:\w+\s+)?$"
        rf"|{_any(words.joining)}\s+(?:[\w-]+\s+){{0,2}}$"
        rf"|{_any(words.folk | words.armed | words.seated)}\s+(?:of|from|in|for|at)\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}$",
        re.IGNORECASE,
    )


@functools.cache
def _home() -> re.Pattern[str]:
    """Return what stands before a home: "residents of", "fighters from", "fled from"."""
    words = scene_words()
    return re.compile(
        rf"{_any(words.folk)}\s+(?:of|from)\s+(?:[\w-]+\s+){{0,3}}$"
        rf"|{_any(words.folk | words.armed | words.leaving)}\s+from\s+(?:[\w-]+\s+){{0,3}}$",
        re.IGNORECASE,
    )


@functools.cache
def _folk() -> re.Pattern[str]:
    """Return what makes the name before it a home ("the Kefraya residents")."""
    return re.compile(rf"^\s+{_any(scene_words().folk)}\b")


def rank(place: PlaceMention) -> int:
    """Return how wide a place is, the finest first."""
    return _RANK[place.place.precision]


def holds(ctx: Context, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Tell whether the words between two places say that the first lies in or by the second."""
    return _linked(ctx, inner, outer) and not _wider(inner, outer)


def held(ctx: Context, outer: PlaceMention, inner: PlaceMention) -> bool:
    """Tell whether the wider of two places so linked is named first: "Idlib province near the crossing"."""
    return _linked(ctx, outer, inner) and _wider(outer, inner)


def _linked(ctx: Context, first: PlaceMention, second: PlaceMention) -> bool:
    gap = ctx.doc.char_span(first.end, second.start, alignment_mode="contract") or ()
    between = " ".join(t.text for t in gap if not _passes(t))
    if len(between) >= 60 or not (_WITHIN.match(between) and _LINK.search(between)):
        return False
    # A comma alone lists places as often as it says where one lies.
    return between.strip() != "," or rank(first) < rank(second)


def _wider(first: PlaceMention, second: PlaceMention) -> bool:
    """Tell whether the first of two places is a division or more, and the second is less."""
    return rank(first) >= _RANK["province"] and rank(first) > rank(second)


def _passes(token: Token) -> bool:
    """Tell whether a word between two places says nothing of how they lie: adjectives and states' names."""
    return token.ent_type_ == "NORP" or token.pos_ == "ADJ" or token.tag_ == "VBN" or _state(token.lower_)


def _state(word: str) -> bool:
    """Tell whether a word is a state's name or adjective, its possessive with or without the apostrophe."""
    return word in country_names() or word.removesuffix("s") in country_names() or word in {"'s", "’s"}


def listed(ctx: Context, before: PlaceMention, place: PlaceMention) -> bool:
    """Tell whether nothing but a comma or "and" stands between two places."""
    return bool(LISTED.match(ctx.text[before.end : place.start]))


def bases(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places where somebody is or comes from, not where something happened, and those listed with them."""
    away = homes(ctx, places)
    return [*_after(ctx, places, _base()), *away]


def homes(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places that people come from ("residents of", "fighters from"), wherever they are now."""
    folk = [p for p in places if _folk().match(ctx.text[p.end : p.end + 20])]
    return [*_after(ctx, places, _home()), *folk]


def _after(ctx: Context, places: list[PlaceMention], lead: re.Pattern[str]) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        again = before is not None and before in found and listed(ctx, before, place)
        if again or lead.search(ctx.text[max(0, place.start - 70) : place.start]):
            found.append(place)
        before = place
    return found


def bound_for(ctx: Context, places: list[PlaceMention], kind: str) -> list[PlaceMention]:
    """Return the places where somebody is going ("a convoy to Idlib"), if people flee all but those they flee to."""
    leads = [(p, _BOUND.search(ctx.text[max(0, p.start - 50) : p.start])) for p in places]
    if kind == "displacement":
        ahead = [p for p, lead in leads if lead]
        return ahead if len(ahead) < len(places) else []
    return [p for p, lead in leads if lead and lead["to"] != "for"] if kind in ATTACKS else []


def excepted(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place is named as the one where it did not happen."""
    return bool(_EXCEPT.search(ctx.text[max(0, place.start - 50) : place.start]))


def located(ctx: Context, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places at which something is put, with those listed after them."""
    found: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        if before is not None and _described(ctx, before, place):
            # "Madaya, a town near Damascus": the name is the scene, not its description.
            if before not in found and not acting(ctx, before):
                found.append(before)
            continue
        if before is not None and _LIES.match(ctx.text[before.end : place.start]) and holds(ctx, before, place):
            if before not in found and not acting(ctx, before) and not before.text[0].islower():
                found.append(before)
        elif before is not None and before in found and _OWNER.match(ctx.text[before.end : place.start]):
            found[found.index(before)] = place
            before = place
            continue
        again = before is not None and before in found and listed(ctx, before, place)
        leaving = bool(_OUT_OF.search(ctx.text[max(0, place.start - 30) : place.start]))
        leaving = leaving or bool(_NEARBY.search(ctx.text[max(0, place.start - 30) : place.start]))
        if (place.locative or leaving or again or _of_event(ctx, place)) and not acting(ctx, place):
            found.append(place)
        before = place
    return found


def _of_event(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a name stands right before a happening that it tells apart: "the Atmeh blast"."""
    last = ctx.token_at(place.end - 1)
    return any(t.head == last + 1 for t in ctx.triggers) and ctx.doc[last + 1].pos_ == "NOUN"


def _described(ctx: Context, before: PlaceMention, place: PlaceMention) -> bool:
    between = ctx.text[before.end : place.start]
    return bool(_SORT.match(place.text) and _APPOSED.match(between)) and not before.text[0].islower()


def seat(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place stands within the words that name a source, or between them and the word of saying."""
    for speech in ctx.speeches:
        source, cue = speech.attribution.source, speech.attribution.cue
        if source is None:
            continue
        if source[0] <= place.start < source[1]:
            return True
        if source[1] <= place.start < cue[0] and cue[0] - source[1] < 60 and "," not in ctx.text[source[1] : cue[0]]:
            between = ctx.doc[ctx.token_at(source[1]) : ctx.token_at(place.start)]
            if not any(t.pos_ == "VERB" for t in between):
                return True
    return False


def acting(ctx: Context, place: PlaceMention) -> bool:
    """Tell whether a place's name is part of a party's name, or a state's that describes an act: "U.S. strikes"."""
    at = ctx.token_at(place.start)
    mention = ctx.at.get(at)
    if _TYPED.search(ctx.text[max(0, place.start - 30) : place.start]):
        return False
    if mention is not None and mention.kind not in {"things", "civilians"} and mention.end > place.end:
        return True
    token = ctx.doc[ctx.token_at(place.end - 1)]
    heads = {t.head for t in ctx.triggers}
    return (
        place.place.precision == "country"
        and token.dep_ in {"compound", "amod", "nmod", "poss"}
        and token.head.i in heads
    )
