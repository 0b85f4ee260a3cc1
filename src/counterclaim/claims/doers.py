"""Who did it: the doers of a group's triggers, by grammar first, by the words beside a trigger where grammar fails.

Texts that lost their commas are parsed badly, so that the window is the second witness: the party that stands right
before a noun of action, after its "by", or last before a verb within the clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler, beside, distinct, doer, nationalities, noun_phrase, of_mention, party
from counterclaim.claims.groups import ATTACKS, Group
from counterclaim.claims.mentions import Mention
from counterclaim.claims.nominals import owns
from counterclaim.claims.syntax import agent, conjuncts, doc_lower, is_passive, prepositional, subject
from counterclaim.claims.triggers import Trigger

JOINT: Final = frozenset({"talks", "agreement", "ceasefire"})
"""Kinds whose parties all stand as actors."""
LIGHT: Final = frozenset(
    "carry conduct launch stage mount perform wage commit unleash make lead begin start undertake perpetrate step"
    " intensify resume continue order impose hold run deliver attend fire drop plant detonate engage inflict".split()
)
_DONE_BY: Final = LIGHT | frozenset(
    {"blame", "announce", "agree", "sign", "broker", "negotiate", "mediate", "reach", "sponsor"}
)
_CROWD: Final = frozenset({"protest", "riot"})
_WITNESS: Final = frozenset({"outlet", "agency", "monitor"})
_ARMED: Final = frozenset(
    {"state", "government", "state_forces", "armed_group", "coalition", "combatants", "organisation"}
)
_WITH: Final = frozenset({"with", "against", "between", "among"})
_OF_DOER: Final = JOINT | {"deployment", "withdrawal", "protest"}


def actors(ctx: Context, group: Group) -> list[Filler]:
    """Return who did it, as far as the words of the triggers tell."""
    found = _claimed(ctx, group)
    if found:
        return distinct(found)
    if group.head.kind == "battle":
        found = both_sides(ctx, group)[0]
        if found:
            return found
    own = {i for t in group.triggers for i in range(t.start, t.end)}
    for trigger in sorted(group.triggers, key=lambda t: t.kind == "~harm"):
        token = ctx.doc[trigger.head]
        low, high = _said(ctx, token)
        for who in _doers(token, group.head.kind, noun=is_noun(ctx, trigger)):
            if who.i in own or not (low <= who.i < high or _controls(who, token)):
                continue
            if who.pos_ == "PRON" or who.tag_ in {"WDT", "WP"}:
                found += _pronoun(ctx, group, who)
            else:
                found += [f for f in party(ctx, who, "subject") if _acts(group, f.kind)]
        if is_noun(ctx, trigger) and trigger.kind != "~harm":
            found = found or _by_whom(ctx, group, trigger, high)
            found = found or _modifiers(ctx, group, trigger)
        if not found and group.head.kind == "territory_change":
            found = [
                f
                for i in range(trigger.start, trigger.end)
                if i in ctx.at and (f := doer(ctx, ctx.at[i], "named within"))
            ]
        if found:
            return distinct(found)
    for trigger in group.triggers:
        found = _window(ctx, group, trigger)
        if found:
            return distinct(found)
    found = _bomber(ctx, group) or _of_clause(ctx, group)
    return distinct(found) or _first_of_fallen(ctx, group)


def _controls(who: Token, token: Token) -> bool:
    """Tell whether a speaker speaks of their own deed: "the army denied shelling the port"."""
    deed = carrier(token) or token
    return deed.dep_ == "xcomp" and deed.tag_ == "VBG" and who == subject(deed.head)


def _of_clause(ctx: Context, group: Group) -> list[Filler]:
    """Return the armed party that is the subject of the clause in which a noun of action stands."""
    head = group.head
    if head.kind in _UNTOLD or not is_noun(ctx, head) or head.kind == "~harm":
        return []
    low, _ = _said(ctx, ctx.doc[head.head])
    for i in range(head.start - 1, max(low, group.clause[0]) - 1, -1):
        token, mention = ctx.doc[i], ctx.at.get(i)
        if mention is None or mention.head != i or token.dep_ != "nsubj" or mention.kind not in _FIGHT:
            continue
        if _fit(ctx, mention) and not passive(token.head):
            return _fillers(ctx, beside(ctx, mention, low, head.start), "subject of the clause")
    return []


_FIGHT: Final = frozenset({"state", "state_forces", "armed_group", "coalition"})
_UNTOLD: Final = frozenset({"demand", "threat", *JOINT, "conflict_toll", "protest", "riot"})


def _first_of_fallen(ctx: Context, group: Group) -> list[Filler]:
    """Return the first of two armed sides that lost men in one battle: "ten soldiers and nine rebels were killed"."""
    if not any(t.kind == "battle" for t in group.triggers):
        return []
    lost = [ctx.at.get(ctx.token_at(t.victims[1] - 1)) for t in group.tolls if t.victims is not None]
    armed = [m for m in lost if m is not None and m.kind in _ARMED]
    if len({m.fullest for m in armed}) > 1:
        return [of_mention(armed[0], "one side of the fallen")]
    return []


def _bomber(ctx: Context, group: Group) -> list[Filler]:
    """Return the suicide bomber where nobody else is said to have sent him."""
    for token in ctx.doc[slice(*group.clause)]:
        if token.lower_ in _BOMBERS and token.i > group.clause[0] and ctx.doc[token.i - 1].lower_ == "suicide":
            start, end = ctx.chars(token.i - 1, token.i + 1)
            return [Filler(ctx.text[start:end], start, end, "suicide bomber")]
    return []


_BOMBERS: Final = frozenset({"bomber", "bombers", "attacker", "attackers"})


def _pronoun(ctx: Context, group: Group, who: Token) -> list[Filler]:
    """Return the party that a pronoun stands for within its sentence, or the speaker whom "we" and "I" mean."""
    word = who.lower_
    if word in {"we", "i", "us"}:
        return [
            Filler(s.name, *s.span, "the speaker", s.party, "speaker")
            for speech in ctx.speeches
            if any(a <= who.idx < b for a, b in speech.attribution.contents)
            for s in speech.speakers
        ][:1]
    if word == "it":
        # "The army said it had shelled the road", "X denied it carried out the attack".
        saying = ctx.saying(who.i)
        if saying is None or saying.attribution.source is None or saying.attribution.source[0] > who.idx:
            return []  # "... as it withdrew, the other side said"
        mention = ctx.at.get(ctx.token_at(saying.attribution.source[1] - 1))
        found = doer(ctx, mention, "the speaker") if mention is not None and mention.kind in _ARMED else None
        return [found] if found is not None else []
    if word in {"who", "which", "that"}:
        for i in range(who.i - 1, max(who.sent.start, who.i - 5) - 1, -1):
            if i in ctx.at:
                found = doer(ctx, ctx.at[i], "relative pronoun")
                return [found] if found is not None and _acts(group, found.kind) else []
        return []
    if word in {"he", "she"}:
        for mention in reversed([m for m in ctx.mentions if m.end <= who.idx and m.kind == "person"][-6:]):
            if mention.proper:
                return [of_mention(mention, "the person last named")]
    return []


def _acts(group: Group, kind: str) -> bool:
    """Tell whether a party of a kind can do what a group tells of."""
    if kind in _WITNESS:
        return group.head.kind in JOINT
    return kind != "civilians" or group.head.kind in _CROWD


def _said(ctx: Context, token: Token) -> tuple[int, int]:
    """Return the tokens in which a doer stands: what is said, when somebody else is said to say it, or the sentence."""
    sent = token.sent
    inside = [
        (b - a, a, b) for s in ctx.speeches for a, b in s.attribution.contents if a <= token.idx < b and s.speakers
    ]
    if not inside:
        return sent.start, sent.end
    _, a, b = min(inside)
    return max(sent.start, ctx.token_at(a)), min(sent.end, ctx.token_at(b - 1) + 1)


def _claimed(ctx: Context, group: Group) -> list[Filler]:
    """Return the party that claims responsibility, is said to be behind it, or is blamed for it."""
    low, high = group.clause
    sent = ctx.doc[low].sent
    at = ctx.doc[group.head.head].idx
    found: list[Filler] = []
    for speech in ctx.speeches:
        cue = speech.attribution
        if cue.manner == "claims_responsibility" and (
            cue.cue[0] <= at < cue.cue[1] or any(a <= at < b for a, b in cue.contents)
        ):
            found += [Filler(s.name, *s.span, "claims responsibility", s.party, "armed_group") for s in speech.speakers]
    if found:
        return found
    for token in ctx.doc[low:high]:
        word = token.lower_
        if word == "behind" and token.i > low and ctx.doc[token.i - 1].lemma_ in {"be", "likely", "probably"}:
            found += _left_of(ctx, group, token.i, max(low, sent.start), "behind it")
        elif doc_lower(ctx.doc, token.i + 1) == "by":
            continue
        elif word in {"accused", "accuses", "accusing", "blamed", "blames", "blaming"} and group.head.kind in _BLAMABLE:
            found += _right_of(ctx, group, token.i, high, "blamed")
        if found:
            return found
    return []


_BLAMABLE: Final = frozenset(
    {*ATTACKS, "~attack", "~hit", "~harm", "abuse", "siege", "destruction", "arms_supply", "abduction"}
)


def _left_of(ctx: Context, group: Group, at: int, low: int, rule: str) -> list[Filler]:
    """Return the last party before a token, with those listed beside it."""
    for i in range(at - 1, low - 1, -1):
        mention = ctx.at.get(i)
        if mention is not None and _fit(ctx, mention) and _acts(group, mention.kind):
            return _fillers(ctx, beside(ctx, mention, low, at), rule)
    return []


def _right_of(ctx: Context, group: Group, at: int, high: int, rule: str) -> list[Filler]:
    """Return the party right after a token, with those listed beside it."""
    for i in range(at + 1, min(at + 5, high)):
        mention = ctx.at.get(i)
        if mention is not None:
            return _fillers(ctx, beside(ctx, mention, at, high), rule) if _acts(group, mention.kind) else []
        if ctx.doc[i].pos_ in {"VERB", "AUX"}:
            return []
    return []


def _fillers(ctx: Context, found: list[Mention], rule: str) -> list[Filler]:
    named = [f for m in found if (f := doer(ctx, m, rule)) is not None]
    return [*(f for m in found for f in nationalities(ctx, ctx.doc[m.head], rule)), *named]


def _fit(ctx: Context, mention: Mention) -> bool:
    """Tell whether a mention may stand for a doer: it hangs on no preposition and is nobody's source."""
    first = ctx.token_at(mention.start)
    while first > 0 and (ctx.doc[first - 1].pos_ in {"DET", "ADJ"} or ctx.doc[first - 1].is_punct):
        first -= 1
    before = ctx.doc[first - 1] if first > 0 else None
    if before is not None and before.pos_ == "ADP":
        return False
    return not any(
        s.attribution.source is not None and s.attribution.source[0] <= mention.start < s.attribution.source[1]
        for s in ctx.speeches
    )


