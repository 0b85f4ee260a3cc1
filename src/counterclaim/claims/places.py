"""Places as written: scenes named in a report, with a first resolution.

Names come from the gazetteer lexicon, from place words ("town of ...", "... province") and, less trusted, from
spaCy's entities; then the words that narrow a name are joined to it ("northern district of Manbij").  What only
looks like a place is sorted out: capitals that stand for governments, datelines, seats ("Britain-based"), parts of
party names.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from spacy.tokens import Doc

from counterclaim.claims.aliases import Hit, Matcher, Name, Word, countries, country_names, matcher, pieces, words_of
from counterclaim.claims.metonyms import governs
from counterclaim.lexicon.load import load
from counterclaim.records import Place, PlacePrecision


class AreaEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A first-order division in ``places.toml``: degrees WGS84, metres; all three or none."""

    names: tuple[str, ...]
    country: str
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None


class PlaceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A town, site or region in ``places.toml``; ``geonames`` is where the point was taken from."""

    names: tuple[str, ...]
    country: str
    precision: PlacePrecision
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    geonames: int | None = None


class PlaceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``places.toml``."""

    area: tuple[AreaEntry, ...]
    place: tuple[PlaceEntry, ...]


class WordTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``place_words.toml``."""

    relative: frozenset[str]
    directions: frozenset[str]
    prefixes: frozenset[str]
    prepositions: frozenset[str]
    struck: frozenset[str]
    not_places: frozenset[str]
    before: dict[PlacePrecision, tuple[str, ...]]
    after: dict[PlacePrecision, tuple[str, ...]]
    regions: dict[PlacePrecision, tuple[str, ...]]


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


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in tokens: the core name [core, core_end) inside the phrase [start, end)."""

    core: int
    core_end: int
    start: int
    end: int
    entry: _Known | None
    word: PlacePrecision | None
    sure: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lexicon knows of a name: states, divisions, towns and regions so called."""

    country: str | None = None
    areas: tuple[AreaEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    region: PlacePrecision | None = None


@functools.cache
def _words() -> WordTable:
    return load("place_words", WordTable)


@functools.cache
def _precision_after() -> dict[str, PlacePrecision]:
    return {word: kind for kind, words in _words().after.items() for word in words}


@functools.cache
def _precision_before() -> dict[str, PlacePrecision]:
    return {word: kind for kind, words in _words().before.items() for word in words}


def _bare(name: str) -> str:
    return re.sub(r"^(?:al|ar|as|ad|at|az|an|ash|el) ", "", " ".join(pieces(name)).lower())


@functools.cache
def _gazetteer() -> dict[str, _Known]:
    """Return what is known by folded name, the Arabic article left out."""
    table: dict[str, _Known] = {}
    for kind, words in _words().regions.items():
        for name in words:
            table[_bare(name)] = _Known(region=kind)
    places = load("places", PlaceTable)
    for area in places.area:
        for name in area.names:
            known = table.get(_bare(name), _Known())
            table[_bare(name)] = replace(known, areas=(*known.areas, area))
    for place in places.place:
        for name in place.names:
            known = table.get(_bare(name), _Known())
            table[_bare(name)] = replace(known, places=(*known.places, place))
    for state in countries().values():
        for name in state.names:
            table[_bare(name)] = replace(table.get(_bare(name), _Known()), country=state.iso)
        for name in (*state.capitals, *state.seats):
            if _bare(name) not in table:
                table[_bare(name)] = _Known(places=(PlaceEntry((name,), state.iso, "settlement"),))
    return table


@functools.cache
def _matcher() -> Matcher[_Known]:
    entries: list[tuple[str, _Known]] = []
    table, places = _gazetteer(), load("places", PlaceTable)
    names = [n for words in _words().regions.values() for n in words]
    names += [n for entry in (*places.area, *places.place) for n in entry.names]
    names += [n for state in countries().values() for n in (*state.names, *state.capitals, *state.seats)]
    for name in names:
        known = table[_bare(name)]
        entries.append((name, known))
        lead, _, rest = name.partition("-")
        if lead.lower() in ("al", "el"):
            entries.append((rest, known))
        elif known.places and not known.country and " " not in name:
            entries.append((f"al-{name}", known))
    return Matcher(entries)


def country_code(name: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a state, a demonym or a known place, or None."""
    key = " ".join(pieces(name)).lower()
    direct = country_names().get(key)
    if direct is not None:
        return direct
    known = _gazetteer().get(_bare(name))
    if known is None:
        return None
    found = {e.country for e in (*known.areas, *known.places)} | ({known.country} if known.country else set())
    return found.pop() if len(found) == 1 else None


