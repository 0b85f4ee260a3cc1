"""Did it happen?  Told for a trigger: asserted, denied, intended, or only thought of (no claim).

The order of the checks is the order of certainty: question, condition and fiction cover a whole clause; then the
noun's own company and what governs it; then the verb's auxiliaries and the verbs further up.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.denied import claimed, disowned
from counterclaim.claims.reality import (
    ASSERTED,
    ATTEMPTED,
    SUBJECTS,
    Realis,
    Words,
    barred,
    definite,
    infinitive,
    known,
    lemma,
    negated,
    words,
)
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.unreal import figurative, unreal

__all__ = ["Realis", "Words", "realis", "words"]

_ATTEMPTS: Final = frozenset({"try", "attempt", "seek", "struggle", "fail", "battle", "fight"})
_SPANS: Final = frozenset({"hour", "day", "week", "month", "year", "time"})
_WARLIKE: Final = frozenset(
    {"air_strike", "shelling", "bombing", "suicide_attack", "chemical_attack", "killing", "battle"}
)
_ABOUT: Final = frozenset({"of", "for", "against", "to", "from", "about", "over", "in"})
_PLANNING: Final = frozenset({"plan", "schedule", "prepare", "propose", "slate", "set"})
_LEADING: Final = frozenset({"lead", "go", "return", "come", "travel", "agree", "resort", "invite"})
_STAYS: Final = frozenset({"continue", "remain", "keep"})
_WEIGHED: Final = frozenset(
    {"likely", "unlikely", "possible", "impossible", "improbable", "unclear", "doubtful", "conceivable"}
)


def realis(doc: Doc, trigger: Trigger) -> Realis:
    """Return whether the happening that a trigger tells of is asserted, denied, intended or unreal."""
    token = doc[trigger.head]
    why = unreal(token) or figurative(token, trigger.kind)
    if why:
        return Realis(None, why)
    if token.pos_ not in {"VERB", "AUX"}:
        return _noun(token, trigger.kind)
    return _verb(token, trigger.kind)


def _noun(token: Token, kind: str) -> Realis:
    """Judge a noun by its own company, then by the nouns and the verb that govern it."""
    noun = token
    for _ in range(4):
        seen = _beside(noun)
        if seen is not None:
            return seen
        head = noun.head
        if noun.dep_ in {"compound", "nmod", "conj", "appos"} and head.pos_ in {"NOUN", "PROPN"} and head.i != noun.i:
            if noun.dep_ == "compound":
                seen = _under(head, "of")
                if seen is not None:
                    return seen
            noun = head
            continue
        if noun.dep_ != "pobj":
            break
        above = head.head
        seen = _after_preposition(head, above, noun)
        if seen is not None:
            return seen
        if above.pos_ not in {"NOUN", "PROPN"} or head.lower_ != "of" or lemma(above) not in words().measures:
            break
        noun = above
    return _argument(noun, kind)


def _beside(noun: Token) -> Realis | None:
    """Judge by the words before a noun and the participle after it."""
    for child in noun.children:
        lower = child.lower_
        if child.dep_ in {"amod", "compound", "nmod", "det"}:
            if lower == "any":
                if noun.dep_ != "nsubj":
                    return _any(noun)
            elif lower in words().unreal_modifiers:
                return Realis(None, f"unreal: {lower}")
            if lower in words().intended_modifiers:
                return Realis("intends", f"{lower} before it")
        if child.dep_ == "acl" and child.tag_ == "VBN" and lemma(child) in _PLANNING and child.i > noun.i:
            return Realis("intends", f"{lower} after it")
    return Realis("denies", "negated noun") if barred(noun) else None


def _any(noun: Token) -> Realis:
    """Judge "any attack": denied where what governs it is negated or denies, else only thought of."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    verb = above.head if above.pos_ in {"ADJ", "NOUN"} else above
    if verb.pos_ in {"VERB", "AUX"} and (negated(verb) or lemma(verb) == "deny"):
        return Realis("denies", "not any")
    return Realis(None, "unreal: any")


def _under(ruler: Token, preposition: str) -> Realis | None:
    """Judge what a noun above makes of a happening: "the risk of", "no sign of", "reports of" that are rejected."""
    name = lemma(ruler)
    if name in words().evidence and barred(ruler):
        return Realis("denies", f"no {name} of it")
    if name in words().contents or name in words().parts or name in words().denial_nouns:
        seen = claimed(ruler)
        if seen is not None:
            return seen
    if preposition in _ABOUT and name in words().unreal_nouns and ruler.pos_ in {"NOUN", "PROPN"}:
        if name in {"type", "kind", "form"} and (definite(ruler) or preposition != "of"):
            return None
        return Realis(None, f"unreal: {name}")
    if name in {"report", "word", "confirmation"} and barred(ruler):
        return Realis(None, f"no {name} of it")
    return None


