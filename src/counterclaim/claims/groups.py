"""Put the triggers of one sentence together into happenings, and decide the kind of each.

"Ten raids hit the city, killing 30" is three triggers and one happening; "15 were killed in raids while six
others died in a village" is two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from spacy.tokens import Span, Token

from counterclaim.claims.context import Context
from counterclaim.claims.noun_phrases import overlap
from counterclaim.claims.syntax import clauses, subject
from counterclaim.claims.tolls import TollMention
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turns import with_turns

ATTACKS: Final = (
    "suicide_attack",
    "chemical_attack",
    "air_strike",
    "shelling",
    "bombing",
    "battle",
    "killing",
)
"""Kinds that one attack may be called by, the most telling first."""

_RANK: Final = {kind: i for i, kind in enumerate(ATTACKS)}
_TOLL_KINDS: Final = {"killed": "~harm", "wounded": "~harm", "missing": "~harm", "displaced": "displacement"}
"""What a toll tells of when no other word of its sentence does."""
_STATES: Final = frozenset({"refugee", "refugees", "idps", "migrants", "evacuees"})
"""Words for the displaced that tell of no displacement by themselves."""
_OPEN: Final = frozenset({"~attack", "~hit", "~harm"})


@dataclass(slots=True)
class Group:
    """The triggers and tolls of one happening in one sentence; ``clause`` is its token range."""

    triggers: list[Trigger]
    clause: tuple[int, int]
    kind: str = ""
    tolls: list[TollMention] = field(default_factory=list[TollMention])

    @property
    def head(self) -> Trigger:
        """The trigger that gives the kind."""
        return min(self.triggers, key=lambda t: (t.kind in _OPEN, _RANK.get(t.kind, 0), t.kind == "~harm", t.start))

    @property
    def attack(self) -> bool:
        """Whether this is an attack of whatever kind."""
        return all(t.kind in _RANK or t.kind in _OPEN for t in self.triggers)

    @property
    def open(self) -> bool:
        """Whether no trigger decides the kind."""
        return all(t.kind in _OPEN for t in self.triggers)


def groups(ctx: Context, sent: Span) -> list[Group]:
    """Return the happenings that a sentence tells of, in reading order, tolls attached, kinds not yet decided."""
    parts = clauses(sent)
    found = [t for t in ctx.triggers if sent.start <= t.start < sent.end and _stands(ctx, t, parts)]
    found = with_turns(ctx, sent, found)
    tolls = [m for m in ctx.tolls if sent.start <= m.trigger < sent.end]
    held = {i for t in found for i in range(t.start, t.end)}
    for toll in tolls:
        if toll.trigger not in held and toll.toll.harm in _TOLL_KINDS and ctx.doc[toll.trigger].lower_ not in _STATES:
            kind = _TOLL_KINDS[toll.toll.harm]
            found.append(Trigger(toll.trigger, toll.trigger + 1, toll.trigger, kind, "verb", "strong"))
            held.add(toll.trigger)
    found.sort(key=lambda t: t.start)
    made = [Group([t], _clause(parts, t.start)) for t in found]
    made = _join_linked(ctx, made)
    made = _join_same_kind(made)
    made = _join_open(ctx, made, parts)
    made = _join_neighbours(ctx, made)
    _attach(made, tolls)
    return made


def _stands(ctx: Context, trigger: Trigger, parts: list[tuple[int, int]]) -> bool:
    low, high = _clause(parts, trigger.start)
    return not any(ctx.has_class(name, low, high) for name in trigger.unless)


def _clause(parts: list[tuple[int, int]], token: int) -> tuple[int, int]:
    return next(part for part in parts if part[0] <= token < part[1])


def _compatible(a: Group, b: Group) -> bool:
    kinds = {t.kind for g in (a, b) for t in g.triggers} - _OPEN
    if kinds == {"air_incident"} and all(t.kind == "~harm" for g in (a, b) if g.open for t in g.triggers):
        # "A helicopter crashed, killing five": the crash did it.
        return True
    if not (a.attack and b.attack):
        return len(kinds) == 1 and not (a.open or b.open)
    if len(kinds) <= 1:
        return True
    # Two named kinds are one happening when one is the general word for the other.
    special = kinds - {"bombing", "killing", "battle"}
    if len(special) > 1:
        return special == {"air_strike", "shelling"} or "suicide_attack" in special
    fights = [t for g in (a, b) for t in g.triggers if t.kind == "battle"]
    return bool(special) and all(t.strength == "weak" for t in fights)


_ONE_OF: Final = re.compile(r"\bincluding (?:one|two|another|a|an)\b(?! \w+ (?:and|,))", re.IGNORECASE)


def _singled_out(ctx: Context, a: Trigger, b: Trigger) -> bool:
    """Tell whether one of several is spoken of apart: "several strikes, including one that killed three"."""
    low, high = sorted((a.head, b.head))
    return bool(_ONE_OF.search(ctx.doc[low:high].text))


def _one_voice(ctx: Context, a: Trigger, b: Trigger) -> bool:
    """Tell whether two triggers stand in the words of one speaker, and are not one denied and one said.

    "The governor said two were killed, while the army said three were" is two claims.
    """
    first, second = ctx.saying(a.head), ctx.saying(b.head)
    if first is None or second is None or first is second:
        return True
    names = {s.name for s in first.speakers}, {s.name for s in second.speakers}
    same = not (names[0] and names[1]) or names[0] == names[1]
    return same and (first.attribution.manner == "denies") == (second.attribution.manner == "denies")


def _linked(ctx: Context, a: Trigger, b: Trigger) -> bool:
    """Tell whether grammar ties two triggers together: one is an argument or description of the other."""
    return _tied(ctx, a, b) and not _singled_out(ctx, a, b)


def _tied(ctx: Context, a: Trigger, b: Trigger) -> bool:
    first, second = ctx.doc[a.head], ctx.doc[b.head]
    for inner, outer in ((first, second), (second, first)):
        if _argument_of(inner, outer):
            return True
        if inner.dep_ in {"relcl", "acl"} and inner.head.i == outer.i:
            return True
        if inner.pos_ == "VERB" and outer.pos_ != "VERB":
            found = subject(inner)
            if found is not None and found.i == outer.i:
                return True
        # "Began air strikes in a campaign": two nouns of one verb.
        if (
            outer.dep_ == "dobj"
            and inner.dep_ == "pobj"
            and inner.head.lower_ == "in"
            and inner.head.head.i == outer.head.i
        ):
            return True
        # Consequences: "hit the town, killing three" and "was shot and killed".
        harm = b if inner.i == second.i else a
        if inner.head.i == outer.i and inner.dep_ in {"advcl", "xcomp", "conj"} and harm.kind == "~harm":
            return not any(c.dep_ in {"nsubj", "nsubjpass"} for c in inner.children)
    return False


def _argument_of(inner: Token, outer: Token) -> bool:
    if inner.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "compound", "appos"} and inner.head.i == outer.i:
        return True
    above = inner.head
    return (
        inner.dep_ in {"pobj", "pcomp"}
        and above.head.i == outer.i
        and above.lower_
        in {"in", "by", "during", "with", "of", "from", "through", "via", "as", "following", "after", "under"}
        and not (above.lower_ == "after" and outer.pos_ != "VERB")
    )


def merge(a: Group, b: Group) -> None:
    """Put the second group's triggers, tolls and clause to the first."""
    a.triggers = sorted([*a.triggers, *b.triggers], key=lambda t: t.start)
    a.tolls = [*a.tolls, *(t for t in b.tolls if t not in a.tolls)]
    a.clause = (min(a.clause[0], b.clause[0]), max(a.clause[1], b.clause[1]))


