"""Noun phrases as written, from the parse where it holds and from the words where it does not."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues

Range = tuple[int, int]
"""Token indices, half-open."""

_LEFT: Final = frozenset(
    {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "punct", "npadvmod"}
)
_LINKS: Final = frozenset({"of", "for", "in", "at", "from", "with", "to", "on", "within", "near", "inside", "against"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_STRAY: Final = frozenset({",", ";", ":", "-", "–", "—", "...", "•"})
_TIMES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later week month year "
    "morning evening night afternoon january february march april may june july august september october november "
    "december".split()
)
ABBREVIATED: Final = frozenset(
    "capt. gen. col. lt. maj. sgt. adm. brig. cpl. cmdr. gov. sen. rep. dr. mr. mrs. ms. prof. rev. st. spc. pvt. "
    "pres. u.s. u.n. u.k.".split()
)
"""Points that the parser takes for full stops."""
_VERBAL: Final = frozenset({"VBD", "VBZ", "VBP", "MD", "VB", "VBN", "VBG"})


def overlap(a: Range, b: Range) -> bool:
    """Tell whether two half-open ranges share anything."""
    return min(a[1], b[1]) > max(a[0], b[0])


def is_time(token: Token) -> bool:
    """Tell whether the word names a day, month or part of a day."""
    return token.lower_ in _TIMES


def is_finite(token: Token) -> bool:
    """Tell whether the token is a finite verb or auxiliary."""
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def has_verb(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a range of tokens holds a verb that could head a clause."""
    return any(doc[i].tag_ in _VERBAL for i in range(start, end))


def trim(doc: Doc, start: int, end: int) -> Range | None:
    """Return the range without white space and stray punctuation at its ends, quotation marks kept; None if empty."""
    while start < end and (doc[start].is_space or doc[start].text in _STRAY or doc[start].text in {")", "."}):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in _STRAY or doc[end - 1].text in {"(", "."}):
        end -= 1
    return (start, end) if start < end else None


def _left_edge(head: Token, floor: int) -> int:
    """Walk left over what belongs to a noun: determiners, adjectives, compounds, and all that hangs on them."""
    edge = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _LEFT or child.left_edge.i < floor or child.is_space:
            break
        edge = child.left_edge.i
    # The parser now and then hangs "the" or an adjective of a name on something else.
    doc = head.doc
    while edge - 1 >= floor and doc[edge].tag_ not in {"DT", "PRP$", "PRP"}:
        before = doc[edge - 1]
        if before.text == "." and edge - 2 >= floor and f"{doc[edge - 2].lower_}." in ABBREVIATED:
            edge -= 2
        elif before.lower_ in cues().people.envoys and doc[edge].tag_ in {"NNP", "NNPS"}:
            found = phrase_before(doc, edge, floor)
            return found[0] if found is not None else edge
        elif before.tag_ in {"NNP", "NNPS"} and doc[edge].tag_ in {"NNP", "NNPS"} and not is_time(before):
            edge -= 1
        elif before.tag_ in {"DT", "PRP$"}:
            return edge - 1
        else:
            break
    while edge < head.i and (doc[edge].is_punct or doc[edge].is_space) and doc[edge].text not in {"(", '"', "“", "‘"}:
        edge += 1
    return edge


def noun_phrase(head: Token, floor: int, ceiling: int) -> Range:
    """Return the whole phrase around ``head`` within [floor, ceiling): modifiers, "of ...", apposition, "who ..."."""
    start, end = _left_edge(head, floor), head.i + 1
    for child in head.rights:
        if child.i >= ceiling:
            break
        stop = min(child.right_edge.i + 1, ceiling)
        if child.dep_ == "prep":
            if child.lower_ not in _LINKS or (child.lower_ in {"on", "in"} and any(is_time(t) for t in child.rights)):
                break
        elif child.dep_ in {"appos", "relcl", "acl", "nmod", "flat", "conj", "amod", "nummod"}:
            if stop - child.i > 30:
                break
        elif child.dep_ not in {"cc", "punct", "compound", "case", "det"}:
            break
        if child.dep_ != "punct" and child.dep_ != "cc":
            end = max(end, stop)
        elif child.text in {")", "’", "'"}:
            end = max(end, child.i + 1)
    return start, end


def phrase_before(doc: Doc, at: int, floor: int) -> Range | None:
    """Return the noun phrase that ends right before token ``at``, read from the words alone.

    For sentences without commas ("... in a suicide attack a monitor said"): a determiner begins the phrase, and so does
    the step from a common noun to a capital.  None where the words before are no noun phrase.
    """
    last = at - 1
    while last >= floor and (
        doc[last].pos_ in {"AUX", "ADV", "SPACE"} or doc[last].text in {",", "has", "have", "had"}
    ):
        last -= 1
    if last < floor or is_time(doc[last]) or not (doc[last].pos_ in _NOMINAL or doc[last].text in {")", "’", '"'}):
        return None
    if doc[last].pos_ == "PRON":
        return last, last + 1
    start = last
    while start > floor:
        here, before = doc[start], doc[start - 1]
        if here.tag_ in {"DT", "PRP$"}:
            break
        if before.tag_ in {"DT", "PRP$"}:
            start -= 1
            break
        inner = before.pos_ in {"ADJ", "NOUN", "PROPN", "NUM", "PART"} or before.tag_ == "VBN"
        if inner or before.text in {"-", "(", "'s", "’s"}:
            if before.pos_ in {"NOUN", "PROPN"} and before.is_lower and begins_phrase(doc, start, last):
                break
            if here.is_lower and before.pos_ == "PROPN" and start - 2 >= floor and doc[start - 2].pos_ == "ADP":
                break
            if is_time(before) or before.tag_ == "CD":
                break
            start -= 1
        elif (
            before.lower_ in {"of", "for", "and"}
            and here.text[:1].isupper()
            and start - 2 >= floor
            and doc[start - 2].text[:1].isupper()
        ):
            start -= 2
        else:
            break
    return start, last + 1


def begins_phrase(doc: Doc, at: int, last: int) -> bool:
    """Tell whether a word after a common noun begins a phrase: a capital, an adjective, "state-run", "state media"."""
    here = doc[at]
    if here.text[:1].isupper() or here.pos_ == "ADJ":
        return True
    return at < last and (doc[at + 1].text == "-" or here.lower_ in cues().people.starters)


def phrase_after(doc: Doc, at: int, ceiling: int) -> Range | None:
    """Return the noun phrase that begins at token ``at``, read from the words alone; None where there is none."""
    end = at
    while end < ceiling:
        token = doc[end]
        linked = token.lower_ in {"of", "for", "at", "in"} and end > at and end + 1 < ceiling
        if token.pos_ in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"} or token.text in {"-", "'s", "’s"}:
            if is_time(token) or (end > at and token.tag_ in {"DT", "PRP"} and doc[end - 1].pos_ != "ADP"):
                break
            end += 1
        elif linked and doc[end + 1].pos_ in {"DET", "NOUN", "PROPN", "ADJ"} and not is_time(doc[end + 1]):
            end += 1
        else:
            break
    return (at, end) if any(doc[i].pos_ in _NOMINAL for i in range(at, end)) else None


def subject(verb: Token) -> Token | None:
    """Return the subject that stands with a verb, the nearest one, or None."""
    found = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return min(found, key=lambda c: abs(c.i - verb.i)) if found else None
