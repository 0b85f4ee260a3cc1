"""Judgements -> what is in effect: who decided what last, and where two people decided oppositely.

    an undo takes a judgement away, an undo of that undo gives it back
    of judgements on one question the newest counts, by (at, id); a judgement outranks every score
    two people who answer one question differently are in conflict: the newest counts, and both are listed

A pure function of the judgements and the claims at hand, in whatever order they come; with the claims of some pages
only it gives what is in effect for these.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from counterclaim.incidents.bind import Binding, about_words
from counterclaim.records import (
    Anchor,
    Check,
    Claim,
    Different,
    Discount,
    Event,
    Judgement,
    RateSource,
    Rating,
    Retract,
    Same,
    SetField,
    Takedown,
    Undo,
)

_Vote = tuple[Judgement, object]


@dataclass(frozen=True, slots=True)
class Together:
    """Claims (ids) that a person judged to be about one happening."""

    judgement: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Claims (ids) that a person judged to be about other happenings than ``others``."""

    judgement: str
    claims: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unbound:
    """An anchor of a judgement that names no claim any more, though its report is there."""

    judgement: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Idle:
    """An undo without effect: of a ``takedown``, whose text is gone, or of a judgement that is ``unknown``."""

    judgement: str
    target: str
    why: Literal["takedown", "unknown"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people's answers to one question: ``later`` counts.  ``what`` is the question; ``claims`` those concerned."""

    earlier: str
    later: str
    what: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The judgements that no undo takes away, oldest first; ``undone`` leads to the newest undo of the others."""

    judgements: tuple[Judgement, ...]
    undone: Mapping[str, str]
    idle: tuple[Idle, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What people decided, as it is in effect; claims, reports and judgements by id.

    ``judgements`` stand, whether a newer one overrules them or not; ``of_claim`` are those that name a claim, oldest
    first, ``marks`` those whose correction or check of it counts.  ``corrected`` claims carry the fields that a person
    set, under their own ids.  ``decided`` are in the order in which they were judged: the later counts.  ``ratings``
    are by id of the party or by name, in lower case.  ``undone`` leads from each other judgement to its newest undo.
    """

    judgements: Mapping[str, Judgement]
    undone: Mapping[str, str]
    of_claim: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]
    corrected: Mapping[str, Claim]
    retracted: Mapping[str, str]
    checked: Mapping[str, str]
    decided: tuple[Together | Apart, ...]
    discounts: tuple[Together, ...]
    ratings: Mapping[str, Rating]
    rated_by: Mapping[str, str]
    taken_down: Mapping[str, str]
    unbound: tuple[Unbound, ...]
    conflicts: tuple[Conflict, ...]
    idle: tuple[Idle, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of units (the lesser first) that people judged the same or different, with the judgement that counts."""

    same: Mapping[tuple[str, str], str]
    different: Mapping[tuple[str, str], str]


def standing(judgements: Iterable[Judgement]) -> Standing:
    """Return which judgements stand once undos are followed.

    An undo of a takedown has no effect; neither has one of a judgement that is not among those given.
    """
    known = {judgement.id: judgement for judgement in judgements}
    ordered = sorted(known.values(), key=lambda judgement: (judgement.at, judgement.id))
    undos: defaultdict[str, list[str]] = defaultdict(list)
    idle: list[Idle] = []
    for judgement in ordered:
        if isinstance(judgement.act, Undo):
            target = known.get(judgement.act.judgement)
            if target is None or isinstance(target.act, Takedown):
                why: Literal["takedown", "unknown"] = "unknown" if target is None else "takedown"
                idle.append(Idle(judgement.id, judgement.act.judgement, why))
            else:
                undos[target.id].append(judgement.id)
    # Whoever is undone by nobody stands; from there the answer is carried down the chains, however long.
    waiting = {name: len(undos[name]) for name in known}
    stands: dict[str, bool] = {}
    todo = [name for name, left in waiting.items() if not left]
    while todo:
        name = todo.pop()
        stands[name] = not any(stands[undo] for undo in undos[name])
        act = known[name].act
        if isinstance(act, Undo) and name in undos[act.judgement]:
            waiting[act.judgement] -= 1
            if not waiting[act.judgement]:
                todo.append(act.judgement)
    return Standing(
        tuple(judgement for judgement in ordered if stands.get(judgement.id)),
        {name: [undo for undo in undos[name] if stands[undo]][-1] for name in sorted(stands) if not stands[name]},
        tuple(idle),
    )


def in_effect(judgements: Iterable[Judgement], binding: Binding) -> Effect:
    """Return what is in effect for the claims at hand.

    ``judgements`` are all that name their reports, all ratings and all undos; anchors in other reports are left out.
    """
    stood = standing(judgements)
    votes = _Votes(binding)
    for judgement in stood.judgements:
        votes.take(judgement)
    marks: defaultdict[str, list[str]] = defaultdict(list)
    corrected: dict[str, Claim] = {}
    for (claim, field), given in votes.fields.items():
        judgement, value = given[-1]
        claimed = corrected.get(claim, votes.claims[claim])
        corrected[claim] = msgspec.structs.replace(claimed, event=_with(claimed.event, field, value))
        marks[claim].append(judgement.id)
    last = {claim: given[-1] for claim, given in votes.readings.items()}
    checked = {claim: judgement.id for claim, (judgement, right) in last.items() if right}
    for claim, judged in checked.items():
        marks[claim].append(judged)
    return Effect(
        judgements={judgement.id: judgement for judgement in stood.judgements},
        undone=stood.undone,
        of_claim={claim: tuple(dict.fromkeys(ids)) for claim, ids in votes.of_claim.items()},
        marks={claim: tuple(sorted(set(ids))) for claim, ids in marks.items()},
        corrected=corrected,
        retracted={claim: judgement.id for claim, (judgement, right) in last.items() if not right},
        checked=checked,
        decided=tuple(votes.decided),
        discounts=tuple(votes.discounts),
        ratings=votes.ratings,
        rated_by={source: given[-1][0].id for source, given in votes.rated.items()},
        taken_down=votes.taken_down,
        unbound=tuple(one for one in votes.unbound if one.anchor.report not in votes.taken_down),
        conflicts=tuple(_conflicts(votes, {judgement.id: judgement for judgement in stood.judgements})),
        idle=stood.idle,
    )


def links(decided: Iterable[Together | Apart], unit_of: Mapping[str, str]) -> Links:
    """Return which units are tied or kept apart; ``unit_of`` gives the unit of each claim, those it lacks are left out.

    Claims of one unit cannot be kept apart here: units have to be made so that they are not in one.
    """
    last: dict[tuple[str, str], tuple[bool, str]] = {}
    for one in decided:
        if isinstance(one, Together):
            units = sorted({unit_of[claim] for claim in one.claims if claim in unit_of})
            last |= dict.fromkeys(itertools.combinations(units, 2), (True, one.judgement))
        else:
            left, right = ({unit_of[claim] for claim in side if claim in unit_of} for side in (one.claims, one.others))
            last |= {_pair(a, b): (False, one.judgement) for a in left for b in right if a != b}
    return Links(
        {pair: judged for pair, (same, judged) in last.items() if same},
        {pair: judged for pair, (same, judged) in last.items() if not same},
    )


class _Votes:
    """Who answered which question how, oldest first."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self.claims: dict[str, Claim] = {}
        self.of_claim: defaultdict[str, list[str]] = defaultdict(list)
        self.fields: defaultdict[tuple[str, str], list[_Vote]] = defaultdict(list)
        self.readings: defaultdict[str, list[_Vote]] = defaultdict(list)
        self.rated: defaultdict[str, list[_Vote]] = defaultdict(list)
        self.ratings: dict[str, Rating] = {}
        self.decided: list[Together | Apart] = []
        self.discounts: list[Together] = []
        self.taken_down: dict[str, str] = {}
        self.unbound: list[Unbound] = []

    def take(self, judgement: Judgement) -> None:
        """Count one judgement that stands, after all older ones."""
        match judgement.act:
            case Same(anchors=anchors):
                if len(claims := self._named(judgement, anchors)) > 1:
                    self.decided.append(Together(judgement.id, claims))
            case Different(anchors=anchors, others=others):
                claims, far = self._named(judgement, anchors), self._named(judgement, others)
                if claims and far:
                    self.decided.append(Apart(judgement.id, claims, far))
            case SetField(anchor=anchor, fields=fields, event=event):
                for claim, field in itertools.product(self._named(judgement, (anchor,)), fields):
                    self.fields[claim, field].append((judgement, getattr(event, field)))
            case Discount(anchors=anchors):
                if claims := self._named(judgement, anchors):
                    self.discounts.append(Together(judgement.id, claims))
            case RateSource(source=source, rating=rating):
                self.rated[source.strip().casefold()].append((judgement, rating))
                self.ratings[source.strip().casefold()] = rating
            case Retract(anchors=anchors) | Check(anchors=anchors):
                for claim in self._named(judgement, anchors):
                    self.readings[claim].append((judgement, isinstance(judgement.act, Check)))
            case Takedown(report=report):
                self.taken_down.setdefault(report, judgement.id)
            case Undo():
                pass  # it did its work on the judgement that it names

    def _named(self, judgement: Judgement, anchors: Sequence[Anchor]) -> tuple[str, ...]:
        """Return the claims (ids) at hand that anchors name."""
        found: dict[str, Claim] = {}
        for anchor in anchors:
            if anchor.report not in self._binding:
                continue
            claim = self._binding.bind(anchor, words=about_words(judgement.act))
            if claim is None:
                self.unbound.append(Unbound(judgement.id, anchor))
            else:
                found[claim.id] = claim
        self.claims |= found
        for name in found:
            self.of_claim[name].append(judgement.id)
        return tuple(sorted(found))


def _with(event: Event, field: str, value: object) -> Event:
    return msgspec.structs.replace(event, **{field: value})


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _conflicts(votes: _Votes, known: Mapping[str, Judgement]) -> Iterator[Conflict]:
    """Yield where two people answered one question differently, each pair of judgements once a question."""
    found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for (one, other), given in _disputed(votes.decided, known):
        for earlier, later in _opposed(given):
            found[earlier, later, "one happening or two"] |= {one, other}
    for (claim, field), given in votes.fields.items():
        for earlier, later in _opposed(given):
            found[earlier, later, field].add(claim)
    for claim, given in votes.readings.items():
        for earlier, later in _opposed(given):
            found[earlier, later, "read rightly or not"].add(claim)
    for source, given in votes.rated.items():
        for earlier, later in _opposed(given):
            found[earlier, later, f"how reliable {source} is"] |= set()
    for earlier, later, what in sorted(found):
        yield Conflict(earlier, later, what, tuple(sorted(found[earlier, later, what])))


def _opposed(given: Sequence[_Vote]) -> Iterator[tuple[str, str]]:
    """Yield the judgements of people whose last answer is not the one that counts, each with that one."""
    latest = {judgement.by: (judgement, value) for judgement, value in given}
    counts, value = given[-1]
    yield from ((judgement.id, counts.id) for judgement, other in latest.values() if other != value)


def _disputed(
    decided: Sequence[Together | Apart], known: Mapping[str, Judgement]
) -> Iterator[tuple[tuple[str, str], list[_Vote]]]:
    """Yield the pairs of claims that were judged both the same and different, with the answers."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(decided):
        for claim in one.claims if isinstance(one, Together) else (*one.claims, *one.others):
            holding[claim].append(at)
    pairs: set[tuple[str, str]] = set()
    for apart in decided:
        if isinstance(apart, Apart):
            near = {at for claim in apart.claims for at in holding[claim]}
            near &= {at for claim in apart.others for at in holding[claim]}
            for at in near:
                if isinstance(same := decided[at], Together):
                    inside = set(same.claims)
                    pairs |= {_pair(a, b) for a in inside & {*apart.claims} for b in inside & {*apart.others} if a != b}
    for pair in sorted(pairs):
        given: list[_Vote] = []
        for at in sorted({*holding[pair[0]]} & {*holding[pair[1]]}):
            say = decided[at]
            if isinstance(say, Together):
                given.append((known[say.judgement], True))
            elif _splits(say, *pair) or _splits(say, pair[1], pair[0]):
                given.append((known[say.judgement], False))
        yield pair, given


def _splits(apart: Apart, one: str, other: str) -> bool:
    return one in apart.claims and other in apart.others
