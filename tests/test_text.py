"""Text helpers: nothing that steers a terminal gets through, and nothing that reads is lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.text import BIDI, encodable, for_terminal, one_line, unix_lines, words


@given(st.text(st.characters(), max_size=200))
def test_no_control_code_reaches_the_terminal(text: str) -> None:
    """What is shown holds no control, bidirectional or surrogate code, save line breaks and tabs."""
    shown = for_terminal(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in shown if char not in "\n\t")
    assert not set(shown) & set(BIDI)
    assert shown == for_terminal(shown)


def test_escape_sequences_and_overrides_are_disarmed() -> None:
    """Colours, cursor moves and right-to-left overrides lose their power; the letters stay."""
    assert for_terminal("\x1b[31mkilled\x1b[0m \u202e21\u202c\u200f people\x9b2J") == "[31mkilled[0m 21 people2J"


def test_scripts_are_left_alone() -> None:
    """Arabic, Hebrew, Burmese and accented letters are shown as they are."""
    text = "قُتل שניים ရွာ Čačak — “two”"
    assert for_terminal(text) == text


@given(st.text(max_size=100))
def test_one_line_is_one_line(text: str) -> None:
    """White space of every kind becomes single spaces."""
    assert "\n" not in one_line(text)
    assert "  " not in one_line(text)


@given(st.text(st.characters(), max_size=100))
def test_every_name_can_be_written(text: str) -> None:
    """Lone surrogates are spelt out, and nothing else changes."""
    encodable(text).encode("utf-8")
    assert encodable("Дамаск-é") == "Дамаск-é"


@given(st.text(max_size=100))
def test_line_ends(text: str) -> None:
    """No carriage return is left, and the visible characters are the same."""
    unix = unix_lines(text)
    assert "\r" not in unix
    assert unix.replace("\n", "") == text.replace("\r", "").replace("\n", "")


@given(st.text(max_size=100))
def test_words_point_into_the_text(text: str) -> None:
    """Each word's offsets hold the word, in order."""
    last = 0
    for word, start, end in words(text):
        assert last <= start < end <= len(text)
        assert text[start:end].casefold() == word
        last = end
