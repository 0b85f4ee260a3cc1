"""What fills a field: parties and things as named in the report, with the words and the rule that chose them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.aliases import country_names
from counterclaim.claims.context import Context
from counterclaim.claims.mentions import Mention
from counterclaim.claims.numbers import number_at
from counterclaim.claims.syntax import conjuncts
from counterclaim.claims.unlisted import is_title
from counterclaim.lexicon.countries import countries


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a field: the fullest name, the words as written (offsets), and the rule that chose them."""

    name: str
    start: int
    end: int
    rule: str
    party: str | None = None
    kind: str = ""


def state_named(ctx: Context, iso: str, said: str) -> str:
    """Return what to call a state: as the report writes it ("U.S."), its usual name where it writes adjectives only."""
    names = countries()[iso].names
    meant = (m.fullest for m in ctx.mentions if m.kind == "state" and m.party == iso.lower() and m.fullest in names)
    return next(meant, said if said in names else names[0])


_PLATFORM: Final = re.compile(
    r"\W*\b(?:war ?planes?|fighter jets?|jets?|planes?|aircraft|helicopters?|drones?|gunships?|bombs?|artillery"
    r"|missiles?|rockets?|bombers?|aviation|tanks?|guns?|shells?|mortars?|munitions?|air ?strikes?|chemical weapons?"
    r"|weapons?|warships?)\s*$",
    re.IGNORECASE,
)
_LABEL: Final = frozenset({"terrorist", "militant", "rebel", "insurgent", "extremist", "jihadist", "separatist"})
_MEMBERS: Final = frozenset(
    "militants fighters terrorists gunmen members elements units unit forces soldiers troops operatives"
    " insurgents men jihadists extremists rebels warplanes jets planes aircraft helicopters artillery positions"
    " fighter member militant branch group groups network airstrikes jet warplane plane helicopter drones drone"
    " spokesman officials".split()
)
"""Heads that stand for the party named after them: "militants of X", "units of the army", "jets from X"."""
_NOBODY: Final = frozenset({"car", "sniper", "snipers", "suicide", "heavy", "military", "anti-government", "gunmen's"})
_NOBODY_ENDS: Final = frozenset({"suicide", "anti-government"})
_UNITS: Final = re.compile(
    r"^((?:[\w-]+ )*(?:army|military|police|navy))(?:s|'s|’s)? (?:units?|forces|troops|soldiers|personnel)$",
    re.IGNORECASE,
)
_ABBREVIATED: Final = re.compile(r"(?:[A-Z]\.)+[A-Z]?|[A-Z]{2,5}")


def of_mention(mention: Mention, rule: str) -> Filler:
    """Return a party mentioned as a filler; an adjective of a state stands for the state."""
    name = mention.fullest
    if mention.kind == "state" and not _ABBREVIATED.fullmatch(name):
        iso = country_names().get(name.lower())
        if iso is not None and name not in countries()[iso].names:
            name = countries()[iso].names[0]
    return Filler(name, mention.start, mention.end, rule, mention.party, mention.kind)


def doer(ctx: Context, mention: Mention, rule: str) -> Filler | None:
    """Return a party mentioned as one who acts: a weapon or machine stands for its owner, or for nobody."""
    if mention.text.lower() in _NOBODY or mention.text.lower().split()[-1] in _NOBODY_ENDS:
        return None
    filler = of_mention(mention, rule)
    named = named_after(ctx, mention)
    if named is not None:
        return of_mention(named, rule)
    men = _men_of(ctx, mention)
    if men is not None:
        return Filler(men.fullest, mention.start, mention.end, rule, men.party, men.kind)
    owner = _PLATFORM.sub("", mention.text).strip()
    if owner != mention.text:
        nobody = not owner or owner.lower() in _NOBODY  # "suicide bomber"
        return None if nobody else _owner(ctx, mention, owner, rule)
    if mention.kind == "things":
        return None
    unit = _UNITS.match(filler.name)
    if unit is not None:
        # "Army units": the army itself, by the fullest name the report gives it.
        army = unit.group(1)
        longer = (m.fullest for m in ctx.mentions if m.fullest.lower().endswith(army.lower()))
        return Filler(max(longer, key=len, default=army), mention.start, mention.end, rule, mention.party, mention.kind)
    last = mention.text.lower().split()[-1]
    if last in _LABEL:
        # "Terrorist rocket attacks": the adjective stands for the group that the report names so.
        labelled = (m for m in ctx.mentions if f"{last}s" in m.text.lower() or f"{last} " in m.text.lower())
        found = next(labelled, None)
        if found is not None:
            return Filler(found.fullest, mention.start, mention.end, rule, found.party, found.kind)
    return filler


