"""An incident in brief: what lists, maps and filters go by."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.ledger import Brief
from counterclaim.records import Incident, Series, Tally
from counterclaim.store.database import MOST
from counterclaim.store.naming import listed


def brief(about: Incident) -> Brief:
    """Return what lists, maps and counts show of an incident."""
    return Brief(
        id=about.id,
        kinds=about.kinds,
        starts=about.when.start if about.when else None,
        ends=about.when.end if about.when else None,
        country=about.country,
        place=about.place,
        actors=about.actors,
        targets=about.targets,
        parties=parties(about),
        harms=tuple(dict.fromkeys(tally.harm for tally in about.toll)),
        killed=killed(about.toll),
        contested=tuple(finding.field for finding in about.findings if finding.state == "contested"),
        grades=tuple(dict.fromkeys(grade.grade for grade in about.grades if grade.grade is not None)),
        voices=(about.voices.known, about.voices.possibly),
        spread=about.spread,
        review=about.review,
    )


def parties(about: Incident) -> tuple[str, ...]:
    """Return the register ids and names, case folded, of actors, targets and voices."""
    named = [name for party in (*about.actors, *about.targets) for name in (party.name, party.party)]
    heard = [name for voice in about.voices.names for name in (voice, listed(voice))]
    return tuple(dict.fromkeys(name.casefold() for name in (*named, *heard) if name))


def killed(toll: Sequence[Tally]) -> tuple[int | None, int | None] | None:
    """Return the range of those killed as :attr:`Brief.killed` has it; None where nobody speaks of any."""
    tallies = [tally for tally in toll if tally.harm == "killed"]
    standing = [tally for tally in tallies if tally.low is not None]
    found = [tally for tally in standing or tallies if tally.who == "people"] or standing or tallies
    if not found:
        return None
    most = max(found, key=lambda tally: tally.low or 0)
    return most.low, most.high


def deaths(about: Incident | Series) -> int:
    """Return by how many killed an incident or series is ordered: the low end, 0 where no figure stands."""
    return min((killed(about.toll) or (0, None))[0] or 0, MOST)