def _by_whom(ctx: Context, group: Group, trigger: Trigger, high: int) -> list[Filler]:
    """Return the party after "by", however far the parser hung it: "attacks with shells by X on Y"."""
    stop = min(trigger.end + 9, high, group.clause[1])
    for i in range(trigger.end, stop):
        token = ctx.doc[i]
        if token.lower_ == "by" and token.i + 1 < stop:
            found = _right_of(ctx, group, i, high, "after by")
            return [f for f in found if f.kind in _ARMED]
        if token.tag_ in {"VBD", "VBZ", "VBP"} or token.text in {";", "."}:
            return []
    return []


def _modifiers(ctx: Context, group: Group, trigger: Trigger) -> list[Filler]:
    """Return the party that describes a noun of action: "US-led coalition strikes", "the army's advance"."""
    found: list[Filler] = []
    for child in ctx.doc[trigger.head].children:
        if child.dep_ in {"compound", "amod", "poss", "nmod"} and child.i in ctx.at:
            mention = ctx.at[child.i]
            if _acts(group, mention.kind) and not (mention.kind == "body" and group.head.kind in JOINT):
                low = ctx.doc[trigger.head].sent.start
                found += _fillers(ctx, beside(ctx, mention, low, trigger.end), "modifier")
    return found or _adjacent(ctx, trigger.start)


