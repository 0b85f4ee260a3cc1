"""The first maker: claims by rules over a parsed text and the lexicon.

parse -> mark up parties, places, times, tolls, speech
for each sentence that is not a repeat:
    triggers -> groups (one a happening) -> kind -> reality -> fields -> tellings, one a claimant
number the happenings, carry fields forward, leave out retellings that add nothing
tellings -> claims, each field with the words or the rule that fills it
"""

from __future__ import annotations

from counterclaim.claims.making import claim
from counterclaim.claims.telling import Telling
from counterclaim.claims.told import all_told, marked_up
from counterclaim.records import Reading, Report


class Rules:
    """Reads claims by rules; the same report gives the same claims."""

    name: str = "rules@3"

    def read(self, report: Report) -> Reading:
        """Return the claims of one report, in reading order."""
        ctx = marked_up(report)
        return Reading(claims=tuple(claim(report, ctx, one, self.name, _score(one)) for one in all_told(ctx, report)))


def _score(telling: Telling) -> float:
    """Return the maker's confidence: not calibrated, only ordered; each field that its own words fill adds to it."""
    own = telling.told.own
    score = (
        0.4 + 0.1 * len(own & {"actors", "places", "tolls", "when", "targets"}) + 0.1 * (telling.strength == "strong")
    )
    return round(min(score, 1.0), 2)
