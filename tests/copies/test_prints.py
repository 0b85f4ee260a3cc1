"""Fingerprints: the same everywhere, few, and shared by whoever shares twenty words."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.copies.prints import SHINGLE, WINDOW, prints, rank
from tests.copies.telling import WIRE, told

RUN = SHINGLE + WINDOW - 1
vocabulary = st.sampled_from(["shell", "road", "the", "of", "town", "night", "dead", "army", "said", "bridge"])
fillers = st.lists(vocabulary, max_size=60)


@given(st.lists(vocabulary, min_size=RUN, max_size=40), fillers, fillers, fillers, fillers)
def test_a_shared_run_of_twenty_words_shares_a_print(
    run: list[str], before: list[str], after: list[str], there_before: list[str], there_after: list[str]
) -> None:
    """Two texts that have twenty words in a row in common have a print in common, whatever stands around."""
    one, other = (" ".join([*head, *run, *tail]) for head, tail in ((before, after), (there_before, there_after)))
    assert set(prints(one)) & set(prints(other))


@given(st.text(max_size=400))
def test_prints_fit_a_signed_column_and_stand_in_order(text: str) -> None:
    """Any text at all, also one of broken characters, gives distinct ascending numbers of 64 bits with a sign."""
    found = prints(text)
    assert list(found) == sorted(set(found))
    assert all(-(1 << 63) <= one < 1 << 63 for one in found)


def test_prints_are_the_same_on_every_machine() -> None:
    """The print of a fixed text is this number: a ledger that was filled elsewhere can be added to here."""
    assert prints("At dawn nine boats left the harbour with flour for the island.") == (1778184592421944735,)


def test_case_and_punctuation_do_not_count() -> None:
    """A headline style, other quotes and other line breaks leave the prints as they are."""
    text = " ".join(WIRE)
    assert prints(text) == prints(text.upper().replace(",", " -").replace(" ", "\n"))


def test_an_article_keeps_few_prints_and_a_scrap_none() -> None:
    """An article of some 400 words keeps 40 to 80 prints; fewer words than a shingle has keep none."""
    article = " ".join(f"{word}{number}" for number in range(20) for word in WIRE[0].split())[:2600]
    assert 40 <= len(prints(article)) <= 80
    assert prints("Seven dead near the old customs house") == ()
    assert len(prints("Seven dead near the old customs house tonight")) == 1


def test_one_word_said_over_and_over_is_one_print() -> None:
    """Half a million characters of one word are one print, found at once."""
    begun = time.perf_counter()
    assert len(prints("a " * 250_000)) == 1
    assert time.perf_counter() - begun < 5


def test_rank_orders_by_time_then_id_and_undated_last() -> None:
    """The earliest report is least, ties go by id, and reports without a date come after all others."""
    ordered = [told("rb", day=2), told("ra", day=3), told("rc", day=3), told("r0"), told("r1")]
    assert sorted(ordered, key=rank) == ordered
    assert [rank(report).encode() for report in ordered] == sorted(rank(report).encode() for report in ordered)
