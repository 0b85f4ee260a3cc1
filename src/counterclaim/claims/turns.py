"""Turns of phrase that tell of an act: what needs the parties around a word to be seen as one.

"The army must leave" is a demand when another says it of a party; "they were taken away by soldiers" is an arrest.
The lexicon (``acts.toml``) holds what the words alone tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from spacy.tokens import Span, Token

from counterclaim.claims.context import Context
from counterclaim.claims.syntax import agent, is_passive, objects, prepositional, subject
from counterclaim.claims.triggers import Trigger

PARTIES: Final = frozenset(
    {"state", "government", "state_forces", "armed_group", "coalition", "body", "organisation", "combatants", "agency"}
)
"""Kinds of mention that can be asked, threatened or met."""
_ARMED: Final = frozenset({"state_forces", "armed_group", "combatants", "coalition"})
_ADDRESSED: Final = frozenset(
    "community parties party countries nations sides side world actors states governments leaders authorities council backers"
    " guarantors members allies powers forces regime everyone militias factions".split()
)
_NEEDED: Final = frozenset({"vital", "imperative", "essential", "crucial", "critical", "incumbent"})
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
_TRAVELS: Final = frozenset({"travel", "fly", "arrive", "head", "visit", "come", "go", "return"})
_MEETS: Final = frozenset({"discuss", "meet", "talk", "negotiate", "confer", "consult"})
_SENT: Final = frozenset(
    "inspector inspectors observer observers monitors peacekeepers soldiers troops marines reinforcements warship warships"
    " frigate destroyer carrier jets warplanes paratroopers advisers advisors fighters mercenaries forces battalion brigade"
    " squadron convoy tanks".split()
)
_ARRIVES: Final = frozenset({"arrive", "cross", "go", "travel", "land", "sail", "return", "head", "enter"})
_HELD: Final = frozenset({"capture", "seize", "catch", "nab", "take"})
_PERSONAL: Final = frozenset(
    "man men woman women child children person people civilian civilians villager villagers resident residents soldier soldiers"
    " fighter fighters guard guards worker workers journalist journalists activist activists student students girl girls boy boys"
    " pilot pilots sailor sailors crew policeman policemen officer officers militant militants suspect suspects leader commander"
    " tourist tourists priest priests nun nuns driver drivers him her them us he she they captive captives prisoner prisoners"
    " detainee detainees hostage hostages schoolgirls schoolgirl teacher teachers doctor doctors ukrainians russians israelis"
    " palestinians members family families aid-workers".split()
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
_BARRED: Final = frozenset({"access", "entry", "passage"})
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
_FOREMAN: Final = frozenset({"conference", "summit", "meeting", "talks", "negotiations", "round", "session"})
_SUPPORTS: Final = frozenset({"support", "back", "assist", "help"})
_MATERIAL: Final = frozenset(
    {"arms", "weapons", "weaponry", "ammunition", "airstrikes", "strikes", "training", "equipment", "materiel"}
)
_HIGH: Final = frozenset(
    "president minister ministers secretary ambassador envoy envoys delegation delegations counterpart counterparts official officials leader leaders"
    " diplomats representatives negotiators mediators commanders premier chancellor king emir chief".split()
)

Finder = Callable[[Context, Token], "Trigger | None"]


def extra(ctx: Context, sent: Span) -> list[Trigger]:
    """Return the triggers of a sentence that only the parties around a word make one, in reading order."""
    return [
        found for token in sent for finder in _FINDERS.get(token.lemma_.lower(), ()) if (found := finder(ctx, token))
    ]


def _trigger(token: Token, kind: str, *, head: Token | None = None, role: str = "verb") -> Trigger:
    return Trigger(token.i, token.i + 1, (head or token).i, kind, "noun" if role == "noun" else "verb", "strong")


def _is_party(ctx: Context, token: Token | None) -> bool:
    if token is None or token.pos_ == "PRON":
        return False
    mention = ctx.at.get(token.i)
    return (mention is not None and mention.kind in PARTIES) or token.lower_ in _ADDRESSED


def _is_met(ctx: Context, token: Token | None) -> bool:
    """Tell whether a noun names one with whom talks are held: a party, a person, an official."""
    if token is None:
        return False
    mention = ctx.at.get(token.i)
    return (mention is not None and mention.kind in PARTIES | {"person"}) or token.lower_ in _HIGH


def _is_person(ctx: Context, token: Token) -> bool:
    mention = ctx.at.get(token.i)
    return (
        (mention is not None and mention.kind in {"person", "civilians"})
        or token.lower_ in _PERSONAL
        or token.ent_type_ == "PERSON"
    )


def said(ctx: Context, at: int) -> bool:
    """Tell whether the words at an offset are reported speech of somebody known."""
    return any(s.speakers and any(a <= at < b for a, b in s.attribution.contents) for s in ctx.speeches)


# ---------------------------------------------------------------- demands and threats


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
    if who is None or who.i > token.i or not _is_party(ctx, who) or not said(ctx, token.idx):
        return None
    if is_passive(verb) and verb.lemma_.lower() not in _LETS:
        return None
    if verb.lemma_ == "be" and any(c.dep_ in {"attr", "acomp"} for c in verb.children):
        return None
    return _trigger(token, "demand")


def _vital(ctx: Context, token: Token) -> Trigger | None:
    """Read "it is vital that all parties ..." and "it is vital for all parties to ..."."""
    if token.head.lemma_ != "be" or not any(
        c.lower_ in {"that", "for"} for c in (*token.children, *token.head.children, *token.head.rights)
    ):
        span = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
        if token.head.lemma_ != "be" or not any(t.lower_ in {"that", "for"} for t in span):
            return None
    ahead = token.doc[token.i + 1 : min(token.i + 9, token.sent.end)]
    return _trigger(token.head, "demand") if any(_is_party(ctx, t) for t in ahead) and said(ctx, token.idx) else None


def _ask(ctx: Context, token: Token) -> Trigger | None:
    """Read "asked the army to leave": somebody asked, and something to do."""
    if token.pos_ != "VERB" or not any(
        c.dep_ in {"xcomp", "ccomp", "advcl"} and any(d.lower_ == "to" for d in c.children) for c in token.children
    ):
        return None
    asked = subject(token) if is_passive(token) else next(iter(objects(token)), None)
    inner = next((c for v in token.children if v.dep_ == "ccomp" for c in v.children if c.dep_ == "nsubj"), None)
    if not any(
        _is_party(ctx, who) or (who is not None and _is_person(ctx, who) and who.pos_ != "PRON")
        for who in (asked, inner)
    ):
        return None
    return _trigger(token, "demand")


def _warn(ctx: Context, token: Token) -> Trigger | None:
    """Read "warned Israel of the repercussions" and "warned that it would respond"."""
    if token.pos_ != "VERB":
        return None
    who = subject(token)
    if is_passive(token) or (who is not None and who.pos_ != "PRON" and not _is_met(ctx, who)):
        return None
    ahead = list(token.doc[token.i + 1 : min(token.i + 14, token.sent.end)])
    if any(t.lemma_.lower() in _FORCEFUL for t in ahead):
        return _trigger(token, "threat")
    for verb in ahead:
        if verb.lemma_.lower() in _RESPONDS and any(c.lower_ in {"will", "would", "'ll"} for c in verb.children):
            return _trigger(token, "threat")
    return None


def _will_not_allow(ctx: Context, token: Token) -> Trigger | None:
    """Read "we will not allow": said of himself by a party that can prevent it."""
    children = {c.lower_ for c in token.children}
    if not ({"will", "would", "wo"} & children and {"not", "n't", "nt", "never"} & children):
        return None
    who = subject(token)
    if who is None or not (who.lower_ in {"we", "it"} or _is_met(ctx, who)) or not said(ctx, token.idx):
        return None
    modal = next(c for c in token.children if c.lower_ in {"will", "would", "wo"})
    return _trigger(modal, "threat")


def _given_days(ctx: Context, token: Token) -> Trigger | None:
    """Read "were given three days to leave"."""
    ahead = token.doc[token.i + 1 : min(token.i + 12, token.sent.end)]
    days = next((t for t in ahead if t.lemma_.lower() in {"day", "hour", "week"}), None)
    if days is None or token.pos_ != "VERB":
        return None
    leave = next(
        (
            t
            for t in token.doc[days.i + 1 : days.i + 4]
            if t.lemma_ in {"leave", "surrender", "evacuate", "withdraw", "comply", "go"}
        ),
        None,
    )
    return _trigger(token, "threat") if leave is not None else None


# ---------------------------------------------------------------- talks


def _journey(ctx: Context, token: Token) -> Trigger | None:
    """Read "will travel to Iraq to discuss": a journey for talks is the talks."""
    if token.pos_ != "VERB" or not _is_met(ctx, subject(token)):
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 12, token.sent.end)]
    for other in ahead:
        if other.lemma_.lower() in _MEETS and other.pos_ == "VERB" and other.i > 0 and other.nbor(-1).lower_ == "to":
            return _trigger(token, "talks")
        if other.lower_ in {"talks", "negotiations", "consultations"} and other.nbor(-1).lower_ in {"for", "peace"}:
            return _trigger(token, "talks")
    return None


def _contact(ctx: Context, token: Token) -> Trigger | None:
    """Read "in touch with", "a call with", "spoke with": contact with a party or an official."""
    if token.i + 1 >= token.sent.end or not any(
        _is_met(ctx, who) or _is_met(ctx, _first(who)) for who in prepositional(token, frozenset({"with", "to"}))
    ):
        return None
    if token.lower_ in {"touch", "contact"}:
        verb = next((t for t in (token.head, token.head.head) if t.pos_ in {"VERB", "AUX"}), None)
        return (
            _trigger(token, "talks", head=verb, role="verb")
            if token.nbor(-1).lower_ in {"in", "close", "direct"} and verb is not None
            else None
        )
    if token.pos_ == "NOUN" and token.lower_ in {"call", "calls", "phone"}:
        return _trigger(token, "talks", role="noun") if token.nbor(1).lower_ == "with" else None
    if token.pos_ == "VERB" and token.lemma_ in {"speak", "talk"} and _is_met(ctx, subject(token)):
        return _trigger(token, "talks") if token.nbor(1).lower_ in {"with", "by", "on"} else None
    return None


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
    return _trigger(token, "talks", role="noun") if _is_met(ctx, who) else None


# ---------------------------------------------------------------- forces, siege, arms


def _arrive(ctx: Context, token: Token) -> Trigger | None:
    """Read "inspectors will go to Syria", "warships arrived": forces that come to a place."""
    if token.pos_ != "VERB":
        return None
    who = subject(token)
    if who is None or who.lower_ not in _SENT:
        return None
    if token.lemma_.lower() == "enter":
        reached = list(objects(token))
    else:
        reached = list(prepositional(token, frozenset({"to", "in", "into", "at"})))
    if not any(any(p.start <= t.idx < p.end for p in ctx.places) or t.lower_ in {"border", "country"} for t in reached):
        return None
    return _trigger(token, "deployment")


def _leave(ctx: Context, token: Token) -> Trigger | None:
    """Read "government forces left Idlib": forces that leave a place withdraw."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if who is None or not (who.lower_ in _SENT or (mention is not None and mention.kind in _ARMED)):
        return None
    if any(any(p.start <= t.idx < p.end for p in ctx.places) for t in objects(token)):
        return _trigger(token, "withdrawal")
    return None


