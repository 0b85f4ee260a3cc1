"""What the encoder cannot see, token by token: case, part of speech, and what lexicon and gazetteer know of a word.

The encoder is uncased ("IS" and "is" are one word to it), and it has read no register of parties.
"""

from __future__ import annotations

from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context
from counterclaim.records import Kind, PartyKind

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PARTY_KINDS: Final[tuple[str, ...]] = (*get_args(PartyKind), "things")
_OPEN: Final = ("~attack", "~hit", "~harm")
_POS: Final = (
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X".split()
)  # fmt: skip
_TRIGGER_ID: Final = {name: i for i, name in enumerate((*KINDS, *_OPEN), 1)}
_POS_ID: Final = {name: i for i, name in enumerate(_POS)}
_PARTY_ID: Final = {name: i for i, name in enumerate(PARTY_KINDS, 1)}
WIDTHS: Final = (4, len(_POS), len(PARTY_KINDS) + 1, len(_TRIGGER_ID) + 1, 2, 2, 2, 2)
"""How many values each column of :func:`marks` can take."""


def marks(ctx: Context) -> NDArray[np.int8]:
    """Return one row a token: case, part of speech, party, trigger, place, time, toll, quoted speech."""
    found = np.zeros((len(ctx.doc), len(WIDTHS)), np.int8)
    for token in ctx.doc:
        found[token.i, 0] = _case(token.text)
        found[token.i, 1] = _POS_ID.get(token.pos_, len(_POS) - 1)
    for i, mention in ctx.at.items():
        found[i, 2] = _PARTY_ID[mention.kind]
    for trigger in ctx.triggers:
        found[trigger.start : trigger.end, 3] = _TRIGGER_ID[trigger.kind]
    spans = (
        ((p.start, p.end) for p in ctx.places),
        ((t.start, t.end) for t in ctx.times),
        ((t.start, t.end) for t in ctx.tolls),
        (span for speech in ctx.speeches for span in speech.attribution.contents),
    )
    for column, ranges in enumerate(spans, 4):
        for low, high in ranges:
            found[slice(*tokens(ctx, low, high)), column] = 1
    return found


def tokens(ctx: Context, start: int, end: int) -> tuple[int, int]:
    """Return the token range that covers the code points [start, end)."""
    low = ctx.token_at(start)
    return low, max(ctx.token_at(max(end - 1, start)) + 1, low + 1)


def _case(text: str) -> int:
    """Return 0 for lower case and marks, 1 Title, 2 UPPER, 3 figures."""
    if any(c.isdigit() for c in text):
        return 3
    if len(text) > 1 and text.isupper():
        return 2
    return int(text[:1].isupper())
