"""Veto happenings other than attacks: what is only mentioned, called for, or meant otherwise is no happening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.happenings import Told
from counterclaim.claims.syntax import agent, is_passive, objects, subject
from counterclaim.claims.turn_parts import PARTIES

_CALLS: Final = frozenset(
    "allow ensure need let facilitate block prevent demand call carry remove loot lack seek pursue support"
    " respect observe uphold"
    " violate breach want request require urge hinder obstruct restore await expect honour honor".split()
)
"""What is done to something that need not be there: "to ensure aid", "to respect the truce"."""
_ABOUT_TRUCES: Final = frozenset("violation breach talk proposal monitor plan call effort negotiation".split())
_UNMET: Final = _CALLS | frozenset(
    "violation breach guarantor obligation disregard comply sustainability keep stick adhere commitment".split()
)
_MADE: Final = frozenset("announce broker agree declare reach negotiate sign mediate".split())
_HOPED: Final = frozenset(
    "immediate lasting permanent durable comprehensive nationwide full unhindered safe urgent sustained".split()
)
_CITED: Final = frozenset(
    "comply abide implement violate respect recall reject oppose criticise criticize scrap demand seek bind".split()
)
_UNREACHED: Final = frozenset(
    "return engage need call chance prospect pursue fail hope force participate committee".split()
)
_FATES: Final = frozenset(
    "repression resistance success failure violence force silence criticism approval gunfire hostility".split()
)
_ASSEMBLED: Final = frozenset(
    "leaders ministers sides parties group council diplomats envoys presidents committee".split()
)
_NOT_BESIEGED: Final = frozenset(
    "finance finances funding funds money oil revenue him her me you us ties relations power electricity"
    " influx engine".split()
)
_RESCUERS: Final = frozenset(
    "civil defense defence ambulances ambulance rescue rescuers firefighters medics letter message".split()
)
_DEPLORED: Final = frozenset("refute oppose condemn name reject stop end prevent hold amount constitute".split())
_SLIDES: Final = frozenset("decline attention fall spread slide development progress trend growth".split())
_OFFICES: Final = frozenset("ministry office department agency minister coordinator secretary".split())
_DEEDS: Final = frozenset("attack strike retaliation action response war force invasion reprisal revenge".split())
_TRUCES: Final = frozenset({"truce", "ceasefire", "cease-fire", "armistice"})
_STRUCK: Final = frozenset("bomb hit strike target destroy attack raid".split())
_NOT_ARMS: Final = frozenset({"fuel", "airspace", "parts"})
_BACK: Final = 90
"""Tokens (some three sentences) within which what is discussed is the matter of the meeting just told."""


def accept(ctx: Context, group: Group, kind: str, told: Told) -> bool:
    """Tell whether a telling of a kind other than the attacks stands; attacks always do."""
    veto = _CHECKS.get(kind)
    return veto is None or not all(veto(ctx, ctx.doc[t.head], told) for t in group.triggers)


def _governors(token: Token) -> set[str]:
    """Return the lemmas of the words that a noun hangs on as object, up to the verb of its clause."""
    found: set[str] = set()
    for _ in range(5):
        if token.head.i == token.i or token.dep_ in {"nsubj", "nsubjpass", "relcl", "advcl"}:
            break
        token = token.head
        found.add(token.lemma_.lower())
        if token.pos_ == "VERB" and token.dep_ not in {"xcomp", "pcomp"}:
            break
    return found


def _no_aid(ctx: Context, token: Token, _told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        # "Will aid in denying": the verb helps somebody to do something.
        given = [ctx.doc[i] for i in ctx.classes.get("relief", ()) if token.sent.start <= i < token.sent.end]
        fit = [t for t in given if t.pos_ != "VERB" and not any(c.lower_ == "no" for c in t.children)]
        return token.lemma_.lower() == "aid" or (bool(given) and not fit)
    if token.dep_ == "compound" or any(c.lower_ in {"no", "urgent", "biggest", "largest"} for c in token.children):
        return True
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in _OFFICES:
        return True
    return bool(_governors(token) & _CALLS)


def _no_truce(_ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        return False
    if token.dep_ == "compound" and token.head.lemma_.lower() in _ABOUT_TRUCES:
        return True
    if any(c.dep_ in {"acl", "relcl"} and c.lemma_.lower() in _MADE for c in token.children):
        return False
    if _governors(token) & _UNMET:
        return not told.actors
    return any(c.dep_ == "amod" and c.lower_ in _HOPED for c in token.children) and not told.own & {"actors", "when"}


def _no_deal(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        if token.dep_ == "amod" or (token.i > token.sent.start and token.nbor(-1).lower_ == "as"):
            return True
        near = {t.lower_ for t in ctx.doc[token.i + 1 : min(token.i + 5, token.sent.end)]}
        if token.head.lower_ in _TRUCES or near & _TRUCES:
            return True
        who = subject(token)
        return (who is not None or token.lemma_.lower() == "agree") and not _meets(ctx, who) and not told.actors
    if _governors(token) & _CITED:
        return True
    if token.dep_ == "pobj" and token.head.lower_ in {"under", "per"}:
        return len(told.actors) < 2 and not any(c.dep_ in {"acl", "relcl", "prep"} for c in token.children)
    return False


def _no_talks(ctx: Context, token: Token, told: Told) -> bool:
    if any(t.lower_ in _FATES for t in ctx.doc[token.i + 1 : min(token.i + 4, token.sent.end)]):
        return True
    if token.pos_ in {"VERB", "AUX"}:
        return _no_meeting(ctx, token)
    if token.dep_ == "compound" or (_within(token, "summit", "meeting") and _told_already(ctx, token)):
        return True
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in {"during", "at"}
        and token.head.head.lemma_.lower() in {"speak", "say", "make", "tell", "announce"}
    ):
        return True
    if _governors(token) & _UNREACHED:
        return True
    if token.dep_ == "pobj" and token.head.lower_ in {"during", "after", "before", "at", "in"}:
        return not told.own & {"places", "when"} and len(told.actors) < 2
    return False


def _within(token: Token, *nouns: str) -> bool:
    """Tell whether a noun is one of some that a report points back with: "this meeting", "the summit"."""
    return token.lemma_.lower() in nouns and any(
        c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in token.children
    )


def _no_meeting(ctx: Context, token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.dep_ == "amod":
        return True
    if lemma == "meet":
        whom = list(objects(token))
        if whom or any(c.lower_ == "with" for c in token.children):
            return not any(_meets(ctx, w) for w in whom) if whom else not _meets(ctx, subject(token))
        who = subject(token)
        mention = ctx.at.get(who.i) if who is not None else None
        return not _meets(ctx, who) or (
            mention is not None
            and mention.kind in {"armed_group", "combatants", "person"}
            and not any(c.dep_ == "conj" for c in (who.children if who is not None else ()))
        )
    if lemma == "host":
        housed = any((m := ctx.at.get(o.i)) is not None and m.kind == "civilians" for o in objects(token))
        return housed or not _meets(ctx, subject(token))
    if lemma == "discuss":
        others = [p for c in token.children if c.lower_ == "with" for p in c.children]
        return _told_already(ctx, token) or (bool(others) and not any(_meets(ctx, p) for p in others))
    return False


def _meets(ctx: Context, token: Token | None) -> bool:
    """Tell whether a noun names one with whom talks are held."""
    if token is None:
        return False
    mention = ctx.at.get(token.i)
    if mention is not None:
        return mention.kind in PARTIES | {"person"}
    return token.pos_ == "PRON" or token.lower_ in _ASSEMBLED or ctx.has_class("officials", token.i, token.i + 1)


def _told_already(ctx: Context, token: Token) -> bool:
    """Tell whether what is discussed is the matter of a meeting just told: "the two leaders discussed"."""
    who = subject(token) if token.pos_ == "VERB" else None
    if who is not None and ctx.at.get(who.i) is not None and ctx.at[who.i].proper:
        return False
    low = max(0, token.i - _BACK)
    return any(
        low <= t.start < token.i and t.kind == "talks" and ctx.doc[t.head].lemma_.lower() != "discuss"
        for t in ctx.triggers
    )


def _no_siege(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ != "VERB":
        return token.dep_ == "pobj" and token.head.lower_ in {"from", "like"} and not told.own
    near = {t.lower_ for t in ctx.doc[token.i + 1 : min(token.i + 6, token.sent.end)]}
    return bool(near & _NOT_BESIEGED) or (
        token.lemma_ in {"surround", "trap"} and not told.own & {"places"} and not told.actors
    )


def _no_threat(ctx: Context, token: Token, _told: Told) -> bool:
    if token.lemma_.lower() != "threaten":
        return False
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if who is not None and mention is None and who.pos_ in {"NOUN", "PROPN"}:
        return True
    if token.dep_ == "relcl" and token.tag_ in {"VBZ", "VBP"}:
        return True
    # "Threaten to", "threaten X with", "threaten an attack": else it only says that something is in danger.
    if any(c.dep_ == "xcomp" or (c.dep_ == "prep" and c.lower_ in {"with", "against"}) for c in token.children):
        return False
    return not any(
        o.lemma_.lower() in _DEEDS or ((m := ctx.at.get(o.i)) is not None and m.kind in PARTIES) for o in objects(token)
    )


def _no_displacement(_ctx: Context, token: Token, told: Told) -> bool:
    if token.dep_ == "amod" and not told.tolls:
        return True
    if token.lemma_.lower() == "flee" and token.tag_ in {"VBZ", "VBG", "VBP"} and token.dep_ in {"relcl", "acl"}:
        return not told.own & {"places", "tolls"}
    return False


def _no_destruction(_ctx: Context, token: Token, told: Told) -> bool:
    if token.dep_ in {"amod", "compound"} or (
        token.dep_ == "acl" and token.tag_ == "VBN" and token.lemma_ in {"capture", "seize"}
    ):
        return True
    if token.pos_ == "NOUN":
        return not told.own & {"places", "targets"}
    return "commit" in _governors(token)


def _no_deployment(_ctx: Context, token: Token, told: Told) -> bool:
    if token.dep_ == "amod":
        return True
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    lemma = token.lemma_.lower()
    if lemma in {"send", "dispatch", "rush"}:
        before = token.doc[max(token.sent.start, token.i - 7) : token.i]
        sent = {t.lower_ for t in (before if is_passive(token) else objects(token))}
        return bool(sent & _RESCUERS)
    if lemma == "deploy":
        return any(o.lower_ in {"power", "tactic", "tactics"} for o in objects(token)) or (
            is_passive(token)
            and not told.own & {"places", "when"}
            and not told.actors
            and not any(c.dep_ == "prep" and c.lower_ in {"from", "to", "in", "at", "along"} for c in token.children)
        )
    return False


def _no_arms(ctx: Context, token: Token, _told: Told) -> bool:
    if token.pos_ not in {"VERB", "AUX"}:
        return token.dep_ == "compound" or bool(_governors(token) & _STRUCK)
    ahead = {t.lower_ for t in ctx.doc[token.i + 1 : min(token.i + 5, token.sent.end)]}
    if ahead & _NOT_ARMS:
        return True
    if token.lemma_.lower() == "deliver":
        # Bombs are delivered on their target.
        who = agent(token) if is_passive(token) else subject(token)
        return (
            (who is not None and who.lower_.endswith(("strike", "strikes")))
            or "munitions" in token.sent.text
            or "strikes" in token.sent.text
        )
    return False


def _no_demand(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"NOUN", "PROPN"}:
        return not told.actors
    # "Farmers asked for rain": who only asks for something is no party to the conflict.
    wishing = token.lemma_.lower() == "ask" and any(c.lower_ == "for" for c in token.children)
    who = subject(token)
    return wishing and who is not None and not _meets(ctx, who) and not told.actors


def _no_abuse(_ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"NOUN", "PROPN"}:
        if any(c.dep_ == "det" and c.lower_ in {"these", "such"} for c in token.children):
            return True
        idle = token.dep_ == "nsubj" and token.head.lemma_ == "be"
        return (idle or bool(_governors(token) & _DEPLORED)) and not told.own & {"places", "when", "actors"}
    return (
        token.dep_ == "acl" and token.tag_ == "VBN" and not told.own & {"places", "when"} and token.head.pos_ == "PRON"
    )


def _no_arrest(_ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ == "VERB" and any(o.lower_ in _SLIDES for o in objects(token)):
        return True
    return token.dep_ == "acl" and token.tag_ == "VBN" and not told.own & {"places", "when", "tolls", "actors"}


_CHECKS: Final[dict[str, Callable[[Context, Token, Told], bool]]] = {
    "aid": _no_aid,
    "ceasefire": _no_truce,
    "agreement": _no_deal,
    "talks": _no_talks,
    "siege": _no_siege,
    "threat": _no_threat,
    "displacement": _no_displacement,
    "destruction": _no_destruction,
    "deployment": _no_deployment,
    "arms_supply": _no_arms,
    "demand": _no_demand,
    "abuse": _no_abuse,
    "arrest": _no_arrest,
}
