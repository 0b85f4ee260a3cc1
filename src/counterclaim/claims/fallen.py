"""Who is named as the fallen: "among the dead were a judge and two soldiers", "those killed were from the militia"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.clusters import BE
from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.syntax import conjuncts, prepositional

_FALLEN: Final = frozenset("dead killed victims wounded injured hurt casualties fatalities".split())
_NEAR: Final = 4
"""Tokens between "among" and the word for the fallen: "among those who were killed"."""


def named_fallen(ctx: Context, group: Group) -> Iterator[Token]:
    """Yield the heads of the phrases that a group's sentence names as the fallen, after a form of "to be"."""
    sent = ctx.doc[group.head.head].sent
    for verb in sent:
        if verb.lower_ not in BE or not any(_of_the_fallen(ctx, c) for c in verb.children if c.i < verb.i):
            continue
        for child in verb.children:
            found = [child] if child.dep_ in {"nsubj", "attr"} else list(prepositional(verb, frozenset({"from"})))
            for head in found if child.i > verb.i else []:
                yield head
                yield from conjuncts(head)


def _of_the_fallen(ctx: Context, child: Token) -> bool:
    """Tell whether a phrase before the verb speaks of the fallen: "among the dead", "the fighters killed there"."""
    if child.lower_ == "among":
        return any(t.lower_ in _FALLEN for t in ctx.doc[child.i + 1 : child.i + 1 + _NEAR])
    return child.dep_ == "nsubj" and any(t.lower_ in _FALLEN for t in ctx.doc[child.i : child.i + 1 + _NEAR])
