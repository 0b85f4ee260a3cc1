"""The finding on the toll: which figures of killed and wounded stand side by side, and whether voices differ on them.

A toll grows, and a voice that says "at least 43" does not contradict one that says 126.  What contradicts is bounded:
43 and 126, or "at least 43" and 20.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from counterclaim.incidents.findings import Stand, opposed
from counterclaim.incidents.values import Value
from counterclaim.incidents.voices import Told
from counterclaim.incidents.weighing import says_number
from counterclaim.records import Figure, Finding, FindingState, Harm, Tally

_HARMS: Final[frozenset[Harm]] = frozenset({"killed", "wounded"})
_COUNTS: Final = ("stands", "accused")


def toll_finding(tallies: Sequence[Tally], told: Sequence[Told]) -> Finding | None:
    """Return what is said of the toll, None where no figure of killed or wounded stands.

    ``tallies`` are those of ``told``.  A position is one value of one harm and group; only those of one harm and group
    can exclude each other.  Vague words exclude nothing, and what a voice denies is no figure of its own.
    """
    by_id = {one.claim.id: one for one in told}
    stands: list[Stand] = []
    contested = False
    for tally in tallies:
        if tally.harm in _HARMS:
            here = _stands(tally, by_id)
            contested = contested or any(
                opposed(one, other) and _exclude(one.value, other.value) for one in here for other in here
            )
            stands += here
    if not stands:
        return None
    stands.sort(key=lambda stand: -len(stand.voices))
    agreed = any(len(stand.voices) > 1 for stand in stands)
    state: FindingState = "contested" if contested else "agreed" if agreed else "single"
    return Finding(field="toll", state=state, positions=tuple(stand.position() for stand in stands))


def _stands(tally: Tally, told: dict[str, Told]) -> list[Stand]:
    """Return a stand for each value of a tally, the least first; copies of its words add claims only."""
    found: dict[tuple[int, int | None], Stand] = {}
    for figure in tally.figures:
        one = told[figure.claim]
        if figure.standing in _COUNTS and one.claim.stance != "denies":
            value = _value(tally, figure)
            stand = found.setdefault((figure.low, figure.high), Stand(value))
            # Whoever gives it a number makes it one: vague words may stand for the same bounds.
            stand.value = value if value.firm else stand.value
            stand.claims.append(figure.claim)
            stand.origins.add(one.claim.report)
            if one.voice is not None:
                stand.voices[one.voice.key] = one.voice.name
    for figure in tally.figures:
        if figure.standing == "copy" and (figure.low, figure.high) in found:
            found[figure.low, figure.high].claims.append(figure.claim)
    return [found[at] for at in sorted(found, key=lambda at: (at[0], math.inf if at[1] is None else at[1]))]


def _value(tally: Tally, figure: Figure) -> Value:
    low, high = figure.low, math.inf if figure.high is None else figure.high
    same = (tally.harm, tally.who, figure.low, figure.high)
    return Value(same, figure_text(tally, figure), high - low, (low, high), says_number(figure.words))


def figure_text(tally: Tally, figure: Figure) -> str:
    """Return a figure in words: "43 or more killed", "3 children killed", "3 to 5 wounded", "none killed"."""
    if figure.high is None:
        number = f"{figure.low} or more"
    elif figure.low == figure.high:
        number = str(figure.low) if figure.low else "no" if tally.who != "people" else "none"
    else:
        number = f"{figure.low} to {figure.high}"
    who = "" if tally.who == "people" else f" {tally.who.replace('_', ' ')}"
    return f"{number}{who} {tally.harm}"


def _exclude(one: Value, other: Value) -> bool:
    """Tell whether two figures share no number."""
    (low, high), (other_low, other_high) = one.data, other.data
    return one.firm and other.firm and (low > other_high or other_low > high)