def _men_of(ctx: Context, mention: Mention) -> Mention | None:
    """Return the group whose name stands before its men: "SDF fighters" are the SDF, by its fullest name."""
    name, _, men = mention.text.rpartition(" ")
    if not name or men.lower() not in _MEMBERS:
        return None
    groups = {"armed_group", "coalition", "organisation"}
    return next((m for m in ctx.mentions if m.text == name and m.proper and m.kind in groups), None)


def _owner(ctx: Context, mention: Mention, owner: str, rule: str) -> Filler | None:
    iso = country_names().get(owner.lower())
    named = next((m for m in ctx.mentions if m.text.lower() == owner.lower() and m is not mention), None)
    described = all(ctx.doc[i].pos_ == "ADJ" for i in range(ctx.token_at(mention.start), mention.head))
    if iso is None and named is None and (mention.kind == "things" or (described and not mention.proper)):
        return None
    name = named.fullest if named else state_named(ctx, iso, owner) if iso else owner
    party = named.party if named else None if iso else mention.party  # of a state's name the state, not its air force
    return Filler(name, mention.start, mention.end, rule, party, "state_forces")


def named_after(ctx: Context, mention: Mention) -> Mention | None:
    """Return the named party whose men or machines a mention speaks of: "fighters of X", "units of the army"."""
    doc = ctx.doc
    if doc[mention.head].lower_ not in _MEMBERS or mention.proper:
        return None
    at = ctx.token_at(mention.end - 1) + 1
    if at < len(doc) and doc[at].lower_ in {"of", "from", "belonging", "loyal"}:
        for i in range(at + 1, min(at + 5, len(doc))):
            found = ctx.at.get(i)
            if found is not None:
                armed = found.kind in {
                    "armed_group",
                    "state_forces",
                    "coalition",
                    "government",
                    "organisation",
                    "state",
                }
                return found if armed else None
            if doc[i].pos_ not in {"DET", "ADJ", "ADP", "PUNCT", "PRON"} and doc[i].lower_ not in {"so", "called"}:
                return None
    return None


def value_of(word: str) -> int | None:
    """Return the exact number that one word or figure says, None when it says none or a vague one."""
    number = number_at([word], 0)
    return number.low if number is not None and number.low == number.high else None


_INNER: Final = frozenset({"compound", "amod", "nmod", "poss", "nummod", "punct", "quantmod"})


def noun_phrase(ctx: Context, token: Token, rule: str) -> Filler:
    """Return the noun phrase of a token as a filler: determiner and number dropped, an "of" phrase kept."""
    first = min([token.i, *(c.i for c in token.children if c.dep_ in _INNER and c.i < token.i)])
    if first in ctx.at and ctx.at[first].proper:
        # A name begins where its mention begins, whatever part of it the parser took for the whole.
        first = min(first, ctx.token_at(ctx.at[first].start))
    while first < token.i and (ctx.doc[first].pos_ in {"DET", "PUNCT", "NUM", "PRON"} or ctx.doc[first].is_punct):
        first += 1
    last = token.i
    for child in token.children:
        if child.i == last + 1 and child.dep_ == "prep" and child.lower_ == "of":
            tail = [c for c in child.children if c.dep_ == "pobj"]
            if tail:
                last = tail[0].i
    start, end = ctx.chars(first, last + 1)
    return Filler(ctx.text[start:end], start, end, rule)


_BETWEEN: Final = frozenset({",", "and", "or", "&", "-", "–", "/", "the", "as", "well", "its", "their"})


