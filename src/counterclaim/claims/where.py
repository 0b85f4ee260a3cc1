"""Where it happened: the places of a clause, the most specific of them, and "the city" that points back.

A place named is not always a scene: the seat of a source, the base that a shell was fired from, the home of those
who fled and the state that acts are none, unless nothing else is named.
"""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Token

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler
from counterclaim.claims.groups import Group
from counterclaim.claims.places import PlaceMention
from counterclaim.claims.pointing import pointed_at
from counterclaim.claims.standing import acting, bases, bound_for, excepted, held, holds, homes, located, rank, seat
from counterclaim.records import Place

_SPOKEN: Final = frozenset({"demand", "threat", "sanction"})


def scene(ctx: Context, low: int, high: int, group: Group | None = None, kind: str = "") -> list[tuple[Place, Filler]]:
    """Return the places where what the text range [low, high) tells happened, the most specific ones.

    The seat of a claimant ("a source in Homs said") is no scene; of "Otaya in the Marj area" Otaya is the scene.
    Where the range tells of other happenings too, each takes the places nearest after its own words (``group``).
    The toll of a war (``kind``) is taken in the country at war.
    """
    if kind == "conflict_toll":
        return _at_war(ctx, low, high)
    kinds = {t.kind for t in ctx.triggers if low <= ctx.doc[t.head].idx < high}
    if (kinds and kinds <= _SPOKEN) or (group is not None and group.head.kind in _SPOKEN):
        return []
    if group is not None and kind in {"talks", "agreement"}:
        met = _kept(ctx, _met(ctx, low, high, group, kind), "place of the meeting")
        return met or (pointed_at(ctx, low, ctx.doc[group.head.head].idx) if kind == "talks" else [])
    opened = _before_where(ctx, low, high, group)
    if opened:
        return _kept(ctx, opened, "place that the clause describes")
    inside = [p for p in ctx.places if low <= p.start < high and not seat(ctx, p) and not excepted(ctx, p)]
    if kind == "displacement" and (left := homes(ctx, inside)):
        return _kept(ctx, [p for p in inside if p in left], "place that people left")
    seated = bases(ctx, inside)
    ahead = bound_for(ctx, inside, kind)
    seated += ahead
    found = _own(ctx, _said(ctx, located(ctx, inside), group), low, high, group)
    scenes = [p for p in found if p not in seated]
    pointed = pointed_at(ctx, low, high)
    if scenes and not (pointed and _finer(pointed, scenes)):
        return _kept(ctx, scenes, "place in the clause")
    if pointed:
        return pointed
    named = [p for p in inside if p not in seated and not acting(ctx, p)]
    away = [*homes(ctx, inside), *ahead]
    rest = [p for p in found or inside if p not in away and not acting(ctx, p)]
    if named or rest:
        return _kept(ctx, named or rest, "place named in the clause")
    sent = ctx.doc[ctx.token_at(low)].sent
    near = [p for p in ctx.places if sent.start_char <= p.start < sent.end_char and not seat(ctx, p)]
    seated = [*bases(ctx, near), *ahead]
    put = [p for p in located(ctx, near) if p not in seated]
    # What only follows ("... as they crossed the river") is a scene more often than what went before.
    after = [p for p in near if group is not None and p.start > ctx.doc[group.head.head].idx]
    return _kept(ctx, put or [p for p in after if p not in seated and not acting(ctx, p)], "place in the sentence")


def _finer(pointed: list[tuple[Place, Filler]], scenes: list[PlaceMention]) -> bool:
    """Tell whether "the city" says more than the state that is named beside it."""
    states = {p.country for p in scenes if p.place.precision == "country"}
    return len(states) == len(scenes) and all(
        place.country in states and place.precision not in {"country", "region"} for place, _ in pointed
    )


_TOPIC: Final = re.compile(
    r"\b(?:to (?!the\b|a\b|an\b)[a-z]\w+|[Dd]iscuss\w*|(?:aimed|aiming) at|about|regarding|concerning|focus\w*"
    r"|against)\b"
)
"""What a meeting is about comes after these words: its places are no scenes."""
_CLOSE: Final = 5
"""Words at most between an agreement and the place where it was made: what is farther is what it is about."""


def _met(ctx: Context, low: int, high: int, group: Group, kind: str) -> list[PlaceMention]:
    """Return the places where parties met or agreed, not those that they talked about."""
    head = ctx.doc[group.head.head].idx
    inside = [p for p in ctx.places if low <= p.start < high and not seat(ctx, p) and not excepted(ctx, p)]
    away = homes(ctx, inside)

    def meets(place: PlaceMention) -> bool:
        between = ctx.text[head : place.start]
        if kind == "agreement" and not 0 < len(between.split()) <= _CLOSE:
            return False
        return place not in away and not _TOPIC.search(between)

    return [p for p in located(ctx, inside) if meets(p)]


