"""Follow happenings through a report: which claims tell of the same one, what a retelling adds.

A place, a time or an actor once said of a happening holds for what is told of it later, never before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from counterclaim.claims.arguments import Filler
from counterclaim.claims.groups import ATTACKS
from counterclaim.records import Interval, Place, Stance, Toll

_OTHER: Final = re.compile(
    r"\b(?:another|separate|second|similar|elsewhere|meanwhile|other|different|also)\b", re.IGNORECASE
)
_STOP: Final = frozenset(
    {"the", "a", "an", "of", "in", "city", "town", "village", "province", "district", "near", "area"}
)


_SAME: Final[dict[str, str]] = dict.fromkeys(("troops", "army", "soldiers", "military", "fighters", "units"), "forces")


@dataclass(slots=True)
class Told:
    """A happening as told at one place of the report by one claimant."""

    kind: str
    stance: Stance
    claimant: str
    evidence: tuple[int, int]
    sentence: int
    actors: list[Filler] = field(default_factory=list[Filler])
    targets: list[Filler] = field(default_factory=list[Filler])
    places: list[tuple[Place, Filler]] = field(default_factory=list[tuple[Place, Filler]])
    when: tuple[Interval, Filler] | None = None
    tolls: list[tuple[Toll, Filler]] = field(default_factory=list[tuple[Toll, Filler]])
    back: bool = False
    """Whether its words point back to something told before ("the attack")."""
    number: int | None = None
    """How many happenings its words count, None when they count none."""
    presupposed: bool = False
    """Whether its words speak of the happening as known already: whoever told of it first."""
    judged: bool = False
    """Whether it is only judged ("condemned the attack"): news only where nobody told of it before."""
    happening: int = 0
    own: frozenset[str] = frozenset()
    """The fields that its own words fill."""
    onset: bool = False
    """Whether its time is when something began: what is told later of it did not happen then."""
    noise: bool = False
    """Whether a noise is all that tells of it ("a blast"): what made it may have been told before."""
    ongoing: bool = False
    """Whether it is told as what happens or goes on: no day or scene told before is its own."""


@dataclass(slots=True)
class Happening:
    """What the report has said so far of one happening."""

    number: int
    tellings: list[Told] = field(default_factory=list[Told])

    def latest(self, name: str, voices: frozenset[str] | None = None) -> Told | None:
        """Return the last telling that filled a field itself, of these claimants' if any are given."""
        return next(
            (t for t in reversed(self.tellings) if name in t.own and (voices is None or t.claimant in voices)), None
        )


def words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it apart; "troops" and "forces" are one."""
    said: list[str] = re.findall(r"\w+", name.lower())
    return frozenset(_SAME.get(word, word) for word in said if word not in _STOP)


def same_names(a: list[str], b: list[str]) -> bool:
    """Tell whether two lists of names share one: the words of one all among the other's."""
    return any(x and y and (x <= y or y <= x) for x in map(words, a) for y in map(words, b))


def _names(fillers: list[Filler]) -> list[str]:
    return [f.name for f in fillers]


def _family(kind: str) -> bool:
    return kind in ATTACKS


def _clashes(told: Told, known: Happening) -> bool:
    """Tell whether a telling contradicts what is known of a happening, so that it must be another one."""
    for name, mine in (("actors", _names(told.actors)), ("places", [p.name for p, _ in told.places])):
        other = known.latest(name)
        if mine and other is not None:
            theirs = _names(other.actors) if name == "actors" else [p.name for p, _ in other.places]
            everyone = [p.name for t in known.tellings for p, _ in t.places] if name == "places" else theirs
            # Parties accuse each other of one attack: "the attack" is the one that another party blames on others.
            blamed = name == "actors" and told.back and other.claimant != told.claimant
            if not blamed and not same_names(mine, everyone):
                return True
    when = known.latest("when")
    return bool(told.when and when and when.when and _apart(told.when[0], when.when[0]))


def _apart(a: Interval, b: Interval) -> bool:
    if a.end is not None and b.start is not None and a.end <= b.start:
        return True
    return a.start is not None and b.end is not None and b.end <= a.start


def _same_victims(told: Told, known: Happening) -> bool:
    """Tell whether another kind of attack is told on the same target: what hit it is what the parties differ about."""
    mine = _names(told.targets)
    return bool(mine) and any(
        same_names(mine, _names(t.targets)) for t in known.tellings if t.claimant != told.claimant
    )


_SIDES: Final = frozenset({"armed_group", "state_forces", "state", "government", "coalition"})


def _other_victims(told: Told, known: Happening) -> bool:
    """Tell whether fighting that names both its sides points back to nothing: "the fighting between A and B"."""
    before = known.latest("targets")
    sides = (
        told.kind == "battle"
        and told.actors
        and any(side.kind in _SIDES and side.rule != "against" for side in told.targets)
    )
    if before is None or not sides:
        return False
    return not same_names(_names(told.targets), _names(before.targets))


def assign(told: Told, known: list[Happening], sentence: str) -> Happening:
    """Return the happening that a telling belongs to, a new one when none fits."""
    if not (_OTHER.search(sentence) and not told.back):
        for happening in sorted(known, key=lambda h: -max(t.sentence for t in h.tellings)):
            kinds = {t.kind for t in happening.tellings}
            # "The blast" points back to an attack that happened, never to fighting that goes on.
            done = {t.kind for t in happening.tellings if not t.ongoing}
            alike = told.kind in kinds or (
                _family(told.kind)
                and any(map(_family, done))
                and ((told.back and not _other_victims(told, happening)) or _same_victims(told, happening))
            )
            if alike and not _clashes(told, happening):
                return happening
    new = Happening(len(known) + 1)
    known.append(new)
    return new


