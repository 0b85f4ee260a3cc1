"""From a place's name to the phrase that narrows it, and which places are scenes at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.aliases import Hit, Name, country_names
from counterclaim.claims.gazetteer import bare, gazetteer, place_words, precision_after, precision_before
from counterclaim.claims.metonyms import governs
from counterclaim.claims.place_lists import HYPHENS
from counterclaim.claims.scene_words import scene_words
from counterclaim.claims.spots import Spot
from counterclaim.records import PlacePrecision

"""Words that make "to", "from" or "on" a state a scene; without one it is a partner ("objections from Iran")."""
_WAR_GAPS: Final = frozenset(("civil", "year", "years", "old", "long"))
_DASHES: Final = frozenset(("-", "–", "—", "--", ":", "―"))


def phrase(doc: Doc, spot: Spot, taken: set[int]) -> Spot:
    """Join the words that narrow a name: its type, its direction, what lies near it.

    ``taken`` are the tokens of parties' names, into which a phrase never grows.
    """
    n, start, end, word = len(doc), spot.core, spot.core_end, spot.word
    at = end
    while at < n and at - end < 2 and doc[at].lower_ in scene_words().gaps:
        at += 1
    low = doc[at].lower_ if at < n else ""
    state = spot.entry is not None and spot.entry.country is not None and not spot.entry.areas
    if (
        low in precision_after()
        and not (state and doc[at + 1 : at + 2].text == "of")  # "Syria's border province of Idlib"
        and doc[at].pos_ != "ADP"
        and (low not in scene_words().not_after or (at > end and low == "station"))
    ):
        end, word = at + 1, precision_after()[low]
        if end < n and doc[end].lower_ in ("crossing", "camp", "base", "plant", "station", "centre", "center"):
            end += 1
    while start >= 2 and doc[start - 1].text in HYPHENS and doc[start - 2].text[0].isupper() and start == spot.core:
        if start - 2 in taken or end == spot.core_end:
            break
        start -= 2  # "Syria-Turkey border crossing"
    for _ in range(3):
        begin, kind = _narrowed(doc, start, taken)
        if begin == start:
            break
        start = begin
        word = word or kind
    return replace(spot, start=start, end=end, word=word)


def _narrowed(doc: Doc, start: int, taken: set[int]) -> tuple[int, PlacePrecision | None]:
    """Return where the phrase begins when one more narrowing word is taken in, and the precision it gives."""
    table, at = place_words(), start - 1
    if at < 0 or at in taken:
        return start, None
    low = doc[at].lower_
    if (doc[at].text in table.directions or (low in table.directions and len(low) > 1)) and doc[
        at - 1
    ].text not in HYPHENS:
        return at, None
    skip = at
    while skip > 0 and (
        doc[skip].lower_ in ("the", "a", "an", "central", "besieged", "nearby") or doc[skip].ent_type_ == "NORP"
    ):
        skip -= 1
    if skip > 0 and doc[skip].lower_ == "of" and skip - 1 not in taken:
        noun = doc[skip - 1].lower_
        if noun in precision_before() or noun in table.relative:
            begin = skip - 1
            while begin > 0 and doc[begin - 1].lower_ in table.directions and doc[begin - 1].text not in HYPHENS:
                begin -= 1
            if noun in scene_words().wholes and begin == skip - 1 and noun not in ("district", "area"):
                return start, None
            if noun in table.directions and begin > 0:
                owner = doc[begin - 1].lower_
                if owner in precision_before() or owner in precision_after():
                    begin -= 1
            return begin, precision_before().get(noun)
    if skip > 0 and doc[skip].lower_ in ("near", "outside", "around") and doc[skip - 1].lower_ in precision_before():
        return skip - 1, "near"
    return start, None


def scenes(doc: Doc, spots: list[Spot], named: Sequence[Hit[Name]]) -> list[Spot]:
    """Sort out governments, datelines, seats, and states that act; what is left are scenes."""
    kept: list[Spot] = []
    last: Spot | None = None
    for spot in spots:
        before = doc[spot.start - 1].lower_ if spot.start else ""
        listed = last is not None and before in (",", "and") and 1 <= spot.start - last.end <= 2
        out = _elsewhere(doc, spot) or _dateline(doc, spot, named)
        if not out and last is not None and listed and _bare_state(spot) and _bare_state(last):
            stands = last in kept  # of several states all are scenes or none
        else:
            stands = not out and (_stands(doc, spot, named) or (listed and last in kept))
        if stands:
            kept.append(spot)
        last = spot
    return kept


def _bare_state(spot: Spot) -> bool:
    """Say whether a spot is a state's name that nothing narrows."""
    state = spot.entry is not None and spot.entry.country is not None and not spot.entry.areas
    return state and (spot.start, spot.end) == (spot.core, spot.core_end)


def _elsewhere(doc: Doc, spot: Spot) -> bool:
    """Say whether the place is a seat ("Britain-based", "a source in Aleppo") or part of a compound."""
    n, start, end = len(doc), spot.core, spot.core_end
    bound = end + 1 < n and doc[end].text in HYPHENS and not doc[end - 1].whitespace_
    if bound and (doc[end + 1].lower_ in scene_words().seats or doc[end + 1].text[0].islower()):
        return True
    if doc[end - 1].text.rpartition("-")[2] in scene_words().seats:
        return True
    at = spot.start - 1
    while at > 0 and doc[at].lower_ in ("the", "a", "an"):
        at -= 1
    if at < 1 or doc[at].lower_ not in ("in", "at", "from", "of", "for", "to", "by"):
        return False
    before = doc[at - 1].lower_
    return before in ("based", "headquartered", "born") or (before in scene_words().sources and start < n)