def _after_preposition(preposition: Token, above: Token, noun: Token) -> Realis | None:
    lower = preposition.lower_
    if lower == "without":
        return Realis(None, "without")
    if lower == "of" and above.lower_ in {"instead", "short", "event", "case"}:
        return Realis(None, f"{above.lower_} of")
    seen = disowned(preposition, above, noun)
    if seen is not None:
        return seen
    if above.pos_ in {"NOUN", "PROPN"}:
        return _under(above, lower)
    return None


def _argument(noun: Token, kind: str) -> Realis:
    """Judge a noun by the verb that it is subject, object or complement of."""
    above = noun.head
    preposition = ""
    if noun.dep_ == "pobj":
        preposition, above = above.lower_, above.head
    if above.pos_ not in {"VERB", "AUX"} or noun.dep_ not in {"dobj", "nsubjpass", "nsubj", "attr", "pobj", "oprd"}:
        return ASSERTED
    name, own = lemma(above), _auxiliaries(above, kind)
    if kind == "siege" and own is not None and own.rule == "negated verb":
        return ASSERTED
    if noun.dep_ in {"dobj", "nsubjpass", "pobj", "oprd"}:
        seen = _object(noun, above, preposition, kind)
        if seen is not None:
            return own if own is not None and own.stance != "intends" and seen.stance == "intends" else seen
    if noun.dep_ in SUBJECTS:
        return _subject(noun, above, kind)
    if preposition:
        # "Travelled there to hold talks": a purpose of what was done stands; "will go there for talks" does not.
        leads = preposition in {"in", "into", "for", "at", "with"} or (preposition == "to" and name in _LEADING)
        if known(noun) or not leads or name == "be":
            return ASSERTED
        return _mood(above, kind)
    if name in words().light or name == "be":
        return _verb(above, kind)
    return ASSERTED if known(noun) else _mood(above, kind)


def _mood(verb: Token, kind: str) -> Realis:
    """Return what a verb that is not the happening itself leaves of an unknown one in its reach."""
    seen = _verb(verb, kind)
    return ASSERTED if seen.rule.startswith("to, after") and seen.stance is None else seen


def _object(noun: Token, verb: Token, preposition: str, kind: str) -> Realis | None:
    name = lemma(verb)
    if name in words().denials:
        return Realis("denies" if name == "deny" else None, f"after {name}")
    if preposition not in {"", "for", "on", "of", "about", "against", "over", "with"}:
        return None
    if name == "call" and not preposition:
        if any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children):
            return Realis(None, "called off")
        return (
            Realis("intends", "called for a day")
            if kind in {"protest", "talks"} and noun.dep_ != "nsubjpass" and _day_to_come(verb)
            else None
        )
    if not preposition and name in words().cancels:
        return Realis(None, f"unreal: {name}")
    if name in words().prepares and preposition in {"", "for"}:
        return Realis("intends", f"object of {name}")
    if name in words().wants and preposition in (
        {"for", "on"} if name in {"call", "ask", "push", "press", "appeal", "argue"} else {"", "for", "on", "with"}
    ):
        return Realis(None, f"object of {name}")
    if name in words().ponders and not definite(noun):
        return Realis(None, f"object of {name}")
    if name == "announce" and kind == "battle" and not definite(noun):
        return Realis("intends", "object of announce")
    return None


def _day_to_come(verb: Token) -> bool:
    return any(
        t.lower_ in words().future
        or (t.lower_ in {"next", "coming"} and t.i > verb.i)
        or (t.lower_ == "for" and t.head.i == verb.i and any(c.ent_type_ in {"DATE", "TIME"} for c in t.children))
        for t in verb.subtree
    )


def _subject(noun: Token, verb: Token, kind: str) -> Realis:
    name = lemma(verb)
    if name == "be":
        for child in verb.children:
            if child.dep_ in {"acomp", "attr", "advmod", "prep"} and child.i > verb.i:
                if lemma(child) in _WEIGHED:
                    return Realis(None, f"is {child.lower_}")
                if child.dep_ == "acomp" and lemma(child) in words().intends | {"imminent", "near", "inevitable"}:
                    return Realis("intends", f"is {child.lower_}")
    old = definite(noun) and (kind in _WARLIKE or kind in {"~attack", "~hit"})
    if old and (
        name not in words().occurs or (name == "be" and any(c.dep_ in {"attr", "acomp"} for c in verb.children))
    ):
        # "The attack did not go unnoticed" leaves the attack what it is; "could amount to a crime" only judges it.
        own = _auxiliaries(verb, kind)
        return own if own is not None and own.rule.startswith("modal") and own.stance is None else ASSERTED
    seen = _verb(verb, kind)
    if seen.stance == "denies" and (kind == "~harm" or kind == "siege"):
        # "The death toll did not include", "access was not given": the harm stands.
        return ASSERTED
    return Realis(None, "would be") if seen.rule == "modal would" and name == "be" else seen


