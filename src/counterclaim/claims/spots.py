"""Where place names stand in a text: known names, entities that words make scenes, names after place words, lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.aliases import Hit, Name, Word, country_names
from counterclaim.claims.gazetteer import (
    Known,
    bare,
    gazetteer,
    place_matcher,
    place_words,
    precision_after,
    precision_before,
)
from counterclaim.claims.metonyms import is_scene_name
from counterclaim.claims.nominals import nouns
from counterclaim.claims.place_lists import ARTICLES, HYPHENS, name_at, unpunctuated
from counterclaim.claims.scene_words import scene_words
from counterclaim.records import PlacePrecision


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in tokens: the core name [core, core_end) inside the phrase [start, end)."""

    core: int
    core_end: int
    start: int
    end: int
    entry: Known | None = None
    word: PlacePrecision | None = None
    sure: bool = True


"""Second halves of compounds that make a place somebody's seat or patron ("Britain-based")."""
_ENTITIES: Final = frozenset(("GPE", "LOC", "FAC"))
_NAMELESS: Final = frozenset(
    (
        "DATE",
        "TIME",
        "PERSON",
        "MONEY",
        "CARDINAL",
        "ORDINAL",
        "PERCENT",
        "QUANTITY",
        "LANGUAGE",
        "EVENT",
        "LAW",
        "NORP",
    )
)
_PEOPLE: Final = frozenset(("PERSON", "DATE", "NORP"))


def find_spots(doc: Doc, words: Sequence[Word], named: Sequence[Hit[Name]]) -> list[Spot]:
    """Return the core names of places, in reading order; ``named`` are the parties and states found before."""
    masked = _masked(doc, named)
    names = list(unpunctuated(doc, masked))
    spots = [Spot(a, b, a, b, gazetteer().get(bare(doc[a:b].text))) for a, b in names]
    taken = {i for s in spots for i in range(s.core, s.core_end)}
    known = _known(doc, place_matcher().find(words), masked)
    spots.extend(s for s in known if taken.isdisjoint(range(s.core, s.core_end)))
    taken = {i for s in spots for i in range(s.core, s.core_end)}
    for finder in (_after_words, _before_words, _entities):
        for spot in finder(doc, masked, taken):
            if taken.isdisjoint(range(spot.core, spot.core_end)):
                spots.append(spot)
                taken.update(range(spot.core, spot.core_end))
    spots.sort(key=lambda s: s.core)
    spots.extend(_listed(doc, spots, masked, taken))
    return _joined(doc, sorted(spots, key=lambda s: s.core), masked)


def _joined(doc: Doc, spots: list[Spot], masked: set[int]) -> list[Spot]:
    """Return the spots, one made of "Daraa" and "al-Mahatta neighborhood", and "Tariq" joined to "al-Bab district"."""
    kept: list[Spot] = []
    for spot in spots:
        typed = spot.core_end < len(doc) and doc[spot.core_end].lower_ in precision_after()
        first = doc[spot.core - 1] if spot.core else None
        if not typed or first is None or doc[spot.core].lower_ not in ARTICLES:
            kept.append(spot)
        elif kept and kept[-1].core_end == spot.core:
            whole = gazetteer().get(bare(doc[kept[-1].core : spot.core_end].text)) or kept[-1].entry
            kept[-1] = Spot(kept[-1].core, spot.core_end, kept[-1].core, spot.core_end, whole)
        elif first.pos_ == "PROPN" and first.text[0].isupper() and first.i not in masked and not first.is_sent_start:
            kept.append(Spot(first.i, spot.core_end, first.i, spot.core_end))
        else:
            kept.append(spot)
    return kept


