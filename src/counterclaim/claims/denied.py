"""Accusations and shares in an act that somebody rejects: "denied any part in", "called the report a lie"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.reality import Realis, barred, lemma, negated, words

REACH: Final = 30
"""Tokens after "called" and the like within which the word that says that it is false must stand."""
_SHARES: Final = frozenset({"involve", "participate", "take", "play", "have", "bear", "engage"})


_WITHHOLDS: Final = frozenset({"decline", "refuse", "unable"})


def denial(verb: Token, what: str) -> Realis:
    """Return that somebody denies by a verb, or that they take no side by it.

    "Did not deny", "declined to deny", "neither confirmed nor denied": who does not deny something has denied nothing.
    """
    first = verb
    while first.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in first.head.children):
        first = first.head
    withheld = negated(verb) or negated(first) or any(c.lower_ == "neither" for c in first.children)
    if withheld or (first.dep_ == "xcomp" and lemma(first.head) in _WITHHOLDS):
        return Realis(None, f"not {lemma(verb)}")
    return Realis("denies", what)


def claimed(noun: Token) -> Realis | None:
    """Return that what a noun such as "claim", "report", "involvement" tells of is denied, or None."""
    for _ in range(4):
        name = lemma(noun)
        if name in words().denial_nouns:
            return Realis("denies", f"{name} of it")
        if name in words().parts and barred(noun):
            return Realis("denies", f"no {name} in it")
        if any(c.dep_ == "amod" and c.lower_ in words().false for c in noun.children):
            return Realis("denies", f"a false {name}")
        head = noun.head
        if noun.dep_ in {"conj", "appos", "compound"} and head.pos_ in {"NOUN", "PROPN"}:
            noun = head
            continue
        if noun.dep_ == "pobj":
            above = head.head
            if (
                above.pos_ in {"NOUN", "PROPN"}
                and lemma(above) in words().contents | words().parts | words().denial_nouns
            ):
                noun = above
                continue
            return denial(above, f"after {lemma(above)}") if lemma(above) in words().denials else None
        if head.lower_ in words().false:
            # "Dismissed as fake the claim that": the parser hangs the claim on the adjective.
            return Realis("denies", f"{name} called false")
        if noun.dep_ in {"dobj", "nsubjpass", "nsubj", "oprd", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
            return _by_verb(noun, head, name)
        return None
    return None


def _by_verb(noun: Token, verb: Token, name: str) -> Realis | None:
    if lemma(verb) in words().denials and noun.dep_ != "nsubj":
        return denial(verb, f"{name}, after {lemma(verb)}")
    if lemma(verb) in words().names | words().denials and noun.dep_ != "nsubj" and _false_after(verb):
        return Realis("denies", f"{name} called false")
    said = any(c.dep_ in {"acomp", "attr"} and c.lower_ in words().false for c in verb.children)
    if lemma(verb) == "be" and noun.dep_ == "nsubj" and said and not negated(verb):
        return Realis("denies", f"{name} called false")
    if name in words().parts and noun.dep_ == "dobj" and negated(verb) and lemma(verb) in {"have", "bear", "play"}:
        return Realis("denies", f"no {name} in it")
    return None


def _false_after(verb: Token) -> bool:
    after = verb.doc[verb.i + 1 : min(verb.i + REACH, verb.sent.end)]
    return any(
        t.lower_ in words().false and (t.i == 0 or verb.doc[t.i - 1].lower_ not in {"not", "n't"}) for t in after
    )


def disowned(preposition: Token, above: Token, noun: Token | None) -> Realis | None:
    """Return that somebody had no part in what stands after a preposition, or None.

    "Had nothing to do with X", "was not behind X", "is not responsible for X", "took no part in X".
    """
    lower, name = preposition.lower_, lemma(above)
    if name == "do" and lower == "with" and any(t.lower_ == "nothing" for t in _left(above)):
        return Realis("denies", "nothing to do with it")
    if name == "be" and lower == "behind" and negated(above):
        return Realis("denies", "not behind it")
    liable = name in words().liable and above.pos_ in {"ADJ", "NOUN"} and above.head.pos_ in {"AUX", "VERB"}
    unsure = name == "aware" and (noun is None or all(c.lower_ != "any" for c in noun.children))
    if liable and negated(above.head) and not unsure:
        return Realis("denies", f"not {name}")
    if name in _SHARES and above.pos_ in {"VERB", "AUX"} and lower in {"in", "for"}:
        if negated(above) and name in {"involve", "participate", "engage"}:
            return Realis("denies", f"did not {name}")
        if any(
            c.dep_ == "dobj" and lemma(c) in words().parts and (barred(c) or negated(above)) for c in above.children
        ):
            return Realis("denies", "no part in it")
    return None


def _left(token: Token) -> list[Token]:
    """Return the few tokens before a token."""
    return list(token.doc[max(token.sent.start, token.i - 4) : token.i])
