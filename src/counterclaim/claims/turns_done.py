"""Turns of phrase of what is withheld, given and destroyed: siege, arms, sanctions, fires."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.syntax import agent, is_passive, objects, prepositional, subject
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turn_parts import ARMED, PARTIES, Finder, is_met, is_party, tells, undergoers

_RELIEVERS: Final = frozenset(
    {
        "inspector",
        "inspectors",
        "convoy",
        "convoys",
        "ambulance",
        "ambulances",
        "aid",
        "trucks",
        "medics",
        "rescuers",
        "workers",
        "monitors",
        "observers",
        "supplies",
        "food",
        "medicine",
    }
)
_MATERIAL: Final = frozenset(
    {"arms", "weapons", "weaponry", "ammunition", "airstrikes", "strikes", "training", "equipment", "materiel"}
)
_WORKS: Final = frozenset(
    "bridge bridges dam dams house houses home homes mosque shrine temple tomb church monastery pipeline"
    " railway tunnel tunnels"
    " building buildings tower towers statue minaret".split()
)
_GOING: Final = frozenset("reaching entering getting delivering going leaving evacuating".split())
_LISTS: Final = frozenset(
    "sanctions sanction terrorist terrorism terror council blacklist designated committee".split()
)
_ENVOYS: Final = frozenset(
    "diplomat diplomats ambassador ambassadors envoy envoys attache attaché attachés consul".split()
)
_TRADES: Final = frozenset("companies banks firms exports imports trade".split())
_FROZEN: Final = frozenset({"assets", "funds", "accounts"})
_SUSPENDED: Final = frozenset({"aid", "membership", "ties", "relations", "trade", "cooperation"})
_SOLD: Final = frozenset(
    "jets tanks missiles howitzers rockets helicopters drones rifles warships systems shells launchers".split()
)


def _access(_ctx: Context, token: Token) -> Trigger | None:
    """Read "has not been given access", "was denied entry": the noun carries it, since the verb is negated."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass", "attr", "oprd"} or verb.pos_ != "VERB":
        return None
    negated = any(c.dep_ == "neg" for c in verb.children)
    lemma = verb.lemma_.lower()
    if (lemma in {"give", "grant", "allow"} and negated) or lemma in {"deny", "refuse", "block"}:
        return tells(token, "siege", role="noun")
    return None


def _kept_out(_ctx: Context, token: Token) -> Trigger | None:
    """Read "blocked the inspectors", "kept ambulances from reaching", "turned back three convoys"."""
    if token.pos_ != "VERB" or not any(w.lower_ in _RELIEVERS for w in undergoers(token)):
        return None
    lemma = token.lemma_.lower()
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 10, token.sent.end)]}
    if lemma == "block" or (lemma == "turn" and "back" in ahead) or (lemma == "hold" and "up" in ahead):
        return tells(token, "siege")
    return tells(token, "siege") if lemma in {"keep", "prevent", "stop", "bar"} and ahead & _GOING else None


def _support(ctx: Context, token: Token) -> Trigger | None:
    """Read "supports the rebels with arms", "backed by air strikes of": help that kills."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    helped = next((o for o in objects(token) if (m := ctx.at.get(o.i)) is not None and m.kind in PARTIES), None)
    if helped is None:
        return None
    ahead = token.doc[helped.i + 1 : min(helped.i + 9, token.sent.end)]
    marked = next((t for t in ahead if t.lower_ in {"with", "through"}), None)
    if marked is not None and any(
        t.lower_ in _MATERIAL for t in token.doc[marked.i : min(marked.i + 7, token.sent.end)]
    ):
        return tells(token, "arms_supply")
    return None


def _sale(_ctx: Context, token: Token) -> Trigger | None:
    """Read "the sale of 40 fighter jets", "delivery of tanks": arms that change hands."""
    if token.pos_ != "NOUN":
        return None
    sold = prepositional(token, frozenset({"of"}))
    return tells(token, "arms_supply", role="noun") if any(o.lower_ in _SOLD for o in sold) else None


def _train(ctx: Context, token: Token) -> Trigger | None:
    """Read "advising and assisting our Kurdish partners", "was trained by the army": armed parties made ready."""
    if token.pos_ != "VERB" or (is_passive(token) and agent(token) is None):
        return None
    for item in undergoers(token):
        mention = ctx.at.get(item.i)
        if item.lower_ in {"partners", "partner"} or (mention is not None and mention.kind in ARMED):
            return tells(token, "arms_supply")
    return None


def _listed(_ctx: Context, token: Token) -> Trigger | None:
    """Read "was put on the sanctions list", "expelled two diplomats": measures of a state."""
    if token.pos_ != "VERB":
        return None
    lemma = token.lemma_.lower()
    if lemma in {"put", "place", "add", "include"}:
        ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 16, token.sent.end)]}
        if ahead & {"list", "blacklist"} and ahead & {"on", "to"} and ahead & _LISTS:
            return tells(token, "sanction")
        return None
    measured = _ENVOYS if lemma == "expel" else _TRADES
    return tells(token, "sanction") if any(w.lower_ in measured for w in undergoers(token)) else None


def _suspend(ctx: Context, token: Token) -> Trigger | None:
    """Read "froze the country's assets", "suspended development aid": measures against a state."""
    if token.pos_ != "VERB":
        return None
    who = None if is_passive(token) else subject(token)
    if who is not None and not is_met(ctx, who) and who.lower_ not in {"bloc", "bank"}:
        return None
    held = _FROZEN if token.lemma_.lower() == "freeze" else _SUSPENDED
    return tells(token, "sanction") if any(w.lower_ in held for w in undergoers(token)) else None


def _set_on_fire(_ctx: Context, token: Token) -> Trigger | None:
    """Read "set 90 lorries on fire"."""
    ahead = [t.lower_ for t in token.doc[token.i + 1 : min(token.i + 9, token.sent.end)]]
    burnt = "ablaze" in ahead or "alight" in ahead or any(a == "on" and b == "fire" for a, b in pairwise(ahead))
    return tells(token, "destruction") if token.pos_ == "VERB" and burnt else None


def _blow_up(ctx: Context, token: Token) -> Trigger | None:
    """Read "Russian forces blew up the bridge": a party that destroys a work on purpose."""
    who = subject(token) if token.pos_ == "VERB" and not is_passive(token) else None
    if not is_party(ctx, who) or not any(
        t.lower_ == "up" for t in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]
    ):
        return None
    return tells(token, "destruction") if any(o.lower_ in _WORKS for o in objects(token)) else None


DONE: Final[dict[str, tuple[Finder, ...]]] = {
    **dict.fromkeys(("sale", "delivery", "supply", "shipment", "transfer"), (_sale,)),
    **dict.fromkeys(("access", "entry", "passage"), (_access,)),
    **dict.fromkeys(("bar", "block", "hold", "keep", "prevent", "stop", "turn"), (_kept_out,)),
    **dict.fromkeys(("back", "help", "support"), (_support,)),
    "assist": (
        _support,
        _train,
    ),
    **dict.fromkeys(("advise", "equip", "train"), (_train,)),
    **dict.fromkeys(("add", "expel", "include", "place", "prohibit", "put"), (_listed,)),
    "set": (_set_on_fire,),
    "blow": (_blow_up,),
    **dict.fromkeys(("freeze", "suspend"), (_suspend,)),
}
"""The readers of each lemma."""
