"""Whom or what it was done to: parties, things and places hit, the losers of ground, the victims of a toll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.aliases import country_names
from counterclaim.claims.context import Context
from counterclaim.claims.doers import carrier, is_noun, passive
from counterclaim.claims.fallen import named_fallen
from counterclaim.claims.fillers import Filler, distinct, named_after, noun_phrase, of_mention, sharing_noun, value_of
from counterclaim.claims.groups import Group
from counterclaim.claims.losers import PARTIES, holder, loser
from counterclaim.claims.syntax import conjuncts, objects, prepositional, subject
from counterclaim.claims.triggers import Trigger

_AT: Final = frozenset({"on", "at", "against", "upon", "into", "towards", "toward"})
_DAMAGE: Final = frozenset({"damage", "damages", "destruction", "losses"})
_QUANTITIES: Final = frozenset(
    "number numbers dozens scores hundreds thousands group groups series percent part parts majority lot tens"
    " millions dozen some many most several all members member rest kilometres kilometers miles one two three four"
    " five".split()
)
_BESIEGED: Final = frozenset({"people", "persons", "residents", "inhabitants"})
_EMPTY: Final = frozenset(
    "people persons others person victims those more dead casualties lives scores dozens injuries injury deaths"
    " death damage losses toll basis day days week weeks month months year years time times night morning spot way"
    " something mean means area's percent number hundreds thousands millions wounds harm responsibility attack"
    " attacks strike strikes raid raids campaign operation operations offensive blast blasts explosion explosions"
    " bombing bombings truce ceasefire war conflict fighting clashes violence massacre crime crimes control"
    " vehicle-borne damages suffering destruction name impact request behest dozen bodies body occasions phase"
    " stage half million support report reports source sources end part parts result case country world region"
    " pm am p.m. a.m. gmt url"
    " scene vicinity hour hours shelling bombardment assault battle battles rise tolls intensity order response"
    " individuals".split()
)
"""Objects of attack words that are nobody's target: harm done, times, amounts, the attack itself."""
_ARMS: Final = frozenset(
    {"weapon", "weapons", "vest", "belt", "device", "devices", "gas", "gases", "rounds", "warheads"}
)
_WEAPONS: Final = ("artillery", "barrel", "explosive", "chemical", "aircraft", "firearm")
"""Classes of words whose things are used in an attack, and are not its target."""
_HITS: Final = frozenset("hit strike target kill wound injure destroy damage pound rock rip shake devastate".split())
_PRONOUNS: Final = frozenset("he him himself she her herself it itself they them themselves we us i me you one".split())
_ADDRESSED: Final = frozenset({"demand", "threat"})


def targets(ctx: Context, group: Group, taken: list[Filler]) -> list[Filler]:
    """Return whom or what it was done to.

    A place stands as target only where no person or thing does; of a place that changes hands the loser is the
    target.  The victims of a toll stand in where nothing else is named, unless they are only "people".
    """
    own = {i for t in group.triggers for i in range(t.start, t.end)}
    names = {f.name.lower() for f in taken}
    spans = {(f.start, f.end) for f in taken}
    names |= _PRONOUNS  # "he was shot": whom, the sentence does not say
    if group.head.kind in _PERSONAL:
        return [f for f in _persons(ctx, group, own) if f.name.lower() not in names]
    if group.head.kind in _GIVEN:
        return [f for f in _recipients(ctx, group, own) if f.name.lower() not in names]
    aimed: list[Filler] = []
    harmed: list[Filler] = []
    for trigger in group.triggers:
        for item in _undergoers(ctx, trigger, group.head.kind):
            filler = _target(ctx, item, own, group.head.kind)
            if filler is not None:
                (harmed if _harms(ctx, trigger, group) else aimed).append(filler)
    harmed += [f for item in named_fallen(ctx, group) if (f := _target(ctx, item, own)) is not None]
    damaged = _damaged(ctx, group, own) if group.attack else []
    kept = _chosen(group.head.kind, aimed, [*harmed, *damaged] or _victims(ctx, group))
    if kept and all(f.rule == "quarter" for f in kept):
        kept = [*kept, *damaged]
    kept = [f for f in distinct(kept) if f.name.lower() not in names and (f.start, f.end) not in spans]
    if not kept and group.head.kind == "air_strike":
        kept = holder(ctx, group, names)
    if not kept and group.head.kind in {"battle", "territory_change"}:
        kept = loser(ctx, group, names)
    return kept


