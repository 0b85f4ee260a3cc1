"""The mood of a verb by its own auxiliaries: will, may, not; and whether it speaks of days to come."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.reality import ASSERTED, Realis, infinitive, lemma, negated, words

_NEARLY: Final = frozenset({"nearly", "almost", "narrowly"})
_GRADED: Final = frozenset({"~hit", "~harm", "destruction", "displacement", "siege"})
"""Kinds of which "almost" tells the degree: "almost destroyed"."""
_STAYS: Final = frozenset({"continue", "remain", "keep"})


def auxiliaries(verb: Token, kind: str) -> Realis | None:
    """Return what a verb's own auxiliaries say of a happening of this kind, None when they say nothing."""
    no = negated(verb)
    perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
    if kind not in _GRADED and any(c.dep_ == "advmod" and c.lower_ in _NEARLY and c.i < verb.i for c in verb.children):
        return Realis(None, "nearly")
    for child in verb.children:
        if child.dep_ not in {"aux", "auxpass"}:
            continue
        lower = child.lower_
        if lower in words().modal_future or (lower == "would" and not perfect):
            if any(
                c.dep_ == "advcl"
                and any(m.dep_ in {"mark", "advmod"} and m.lower_ in {"if", "unless"} for m in c.children)
                for c in verb.children
            ):
                return Realis(None, "only on a condition")
            if lemma(verb) in _STAYS and not no:
                return ASSERTED
            if kind == "~harm":
                # A toll foretold is nobody's announcement.
                return Realis(None, "a toll to come")
            if lower == "would" and no:
                return Realis(None, "modal would")
            return Realis("denies" if no else "intends", f"modal {lower}")
        if lower == "would" or (lower == "could" and perfect and not no):
            return Realis(None, f"{lower} have")
        if lower == "could" and kind == "agreement" and not no and not perfect:
            return Realis("intends", "an offer")  # "it could coordinate its flights with them"
        if lower in words().modal_maybe:
            # "May have killed" is a statement with a doubt; "may kill" is not one.
            return ASSERTED if perfect and not no and lower != "should" else Realis(None, f"modal {lower}")
    if lemma(verb.head) == "go" and verb.head.lower_ == "going" and verb.dep_ == "xcomp" and infinitive(verb):
        return Realis("intends", "going to")
    if _of_days_to_come(verb):
        return Realis("denies" if no else "intends", "a day to come")
    return Realis("denies", "negated verb") if no else None


def _of_days_to_come(verb: Token) -> bool:
    """Tell "they meet tomorrow", "talks are beginning next week"."""
    going_on = any(c.dep_ == "aux" and c.lower_ in {"is", "are", "'s", "'re"} for c in verb.children)
    present = verb.tag_ in {"VBP", "VBZ"} or (verb.tag_ == "VBG" and going_on)
    return present and any(
        c.dep_ in {"npadvmod", "advmod"}
        and (c.lower_ in words().future or any(d.lower_ in {"next", "coming"} for d in c.children))
        for c in verb.children
    )
