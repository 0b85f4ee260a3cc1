"""What a stage, the pipeline and the doors may ask of storage: protocols, and the plain values that pass through them.

Statements (captures, reports, claims, judgements, rejects) are added and never change; adding one twice is adding it
once.  All else is derived and can be thrown away and made again, but for the ids that incidents were issued: those are
kept, for a permalink never dies.

Every store behaves alike (``tests/store`` holds the contract), orders ids bytewise, and stores canonical bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from counterclaim.ledger.brief import Brief
from counterclaim.ledger.query import Box, Query
from counterclaim.records import (
    Capture,
    Claim,
    Completeness,
    Copy,
    Incident,
    Judgement,
    Line,
    Record,
    Reject,
    Report,
    Series,
    Tombstone,
)

__all__ = [
    "Added",
    "Altered",
    "Box",
    "Brief",
    "Counts",
    "Derivation",
    "Ledger",
    "Query",
    "Sighting",
    "UnitRow",
    "View",
    "Writer",
]


class Altered(Record, frozen=True):
    """An incident or series that was derived anew at a step of the ledger; ``gone``: no longer under this id."""

    step: int
    id: str
    gone: bool


class Added(Record, frozen=True):
    """How many statements were new, and how many were there already."""

    captures: int = 0
    reports: int = 0
    claims: int = 0
    judgements: int = 0
    rejects: int = 0
    known: int = 0


class Counts(Record, frozen=True):
    """How much a ledger holds."""

    captures: int
    reports: int
    claims: int
    judgements: int
    rejects: int
    incidents: int
    series: int
    copies: int
    tombstones: int
    pending: int


class Sighting(Record, frozen=True):
    """One time that a page was captured and gave a report.

    ``fetched_at`` is None where the capture itself was never handed in.

    ``url`` None: the report is its own page.
    """

    report: str
    capture: str | None
    url: str | None
    fetched_at: dt.datetime | None
    completeness: Completeness


class UnitRow(Record, frozen=True):
    """A unit of fusion as it was last derived: the claims of one report that tell of one happening.

    ``group`` is the bucket within which it was compared (None: it lacks time or place), ``links`` the keys that tie it
    hard to other units (copies, judgements), ``incident`` the incident or series that it is in, None where it counts
    nowhere.
    """

    unit: str
    report: str
    group: str | None
    incident: str | None
    links: tuple[str, ...] = ()


class View(Protocol):
    """Reading a ledger.  Every iterator runs over one state of it, whatever is written meanwhile.

    Several threads may read one that is kept in a file or a database, as long as nobody writes through the same object.
    """

    def maker(self) -> str | None:
        """Return the maker whose claims are live, None before the first claim was added."""
        ...

    def report(self, report: str) -> Report | Tombstone | None:
        """Return a report, or what stays of it after a takedown."""
        ...

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """Yield these reports, or all, in the order of ids; those taken down are left out."""
        ...

    def capture(self, capture: str) -> Capture | None:
        """Return a capture with its body."""
        ...

    def captures(self) -> Iterator[Capture]:
        """Yield all captures with their bodies, in the order of ids; those taken down are left out."""
        ...

    def mark(self, name: str) -> str | None:
        """Return what was last set as the mark of this name, None where nothing was."""
        ...

    def sightings(self, reports: Iterable[str]) -> Iterator[Sighting]:
        """Yield every sighting of the pages on which these reports were seen: each time, other versions included."""
        ...

    def claims(self, ids: Iterable[str]) -> Iterator[Claim]:
        """Yield these claims, in the order of ids."""
        ...

    def claims_of(self, reports: Iterable[str], *, maker: str | None = None) -> Iterator[Claim]:
        """Yield the claims of reports in the order (report, start, id): of one maker, or of all."""
        ...

    def judgements(self, reports: Iterable[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements that name one of these reports, or all, in the order (at, id)."""
        ...

    def rejects(self) -> Iterator[Reject]:
        """Yield what was set aside."""
        ...

    def tombstones(self) -> Iterator[Tombstone]:
        """Yield what stays of reports that were taken down."""
        ...

    def incident(self, name: str) -> Incident | Series | None:
        """Return the incident or series of this id, or the one that an id issued earlier leads to now."""
        ...

    def holding(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Return for each claim the id of the incident or series that holds it now; those in none are left out."""
        ...

    def find(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Return the ids that begin so, in their order.

        They are ids of incidents and series, now or earlier, of claims, reports and judgements.
        """
        ...

    def incidents(self, query: Query) -> Iterator[Incident]:
        """Yield the incidents that a query meets.

        ``when``: latest first, those without a time last; ``toll``: most killed (low) first; ``spread``: told by
        most reports first; ``review``: what a person should look at first (most killed, then most contested fields,
        then widest spread, those checked last); ties by id.
        """
        ...

    def briefs(self, ids: Iterable[str] | None = None) -> Iterator[Brief]:
        """Yield what lists and maps show of these incidents, or of all, in the order of ids; series are left out."""
        ...

    def matching(self, text: str) -> tuple[str, ...]:
        """Return the incidents (ids, in their order) that :attr:`Query.text` meets."""
        ...

    def step(self) -> int:
        """Return a number that grows whenever something derived changes; cheap, for caches.

        It also grows when reports are marked as fused; not when statements are added: those wait to be fused.
        """
        ...

    def altered(self, after: int, limit: int = 1000) -> Iterator[Altered]:
        """Yield what changed after a step, in the order of steps, each id once, at its latest step.

        No two have the same step: who asks again after the last that was given misses none.
        """
        ...

    def published_by(self, source: str, limit: int = 1000) -> Iterator[Report]:
        """Yield the latest reports whose publisher is ``source`` (a register id or name), latest first.

        Those that do not say when they were published come last; ties go by id.
        """
        ...

    def publishers(self, limit: int = 1000) -> Iterator[tuple[str, int]]:
        """Yield who published most reports (a name as written), and how many; ties go by register id or name.

        Names of one listed party are counted together, others by name, case folded.
        """
        ...

    def series(self, after: str | None = None, limit: int = 100) -> Iterator[Series]:
        """Yield series, those carried by most reports first, ties by id; ``after``: the id after which to go on."""
        ...

    def every(self) -> Iterator[Incident | Series]:
        """Yield all that is derived, in the order of ids."""
        ...

    def copies(self, reports: Iterable[str]) -> Iterator[Copy]:
        """Yield the copied ranges of these reports, in the order (report, start)."""
        ...

    def waiting(self) -> int:
        """Return how many reports are stored and not fused yet; cheap, unlike all counts together."""
        ...

    def counts(self) -> Counts:
        """Return how much there is."""
        ...


class Writer(Protocol):
    """Adding statements.  Each call is one transaction: all of it is stored or nothing."""

    def add(self, lines: Iterable[Line]) -> Added:
        """Add statements, and mark the reports they touch as not yet fused.

        The first claim of a machine that is ever added records its maker as the ledger's (a person's own maker is
        ``person:HANDLE``).  Raises LedgerError for a report whose id is not that of its content, a claim whose quote
        is not in its report or whose id is not its content's, U+0000, or a judgement that names an unknown report;
        nothing of the call is then stored.
        """
        ...

    def take_down(self, judgement: Judgement) -> None:
        """Add a takedown and remove the report's text, title and claims, and its captures' bytes.

        Bytes that another report needs stay; a tombstone stays in any case.  Raises LedgerError where the report is
        unknown.
        """
        ...

    def set_mark(self, name: str, value: str) -> None:
        """Set a mark: how far something was read, to go on from there.  No statement; nothing derives from it."""
        ...

    def use_maker(self, maker: str) -> None:
        """Record the maker whose claims are live from now on, and mark every report as not yet fused."""
        ...


class Derivation(Protocol):
    """Writing what is derived: one transaction, in the hands of the one process that holds the lock."""

    def pending(self, limit: int) -> tuple[str, ...]:
        """Return reports (ids) that are not yet fused, the oldest entries first."""
        ...

    def settle(self, reports: Iterable[str]) -> None:
        """Mark reports as fused."""
        ...

    def put_prints(self, report: str, rank: str, prints: Sequence[int]) -> None:
        """Set the fingerprints (signed 64 bit) of a report; ``rank`` orders reports from the earliest on, bytewise."""
        ...

    def earliest(self, prints: Iterable[int]) -> Mapping[int, str]:
        """Return for each fingerprint the report of the least rank that has it."""
        ...

    def holders(self, prints: Iterable[int]) -> frozenset[str]:
        """Return every report that has one of the fingerprints."""
        ...

    def put_copies(self, report: str, copies: Sequence[Copy]) -> None:
        """Set the copied ranges of a report."""
        ...

    def copied_from(self, origins: Iterable[str]) -> frozenset[str]:
        """Return every report with a range copied from one of these."""
        ...

    def reports_naming(self, source: str) -> frozenset[str]:
        """Return every report whose publisher, or a claimant of whose claims, is ``source`` (a register id or name)."""
        ...

    def units_of(self, reports: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units of reports, in the order of ids; so do the next three."""
        ...

    def units_in(self, groups: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that were compared within these groups."""
        ...

    def units_linked(self, links: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that carry one of these links."""
        ...

    def units_within(self, incidents: Iterable[str]) -> tuple[UnitRow, ...]:
        """Return the units that are in these incidents."""
        ...

    def put_units(self, reports: Iterable[str], rows: Iterable[UnitRow]) -> None:
        """Set the units of these reports: those that are not among ``rows`` are gone."""
        ...

    def put_sketches(self, sketches: Mapping[str, bytes]) -> None:
        """Set what each unit is compared by, as the one who compares wrote it: an index, no part of what is derived."""
        ...

    def sketches(self, units: Iterable[str]) -> Mapping[str, bytes]:
        """Return what units are compared by; those that have none are left out."""
        ...

    def homes(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Return the id of the incident in which each claim was first placed."""
        ...

    def at_home(self, incidents: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each incident id the claims that were first placed in it, in the order of ids."""
        ...

    def put_homes(self, homes: Mapping[str, str]) -> None:
        """Record where claims were first placed; a home once set stays, also through a rebuild."""
        ...

    def get(self, ids: Iterable[str]) -> Iterator[Incident | Series]:
        """Yield these incidents and series as they are now (no redirects), in the order of ids."""
        ...

    def put(self, made: Iterable[Incident | Series], gone: Iterable[str] = ()) -> None:
        """Set incidents and series, and remove those that are gone; ids in both are set."""
        ...


class Ledger(View, Writer, Protocol):
    """A ledger: read it, add to it, derive from it."""

    def deriving(self) -> AbstractContextManager[Derivation]:
        """Begin a transaction that derives; it is committed at the end of the block, undone when the block raises.

        Statements go on being added by others meanwhile.  Raises LedgerError when the lock is not free in time.
        """
        ...

    def fusing(self, *, wait_s: float = 60.0) -> AbstractContextManager[None]:
        """Hold the lock that lets one process at a time fuse.  Raises LedgerError when it is not free in time."""
        ...

    def forget_derived(self) -> None:
        """Throw away what is derived (homes stay) and mark every report as not yet fused."""
        ...

    def derived_bytes(self) -> Iterator[bytes]:
        """Yield all that is derived as canonical bytes in a fixed order: what a rebuild must equal."""
        ...

    def rest(self) -> None:
        """Give back the memory that only makes the next step quicker: for who waits until there is more to do."""
        ...

    def close(self) -> None:
        """Let go of the storage."""
        ...