def _adjacent(ctx: Context, start: int) -> list[Filler]:
    """Return the party that stands right before a noun of action, whatever the parser made of it."""
    sent = ctx.doc[start].sent.start
    at = start - 1
    mention = ctx.at.get(at)
    while mention is None and at > max(sent, start - 3) and ctx.doc[at].pos_ in {"ADJ", "NOUN", "PART", "PUNCT"}:
        at -= 1
        mention = ctx.at.get(at)
    if mention is None or at < sent or mention.kind in {"civilians", "person", "things", *_WITNESS}:
        return []
    return _fillers(ctx, beside(ctx, mention, sent, start), "modifier")


def is_noun(ctx: Context, trigger: Trigger) -> bool:
    """Tell whether a trigger names an action as a noun does, tags that the parser got wrong aside ("airstrikes")."""
    token = ctx.doc[trigger.head]
    if trigger.start > 0 and owns(ctx.doc, trigger.start - 1):
        return True  # "the coalitions strikes"
    return token.pos_ not in {"VERB", "AUX"} or (trigger.role == "noun" and token.dep_ in _NOMINAL)


_NOMINAL: Final = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "compound", "appos"})


def passive(verb: Token) -> bool:
    """Tell whether a verb is passive; "that X has killed" is not, whatever it hangs on."""
    has = [c.lemma_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if "have" in has and "be" not in has:
        return False
    if any(c.dep_ == "nsubj" for c in verb.children) and not any(c.dep_ == "auxpass" for c in verb.children):
        return False
    return is_passive(verb)


def _doers(token: Token, kind: str, *, noun: bool) -> Iterator[Token]:
    if not noun:
        who = agent(token) if passive(token) else subject(token)
        if who is not None:
            yield who
        return
    who = agent(token)
    if who is not None:
        yield who
        return
    light = carrier(token)
    if light is not None:
        who = agent(light) if token.dep_ == "nsubjpass" or passive(light) else subject(light)
        if who is not None:
            yield who
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _DONE_BY:
            who = agent(child)
            if who is not None:
                yield who
    if kind in _OF_DOER:
        yield from prepositional(token, frozenset({"of"}))
    yield from prepositional(token, frozenset({"from"}))


def carrier(token: Token) -> Token | None:
    """Return the light verb of which a noun of action is the object: "carried out strikes"."""
    head = token.head
    if token.dep_ == "conj":
        return carrier(head)
    if token.dep_ in {"dobj", "nsubjpass"} and head.lemma_.lower() in LIGHT:
        return head
    if token.dep_ == "pobj" and head.dep_ == "prep" and head.head.lemma_.lower() in LIGHT:
        return head.head
    return None


def _window(ctx: Context, group: Group, trigger: Trigger) -> list[Filler]:
    """Return the party last named before an active verb, or after the "by" of a passive one, in its clause."""
    token = ctx.doc[trigger.head]
    said = _said(ctx, token)
    low, high = max(group.clause[0], said[0]), min(group.clause[1], said[1])
    if is_noun(ctx, trigger) or trigger.kind in {"~harm", "demand", "threat"}:
        return []
    if passive(token):
        return _by_whom(ctx, group, trigger, high)
    for i in range(trigger.start - 1, low - 1, -1):
        mention = ctx.at.get(i)
        if (
            mention is not None
            and mention.kind in _ARMED
            and all(_fit(ctx, m) for m in beside(ctx, mention, low, i + 1))
        ):
            return _fillers(ctx, beside(ctx, mention, low, trigger.start), "before the verb")
    return []


def pronoun_acts(ctx: Context, group: Group) -> bool:
    """Tell whether the doer is a pronoun: "they stormed the base", "his forces"."""
    for trigger in group.triggers:
        for who in _doers(ctx.doc[trigger.head], group.head.kind, noun=is_noun(ctx, trigger)):
            if who.lower_ in {"they", "it", "he", "she", "who", "which"}:
                return True
            if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in who.children):
                return True
    return False


def _side(token: Token) -> bool:
    """Tell whether the object of "with" is a side itself: "with US support" names none."""
    return token.dep_ == "pobj" and token.lower_ not in {"support", "help", "backing", "cover", "aid", "assistance"}


def both_sides(ctx: Context, group: Group) -> tuple[list[Filler], list[Filler]]:
    """Return the parties of "between A and B" and "with B": first and other side."""
    first: list[Filler] = []
    other: list[Filler] = []
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        for child in token.children:
            if child.dep_ != "prep" or child.lower_ not in _WITH:
                continue
            sides = [f for inner in child.children if _side(inner) for f in party(ctx, inner, child.lower_)]
            if not sides and group.head.kind in JOINT and child.lower_ == "with":
                # Whoever is met is a party to the talks, known by name or not: "met with local traders".
                met = (i for inner in child.children for i in (inner, *conjuncts(inner)) if _side(inner))
                sides = [noun_phrase(ctx, i, "met") for i in met if i.tag_ in {"NNS", "NNP", "NNPS"}]
            if child.lower_ in {"between", "among"} and len(sides) > 1:
                first += sides[:1]
                other += sides[1:]
            else:
                other += sides
    return distinct(first), distinct(other)
