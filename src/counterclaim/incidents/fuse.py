"""Units -> clusters: which tellings are of one happening.  A pure function of the units, their ties and judgements.

    copies of one another's words, judged the same  -> a tie, strong
    units that share a key, compared, enough evidence -> a link, as strong as the evidence
    ties and links, strongest first -> clusters, unless a bar or a judgement stands between any two members

Two units can only come together through ties and links.  What hangs together by them is a *component*: adding a unit
changes nothing outside the components that it touches, which is how a ledger is fused piece by piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from counterclaim.incidents.cluster import clusters
from counterclaim.incidents.compare import Verdict, compare
from counterclaim.incidents.facts import Facts
from counterclaim.incidents.keys import keys
from counterclaim.incidents.unit import Unit
from counterclaim.records import Join

_STRENGTH: Final[Mapping[str, float]] = {"judged": 2_000.0, "copied": 1_000.0}
"""A judgement goes before a copy, and a copy before every score."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two units (ids) that belong together whatever they say: ``one`` copies ``other``, or a person judged so."""

    one: str
    other: str
    rule: Literal["copied", "judged"]
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The units of one happening in the order of their rank, and why each is among them.

    ``withdrawn`` are units whose page no longer carries them: they join what they are most like, and bring nothing
    together.
    """

    units: tuple[Unit, ...]
    joins: tuple[Join, ...]
    withdrawn: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Fused:
    """The clusters, and for each unit its component: the least id among the units that hang together with it."""

    clusters: tuple[Cluster, ...]
    components: Mapping[str, str]


def rank(unit: Unit) -> tuple[bool, int, str]:
    """Return what orders units: those published first, those of unknown day last, then by id."""
    told = unit.facts.told_on
    return told is None, told or 0, unit.id


def linking_keys(unit: Unit) -> frozenset[str]:
    """Return the keys by which a unit is found by those that may tell of the same happening."""
    return _series_keys(unit) if unit.series else keys(unit.facts)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a unit is compared by: kept beside it, so that a ledger need not make it again from its claims."""

    series: bool
    facts: Facts


_sketches = msgspec.msgpack.Decoder(Sketch)


def sketch(unit: Unit) -> bytes:
    """Return a unit's sketch as bytes."""
    return msgspec.msgpack.encode(Sketch(unit.series, unit.facts))


def sketched(kept: bytes) -> Sketch:
    """Return the sketch that bytes hold."""
    return _sketches.decode(kept)


def linked(one: Unit | Sketch, other: Unit | Sketch) -> bool:
    """Return whether two units that share a key are linked by what they say."""
    return one.series == other.series and (one.series or compare(one.facts, other.facts).joins)


def fuse(
    units: Iterable[Unit],
    ties: Iterable[Tie],
    apart: AbstractSet[tuple[str, str]],
    before: Mapping[str, str] | None = None,
) -> Fused:
    """Return the clusters of units, each live unit in exactly one, in the order of their first units.

    ``ties`` between units that are not given are left out.  ``apart`` are pairs of units (ids, the lesser first) that a
    person judged different.  ``before`` gives the components of units that are as they were when last fused: two of
    them that were in different ones are not linked, and are not compared again.
    """
    found: list[Cluster] = []
    components: dict[str, str] = {}
    given = sorted(units, key=rank)
    by_id = {unit.id: unit for unit in given}
    held = [tie for tie in ties if tie.one in by_id and tie.other in by_id]
    for series in (False, True):
        members = [unit for unit in given if unit.series == series]
        tied = [tie for tie in held if by_id[tie.one].series == by_id[tie.other].series == series]
        pairs = _Pairs(members, tied, apart, before or {})
        links = list(pairs.links())
        found += _clusters(pairs, links)
        components |= _components([unit.id for unit in members], links)
    return Fused(tuple(sorted(found, key=lambda cluster: rank(cluster.units[0]))), components)


