"""Noun phrases of parties, victims and things hit: a head noun from the lexicon and what stands before it.

The phrase is cut by token windows, not by the parse: texts that lost their commas are parsed badly, but an
article, a preposition, a verb or a number still ends a noun phrase on its left.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import msgspec
from spacy.tokens import Doc, Token

from counterclaim.claims.aliases import Hit, MentionKind, Name
from counterclaim.lexicon.load import load
from counterclaim.lexicon.register import register


class NounTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``party_nouns.toml``."""

    weak: frozenset[str]
    back: frozenset[str]
    skip: frozenset[str]
    titles: frozenset[str]
    title_links: frozenset[str]
    speakers: frozenset[str]
    unit_heads: frozenset[str]
    unit_starts: frozenset[str]
    strikes: frozenset[str]
    backed: frozenset[str]
    heads: dict[MentionKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase without its determiner: tokens [start, end), head token, kind of its head noun."""

    start: int
    end: int
    head: int
    kind: MentionKind
    weak: bool


@functools.cache
def nouns() -> NounTable:
    """Return the lexicon of party nouns."""
    return load("party_nouns", NounTable)


@functools.cache
def head_kinds() -> dict[str, MentionKind]:
    """Return the kind by head noun, lower case; two-word heads ("air force") under their words."""
    return {word.lower(): kind for kind, words in nouns().heads.items() for word in words}


@functools.cache
def branch_of() -> dict[str, str]:
    """Return the arm of a state by noun, lower case: the register's rule for states."""
    return {word.lower(): arm.id for arm in register().arms.values() for word in (*arm.nouns, *arm.men)}


_MODIFIER: Final = frozenset(("ADJ", "NOUN", "PROPN", "X"))
_HYPHENS: Final = frozenset("-‐‑–")
_LOCATIVE: Final = frozenset(
    ("in", "at", "near", "on", "from", "across", "around", "inside", "outside", "into", "to", "toward", "towards")
    + ("over", "along", "between", "through", "throughout", "within", "of", "against", "by", "with", "outskirts")
)
_TIME: Final = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march")
    + ("april", "may", "june", "july", "august", "september", "october", "november", "december", "week", "month")
    + ("year", "day", "morning", "evening", "night", "afternoon", "dawn", "noon", "midnight", "am", "pm", "weeks")
    + ("months", "years", "days", "hours", "hour", "weekend", "mon", "tue", "tues", "wed", "thu", "fri", "sat", "sun")
)
_PLURAL_MODIFIERS: Final = frozenset(
    (
        "forces",
        "arms",
        "rights",
        "services",
        "operations",
        "affairs",
        "news",
        "weapons",
        "women",
        "sports",
        "emergencies",
    )
    + ("special", "narcotics", "children", "jets", "terrorists", "troops", "security", "intelligence", "militants")
)
_NOT_HEADS: Final = frozenset(("VERB", "ADV", "AUX", "ADP"))
_REACH: Final = 8
"""Words before a head that may belong to it; longer runs are lists or stripped clauses."""


def _is_modifier(token: Token, after: Token, hit: Hit[Name] | None) -> bool:
    if hit is not None:
        return True
    low = token.lower_
    if low in nouns().skip or low in _TIME or token.like_num or low in ("us", "i", "s"):
        return False
    if token.text in _HYPHENS:
        return True
    if token.tag_ == "NNS" and low not in _PLURAL_MODIFIERS:
        return False  # "bombings state media": two phrases that lost what stood between them
    if after.text[0].isupper() and token.text[0].islower() and after.pos_ in ("NOUN", "ADJ", "VERB") and len(after) > 2:
        return False  # a new sentence whose full stop was lost: "... election Suicide bombers"
    if token.tag_ in ("VBN", "VBG"):
        # "rebel-held", "displaced families", "fleeing civilians": a participle belongs only when it is hyphenated
        # or parsed as the noun's own modifier.
        return (token.i > 0 and token.nbor(-1).text in _HYPHENS) or token.dep_ == "amod"
    if (
        token.pos_ == "NOUN"
        and token.dep_ in ("nsubj", "dobj", "pobj")
        and token.head.i < token.i
        and after.pos_ == "DET"
    ):
        return False
    return token.pos_ in _MODIFIER