def _harms(ctx: Context, trigger: Trigger, group: Group) -> bool:
    """Tell whether a trigger says whom an attack harmed rather than what it was aimed at: "shelled X, killing Y"."""
    if trigger.kind == "~harm":
        return True
    word = ctx.doc[trigger.head].lemma_.lower()
    return (
        word in {"kill", "wound", "injure", "hurt", "maim"} and len(group.triggers) > 1 and group.head.kind != "killing"
    )


_PERSONAL: Final = frozenset({"displacement", "abduction", "arrest", "release"})
"""Kinds whose targets are persons, counted or not: "thousands fled", "11 people were abducted"."""
_GIVEN: Final = frozenset({"aid", "arms_supply"})


def _persons(ctx: Context, group: Group, own: set[int]) -> list[Filler]:
    """Return who fled, was driven out, taken or freed: the counted ones with their number."""
    for toll in group.tolls:
        if toll.victims is not None and toll.toll.harm in {"displaced", "captured"}:
            start, end = toll.victims
            return [Filler(_bare(ctx.text[start:end]), start, end, "victims")]
    found: list[Filler] = []
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        if is_noun(ctx, trigger):
            items = list(prepositional(token, frozenset({"of"})))
        elif token.lemma_.lower() in _LEAVE or passive(token):
            who = subject(token)
            items = [who, *conjuncts(who)] if who is not None else []
        else:
            items = list(objects(token))
        for item in items:
            mention = ctx.at.get(item.i) or ctx.at.get(_core(item).i)
            if item.i in own or item.ent_type_ in {"DATE", "TIME"} or item.pos_ == "PRON":
                continue
            if mention is not None and mention.kind != "things":
                found.append(of_mention(mention, "persons"))
            elif item.lower_ in _AMOUNTS or any(c.dep_ == "nummod" for c in item.children):
                found.append(_renamed(noun_phrase(ctx, item, "persons")))
    return distinct(found)


_LEAVE: Final = frozenset({"flee", "leave", "escape", "relocate", "move", "return", "depart", "cross", "arrive"})
_AMOUNTS: Final = frozenset({"thousands", "hundreds", "dozens", "scores", "people", "families", "many", "millions"})


def _recipients(ctx: Context, group: Group, own: set[int]) -> list[Filler]:
    """Return who is given something: "aid to X", "train X", "supports X with arms"."""
    found: list[Filler] = []
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        given = list(objects(token))
        light = carrier(token) if is_noun(ctx, trigger) else None
        heads = [token, *given, *([light] if light is not None else [])]
        items = [*given, *(i for h in heads for i in prepositional(h, frozenset({"to", "for"})))]
        items += [g for h in heads for c in h.children if c.dep_ == "dative" for g in (c, *c.children)]
        for item in items:
            filler = _target(ctx, item, own)
            if filler is not None and filler.rule in {"party", "persons"}:
                found.append(filler)
    return distinct(found)


def _damaged(ctx: Context, group: Group, own: set[int]) -> list[Filler]:
    """Return the things that a clause says were damaged: "causing damage to houses", "the destruction of the car"."""
    found: list[Filler] = []
    for token in ctx.doc[slice(*group.clause)]:
        items: list[Token] = []
        if token.lower_ in _DAMAGE:
            items = list(prepositional(token, frozenset({"to", "of", "in"})))
            if not items and token.dep_ in {"dobj", "nsubjpass"}:
                items = list(prepositional(token.head, frozenset({"to", "in"})))
        elif token.lemma_.lower() in {"damage", "destroy", "burn"} and token.pos_ == "VERB" and token.i not in own:
            items = list(objects(token))
        fillers = (_target(ctx, item, own) for item in items)
        found += [f for f in fillers if f is not None and f.rule in {"thing", "party"}]
    return found


def _chosen(kind: str, aimed: list[Filler], harmed: list[Filler]) -> list[Filler]:
    """Return the targets of the best sort found.

    What an attack was aimed at comes before whom it harmed; a city or province struck is where it happened, but a
    neighbourhood or village fired at is a target of its own.
    """
    parties = [f for f in aimed if f.rule == "party"]
    if kind in {"territory_change", "withdrawal"}:
        return parties
    if kind in {"battle", "demand", "threat"} and parties:
        return parties
    if kind == "demand":
        return [f for f in aimed if f.rule in {"persons", "addressee"}]
    sorts = {"party", "thing", "persons"}
    for best in (
        [f for f in aimed if f.rule in sorts],
        [f for f in aimed if f.rule == "quarter" and kind not in {"bombing", "suicide_attack", "air_incident"}],
        harmed,
        [f for f in aimed if kind in {"siege", "shelling"}],
    ):
        if best:
            return best
    return []


