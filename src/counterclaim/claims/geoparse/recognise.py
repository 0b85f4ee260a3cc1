"""Every place name of a text, scene or not: one pass over the gazetteer's names on whole words, then spaCy's entities.

A known name counts where its case and the words and entities around it allow: "But", "Hit" and "Reading" open
sentences, "Paris" may be a person, "Jordan said" is one.  Spans follow the usual rule of annotated sets: the name
without "the", "northern" or "province", a type word only where it is part of the name ("Cook County").
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from spacy.tokens import Doc, Span, Token

from counterclaim.claims.gazetteer import place_words
from counterclaim.claims.geoparse.candidates import candidates, typed
from counterclaim.claims.geoparse.known import known_names
from counterclaim.claims.geoparse.resolution import Toponym
from counterclaim.claims.geoparse.words import abbreviations, geo_words, is_adjective, other_words, state_names
from counterclaim.claims.metonyms import governs
from counterclaim.gazetteer.fold import fold

_PLACES: Final = frozenset(("GPE", "LOC", "FAC"))
_NO_PLACES: Final = frozenset(
    ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE", "LAW", "WORK_OF_ART", "PRODUCT")
)
_KNOWN: Final = 5.5
"""The prior from which a name is so well known that no sign beside it is asked for."""
_STATE: Final = 7.0
"""The prior that only states and regions, and the greatest cities, have."""
_INITIALS: Final = re.compile(r"(?:[A-Z]\.)+")
_TOWN: Final = 3.0
"""The prior from which a name counts with a sign beside it."""
_LOCATIVE: Final = frozenset(
    ("in", "at", "near", "from", "outside", "around", "toward", "towards", "into", "to", "inside")
)
_FIRM: Final = frozenset(("in", "near", "outside", "around", "toward", "towards", "inside"))
_MARKS: Final = frozenset((",", "(", "-", "–", "—", "/"))


@dataclass(frozen=True, slots=True)
class _Use:
    """A known name where it stands: its tokens [first, last], its text, its prior, and the entity around it."""

    doc: Doc
    first: int
    last: int
    name: str
    prior: float
    entity: Span | None
    person: bool

    @property
    def label(self) -> str:
        return self.entity.label_ if self.entity is not None else ""

    @property
    def before(self) -> str:
        return self.doc[self.first - 1].lower_ if self.first else ""

    @property
    def after(self) -> str:
        return self.doc[self.last + 1].text if self.last + 1 < len(self.doc) else ""


def toponyms(doc: Doc) -> tuple[Toponym, ...]:
    """Return the place names of a parsed text in reading order, none overlapping another."""
    text, entities = doc.text, doc.ents
    starts = cast("list[int]", doc.to_array(["IDX"]).ravel().tolist())
    around = {at: ent for ent in entities for at in range(ent.start, ent.end)}
    persons = _persons(entities)
    found: list[Toponym] = []
    taken: set[int] = set()

    def add(first: int, last: int, start: int, end: int) -> None:
        found.append(Toponym(start, end, text[start:end], _literal(doc, first, last)))
        taken.update(range(first, last + 1))

    for first, last in _roads(doc, text, starts):
        add(first, last, doc[first].idx, doc[last].idx + len(doc[last]))
    doubtful: list[tuple[_Use, int, int]] = []
    for start, end in known_names(text):
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        if not taken.isdisjoint(range(first, last + 1)):
            continue
        name = text[start:end]
        prior = max((one.prior for one in candidates(name)), default=0.0)
        use = _Use(doc, first, last, name, prior, around.get(first), name in persons)
        if _counts(use):
            opened, closed = _with_compass(use), _with_type(use)
            end = end if closed == last else doc[closed].idx + len(doc[closed])
            add(opened, closed, start if opened == first else doc[opened].idx, end)
        else:
            doubtful.append((use, start, end))
    # What is a place once in the report is that place wherever its name stands alone.
    sure = {name.text.casefold() for name in found}
    for use, start, end in doubtful:
        if use.name.casefold() in sure and _again(use):
            add(use.first, use.last, start, end)
    for first, last in _unknown(doc, entities, persons):
        if taken.isdisjoint(range(first, last + 1)):
            add(first, last, doc[first].idx, doc[last].idx + len(doc[last]))
    return tuple(sorted(found, key=lambda name: name.start))


def _persons(entities: Sequence[Span]) -> frozenset[str]:
    """Return the surnames of persons named in full: alone they are persons too."""
    return frozenset(ent[-1].text for ent in entities if ent.label_ == "PERSON" and len(ent) > 1)


def _counts(use: _Use) -> bool:
    """Say whether a known name is used as a place's name here."""
    if is_adjective(use.name):
        return use.label != "PERSON" or (use.entity is not None and len(use.entity) == 1)
    if use.name in abbreviations() and len(use.name) < 5:
        listed = use.before == "," and use.doc[use.first - 2].text[0].isupper() if use.first > 1 else False
        return use.name.endswith(".") or listed
    table = geo_words()
    if _INITIALS.fullmatch(use.name) and fold(use.name) not in state_names().keys() | other_words().keys():
        return False
    if use.name.startswith("St. ") and use.after in ("'s", "’s"):
        return False  # "St. Mary's School"
    if use.name in place_words().not_places or use.name in table.compass | table.bodies or use.label in _NO_PLACES:
        return False
    if use.first == use.last and (typed(use.name) or use.name in table.sites | table.offices):
        return False
    if _personal(use):
        return False
    if use.name.isupper() and len(use.name) < 6 and use.prior < _KNOWN and not _headed(use):
        return False
    if use.before == "the" and use.prior < _KNOWN and not _goes_on(use):
        return False
    if use.label in _PLACES and _covers(use):
        return True
    if use.prior >= _KNOWN:
        return use.doc[use.first].pos_ == "PROPN" or (len(use.name) > 3 and not use.doc[use.first].is_sent_start)
    return _signed(use)


