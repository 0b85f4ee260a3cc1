"""Constructions other than a verb of saying: "according to", "quoted as saying", "called on", nouns, headlines."""

from __future__ import annotations

from spacy.tokens import Token

from counterclaim.claims.cues import Manner, cues
from counterclaim.claims.noun_phrases import Range, has_verb, is_finite, noun_phrase, phrase_after, subject, trim
from counterclaim.claims.page import Draft, Page
from counterclaim.claims.reported import after_adjuncts, limit_of, passive_draft
from counterclaim.claims.said_by import said_by


def according_draft(sheet: Page, token: Token) -> Draft | None:
    """Read "According to X, ...", "..., according to X"."""
    doc, (low, high) = sheet.doc, sheet.sentence(token.i)
    if token.i + 2 >= high or doc[token.i + 1].lower_ != "to":
        return None
    head = next((c for c in doc[token.i + 1].children if c.dep_ == "pobj"), None)
    first = token.i + 2
    if head is not None and head.i < high and head.i - first < 14:
        span = (first, max(noun_phrase(head, first, high)[1], head.i + 1))
    else:
        span = phrase_after(doc, first, high) or (first, first + 1)
    span = _bounded(sheet, span, high, initial=token.i - low < 2)
    contents: list[Range] = []
    head_of = sheet.widened(low, token.i)
    if (left := trim(doc, head_of, token.i)) is not None and left[1] - left[0] > 1:
        contents.append(left)
    rest = trim(doc, span[1], high)
    if rest is not None and (not contents or doc[span[1]].text == ",") and has_verb(doc, *rest):
        contents.append(rest)
    return Draft((token.i, token.i + 2), "according to", span, contents, "says")


def _bounded(sheet: Page, span: Range, high: int, *, initial: bool) -> Range:
    """End an initial "according to X" where X ends, though the comma is lost."""
    doc, (start, end) = sheet.doc, span
    if not initial or end >= high or doc[end].text in {",", ":", ";"}:
        return span
    if doc[start].text.isupper() and len(doc[start].text) > 2:
        return start, start + 1
    for i in range(start + 1, end):
        if doc[i].tag_ in {"DT", "CD", "PRP", "PRP$"} and doc[i - 1].pos_ in {"NOUN", "PROPN", "NUM"}:
            return start, i
        if doc[i].text == "," and not any(is_finite(doc[j]) for j in range(start, i)):
            following = {doc[j].text for j in range(i + 1, min(i + 14, high))}
            if "," not in following or doc[i + 1].tag_ in {"PRP", "EX"}:
                return start, i
        if is_finite(doc[i]) and doc[i].dep_ != "relcl" and doc[i - 1].tag_ not in {"WP", "WDT"}:
            found = phrase_after(doc, start, i)
            return found if found is not None and found[1] < i else (start, start + 1)
    return span


