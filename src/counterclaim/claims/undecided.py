"""Attacks that no word names by kind: decided by parties, and by what the report tells elsewhere.

The rules stand in the order of their certainty; the first that answers decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context
from counterclaim.claims.groups import ATTACKS, Group

Answer = tuple[str | None, str]
"""A kind, or None for no happening of the closed list, and the rule that gave it."""

ALL: Final = frozenset(ATTACKS)
STRIKES: Final = frozenset({"air_strike", "shelling"})
BLASTS: Final = frozenset({"bombing", "suicide_attack"})
WEAPONS: Final = ALL - {"battle", "killing"}
_ARMED: Final = frozenset({"armed_group", "state_forces", "combatants", "coalition"})
_REFERS: Final = (
    ("strike", STRIKES),
    ("raid", STRIKES | {"battle"}),
    ("bombing", BLASTS | {"air_strike"}),
    ("blast", BLASTS),
    ("explosion", BLASTS),
    ("operation", frozenset({"battle"})),
    ("offensive", frozenset({"battle"})),
    ("assault", ALL - {"killing"}),
    ("massacre", ALL - {"battle"}),
    ("attack", ALL),
)
"""What a noun that points back can mean."""
_ANAPHORIC: Final = frozenset({"the", "this", "that", "these", "those", "both", "such", "similar", "its", "their"})
_TAKES: Final = frozenset(
    {"liberate", "retake", "isolate", "capture", "seize", "clear", "recapture", "free", "take", "encircle", "secure"}
)
OTHER: Final = re.compile(r"\b(?:another|separate|second|similar|elsewhere|previous|earlier)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """What helps to decide: who acts, who suffers, the attacks told of so far, and the one most spoken of."""

    actors: list[Filler]
    targets: list[Filler]
    told: list[str]
    reported: str | None = None

    def last(self, allowed: frozenset[str]) -> str | None:
        """Return the attack last told of, of the kinds that a word may point back to."""
        return next((kind for kind in reversed(self.told) if kind in allowed), None)

    def main(self) -> str | None:
        """Return the attack by weapon last told of, or the one that the whole report speaks of most."""
        return self.last(WEAPONS) or self.reported


@dataclass(frozen=True, slots=True)
class _Case:
    ctx: Context
    group: Group
    scene: Scene
    kinds: frozenset[str]
    words: tuple[str, ...]

    @property
    def armed_actor(self) -> bool:
        return any(f.kind in _ARMED for f in self.scene.actors)

    @property
    def armed_target(self) -> bool:
        return any(f.kind in _ARMED for f in self.scene.targets) or any(
            t.toll.who == "combatants" for t in self.group.tolls
        )

    @property
    def official(self) -> bool:
        return any(f.kind in {"state", "coalition"} for f in self.scene.actors)

    def has(self, *stems: str) -> bool:
        return any(word.startswith(stem) for word in self.words for stem in stems)


def points_back(ctx: Context, group: Group) -> bool:
    """Tell whether a word points to an attack told before: "the attack", unless a new place stands with it."""
    token = ctx.doc[group.head.head]
    if _elsewhere(ctx, group):
        return False
    return any(c.dep_ in {"det", "poss", "amod"} and c.lower_ in _ANAPHORIC for c in token.children)


def _elsewhere(ctx: Context, group: Group) -> bool:
    """Tell whether a noun of attack stands with a place that the report names for the first time."""
    children = ctx.doc[group.head.head].children
    return any(_new_place(ctx, c) for c in children if c.dep_ == "prep" and c.lower_ in {"in", "at", "near"})


def _new_place(ctx: Context, preposition: Token) -> bool:
    """Tell whether the place after a preposition is named for the first time: "the attack in Y" is another one."""
    low, high = preposition.idx, preposition.right_edge.idx + 1
    here = [p for p in ctx.places if low <= p.start < high]
    return bool(here) and not any(p.name == q.name for p in here for q in ctx.places if q.end <= low)


def undecided(ctx: Context, group: Group, scene: Scene) -> Answer:
    """Return the kind of a group whose words leave it open."""
    case = _Case(
        ctx,
        group,
        scene,
        frozenset(t.kind for t in group.triggers),
        tuple(ctx.doc[t.head].lower_ for t in group.triggers),
    )
    for rule in _RULES:
        answer = rule(case)
        if answer is not None:
            return answer
    back = None if _elsewhere(ctx, group) else scene.main()
    if back and not OTHER.search(ctx.doc[group.head.head].sent.text):
        return back, "attack, as told elsewhere"
    return "killing", "attack, no means named"


def _harm_alone(case: _Case) -> Answer | None:
    if case.kinds - {"~harm"}:
        return None
    if case.armed_actor:
        tolls = case.group.tolls
        fighters = any(t.toll.who == "combatants" for t in tolls) if tolls else case.armed_target
        return ("battle", "armed party harms combatants") if fighters else ("killing", "armed party harms persons")
    back = case.scene.main() or case.scene.last(ALL)
    if back:
        return back, "harm of the attack last told"
    return ("killing", "harm, nothing else said") if case.group.tolls else (None, "harm without a toll")


def _told_before(case: _Case) -> Answer | None:
    for noun, allowed in _REFERS:
        if case.has(noun):
            alone = not (case.scene.actors or case.scene.targets or case.group.tolls)
            if alone or points_back(case.ctx, case.group):
                back = case.scene.last(allowed & WEAPONS) or case.scene.last(allowed)
                return (back, "points back") if back else None
            return None
    return None


def _by_word(case: _Case) -> Answer | None:
    scene = case.scene
    if case.has("ambush", "storm", "counterattack", "counter-attack"):
        return "battle", "ambush, storming or counterattack"
    if case.has("strike") and "~attack" in case.kinds:
        return "air_strike", "strike, nothing else said"
    if case.has("bomb"):
        if case.official or scene.last(WEAPONS) == "air_strike":
            return "air_strike", "bombed by those who have aircraft"
        return "bombing", "bombed"
    if case.has("raid"):
        if case.official or "~hit" in case.kinds or scene.last(ALL) == "air_strike":
            return "air_strike", "raid by those who have aircraft"
        if case.armed_target or case.armed_actor or case.group.tolls:
            return "battle", "raid"
        return None, "raid, nothing else said"
    if case.has("pound", "pummel"):
        return "shelling", "pounded"
    return None


def _by_general_word(case: _Case) -> Answer | None:
    scene = case.scene
    if case.has("operation"):
        taking = any(c.lemma_ in _TAKES for t in case.group.triggers for c in case.ctx.doc[t.head].children)
        if case.armed_actor or case.armed_target or taking:
            return "battle", "military operation"
        return None, "operation without armed party"
    if case.has("atrocit"):
        return "abuse", "atrocities"
    if case.has("massacre", "carnage", "bloodshed"):
        back = scene.last(WEAPONS)
        return (back, "massacre, as last told") if back and not scene.actors else ("killing", "massacre")
    if case.has("incident", "violence", "aggression") and not case.group.tolls:
        return None, "no happening named"
    if case.has("destroy"):
        back = scene.last(STRIKES)
        if back and not case.armed_actor:
            return back, "destroyed, as last told"
        if case.armed_actor and case.armed_target:
            return "battle", "armed party destroys what is armed"
        return "destruction", "destroyed"
    return None


def _by_hit(case: _Case) -> Answer | None:
    if not case.kinds <= {"~hit", "~harm"}:
        return None
    if not (case.scene.targets or case.group.tolls):
        return None, "hit without target or toll"
    if case.armed_actor and case.armed_target:
        return "battle", "armed party hits armed party"
    back = case.scene.last(WEAPONS)
    if back:
        return back, "hit, as last told"
    if case.group.tolls or any(f.kind == "civilians" for f in case.scene.targets):
        return "killing", "hit, persons harmed"
    return None, "hit, nothing else said"


def _by_parties(case: _Case) -> Answer | None:
    if case.armed_target:
        return "battle", "attack on an armed party"
    fought = any(t.role == "verb" for t in case.group.triggers)
    if (
        case.armed_actor
        and fought
        and not case.group.tolls
        and not any(f.kind == "civilians" for f in case.scene.targets)
    ):
        return "battle", "armed party attacks"
    return None


_RULES: Final[tuple[Callable[[_Case], Answer | None], ...]] = (
    _harm_alone,
    _told_before,
    _by_word,
    _by_general_word,
    _by_hit,
    _by_parties,
)
