"""Happenings of one day in one town that are not one are kept apart, from the words to the incident."""

from __future__ import annotations

from tests.eval import lookalikes


def test_files() -> None:
    """There are twenty look-alikes, and every article is as long as a short report."""
    told = lookalikes.load()
    lengths = [len(a.text.split()) for one in told.values() for a in (one.first, one.again, one.other)]
    assert len(told) == 20
    assert all(60 <= length <= 120 for length in lengths)


def test_apart() -> None:
    """No look-alike is put into the incident of the happening that it resembles, and every report has an incident."""
    found = lookalikes.outcomes(lookalikes.load(), maker_name="rules", jobs=1)
    assert [one.name for one in found if one.merged] == []
    assert [one.name for one in found if None in (one.first, one.again, one.other)] == []
