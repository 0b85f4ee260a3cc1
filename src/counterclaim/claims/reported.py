"""Verbs that report speech: what a cue's words are, before it, after it or around it."""

from __future__ import annotations

from spacy.tokens import Token

from counterclaim.claims.cues import Frame, Manner, cues
from counterclaim.claims.noun_phrases import (
    Range,
    has_verb,
    is_finite,
    is_time,
    noun_phrase,
    phrase_after,
    subject,
    trim,
)
from counterclaim.claims.page import Draft, Page
from counterclaim.claims.said_by import said_by, speaks, tail_source


def takes_lives(verb: Token) -> bool:
    """Read "The attack claimed 40 lives" and "has claimed the life of" are no sayings."""
    if verb.lemma_.lower() != "claim":
        return False
    near = (verb.doc[i].lower_ for i in range(verb.i + 1, min(verb.i + 7, len(verb.doc))))
    return any(w in {"life", "lives", "victim", "victims"} for w in near)


def is_cue(token: Token) -> bool:
    """Tell whether a word with a cue's lemma is used as the verb."""
    if token.dep_ in {"amod", "compound"}:
        return False
    if (
        token.text in {"claims", "reports", "warns", "alleges"}
        and token.pos_ == "NOUN"
        and 0 < token.i < len(token.doc) - 1
    ):
        # "... a broadcaster claims.": a noun to the tagger, for want of a comma.
        return (
            speaks(token.nbor(-1)) and token.nbor().text in {".", "that"} and token.nbor(-1).pos_ in {"NOUN", "PROPN"}
        )
    return token.pos_ == "VERB" or (token.lower_ in {"said", "says", "told"} and token.dep_ != "pobj")