def _before_where(ctx: Context, low: int, high: int, group: Group | None) -> list[PlaceMention]:
    """Return the place that a clause opened by "where" describes, with what it lies in.

    A scene that the clause itself names is that of what it tells ("Homs, where shells hit Waar").
    """
    at = ctx.token_at(low)
    where = ctx.doc[at] if ctx.doc[at].lower_ == "where" else None
    if group is not None:
        head = ctx.doc[group.head.head]
        before = [t for t in head.sent if t.lower_ == "where" and low <= t.idx < head.idx]
        if before and (before[-1].head.i == head.i or before[-1].head.is_ancestor(head)):
            where = before[-1]
    if where is None:
        return []
    if group is not None and where.idx > low:
        end = where.head.right_edge
        own = [p for p in ctx.places if where.idx < p.start < min(high, end.idx + len(end))]
        if put := located(ctx, own):
            return put
    before_it = [p for p in ctx.places if where.sent.start_char <= p.start and p.end <= where.idx]
    if not before_it or where.idx - before_it[-1].end > 3:
        return []
    chain = [before_it[-1]]
    for place in reversed(before_it[:-1]):
        if not holds(ctx, place, chain[0]):
            break
        chain.insert(0, place)
    return chain


def _said(ctx: Context, places: list[PlaceMention], group: Group | None) -> list[PlaceMention]:
    """Return the places within what is said, when a happening is told in somebody's words that name any."""
    if group is None:
        return places
    at = ctx.doc[group.head.head].idx
    contents = [c for s in ctx.speeches for c in s.attribution.contents if c[0] <= at < c[1]]
    if not contents:
        return places
    low, high = min(contents, key=lambda c: c[1] - c[0])
    return [p for p in places if low <= p.start < high] or places


def _at_war(ctx: Context, low: int, high: int) -> list[tuple[Place, Filler]]:
    """Return the country whose war a text range counts the dead of, or the finer scene that it names."""
    sent = ctx.doc[ctx.token_at(low)].sent
    inside = [p for p in ctx.places if sent.start_char <= p.start < sent.end_char and not seat(ctx, p)]
    located = [p for p in inside if p.locative and low <= p.start < high and p.place.precision != "country"]
    if located:
        return _kept(ctx, located, "place in the clause")
    states = [p for p in inside if p.place.precision == "country"] or [
        p for p in ctx.places if p.place.precision == "country" and p.country == ctx.country
    ]
    return _kept(ctx, states[:1], "the country at war")


def _own(ctx: Context, places: list[PlaceMention], low: int, high: int, group: Group | None) -> list[PlaceMention]:
    """Return the places that stand after a group's own words rather than after another happening's."""
    if group is None or len(places) < 2:
        return places
    places = _not_of_doer(ctx, places, group)
    own = {t.start for t in group.triggers}
    starts = sorted(own | {t.start for t in ctx.triggers})
    marks = [(ctx.doc[i].idx, i in own) for i in starts if low <= ctx.doc[i].idx < high]
    if all(mine for _, mine in marks):
        return places

    def mine(place: PlaceMention) -> bool:
        before = [m for m in marks if m[0] <= place.start]
        return before[-1][1] if before else marks[0][1]

    return [p for p in places if mine(p)] or places


def _not_of_doer(ctx: Context, places: list[PlaceMention], group: Group) -> list[PlaceMention]:
    """Return the places without those that only describe the doer ("the army, which lost Palmyra, shelled Homs")."""
    head = _verb(ctx.doc[group.head.head])

    def describes(place: PlaceMention) -> bool:
        verb = _verb(ctx.doc[ctx.token_at(place.end - 1)])
        who = verb.head
        return verb.dep_ == "relcl" and verb != head and who.dep_ == "nsubj" and who.head == head

    return [p for p in places if not describes(p)] or places


def _verb(token: Token) -> Token:
    """Return the verb that governs a token, the token itself if it is one or none does."""
    return next((t for t in (token, *token.ancestors) if t.pos_ in {"VERB", "AUX"}), token)


def _kept(ctx: Context, places: list[PlaceMention], rule: str) -> list[tuple[Place, Filler]]:
    """Return the most specific places: what a finer one lies in is left out."""
    kept: list[PlaceMention] = []
    before: PlaceMention | None = None
    for place in places:
        if before is not None and before in kept and held(ctx, before, place):
            kept.remove(before)
        if before is None or not holds(ctx, before, place):
            kept.append(place)
        before = place
    fine = [p for p in kept if p.place.precision != "country"]
    if fine:
        kept = [
            p for p in kept if p.place.precision != "country" or all(p.country != q.country for q in fine if q.country)
        ]
    names = {w for p in kept for w in p.within}
    kept = [p for p in kept if p.name not in names] or kept
    # Of "Daraa province ... Daraa city" the finer is the scene.
    finest: dict[str, PlaceMention] = {}
    for place in kept:
        name = (place.name or place.text).lower()
        if name not in finest or rank(place) < rank(finest[name]):
            finest[name] = place
    return [(p.place, Filler(p.text, p.start, p.end, rule)) for p in kept if p in finest.values()]
