"""Turns of phrase that tell of an act: what needs the parties around a word to be seen as one.

"The army must leave" is a demand when another says it of a party; "they were taken away by soldiers" is an arrest.
The lexicon (``acts.toml``) holds what the words alone tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.tokens import Span

from counterclaim.claims.context import Context
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turn_parts import Finder
from counterclaim.claims.turns_done import DONE
from counterclaim.claims.turns_people import PEOPLE
from counterclaim.claims.turns_said import SAID

_FINDERS: Final[dict[str, tuple[Finder, ...]]] = {
    lemma: (*SAID.get(lemma, ()), *DONE.get(lemma, ()), *PEOPLE.get(lemma, ()))
    for lemma in sorted({*SAID, *DONE, *PEOPLE})
}


def extra(ctx: Context, sent: Span) -> list[Trigger]:
    """Return the triggers of a sentence that only the parties around a word make one, in reading order."""
    return [
        found for token in sent for finder in _FINDERS.get(token.lemma_.lower(), ()) if (found := finder(ctx, token))
    ]


def overlaid(found: list[Trigger], more: Iterable[Trigger]) -> list[Trigger]:
    """Return the triggers with further ones laid over them: what they cover gives way."""
    over = list(more)
    held = {i for t in over for i in range(t.start, t.end)}
    return sorted([*(t for t in found if held.isdisjoint(range(t.start, t.end))), *over], key=lambda t: t.start)