_QUARTERS: Final = frozenset(
    "town towns village villages district districts area areas neighbourhood neighborhood neighbourhoods"
    " neighborhoods suburb suburbs street settlement settlements enclave farm farms".split()
)
_GROUNDS: Final = _QUARTERS | frozenset(
    "city cities province provinces region regions territory capital outskirts countryside part parts ground road"
    " roads front line lines stronghold strongholds east west north south".split()
)


def _nobody(ctx: Context, item: Token) -> bool:
    """Tell whether a word is nobody's name: "people" is nobody, "the Syrian people" is somebody; a day is no target."""
    named = item.i in ctx.at and ctx.at[item.i].proper
    return item.ent_type_ in {"DATE", "TIME"} or (item.lower_ in _EMPTY and not named)


def _target(ctx: Context, item: Token, own: set[int], kind: str = "") -> Filler | None:
    item = _core(item)
    if kind == "siege" and item.lower_ in _BESIEGED:
        return noun_phrase(ctx, item, "persons")  # of an attack mere people are nobody, of a siege those who suffer it
    if item.i in own or _nobody(ctx, item):
        return None
    used = item.lower_ in _ARMS or any(item.i in ctx.classes.get(name, ()) for name in _WEAPONS)
    if used and kind not in {"air_incident", "destruction"}:
        return None
    shared = sharing_noun(item)
    if shared is not None:
        return shared
    mention = ctx.at.get(item.i)
    if item.pos_ not in {"NOUN", "PROPN"} and mention is None:
        return None
    if kind == "demand" and mention is None and _told_to(item):
        return noun_phrase(ctx, item, "addressee")
    place = next((p for p in ctx.places if p.start <= item.idx < p.end), None)
    if mention is None and place is None and item.lower_ in country_names():
        # "called on Russia": a state spoken to, though the words around it look like those around a place.
        return Filler(item.text, item.idx, item.idx + len(item), "party", None, "state")
    if mention is not None and mention.kind in PARTIES and mention.head == item.i:
        named = named_after(ctx, mention)
        return of_mention(named if named is not None else mention, "party")
    if mention is not None and mention.kind == "person" and mention.proper:
        return of_mention(mention, "persons")
    if place is not None and item.lower_ not in _GROUNDS and mention is not None and mention.kind == "things":
        start, end = (place.start, place.end) if len(place.text) >= len(mention.text) else (mention.start, mention.end)
        return Filler(ctx.text[start:end], start, end, "thing", None, "things")
    if item.lower_ in _GROUNDS or place is not None:
        words = place.text.lower().split() if place is not None else [item.lower_]
        sort = "quarter" if any(w in _QUARTERS for w in words) else "ground"
        if place is not None and "in" not in words:
            return Filler(place.text, place.start, place.end, sort)
        phrase = _renamed(noun_phrase(ctx, item, sort))
        told = item.tag_ == "NNS" or any(c.lower_ in {"a", "an"} for c in item.children)
        return None if phrase.name.lower() in _GROUNDS and not told else phrase  # "the area" names nothing
    if mention is not None and mention.kind in {"civilians", "person"} and mention.head == item.i:
        return _renamed(of_mention(mention, "persons"))
    return _renamed(noun_phrase(ctx, item, "thing"))


def _told_to(item: Token) -> bool:
    """Tell whether a noun stands right before what it is asked to do: "called on donors to pay"."""
    after = item.doc[item.i + 1 : item.i + 3]
    return len(after) == 2 and after[0].lower_ == "to" and after[1].tag_ == "VB"


def _renamed(filler: Filler) -> Filler:
    return Filler(_bare(filler.name), filler.start, filler.end, filler.rule, filler.party, filler.kind)