def _verb(verb: Token, kind: str) -> Realis:
    """Judge a verb by its auxiliaries, then by each verb or noun that it depends on."""
    attempted, inherited = False, False
    for _ in range(7):
        seen = _auxiliaries(verb, kind)
        if seen is not None and not (inherited and seen.stance == "denies"):
            return seen
        head = verb.head
        if head.i == verb.i:
            break
        name = lemma(head)
        if infinitive(verb):
            if name in _SPANS and head.head.pos_ in {"VERB", "AUX", "ADP"}:
                # "Trying for months to surround": the parser hangs the infinitive on the months.
                head = head.head.head if head.head.pos_ == "ADP" else head.head
                name = lemma(head)
            if any(c.lower_ in {"have", "had"} and c.dep_ == "aux" for c in verb.children):
                return ASSERTED
            if name in words().enables and not _past(head):
                return Realis(None, f"to, after {name}")
            if name == "be":
                return _to_be_done(head)
            if verb.dep_ == "conj" and infinitive(head):
                verb = head
                continue
            if name == "fail" and kind not in _WARLIKE and kind != "territory_change" and not kind.startswith("~"):
                return Realis(None, "failed to")
            if name in words().tries | words().enables and head.pos_ in {"VERB", "AUX", "ADJ"}:
                attempted = attempted or name in _ATTEMPTS
                verb = head if head.pos_ != "ADJ" or head.head.pos_ not in {"VERB", "AUX"} else head.head
                continue
            if name in words().intends or name in words().intent_nouns:
                return _intended(head, name)
            if name in words().try_nouns:
                return ATTEMPTED
            return Realis(None, f"to, after {name}")
        if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
            if (verb.tag_ == head.tag_ or verb.tag_ == "VB") and not any(
                c.dep_ in {*SUBJECTS, "aux", "auxpass"} for c in verb.children
            ):
                verb = head
                continue
            break
        if (
            verb.dep_ == "advcl"
            and verb.tag_ == "VBG"
            and not any(c.dep_ in {"mark", "advmod", *SUBJECTS} for c in verb.children)
        ):
            # "Could hit the dam, killing thousands": the mood carries over, a negation does not.
            verb, inherited = head, True
            continue
        seen = _governed(verb, head, name)
        if seen is not None:
            return seen
        if verb.dep_ == "xcomp" and head.pos_ == "VERB" and name in words().tries:
            verb = head
            continue
        if verb.dep_ == "pcomp" and head.lower_ == "by" and head.head.pos_ == "VERB":
            verb, inherited = head.head, True
            continue
        break
    return ATTEMPTED if attempted else ASSERTED


def _past(head: Token) -> bool:
    """Tell whether "helped", "allowed", "was able" is told as done."""
    verb = head.head if head.pos_ == "ADJ" else head
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN"
        and any(
            c.dep_ in {"aux", "auxpass"} and c.lower_ in {"have", "has", "had", "was", "were"} for c in verb.children
        )
    )


def _to_be_done(be: Token) -> Realis:
    """Judge "X is to do it": announced, unless the subject only names an aim."""
    who = next((c for c in be.children if c.dep_ in SUBJECTS), None)
    if who is None or lemma(who) in words().abstract:
        return Realis(None, "to, after be")
    return Realis("denies" if negated(be) else "intends", "is to")


def _intended(head: Token, name: str) -> Realis:
    """Judge what hangs on a word of intent: a plan that was foiled or refused announces nothing."""
    ruler = head.head
    if head.pos_ == "NOUN" and head.dep_ in {"dobj", "nsubjpass"}:
        if lemma(ruler) in words().cancels or lemma(ruler) in words().denials or barred(head):
            return Realis(None, f"{lemma(ruler)} a {name}")
    verb = head if head.pos_ != "ADJ" else ruler
    if negated(verb):
        return Realis(None, f"not {name}")
    return Realis("intends", f"to, after {name}")


