"""Did it happen?  Told for a trigger: asserted, denied, intended, or only thought of (no claim).

The order of the checks is the order of certainty: question, condition and fiction cover a whole clause; then the
noun's own company and what governs it; then the verb's auxiliaries and the verbs further up.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.company import after_preposition, beside, under
from counterclaim.claims.denied import denial
from counterclaim.claims.governing import judged, to_be_done
from counterclaim.claims.moods import auxiliaries
from counterclaim.claims.reality import (
    ASSERTED,
    SUBJECTS,
    WARLIKE,
    WEIGHED,
    Realis,
    Words,
    definite,
    infinitive,
    known,
    lemma,
    negated,
    words,
)
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.unreal import figurative, unreal

__all__ = ["Realis", "Words", "realis", "words"]

_TRANSITIVE: Final = frozenset({"stop", "end", "follow", "break", "expand", "come", "open", "reach", "escalate"})
_LEADING: Final = frozenset({"lead", "go", "return", "come", "travel", "agree", "resort", "invite"})


def realis(doc: Doc, trigger: Trigger) -> Realis:
    """Return whether the happening that a trigger tells of is asserted, denied, intended or unreal."""
    token = doc[trigger.head]
    why = unreal(token) or figurative(token, trigger.kind, trigger.end)
    if why:
        return Realis(None, why)
    if token.pos_ not in {"VERB", "AUX"}:
        return _noun(token, trigger.kind)
    return judged(token, trigger.kind)


def _noun(token: Token, kind: str) -> Realis:
    """Judge a noun by its own company, then by the nouns and the verb that govern it."""
    noun = token
    for _ in range(4):
        seen = beside(noun)
        if seen is not None:
            return seen
        head = noun.head
        if noun.dep_ in {"compound", "nmod", "conj", "appos"} and head.pos_ in {"NOUN", "PROPN"} and head.i != noun.i:
            if noun.dep_ == "conj" and any(c.dep_ == "poss" for c in noun.children):
                # "An end to the raids as well as their siege of the town".
                return ASSERTED
            if noun.dep_ == "compound":
                seen = under(head, "of")
                if seen is not None:
                    return seen
            noun = head
            continue
        if noun.dep_ != "pobj":
            break
        above = head.head
        seen = after_preposition(head, above, noun)
        if seen is not None:
            return seen
        if above.pos_ not in {"NOUN", "PROPN"} or head.lower_ != "of" or lemma(above) not in words().measures:
            break
        noun = above
    return _argument(noun, kind)


def _argument(noun: Token, kind: str) -> Realis:
    """Judge a noun by the verb that it is subject, object or complement of."""
    above = noun.head
    preposition = ""
    if noun.dep_ == "pobj":
        preposition, above = above.lower_, above.head
    if above.pos_ not in {"VERB", "AUX"} or noun.dep_ not in {"dobj", "nsubjpass", "nsubj", "attr", "pobj", "oprd"}:
        return ASSERTED
    name, own = lemma(above), auxiliaries(above, kind)
    if kind == "siege" and own is not None and own.rule == "negated verb":
        return ASSERTED
    if noun.dep_ in {"dobj", "nsubjpass", "pobj", "oprd"}:
        seen = _object(noun, above, preposition, kind)
        if seen is not None:
            return own if own is not None and own.stance != "intends" and seen.stance == "intends" else seen
    if noun.dep_ in SUBJECTS:
        return _subject(noun, above, kind)
    if preposition:
        # "Travelled there to hold talks": a purpose of what was done stands; "will go there for talks" does not.
        leads = preposition in {"in", "into", "for", "at", "with"} or (preposition == "to" and name in _LEADING)
        if known(noun) or not leads or name == "be":
            return ASSERTED
        return _mood(above, kind)
    if name in words().light or name == "be":
        return judged(above, kind)
    return ASSERTED if known(noun) else _mood(above, kind)


def _mood(verb: Token, kind: str) -> Realis:
    """Return what a verb that is not the happening itself leaves of an unknown one in its reach."""
    seen = judged(verb, kind)
    return ASSERTED if seen.rule.startswith("to, after") and seen.stance is None else seen


def _object(noun: Token, verb: Token, preposition: str, kind: str) -> Realis | None:
    name = lemma(verb)
    if name in words().denials:
        return denial(verb, f"after {name}") if name == "deny" else Realis(None, f"after {name}")
    if preposition not in {"", "for", "on", "of", "about", "against", "over", "with"}:
        return None
    if name == "call" and not preposition:
        if any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children):
            return Realis(None, "called off")
        return (
            Realis("intends", "called for a day")
            if kind in {"protest", "talks"} and noun.dep_ != "nsubjpass" and _day_to_come(verb)
            else None
        )
    if name == "rule" and any(c.lower_ == "out" for c in verb.children):
        return Realis(None, "ruled out")
    if not preposition and name in words().cancels:
        if {"have", "been"} <= {c.lower_ for c in verb.children}:
            # "Should have been prevented" was not.
            return ASSERTED
        return Realis(None, f"unreal: {name}")
    if name in words().prepares and preposition in {"", "for"}:
        return Realis("intends", f"object of {name}")
    if name in words().wants and preposition in (
        {"for", "on"} if name in {"call", "ask", "push", "press", "appeal", "argue"} else {"", "for", "on", "with"}
    ):
        return Realis(None, f"object of {name}")
    if name in words().ponders and not definite(noun):
        return Realis(None, f"object of {name}")
    if name == "announce" and kind == "battle" and not definite(noun):
        return Realis("intends", "object of announce")
    return None


def _day_to_come(verb: Token) -> bool:
    return any(
        t.lower_ in words().future
        or (t.lower_ in {"next", "coming"} and t.i > verb.i)
        or (t.lower_ == "for" and t.head.i == verb.i and any(c.ent_type_ in {"DATE", "TIME"} for c in t.children))
        for t in verb.subtree
    )


def _subject(noun: Token, verb: Token, kind: str) -> Realis:
    name = lemma(verb)
    if name == "be":
        for child in verb.children:
            if child.dep_ in {"acomp", "attr", "advmod", "prep"} and child.i > verb.i:
                if lemma(child) in WEIGHED:
                    return Realis(None, f"is {child.lower_}")
                if child.dep_ == "acomp" and lemma(child) in words().intends | {"imminent", "near", "inevitable"}:
                    return Realis("intends", f"is {child.lower_}")
        if any(c.dep_ == "xcomp" and infinitive(c) for c in verb.children):
            return to_be_done(verb)
    old = definite(noun) and (kind in WARLIKE or kind in {"~attack", "~hit"})
    occurs = name in words().occurs and not (name in _TRANSITIVE and any(c.dep_ == "dobj" for c in verb.children))
    if old and (not occurs or (name == "be" and any(c.dep_ in {"attr", "acomp"} for c in verb.children))):
        # "The attack did not go unnoticed" leaves the attack what it is; "could amount to a crime" only judges it.
        own = auxiliaries(verb, kind)
        judges = own is not None and own.stance is None and own.rule.startswith("modal") and not negated(verb)
        return own if own is not None and judges else ASSERTED
    seen = judged(verb, kind)
    if seen.stance == "denies" and (kind == "~harm" or kind == "siege"):
        # "The death toll did not include", "access was not given": the harm stands.
        return ASSERTED
    return Realis(None, "would be") if seen.rule == "modal would" and name == "be" else seen
