"""Joint disambiguation: every name of a report speaks for the places near it, in its state and in its division.

A name's candidates share one vote, by how likely they are so far; a candidate is as likely as its prior and the votes
of all *other* names make it.  Three rounds let clear names settle the unclear ones.  The weights are set by hand and
say what they mean: steps of ten times the people, as the priors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.claims.geoparse.candidates import Candidate

Floats = NDArray[np.float64]

ROUNDS: Final = 3
STATE: Final = 1.5
"""What the natural logarithm of one plus the votes for its state adds to a candidate."""
ENOUGH: Final = 3.0
"""Votes for a state beyond these say no more: a long report on one state may name another all the same."""
NAMED: Final = 2.0
"""Votes of a state's own name: it says more of where a report goes on than one town does."""
PEOPLE: Final = 1.7
"""Votes of a people's adjective: less than the state's name, since armies act abroad ("Saudi jets")."""
DIVISION: Final = 1.0
NEAR: Final = 1.2
COMPARED: Final = 5_000
"""Candidates beyond which nearness is left out: in a list of thousands of names nothing is near by more than chance."""
SHARP: Final = 1.5
"""How strongly a likelier candidate takes its name's vote."""
NEAR_KM: Final = 120.0
"""Votes for what lies near fall to a third over this distance: about the reach of one local story."""
EARTH_KM: Final = 6371.0
_WIDE: Final = frozenset(("country", "region", "province", "water", "terrain"))
"""Features too wide to be near anything."""


@dataclass(frozen=True, slots=True)
class Group:
    """One name of the report, wherever it stands: its candidates, what the words around it add, how often it stands.

    ``adjective`` says that it is one of a people ("Saudi jets"), which may act anywhere.
    """

    candidates: Sequence[Candidate]
    bonus: Sequence[float]
    count: int
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's score and what it is made of: votes for its state, its division, and places near it."""

    candidate: Candidate
    score: float
    bonus: float
    state: float
    division: float
    near: float


def scored(groups: Sequence[Group], states: Sequence[str] = ()) -> list[list[Scored]]:
    """Return, name by name, the candidates with their scores, the best first.

    ``states`` are ISO codes that what surrounds the report speaks for (publisher, parties); each has one vote.
    """
    flat = [one for group in groups for one in group.candidates]
    if not flat:
        return [[] for _ in groups]
    owner = np.repeat(np.arange(len(groups)), [len(group.candidates) for group in groups])
    base = np.array([one.prior for one in flat]) + np.array([add for group in groups for add in group.bonus])
    weight = np.array([1.0 + 0.5 * math.log(group.count) for group in groups])[owner]
    named = [PEOPLE if group.adjective else NAMED for group in groups for _ in group.candidates]
    weight = weight * np.where([one.entry.feature == "country" for one in flat], named, 1.0)
    state, state_extra = _numbered([one.entry.country for one in flat], states)
    division, _ = _numbered([_division(one) for one in flat], ())
    near = _nearness(flat, owner) if len(flat) <= COMPARED else None
    score, parts = base, (np.zeros(len(flat)),) * 3
    for _ in range(ROUNDS):
        votes = _shares(score, owner, len(groups)) * weight
        parts = (
            _others(votes, state, owner, state_extra),
            _others(votes, division, owner, None),
            near @ votes if near is not None else np.zeros(len(flat)),
        )
        score = (
            base
            + STATE * np.log1p(np.minimum(parts[0], ENOUGH))
            + DIVISION * np.log1p(2 * parts[1])
            + NEAR * np.log1p(2 * parts[2])
        )
    found = [list[Scored]() for _ in groups]
    for at, one in enumerate(flat):
        bonus = base[at] - one.prior
        made = Scored(
            one, float(score[at]), float(bonus), float(parts[0][at]), float(parts[1][at]), float(parts[2][at])
        )
        found[int(owner[at])].append(made)
    for ranked in found:
        ranked.sort(key=lambda one: (-one.score, one.candidate.entry.id))
    return found


def _division(one: Candidate) -> str | None:
    return one.entry.id if one.entry.feature == "province" else one.entry.division


def _numbered(labels: Sequence[str | None], extra: Sequence[str]) -> tuple[NDArray[np.intp], Floats]:
    """Return each label's number, -1 for None, and for each number the votes that come from outside the names."""
    numbers: dict[str, int] = {}
    for label in labels:
        if label is not None:
            numbers.setdefault(label, len(numbers))
    outside = np.zeros(max(1, len(numbers)))
    for label in extra:
        if label in numbers:
            outside[numbers[label]] += 1.0
    return np.array([-1 if label is None else numbers[label] for label in labels]), outside


def _shares(score: Floats, owner: NDArray[np.intp], groups: int) -> Floats:
    """Return each candidate's share of its name's vote."""
    top = np.full(groups, -np.inf)
    np.maximum.at(top, owner, score)
    raw = np.exp(SHARP * (score - top[owner]))
    total = np.bincount(owner, raw, groups)
    shares: Floats = raw / total[owner]
    return shares


def _others(votes: Floats, label: NDArray[np.intp], owner: NDArray[np.intp], extra: Floats | None) -> Floats:
    """Return the votes of other names, and from outside, for each candidate's label; 0 without a label."""
    known = label >= 0
    numbers = np.where(known, label, 0)
    own, at = np.unique(owner * (int(numbers.max(initial=0)) + 1) + numbers, return_inverse=True)
    counted = np.where(known, votes, 0.0)
    total: Floats = np.bincount(numbers, counted, 0 if extra is None else len(extra)).astype(np.float64)
    if extra is not None:
        total += extra
    others: Floats = np.where(known, total[numbers] - np.bincount(at, counted, len(own))[at], 0.0)
    return np.maximum(others, 0.0)


def _nearness(flat: Sequence[Candidate], owner: NDArray[np.intp]) -> Floats:
    """Return how near candidates of different names lie to each other: 1 at one point, falling with distance."""
    points = np.array(
        [(math.radians(one.entry.lat_deg or 0.0), math.radians(one.entry.lon_deg or 0.0)) for one in flat]
    )
    lat, lon = points[:, 0], points[:, 1]
    units = np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
    local = np.array([one.entry.lat_deg is not None and one.entry.feature not in _WIDE for one in flat])
    angle = np.arccos(np.clip(units @ units.T, -1.0, 1.0))
    near: Floats = np.exp(angle * (-EARTH_KM / NEAR_KM))
    near[~local, :] = 0.0
    near[:, ~local] = 0.0
    near[owner[:, None] == owner[None, :]] = 0.0
    return near
