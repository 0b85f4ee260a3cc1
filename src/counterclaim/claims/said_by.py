"""Who does the saying: the phrase that names the source of a cue, as written."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.page import Draft, Page
from counterclaim.claims.noun_phrases import Range, is_finite, noun_phrase, phrase_after, phrase_before, subject


def said_by(sheet: Page, verb: Token, before: Draft | None) -> Range | None:
    """Return the phrase that names who does the saying, or None.  ``before`` is the attribution read just before."""
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
    who = subject(verb)
    if who is None and verb.dep_ in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"}:
        if verb.tag_ == "VBG" and before is not None and before.source and low <= before.cue[0]:
            # "..., adding that": a participle goes on with the words of whoever was quoted last.
            if verb.lemma_ == "add" or verb.head.i == before.cue[0] or doc[verb.i - 1].text == ",":
                return before.source
        # A finite verb shares a subject only where it is coordinated: elsewhere the parse lost its own.
        if not is_finite(verb) or (verb.dep_ == "conj" and _coordinated(doc, verb)):
            who = _inherited(verb)
    if who is None:
        found = _by_words(sheet, verb, low, high)
        if found is not None:
            return found
        return before.source if before is not None and verb.tag_ == "VBG" and low <= before.cue[0] else None
    if who.dep_ == "nsubjpass" and verb.lemma_ not in {"quote", "cite"} and who.head.i == verb.i:
        return None
    if who.pos_ == "PRON" and who.lower_ in {"it", "there", "he", "she", "they", "who", "which", "that", "we", "i"}:
        return who.i, who.i + 1
    if who.i < verb.i:
        nearer = _nearer(doc, who, verb, low)
        if nearer is not None:
            return nearer
        span = noun_phrase(who, low, verb.i)
        return _narrowed(doc, span, who, verb)
    return noun_phrase(who, verb.i + 1, high)


def _coordinated(doc: Doc, verb: Token) -> bool:
    """Tell whether "and", "but" or a comma stands right before the verb, adverbs and auxiliaries aside."""
    at = verb.i - 1
    while at > 0 and doc[at].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    return doc[at].tag_ == "CC" or doc[at].text in {",", ";", "”", '"'}


def _speaks(token: Token) -> bool:
    people = cues().people
    known = people.unnamed | people.bodies | people.outlets | people.envoys
    return token.lower_ in known or (token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME", "CARDINAL"})


def _nearer(doc: Doc, who: Token, verb: Token, low: int) -> Range | None:
    """Return the phrase right before the cue where the parse made something mute its subject.

    Without commas "... killed 18 people state media reported" is parsed as people who report.
    """
    if _speaks(who) and who.lower_ not in {"people", "some", "others", "many"}:
        return None
    found = phrase_before(doc, verb.i, low)
    if found is None or found[0] <= who.i < found[1] or not _speaks(doc[found[1] - 1]):
        return None
    return None if any(doc[i].dep_ == "relcl" for i in range(who.i + 1, verb.i)) else found


def _narrowed(doc: Doc, span: Range, who: Token, verb: Token) -> Range:
    """Cut a phrase that swallowed a clause: "... hit the camp, the ministry said" parsed as one noun phrase."""
    for i in range(who.i - 1, span[0] - 1, -1):
        if is_finite(doc[i]) and doc[i].dep_ not in {"relcl", "aux", "auxpass"}:
            return phrase_before(doc, verb.i, i + 1) or span
    return span


def _inherited(verb: Token) -> Token | None:
    """Return the subject a verb shares with the verb it hangs on: "went on to say", "came and said"."""
    node = verb
    for _ in range(4):
        if node.dep_ not in {"conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp"} or node.head is node:
            return None
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            found = subject(node)
            if found is not None:
                return found
    return None


def _by_words(sheet: Page, verb: Token, low: int, high: int) -> Range | None:
    """Read the speaker from the words beside the cue, where the parse gives no subject."""
    doc = sheet.doc
    if verb.tag_ in {"VBG", "VBN", "VB"}:
        return None
    quoted = sheet.quoted(verb.i - 1) if verb.i else False
    after = phrase_after(doc, verb.i + 1, high)
    if after is not None and (quoted or doc[verb.i - 1].text == ",") and doc[after[1] - 1].pos_ != "PRON":
        return after
    if verb.i > low and (found := phrase_before(doc, verb.i, low)) is not None:
        return found
    return after if quoted else None
