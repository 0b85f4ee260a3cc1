"""Fusing without a ledger that stays: given statements in, incidents out; the same road as a ledger's, in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterclaim.incidents.unit import main
from counterclaim.pipeline.fusing import fuse
from counterclaim.pipeline.material import Material
from counterclaim.records import Incident, Line, Report, Series
from counterclaim.store.opening import open_ledger
from counterclaim.store.sqlite import MEMORY


@dataclass(frozen=True, slots=True)
class Fused:
    """What statements come to; ``main`` is the incident that each report is chiefly about, None where there is none.

    ``holding`` leads from each claim to its incident or series.
    """

    incidents: tuple[Incident, ...]
    series: tuple[Series, ...]
    main: Mapping[str, str | None]
    holding: Mapping[str, str]


def fused(lines: Iterable[Line]) -> Fused:
    """Fuse statements that stand alone; reports and claims are those of ``counterclaim read --json``.

    Raises LedgerError where a statement cannot be stored.
    """
    with contextlib.closing(open_ledger(MEMORY)) as ledger:
        given = list(lines)
        ledger.add(given)
        for _ in fuse(ledger):
            pass
        every = list(ledger.every())
        holding = {claim: one.id for one in every for claim in one.claims}
        reports = [line.id for line in given if isinstance(line, Report)]
        chief = {report: main(units) for report, units in Material(ledger).units(reports).items()}
    return Fused(
        incidents=tuple(one for one in every if isinstance(one, Incident)),
        series=tuple(one for one in every if isinstance(one, Series)),
        main={report: holding.get(unit.id) if unit is not None else None for report, unit in chief.items()},
        holding=holding,
    )
