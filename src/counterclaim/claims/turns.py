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
    " squadron tanks".split()
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

_TEAMS: Final = frozenset({"team", "teams", "mission", "experts", "investigators", "units", "crews"})
_RESCUERS: Final = frozenset(
    {"rescue", "rescuers", "ambulances", "medical", "civil", "relief", "firefighters", "medics"}
)
_MEN: Final = frozenset("men fighters troops soldiers forces militants units gunmen members".split())
_SHELTERS: Final = frozenset(
    "school hospital mosque building church compound camp house area site base tunnels".split()
)
_WORKS: Final = frozenset(
    "bridge bridges dam dams house houses home homes mosque shrine temple tomb church monastery pipeline railway tunnel tunnels"
    " building buildings tower towers statue minaret".split()
)
_MARCHERS: Final = frozenset(
    "supporters thousands hundreds people activists residents students women workers opponents mourners".split()
)
_FLEEING: Final = frozenset(
    "people families refugees residents civilians villagers evacuees thousands hundreds".split()
)
_REGULAR: Final = frozenset("army police forces battalion brigade regiment division border guards troops".split())
_GOING: Final = frozenset("reaching entering getting delivering going leaving evacuating".split())
_LISTS: Final = frozenset(
    "sanctions sanction terrorist terrorism terror council blacklist designated committee".split()
)
_ENVOYS: Final = frozenset(
    "diplomat diplomats ambassador ambassadors envoy envoys attache attaché attachés consul".split()
)
_TRADES: Final = frozenset("companies banks firms exports imports trade".split())
_NEEDY: Final = frozenset(
    "humanitarian aid appeal relief refugees assistance fund displaced people victims food syrians yemenis civilians reconstruction".split()
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
    verb = token.head
    if verb.lemma_ != "be" or not any(c.lower_ == "it" for c in verb.children):
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 9, token.sent.end)]
    if not any(t.lower_ in {"that", "for"} for t in ahead[:2]) or not said(ctx, token.idx):
        return None
    return _trigger(verb, "demand") if any(_is_party(ctx, t) for t in ahead) else None


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


def _given_days(_ctx: Context, token: Token) -> Trigger | None:
    """Read "were given three days to leave", "gave the soldiers seven days to step down"."""
    if token.pos_ != "VERB":
        return None
    ahead = token.doc[token.i + 1 : min(token.i + 13, token.sent.end)]
    days = next((t for t in ahead if t.lemma_.lower() in {"day", "hour", "week"}), None)
    if days is None or not any(t.like_num for t in token.doc[token.i + 1 : days.i]):
        return None
    after = token.doc[days.i + 1 : min(days.i + 3, token.sent.end)]
    return (
        _trigger(token, "threat") if len(after) == 2 and after[0].lower_ == "to" and after[1].pos_ == "VERB" else None
    )


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
    if token.pos_ != "VERB" or token.head.lemma_ == "wait":
        return None
    who = subject(token)
    if who is None or who.lower_ not in _SENT | _FLEEING:
        return None
    if token.lemma_.lower() == "enter":
        reached = list(objects(token))
    else:
        reached = list(prepositional(token, frozenset({"to", "in", "into", "at"})))
    if not any(_is_place(ctx, t) for t in reached):
        return None
    if who.lower_ in _SENT:
        # Troops that enter a town take it; troops that enter a country are sent there.
        abroad = any(
            t.lower_ in {"country", "border", "territory"} or ((m := ctx.at.get(t.i)) is not None and m.kind == "state")
            for t in reached
        )
        return _trigger(token, "deployment") if abroad or token.lemma_.lower() != "enter" else None
    return _trigger(token, "displacement") if token.lemma_.lower() in {"arrive", "cross", "enter"} else None


