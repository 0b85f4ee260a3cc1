"""How firmly an act, and the harm to civilians, is laid at a belligerent's door, with reasons; docs/grading.md.

The terms are those that Airwars publishes for its own assessments (airwars.org, "Methodology").  They are computed here
from claims alone: a grade is no assessment by Airwars.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from counterclaim.incidents.accused import Accused
from counterclaim.incidents.ties import known_as, one_body
from counterclaim.incidents.voices import Speaker, Told, distinct, grounds, independent
from counterclaim.records import (
    Discount,
    Grade,
    GradeName,
    Group,
    Harm,
    Judgement,
    Rating,
    Reason,
    StrikeStatus,
)

CIVILIAN: Final[frozenset[Group]] = frozenset(("civilians", "children", "women", "aid_workers", "journalists"))
"""Groups that are civilians: never ``people``, and not ``men``, who may bear arms."""
HARM: Final[frozenset[Harm]] = frozenset(("killed", "wounded", "missing", "captured"))
"""Harm that is graded; flight is told of whole regions, and its telling lays it at nobody's door."""
_NOBODY: Final = "sources without a name, or reports that show no reporting of their own"
CREDIBLE: Final[frozenset[Rating]] = frozenset(("A", "B", "C"))


def rating(voice: Speaker, ratings: Mapping[str, Rating]) -> Rating:
    """Return how a person rated a voice: by its id, or by a name of it in lower case; F where nobody did."""
    known = (voice.party, voice.name.casefold(), voice.as_written.casefold(), voice.key)
    for at in known:
        if at is not None and at in ratings:
            return ratings[at]
    return "F"


def civilian_harm(told: Iterable[Told]) -> tuple[Told, ...]:
    """Return the claims that count and say that civilians came to harm."""
    return tuple(one for one in told if one.own and one.claim.stance == "asserts" and _harms_civilians(one))


def _harms_civilians(one: Told) -> bool:
    return any(toll.harm in HARM and toll.who in CIVILIAN and toll.high != 0 for toll in one.claim.event.toll)


def grade(
    who: Accused,
    harm: Sequence[Told],
    *,
    ratings: Mapping[str, Rating],
    judged: Sequence[Judgement],
    day: dt.date | None,
) -> Grade:
    """Return status and grade of one accused belligerent; ``harm`` are the claims of harm to civilians."""
    status, why = _status(who, day)
    if not harm:
        return Grade(belligerent=who.name, status=status, grade=None, reasons=(why,))
    name, reasons = _grade(who, harm, status, ratings, judged, day)
    return Grade(belligerent=who.name, status=status, grade=name, reasons=(why, *reasons))


def _status(who: Accused, day: dt.date | None) -> tuple[StrikeStatus, Reason]:
    accusers = who.accusers
    if who.own:
        return "declared", _reason(f"{who.name.name} says that it did it", who.own)
    if who.rivals:
        text = f"{_list(distinct(who.by))} name {who.name.name}, {_list(distinct(who.rivals))} name others"
        return "contested", _reason(text, (*who.by, *who.rivals))
    if independent(accusers, day) > 1:
        return "likely", _reason(f"independent voices name {who.name.name}: {_list(accusers)}", who.by)
    if len(accusers) > 1:
        text = f"{_list(accusers)} name {who.name.name}, but are not known to be independent of one another"
    elif accusers:
        text = f"one voice names {who.name.name}: {_list(accusers)}"
    else:
        text = f"no voice names {who.name.name}, only {_NOBODY}"
    return "single_source", _reason(text, who.by)


def _grade(
    who: Accused,
    harm: Sequence[Told],
    status: StrikeStatus,
    ratings: Mapping[str, Rating],
    judged: Sequence[Judgement],
    day: dt.date | None,
) -> tuple[GradeName, tuple[Reason, ...]]:
    discounts = [one for one in judged if isinstance(one.act, Discount) and _meant(one.act, who, day)]
    if discounts:
        last = max(discounts, key=lambda one: (one.at, one.id))
        return "discounted", (Reason(text=f"{last.by} discounted it: {last.why}", judgements=(last.id,)),)
    accepted = [one for one in harm if one in who.own]
    if accepted:
        return "confirmed", (_reason(f"{who.name.name} accepts that its act harmed civilians", accepted),)
    if who.rivals:
        return "contested", (_reason("voices name different doers", (*who.by, *who.rivals)),)
    voices = distinct(harm)
    credible = {at: voice for at, voice in voices.items() if rating(voice, ratings) in CREDIBLE}
    standing = [one for one in harm if one.voice is not None and one.voice.key in credible]
    likely = status in ("likely", "declared")
    if independent(credible, day) > 1:
        told = _reason(f"credible, independent voices tell of harm to civilians: {_list(credible)}", standing)
        if likely:
            return "fair", (told,)
        return "weak", (told, Reason(text=f"the act is neither declared nor likely, but {status.replace('_', ' ')}"))
    return "weak", (_reason(_too_few(voices, credible), harm),)


def _too_few(voices: Mapping[str, Speaker], credible: Mapping[str, Speaker]) -> str:
    """Return why voices do not make an allegation fair."""
    if not voices:
        return f"no voice tells of harm to civilians, only {_NOBODY}"
    if len(voices) == 1:
        return f"one voice tells of harm to civilians: {_list(voices)}"
    if len(credible) < 2:
        return f"fewer than two voices that tell of harm to civilians are rated A to C by a person: {_list(voices)}"
    return f"the credible voices ({_list(credible)}) are not known to be independent of one another"


def _meant(act: Discount, who: Accused, day: dt.date | None) -> bool:
    """Tell whether a discount is about this belligerent; one that names none is about all."""
    return act.belligerent is None or one_body(known_as(act.belligerent, act.belligerent), who.party, day)


def _list(voices: Mapping[str, Speaker]) -> str:
    return ", ".join(sorted(voice.name for voice in voices.values())) or "sources without a name"


def _reason(text: str, claims: Iterable[Told]) -> Reason:
    return Reason(text=text, claims=grounds(claims))
