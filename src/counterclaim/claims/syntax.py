"""Grammar of one sentence, robust against lost punctuation: clauses, subjects, objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc, Span, Token

_SPLITTERS: Final = frozenset(
    {
        "while",
        "whereas",
        "when",
        "after",
        "before",
        "because",
        "although",
        "though",
        "until",
        "where",
        "whose",
        "if",
        "unless",
        "once",
    }
)
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_BLAMES: Final = frozenset({"accuse", "suspect", "blame", "convict", "charge", "condemn", "criticise", "criticize"})
_LINKS: Final = frozenset({"conj", "xcomp", "advcl", "ccomp", "acl"})


def clauses(sent: Span) -> list[tuple[int, int]]:
    """Return the clauses of a sentence as token ranges that together cover it, in order.

    A clause begins at a conjunction of time or contrast, at a coordinated verb with its own subject, after a
    semicolon, and at a relative pronoun that opens a clause of its own.
    """
    starts = {sent.start}
    for token in sent:
        i = token.i
        if token.text in {";", "—", "–"}:
            starts.add(i + 1)
        elif token.lower_ in _SPLITTERS and token.pos_ in {"SCONJ", "ADV", "ADP", "PRON", "DET"}:
            if token.lower_ not in {"after", "before", "until"} or token.dep_ == "mark" or _clause_follows(token):
                starts.add(i)
        elif (token.lower_ == "as" and token.dep_ == "mark") or (
            token.tag_ in {"WDT", "WP"} and token.dep_ in _SUBJECTS
        ):
            starts.add(i)
        elif token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and token.head.i < i and _own_subject(token):
            left = token.left_edge.i
            if left > token.head.i:
                starts.add(left - 1 if doc_lower(token.doc, left - 1) in {"and", "but", "or", "yet"} else left)
    cuts = sorted(s for s in starts if sent.start <= s < sent.end)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], sent.end], strict=True) if a < b]


def doc_lower(doc: Doc, i: int) -> str:
    """Return the lower-case text of token ``i``, or nothing outside the text."""
    return doc[i].lower_ if 0 <= i < len(doc) else ""


def _clause_follows(token: Token) -> bool:
    """Tell whether a preposition-like word ("after") is followed by a finite clause or a participle soon."""
    for other in token.doc[token.i + 1 : min(token.i + 8, token.sent.end)]:
        if other.pos_ in {"VERB", "AUX"} and other.tag_ in {"VBD", "VBZ", "VBP", "VBG"}:
            return True
    return False


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)


def subject(verb: Token) -> Token | None:
    """Return who does what the verb says, or undergoes it when passive: its subject, sought up the tree.

    A participle or a coordinated verb takes the subject of the verb it hangs on; a relative clause takes the
    noun it describes.
    """
    seen: set[int] = set()
    token = verb
    while token.i not in seen:
        seen.add(token.i)
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                if child.tag_ in {"WDT", "WP", "WRB"} or (
                    child.lower_ == "that" and child.pos_ in {"PRON", "SCONJ", "DET"}
                ):
                    return token.head if token.dep_ in {"relcl", "acl"} else child
                return child
        if token.dep_ == "pcomp" and token.head.lower_ in {"of", "for"} and token.head.head.lemma_.lower() in _BLAMES:
            return next((c for c in token.head.head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        if token.dep_ in {"relcl", "acl"} and token.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return token.head
        if token.dep_ in _LINKS and token.head.pos_ in {"VERB", "AUX"}:
            token = token.head
            continue
        return None
    return None


_MOMENTS: Final = frozenset({"DATE", "TIME"})


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is passive: an auxiliary says so, or a bare participle describes a noun."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}:
        # "The X-led coalition bombed Y": the parser reads a noun described, but what is bombed bombs nobody.
        return not any(c.dep_ == "dobj" and c.ent_type_ not in _MOMENTS for c in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN" and not _own_subject(verb):
        return is_passive(verb.head)
    return False


def agent(token: Token) -> Token | None:
    """Return the noun after "by" that a passive verb or a noun of action names as its doer."""
    for child in token.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
            for inner in child.children:
                if inner.dep_ in {"pobj", "pcomp"}:
                    return inner
    return None


def objects(verb: Token) -> Iterator[Token]:
    """Yield the direct objects of a verb, coordinated ones included."""
    for child in verb.children:
        if child.dep_ in {"dobj", "obj", "dative", "attr"}:
            yield child
            yield from conjuncts(child)
        elif child.dep_ == "ccomp" and child.tag_ == "VBG":
            # "Shells hit the market leaving five dead": without its comma the market is read as what leaves.
            for inner in child.children:
                if inner.dep_ == "nsubj" and verb.i < inner.i < child.i and inner.left_edge.i <= verb.i + 2:
                    yield inner
                    yield from conjuncts(inner)


def prepositional(token: Token, words: frozenset[str]) -> Iterator[Token]:
    """Yield the nouns that the given prepositions attach to a token, coordinated ones included."""
    for child in token.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in words:
            for inner in child.children:
                if inner.dep_ in {"pobj", "pcomp"}:
                    yield inner
                    yield from conjuncts(inner)


def conjuncts(token: Token) -> Iterator[Token]:
    """Yield the tokens coordinated with a token, to its right."""
    for child in token.children:
        if child.dep_ == "conj":
            yield child
            yield from conjuncts(child)


def governors(token: Token, limit: int = 6) -> Iterator[Token]:
    """Yield the tokens above a token in the tree, nearest first."""
    seen = {token.i}
    for _ in range(limit):
        token = token.head
        if token.i in seen:
            return
        seen.add(token.i)
        yield token