def _masked(doc: Doc, named: Sequence[Hit[Name]]) -> set[int]:
    """Return the tokens that belong to the names of parties and persons: no places."""
    masked: set[int] = set()
    for hit in named:
        people = hit.value.sort in ("demonym", "people")
        person = hit.value.kind == "person"
        put = person and (
            is_scene_name(doc, *_entity_around(doc, hit.start, hit.end))
            or (hit.start > 0 and doc[hit.start - 1].text in place_words().prefixes)
        )
        # "Tishreen" is a newspaper, and a dam.
        sited = hit.value.kind == "outlet" and hit.end < len(doc) and doc[hit.end].lower_ in precision_after()
        put = put or sited
        body = hit.value.sort == "party" and not put
        if people or body:
            masked.update(range(hit.start, hit.end))
    for ent in doc.ents:
        if ent.label_ == "PERSON" and len(ent) > 1 and not is_scene_name(doc, ent.start, ent.end):
            known = gazetteer().get(bare(ent.text))
            if known is None or not known.places:
                masked.update(range(ent.start, ent.end))
    return masked


def _entity_around(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def _known(doc: Doc, hits: list[Hit[Known]], masked: set[int]) -> Iterator[Spot]:
    table, n = place_words(), len(doc)
    starts = {hit.start for hit in hits}
    for hit in hits:
        span, first = range(hit.start, hit.end), doc[hit.start]
        if not hit.whole or not masked.isdisjoint(span) or _of_a_body(doc, hit, starts):
            continue
        if not any(doc[i].text[0].isupper() for i in span):
            continue
        before = doc[hit.start - 1].lower_ if hit.start else ""
        typed = hit.end < n and doc[hit.end].lower_ in precision_after()
        typed = typed or (hit.end < n and doc[hit.end].lemma_.lower() in scene_words().events and before == "the")
        typed = typed or (before in table.directions and hit.start > 1 and first.text[0].isupper())
        typed = typed or (hit.start > 1 and before == "of" and doc[hit.start - 2].lower_ in precision_before())
        if len(span) == 1 and not hit.value.country and not typed and before not in table.prepositions:
            struck = hit.start > 0 and doc[hit.start - 1].lemma_.lower() in table.struck
            alone = struck and not (hit.end < n and doc[hit.end].text[0].isupper())
            if len(first.text) <= 4 and first.ent_type_ not in _ENTITIES and not alone:
                continue  # "Hit", "Ann", "Kale": names that are also words need a sign
            if first.pos_ not in ("PROPN", "NOUN", "ADJ") and first.ent_type_ not in _ENTITIES and not struck:
                continue
            lone = not hit.value.areas and len(hit.value.places) == 1 and first.is_sent_start
            if first.ent_type_ == "PERSON" and (lone or not _unlike_person(doc, hit)):
                continue
        yield Spot(hit.start, hit.end, hit.start, hit.end, hit.value)


def _unlike_person(doc: Doc, hit: Hit[Known]) -> bool:
    """Say whether a lone known place that NER took for a person is put as a place all the same."""
    token = doc[hit.start]
    before = doc[hit.start - 1] if hit.start else None
    return before is not None and (
        before.text in (",", "and")
        or before.lemma_.lower() in place_words().struck
        or token.dep_ in ("dobj", "pobj", "conj")
    )


def _of_a_body(doc: Doc, hit: Hit[Known], starts: set[int]) -> bool:
    """Say whether the name begins a body's name ("Aleppo Police Command", "Deir Ezzor Airport Front")."""
    if hit.possessive or hit.end >= len(doc):
        return False
    after = doc[hit.end]
    if hit.value.country and after.text in ("Department", "State", "Mission", "Embassy"):
        return True
    if after.text.lower() in scene_words().operations and after.text[0].isupper():
        return True
    if after.lower_ in precision_after() or after.lower_ == "international":
        longer = hit.end + 1 < len(doc) and after.text[0].isupper() and doc[hit.end + 1].text in nouns().unit_heads
        return longer and doc[hit.end + 1].lower_ not in precision_after()
    if hit.end in starts or not after.text[0].isupper():
        return False
    if after.text in nouns().unit_heads:
        return True
    inside = doc[hit.start].ent_type_ == "ORG" and after.ent_type_ == "ORG" and after.ent_iob_ == "I"
    return inside and after.pos_ == "PROPN" and after.text not in place_words().prefixes and not hit.value.areas


def _dated(word: str) -> bool:
    """Say whether a word is a month's or a day's name, or its possessive without the apostrophe."""
    return not {word, word.removesuffix("s")}.isdisjoint(scene_words().calendar)


def _name_fits(doc: Doc, start: int, end: int) -> bool:
    table, body = place_words(), doc[start:end]
    if any(t.text in table.not_places or _dated(t.lower_) or t.text in nouns().unit_heads for t in body):
        return False
    if body[-1].pos_ in ("ADP", "ADV", "VERB", "SCONJ") and len(body) > 1:
        return False  # a headline's words, all with capitals
    return any(t.text[0].isupper() for t in body) and not body[0].lower_.startswith(("http", "www"))


def _entities(doc: Doc, masked: set[int], taken: set[int]) -> Iterator[Spot]:
    table = place_words()
    for ent in doc.ents:
        start, end = ent.start, ent.end
        put = ent.label_ in ("PERSON", "ORG") and is_scene_name(doc, start, end)
        if ent.label_ not in _ENTITIES and not put:
            continue
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
        if (
            not text[0].isupper()
            or "\n" in text
            or end - start > 5
            or text.isupper()
            or not _name_fits(doc, start, end)
        ):
            continue
        if doc[start].pos_ not in ("PROPN", "NOUN", "ADJ", "X") or doc[start].text in ("HMS", "USS", "INS"):
            continue
        if doc[end - 1].lower_ in ARTICLES or (doc[start].lower_ in ARTICLES and not _signed(doc, start, end)):
            continue
        signed = _signed(doc, start, end)
        if not signed and (ent.label_ not in _ENTITIES or doc[start].is_sent_start or len(text) < 4):
            continue
        yield Spot(start, end, start, end, sure=signed)


def _signed(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words around a name make it a place: a preposition before it or a place word beside it."""
    before = doc[start - 1].lower_ if start else ""
    after = doc[end].lower_ if end < len(doc) else ""
    return before in place_words().prepositions or before in place_words().directions or after in precision_after()


def _after_words(doc: Doc, masked: set[int], taken: set[int]) -> Iterator[Spot]:
    """Return unknown names after words that make them places: "town of X", "in X", "Tal X"."""
    table, n = place_words(), len(doc)
    for i in range(n - 1):
        token = doc[i]
        low, sure = token.lower_, False
        if low in precision_before() and i + 2 < n and doc[i + 1].lower_ == "of":
            start, sure = i + 2, True
        elif low in table.prepositions:
            start = i + 1
            if low in scene_words().loose and not (
                doc[start].lower_ in ARTICLES and is_scene_name(doc, start, min(start + 3, n))
            ):
                continue
        elif (
            token.text in table.prefixes
            and doc[i + 1].text[0].isalpha()
            and (token.ent_type_ not in ("PERSON", "ORG") or is_scene_name(doc, i, i + 2))
        ):
            start = i
        else:
            continue
        while start < n and doc[start].text[0].islower() and doc[start].lower_ in ("the", *table.directions):
            start += 1
        if start >= n or start in taken:
            continue
        end = name_at(doc, start, masked)
        if end - start < (2 if start == i else 1) or not _name_fits(doc, start, end):
            continue
        kind, article = doc[start].ent_type_, doc[start].lower_ in ARTICLES
        if start > i and _title_case(doc, i) and kind not in _ENTITIES:
            continue
        if not sure and not article:
            put = kind == "PERSON" and (start == i or is_scene_name(doc, start, end))
            if kind in _NAMELESS and not put:
                continue
            if (
                kind in ("ORG", "WORK_OF_ART", "PRODUCT")
                and low not in ("in", "near", "around", "outside")
                and start != i
            ):
                continue
            length = sum(t.text not in HYPHENS for t in doc[start:end])
            if doc[start].pos_ != "PROPN" or doc[start:end].text.isupper() or length > 3:
                continue
        yield Spot(start, end, start, end, sure=sure or article or low in scene_words().placed)


def _title_case(doc: Doc, i: int) -> bool:
    """Say whether a preposition has a capital within a sentence: in a headline every word has one."""
    return doc[i].text[0].isupper() and not doc[i].is_sent_start


def _of_people(token: Token) -> bool:
    """Say whether a word is part of a date, or tells of a people: the model takes unknown names for peoples, too."""
    name = token.pos_ == "PROPN" and token.lower_ not in country_names()
    return token.ent_type_ == "DATE" or (token.ent_type_ == "NORP" and not name)


def _before_words(doc: Doc, masked: set[int], taken: set[int]) -> Iterator[Spot]:
    """Return unknown names before a type word: "X neighbourhood", "X dam"."""
    table = place_words()
    for i in range(1, len(doc)):
        low = doc[i].lower_
        if low not in precision_after() or low in scene_words().common_after or i - 1 in taken or i - 1 in masked:
            continue
        start = i
        while start > 0 and i - start < 5 and start - 1 not in masked and start - 1 not in taken:
            before = doc[start - 1]
            named = before.text[0].isupper() and before.lower_ not in scene_words().openers | table.prepositions
            if not (named or before.text in HYPHENS or before.lower_ in scene_words().particles):
                break
            start -= 1
            if before.lower_ in ARTICLES:
                first = doc[start - 1] if start > 1 and start - 1 not in masked | taken else before
                start -= first.text[0].isupper() and first.pos_ == "PROPN" and bare(first.text) not in gazetteer()
                break
        while start < i and doc[start].lower_ not in ARTICLES and not doc[start].text[0].isupper():
            start += 1
        if start == i or not _name_fits(doc, start, i) or any(_of_people(t) for t in doc[start:i]):
            continue
        if doc[start].is_sent_start and i - start == 1 and doc[start].pos_ != "PROPN":
            continue
        yield Spot(start, i, start, i)


def _put(doc: Doc, before: int) -> bool:
    """Say whether the word before a name puts something there, or strikes it."""
    return doc[before].lower_ in scene_words().placed or doc[before].lemma_.lower() in place_words().struck


def _listed(doc: Doc, spots: list[Spot], masked: set[int], taken: set[int]) -> list[Spot]:
    """Return unknown names that stand in a list with a place: "Aleppo, X and Y", or "al-X al-Y" without commas."""
    found: list[Spot] = []
    n = len(doc)
    ends = {s.core: s.core_end for s in spots}
    for spot in spots:
        if not spot.sure:
            continue
        at, article = spot.core_end, doc[spot.core].lower_ in ARTICLES
        while at + 1 < n:
            if at == spot.core_end and doc[at].lower_ in precision_after() and doc[at + 1].text in (",", "and"):
                at += 1
                continue
            begin = at
            while at + 1 < n and doc[at].text in (",", "and"):
                at += 1
            loose = at == begin
            if loose and not (article and doc[at].lower_ in ARTICLES):
                break
            if at in ends and not loose:
                at = ends[at]
                continue
            end = name_at(doc, at, masked)
            body = doc[at:end]
            if end == at or not taken.isdisjoint(range(at, end)) or len(body) > 4 or not _name_fits(doc, at, end):
                break
            named = doc[at].lower_ in ARTICLES or body.root.ent_type_ in _ENTITIES or not body.root.ent_type_
            follows = doc[end].pos_ if end < n else "PUNCT"
            last = doc[begin].text == "and" and len(body) == 1 and at < n - 1
            closes = last and (end == n or doc[end].lemma_.lower() not in scene_words().acts)
            closes = closes or (len(body) == 1 and end + 1 in ends and doc[end].text in (",", "and"))
            others = ("DATE", "NORP") if closes and _put(doc, spot.core - 1) else _PEOPLE
            if not (named or closes) or (any(t.ent_type_ in others for t in body) and not article):
                break
            if follows in ("VERB", "AUX") and doc[begin].text != "and" and not article:
                break
            if doc[at].pos_ not in ("PROPN", "NOUN", "ADJ", "X") or body.text.isupper():
                break
            found.append(Spot(at, end, at, end))
            taken.update(range(at, end))
            at = end
    return found
