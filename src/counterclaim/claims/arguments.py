"""Who did it, to whom, with what, how often: the parties and words around a group of triggers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.aliases import countries, country_names
from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.mentions import Mention
from counterclaim.claims.numbers import number_at
from counterclaim.claims.syntax import agent, conjuncts, is_passive, objects, prepositional, subject
from counterclaim.records import Count

JOINT: Final = frozenset({"talks", "agreement", "ceasefire"})
"""Kinds whose parties all stand as actors."""
_LIGHT: Final = frozenset(
    {"carry", "conduct", "launch", "stage", "mount", "perform", "wage", "commit", "unleash", "make", "lead", "begin", "start"}
    | {"undertake", "perpetrate", "step", "intensify", "resume", "continue", "order", "impose", "hold", "run", "deliver", "attend"}
)
_AT: Final = frozenset({"on", "at", "against", "upon", "into", "towards", "toward", "to", "near"})
_WITH: Final = frozenset({"with", "against", "between", "among"})
_FROM: Final = frozenset({"from", "of", "by"})
_VAGUE: Final = frozenset({"people", "persons", "others", "person", "victims", "those", "more", "dead", "casualties", "lives"})
_ACTS_ON_PERSONS: Final = frozenset({"arrest", "abduction", "release", "displacement", "abuse", "killing"})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a field: the fullest name, the words as written (offsets), and the rule that chose them."""

    name: str
    start: int
    end: int
    rule: str
    party: str | None = None
    kind: str = ""


def of_mention(mention: Mention, rule: str) -> Filler:
    """Return a party mentioned as a filler; an adjective of a state stands for the state."""
    name = mention.fullest
    if mention.kind == "state":
        iso = country_names().get(name.lower())
        if iso is not None and name not in countries()[iso].names:
            name = countries()[iso].names[0]
    return Filler(name, mention.start, mention.end, rule, mention.party, mention.kind)


_PLATFORM: Final = re.compile(
    r"\W*\b(?:war ?planes?|fighter jets?|jets?|planes?|aircraft|helicopters?|drones?|gunships?|bombs?|artillery|missiles?"
    r"|rockets?|bombers?|aviation|tanks?|guns?|shells?|mortars?|munitions?|air strikes?|chemical weapons?|weapons?|warships?)\s*$",
    re.IGNORECASE,
)
_LABEL: Final = frozenset({"terrorist", "militant", "rebel", "insurgent", "extremist", "jihadist", "separatist"})


def doer(ctx: Context, mention: Mention, rule: str) -> Filler | None:
    """Return a party mentioned as one who acts: a weapon or machine stands for its owner, or for nobody."""
    filler = of_mention(mention, rule)
    owner = _PLATFORM.sub("", mention.text).strip()
    if owner != mention.text:
        if not owner:
            return None
        iso = country_names().get(owner.lower())
        named = next((m for m in ctx.mentions if m.text.lower() == owner.lower() and m is not mention), None)
        if iso is None and named is None and mention.kind == "things":
            return None
        name = countries()[iso].names[0] if iso else named.fullest if named else owner
        return Filler(name, mention.start, mention.end, rule, named.party if named else None, "state_forces")
    if mention.kind == "things":
        return None
    last = mention.text.lower().split()[-1]
    if last in _LABEL:
        # "Terrorist rocket attacks": the adjective stands for the group that the report names so.
        named = next((m for m in ctx.mentions if f"{last}s" in m.text.lower() or f"{last} " in m.text.lower()), None)
        if named is not None:
            return Filler(named.fullest, mention.start, mention.end, rule, named.party, named.kind)
    return filler


def value_of(word: str) -> int | None:
    """Return the exact number that one word or figure says, None when it says none or a vague one."""
    number = number_at([word], 0)
    return number.low if number is not None and number.low == number.high else None


def noun_phrase(ctx: Context, token: Token, rule: str) -> Filler:
    """Return the noun phrase of a token as a filler: determiner dropped, "of" and place phrases kept."""
    first = min([token.i, *(c.i for c in token.children if c.dep_ in {"compound", "amod", "nmod", "poss", "nummod", "punct"} and c.i < token.i)])
    while first < token.i and (ctx.doc[first].pos_ in {"DET", "PUNCT"}):
        first += 1
    last = token.i
    for child in token.children:
        if child.i == last + 1 and child.dep_ == "prep" and child.lower_ in {"of", "in", "for"}:
            tail = [c for c in child.children if c.dep_ == "pobj"]
            if tail:
                last = tail[0].i
    start, end = ctx.chars(first, last + 1)
    return Filler(ctx.doc.text[start:end], start, end, rule)


def party(ctx: Context, token: Token | None, rule: str) -> list[Filler]:
    """Return the parties that a token and those coordinated with it name."""
    if token is None:
        return []
    found: list[Filler] = []
    for item in (token, *conjuncts(token)):
        mention = ctx.at.get(item.i)
        if mention is None:
            # "the jets of the army", "the regime's air force": the owner named within the phrase.
            inner = (c for c in item.children if c.dep_ in {"compound", "poss", "amod", "nmod"})
            mention = next((ctx.at[c.i] for c in inner if c.i in ctx.at), None)
        filler = doer(ctx, mention, rule) if mention is not None else None
        if filler is not None:
            found.append(filler)
    return found


