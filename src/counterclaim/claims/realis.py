"""Did it happen?  Told for a trigger: asserted, denied, intended, or only thought of (no claim).

The order of the checks is the order of certainty: question and condition, the noun's own company, the verb's
auxiliaries, what governs an infinitive, then the verbs further up.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import msgspec
from spacy.tokens import Doc, Token

from counterclaim.claims.syntax import governors
from counterclaim.claims.triggers import Trigger
from counterclaim.lexicon.load import load
from counterclaim.records import Stance


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``realis.toml``."""

    modal_future: frozenset[str]
    modal_maybe: frozenset[str]
    intends: frozenset[str]
    drops: frozenset[str]
    tries: frozenset[str]
    denials: frozenset[str]
    negations: frozenset[str]
    light: frozenset[str]
    unreal_nouns: frozenset[str]
    unreal_modifiers: frozenset[str]
    conditional: frozenset[str]
    historical: frozenset[str]
    background: frozenset[str]


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
_ATTEMPTS: Final = frozenset({"try", "attempt", "seek", "struggle", "fail", "battle", "fight"})
_INTENT_NOUNS: Final = frozenset({"plan", "decision", "order", "promise", "pledge", "vow", "intention", "proposal", "commitment"})
_TRY_NOUNS: Final = frozenset({"attempt", "bid", "effort", "operation", "campaign", "drive", "move", "battle", "fight", "offensive", "push"})
_SPANS: Final = frozenset({"hour", "day", "week", "month", "year", "time"})


def realis(doc: Doc, trigger: Trigger) -> Realis:
    """Return whether the happening that a trigger tells of is asserted, denied, intended or unreal."""
    token = doc[trigger.head]
    if token.sent.text.rstrip().endswith("?"):
        return Realis(None, "question")
    if _conditional(token):
        return Realis(None, "condition")
    if token.pos_ not in {"VERB", "AUX"}:
        own = _noun(token)
        if own is not None:
            return own
        verb = _carrier(token)
        if verb is None:
            return ASSERTED
        token = verb
    return _verb(token)


def _conditional(token: Token) -> bool:
    for item in (token, *governors(token)):
        if any(c.dep_ in {"mark", "advmod"} and c.lower_ in words().conditional for c in item.children):
            return True
        if item.dep_ in {"ccomp", "relcl"}:
            return False
    return False


def _noun(token: Token) -> Realis | None:
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child.lower_ in words().unreal_modifiers:
            return Realis(None, f"unreal: {child.lower_}")
        if child.dep_ in {"det", "neg"} and child.lower_ == "no":
            return Realis("denies", "negated noun")
    above = token.head
    if token.dep_ == "pobj" and above.lower_ in {"of", "for", "against", "to", "from"}:
        ruler = above.head
        if ruler.lemma_.lower() in words().unreal_nouns and ruler.pos_ in {"NOUN", "PROPN"}:
            return Realis(None, f"unreal: {ruler.lemma_}")
    if token.dep_ in {"dobj", "pobj"}:
        ruler = above.head if token.dep_ == "pobj" else above
        if ruler.lemma_.lower() in {"prevent", "avoid", "avert", "deter", "thwart", "foil", "fear", "stop", "halt"} and ruler.pos_ == "VERB":
            return Realis(None, f"unreal: {ruler.lemma_}")
    return None


def _carrier(token: Token) -> Token | None:
    """Return the verb whose tense and negation are the noun's own: a light verb, or one that it is the subject of."""
    head = token.head
    while head.dep_ in {"prep", "pobj", "conj"} and token.dep_ == "conj" and head.pos_ == "NOUN":
        token, head = head, head.head
    if token.dep_ in {"dobj", "nsubjpass", "attr"} and (head.lemma_.lower() in words().light or head.lemma_ == "be"):
        return head
    if token.dep_ in {"nsubj", "nsubjpass"} and head.pos_ in {"VERB", "AUX"}:
        return head
    return None


def _verb(verb: Token) -> Realis:
    attempted = False
    for _ in range(6):
        seen = _auxiliaries(verb)
        if seen is not None:
            return seen
        head = verb.head
        if head.i == verb.i:
            break
        lemma = head.lemma_.lower()
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        if infinitive:
            if lemma in _SPANS and head.head.pos_ in {"VERB", "AUX", "ADP"}:
                # "Trying for months to surround": the parser hangs the infinitive on the months.
                head = head.head.head if head.head.pos_ == "ADP" else head.head
                lemma = head.lemma_.lower()
            if any(c.lower_ in {"have", "had"} and c.dep_ == "aux" for c in verb.children):
                return ASSERTED
            if lemma in words().tries and head.pos_ in {"VERB", "AUX", "ADJ"}:
                attempted = attempted or lemma in _ATTEMPTS
                verb = head if head.pos_ != "ADJ" or head.head.pos_ not in {"VERB", "AUX"} else head.head
                continue
            if lemma in words().intends or lemma in _INTENT_NOUNS:
                return Realis("intends", f"to, after {lemma}")
            if lemma in _TRY_NOUNS:
                return ATTEMPTED
            return Realis(None, f"to, after {lemma}")
        if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"} and not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children):
            verb = head
            continue
        if verb.dep_ in {"xcomp", "pcomp"} and lemma in words().drops and head.pos_ == "VERB":
            return Realis(None, f"after {lemma}")
        if verb.dep_ == "pcomp" and head.lower_ == "without":
            return Realis("denies", "without")
        if verb.dep_ == "pcomp" and head.head.lemma_.lower() in words().drops | words().unreal_nouns:
            return Realis(None, f"after {head.head.lemma_}")
        if verb.dep_ == "ccomp" and lemma in {"hope", "fear", "wish", "want", "imagine", "suppose"}:
            return Realis(None, f"after {lemma}")
        break
    return ATTEMPTED if attempted else ASSERTED


def _auxiliaries(verb: Token) -> Realis | None:
    negated = any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in {"never", "hardly"}) for c in verb.children)
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if any(c.lower_ in {"nobody", "none"} or any(d.lower_ in {"no", "neither"} and d.dep_ in {"det", "neg"} for d in c.children) for c in subjects):
        negated = True
    perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
    for child in verb.children:
        if child.dep_ not in {"aux", "auxpass"}:
            continue
        lower = child.lower_
        if lower in words().modal_future:
            return Realis("denies" if negated else "intends", f"modal {lower}")
        if lower == "would" and not perfect:
            return Realis(None if negated else "intends", "modal would")
        if lower in words().modal_maybe:
            # "May have killed" is a statement with a doubt; "may kill" is not one.
            return ASSERTED if perfect and not negated and lower != "should" else Realis(None, f"modal {lower}")
    if any(c.lower_ == "going" for c in (verb.head,)) and verb.dep_ == "xcomp":
        return Realis("intends", "going to")
    return Realis("denies", "negated verb") if negated else None
