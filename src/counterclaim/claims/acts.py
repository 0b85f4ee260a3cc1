"""Decide or veto happenings other than attacks: what is only mentioned, called for, or meant otherwise is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.happenings import Told
from counterclaim.claims.syntax import agent, is_passive, objects, subject
from counterclaim.claims.times import TimeMention
from counterclaim.claims.turns import PARTIES

_WAR: Final = re.compile(
    r"\b(?:conflict|war|uprising|revolt|crisis|hostilities|insurgency|violence|offensive)\b(?: that)?(?: has| have)?(?: since)?"
    r" (?:killed|claimed|left|displaced|cost|forced|uprooted)\b"
    r"|\bdeadliest (?:day|week|month|year)\b"
    r"|\bsince (?:then|(?:\w+ ){0,5}(?:war|conflict|uprising|invasion|revolt|crisis|offensive|campaign|revolution|unrest|protests|breakdown|collapse"
    r"|truce|ceasefire|hostilities|fighting|coup|operation)\b)"
    r"|\b(?:conflict|war|uprising|revolt|crisis|insurgency|unrest|violence)\b[^.]{0,80}\b(?:since|began|started|erupted|years?|broke out)\b"
    r"|\b(?:the|this) war killing\b|\bin (?:two|three|four|five|six|seven|eight|nine|ten|\d+) years\b",
    re.IGNORECASE,
)
"""A war or a long while as what did the harm."""
_MONTH_DAYS: Final = 13
"""Harm summed over at least so many days is a campaign's, not an attack's."""
_MANY: Final = 500
_SOME: Final = 30
_HARMING: Final = frozenset(
    {"~harm", "~attack", "~hit", "displacement", "killing", "battle", "air_strike", "shelling", "bombing"}
)


def campaign_toll(ctx: Context, group: Group) -> bool:
    """Tell whether a group's toll is the sum over a war, a campaign, a month or longer, not one attack's."""
    if not group.tolls or not all(t.kind in _HARMING for t in group.triggers):
        return False
    most = max(toll.toll.low for toll in group.tolls)
    sent = ctx.doc[group.head.head].sent
    if most >= _MANY or any(
        re.match(r"(?:hundreds|thousands|tens of|millions)\b", t.toll.words, re.IGNORECASE) for t in group.tolls
    ):
        if _WAR.search(sent.text):
            return True
    if most < _SOME:
        return False
    near = [t for t in ctx.times if sent.start_char <= t.start < sent.end_char]
    return any(_long(t) and _of_the_toll(ctx, group, t) for t in near)


def _long(time: TimeMention) -> bool:
    """Tell whether an expression of time names a while of weeks: "last month", "since April", "in 2020 alone"."""
    text = time.text.lower()
    if text.startswith(("on ", "by ", "until ")):
        return False
    start, end = time.interval.start, time.interval.end
    if start is None:
        return False
    if end is None:
        return text.startswith("since")
    return (end - start).days >= _MONTH_DAYS


def _of_the_toll(ctx: Context, group: Group, time: TimeMention) -> bool:
    """Tell whether a time hangs on the harm itself, and not on some other happening of the sentence."""
    token = ctx.doc[ctx.token_at(time.start)]
    heads = {t.trigger for t in group.tolls} | {t.head for t in group.triggers}
    seen = 0
    while token.dep_ != "ROOT" and seen < 8:
        token, seen = token.head, seen + 1
        if token.i in heads:
            return True
        if token.dep_ in {"relcl", "acl", "advcl"}:
            return False
    return (
        token.dep_ == "ROOT"
        and any(ctx.doc[h].is_ancestor(token) or token.is_ancestor(ctx.doc[h]) for h in heads)
        and token.pos_ != "VERB"
    )


# ---------------------------------------------------------------- vetoes

_CALLS: Final = frozenset(
    "allow ensure need let facilitate block prevent demand call carry remove loot lack seek pursue support respect observe uphold"
    " violate breach want request require urge hinder obstruct restore reach await expect honour honor".split()
)
_GIVES: Final = frozenset(
    "deliver provide commit pledge donate send distribute arrive enter airdrop give contribute respond supply bring ship drop announce"
    " receive offer allocate earmark approve dispatch fly spend get transport extend boost increase resume suspend cut".split()
)
_DELIVERIES: Final = frozenset(
    {"airdrop", "airdrops", "delivery", "deliveries", "shipment", "shipments", "package", "drop"}
)
_HOPED: Final = frozenset(
    {
        "immediate",
        "lasting",
        "permanent",
        "durable",
        "comprehensive",
        "nationwide",
        "full",
        "unhindered",
        "safe",
        "urgent",
        "sustained",
        "further",
    }
)
_NOT_BESIEGED: Final = frozenset(
    {
        "finance",
        "finances",
        "funding",
        "funds",
        "money",
        "oil",
        "revenue",
        "him",
        "her",
        "me",
        "you",
        "us",
        "ties",
        "relations",
        "power",
        "electricity",
        "influx",
    }
)
_TALKING: Final = frozenset({"discuss"})


def accept(ctx: Context, group: Group, kind: str, told: Told) -> bool:
    """Tell whether a telling of a kind other than the attacks stands; attacks always do."""
    if all(_within_name(ctx, t.start, t.end) for t in group.triggers) and kind in _VETOES | _PLAIN:
        return False
    veto = _CHECKS.get(kind)
    return veto is None or not all(veto(ctx, ctx.doc[t.head], told) for t in group.triggers)


def _within_name(ctx: Context, start: int, end: int) -> bool:
    """Tell whether words are part of the name of a party: "the High Negotiations Committee"."""
    mention = ctx.at.get(start)
    if mention is None or not mention.proper:
        return False
    last = ctx.doc[end - 1]
    return (
        mention.start <= ctx.doc[start].idx
        and last.idx + len(last) <= mention.end
        and mention.end - mention.start > last.idx + len(last) - ctx.doc[start].idx
    )


def _governors(token: Token) -> set[str]:
    """Return the lemmas of the words that a noun hangs on, up to the verb of its clause."""
    found: set[str] = set()
    for _ in range(5):
        if token.head.i == token.i:
            break
        token = token.head
        found.add(token.lemma_.lower())
        if token.pos_ == "VERB":
            break
    return found


def _no_aid(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        # "Will aid in denying": the verb helps somebody to do something.
        return token.lemma_.lower() == "aid"
    if any(c.lower_ in {"no", "urgent"} for c in token.children):
        return True
    above = _governors(token)
    if above & _CALLS or token.dep_ == "compound":
        return True
    if token.lower_ in _DELIVERIES:
        return False
    return not above & _GIVES and not any(
        c.dep_ in {"acl", "relcl"} and c.lemma_.lower() in _GIVES for c in token.children
    )


def _no_truce(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        return False
    if token.dep_ == "compound" and token.head.lemma_.lower() in {
        "violation",
        "breach",
        "deal",
        "talk",
        "proposal",
        "monitor",
        "plan",
    }:
        return token.head.lemma_.lower() not in {"deal"}
    above = _governors(token)
    if above & (_CALLS | {"violation", "breach", "guarantor", "need", "obligation", "disregard"}):
        return not told.actors
    return any(c.dep_ == "amod" and c.lower_ in _HOPED for c in token.children) and not told.own & {"actors", "when"}


def _no_deal(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"}:
        if token.lemma_.lower() != "agree":
            return False
        who = subject(token)
        mention = ctx.at.get(who.i) if who is not None else None
        party = mention is not None and mention.kind in PARTIES | {"person"}
        return not party and not told.actors
    above = _governors(token)
    if above & {
        "comply",
        "abide",
        "implement",
        "violate",
        "respect",
        "recall",
        "reject",
        "oppose",
        "criticise",
        "criticize",
        "scrap",
        "demand",
        "seek",
    }:
        return True
    if token.dep_ == "pobj" and token.head.lower_ in {"under", "per"}:
        return len(told.actors) < 2 and not any(c.dep_ in {"acl", "relcl", "prep"} for c in token.children)
    return False


def _no_talks(ctx: Context, token: Token, told: Told) -> bool:
    lower = token.lower_
    if token.pos_ in {"VERB", "AUX"}:
        lemma = token.lemma_.lower()
        if lemma == "meet":
            who, met = subject(token), [*objects(token)]
            sides = [w for w in (who, *met) if w is not None]
            if any(
                c.dep_ == "prep"
                and c.lower_ == "with"
                and any(
                    p.lemma_
                    in {
                        "repression",
                        "resistance",
                        "success",
                        "failure",
                        "violence",
                        "force",
                        "silence",
                        "criticism",
                        "approval",
                    }
                    for p in c.children
                )
                for c in token.children
            ):
                return True
            return not any(_meets(ctx, w) for w in sides)
        if lemma == "host":
            return any(
                (m := ctx.at.get(o.i)) is not None and m.kind == "civilians" for o in objects(token)
            ) or not _meets(ctx, subject(token))
        if lemma in _TALKING:
            return _told_already(ctx, token)
        if lemma == "speak":
            return not any(c.dep_ == "prep" and c.lower_ in {"with"} for c in token.children) and not any(
                c.dep_ == "prep" and c.lower_ == "by" and any(p.lower_ in {"phone", "telephone"} for p in c.children)
                for c in token.children
            )
        return False
    if token.dep_ == "compound":
        return True
    if lower in {"negotiations", "talks", "negotiation", "mediation", "consultations", "discussions"} and _governors(
        token
    ) & {"return", "engage", "need", "resume", "call", "chance", "prospect", "pursue", "fail", "hope"}:
        return not told.own & {"places", "when"}
    if token.dep_ == "pobj" and token.head.lower_ in {"during", "after", "before", "at", "in"}:
        return not told.own & {"places", "when"} and len(told.actors) < 2
    return False


def _meets(ctx: Context, token: Token | None) -> bool:
    if token is None:
        return False
    mention = ctx.at.get(token.i)
    if mention is not None:
        return mention.kind in PARTIES | {"person"}
    return (
        ctx.has_class("officials", token.i, token.i + 1)
        or token.pos_ == "PRON"
        or token.lower_ in {"leaders", "ministers", "sides", "parties", "group", "council", "diplomats"}
    )


def _told_already(ctx: Context, token: Token) -> bool:
    """Tell whether what is discussed is the matter of a meeting just told: "the two leaders discussed"."""
    who = subject(token)
    if who is not None and ctx.at.get(who.i) is not None and ctx.at[who.i].proper:
        return False
    low = max(0, token.i - 90)
    return any(
        low <= t.start < token.i and t.kind == "talks" and ctx.doc[t.head].lemma_.lower() not in _TALKING
        for t in ctx.triggers
    )


def _no_siege(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ != "VERB":
        return token.dep_ == "pobj" and token.head.lower_ in {"from", "like"} and not told.own
    near = {t.lower_ for t in ctx.doc[token.i + 1 : min(token.i + 6, token.sent.end)]}
    return bool(near & _NOT_BESIEGED) or (
        token.lemma_ in {"surround", "trap"} and not told.own & {"places"} and not told.actors
    )


def _no_threat(ctx: Context, token: Token, told: Told) -> bool:
    if token.lemma_.lower() != "threaten":
        return False
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if who is not None and mention is None and who.pos_ in {"NOUN", "PROPN"}:
        return True
    if token.dep_ == "relcl" and token.tag_ in {"VBZ", "VBP"}:
        return True
    # "Threaten to", "threaten X with": else it only says that something is in danger.
    return not any(
        c.dep_ == "xcomp" or (c.dep_ == "prep" and c.lower_ in {"with", "against"}) for c in token.children
    ) and not any((m := ctx.at.get(o.i)) is not None and m.kind in PARTIES for o in objects(token))


def _no_displacement(ctx: Context, token: Token, told: Told) -> bool:
    if token.dep_ == "amod" and not told.tolls:
        return True
    if token.lemma_.lower() == "flee" and token.tag_ in {"VBZ", "VBG", "VBP"} and token.dep_ in {"relcl", "acl"}:
        return not told.own & {"places", "tolls"}
    return False


def _no_destruction(ctx: Context, token: Token, told: Told) -> bool:
    if token.dep_ in {"amod", "compound"}:
        return True
    if token.pos_ == "NOUN":
        return not told.own & {"places", "targets"}
    return _governors(token) >= {"commit"}


def _no_deployment(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in {"send", "dispatch", "rush"}:
        sent = (
            {t.lower_ for t in ctx.doc[max(token.sent.start, token.i - 7) : token.i]}
            if is_passive(token)
            else {o.lower_ for o in objects(token)}
        )
        return bool(
            sent
            & {
                "civil",
                "defense",
                "defence",
                "ambulances",
                "rescue",
                "rescuers",
                "teams",
                "letter",
                "message",
                "medics",
            }
        )
    if token.dep_ == "amod":
        return True
    return (
        token.pos_ == "VERB"
        and token.lemma_.lower() == "deploy"
        and any(o.lower_ in {"power", "artillery", "weapons", "tactic", "tactics"} for o in objects(token))
    )


def _no_arms(ctx: Context, token: Token, told: Told) -> bool:
    if token.lemma_.lower() == "deliver":
        who = agent(token) if is_passive(token) else subject(token)
        return (
            (who is not None and who.lower_.endswith(("strike", "strikes")))
            or ctx.has_class("aircraft", token.sent.start, token.i)
            or "strikes" in token.sent.text
        )
    return token.dep_ == "compound"


def _no_demand(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"NOUN", "PROPN"}:
        return not told.actors
    return False


def _no_abuse(ctx: Context, token: Token, told: Told) -> bool:
    if token.pos_ in {"NOUN", "PROPN"}:
        if any(c.dep_ == "det" and c.lower_ in {"these", "such"} for c in token.children):
            return True
        return bool(
            _governors(token) & {"refute", "oppose", "condemn", "name", "reject", "stop", "end", "prevent", "hold"}
        ) and not told.own & {"places", "when", "actors"}
    return (
        token.dep_ == "acl" and token.tag_ == "VBN" and not told.own & {"places", "when"} and token.head.pos_ == "PRON"
    )


def _no_arrest(ctx: Context, token: Token, told: Told) -> bool:
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
_VETOES: Final = frozenset(_CHECKS)
_PLAIN: Final = frozenset(
    {"protest", "riot", "release", "abduction", "withdrawal", "sanction", "airspace_violation", "air_incident"}
)
