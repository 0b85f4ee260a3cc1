"""The fields of a happening that its grammar fills, gathered from the modules that find them."""

from __future__ import annotations

from counterclaim.claims.doers import JOINT, actors, both_sides, pronoun_acts
from counterclaim.claims.fillers import Filler, distinct
from counterclaim.claims.means import count, means
from counterclaim.claims.undergoers import targets

__all__ = ["JOINT", "Filler", "actors", "both_sides", "count", "distinct", "means", "pronoun_acts", "targets"]