def _leave(ctx: Context, token: Token) -> Trigger | None:
    """Read "government forces left Idlib" (they withdraw) and "5,000 people left the towns" (they are displaced)."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if who is None or not any(_is_place(ctx, t) for t in objects(token)):
        return None
    if who.lower_ in _SENT or (mention is not None and mention.kind in _ARMED):
        return _trigger(token, "withdrawal")
    return _trigger(token, "displacement") if who.lower_ in _FLEEING else None


def _is_place(ctx: Context, token: Token) -> bool:
    return token.lower_ in {"town", "towns", "village", "villages", "city", "country", "area", "border"} or any(
        p.start <= token.idx < p.end for p in ctx.places
    )


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


def _kept_out(_ctx: Context, token: Token) -> Trigger | None:
    """Read "blocked the inspectors", "kept ambulances from reaching", "turned back three convoys"."""
    if token.pos_ != "VERB" or not any(w.lower_ in _RELIEVERS for w in _undergoers(token)):
        return None
    lemma = token.lemma_.lower()
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 10, token.sent.end)]}
    if lemma == "block" or (lemma == "turn" and "back" in ahead) or (lemma == "hold" and "up" in ahead):
        return _trigger(token, "siege")
    return _trigger(token, "siege") if lemma in {"keep", "prevent", "stop", "bar"} and ahead & _GOING else None


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
    """Read "advising and assisting our Kurdish partners", "was trained by the army": armed parties made ready."""
    if token.pos_ != "VERB" or (is_passive(token) and agent(token) is None):
        return None
    for item in _undergoers(token):
        mention = ctx.at.get(item.i)
        if item.lower_ in {"partners", "partner"} or (mention is not None and mention.kind in _ARMED):
            return _trigger(token, "arms_supply")
    return None


# ---------------------------------------------------------------- persons taken and freed, crowds, lists


def _capture(ctx: Context, token: Token) -> Trigger | None:
    """Read "was captured by the army" (an arrest) and "gunmen had seized them" (an abduction)."""
    if token.pos_ != "VERB" or not any(_is_person(ctx, w) for w in _undergoers(token)):
        return None
    ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 5, token.sent.end)]}
    if ahead & {"hostage", "captive"}:
        return _trigger(token, "abduction")
    lemma = token.lemma_.lower()
    if (lemma == "take" and not ahead & {"away", "prisoner"}) or (lemma == "catch" and not is_passive(token)):
        return None
    who = agent(token) if is_passive(token) else subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if mention is not None and _REGULAR & set(mention.text.lower().split()):
        return _trigger(token, "arrest")
    if who is not None and (
        who.lower_ in _GANG or (mention is not None and mention.kind in {"armed_group", "combatants"})
    ):
        return _trigger(token, "abduction")
    return _trigger(token, "arrest")


def _undergoers(verb: Token) -> list[Token]:
    """Return the first object of a verb, or the subject of a passive one."""
    found = subject(verb) if is_passive(verb) else next(iter(objects(verb)), None)
    return [found] if found is not None else []


def _free(ctx: Context, token: Token) -> Trigger | None:
    """Read "two relief workers were released": persons set free."""
    if token.pos_ == "NOUN":
        whom = list(prepositional(token, frozenset({"of"})))
        return _trigger(token, "release", role="noun") if any(_is_person(ctx, w) for w in whom) else None
    if token.pos_ != "VERB":
        return None
    return _trigger(token, "release") if any(_is_person(ctx, w) for w in _undergoers(token)) else None


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


def _listed(_ctx: Context, token: Token) -> Trigger | None:
    """Read "was put on the sanctions list", "expelled two diplomats": measures of a state."""
    if token.pos_ != "VERB":
        return None
    lemma = token.lemma_.lower()
    if lemma in {"put", "place", "add", "include"}:
        ahead = {t.lower_ for t in token.doc[token.i + 1 : min(token.i + 16, token.sent.end)]}
        if ahead & {"list", "blacklist"} and ahead & {"on", "to"} and ahead & _LISTS:
            return _trigger(token, "sanction")
        return None
    measured = _ENVOYS if lemma == "expel" else _TRADES
    return _trigger(token, "sanction") if any(w.lower_ in measured for w in _undergoers(token)) else None


def _pledge(ctx: Context, token: Token) -> Trigger | None:
    """Read "pledged $90 million for the appeal", "donated 5 million euros to refugees": money for relief."""
    if token.pos_ != "VERB" or not (is_passive(token) or _is_met(ctx, subject(token))):
        return None
    ahead = list(token.doc[token.i + 1 : min(token.i + 18, token.sent.end)])
    money = any(t.lower_ in {"$", "£", "€", "dollars", "euros", "pounds", "million", "billion"} for t in ahead[:7])
    return _trigger(token, "aid") if money and any(t.lower_ in _NEEDY for t in ahead) else None


def _treat(ctx: Context, token: Token) -> Trigger | None:
    """Read "is treating 200 children": an organisation that tends to people."""
    if token.pos_ != "VERB" or is_passive(token):
        return None
    who = subject(token)
    mention = ctx.at.get(who.i) if who is not None else None
    if mention is None or mention.kind not in {"body", "organisation", "agency"}:
        return None
    treated = {"patients", "patient", "wounded", "casualties", "children", "people", "civilians"}
    return _trigger(token, "aid") if any(w.lower_ in treated for w in _undergoers(token)) else None


def _send(ctx: Context, token: Token) -> Trigger | None:
    """Read "sent a team to the village" (inspectors deployed) and "sent rescue teams" (aid)."""
    if token.pos_ != "VERB":
        return None
    for item in _undergoers(token):
        phrase = (
            {t.lower_ for t in item.subtree}
            if item.lower_ not in _TEAMS
            else {item.lower_, *(c.lower_ for c in item.children)}
        )
        if phrase & _RESCUERS:
            return _trigger(token, "aid")
        if item.lower_ in _TEAMS and any(_is_place(ctx, t) for t in prepositional(token, frozenset({"to", "into"}))):
            return _trigger(token, "deployment")
    return None


def _stationed(ctx: Context, token: Token) -> Trigger | None:
    """Read "any of its men were in the village": where forces are, said or denied."""
    who = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if who is None or not said(ctx, token.idx):
        return None
    words = {who.lower_, *(t.lower_ for c in who.children if c.lower_ == "of" for t in c.children)}
    if not words & _MEN:
        return None
    where = prepositional(token, frozenset({"in", "inside", "at", "near"}))
    return _trigger(token, "deployment") if any(_is_place(ctx, t) or t.lower_ in _SHELTERS for t in where) else None


def _agree(ctx: Context, token: Token) -> Trigger | None:
    """Read "had agreed last year to give up", "it was agreed between them": parties that bind themselves."""
    if token.pos_ != "VERB":
        return None
    if is_passive(token):
        return _trigger(token, "agreement") if any(c.lower_ == "between" for c in token.children) else None
    who = subject(token)
    if who is None or not (_is_met(ctx, who) or who.lower_ in {"sides", "parties"}):
        return None
    bound = any(c.dep_ == "xcomp" and any(d.lower_ == "to" for d in c.children) for c in token.children)
    return _trigger(token, "agreement") if bound else None


def _respond(ctx: Context, token: Token) -> Trigger | None:
    """Read "air defences would answer the raids", "the bases would be targeted": said of one's own answer to come."""
    modal = any(c.dep_ == "aux" and c.lower_ in {"will", "would", "'ll"} for c in token.children)
    if not modal or any(c.dep_ == "neg" for c in token.children) or not said(ctx, token.idx):
        return None
    if token.lemma_.lower() in {"retaliate", "avenge"}:
        return _trigger(token, "threat")
    if token.lemma_.lower() == "target":
        return _trigger(token, "threat") if is_passive(token) and agent(token) is None else None
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
    return _trigger(token, "threat") if any(t.lower_ in provoked for t in answered) else None


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


