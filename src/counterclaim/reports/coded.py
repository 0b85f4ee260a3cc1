"""A row that an organisation coded (ACLED, UCDP, Airwars), as a text that its claim can be quoted from.

Its address is the row's id in the organisation's own numbering (``acled:SYR101``): a later table in which the row was
corrected is then a later version of the same page.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from counterclaim.lexicon.tables import IDS, LEAD, ORGANISATIONS, Table
from counterclaim.records import Interval, Reject
from counterclaim.reports.draft import Draft, reject
from counterclaim.text import NO_LANGUAGE

_OURS: Final = re.compile(r"[is]\d[0-9a-f]{32}")
"""An id that this program issued."""


def draft(cells: dict[str, str], table: Table, *, source: str, published: Interval | None) -> Draft | Reject:
    """Return the row as a draft.  ``published`` stands in where the row does not say when it was given out."""
    number = cells.get(IDS[table], "")
    if _OURS.fullmatch(number) or _OURS.fullmatch(cells.get("relid", "")):
        detail = f"the row was exported by this program; it is no word of {ORGANISATIONS[table]}'s"
        return reject(source, "malformed_row", detail)
    if not number:
        return reject(source, "malformed_row", f"{IDS[table]} is empty: a row needs its id")
    order = [*LEAD[table], *(name for name in cells if name not in LEAD[table])]
    when = _given_out(cells.get("timestamp"), published) if table == "acled" else published
    return Draft(
        ref=number,
        text="\n".join(f"{name}: {' '.join(cells[name].split())}" for name in order if name in cells),
        url=f"{table}:{number}",
        publisher=ORGANISATIONS[table],
        title=f"{ORGANISATIONS[table]} {number}",
        published=when if isinstance(when, Interval) else None,
        bad_date=when if isinstance(when, str) else None,
        language=NO_LANGUAGE,
    )


def _given_out(seconds: str | None, published: Interval | None) -> Interval | str | None:
    if seconds is None:
        return published
    try:
        start = dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC)
        return Interval(start=start, end=start + dt.timedelta(seconds=1))
    except (ValueError, OverflowError, OSError):
        return f"timestamp {seconds[:40]!r} is no time; expected seconds since 1970"