def _again(use: _Use) -> bool:
    """Say whether a name that is a place elsewhere in the report may be that place here too."""
    if use.person or use.label in _NO_PLACES or _part_of_person(use):
        return False
    return use.doc[use.first].pos_ == "PROPN" and (use.before != "the" or _goes_on(use))


def _part_of_person(use: _Use) -> bool:
    """Say whether the name stands inside a longer name of a person."""
    return use.entity is not None and use.label == "PERSON" and len(use.entity) > use.last - use.first + 1


def _personal(use: _Use) -> bool:
    """Say whether the name is a person's, or part of one, and nothing puts it as a place."""
    if use.entity is None or use.label != "PERSON":
        return use.person and use.before not in _FIRM
    if _part_of_person(use):
        return True
    return use.person or not (use.before in _FIRM or use.after in _MARKS or use.prior >= _KNOWN or _typed(use))


def _covers(use: _Use) -> bool:
    """Say whether the name is all of its entity but for an article, a direction, a type word or a possessive mark."""
    assert use.entity is not None
    rest = [t for t in use.entity if not use.first <= t.i <= use.last]
    return use.prior >= _KNOWN or all(_beside(token) for token in rest)


def _beside(token: Token) -> bool:
    return (
        token.lower_ in ("the", "'s", "’s", "of", ",")
        or token.lower_ in place_words().directions
        or bool(typed(token.text))
        or token.is_punct
        or token.is_space
        or token.text in geo_words().offices
    )


