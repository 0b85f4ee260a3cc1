"""Who does the saying: the phrase that names the source of a cue, as written."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.noun_phrases import (
    Range,
    is_finite,
    is_time,
    noun_phrase,
    phrase_after,
    phrase_before,
    subject,
    trim,
)
from counterclaim.claims.page import Draft, Page


def said_by(sheet: Page, verb: Token, before: Draft | None) -> Range | None:
    """Return the phrase that names who does the saying, or None.  ``before`` is the attribution read just before."""
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
    if (found := tail_source(sheet, verb)) is not None:
        return found
    who = subject(verb)
    if who is None and (found := _after_quote(sheet, verb, low)) is not None:
        return found
    if who is None and verb.dep_ in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"}:
        # "..., adding that": a participle goes on with the words of whoever was quoted last.
        goes_on = verb.tag_ == "VBG" and before is not None and low <= before.cue[0]
        if goes_on and before is not None and before.source:
            near = verb.lemma_ == "add" or verb.head.i == before.cue[0] or doc[verb.i - 1].text == ","
            if near:
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
        span = _coupled(doc, noun_phrase(who, low, verb.i), low)
        return _narrowed(doc, span, who, verb)
    return noun_phrase(who, verb.i + 1, high)


def _coordinated(doc: Doc, verb: Token) -> bool:
    """Tell whether "and", "but" or a comma stands right before the verb, adverbs and auxiliaries aside."""
    at = verb.i - 1
    while at > 0 and doc[at].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    return doc[at].tag_ == "CC" or doc[at].text in {",", ";", "”", '"'}


def tail_source(sheet: Page, verb: Token) -> Range | None:
    """Return the speaker before a cue that ends its sentence but hangs in a relative clause, or None.

    "... caused damage to the infrastructure the news agency said": for want of a comma, infrastructure that says.
    """
    if verb.dep_ not in {"relcl", "acl"} or verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP"}:
        return None
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
    if any(c.tag_ in {"WP", "WDT", "WRB"} or c.dep_ in {"agent", "dobj", "ccomp", "auxpass"} for c in verb.children):
        return None
    at = verb.i + 1
    while at < high and (is_time(doc[at]) or doc[at].is_punct or doc[at].is_space or doc[at].lower_ in {"on", "in"}):
        at += 1
    found = phrase_before(doc, verb.i, low)
    if found is None or not speaks(doc[found[1] - 1]) or found[0] - low < 3:
        return None
    return found if at >= high or doc[at].is_title else None


def _after_quote(sheet: Page, verb: Token, low: int) -> Range | None:
    """Return everything between a quotation and the cue after it ('"..." the group which has sources there said')."""
    at = verb.i - 1
    while at > low and not sheet.quoted(at) and verb.i - at < 25:
        at -= 1
    if not sheet.quoted(at) or verb.i - at < 3 or sheet.quoted(verb.i):
        return None
    kept = trim(sheet.doc, at + 1, verb.i)
    return kept if kept is not None and sheet.doc[kept[0]].tag_ in {"DT", "NNP", "NN", "NNS", "JJ"} else None


def speaks(token: Token) -> bool:
    """Tell whether a noun can stand for somebody who says something: a name, a body, a kind of witness."""
    people = cues().people
    known = people.unnamed | people.bodies | people.outlets | people.envoys
    return token.lower_ in known or (token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME", "CARDINAL"})


def _nearer(doc: Doc, who: Token, verb: Token, low: int) -> Range | None:
    """Return the phrase right before the cue where the parse made something mute its subject.

    Without commas "... killed 18 people state media reported" is parsed as people who report.
    """
    if speaks(who) and who.lower_ not in {"people", "some", "others", "many"}:
        return None
    found = phrase_before(doc, verb.i, low)
    if found is not None and doc[found[0] - 1].lower_ == "of" and doc[found[0] - 1].head.i == who.i:
        return None  # "the mayor of Kharkiv said": the town is his
    if found is None or found[0] <= who.i < found[1] or not speaks(doc[found[1] - 1]):
        return None
    return _coupled(doc, found, low)


def _coupled(doc: Doc, found: Range, low: int) -> Range:
    """Take in a first speaker before "and": "state television and the army said"."""
    if (
        found[0] - 2 > low
        and doc[found[0] - 1].lower_ == "and"
        and speaks(doc[found[0] - 2])
        and doc[found[0] - 2].is_lower
    ):
        first = phrase_before(doc, found[0] - 1, low)
        if first is not None and first[1] == found[0] - 1:
            return first[0], found[1]
    return found


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
        return _coupled(doc, found, low)
    return after if quoted else None
