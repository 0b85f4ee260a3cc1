"""Cells: no formula leaves, and what was written is read back exactly."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterclaim.publish.exports import cells

_TRIGGERS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_texts = st.text(st.sampled_from("'=+-@\t\r;\\ aé\"\n,"), max_size=8) | st.text(max_size=8)


@given(_texts)
@example("'=1+1")
@example("''@x")
@example("=cmd|' /C calc'!A0")
def test_guarded_and_back(text: str) -> None:
    """A guarded cell begins with none of the characters that start a formula, and gives its text back."""
    cell = cells.guarded(text)
    assert not cell.startswith(tuple(_TRIGGERS))
    assert cells.unguarded(cell) == text


@pytest.mark.parametrize("text", ["'tis", "O'Neil", "a=b", "", "3-4"])
def test_harmless_text_is_left_alone(text: str) -> None:
    """Text that is no formula stays as it is."""
    assert cells.guarded(text) == text


@given(st.lists(_texts.map(str.strip).filter(bool), max_size=4))
def test_lists_and_back(texts: list[str]) -> None:
    """Texts joined in one cell come back as they were, semicolons and backslashes within them too."""
    assert list(cells.parted(cells.joined(texts))) == texts


@given(st.lists(st.lists(_texts, min_size=2, max_size=2), max_size=4))
def test_tables_and_back(rows: list[list[str]]) -> None:
    """A table of hostile texts comes back as it was, and any reader of CSV sees no cell that starts a formula."""
    written = b"".join(cells.lines(rows, at_once=2)).decode("utf-8", "surrogatepass")
    assert list(cells.read(io.StringIO(written, newline=""))) == rows
    for row in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell.startswith(tuple(_TRIGGERS)) for cell in row)


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula: it is written bare; nothing is an empty cell; a flag is a word."""
    assert b"".join(cells.lines([(-1.5, -2, None, True, "-2")])) == b"-1.5,-2,,true,'-2\r\n"
