"""What holds of every reading, whatever the text: sentences cut up and mixed with noise."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.maker import NAMES, Maker, maker
from counterclaim.records import Claim, Quote, Report, Span
from tests.claims.reading import PUBLISHED, report

FRAGMENTS: Final = (
    "A car bomb killed five people in Baghdad on Monday",
    "the blast wounded 12 others",
    "Gunmen attacked another village near Gao on Friday, killing two herders",
    "Ukraine accused Russia of shelling a hospital in Bakhmut",
    "Moscow denied that its forces had shelled it",
    "The army and the rebels both said that shells had hit the market in Taiz",
    "while four others died in an air strike on Tripoli",
    "when soldiers stormed the station",
    "“We did not bomb the port,” a spokesman for the coalition said.",
    "Al-Shabab claimed responsibility for the attack",
    "The United Nations demanded an immediate ceasefire in Sudan",
    "More than 10,000 people have been killed since the war began in 2015",
    "10 of the 25 raids hit Marib, and the other attacks hit Sanaa",
    "Another attack, and a separate attack, and a second one, killed one person each",
    "he said",
    "who was arrested by police in Yangon last week",
    "Insurgents seized the town of Bama; troops withdrew",
    "SHELLS FELL ON KHERSON OVERNIGHT, KILLING A NURSE, THE MAYOR SAID",
    "Three people, two women and a child, were abducted from a bus",
    "The siege goes on",
)
SCRAPS: Final = (
    "killed",
    "attack",
    "the",
    "by",
    "and",
    "0",
    "1,000,000",
    "1/0",
    "31 February",
    "99:99",
    "at least",
    "dozens",
    "“",
    '"',
    "(",
    "—",
    ";",
    ":",
    "...",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u200f\u202eقتل خمسة\u202c",
    "שלום",
    "戦争で",
    "\u0000",
    "\u001b[2J",
    "e\u0301\u0300",
    "🇸🇾💥",
    "İstanbul",
    "ß",
    "x" * 300,
)
NOISE: Final = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
PIECES: Final = st.sampled_from(FRAGMENTS) | st.sampled_from(SCRAPS) | NOISE
JOINS: Final = st.sampled_from((" ", ". ", ", ", "\n", "", " and ", ", while "))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text of up to ten pieces, joined anyhow, some in capitals."""
    parts = draw(st.lists(st.tuples(PIECES, JOINS), min_size=1, max_size=10))
    text = "".join(piece + join for piece, join in parts)
    return text.upper() if draw(st.integers(0, 9)) == 0 else text


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report: with or without day and title, the title perhaps the text's beginning; ranges said again."""
    text = draw(texts())
    title = draw(st.none() | st.sampled_from(FRAGMENTS) | st.just(text[:60]))
    edges = draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True).map(sorted))
    repeats = tuple(Span(start=a, end=b) for a, b in list(pairwise(edges))[::2])
    return report(text, title=title, repeats=repeats, published=draw(st.none() | st.just(PUBLISHED)))


few = settings(max_examples=25, deadline=None)
MAKERS: Final[dict[str, Maker]] = {name: maker(name) for name in NAMES}
by_every_maker = pytest.mark.parametrize("who", NAMES)


def quotes(claim: Claim) -> list[Quote]:
    """Return all exact words that a claim points to."""
    return [claim.evidence, *(support.evidence for support in claim.support if support.evidence)]


def filled(claim: Claim) -> list[str]:
    """Return the fields that a claim fills, one entry for every party, place and figure."""
    event = claim.event
    several = {"actors": event.actors, "targets": event.targets, "places": event.places, "toll": event.toll}
    single = {"country": event.country, "when": event.when, "count": event.count, "means": event.means}
    return sorted(
        [
            *("kind", "stance", "claimant"),
            *(name for name, values in several.items() for _ in values),
            *(name for name, value in single.items() if value is not None),
            *(["said_at"] if claim.said_at is not None else []),
            *(["scope"] if event.scope != "event" else []),
        ]
    )


@by_every_maker
@few
@given(given_report=reports())
def test_quotes_are_verbatim(who: str, given_report: Report) -> None:
    """No text makes the reader fail, and every quote is the report's words at its place."""
    found = [quote for claim in MAKERS[who].read(given_report).claims for quote in quotes(claim)]
    assert [given_report.text[q.start : q.end] for q in found] == [q.text for q in found]
    assert all(q.report == given_report.id and q.text.strip() for q in found)


@by_every_maker
@few
@given(given_report=reports())
def test_fields_are_supported(who: str, given_report: Report) -> None:
    """Every party, place, figure and other filled field has its words or rule, and an empty one has none."""
    for claim in MAKERS[who].read(given_report).claims:
        assert sorted(support.field for support in claim.support) == filled(claim)


@by_every_maker
@few
@given(given_report=reports())
def test_ids_tell_claims_apart(who: str, given_report: Report) -> None:
    """No two claims of a report have the same id."""
    found = [claim.id for claim in MAKERS[who].read(given_report).claims]
    assert len(set(found)) == len(found)


@by_every_maker
@few
@given(given_report=reports())
def test_claims_stand_in_reading_order(who: str, given_report: Report) -> None:
    """Claims follow each other as their words do."""
    found = [claim.evidence.start for claim in MAKERS[who].read(given_report).claims]
    assert found == sorted(found)


@by_every_maker
@few
@given(given_report=reports())
def test_happenings_are_numbered_without_gaps(who: str, given_report: Report) -> None:
    """The happenings of a report are 1 to n, numbered as they come up, headlines left out or not."""
    found = list(dict.fromkeys(claim.happening for claim in MAKERS[who].read(given_report).claims))
    assert found == list(range(1, len(found) + 1))


@by_every_maker
@few
@given(given_report=reports())
def test_repeats_bring_nothing_new(who: str, given_report: Report) -> None:
    """What stands in a range said before is claimed again only where its claimant stands outside of it."""

    def again(quote: Quote) -> bool:
        return any(span.start <= quote.start and quote.end <= span.end for span in given_report.repeats)

    for claim in MAKERS[who].read(given_report).claims:
        claimants = [s.evidence for s in claim.support if s.field == "claimant" and s.evidence]
        assert not all(map(again, [claim.evidence, *claimants])), claim.evidence.text


@by_every_maker
@few
@given(one=reports(), other=reports())
def test_a_reading_depends_on_its_report_only(who: str, one: Report, other: Report) -> None:
    """The same report gives the same reading, by another maker too, whatever was read in between."""
    first = maker(who).read(one)
    MAKERS[who].read(other)
    assert MAKERS[who].read(one) == first


@by_every_maker
@few
@given(given_report=reports())
def test_scores_and_figures_are_in_range(who: str, given_report: Report) -> None:
    """A score lies between 0 and 1; a figure stands once, its low end not above its high; a time starts first."""
    earliest, latest = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
    for claim in MAKERS[who].read(given_report).claims:
        assert 0 <= claim.score <= 1
        figures = [(toll.harm, toll.who, toll.low, toll.high) for toll in claim.event.toll]
        assert len(set(figures)) == len(figures)
        for toll in claim.event.toll:
            assert 0 <= toll.low <= (toll.low if toll.high is None else toll.high)
        if claim.event.when is not None:
            assert (claim.event.when.start or earliest) < (claim.event.when.end or latest)