def left_edge(doc: Doc, head: int, by_token: dict[int, Hit[Name]], floor: int) -> int:
    """Return the first token of the phrase that ends in ``head``, not before token ``floor``."""
    at = head
    while at > floor and head - at < _REACH * 2:
        before = doc[at - 1]
        hit = by_token.get(at - 1)
        if doc[at].is_sent_start and at != head and doc[at].i == at and before.is_punct:
            break
        if "\n" in before.text:
            break
        if before.text in ("'s", "’s", "'", "’"):
            # An owner belongs when it is a name ("Assad's forces"), not when it is a common noun or a day.
            owner = at - 2
            if (
                owner >= floor
                and (by_token.get(owner) is not None or doc[owner].pos_ == "PROPN")
                and (doc[owner].lower_ not in _TIME)
            ):
                at = owner if by_token.get(owner) is None else max(by_token[owner].start, floor)
                continue
            break
        if not _is_modifier(before, doc[at], hit):
            break
        if hit is not None and hit.value.sort in ("country", "capital") and not hit.possessive and hit.whole:
            # "In Syria rebels attacked": the country closes its own phrase unless a hyphen or a noun binds it.
            opener = doc[hit.start - 1].lower_ if hit.start > 0 else ""
            if (
                opener in _LOCATIVE
                and hit.value.kind == "state"
                and opener not in ("of", "by", "with", "against", "the")
            ):
                break
        at = hit.start if hit is not None else at - 1
        at = max(at, floor)
    while at < head and (
        doc[at].text in _HYPHENS or doc[at].is_punct or doc[at].lower_ in nouns().skip or doc[at].is_space
    ):
        at += 1
    return at


_OWNERS: Final = frozenset(("armys", "coalitions", "militarys", "regimes"))
"""Bodies in the possessive where a text lost its apostrophes: "the coalitions strikes"."""


def owns(doc: Doc, at: int) -> bool:
    """Say whether a noun is a body's possessive that lost its apostrophe, before the strike that is its own."""
    after = doc[at + 1].lower_ if at + 1 < len(doc) else ""
    return doc[at].lower_ in _OWNERS and after in nouns().strikes


def nominals(doc: Doc, by_token: dict[int, Hit[Name]]) -> list[Nominal]:
    """Return the noun phrases whose head is in the lexicon, in reading order.

    ``by_token`` gives the name that covers a token, so that names are taken whole.
    """
    kinds, table = head_kinds(), nouns()
    found: list[Nominal] = []
    n = len(doc)
    for i in range(n):
        token = doc[i]
        low = token.lower_
        kind = kinds.get(low[:-1] if owns(doc, i) else low)
        if kind is None:
            continue
        covering = by_token.get(i)
        if covering is not None and covering.value.sort == "party":
            continue
        if token.pos_ in _NOT_HEADS and token.tag_ != "NNS":
            # The tagger takes sentence-final or clause-initial plurals for verbs ("rebels fire shells").
            continue
        following = doc[i + 1].lower_ if i + 1 < n else ""
        if following in kinds and doc[i + 1].pos_ in ("NOUN", "PROPN") and following != "fire":
            continue  # not the head yet: "government forces", "aid convoy"
        if following in _HYPHENS:
            continue  # "rebel-held"
        if token.text[0].isupper() and not token.is_sent_start and by_token.get(i + 1) is not None:
            continue  # "Port Sudan"
        end = i + 1
        pair = f"{doc[i - 1].lower_} {low}" if i else ""
        kind = kinds.get(pair, kind)
        floor = found[-1].end if found else 0
        start = left_edge(doc, i, by_token, floor)
        weak = low in table.weak and pair not in kinds
        found.append(Nominal(start, end, i, kind, weak))
    return found
