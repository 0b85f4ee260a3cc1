"""Turns of phrase of what is said between parties: demands, threats, talks, agreements."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.syntax import agent, is_passive, objects, prepositional, subject
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turn_parts import HIGH, Finder, is_met, is_party, is_person, said, tells

_LETS: Final = frozenset(
    {
        "allow",
        "permit",
        "lift",
        "end",
        "stop",
        "halt",
        "release",
        "grant",
        "give",
        "withdraw",
        "hold",
        "respect",
        "free",
    }
)
_RESPONDS: Final = frozenset(
    {"respond", "retaliate", "answer", "avenge", "strike", "hit", "attack", "target", "treat", "punish", "crush"}
)
_FORCEFUL: Final = frozenset(
    {"consequence", "repercussion", "retaliation", "response", "reprisal", "revenge", "price", "punishment"}
)
_BEARS: Final = frozenset({"risk", "pay", "regret", "face", "bear", "suffer"})
_DEEDS: Final = frozenset({"strike", "raid", "operation", "flight", "patrol", "attack", "sortie"})
_MEETS: Final = frozenset({"discuss", "meet", "talk", "negotiate", "confer", "consult"})
_TRUCE_VERBS: Final = frozenset(
    "extend declare announce accept reach sign break breach renew prolong approve negotiate broker".split()
)


def _must(ctx: Context, token: Token) -> Trigger | None:
    """Read "the regime must comply": a demand when a speaker says it of a party other than himself."""
    verb = token.head
    if (
        token.dep_ != "aux"
        or verb.i <= token.i
        or any(c.dep_ == "aux" and c.lower_ in {"have", "had"} for c in verb.children)
    ):
        return None
    who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if who is None or who.i > token.i or not is_party(ctx, who) or not said(ctx, token.idx):
        return None
    if is_passive(verb) and verb.lemma_.lower() not in _LETS:
        return None
    if verb.lemma_ == "be" and any(c.dep_ in {"attr", "acomp"} for c in verb.children):
        return None
    return tells(token, "demand")


def _vital(ctx: Context, token: Token) -> Trigger | None:
    """Read "it is vital that all parties ..." and "it is vital for all parties to ..."."""
    verb = token.head
    if verb.lemma_ != "be" or not any(c.lower_ == "it" for c in verb.children):
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 9, token.sent.end)]
    if not any(t.lower_ in {"that", "for"} for t in ahead[:2]) or not said(ctx, token.idx):
        return None
    return tells(verb, "demand") if any(is_party(ctx, t) for t in ahead) else None


def _ask(ctx: Context, token: Token) -> Trigger | None:
    """Read "asked the army to leave": somebody asked, and something to do."""
    if token.pos_ != "VERB" or not any(
        c.dep_ in {"xcomp", "ccomp", "advcl"} and any(d.lower_ == "to" for d in c.children) for c in token.children
    ):
        return None
    asked = subject(token) if is_passive(token) else next(iter(objects(token)), None)
    inner = next((c for v in token.children if v.dep_ == "ccomp" for c in v.children if c.dep_ == "nsubj"), None)
    if not any(
        is_party(ctx, who) or (who is not None and is_person(ctx, who) and who.pos_ != "PRON") for who in (asked, inner)
    ):
        return None
    return tells(token, "demand")


def _warn(ctx: Context, token: Token) -> Trigger | None:
    """Read "warned Israel of the repercussions" and "warned that it would respond"."""
    if token.pos_ != "VERB":
        return None
    who = subject(token)
    if is_passive(token) or (who is not None and who.pos_ != "PRON" and not is_met(ctx, who)):
        return None
    ahead = list(token.doc[token.i + 1 : min(token.i + 14, token.sent.end)])
    if any(t.lemma_.lower() in _FORCEFUL for t in ahead):
        return tells(token, "threat")
    for verb in ahead:
        if verb.lemma_.lower() in _RESPONDS and any(c.lower_ in {"will", "would", "'ll"} for c in verb.children):
            return tells(token, "threat")
        whom = subject(verb)
        if verb.lemma_.lower() in _BEARS and whom is not None and is_party(ctx, whom) and whom != who:
            return tells(token, "threat")
    return None


def _coordinate(ctx: Context, token: Token) -> Trigger | None:
    """Read "coordinate its flights with the coalition": forces that arrange not to collide."""
    if token.pos_ not in {"VERB", "NOUN"}:
        return None
    partner = any(is_party(ctx, item) for item in prepositional(token, frozenset({"with", "between"})))
    deed = next(iter(objects(token)), None)
    if deed is not None:
        partner = partner or any(is_party(ctx, item) for item in prepositional(deed, frozenset({"with"})))
    return tells(token, "agreement") if partner or (deed is not None and deed.lemma_.lower() in _DEEDS) else None


def _will_not_allow(ctx: Context, token: Token) -> Trigger | None:
    """Read "we will not allow": said of himself by a party that can prevent it."""
    children = {c.lower_ for c in token.children}
    if not ({"will", "would", "wo"} & children and {"not", "n't", "nt", "never"} & children):
        return None
    who = subject(token)
    if who is None or not (who.lower_ in {"we", "it"} or is_met(ctx, who)) or not said(ctx, token.idx):
        return None
    modal = next(c for c in token.children if c.lower_ in {"will", "would", "wo"})
    return tells(modal, "threat")


def _given_days(_ctx: Context, token: Token) -> Trigger | None:
    """Read "were given three days to leave", "gave the soldiers seven days to step down"."""
    if token.pos_ != "VERB":
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 13, token.sent.end)]
    days = next((t for t in ahead if t.lemma_.lower() in {"day", "hour", "week"}), None)
    if days is None or not any(t.like_num for t in token.doc[token.i + 1 : days.i]):
        return None
    after = token.doc[days.i + 1 : min(days.i + 3, token.sent.end)]
    return tells(token, "threat") if len(after) == 2 and after[0].lower_ == "to" and after[1].pos_ == "VERB" else None


def _respond(ctx: Context, token: Token) -> Trigger | None:
    """Read "air defences would answer the raids", "the bases would be targeted": said of one's own answer to come."""
    modal = any(c.dep_ == "aux" and c.lower_ in {"will", "would", "'ll"} for c in token.children)
    if not modal or any(c.dep_ == "neg" for c in token.children) or not said(ctx, token.idx):
        return None
    if token.lemma_.lower() in {"retaliate", "avenge"}:
        return tells(token, "threat")
    if token.lemma_.lower() == "target":
        return tells(token, "threat") if is_passive(token) and agent(token) is None else None
    provoked = {
        "attack",
        "attacks",
        "raid",
        "raids",
        "aggression",
        "strike",
        "strikes",
        "violation",
        "violations",
        "provocation",
    }
    answered = [*objects(token), *prepositional(token, frozenset({"to"}))]
    return tells(token, "threat") if any(t.lower_ in provoked for t in answered) else None