_PARTICLES: Final = frozenset(
    ("al", "ad", "as", "ar", "ash", "az", "at", "an", "el", "ez", "el-", "de", "del", "da", "la", "bin", "abu")
)
_HYPHENS: Final = frozenset("-‐‑–")
_GAPS: Final = frozenset(
    ("military", "international", "air", "refugee", "border", "power", "nuclear", "central", "main")
)
_SEAT: Final = frozenset(
    (
        "based",
        "led",
        "backed",
        "registered",
        "run",
        "born",
        "allied",
        "linked",
        "sponsored",
        "brokered",
        "made",
        "trained",
        "bound",
        "funded",
        "supported",
    )
)
_AREA_NOUNS: Final = frozenset(
    ("capital", "city", "country", "province", "town", "region", "village", "airport", "governorate", "district")
)
_ENTITIES: Final = frozenset(("GPE", "LOC", "FAC"))
_NAMELESS: Final = frozenset(
    ("DATE", "TIME", "PERSON", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "LANGUAGE", "EVENT", "LAW")
)


def place_mentions(doc: Doc) -> tuple[PlaceMention, ...]:
    """Return the scenes the text names, in reading order, none overlapping another."""
    words = words_of(doc)
    named = matcher().find(words)
    masked = _masked(doc, named)
    spots = list(_known_spots(doc, words_hits(doc, words), masked))
    taken = {i for s in spots for i in range(s.core, s.core_end)}
    for spot in (*_entity_spots(doc, masked, taken), *_worded_spots(doc, masked, taken)):
        if taken.isdisjoint(range(spot.core, spot.core_end)):
            spots.append(spot)
            taken.update(range(spot.core, spot.core_end))
    spots.sort(key=lambda s: s.core)
    spots.extend(_listed_spots(doc, spots, masked, taken))
    spots = [_phrase(doc, s) for s in sorted(spots, key=lambda s: s.core)]
    spots = [s for s in spots if _is_scene(doc, s, named)]
    return _resolved(doc, [*_apart(spots), *_nameless(doc, spots)], named)


def words_hits(doc: Doc, words: list[Word]) -> list[Hit[_Known]]:
    """Return the gazetteer's names in the text."""
    return [hit for hit in _matcher().find(words) if hit.whole or _SEAT.isdisjoint(doc[hit.end - 1].text.split("-"))]


def _apart(spots: list[_Spot]) -> list[_Spot]:
    kept: list[_Spot] = []
    for s in spots:
        if kept and s.start < kept[-1].end:
            if s.core >= kept[-1].core_end and s.core_end > kept[-1].end - 1:
                s = replace(s, start=max(kept[-1].core_end, min(kept[-1].end, s.core)))
                if s.start <= s.core:
                    kept.append(s)
            continue
        kept.append(s)
    return kept


def _masked(doc: Doc, named: list[Hit[Name]]) -> set[int]:
    """Return the tokens that belong to the names of parties and persons: no places."""
    masked = {i for hit in named if hit.value.sort in ("party", "demonym", "people") for i in range(hit.start, hit.end)}
    for hit in named:
        if hit.value.sort == "party" and hit.value.kind == "agency" and hit.end - hit.start == 1:
            masked.update(range(hit.start, hit.end))
    for ent in doc.ents:
        if ent.label_ == "PERSON" and len(ent) > 1:
            masked.update(range(ent.start, ent.end))
    return masked