def verb_draft(
    sheet: Page, verb: Token, manner: Manner, frames: frozenset[Frame], before: Draft | None
) -> Draft | None:
    """Return the attribution a verb of saying makes, or None; ``before`` is the one read just before it."""
    cue = (verb.i, verb.i + 1)
    tail = tail_source(sheet, verb)
    if (tail is None and any(c.dep_ == "auxpass" for c in verb.children)) or (
        tail is None and (verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"})
    ):
        return passive_draft(sheet, verb, manner, frames)
    source = said_by(sheet, verb, before)
    contents: list[Range] = []
    right = _right(sheet, verb, frames, source)
    if right is not None:
        contents.append(right[0])
    if "trailing" in frames or "quote" in frames:
        left = _left(sheet, verb, source, right, frames)
        if left is not None:
            contents.append(left)
    if not contents and (main := _as_said(verb, sheet)) is not None:
        contents.append(main)
    if source is None and not _subjectless(verb, contents, sheet):
        return None
    return Draft(cue, verb.lemma_.lower(), source, contents, manner) if contents or "quote" in frames else None


def _as_said(verb: Token, sheet: Page) -> Range | None:
    """Read "As the minister announced on Monday, ...": the words reported are the main clause."""
    if verb.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        return None
    low, high = sheet.sentence(verb.i)
    if verb.head.i > verb.i:
        return verb.right_edge.i + 1, high
    return low, verb.left_edge.i


def _subjectless(verb: Token, contents: list[Range], sheet: Page) -> bool:
    """A cue without anybody saying it counts only where it stands beside a quotation."""
    return any(sheet.quoted(a) for a, _ in contents) and verb.tag_ != "VB"


def passive_draft(sheet: Page, verb: Token, manner: Manner, frames: frozenset[Frame]) -> Draft | None:
    """Read "The strike was claimed by the group", "the jet is reported to have crossed", "it was reported that"."""
    low, high = sheet.sentence(verb.i)
    agent = next((t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"), None)
    source = noun_phrase(agent, low, high) if agent is not None else None
    who = subject(verb)
    contents: list[Range] = []
    if verb.dep_ == "acl":
        if source is None:
            return None
        contents.append(noun_phrase(verb.head, low, verb.i))
    elif who is not None and who.lower_ not in {"it", "there"}:
        contents.append(noun_phrase(who, low, verb.i))
    clause = next((c for c in verb.children if c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i), None)
    if clause is not None and "clause" in frames:
        contents.append((clause.left_edge.i, min(verb.right_edge.i + 1, high)))
    elif source is None:
        return None
    if verb.lemma_ == "claim" and clause is None:
        manner = "claims_responsibility"
    return Draft((verb.i, verb.i + 1), verb.lemma_.lower(), source, contents, manner) if contents else None


def limit_of(sheet: Page, verb: Token) -> int:
    """Return where the words reported by a cue must end at the latest: its clause, and the next cue beside it."""
    high = sheet.sentence(verb.i)[1]
    if verb.dep_ in {"relcl", "acl"} or (verb.dep_ == "advcl" and verb.i < verb.head.i):
        high = min(high, verb.right_edge.i + 1)
    for child in verb.rights:
        if child.dep_ == "conj" and child.lemma_.lower() in cues().verbs and child.pos_ == "VERB":
            edge = subject(child)
            stop = edge.left_edge.i if edge is not None and edge.i < child.i else child.i
            high = min(high, max(stop, verb.i + 1))
        elif child.dep_ == "advcl" and child.lemma_.lower() in cues().verbs and child.left_edge.lower_ == "while":
            high = min(high, child.left_edge.i)
    doc = sheet.doc
    while high - 1 > verb.i and doc[high - 1].lower_ in {"and", "but", ",", "while", "also"}:
        high -= 1
    return high


def _right(sheet: Page, verb: Token, frames: frozenset[Frame], source: Range | None) -> tuple[Range, bool] | None:
    """Return the words reported after the cue and whether the parse vouches for them, or None."""
    limit = limit_of(sheet, verb)
    for child in verb.rights:
        if child.i >= limit or (source is not None and source[0] <= child.i < source[1]):
            continue
        named = child.dep_
        clausal = named == "ccomp" or (named == "xcomp" and ("infinitive" in frames or child.tag_ != "VB"))
        asked = named == "xcomp" and "infinitive" in frames
        if clausal and "clause" in frames and not asked:
            start = max(child.left_edge.i, verb.i + 1, source[1] if source and source[0] > verb.i else 0)
            return _clause(sheet, start, limit)
        if named in {"xcomp", "ccomp"} and "infinitive" in frames:
            target = next((c for c in verb.rights if c.dep_ in {"dobj", "dative"} and c.i < child.i), None)
            return _clause(sheet, target.left_edge.i if target is not None else child.left_edge.i, limit)
        if named in {"dobj", "oprd"} and "of" in frames:
            return (child.left_edge.i, max(child.right_edge.i + 1, min(verb.right_edge.i + 1, limit))), True
        if named == "dobj" and "object" in frames and "listener" not in frames:
            return (child.left_edge.i, max(child.right_edge.i + 1, min(verb.right_edge.i + 1, limit))), True
        if named == "prep" and child.lower_ == "at" and verb.lemma_ == "hint":
            return (child.i + 1, min(verb.right_edge.i + 1, limit)), True
        if named == "prep" and child.lower_ == "of" and ("listener" in frames or verb.lemma_ == "complain"):
            return (child.i, min(verb.right_edge.i + 1, limit)), True
    if "infinitive" in frames and "object" not in frames and "listener" not in frames:
        target = next((c for c in verb.rights if c.dep_ == "dobj"), None)
        if target is not None:
            return (target.left_edge.i, min(verb.right_edge.i + 1, limit)), True
    return _right_by_words(sheet, verb, frames, source, limit)


def _clause(sheet: Page, start: int, limit: int) -> tuple[Range, bool] | None:
    doc = sheet.doc
    while start < limit and (doc[start].lower_ in {"that", ":", ","} or doc[start].is_space):
        start += 1
    return ((start, limit), True) if start < limit else None


def _right_by_words(
    sheet: Page, verb: Token, frames: frozenset[Frame], source: Range | None, limit: int
) -> tuple[Range, bool] | None:
    """Find the words reported after a cue where the parse hangs no clause on it."""
    if "clause" not in frames or ("listener" not in frames and any(c.dep_ == "dobj" for c in verb.rights)):
        return None
    doc = sheet.doc
    at = source[1] if source is not None and source[0] > verb.i else verb.i + 1
    at = after_adjuncts(sheet, at, limit, listener="listener" in frames)
    if at >= limit:
        return None
    token = doc[at]
    if token.lower_ in {"that", ":"} or sheet.opens_quote(at):
        start = at + 1 if token.lower_ in {"that", ":"} else at
        return ((start, limit), True) if start < limit else None
    if token.text == ",":
        return ((at + 1, limit), False) if has_verb(doc, at + 1, limit) or sheet.quote_in(at + 1, limit) else None
    if source is not None and source[0] > verb.i:
        return None
    heads = any(is_finite(doc[i]) for i in range(at, limit))
    return ((at, limit), False) if heads and token.pos_ not in {"ADP", "CCONJ", "SCONJ", "PUNCT"} else None


def after_adjuncts(sheet: Page, at: int, limit: int, *, listener: bool) -> int:
    """Skip "on Tuesday", "in a statement", "by telephone" and, for telling, whom it was said to."""
    doc, table = sheet.doc, cues().around.adjuncts
    for _ in range(6):
        start = at
        while at < limit and (doc[at].pos_ == "ADV" or is_time(doc[at]) or doc[at].dep_ == "prt" or doc[at].is_space):
            at += 1
        if at < limit and listener and doc[at].pos_ in {"PRON", "PROPN", "NOUN", "DET", "ADJ"}:
            found = phrase_after(doc, at, limit)
            # "told residents they must leave": a pronoun begins the clause, the phrase before it is the listener.
            if found is not None and found[1] < limit:
                at, listener = found[1], False
        if at < limit and doc[at].lower_ in table:
            found = phrase_after(doc, at + 1, limit)
            if is_time(doc[min(at + 1, limit - 1)]):
                at += 2
            elif found is not None:
                at = found[1]
            elif at + 1 < limit and doc[at + 1].tag_ == "CD":
                at += 2
        if at == start:
            break
    return min(at, limit)


def _left(
    sheet: Page, verb: Token, source: Range | None, right: tuple[Range, bool] | None, frames: frozenset[Frame]
) -> Range | None:
    """Return the words reported before a trailing cue ("..., X said"), or None."""
    doc, (low, _) = sheet.doc, sheet.sentence(verb.i)
    end = min(verb.i, source[0]) if source is not None else verb.i
    while end > low and (doc[end - 1].pos_ in {"AUX", "ADV"} or doc[end - 1].is_space):
        end -= 1
    quote = sheet.quote_ending(end)
    if quote is not None:
        return quote
    if "trailing" not in frames or end <= low:
        return None
    if right is not None:
        # Both sides: only a cue set off by commas stands inside the words it reports.
        inserted = doc[end - 1].text == "," and not right[1] and _after_comma(sheet, right)
        return _sentence_left(sheet, low, end, strict=True) if inserted else None
    if (verb.dep_ in {"relcl", "acl", "pcomp"} and tail_source(sheet, verb) is None) or verb.tag_ in {"VBG", "VB"}:
        return None
    return _sentence_left(sheet, low, end, strict=False)


def _after_comma(sheet: Page, right: tuple[Range, bool]) -> bool:
    return sheet.doc[right[0][0] - 1].text == ","


def _sentence_left(sheet: Page, low: int, end: int, *, strict: bool) -> Range | None:
    doc = sheet.doc
    low = sheet.widened(low, end)
    for _ in range(3):
        # Without a full stop before it, the sentence began earlier than the parser thinks.
        if low == 0 or has_verb(doc, low, end) or doc[low - 1].is_space or doc[low - 1].text[-1:] in '.!?:”"':
            break
        low = sheet.sentence(low - 1)[0]
    while low < end and (doc[low].is_space or doc[low].tag_ == "CC" or doc[low].text == ","):
        low += 1
    kept = trim(doc, low, end)
    if kept is None or kept[1] - kept[0] < 2:
        return None
    if strict and doc[kept[0]].tag_ == "IN" and not has_verb(doc, *kept):
        return None
    return kept if has_verb(doc, *kept) or strict or sheet.quoted(kept[1] - 1) else None