def _journey(ctx: Context, token: Token) -> Trigger | None:
    """Read "will travel to Iraq to discuss": a journey for talks is the talks."""
    if token.pos_ != "VERB" or not is_met(ctx, subject(token)):
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 12, token.sent.end)]
    for other in ahead:
        if other.lemma_.lower() in _MEETS and other.pos_ == "VERB" and other.i > 0 and other.nbor(-1).lower_ == "to":
            return tells(token, "talks")
        if other.lower_ in {"talks", "negotiations", "consultations"} and other.nbor(-1).lower_ in {"for", "peace"}:
            return tells(token, "talks")
    return None


def _contact(ctx: Context, token: Token) -> Trigger | None:
    """Read "in touch with", "a call with", "spoke with": contact with a party or an official."""
    if token.i + 1 >= token.sent.end or not any(
        is_met(ctx, who) or is_met(ctx, _first(who)) for who in prepositional(token, frozenset({"with", "to"}))
    ):
        return None
    if token.lower_ in {"touch", "contact"}:
        verb = next((t for t in (token.head, token.head.head) if t.pos_ in {"VERB", "AUX"}), None)
        return (
            tells(token, "talks", head=verb, role="verb")
            if token.nbor(-1).lower_ in {"in", "close", "direct"} and verb is not None
            else None
        )
    if token.pos_ == "NOUN" and token.lower_ in {"call", "calls", "phone"}:
        return tells(token, "talks", role="noun") if token.nbor(1).lower_ == "with" else None
    if token.pos_ == "VERB" and token.lemma_ in {"speak", "talk"} and is_met(ctx, subject(token)):
        return tells(token, "talks") if token.nbor(1).lower_ in {"with", "by", "on"} else None
    return None


