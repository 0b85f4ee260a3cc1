"""Where in a report a happening is told: the word that tells of it, its clause, its sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context


@dataclass(frozen=True, slots=True)
class Ground:
    """What every anchor of a report shares, by token: the number of its sentence, and of the speech it stands in."""

    sentence_of: NDArray[np.int32]
    saying: NDArray[np.int32]
    """-1 where the publisher speaks."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The token that tells of a happening and its clause (token range)."""

    token: int
    clause: tuple[int, int]
    chain: frozenset[int]
    """The token and the verbs above it, up to the one that governs the sentence."""
    sentence_of: NDArray[np.int32]
    saying: NDArray[np.int32]


def ground(ctx: Context) -> Ground:
    """Return what the anchors of a report share."""
    sentence_of = np.zeros(len(ctx.doc), np.int32)
    for number, sent in enumerate(ctx.doc.sents):
        sentence_of[sent.start : sent.end] = number
    saying = np.full(len(ctx.doc), -1, np.int32)
    spans = [
        (b - a, number, a, b) for number, speech in enumerate(ctx.speeches) for a, b in speech.attribution.contents
    ]
    # The innermost speech is written last.
    for _, number, a, b in sorted(spans, reverse=True):
        saying[ctx.token_at(a) : ctx.token_at(max(b - 1, a)) + 1] = number
    return Ground(sentence_of, saying)


def anchor(ctx: Context, shared: Ground, token: int, clause: tuple[int, int]) -> Anchor:
    """Return the anchor of a happening told by a token in a clause."""
    chain = {token}
    above = ctx.doc[token]
    while above.head.i != above.i:
        above = above.head
        if above.pos_ in ("VERB", "AUX"):
            chain.add(above.i)
    return Anchor(token, clause, frozenset(chain), shared.sentence_of, shared.saying)