def _join_linked(ctx: Context, single: list[Group]) -> list[Group]:
    """Join groups of one trigger each while grammar ties triggers of two that can be one happening."""
    # Every two are looked at once: a list without a full stop can hold hundreds of triggers.
    pairs = combinations(range(len(single)), 2)
    tied = [(i, j) for i, j in pairs if _linked(ctx, single[i].triggers[0], single[j].triggers[0])]
    made, at = list(single), list(range(len(single)))
    while True:
        near = sorted({(min(at[i], at[j]), max(at[i], at[j])) for i, j in tied if at[i] != at[j]})
        found = next(((i, j) for i, j in near if _compatible(made[i], made[j])), None)
        if found is None:
            return [made[i] for i in sorted(set(at))]
        host, other = found
        merge(made[host], made[other])
        at = [host if i == other else i for i in at]


def _join_same_kind(made: list[Group]) -> list[Group]:
    """Join groups of one decided kind in one clause."""
    kept: list[Group] = []
    for group in made:
        twin = next(
            (
                g
                for g in kept
                if not g.open and not group.open and g.clause == group.clause and g.head.kind == group.head.kind
            ),
            None,
        )
        if twin is None:
            kept.append(group)
        else:
            merge(twin, group)
    return kept


def _join_open(ctx: Context, made: list[Group], parts: list[tuple[int, int]]) -> list[Group]:
    """Join what is undecided to the nearest attack of its clause, or of the clause that explains it."""
    kept = list(made)
    for group in made:
        if not group.open or not any(g is group for g in kept):
            continue
        others = [
            g
            for g in kept
            if g is not group
            and g.attack
            and not _singled_out(ctx, g.head, group.head)
            and _one_voice(ctx, g.head, group.head)
        ]
        here = [g for g in others if overlap(g.clause, group.clause)]
        rivals = [g for g in here if not g.open and _can_name(g, group)] or [g for g in here if g.open]
        if not rivals:
            rivals = [g for g in others if _explains(ctx, g, group, parts)]
        if not rivals and group.head.kind == "~harm" and not _own_scene(ctx, group):
            # "... killed 18 people while 56 were wounded": a further figure of the same attack.
            rivals = others
        if rivals:
            host = min(rivals, key=lambda g: abs(g.head.start - group.head.start))
            merge(host, group)
            kept = [g for g in kept if g is not group]
    return kept


