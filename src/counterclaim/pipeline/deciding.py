"""What people's judgements say of the ledger as it is now."""

from __future__ import annotations

from counterclaim.incidents.bind import reports_named
from counterclaim.incidents.effect import Effect, standing
from counterclaim.ledger import View
from counterclaim.pipeline.material import Material

__all__ = ["Effect", "decisions", "standing"]


def decisions(view: View) -> Effect:
    """Return what is in effect of all judgements, which bind to nothing, and where two people disagree."""
    material = Material(view)
    material.units({report for judgement in view.judgements() for report in reports_named(judgement.act)})
    return material.effect
