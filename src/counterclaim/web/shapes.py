"""The shapes of the interface's answers beside the records themselves; ``openapi.py`` describes them."""

from __future__ import annotations

from counterclaim.ledger import Altered
from counterclaim.publish.panorama import Bin, Cell, Facets
from counterclaim.records import Claim, Incident, Judgement, Party
from counterclaim.records.base import Record


class Problem(Record, frozen=True):
    """An error: ``detail`` is a sentence that says what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class IncidentList(Record, frozen=True):
    """A page of incidents; ``total`` counts all that the filters meet, ``next`` is where the list goes on."""

    step: int
    total: int
    incidents: tuple[Incident, ...]
    next: str | None


class ClaimList(Record, frozen=True):
    """Claims, in the order of ids within an incident or series, in the order of the text within a report."""

    claims: tuple[Claim, ...]


class JudgementList(Record, frozen=True):
    """What people decided, in the order of time."""

    judgements: tuple[Judgement, ...]


class PartyList(Record, frozen=True):
    """The listed entries of the register of parties; states and their arms exist by rule beside them."""

    parties: tuple[Party, ...]


class Counted(Record, frozen=True):
    """How many incidents the filters meet, and how many each other value of a filter would meet.

    ``undated`` and ``unplaced`` incidents stand in no bin and no cell.
    """

    step: int
    total: int
    undated: int
    unplaced: int
    facets: Facets
    bins: tuple[Bin, ...]


class Gathered(Record, frozen=True):
    """Where the incidents lie that the filters meet, gathered into cells of a grid over the box."""

    step: int
    total: int
    unplaced: int
    cells: tuple[Cell, ...]


class AlteredList(Record, frozen=True):
    """What was derived anew: the data of one server-sent event."""

    altered: tuple[Altered, ...]
