"""Turns of phrase of people and forces: taken, freed, marching, fleeing, sent, tended."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.syntax import agent, is_passive, objects, prepositional, subject
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turn_parts import ARMED, Finder, is_met, is_person, is_place, said, tells, undergoers

_SENT: Final = frozenset(
    "inspector inspectors observer observers monitors peacekeepers soldiers troops marines reinforcements"
    " warship warships"
    " frigate destroyer carrier jets warplanes paratroopers advisers advisors fighters mercenaries forces"
    " battalion brigade"
    " squadron tanks".split()
)
_GANG: Final = frozenset(
    {
        "gunman",
        "gunmen",
        "militant",
        "militants",
        "kidnapper",
        "kidnappers",
        "bandit",
        "bandits",
        "attackers",
        "rebels",
        "insurgents",
    }
)
_CROWDS: Final = frozenset(
    {
        "protester",
        "protesters",
        "demonstrator",
        "demonstrators",
        "rioter",
        "rioters",
        "mob",
        "crowd",
        "crowds",
        "youths",
        "mobs",
    }
)
_MISSILES: Final = frozenset(
    {"stone", "stones", "rock", "rocks", "bottle", "bottles", "petrol", "molotov", "molotovs", "tyres", "tires"}
)
_TEAMS: Final = frozenset({"team", "teams", "mission", "experts", "investigators", "units", "crews"})
_RESCUERS: Final = frozenset(
    {"rescue", "rescuers", "ambulances", "medical", "civil", "relief", "firefighters", "medics"}
)
_MEN: Final = frozenset("men fighters troops soldiers forces militants units gunmen members".split())
_SHELTERS: Final = frozenset(
    "school hospital mosque building church compound camp house area site base tunnels".split()
)
_MARCHERS: Final = frozenset(
    "supporters thousands hundreds people activists residents students women workers opponents mourners".split()
)
_FLEEING: Final = frozenset(
    "people families refugees residents civilians villagers evacuees thousands hundreds".split()
)
_REGULAR: Final = frozenset("army police forces battalion brigade regiment division border guards troops".split())
_NEEDY: Final = frozenset(
    "humanitarian aid appeal relief refugees assistance fund displaced people victims food syrians yemenis"
    " civilians reconstruction".split()
)
_LOADED: Final = frozenset(
    "truck trucks lorry lorries convoy convoys shipment shipments aid supplies food planeload plane ship".split()
)


def _capture(ctx: Context, token: Token) -> Trigger | None:
    """Read "was captured by the army" (an arrest) and "gunmen had seized them" (an abduction)."""
    if token.pos_ != "VERB":
        return None
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]}
    lemma = token.lemma_.lower()
    if lemma == "take" and ahead & {"hostage", "captive"}:
        return tells(token, "abduction")
    if not any(is_person(ctx, w) for w in undergoers(token)):
        return None
    if (lemma == "take" and not ahead & {"away", "prisoner"}) or (lemma == "catch" and not is_passive(token)):
        return None
    who = agent(token) if is_passive(token) else subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if mention is not None and _REGULAR & set(mention.text.lower().split()):
        return tells(token, "arrest")
    if who is not None and (
        who.lower_ in _GANG or (mention is not None and mention.kind in {"armed_group", "combatants"})
    ):
        return tells(token, "abduction")
    return tells(token, "arrest")


def _free(ctx: Context, token: Token) -> Trigger | None:
    """Read "two relief workers were released": persons set free."""
    if token.pos_ == "NOUN":
        whom = list(prepositional(token, frozenset({"of"})))
        return tells(token, "release", role="noun") if any(is_person(ctx, w) for w in whom) else None
    if token.pos_ != "VERB":
        return None
    return tells(token, "release") if any(is_person(ctx, w) for w in undergoers(token)) else None


def _throw(_ctx: Context, token: Token) -> Trigger | None:
    """Read "protesters threw stones", "torched a police car": a crowd's violence without arms."""
    who = subject(token) if token.pos_ == "VERB" else None
    if who is None or who.lower_ not in _CROWDS:
        return None
    if token.lemma_.lower() in {"throw", "hurl", "pelt"} and not any(
        t.lower_ in _MISSILES for t in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]
    ):
        return None
    return tells(token, "riot")


def _march(ctx: Context, token: Token) -> Trigger | None:
    """Read "supporters marched through the capital"."""
    who = subject(token) if token.pos_ == "VERB" else None
    mention = ctx.at.get(who.i) if who is not None else None
    if who is None or (mention is not None and mention.kind in ARMED):
        return None
    return tells(token, "protest") if who.lower_ in _CROWDS | _MARCHERS else None


def _storm(_ctx: Context, token: Token) -> Trigger | None:
    """Read "protesters stormed the embassy": a crowd, not an army."""
    who = subject(token) if token.pos_ == "VERB" else None
    if who is None or who.lower_ not in _CROWDS | _MARCHERS | {"some"}:
        return None
    seats = {"embassy", "parliament", "consulate", "palace", "office", "offices", "residence", "station"}
    return tells(token, "riot") if any(o.lower_ in seats for o in objects(token)) else None


