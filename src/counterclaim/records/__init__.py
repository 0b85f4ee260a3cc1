"""Every record of Counterclaim, its units and invariants.  Newcomers: start here.

Records are frozen values.  A stage takes records and returns new ones; nothing is changed in place.

Units, everywhere: metres, degrees WGS84, UTC, half-open intervals, text offsets in Unicode code points.
``None`` always means "not said" or "not known"; no default ever stands in for it.

The flow, one module a moment: captures and reports (``reports.py``) -> claims (``claims.py``) -> what people decide
(``judgements.py``) -> copies, incidents and series, which are derived (``incidents.py``).

JSON: every record that travels on its own (capture, report, claim, reject, judgement) is a tagged object whose key
``record`` names it, so that a stream of lines can be decoded as one union (:data:`Line`).
"""

from __future__ import annotations

from counterclaim.records.base import (
    Completeness,
    Field,
    Group,
    Harm,
    Interval,
    Kind,
    PartyKind,
    Place,
    PlacePrecision,
    Record,
    Scope,
    Span,
    Stance,
    Voice,
)
from counterclaim.records.claims import Claim, Claimant, Count, Event, Evidence, PartyName, Quote, Support, Toll
from counterclaim.records.incidents import (
    Change,
    Copy,
    Figure,
    Finding,
    FindingState,
    Grade,
    GradeName,
    Incident,
    Join,
    Position,
    Reason,
    Review,
    Series,
    SourceGrade,
    Spread,
    Standing,
    StrikeStatus,
    Tally,
    Voices,
)
from counterclaim.records.judgements import (
    Act,
    Anchor,
    Check,
    Different,
    Discount,
    Judgement,
    RateSource,
    Rating,
    ReasonClass,
    Retract,
    Same,
    SetField,
    Takedown,
    Tombstone,
    Undo,
)
from counterclaim.records.parties import Ownership, Party, Side, Tie, stretch
from counterclaim.records.reports import Capture, Line, Reading, Reject, Report

__all__ = [
    "Act",
    "Anchor",
    "Capture",
    "Change",
    "Check",
    "Claim",
    "Claimant",
    "Completeness",
    "Copy",
    "Count",
    "Different",
    "Discount",
    "Event",
    "Evidence",
    "Field",
    "Figure",
    "Finding",
    "FindingState",
    "Grade",
    "GradeName",
    "Group",
    "Harm",
    "Incident",
    "Interval",
    "Join",
    "Judgement",
    "Kind",
    "Line",
    "Ownership",
    "Party",
    "PartyKind",
    "PartyName",
    "Place",
    "PlacePrecision",
    "Position",
    "Quote",
    "RateSource",
    "Rating",
    "Reading",
    "Reason",
    "ReasonClass",
    "Record",
    "Reject",
    "Report",
    "Retract",
    "Review",
    "Same",
    "Scope",
    "Series",
    "SetField",
    "Side",
    "SourceGrade",
    "Span",
    "Spread",
    "Stance",
    "Standing",
    "StrikeStatus",
    "Support",
    "Takedown",
    "Tally",
    "Tie",
    "Toll",
    "Tombstone",
    "Undo",
    "Voice",
    "Voices",
    "stretch",
]
