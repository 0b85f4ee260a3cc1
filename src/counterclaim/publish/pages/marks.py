"""A text cut into pieces where spans begin and end, so that spans which overlap or nest can each be shown."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from counterclaim.records import Claim, Copy, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text.

    ``claims`` (ids) are those whose quotes cover it, the innermost first; ``begins`` are those of them that begin with
    it.  ``copy`` is the number (from 1) of the copied range that covers it, 0 for none.
    """

    text: str
    claims: tuple[str, ...]
    begins: tuple[str, ...]
    repeated: bool
    copy: int
    copy_begins: bool


def _covers(start: int, end: int, at: int) -> bool:
    return start <= at < end


def pieces(text: str, claims: Sequence[Claim], repeats: Sequence[Span], copies: Sequence[Copy]) -> tuple[Piece, ...]:
    """Return the pieces of a text in order; together they are the text.

    Spans are in code points of ``text``; what lies outside it is left out.
    """
    spans = [(claim.evidence.start, claim.evidence.end) for claim in claims]
    spans += [(span.start, span.end) for span in (*repeats, *(copy.span for copy in copies))]
    edges = sorted({0, len(text)} | {min(edge, len(text)) for span in spans for edge in span})
    # The claims that are open are carried along: a long text has many pieces and many claims.
    starting = sorted(claims, key=lambda claim: (claim.evidence.start, claim.id))
    at, open_now = 0, list[Claim]()
    found: list[Piece] = []
    for start, end in itertools.pairwise(edges):
        open_now = [claim for claim in open_now if claim.evidence.end > start]
        begins: list[str] = []
        while at < len(starting) and starting[at].evidence.start <= start:
            open_now.append(starting[at])
            begins.append(starting[at].id)
            at += 1
        inner = sorted(open_now, key=lambda claim: (claim.evidence.end - claim.evidence.start, claim.id))
        number = next((n for n, copy in enumerate(copies, 1) if _covers(copy.span.start, copy.span.end, start)), 0)
        found.append(
            Piece(
                text=text[start:end],
                claims=tuple(claim.id for claim in inner),
                begins=tuple(begins),
                repeated=any(_covers(span.start, span.end, start) for span in repeats),
                copy=number,
                copy_begins=number > 0 and copies[number - 1].span.start == start,
            )
        )
    return tuple(found)
