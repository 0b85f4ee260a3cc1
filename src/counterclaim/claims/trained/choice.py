"""From the model's answer to what fills a field: the rules' own where they hold, another where it is surer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import numpy as np

from counterclaim.claims.fillers import Filler
from counterclaim.claims.happenings import same_names
from counterclaim.claims.telling import Telling
from counterclaim.claims.trained.candidates import Candidate, Value, filler
from counterclaim.claims.trained.heads import Answer
from counterclaim.claims.trained.questions import Question
from counterclaim.records import Interval, Place

RULE: Final = "the trained model"
_BESIDE: Final = 0.6
"""How likely, beside the likeliest, another candidate must be to stand with it."""


def choose(telling: Telling, question: Question, answer: Answer, pool: Sequence[Candidate], margin: float) -> None:
    """Fill one field of a telling anew, where the model is by a margin surer of another answer than of the rules'."""
    chosen = picked(question, answer, margin)
    if chosen is None:
        return
    values = _apart([_best(one, question, answer, pool) for one in chosen])
    told = telling.told
    if question.role == "when":
        told.when = cast("tuple[Interval, Filler]", values[0]) if values else None
    elif question.role == "places":
        told.places = cast("list[tuple[Place, Filler]]", values)
    elif question.role == "actors":
        told.actors = cast("list[Filler]", values)
    else:
        told.targets = cast("list[Filler]", values)
    telling.rules[question.role] = RULE


def picked(question: Question, answer: Answer, margin: float) -> list[int] | None:
    """Return the candidates that fill a field, the likeliest first; None where what the rules made of it stands."""
    logits = np.append(answer.candidates, answer.none)
    chance = np.exp(logits - logits.max())
    chance /= chance.sum()
    best = int(chance.argmax())
    mine = np.flatnonzero(question.rules[:, 0])
    theirs = chance[mine].sum() if len(mine) else chance[-1]
    if (best in mine) if len(mine) else best == len(answer.candidates):
        return None
    if chance[best] - theirs < margin:
        return None
    if best == len(answer.candidates):
        return []
    if question.role == "when":
        return [best]
    others = [i for i in np.argsort(-chance[:-1], kind="stable") if i != best and chance[i] >= _BESIDE * chance[best]]
    return [best, *(int(i) for i in others)]


def _best(one: int, question: Question, answer: Answer, pool: Sequence[Candidate]) -> Value:
    """Return the mention of a candidate that the model looked at most."""
    mentions = np.flatnonzero(question.of == one)
    return pool[one].values[int(answer.mentions[mentions].argmax())]


def _apart(values: list[Value]) -> list[Value]:
    """Leave out what names again what stands before it."""
    kept: list[Value] = []
    for value in values:
        if not any(same_names([filler(value).name], [filler(other).name]) for other in kept):
            kept.append(value)
    return kept
