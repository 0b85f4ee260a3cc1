"""What covers a whole clause: question, condition, fiction, drill; and words of war that are said otherwise."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.reality import SUBJECTS, lemma, words
from counterclaim.claims.syntax import governors, subject

_ENDS: Final = frozenset({".", "!", ";", "”", '"'})
_QUOTES: Final = frozenset({'"', "“", "'", "‘", "''", "``"})
_FORCES: Final = frozenset(
    {
        "air_strike",
        "shelling",
        "bombing",
        "killing",
        "battle",
        "territory_change",
        "siege",
        "displacement",
        "destruction",
    }
)
_AIMS: Final = frozenset({"against", "for", "on", "of", "with", "in", "by"})
_LATER: Final = frozenset({"when", "once", "until", "before", "after"})


def unreal(token: Token) -> str:
    """Return why the clause of a trigger tells of nothing that happened, "" if it may."""
    if _question(token):
        return "question"
    path = (token, *governors(token, 8))
    if _conditional(path):
        return "condition"
    if _played(path):
        return "fiction or drill"
    return ""


def _question(token: Token) -> bool:
    sent = token.sent
    for other in token.doc[token.i : sent.end]:
        if other.text == "?":
            return True
        if other.text in _ENDS:
            return False
    return False


def _conditional(path: tuple[Token, ...]) -> bool:
    first = path[0].sent[0]
    if first.text in _QUOTES and first.i + 1 < path[0].sent.end:
        first = first.nbor()
    if first.lower_ in words().supposing and path[0].i > first.i:
        return not any(t.text in {":", ";"} for t in path[0].doc[first.i : path[0].i])
    for item in path:
        for child in item.children:
            if child.dep_ in {"mark", "advmod"} and child.lower_ in words().conditional:
                return True
        if item.pos_ in {"VERB", "AUX"} and (_inverted(item) or _yet_to_come(item)):
            return True
        if item.dep_ == "relcl":
            return False
    return False


def _inverted(verb: Token) -> bool:
    """Tell a condition without "if": "had they attacked", "should they attack", "were they to attack"."""
    opener = next(
        (c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.lower_ in {"had", "should", "were"}), None
    )
    if opener is None and verb.lower_ == "were":
        opener = verb
    if opener is None:
        return False
    who = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if who is None or who.i < opener.i or who.tag_ in {"WP", "WDT"} or who.dep_ == "expl":
        return False
    if opener.i == verb.i and not any(t.lower_ == "to" and t.dep_ == "aux" for c in verb.children for t in c.children):
        return False
    before = verb.doc[opener.i - 1] if opener.i > verb.sent.start else None
    return before is None or before.is_punct or before.lower_ in {"and", "but", "or"}


def _yet_to_come(verb: Token) -> bool:
    """Tell "when they enter the city" under "will": nothing of it has happened."""
    if verb.dep_ != "advcl" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    if not any(c.lower_ in _LATER and c.dep_ in {"mark", "advmod"} for c in verb.children):
        return False
    return any(
        c.dep_ == "aux" and c.lower_ in {*words().modal_future, "would", "must", "should"} for c in verb.head.children
    )


def _played(path: tuple[Token, ...]) -> bool:
    for item in path:
        if item.pos_ in {"VERB", "AUX"}:
            for child in item.children:
                if child.dep_ == "prep" and child.lower_ in {"in", "during"} and _stage(child, item):
                    return True
                if child.dep_ == "nsubj" and lemma(child) in words().fiction and item.tag_ in {"VBZ", "VBP"}:
                    return True
                if (
                    child.dep_ in {"dobj", *SUBJECTS}
                    and item.i == path[0].i
                    and any(c.lower_ in words().mock for c in child.children)
                ):
                    return True
        elif item.i != path[0].i and item.pos_ == "NOUN" and lemma(item) in words().fiction and lemma(item) != "story":
            return any(p.dep_ in {"prep", "acl", "relcl"} and p.lower_ in {"about", "of", "on"} for p in path)
    return False


def _stage(preposition: Token, verb: Token) -> bool:
    """Tell "in the film" and, before the verb, "in the exercise": men do die in exercises, but not of the enemy."""
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            name = lemma(noun)
            if name in words().fiction and name not in {"story", "game"}:
                return preposition.lower_ == "in"
            return preposition.i < verb.i and name in words().exercises | words().fiction
    return False


def figurative(token: Token, kind: str, end: int) -> str:
    """Return why a word of war is said of something else, or of what no party did; "" if it is not.

    ``end`` is the token after the word, which may be several tokens long.
    """
    if kind not in _FORCES and not kind.startswith("~"):
        return ""
    verb = token if token.pos_ in {"VERB", "AUX"} else token.head if token.dep_ in {"oprd", "acomp"} else None
    if verb is not None:
        who = subject(verb)
        if who is not None and who.pos_ == "NOUN":
            active = any(c.i == who.i and c.dep_ == "nsubj" for c in verb.children) or (
                who.i < verb.i and not _passive(verb)
            )
            if active and lemma(who) in words().nature and not any(c.lower_ == "of" for c in who.children):
                return "no act of a party"
            if active and lemma(who) in words().trade:
                return "said of trade or sport"
    source = verb or token
    harm = kind in {"~harm", "killing", "displacement"}
    for child in source.children:
        if token.i < child.i < end:
            # "Opened fire on": a part of the word itself.
            continue
        if child.dep_ == "dobj" and child.i > source.i and lemma(child) in words().figurative and not _named(child):
            return f"said of {lemma(child)}"
        if child.dep_ in {"prep", "agent"} and child.lower_ in _AIMS:
            for noun in child.children:
                if noun.dep_ != "pobj" or noun.pos_ != "NOUN":
                    continue
                if (
                    harm
                    and child.lower_ in {"by", "in", "of"}
                    and lemma(noun) in words().nature
                    and not any(c.lower_ == "of" for c in noun.children)
                ):
                    return "no act of a party"
                if not harm and child.lower_ not in {"in", "by"} and lemma(noun) in words().figurative:
                    return f"said of {lemma(noun)}"
    return ""


def _passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}
    )


def _named(noun: Token) -> bool:
    return noun.pos_ == "PROPN"