class _Pairs:
    """How units compare; verdicts are kept, for bars are asked for again and again."""

    def __init__(
        self,
        members: Sequence[Unit],
        ties: Sequence[Tie],
        apart: AbstractSet[tuple[str, str]],
        before: Mapping[str, str],
    ) -> None:
        self._apart = apart
        self._before = before
        self.by_id = {unit.id: unit for unit in members}
        self.ties = ties
        self._tied = {_pair(tie.one, tie.other) for tie in ties}
        self._copying = {tie.one for tie in ties if tie.rule == "copied"}
        self._verdicts: dict[tuple[str, str], Verdict] = {}

    def verdict(self, one: str, other: str) -> Verdict:
        """Compare two units."""
        pair = _pair(one, other)
        if pair not in self._verdicts:
            self._verdicts[pair] = compare(self.by_id[pair[0]].facts, self.by_id[pair[1]].facts)
        return self._verdicts[pair]

    def barred(self, one: str, other: str) -> bool:
        """Return whether two units can never be in one cluster: judged different, or barred by what they say.

        Units that are tied are never barred by what they say, only by a judgement; nor is one that copies another, for
        it says nothing of its own.
        """
        pair = _pair(one, other)
        if pair in self._apart:
            return True
        if one in self._copying or other in self._copying:
            return False
        return not self.by_id[one].series and pair not in self._tied and self.verdict(one, other).bar is not None

    def links(self) -> Iterator[tuple[float, str, str]]:
        """Yield the ties, then the links between units that share a key, each once, with their strength."""
        yield from ((_STRENGTH[tie.rule], tie.one, tie.other) for tie in self.ties)
        index: defaultdict[str, list[str]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        for one, unit in self.by_id.items():
            for key in sorted(linking_keys(unit)):
                for other in index[key]:
                    if (other, one) not in seen:
                        seen.add((other, one))
                        strength = 1.0 if unit.series else self._strength(other, one)
                        if strength:
                            yield strength, other, one
                index[key].append(one)

    def _strength(self, one: str, other: str) -> float:
        if one in self._before and other in self._before and self._before[one] != self._before[other]:
            return 0.0
        verdict = self.verdict(one, other)
        return verdict.score if verdict.joins else 0.0


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _clusters(pairs: _Pairs, links: Sequence[tuple[float, str, str]]) -> Iterator[Cluster]:
    by_id = pairs.by_id
    live = [unit.id for unit in by_id.values() if not unit.withdrawn]
    held = [link for link in links if not by_id[link[1]].withdrawn and not by_id[link[2]].withdrawn]
    groups = clusters(live, held, barred=pairs.barred)
    gone = _withdrawn(links, by_id, {member: i for i, group in enumerate(groups) for member in group})
    for i, group in enumerate(groups):
        units = tuple(by_id[member] for member in group)
        yield Cluster(units, tuple(_joins(units, pairs)), gone.get(i, ()))


def _withdrawn(
    links: Iterable[tuple[float, str, str]], by_id: Mapping[str, Unit], group_of: Mapping[str, int]
) -> dict[int, tuple[Unit, ...]]:
    """Return the withdrawn units of each group: a unit goes where its strongest link to a live one leads."""
    best: dict[str, tuple[float, str]] = {}
    for strength, one, other in links:
        for gone, live in ((one, other), (other, one)):
            if by_id[gone].withdrawn and live in group_of:
                best[gone] = min(best.get(gone, (0.0, "")), (-strength, live))
    found: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit, (_, live) in sorted(best.items()):
        found[group_of[live]].append(by_id[unit])
    return {group: tuple(units) for group, units in found.items()}


def _components(units: Sequence[str], links: Iterable[tuple[float, str, str]]) -> dict[str, str]:
    """Return for each unit the least id of those that hang together with it; links that were not followed count too."""
    above = {unit: unit for unit in units}

    def top(unit: str) -> str:
        while above[unit] != unit:
            above[unit] = above[above[unit]]
            unit = above[unit]
        return unit

    for _, one, other in links:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    return {unit: top(unit) for unit in units}


def _joins(units: Sequence[Unit], pairs: _Pairs) -> Iterator[Join]:
    """Yield why each unit is in its cluster, in the order of the units: what ties it to, or links it with, the rest."""
    inside = {unit.id for unit in units}
    tied: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in pairs.ties:
        if tie.one in inside and tie.other in inside:
            tied[tie.one].append(tie)
            tied[tie.other].append(tie)
    for i, unit in enumerate(units):
        claims = tuple(item.claim.id for item in unit.items)
        judged = next((tie for tie in tied[unit.id] if tie.rule == "judged"), None)
        if i == 0:
            yield Join(claims=claims, rule="first", reason="the first to tell of it")
        elif judged is not None:
            reason = "a person judged it the same happening"
            yield Join(claims=claims, rule="judged", reason=reason, judgement=judged.judgement)
        elif tied[unit.id]:
            yield Join(claims=claims, rule="copied", reason="the same words as another report of it")
        elif unit.series:
            yield Join(claims=claims, rule="matched", reason="the same figures of the same, told of the same parties")
        else:
            best = max(
                (pairs.verdict(unit.id, other.id) for other in units[:i]), key=lambda one: (one.score, one.reasons)
            )
            yield Join(claims=claims, rule="matched", reason="; ".join(best.reasons) or "joined through later reports")


def _series_keys(unit: Unit) -> frozenset[str]:
    """Return the one key of a series: all who say the same of the same total tell of one."""
    first = unit.items[0].claim
    figures = ",".join(sorted(f"{f.harm} {f.who} {f.low} {f.high}" for f in unit.facts.figures))
    counted = ",".join(sorted(f"{c.low}-{c.high}/{c.of}" for item in unit.items if (c := item.claim.event.count)))
    if not figures and not counted:
        return frozenset()
    actors = ",".join(sorted(unit.facts.actors))
    return frozenset({f"t|{first.event.kind}|{unit.facts.country}|{actors}|{figures}|{counted}|{unit.facts.days}"})