def beside(ctx: Context, mention: Mention, low: int, high: int) -> list[Mention]:
    """Return a mention and those listed with it within the tokens [low, high): "Saudi Arabia Turkey and Qatar"."""
    try:
        at = ctx.mentions.index(mention)
    except ValueError:
        return [mention]
    listed = [mention]
    for step in (-1, 1):
        near, i = mention, at + step
        while 0 <= i < len(ctx.mentions):
            other = ctx.mentions[i]
            if not (low <= ctx.token_at(other.start) and ctx.token_at(other.end - 1) < high):
                break
            left, right = (other, near) if step < 0 else (near, other)
            if not _listed(ctx, left, right):
                break
            listed.insert(0, other) if step < 0 else listed.append(other)
            near, i = other, i + step
    return listed


def _listed(ctx: Context, left: Mention, right: Mention) -> bool:
    between = [t.lower_ for t in ctx.doc[ctx.token_at(left.end - 1) + 1 : ctx.token_at(right.start)]]
    if not between:
        return left.proper and right.proper and left.kind == right.kind
    return len(between) <= 4 and all(w in _BETWEEN for w in between) and between[-1] != "as"


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
        found += nationalities(ctx, item, rule) if mention is not None else []
        if mention is None and item.lower_ in _MEMBERS:
            tails = (g for c in item.children if c.lower_ in {"of", "from"} for g in c.children if g.dep_ == "pobj")
            mention = next((ctx.at[g.i] for g in tails if g.i in ctx.at), None)
        if mention is not None:
            low = min(item.left_edge.i, ctx.token_at(mention.start))
            listed = [m for m in beside(ctx, mention, low, item.i + 1) if m.kind not in {"civilians", "things"}]
            for one in listed or [mention]:
                found += _two_persons(ctx, one, rule)
        elif is_title(item) and item.text[0].isupper():
            found.append(_holder(ctx, item, rule))
    return found


def _holder(ctx: Context, title: Token, rule: str) -> Filler:
    """Return who holds an office that stands without a name, by the fullest mention of the holder in the report."""
    office = noun_phrase(ctx, title, rule)
    people = [m for m in ctx.mentions if m.kind == "person" and m.proper and office.name in m.fullest]
    names = {m.fullest: m for m in people}
    if len(names) != 1:
        return Filler(office.name, office.start, office.end, rule, None, "person")
    (holder,) = names.values()
    return Filler(holder.fullest, office.start, office.end, rule, holder.party, "person")


def nationalities(ctx: Context, item: Token, rule: str) -> list[Filler]:
    """Return the states that coordinated adjectives name beside the one joined to their noun: "Russian and Y jets"."""
    found: list[Filler] = []
    for child in item.children:
        for word in (child, *conjuncts(child)) if child.dep_ == "amod" else ():
            iso = country_names().get(word.lower_)
            if iso is not None and word.i not in ctx.at:
                name = state_named(ctx, iso, word.text)
                found.append(Filler(name, word.idx, word.idx + len(word), rule, None, "state"))
    return found


def sharing_noun(item: Token) -> Filler | None:
    """Return an adjective with the noun that another one after it shares: "attacks on Afghan and allied forces"."""
    iso = country_names().get(item.lower_) if item.text[0].isupper() else None  # a car is no CAR
    if iso is None or item.text in countries()[iso].names:
        return None
    noun = next((w for w in conjuncts(item) if item.i < w.i <= item.i + 4 and w.tag_ == "NNS"), None)
    if noun is None:
        return None
    return Filler(f"{item.text} {noun.text}", item.idx, noun.idx + len(noun), "persons")


_TWO: Final = re.compile(
    r"^([A-Z][^,]*?) and ((?:President|Prime|Foreign|Minister|King|General|Secretary|Chancellor)\b[^,]*)$"
)


def _two_persons(ctx: Context, mention: Mention, rule: str) -> list[Filler]:
    """Return the fillers of a mention: two where it runs two titled persons together."""
    filler = doer(ctx, mention, rule)
    if filler is None:
        return []
    two = _TWO.match(filler.name) if mention.kind in {"person", "government"} else None
    if two is None:
        return [filler]
    return [Filler(name, filler.start, filler.end, rule, None, "person") for name in two.groups()]


def distinct(fillers: Iterable[Filler]) -> list[Filler]:
    """Return the fillers with each name once, in order."""
    kept: dict[str, Filler] = {}
    for filler in fillers:
        kept.setdefault(filler.name.lower(), filler)
    return list(kept.values())