def inherit(told: Told, happening: Happening) -> dict[str, str]:
    """Fill what a telling leaves unsaid from what was told before; return the fields so filled, with their rule."""
    rules: dict[str, str] = {}
    known = happening.latest("actors")
    # Who blames another for an attack need not mean the same victims.
    blamed = bool(told.actors) and known is not None and not same_names(_names(told.actors), _names(known.actors))
    for name in ("actors", "targets", "places", "when"):
        placeless = told.ongoing or told.kind == "agreement"
        if (
            getattr(told, name)
            or (name == "when" and told.ongoing)
            or (name == "places" and placeless)
            or (name == "targets" and blamed)
        ):
            continue
        # Whom one party accuses another does not: an actor is carried from the claimant's words or the publisher's.
        voices = frozenset({told.claimant, ""}) if name == "actors" else None
        before = happening.latest(name, voices)
        if before is not None and before is not told and not (name == "when" and before.onset):
            setattr(told, name, getattr(before, name))
            rules[name] = "carried forward within the happening"
    return rules


_NEAR: Final = 2
"""Sentences within which a pronoun still stands for the party that acted last."""


_ON_THE_SPOT: Final = frozenset({"air_strike", "shelling", "battle", "bombing", "suicide_attack"})
"""Attacks that are told on after others at the same place."""


def borrow(told: Told, kept: list[Told], pronoun: bool, sentence: str) -> dict[str, str]:
    """Fill the day and the scene from the attack told before, and the actor that a pronoun stands for.

    Taking the scene last named for one that is not said was tried and dropped: it was right one time in three.
    """
    rules: dict[str, str] = {}
    if told.when is None and told.kind in ATTACKS and not told.ongoing:
        day = next((t for t in reversed(kept) if t.when and t.kind == told.kind and not t.onset), None)
        if day is not None and day.when is not None and _short(day.when[0]):
            told.when = day.when
            rules["when"] = "the day of the attack told before"
    if not told.places and told.kind in _ON_THE_SPOT and not told.ongoing and not _OTHER.search(sentence):
        scene = next((t for t in reversed(kept) if t.kind in ATTACKS and t.places), None)
        apart = scene and told.when and scene.when and _apart(told.when[0], scene.when[0])
        if scene is not None and told.sentence - scene.sentence <= _NEAR and not apart:
            told.places = scene.places
            rules["places"] = "the scene of the attack told just before"
    if not told.actors and pronoun:
        last = next((t for t in reversed(kept) if t.actors and told.sentence - t.sentence <= _NEAR), None)
        if last is not None:
            told.actors = last.actors
            rules["actors"] = "the party that the pronoun stands for"
    if not told.actors and told.kind in ATTACKS:
        same = _same_hand(told, kept)
        if same is not None:
            told.actors = same.actors
            rules["actors"] = "who did the like just before, by the same account"
    return rules


_SAME_HAND: Final = 3
"""Sentences within which the like is told of the same hand: at six it was right less often, at one seldom found."""


def _same_hand(told: Told, kept: list[Told]) -> Told | None:
    """Return the attack of the same kind told just before, if its actor is told: "another shell hit", "more raids".

    Whose attacks are told one after the other are one party's, as long as nobody else tells of them.  That holds for
    parties of the register: local news tells of one killing after another, and the police that shot a man in the first
    shot nobody in the second.
    """
    for before in reversed(kept):
        if told.sentence - before.sentence > _SAME_HAND:
            return None
        if before.kind == told.kind and before.claimant in {told.claimant, ""}:
            return before if before.actors and all(f.party is not None for f in before.actors) else None
    return None


def _short(interval: Interval) -> bool:
    """Tell whether an interval is a few days at most: longer ones say when it went on, not when it happened."""
    return interval.start is not None and interval.end is not None and (interval.end - interval.start).days <= 3


def adds_nothing(told: Told, happening: Happening) -> bool:
    """Tell whether a telling only repeats what its claimant has said of the happening before."""
    if told.kind == "demand":
        # Who demands twice demands two things: their words differ though the parties are the same.
        return False
    if told.judged and not told.tolls and any(t.kind == told.kind for t in happening.tellings):
        return True
    for other in happening.tellings:
        told_by = other.claimant == told.claimant or told.presupposed
        if other is told or not told_by or other.stance != told.stance or other.kind != told.kind:
            continue
        figures = {(t.harm, t.who, t.low, t.high) for t, _ in told.tolls}
        if not figures <= {(t.harm, t.who, t.low, t.high) for t, _ in other.tolls}:
            continue
        if told.number is not None and told.number != other.number:
            continue
        if "places" in told.own and not same_names([p.name for p, _ in told.places], [p.name for p, _ in other.places]):
            continue
        if "actors" in told.own and not same_names(_names(told.actors), _names(other.actors)):
            continue
        if "targets" in told.own and not same_names(_names(told.targets), _names(other.targets)):
            continue
        if "when" in told.own and (other.when is None or told.when is None or told.when[0] != other.when[0]):
            continue
        return True
    return False
