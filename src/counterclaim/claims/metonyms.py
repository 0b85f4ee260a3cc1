"""Places that stand for those who rule there: "Moscow said", "Ankara's support", "accused by Washington"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc

_ACTS: Final = frozenset(
    ("say", "accuse", "deny", "warn", "announce", "insist", "want", "call", "urge", "back", "support", "blame", "claim")
    + ("confirm", "demand", "agree", "refuse", "reject", "condemn", "vow", "pledge", "threaten", "believe", "maintain")
    + ("argue", "allege", "ask", "seek", "hope", "fear", "consider", "regard", "see", "oppose", "denounce", "declare")
    + (
        "propose",
        "suggest",
        "add",
        "respond",
        "reply",
        "decide",
        "deploy",
        "launch",
        "send",
        "supply",
        "provide",
        "impose",
    )
    + ("expel", "recall", "summon", "protest", "criticise", "criticize", "stress", "admit", "acknowledge", "intervene")
    + (
        "retaliate",
        "withdraw",
        "approve",
        "veto",
        "begin",
        "start",
        "stop",
        "halt",
        "carry",
        "continue",
        "order",
        "try",
    )
    + (
        "sign",
        "negotiate",
        "hint",
        "plan",
        "intend",
        "conduct",
        "list",
        "welcome",
        "express",
        "play",
        "arm",
        "train",
        "fund",
    )
)
_HAPPENS_TO_PLACES: Final = frozenset(
    ("hit", "bomb", "shell", "strike", "fall", "shake", "rock", "attack", "lie", "besiege")
)
_DEEDS: Final = frozenset(
    ("support", "backing", "ally", "allies", "policy", "intervention", "role", "ambassador", "envoy", "government")
    + (
        "stance",
        "position",
        "decision",
        "demand",
        "demands",
        "claim",
        "claims",
        "accusation",
        "accusations",
        "interests",
    )
    + (
        "aerial",
        "bombing",
        "air",
        "airstrikes",
        "strikes",
        "raids",
        "campaign",
        "efforts",
        "use",
        "own",
        "involvement",
        "aid",
    )
    + (
        "invasion",
        "war",
        "military",
        "forces",
        "troops",
        "army",
        "offensive",
        "plan",
        "refusal",
        "leaders",
        "help",
        "partners",
    )
)
_PARTNERS: Final = frozenset(
    ("by", "with", "between", "against", "urge", "urged", "accused", "accuse", "accuses", "told", "blamed")
)
PLACE_PREPOSITIONS: Final = frozenset(
    ("in", "at", "near", "on", "across", "around", "inside", "outside", "into", "toward", "towards", "over", "along")
    + (
        "through",
        "throughout",
        "within",
        "outskirts",
        "downtown",
        "central",
        "northern",
        "southern",
        "eastern",
        "western",
    )
    + ("north", "south", "east", "west", "to", "from", "northeastern", "northwestern", "southeastern", "southwestern")
)
"""What stands before a scene."""


def governs(doc: Doc, start: int, end: int) -> bool:
    """Say whether the city or state at tokens [start, end) stands for its government.

    True only on a sign: an act of saying or policy after it, a possessive with a deed, or a partner word before it.
    """
    before = doc[start - 1].lower_ if start > 0 else ""
    if before in PLACE_PREPOSITIONS:
        return False
    n, at = len(doc), end
    if at < n and doc[at].text in ("'s", "’s"):
        return at + 1 < n and doc[at + 1].lower_ in _DEEDS
    if doc[end - 1].text.endswith("s") and at < n and doc[at].lower_ in _DEEDS and doc[at].pos_ != "VERB":
        return True  # a possessive that lost its apostrophe
    while at < n and (
        doc[at].pos_ in ("ADV", "AUX", "PART") or doc[at].lower_ in ("also", "has", "had", "have", "which")
    ):
        at += 1
    if at < n:
        following = doc[at]
        if following.lemma_.lower() in _ACTS and following.pos_ in ("VERB", "NOUN") and following.tag_ != "NNS":
            passive = at > end and doc[at - 1].lemma_ == "be" and following.tag_ == "VBN"
            if not passive or following.lemma_ not in _HAPPENS_TO_PLACES:
                return True
    token = doc[end - 1]
    if token.dep_ == "nsubj" and token.head.lemma_.lower() in _ACTS:
        return True
    return before in _PARTNERS and token.dep_ != "compound"
