"""The synthetic stream is what it says: bursts, gaps, corrections, copies; sound statements; the same for one seed."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

import pytest

from bench.stream import CLAIMS_A_DAY, pages, stream
from bench.world import lands
from counterclaim.records import Capture, Claim, Report
from counterclaim.store.opening import open_ledger

CLAIMS: Final = 4000


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    """Return the claims of a stream."""
    return [line for line in stream(CLAIMS, seed=1) if isinstance(line, Claim)]


def test_the_same_for_the_same_seed() -> None:
    """A seed always gives the same lines, another seed others; a longer stream begins with the shorter one."""
    one, again, other = list(stream(300, 1)), list(stream(300, 1)), list(stream(300, 2))
    assert one == again
    assert one != other
    assert list(islice(stream(2000, 1), len(one))) == one


def test_a_store_takes_it() -> None:
    """Every id is its content's and every quote stands in its report, so that a ledger takes it all."""
    lines = list(stream(500, seed=1))
    ledger = open_ledger(":memory:")
    added = ledger.add(lines)
    assert added.known == 0
    assert added.claims == sum(isinstance(line, Claim) for line in lines) >= 500
    ledger.close()


def test_three_in_five_are_of_bursts(claims: list[Claim]) -> None:
    """About 60 % of the claims tell of a happening that others tell of too, and five claims are a report's."""
    reports = Counter(claim.report for claim in claims)
    assert CLAIMS / len(reports) == pytest.approx(5, abs=0.7)
    happenings = Counter((claim.report, claim.happening) for claim in claims)
    told = sum(many for many in happenings.values() if many > 1)
    assert told / len(claims) == pytest.approx(0.6, abs=0.06)


def test_one_in_five_lacks_place_or_time(claims: list[Claim]) -> None:
    """About 20 % of the claims state no place or no day."""
    lacking = sum(not claim.event.places or claim.event.when is None for claim in claims)
    assert lacking / len(claims) == pytest.approx(0.2, abs=0.03)


def test_it_has_all_that_makes_news_hard(claims: list[Claim]) -> None:
    """There are denials, parts, totals and series, copies, corrections, and originals that come after their copies."""
    assert {claim.stance for claim in claims} == {"asserts", "denies"}
    assert {claim.event.scope for claim in claims} == {"event", "part", "series", "total"}
    seen = list(islice(pages(1), 800))
    assert max(Counter(page.url for page in seen).values()) > 1
    first: dict[str, int] = {}
    late = 0
    for number, page in enumerate(seen):
        for said in page.said:
            if said.event is not None and first.setdefault(said.text, number) != number:
                earlier = seen[first[said.text]].published
                late += page.published is not None and earlier is not None and page.published < earlier
    assert late > 0
    repeated = Counter(said.text for page in seen for said in page.said)
    assert sum(many > 1 for many in repeated.values()) > 100


def test_more_claims_are_more_days() -> None:
    """A stream of twice as many claims lasts twice as long, so that no day is denser."""
    some, more = (
        len({line.fetched_at.date() for line in stream(claims, seed=1) if isinstance(line, Capture)})
        for claims in (4000, 8000)
    )
    assert more == pytest.approx(2 * some, abs=6)
    assert more == pytest.approx(8000 / CLAIMS_A_DAY, rel=0.2)


def test_places_are_the_gazetteers() -> None:
    """Some three hundred towns, each with its point and its country."""
    towns = [town for land in lands() for town in land.towns]
    assert len(towns) == 304
    assert all(town.lat_deg is not None and town.gazetteer_id is not None for town in towns)
    assert all(town.country == land.country for land in lands() for town in land.towns)


def test_an_empty_stream_is_refused() -> None:
    """A stream of no claims is an error that says so."""
    with pytest.raises(ValueError, match="1 claim at least"):
        next(iter(stream(0)))


def test_reports_come_as_captured() -> None:
    """Each report follows its capture, and its claims follow it."""
    last: Report | None = None
    capture: Capture | None = None
    for line in stream(200):
        if isinstance(line, Capture):
            assert capture is None or capture.fetched_at <= line.fetched_at
            capture = line
        elif isinstance(line, Report):
            assert capture is not None
            assert line.capture == capture.id
            last = line
        else:
            assert isinstance(line, Claim)
            assert last is not None
            assert line.report == last.id
