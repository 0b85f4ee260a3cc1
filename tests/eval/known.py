"""Two incidents of the coded claims that must come out whole: a convoy's rising toll, a raid told in parts.

Each is a figure of 1 or 0; what is missing is said in words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.pipeline import Fused
from counterclaim.records import Claim, Claimant, Group, Incident, Line, Report, Toll
from counterclaim.records import Figure as Stated
from tests.eval.clusters import chief
from tests.eval.figures import Figure

RASHIDIN: Final = "rashidin-convoy"
TOKHAR: Final = "tokhar-raid"
_OBSERVATORY: Final = "Syrian Observatory for Human Rights"
_TOTAL: Final = 21
_PARTS: Final = (15, 6)


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure of the dead that a coder read: by whom, in a report of which day (ISO)."""

    claimant: Claimant
    day: str
    toll: Toll


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of the dead as an incident shows it: what it counts, who says it, in a report of which day (ISO)."""

    who: Group
    figure: Stated
    claimant: Claimant
    day: str


class Known:
    """Statements, and what they came to."""

    def __init__(self, lines: Sequence[Line], result: Fused) -> None:
        self._reports = {line.id: line for line in lines if isinstance(line, Report)}
        self._claims = {line.id: line for line in lines if isinstance(line, Claim)}
        self._incidents = {incident.id: incident for incident in result.incidents}
        self._main = result.main

    def chief(self, reports: Iterable[str]) -> Incident | None:
        """Return the incident that most of the reports (ids) are chiefly about; None where they have none."""
        name = chief(reports, self._main)
        return self._incidents[name] if name is not None else None

    def dead(self, incident: Incident) -> list[Shown]:
        """Return the figures of the dead of an incident."""
        return [
            Shown(tally.who, figure, claim.claimant, self.day(claim.report))
            for tally in incident.toll
            if tally.harm == "killed"
            for figure in tally.figures
            for claim in (self._claims[figure.claim],)
        ]

    def day(self, report: str) -> str:
        """Return the day on which a report was published, ``""`` where it is not known."""
        published = self._reports[report].published_at
        return published.start.date().isoformat() if published is not None and published.start is not None else ""


def unshown(wanted: Sequence[Expected], shown: Sequence[Shown]) -> list[str]:
    """Return, in words, the figures that no figure shown repeats: number, group, day and voice.

    An unnamed source has no voice, nor has a publisher that shows no reporting of its own: they stand for one another
    of their own sort only.
    """
    return [
        f"{one.toll.low} {one.toll.who} by {one.claimant.name or 'the publisher'} on {one.day}"
        for one in wanted
        if not any(_repeats(one, other) for other in shown)
    ]


def _repeats(one: Expected, other: Shown) -> bool:
    if (one.toll.low, one.toll.who, one.day) != (other.figure.low, other.who, other.day):
        return False
    if one.claimant.voice == "named":
        return one.claimant.name == other.figure.voice
    return one.claimant.voice == other.claimant.voice


def last_superseded(wanted: Sequence[Expected], shown: Sequence[Shown]) -> list[str]:
    """Return, in words, the named voices of which no figure of their last day stands for all people."""
    last: dict[str, str] = {}
    for one in wanted:
        if one.claimant.voice == "named" and one.claimant.name and one.toll.who == "people":
            last[one.claimant.name] = max(one.day, last.get(one.claimant.name, ""))
    people = [other for other in shown if other.who == "people"]
    standing = {(other.figure.voice, other.day) for other in people if other.figure.standing == "stands"}
    return [f"no figure of {name} on {day} stands" for name, day in sorted(last.items()) if (name, day) not in standing]


def tokhar_faults(incident: Incident | None, shown: Sequence[Shown]) -> list[str]:
    """Return, in words, what is wrong with the raid: its total stands, its parts hang under it, several carry it."""
    if incident is None:
        return ["no incident"]
    own = [one for one in shown if one.figure.voice == _OBSERVATORY]
    faults: list[str] = []
    if not any(one.figure.low == _TOTAL and one.figure.standing == "stands" for one in own):
        faults.append(f"the Observatory's {_TOTAL} does not stand")
    for part in _PARTS:
        standings = {one.figure.standing for one in own if one.figure.low == part}
        if "part" not in standings or not standings <= {"part", "copy"}:
            faults.append(f"its {part} is {', '.join(sorted(standings)) or 'missing'}, not a part")
    if incident.spread.carriers < 2:
        faults.append("it is carried by one report only")
    return faults


def rashidin_faults(wanted: Sequence[Expected], incident: Incident | None, shown: Sequence[Shown]) -> list[str]:
    """Return, in words, what is wrong with the convoy: a figure that is not shown, a last one that does not stand."""
    return [*unshown(wanted, shown), *last_superseded(wanted, shown)] if incident is not None else ["no incident"]


def check(name: str, prefix: str, known: Known, coded: Mapping[str, Sequence[Claim]]) -> list[Figure]:
    """Return a figure of 1 or 0 for each of the two; faults go to standard error.

    ``coded`` are the coders' claims by the happening in the world that they are about.
    """
    made: list[Figure] = []
    for label, claims in sorted(coded.items()):
        if not label.startswith((RASHIDIN, TOKHAR)):
            continue
        reports = {claim.report for claim in claims}
        incident = known.chief(reports)
        shown = known.dead(incident) if incident is not None else []
        if label.startswith(TOKHAR):
            faults = tokhar_faults(incident, shown)
        else:
            wanted = [
                Expected(claim.claimant, known.day(claim.report), toll)
                for claim in claims
                for toll in claim.event.toll
                if toll.harm == "killed"
            ]
            faults = rashidin_faults(wanted, incident, shown)
        for fault in faults:
            print(f"{prefix}{label}: {fault}", file=sys.stderr)
        value = float(not faults)
        made.append(Figure(name, f"{prefix}{label} whole", value, len(reports), value, value))
    return made
