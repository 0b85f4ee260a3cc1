"""Sentences of the synthetic stream, each with what it claims: made of parts, so that few are alike word by word.

A sentence is a core ("a missile struck the bakery"), where and when if they are said, and who says it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec

from bench.world import OUTLETS, Land, invented
from counterclaim.records import (
    Claimant,
    Event,
    Field,
    Group,
    Harm,
    Interval,
    Kind,
    PartyName,
    Place,
    Scope,
    Stance,
    Toll,
)

PUBLISHER: Final = Claimant(voice="publisher")


class Filled(NamedTuple):
    """What fills a field of a claim: words of its sentence, or a rule."""

    field: Field
    words: str | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the claim that it carries; ``event`` None: it carries none.

    ``happening`` is the number of what it tells of within its report.
    """

    text: str
    happening: int = 0
    claimant: Claimant = PUBLISHER
    stance: Stance = "asserts"
    event: Event | None = None
    filled: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One happening as its sentences tell it; ``slots`` fill their parts."""

    land: Land
    place: Place
    when: Interval
    kind: Kind
    actor: PartyName
    other: PartyName
    weapon: str
    killed: int
    slots: Mapping[str, str]


class _Core(NamedTuple):
    text: str
    harm: Harm | None = None
    who: Group = "people"
    kind: Kind | None = None
    scope: Scope = "event"
    stance: Stance = "asserts"
    blames: bool = False


_WEAPONS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "air_strike": ("a missile", "two bombs", "a drone", "warplanes", "a helicopter"),
    "shelling": ("mortar fire", "a rocket", "artillery", "a tank shell"),
    "bombing": ("a car bomb", "a mine", "a parcel bomb", "an explosion"),
    "suicide_attack": ("a suicide bomber", "an attacker with a belt of explosives"),
    "killing": ("gunmen", "snipers", "a patrol"),
}
_SITES: Final = (
    "bakery,market,clinic,bus depot,school,bridge,grain store,mosque,church,post office,pumping station,hotel,garage,"
    "tea house,fuel station,warehouse,apartment block,court house,checkpoint,radio station"
).split(",")
_PEOPLE: Final[tuple[tuple[str, Group], ...]] = (
    ("people", "people"),
    ("civilians", "civilians"),
    ("fighters", "combatants"),
    ("residents", "civilians"),
)
_TOLLS: Final = (
    _Core("{weapon} killed {n} {people} at the {site} on {street}", "killed"),
    _Core("at least {n} {people} died when {weapon} hit {family}'s {site}", "killed"),
    _Core("{n} bodies were carried out of the {site} beside {street}", "killed"),
    _Core("the dead of the {site} near {street} now number {n}", "killed"),
    _Core("{n} {people}, {person} among them, lost their lives at the {site}", "killed"),
    _Core("{weapon} left {n} dead around {street} and the {family} {site}", "killed"),
    _Core("doctors under {person} counted {n} dead from the {site}", "killed"),
)
_HURT: Final = (
    _Core("{n} {people} from {street} were taken to {person}'s ward with wounds", "wounded"),
    _Core("{weapon} wounded {n} {people} outside the {site}", "wounded"),
    _Core("another {n} were hurt when the {family} house by the {site} fell in", "wounded"),
)
_BLAME: Final = (
    _Core("{actor} sent {weapon} against the {site} on {street}", blames=True),
    _Core("the fire on {street} came from positions that {actor} holds at {family} hill", blames=True),
    _Core("{weapon} of {actor} struck the {site}, {person}'s men fled", blames=True),
)
_DENY: Final = (
    _Core("no unit of {actor} was near {street} or the {site}", blames=True, stance="denies"),
    _Core("{actor} did not aim at the {site}, and {person} has seen the orders", blames=True, stance="denies"),
)
_PART: Final = (
    _Core("{n} of the dead were children of the {family} family", "killed", "children", scope="part"),
    _Core("{n} women who had queued at the {site} are among those killed", "killed", "women", scope="part"),
)
_TOTAL: Final = (
    _Core("more than {n} people have died in the {family} campaign", "killed", kind="conflict_toll", scope="total"),
    _Core("{person} has put the war's dead at {n}", "killed", kind="conflict_toll", scope="total"),
    _Core("{actor} flew {n} raids in the month that {person} took command", kind="air_strike", scope="series"),
)
_OTHERS: Final = (
    _Core("crowds led by {person} marched from {street} to the {site}", kind="protest"),
    _Core("{n} followers of {person} were led away from the {site}", "captured", kind="arrest", blames=True),
    _Core("{n} families left {street} after {weapon} came near", "displaced", kind="displacement"),
    _Core("men of {actor} took the driver {person} from the {site}", kind="abduction", blames=True),
    _Core("envoys met {person} in the {site} to speak of a truce", kind="talks"),
    _Core("{actor} burnt the {site} of the {family} clan on {street}", kind="destruction", blames=True),
    _Core("trucks with flour reached the {family} {site} by {street}", kind="aid"),
    _Core("{actor} drove the last guards from the {site} above {street}", kind="territory_change", blames=True),
    _Core(
        "{n} men fell when {actor} fought for the {family} {site}", "killed", "combatants", kind="battle", blames=True
    ),
)
_SINGLES: Final = (*_TOLLS, *_HURT, *_OTHERS, *_OTHERS)
_WHERE: Final = ("in {town}", "in the town of {town}", "on the edge of {town}", "not far from {town}", "at {town}")
_WHEN: Final = ("on {day}", "early on {day}", "late on {day}", "on {day} at noon", "before dawn on {day}")
_SAYING: Final = "said,reported,stated,announced,told a radio station,wrote,said by telephone".split(",")
_UNNAMED: Final = "residents,a medic,an official,activists,witnesses,a relative,local sources".split(",")
_THINGS: Final = (
    "almond,anvil,apron,awning,balcony,barley,barrel,basin,basket,beacon,bellows,bicycle,blanket,blossom,boiler,bolt,"
    "bottle,bracelet,brick,bucket,bundle,button,cabinet,cable,camel,candle,canvas,carpet,cattle,cellar,chimney,cistern,"
    "coal,cobbler,copper,corridor,cotton,cradle,crane,crate,cucumber,cupboard,curtain,cushion,dairy,donkey,drain,drawer,"
    "dynamo,elm,engine,envelope,fence,fiddle,flour,flute,fountain,furnace,garlic,gate,generator,ginger,glove,goat,"
    "granary,gravel,gutter,hammer,harness,hatch,hedge,herb,hinge,honey,horseshoe,ink,iron,jar,jetty,kettle,kiln,kitchen,"
    "ladder,lamp,lantern,lathe,laundry,leather,lemon,lentil,lever,linen,loom,magnet,mango,marble,mattress,medal,melon,"
    "mill,mirror,mortar,mulberry,napkin,needle,nursery,oat,onion,orchard,oven,paddle,paint,parcel,parlour,pear,pebble,"
    "pepper,piano,pigeon,pillar,pine,pipe,plaster,plough,pocket,pond,poplar,pottery,pulley,pump,quilt,radish,rag,rail,"
    "ribbon,rice,roof,rope,saddle,salt,saw,scarf,shutter,sickle,silk,skillet,slate,soap,spade,spindle,stable,stool,stove,"
    "straw,syrup,tailor,tank,tile,timber,tin,tobacco,torch,towel,trellis,trunk,turbine,umbrella,vase,vine,wagon,wallet,"
    "walnut,weaver,wheat,wheel,whistle,willow,window,wire,wool,workshop,yarn,yoke"
).split(",")
_ASIDES: Final = (
    "{person}, {age}, who sells {a} and {b} on {street}, had put the {c} away before the {family} wedding.",
    "A {a} and half a {b} lay by the {site}, where {person} and {second} swept {c} from the steps.",
    "Power failed from {street} to {family} hill, and the {a} beside the {b} stood still for {age} minutes.",
    "In the {a} behind the {site} a cousin of {person} kept a {b}, a {c} and the {d} of the late {second}.",
    "The way past the {family} farm was blocked by a {a}, so {person} carried the {b} and the {c} on foot.",
    "The {a} had not been mended since spring, a {b} seller named {person} explained beside her {c} and {d}.",
)


def scene(draw: random.Random, land: Land, day: dt.date, *, big: bool) -> Scene:
    """Return a happening of a day in a country; a ``big`` one has tens of dead."""
    kind = draw.choice(tuple(_WEAPONS))
    actor, other = draw.sample(land.sides, 2)
    place = draw.choice(land.towns)
    slots = {
        "weapon": draw.choice(_WEAPONS[kind]),
        "site": draw.choice(_SITES),
        "street": f"{invented(draw)} {draw.choice(('Street', 'Road', 'Square', 'Lane'))}",
        "family": invented(draw),
        "people": draw.choice(_PEOPLE)[0],
        "town": place.name,
        "day": f"{day:%A}",
    }
    killed = draw.randint(20, 150) if big else draw.randint(1, 12)
    return Scene(land, place, Interval.day(day), kind, actor, other, slots["weapon"], killed, slots)


def speaker(draw: random.Random, land: Land) -> Claimant:
    """Return who says it: by name, by words only, or the publisher."""
    kind = draw.random()
    if kind < 0.55:
        return draw.choice(land.speakers)
    return PUBLISHER if kind < 0.75 else Claimant(voice="unnamed", name=draw.choice(_UNNAMED))


def aside(draw: random.Random, about: Scene) -> Said:
    """Return a sentence that claims nothing."""
    a, b, c, d = draw.sample(_THINGS, 4)
    extra = {"person": invented(draw), "second": invented(draw), "age": draw.randint(17, 88)}
    return Said(_upper(draw.choice(_ASIDES).format(**about.slots, **extra, a=a, b=b, c=c, d=d)))


def credit(draw: random.Random, wire: str) -> Said:
    """Return the line by which a paper names the agency whose story it carries."""
    return Said(f"{wire}, with {invented(draw)} {invented(draw)} of the {draw.choice(OUTLETS)}.")


def toll(draw: random.Random, about: Scene, happening: int, share: float, who: Claimant) -> Said:
    """Return a sentence that counts the dead, when so much of the last count is known."""
    return _said(draw, draw.choice(_TOLLS), about, happening, max(1, round(about.killed * share)), who)


def hurt(draw: random.Random, about: Scene, happening: int, share: float, who: Claimant) -> Said:
    """Return a sentence that counts the wounded."""
    return _said(draw, draw.choice(_HURT), about, happening, max(1, round(2 * about.killed * share)), who)


def part(draw: random.Random, about: Scene, happening: int, who: Claimant) -> Said:
    """Return a sentence that counts some of the dead."""
    return _said(draw, draw.choice(_PART), about, happening, max(1, about.killed // draw.randint(3, 8)), who)


def blame(draw: random.Random, about: Scene, happening: int) -> Said:
    """Return a sentence in which a side blames its foe, or denies its own part."""
    denies = draw.random() < 0.35
    accused, foe = (about.actor, about.other) if draw.random() < 0.75 else (about.other, about.actor)
    voice = accused if denies else foe
    who = Claimant(voice="named", name=voice.name, party=voice.party)
    core = draw.choice(_DENY if denies else _BLAME)
    return _said(draw, core, about, happening, about.killed, who, blamed=accused)


def total(draw: random.Random, about: Scene, happening: int, who: Claimant) -> Said:
    """Return a sentence that sums up many happenings."""
    return _said(draw, draw.choice(_TOTAL), about, happening, draw.randrange(100, 90_000, 50), who)


def single(draw: random.Random, about: Scene, happening: int, who: Claimant) -> Said:
    """Return a sentence on a happening that nothing else tells of."""
    return _said(draw, draw.choice(_SINGLES), about, happening, about.killed, who)


def changed(draw: random.Random, said: Said) -> Said:
    """Return a sentence with another figure, as a correction has it; one without a figure stays."""
    if said.event is None or not said.event.toll:
        return said
    old = said.event.toll[0]
    low = max(1, old.low + draw.choice((-2, -1, 1, 2, 5)))
    new = Toll(harm=old.harm, who=old.who, low=low, high=low, words=old.words.replace(str(old.low), str(low)))
    text = said.text.replace(old.words, new.words, 1)
    filled = tuple(f._replace(words=new.words) if f.field == "toll" else f for f in said.filled)
    return Said(
        text, said.happening, said.claimant, said.stance, msgspec.structs.replace(said.event, toll=(new,)), filled
    )


def _said(
    draw: random.Random,
    core: _Core,
    about: Scene,
    happening: int,
    number: int,
    who: Claimant,
    *,
    blamed: PartyName | None = None,
) -> Said:
    actor = blamed or about.actor
    slots = {**about.slots, "n": str(number), "person": invented(draw), "actor": actor.name}
    # One in five lacks a place or a time.
    chance = draw.random()
    where = None if chance < 0.11 else draw.choice(_WHERE).format(**slots)
    when = None if chance < 0.03 or chance >= 0.91 else draw.choice(_WHEN).format(**slots)
    kind = core.kind or about.kind
    filled = [Filled("kind", None, "trigger"), Filled("stance", None, "plain")]
    text = core.text.format(**slots)
    figures: tuple[Toll, ...] = ()
    if core.harm is not None:
        written = next(word for word in (f"{slots['n']} {slots['people']}", slots["n"]) if word in text)
        group: Group = core.who if core.who != "people" else _group(written)
        open_top = "at least" in text or "more than" in text
        figures = (Toll(harm=core.harm, who=group, low=number, high=None if open_top else number, words=written),)
        filled.append(Filled("toll", written, "figure"))
    if core.blames:
        filled.append(Filled("actors", actor.name if actor.name in text else None, "doer"))
    if where is not None:
        text = f"{text} {where}"
        filled.append(Filled("places", about.place.name, "place in the clause"))
    if when is not None:
        text = f"{text} {when}"
        filled.append(Filled("when", slots["day"], "time in the clause"))
    if who.name is not None:
        text = f"{text}, {who.name} {draw.choice(_SAYING)}"
        filled.append(Filled("claimant", who.name, None))
    event = Event(
        kind=kind,
        scope=core.scope,
        actors=(actor,) if core.blames else (),
        places=() if where is None else (about.place,),
        country=None if where is None else about.place.country,
        when=None if when is None else about.when,
        toll=figures,
        means=about.weapon if "{weapon}" in core.text else None,
    )
    return Said(f"{_upper(text)}.", happening, who, core.stance, event, tuple(filled))


def _group(written: str) -> Group:
    """Return whom a figure counts: those its words name, else people."""
    for people, group in _PEOPLE:
        if written.endswith(f" {people}"):
            return group
    return "people"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
