"""Units -> clusters: which tellings are of one happening.  A pure function of the units, their ties and judgements.

    units tied hard (copies of one another's words, judged the same) -> blocks, unless judged different
    blocks that share a key -> compared; enough evidence -> a link
    links, strongest first -> clusters, unless a bar or a judgement stands between any two members

Two units can only come together through ties and links.  What hangs together by them is a *component*: adding a unit
changes nothing outside the components that it touches, which is how a ledger is fused piece by piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

from counterclaim.incidents.cluster import clusters
from counterclaim.incidents.compare import Verdict, compare
from counterclaim.incidents.facts import Facts, together
from counterclaim.incidents.keys import keys
from counterclaim.incidents.unit import Unit
from counterclaim.records import Join

_STRENGTH: Final[Mapping[str, float]] = {"judged": 2.0, "copied": 1.0}


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

    ``component`` is the least id among the units that hang together with these by ties and links.
    """

    units: tuple[Unit, ...]
    joins: tuple[Join, ...]
    component: str


def rank(unit: Unit) -> tuple[bool, int, str]:
    """Return what orders units: those published first, those of unknown day last, then by id."""
    told = unit.facts.told_on
    return told is None, told or 0, unit.id


def linking_keys(unit: Unit) -> frozenset[str]:
    """Return the keys by which a unit is found by those that may tell of the same happening."""
    return _series_keys(unit) if unit.series else keys(unit.facts)


def linked(one: Unit, other: Unit) -> bool:
    """Return whether two units that share a key are linked by what they say."""
    return one.series == other.series and (one.series or compare(one.facts, other.facts).joins)


def fuse(units: Iterable[Unit], ties: Iterable[Tie], apart: AbstractSet[tuple[str, str]]) -> tuple[Cluster, ...]:
    """Return the clusters of units, each unit in exactly one, in the order of their first units.

    ``ties`` between units that are not given are left out.  ``apart`` are pairs of units (ids, the lesser first) that a
    person judged different.
    """
    found: list[Cluster] = []
    given = sorted(units, key=rank)
    by_id = {unit.id: unit for unit in given}
    held = [tie for tie in ties if tie.one in by_id and tie.other in by_id]
    for series in (False, True):
        members = [unit for unit in given if unit.series == series]
        found += _fuse(
            members, [tie for tie in held if by_id[tie.one].series == by_id[tie.other].series == series], apart
        )
    return tuple(sorted(found, key=lambda cluster: rank(cluster.units[0])))


