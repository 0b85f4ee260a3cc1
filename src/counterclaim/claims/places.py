"""Places as written: scenes named in a report, with a first resolution.

Names come from the gazetteer lexicon, from place words ("town of ...", "... province") and, less trusted, from
spaCy's entities; then the words that narrow a name are joined to it ("northern district of Manbij").  What only
looks like a place is sorted out: capitals that stand for governments, datelines, seats ("Britain-based"), parts of
party names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.aliases import Hit, Name, names_in
from counterclaim.claims.gazetteer import bare, country_code, gazetteer, place_words
from counterclaim.claims.geoparse.candidates import candidates, typed
from counterclaim.claims.geoparse.recognise import toponyms
from counterclaim.claims.geoparse.resolution import Resolution, Toponym
from counterclaim.claims.geoparse.resolve import resolve, somewhere_in
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.geoparse.shift import between, narrowed
from counterclaim.claims.geoparse.words import geo_words
from counterclaim.claims.scenes import nameless, phrase, scenes
from counterclaim.claims.spots import Spot, find_spots
from counterclaim.gazetteer.entry import Feature
from counterclaim.lexicon.countries import countries
from counterclaim.records import Place

__all__ = ["PlaceMention", "country_code", "main_country", "place_mentions"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A scene as written: ``text == doc.text[start:end]``, offsets in code points.

    ``name`` is the core name; ``country`` ISO 3166 alpha-2 or None when unknown; ``place`` the first resolution;
    ``locative`` is true when a preposition of place or a verb such as "hit" or "captured" puts something there.
    ``within`` names what it is said to lie in ("Idlib province" of "Sarmin in Idlib province").
    """

    start: int
    end: int
    text: str
    name: str
    country: str | None
    place: Place
    locative: bool
    within: tuple[str, ...] = ()


_RELATIVE_LINK: Final = frozenset(
    (
        ",",
        "to",
        "the",
        "km",
        "kilometers",
        "kilometres",
        "miles",
        "about",
        "just",
        "located",
        "some",
        "around",
        "situated",
        "lies",
        "(",
    )
)


_SITES: Final = frozenset[Feature](
    ("airfield", "base", "camp", "crossing", "dam", "bridge", "prison", "hospital", "square")
)


def place_mentions(doc: Doc, setting: Setting | None = None) -> tuple[PlaceMention, ...]:
    """Return the scenes the text names, in reading order, none overlapping another.

    ``setting`` is what the report comes with, which says where its places may lie.
    """
    words, named = names_in(doc)
    owned = {i for hit in named if hit.value.sort == "party" for i in range(hit.start, hit.end)}
    spots = _apart([phrase(doc, s, owned) for s in find_spots(doc, words, named)])
    kept = scenes(doc, spots, named)
    found = _located(doc, spots, named, setting or Setting())
    return _resolved(doc, sorted([*kept, *nameless(doc, spots)], key=lambda s: s.start), named, found)


def _located(doc: Doc, spots: Sequence[Spot], named: Sequence[Hit[Name]], setting: Setting) -> dict[int, Resolution]:
    """Return, by first token of the core name, where the names of the spots lie, all names of the text together."""
    text = doc.text
    cores = [spot for spot in spots if not doc[spot.core : spot.core_end].text.islower()]
    names = [_core(doc, spot) for spot in cores]
    taken = [(name.start, name.end) for name in names]
    others = [name for name in toponyms(doc) if all(name.end <= a or b <= name.start for a, b in taken)]
    places = resolve(text, [*names, *others], replace(setting, parties=_fronts(named)))
    found = {
        spot.core: narrowed(text, name.start, name.end, place)
        for spot, name, place in zip(cores, names, places, strict=False)
        if place is not None
    }
    _between(doc, cores, found)
    return found


