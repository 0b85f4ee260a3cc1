"""The flat form: the rules of the claims guide, for any claim."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.publish.flat import days, flat
from counterclaim.records import Claim, Interval, Report
from tests import strategies

FIELDS = [
    *("kind", "stance", "claimant", "actor", "target", "place", "country", "date", "count", "toll", "means"),
    *("evidence", "span", "incident"),
]


def rows(report: Report, claims: list[Claim]) -> list[dict[str, Any]]:
    """Return the claims as a reader of the JSON sees them."""
    import msgspec

    read = json.loads(msgspec.json.encode(flat(report, claims)))
    assert list(read) == ["id", "claims"]
    assert read["id"] == report.ref
    return read["claims"]  # type: ignore[no-any-return]  # json.loads


@given(strategies.reports, st.lists(strategies.claims, max_size=3))
def test_every_claim_has_every_field(report: Report, claims: list[Claim]) -> None:
    """All fields stand in every claim, in one order, and what is not said is empty or null."""
    for claim, row in zip(claims, rows(report, claims), strict=True):
        assert list(row) == FIELDS
        assert (row["claimant"] == "") == (not claim.claimant.name)
        assert row["country"] == (claim.event.country or "")
        assert row["means"] == (claim.event.means or "")
        assert len(row["date"]) == 2
        assert row["evidence"] == claim.evidence.text
        assert row["span"] == [claim.evidence.start, claim.evidence.end]
        assert row["incident"] == claim.happening
        assert [set(toll) for toll in row["toll"]] == [{"harm", "who", "min", "max"}] * len(claim.event.toll)
        assert all(toll["who"] != "men" for toll in row["toll"])


@given(strategies.intervals)
def test_days_are_inclusive(interval: Interval) -> None:
    """The last day is the day of the last moment inside the interval."""
    first, last = days(interval)
    assert first == ("" if interval.start is None else interval.start.date().isoformat())
    if interval.end is not None:
        assert dt.date.fromisoformat(last) == (interval.end - dt.timedelta(microseconds=1)).date()
    else:
        assert not last


def test_no_time_said() -> None:
    """Neither day is said where there is no time."""
    assert days(None) == ("", "")
