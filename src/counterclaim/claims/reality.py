"""What can be said of a happening's reality, and the words that decide it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import msgspec
from spacy.tokens import Token

from counterclaim.lexicon.load import load
from counterclaim.records import Stance


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``realis.toml``, which says what each list is for."""

    modal_future: frozenset[str]
    modal_maybe: frozenset[str]
    intends: frozenset[str]
    drops: frozenset[str]
    tries: frozenset[str]
    enables: frozenset[str]
    stops: frozenset[str]
    cancels: frozenset[str]
    prepares: frozenset[str]
    wants: frozenset[str]
    ponders: frozenset[str]
    subjunctive: frozenset[str]
    supposes: frozenset[str]
    holds: frozenset[str]
    proves: frozenset[str]
    light: frozenset[str]
    occurs: frozenset[str]
    denials: frozenset[str]
    denial_nouns: frozenset[str]
    contents: frozenset[str]
    parts: frozenset[str]
    evidence: frozenset[str]
    names: frozenset[str]
    false: frozenset[str]
    liable: frozenset[str]
    intent_nouns: frozenset[str]
    try_nouns: frozenset[str]
    abstract: frozenset[str]
    unreal_nouns: frozenset[str]
    measures: frozenset[str]
    unreal_modifiers: frozenset[str]
    intended_modifiers: frozenset[str]
    mock: frozenset[str]
    conditional: frozenset[str]
    supposing: frozenset[str]
    future: frozenset[str]
    fiction: frozenset[str]
    exercises: frozenset[str]
    nature: frozenset[str]
    trade: frozenset[str]
    figurative: frozenset[str]


@functools.cache
def words() -> Words:
    """Return the package's realis words."""
    return load("realis", Words)


@dataclass(frozen=True, slots=True)
class Realis:
    """What is said of a happening's reality; ``stance`` None means that it is no claim; ``rule`` says why."""

    stance: Stance | None
    rule: str


ASSERTED: Final = Realis("asserts", "plain")
ATTEMPTED: Final = Realis("asserts", "attempted")
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
WARLIKE: Final = frozenset(
    {"air_strike", "shelling", "bombing", "suicide_attack", "chemical_attack", "killing", "battle"}
)
WEIGHED: Final = frozenset(
    {"likely", "unlikely", "possible", "impossible", "improbable", "unclear", "doubtful", "conceivable"}
)
_NEGATIVE: Final = frozenset({"no", "neither"})


def lemma(token: Token) -> str:
    """Return the base form in lower case."""
    return token.lemma_.lower()


def barred(noun: Token) -> bool:
    """Tell whether a noun is negated: "no attack", "not a single attack"."""
    return any(c.lower_ in _NEGATIVE and c.dep_ in {"det", "neg"} for c in noun.children)


def definite(noun: Token) -> bool:
    """Tell whether a noun phrase points to something known: "the attack", "their attacks"."""
    return any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those", "both", "all"}) or c.dep_ == "poss"
        for c in noun.children
    )


def known(noun: Token) -> bool:
    """Tell whether a noun phrase takes its thing for granted: it is definite, or a clause tells what it did."""
    return definite(noun) or any(
        c.dep_ == "relcl"
        and (
            c.tag_ == "VBD"
            or any(a.lower_ in {"was", "were", "has", "had"} for a in c.children if a.dep_ in {"aux", "auxpass"})
        )
        for c in noun.children
    )


def negated(verb: Token) -> bool:
    """Tell whether a verb is negated, by itself or by its subject; "not only" negates nothing."""
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in {"never", "hardly"}):
            after = child.doc[child.i + 1].lower_ if child.i + 1 < len(child.doc) else ""
            if after not in {"only", "just", "merely", "least"}:
                return True
        elif child.dep_ in SUBJECTS and (child.lower_ in {"nobody", "none", "neither"} or barred(child)):
            return True
    return False


def infinitive(verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
