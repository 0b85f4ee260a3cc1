"""One incident with the claims and reports behind it: what a row is made of, and the facts that several formats ask."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import View
from counterclaim.publish import derived_words
from counterclaim.publish.told import Told
from counterclaim.records import Claim, Figure, Group, Harm, Incident, Interval, Kind, Party, PartyName, Report, Tally

_AT_ONCE: Final = 200
"""Incidents whose claims are fetched together: enough to spare round trips, few enough to hold."""
_A_DAY: Final = dt.timedelta(days=1)
_A_MOMENT: Final = dt.timedelta(microseconds=1)
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CIVILIANS: Final[frozenset[Group]] = frozenset(("civilians", "children", "aid_workers", "journalists"))


@dataclass(frozen=True, slots=True)
class Case:
    """An incident and what it rests on; claims that were taken down are missing, and so are their reports."""

    incident: Incident
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def kind(self) -> Kind:
        """What it is called most."""
        return self.incident.kinds[0]

    def told(self) -> Told:
        """Return what the sentence on an incident needs: judgements and copies are not asked for."""
        return Told(claims=self.claims, reports=self.reports, copies={}, judgements={})

    def own_claims(self) -> Iterator[Claim]:
        """Yield the claims of the incident that are there."""
        return (self.claims[each] for each in self.incident.claims if each in self.claims)

    def own_reports(self) -> tuple[Report, ...]:
        """Return the reports of its claims, those published first in front; ties by id."""
        found = {claim.report for claim in self.own_claims()}
        kept = [self.reports[each] for each in found if each in self.reports]
        return tuple(sorted(kept, key=lambda each: (_published(each), each.id)))

    def publishers(self) -> tuple[str, ...]:
        """Return who published it, the first in front, each once; a report without a publisher is named by its ref."""
        return tuple(dict.fromkeys(each.publisher or each.ref for each in self.own_reports()))

    def claimants(self) -> tuple[str, ...]:
        """Return who says it: named voices, then unnamed sources and publishers in their own words."""
        told = self.told()
        own = (told.sayer(claim.id) for claim in self.own_claims())
        return tuple(dict.fromkeys((*self.incident.voices.names, *own)))

    def means(self) -> tuple[str, ...]:
        """Return the means that its claims name, each once."""
        return tuple(dict.fromkeys(claim.event.means for claim in self.own_claims() if claim.event.means))


def _published(report: Report) -> str:
    said = report.published_at
    return said.start.isoformat() if said is not None and said.start is not None else "9999"


def cases(view: View, incidents: Iterable[Incident], *, behind: bool) -> Iterator[Case]:
    """Yield incidents as cases, in their order; with ``behind`` their claims and reports are fetched, some at once."""
    each = iter(incidents)
    while batch := list(itertools.islice(each, _AT_ONCE)):
        claims: dict[str, Claim] = {}
        reports: dict[str, Report] = {}
        if behind:
            claims = {claim.id: claim for claim in view.claims({one for about in batch for one in about.claims})}
            reports = {report.id: report for report in view.reports({claim.report for claim in claims.values()})}
        for about in batch:
            yield Case(about, claims, reports)


def untold(case: Case) -> str | None:
    """Return why an incident is no event to other schemata: nobody says that it happened; None where somebody does."""
    stances = {claim.stance for claim in case.own_claims()}
    if not stances or "asserts" in stances:
        return None
    return (
        "only denied: nobody says that it happened" if stances == {"denies"} else "announced, not said to have happened"
    )


def first_and_last(interval: Interval | None) -> tuple[dt.date, dt.date] | None:
    """Return the first day and the last, inclusive; None unless both are stated."""
    if interval is None or interval.start is None or interval.end is None:
        return None
    return interval.start.date(), (interval.end - _A_MOMENT).date()


def width_days(days: tuple[dt.date, dt.date]) -> int:
    """Return how many days there are from the first to the last."""
    return (days[1] - days[0]).days + 1


def middle(days: tuple[dt.date, dt.date]) -> dt.date:
    """Return the day in the middle, the earlier of two."""
    return days[0] + _A_DAY * ((width_days(days) - 1) // 2)


def party(name: PartyName) -> Party | None:
    """Return the register's entry of a party, None where it has none."""
    return derived_words.entry(name.name, name.party)


def names(parties: Sequence[PartyName]) -> tuple[str, ...]:
    """Return the labels of parties: the register's neutral one, else the report's words in quotation marks."""
    return tuple(map(derived_words.party, parties))


def main_tally(about: Incident, harm: Harm) -> Tally | None:
    """Return the tally that tells of most: over all people, else over the group with the highest low end.

    Groups overlap (a child is a civilian), and are never summed.
    """
    stand = [tally for tally in about.toll if tally.harm == harm and tally.low is not None]
    whole = [tally for tally in stand if tally.who == "people"]
    return max(whole or stand, key=lambda tally: (tally.low or 0, top(tally)), default=None)


def tally_of(about: Incident, harm: Harm, who: Group) -> Tally | None:
    """Return the tally of one group, None where nothing is told of it."""
    return next((tally for tally in about.toll if tally.harm == harm and tally.who == who), None)


def top(tally: Tally) -> int:
    """Return the highest number of a range; where its top is open, the highest that is named."""
    return max(tally.low or 0, derived_words.top(tally.figures) if tally.high is None else tally.high)


def says_number(words: str, vague: Mapping[str, int]) -> bool:
    """Tell whether the words of a figure hold more than a vague word of a format's list."""
    return bool(_DIGIT.search(words)) or vague_word(words, vague) is None


def vague_word(words: str, vague: Mapping[str, int]) -> str | None:
    """Return the vague word of a format's list that words of a figure hold, None without any."""
    return next((word for word in map(str.casefold, _WORD.findall(words)) if word in vague), None)


def lowest(tally: Tally) -> Figure | None:
    """Return the lowest figure that stands: of named voices, else of those without a name; None where none stands.

    Figures below the range are vague words beside a number: they bound nothing.
    """
    stand = [
        one for one in tally.figures if one.standing == "stands" and tally.low is not None and one.low >= tally.low
    ]
    voiced = [one for one in stand if one.voice is not None]
    return min(voiced or stand, key=lambda one: (one.low, one.claim), default=None)


def harms_civilians(about: Incident) -> bool:
    """Tell whether a figure of civilians, children, aid workers or journalists stands, above 0."""
    return any(tally.who in _CIVILIANS and tally.low is not None and top(tally) > 0 for tally in about.toll)
