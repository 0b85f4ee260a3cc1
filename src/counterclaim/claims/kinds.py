"""Decide the kind of a group of triggers: by its words, its weapons, its parties, and the course of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context
from counterclaim.claims.groups import ATTACKS, Group
from counterclaim.claims.mentions import Mention
from counterclaim.records import Kind

ARMED: Final = frozenset({"armed_group", "state_forces", "combatants", "coalition"})
OFFICIAL: Final = frozenset({"state", "government", "state_forces", "coalition"})
_ANAPHORIC: Final = frozenset({"the", "this", "that", "these", "those", "both", "such", "similar", "its", "their"})
_CAMPAIGN: Final = re.compile(
    r"\b(?:conflict|war|uprising|revolt|crisis|hostilities|insurgency|unrest|violence)\b[^.]*\b(?:since|in|began|started|erupted|years?|broke)\b"
    r"|\bsince\b[^.]*\b(?:1[89]|20)\d\d\b"
    r"|\bsince\b[^.]*\b(?:war|conflict|uprising|invasion|revolt|crisis)\b"
    r"|\b(?:war|conflict)\b has (?:killed|claimed|left|displaced)",
    re.IGNORECASE,
)
_MEANS: Final = (
    ("suicide", "suicide_attack"),
    ("chemical", "chemical_attack"),
    ("aircraft", "air_strike"),
    ("artillery", "shelling"),
    ("explosive", "bombing"),
)


def named(ctx: Context, low: int, high: int) -> list[Mention]:
    """Return the parties mentioned within the tokens [low, high)."""
    return [m for m in ctx.mentions if low <= m.head < high]


@dataclass(frozen=True, slots=True)
class Scene:
    """What helps to decide a kind: who acts, who suffers, and the kinds of attack the report has told of so far."""

    actors: list[Filler]
    targets: list[Filler]
    told: list[str]
    reported: str | None = None

    def armed(self, fillers: list[Filler]) -> bool:
        """Tell whether one of the parties bears arms."""
        return any(f.kind in ARMED for f in fillers)

    def last(self, allowed: frozenset[str]) -> str | None:
        """Return the attack last told of, of the kinds that a word may point back to."""
        return next((kind for kind in reversed(self.told) if kind in allowed), None)

    def main(self) -> str | None:
        """Return the attack by weapon last told of, or the one that the whole report speaks of most."""
        return self.last(_WEAPONS) or self.reported


_ALL: Final = frozenset(ATTACKS)
_STRIKES: Final = frozenset({"air_strike", "shelling"})
_BLASTS: Final = frozenset({"bombing", "suicide_attack"})
_WEAPONS: Final = _ALL - {"battle", "killing"}
_REFERS: Final = (
    ("strike", _STRIKES),
    ("raid", _STRIKES | {"battle"}),
    ("bombing", _BLASTS | {"air_strike"}),
    ("blast", _BLASTS),
    ("explosion", _BLASTS),
    ("operation", frozenset({"battle"})),
    ("offensive", frozenset({"battle"})),
    ("assault", _ALL - {"killing"}),
    ("massacre", _ALL - {"battle"}),
    ("attack", _ALL),
)
"""What a noun that points back can mean."""


def reported(ctx: Context) -> str | None:
    """Return the kind of attack by weapon that a report's words name most often, the first of equals."""
    named = [t.kind for t in ctx.triggers if t.kind in _WEAPONS and t.strength == "strong"]
    return max(dict.fromkeys(named), key=named.count, default=None)


