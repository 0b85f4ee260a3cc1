"""Who is said to have said what, as written: a report's attributions, before anybody is identified.

Three witnesses are heard for every cue: the parse, the quotation marks, and the order of the words, because half of
the texts to be read have lost their commas and with them good parses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import Frame, Manner, cues
from counterclaim.claims.direct import adjoin_quotes, run_on_statements
from counterclaim.claims.page import Draft, Page, page
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
from counterclaim.claims.said_by import said_by

__all__ = ["Attribution", "Manner", "attributions"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One saying as written.  All spans are half-open code points of the text.

    ``cue`` are the words that report it ("said", "according to"), ``lemma`` their lemma; ``source`` the phrase that
    names the speaker, None where none is named ("is reported to have ..."); ``contents`` the words reported, in
    reading order, at least one span.
    """

    cue: tuple[int, int]
    lemma: str
    source: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    manner: Manner


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Return who is said to have said what, ordered by cue.  Empty texts have none."""
    sheet = page(doc)
    drafts = [d for d in _drafts(sheet) if d.contents]
    drafts = adjoin_quotes(sheet, drafts)
    drafts += run_on_statements(sheet, drafts)
    found: dict[tuple[int, int], Attribution] = {}
    for draft in sorted(drafts, key=lambda d: d.cue):
        made = _freeze(sheet, draft)
        if made is not None:
            found.setdefault(made.cue, made)
    return tuple(found.values())


def _freeze(sheet: Page, draft: Draft) -> Attribution | None:
    doc = sheet.doc
    spans = [s for r in draft.contents if (s := _chars(doc, *r)) is not None]
    cue, source = _chars(doc, *draft.cue), _chars(doc, *draft.source) if draft.source else None
    if cue is None or not spans:
        return None
    return Attribution(cue, draft.lemma, source, tuple(sorted(set(spans))), draft.manner)


def _chars(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    kept = trim(doc, start, end)
    if kept is None:
        return None
    return doc[kept[0]].idx, doc[kept[1] - 1].idx + len(doc[kept[1] - 1].text)


def _drafts(sheet: Page) -> Iterator[Draft]:
    table = cues()
    before: Draft | None = None
    for token in sheet.doc:
        lemma = token.lemma_.lower()
        draft: Draft | None = None
        if before is not None and before.cue[0] < token.i < before.cue[1]:
            continue
        if token.lower_ == "according":
            draft = _according(sheet, token)
        elif lemma in table.relay and token.pos_ == "VERB":
            draft = _relay(sheet, token, before)
        elif lemma in {"call", "hold", "put", "claim", "take"} and token.pos_ == "VERB":
            draft = _phrasal(sheet, token, before)
        if draft is None and lemma in table.verbs and _is_verb(token) and not _takes_lives(token):
            manner, frames = table.verbs[lemma]
            draft = _verb(sheet, token, manner, frames, before)
        elif lemma in table.nouns and token.pos_ == "NOUN":
            draft = _noun(sheet, token, table.nouns[lemma])
        elif token.text in {":", "-", "–", "—"}:
            draft = _headline(sheet, token)
        if draft is not None:
            yield draft
            before = draft


def _takes_lives(verb: Token) -> bool:
    """ "The attack claimed 40 lives" and "has claimed the life of" are no sayings."""
    if verb.lemma_.lower() != "claim":
        return False
    near = (verb.doc[i].lower_ for i in range(verb.i + 1, min(verb.i + 7, len(verb.doc))))
    return any(w in {"life", "lives", "victim", "victims"} for w in near)


def _is_verb(token: Token) -> bool:
    if token.dep_ in {"amod", "compound"}:
        return False
    return token.pos_ == "VERB" or (token.lower_ in {"said", "says", "told"} and token.dep_ != "pobj")


# -- verbs ------------------------------------------------------------------------------------------------------------


def _verb(sheet: Page, verb: Token, manner: Manner, frames: frozenset[Frame], before: Draft | None) -> Draft | None:
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
    cue = (verb.i, verb.i + 1)
    if any(c.dep_ == "auxpass" for c in verb.children) or (verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"}):
        return _passive(sheet, verb, manner, frames)
    source = said_by(sheet, verb, before)
    contents: list[Range] = []
    right = _right(sheet, verb, frames, source)
    if right is not None:
        contents.append(right[0])
    if "trailing" in frames or "quote" in frames:
        left = _left(sheet, verb, source, right, frames)
        if left is not None:
            contents.append(left)
    if source is None and not _subjectless(verb, contents, sheet):
        return None
    return Draft(cue, verb.lemma_.lower(), source, contents, manner) if contents or "quote" in frames else None


def _subjectless(verb: Token, contents: list[Range], sheet: Page) -> bool:
    """A cue without anybody saying it counts only where it stands beside a quotation."""
    return any(sheet.quoted(a) for a, _ in contents) and verb.tag_ != "VB"


def _passive(sheet: Page, verb: Token, manner: Manner, frames: frozenset[Frame]) -> Draft | None:
    """ "The strike was claimed by the group", "the jet is reported to have crossed", "it was reported that"."""
    doc, (low, high) = sheet.doc, sheet.sentence(verb.i)
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


def _limit(sheet: Page, verb: Token) -> int:
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
    doc, limit = sheet.doc, _limit(sheet, verb)
    for child in verb.rights:
        if child.i >= limit or (source is not None and source[0] <= child.i < source[1]):
            continue
        named = child.dep_
        clausal = named == "ccomp" or (named == "xcomp" and ("infinitive" in frames or child.tag_ != "VB"))
        if clausal and "clause" in frames:
            start = max(child.left_edge.i, verb.i + 1, source[1] if source and source[0] > verb.i else 0)
            return _clause(sheet, start, limit)
        if named in {"xcomp", "ccomp"} and "infinitive" in frames:
            target = next((c for c in verb.rights if c.dep_ in {"dobj", "dative"} and c.i < child.i), None)
            return _clause(sheet, target.left_edge.i if target is not None else child.left_edge.i, limit)
        if named in {"dobj", "oprd"} and "of" in frames:
            return (child.left_edge.i, max(child.right_edge.i + 1, min(verb.right_edge.i + 1, limit))), True
        if named == "dobj" and "object" in frames and "listener" not in frames:
            return (child.left_edge.i, max(child.right_edge.i + 1, min(verb.right_edge.i + 1, limit))), True
        if named == "prep" and child.lower_ == "of" and ("listener" in frames or verb.lemma_ in {"complain"}):
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
    if "clause" not in frames:
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
    if verb.dep_ in {"relcl", "acl", "pcomp"} or verb.tag_ in {"VBG", "VB"}:
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
    if strict and doc[kept[0]].tag_ in {"IN"} and not has_verb(doc, *kept):
        return None
    return kept if has_verb(doc, *kept) or strict or sheet.quoted(kept[1] - 1) else None


# -- other constructions ------------------------------------------------------------------------------------------------


def _according(sheet: Page, token: Token) -> Draft | None:
    """ "According to X, ...", "..., according to X"."""
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


def _relay(sheet: Page, verb: Token, before: Draft | None) -> Draft | None:
    """ "Agencies quoted X as saying ...", "X was quoted as saying", "..., citing X"."""
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
        return Draft(cue, verb.lemma_.lower(), source, [(start, high)] if start < high else [], "says")
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


def _phrasal(sheet: Page, verb: Token, before: Draft | None) -> Draft | None:
    """ "Called on X to ...", "called for ...", "held X responsible for ...", "put the toll at ...", "claimed the attack"."""
    doc, (_, high) = sheet.doc, sheet.sentence(verb.i)
    lemma = verb.lemma_.lower()
    window = [doc[i].lower_ for i in range(verb.i + 1, min(verb.i + 12, high))]
    end = min(verb.right_edge.i + 1, _limit(sheet, verb))
    cue = (verb.i, verb.i + 1)
    manner: Manner
    if lemma == "call" and window[:1] and window[0] in {"on", "upon", "for"}:
        manner, cue = "demands", (verb.i, verb.i + 2)
    elif lemma in {"claim", "take"} and {"responsibility", "credit"} & set(window[:3]):
        manner = "claims_responsibility"
    elif lemma == "claim" and _claimed_deed(verb):
        manner = "claims_responsibility"
    elif lemma == "hold" and "responsible" in window:
        manner = "accuses"
    elif lemma == "put" and "toll" in window[:5]:
        manner = "says"
    else:
        return None
    if any(c.dep_ in {"auxpass", "agent"} for c in verb.children):
        return _passive(sheet, verb, manner, frozenset())
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


def _noun(sheet: Page, noun: Token, manner: Manner) -> Draft | None:
    """ "The army's claim that ...", "accusations by Baku of ...", "reports of ..."."""
    doc, (low, high) = sheet.doc, sheet.sentence(noun.i)
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


def _headline(sheet: Page, mark: Token) -> Draft | None:
    """Headlines: "Toll rises to 43: monitor", "Monitor: toll rises to 43", "Toll rises - Reports"."""
    doc, (low, high) = sheet.doc, sheet.sentence(mark.i)
    if mark.text == "-" and not (mark.i and doc[mark.i - 1].whitespace_ and mark.whitespace_):
        return None
    table = cues().people
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
