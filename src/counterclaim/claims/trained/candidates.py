"""What can fill a field of a happening: everything of the right sort that the report names, wherever it names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.context import Context
from counterclaim.claims.fillers import Filler, of_mention
from counterclaim.claims.trained.inputs import PARTY_KINDS, tokens
from counterclaim.records import Interval, Place, PlacePrecision

Role = Literal["actors", "targets", "places", "when"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
_PRECISIONS: Final[tuple[str, ...]] = get_args(PlacePrecision)
_KIND_AT: Final = {name: i for i, name in enumerate(PARTY_KINDS)}
_PRECISION_AT: Final = {name: i for i, name in enumerate(_PRECISIONS)}
TRAITS: Final[dict[Role, int]] = {
    "actors": len(PARTY_KINDS) + 6,
    "targets": len(PARTY_KINDS) + 6,
    "places": len(_PRECISIONS) + 6,
    "when": 8,
}
"""How many traits the candidates of a role have."""
Value = Filler | tuple[Place, Filler] | tuple[Interval, Filler]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can fill a field, with every place where the report names it (token ranges), in reading order."""

    key: str
    values: tuple[Value, ...]
    """One for each of ``spans``."""
    spans: tuple[tuple[int, int], ...]
    traits: NDArray[np.float32]


def filler(value: Value) -> Filler:
    """Return the words of a value."""
    return value if isinstance(value, Filler) else value[1]


def parties(ctx: Context, others: Iterable[Filler], title: str) -> list[Candidate]:
    """Return the parties and things that a report names; ``others`` are phrases that the grammar found besides."""
    found: dict[str, list[Filler]] = {}
    for mention in ctx.mentions:
        named = of_mention(mention, "model")
        found.setdefault(_party_key(named), []).append(named)
    for other in others:
        key = _party_key(other)
        if all((f.start, f.end) != (other.start, other.end) for f in found.get(key, ())):
            found.setdefault(key, []).append(other)
    return [_party(ctx, key, sorted(many, key=lambda f: f.start), title) for key, many in found.items()]


def _party_key(value: Filler) -> str:
    return value.name.lower().removeprefix("the ")


def _party(ctx: Context, key: str, named: list[Filler], title: str) -> Candidate:
    first = named[0]
    traits = np.zeros(TRAITS["actors"], np.float32)
    if first.kind in _KIND_AT:
        traits[_KIND_AT[first.kind]] = 1
    rest = len(PARTY_KINDS)
    traits[rest:] = (
        any(f.party for f in named),
        np.log1p(len(named)),
        first.start / max(len(ctx.text), 1),
        key in title.lower(),
        not first.kind,
        min(len(key.split()), 6) / 6,
    )
    return Candidate(key, tuple(named), tuple(tokens(ctx, f.start, f.end) for f in named), traits)


def places(ctx: Context, others: Iterable[tuple[Place, Filler]], title: str) -> list[Candidate]:
    """Return the places that a report names; ``others`` are those that "the city" and the like point at."""
    found: dict[str, list[tuple[Place, Filler]]] = {}
    for mention in ctx.places:
        words = Filler(mention.text, mention.start, mention.end, "model")
        found.setdefault(mention.text.lower(), []).append((mention.place, words))
    for place, words in others:
        known = found.setdefault(words.name.lower(), [])
        if all((f.start, f.end) != (words.start, words.end) for _, f in known):
            known.append((place, words))
    starts = {p.start: p for p in ctx.places}
    made: list[Candidate] = []
    for key, named in found.items():
        named.sort(key=lambda one: one[1].start)
        place = named[0][0]
        traits = np.zeros(TRAITS["places"], np.float32)
        if place.precision in _PRECISION_AT:
            traits[_PRECISION_AT[place.precision]] = 1
        mentions = [starts[f.start] for _, f in named if f.start in starts]
        traits[len(_PRECISIONS) :] = (
            sum(m.locative for m in mentions) / max(len(mentions), 1),
            np.log1p(len(named)),
            named[0][1].start / max(len(ctx.text), 1),
            key in title.lower(),
            place.country is not None and place.country == ctx.country,
            place.lat_deg is not None,
        )
        made.append(Candidate(key, tuple(named), tuple(tokens(ctx, f.start, f.end) for _, f in named), traits))
    return made


def days(ctx: Context, others: Iterable[tuple[Interval, Filler]]) -> list[Candidate]:
    """Return the times that a report names, those that mean one interval together."""
    found: dict[str, list[tuple[Interval, Filler]]] = {}
    for mention in ctx.times:
        if mention.interval.start is None and mention.interval.end is None:
            continue
        words = Filler(mention.text, mention.start, mention.end, "model")
        found.setdefault(_interval_key(mention.interval), []).append((mention.interval, words))
    for interval, words in others:
        known = found.setdefault(_interval_key(interval), [])
        if all((f.start, f.end) != (words.start, words.end) for _, f in known):
            known.append((interval, words))
    lines = {t.start for t in ctx.times if ctx.is_dateline(t)}
    made: list[Candidate] = []
    for key, named in found.items():
        named.sort(key=lambda one: one[1].start)
        interval = named[0][0]
        start, end, published = interval.start, interval.end, ctx.published
        ago = (
            (published.start - start).days
            if published is not None and published.start is not None and start is not None
            else 0
        )
        traits = np.array(
            (
                start is None,
                end is None,
                np.log1p((end - start).days) / 5 if start and end else 0,
                np.sign(ago) * np.log1p(abs(ago)) / 5,
                ago == 0,
                0 < ago <= 7,
                all(f.start in lines for _, f in named),
                np.log1p(len(named)),
            ),
            np.float32,
        )
        made.append(Candidate(key, tuple(named), tuple(tokens(ctx, f.start, f.end) for _, f in named), traits))
    return made


def _interval_key(interval: Interval) -> str:
    return f"{interval.start}/{interval.end}"


def key_of(value: Value) -> str:
    """Return the key of the candidate that a value filled by the grammar belongs to."""
    if isinstance(value, Filler):
        return _party_key(value)
    return _interval_key(value[0]) if isinstance(value[0], Interval) else value[1].name.lower()
