"""What a report tells in its own words: no quotations, no headings, each sentence once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.copies.narrative import LEAST, narrative
from tests.copies.telling import OTHER, QUOTE, WIRE, said


def test_sentences_are_the_paragraphs_own() -> None:
    """Paragraphs, set apart by lines or by hash marks, give their sentences in order; headings and menus go."""
    lines = "Harvan market hit\nNews\nSport\n" + "\n".join(WIRE)
    assert narrative(lines) == tuple(tuple(said(sentence)) for sentence in WIRE)
    assert narrative("Harvan market hit ### News ### " + " ".join(WIRE)) == narrative(lines)


def test_a_sentence_said_twice_counts_once() -> None:
    """A caption that repeats the lead does not make it weigh double."""
    assert narrative(f"{WIRE[0]}\n{WIRE[1]} {WIRE[0]}") == narrative(f"{WIRE[0]}\n{WIRE[1]}")


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "‘‘’’"])
def test_what_is_quoted_is_left_out(marks: str) -> None:
    """Words in quotation marks of any sort go; the frame around them stays where it is long enough."""
    first, last = marks[: len(marks) // 2], marks[len(marks) // 2 :]
    framed = (
        f"{first}Nobody came for us. We waited in the dark,{last} the overseer of the grain market told a reporter."
    )
    assert narrative(framed) == (tuple(said("the overseer of the grain market told a reporter")),)


def test_a_quotation_ends_its_sentence_and_may_stay_open() -> None:
    """A full stop within the marks ends the sentence; marks that a paragraph leaves open close with it."""
    open_marks = f'{OTHER[0]} “{WIRE[0]}\n{OTHER[1]} The mayor of the lower town said: "{WIRE[1]}" {OTHER[2]}'
    assert narrative(open_marks) == tuple(
        tuple(said(sentence)) for sentence in (OTHER[0], OTHER[1], "The mayor of the lower town said", OTHER[2])
        if len(said(sentence)) >= LEAST
    )  # fmt: skip


def test_initials_end_no_sentence_and_a_cut_page_keeps_its_last_words() -> None:
    """An initial does not part a sentence, and what was cut off after its first words still counts."""
    text = (
        "The envoy J. R. Halloran of the U.N. mission crossed the bridge on foot. He carried a list of the missing when"
    )
    assert [len(sentence) for sentence in narrative(text)] == [15, 8]


def test_a_text_without_narrative_gives_its_lines() -> None:
    """Of a quotation and nothing else, or a list without full stops, the long lines are what there is."""
    assert narrative(QUOTE.split('," ')[0] + '"') == (tuple(said(QUOTE.split('," ')[0])),)
    assert narrative("Harvan\nfour burnt lorries beside the bridge of the upper town") != ()
    assert narrative("Harvan\nfour lorries") == ()


@given(st.text(st.sampled_from("ab .\n\"“”'’#«»!?"), max_size=300))
def test_any_text_gives_distinct_sentences_of_words_it_has(text: str) -> None:
    """Whatever the marks, sentences are distinct, long enough, and made of the text's words."""
    found = narrative(text)
    assert len(set(found)) == len(found)
    assert all(len(sentence) >= LEAST for sentence in found)
    assert {word for sentence in found for word in sentence} <= set(said(text))


@pytest.mark.parametrize("piece", ['"', "“", "a ", "'' ", "‘‘", ". ", '" a. ', "#", "A. "])
def test_hostile_marks_end_in_bounded_time(piece: str) -> None:
    """Half a million characters of nothing but marks are read at once."""
    begun = time.perf_counter()
    narrative(piece * (500_000 // len(piece)))
    assert time.perf_counter() - begun < 10
