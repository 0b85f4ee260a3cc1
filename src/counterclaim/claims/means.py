"""With what, and how often: weapons as written and counted happenings."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler, value_of
from counterclaim.claims.groups import Group
from counterclaim.records import Count


def count(ctx: Context, group: Group) -> tuple[Count, Filler] | None:
    """Return how many happenings are spoken of: "ten raids", "two of 57 strikes"."""
    for trigger in group.triggers:
        token = ctx.doc[trigger.head]
        if trigger.role != "noun" or trigger.kind == "~harm":
            continue
        for child in token.children:
            if child.dep_ == "nummod":
                value = value_of(child.lower_)
                if value is not None:
                    start, end = child.idx, child.idx + len(child)
                    share = _share(ctx, child)
                    if share is not None:
                        return Count(low=share[0], high=share[0], of=value), Filler("", share[1], end, "n of m")
                    return Count(low=value, high=value), Filler("", start, end, "number")
    return None


def _share(ctx: Context, total: Token) -> tuple[int, int] | None:
    before = [t.lower_ for t in ctx.doc[max(total.i - 3, 0) : total.i]]
    for back, pattern in ((3, ("out", "of")), (2, ("of",))):
        if tuple(before[-len(pattern) :]) == pattern and total.i >= back:
            number = ctx.doc[total.i - back]
            value = value_of(number.lower_)
            if value is not None:
                return value, number.idx
    return None


_WIELDERS: Final = frozenset(
    {"gunman", "gunmen", "sniper", "snipers", "assailant", "assailants", "hitman", "hitmen", "bomber", "bombers"}
)
"""Words of a class of weapons that are persons."""


def means(ctx: Context, group: Group) -> Filler | None:
    """Return the weapon or platform as written."""
    low, high = group.clause
    for name in ("suicide", "explosive", "artillery", "barrel", "chemical", "aircraft", "firearm"):
        for i in ctx.classes.get(name, []):
            if low <= i < high and ctx.doc[i].pos_ in {"NOUN", "PROPN"} and ctx.doc[i].lower_ not in _WIELDERS:
                head = ctx.doc[i]
                while head.dep_ == "compound" and head.head.i == head.i + 1 and head.head.lower_ not in _HAPPENINGS:
                    head = head.head
                first = i
                while first > low and ctx.doc[first - 1].dep_ == "compound" and ctx.doc[first - 1].i not in ctx.at:
                    first -= 1
                start, end = ctx.chars(first, head.i + 1)
                return Filler(ctx.text[start:end], start, end, "weapon")
    return None


_HAPPENINGS: Final = frozenset(
    {
        "attack",
        "attacks",
        "strike",
        "strikes",
        "blast",
        "blasts",
        "explosion",
        "explosions",
        "raid",
        "raids",
        "bombing",
        "fire",
    }
)