def _known_spots(doc: Doc, hits: list[Hit[_Known]], masked: set[int]) -> Iterator[_Spot]:
    table = _words()
    for hit in hits:
        span = range(hit.start, hit.end)
        first = doc[hit.start]
        worded = hit.end < len(doc) and doc[hit.end].lower_ in _precision_after()
        worded = (
            worded
            or hit.start > 1
            and doc[hit.start - 1].lower_ == "of"
            and doc[hit.start - 2].lower_ in _precision_before()
        )
        prep = hit.start > 0 and doc[hit.start - 1].lower_ in table.prepositions
        if not masked.isdisjoint(span) and not (
            worded or prep and first.ent_type_ != "PERSON" and masked.isdisjoint(span)
        ):
            continue
        if not any(doc[i].text[0].isupper() for i in span):
            continue
        if len(span) == 1 and not hit.value.country and not worded and not prep:
            text = first.text
            if len(text) <= 4 and first.ent_type_ not in _ENTITIES:
                continue  # "Hit", "Ann", "Kale": names that are also words need a sign
            if first.pos_ not in ("PROPN", "NOUN", "ADJ") and first.ent_type_ not in _ENTITIES:
                continue
            if first.ent_type_ == "PERSON" or (
                first.is_sent_start
                and first.ent_type_ not in ("GPE", "LOC", "FAC", "ORG", "NORP")
                and first.pos_ != "PROPN"
            ):
                continue
        yield _Spot(hit.start, hit.end, hit.start, hit.end, hit.value, None, True)


def _entity_spots(doc: Doc, masked: set[int], taken: set[int]) -> Iterator[_Spot]:
    table = _words()
    for ent in doc.ents:
        if ent.label_ not in _ENTITIES:
            continue
        start, end = ent.start, ent.end
        while start < end and (
            doc[start].pos_ in ("DET", "ADP", "PUNCT") or doc[start].lower_ in ("the", *table.directions)
        ):
            start += 1
        while end > start and (
            doc[end - 1].text in ("'s", "’s", "'", "’") or doc[end - 1].is_punct or doc[end - 1].is_space
        ):
            end -= 1
        span = range(start, end)
        if not span or not masked.isdisjoint(span) or not taken.isdisjoint(span):
            continue
        text = doc[start:end].text
        if not text[0].isalnum() or not any(c.isupper() for c in text) or "\n" in text or end - start > 5:
            continue
        if any(doc[i].text in table.not_places for i in span) or doc[start].pos_ == "VERB":
            continue
        signed = _signed(doc, start, end)
        if not signed and (doc[start].is_sent_start or len(text) < 4 or text.isupper() or text[0].isdigit()):
            continue
        yield _Spot(start, end, start, end, None, None, signed)


