"""Whose ground it was: the party that a place is taken from, or that is said to hold it."""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler, of_mention
from counterclaim.claims.groups import Group

PARTIES: Final = frozenset(
    {"state", "government", "state_forces", "armed_group", "coalition", "combatants", "organisation", "body"}
)
"""Kinds of mention that can be a side."""


def loser(ctx: Context, group: Group, names: set[str]) -> list[Filler]:
    """Return whose ground it was: "from X", "X-held", "X's stronghold"."""
    for i in range(*group.clause):
        mention = ctx.at.get(i)
        if mention is None or mention.kind not in PARTIES or mention.fullest.lower() in names:
            continue
        after = [t.lower_ for t in ctx.doc[ctx.token_at(mention.end - 1) + 1 :][:4]]
        before = ctx.doc[ctx.token_at(mention.start) - 1].lower_ if mention.start > 0 else ""
        held = after[:1] == ["-"] and after[1:2] in (["held"], ["controlled"], ["occupied"])
        if held or before in {"from", "against"} or any(w in _STRONGHOLDS for w in after[:3]):
            return [of_mention(mention, "loser")]
    return holder(ctx, group, names)


def holder(ctx: Context, group: Group, names: set[str]) -> list[Filler]:
    """Return the named party that a place is said to be held by: "the X-held town", "X-controlled areas"."""
    low, high = ctx.chars(*group.clause)
    for found in _HELD.finditer(ctx.text, low, high):
        words = found.group(1).split()
        for k in range(len(words)):
            name = " ".join(words[k:])
            mention = next((m for m in ctx.mentions if m.text == name and m.proper and m.kind in PARTIES), None)
            if mention is not None and mention.fullest.lower() not in names:
                return [Filler(mention.fullest, found.start(), found.end(1), "loser", mention.party, mention.kind)]
    return []


_HELD: Final = re.compile(r"((?:[\w’']+ ){0,3}[\w’']+)[-‐‑–](?:held|controlled|occupied|run)\b")


_STRONGHOLDS: Final = frozenset(
    {"stronghold", "strongholds", "bastion", "control", "hands", "positions", "headquarters"}
)
