"""The ledger's incidents in the formats that others exchange, each with a report of what it could not carry.

``export`` gives the bytes as they are made, and once they are all taken the loss report::

    made = export(view, Query(country="SY"), "acled")
    for piece in made.content:
        out.write(piece)
    made.loss()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import msgspec

from counterclaim.ledger import Query, View
from counterclaim.publish.exports.acled import ACLED
from counterclaim.publish.exports.airwars import AIRWARS
from counterclaim.publish.exports.case import Case, cases
from counterclaim.publish.exports.form import Format, clean
from counterclaim.publish.exports.geojson import GEOJSON
from counterclaim.publish.exports.loss import ColumnLoss, Fate, Losses, LossReport
from counterclaim.publish.exports.parquet import PARQUET
from counterclaim.publish.exports.plover import PLOVER
from counterclaim.publish.exports.tables import CSV, HXL
from counterclaim.publish.exports.ucdp import UCDP

_FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {each.name: each for each in (ACLED, UCDP, PLOVER, AIRWARS, GEOJSON, HXL, PARQUET, CSV)}
)


def formats() -> Mapping[str, Format]:
    """Return the formats by name: each with title, media type and suffix of its files."""
    return _FORMATS


class Export:
    """Incidents on their way into a format.  ``content`` can be gone through once."""

    def __init__(self, view: View, query: Query, form: Format, *, masked: bool) -> None:
        """Prepare an export; nothing is read before ``content`` is gone through."""
        self.format: Final = form
        self._view = view
        self._query = query
        self._masked = masked
        self._losses = Losses()
        self._whole = False
        self.content: Final[Iterator[bytes]] = self._content()

    @property
    def incidents(self) -> int:
        """How many incidents were gone through so far."""
        return self._losses.incidents

    @property
    def rows(self) -> int:
        """How many rows were made so far."""
        return self._losses.rows

    def _content(self) -> Iterator[bytes]:
        yield from self.format.write(self._rows())
        self._whole = True

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for case in cases(self._view, self._view.incidents(self._query), behind=self.format.behind):
            self._losses.incidents += 1
            reason = self.format.outside(case)
            if reason is not None:
                self._losses.leave_out(case.id, reason)
                continue
            self._losses.rows += 1
            yield self._row(case)

    def _row(self, case: Case) -> tuple[Any, ...]:
        row: list[Any] = []
        for column in self.format.columns:
            told: set[tuple[Fate, str]] = set()

            def note(fate: Fate, why: str, told: set[tuple[Fate, str]] = told) -> None:
                told.add((fate, why))

            value = clean(column.value(case, note), note)
            row.append(None if value == "" else value)
            for fate, why in sorted(told):
                self._losses.note(column.name, case.id, fate, why)
        return tuple(row)

    def loss(self) -> LossReport:
        """Return what the format could not carry.  Raises ValueError before all of ``content`` was taken."""
        if not self._whole:
            raise ValueError("the loss report is known once all of the content was taken")
        return LossReport(
            format=self.format.name,
            filters=filters(self._query),
            checked_only=self._query.review == "checked",
            masked=self._masked,
            incidents=self._losses.incidents,
            rows=self._losses.rows,
            left_out=self._losses.left_out(),
            columns=tuple(
                ColumnLoss(column=each.name, rule=each.rule, losses=self._losses.of(each.name))
                for each in self.format.columns
            ),
            not_carried=self.format.not_carried,
            remarks=self.format.remarks,
        )


def filters(query: Query) -> str:
    """Return which filters a query sets: ``country=SY kind=air_strike``; "none" without any."""
    given = msgspec.to_builtins(query, str_keys=True)
    named = {
        name: value for name, value in given.items() if value is not None and name not in ("order", "after", "limit")
    }
    return " ".join(f"{name}={_value(value)}" for name, value in named.items()) or "none"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(map(str, cast("dict[str, Any]", value).values()))
    return str(value).lower() if isinstance(value, bool) else str(value)


def export(view: View, query: Query, name: str, *, checked_only: bool = False, masked: bool = True) -> Export:
    """Return incidents of a view in a format.

    ``masked`` says whether ``view`` is the one of the publication profile: it is only told on in the loss report.
    Raises ValueError for a format that is not among :func:`formats`.
    """
    form = _FORMATS.get(name)
    if form is None:
        raise ValueError(f"there is no format {name!r}: use one of {', '.join(_FORMATS)}")
    asked = msgspec.structs.replace(query, review="checked") if checked_only else query
    return Export(view, asked, form, masked=masked)