class _Blocks:
    """Units tied hard, and how they compare; verdicts are kept, for bars are asked for again and again."""

    def __init__(self, members: Sequence[Unit], ties: Sequence[Tie], apart: AbstractSet[tuple[str, str]]) -> None:
        self._apart = apart
        self._series = bool(members) and members[0].series
        links = [(_STRENGTH[tie.rule], tie.one, tie.other) for tie in ties]
        groups = clusters([unit.id for unit in members], links, barred=self._judged_apart)
        by_id = {unit.id: unit for unit in members}
        self.units = {group[0]: tuple(by_id[member] for member in group) for group in groups}
        self.facts: dict[str, Facts] = {
            block: together([unit.facts for unit in units]) for block, units in self.units.items()
        }
        self.of = {unit.id: block for block, units in self.units.items() for unit in units}
        self._verdicts: dict[tuple[str, str], Verdict] = {}

    def _judged_apart(self, one: str, other: str) -> bool:
        return ((one, other) if one < other else (other, one)) in self._apart

    def verdict(self, one: str, other: str) -> Verdict:
        """Compare two blocks."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._verdicts:
            self._verdicts[pair] = compare(self.facts[pair[0]], self.facts[pair[1]])
        return self._verdicts[pair]

    def barred(self, one: str, other: str) -> bool:
        """Return whether two blocks can never be one happening."""
        if self._series:
            return False
        if self._apart and any(self._judged_apart(a.id, b.id) for a in self.units[one] for b in self.units[other]):
            return True
        return self.verdict(one, other).bar is not None

    def sharing(self) -> Iterator[tuple[str, str]]:
        """Yield each pair of blocks that share a key, once."""
        index: defaultdict[str, list[str]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        for block, units in self.units.items():
            for key in sorted(frozenset().union(*(linking_keys(unit) for unit in units))):
                for other in index[key]:
                    if (other, block) not in seen:
                        seen.add((other, block))
                        yield other, block
                index[key].append(block)


def _fuse(members: Sequence[Unit], ties: Sequence[Tie], apart: AbstractSet[tuple[str, str]]) -> Iterator[Cluster]:
    blocks = _Blocks(members, ties, apart)
    links: list[tuple[float, str, str]] = []
    for one, other in blocks.sharing():
        if members[0].series:
            links.append((1.0, one, other))
        elif (verdict := blocks.verdict(one, other)).joins:
            links.append((verdict.score, one, other))
    components = _components([unit.id for unit in members], ties, links)
    for group in clusters(list(blocks.units), links, barred=blocks.barred):
        units = sorted((unit for block in group for unit in blocks.units[block]), key=rank)
        yield Cluster(tuple(units), tuple(_joins(units, group, blocks, ties)), components[units[0].id])


def _components(units: Sequence[str], ties: Iterable[Tie], links: Iterable[tuple[float, str, str]]) -> dict[str, str]:
    """Return for each unit the least id of those that hang together with it; ties that a judgement cut count too."""
    above = {unit: unit for unit in units}

    def top(unit: str) -> str:
        while above[unit] != unit:
            above[unit] = above[above[unit]]
            unit = above[unit]
        return unit

    for one, other in [*((tie.one, tie.other) for tie in ties), *((one, other) for _, one, other in links)]:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    return {unit: top(unit) for unit in units}


def _joins(units: Sequence[Unit], group: Sequence[str], blocks: _Blocks, ties: Sequence[Tie]) -> Iterator[Join]:
    """Yield why each unit is in its cluster, in the order of the units."""
    inside = {unit.id: tuple(item.claim.id for item in unit.items) for unit in units}
    tied: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.one in inside and tie.other in inside and blocks.of[tie.one] == blocks.of[tie.other]:
            tied[tie.one].append(tie)
            tied[tie.other].append(tie)
    for i, unit in enumerate(units):
        if i == 0:
            yield Join(claims=inside[unit.id], rule="first", reason="the first to tell of it")
            continue
        judged = next((tie for tie in tied[unit.id] if tie.rule == "judged"), None)
        if judged is not None:
            reason = "a person judged it the same happening"
            yield Join(claims=inside[unit.id], rule="judged", reason=reason, judgement=judged.judgement)
        elif tied[unit.id]:
            yield Join(claims=inside[unit.id], rule="copied", reason="the same words as another report of it")
        else:
            yield Join(claims=inside[unit.id], rule="matched", reason=_reason(unit, group, blocks))


def _reason(unit: Unit, group: Sequence[str], blocks: _Blocks) -> str:
    """Return in words what joins a unit's block to the cluster: its strongest evidence."""
    own = blocks.of[unit.id]
    if unit.series:
        return "the same figures of the same kind, told by the same"
    verdicts = [blocks.verdict(own, other) for other in group if other != own]
    best = max(verdicts, key=lambda verdict: (verdict.score, verdict.reasons), default=None)
    return "; ".join(best.reasons) if best is not None else "told of the same happening in the same report"


def _series_keys(unit: Unit) -> frozenset[str]:
    """Return the one key of a series: all who say the same of the same total tell of one."""
    first = unit.items[0].claim
    figures = ",".join(sorted(f"{f.harm} {f.who} {f.low} {f.high}" for f in unit.facts.figures))
    counted = ",".join(sorted(f"{c.low}-{c.high}/{c.of}" for item in unit.items if (c := item.claim.event.count)))
    if not figures and not counted:
        return frozenset()
    actors = ",".join(sorted(unit.facts.actors))
    return frozenset({f"t|{first.event.kind}|{unit.facts.country}|{actors}|{figures}|{counted}|{unit.facts.days}"})