def _access(ctx: Context, token: Token) -> Trigger | None:
    """Read "has not been given access", "was denied entry": the noun carries it, since the verb is negated."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass", "attr", "oprd"} or verb.pos_ != "VERB":
        return None
    negated = any(c.dep_ == "neg" for c in verb.children)
    lemma = verb.lemma_.lower()
    if (lemma in {"give", "grant", "allow"} and negated) or lemma in {"deny", "refuse", "block"}:
        return _trigger(token, "siege", role="noun")
    return None


def _kept_out(ctx: Context, token: Token) -> Trigger | None:
    """Read "blocked the inspectors", "kept ambulances from reaching"."""
    if token.pos_ != "VERB":
        return None
    whom = [subject(token)] if is_passive(token) else list(objects(token))
    if not any(w is not None and w.lower_ in _RELIEVERS for w in whom):
        return None
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 10, token.sent.end)]}
    if token.lemma_ == "block" or (
        ahead & {"reaching", "entering", "getting", "delivering", "going", "leaving", "evacuating"}
    ):
        return _trigger(token, "siege")
    return None


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
        return _trigger(token, "arms_supply")
    return None


def _train(ctx: Context, token: Token) -> Trigger | None:
    """Read "advising and assisting our Kurdish partners", "trained the army": armed parties made ready."""
    if token.pos_ != "VERB":
        return None
    whom = [subject(token)] if is_passive(token) else list(objects(token))
    for item in whom:
        mention = ctx.at.get(item.i) if item is not None else None
        if item is not None and (
            item.lower_ in {"partners", "partner"} or (mention is not None and mention.kind in _ARMED)
        ):
            return _trigger(token, "arms_supply")
    return None


# ---------------------------------------------------------------- persons taken and freed, crowds, lists


def _capture(ctx: Context, token: Token) -> Trigger | None:
    """Read "was captured by the army" (an arrest) and "gunmen had seized them" (an abduction)."""
    if token.pos_ != "VERB":
        return None
    passive = is_passive(token)
    whom = [subject(token)] if passive else list(objects(token))
    if not any(w is not None and _is_person(ctx, w) for w in whom):
        return None
    who = agent(token) if passive else subject(token)
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 5, token.sent.end)]}
    if ahead & {"hostage", "captive"}:
        return _trigger(token, "abduction")
    if token.lemma_.lower() == "take" and not ahead & {"away", "prisoner"}:
        return None
    mention = ctx.at.get(who.i) if who is not None else None
    if who is not None and (
        who.lower_ in _GANG or (mention is not None and mention.kind in {"armed_group", "combatants"})
    ):
        return _trigger(token, "abduction")
    if token.lemma_.lower() in {"catch"} and not passive:
        return None
    return _trigger(token, "arrest")


def _free(ctx: Context, token: Token) -> Trigger | None:
    """Read "two relief workers were released": persons set free."""
    if token.pos_ == "NOUN":
        whom = list(prepositional(token, frozenset({"of"})))
        return _trigger(token, "release", role="noun") if any(_is_person(ctx, w) for w in whom) else None
    if token.pos_ != "VERB" or token.lemma_.lower() not in {"release", "free", "exchange", "swap"}:
        return None
    whom = [subject(token)] if is_passive(token) else list(objects(token))
    return _trigger(token, "release") if any(w is not None and _is_person(ctx, w) for w in whom) else None


def _throw(ctx: Context, token: Token) -> Trigger | None:
    """Read "protesters threw stones", "torched a police car": a crowd's violence without arms."""
    who = subject(token) if token.pos_ == "VERB" else None
    if who is None or not (who.lower_ in _CROWDS):
        return None
    if token.lemma_.lower() in {"throw", "hurl", "pelt"} and not any(
        t.lower_ in _MISSILES for t in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]
    ):
        return None
    return _trigger(token, "riot")