def _fronts(named: Sequence[Hit[Name]]) -> tuple[str, ...]:
    """Return the states for which a report's parties speak: where an armed group fights says most.

    Coalitions, agencies and world bodies act and write far from home.
    """
    found = dict.fromkeys(h.value for h in named if h.value.sort == "party" and h.value.kind not in _ABROAD)
    votes = Counter(party.country for party in found if party.country is not None)
    armed = {party.country for party in found if party.kind == "armed_group"}
    return tuple(state for state in votes for _ in range(2 if state in armed else 1))


_ABROAD: Final = frozenset(("coalition", "agency", "outlet", "body"))


def _core(doc: Doc, spot: Spot) -> Toponym:
    """Return a spot's name; with its type word where a site is so called: "Aleppo airport" is no part of Aleppo."""
    name = doc[spot.core : spot.core_end]
    longer = doc[spot.core : spot.end]
    if spot.end > spot.core_end and typed(longer[-1].text) & _SITES:
        options = candidates(longer.text)
        if options and options[0].how != "variant" and options[0].entry.precision in ("exact", "near", "settlement"):
            name = longer
    return Toponym(name.start_char, name.end_char, name.text)


def _between(doc: Doc, spots: Sequence[Spot], found: dict[int, Resolution]) -> None:
    """Give both towns of "between X and Y" the stretch between them."""
    for one, other in pairwise(spots):
        first, second = found.get(one.core), found.get(other.core)
        linked = one.start > 0 and doc[one.start - 1].lower_ == "between" and other.start == one.end + 1
        if first is None or second is None or not linked or doc[one.end].lower_ != "and":
            continue
        if first.precision == second.precision == "settlement":
            found[one.core] = found[other.core] = between(first, second)


def _apart(spots: list[Spot]) -> list[Spot]:
    """Keep phrases from overlapping: a later name keeps what the earlier phrase has not taken."""
    kept: list[Spot] = []
    for spot in spots:
        if kept and spot.start < kept[-1].end:
            if spot.core < kept[-1].end:
                continue
            if _joined(kept[-1], spot):
                kept[-1] = spot  # "Syria-Turkey border crossing": one place
                continue
            spot = replace(spot, start=spot.core)
        kept.append(spot)
    return kept


def _joined(first: Spot, second: Spot) -> bool:
    """Say whether a hyphen made the second phrase take in the whole of the first name."""
    return second.start == first.core and second.core == first.core_end + 1 and first.end == first.core_end


def _locative(doc: Doc, spot: Spot) -> bool:
    table = place_words()
    if spot.start < spot.core and any(
        t.lower_ in ("near", "outskirts", "outside", "of") for t in doc[spot.start : spot.core]
    ):
        return True
    at = spot.start - 1
    while at > 0 and (
        doc[at].pos_ in ("DET", "ADJ", "NUM")
        or doc[at].lower_ in ("the", "areas", "parts", "several", "of", "cities", "towns")
    ):
        at -= 1
    if at >= 0 and doc[at].lower_ in table.prepositions:
        return True
    verb = doc[spot.core]
    for _ in range(4):
        if verb.pos_ == "VERB":
            break
        verb = verb.head
    return verb.lemma_.lower() in table.struck and verb.i < spot.core and spot.core - verb.i < 14


def _weights(spots: list[Spot], named: Sequence[Hit[Name]]) -> Counter[str]:
    """Return how much of the report is about each state: what an ambiguous name is resolved by."""
    weight: Counter[str] = Counter()
    for hit in named:
        if hit.value.sort in ("country", "demonym", "people") and hit.value.country is not None:
            weight[hit.value.country] += 1
    for spot in spots:
        if spot.entry is not None and spot.entry.country is None:
            owners = spot.entry.owners()
            if len(owners) == 1:
                weight[owners[0]] += 2
    return weight


