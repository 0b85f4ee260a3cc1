"""Turns of phrase that tell of an act: what needs the parties around a word to be seen as one.

"The army must leave" is a demand when another says it of a party; "they were taken away by soldiers" is an arrest.
The lexicon (``acts.toml``) holds what the words alone tell.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Span

from counterclaim.claims.context import Context
from counterclaim.claims.triggers import Trigger
from counterclaim.claims.turn_parts import Finder, within_name
from counterclaim.claims.turns_done import DONE
from counterclaim.claims.turns_people import PEOPLE
from counterclaim.claims.turns_said import SAID

_FINDERS: Final[dict[str, tuple[Finder, ...]]] = {
    lemma: (*SAID.get(lemma, ()), *DONE.get(lemma, ()), *PEOPLE.get(lemma, ()))
    for lemma in sorted({*SAID, *DONE, *PEOPLE})
}
_ACTS: Final = frozenset(
    "talks demand deployment siege arms_supply aid abuse agreement threat displacement ceasefire destruction arrest"
    " abduction release protest riot withdrawal sanction airspace_violation air_incident".split()
)


def extra(ctx: Context, sent: Span) -> list[Trigger]:
    """Return the triggers of a sentence that only the parties around a word make one, in reading order."""
    return [
        found for token in sent for finder in _FINDERS.get(token.lemma_.lower(), ()) if (found := finder(ctx, token))
    ]


def with_turns(ctx: Context, sent: Span, found: list[Trigger]) -> list[Trigger]:
    """Return the lexicon's triggers of a sentence with its turns of phrase laid over them.

    What a turn covers gives way to it; acts that only stand in the name of a party ("Amnesty") are left out.
    """
    over = extra(ctx, sent)
    held = {i for t in over for i in range(t.start, t.end)}
    kept = [
        t
        for t in found
        if held.isdisjoint(range(t.start, t.end)) and not (t.kind in _ACTS and within_name(ctx, t.start, t.end))
    ]
    return sorted([*kept, *over], key=lambda t: t.start)