def relay_draft(sheet: Page, verb: Token, before: Draft | None) -> Draft | None:
    """Read "Agencies quoted X as saying ...", "X was quoted as saying", "..., citing X"."""
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
    says = next(
        (g for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as" for g in c.children if g.tag_ == "VBG"), None
    )
    if says is None:
        says = next(
            (
                doc[i + 1]
                for i in range(verb.i + 1, min(verb.i + 25, high - 1))
                if doc[i].lower_ == "as" and doc[i + 1].lower_ in {"saying", "telling"}
            ),
            None,
        )
    passive = any(c.dep_ == "auxpass" for c in verb.children) or verb.dep_ == "acl"
    target = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if says is not None:
        start = says.i + 1
        if start < high and doc[start].lower_ == "that":
            start += 1
        cue = (verb.i, says.i + 1)
        if passive:
            who = subject(verb) or (verb.head if verb.dep_ == "acl" else None)
            source = noun_phrase(who, low, verb.i) if who is not None else None
        else:
            source = (verb.i + 1, says.i - 1) if says.i - 1 > verb.i + 1 else None
        manner = cues().verbs[says.lemma_][0] if says.lemma_ in cues().verbs else "says"
        if after_adjuncts(sheet, start, high, listener=False) >= high - 1 or doc[start].lower_ == "by":
            # "...," the minister was quoted as saying by the agency: the words stand before.
            before_it = sheet.quote_ending(source[0] if source is not None else verb.i)
            return Draft(cue, verb.lemma_.lower(), source, [before_it] if before_it is not None else [], manner)
        return Draft(cue, verb.lemma_.lower(), source, [(start, high)], manner)
    if verb.tag_ != "VBG":
        return None
    span = (
        noun_phrase(target, verb.i + 1, high)
        if target is not None and target.i < high
        else phrase_after(doc, verb.i + 1, high)
    )
    if span is None:
        return None
    if before is not None and before.cue[0] >= low and before.contents:
        contents = before.contents
    else:
        left = trim(doc, low, verb.i)
        contents = [left] if left is not None and has_verb(doc, *left) else []
        rest = trim(doc, span[1], high)
        if not contents and rest is not None and has_verb(doc, *rest):
            contents = [rest]
    return Draft((verb.i, verb.i + 1), verb.lemma_.lower(), span, list(contents), "says")


def phrasal_draft(sheet: Page, verb: Token, before: Draft | None) -> Draft | None:
    """Read "called on X to", "called for", "held X responsible", "put the toll at", "claimed the attack"."""
    doc, (_, high) = sheet.doc, sheet.sentence(verb.i)
    lemma = verb.lemma_.lower()
    window = [doc[i].lower_ for i in range(verb.i + 1, min(verb.i + 12, high))]
    end = min(verb.right_edge.i + 1, limit_of(sheet, verb))
    cue = (verb.i, verb.i + 1)
    manner: Manner
    if lemma in {"call", "appeal", "press", "push"} and window[:1] and window[0] in {"on", "upon", "for"}:
        manner, cue = "demands", (verb.i, verb.i + 2)
    elif (lemma in {"claim", "take"} and {"responsibility", "credit"} & set(window[:3])) or (
        lemma == "claim" and _claimed_deed(verb)
    ):
        manner = "claims_responsibility"
    elif lemma == "hold" and "responsible" in window:
        manner = "accuses"
    elif lemma == "put" and "toll" in window[:5]:
        manner = "says"
    else:
        return None
    if any(c.dep_ in {"auxpass", "agent"} for c in verb.children):
        return passive_draft(sheet, verb, manner, frozenset())
    if any(c.dep_ == "neg" for c in verb.children) or any(
        doc[i].lower_ == "no" for i in range(max(verb.i - 4, 0), verb.i)
    ):
        return None
    source = said_by(sheet, verb, before)
    return Draft(cue, lemma, source, [(cue[1], end)], manner) if source is not None and cue[1] < end else None


def _claimed_deed(verb: Token) -> bool:
    """Tell whether what is claimed is a deed ("claimed the bombing"), not a right or a victim ("claimed 40 lives")."""
    deeds = {"attack", "bombing", "assault", "blast", "killing", "shooting", "raid", "strike", "explosion", "ambush"}
    return any(c.dep_ == "dobj" and c.lemma_.lower() in deeds for c in verb.children)


def noun_draft(sheet: Page, noun: Token, manner: Manner) -> Draft | None:
    """Read "The army's claim that ...", "accusations by Baku of ...", "reports of ..."."""
    low, high = sheet.sentence(noun.i)
    clause = next(
        (c for c in noun.rights if c.dep_ in {"acl", "relcl", "ccomp"} and c.left_edge.lower_ == "that"), None
    )
    named = next((c for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    if clause is not None:
        if subject(clause) is not None and subject(clause).lower_ == "that":  # type: ignore[union-attr]
            return None
        content = (clause.left_edge.i + 1, min(clause.right_edge.i + 1, high))
    elif named is not None and noun.lower_ in {"reports", "allegations", "accusations", "claims"}:
        content = (named.i + 1, min(named.right_edge.i + 1, high))
    else:
        return None
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    maker = next((t for c in noun.rights if c.lower_ in {"by", "from"} for t in c.children if t.dep_ == "pobj"), None)
    if owner is not None:
        source: Range | None = noun_phrase(owner, low, noun.i)
    elif maker is not None and maker.i < content[0]:
        source = noun_phrase(maker, low, content[0])
    else:
        source = None
    return (
        Draft((noun.i, noun.i + 1), noun.lemma_.lower(), source, [content], manner) if content[0] < content[1] else None
    )


def headline_draft(sheet: Page, mark: Token) -> Draft | None:
    """Headlines: "Toll rises to 43: monitor", "Monitor: toll rises to 43", "Toll rises - Reports"."""
    doc, (low, high) = sheet.doc, sheet.sentence(mark.i)
    if mark.text == "-" and not (mark.i and doc[mark.i - 1].whitespace_ and mark.whitespace_):
        return None
    table = cues().people
    if mark.text != ":" and (run_on := _carrier_after_dash(sheet, mark, low)) is not None:
        return run_on
    tail = trim(doc, mark.i + 1, high)
    if tail is not None and 0 < tail[1] - tail[0] <= 5 and doc[high - 1].text not in {".", "!", "?"}:
        last = doc[tail[1] - 1]
        speaks = last.lower_ in table.unnamed or last.lower_ in table.bodies or last.lower_ in table.envoys
        left = trim(doc, low, mark.i)
        if speaks and left is not None and left[1] - left[0] > 3 and has_verb(doc, *left) and not has_verb(doc, *tail):
            return Draft((mark.i, mark.i + 1), mark.text, tail, [left], "says")
    lead = trim(doc, low, mark.i)
    if mark.text == ":" and lead is not None and lead[1] - lead[0] <= 5 and not has_verb(doc, *lead):
        last = doc[lead[1] - 1]
        rest = trim(doc, mark.i + 1, high)
        speaks = last.lower_ in table.unnamed or last.lower_ in table.bodies or last.ent_type_ in {"PERSON", "ORG"}
        if speaks and rest is not None and (has_verb(doc, *rest) or sheet.opens_quote(rest[0])):
            return Draft((mark.i, mark.i + 1), ":", lead, [rest], "says")
    return None


def _carrier_after_dash(sheet: Page, mark: Token, low: int) -> Draft | None:
    """Read a headline that ends "- Reports" though the text runs on without a line break."""
    doc = sheet.doc
    if mark.i + 2 >= len(doc) or not doc[mark.i + 1].is_title:
        return None
    people, at = cues().people, mark.i + 1
    if doc[at].lower_ == "state" and at + 2 < len(doc):
        at += 1
    after = doc[at + 1]
    speaks = doc[at].lower_ in people.unnamed | people.outlets
    if not speaks or not (after.text[:1].isupper() or after.is_space or after.like_num):
        return None
    left = trim(doc, low, mark.i)
    if left is None or left[1] - left[0] < 4 or not has_verb(doc, *left):
        return None
    return Draft((mark.i, mark.i + 1), mark.text, (mark.i + 1, at + 1), [left], "says")