def _goes_on(use: _Use) -> bool:
    """Say whether a noun follows the name ("the Aleppo countryside"): towns have no article of their own."""
    following = use.doc[use.last + 1] if use.last + 1 < len(use.doc) else None
    return use.first < use.last or (following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ"))


def _typed(use: _Use) -> bool:
    return bool(typed(use.after)) or (use.last > use.first and bool(typed(use.doc[use.last].text)))


def _headed(use: _Use) -> bool:
    """Say whether the name opens a report in capitals ("KYIV, Ukraine", "AMMAN (AP) -")."""
    opens = use.first == 0 or "\n" in use.doc[use.first - 1].text or bool(use.doc[use.first].is_sent_start)
    return opens and use.name.isupper() and (use.after in _MARKS or len(use.name) > 5)


def _signed(use: _Use) -> bool:
    """Say whether a less known name has a sign of a place beside it."""
    if use.doc[use.first].pos_ not in ("PROPN", "ADJ") or use.prior < _TOWN - 1:
        return False
    if _typed(use) or _headed(use):
        return True
    if use.prior < _TOWN:
        return False
    if use.after in geo_words().offices and not use.doc[use.first].is_sent_start:
        return True
    if use.label in ("ORG", "FAC", "EVENT") and use.entity is not None and len(use.entity) > use.last - use.first + 1:
        return use.entity.start == use.first and use.after in geo_words().offices
    struck = use.first > 0 and use.doc[use.first - 1].lemma_.lower() in place_words().struck
    return use.before in _LOCATIVE or struck


def _with_compass(use: _Use) -> int:
    """Return where a town's name begins with the capitalised direction before it ("North London")."""
    before = use.doc[use.first - 1] if use.first else None
    if before is None or before.is_sent_start or before.text not in geo_words().compass:
        return use.first
    best = candidates(use.name)
    town = bool(best) and best[0].entry.feature in ("settlement", "neighbourhood")
    return use.first - 1 if town and before.ent_type_ in _PLACES else use.first


@functools.cache
def _road_word() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w )(?:{'|'.join(map(re.escape, sorted(geo_words().roads)))})(?!\w)")


def _with_type(use: _Use) -> int:
    """Return the last token of a name with the capitalised type words after it ("Sand Creek Township")."""
    last = use.last
    while use.prior < _STATE and last + 1 < len(use.doc) and use.doc[last + 1].text in geo_words().closings:
        last += 1
    return last


def _roads(doc: Doc, text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the names of roads: capitalised words that end in a word for a road."""
    for match in _road_word().finditer(text):
        last = bisect_left(starts, match.end()) - 1
        first = bisect_right(starts, match.start()) - 1
        if last + 1 < len(doc) and doc[last + 1].text[0].isupper():
            continue
        begin = first
        while begin > 0 and first - begin < 4 and doc[begin - 1].text[0].isupper() and doc[begin - 1].pos_ == "PROPN":
            begin -= 1
        if begin < first:
            yield begin, last


def _unknown(doc: Doc, entities: Sequence[Span], persons: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield places that only spaCy takes for places, cut to the name."""
    for ent in entities:
        if ent.label_ not in _PLACES:
            continue
        first, last = _cut(doc, ent)
        if first > last or "\n" in doc[first : last + 1].text:
            continue
        name = doc[first : last + 1].text
        if not (name[0].isupper() and doc[first].pos_ == "PROPN") or len(name) < 3:
            continue
        if name in place_words().not_places or name in persons or name in geo_words().compass or typed(name):
            continue
        if _INITIALS.fullmatch(name):
            continue
        yield first, last


def _cut(doc: Doc, ent: Span) -> tuple[int, int]:
    """Return the first and last token of an entity without article, direction, possessive mark and type word."""
    first, last = ent.start, ent.end - 1
    directions = place_words().directions
    while first <= last and (
        doc[first].lower_ in ("the", "a", "an") or doc[first].text in directions or doc[first].is_punct
    ):
        first += 1
    while last >= first and (doc[last].text in ("'s", "’s", "'", "’") or doc[last].is_punct or doc[last].is_space):
        last -= 1
    if last > first and typed(doc[last].text) and doc[last].text[0].islower():
        last -= 1
    return first, last


def _literal(doc: Doc, first: int, last: int) -> bool:
    """Say whether a name says where something is: no adjective, no government that speaks, no part of a body's name."""
    head, name = doc[last], doc[first : last + 1].text
    if is_adjective(name) or governs(doc, first, last + 1):
        return False
    if head.dep_ == "compound" and head.head.i > last:
        return not (head.head.pos_ == "PROPN" or _is_state(name))
    if head.dep_ == "dobj" and _is_state(name):
        return head.head.lemma_.lower() in place_words().struck
    return head.dep_ not in ("nsubj", "poss")


def _is_state(name: str) -> bool:
    options = candidates(name)
    return bool(options) and options[0].entry.feature in ("country", "region")
