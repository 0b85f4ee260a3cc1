"""A snapshot lists what the ledger lists, for every filter, order and page, and counts what it would list."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Generator, Sequence

import pytest
from msgspec.structs import replace

from counterclaim.ledger import Ledger, Query
from counterclaim.publish.panorama import Facet, Panorama, Selection, panorama
from counterclaim.publish.panorama.selection import PARTIES
from counterclaim.store.brief import brief
from counterclaim.store.opening import open_ledger
from tests.publish.panorama.ledgers import FILTERS, fill, made, query
from tests.store.made import incident

_COUNT = 160


@pytest.fixture(scope="module")
def ledger() -> Generator[Ledger]:
    """Yield a ledger of incidents of every sort, and two series."""
    with contextlib.closing(open_ledger(":memory:")) as opened:
        fill(opened, random.Random(1), _COUNT)
        yield opened


def _select(ledger: Ledger, seen: Panorama, asked: Query) -> Selection:
    return seen.select(asked, None if asked.text is None else frozenset(ledger.matching(asked.text)))


def _queries(count: int, names: Sequence[str], seed: int) -> list[Query]:
    dice = random.Random(seed)
    return [query(dice, names) for _ in range(count)]


def _equal(ledger: Ledger, seen: Panorama, queries: Sequence[Query]) -> None:
    for asked in queries:
        found = _select(ledger, seen, asked)
        assert found.page == tuple(map(brief, ledger.incidents(asked))), asked
        assert found.total == len(list(ledger.incidents(replace(asked, limit=None, after=None)))), asked


def test_lists_are_the_ledgers_own(ledger: Ledger) -> None:
    """Any filters together, in any order, on any page, list the same incidents in the same order."""
    seen = panorama(ledger.briefs(), ledger.step())
    names = [one.id for one in seen]
    assert list(seen) == list(ledger.briefs())
    assert len(seen) == _COUNT - 2
    queries = _queries(600, names, 2)
    _equal(ledger, seen, queries)
    used = {name for asked in queries for name in FILTERS if getattr(asked, name) is not None}
    assert used == set(FILTERS)
    assert sum(bool(_select(ledger, seen, asked).page) for asked in queries) > 200


def test_facets_say_what_a_change_would_give(ledger: Ledger) -> None:
    """Each count is the number of incidents with that value in place of the one that is set, and none is left out."""
    seen = panorama(ledger.briefs(), ledger.step())
    for asked in _queries(60, [one.id for one in seen], 3):
        facets = _select(ledger, seen, asked).facets
        for name in ("kind", "country", "party", "grade", "harm", "contested", "review"):
            listed: tuple[Facet, ...] = getattr(facets, name)
            assert list(listed) == sorted(listed, key=lambda one: (-one.count, one.value)), asked
            for one in listed:
                value: object = one.value == "true" if name == "contested" else one.value
                changed = replace(asked, **{name: value}, limit=None, after=None)
                assert one.count == len(list(ledger.incidents(changed))), (asked, name, one)
        without = replace(asked, country=None, kind=None, limit=None, after=None)
        met = [brief(one) for one in ledger.incidents(without)]
        countries = {one.country for one in met if asked.kind is None or asked.kind in one.kinds} - {None}
        kinds = {kind for one in met if asked.country in (None, one.country) for kind in one.kinds}
        assert {one.value for one in facets.country if one.count} == countries
        assert {one.value for one in facets.kind if one.count} == kinds


def test_a_party_is_counted_once(ledger: Ledger) -> None:
    """Under its register id where it has one, not under its names too; others under their names."""
    seen = panorama(ledger.briefs(), ledger.step())
    told = {one.value for one in seen.select(Query()).facets.party}
    assert told == {"ardania-army", "strasse front", "reuters", "afp", "ada", "tisa observatory"}


def test_what_is_set_is_counted_at_any_count(ledger: Ledger) -> None:
    """A value that nothing has, and one beyond the commonest, stand among the counts when they are set."""
    seen = panorama(ledger.briefs(), ledger.step())
    facets = seen.select(Query(country="XX", party="Nobody", contested=True)).facets
    assert Facet(value="XX", count=0) in facets.country
    assert Facet(value="nobody", count=0) in facets.party
    assert Facet(value="true", count=0) in facets.contested
    crowd = [
        replace(one, parties=(f"p{number:04}", "all"), actors=(), targets=())
        for number, one in enumerate(brief(incident(f"c{number}")) for number in range(PARTIES + 50))
    ]
    counted = panorama(crowd, 1).select(Query(party="p0240")).facets.party
    assert len(counted) == PARTIES + 1
    assert counted[0] == Facet(value="all", count=PARTIES + 50)
    assert counted[-1] == Facet(value="p0240", count=1)


def test_a_renewed_snapshot_is_one_made_anew() -> None:
    """What changed, came and went is as in a snapshot of all; the old snapshot stays as it was."""
    dice = random.Random(4)
    with contextlib.closing(open_ledger(":memory:")) as ledger:
        claims = fill(ledger, dice, 90)
        seen = panorama(ledger.briefs(), ledger.step())
        for turn in range(6):
            before, held = list(seen), list(seen.select(Query(order="toll")).page)
            fresh = [made(dice, [claim.id]) for claim in dice.sample(claims[2:], 15)]
            with ledger.deriving() as derivation:
                derivation.put(fresh, [one.id for one in dice.sample(before, 10)])
            changes = list(ledger.altered(seen.step))
            gone = frozenset(change.id for change in changes if change.gone)
            changed = ledger.briefs([change.id for change in changes if not change.gone])
            renewed = seen.renewed(changed, gone, ledger.step())
            assert list(seen) == before
            assert list(seen.select(Query(order="toll")).page) == held
            assert renewed.step == ledger.step()
            assert list(renewed) == list(ledger.briefs())
            _equal(ledger, renewed, _queries(40, [one.id for one in before], 10 + turn))
            anew = panorama(ledger.briefs(), ledger.step())
            for asked in _queries(10, [one.id for one in before], 20 + turn):
                one, other = _select(ledger, renewed, asked), _select(ledger, anew, asked)
                assert (one.facets, one.bins(9), one.undated, one.unplaced) == (
                    other.facets,
                    other.bins(9),
                    other.undated,
                    other.unplaced,
                )
            seen = renewed
        assert len(seen.renewed((), frozenset(one.id for one in seen), 99)) == 0


def test_an_empty_ledger() -> None:
    """Nothing is listed and nothing counted, and the first incident finds its place."""
    seen = panorama((), 0)
    found = seen.select(Query(party="x", since=None))
    assert (found.total, found.page, found.undated, found.unplaced, found.bins(5)) == (0, (), 0, 0, ())
    assert found.facets.review == found.facets.kind == ()
    one = brief(incident("c1"))
    assert seen.renewed([one], frozenset(), 1).select(Query()).page == (one,)


def test_a_text_needs_its_incidents() -> None:
    """A text without what it meets is refused: it would list too much."""
    with pytest.raises(ValueError, match="matching"):
        panorama((), 0).select(Query(text="harun"))
