"""Copied ranges: the same words, disjoint, never from a later report, whatever the order of arrival."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counterclaim.copies.prints import prints, rank
from counterclaim.copies.ranges import LEAST, MOST_SOURCES, copies, sources
from counterclaim.records import Report
from tests.copies.telling import OTHER, QUOTE, WIRE, copied, held, said, told

PASSAGES = (
    *WIRE,
    *OTHER,
    QUOTE,
    "Brief note.",
    "The the the the the the the the the the the the the the the the the the.",
)
days = st.none() | st.integers(1, 28)
texts = st.lists(st.sampled_from(PASSAGES), min_size=1, max_size=6)


@st.composite
def piles(draw: st.DrawFn) -> list[Report]:
    """Draw a few reports put together from the same passages, on any days."""
    made = draw(st.lists(st.tuples(texts, days), min_size=1, max_size=6))
    return [told(f"r{at}", *sentences, day=day) for at, (sentences, day) in enumerate(made)]


@given(piles())
def test_ranges_say_the_words_of_an_earlier_report_and_are_disjoint(pile: list[Report]) -> None:
    """Each range has LEAST words, the origin's in the origin's range, of an earlier report; none overlaps another."""
    by_id = {report.id: report for report in pile}
    for name, found in copied(pile).items():
        for copy in found:
            there = by_id[copy.origin]
            here = said(by_id[name].text[copy.span.start : copy.span.end])
            assert here == said(there.text[copy.origin_span.start : copy.origin_span.end])
            assert len(here) >= LEAST
            assert copy.report == name
            assert rank(there) < rank(by_id[name])
        assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(found))


@given(piles().flatmap(lambda pile: st.tuples(st.just(pile), st.permutations(pile))))
def test_order_of_arrival_does_not_matter(piles: tuple[list[Report], list[Report]]) -> None:
    """The same reports in any order have the same copies."""
    pile, mixed = piles
    assert copied(mixed) == copied(pile)


@given(piles(), st.data())
def test_an_older_reprint_of_the_origin_becomes_the_origin(pile: list[Report], data: st.DataObject) -> None:
    """A report with the words of another, published before all, is the origin of all the words of that other."""
    reprinted = data.draw(st.sampled_from(pile))
    older = replace(told("a", day=1), text=reprinted.text)
    found = copied([*pile, older])
    assert found["a"] == ()
    whole = said(reprinted.text)
    here = [said(reprinted.text[copy.span.start : copy.span.end]) for copy in found[reprinted.id]]
    assert here == ([whole] if len(whole) >= LEAST else [])
    assert all(copy.origin == "a" for copy in found[reprinted.id])


@given(piles())
def test_every_passage_said_before_is_found(pile: list[Report]) -> None:
    """No passage of twenty words that an earlier report holds is missed: some range covers its middle."""
    found = copied(pile)
    for report in pile:
        for passage in (*WIRE, *OTHER, QUOTE):
            at = report.text.find(passage)
            before = any(passage in other.text for other in pile if rank(other) < rank(report))
            if at >= 0 and before and len(said(passage)) >= 20:
                middle = at + len(passage) // 2
                assert any(copy.span.start <= middle < copy.span.end for copy in found[report.id])


def test_a_whole_reprint_is_one_range() -> None:
    """A reprint under another headline and dateline copies the whole story as one range."""
    wire, reprint = told("r1", *WIRE, day=2), told("r2", "HARVAN, Tuesday -", *WIRE, "Staff report", day=2)
    (copy,) = copied([reprint, wire])["r2"]
    assert said(reprint.text[copy.span.start : copy.span.end]) == said(wire.text)
    assert reprint.text[copy.span.start :].startswith("Shells struck")


def test_a_paragraph_taken_over_is_copied_and_the_rest_is_not() -> None:
    """A report of its own words with two sentences of the wire copies those two, from where they stand there."""
    wire, mixed = told("r1", *WIRE, day=2), told("r2", *OTHER[:3], *WIRE[4:6], *OTHER[3:], day=3)
    (copy,) = copied([wire, mixed])["r2"]
    assert mixed.text[copy.span.start : copy.span.end] == "\n\n".join(WIRE[4:6]).removesuffix(".")
    assert wire.text[copy.origin_span.start : copy.origin_span.end] == "\n\n".join(WIRE[4:6]).removesuffix(".")


def test_each_range_belongs_to_the_report_that_said_it_first() -> None:
    """Where two earlier reports hold a passage, the first published is its origin, also by way of the second."""
    first, second = told("r1", *WIRE[:3], day=2), told("r2", *WIRE[:3], *OTHER, day=3)
    third = told("r3", *OTHER[2:], *WIRE[1:3], day=4)
    found = copied([third, second, first])["r3"]
    assert [copy.origin for copy in found] == ["r2", "r1"]


def test_a_late_original_becomes_the_origin() -> None:
    """The report that came in last but was published first is the origin of those that came before it."""
    reprint, another, original = told("r2", *WIRE, day=3), told("r3", *WIRE, day=4), told("r9", *WIRE, day=1)
    before, after = copied([reprint, another]), copied([reprint, another, original])
    assert [copy.origin for copy in before["r3"]] == ["r2"]
    assert [[copy.origin for copy in after[name]] for name in ("r9", "r2", "r3")] == [[], ["r9"], ["r9"]]


def test_undated_reports_copy_dated_ones_and_each_other_by_id() -> None:
    """A report of unknown date is never the origin of a dated one; among undated ones the least id is."""
    found = copied([told("r1", *WIRE), told("r2", *WIRE), told("r3", *WIRE, day=9)])
    assert [[copy.origin for copy in found[name]] for name in ("r1", "r2", "r3")] == [["r3"], ["r3"], []]


def test_set_phrases_and_short_texts_are_no_copies() -> None:
    """Fourteen words in a row are no range, fifteen are, and a text of a few words copies nothing."""
    run = " ".join(said(" ".join(WIRE))[:LEAST])
    origin = told("r1", *WIRE, day=2)
    short, long = told("r2", run.rsplit(" ", 1)[0] + " elsewhere", day=3), told("r3", run + " elsewhere", day=3)
    assert copies(short, [origin]) == ()
    assert len(copies(long, [origin])) == 1
    assert copies(told("r4", "Shells struck.", day=3), [origin]) == ()


def test_later_reports_and_other_versions_of_the_page_give_nothing() -> None:
    """A report copies no later one, nor itself, nor an earlier version of its own page."""
    report = told("r2", *WIRE, day=2, url="https://example.org/harvan")
    later, version = told("r3", *WIRE, day=3), told("r1", *WIRE, day=1, url="https://example.org/harvan")
    linked = replace(told("r4", *WIRE, day=4), previous="r1")
    assert copies(report, [later, report, version]) == ()
    assert copies(linked, [version]) == ()


def test_words_said_twice_by_the_origin_are_followed_where_they_go_on() -> None:
    """An origin that repeats its lead in a caption is followed to the lead: one range, not two."""
    origin = told("r1", WIRE[0], "Picture: a stall.", *WIRE, day=2)
    (copy,) = copies(told("r2", *WIRE, day=3), [origin])
    assert said(origin.text[copy.origin_span.start : copy.origin_span.end]) == said(" ".join(WIRE))


def test_sources_are_those_who_hold_a_print_first() -> None:
    """Reports that hold no print first are not looked at; a print of nobody else's is the report's own."""
    pile = [told("r1", *WIRE, day=1), told("r2", *WIRE, day=2), told("r3", *OTHER, *WIRE, day=3)]
    earliest = held(pile)
    assert sources(prints(pile[2].text), earliest, "r3") == ("r1",)
    assert sources(prints(pile[0].text), earliest, "r1") == ()
    assert sources(prints(pile[0].text), {}, "r1") == ()


def test_a_book_of_others_sentences_is_compared_with_the_most_like() -> None:
    """Of very many sources those that hold most prints are taken, so that the cost stays bounded."""
    earliest = dict.fromkeys(range(3), "r7") | {number: f"s{number}" for number in range(3, 500)}
    found = sources(range(500), earliest, "r0")
    assert len(found) == MOST_SOURCES
    assert "r7" in found


def test_long_and_repetitive_texts_end_in_bounded_time() -> None:
    """Half a million characters, of one word or of a story over and over, are compared in seconds."""
    begun = time.perf_counter()
    one_word = told("r1", "a " * 250_000, day=1)
    (copy,) = copies(replace(one_word, id="r2"), [one_word])
    assert len(said(one_word.text[copy.span.start : copy.span.end])) == 250_000
    over = told("r3", (" ".join(WIRE) + "\n") * 600, day=2)
    assert copies(over, [one_word]) == ()
    assert copies(replace(over, id="r4"), [over])
    assert time.perf_counter() - begun < 30
