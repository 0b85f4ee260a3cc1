"""Columns of text: they wrap at their width and hold no padding."""

from __future__ import annotations

from rich.text import Text

from counterclaim.publish.layout import Columns, bands, block, cell
from tests.publish.screen import printed


def test_cells_stand_side_by_side() -> None:
    """Each cell wraps within its own columns, the last within what is left, and no line ends in spaces."""
    row = Columns([cell(5, Text("a bb cc")), cell(None, Text("one two three four"))], indent=2)
    assert printed(row, 25) == "  a bb   one two three\n  cc     four\n"


def test_a_narrow_terminal_stacks_cells() -> None:
    """Where the last cell would get less than sixteen columns, the cells stand below each other."""
    row = Columns([cell(5, Text("a bb cc")), cell(None, Text("one two three four"))], indent=2)
    assert printed(row, 24) == "  a bb cc\n  one two three four\n"


def test_a_long_word_is_folded() -> None:
    """A word wider than its cell is broken, never cut off."""
    assert printed(Columns([cell(4, Text("abcdefgh")), cell(None, Text("x"))]), 30) == "abcd  x\nefgh\n"


def test_empty_lines_are_left_out() -> None:
    """A block keeps only lines with words."""
    assert printed(block(Text("a"), Text(), Text("b"), indent=3), 20) == "   a\n   b\n"


def test_bands_hold_as_many_cells_as_fit() -> None:
    """Cells that do not fit beside each other go on below."""
    cells = [[(0, Text(word))] for word in ("one", "two", "three")]
    assert "".join(printed(band, 30) for band in bands(cells, width=30, least=12, indent=2)) == (
        "  one            two\n  three\n"
    )
    assert [printed(band, 10) for band in bands(cells[:2], width=10, least=12, indent=2)] == ["  one\n", "  two\n"]