def _meet(ctx: Context, token: Token) -> Trigger | None:
    """Read "Sergei Lavrov met John Kerry": persons who meet."""
    if token.pos_ != "VERB" or not is_met(ctx, subject(token)):
        return None
    if token.lemma_.lower() == "receive" and not any(o.lower_ in HIGH for o in objects(token)):
        return None
    return tells(token, "talks") if any(is_met(ctx, o) for o in objects(token)) else None


def _truce(_ctx: Context, token: Token) -> Trigger | None:
    """Read "extended their ceasefire", "declared a truce": the verb's doers are the truce's parties."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or verb.pos_ != "VERB" or verb.lemma_.lower() not in _TRUCE_VERBS:
        return None
    return tells(token, "ceasefire", head=verb)


def _first(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_ in {"compound", "poss", "amod"}), None)


def _conference(ctx: Context, token: Token) -> Trigger | None:
    """Read "will host a conference", "the conference hosted by": a gathering that a party holds."""
    if (
        token.pos_ not in {"NOUN", "PROPN"}
        or token.lower_.startswith("press")
        or (token.i and token.nbor(-1).lower_ in {"press", "news"})
    ):
        return None
    verbs = [token.head, *(c for c in token.children if c.dep_ in {"acl", "relcl"})]
    host = next(
        (
            v
            for v in verbs
            if v.lemma_.lower() in {"host", "hold", "convene", "attend", "organise", "organize", "chair"}
        ),
        None,
    )
    if host is None:
        return None
    who = agent(host) if is_passive(host) else subject(host)
    return tells(token, "talks", role="noun") if is_met(ctx, who) else None


def _agree(ctx: Context, token: Token) -> Trigger | None:
    """Read "had agreed last year to give up", "it was agreed between them": parties that bind themselves."""
    if token.pos_ != "VERB":
        return None
    if is_passive(token):
        return tells(token, "agreement") if any(c.lower_ == "between" for c in token.children) else None
    who = subject(token)
    if who is None or not (is_met(ctx, who) or who.lower_ in {"sides", "parties"}):
        return None
    bound = any(c.dep_ == "xcomp" and any(d.lower_ == "to" for d in c.children) for c in token.children)
    return tells(token, "agreement") if bound else None


SAID: Final[dict[str, tuple[Finder, ...]]] = {
    **dict.fromkeys(("meet", "receive"), (_meet,)),
    **dict.fromkeys(("truce", "ceasefire", "cease-fire", "armistice"), (_truce,)),
    **dict.fromkeys(("must", "should"), (_must,)),
    **dict.fromkeys(("critical", "crucial", "essential", "imperative", "incumbent", "vital"), (_vital,)),
    **dict.fromkeys(("ask", "order", "request"), (_ask,)),
    "warn": (_warn,),
    **dict.fromkeys(("accept", "allow", "permit", "tolerate"), (_will_not_allow,)),
    "give": (_given_days,),
    **dict.fromkeys(("arrive", "come", "fly", "go", "head", "return", "travel", "visit"), (_journey,)),
    **dict.fromkeys(("call", "contact", "speak", "talk", "touch"), (_contact,)),
    **dict.fromkeys(("conference", "session", "summit"), (_conference,)),
    "agree": (_agree,),
    "coordinate": (_coordinate,),
    **dict.fromkeys(("answer", "avenge", "respond", "retaliate", "target"), (_respond,)),
}
"""The readers of each lemma."""