def _listed(ctx: Context, token: Token) -> Trigger | None:
    """Read "was put on the sanctions list", "prohibited from trading": measures of a state."""
    if token.pos_ != "VERB":
        return None
    if token.lemma_.lower() in {"put", "place", "add", "include"}:
        ahead = token.doc[token.i + 1 : min(token.i + 16, token.sent.end)]
        listed = next((t for t in ahead if t.lower_ in {"list", "blacklist"}), None)
        words = {t.lower_ for t in ahead}
        if (
            listed is not None
            and words & {"on", "to"}
            and words
            & {
                "sanctions",
                "sanction",
                "terrorist",
                "terrorism",
                "terror",
                "council",
                "blacklist",
                "designated",
                "committee",
            }
        ):
            return _trigger(token, "sanction")
        return None
    if token.lemma_.lower() == "expel":
        whom = [subject(token)] if is_passive(token) else list(objects(token))
        if any(
            w is not None
            and w.lower_
            in {"diplomat", "diplomats", "ambassador", "ambassadors", "envoy", "envoys", "attache", "attaché"}
            for w in whom
        ):
            return _trigger(token, "sanction")
        return None
    what = [subject(token)] if is_passive(token) else list(objects(token))
    if token.lemma_.lower() == "prohibit" and any(
        w is not None and w.lower_ in {"companies", "banks", "firms", "exports", "imports", "trade"} for w in what
    ):
        return _trigger(token, "sanction")
    return None