def _set_on_fire(_ctx: Context, token: Token) -> Trigger | None:
    """Read "set 90 lorries on fire"."""
    ahead = [t.lower_ for t in token.doc[token.i + 1 : min(token.i + 9, token.sent.end)]]
    burnt = (
        "ablaze" in ahead
        or "alight" in ahead
        or any(a == "on" and b == "fire" for a, b in zip(ahead, ahead[1:], strict=False))
    )
    return _trigger(token, "destruction") if token.pos_ == "VERB" and burnt else None


def _blow_up(ctx: Context, token: Token) -> Trigger | None:
    """Read "Russian forces blew up the bridge": a party that destroys a work on purpose."""
    who = subject(token) if token.pos_ == "VERB" and not is_passive(token) else None
    if not _is_party(ctx, who) or not any(
        t.lower_ == "up" for t in token.doc[token.i + 1 : min(token.i + 6, token.sent.end)]
    ):
        return None
    return _trigger(token, "destruction") if any(o.lower_ in _WORKS for o in objects(token)) else None


def _march(ctx: Context, token: Token) -> Trigger | None:
    """Read "supporters marched through the capital"."""
    who = subject(token) if token.pos_ == "VERB" else None
    mention = ctx.at.get(who.i) if who is not None else None
    if who is None or (mention is not None and mention.kind in _ARMED):
        return None
    return _trigger(token, "protest") if who.lower_ in _CROWDS | _MARCHERS else None