def _resolved(
    doc: Doc, spots: list[Spot], named: Sequence[Hit[Name]], found: Mapping[int, Resolution]
) -> tuple[PlaceMention, ...]:
    weight = _weights(spots, named)
    out: list[PlaceMention] = []
    k = 0
    while k < len(spots):
        spot = spots[k]
        end, country, within = spot.end, None, list[str]()
        around: Resolution | None = None
        listed = False
        while k + 1 < len(spots) and (link := _link(doc, spots[k], spots[k + 1])):
            k += 1
            outer = spots[k]
            known = outer.entry
            if link == "owner":
                # "Syria's Idlib province": the state only says where the province lies.
                country = _country_of(spot, weight)
                spot, end = outer, outer.end
                continue
            within.append(doc[outer.start : outer.end].text)
            around = around or found.get(outer.core)
            if known is not None and known.country is not None and not known.areas:
                country = known.country
                if k + 1 < len(spots) and _link(doc, outer, spots[k + 1]) == "owner":
                    # "in Syria's Idlib province": in the province
                    k += 1
                    within.append(doc[spots[k].start : spots[k].end].text)
                    around = found.get(spots[k].core)
                break
            country = country or _country_of(outer, weight)
            listed = listed or link != "in"
            if not listed:
                end = outer.end
        k += 1
        country = country or _country_of(spot, weight) or _demonym_before(spot, named)
        place = found.get(spot.core)
        if place is not None and place.gazetteer_id is None and place.precision == "country":
            country, place = place.country, None  # somewhere in a state: its middle says nothing
        if around is not None and around.precision != "country" and (place is None or _along(doc, spot, place)):
            place = somewhere_in(around, f"said to lie in {around.name}")
        out.append(_mention(doc, spot, end, country, tuple(within), place))
    return tuple(out)


def _mention(
    doc: Doc, spot: Spot, end: int, country: str | None, within: tuple[str, ...], found: Resolution | None
) -> PlaceMention:
    start = doc[spot.start].idx
    text = doc[spot.start : end].text
    name = doc[spot.core : spot.core_end].text
    if (
        spot.entry is not None
        and name.endswith("s")
        and bare(name) not in gazetteer()
        and bare(name[:-1]) in gazetteer()
    ):
        name = name[:-1]  # a possessive that lost its apostrophe
        if end == spot.core_end:
            text = text[:-1]
    if found is None and name in geo_words().compass:
        country, place = None, Place(name=text, precision=spot.word)
    elif found is None:
        place = _place(spot, text, country)
    else:
        place = _as_resolved(doc, spot, text, found)
        country = place.country
    return PlaceMention(start, start + len(text), text, name, country, place, _locative(doc, spot), within)


def _link(doc: Doc, inner: Spot, outer: Spot) -> str:
    """Return how ``outer`` holds ``inner``: "in", "," (state or division after it), "rel", "owner", or ""."""
    words = [t.lower_ for t in doc[inner.end : outer.start] if not t.is_space]
    known = outer.entry
    if words in (["in"], ["in", "the"], ["of"], ["inside"]):
        return "in"
    state = inner.entry is not None and inner.entry.country is not None and not inner.entry.areas
    if state and known is not None and inner.end == inner.core_end and known.country is None:
        lost = (
            not words and doc[inner.core_end - 1].text.endswith("s") and bare(doc[inner.core].text) not in gazetteer()
        )
        gap = doc[inner.end : outer.start]
        if lost or (words[:1] in (["'s"], ["’s"]) and all(t.pos_ in ("ADJ", "PART", "NOUN", "PROPN") for t in gap)):
            return "owner"
    lone = inner.entry is not None and bool(inner.entry.areas)
    if words in ([","], []) and known is not None:
        if known.country is not None and words:
            return "" if state else ","
        if known.areas and not (lone and outer.word != "province") and inner.word != "province":
            return ","
    if words == ["("] and outer.end < len(doc) and doc[outer.end].text == ")":
        return "alias"
    direction = doc[outer.start].lower_ in place_words().directions and outer.start + 1 < outer.core
    if not direction or len(words) > 6 or doc[outer.start + 1].lower_ != "of":
        return ""
    return "rel" if all(w in _RELATIVE_LINK or w.replace(".", "").isdigit() for w in words) else ""


