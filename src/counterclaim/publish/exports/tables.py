"""The ledger's flat table as CSV, and as a table with HXL hashtags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from counterclaim.publish.exports import flat
from counterclaim.publish.exports.cells import Plain, joined
from counterclaim.publish.exports.form import Format, Kind, Row, tabular

HASHTAGS: Final = {
    "id": "#event+id",
    "kinds": "#event+type",
    "start": "#date+start+time",
    "end": "#date+end+time",
    "first_day": "#date+start",
    "last_day": "#date+end",
    "country": "#country+code+v_iso2",
    "place": "#loc+name",
    "gazetteer_id": "#loc+code",
    "lat_deg": "#geo+lat",
    "lon_deg": "#geo+lon",
    "radius_m": "#geo+radius",
    "precision": "#geo+precision",
    "area_id": "#loc+area+code",
    "place_country": "#loc+country+code+v_iso2",
    "place_alternatives": "#loc+alt+list",
    "actors": "#group+actor+name+list",
    "actor_ids": "#group+actor+code+list",
    "targets": "#group+target+name+list",
    "target_ids": "#group+target+code+list",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "killed_open": "#meta+killed+open",
    "killed_who": "#meta+killed+group",
    "killed_claim": "#meta+killed+claim+id",
    "wounded_low": "#affected+injured+min",
    "wounded_high": "#affected+injured+max",
    "wounded_open": "#meta+injured+open",
    "wounded_who": "#meta+injured+group",
    "wounded_claim": "#meta+injured+claim+id",
    "toll": "#meta+toll+json",
    "stances": "#meta+stance+list",
    "contested": "#meta+contested+list",
    "voices": "#meta+source+name+list",
    "voices_known": "#meta+source+num+min",
    "voices_possibly": "#meta+source+num+max",
    "origins": "#meta+origins+num",
    "carriers": "#meta+carriers+num",
    "grades": "#meta+grades+json",
    "source_grade": "#meta+reliability",
    "review": "#status+review",
    "claims": "#meta+claim+id+list",
    "part_claims": "#meta+claim+part+id+list",
    "origin_reports": "#meta+report+id+list",
}
"""The HXL hashtag of each column: core hashtags of HXL 1.1, attributes as its tagging conventions write them."""


def _plain(kind: Kind, value: Any) -> Plain:
    if kind == "object":
        return msgspec.json.encode(value).decode()
    if kind == "list":
        return joined(value) or None if value is not None else None
    found: Plain = value
    return found


def plain(rows: Iterable[Row]) -> Iterator[list[Plain]]:
    """Yield rows of the flat table with lists and objects as text."""
    for row in rows:
        yield [_plain(column.kind, value) for column, value in zip(flat.COLUMNS, row, strict=True)]


_REMARKS: Final = (
    "a cell that a spreadsheet would run as a formula has an apostrophe in front; taking it away gives the text back",
    "that is a cell which begins with = + - @, a tab or a line end, or with apostrophes before one of these",
    "lists are joined by semicolons; within a part a semicolon is written \\; and a backslash \\\\",
    "toll and grades are JSON",
)
CSV: Final = Format(
    name="csv",
    title="the ledger's flat table, CSV",
    media_type="text/csv; charset=utf-8",
    suffix=".csv",
    columns=flat.COLUMNS,
    write=lambda rows: tabular(flat.COLUMNS)(plain(rows)),
    behind=False,
    not_carried=flat.NOT_CARRIED,
    remarks=_REMARKS,
)
HXL: Final = Format(
    name="hxl",
    title="the ledger's flat table with HXL 1.1 hashtags",
    media_type="text/csv; charset=utf-8",
    suffix=".hxl.csv",
    columns=flat.COLUMNS,
    write=lambda rows: tabular(flat.COLUMNS, tuple(HASHTAGS[name] for name in flat.NAMES))(plain(rows)),
    behind=False,
    not_carried=flat.NOT_CARRIED,
    remarks=_REMARKS,
)