def _join_neighbours(ctx: Context, made: list[Group]) -> list[Group]:
    """Join fighting or strikes of one named kind in neighbouring clauses."""
    kept: list[Group] = []
    for group in made:
        twin = next((g for g in reversed(kept) if not g.open and g.head.kind == group.head.kind), None)
        if twin is not None and not group.open and neighbours(ctx, twin, group):
            merge(twin, group)
        else:
            kept.append(group)
    return kept


def neighbours(ctx: Context, first: Group, second: Group) -> bool:
    """Tell whether two attacks of neighbouring clauses may be one: one of them has no scene of its own."""
    return (
        first.attack
        and second.attack
        and _one_voice(ctx, first.head, second.head)
        and first.clause[1] == second.clause[0]
        and ctx.doc[second.clause[0]].lower_ not in _APART
        and not (_own_scene(ctx, first) and _own_scene(ctx, second))
    )


_APART: Final = frozenset({"while", "whereas", "and", "but"})


def _can_name(named: Group, undecided: Group) -> bool:
    """Tell whether a decided group of the same clause may give its kind to an undecided one.

    Fighting only spoken of in general names no harm; "attacks" near a word of fighting are not that fighting unless
    grammar ties them.
    """
    if undecided.head.kind == "~attack" and named.head.kind == "battle":
        return False
    return any(t.strength == "strong" for t in named.triggers if t.kind not in _OPEN)


def _own_scene(ctx: Context, group: Group) -> bool:
    """Tell whether a clause names a place or a time of its own, so that its harm may be another attack's."""
    low, high = ctx.chars(*group.clause)
    cues = [s.attribution.cue[0] for s in ctx.speeches if low <= s.attribution.cue[0] < high]
    said = min(cues, default=high)  # "... wounded, state media said on Tuesday": the day of saying is no other day
    return any(low <= p.start < said for p in ctx.places) or any(
        low <= t.start < said and not ctx.is_dateline(t) for t in ctx.times
    )


def _explains(ctx: Context, attack: Group, harm: Group, parts: list[tuple[int, int]]) -> bool:
    """Tell whether an attack in the next clause says how a harm came about: "killed when a shell hit"."""
    if harm.head.kind != "~harm":
        return False
    index = {part[0]: i for i, part in enumerate(parts)}
    a, h = index.get(attack.clause[0]), index.get(harm.clause[0])
    if a is None or h is None:
        return False
    opener = ctx.doc[attack.clause[0]].lower_
    if a == h + 1:
        return opener in {"when", "after", "as", "where", "that", "which"}
    if h == a + 1:
        return ctx.doc[harm.clause[0]].lower_ in {"which", "that", "where", "who"}
    return False


def _attach(made: list[Group], tolls: list[TollMention]) -> None:
    for toll in tolls:
        host = next((g for g in made if any(t.start <= toll.trigger < t.end for t in g.triggers)), None)
        if host is None:
            near = [g for g in made if g.clause[0] <= toll.trigger < g.clause[1]] or made
            attacks = [
                g for g in near if g.attack or g.head.kind in {"displacement", "arrest", "abduction", "conflict_toll"}
            ]
            if attacks:
                host = min(attacks, key=lambda g: abs(g.head.start - toll.trigger))
        if host is not None:
            host.tolls.append(toll)
