"""The laws of ``repeats``, and what does and does not count as saying again."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reports.repeats import LINE, RUN, repeats
from counterclaim.text import words

# Few words, so that chance makes passages recur; marks and breaks, so that normalisation is tested.
VOCABULARY = st.sampled_from(
    ["the", "The", "army", "hit", "a", "town", "“rebels”", "fled,", "north.", "\n", "on\n", "12"]
)
TEXTS = st.lists(VOCABULARY, max_size=120).map(" ".join)

LEAD = "Shells fell on the market of Kessab on Monday and killed a baker and his two sons."
SECOND = "The governor of the province told a local radio station that the guns stood across the river."
THIRD = "Residents dug through the rubble until nightfall, when the firing began again from the hills."


def folded(text: str) -> list[str]:
    """Return the words that are compared."""
    return [word for word, _, _ in words(text)]


def stands_in(passage: list[str], whole: list[str], before: int) -> bool:
    """Return whether ``passage`` is in ``whole`` starting before word ``before``."""
    return any(whole[at : at + len(passage)] == passage for at in range(before))


@given(TEXTS)
def test_every_range_says_again_what_stands_earlier(text: str) -> None:
    """The words of each range stand, in a row, at an earlier place of the text."""
    whole = folded(text)
    for span in repeats(text):
        before = len(folded(text[: span.start]))
        assert stands_in(folded(text[span.start : span.end]), whole, before)


@given(TEXTS)
def test_ranges_are_ordered_disjoint_and_inside(text: str) -> None:
    """Ranges come in reading order, do not overlap, and lie within the text."""
    edges = [edge for span in repeats(text) for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.integers(min_value=0, max_value=300))
def test_a_text_of_different_words_repeats_nothing(count: int) -> None:
    """Where no word comes twice there is no repeat."""
    assert repeats(" ".join(f"w{number}" for number in range(count))) == ()


@given(TEXTS.filter(lambda text: len(folded(text)) >= RUN))
def test_a_text_told_twice_has_its_second_telling_covered(text: str) -> None:
    """Every word of the second copy lies in a range, however the text repeats itself inside."""
    twice = text + "\n" + text
    spans = repeats(twice)
    for _, start, end in words(twice):
        if start > len(text):
            assert any(span.start <= start and end <= span.end for span in spans)


def test_a_second_half_is_one_range_with_its_full_stop() -> None:
    """Paragraphs told again in the same order are one range, from the first letter to the last full stop."""
    text = f"{LEAD}\n{SECOND}\n{THIRD}\nAn appeal for blankets followed.\n{SECOND}\n{THIRD}"
    (span,) = repeats(text)
    assert text[span.start : span.end] == f"{SECOND}\n{THIRD}"


def test_case_quotes_and_punctuation_do_not_hide_a_repeat() -> None:
    """A caption in capitals, curly quotes or without commas still says the same."""
    again = "“" + SECOND.upper().replace(".", "") + "”"
    (span,) = repeats(f"{SECOND}\n{LEAD}\n{again}\nNothing more is known.")
    assert f"{SECOND}\n{LEAD}\n{again}\nNothing more is known."[span.start : span.end] == again


def test_a_short_formula_is_no_repeat() -> None:
    """Fewer than RUN words in a row within a sentence may recur as they like."""
    formula = "the spokesman told reporters on Tuesday that"
    assert len(formula.split()) < RUN
    assert repeats(f"Early on, {formula} two bridges fell. Later, {formula} a third had gone.") == ()


def test_a_whole_short_line_is_a_repeat_and_a_shorter_one_is_not() -> None:
    """A line of LINE words that stands earlier counts; a line of one word fewer does not."""
    headline = "Six miners freed in eastern Darfur"
    assert len(headline.split()) == LINE
    text = f"{headline}\n{LEAD}\n{headline}\n"
    assert [text[span.start : span.end] for span in repeats(text)] == [headline]
    shorter = "Six miners freed in Darfur"
    assert repeats(f"{shorter}\n{LEAD}\n{shorter}\n") == ()


def test_a_changed_figure_is_not_covered() -> None:
    """Where a sentence comes again with a new toll, the words around the toll are covered and the toll is not."""
    text = (
        "A blast at the bus station in the old town of Taiz killed 12 people and wounded scores on the eve of a feast. "
        "A blast at the bus station in the old town of Taiz killed 17 people and wounded scores on the eve of a feast."
    )
    at = text.index("17")
    assert repeats(text)
    assert not any(span.start <= at < span.end for span in repeats(text))


def test_a_word_said_a_million_times_takes_seconds() -> None:
    """Time grows with the length of the text, not with its square."""
    began = time.monotonic()
    assert len(repeats("boom " * 300_000)) == 1
    assert time.monotonic() - began < 10
