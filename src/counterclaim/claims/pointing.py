"""Places not named again: "the city", "the besieged town", "the Syrian capital", "the two villages"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.aliases import country_names
from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler
from counterclaim.claims.gazetteer import bare, gazetteer, precision_after
from counterclaim.claims.places import PlaceMention
from counterclaim.claims.standing import acting, bases, listed, seat
from counterclaim.lexicon.countries import CountryEntry, countries
from counterclaim.records import Place, PlacePrecision

_BACK: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat)(?: same)?(?P<lead>(?: (?!(?:of|in|and|to|at|on|for|from|by|with)\b)[\w-]+){0,2}?)"
    r" (?P<sort>city|town|village|province|district|area|region|country|neighbou?rhood|camp|square|airport|base|capital"
    r"|enclave|island|port|suburb|governorate|crossing|market|school|hospital|mosque)\b(?! of\b|['’]s\b)"
)
_SEVERAL: Final = re.compile(
    r"\b(?:the|these|those|both)(?: (?:two|three|four|besieged|same|\w+ite|rebel-held|government-held))*"
    r" (?:towns|villages|cities|districts|areas|camps|enclaves)\b(?! of| in)",
    re.IGNORECASE,
)
_TOWNS: Final = frozenset({"city", "town", "village", "capital"})
_DIVISIONS: Final = frozenset({"province", "governorate"})
_QUARTERS: Final = frozenset({"district", "neighborhood", "neighbourhood", "suburb", "enclave"})
_WIDE: Final = frozenset({"area", "region", "country", "place"})
_OTHER: Final = frozenset(
    {"main", "only", "entire", "whole", "other", "nearest", "nearby", "next", "de", "facto", "largest"}
)
"""Words that make "the ... city" another one than the last."""
_NO_TOWN: Final = re.compile(
    r"\b(?:province|governorate|road|highway|street|camp|bridge|river|dam|airport|airfield|air ?base|base|border"
    r"|crossing|school|hospital|mosque|market|square|neighbou?rhoods?|districts?|region|sea|mountains?|centre|center"
    r"|university|prison|factory|refinery)\b",
    re.IGNORECASE,
)


def pointed_at(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the place that "the city" or the like within [low, high) points back to: the last one of that sort."""
    for match in _BACK.finditer(ctx.text, low, high):
        lead = match["lead"].split()
        named = any(w != w.lower() and w.lower() not in country_names() for w in lead)
        if not named and _OTHER.isdisjoint(lead):
            return _one(ctx, match, match["sort"].lower(), [w.lower() for w in lead])
    if there := next((t for t in ctx.doc.char_span(low, high, alignment_mode="expand") or () if _is_there(t)), None):
        found = _last(ctx, [p for p in ctx.places if p.end <= there.idx], "place")
        if found is not None:
            return [(found[0], Filler(found[1], there.idx, there.idx + len(there), "points back: there"))]
    several = _SEVERAL.search(ctx.text[low:high])
    return _last_listed(ctx, low + several.start(), low + several.end()) if several else []


def _is_there(token: Token) -> bool:
    """Tell whether a word is the "there" of a place, not that of "there were"."""
    return token.lower_ == "there" and token.dep_ != "expl" and token.pos_ == "ADV"


def _one(ctx: Context, match: re.Match[str], sort: str, lead: list[str]) -> list[tuple[Place, Filler]]:
    start, end = match.span()
    before = [p for p in ctx.places if p.end <= start and not acting(ctx, p)]
    away = bases(ctx, before)
    earlier = [q for p in before if p not in away for q in (*_around(p), p)] or before
    state = next((country_names()[w] for w in lead if w in country_names()), None)
    found: tuple[Place, str] | None = None
    if sort == "country":
        found = (state_of(ctx.country), countries()[ctx.country].names[0]) if ctx.country else None
    elif sort == "capital" and (home := countries().get(state or ctx.country or "")) and home.capitals:
        found = _capital(earlier, home, sure=state is not None)
    if found is None and sort != "country":
        found = _last(ctx, earlier, sort)
    if found is None:
        return []
    return [(found[0], Filler(found[1], start, end, f"points back: the {sort}"))]