_FINDERS: Final[dict[str, tuple[Finder, ...]]] = {
    **dict.fromkeys(("must", "should"), (_must,)),
    **dict.fromkeys(_NEEDED, (_vital,)),
    **dict.fromkeys(("ask", "request", "order"), (_ask,)),
    "warn": (_warn,),
    **dict.fromkeys(("allow", "tolerate", "permit", "accept"), (_will_not_allow,)),
    "give": (_given_days,),
    **dict.fromkeys(("travel", "fly", "head"), (_journey, _arrive)),
    **dict.fromkeys(("arrive", "go", "come", "return"), (_journey, _arrive)),
    "visit": (_journey,),
    **dict.fromkeys(("touch", "contact", "call", "speak", "talk"), (_contact,)),
    **dict.fromkeys(("conference", "summit", "session"), (_conference,)),
    **dict.fromkeys(("cross", "land", "sail", "enter"), (_arrive,)),
    "leave": (_leave,),
    **dict.fromkeys(_BARRED, (_access,)),
    **dict.fromkeys(("block", "keep", "prevent", "stop", "bar"), (_kept_out,)),
    **dict.fromkeys(_SUPPORTS - {"assist"}, (_support,)),
    "assist": (_support, _train),
    **dict.fromkeys(("train", "equip", "advise"), (_train,)),
    **dict.fromkeys(_HELD, (_capture,)),
    **dict.fromkeys(("release", "free", "exchange", "swap"), (_free,)),
    **dict.fromkeys(("throw", "hurl", "pelt", "torch", "overturn", "smash"), (_throw,)),
    **dict.fromkeys(("put", "place", "add", "include", "expel", "prohibit"), (_listed,)),
}


def overlaid(found: list[Trigger], more: Iterator[Trigger] | list[Trigger]) -> list[Trigger]:
    """Return the triggers with further ones laid over them: what they cover gives way."""
    more = list(more)
    held = {i for t in more for i in range(t.start, t.end)}
    return sorted([*(t for t in found if held.isdisjoint(range(t.start, t.end))), *more], key=lambda t: t.start)