def _core(item: Token) -> Token:
    """Return what an amount is of: "dozens of X", "members of X", "a number of X"."""
    for _ in range(3):
        if item.lower_ not in _QUANTITIES:
            return item
        inner = next((g for c in item.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
        if inner is None:
            return item
        item = inner
    return item


def _victims(ctx: Context, group: Group) -> list[Filler]:
    """Return the victims of a group's tolls; where the total is of mere people, the subsets stand for nobody."""
    found: list[Filler] = []
    for toll in group.tolls:
        if toll.victims is None:
            continue
        mention = ctx.at.get(ctx.token_at(toll.victims[1] - 1))
        name = _bare(ctx.text[toll.victims[0] : toll.victims[1]])
        if name.lower() in _EMPTY or not any(c.isalpha() for c in name):
            return found
        if mention is not None and mention.kind not in {"civilians", "things"}:
            found.append(of_mention(mention, "victims"))
        else:
            found.append(Filler(name, *toll.victims, "victims"))
    return found


_NUMBERLESS: Final = frozenset(
    "at least more than over some about around nearly almost up to several many dozens hundreds thousands of the"
    " a an another other few scores as numerous tens large number total innocent dead injured killed wounded"
    " remaining close maybe".split()
)


def _bare(words: str) -> str:
    """Return a victims' phrase without its number: "at least 12 civilians" names civilians."""
    parts = words.split()
    while len(parts) > 1 and (
        parts[0].lower() in _NUMBERLESS
        or any(c.isdigit() for c in parts[0])
        or any(value_of(part) is not None for part in parts[0].lower().split("-"))
    ):
        parts = parts[1:]
    return " ".join(parts)


def _undergoers(ctx: Context, trigger: Trigger, kind: str) -> Iterator[Token]:
    token = ctx.doc[trigger.head]
    territory = kind in {"territory_change", "withdrawal"}
    if kind == "demand" and token.dep_ == "aux":
        # "The regime must comply" is addressed to the one who must.
        who = subject(token.head)
        if who is not None:
            yield who
            yield from conjuncts(who)
        return
    if not is_noun(ctx, trigger):
        yield from _of_verb(token, territory=territory, addressed=kind in _ADDRESSED)
        return
    yield from prepositional(token, _AT | {"from"} if territory else _AT)
    yield from _buildings(token)
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in _HITS and not passive(child):
            yield from objects(child)
    if token.lower_ in _ON_OBJECT:
        yield from prepositional(token, frozenset({"of"}))
    light = carrier(token)
    if light is not None:
        yield from prepositional(light, _AT)
    head = token.head
    if token.dep_ == "nsubj" and head.lemma_.lower() in _HITS:
        yield from objects(head)
    if head.lower_ == "under" and head.dep_ == "prep" and kind == "siege":
        who = subject(head.head) if head.head.pos_ in {"VERB", "AUX"} else head.head
        if who is not None:
            yield who
            yield from conjuncts(who)


_STRUCTURES: Final = frozenset(
    "bus train mosque church temple synagogue school university hospital clinic market bar cafe restaurant hotel"
    " mall shop station checkpoint house home office headquarters base convoy bank court prison embassy stadium"
    " hall museum car truck vehicle ship tanker plane building compound camp factory plant depot warehouse theatre"
    " theater funeral wedding".split()
)


def _buildings(token: Token) -> Iterator[Token]:
    """Yield the buildings and vehicles in or beside which an attack took place: "a blast in a bar"."""
    for item in prepositional(token, frozenset({"in", "inside", "outside", "aboard"})):
        if item.lower_ in _STRUCTURES:
            yield item


_ON_OBJECT: Final = frozenset(
    "bombardment shelling bombing siege killing execution abduction kidnapping arrest detention destruction"
    " assassination murder torture displacement expulsion exodus evacuation relocation release blockade beheading"
    " massacre encirclement".split()
)
"""Nouns whose "of" names whom it was done to."""


def _of_verb(token: Token, *, territory: bool, addressed: bool) -> Iterator[Token]:
    if territory:
        yield from prepositional(token, frozenset({"from", "of"}))
        if token.lemma_.lower() == "lose":
            who = subject(token)
            if who is not None:
                yield who
    if passive(token):
        victim = subject(token)
        if victim is not None:
            yield victim
            yield from conjuncts(victim)
        return
    yield from objects(token)
    if addressed:
        yield from prepositional(token, frozenset({"on", "upon", "for", "to"}))
        for child in token.children:
            if child.dep_ in {"ccomp", "xcomp", "advcl"}:
                who = next((c for c in child.children if c.dep_ == "nsubj"), None)
                if who is not None:
                    yield who
        return
    yield from prepositional(token, _AT | {"with"})
    yield from _buildings(token)
    if token.lemma_.lower() in {"land", "fall", "slam", "crash", "explode"}:
        yield from prepositional(token, frozenset({"in", "near"}))
