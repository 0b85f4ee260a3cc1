"""Words that tell of a happening: find them and say which kind they speak of."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal

import msgspec
from spacy.tokens import Doc

from counterclaim.claims.phrases import Hit, Phrases
from counterclaim.lexicon.load import load

Role = Literal["noun", "verb"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry [[words]] of ``triggers.toml``."""

    kind: str
    nouns: list[str] = []
    verbs: list[str] = []
    strength: Literal["strong", "weak"] = "strong"
    unless: list[str] = []
    with_: list[str] = msgspec.field(default_factory=list[str], name="with")


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry [[frames]] of ``triggers.toml``: a verb together with what it takes."""

    kind: str
    verbs: list[str]
    takes: list[str]
    before: bool = False


class Triggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``triggers.toml``; ``acts.toml`` adds words and frames to it."""

    irregular: dict[str, list[str]]
    classes: dict[str, list[str]]
    words: list[Words]
    frames: list[Frame]


class Acts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``acts.toml``."""

    words: list[Words]
    frames: list[Frame]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of a happening.

    ``start``, ``end`` are tokens, ``head`` the token that carries the grammar; ``kind`` may be one of the
    undecided ``~attack``, ``~hit``, ``~harm``.
    """

    start: int
    end: int
    head: int
    kind: str
    role: Role
    strength: str
    unless: tuple[str, ...] = ()


NOTHING: Final = "~none"
"""The kind of phrases that only look like a happening: "war plane", "trade war"."""
_ADJECTIVAL: Final = frozenset({"siege"})
"""Kinds that a participle before a noun tells of: "the besieged town"."""
_ARMED_ONES: Final = frozenset(
    "forces force group groups men man faction factions opposition rebels militia militias gang wing gunmen".split()
)
REACH: Final = 9
"""Tokens after (or before) a verb within which a frame's object (or subject) must stand."""


@functools.cache
def lexicon() -> Triggers:
    """Return the package's triggers: attacks and fighting, and all other acts."""
    attacks, acts = load("triggers", Triggers), load("acts", Acts)
    return Triggers(
        irregular=attacks.irregular,
        classes=attacks.classes,
        words=[*attacks.words, *acts.words],
        frames=[*attacks.frames, *acts.frames],
    )


@functools.cache
def _classes() -> Phrases[str]:
    phrases: Phrases[str] = Phrases()
    for name, words in lexicon().classes.items():
        for word in words:
            phrases.add_noun(word, name)
    return phrases


@functools.cache
def _words() -> Phrases[tuple[Words, Role]]:
    phrases: Phrases[tuple[Words, Role]] = Phrases()
    for entry in lexicon().words:
        for noun in entry.nouns:
            phrases.add_noun(noun, (entry, "noun"))
        for verb in entry.verbs:
            phrases.add_verb(verb, (entry, "verb"), lexicon().irregular)
    return phrases


@functools.cache
def _frames() -> Phrases[Frame]:
    phrases: Phrases[Frame] = Phrases()
    for frame in lexicon().frames:
        for verb in frame.verbs:
            phrases.add_verb(verb, frame, lexicon().irregular)
    return phrases


def word_classes(doc: Doc) -> dict[str, list[int]]:
    """Return for each class of words the tokens at which one of its words begins."""
    found: dict[str, list[int]] = defaultdict(list)
    for hit in _classes().find(doc):
        if not found[hit.payload] or found[hit.payload][-1] != hit.start:
            found[hit.payload].append(hit.start)
    return found


