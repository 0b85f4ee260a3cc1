"""Made-up statements and what is derived from them: a strike told by two opposed sides, and a campaign around it.

Nothing here happened; Ardania, Harun and the Tisa Observatory do not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from counterclaim import ids
from counterclaim.publish.told import Told
from counterclaim.records import (
    Act,
    Anchor,
    Change,
    Check,
    Claim,
    Claimant,
    Copy,
    Count,
    Event,
    Figure,
    Finding,
    Grade,
    Incident,
    Interval,
    Join,
    Judgement,
    PartyName,
    Place,
    Position,
    Quote,
    Reason,
    Report,
    Series,
    SourceGrade,
    Span,
    Spread,
    Tally,
    Toll,
    Voices,
)

MAKER: Final = "rules@1"
TISA: Final = Claimant(voice="named", name="Tisa Observatory")
MINISTRY: Final = Claimant(voice="named", name="Ardanian defence ministry")
CLINIC: Final = Claimant(voice="named", name="Harun Clinic")
RESIDENTS: Final = Claimant(voice="unnamed", name="residents")
ARDANIA: Final = PartyName(name="Ardania")
HARUN: Final = Place(name="Harun", lat_deg=33.51, lon_deg=36.27, radius_m=2000.0, country="SY", precision="settlement")


def day(number: int) -> Interval:
    """Return a day of October 2015."""
    return Interval.day(dt.date(2015, 10, number))


def moment(number: int, hour: int) -> dt.datetime:
    """Return an hour of a day of October 2015, UTC."""
    return dt.datetime(2015, 10, number, hour, tzinfo=dt.UTC)


def report(ref: str, publisher: str, number: int, text: str, title: str) -> Report:
    """Return a report of a day, under the id of its content."""
    shown: dict[str, Any] = {"ref": ref, "url": f"https://{ref}.example/", "publisher": publisher, "title": title}
    shown |= {"text": text, "published_at": day(number)}
    return Report(id=ids.report_id(**shown), capture=None, language="en", **shown)


POST: Final = report(
    "post-17",
    "Example Post",
    7,
    "Ardanian warplanes hit a bakery in Harun on Tuesday, killing at least 43 people, the Tisa Observatory said. "
    "Residents spoke of dozens of wounded. Ardania has flown 57 strikes in the area since September, it added.",
    "Bakery hit in Harun",
)
MIRROR: Final = report(
    "mirror-3",
    "Harun Mirror",
    8,
    "The toll of Tuesday's strike on the bakery in Harun has risen to 70, the Tisa Observatory said on Thursday. "
    "The Harun Clinic counted 126 bodies or more, among them 60 children.",
    "Toll of Harun strike rises",
)
WIRE: Final = report("wire-9", "Coast Wire", 8, POST.text[:107] + " More soon.", "Dozens die in Harun")
STATE: Final = report(
    "state-2",
    "Ardania Today",
    8,
    "Our pilots destroyed a depot of terrorists in Harun on 6 October, killing 12 of them, the Ardanian defence "
    "ministry said. It denied that a bakery had been hit.",
    "Depot destroyed",
)


def claim(source: Report, words: str, who: Claimant, event: Event, **fields: Any) -> Claim:
    """Return a claim carried by words of a report, under the id of its content."""
    start = source.text.index(words)
    place: dict[str, Any] = {"report": source.id, "start": start, "end": start + len(words)}
    known: dict[str, Any] = {"stance": "asserts", "happening": 1, "said_at": source.published_at} | fields
    made = ids.claim_id(**place, maker=MAKER, claimant=who, stance=known["stance"], event=event)
    return Claim(
        id=made,
        claimant=who,
        publisher=source.publisher,
        event=event,
        evidence=Quote(**place, text=words),
        support=(),
        maker=MAKER,
        score=1.0,
        report=source.id,
        **known,
    )


def killed(low: int, high: int | None, words: str, who: Any = "people") -> Toll:
    """Return a figure of the dead."""
    return Toll(harm="killed", who=who, low=low, high=high, words=words)


def strike(*toll: Toll, target: str = "bakery", **fields: Any) -> Event:
    """Return the strike on Harun."""
    about: dict[str, Any] = {"places": (HARUN,), "country": "SY", "when": day(6), "actors": (ARDANIA,)}
    return Event(kind="air_strike", targets=(PartyName(name=target),), toll=toll, **about | fields)


FIRST: Final = claim(POST, POST.text[:107], TISA, strike(killed(43, None, "at least 43 people")))
WOUNDED: Final = claim(
    POST,
    "Residents spoke of dozens of wounded",
    RESIDENTS,
    strike(Toll(harm="wounded", who="people", low=24, high=None, words="dozens of wounded")),
)
COPIED: Final = claim(WIRE, WIRE.text[:107], TISA, strike(killed(43, None, "at least 43 people")))
RISEN: Final = claim(
    MIRROR,
    "The toll of Tuesday's strike on the bakery in Harun has risen to 70, the Tisa Observatory said on Thursday",
    TISA,
    strike(killed(70, 70, "risen to 70")),
)
BODIES: Final = claim(
    MIRROR,
    "The Harun Clinic counted 126 bodies or more, among them 60 children",
    CLINIC,
    strike(killed(126, None, "126 bodies or more"), killed(60, 60, "60 children", "children")),
)
DEPOT: Final = claim(
    STATE,
    "Our pilots destroyed a depot of terrorists in Harun on 6 October, killing 12 of them",
    MINISTRY,
    strike(killed(12, 12, "12 of them", "combatants"), target="terrorists"),
)
DENIAL: Final = claim(STATE, "It denied that a bakery had been hit", MINISTRY, strike(), stance="denies", happening=1)
CAMPAIGN: Final = claim(
    POST,
    "Ardania has flown 57 strikes in the area since September, it added",
    TISA,
    Event(kind="air_strike", scope="series", actors=(ARDANIA,), count=Count(low=57, high=57)),
    happening=2,
)
REPORTS: Final = (POST, MIRROR, WIRE, STATE)
CLAIMS: Final = (FIRST, WOUNDED, COPIED, RISEN, BODIES, DEPOT, DENIAL, CAMPAIGN)


def decided(act: Act, by: str, number: int, why: str) -> Judgement:
    """Return a judgement of a day, under the id of its content."""
    at = moment(number, 10)
    return Judgement(id=ids.judgement_id(by=by, at=at, why=why, act=act), by=by, at=at, why=why, act=act)


CHECKED: Final = decided(
    Check(anchors=(Anchor(report=MIRROR.id, start=0, end=107, kind="air_strike"),)),
    "ann",
    9,
    "Read both pages side by side",
)


def figure(of: Claim, item: int = 0, **fields: Any) -> Figure:
    """Return a claim's figure with what it counts for."""
    toll = of.event.toll[item]
    known: dict[str, Any] = {"voice": of.claimant.name, "said_at": of.said_at, "standing": "stands"}
    return Figure(claim=of.id, low=toll.low, high=toll.high, words=toll.words, **known | fields)


