"""Whether two tellings are about one happening: what bars it, what speaks for it, and how much.

A bar keeps them apart: kinds that one happening cannot be called, days or places that do not meet, tolls that cannot be
of one happening, fire in the opposite direction.  Only two reports so alike in their names and words that one story
is behind both go past it, for then the difference is what the incident has to show.  Evidence is added up;
:data:`ENOUGH` joins.  The weights are set by hand, from what a person weighs who compares two reports
(docs/grading.md), not fitted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from counterclaim.geo import distance_m
from counterclaim.incidents.about import likeness, shared
from counterclaim.incidents.facts import Facts, Figure, Spot
from counterclaim.incidents.words import fusion_words
from counterclaim.records import Kind

ENOUGH: Final = 2.35
"""Evidence from which two tellings of different reports are held to be about one happening."""
_KIND: Final = -0.5
_HOUR: Final = -2.0
_ACTOR: Final = -1.0
_QUARTER: Final = -3.0
_TARGET: Final = -1.0
_TOLL_AWAY: Final = -1.0
"""Evidence against: another kind, part of the day, actor, quarter, target, or toll far off.  A quarter weighs most: two
shells on one town fall on two quarters, while tellers differ on the rest."""
_TOWN_M: Final = 16_000.0
"""Radius of the widest place that may be a part of a town, or the town."""
_TOLL_NEAR: Final = 1.3
_TOLL_FAR: Final = 2.5
"""How many times one toll may be the other and be near, and beyond which it is far off."""
_SHARED: Final = 2.0
_SHARED_FROM: Final = 6.0
"""What two reports of one story share becomes evidence: the part above this weight, divided by so much."""
_DAYS_OFF: Final = 10
_DAYS_NEAR: Final = 2
_MUCH: Final = 5.0
"""Days by which two reports of one story may be off, and by how many without being as alike as this."""
_STORY: Final = 35.0
_STORY_FROM: Final = 0.11
_STORY_MOST: Final = 8.0
"""Likeness of two reports becomes evidence: this many times what exceeds this much, at most so much."""
_ONE_OUTLET: Final = 2.0
"""The same at most for two articles of one outlet."""
_STORY_DAYS: Final = 10
_LATER: Final = 4.0
"""What reports further apart than so many days lose: a follow-up must be all the more alike."""
_SLACK_M: Final = 3_000.0
"""How far two circles of uncertainty may lie apart and still be one place: points of gazetteers differ so much."""
_TOLL_RATIO: Final = 6.0
"""How many times one toll of a happening may be another: first counts grow so much within a day, rarely more."""


_Evidence = tuple[float, str, AbstractSet[str]]
"""What it weighs, the reason, and the words to be listed where it has ``{}``: made only where somebody reads it."""
_NOTHING: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``bar`` says in words why it cannot be one happening; else ``score`` and ``evidence`` say what speaks for it."""

    score: float
    evidence: tuple[_Evidence, ...] = ()
    bar: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for it, or against it, in words."""
        return tuple(_in_words(found) for found in self.evidence if found[0] and found[1])

    @property
    def joins(self) -> bool:
        """Whether the evidence is enough."""
        return self.bar is None and self.score >= ENOUGH


def compare(one: Facts, other: Facts) -> Verdict:
    """Compare two tellings.  Symmetric: the order of the two changes nothing."""
    bar = _bar(one, other)
    if bar is None:
        where, apart = _places(one.spots, other.spots)
        toll, irreconcilable = _tolls(one.figures, other.figures)
        bar = apart or irreconcilable
    else:
        where = toll = (0.0, "", _NOTHING)
    if bar is not None:
        return _past(one, other, bar)
    found = (
        _days(one, other),
        where,
        toll,
        _kinds(one, other),
        _parties(one.actors, other.actors),
        _aims(one.aims, other.aims),
        _said(one.names, other.names, 0.5, "names"),
        _said(one.words, other.words, 0.25, "words"),
        _story(one, other),
    )
    return Verdict(sum(weight for weight, _, _ in found), found)


def _past(one: Facts, other: Facts, bar: str) -> Verdict:
    """Return the verdict on two tellings that a bar keeps apart, unless one story is behind both."""
    needed = _needed(one, other)
    if needed < math.inf:
        story = _story(one, other)
        if story[0] >= needed:
            return Verdict(story[0], (story, (story[0], f"although {bar}", _NOTHING)))
    return Verdict(0.0, bar=bar)


def _story(one: Facts, other: Facts) -> _Evidence:
    """Return the evidence of what the two reports are about, where these are their main happenings."""
    if one.about is None or other.about is None:
        return 0.0, "", _NOTHING
    alike = _STORY * (likeness(one.about, other.about) - _STORY_FROM)
    much = (shared(one.about, other.about) - _SHARED_FROM) / _SHARED
    # What one outlet writes round its articles makes them alike, whatever they tell.
    most = _ONE_OUTLET if one.about.publisher and one.about.publisher == other.about.publisher else _STORY_MOST
    weight = max(-1.0, min(most, alike, much))
    if one.about.hours and other.about.hours and not one.about.hours & other.about.hours:
        weight += _HOUR
    if one.told_on is not None and other.told_on is not None and abs(one.told_on - other.told_on) > _STORY_DAYS:
        weight -= _LATER
    telling = one.about.telling & other.about.telling
    return weight, "the reports tell one story" + (": they share {}" if telling else ""), telling


def _bar(one: Facts, other: Facts) -> str | None:
    if one.family != other.family or not (
        one.kinds & other.kinds or any(may_be_called(a, b) for a in one.kinds for b in other.kinds)
    ):
        return f"{_apart(_listed(one.kinds), _listed(other.kinds))} are not called one happening"
    if one.coder is not None and one.coder == other.coder:
        return "one organisation codes each happening in one row of its table"
    if one.window and other.window and (one.window[0] > other.window[1] or other.window[0] > one.window[1]):
        return "the days do not meet"
    if one.country and other.country and one.country != other.country:
        return f"one was in {min(one.country, other.country)}, the other in {max(one.country, other.country)}"
    if one.actors & other.targets and other.actors & one.targets and not one.actors & other.actors:
        return "who does it in the one suffers it in the other"
    return None


def _needed(one: Facts, other: Facts) -> float:
    """Return the evidence of one story from which two reports may differ as these do; infinite where they never may.

    Days off by more than a few need much, other countries never meet.  Two reports of unknown date may differ in all,
    for of these a ledger holds few.  Without this every report of a war would hang together with every other, and
    fusing would cost more and more.
    """
    if one.told_on is None and other.told_on is None:
        return ENOUGH
    if one.country and other.country and one.country != other.country:
        return math.inf
    off = _off(one.window, other.window)
    return ENOUGH if off < _DAYS_NEAR else _MUCH if off < _DAYS_OFF else math.inf


def _off(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    """Return the days between two windows, 0 or less where they touch or one of them is not known."""
    return 0 if one is None or other is None else max(one[0] - other[1], other[0] - one[1])


def _days(one: Facts, other: Facts) -> _Evidence:
    """Return the evidence of the days: the same, the next (a night falls on two), or only days that may be the same."""
    if one.window is None or other.window is None:
        return -0.5, "", _NOTHING
    if one.window[0] >= other.window[1] or other.window[0] >= one.window[1]:
        return -0.5, "the one was on the day after the other", _NOTHING
    if one.dated and other.dated:
        return 1.0, "on the same day", _NOTHING
    return 0.25, "within the same days", _NOTHING


def may_be_called(one: Kind, other: Kind) -> bool:
    """Return whether one happening may be called both kinds."""
    return one == other or (one, other) in fusion_words().called


def meet(one: Spot, other: Spot) -> bool | None:
    """Return whether two places may be one within their precision; None when one of them has no point."""
    if one.gazetteer_id is not None and one.gazetteer_id == other.gazetteer_id:
        return True
    if one.lat_deg is None or one.lon_deg is None or other.lat_deg is None or other.lon_deg is None:
        return True if one.words and one.words == other.words else None
    apart = distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)
    return apart <= one.radius_m + other.radius_m + _SLACK_M


def _places(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> tuple[_Evidence, str | None]:
    """Return the evidence of the places, or why they bar it: every pair of places apart."""
    found: list[tuple[float, str]] = []
    known = False
    for a in one:
        for b in other:
            may = meet(a, b)
            if may is None:
                continue
            known = known or may or (a.narrow and b.narrow)
            if may:
                found.append((_nearness(a, b), f"{_both(a.name, b.name)} may be one place"))
    if known and not found:
        return (0.0, "", _NOTHING), f"{_apart(one[0].name, other[0].name)} lie apart"
    best, reason = max(found, default=(0.0, ""))
    if best and (mine := _in_town(one)) - (theirs := _in_town(other)) and theirs - mine:
        return (best + _QUARTER, f"{reason}, but each names another part of it", _NOTHING), None
    return (best, reason, _NOTHING), None


def _nearness(one: Spot, other: Spot) -> float:
    """Return how much it says that two places may be one: a village says more than a city, a province little."""
    wider = max(one.radius_m, other.radius_m)
    if one.lat_deg is None or other.lat_deg is None:
        return 1.0
    for radius_m, weight in ((3_500, 1.5), (_TOWN_M, 1.0), (50_000, 0.5)):
        if wider <= radius_m:
            return weight
    return 0.25


def _in_town(spots: tuple[Spot, ...]) -> frozenset[str]:
    """Return the words of the town and its parts (a quarter, a street) that are named."""
    found = [spot.words for spot in spots if spot.lat_deg is not None and spot.radius_m <= _TOWN_M]
    return found[0] if len(found) == 1 else frozenset[str]().union(*found)


def _tolls(one: tuple[Figure, ...], other: tuple[Figure, ...]) -> tuple[_Evidence, str | None]:
    """Return the evidence of the tolls, or why no one happening has both.

    Of each harm the greatest figures are compared, for a report may hold older and partial ones beside it; one figure
    that both give speaks for it all the same.
    """
    weight = 0.0
    reasons: list[str] = []
    for harm in ("killed", "wounded", "captured", "missing", "displaced"):
        mine = [figure for figure in one if figure.harm == harm]
        theirs = [figure for figure in other if figure.harm == harm]
        if not mine or not theirs:
            continue
        most = [max(side, key=lambda figure: (figure.low, figure.who)) for side in (mine, theirs)]
        low, high = sorted(max(1, figure.low) for figure in most)
        same = max((a.low for a in mine for b in theirs if a.low == b.low and _same_people(a, b)), default=0)
        if same:
            weight += min(1.75, 0.5 + 0.25 * math.log2(same))
            reasons.append(f"both tell of {same} {harm}")
        elif not _same_people(*most):
            continue
        elif high > _TOLL_RATIO * low and high - low > 3 and not _open(mine, theirs, low):
            return (0.0, "", _NOTHING), f"{low} and {high} {harm} are not one toll"
        elif high <= _TOLL_NEAR * low:
            weight += 0.5
            reasons.append(f"{_both(str(low), str(high))} {harm} are near")
        elif high > _TOLL_FAR * low:
            weight += _TOLL_AWAY
    return (min(weight, 2.5), ", ".join(reasons), _NOTHING), None


def _open(one: Sequence[Figure], other: Sequence[Figure], low: int) -> bool:
    """Return whether the lower toll is only a lower bound ("several", "at least 20") that a later count may exceed."""
    return any(figure.low == low and figure.high is None for figure in (*one, *other))


def _same_people(one: Figure, other: Figure) -> bool:
    return one.who == other.who or "people" in (one.who, other.who) or {one.who, other.who} == {"people", "civilians"}


def _kinds(one: Facts, other: Facts) -> _Evidence:
    if one.kinds & other.kinds:
        return 0.5, "both tell of {}", one.kinds & other.kinds
    return _KIND, "each calls it another kind", _NOTHING


def _parties(one: AbstractSet[str], other: AbstractSet[str]) -> _Evidence:
    """Return the evidence of who did it: another one named is a contested incident as often as another incident."""
    if one & other:
        return 0.5, "both name the same actor", _NOTHING
    return (_ACTOR, "each names another actor", _NOTHING) if one and other else (0.0, "", _NOTHING)


def _aims(one: AbstractSet[str], other: AbstractSet[str]) -> _Evidence:
    if not one or not other:
        return 0.0, "", _NOTHING
    shared = one & other
    if not shared:
        return _TARGET, "each names another target", _NOTHING
    return 1.5 * len(shared) / min(len(one), len(other)), "both name {} as target", shared


def _said(one: AbstractSet[str], other: AbstractSet[str], weight: float, what: str) -> _Evidence:
    """Return the evidence of what else the quotes have in common, growing ever more slowly."""
    shared = one & other
    if not shared:
        return 0.0, "", _NOTHING
    return weight * math.log2(1 + len(shared)), f"the quotes share {what}: {{}}", shared


def _in_words(found: _Evidence) -> str:
    _, reason, words = found
    return reason.format(_listed(words)) if words else reason


def _both(one: str, other: str) -> str:
    return " and ".join(sorted({one, other}))


def _apart(one: str, other: str) -> str:
    return " and ".join(sorted((one, other)))


def _listed(words: AbstractSet[str]) -> str:
    shown = sorted(words)
    return ", ".join(word.replace("_", " ") for word in shown[:4]) + (", ..." if len(shown) > 4 else "")
