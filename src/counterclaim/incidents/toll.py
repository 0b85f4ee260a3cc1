"""The toll of an incident: every figure with what it counts for, and the range of those that stand; docs/grading.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, get_args

from counterclaim.incidents.ties import on_one_side
from counterclaim.incidents.voices import Told
from counterclaim.incidents.weighing import says_number
from counterclaim.records import Figure, Group, Harm, Interval, Standing, Tally, Toll

_MIN: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
_MAX: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_HARMS: Final[dict[Harm, int]] = {harm: k for k, harm in enumerate(get_args(Harm))}
_GROUPS: Final[dict[Group, int]] = {who: k for k, who in enumerate(get_args(Group))}

_Value = tuple[int, int | None]


@dataclass(slots=True)
class _Draft:
    """A figure while its standing is worked out; ``start`` and ``end`` bound when it was said."""

    told: Told
    toll: Toll
    said: Interval | None
    start: dt.datetime
    end: dt.datetime
    standing: Standing
    by: str | None = None

    @property
    def claim(self) -> str:
        return self.told.claim.id

    @property
    def value(self) -> _Value:
        return self.toll.low, self.toll.high

    def figure(self) -> Figure:
        voice, toll = self.told.said_by, self.toll
        return Figure(
            claim=self.claim,
            voice=voice.name if voice is not None else None,
            low=toll.low,
            high=toll.high,
            words=toll.words,
            said_at=self.said,
            standing=self.standing,
            by=self.by,
        )


def tallies(
    told: Sequence[Told],
    *,
    accused: frozenset[str] = frozenset(),
    day: dt.date | None = None,
) -> tuple[Tally, ...]:
    """Return the toll by harm and group.

    ``told`` stands in the order of publication; ``accused`` are the parties (register ids) that are accused of it,
    ``day`` the day for which the register tells who stood with them.
    """
    tables: dict[tuple[Harm, Group], list[_Draft]] = {}
    for one in told:
        if one.claim.event.toll and one.claim.stance != "intends":
            of_accused = one.speaker is not None and any(on_one_side(one.speaker, side, day) for side in accused)
            for draft in _drafts(one, of_accused):
                tables.setdefault((draft.toll.harm, draft.toll.who), []).append(draft)
    for drafts in tables.values():
        _give_back(drafts)
        _supersede(drafts)
        _set_beside(drafts, accused, day)
    _hang(tables)
    order = sorted(tables, key=lambda at: (_HARMS[at[0]], _GROUPS[at[1]]))
    return tuple(_tally(harm, who, tables[harm, who]) for harm, who in order)


def _drafts(one: Told, of_accused: bool) -> Iterable[_Draft]:
    """Yield the figures of a claim, each once; of two for one group the lesser is a part of the greater.

    A denied figure is nobody's figure: it is kept only where the accused side denies it, and then stands beside.
    """
    claim, published = one.claim, one.item.published_at
    said = claim.said_at or published
    start = said.start if said is not None and said.start is not None else _MIN
    end = said.end if said is not None and said.end is not None else _MAX
    if claim.stance == "denies" and not of_accused:
        return
    whole: dict[tuple[Harm, Group], float] = {}
    for toll in claim.event.toll:
        at = toll.harm, toll.who
        whole[at] = max(whole.get(at, 0), _size(toll))
    seen: set[tuple[Harm, Group, int, int | None]] = set()
    for toll in claim.event.toll:
        same = (toll.harm, toll.who, toll.low, toll.high)
        if same in seen:
            continue
        seen.add(same)
        by = claim.id if _size(toll) < whole[toll.harm, toll.who] else None
        standing: Standing = "stands"
        if not one.live:
            standing = "withdrawn"
        elif not one.own:
            standing = "copy"
        elif claim.stance == "denies":
            standing = "accused"
        elif one.part or by is not None:
            standing = "part"
        yield _Draft(one, toll, said, start, end, standing, by if standing == "part" and not one.part else None)


def _size(toll: Toll) -> float:
    return toll.low if toll.high is None else max(toll.low, toll.high)


def _give_back(drafts: Sequence[_Draft]) -> None:
    """Count once what a report tells itself, without reporting of its own, and also gives to a voice: its lead."""
    voiced = {(one.told.claim.report, one.toll.low) for one in drafts if one.told.voice is not None}
    for draft in drafts:
        own_words = draft.told.voice is None and draft.told.claim.claimant.voice == "publisher"
        if draft.standing == "stands" and own_words and (draft.told.claim.report, draft.toll.low) in voiced:
            draft.standing = "copy"


def _supersede(drafts: Sequence[_Draft]) -> None:
    """Mark each figure that a later one of the same voice replaces: said provably later, so that no time is shared.

    Vague words never replace a number.
    """
    voices: dict[str, list[_Draft]] = {}
    for draft in drafts:
        if draft.standing == "stands" and draft.told.voice is not None:
            voices.setdefault(draft.told.voice.key, []).append(draft)
    for own in voices.values():
        if len({draft.value for draft in own}) > 1:
            numbers = [draft for draft in own if says_number(draft.toll.words)]
            vague = [draft for draft in own if not says_number(draft.toll.words)]
            _replace(numbers, by=numbers)
            _replace(vague, by=own)


def _replace(own: Sequence[_Draft], *, by: Sequence[_Draft]) -> None:
    """Mark those of a voice's figures that the latest of others, or the latest that says another number, replaces."""
    new = _new(sorted(by, key=lambda draft: (draft.start, draft.claim)))
    for draft in own:
        later = next((one for one in reversed(new) if one.value != draft.value), None)
        if later is not None and later.start >= draft.end:
            draft.standing, draft.by = "superseded", later.claim


