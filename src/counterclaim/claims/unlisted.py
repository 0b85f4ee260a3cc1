"""Persons and bodies the register does not know: entities, corrected; capitalised runs with a title or unit word."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Doc, Span, Token

from counterclaim.claims.aliases import Hit, MentionKind, Name
from counterclaim.claims.gazetteer import is_known_place
from counterclaim.claims.joining import Draft
from counterclaim.claims.metonyms import is_scene_name
from counterclaim.claims.nominals import head_kinds, nouns

_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z.\-–]{1,11}")
_INITIALS: Final = re.compile(r"[A-Z]{2,}s?")
_POSSESSIVES: Final = frozenset(("'s", "’s", "'", "’"))
_ARMED_UNITS: Final = frozenset(
    (
        "Brigade",
        "Brigades",
        "Battalion",
        "Battalions",
        "Front",
        "Militia",
        "Movement",
        "Legion",
        "Supporters",
        "Martyrs",
    )
)
_SMALL: Final = frozenset(("of", "for", "and", "the"))


def bracket_after(doc: Doc, end: int) -> int:
    """Return the end of a name with the acronym in brackets after it, if there is one."""
    framed = end + 2 < len(doc) and doc[end].text in ("(", "[") and doc[end + 2].text in (")", "]")
    return end + 3 if framed and _ACRONYM.fullmatch(doc[end + 1].text) else end


def is_title(token: Token) -> bool:
    """Say whether a token can stand as a title before a person's name."""
    low, table = token.lower_, nouns().titles
    return low in table or low + "." in table or ("-" in low and low.split("-")[0] in table)


def _inside_title(doc: Doc, at: int, titled: bool) -> bool:
    """Say whether the small word before ``at`` stands inside a title: "Secretary of State John Kerry"."""
    beyond = at - 2 if doc[at - 2].lower_ != "of" else at - 3
    joins = titled or is_title(doc[at]) or doc[at].text[0].isupper()
    return joins and beyond >= 0 and is_title(doc[beyond])


def titles_before(doc: Doc, start: int, by_token: dict[int, Hit[Name]]) -> int:
    """Return where a person's mention begins: titles, offices and their bodies joined to the name at ``start``."""
    at = best = start
    while at > 0 and start - at < 10:
        before = doc[at - 1]
        if before.text == "," and best == at and at >= 2 and is_title(doc[at - 2]) and doc[at - 2].text[0].isupper():
            at -= 1  # "Foreign Secretary, Boris Johnson"
            continue
        if before.is_sent_start and doc[at].is_sent_start:
            break
        hit = by_token.get(at - 1)
        if hit is not None:
            if hit.value.kind == "person" or (best == start and hit.value.sort == "country") or at == start:
                # A body right before a name with no title is a list that lost its comma, but for an office after it.
                break
            at = best = hit.start
            continue
        if is_title(before):
            at -= 1
            best = at
            continue
        low = before.lower_
        if low in _SMALL:
            if _inside_title(doc, at, best < start):
                at -= 1
                continue
            break
        fits = low in nouns().title_links or before.text in ("-", "–", *_POSSESSIVES)
        named = before.pos_ == "PROPN" and before.text[0].isupper()
        modifier = before.pos_ in ("ADJ", "NOUN") and low not in nouns().skip and before.tag_ != "NNS"
        if not (fits or (best < start and (named or modifier))):
            break
        if not fits and doc[at].text[0].isupper() and before.text[0].islower() and best < start:
            break  # a new sentence whose full stop was lost
        at -= 1
        best = at if best < start else best
    while best < start and (
        doc[best].lower_ in (*_SMALL, "a", "an") or doc[best].is_punct or doc[best].text in _POSSESSIVES
    ):
        best += 1
    return best


def _trim(doc: Doc, ent: Span) -> tuple[int, int]:
    start, end = ent.start, ent.end
    while end > start and (doc[end - 1].text in _POSSESSIVES or doc[end - 1].is_space or doc[end - 1].text in "([,.;:"):
        end -= 1
    while start < end and (doc[start].pos_ == "DET" or doc[start].is_punct or doc[start].is_space):
        start += 1
    return start, end


