"""Reading a ledger: incidents by every filter and order, words of any script, boxes across every edge of the map."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal

import pytest

from counterclaim import ids
from counterclaim.errors import LedgerError
from counterclaim.geo import distance_m, touches
from counterclaim.ledger import Box, Ledger, Query
from counterclaim.records import (
    Capture,
    Claim,
    Copy,
    Incident,
    Line,
    PartyName,
    Place,
    Report,
    Series,
    Span,
    Spread,
    Voices,
)
from counterclaim.text import words
from tests.incidents.pages import read, version
from tests.store.made import ARMY, day, graded, incident, killed, many, place, put, series

_Order = Literal["when", "toll", "spread", "review"]


def _ids(ledger: Ledger, query: Query) -> list[str]:
    return [one.id for one in ledger.incidents(query)]


def _filled(ledger: Ledger, count: int) -> list[Claim]:
    lines = many(count)
    ledger.add(lines)
    return [line for line in lines if isinstance(line, Claim)]


def test_filters(ledger: Ledger) -> None:
    """Each filter alone, and two together, lists what it is said to meet."""
    claims = _filled(ledger, 6)
    other = PartyName(name="Straße Front")
    made: list[Incident | Series] = [
        incident(claims[0], when=day(3), country="SY", kinds=("shelling", "killing"), actors=(ARMY,), contested=1),
        incident(claims[1], when=day(5), country="YE", targets=(other,), grades=(graded("fair"),), review="checked"),
        incident(claims[2], when=day(5), voices=Voices(known=1, possibly=1, names=("Ada",)), kinds=("battle",)),
        incident(claims[3]),
        series(claims[4].id, when=day(5), country="SY"),
    ]
    put(ledger, made)
    one, two, three, four = (found.id for found in made[:4])
    asked: list[tuple[Query, list[str]]] = [
        (Query(), [*sorted([two, three]), one, four]),
        (Query(since=day(5).start), sorted([two, three])),
        (Query(until=day(5).start), [one]),
        (Query(since=day(3).end), sorted([two, three])),
        (Query(since=day(4).start, until=day(4).end), []),
        (Query(country="SY"), [one]),
        (Query(kind="killing"), [one]),
        (Query(kind="battle"), [three]),
        (Query(party="ARDANIA-ARMY"), [one]),
        (Query(party="ardanian army"), [one]),
        (Query(party="STRASSE front"), [two]),
        (Query(party="ada"), [three]),
        (Query(party="Ad"), []),
        (Query(grade="fair"), [two]),
        (Query(grade="weak"), []),
        (Query(contested=True), [one]),
        (Query(contested=False), [*sorted([two, three]), four]),
        (Query(review="checked"), [two]),
        (Query(review="machine"), [three, one, four]),
        (Query(kind="shelling", country="YE"), [two]),
        (Query(limit=2), sorted([two, three])),
        (Query(limit=0), []),
        (Query(text="day 1"), [two]),
    ]
    assert [(query, _ids(ledger, query)) for query, _ in asked] == asked
    assert ledger.counts().incidents == 4
    assert ledger.counts().series == 1
    assert [found.id for found in ledger.every()] == sorted(found.id for found in made)


def test_open_intervals_are_met(ledger: Ledger) -> None:
    """An incident with one end unknown may overlap all that lies beyond the other; one without a time is not met."""
    claims = _filled(ledger, 3)
    since = day(5).start
    from_then = incident(claims[0], when=type(day(5))(start=since))
    until_then = incident(claims[1], when=type(day(5))(end=since))
    put(ledger, [from_then, until_then, incident(claims[2])])
    assert _ids(ledger, Query(since=day(20).start)) == [from_then.id]
    assert _ids(ledger, Query(until=day(2).start)) == [until_then.id]
    assert _ids(ledger, Query(since=since)) == [from_then.id]
    assert _ids(ledger, Query(until=since)) == [until_then.id]


@pytest.mark.parametrize("order", ["when", "toll", "spread", "review"])
def test_pages_give_each_incident_once(ledger: Ledger, order: _Order) -> None:
    """Going on after the last id of a page, until nothing is left, lists all in the order; ties go by id."""
    dice = random.Random(3)
    claims = _filled(ledger, 40)
    made = [
        incident(
            claim,
            when=dice.choice([None, day(2), day(3)]),
            toll=(killed(dice.choice([None, 0, 3, 2**70])),),
            spread=Spread(origins=1, carriers=dice.randrange(1, 3)),
            contested=dice.randrange(3),
            review=dice.choice(["machine", "checked"]),
        )
        for claim in claims
    ]
    put(ledger, made)

    def key(one: Incident) -> tuple[object, ...]:
        low = -(one.toll[0].low or 0)
        match order:
            case "when":
                return (-one.when.start.timestamp() if one.when and one.when.start else 0.0, one.id)
            case "toll":
                return (low, one.id)
            case "spread":
                return (-one.spread.carriers, one.id)
            case _:
                return (one.review == "checked", low, -len(one.findings), -one.spread.carriers, one.id)

    expected = [one.id for one in sorted(made, key=key)]
    assert _ids(ledger, Query(order=order)) == expected
    for size in (1, 7):
        found: list[str] = []
        while page := _ids(ledger, Query(order=order, limit=size, after=found[-1] if found else None)):
            found += page
        assert found == expected


def test_going_on_after_one_that_is_gone(ledger: Ledger) -> None:
    """Where the last of a page is gone meanwhile, the list goes on by id."""
    claims = _filled(ledger, 3)
    put(ledger, [incident(claim) for claim in claims])
    names = _ids(ledger, Query())
    with ledger.deriving() as derivation:
        derivation.put((), names[:1])
    assert _ids(ledger, Query(after=names[0])) == names[1:]


_SAID = [
    "Обстріл ринку в Харкові: 12 загиблих",
    "قصف سوق في حارون، ومقتل 12 شخصاً",
    "市場が砲撃され、12人が死亡した。",
    "Beschuss in Straße_12 bei STRASSE 12",
    "İstanbul'da ISTANBUL istanbul 12 kişi öldü",
    "हारून के बाज़ार पर गोलाबारी, १२ की मौत",
    'shelling AND NOT near OR (market) "quoted" col:umn * ^ -12 snake_case _lead trail_ x\' --',
    "ni̇ğde ﬁre ﬃ K Å 12½ ²³",
    "",
]


def test_text_is_found_as_words_are(ledger: Ledger) -> None:
    """Every query finds exactly the reports that have all of its words, in any script, whatever signs it holds."""
    reports: list[Report] = []
    made: list[Incident] = []
    for number, said in enumerate(_SAID):
        report = version(f"{said} it fell", url=None, ref=str(number))
        claim = read(report, "it fell")
        ledger.add([report, claim])
        reports.append(report)
        made.append(incident(claim))
    put(ledger, made)
    dice = random.Random(5)
    tokens = sorted(
        {token for said in _SAID for token in said.split()} | {"12", "near", "人", "AND", "x", "_", "STRASSE"}
    )
    queries = [*tokens, *(" ".join(dice.sample(tokens, 2)) for _ in range(60)), *_SAID]
    for asked in queries:
        wanted = {word for word, _, _ in words(asked)}
        expected = {
            one.id
            for report, one in zip(reports, made, strict=True)
            if wanted <= {word for word, _, _ in words(report.text)}
        }
        assert set(_ids(ledger, Query(text=asked))) == expected, asked


def test_titles_are_searched_and_more_reports_count(ledger: Ledger) -> None:
    """A word may stand in any report of the incident."""
    claims = _filled(ledger, 3)
    both = incident(claims[0], claims[1])
    put(ledger, [both])
    assert _ids(ledger, Query(text="day 0")) == _ids(ledger, Query(text="day 1")) == [both.id]
    assert _ids(ledger, Query(text="day 2")) == []


def _circles(dice: random.Random) -> list[Place]:
    fixed = [
        place(0, 180, 10),
        place(0, -180, 10),
        place(0, 179.99, 5_000),
        place(89.99, 40, 20_000),
        place(-89.9, -120, 50_000),
        place(90, 0, 1),
        place(0, 0, 25_000_000),
        place(60, -179, 300_000),
    ]
    return fixed + [
        place(dice.uniform(-90, 90), dice.uniform(-180, 180), 10 ** dice.uniform(1, 6.5)) for _ in range(120)
    ]


def _boxes(dice: random.Random) -> list[Box]:
    made = [
        Box(west=170, south=-10, east=-170, north=10),
        Box(west=180, south=-90, east=-180, north=90),
        Box(west=-180, south=-90, east=180, north=90),
        Box(west=-180, south=89, east=180, north=90),
        Box(west=20, south=85, east=30, north=90),
        Box(west=0, south=0, east=0, north=0),
        Box(west=179.999, south=0, east=180, north=1),
        Box(west=-180, south=-1, east=-179.999, north=1),
    ]
    for _ in range(40):
        south, north = sorted((dice.uniform(-90, 90), dice.uniform(-90, 90)))
        made.append(Box(west=dice.uniform(-180, 180), south=south, east=dice.uniform(-180, 180), north=north))
    return made


def test_boxes_are_met_as_one_by_one(ledger: Ledger) -> None:
    """The index finds what comparing every circle with the box finds, at the poles and across the antimeridian too."""
    dice = random.Random(11)
    claims = _filled(ledger, 129)
    circles = _circles(dice)
    made = [incident(claim, place=where) for claim, where in zip(claims, [*circles, None], strict=True)]
    put(ledger, made)
    for box in _boxes(dice):
        expected = {one.id for one in made if touches(one.place, box)}
        assert set(_ids(ledger, Query(box=box))) == expected, box
    with ledger.deriving() as derivation:
        derivation.put([incident(made[0].claims[0], place=place(10, 10, 10))], [one.id for one in made[1:]])
    assert _ids(ledger, Query(box=Box(west=-180, south=-90, east=180, north=90))) == [made[0].id]
    assert _ids(ledger, Query(box=Box(west=170, south=-10, east=-170, north=10))) == []


def _steps(low: float, high: float) -> Sequence[float]:
    return [low + (high - low) * step / 60 for step in range(61)]


def test_circles_touch_boxes_as_points_say() -> None:
    """Whether a circle touches a box is what a net of points over the box says, as finely as the net is drawn."""
    dice = random.Random(13)
    for box in _boxes(dice):
        east = box.east + 360 if box.west > box.east else box.east
        net = [(lat, lon) for lat in _steps(box.south, box.north) for lon in _steps(box.west, east)]
        for circle in dice.sample(_circles(dice), 12):
            assert circle.lat_deg is not None
            assert circle.lon_deg is not None
            assert circle.radius_m is not None
            nearest = min(distance_m(circle.lat_deg, circle.lon_deg, lat, lon) for lat, lon in net)
            mesh = max((box.north - box.south), (east - box.west)) / 60 * 111_200
            if touches(circle, box):
                assert nearest <= circle.radius_m + mesh, (circle, box)
            else:
                assert nearest > circle.radius_m, (circle, box)


def test_ids_are_found_by_their_beginning(ledger: Ledger) -> None:
    """Incidents now and earlier, claims, reports and judgements, in their order, not more than asked for."""
    claims = _filled(ledger, 30)
    old = ids.incident_id("a claim of old")
    put(ledger, [incident(claims[0]), series(claims[1].id)])
    with ledger.deriving() as derivation:
        derivation.put_homes({claims[2].id: old})
    everything = sorted(
        [
            incident(claims[0]).id,
            series(claims[1].id).id,
            old,
            *(claim.id for claim in claims),
            *(claim.report for claim in claims),
        ]
    )
    assert list(ledger.find("", 100)) == everything
    assert list(ledger.find("c1", 5)) == [name for name in everything if name.startswith("c1")][:5]
    assert ledger.find(old[:9]) == (old,)
    assert ledger.find("zz") == ()
    assert len(ledger.find("")) == 10


def test_old_ids_lead_on(ledger: Ledger) -> None:
    """After a merge the old id leads to where its claims are, after a split to where most of them are."""
    claims = _filled(ledger, 5)
    first, second = incident(*claims[:2]), incident(*claims[2:])
    put(ledger, [first, second])
    merged = incident(*claims, name=first.id)
    with ledger.deriving() as derivation:
        derivation.put([merged], [second.id])
    assert ledger.incident(second.id) == ledger.incident(first.id) == merged
    larger, smaller = incident(*claims[3:]), incident(*claims[:3], name=first.id)
    with ledger.deriving() as derivation:
        derivation.put([smaller, larger])
    assert ledger.incident(second.id) == larger
    with ledger.deriving() as derivation:
        derivation.put([], [larger.id])
    assert ledger.incident(second.id) == smaller
    assert ledger.incident("unknown") is None


def test_claims_and_copies_come_in_order(ledger: Ledger) -> None:
    """Claims by (report, start, id), copies by (report, start), whatever the order in which they were asked for."""
    lines: list[Line] = many(4, claims=12)
    ledger.add(lines)
    claims = [line for line in lines if isinstance(line, Claim)]
    reports = sorted({claim.report for claim in claims})
    expected = sorted(claims, key=lambda one: (one.report, one.evidence.start, one.id))
    assert list(ledger.claims_of(reversed(reports))) == expected
    assert list(ledger.claims_of([])) == []
    assert list(ledger.claims_of(reports, maker="rules@2")) == []
    assert list(ledger.claims(one.id for one in expected)) == sorted(claims, key=lambda one: one.id)
    made = [
        Copy(
            report=reports[1],
            span=Span(start=start, end=start + 5),
            origin=reports[0],
            origin_span=Span(start=0, end=5),
        )
        for start in (0, 10, 100)
    ]
    with ledger.deriving() as derivation:
        derivation.put_copies(reports[1], made[::-1])
        derivation.put_copies(reports[2], made[:0])
    assert list(ledger.copies(reports)) == made
    assert ledger.counts().copies == 3


def test_half_characters_are_refused(ledger: Ledger) -> None:
    """Text that no ledger can hold is no crash to look for."""
    with pytest.raises(LedgerError, match="half a surrogate pair"):
        ledger.find("\ud800")
    with pytest.raises(LedgerError, match="half a surrogate pair"):
        _ids(ledger, Query(party="\udcff"))


def test_captures_come_whole_in_the_order_of_ids(ledger: Ledger) -> None:
    """Every capture is listed once, with its bytes."""
    lines = many(4)
    ledger.add(lines)
    given = {line.id: line for line in lines if isinstance(line, Capture)}
    assert list(ledger.captures()) == [given[name] for name in sorted(given)]


def test_a_mark_is_what_was_set_last(ledger: Ledger) -> None:
    """A mark is kept by its name; what was never set is None; it is no statement and makes nothing wait to be fused."""
    assert ledger.mark("archive") is None
    before = ledger.counts()
    ledger.set_mark("archive", "10")
    ledger.set_mark("archive", "20")
    ledger.set_mark("maker", "nobody")
    assert ledger.mark("archive") == "20"
    assert (ledger.maker(), ledger.counts()) == (None, before)