def _new(own: Sequence[_Draft]) -> list[_Draft]:
    """Return the figures of a voice that may replace others, by time: all but old ones that are told again.

    A figure that its voice had given and replaced before, and of which no time of saying is stated, was not said anew.
    """
    first_end: dict[_Value, dt.datetime] = {}
    new: list[_Draft] = []
    for draft in own:
        given = first_end.get(draft.value)
        before = None
        if given is not None and draft.told.claim.said_at is None:
            before = next((one for one in reversed(new) if one.value != draft.value and one.start < draft.start), None)
        if given is None or before is None or before.start < given:
            new.append(draft)
        first_end[draft.value] = draft.end if given is None else min(given, draft.end)
    return new


def _set_beside(drafts: Sequence[_Draft], accused: frozenset[str], day: dt.date | None) -> None:
    """Set beside the range each figure of the accused side that is lower than all others, or says that nobody was."""
    if not accused:
        return
    theirs: list[_Draft] = []
    others: list[_Draft] = []
    for draft in drafts:
        if draft.standing == "stands":
            who = draft.told.speaker
            mine = who is not None and any(on_one_side(who, side, day) for side in accused)
            (theirs if mine else others).append(draft)
    least = min((draft.toll.low for draft in _bounding(others)), default=0)
    for draft in theirs:
        if draft.toll.high == 0 or draft.toll.low < least:
            draft.standing = "accused"


def _bounding(drafts: Sequence[_Draft]) -> Sequence[_Draft]:
    """Return the figures that bound: those with a number, vague words only where no number stands."""
    return [draft for draft in drafts if says_number(draft.toll.words)] or drafts


def _hang(tables: dict[tuple[Harm, Group], list[_Draft]]) -> None:
    """Hang each part under a total of the same voice and harm that covers it: of its group, else of people."""
    totals: dict[tuple[Harm, Group, str], list[_Draft]] = {}
    hanging: list[_Draft] = []
    for drafts in tables.values():
        for draft in drafts:
            if draft.standing in ("stands", "superseded"):
                totals.setdefault((draft.toll.harm, draft.toll.who, _whose(draft)), []).append(draft)
            elif draft.standing == "part" and draft.by is None:
                hanging.append(draft)
    for part in hanging:
        groups: list[Group] = [part.toll.who] if part.toll.who == "people" else [part.toll.who, "people"]
        for who in groups:
            found = [one for one in totals.get((part.toll.harm, who, _whose(part)), ()) if _covers(one, part)]
            if found:
                part.by = max(found, key=lambda one: _nearness(one, part)).claim
                break


def _whose(draft: _Draft) -> str:
    """Return whose figure it is: its voice's, else its report's."""
    voice = draft.told.voice
    return f"voice {voice.key}" if voice is not None else f"report {draft.told.claim.report}"


def _covers(total: _Draft, part: _Draft) -> bool:
    return total.claim != part.claim and (total.toll.high is None or total.toll.high >= part.toll.low)


def _nearness(total: _Draft, part: _Draft) -> tuple[bool, bool, dt.datetime, str]:
    same = total.told.claim.report == part.told.claim.report
    return same, total.standing == "stands", total.start, total.claim


def _tally(harm: Harm, who: Group, drafts: Sequence[_Draft]) -> Tally:
    """Return the range over the figures that stand: least low to greatest high, open where one of them is open."""
    standing = _bounding([draft for draft in drafts if draft.standing == "stands"])
    highs = [draft.toll.high for draft in standing]
    closed = [high for high in highs if high is not None]
    return Tally(
        harm=harm,
        who=who,
        low=min((draft.toll.low for draft in standing), default=None),
        high=max(closed) if closed and len(closed) == len(highs) else None,
        figures=tuple(draft.figure() for draft in drafts),
    )