def unlisted(doc: Doc, by_token: dict[int, Hit[Name]]) -> list[Draft]:
    """Return drafts of persons, bodies and units not in the register; they may overlap one another."""
    drafts: list[Draft] = []
    for ent in doc.ents:
        start, end = _trim(doc, ent)
        if start >= end or "\n" in doc[start:end].text or not doc[start:end].text[0].isalnum():
            continue
        covered = [by_token[i] for i in range(start, end) if i in by_token]
        if ent.label_ == "PERSON":
            drafts.extend(_persons(doc, start, end, by_token))
        elif ent.label_ == "NORP" and not covered:
            noun_follows = end < len(doc) and doc[end].pos_ in ("NOUN", "PROPN", "ADJ")
            if not noun_follows and doc[end - 1].text.endswith("s"):
                drafts.append(Draft(start, end, end - 1, "civilians"))
        elif ent.label_ == "ORG" and not covered and not (end < len(doc) and doc[end].text == "-"):
            lone = end - start == 1 and not _INITIALS.fullmatch(doc[start].text)
            if doc[start].text[0].isupper() and not lone and not is_scene_name(doc, start, end):
                drafts.append(Draft(start, bracket_after(doc, end), end - 1, "organisation"))
    drafts.extend(_units(doc, by_token))
    drafts.extend(_titled(doc, by_token))
    return drafts


def _persons(doc: Doc, start: int, end: int, by_token: dict[int, Hit[Name]]) -> list[Draft]:
    """Return the persons in one entity, which may be two ("John Smith and Dr. Ali Omar"), or none."""
    drafts: list[Draft] = []
    begin = start
    for at in range(start, end + 1):
        if at < end and doc[at].lower_ != "and":
            continue
        first = begin
        while first < at and (is_title(doc[first]) or doc[first].is_punct):
            first += 1
        begin = at + 1
        if first >= at or doc[at - 1].pos_ in ("VERB", "ADV", "AUX") or not doc[first].text[0].isalpha():
            continue
        known = [by_token[i] for i in range(first, at) if i in by_token]
        if any(h.value.kind != "person" for h in known) or is_scene_name(doc, first, at):
            continue
        if at - first == 1 and not is_title(doc[max(first - 1, 0)]) and is_known_place(doc[first].text):
            continue
        if at - first == 1 and (doc[first].text in nouns().unit_heads or doc[first].lower_ in head_kinds()):
            continue
        drafts.append(Draft(titles_before(doc, first, by_token), at, at - 1, "person", name=first))
    return drafts


def _titled(doc: Doc, by_token: dict[int, Hit[Name]]) -> list[Draft]:
    """Return persons NER missed: a title, perhaps with the body it belongs to, and a capitalised name after it."""
    drafts: list[Draft] = []
    n = len(doc)
    for token in doc:
        i = token.i
        if i + 1 >= n or not is_title(token):
            continue
        at = i + 1
        if doc[at].lower_ == "of":
            at += 1
            while at < n and doc[at].pos_ == "DET":
                at += 1
            hit = by_token.get(at)
            if hit is None or hit.value.sort != "party":
                continue
            at = hit.end
        if at >= n or at in by_token or doc[at].ent_type_ == "PERSON" or doc[at].pos_ != "PROPN":
            continue
        end = at
        while end < n and end - at < 5 and end not in by_token:
            if not (doc[end].text[0].isupper() or doc[end].lower_ in ("al", "bin", "el", "-", "de", "von", "abu")):
                break
            end += 1
        while end > at and not doc[end - 1].text[0].isupper():
            end -= 1
        if end - at >= 2 and not any(is_title(t) or t.text in nouns().unit_heads for t in doc[at:end]):
            drafts.append(
                Draft(titles_before(doc, at, by_token) if at == i + 1 else i, end, end - 1, "person", name=at)
            )
    return drafts


def _units(doc: Doc, by_token: dict[int, Hit[Name]]) -> list[Draft]:
    """Return capitalised names that end in a unit word ("Sultan Murad Division") or begin with one ("Liwa ...")."""
    drafts: list[Draft] = []
    heads, starts, n = nouns().unit_heads, nouns().unit_starts, len(doc)
    for token in doc:
        i, text = token.i, token.text
        if i in by_token:
            continue
        if text in starts:
            end = i + 1
            while end < n and end - i < 6 and end not in by_token:
                if not (doc[end].text[0].isupper() or doc[end].lower_ in ("al", "-", "wal", "ul", "e", "i")):
                    break
                end += 1
            if end - i > 1:
                drafts.append(Draft(i, end, i, "armed_group"))
        elif text in heads and i:
            start = _unit_start(doc, i)
            if start < i:
                kind: MentionKind = "armed_group" if text in _ARMED_UNITS else "organisation"
                drafts.append(Draft(start, bracket_after(doc, i + 1), i, kind))
    return drafts


def _unit_start(doc: Doc, head: int) -> int:
    start = head
    while start > 0 and head - start < 7:
        before = doc[start - 1]
        named = before.text[0].isupper() and before.pos_ in ("PROPN", "ADJ", "NOUN") and before.lower_ != "the"
        small = before.text in ("-", "'s", "’s") or before.lower_ in ("al", "of", "for", "th", "st", "nd", "rd")
        if before.is_space or not (named or small):
            break
        start -= 1
    while start < head and not doc[start].text[0].isupper() and not doc[start].text[0].isdigit():
        start += 1
    return start
