"""Ranges in quotation marks: every kind of mark, and pairs that lost a side."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims.quote_marks import quoted_ranges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we leave at dawn" and left.', ['"we leave at dawn"']),
        ("She said “we leave at dawn.” Then she left.", ["“we leave at dawn.”"]),
        ('A ""doubled mark"" here.', ['""doubled mark""']),
        ("The rebels' camp was 'hit twice,' he said.", ["'hit twice,'"]),
        ("«Nous partons», said the general.", ["«Nous partons»"]),
        ('The aide said "cells did it. The road stayed shut.', ['"cells did it.']),
        ("“The first part.\n\n“The second part,” he said.", ["“The first part.", "“The second part,”"]),
        ("Nothing is quoted in the soldiers' own account.", []),
    ],
)
def test_marks_of_every_kind_are_paired(text: str, expected: list[str]) -> None:
    """Each kind of mark opens and closes a range; a mark that lost its partner ends with its sentence or line."""
    assert [text[q.start : q.end] for q in quoted_ranges(text)] == expected


@given(st.text(alphabet="ab .\n\"“”‘’'«»", max_size=80))
def test_ranges_are_ordered_and_apart(text: str) -> None:
    """Whatever the marks, ranges lie in the text, in order, none within another, none across a line break."""
    ranges = quoted_ranges(text)
    assert all(0 <= q.start < q.end <= len(text) for q in ranges)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ranges))
    assert all("\n" not in text[q.start : q.end] for q in ranges)


@pytest.mark.parametrize("mark", ['"', "“", "'a ", "’", '""'])
def test_a_line_of_marks_takes_linear_time(mark: str) -> None:
    """A hostile line of nothing but marks is read in seconds, not in hours."""
    start = time.perf_counter()
    quoted_ranges(mark * 20_000)
    assert time.perf_counter() - start < 5