def _role_fits(doc: Doc, hit: Hit[tuple[Words, Role]]) -> bool:
    token, role = doc[hit.start], hit.payload[1]
    if hit.end - hit.start > 1 and role == "noun":
        return True
    if role == "verb":
        # Participles of verbs that are no nouns are often tagged NOUN, PROPN or ADJ in headlines.
        if token.dep_ == "amod" and hit.payload[0].kind not in _ADJECTIVAL:
            return False
        if token.lower_ == "armed" and (token.pos_ != "VERB" or doc[min(hit.end, len(doc) - 1)].lower_ in _ARMED_ONES):
            return False
        if token.pos_ in {"VERB", "AUX"} or (token.dep_ == "ROOT" and any(c.dep_ == "nsubj" for c in token.children)):
            return True
        return (
            token.pos_ in {"PROPN", "NOUN", "ADJ"}
            and token.lower_.endswith("ed")
            and token.dep_ not in {"amod", "compound"}
        )
    last = doc[hit.end - 1]
    if last.pos_ == "VERB" and last.lower_.endswith("ing"):
        return not any(c.dep_ in {"dobj", "aux", "agent"} for c in last.children) and last.dep_ not in {
            "advcl",
            "ROOT",
            "ccomp",
        }
    return last.pos_ in {"NOUN", "PROPN"}


def triggers(doc: Doc, classes: dict[str, list[int]]) -> list[Trigger]:
    """Return the triggers of a text in reading order, the longest of overlapping ones."""
    found: list[Trigger] = []
    for hit in _words().find(doc):
        entry, role = hit.payload
        if _role_fits(doc, hit) and not (role == "noun" and _loaded(doc, hit.end)):
            head = hit.start if role == "verb" else _noun_head(doc, hit.start, hit.end)
            found.append(Trigger(hit.start, hit.end, head, entry.kind, role, entry.strength, tuple(entry.unless)))
    found += _framed(doc, classes)
    found.sort(key=lambda t: (t.start - t.end, t.kind.startswith("~"), t.start))
    taken: set[int] = set()
    kept: list[Trigger] = []
    for trigger in found:
        span = range(trigger.start, trigger.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(trigger)
    return sorted((t for t in kept if t.kind != NOTHING), key=lambda t: t.start)


def _loaded(doc: Doc, end: int) -> bool:
    """Tell whether a noun only says what something carries: an "explosives-laden vehicle" is no blast."""
    return doc[end : end + 2].text.lower() in {"-laden", "-packed", "-filled", "-rigged"}


def _noun_head(doc: Doc, start: int, end: int) -> int:
    span = doc[start:end]
    return next((t.i for t in span if t.head.i < start or t.head.i >= end), end - 1)


def _framed(doc: Doc, classes: dict[str, list[int]]) -> list[Trigger]:
    found: list[Trigger] = []
    for hit in _frames().find(doc):
        frame, token = hit.payload, doc[hit.start]
        if token.pos_ not in {"VERB", "AUX"} and not (
            token.pos_ in {"NOUN", "PROPN"} and token.lower_.endswith(("ed", "ion"))
        ):
            continue
        if token.lower_ == "armed" and token.i + 1 < len(doc) and token.nbor(1).lower_ in _ARMED_ONES:
            continue
        sent = token.sent
        low, high = (
            (max(sent.start, hit.start - REACH), hit.start)
            if frame.before
            else (hit.end, min(sent.end, hit.end + REACH))
        )
        passive = not frame.before and (
            any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
            or (token.tag_ == "VBN" and token.dep_ == "acl")
        )
        if passive:
            low, high = max(sent.start, hit.start - REACH), hit.start
        if any(
            low <= i < high and _belongs(doc, hit.start, i, passive or frame.before)
            for name in frame.takes
            for i in classes.get(name, ())
        ):
            found.append(Trigger(hit.start, hit.end, hit.start, frame.kind, "verb", "strong"))
    return found


def _belongs(doc: Doc, verb: int, noun: int, before: bool) -> bool:
    """Tell whether no other finite verb or clause mark stands between a verb and its noun."""
    low, high = (noun + 1, verb) if before else (verb + 1, noun)
    for token in doc[low:high]:
        if token.text in {";", ":", "."} or (
            token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"} and token.i != verb
        ):
            return False
    return True
