"""What the turns of phrase are made of: parties, persons, places, words said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.syntax import is_passive, objects, subject
from counterclaim.claims.triggers import Trigger

_NAMED: Final = frozenset({"monitor", "organisation", "agency", "outlet", "body"})
PARTIES: Final = frozenset(
    {"state", "government", "state_forces", "armed_group", "coalition", "body", "organisation", "combatants", "agency"}
)
"""Kinds of mention that can be asked, threatened or met."""
ARMED: Final = frozenset({"state_forces", "armed_group", "combatants", "coalition"})
ADDRESSED: Final = frozenset(
    "community parties party countries nations sides side world actors states governments leaders authorities"
    " council backers"
    " guarantors members allies powers forces regime everyone militias factions".split()
)
PERSONAL: Final = frozenset(
    "man men woman women child children person people civilian civilians villager villagers resident residents"
    " soldier soldiers"
    " fighter fighters guard guards worker workers journalist journalists activist activists student students"
    " girl girls boy boys"
    " pilot pilots sailor sailors crew policeman policemen officer officers militant militants suspect suspects"
    " leader commander"
    " tourist tourists priest priests nun nuns driver drivers him her them us he she they captive captives"
    " prisoner prisoners"
    " detainee detainees hostage hostages schoolgirls schoolgirl teacher teachers doctor doctors ukrainians"
    " russians israelis"
    " palestinians members family families aid-workers".split()
)
HIGH: Final = frozenset(
    "president minister ministers secretary ambassador envoy envoys delegation delegations counterpart"
    " counterparts official officials leader leaders"
    " diplomats representatives negotiators mediators commanders premier chancellor king emir chief"
    " general generals spokesman spokeswoman".split()
)


def tells(token: Token, kind: str, *, head: Token | None = None, role: str = "verb") -> Trigger:
    """Return the trigger that a token is, of a kind; ``head`` carries its grammar when that is another token."""
    return Trigger(token.i, token.i + 1, (head or token).i, kind, "noun" if role == "noun" else "verb", "strong")


def is_party(ctx: Context, token: Token | None) -> bool:
    """Tell whether a noun names a party that can be asked, threatened or met."""
    if token is None or token.pos_ == "PRON":
        return False
    mention = ctx.at.get(token.i)
    return (mention is not None and mention.kind in PARTIES) or token.lower_ in ADDRESSED or token.ent_type_ == "GPE"


def is_met(ctx: Context, token: Token | None) -> bool:
    """Tell whether a noun names one with whom talks are held: a party, a person, an official."""
    if token is None:
        return False
    mention = ctx.at.get(token.i)
    if mention is not None and mention.kind in PARTIES | {"person"}:
        return True
    return token.lower_ in HIGH or (token.ent_type_ == "GPE" and token.dep_ in {"nsubj", "nsubjpass", "pobj"})


def is_person(ctx: Context, token: Token) -> bool:
    """Tell whether a noun names one or more persons."""
    mention = ctx.at.get(token.i)
    return (
        (mention is not None and mention.kind in {"person", "civilians"})
        or token.lower_ in PERSONAL
        or token.ent_type_ == "PERSON"
    )


def said(ctx: Context, at: int) -> bool:
    """Tell whether the words at an offset are reported speech of somebody known."""
    return any(s.speakers and any(a <= at < b for a, b in s.attribution.contents) for s in ctx.speeches)


def is_place(ctx: Context, token: Token) -> bool:
    """Tell whether a noun names a place, or a town or country in general."""
    return (
        token.lower_ in {"town", "towns", "village", "villages", "city", "country", "area", "border"}
        or any(p.start <= token.idx < p.end for p in ctx.places)
        or token.ent_type_ in {"GPE", "LOC"}
    )


def undergoers(verb: Token) -> list[Token]:
    """Return the first object of a verb, or the subject of a passive one."""
    found = subject(verb) if is_passive(verb) else next(iter(objects(verb)), None)
    if found is None and is_passive(verb):
        # "Two workers kidnapped in May were released": the parser takes the participle for the subject.
        clause = next((c for c in verb.children if c.dep_ == "csubjpass"), None)
        found = subject(clause) if clause is not None else None
    if found is not None and found.pos_ == "NUM":
        # "Freed 21 of the girls": the number stands for what it counts.
        found = next((t for c in found.children if c.lower_ == "of" for t in c.children), found)
    return [found] if found is not None else []


def within_name(ctx: Context, start: int, end: int) -> bool:
    """Tell whether words are part of the name of a party: "the High Negotiations Committee"."""
    mention = ctx.at.get(start)
    if mention is None or not mention.proper:
        return False
    last = ctx.doc[end - 1]
    return (
        mention.start <= ctx.doc[start].idx
        and last.idx + len(last) <= mention.end
        and (mention.kind in _NAMED or mention.end - mention.start > last.idx + len(last) - ctx.doc[start].idx)
    )


Finder = Callable[[Context, Token], "Trigger | None"]
"""Reads a token: a trigger when the words around it tell of an act."""