def _began_with(_ctx: Context, token: Token) -> Trigger | None:
    """Read "the war that began with protests": the protests are told, though only in passing."""
    above = token.head
    if (
        token.dep_ == "pobj"
        and above.lower_ in {"with", "as"}
        and above.head.lemma_.lower() in {"begin", "start", "erupt"}
    ):
        return Trigger(token.i, token.i + 1, token.i, "protest", "verb", "strong")
    return None


def _treat(ctx: Context, token: Token) -> Trigger | None:
    """Read "is treating 200 children": an organisation that tends to people."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if mention is None or mention.kind not in {"body", "organisation", "agency"}:
        return None
    treated = {"patients", "patient", "wounded", "casualties", "children", "people", "civilians"}
    return tells(token, "aid") if any(w.lower_ in treated for w in undergoers(token)) else None


def _pledge(ctx: Context, token: Token) -> Trigger | None:
    """Read "pledged $90 million for the appeal", "donated 5 million euros to refugees": money for relief."""
    if token.pos_ != "VERB" or not (is_passive(token) or is_met(ctx, subject(token))):
        return None
    ahead = list(token.doc[token.i + 1 : min(token.i + 18, token.sent.end)])
    money = any(t.lower_ in {"$", "£", "€", "dollars", "euros", "pounds", "million", "billion"} for t in ahead[:7])
    return tells(token, "aid") if money and any(t.lower_ in _NEEDY for t in ahead) else None


def _leave(ctx: Context, token: Token) -> Trigger | None:
    """Read "government forces left Idlib" (they withdraw) and "5,000 people left the towns" (they are displaced)."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if who is None or not any(is_place(ctx, t) or t.pos_ == "PROPN" for t in objects(token)):
        return None
    if who.lower_ in _SENT or (mention is not None and mention.kind in ARMED):
        return tells(token, "withdrawal")
    return tells(token, "displacement") if who.lower_ in _FLEEING else None


def _arrive(ctx: Context, token: Token) -> Trigger | None:
    """Read "inspectors will go to Syria", "warships arrived": forces that come to a place."""
    if token.pos_ != "VERB" or token.head.lemma_ == "wait":
        return None
    who = subject(token)
    if who is not None and who.lower_ in _LOADED and ctx.has_class("relief", who.left_edge.i, who.right_edge.i + 1):
        places = prepositional(token, frozenset({"to", "in", "into", "at"}))
        return tells(token, "aid") if any(is_place(ctx, t) for t in places) else None
    if who is None or who.lower_ not in _SENT | _FLEEING:
        return None
    if token.lemma_.lower() == "enter":
        reached = list(objects(token))
    else:
        reached = list(prepositional(token, frozenset({"to", "in", "into", "at"})))
    if not any(is_place(ctx, t) for t in reached):
        return None
    if who.lower_ in _SENT:
        # Troops that enter a town take it; troops that enter a country are sent there.
        abroad = any(
            t.lower_ in {"country", "border", "territory"} or ((m := ctx.at.get(t.i)) is not None and m.kind == "state")
            for t in reached
        )
        return tells(token, "deployment") if abroad or token.lemma_.lower() != "enter" else None
    return tells(token, "displacement") if token.lemma_.lower() in {"arrive", "cross", "enter"} else None


def _stationed(ctx: Context, token: Token) -> Trigger | None:
    """Read "any of its men were in the village": where forces are, said or denied."""
    who = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if who is None or not said(ctx, token.idx):
        return None
    words = {who.lower_, *(t.lower_ for c in who.children if c.lower_ == "of" for t in c.children)}
    if not words & _MEN:
        return None
    where = prepositional(token, frozenset({"in", "inside", "at", "near"}))
    return tells(token, "deployment") if any(is_place(ctx, t) or t.lower_ in _SHELTERS for t in where) else None


def _send(ctx: Context, token: Token) -> Trigger | None:
    """Read "sent a team to the village" (inspectors deployed) and "sent rescue teams" (aid)."""
    if token.pos_ != "VERB":
        return None
    for item in undergoers(token):
        phrase = (
            {t.lower_ for t in item.subtree}
            if item.lower_ not in _TEAMS
            else {item.lower_, *(c.lower_ for c in item.children)}
        )
        if phrase & _RESCUERS:
            return tells(token, "aid")
        if item.lower_ in _TEAMS and any(is_place(ctx, t) for t in prepositional(token, frozenset({"to", "into"}))):
            return tells(token, "deployment")
    return None


PEOPLE: Final[dict[str, tuple[Finder, ...]]] = {
    **dict.fromkeys(
        ("arrive", "come", "cross", "enter", "fly", "go", "head", "land", "return", "sail", "travel"), (_arrive,)
    ),
    "leave": (_leave,),
    **dict.fromkeys(("capture", "catch", "nab", "seize", "take"), (_capture,)),
    **dict.fromkeys(("exchange", "free", "release", "swap"), (_free,)),
    **dict.fromkeys(("hurl", "overturn", "pelt", "smash", "throw", "torch"), (_throw,)),
    **dict.fromkeys(("allocate", "commit", "contribute", "donate", "pledge", "provide", "respond"), (_pledge,)),
    "treat": (_treat,),
    **dict.fromkeys(("demonstrate", "march", "rally"), (_march,)),
    "storm": (_storm,),
    **dict.fromkeys(("dispatch", "send"), (_send,)),
    "be": (_stationed,),
    **dict.fromkeys(("demonstration", "protest"), (_began_with,)),
}
"""The readers of each lemma."""