def _storm(ctx: Context, token: Token) -> Trigger | None:
    """Read "protesters stormed the embassy": a crowd, not an army."""
    who = subject(token) if token.pos_ == "VERB" else None
    if who is None or not (who.lower_ in _CROWDS | _MARCHERS | {"some"}):
        return None
    seats = {"embassy", "parliament", "consulate", "palace", "office", "offices", "residence", "station"}
    return _trigger(token, "riot") if any(o.lower_ in seats for o in objects(token)) else None


def _suspend(ctx: Context, token: Token) -> Trigger | None:
    """Read "froze the country's assets", "suspended development aid": measures against a state."""
    if token.pos_ != "VERB" or (
        not is_passive(token)
        and not _is_met(ctx, subject(token))
        and subject(token) is not None
        and subject(token).lower_ not in {"bloc", "bank"}
    ):  # type: ignore[union-attr]
        return None
    held = (
        {"assets", "funds", "accounts"}
        if token.lemma_.lower() == "freeze"
        else {"aid", "membership", "ties", "relations", "trade", "cooperation"}
    )
    return _trigger(token, "sanction") if any(w.lower_ in held for w in _undergoers(token)) else None


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
    **dict.fromkeys(("block", "keep", "prevent", "stop", "bar", "turn", "hold"), (_kept_out,)),
    **dict.fromkeys(_SUPPORTS - {"assist"}, (_support,)),
    "assist": (_support, _train),
    **dict.fromkeys(("train", "equip", "advise"), (_train,)),
    **dict.fromkeys(_HELD, (_capture,)),
    **dict.fromkeys(("release", "free", "exchange", "swap"), (_free,)),
    **dict.fromkeys(("throw", "hurl", "pelt", "torch", "overturn", "smash"), (_throw,)),
    **dict.fromkeys(("put", "place", "add", "include", "expel", "prohibit"), (_listed,)),
    **dict.fromkeys(("pledge", "donate", "contribute", "commit", "allocate", "provide"), (_pledge,)),
    "treat": (_treat,),
    "set": (_set_on_fire,),
    "blow": (_blow_up,),
    **dict.fromkeys(("march", "rally", "demonstrate"), (_march,)),
    "storm": (_storm,),
    **dict.fromkeys(("freeze", "suspend"), (_suspend,)),
    **dict.fromkeys(("send", "dispatch"), (_send,)),
    "be": (_stationed,),
    "agree": (_agree,),
    "respond": (_respond, _pledge),
    **dict.fromkeys(("retaliate", "avenge", "answer", "target"), (_respond,)),
    **dict.fromkeys(("protest", "demonstration"), (_began_with,)),
}


def overlaid(found: list[Trigger], more: Iterator[Trigger] | list[Trigger]) -> list[Trigger]:
    """Return the triggers with further ones laid over them: what they cover gives way."""
    more = list(more)
    held = {i for t in more for i in range(t.start, t.end)}
    return sorted([*(t for t in found if held.isdisjoint(range(t.start, t.end))), *more], key=lambda t: t.start)
