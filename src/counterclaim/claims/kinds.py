"""Decide the kind of a group of triggers: by its words and weapons; what they leave open, ``undecided`` decides."""

from __future__ import annotations

import re
from typing import Final, cast

from counterclaim.claims.context import Context
from counterclaim.claims.groups import ATTACKS, Group
from counterclaim.claims.totals import campaign_toll
from counterclaim.claims.undecided import BLASTS, OTHER, WEAPONS, Answer, Scene, points_back, undecided
from counterclaim.records import Kind

_OFFICIAL: Final = frozenset({"state", "government", "state_forces", "coalition"})
_MEANS: Final = (
    ("suicide", "suicide_attack"),
    ("chemical", "chemical_attack"),
    ("aircraft", "air_strike"),
    ("artillery", "shelling"),
    ("explosive", "bombing"),
)
_FRESH: Final = frozenset({"a", "an", "another", "double", "twin", "two", "three", "several"})
NOISES: Final = frozenset({"blast", "blasts", "explosion", "explosions"})
_PLANTS: Final = frozenset({"mine", "mines", "landmine", "landmines", "ied", "ieds", "grenade", "grenades"})
_BOMBS: Final = frozenset({"bombing", "bombings", "bomb", "bombs", "bombed"})
_PLANTED: Final = re.compile(r"\b(?:car|truck|roadside|suicide)\b", re.IGNORECASE)
_DOWNED: Final = re.compile(r"\b(?:shot down|downed|crashed|intercepted)\b")


def reported(ctx: Context) -> str | None:
    """Return the kind of attack by weapon that a report's words name most often, the first of equals."""
    named = [t.kind for t in ctx.triggers if t.kind in WEAPONS and t.strength == "strong"]
    return max(dict.fromkeys(named), key=named.count, default=None)


def decide(ctx: Context, group: Group, scene: Scene) -> tuple[Kind | None, str]:
    """Return the kind of a group and the rule that gave it; None when it is no happening of the closed list."""
    if campaign_toll(ctx, group):
        return "conflict_toll", "toll of a war or campaign"
    if group.head.kind.startswith("~"):
        kind, rule = _by_weapon(ctx, group) or undecided(ctx, group, scene)
    else:
        kind, rule = _named(ctx, group, scene)
    return cast("Kind | None", kind), rule


def _named(ctx: Context, group: Group, scene: Scene) -> Answer:
    head = group.head
    kinds = [t.kind for t in group.triggers if t.kind in ATTACKS]
    if set(kinds) == {"bombing"}:
        return _bombing(ctx, group, scene) or ("bombing", "trigger")
    if set(kinds) == {"shelling"} and head.role == "verb" and _armed_with(ctx, group, "aircraft"):
        return "air_strike", "fired from aircraft"
    if head.kind == "killing" and points_back(ctx, group):
        back = scene.last(WEAPONS | {"killing"})
        if back:
            return back, "points back"
    return min(kinds, key=ATTACKS.index) if kinds else head.kind, "trigger"


def _bombing(ctx: Context, group: Group, scene: Scene) -> Answer | None:
    """Tell what a bombing is: from the air, by a suicide attacker, or the blast that was told of before."""
    token = ctx.doc[group.head.head]
    low, high = group.clause
    if _from_the_air(ctx, group, scene):
        return "air_strike", "bombs of those who have aircraft"
    words = {ctx.doc[t.head].lower_ for t in group.triggers}
    around = {c.lower_ for t in group.triggers for c in ctx.doc[t.head].children}
    bare = len(group.triggers) == 1 and group.head.end - group.head.start == 1
    if bare and words == {"bombing"} and not around & (_FRESH | {"the", "suicide", "deadly", "car"}):
        return "shelling", "bombing without a bomb"
    if ctx.has_class("suicide", low, high):
        return "suicide_attack", "weapon: suicide"
    first = ctx.doc[max(group.head.start - 1, 0)].lower_
    if not (around | {first}) & _FRESH and not OTHER.search(token.sent.text) and not words & _PLANTS:
        back = scene.last(WEAPONS if words <= NOISES else BLASTS)
        if back:
            return back, "a blast already told of"
    return None


def _by_weapon(ctx: Context, group: Group) -> Answer | None:
    strike = any(t.kind == "~attack" and ctx.doc[t.head].lower_ in {"strike", "strikes"} for t in group.triggers)
    low, high = group.clause
    for name, kind in _MEANS:
        if strike and name in {"artillery", "explosive"}:
            continue
        if _armed_with(ctx, group, name) and not (name == "aircraft" and _DOWNED.search(ctx.doc[low:high].text)):
            return kind, f"weapon: {name}"
    return None


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
        low <= i < min(high, wrecked)
        and i not in verbs
        and not (bombers and ctx.doc[i].lower_ in {"bomber", "bombers"})
        for i in ctx.classes.get(name, ())
    )


def _from_the_air(ctx: Context, group: Group, scene: Scene) -> bool:
    low, high = group.clause
    if ctx.has_class("aircraft", low, high):
        return True
    words = {ctx.doc[t.head].lower_ for t in group.triggers}
    if not words & _BOMBS or _PLANTED.search(ctx.doc[low:high].text):
        return False
    return any(f.kind in _OFFICIAL or "regime" in f.name.lower() for f in scene.actors)
