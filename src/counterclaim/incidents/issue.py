"""Which id a cluster bears: ids once issued live on, and lead to where most of their claims are now.

Every claim has a *home*: the id of the incident in which it was first placed.  An id is derived from one claim, its
namesake; the cluster that holds the namesake bears the id.  Where the namesake is gone (withdrawn, taken down, read
anew), the least of the claims at home under the id decides.  Where clusters with issued ids merge, the id stays whose
namesake was published first, and the others lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from counterclaim.ids import incident_id, series_id
from counterclaim.incidents.fuse import Cluster


def claims_of(cluster: Cluster) -> list[str]:
    """Return the claims of a cluster (ids), the first published first."""
    return [item.claim.id for unit in cluster.units for item in unit.items]


def orphaned(
    homes: Mapping[str, str], at_home: Mapping[str, Sequence[str]], live: Callable[[str], bool]
) -> dict[str, str]:
    """Return the issued ids whose namesake is no longer live, with the live claim at home there that decides.

    ``homes`` are the homes of the claims at hand, ``at_home`` all claims at home under each id.
    """
    found: dict[str, str] = {}
    for issued in sorted(set(homes.values())):
        members = at_home.get(issued, ())
        namesake = next((claim for claim in members if issued in (incident_id(claim), series_id(claim))), None)
        if namesake is None or not live(namesake):
            heir = min((claim for claim in members if live(claim)), default=None)
            if heir is not None:
                found[issued] = heir
    return found


def names(clusters: Iterable[Cluster], homes: Mapping[str, str], heirs: Mapping[str, str]) -> list[str]:
    """Return the id of each cluster: one issued before, or a new one from its first claim.

    ``heirs`` are the ids whose namesake is gone, with the claim that decides (see :func:`orphaned`).
    """
    inherited = {claim: issued for issued, claim in sorted(heirs.items(), reverse=True)}
    return [_name(cluster, homes, inherited) for cluster in clusters]


def home_in(cluster: Cluster, name: str, homes: Mapping[str, str]) -> str:
    """Return where a claim is at home that is first placed in a cluster of this id: where its namesake is.

    The namesake of what was split off is at home where it came from.  An id under which any claim is at home has its
    namesake among them, so that it is known whether that is live, and no two clusters come to bear it.
    """
    namesake = next((claim for claim in claims_of(cluster) if name in (incident_id(claim), series_id(claim))), None)
    return name if namesake is None else homes.get(namesake, name)


def _name(cluster: Cluster, homes: Mapping[str, str], inherited: Mapping[str, str]) -> str:
    make = series_id if cluster.units[0].series else incident_id
    members = claims_of(cluster)
    for claim in members:
        if claim in homes and homes[claim] == make(claim):
            return homes[claim]
    for claim in members:
        if claim in inherited and inherited[claim][0] == make(claim)[0]:
            return inherited[claim]
    return make(members[0])