def decide(ctx: Context, group: Group, scene: Scene) -> tuple[Kind | None, str]:
    """Return the kind of a group and the rule that gave it; None when it is no happening of the closed list."""
    low, high = group.clause
    if group.tolls and _campaign_toll(ctx, group):
        return "conflict_toll", "toll of a war or campaign"
    head = group.head
    if not head.kind.startswith("~"):
        kinds = [t.kind for t in group.triggers if t.kind in ATTACKS]
        if kinds and set(kinds) == {"bombing"}:
            if _from_the_air(ctx, group, scene):
                return "air_strike", "bombs of those who have aircraft"
            if _mass_bombing(ctx, group):
                return "shelling", "bombing without a bomb"
            blasts = {ctx.doc[t.head].lower_ for t in group.triggers}
            fresh = any(c.lower_ in _FRESH for t in group.triggers for c in ctx.doc[t.head].children)
            if ctx.has_class("suicide", ctx.doc[head.head].sent.start, ctx.doc[head.head].sent.end):
                return "suicide_attack", "weapon: suicide"
            if not ctx.has_class("explosive", low, high) or _points_back(ctx, group):
                back = scene.last(_WEAPONS if blasts <= _NOISES else _BLASTS)
                if back and not fresh and not _OTHER.search(ctx.doc[head.head].sent.text):
                    return back, "a blast already told of"  # type: ignore[return-value]
        if kinds and set(kinds) == {"shelling"} and head.role == "verb" and _armed_with(ctx, group, "aircraft"):
            return "air_strike", "fired from aircraft"
        if head.kind == "killing" and _points_back(ctx, group):
            back = scene.last(_ALL - {"battle"})
            if back:
                return back, "points back"  # type: ignore[return-value]
        return min(kinds, key=ATTACKS.index) if kinds else head.kind, "trigger"  # type: ignore[return-value]
    strike = any(t.kind == "~attack" and ctx.doc[t.head].lower_ in {"strike", "strikes"} for t in group.triggers)
    for name, kind in _MEANS:
        if strike and name in {"artillery", "explosive"}:
            continue
        if _armed_with(ctx, group, name) and not (kind == "air_strike" and _only_downed(ctx.doc[low:high].text)):
            return kind, f"weapon: {name}"  # type: ignore[return-value]
    kind, rule = _undecided(ctx, group, scene)
    return kind, rule  # type: ignore[return-value]


def _campaign_toll(ctx: Context, group: Group) -> bool:
    sent = ctx.doc[group.head.head].sent
    if not _CAMPAIGN.search(sent.text):
        return False
    return all(t.kind in {"~harm", "displacement", "killing", "battle", "~attack"} for t in group.triggers) and any(
        toll.toll.low >= 500 for toll in group.tolls
    )


def _only_downed(text: str) -> bool:
    return bool(re.search(r"\b(?:shot down|downed|crashed|intercepted)\b", text))


def _armed_with(ctx: Context, group: Group, name: str) -> bool:
    """Tell whether a word of a class of weapons stands in the clause; what is destroyed is no weapon used.

    A suicide bomber or a gas named anywhere in the sentence tells of the attack in it.
    """
    low, high = group.clause
    verbs = {i for t in group.triggers if t.role == "verb" for i in range(t.start, t.end)}
    wrecked = min((t.start for t in group.triggers if ctx.doc[t.head].lower_.startswith("destroy")), default=high)
    if name in {"suicide", "chemical"} and any(t.kind == "~attack" for t in group.triggers):
        sent = ctx.doc[group.head.head].sent
        low, high, wrecked = sent.start, sent.end, sent.end
    bombers = name == "aircraft" and bool(ctx.classes.get("suicide"))
    return any(
        low <= i < min(high, wrecked) and i not in verbs and not (bombers and ctx.doc[i].lower_ in {"bomber", "bombers"})
        for i in ctx.classes.get(name, ())
    )


_FRESH: Final = frozenset({"a", "an", "another", "double", "twin", "two", "three", "several"})
_TAKES: Final = frozenset({"liberate", "retake", "isolate", "capture", "seize", "clear", "recapture", "free", "take", "encircle", "secure"})
_NOISES: Final = frozenset({"blast", "blasts", "explosion", "explosions"})
_OTHER: Final = re.compile(r"\b(?:another|separate|second|similar|elsewhere|previous|earlier)\b", re.IGNORECASE)


def _from_the_air(ctx: Context, group: Group, scene: Scene) -> bool:
    low, high = group.clause
    if ctx.has_class("aircraft", low, high):
        return True
    words = {ctx.doc[t.head].lower_ for t in group.triggers}
    if not words & {"bombing", "bombings", "bomb", "bombs", "bombed"} or re.search(r"\b(?:car|truck|roadside|suicide)\b", ctx.doc[low:high].text.lower()):
        return False
    return any(f.kind in OFFICIAL or "regime" in f.name.lower() for f in scene.actors)


def _mass_bombing(ctx: Context, group: Group) -> bool:
    """Tell whether "bombing" is spoken of as something that goes on, not as one bomb that went off."""
    token = ctx.doc[group.head.head]
    alone = token.lower_ == "bombing" and group.head.end - group.head.start == 1 and len(group.triggers) == 1
    return alone and not any(c.lower_ in {"a", "an", "the", "another", "double", "twin", "suicide", "deadly", "car"} for c in token.children)


