"""The questions put to the model: of one telling and one field, which candidates fill it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context
from counterclaim.claims.telling import Telling
from counterclaim.claims.trained.anchors import Anchor
from counterclaim.claims.trained.candidates import ROLES, Candidate, Role, Value, days, key_of, parties, places
from counterclaim.claims.trained.relation import relation

Pools = dict[Role, list[Candidate]]
RULES: Final = 7
"""How many traits say what the rules made of a candidate; the last says whether they filled the field at all."""


@dataclass(frozen=True, slots=True)
class Question:
    """One telling, one field, its candidates.  Arrays have one row a candidate, or one a mention of a candidate."""

    telling: int
    role: Role
    traits: NDArray[np.float32]
    rules: NDArray[np.float32]
    of: NDArray[np.int32]
    """The candidate that each mention is one of."""
    spans: NDArray[np.int32]
    relations: NDArray[np.float32]


def values(telling: Telling, role: Role) -> list[Value]:
    """Return what fills a field of a telling now."""
    told = telling.told
    if role == "when":
        return [told.when] if told.when is not None else []
    return list(getattr(told, role))


def pools(ctx: Context, told: Sequence[Telling], title: str) -> Pools:
    """Return the candidates for each field, the same for all of a report's tellings."""
    fillers = [f for t in told for f in (*t.told.actors, *t.told.targets)]
    named = parties(ctx, fillers, title)
    return {
        "actors": named,
        "targets": named,
        "places": places(ctx, [one for t in told for one in t.told.places], title),
        "when": days(ctx, [t.told.when for t in told if t.told.when is not None]),
    }


def questions(ctx: Context, told: Sequence[Telling], anchors: Sequence[Anchor], pool: Pools) -> list[Question]:
    """Return the questions of a report, telling by telling; a field without candidates is not asked for."""
    picked = [{role: {key_of(v) for v in values(t, role)} for role in ROLES} for t in told]
    anyhow = {role: Counter(key for one in picked for key in one[role]) for role in ROLES}
    alike = {
        (kind, role): Counter(k for t, one in zip(told, picked, strict=True) if t.kind == kind for k in one[role])
        for kind in {t.kind for t in told}
        for role in ROLES
    }
    made: list[Question] = []
    for number, (telling, seen) in enumerate(zip(told, anchors, strict=True)):
        near: dict[tuple[int, int], NDArray[np.float32]] = {}
        for role in ROLES:
            candidates = pool[role]
            if not candidates:
                continue
            mine, other = picked[number][role], picked[number][_OTHER[role]]
            same = [t for t in told if t.told.happening == telling.told.happening and t is not telling]
            shared = {key_of(v) for t in same for v in values(t, role)}
            rules = np.array(
                [
                    (
                        c.key in mine,
                        c.key in mine and role in telling.rules,
                        c.key in other,
                        min(alike[telling.kind, role][c.key] - (c.key in mine), 3) / 3,
                        min(anyhow[role][c.key] - (c.key in mine), 3) / 3,
                        c.key in shared,
                        bool(mine),
                    )
                    for c in candidates
                ],
                np.float32,
            )
            spans = [(i, span) for i, c in enumerate(candidates) for span in c.spans]
            for _, span in spans:
                if span not in near:
                    near[span] = relation(ctx, seen, span)
            made.append(
                Question(
                    telling=number,
                    role=role,
                    traits=np.stack([c.traits for c in candidates]),
                    rules=rules,
                    of=np.array([i for i, _ in spans], np.int32),
                    spans=np.array([span for _, span in spans], np.int32),
                    relations=np.stack([near[span] for _, span in spans]),
                )
            )
    return made


_OTHER: Final[dict[Role, Role]] = {"actors": "targets", "targets": "actors", "places": "places", "when": "when"}
