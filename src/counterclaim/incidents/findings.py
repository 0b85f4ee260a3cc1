"""What is said of each field of an incident, by position: agreed, contested or single; docs/grading.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from counterclaim.incidents.values import RULES, Rule, Value, overlap
from counterclaim.incidents.voices import Told
from counterclaim.records import Field, Finding, FindingState, Interval, Position


@dataclass(slots=True)
class Stand:
    """A position while it is gathered: the narrowest value that it was given, and who stands behind it."""

    value: Value
    claims: list[str] = field(default_factory=list[str])
    voices: dict[str, str] = field(default_factory=dict[str, str])
    origins: set[str] = field(default_factory=set[str])

    def take(self, other: Stand) -> None:
        """Take in who stands behind a wider value that says no other."""
        self.claims += other.claims
        self.voices.update(other.voices)
        self.origins |= other.origins

    def position(self) -> Position:
        """Return it as it is shown."""
        return Position(
            value=self.value.text,
            claims=tuple(dict.fromkeys(self.claims)),
            voices=tuple(sorted(self.voices.values())),
            origins=tuple(sorted(self.origins)),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the values behind its positions, in the same order."""

    finding: Finding
    stands: tuple[Stand, ...]

    @property
    def contested(self) -> bool:
        """Whether voices differ."""
        return self.finding.state == "contested"


def find(told: Sequence[Told], day: dt.date | None) -> dict[Field, Found]:
    """Return what is said of each field that anybody says anything of.

    ``told`` stands in the order of publication.  A claim that denies the happening speaks only of ``stance``: what it
    denies it does not tell.  One of a part of the incident speaks of a field only where no claim of the whole does.
    """
    heard = [one for one in told if one.live]
    telling = [one for one in heard if one.claim.stance != "denies"]
    whole = [one for one in telling if not one.part]
    found: dict[Field, Found] = {}
    for name, rule in RULES.items():
        stands = _gather(heard, rule) if name == "stance" else _gather(whole, rule) or _gather(telling, rule)
        if stands:
            stands = _joined(stands, rule, day) if len(stands) > 1 else stands
            stands.sort(key=lambda stand: (-len(stand.voices), stand.value.text, stand.claims))
            finding = Finding(
                field=name,
                state=_state(stands, rule, day),
                positions=tuple(stand.position() for stand in stands),
            )
            found[name] = Found(finding, tuple(stands))
    return found


def _gather(told: Iterable[Told], rule: Rule) -> list[Stand]:
    """Return one stand a value; the earliest telling gives its words."""
    stands: dict[Hashable, Stand] = {}
    for one in told:
        for value in rule.values(one.claim):
            stand = stands.get(value.same)
            if stand is None:
                stand = stands[value.same] = Stand(value)
            stand.claims.append(one.claim.id)
            if one.own:
                stand.origins.add(one.claim.report)
                if one.voice is not None:
                    stand.voices[one.voice.key] = one.voice.name
    return list(stands.values())


def _joined(stands: list[Stand], rule: Rule, day: dt.date | None) -> list[Stand]:
    """Let a wider value join the narrower one with which it agrees, where it agrees with one only."""
    kept: list[Stand] = []
    for stand in sorted(stands, key=lambda one: (one.value.width, one.value.text, one.claims)):
        near = [other for other in kept if _agree(stand.value, other.value, rule, day)]
        if len(near) == 1:
            near[0].take(stand)
        else:
            kept.append(stand)
    return kept


def _agree(one: Value, other: Value, rule: Rule, day: dt.date | None) -> bool:
    return one.firm and other.firm and rule.agrees(one.data, other.data, day)


def _state(stands: Sequence[Stand], rule: Rule, day: dt.date | None) -> FindingState:
    """Return whether voices exclude each other, two say the same, or neither."""
    firm = [stand for stand in stands if stand.value.firm]
    for one in firm:
        for other in stands:
            if opposed(one, other) and rule.excludes(one.value.data, other.value.data, day):
                return "contested"
    return "agreed" if any(len(stand.voices) > 1 for stand in stands) else "single"


def opposed(one: Stand, other: Stand) -> bool:
    """Tell whether a voice behind the one is not behind the other, and the other way round."""
    return not one.voices.keys() <= other.voices.keys() and not other.voices.keys() <= one.voices.keys()


def narrowest_when(told: Iterable[Told]) -> Interval | None:
    """Return the narrowest stated interval that no claim contradicts, None without one."""
    stated = {one.claim.event.when for one in told if one.claim.event.when is not None}
    values = sorted(stated, key=_width)
    return next((one for one in values if all(overlap(one, other) for other in values)), None)


def _width(when: Interval) -> tuple[bool, dt.timedelta, str]:
    closed = when.start is not None and when.end is not None
    width = when.end - when.start if when.start is not None and when.end is not None else dt.timedelta.max
    return not closed, width, str(when)
