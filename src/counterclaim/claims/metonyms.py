"""Places that stand for those who rule there: "Moscow said", "Ankara's support", "accused by Washington"."""

from __future__ import annotations

from spacy.tokens import Doc

from counterclaim.claims.gazetteer import place_words
from counterclaim.claims.scene_words import scene_words


def governs(doc: Doc, start: int, end: int) -> bool:
    """Say whether the city or state at tokens [start, end) stands for its government.

    True only on a sign: an act of saying or policy after it, a possessive with a deed, or a partner word before it.
    """
    before = doc[start - 1].lower_ if start > 0 else ""
    n, at = len(doc), end
    owner = at + 1 < n and doc[at].text in ("'s", "’s")
    owned = doc[at + 1] if owner else doc[at] if at < n else None
    # A possessive may have lost its apostrophe.
    if owned is not None and (owner or doc[end - 1].text.endswith("s")) and owned.lower_ in scene_words().deeds:
        return owned.pos_ != "VERB"
    if owner or before in scene_words().put:
        return False
    while at < n and (
        doc[at].pos_ in ("ADV", "AUX", "PART") or doc[at].lower_ in ("also", "has", "had", "have", "which")
    ):
        at += 1
    if at < n:
        following = doc[at]
        if (
            following.lemma_.lower() in scene_words().acts
            and following.pos_ in ("VERB", "NOUN")
            and following.tag_ != "NNS"
        ):
            passive = at > end and doc[at - 1].lemma_ == "be" and following.tag_ == "VBN"
            if not passive or following.lemma_ not in scene_words().befalls:
                return True
    token = doc[end - 1]
    if token.dep_ == "nsubj" and token.head.lemma_.lower() in scene_words().acts:
        return True
    return before in scene_words().partners and token.dep_ != "compound"


def is_scene_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether what NER takes for a person or body at tokens [start, end) is put as a scene by the words around it.

    A name with the bare Arabic article ("al-Midan") after "on", "of" or in a list is a quarter more often than not.
    """
    first = doc[start]
    before = doc[start - 1].lower_ if start else ""
    after = doc[end].lower_ if end < len(doc) else ""
    if after in scene_words().types and not (end < len(doc) and doc[end].text.isupper()):
        return True
    if before == "of" and start > 1 and doc[start - 2].lower_ in scene_words().types:
        return True
    if first.text in place_words().prefixes and end - start > 1 and first.text[0].isupper():
        return not (after in ("said", "told", "says", "added") and first.text in ("Khan", "Camp"))
    if before in scene_words().placed and doc[end - 1].lower_ not in scene_words().bodies:
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