def _signed(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words around a name make it a place: a preposition before it or a place word beside it."""
    before = doc[start - 1].lower_ if start else ""
    after = doc[end].lower_ if end < len(doc) else ""
    return before in _words().prepositions or before in _words().directions or after in _precision_after()


def _run(doc: Doc, start: int, masked: set[int]) -> int:
    """Return where a capitalised name that begins at ``start`` ends; ``start`` when none begins there."""
    n, at, end = len(doc), start, start
    while at < n and at - start < 7 and at not in masked:
        text = doc[at].text
        if text[0].isupper() and text.isascii() or text[0].isupper():
            if doc[at].lower_ in _precision_after() and at > start:
                break
            at += 1
            end = at
        elif text.lower() in _PARTICLES or text in _HYPHENS or text in ("'", "’"):
            at += 1
        else:
            break
    return end


def _worded_spots(doc: Doc, masked: set[int], taken: set[int]) -> Iterator[_Spot]:
    """Return unknown names that words make places: "town of X", "X neighbourhood", "in X", "Tal X"."""
    table, n = _words(), len(doc)
    used: set[int] = set(taken)
    for i in range(n):
        token = doc[i]
        low = token.lower_
        start = -1
        if low in _precision_before() and i + 2 < n and doc[i + 1].lower_ == "of":
            start = i + 2
        elif (
            low in table.prepositions
            and low not in ("of", "to", "between", "like", "including", "on", "from", "against", "over")
            and i + 1 < n
        ):
            start = i + 1
        elif (
            token.text in table.prefixes and i + 1 < n and doc[i + 1].text[0].isalpha() and token.ent_type_ != "PERSON"
        ):
            start = i
        if start < 0 or start >= n or start in used:
            continue
        sure = low in _precision_before()
        while start < n and doc[start].lower_ in ("the", *table.directions) and doc[start].text[0].islower():
            start += 1
        if start >= n or start in used:
            continue
        end = _run(doc, start, masked)
        if end - start < (2 if token.text in table.prefixes and start == i else 1):
            continue
        body = doc[start:end]
        if any(t.text in table.not_places or t.lower_ in _MONTHS for t in body) or (
            not sure and body[0].ent_type_ in _NAMELESS
        ):
            continue
        if not sure and (body[0].ent_type_ in ("ORG", "NORP", "WORK_OF_ART", "PRODUCT") and low != "in" and start != i):
            continue
        if not sure and body.text.isupper():
            continue
        used.update(range(start, end))
        yield _Spot(start, end, start, end, None, None, sure)
    for i in range(1, n):
        low = doc[i].lower_
        if (
            low not in _precision_after()
            or i - 1 in used
            or i - 1 in masked
            or low
            in (
                "front",
                "side",
                "state",
                "air",
                "line",
                "power",
                "field",
                "military",
                "border",
                "line",
                "station",
                "department",
            )
        ):
            continue
        if doc[i].text[0].isupper() and low in ("university",):
            continue
        start = i
        while start > 0 and i - start < 5 and start - 1 not in masked and start - 1 not in used:
            text = doc[start - 1].text
            if (
                text[0].isupper()
                and doc[start - 1].lower_ not in ("the", "a", "in", "at", "on", "an", "this")
                or text in _HYPHENS
                or text.lower() in _PARTICLES
            ):
                start -= 1
            else:
                break
        while start < i and (
            doc[start].text in _HYPHENS or doc[start].is_punct or doc[start].text.lower() in ("de", "la", "da")
        ):
            start += 1
        if start == i or not any(t.text[0].isupper() for t in doc[start:i]):
            continue
        if any(
            t.text in table.not_places or t.ent_type_ in ("DATE", "NORP") or t.lower_ in _MONTHS for t in doc[start:i]
        ):
            continue
        if doc[start].is_sent_start and i - start == 1 and doc[start].pos_ not in ("PROPN",):
            continue
        used.update(range(start, i))
        yield _Spot(start, i, start, i, None, None, True)


_MONTHS: Final = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november")
    + ("december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "ramadan", "eid")
)


def _listed_spots(doc: Doc, spots: list[_Spot], masked: set[int], taken: set[int]) -> list[_Spot]:
    """Return unknown names that stand in a list with a place: "Aleppo, X and Y"."""
    found: list[_Spot] = []
    for spot in spots:
        if not spot.sure:
            continue
        at = spot.core_end
        while at + 1 < len(doc) and (doc[at].text in (",", "and") or doc[at].lower_ in _precision_after()):
            if doc[at].lower_ in _precision_after():
                if at == spot.core_end and doc[at + 1].text in (",", "and"):
                    at += 1
                    continue
                break
            while at + 1 < len(doc) and doc[at].text in (",", "and"):
                at += 1
            end = _run(doc, at, masked)
            body = doc[at:end]
            if end == at or any(i in taken for i in range(at, end)) or len(body) > 4:
                break
            if any(t.text in _words().not_places or t.ent_type_ in ("PERSON", "DATE", "NORP") for t in body):
                break
            if end < len(doc) and doc[end].lower_ in ("said", "says", "told", "reported", "added"):
                break
            found.append(_Spot(at, end, at, end, None, None, True))
            taken.update(range(at, end))
            at = end
    return found


def _phrase(doc: Doc, spot: _Spot) -> _Spot:
    """Join the words that narrow a name: its type, its direction, what lies near it."""
    table, n = _words(), len(doc)
    start, end, word = spot.core, spot.core_end, spot.word
    at = end
    while (
        at < n
        and at - end < 2
        and (
            doc[at].lower_ in _GAPS
            or (doc[at].text[0].isupper() and doc[at].pos_ == "PROPN" and doc[at].lower_ in _GAPS)
        )
    ):
        at += 1
    if at < n and doc[at].lower_ in _precision_after() and doc[at].text.strip():
        kind = _precision_after()[doc[at].lower_]
        state = spot.entry is not None and spot.entry.country is not None
        ends_phrase = doc[at].pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        if (
            ends_phrase
            and not (
                state
                and doc[at].lower_
                in ("state", "side", "front", "mission", "military", "air", "line", "power", "field", "embassy", "army")
            )
            and doc[at].lower_ not in ("air", "military", "power", "line", "side", "front")
        ):
            end, word = at + 1, kind
            if end < n and doc[end].lower_ in ("crossing", "camp", "base", "plant", "station"):
                end += 1
    begin = start
    for _ in range(3):
        begin, kind = _narrowed(doc, start)
        if begin == start:
            break
        start = begin
        word = word or kind
    return replace(spot, start=start, end=end, word=word)


def _narrowed(doc: Doc, start: int) -> tuple[int, PlacePrecision | None]:
    """Return where the phrase begins when one more narrowing word is taken in, and the precision it gives."""
    table = _words()
    at = start - 1
    if at < 0:
        return start, None
    low = doc[at].lower_
    if doc[at].text in table.directions or low in table.directions and len(low) > 1:
        return at, None
    skip = at
    while skip > 0 and (
        doc[skip].lower_ in ("the", "a", "an") or doc[skip].pos_ == "ADJ" and doc[skip].ent_type_ == "NORP"
    ):
        skip -= 1
    if doc[skip].lower_ == "of" and skip > 0:
        noun = doc[skip - 1].lower_
        if noun in _precision_before() or noun in table.relative:
            begin = skip - 1
            while begin > 0 and (
                doc[begin - 1].lower_ in table.directions or doc[begin - 1].lower_ in ("eastern", "central", "city")
            ):
                begin -= 1
            if (
                noun in table.directions
                and begin > 0
                and doc[begin - 1].lower_ in (*_precision_before(), *_precision_after())
            ):
                begin -= 1
            return begin, _precision_before().get(noun)
    if doc[skip].lower_ in ("near", "outside", "around") and skip > 0 and doc[skip - 1].lower_ in _precision_before():
        return skip - 1, "near"
    return start, None


def _is_scene(doc: Doc, spot: _Spot, named: list[Hit[Name]]) -> bool:
    """Sort out governments, datelines, seats and states that act."""
    n, start, end = len(doc), spot.core, spot.core_end
    if end < n and doc[end].text in _HYPHENS and end + 1 < n:
        tail = doc[end + 1].lower_
        if tail in _SEAT or doc[end + 1].text[0].islower():
            return False
    if doc[end - 1].text.rpartition("-")[2] in _SEAT:
        return False
    if start > 1 and doc[start - 1].lower_ == "based" and doc[start - 2].text in _HYPHENS:
        return False
    if start > 2 and doc[start - 1].lower_ == "in" and doc[start - 2].lower_ in ("based", "headquartered", "born"):
        return False
    if _dateline(doc, spot, named):
        return False
    narrowed = spot.start < start or spot.end > end
    state = spot.entry is not None and spot.entry.country is not None and not spot.entry.areas
    if narrowed:
        return True
    if state:
        before = doc[start - 1].lower_ if start else ""
        if before == "the" and start > 1:
            before = doc[start - 2].lower_
        follows = before == "," and start > 1 and doc[start - 2].text[0].isupper()
        owns = end < n and doc[end].text in ("'s", "’s")
        if owns and before in _STATE_SCENE:
            return doc[min(end + 1, n - 1)].lower_ not in _words().struck
        return before in _STATE_SCENE or follows or _object(doc, spot)
    capital = any(h.start == start and h.end == end and h.value.sort == "capital" for h in named)
    return not (capital and governs(doc, start, end))


_STATE_SCENE: Final = frozenset(
    (
        "in",
        "inside",
        "across",
        "into",
        "throughout",
        "within",
        "around",
        "near",
        "over",
        "on",
        "from",
        "to",
        "outside",
        "toward",
        "towards",
    )
)


def _object(doc: Doc, spot: _Spot) -> bool:
    token = doc[spot.core_end - 1]
    return token.dep_ == "dobj" and token.head.lemma_.lower() in _words().struck and token.head.i < token.i


_DASHES: Final = frozenset(("-", "–", "—", "--", ":", "―"))


def _dateline(doc: Doc, spot: _Spot, named: list[Hit[Name]]) -> bool:
    """Say whether the place heads a report ("BEIRUT (AP) -", "Kyiv, Ukraine:"): where it was written, not the scene."""
    n, end = len(doc), spot.core_end
    at = end
    if at + 1 < n and doc[at].text == "," and doc[at + 1].text[0].isupper():
        at += 2
        if at < n and doc[at].text == ".":
            at += 1
    for edge in {end, at}:
        if edge + 1 < n and doc[edge].text in ("(", "/"):
            if any(h.start == edge + 1 and h.value.kind in ("agency", "outlet") for h in named):
                return True
    # After the state of a dateline the city before it decides ("Kyiv, Ukraine (AP)").
    opens = spot.start == 0 or "\n" in doc[spot.start - 1].text
    if spot.start >= 2 and doc[spot.start - 1].text == ",":
        before = doc[spot.start - 2]
        opens = opens or before.i == 0 or "\n" in before.nbor(-1).text
    return opens and at < n and doc[at].text in _DASHES


def _nameless(doc: Doc, spots: list[_Spot]) -> list[_Spot]:
    """Return phrases that place something by a common noun: "outskirts of the capital", "north of the country"."""
    table, found = _words(), []
    taken = {i for s in spots for i in range(s.start, s.end)}
    for token in doc:
        i = token.i
        if token.lower_ not in _AREA_NOUNS or i < 3 or i in taken:
            continue
        at = i - 1
        while at > 0 and doc[at].pos_ == "ADJ":
            at -= 1
        if (
            doc[at].lower_ == "the"
            and doc[at - 1].lower_ == "of"
            and doc[at - 2].lower_ in table.relative | table.directions
        ):
            begin = at - 2
            while begin > 0 and doc[begin - 1].lower_ in table.directions:
                begin -= 1
            if i + 1 < len(doc) and doc[i + 1].lower_ == "of" or begin in taken:
                continue
            found.append(_Spot(i, i + 1, begin, i + 1, None, "district", True))
    return found


def _locative(doc: Doc, start: int, core: int) -> bool:
    table = _words()
    at = start - 1
    while at > 0 and (
        doc[at].pos_ in ("DET", "ADJ", "NUM")
        or doc[at].lower_ in ("the", "areas", "parts", "several", "of", "cities", "towns")
    ):
        at -= 1
    if at >= 0 and doc[at].lower_ in table.prepositions:
        return True
    verb = doc[core].head
    for _ in range(3):
        if verb.pos_ == "VERB":
            break
        verb = verb.head
    return verb.lemma_.lower() in table.struck and verb.i < core and core - verb.i < 14


def _resolved(doc: Doc, spots: list[_Spot], named: list[Hit[Name]]) -> tuple[PlaceMention, ...]:
    weight: Counter[str] = Counter()
    for hit in named:
        if hit.value.sort in ("country", "demonym", "people") and hit.value.country is not None:
            weight[hit.value.country] += 1
    for spot in spots:
        known = spot.entry
        if known is not None and known.country is None:
            owners = {e.country for e in (*known.areas, *known.places)}
            if len(owners) == 1:
                weight[owners.pop()] += 2
    spots = sorted(spots, key=lambda s: s.start)
    out: list[PlaceMention] = []
    skip: set[int] = set()
    for k, spot in enumerate(spots):
        if k in skip:
            continue
        start, end, inner = spot.start, spot.end, spot
        within: list[str] = []
        country: str | None = None
        nearest = k
        while (j := nearest + 1) < len(spots) and (link := _link(doc, spots[nearest], spots[j])):
            state = spots[j].entry is not None and spots[j].entry.country is not None  # type: ignore[union-attr]
            outer = doc[spots[j].start : spots[j].end].text
            within.append(outer)
            skip.add(j)
            if state:
                country = spots[j].entry.country  # type: ignore[union-attr]
                break
            if link == "in" and not country:
                end = spots[j].end
            nearest = j
        name = _plain(doc, spot)
        country = country or _country_of(spot, weight) or next((c for s in within if (c := country_code(s))), None)
        if country is None or inner.entry is None:
            country = country or _demonym_before(doc, spot, named)
        lead, final = doc[start], doc[end - 1]
        text = doc[start:end].text
        if end == spot.core_end and name and text.endswith(name + "s"):
            text, stop = text[:-1], final.idx + len(final) - 1
        else:
            stop = final.idx + len(final)
        out.append(
            PlaceMention(
                lead.idx,
                stop,
                text,
                name,
                country,
                _place(spot, text, name, country, weight),
                _locative(doc, start, spot.core),
                tuple(within),
            )
        )
    return tuple(out)


def _plain(doc: Doc, spot: _Spot) -> str:
    """Return the core name, a possessive that lost its apostrophe undone."""
    name = doc[spot.core : spot.core_end].text
    if (
        name.endswith("s")
        and spot.entry is not None
        and _bare(name) not in _gazetteer()
        and _bare(name[:-1]) in _gazetteer()
    ):
        return name[:-1]
    return name


def _link(doc: Doc, inner: _Spot, outer: _Spot) -> str:
    """Return how ``outer`` is said to hold ``inner``: "in", "," (state or division after a comma), or ""."""
    between = doc[inner.end : outer.start]
    words = [t.lower_ for t in between if not t.is_space]
    known = outer.entry
    if words in (["in"], ["in", "the"], ["of"]):
        return "in"
    if words == [","] and known is not None:
        wider = known.country is not None or (known.areas and outer.word == "province")
        return "," if wider else ""
    return ""


def _country_of(spot: _Spot, weight: Counter[str]) -> str | None:
    known = spot.entry
    if known is None:
        return None
    if known.country is not None and not (known.areas and spot.word == "province"):
        return known.country
    owners = list(dict.fromkeys(e.country for e in (*known.places, *known.areas)))
    return max(owners, key=lambda iso: weight[iso]) if owners else None


def _demonym_before(doc: Doc, spot: _Spot, named: list[Hit[Name]]) -> str | None:
    for hit in named:
        if (
            hit.value.sort in ("demonym", "country")
            and spot.start - 3 <= hit.end - 1 < spot.core
            and hit.start < spot.core
        ):
            return hit.value.country
    return None


def _place(spot: _Spot, text: str, name: str, country: str | None, weight: Counter[str]) -> Place:
    """Return the first resolution: a division for "X province", a state, else the town so called in the country."""
    known, word = spot.entry, spot.word
    if known is None or country is None:
        precision = word or (known.region if known is not None else None)
        return Place(name=text, precision=precision, country=country)
    others: tuple[str, ...] = tuple(sorted({e.country for e in (*known.areas, *known.places)} - {country}))
    areas = [a for a in known.areas if a.country == country]
    towns = [p for p in known.places if p.country == country]
    if known.country == country and word not in ("province", "district"):
        state = countries()[country]
        if word is None:
            return Place(
                name=text,
                lat_deg=state.lat,
                lon_deg=state.lon,
                radius_m=state.radius_m,
                precision="country",
                country=country,
            )
        return Place(name=text, precision=word, country=country)
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
    if towns:
        town = towns[0]
        near = spot.start < spot.core or word in ("near", "district")
        widened = None if town.radius_m is None else town.radius_m * (3 if near else 1)
        return Place(
            name=text,
            gazetteer_id=f"geonames:{town.geonames}" if town.geonames is not None else None,
            lat_deg=town.lat,
            lon_deg=town.lon,
            radius_m=widened,
            precision=(word if word not in (None, "settlement", "province") else "near" if near else town.precision),
            country=country,
            alternatives=others,
        )
    return Place(name=text, precision=word, country=country, alternatives=others)


def main_country(doc: Doc, places: tuple[PlaceMention, ...]) -> str | None:
    """Return the state most of the report's scenes lie in, or None when no state has half of them.

    Where no scene is known, the states and demonyms named decide, under the same rule.
    """
    votes = Counter(p.country for p in places if p.country is not None and p.locative)
    votes = votes or Counter(p.country for p in places if p.country is not None)
    if not votes:
        votes = Counter(
            h.value.country
            for h in matcher().find(words_of(doc))
            if h.value.sort in ("country", "demonym", "people", "capital") and h.value.country is not None
        )
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] * 2 < sum(votes.values()) or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