def position(value: str, *claims: Claim, voices: Sequence[str] | None = None) -> Position:
    """Return a position with the claims that take it; its voices are their claimants."""
    names = [each.claimant.name or "" for each in claims] if voices is None else voices
    origins = dict.fromkeys(each.report for each in claims if each is not COPIED)
    return Position(
        value=value, claims=tuple(c.id for c in claims), voices=tuple(dict.fromkeys(names)), origins=tuple(origins)
    )


OPPOSED: Final = Incident(
    id=ids.incident_id(FIRST.id),
    kinds=("air_strike",),
    claims=tuple(each.id for each in (FIRST, WOUNDED, COPIED, RISEN, BODIES, DEPOT, DENIAL)),
    when=day(6),
    place=HARUN,
    country="SY",
    actors=(ARDANIA,),
    targets=(PartyName(name="bakery"), PartyName(name="terrorists")),
    toll=(
        Tally(
            harm="killed",
            who="people",
            low=70,
            high=None,
            figures=(
                figure(FIRST, standing="superseded", by=RISEN.id),
                figure(COPIED, standing="copy", by=FIRST.id),
                figure(RISEN),
                figure(BODIES),
            ),
        ),
        Tally(
            harm="killed",
            who="children",
            low=60,
            high=60,
            figures=(figure(BODIES, 1),),
        ),
        Tally(
            harm="killed",
            who="combatants",
            low=None,
            high=None,
            figures=(figure(DEPOT, standing="accused"),),
        ),
        Tally(harm="wounded", who="people", low=24, high=None, figures=(figure(WOUNDED, voice=None),)),
    ),
    findings=(
        Finding(field="kind", state="agreed", positions=(position("air_strike", FIRST, COPIED, RISEN, BODIES, DEPOT),)),
        Finding(field="when", state="agreed", positions=(position("2015-10-06", FIRST, RISEN, BODIES, DEPOT),)),
        Finding(field="places", state="agreed", positions=(position("Harun", FIRST, RISEN, BODIES, DEPOT),)),
        Finding(field="actors", state="agreed", positions=(position("Ardania", FIRST, RISEN, DEPOT),)),
        Finding(
            field="targets",
            state="contested",
            positions=(position("bakery", FIRST, COPIED, RISEN, BODIES), position("terrorists", DEPOT)),
        ),
        Finding(
            field="toll",
            state="contested",
            positions=(
                position("killed 70 people", RISEN),
                position("killed at least 126 people", BODIES),
                position("killed 12 combatants", DEPOT),
            ),
        ),
        Finding(
            field="stance",
            state="contested",
            positions=(position("asserts", FIRST, COPIED, RISEN, BODIES, DEPOT), position("denies", DENIAL)),
        ),
    ),
    voices=Voices(known=2, possibly=3, names=("Ardanian defence ministry", "Harun Clinic", "Tisa Observatory")),
    spread=Spread(origins=3, carriers=4),
    origins=(POST.id, MIRROR.id, STATE.id),
    grades=(
        Grade(
            belligerent=ARDANIA,
            status="declared",
            grade="fair",
            reasons=(
                Reason(text="two voices lay the harm at its door", claims=(FIRST.id, BODIES.id)),
                Reason(text="it says that it struck there", claims=(DEPOT.id,)),
            ),
        ),
    ),
    source_grade=SourceGrade(
        source="F", information=3, reasons=(Reason(text="nobody has rated a voice of it; two voices agree on the act"),)
    ),
    joins=(
        Join(claims=(FIRST.id, WOUNDED.id), rule="first", reason="the earliest telling"),
        Join(claims=(COPIED.id,), rule="copied", reason="its words copy Example Post"),
        Join(claims=(RISEN.id, BODIES.id), rule="matched", reason="same kind, same day, same place"),
        Join(
            claims=(DEPOT.id, DENIAL.id),
            rule="judged",
            reason="a person holds it to be the same happening",
            judgement=CHECKED.id,
        ),
    ),
    history=(
        Change(at=moment(7, 9), what="reported", reason="Example Post tells of it", claims=(FIRST.id,)),
        Change(at=moment(8, 6), what="figure", reason="killed: 43 becomes 70", claims=(RISEN.id,)),
        Change(at=None, what="judged", reason="joined by a person", claims=(DEPOT.id,), judgement=CHECKED.id),
    ),
)
SERIES: Final = Series(
    id=ids.series_id(CAMPAIGN.id),
    kind="air_strike",
    scope="series",
    claims=(CAMPAIGN.id,),
    when=None,
    place=None,
    country=None,
    actors=(ARDANIA,),
    targets=(),
    counts=(Count(low=57, high=57),),
    toll=(),
    voices=Voices(known=1, possibly=1, names=("Tisa Observatory",)),
    spread=Spread(origins=1, carriers=1),
    origins=(POST.id,),
    incidents=(OPPOSED.id,),
)
TOLD: Final = Told(
    claims={each.id: each for each in CLAIMS},
    reports={each.id: each for each in REPORTS},
    copies={
        WIRE.id: (
            Copy(report=WIRE.id, span=Span(start=0, end=107), origin=POST.id, origin_span=Span(start=0, end=107)),
        )
    },
    judgements={CHECKED.id: CHECKED},
)