def _stands(doc: Doc, spot: Spot, named: Sequence[Hit[Name]]) -> bool:
    if _bare_state(spot):
        return _befalls(doc, spot)
    start, end = spot.core, spot.core_end
    capital = any(h.start == start and h.end == end and h.value.sort == "capital" for h in named)
    return spot.start < start or spot.end > end or not (capital and governs(doc, start, end))


def _befalls(doc: Doc, spot: Spot) -> bool:
    """Say whether something is put in a state or befalls it; otherwise it is who acts, or a partner."""
    start, end = spot.core, spot.core_end
    at = start - 1
    if at > 0 and doc[at].lower_ == "the":
        at -= 1
    before = doc[at].lower_ if at >= 0 else ""
    last = doc[end - 1]
    if end < len(doc) and doc[end].text[0].isupper() and last.dep_ == "compound" and last.head.i >= end:
        return False  # "the Syria Recovery Fund"
    if before in scene_words().moved and at > 0:
        return _moves(doc, at)
    if _at_war(doc, end):
        return True
    verb = last.head
    hit = verb.lemma_.lower() in place_words().struck
    if hit and last.dep_ in ("dobj", "nsubjpass"):
        return True
    follows = before == "," and at > 0 and doc[at - 1].text[0].isupper() and not governs(doc, start, end)
    return before in scene_words().at_state or follows


def _at_war(doc: Doc, end: int) -> bool:
    """Say whether a possessive ends at a token and what follows is a war: "Syria's civil war", "Syrias war"."""
    at = end
    if at < len(doc) and doc[at].text in ("'s", "’s"):
        at += 1
    elif not doc[end - 1].text.endswith("s"):
        return False
    while at < len(doc) and (doc[at].pos_ in ("ADJ", "NUM") or doc[at].text in HYPHENS or doc[at].lower_ in _WAR_GAPS):
        at += 1
    return at < len(doc) and doc[at].lower_ in scene_words().wars


def _moves(doc: Doc, preposition: int) -> bool:
    window = doc[max(0, preposition - 4) : preposition]
    return any(t.lemma_.lower() in scene_words().moves or t.lower_ in scene_words().moves for t in window)


def _dateline(doc: Doc, spot: Spot, named: Sequence[Hit[Name]]) -> bool:
    """Say whether the place heads a report ("BEIRUT (AP) -", "Kyiv, Ukraine:"): where it was written, not the scene."""
    n, end = len(doc), spot.core_end
    beyond = end
    if beyond + 1 < n and doc[beyond].text == "," and doc[beyond + 1].text[0].isupper():
        beyond += 2
        while beyond < n and doc[beyond].text == ".":
            beyond += 1
    for edge in (end, beyond):
        marked = edge + 1 < n and doc[edge].text in ("(", "/")
        if marked and any(h.start == edge + 1 and h.value.kind in ("agency", "outlet") for h in named):
            return True
    opens = spot.start == 0 or "\n" in doc[spot.start - 1].text
    if spot.start >= 2 and doc[spot.start - 1].text == ",":
        # After the city of a dateline its state ("Kyiv, Ukraine (AP)").
        opens = opens or spot.start == 2 or "\n" in doc[spot.start - 3].text
    return opens and beyond < n and doc[beyond].text in _DASHES


def nameless(doc: Doc, spots: list[Spot]) -> list[Spot]:
    """Return phrases that place something by a common noun: "outskirts of the capital", "Syrian territory"."""
    taken = {i for s in spots for i in range(s.start, s.end)}
    found: list[Spot] = []
    for token in doc:
        if token.i in taken:
            continue
        spot = _edge_of(doc, token.i, taken) or _soil(doc, token.i)
        if spot is not None:
            found.append(spot)
            taken.update(range(spot.start, spot.end))
    return found


def _edge_of(doc: Doc, i: int, taken: set[int]) -> Spot | None:
    """Return the "outskirts of the capital" that end at a token."""
    if i < 3 or doc[i].lower_ not in scene_words().area_nouns:
        return None
    at = i - 1
    while at > 0 and doc[at].pos_ == "ADJ":
        at -= 1
    if doc[at].lower_ != "the" or doc[at - 1].lower_ != "of" or doc[at - 2].lower_ not in scene_words().edges:
        return None
    begin = at - 2
    while begin > 0 and doc[begin - 1].lower_ in place_words().directions:
        begin -= 1
    weak = doc[at - 2].lower_ in ("part", "half", "suburb") and begin == at - 2
    if weak or begin in taken or (i + 1 < len(doc) and doc[i + 1].lower_ == "of"):
        return None
    return Spot(i, i + 1, begin, i + 1, None, "district")


def _soil(doc: Doc, i: int) -> Spot | None:
    """Return the "Syrian territory" or "Syrian side of the border" whose adjective stands at a token."""
    n = len(doc)
    if i + 1 >= n or doc[i].lower_ not in country_names() or not doc[i].text[0].isupper():
        return None
    if doc[i + 1].lower_ not in scene_words().soil or (i + 2 < n and doc[i + 2].pos_ == "NOUN"):
        return None  # "Turkish border towns"
    end = i + 2
    if doc[i + 1].lower_ == "side":
        border = [t.i for t in doc[end : end + 5] if t.lower_ in ("border", "frontier")]
        if doc[end : end + 1].text != "of" or not border:
            return None
        end = border[0] + 1
    begin = i
    while begin > 0 and doc[begin - 1].lower_ in place_words().directions:
        begin -= 1
    put = begin - 1
    if put >= 0 and doc[put].lower_ == "the":
        put -= 1
    if put < 0 or doc[put].lower_ not in scene_words().put:
        return None
    return Spot(
        i, i + 1, begin, end, gazetteer().get(bare(doc[i].text)), "near" if doc[i + 1].lower_ == "side" else "region"
    )
