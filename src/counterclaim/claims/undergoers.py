"""Whom or what it was done to: parties, things and places hit, the losers of ground, the victims of a toll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.doers import carrier
from counterclaim.claims.fillers import Filler, distinct, noun_phrase, of_mention, value_of
from counterclaim.claims.groups import Group
from counterclaim.claims.syntax import conjuncts, is_passive, objects, prepositional, subject

_AT: Final = frozenset({"on", "at", "against", "upon", "into", "towards", "toward", "to", "near"})
_VAGUE: Final = frozenset({"people", "persons", "others", "person", "victims", "those", "more", "dead", "casualties", "lives"})

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
    light = carrier(token)
    if light is not None:
        yield from prepositional(light, _AT)
    head = token.head
    if token.dep_ == "nsubj" and head.lemma_.lower() in _HITS:
        yield from objects(head)