def _points_back(ctx: Context, group: Group) -> bool:
    token = ctx.doc[group.head.head]
    if any(_new_place(ctx, child) for child in token.children if child.dep_ == "prep" and child.lower_ in {"in", "at", "near"}):
        return False
    return any(c.dep_ in {"det", "poss", "amod"} and c.lower_ in _ANAPHORIC for c in token.children)


def _new_place(ctx: Context, preposition: Token) -> bool:
    """Tell whether the place after a preposition is named for the first time: "the attack in Y" is another one."""
    low, high = preposition.idx, preposition.right_edge.idx + 1
    here = [p for p in ctx.places if low <= p.start < high]
    return bool(here) and not any(p.name == q.name for p in here for q in ctx.places if q.end <= low)


def _undecided(ctx: Context, group: Group, scene: Scene) -> tuple[str | None, str]:
    """Decide by parties and by what was told before; the rules stand in the order of their certainty."""
    lemmas = [ctx.doc[t.head].lower_ for t in group.triggers]
    kinds = {t.kind for t in group.triggers}
    armed_actor, armed_target = scene.armed(scene.actors), scene.armed(scene.targets) or any(
        t.toll.who == "combatants" for t in group.tolls
    )
    official = any(f.kind in {"state", "coalition"} for f in scene.actors)

    def has(*stems: str) -> bool:
        return any(word.startswith(stem) for word in lemmas for stem in stems)

    if kinds == {"~harm"}:
        if scene.actors and armed_actor:
            return ("battle", "armed party harms combatants") if armed_target else ("killing", "armed party harms persons")
        back = scene.main() or scene.last(_ALL)
        if back:
            return back, "harm of the attack last told"
        return ("killing", "harm, nothing else said") if group.tolls else (None, "harm without a toll")
    for noun, allowed in _REFERS:
        if has(noun) and (_points_back(ctx, group) or not (scene.actors or scene.targets or group.tolls)):
            back = scene.last(allowed & _WEAPONS) or scene.last(allowed)
            if back:
                return back, "points back"
            break
    if has("ambush", "storm", "counterattack", "counter-attack"):
        return "battle", "ambush, storming or counterattack"
    if has("strike") and "~attack" in kinds:
        return "air_strike", "strike, nothing else said"
    if has("bomb"):
        return ("air_strike", "bombed by those who have aircraft") if official else ("bombing", "bombed")
    if has("raid"):
        if official or scene.last(_ALL) == "air_strike":
            return "air_strike", "raid by those who have aircraft"
        return ("battle", "raid") if armed_target or armed_actor else (None, "raid, nothing else said")
    if has("pound", "pummel"):
        return "shelling", "pounded"
    if has("operation"):
        taking = any(c.lemma_ in _TAKES for t in group.triggers for c in ctx.doc[t.head].children)
        if armed_actor or armed_target or taking:
            return "battle", "military operation"
        return None, "operation without armed party"
    if has("atrocit"):
        return "abuse", "atrocities"
    if has("massacre", "carnage", "bloodshed"):
        back = scene.last(_WEAPONS)
        return (back, "massacre, as last told") if back and not scene.actors else ("killing", "massacre")
    if has("incident", "violence", "aggression") and not group.tolls:
        return None, "no happening named"
    if has("destroy"):
        return _destroyed(scene, armed_actor=armed_actor, armed_target=armed_target)
    if kinds <= {"~hit", "~harm"}:
        if not (scene.targets or group.tolls):
            return None, "hit without target or toll"
        back = scene.last(_WEAPONS)
        if armed_actor and armed_target:
            return "battle", "armed party hits armed party"
        if back:
            return back, "hit, as last told"
        return ("killing", "hit, persons harmed") if group.tolls else (None, "hit, nothing else said")
    if armed_target:
        return "battle", "attack on an armed party"
    if armed_actor and any(t.role == "verb" for t in group.triggers) and not group.tolls and not any(f.kind == "civilians" for f in scene.targets):
        return "battle", "armed party attacks"
    back = scene.main()
    if back and not _OTHER.search(ctx.doc[group.head.head].sent.text):
        return back, "attack, as told elsewhere"
    return "killing", "attack, no means named"


def _destroyed(scene: Scene, *, armed_actor: bool, armed_target: bool) -> tuple[str | None, str]:
    back = scene.last(_STRIKES)
    if back and not armed_actor:
        return back, "destroyed, as last told"
    if armed_actor and armed_target:
        return "battle", "armed party destroys what is armed"
    return "destruction", "destroyed"
