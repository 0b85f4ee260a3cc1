"""What governs a verb makes of it: "vowed to", "denied that", "the risk of -ing", "it is not true that"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.company import under
from counterclaim.claims.denied import claimed, denial, disowned
from counterclaim.claims.moods import auxiliaries
from counterclaim.claims.reality import (
    ASSERTED,
    ATTEMPTED,
    SUBJECTS,
    WARLIKE,
    WEIGHED,
    Realis,
    barred,
    infinitive,
    lemma,
    negated,
    words,
)

_ATTEMPTS: Final = frozenset({"try", "attempt", "seek", "struggle", "fail", "battle", "fight"})
_SPANS: Final = frozenset({"hour", "day", "week", "month", "year", "time"})


def judged(verb: Token, kind: str) -> Realis:
    """Judge a verb by its auxiliaries, then by each verb or noun that it depends on."""
    attempted, inherited = False, False
    for _ in range(7):
        seen = auxiliaries(verb, kind)
        if seen is not None and not (inherited and seen.stance == "denies"):
            # "Fear that they will attack", "denied that it would": who says it outweighs the tense.
            told = seen.stance == "intends" and verb.dep_ in {"ccomp", "acl"}
            return (governed(verb, verb.head, lemma(verb.head)) if told else None) or seen
        if verb.head.i == verb.i:
            break
        if infinitive(verb):
            step = _to_do(verb, kind)
            if isinstance(step, Realis):
                return step
            attempted = attempted or lemma(verb.head) in _ATTEMPTS or lemma(step) in _ATTEMPTS
            verb = step
            continue
        seen = governed(verb, verb.head, lemma(verb.head)) if verb.dep_ not in {"conj", "advcl"} else None
        if seen is not None:
            return seen
        above, mood_only = _above(verb)
        if above is None:
            break
        verb, inherited = above, inherited or mood_only
    return ATTEMPTED if attempted else ASSERTED


def _to_do(verb: Token, kind: str) -> Realis | Token:
    """Judge an infinitive by the word that it hangs on, or return the verb on which its reality depends."""
    head = verb.head
    name = lemma(head)
    if name in _SPANS and head.head.pos_ in {"VERB", "AUX", "ADP"}:
        # "Trying for months to surround": the parser hangs the infinitive on the months.
        head = head.head.head if head.head.pos_ == "ADP" else head.head
        name = lemma(head)
    if any(c.lower_ in {"have", "had"} and c.dep_ == "aux" for c in verb.children):
        return ASSERTED
    if name in words().enables and not past(head):
        return Realis(None, f"to, after {name}")
    if name == "be":
        return to_be_done(head)
    if verb.dep_ == "conj" and infinitive(head):
        return head
    if name == "fail" and kind not in WARLIKE and kind != "territory_change" and not kind.startswith("~"):
        return Realis(None, "failed to")
    if name in words().tries | words().enables and head.pos_ in {"VERB", "AUX", "ADJ"}:
        return head.head if head.pos_ == "ADJ" and head.head.pos_ in {"VERB", "AUX"} else head
    if name in words().intends or name in words().intent_nouns:
        return intended(head, name)
    return ATTEMPTED if name in words().try_nouns else Realis(None, f"to, after {name}")


def _above(verb: Token) -> tuple[Token | None, bool]:
    """Return the verb whose reality a verb shares, and whether only its mood carries over, not its negation."""
    head, name = verb.head, lemma(verb.head)
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        alike = verb.tag_ == head.tag_ or verb.tag_ == "VB"
        own = any(c.dep_ in {*SUBJECTS, "aux", "auxpass"} for c in verb.children)
        return (head if alike and not own else None), False
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        # "Could hit the dam, killing thousands".
        own = any(c.dep_ in {"mark", "advmod", *SUBJECTS} for c in verb.children)
        return (None if own else head), True
    if verb.dep_ == "xcomp" and head.pos_ == "VERB" and name in words().tries:
        return head, False
    if verb.dep_ == "pcomp" and head.lower_ == "by" and head.head.pos_ == "VERB":
        return head.head, True
    if verb.dep_ in {"csubj", "csubjpass", *SUBJECTS} and head.pos_ in {"VERB", "AUX"}:
        # "Fighting will engulf the town": a gerund as subject.
        return head, True
    return None, False


def past(head: Token) -> bool:
    """Tell whether "helped", "allowed", "was able" is told as done."""
    verb = head.head if head.pos_ == "ADJ" else head
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN"
        and any(
            c.dep_ in {"aux", "auxpass"} and c.lower_ in {"have", "has", "had", "was", "were"} for c in verb.children
        )
    )


def to_be_done(be: Token) -> Realis:
    """Judge "X is to do it": announced, unless the subject only names an aim."""
    who = next((c for c in be.children if c.dep_ in SUBJECTS), None)
    if who is None or lemma(who) in words().abstract:
        return Realis(None, "to, after be")
    return Realis("denies" if negated(be) else "intends", "is to")


def intended(head: Token, name: str) -> Realis:
    """Judge what hangs on a word of intent: a plan that was foiled or refused announces nothing."""
    ruler = head.head
    undone = lemma(ruler) in words().cancels or lemma(ruler) in words().denials or barred(head)
    if head.pos_ == "NOUN" and head.dep_ in {"dobj", "nsubjpass"} and undone:
        return Realis(None, f"{lemma(ruler)} a {name}")
    verb = head if head.pos_ != "ADJ" else ruler
    if negated(verb):
        return Realis(None, f"not {name}")
    return Realis("intends", f"to, after {name}")


def governed(verb: Token, head: Token, name: str) -> Realis | None:
    """Judge by the noun, verb or adjective of which a clause or a gerund is the complement."""
    role = verb.dep_
    if role in {"acl", "relcl", "ccomp"} and head.pos_ in {"NOUN", "PROPN"}:
        if any(c.tag_ in {"WDT", "WP", "WRB"} for c in verb.children):
            return None
        return (
            under(head, "of")
            if name not in {"report", "effort", "exercise", "drill", "book", "film"} or role != "relcl"
            else claimed(head)
        )
    if role == "ccomp":
        return _said(verb, head, name)
    if role in {"xcomp", "advcl"} and verb.tag_ == "VBG" and role == "xcomp":
        if name in words().denials:
            return denial(head, f"after {name}")
        if name in words().proves and negated(head):
            return Realis(None, f"not {name}")
        if name in words().stops:
            return ASSERTED if negated(head) else Realis(None, f"after {name}")
        if name in words().intends:
            return Realis("intends", f"after {name}")
    if role in {"xcomp", "pcomp", "ccomp"} and name in words().drops and head.pos_ == "VERB":
        return Realis(None, f"after {name}")
    if role == "xcomp" and name in words().enables and not past(head):
        return Realis(None, f"after {name}")
    if role == "pcomp":
        return _gerund(head)
    return None


def _gerund(preposition: Token) -> Realis | None:
    """Judge a gerund after a preposition: "without firing", "the risk of losing", "responsibility for killing"."""
    above, lower = preposition.head, preposition.lower_
    if lower == "without":
        return Realis(None, "without")
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    if before in {"instead", "rather", "short"} or above.lower_ in {"instead", "rather", "short"}:
        return Realis(None, "instead of")
    seen = disowned(preposition, above, None)
    if seen is not None:
        return seen
    if above.pos_ in {"NOUN", "PROPN"}:
        if lemma(above) in words().intent_nouns:
            return intended(above, lemma(above))
        return under(above, lower)
    if lemma(above) in words().cancels and negated(above):
        # "Could not prevent them from burning it".
        return None
    if lemma(above) in words().drops and lower in {"of", "from", "against", "about"}:
        return Realis(None, f"after {lemma(above)}")
    if lemma(above) in words().prepares and lower in {"for", "on"}:
        return Realis("intends", f"after {lemma(above)}")
    return None


def _said(verb: Token, head: Token, name: str) -> Realis | None:
    """Judge a clause by the verb that it is the object of."""
    if name in words().denials:
        return denial(head, f"after {name}")
    told = next((c for c in head.children if c.dep_ == "dobj" and c.i < verb.i and lemma(c) in words().contents), None)
    if told is not None:
        # "Called the claim that ... a lie": the parser hangs the clause on "called".
        return claimed(told)
    bare = verb.tag_ in {"VB", "VBP"} and not any(c.dep_ == "aux" for c in verb.children)
    if name in words().subjunctive or (name in {"insist", "suggest", "ask"} and verb.tag_ == "VB" and bare):
        return Realis(None, f"after {name}")
    if name in words().supposes:
        return Realis(None, f"after {name}")
    if name in words().holds and negated(head):
        return Realis("denies", f"not {name}")
    if name in words().proves and (negated(head) or lemma(head.head) == "unable"):
        return Realis(None, f"not {name}")
    if name == "be":
        no = negated(head)
        for child in head.children:
            if child.dep_ in {"acomp", "attr"}:
                word = lemma(child)
                if (word in {"true", "correct", "case", "accurate"} and no) or (word in words().false and not no):
                    return Realis("denies", "said to be false")
                if word in WEIGHED:
                    return Realis(None, f"is {word}")
    return None
