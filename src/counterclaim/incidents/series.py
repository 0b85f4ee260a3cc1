"""Which incidents lie within a series: told in the same report, of its kind, in its country and time, by its actors."""

from __future__ import annotations

from counterclaim.incidents.facts import Facts
from counterclaim.incidents.words import family

_ANY: frozenset[str] = frozenset({"conflict_toll"})
"""Kinds of series that hold incidents of every kind in which people are killed."""


def lies_within(part: Facts, whole: Facts) -> bool:
    """Return whether what a telling says lies within what a series told in the same report says."""
    kinds = {family(kind) for kind in whole.kinds}
    if part.family not in kinds and not (whole.kinds & _ANY and part.family == "attack"):
        return False
    if part.country and whole.country and part.country != whole.country:
        return False
    if whole.actors and part.actors and not whole.actors & part.actors:
        return False
    if whole.days is None or part.days is None:
        return True
    return whole.days[0] <= part.days[0] and part.days[1] <= whole.days[1]
