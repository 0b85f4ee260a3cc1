"""One batch of fusion: from the reports that something touched to the incidents that change.

copies      of the batch's words, and of those who copied from it             copies
units       of every report touched: claims that tell of one happening         incidents.unit
region      the components of those units, old and new: all that can change    incidents.fuse
clusters    of the region; each bears an id issued before, or a new one        incidents.fuse, incidents.issue
incidents   and series, where the cluster or what is told of it changed        incidents.describe
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from counterclaim.copies.prints import prints, rank
from counterclaim.copies.ranges import copies, sources
from counterclaim.incidents.describe import incident, series
from counterclaim.incidents.effect import Together, links
from counterclaim.incidents.fuse import Cluster, Fused, Tie, fuse, linked, linking_keys, sketch, sketched
from counterclaim.incidents.fuse import rank as order
from counterclaim.incidents.issue import claims_of, home_in, names, orphaned
from counterclaim.incidents.series import lies_within
from counterclaim.incidents.unit import Unit
from counterclaim.ledger import Derivation, UnitRow, View
from counterclaim.pipeline.material import Material, index
from counterclaim.records import Copy, Incident, Report, Series
from counterclaim.text import NO_LANGUAGE

_COPY: Final = "k|"
"""How the link begins that a unit carries for each claim whose words it copies."""
_JUDGED: Final = "j|"
"""How the link begins that a unit carries for each judgement that ties it to others."""
_SERIES: Final = "s"
"""How the ids of series begin."""


class Round:
    """The work on one batch; holds what was loaded for it."""

    def __init__(self, view: View, derivation: Derivation) -> None:
        self._view = view
        self._derivation = derivation
        self._material = Material(view)

    def run(self, reports: Iterable[str]) -> int:
        """Derive again what these reports (ids) touch; return how many incidents and series changed."""
        touched = self._find_copies(sorted(reports))
        before = self._derivation.units_of(touched)
        fresh = {unit.id: unit for many in self._material.units(touched).values() for unit in many}
        region, components = self._region(fresh, before)
        return self._derive(region, components, fresh, frozenset(touched), before)

    # copies

    def _find_copies(self, reports: Sequence[str]) -> list[str]:
        """Set the copies of these reports and of those who copied from them; return all reports that are touched."""
        derivation = self._derivation
        derived = {row.report for row in derivation.units_of(reports)}
        texts = {report.id: report for report in self._view.reports(reports)}
        hashes = {report: _prints(texts.get(report)) for report in reports}
        touched = {*reports, *derivation.copied_from(reports)}
        for report in reports:
            derivation.put_prints(report, rank(texts[report]) if report in texts else "", hashes[report])
        # Words that a report of the batch now has first were another's before: those who hold them copy anew.
        earliest = derivation.earliest({one for many in hashes.values() for one in many})
        touched |= derivation.holders(
            {one for one, first in earliest.items() if first in hashes and first not in derived}
        )
        texts |= {report.id: report for report in self._view.reports(touched - texts.keys())}
        hashes |= {name: _prints(texts[name]) for name in touched - hashes.keys() if name in texts}
        earliest = derivation.earliest({one for many in hashes.values() for one in many})
        for name in sorted(touched):
            found: tuple[Copy, ...] = ()
            if name in texts:
                origins = sources(hashes[name], earliest, name)
                found = copies(texts[name], sorted(self._view.reports(origins), key=rank)) if origins else ()
            derivation.put_copies(name, found)
            self._material.put_copies(name, found)
        return sorted(touched)

    # the region

    def _region(
        self, fresh: Mapping[str, Unit], before: Iterable[UnitRow]
    ) -> tuple[dict[str, Unit], Mapping[str, str]]:
        """Return the fresh units and every unit that hangs together with them, or did; of the latter the component."""
        rows = {row.unit: row for row in self._neighbours(fresh)}
        groups = {row.group for row in (*rows.values(), *before) if row.group is not None}
        region = dict(fresh)
        components: dict[str, str] = {}
        for row, unit in self._units_at(self._derivation.units_in(groups)):
            if row.unit not in fresh and row.group is not None:
                region[row.unit] = unit
                components[row.unit] = row.group
        return region, components

    def _neighbours(self, fresh: Mapping[str, Unit]) -> list[UnitRow]:
        """Return the units outside that are tied to fresh ones or linked with them."""
        touched = {unit.report for unit in fresh.values()}
        keys = {unit.id: linking_keys(unit) for unit in fresh.values()}
        by_key: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in fresh.values():
            for key in keys[unit.id]:
                by_key[key].append(unit)
        found: list[UnitRow] = []
        candidates = [row for row in self._derivation.units_linked(by_key) if row.report not in touched]
        kept = self._derivation.sketches(row.unit for row in candidates)
        for row in candidates:
            told = sketched(kept[row.unit])
            near = {one.id: one for key in row.links if key in by_key for one in by_key[key]}
            if any(linked(one, told) for one in near.values()):
                found.append(row)
        return [*found, *self._tied_to(fresh)]

    def _tied_to(self, fresh: Mapping[str, Unit]) -> Iterable[UnitRow]:
        """Return the units whose words fresh ones copy, those that copy theirs, those judged the same."""
        items = [item for unit in fresh.values() for item in unit.items]
        judged = self._together({item.claim.id for item in items})
        tied = {f"{_COPY}{item.claim.id}" for item in items} | {f"{_JUDGED}{one.judgement}" for one in judged}
        originals = {item.copy_of for item in items if item.copy_of is not None}
        originals |= {claim for one in judged for claim in one.claims}
        homes = self._derivation.units_of({claim.report for claim in self._view.claims(originals)})
        units = index(self._material.units({row.report for row in homes}))
        wanted = {units[claim].id for claim in originals if claim in units}
        return [*self._derivation.units_linked(tied), *(row for row in homes if row.unit in wanted)]

    def _units_at(self, rows: Sequence[UnitRow]) -> list[tuple[UnitRow, Unit]]:
        """Return the rows with their units as they are now."""
        units = {unit.id: unit for many in self._material.units({row.report for row in rows}).values() for unit in many}
        return [(row, units[row.unit]) for row in rows if row.unit in units]

    # what is derived

    def _fuse(self, units: Mapping[str, Unit], components: Mapping[str, str]) -> Fused:
        of_claim = {item.claim.id: unit for unit in units.values() for item in unit.items}
        ties = [
            Tie(unit.id, of_claim[item.copy_of].id, "copied")
            for unit in units.values()
            for item in unit.items
            if item.copy_of is not None and item.copy_of in of_claim and of_claim[item.copy_of] is not unit
        ]
        judged = links(self._material.effect.decided, {claim: unit.id for claim, unit in of_claim.items()})
        ties += [Tie(one, other, "judged", judgement) for (one, other), judgement in judged.same.items()]
        return fuse(units.values(), list(dict.fromkeys(ties)), judged.different.keys(), components)

    def _derive(
        self,
        region: Mapping[str, Unit],
        components: Mapping[str, str],
        fresh: Mapping[str, Unit],
        touched: frozenset[str],
        before: Sequence[UnitRow],
    ) -> int:
        """Cluster the region, name what comes out, describe what changed, and write it."""
        fused = self._fuse(region, components)
        called = self._named(fused.clusters)
        place = {
            unit.id: name
            for cluster, name in zip(fused.clusters, called, strict=True)
            for unit in (*cluster.units, *cluster.withdrawn)
        }
        reports = sorted(touched | {unit.report for unit in region.values()})
        stored = {row.unit: row for row in self._derivation.units_of(reports)}
        old = {row.unit: row.incident for row in before} | {
            name: row.incident for name, row in stored.items() if name in region
        }
        rows = {name: row for name, row in stored.items() if row.report not in touched}
        rows |= {
            unit.id: UnitRow(
                unit=unit.id,
                report=unit.report,
                group=fused.components[unit.id],
                incident=place.get(unit.id),
                links=self._links(unit),
            )
            for unit in region.values()
        }
        self._derivation.put_units(reports, [rows[name] for name in sorted(rows)])
        self._derivation.put_sketches({unit.id: sketch(unit) for unit in fresh.values()})
        moved = touched | {row.report for name, row in rows.items() if old.get(name) != row.incident and name in region}
        made = self._incidents(fused.clusters, called, fresh, old)
        made += self._series(fused.clusters, called, moved)
        gone = {name for name in old.values() if name is not None} - set(called)
        self._derivation.put(made, gone)
        return len(made) + len(gone)

    def _links(self, unit: Unit) -> tuple[str, ...]:
        copying = {f"{_COPY}{item.copy_of}" for item in unit.items if item.copy_of is not None}
        claims = {item.claim.id for item in unit.items}
        judged = {f"{_JUDGED}{one.judgement}" for one in self._together(claims)}
        return tuple(sorted(linking_keys(unit) | copying | judged))

    def _together(self, claims: AbstractSet[str]) -> list[Together]:
        """Return what people judged to be about one happening that one of the claims tells of."""
        decided = self._material.effect.decided
        return [one for one in decided if isinstance(one, Together) and not claims.isdisjoint(one.claims)]

    def _named(self, clusters: Sequence[Cluster]) -> list[str]:
        """Return the id of each cluster, and record where its claims are at home."""
        derivation = self._derivation
        claims = [item.claim for cluster in clusters for unit in cluster.units for item in unit.items]
        members = {claim.id for claim in claims}
        early = {claim.id: self._material.forebears(claim) for claim in claims}
        homes = dict(derivation.homes({*members, *itertools.chain.from_iterable(early.values())}))
        # A claim that carries on one of an earlier version, or reads its words anew, is at home where that one is.
        moved = {
            claim: at[0] for claim in members - homes.keys() if (at := [one for one in early[claim] if one in homes])
        }
        homes |= {claim: homes[first] for claim, first in moved.items()}
        at_home = {
            name: sorted({*there, *(claim for claim in moved if homes[claim] == name)})
            for name, there in derivation.at_home(set(homes.values())).items()
        }
        called = names(clusters, homes, orphaned(homes, at_home, self._live(members, at_home).__contains__))
        for cluster, name in zip(clusters, called, strict=True):
            home = home_in(cluster, name, homes)
            derivation.put_homes({claim: homes.get(claim, home) for claim in claims_of(cluster)})
        return called

    def _live(self, members: AbstractSet[str], at_home: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """Return which of the claims at hand, and of those at home with them, are live."""
        away = {claim for claims in at_home.values() for claim in claims} - members
        units = index(self._material.units({claim.report for claim in self._view.claims(away)}))
        return frozenset(members | {claim for claim in away if claim in units and not units[claim].withdrawn})

    def _incidents(
        self,
        clusters: Sequence[Cluster],
        called: Sequence[str],
        fresh: Mapping[str, Unit],
        old: Mapping[str, str | None],
    ) -> list[Incident | Series]:
        """Return the incidents that may have changed: those with a unit made anew, and those with other units."""
        units_of: defaultdict[str, set[str]] = defaultdict(set)
        for unit, name in old.items():
            if name is not None:
                units_of[name].add(unit)
        made: list[Incident | Series] = []
        for cluster, name in zip(clusters, called, strict=True):
            inside = {unit.id for unit in (*cluster.units, *cluster.withdrawn)}
            if not cluster.units[0].series and (inside & fresh.keys() or inside != units_of[name]):
                made.append(self._incident(cluster, name))
        return made

    def _incident(self, cluster: Cluster, name: str) -> Incident:
        units = (*cluster.units, *cluster.withdrawn)
        effect = self._material.effect
        judged = {
            judgement for unit in units for item in unit.items for judgement in effect.of_claim.get(item.claim.id, ())
        }
        return incident(
            id=name,
            items=[item for unit in units for item in unit.items],
            parts=frozenset[str]().union(*(unit.parts for unit in units)),
            joins=cluster.joins,
            ratings=effect.ratings,
            judged=sorted((effect.judgements[one] for one in judged), key=lambda one: (one.at, one.id)),
        )

    def _series(
        self, clusters: Sequence[Cluster], called: Sequence[str], moved: AbstractSet[str]
    ) -> list[Incident | Series]:
        """Return the series of the region, and those told in reports whose incidents moved."""
        here = {name: cluster.units for cluster, name in zip(clusters, called, strict=True) if cluster.units[0].series}
        rows = self._derivation.units_of(moved)
        others = {
            row.incident for row in rows if row.incident is not None and row.incident.startswith(_SERIES)
        } - here.keys()
        away: defaultdict[str, list[Unit]] = defaultdict(list)
        for row, unit in self._units_at(self._derivation.units_within(others)):
            if row.incident is not None and not unit.withdrawn:
                away[row.incident].append(unit)
        told = {**here, **{name: tuple(sorted(units, key=order)) for name, units in away.items()}}
        return [self._one_series(name, units) for name, units in sorted(told.items())]

    def _one_series(self, name: str, units: Sequence[Unit]) -> Series:
        beside = self._units_at(self._derivation.units_of({unit.report for unit in units}))
        within = {
            row.incident
            for row, part in beside
            for whole in units
            if row.incident is not None and not part.series and part.report == whole.report
            if not part.withdrawn and lies_within(part.facts, whole.facts)
        }
        return series(id=name, items=[item for unit in units for item in unit.items], incidents=sorted(within))


def _prints(report: Report | None) -> tuple[int, ...]:
    """Return the fingerprints of a report; none of a coded row, which shares its columns with every other."""
    return prints(report.text) if report is not None and report.language != NO_LANGUAGE else ()