def distinct(fillers: Iterable[Filler]) -> list[Filler]:
    """Return the fillers with each name once, in order."""
    kept: dict[str, Filler] = {}
    for filler in fillers:
        kept.setdefault(filler.name.lower(), filler)
    return list(kept.values())


def _carrier(token: Token) -> Token | None:
    """Return the light verb of which a noun of action is the object: "carried out strikes"."""
    head = token.head
    if token.dep_ == "conj":
        return _carrier(head)
    if token.dep_ in {"dobj", "nsubjpass"} and head.lemma_.lower() in _LIGHT:
        return head
    if token.dep_ == "pobj" and head.dep_ == "prep" and head.head.lemma_.lower() in _LIGHT:
        return head.head
    return None


def actors(ctx: Context, group: Group) -> list[Filler]:
    """Return who did it, as far as the grammar of the triggers tells."""
    own = {i for t in group.triggers for i in range(t.start, t.end)}
    found: list[Filler] = []
    for trigger in sorted(group.triggers, key=lambda t: t.kind == "~harm"):
        token = ctx.doc[trigger.head]
        for who in _doers(ctx, token):
            if who.i in own:
                continue
            found += [f for f in party(ctx, who, "subject") if f.kind != "civilians" or group.head.kind in _CROWD]
        if token.pos_ not in {"VERB", "AUX"}:
            for child in token.children:
                if child.dep_ in {"compound", "amod", "poss", "nmod"} and child.i in ctx.at:
                    filler = doer(ctx, ctx.at[child.i], "modifier")
                    found += [filler] if filler else []
            found += _adjacent(ctx, trigger.start)
        if found:
            break
    return distinct(found)


def _adjacent(ctx: Context, start: int) -> list[Filler]:
    """Return the party that stands right before a noun of action, whatever the parser made of it."""
    mention = ctx.at.get(start - 1)
    if mention is None and start > 1 and ctx.doc[start - 1].pos_ in {"ADJ", "NOUN", "PART"}:
        mention = ctx.at.get(start - 2)
    if mention is None or mention.kind in {"civilians", "person", "things", "outlet", "agency", "monitor"}:
        return []
    filler = doer(ctx, mention, "modifier")
    return [filler] if filler else []


_CROWD: Final = frozenset({"protest", "riot", "displacement"})


