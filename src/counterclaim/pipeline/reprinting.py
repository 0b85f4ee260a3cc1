"""Which reports reprint which as a whole: inputs -> reports -> origins, without reading a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counterclaim.copies.reprints import origins
from counterclaim.pipeline.reading import prepared
from counterclaim.records import Reject, Report


@dataclass(frozen=True, slots=True)
class Reprint:
    """A report and the one that it reprints as a whole, itself where it is none; both by the input's own ids."""

    ref: str
    origin: str


def reprints(inputs: Iterable[str], *, now: dt.datetime | None = None) -> Iterator[Reprint | Reject]:
    """Yield what was set aside, then each report with its origin, in the order of the input.

    All reports are held in memory at once.  ``now`` (UTC) is the bound a publication date may not pass.
    """
    reports: list[Report] = []
    for item in prepared(inputs, None, None, now or dt.datetime.now(dt.UTC)):
        if isinstance(item, Reject):
            yield item
        elif isinstance(item, Report):
            reports.append(item)
    found = origins(reports)
    refs = {report.id: report.ref for report in reports}
    yield from (Reprint(report.ref, refs[found[report.id]]) for report in reports)
