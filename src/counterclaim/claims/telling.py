"""One claimant's telling of one happening, and whether it says enough to be a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler
from counterclaim.claims.groups import Group
from counterclaim.claims.happenings import Told
from counterclaim.claims.realis import words
from counterclaim.claims.speakers import Speaker
from counterclaim.claims.triggers import Trigger
from counterclaim.records import Count, Interval, Kind

POSITIONS: Final = frozenset({"accuses", "denies", "confirms", "claims_responsibility"})

_ACTED: Final = frozenset({"threat"})
"""Kinds that are no happening without a party that does it."""

_NEW: Final = frozenset({"a", "an", "another", "no", "any", "some"})

_JUDGES: Final = frozenset(
    {
        "condemn",
        "denounce",
        "deplore",
        "mourn",
        "decry",
        "criticise",
        "criticize",
        "slam",
        "lament",
        "regret",
        "hear",
        "investigate",
    }
)

_ANAPHORS: Final = frozenset({"the", "this", "that", "these", "those", "both", "such", "similar"})


@dataclass(slots=True)
class Telling:
    """One claimant's telling of one happening, before happenings are numbered."""

    told: Told
    group: Group
    kind: Kind
    speaker: Speaker | None
    counted: tuple[Count, Filler] | None
    weapon: Filler | None
    rules: dict[str, str]
    strength: str
    pronoun: bool = False
    """Whether its doer is a pronoun."""
    said: tuple[Interval, Filler] | None = None
    """When its claimant said it, as far as the words beside the word of saying tell."""
    position: bool = False
    """Whether its claimant accuses, denies, confirms or takes responsibility: a position counts by itself."""


def worth(ctx: Context, telling: Telling) -> bool:
    """Tell whether a telling says enough to be a claim.

    Weak words need two fields of their own, where two who agree count as two; a threat needs one who threatens; a
    happening only mentioned in passing ("after the attack", "in their fight with them") needs a figure, a place or a
    time of its own.
    """
    own = telling.told.own
    if telling.kind in _ACTED and not any(f.kind not in {"", "things"} for f in telling.told.actors):
        return False
    agreed = telling.kind == "agreement" and len(telling.told.actors) > 1
    if telling.kind != "conflict_toll" and telling.strength == "weak" and len(own) + telling.pronoun + agreed < 2:
        return False
    if telling.kind == "siege" and ctx.doc[telling.group.head.head].dep_ == "amod":
        return "places" in own
    if all(_in_passing(ctx, t) for t in telling.group.triggers):
        return (
            bool(own)
            or telling.pronoun
            or telling.position
            or telling.counted is not None
            or telling.speaker is not None
        )
    return True


def _in_passing(ctx: Context, trigger: Trigger) -> bool:
    token = ctx.doc[trigger.head]
    if trigger.role != "noun" or trigger.kind == "~harm":
        return False
    if token.dep_ == "dobj" and token.head.lemma_.lower() in words().light:
        return False
    return token.dep_ in {"pobj", "dobj", "conj", "compound", "poss"}


def presupposed(ctx: Context, trigger: Trigger) -> bool:
    """Tell whether a noun speaks of a happening as known already: "its strikes", "the new raids"."""
    token = ctx.doc[trigger.head]
    if trigger.role != "noun" or trigger.kind == "~harm":
        return False
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in words().light:
        return False
    return any(c.dep_ in {"det", "poss"} and c.lower_ not in _NEW for c in token.children)


def judged(ctx: Context, trigger: Trigger) -> bool:
    """Tell whether a happening is only judged or heard of: "condemned the attack"."""
    token = ctx.doc[trigger.head]
    return trigger.role == "noun" and token.dep_ == "dobj" and token.head.lemma_.lower() in _JUDGES


def points_to_told(ctx: Context, group: Group) -> bool:
    """Tell whether a group's words point to a happening told before: "the attack", or a harm alone."""
    return any(
        c.dep_ in {"det", "poss", "amod"} and c.lower_ in _ANAPHORS
        for t in group.triggers
        for c in ctx.doc[t.head].children
    ) or all(t.kind == "~harm" for t in group.triggers)
