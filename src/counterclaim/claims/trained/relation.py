"""How a mention stands to the word that tells of a happening: distance, clause, grammar, speech."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context
from counterclaim.claims.trained.anchors import Anchor

_DEPS: Final = ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "compound", "amod", "conj", "appos", "ROOT", "npadvmod")
_PREPS: Final = ("by", "in", "of", "against", "on", "from", "at", "to", "with", "near", "between", "into", "for")
_DEP_AT: Final = {name: i for i, name in enumerate(_DEPS)}
_PREP_AT: Final = {name: i for i, name in enumerate(_PREPS)}
_FAR: Final = 3
"""Sentences from which on a mention is simply far."""
_AT_DEP: Final = 2 * _FAR + 1 + 9
_AT_PREP: Final = _AT_DEP + len(_DEPS) + 1
SIZE: Final = _AT_PREP + len(_PREPS) + 1


def relation(ctx: Context, anchor: Anchor, span: tuple[int, int]) -> NDArray[np.float32]:
    """Return the traits, each 0 to 1, of a mention (token range) as seen from a happening's anchor."""
    made = np.zeros(SIZE, np.float32)
    low, high = span
    head = ctx.doc[low:high].root
    away = int(anchor.sentence_of[low]) - int(anchor.sentence_of[anchor.token])
    made[min(max(away, -_FAR), _FAR) + _FAR] = 1
    at = 2 * _FAR + 1
    inside = anchor.clause[0] <= low < anchor.clause[1]
    apart = low - anchor.token if low > anchor.token else high - 1 - anchor.token
    made[at : at + 9] = (
        inside,
        low > anchor.token,
        min(np.log1p(abs(apart)) / 5, 1),
        low <= anchor.token < high,
        anchor.saying[low] == anchor.saying[anchor.token],
        anchor.saying[low] >= 0,
        head.i in anchor.chain,
        head.head.i == anchor.token,
        head.head.i in anchor.chain or head.head.head.i in anchor.chain,
    )
    made[_AT_DEP + _DEP_AT.get(head.dep_, len(_DEPS))] = 1
    governed = head.head.lower_ if head.dep_ in ("pobj", "pcomp") else ""
    if governed:
        made[_AT_PREP + _PREP_AT.get(governed, len(_PREPS))] = 1
    return made