def _capital(earlier: list[PlaceMention], home: CountryEntry, *, sure: bool) -> tuple[Place, str] | None:
    """Return a state's capital as named before, else by its name: surely, or where the report names no other town."""
    names = {bare(name) for name in home.capitals}
    named = [p for p in earlier if bare(p.name) in names]
    if named:
        return named[-1].place, named[-1].text
    if sure or not earlier:
        return Place(name=home.capitals[0], precision="settlement", country=home.iso), home.capitals[0]
    return None


def _last(ctx: Context, earlier: list[PlaceMention], sort: str) -> tuple[Place, str] | None:
    """Return the place last named that is of a sort, one in the report's own country and at which something is put."""
    fine = [p for p in earlier if p.place.precision != "country" and not seat(ctx, p)]
    home = [p for p in fine if p.country in (ctx.country, None)] or fine
    put = [p for p in home if p.locative] or home
    named = [p for p in put if sort in _inner(p).lower() and not (sort in _TOWNS and _NO_TOWN.search(_inner(p)))]
    quarters = [p for p in put if sort in _QUARTERS and p.place.precision in {"near", "district"}]
    fit = named or quarters or [p for p in put if _fits(p, sort)]
    return (fit[-1].place, fit[-1].text) if fit else None


def state_of(iso: str) -> Place:
    """Return a state as a place, by its usual name."""
    state = countries()[iso]
    return Place(
        name=state.names[0],
        lat_deg=state.lat,
        lon_deg=state.lon,
        radius_m=state.radius_m,
        precision="country",
        country=iso,
    )


def _around(place: PlaceMention) -> list[PlaceMention]:
    """Return what a place is said to lie in, the widest first: "the city" is not the quarter named with it."""
    names = list(reversed(place.within))
    first = place.text.split()[0]
    if (
        _NO_TOWN.search(_inner(place))
        and first != place.text
        and (known := gazetteer().get(bare(first)))
        and known.places
    ):
        names.append(first)  # the city of "Mosul University"
    return [
        replace(place, text=name, name=name, place=Place(name=name, precision=_precision(name), country=place.country))
        for name in names
    ]


def _inner(place: PlaceMention) -> str:
    """Return a place's own words, without what it lies in."""
    return min((place.text.partition(name)[0] or place.text for name in place.within), key=len, default=place.text)


def _precision(name: str) -> PlacePrecision | None:
    words = name.lower().split()
    typed: list[PlacePrecision] = [precision_after()[w] for w in words if w in precision_after()]
    known = gazetteer().get(bare(name))
    if typed or known is None:
        return typed[0] if typed else None
    if known.country is not None:
        return "country"
    return "settlement" if known.places else "province" if known.areas else known.region


def _fits(place: PlaceMention, sort: str) -> bool:
    """Tell whether a place whose name does not say so may be a city, a province, a quarter."""
    precision = place.place.precision
    if sort in _TOWNS:
        return precision in {"settlement", "near", None} and not _NO_TOWN.search(_inner(place))
    if sort in _DIVISIONS:
        return precision == "province"
    if sort in _QUARTERS:
        return precision in {"near", "district", "settlement", None}
    return sort in _WIDE


def _last_listed(ctx: Context, start: int, end: int) -> list[tuple[Place, Filler]]:
    """Return the places last listed together: what "the two towns" points back to."""
    earlier = [p for p in ctx.places if p.end <= start]
    for i in range(len(earlier) - 1, 0, -1):
        together = [earlier[i]]
        while i > 0 and listed(ctx, earlier[i - 1], earlier[i]):
            i -= 1
            together.insert(0, earlier[i])
        if len(together) > 1:
            return [(p.place, Filler(p.text, start, end, "points back: the places listed")) for p in together]
    return []
