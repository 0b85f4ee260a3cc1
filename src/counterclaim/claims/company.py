"""What stands beside and right above a noun of a happening: "planned attack", "the risk of", "no sign of"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.denied import claimed, disowned
from counterclaim.claims.reality import Realis, barred, definite, lemma, negated, words

_ABOUT: Final = frozenset({"of", "for", "against", "to", "from", "about", "over", "in"})
_PLANNING: Final = frozenset({"plan", "schedule", "prepare", "propose", "slate", "set"})


def beside(noun: Token) -> Realis | None:
    """Judge by the words before a noun and the participle after it."""
    for child in noun.children:
        lower = child.lower_
        if child.dep_ in {"amod", "compound", "nmod", "det"}:
            if lower == "any":
                if noun.dep_ != "nsubj":
                    return _any(noun)
            elif lower in words().unreal_modifiers:
                return Realis(None, f"unreal: {lower}")
            if lower in words().intended_modifiers:
                return Realis("intends", f"{lower} before it")
        if child.dep_ == "acl" and child.tag_ == "VBN" and lemma(child) in _PLANNING and child.i > noun.i:
            return Realis("intends", f"{lower} after it")
    return Realis("denies", "negated noun") if barred(noun) else None


def _any(noun: Token) -> Realis:
    """Judge "any attack": denied where what governs it is negated or denies, else only thought of."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    verb = above.head if above.pos_ in {"ADJ", "NOUN"} else above
    if verb.pos_ in {"VERB", "AUX"} and (negated(verb) or lemma(verb) == "deny"):
        return Realis("denies", "not any")
    return Realis(None, "unreal: any")


def under(ruler: Token, preposition: str) -> Realis | None:
    """Judge what a noun above makes of a happening: "the risk of", "no sign of", "reports of" that are rejected."""
    name = lemma(ruler)
    if name in words().evidence and barred(ruler):
        return Realis("denies", f"no {name} of it")
    if name in words().contents or name in words().parts or name in words().denial_nouns:
        seen = claimed(ruler)
        if seen is not None:
            return seen
    if preposition in _ABOUT and name in words().unreal_nouns and ruler.pos_ in {"NOUN", "PROPN"}:
        if name in {"type", "kind", "form"} and (definite(ruler) or preposition != "of"):
            return None
        return Realis(None, f"unreal: {name}")
    if name in {"report", "word", "confirmation"} and barred(ruler):
        return Realis(None, f"no {name} of it")
    return None


def after_preposition(preposition: Token, above: Token, noun: Token) -> Realis | None:
    """Judge a noun by its preposition and what that hangs on: "without", "instead of", "nothing to do with"."""
    lower = preposition.lower_
    if lower == "without":
        return Realis(None, "without")
    if lower == "of" and above.lower_ in {"instead", "short", "event", "case"}:
        return Realis(None, f"{above.lower_} of")
    seen = disowned(preposition, above, noun)
    if seen is not None:
        return seen
    if above.pos_ in {"NOUN", "PROPN"}:
        return under(above, lower)
    return None
