"""A small stream with everything that could make the order of arrival matter, and the judgements on it.

Two bursts and a few round-ups of the synthetic stream, and by hand: pages with later, shortened and failed versions, a
text captured twice, a chain of copies with its original, opposed sides, totals, claims without place, time or date of
publication, a claim that a person entered; and every judgement, some opposed, some undone, one undo undone.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from itertools import islice
from typing import Final

from bench.sentences import PUBLISHER, Said
from bench.stream import Page, claim_of, made, pages
from bench.world import lands
from counterclaim import ids
from counterclaim.incidents.bind import anchored
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Claim,
    Claimant,
    Completeness,
    Count,
    Different,
    Discount,
    Event,
    Interval,
    Judgement,
    Kind,
    Line,
    PartyName,
    Place,
    RateSource,
    Report,
    Retract,
    Same,
    Scope,
    SetField,
    Stance,
    Toll,
    Undo,
)

SEED: Final = 190
"""A seed whose first pages hold two bursts with copies and corrections."""
_PAGES: Final = 26
_OWN: Final = 1000
"""What the numbers of the pages made by hand begin after."""
_OBSERVERS: Final = Claimant(voice="named", name="Tisa Observers")
_MINISTRY: Final = Claimant(voice="named", name="Harun Ministry of Defence")
_RESIDENTS: Final = Claimant(voice="unnamed", name="residents")
_ARMY: Final = PartyName(name="Harun army")
_REBELS: Final = PartyName(name="Sons of Tisa")
_NINTH: Final = dt.datetime(2015, 10, 9, tzinfo=dt.UTC)


def _at(hour: float) -> dt.datetime:
    return _NINTH + dt.timedelta(hours=hour)


def _place(number: int) -> Place:
    """Return one of the towns of Yemen."""
    return next(land for land in lands() if land.country == "YE").towns[number]


def _told(
    text: str,
    who: Claimant = _OBSERVERS,
    *,
    killed: int | None = None,
    happening: int = 1,
    kind: Kind = "air_strike",
    place: Place | None = None,
    day: int | None = 0,
    stance: Stance = "asserts",
    scope: Scope = "event",
    actor: PartyName | None = None,
    count: Count | None = None,
) -> Said:
    when = None if day is None else Interval.day((_NINTH + dt.timedelta(days=day)).date())
    toll = (Toll(harm="killed", who="people", low=killed, high=killed, words=str(killed)),) if killed else ()
    event = Event(
        kind=kind,
        scope=scope,
        actors=() if actor is None else (actor,),
        places=() if place is None else (place,),
        country=None if place is None else place.country,
        when=when,
        toll=toll,
        count=count,
    )
    return Said(text, happening, who, stance, event)


def _page(
    number: int,
    said: Sequence[Said],
    hour: float,
    *,
    published: float | None = 0.0,
    paper: str = "Harbour Courier",
    url: str | None = "",
    completeness: Completeness = "full",
) -> Page:
    """Return a page captured at an hour, published so many hours before; ``url`` "" gives it one of its own."""
    told = None if published is None else _at(hour - published)
    address = f"https://small.example/{number}" if url == "" else url
    return Page(_at(hour), _OWN + number, said, paper, told, f"Small report {number}", address, completeness)


def _by_hand() -> list[Page]:
    here, there = _place(0), _place(1)
    struck = "Bombs fell on the grain market of Karfan at sunrise and killed {n} porters who were unloading a lorry."
    first = _told(struck.format(n=11), killed=11, place=here, actor=_ARMY)
    more = _told(struck.format(n=14), killed=14, place=here, actor=_ARMY)
    denied = _told(
        "No aircraft of ours flew over Karfan, the ministry wrote.", _MINISTRY, place=here, stance="denies", actor=_ARMY
    )
    turned = _told(
        "The Sons of Tisa fired on the grain market of Karfan themselves.", _MINISTRY, place=here, actor=_REBELS
    )
    aside = Said("The smoke could be seen from the harbour, where two ferries waited for the wind to turn.")
    wire = _told(
        "A mortar round tore open the roof of the Karfan boys' school while the second form was reading aloud, and "
        "4 people died under the beams before the neighbours came with ropes and lamps.",
        _RESIDENTS,
        killed=4,
        kind="shelling",
        place=there,
    )
    added = _told(
        "Later a second round burst beside the well behind the school, where it hurt nobody but broke the only pump "
        "that the quarter still had, so that water is now carried up from the river by hand.",
        PUBLISHER,
        kind="shelling",
        place=there,
    )
    undated = _told("Soldiers shot a shepherd near the crossing.", _RESIDENTS, kind="killing", killed=1, day=None)
    placeless = _told("On Friday a mine killed a driver.", _OBSERVERS, kind="bombing", killed=1)
    total = _told(
        "The observers have counted 5120 dead since the spring.",
        killed=5120,
        kind="conflict_toll",
        scope="total",
        happening=2,
        day=None,
    )
    raids = _told(
        "The army flew 57 raids this month.",
        _MINISTRY,
        scope="series",
        count=Count(low=57, high=57),
        happening=3,
        actor=_ARMY,
    )
    night = _told("Shells hit the edge of Karfan at night.", _RESIDENTS, kind="shelling", place=here, day=1)
    market = "https://small.example/market"
    blog = "https://small.example/blog"
    twice = [first, aside, denied]
    return [
        # one page: full, corrected, shortened, failed, and full again with less
        _page(1, [first, aside, denied], 6, url=market),
        _page(2, [more, aside, denied, turned], 9, url=market),
        _page(3, [more], 12, url=market, completeness="lead_only"),
        _page(4, [aside], 13, url=market, completeness="failed"),
        _page(5, [more, aside, total], 30, url=market),
        # a live blog that grows, and one that only ever was shortened
        _page(6, [night, aside], 26, url=blog, completeness="live_blog"),
        _page(7, [aside, placeless], 28, url=blog, completeness="live_blog"),
        _page(8, [wire, added], 8, url="https://small.example/paywall", completeness="lead_only"),
        # a wire, who copied it, who copied the copy, and whoever changed a word of it
        _page(9, [wire], 5, paper="Meridian Wire"),
        _page(10, [wire, added], 7, published=0.5, paper="Delta Gazette"),
        _page(11, [added, aside, wire], 11, paper="Ridge Herald"),
        _page(12, [added], 3, published=10, paper="Basalt Dispatch"),
        # the same text at two times, and without an address
        _page(13, twice, 7, paper="Quarry Observer", url=None),
        _page(13, twice, 20, published=13, paper="Quarry Observer", url=None),
        # no date of publication, no place, no time, totals told twice
        _page(14, [undated, placeless, total], 15, published=None, paper="Estuary Chronicle"),
        _page(15, [placeless, total, raids], 16, paper="Valley Courier"),
        _page(16, [raids, turned, night], 17, paper="Orchard Gazette"),
        _page(17, [night, more], 27, paper="Juniper Herald"),
        _page(18, [undated], 18, paper="Lowland Observer"),
    ]


@functools.cache
def statements() -> tuple[Line, ...]:
    """Return captures, reports, claims and judgements, in the order in which they were made."""
    found: list[Line] = []
    for page in [*islice(pages(SEED), _PAGES), *_by_hand()]:
        found += made(page)
    read = [line for line in found if isinstance(line, Report)]
    of_person = next(report for report in read if report.ref == f"stream-{_OWN + 13}")
    aside = Said("The smoke could be seen", 7, _OBSERVERS, "asserts", Event(kind="destruction", places=(_place(0),)))
    found.append(claim_of(of_person, of_person.text.index(aside.text), aside, maker="person:ada"))
    return (*found, *_judgements([line for line in found if isinstance(line, Claim)], read))


def _judgements(claims: Sequence[Claim], reports: Sequence[Report]) -> list[Judgement]:
    refs = {report.id: report.ref for report in reports}

    def anchor(number: int, nth: int = 0) -> Anchor:
        of_report = [claim for claim in claims if refs[claim.report] == f"stream-{_OWN + number}"]
        return anchored(of_report[nth])

    found: list[Judgement] = []

    def judge(act: Act, *, by: str = "ada", hour: float | None = None) -> str:
        at = _at(40 + len(found) if hour is None else hour)
        why = "compared the pages"
        made_now = Judgement(id=ids.judgement_id(by=by, at=at, why=why, act=act), by=by, at=at, why=why, act=act)
        found.append(made_now)
        return made_now.id

    bursts = [anchored(claim) for claim in claims if refs[claim.report].startswith("stream-") and claim.happening == 1]
    judge(Same(anchors=(anchor(14), anchor(18))))
    judge(Same(anchors=(anchor(17), anchor(15), anchor(6))))
    judge(Different(anchors=(anchor(9),), others=(anchor(10),)), by="ben")
    apart = judge(Different(anchors=(bursts[0],), others=(bursts[5], bursts[9])))
    gone = judge(Undo(judgement=apart))
    judge(Undo(judgement=gone), by="ben")
    one = judge(Same(anchors=(bursts[2], anchor(16, 1))))
    judge(Undo(judgement=one))
    # two people judge oppositely at the same moment
    judge(Same(anchors=(anchor(1), anchor(17, 1))), hour=60)
    judge(Different(anchors=(anchor(1),), others=(anchor(17, 1),)), by="ben", hour=60)
    later = Interval.day((_NINTH + dt.timedelta(days=1)).date())
    judge(SetField(anchor=anchor(11), fields=("when", "toll"), event=Event(kind="shelling", when=later)))
    judge(SetField(anchor=anchor(18), fields=("places", "country"), event=_where("killing")))
    moved = judge(SetField(anchor=anchor(15), fields=("places", "country"), event=_where("bombing")))
    judge(Undo(judgement=moved), by="ben")
    judge(RateSource(source="Tisa Observers", rating="B"))
    judge(RateSource(source="tisa observers", rating="D"), by="ben")
    judge(RateSource(source="Meridian Wire", rating="A"))
    judge(Retract(anchors=(anchor(16, 2),)))
    misread = judge(Retract(anchors=(anchor(2), bursts[7])))
    judge(Undo(judgement=misread))
    judge(Check(anchors=(anchor(1), anchor(2), anchor(13))))
    judge(Check(anchors=(anchor(9), anchor(10), anchor(11), anchor(8))))
    judge(Discount(anchors=(anchor(13),), belligerent=_ARMY.name))
    return found


def _where(kind: Kind) -> Event:
    place = _place(1)
    return Event(kind=kind, places=(place,), country=place.country)
