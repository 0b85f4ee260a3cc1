"""What speaks for and against a telling being a claim: traits that the rules know of it."""

from __future__ import annotations

from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context
from counterclaim.claims.telling import Telling
from counterclaim.claims.trained.inputs import KINDS
from counterclaim.records import Stance

_OWN: Final = ("actors", "targets", "places", "tolls", "when")
_STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
_DEPS: Final = (
    "ROOT",
    "nsubj",
    "nsubjpass",
    "dobj",
    "pobj",
    "conj",
    "advcl",
    "ccomp",
    "xcomp",
    "relcl",
    "acl",
    "compound",
)
SIZE: Final = len(KINDS) + len(_OWN) + len(_STANCES) + len(_DEPS) + 12


def traits(ctx: Context, telling: Telling) -> NDArray[np.float32]:
    """Return the traits, each 0 to 1, of a telling."""
    told, head = telling.told, ctx.doc[telling.group.head.head]
    made = np.zeros(SIZE, np.float32)
    made[KINDS.index(telling.kind)] = 1
    at = len(KINDS)
    made[at : at + len(_OWN)] = [name in told.own for name in _OWN]
    at += len(_OWN)
    made[at + _STANCES.index(told.stance)] = 1
    at += len(_STANCES)
    if head.dep_ in _DEPS:
        made[at + _DEPS.index(head.dep_)] = 1
    at += len(_DEPS)
    made[at:] = (
        telling.strength == "strong",
        telling.group.head.role == "verb",
        min(len(telling.group.triggers), 4) / 4,
        telling.speaker is not None,
        told.back,
        told.presupposed,
        told.judged,
        told.ongoing,
        telling.pronoun,
        telling.counted is not None,
        min(told.sentence, 15) / 15,
        all(t.kind.startswith("~") for t in telling.group.triggers),
    )
    return made
