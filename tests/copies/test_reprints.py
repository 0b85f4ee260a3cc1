"""Whole reprints: wire stories and their versions come together, look-alikes by different hands stay apart."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.copies.prints import rank
from counterclaim.copies.reprints import origins
from counterclaim.records import Report
from tests.copies.telling import OTHER, QUOTE, WIRE, told

FURNITURE = (
    "Our newsroom is paid for by readers who think that a valley as small as ours still needs a paper of its own.",
    "If you saw something that we should know about, write to the desk and we will call you back within the day.",
    "Comments are open to all who keep to the house rules, and are closed each night between one and six o'clock.",
)
"""Sentences that one publisher puts on every page."""
STORIES = (
    (
        "Masons from the lower town began to mend the northern gate of Velm, which a flood had pushed off its hinges.",
        "The work will take until harvest, said the mayor, who has borrowed a crane from the neighbouring parish.",
        "Until then carts must go round by the tannery, where a ferryman carries them over for a small coin.",
    ),
    (
        "Fishermen chained their boats across the canal at Oster in protest against a new duty on salted herring.",
        "The harbour guard looked on for most of the morning and then cut the chain with a blacksmith's shears.",
        "Two skippers spent the night in the guardhouse and were let go after their wives had paid the fine.",
    ),
    (
        "A choir of schoolchildren opened the restored theatre of Karn with songs unheard since the siege.",
        "Its painted ceiling had lain under plaster for sixty years until a leaking pipe bared the first angel.",
        "Tickets for the whole season were gone within an hour, and the cloakroom ran out of hooks by eight.",
    ),
    (
        "Wolves came down to the outskirts of Ulla for the third week running and took nine sheep from a walled yard.",
        "Hunters blame the hard frost, while herdsmen say that the forest was emptied of deer by paying guests.",
        "A council of elders will decide on Friday whether the bounty that was dropped in spring is to be paid again.",
    ),
)
"""Short stories that have nothing to do with one another."""


def groups(*reports: Report) -> set[frozenset[str]]:
    """Return the stories that reports were joined into, by their ids."""
    found = origins(reports)
    return {frozenset(name for name in found if found[name] == first) for first in found.values()}


def alone(*names: str) -> set[frozenset[str]]:
    """Return each name as a story by itself."""
    return {frozenset((name,)) for name in names}


def test_reprints_of_a_wire_story_have_the_first_as_origin() -> None:
    """Whatever headline, credit and notice each adds, all are the story of the first that printed it."""
    wire = told("r3", *WIRE, day=2, publisher="Agency")
    credited = told("r1", "Market hit in Harvan", "By our agencies", *WIRE, day=3, publisher="Mail")
    noted = told("r2", *WIRE, "Nothing on this page may be printed elsewhere without leave.", day=4, publisher="Post")
    assert origins([noted, credited, wire]) == {"r1": "r3", "r2": "r3", "r3": "r3"}


def test_versions_of_a_story_come_together() -> None:
    """A later version has a new lead and other figures; half its sentences are still those of the first."""
    first = told("r1", *WIRE, day=2)
    lead = "Grief and anger gripped Harvan on Wednesday as families buried the victims of the shelling at its market."
    changed = [sentence.replace("eleven", "nineteen").replace("thirty", "forty-two") for sentence in WIRE[1:6]]
    later = told("r2", lead, *changed, OTHER[4], OTHER[5], day=3)
    assert groups(first, later) == {frozenset(("r1", "r2"))}


def test_a_story_cut_short_and_an_excerpt_belong_to_the_whole() -> None:
    """The first sentences of a long story are that story; so are five from its middle and nothing else."""
    whole = told("r1", *WIRE, *OTHER, *STORIES[0], *STORIES[1], day=2)
    cut = told("r2", *WIRE[:2], WIRE[2][:50], day=3)
    excerpt = told("r3", *OTHER[1:6], day=3)
    assert groups(whole, cut, excerpt) == {frozenset(("r1", "r2", "r3"))}


def test_a_shared_quotation_is_no_reprint() -> None:
    """Two hands on one event who quote the same overseer at length stay apart, however short their own words."""
    one, other = told("r1", *WIRE[:3], QUOTE, day=2), told("r2", *OTHER[:3], QUOTE, day=2)
    assert groups(one, other) == alone("r1", "r2")
    transcript = [
        f'"{sentence.removesuffix(".")}," the overseer told reporters in the square.' for sentence in STORIES[0]
    ]
    assert groups(told("r1", *WIRE[:3], *transcript), told("r2", *OTHER[:3], *transcript)) == alone("r1", "r2")


def test_a_paragraph_of_background_is_no_reprint() -> None:
    """A report that takes two sentences of background from the wire stays a report of its own."""
    assert groups(told("r1", *WIRE, day=2), told("r2", *OTHER, *WIRE[4:6], day=3)) == alone("r1", "r2")


def test_furniture_of_a_publisher_does_not_join_its_pages() -> None:
    """Pages of one publisher that share its notices stay apart, also where the notices are half of each page."""
    pages = [told(f"r{at}", *story, *FURNITURE, publisher="Valley Paper") for at, story in enumerate(STORIES)]
    assert groups(*pages) == alone("r0", "r1", "r2", "r3")
    again = told("r9", *STORIES[2], *FURNITURE, publisher="Valley Paper")
    assert groups(*pages, again) == {*alone("r0", "r1", "r3"), frozenset(("r2", "r9"))}


def test_a_digest_joins_none_of_its_stories() -> None:
    """A page that carries several stories whole does not make them one."""
    parts = [told(f"r{at}", *many, day=2) for at, many in enumerate((WIRE, OTHER))]
    digest = told("r9", *STORIES[0], *STORIES[1], *STORIES[2], *WIRE, *STORIES[3], *OTHER, day=3)
    assert groups(*parts, digest) == alone("r0", "r1", "r9")


def test_a_late_original_becomes_the_origin() -> None:
    """The earliest published is the origin, whenever it came in; a report without a date never before one with."""
    undated, second, first = told("r1", *WIRE), told("r2", *WIRE, day=5), told("r3", *WIRE, day=4)
    assert set(origins([undated, second]).values()) == {"r2"}
    assert set(origins([undated, second, first]).values()) == {"r3"}
    assert origins([undated, told("r0", *WIRE)]) == {"r0": "r0", "r1": "r0"}


def test_very_short_texts_are_their_own_origins() -> None:
    """A few words, or none at all, prove nothing; a flash of one sentence that another prints too is one story."""
    assert groups(told("r1", "Shells hit Harvan."), told("r2", "Shells hit Harvan."), told("r3")) == alone(
        "r1", "r2", "r3"
    )
    assert groups(told("r1", WIRE[0]), told("r2", "Flash:", WIRE[0])) == {frozenset(("r1", "r2"))}
    assert origins([]) == {}


passages = st.lists(st.sampled_from((*WIRE, *OTHER, QUOTE, *FURNITURE, *STORIES[0], *STORIES[1])), max_size=8)
piles = st.lists(st.tuples(passages, st.none() | st.integers(1, 28), st.none() | st.sampled_from("ab")), max_size=8)


@given(piles, st.integers(0, 99))
def test_origins_are_firsts_and_any_order_gives_the_same(
    made: list[tuple[list[str], int | None, str | None]], seed: int
) -> None:
    """Each origin is its own, and the least in rank of those that it is the origin of; order does not matter."""
    pile = [told(f"r{at}", *many, day=day, publisher=of) for at, (many, day, of) in enumerate(made)]
    found = origins(pile)
    by_id = {report.id: report for report in pile}
    assert found.keys() == by_id.keys()
    for name, first in found.items():
        assert found[first] == first
        assert rank(by_id[first]) <= rank(by_id[name])
    assert origins(random.Random(seed).sample(pile, len(pile))) == found


def test_many_reprints_and_long_texts_end_in_bounded_time() -> None:
    """A story printed a thousand times, and lists of half a million characters, take seconds."""
    begun = time.perf_counter()
    many = [
        told(f"r{at:04}", *WIRE, f"Printed as number {at} of the paper's morning issues, page four.")
        for at in range(1000)
    ]
    assert set(origins(many).values()) == {"r0000"}
    lists = [
        told(
            f"r{side}",
            *(f"Item {number} of the store's list was counted by clerk {side} today." for number in range(9000)),
        )
        for side in "ab"
    ]
    assert len(groups(*lists, told("rc", "a " * 250_000), told("rd", "a " * 250_000))) <= 3
    assert time.perf_counter() - begun < 60
