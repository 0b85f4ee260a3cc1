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


_PLACE_PREFIXES: Final = frozenset(
    (
        "Khan",
        "Tal",
        "Tel",
        "Tall",
        "Deir",
        "Dayr",
        "Kafr",
        "Kfar",
        "Wadi",
        "Jabal",
        "Jebel",
        "Ain",
        "Ayn",
        "Bab",
        "Beit",
    )
    + ("Bayt", "Maarat", "Maaret", "Qalaat", "Umm", "Ras", "Camp", "Mount", "Housh", "Nahr", "Burj", "Dahiyet")
)
_PLACED: Final = frozenset(
    ("in", "near", "around", "outside", "inside", "into", "toward", "towards", "at", "across", "within")
)
_TYPES: Final = frozenset(
    ("neighborhood", "neighborhoods", "neighbourhood", "neighbourhoods", "village", "villages", "town", "towns", "city")
    + ("district", "districts", "area", "areas", "province", "governorate", "camp", "countryside", "suburb", "suburbs")
    + (
        "quarter",
        "airport",
        "hill",
        "square",
        "street",
        "road",
        "bridge",
        "region",
        "oblast",
        "crossing",
        "farms",
        "market",
    )
)


def is_scene_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether what NER takes for a person or body at tokens [start, end) is put as a scene by the words around it.

    A name with the bare Arabic article ("al-Midan") after "on", "of" or in a list is a quarter more often than not.
    """
    first = doc[start]
    before = doc[start - 1].lower_ if start else ""
    after = doc[end].lower_ if end < len(doc) else ""
    if after in _TYPES and not (end < len(doc) and doc[end].text.isupper()):
        return True
    if before == "of" and start > 1 and doc[start - 2].lower_ in _TYPES:
        return True
    if first.text in _PLACE_PREFIXES and end - start > 1 and first.text[0].isupper():
        return not (after in ("said", "told", "says", "added") and first.text in ("Khan", "Camp"))
    if before in _PLACED and doc[end - 1].lower_ not in _ORG_ENDS:
        return True
    if first.lower_ in ("al", "el") and end > start + 1 and doc[start + 1].text == "-" and start:
        return before in ("on", "of", "from", "to", "through", "and", ",") and after not in (
            "said",
            "told",
            "has",
            "was",
            "is",
        )
    return False


_ORG_ENDS: Final = frozenset(
    (
        "university",
        "ministry",
        "department",
        "council",
        "command",
        "police",
        "hospital",
        "news",
        "tv",
        "agency",
        "forces",
    )
    + ("army", "group", "party", "parliament", "congress", "court", "committee", "office", "organization", "house")
)
