"""Who did it, to whom, with what, how often: the parties and words around a group of triggers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

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
    """Return a party mentioned as a filler."""
    return Filler(mention.fullest, mention.start, mention.end, rule, mention.party, mention.kind)


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
        if mention is not None:
            found.append(of_mention(mention, rule))
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
        for doer in _doers(ctx, token):
            if doer.i in own:
                continue
            found += [f for f in party(ctx, doer, "subject") if f.kind != "civilians" or group.head.kind in _CROWD]
        if token.pos_ not in {"VERB", "AUX"}:
            for child in token.children:
                if child.dep_ in {"compound", "amod", "poss", "nmod"} and child.i in ctx.at:
                    found += [of_mention(ctx.at[child.i], "modifier")]
        if found:
            break
    return distinct(found)


_CROWD: Final = frozenset({"protest", "riot", "displacement"})


def _doers(ctx: Context, token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        doer = agent(token) if is_passive(token) else subject(token)
        if doer is not None:
            yield doer
        return
    doer = agent(token)
    if doer is not None:
        yield doer
        return
    light = _carrier(token)
    if light is not None:
        doer = agent(light) if token.dep_ == "nsubjpass" or is_passive(light) else subject(light)
        if doer is not None:
            yield doer
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _LIGHT | {"blame"}:
            doer = agent(child)
            if doer is not None:
                yield doer


def targets(ctx: Context, group: Group, taken: list[Filler]) -> list[Filler]:
    """Return whom or what it was done to; the victims of a toll stand in where nothing else is named."""
    own = {i for t in group.triggers for i in range(t.start, t.end)}
    names = {f.name.lower() for f in taken}
    found: list[Filler] = []
    for trigger in sorted(group.triggers, key=lambda t: t.kind == "~harm"):
        token = ctx.doc[trigger.head]
        for item in _undergoers(token):
            if item.i in own or item.ent_type_ in {"DATE", "TIME"} or item.lower_ in _VAGUE or item.pos_ == "NUM":
                continue
            if item.pos_ in {"NOUN", "PROPN"} or item.i in ctx.at:
                found.append(_target(ctx, item))
    found = [f for f in distinct(found) if f.name.lower() not in names]
    if not found:
        for toll in group.tolls:
            if toll.victims is None:
                continue
            head = ctx.token_at(toll.victims[1] - 1)
            mention = ctx.at.get(head)
            if mention is not None and mention.kind != "civilians":
                found.append(of_mention(mention, "victims"))
            else:
                found.append(Filler(_bare(ctx.doc.text[toll.victims[0] : toll.victims[1]]), *toll.victims, "victims"))
    return [f for f in distinct(found) if f.name.lower() not in names and f.name]


def _target(ctx: Context, item: Token) -> Filler:
    mention = ctx.at.get(item.i)
    if mention is not None and mention.head == item.i:
        return of_mention(mention, "object")
    return noun_phrase(ctx, item, "object")


_NUMBERLESS: Final = frozenset({"at", "least", "more", "than", "over", "some", "about", "around", "nearly", "almost", "up", "to", "several", "many", "dozens", "hundreds", "thousands", "of", "the", "a", "an", "another", "other", "few", "scores", "as", "numerous", "tens"})


def _bare(words: str) -> str:
    """Return a victims' phrase without its number: "at least 12 civilians" names civilians."""
    parts = words.split()
    while len(parts) > 1 and (parts[0].lower() in _NUMBERLESS or any(c.isdigit() for c in parts[0]) or value_of(parts[0].lower()) is not None):
        parts = parts[1:]
    return " ".join(parts)


def _undergoers(token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        if is_passive(token):
            victim = subject(token)
            if victim is not None:
                yield victim
                yield from conjuncts(victim)
        else:
            yield from objects(token)
            yield from prepositional(token, _AT | {"with"})
        return
    for item in prepositional(token, _AT):
        yield item
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in {"target", "hit", "strike"}:
            yield from objects(child)
    light = _carrier(token)
    if light is not None:
        yield from prepositional(light, _AT)
    head = token.head
    if token.dep_ in {"nsubj"} and head.pos_ == "VERB":
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