def _doers(ctx: Context, token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        who = agent(token) if is_passive(token) else subject(token)
        if who is not None:
            yield who
        return
    who = agent(token)
    if who is not None:
        yield who
        return
    light = _carrier(token)
    if light is not None:
        who = agent(light) if token.dep_ == "nsubjpass" or is_passive(light) else subject(light)
        if who is not None:
            yield who
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _LIGHT | {"blame"}:
            who = agent(child)
            if who is not None:
                yield who


def pronoun_acts(ctx: Context, group: Group) -> bool:
    """Tell whether the doer is a pronoun: "they stormed the base", "his forces"."""
    for trigger in group.triggers:
        for who in _doers(ctx, ctx.doc[trigger.head]):
            if who.lower_ in {"they", "it", "he", "she", "who", "which"} or any(c.dep_ == "poss" and c.pos_ == "PRON" for c in who.children):
                return True
    return False


def targets(ctx: Context, group: Group, taken: list[Filler]) -> list[Filler]:
    """Return whom or what it was done to.

    A place stands as target only where no person or thing does; of a place that changes hands the loser is the
    target.  The victims of a toll stand in where nothing else is named, unless they are only "people".
    """
    own = {i for t in group.triggers for i in range(t.start, t.end)}
    names = {f.name.lower() for f in taken}
    found: list[Filler] = []
    grounds: list[Filler] = []
    territory = group.head.kind in {"territory_change", "withdrawal"}
    for trigger in sorted(group.triggers, key=lambda t: t.kind == "~harm"):
        token = ctx.doc[trigger.head]
        for item in _undergoers(token, territory=territory):
            if item.i in own or item.ent_type_ in {"DATE", "TIME"} or item.lower_ in _VAGUE or item.pos_ in {"NUM", "PRON", "ADV"}:
                continue
            if item.pos_ in {"NOUN", "PROPN"} or item.i in ctx.at:
                (grounds if _ground(ctx, item) else found).append(_target(ctx, item))
    found = [f for f in distinct(found) if f.name.lower() not in names]
    if not found:
        found = _victims(ctx, group)
    if not found and not territory:
        found = grounds
    return [f for f in distinct(found) if f.name.lower() not in names and f.name]


def _ground(ctx: Context, item: Token) -> bool:
    if item.lower_ in _GROUNDS:
        return True
    return item.i not in ctx.at and any(p.start <= item.idx < p.end for p in ctx.places)


_GROUNDS: Final = frozenset(
    "city cities town towns village villages province provinces district districts area areas region regions territory country"
    " neighbourhood neighborhood neighbourhoods neighborhoods suburb suburbs capital outskirts countryside part parts ground way"
    " road roads front line lines".split()
)


def _victims(ctx: Context, group: Group) -> list[Filler]:
    found: list[Filler] = []
    for toll in group.tolls:
        if toll.victims is None:
            continue
        mention = ctx.at.get(ctx.token_at(toll.victims[1] - 1))
        name = _bare(ctx.doc.text[toll.victims[0] : toll.victims[1]])
        if name.lower() in _VAGUE:
            continue
        if mention is not None and mention.kind not in {"civilians", "things"}:
            found.append(of_mention(mention, "victims"))
        else:
            found.append(Filler(name, *toll.victims, "victims"))
    return found


def _target(ctx: Context, item: Token) -> Filler:
    mention = ctx.at.get(item.i)
    if mention is not None and mention.head == item.i:
        return of_mention(mention, "object")
    return noun_phrase(ctx, item, "object")


_NUMBERLESS: Final = frozenset({"at", "least", "more", "than", "over", "some", "about", "around", "nearly", "almost", "up", "to", "several", "many", "dozens", "hundreds", "thousands", "of", "the", "a", "an", "another", "other", "few", "scores", "as", "numerous", "tens", "large", "number", "total"})


def _bare(words: str) -> str:
    """Return a victims' phrase without its number: "at least 12 civilians" names civilians."""
    parts = words.split()
    while len(parts) > 1 and (parts[0].lower() in _NUMBERLESS or any(c.isdigit() for c in parts[0]) or value_of(parts[0].lower()) is not None):
        parts = parts[1:]
    return " ".join(parts)


_HITS: Final = frozenset({"hit", "strike", "target", "kill", "wound", "injure", "destroy", "damage", "pound", "rock", "rip", "shake", "devastate"})


def _undergoers(token: Token, *, territory: bool) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        if territory:
            yield from prepositional(token, frozenset({"from", "of"}))
        if is_passive(token):
            victim = subject(token)
            if victim is not None:
                yield victim
                yield from conjuncts(victim)
        else:
            yield from objects(token)
            yield from prepositional(token, _AT | {"with"})
        return
    yield from prepositional(token, _AT | {"from"} if territory else _AT)
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _HITS:
            yield from objects(child)
    light = _carrier(token)
    if light is not None:
        yield from prepositional(light, _AT)
    head = token.head
    if token.dep_ == "nsubj" and head.lemma_.lower() in _HITS:
        yield from objects(head)


def both_sides(ctx: Context, group: Group) -> tuple[list[Filler], list[Filler]]:
    """Return the parties of "between A and B" and "with B": first and other side."""
    first: list[Filler] = []
    other: list[Filler] = []
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        for child in token.children:
            if child.dep_ != "prep" or child.lower_ not in _WITH:
                continue
            sides = [f for inner in child.children if inner.dep_ == "pobj" for f in party(ctx, inner, child.lower_)]
            if child.lower_ in {"between", "among"} and len(sides) > 1:
                first += sides[:1]
                other += sides[1:]
            else:
                other += sides
    return distinct(first), distinct(other)


def count(ctx: Context, group: Group) -> tuple[Count, Filler] | None:
    """Return how many happenings are spoken of: "ten raids", "two of 57 strikes"."""
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        if trigger.role != "noun" or trigger.kind == "~harm":
            continue
        for child in token.children:
            if child.dep_ == "nummod":
                value = value_of(child.lower_)
                if value is not None:
                    start, end = child.idx, child.idx + len(child)
                    share = _share(ctx, child)
                    if share is not None:
                        return Count(low=share[0], high=share[0], of=value), Filler("", share[1], end, "n of m")
                    return Count(low=value, high=value), Filler("", start, end, "number")
    return None


def _share(ctx: Context, total: Token) -> tuple[int, int] | None:
    before = [t.lower_ for t in ctx.doc[max(total.i - 3, 0) : total.i]]
    for back, pattern in ((3, ("out", "of")), (2, ("of",))):
        if tuple(before[-len(pattern) :]) == pattern and total.i >= back:
            number = ctx.doc[total.i - back]
            value = value_of(number.lower_)
            if value is not None:
                return value, number.idx
    return None


def means(ctx: Context, group: Group) -> Filler | None:
    """Return the weapon or platform as written."""
    low, high = group.clause
    for name in ("suicide", "explosive", "artillery", "barrel", "chemical", "aircraft", "firearm"):
        for i in ctx.classes.get(name, []):
            if low <= i < high and ctx.doc[i].pos_ in {"NOUN", "PROPN"}:
                head = ctx.doc[i]
                while head.dep_ == "compound" and head.head.i == head.i + 1 and head.head.lower_ not in _HAPPENINGS:
                    head = head.head
                first = i
                while first > low and ctx.doc[first - 1].dep_ == "compound" and ctx.doc[first - 1].i not in ctx.at:
                    first -= 1
                start, end = ctx.chars(first, head.i + 1)
                return Filler(ctx.doc.text[start:end], start, end, "weapon")
    return None


_HAPPENINGS: Final = frozenset({"attack", "attacks", "strike", "strikes", "blast", "blasts", "explosion", "explosions", "raid", "raids", "bombing", "fire"})
