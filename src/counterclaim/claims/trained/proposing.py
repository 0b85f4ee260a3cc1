"""A happening that no word of the lexicon tells of: put where the model sees it, read on by the grammar."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from counterclaim.claims.arguments import actors, targets
from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.syntax import clauses
from counterclaim.claims.telling import Telling
from counterclaim.claims.tellings import Decided, of_group
from counterclaim.claims.triggers import Trigger
from counterclaim.records import Kind


def proposed(ctx: Context, sent: Span, number: int, token: int, kind: Kind, read: Sequence[Telling]) -> list[Telling]:
    """Return what each claimant tells of a happening of this kind that a token tells of.

    ``read`` is what was read of the sentence already: its figures are not given twice.
    """
    verb = ctx.doc[token].pos_ in ("VERB", "AUX")
    trigger = Trigger(token, token + 1, token, kind, "verb" if verb else "noun", "strong")
    clause = next((part for part in clauses(sent) if part[0] <= token < part[1]), (sent.start, sent.end))
    given = {id(toll) for telling in read for toll in telling.group.tolls}
    tolls = [t for t in ctx.tolls if clause[0] <= t.trigger < clause[1] and id(t) not in given]
    group = Group([trigger], clause, kind, tolls)
    doers = actors(ctx, group)
    decided = Decided(group, kind, "the trained model", doers, targets(ctx, group, doers))
    return of_group(ctx, decided, sent, number, alone=not read)