def _governed(verb: Token, head: Token, name: str) -> Realis | None:
    """Judge by the noun, verb or adjective of which a clause or a gerund is the complement."""
    role = verb.dep_
    if role in {"acl", "relcl", "ccomp"} and head.pos_ in {"NOUN", "PROPN"}:
        if any(c.tag_ in {"WDT", "WP", "WRB"} for c in verb.children):
            return None
        return (
            _under(head, "of")
            if name not in {"report", "effort", "exercise", "drill", "book", "film"} or role != "relcl"
            else claimed(head)
        )
    if role == "ccomp":
        return _said(verb, head, name)
    if role in {"xcomp", "advcl"} and verb.tag_ == "VBG" and role == "xcomp":
        if name in words().denials:
            return Realis("denies", f"after {name}")
        if name in words().stops:
            return ASSERTED if negated(head) else Realis(None, f"after {name}")
        if name in words().intends:
            return Realis("intends", f"after {name}")
    if role in {"xcomp", "pcomp", "ccomp"} and name in words().drops and head.pos_ == "VERB":
        return Realis(None, f"after {name}")
    if role == "xcomp" and name in words().enables and not _past(head):
        return Realis(None, f"after {name}")
    if role == "pcomp":
        return _gerund(head)
    return None


def _gerund(preposition: Token) -> Realis | None:
    """Judge a gerund after a preposition: "without firing", "the risk of losing", "denied responsibility for killing"."""
    above, lower = preposition.head, preposition.lower_
    if lower == "without":
        return Realis(None, "without")
    if above.lower_ in {"instead", "rather", "short"}:
        return Realis(None, f"{above.lower_} of")
    seen = disowned(preposition, above, None)
    if seen is not None:
        return seen
    if above.pos_ in {"NOUN", "PROPN"}:
        if lemma(above) in words().intent_nouns:
            return _intended(above, lemma(above))
        return _under(above, lower)
    if lemma(above) in words().drops and lower in {"of", "from", "against", "about"}:
        return Realis(None, f"after {lemma(above)}")
    if lemma(above) in words().prepares and lower in {"for", "on"}:
        return Realis("intends", f"after {lemma(above)}")
    return None


def _said(verb: Token, head: Token, name: str) -> Realis | None:
    """Judge a clause by the verb that it is the object of."""
    if name in words().denials:
        return Realis("denies", f"after {name}")
    bare = verb.tag_ in {"VB", "VBP"} and not any(c.dep_ == "aux" for c in verb.children)
    if name in words().subjunctive or (name in {"insist", "suggest", "ask"} and verb.tag_ == "VB" and bare):
        return Realis(None, f"after {name}")
    if name in words().supposes:
        return Realis(None, f"after {name}")
    if name in words().holds and negated(head):
        return Realis("denies", f"not {name}")
    if name in words().proves and _auxiliaries(head, "") is not None:
        return Realis(None, f"not {name}")
    if name == "be":
        no = negated(head)
        for child in head.children:
            if child.dep_ in {"acomp", "attr"}:
                word = lemma(child)
                if (word in {"true", "correct", "case", "accurate"} and no) or (word in words().false and not no):
                    return Realis("denies", "said to be false")
                if word in _WEIGHED:
                    return Realis(None, f"is {word}")
    return None


def _auxiliaries(verb: Token, kind: str) -> Realis | None:
    no = negated(verb)
    perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
    for child in verb.children:
        if child.dep_ not in {"aux", "auxpass"}:
            continue
        lower = child.lower_
        if lower in words().modal_future or (lower == "would" and not perfect):
            if any(
                c.dep_ == "advcl"
                and any(m.dep_ in {"mark", "advmod"} and m.lower_ in {"if", "unless"} for m in c.children)
                for c in verb.children
            ):
                return Realis(None, "only on a condition")
            if lemma(verb) in _STAYS and not no:
                return ASSERTED
            if kind == "~harm":
                # A toll foretold is nobody's announcement.
                return Realis(None, "a toll to come")
            if lower == "would" and no:
                return Realis(None, "modal would")
            return Realis("denies" if no else "intends", f"modal {lower}")
        if lower == "would" or (lower == "could" and perfect and not no):
            return Realis(None, f"{lower} have")
        if lower in words().modal_maybe:
            # "May have killed" is a statement with a doubt; "may kill" is not one.
            return ASSERTED if perfect and not no and lower != "should" else Realis(None, f"modal {lower}")
    if lemma(verb.head) == "go" and verb.head.lower_ == "going" and verb.dep_ == "xcomp" and infinitive(verb):
        return Realis("intends", "going to")
    if verb.tag_ in {"VBP", "VBZ"} or (
        verb.tag_ == "VBG" and any(c.lower_ in {"is", "are", "'s", "'re"} for c in verb.children if c.dep_ == "aux")
    ):
        if any(
            c.dep_ in {"npadvmod", "advmod"}
            and (c.lower_ in words().future or any(d.lower_ in {"next", "coming"} for d in c.children))
            for c in verb.children
        ):
            return Realis("denies" if no else "intends", "a day to come")
    return Realis("denies", "negated verb") if no else None