def _country_of(spot: Spot, weight: Counter[str]) -> str | None:
    known = spot.entry
    if known is None:
        return None
    if known.country is not None and not (known.areas and spot.word == "province"):
        return known.country
    owners = list(known.owners())
    return max(owners, key=lambda iso: weight[iso], default=None)


def _demonym_before(spot: Spot, named: Sequence[Hit[Name]]) -> str | None:
    for hit in named:
        if hit.value.sort in ("demonym", "country") and spot.start - 3 <= hit.end - 1 and hit.start < spot.core:
            return hit.value.country
    return None


def _along(doc: Doc, spot: Spot, found: Resolution) -> bool:
    """Say whether the phrase is about a state's border: somewhere along the state, on either side of it."""
    if found.precision != "country":
        return False
    return any(token.lower_ in geo_words().borders for token in doc[spot.core_end : max(spot.end, spot.core_end + 1)])


def _as_resolved(doc: Doc, spot: Spot, text: str, found: Resolution) -> Place:
    """Return the record of a resolved place under the phrase that names it."""
    if _along(doc, spot, found):
        return Place(name=text, precision=spot.word, alternatives=tuple(filter(None, (found.country,))))
    if spot.word in ("near", "district") and found.precision == "settlement":
        found = replace(found, precision=spot.word)
    return found.place(text)


def _place(spot: Spot, text: str, country: str | None) -> Place:
    """Return the first resolution: a division for "X province", a state, else the town so called in the country."""
    known, word = spot.entry, spot.word
    if known is None or country is None:
        return Place(name=text, precision=word or (known.region if known is not None else None), country=country)
    others = tuple(sorted(set(known.owners()) - {country}))
    areas = [a for a in known.areas if a.country == country]
    towns = [p for p in known.places if p.country == country]
    if known.country == country and not (areas and word == "province"):
        state = countries()[country]
        if word is not None:
            return Place(name=text, precision=word, country=country)
        point = (state.lat, state.lon, state.radius_m)
        return Place(
            name=text, lat_deg=point[0], lon_deg=point[1], radius_m=point[2], precision="country", country=country
        )
    if areas and (word == "province" or not towns):
        area = areas[0]
        return Place(
            name=text,
            lat_deg=area.lat,
            lon_deg=area.lon,
            radius_m=area.radius_m,
            precision="province",
            country=country,
            alternatives=others,
        )
    if not towns:
        return Place(name=text, precision=word, country=country, alternatives=others)
    town = towns[0]
    near = spot.start < spot.core or word in ("near", "district")
    typed = word if word in ("near", "district") else None
    return Place(
        name=text,
        gazetteer_id=f"geonames:{town.geonames}" if town.geonames is not None else None,
        lat_deg=town.lat,
        lon_deg=town.lon,
        # "near X" and "outskirts of X" lie in a wider circle than X.
        radius_m=None if town.radius_m is None else town.radius_m * (3 if near else 1),
        precision=typed or ("near" if near else town.precision),
        country=country,
        alternatives=others,
    )


def main_country(doc: Doc, places: tuple[PlaceMention, ...]) -> str | None:
    """Return the state most of the report's scenes lie in, or None when no state has half of them.

    Where no scene is known, the states and demonyms named decide, under the same rule.
    """
    votes = Counter(p.country for p in places if p.country is not None and p.locative)
    votes = votes or Counter(p.country for p in places if p.country is not None)
    if not votes:
        votes = Counter(
            h.value.country
            for h in names_in(doc)[1]
            if h.value.sort in ("country", "demonym", "people", "capital") and h.value.country is not None
        )
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] * 2 < sum(votes.values()) or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
