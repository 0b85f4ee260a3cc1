"""Why a person should look at an incident, in words: its harm, its disputes, its spread, and what people decided."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from counterclaim.publish import derived_words
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Claim,
    Different,
    Discount,
    Incident,
    Judgement,
    Retract,
    Same,
    SetField,
    Takedown,
    Undo,
)

_CARRIERS: Final = 3
"""Carriers from which one voice's word is spread wide."""


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that no later one undid; an undo that was itself undone undoes nothing."""
    ordered = sorted(judgements, key=lambda each: (each.at, each.id), reverse=True)
    undone: set[str] = set()
    for each in ordered:  # the latest first: what undoes is decided before what it undoes
        if isinstance(each.act, Undo) and each.id not in undone:
            undone.add(each.act.judgement)
    return tuple(each for each in reversed(ordered) if each.id not in undone and not isinstance(each.act, Undo))


def _overlap(one: Anchor, other: Anchor) -> bool:
    same = one.report == other.report and one.kind == other.kind
    return same and one.start < other.end and other.start < one.end


def _among(anchor: Anchor, others: Iterable[Anchor]) -> bool:
    return any(_overlap(anchor, other) for other in others)


def _split(same: Same, different: Different) -> bool:
    """Tell whether the one joins what the other keeps apart."""
    return any(_among(anchor, same.anchors) for anchor in different.anchors) and any(
        _among(anchor, same.anchors) for anchor in different.others
    )


def _opposed(one: Judgement, other: Judgement) -> bool:
    """Tell whether two people decided oppositely; one person who thought again is no conflict."""
    if one.by == other.by:
        return False
    match one.act, other.act:
        case (Same() as same, Different() as different) | (Different() as different, Same() as same):
            return _split(same, different)
        case (Check(anchors=ours), Retract(anchors=theirs)) | (Retract(anchors=ours), Check(anchors=theirs)):
            return any(_among(anchor, theirs) for anchor in ours)
        case SetField() as mine, SetField() as yours:
            shared = set(mine.fields) & set(yours.fields)
            return _overlap(mine.anchor, yours.anchor) and any(
                getattr(mine.event, field) != getattr(yours.event, field) for field in shared
            )
        case _:
            return False


def anchors(judgement: Judgement) -> tuple[Anchor, ...]:
    """Return every anchor that a judgement names."""
    match judgement.act:
        case Different(anchors=ours, others=theirs):
            return (*ours, *theirs)
        case Same(anchors=ours) | Discount(anchors=ours) | Retract(anchors=ours) | Check(anchors=ours):
            return ours
        case SetField(anchor=anchor):
            return (anchor,)
        case _:
            return ()


_VERBS: Final[dict[type[Act], str]] = {
    Same: "same",
    Different: "different",
    SetField: "set",
    Discount: "discount",
    Retract: "retract",
    Check: "check",
}


def _says(judgement: Judgement) -> str:
    return f"{judgement.by} says {_VERBS[type(judgement.act)]} ({judgement.at.date()})"


def conflicts(judgements: Sequence[Judgement]) -> Iterator[str]:
    """Yield in words each pair of standing judgements in which two people decided oppositely."""
    for one, other in itertools.combinations(judgements, 2):
        if _opposed(one, other):
            yield f"judgements conflict: {_says(one)}, {_says(other)}"


def _place(claim: Claim) -> Anchor:
    quote = claim.evidence
    return Anchor(report=claim.report, start=quote.start, end=quote.end, kind=claim.event.kind)


def unbound(judgements: Sequence[Judgement], claims: Iterable[Claim]) -> Iterator[str]:
    """Yield in words each standing judgement that names words which no live claim of that kind carries now."""
    live: dict[str, list[Anchor]] = {}
    for claim in claims:
        live.setdefault(claim.report, []).append(_place(claim))
    for each in judgements:
        named = () if isinstance(each.act, Takedown) else anchors(each)
        # Other reports of the same judgement belong to other incidents, whose claims were not handed in.
        if any(anchor.report in live and not _among(anchor, live[anchor.report]) for anchor in named):
            yield f"judgement unbound: {_says(each)} of words that carry no such claim now"


def reasons(about: Incident, judgements: Iterable[Judgement], claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return why an incident is in the queue, in the order of the queue: toll, dispute, spread, then judgements.

    ``judgements`` and ``claims`` (live) are those of the reports behind it, also where they tell of other incidents.
    """
    found: list[str] = []
    ranges = derived_words.toll(about.toll)
    if deaths := ranges.get("killed"):
        found.append(f"killed {', '.join(deaths)}")
    if fields := derived_words.contested(about):
        found.append(f"contested: {', '.join(derived_words.FIELDS[field] for field in fields)}")
    if about.spread.carriers >= _CARRIERS and len(about.voices.names) <= 1:
        found.append(
            f"{'one' if about.voices.names else 'no'} voice, spread wide: {derived_words.spread(about.spread)}"
        )
    known = standing(judgements)
    mine = [_place(claim) for claim in claims if claim.id in about.claims]
    touching = [each for each in known if any(_among(anchor, mine) for anchor in anchors(each))]
    found += [*conflicts(touching), *unbound(known, claims)]
    return tuple(found) or ("nobody has checked it",)
