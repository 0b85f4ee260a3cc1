"""Which claims of a page are live: those of its latest complete capture, and what shortened captures cannot take away.

    the versions of a page, by their latest complete capture
    the claims of each version follow those of the versions before that say the same     -> lineage
    what no later version says, and a full one could have said                          -> withdrawn
    what only a shortened, failed or live-blog capture does not show                    -> live, no longer carried

The order in which captures came in means nothing: only their recorded times do.  A capture of unknown time is the
earliest; ties go by the time of publication, then by id.  A time of capture before that of publication stays as it was
recorded.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from counterclaim.incidents.item import Carried
from counterclaim.ledger import Sighting
from counterclaim.ledger.makers import is_persons, stands_beside
from counterclaim.records import Claim, Completeness, Report
from counterclaim.text import words

ALIKE: Final = 0.5
"""Share of the words of two quotes that both have (Jaccard 1912), from which a later version says the same, reworded.
Half: a figure or a name may change, the sentence may not."""
_BEST: Final[tuple[Completeness, ...]] = ("full", "live_blog", "lead_only", "failed")
_UNKNOWN: Final = dt.datetime.min.replace(tzinfo=dt.UTC)

_When = tuple[dt.datetime, dt.datetime, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim that is live, or that its page withdrew; ``left_at`` is the capture that first no longer carried it.

    None where it is carried still, or where no time of that capture is known.
    """

    claim: Claim
    carried: Carried
    left_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What counts of one page: ``kept`` in the order (report, start, id), and whose words each claim carries on.

    ``lineage`` leads from a claim (id) of a later version to the claim of an earlier one that says the same.  A claim
    that neither is kept nor has followers was read otherwise in a later version that still has its words.
    """

    kept: tuple[Kept, ...]
    lineage: Mapping[str, str]


@dataclass(slots=True)
class _Version:
    """A report of a page; ``last`` is its latest capture among the most complete, ``claims`` those that may be live."""

    report: Report
    completeness: Completeness
    last: _When
    claims: Sequence[Claim]
    _said: str | None = field(default=None)

    def holds(self, claim: Claim) -> bool:
        """Tell whether the text has the words of a claim's quote, one after the other."""
        if self._said is None:
            self._said = _folded(self.report.text)
        return _quoted(claim) in self._said

    def shows(self, claim: Claim) -> bool:
        """Tell whether the text has the words of a claim, or says the same in others."""
        return self.holds(claim) or any(_likeness(claim, other) is not None for other in self.claims)


def pages(sightings: Iterable[Sighting]) -> Iterator[tuple[Sighting, ...]]:
    """Yield the sightings of each page: of one address, or of one report that has none."""
    found: defaultdict[tuple[bool, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        found[(True, sighting.url) if sighting.url is not None else (False, sighting.report)].append(sighting)
    yield from (tuple(found[page]) for page in sorted(found))


def live(
    sightings: Sequence[Sighting], reports: Mapping[str, Report], claims: Mapping[str, Sequence[Claim]], maker: str
) -> Page:
    """Return what counts of the claims of one page.

    ``sightings`` are all of the page, in any order; those of a report that ``reports`` lacks (it was taken down) say
    nothing.  ``claims`` are by report; only those of ``maker``, of persons and of tables can be live.

    The latest full version carries what is live.  What came before and is not in it was withdrawn, by the first full
    capture from which on none has it.  Live blogs after it add their claims.  A page that never had a full version is
    taken as far as it was seen best.
    """
    known = [sighting for sighting in sightings if sighting.report in reports]
    versions = _versions(known, reports, claims, maker)
    carrying = _carrying(versions)
    heirs = _lineage(carrying)
    full = [version for version in carrying if version.completeness == "full"]
    page = _Seen(known, versions, base=full[-1] if full else None)
    kept = [
        found
        for version in carrying
        for claim in version.claims
        if claim.id not in heirs and (found := page.kept(version, claim)) is not None
    ]
    kept.sort(key=lambda one: (one.claim.report, one.claim.evidence.start, one.claim.id))
    return Page(tuple(kept), {later: earlier for earlier, later in heirs.items()})


class _Seen:
    """What later captures of a page show."""

    def __init__(self, sightings: Iterable[Sighting], versions: Sequence[_Version], base: _Version | None) -> None:
        self._versions = {version.report.id: version for version in versions}
        self._base = base
        timed = ((_when(sighting, self._versions[sighting.report].report), sighting) for sighting in sightings)
        self._captures = sorted(timed, key=lambda capture: capture[0])

    def kept(self, version: _Version, claim: Claim) -> Kept | None:
        """Return a claim that no later version carries on as what it counts for; None where it is only read anew."""
        base, since = self._base, version.last
        if base is not None and since < base.last:
            # The maker would have read it in the live version, were it there; a person reads each version once.
            shown = base.shows(claim) if _is_persons(claim) else base.holds(claim)
            if not shown:
                gone = self._gone(claim, since, full=True)
                return Kept(claim, "withdrawn", gone.fetched_at if gone else None)
            if not _is_persons(claim):
                return None
            since = base.last
        gone = self._gone(claim, since, full=False)
        return Kept(claim, "no_longer_carried", gone.fetched_at) if gone else Kept(claim, "live")

    def _gone(self, claim: Claim, since: _When, *, full: bool) -> Sighting | None:
        """Return the first of the last captures after a time that do not show a claim, None where the last shows it."""
        first: Sighting | None = None
        for when, sighting in self._captures:
            if when > since and (sighting.completeness == "full" or not full):
                version = self._versions[sighting.report]
                shown = version.holds(claim) if full and not _is_persons(claim) else version.shows(claim)
                first = None if shown else first or sighting
        return first


def _is_persons(claim: Claim) -> bool:
    return is_persons(claim.maker)


def _when(sighting: Sighting, report: Report) -> _When:
    published = report.published_at.start if report.published_at is not None else None
    return sighting.fetched_at or _UNKNOWN, published or _UNKNOWN, report.id


def _versions(
    sightings: Iterable[Sighting],
    reports: Mapping[str, Report],
    claims: Mapping[str, Sequence[Claim]],
    maker: str,
) -> list[_Version]:
    """Return the versions of a page, the latest last; the same text captured again counts at its latest capture."""
    of_report: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        of_report[sighting.report].append(sighting)
    found: list[_Version] = []
    for name, seen in of_report.items():
        report = reports[name]
        best = _best(sighting.completeness for sighting in seen)
        last = max(_when(sighting, report) for sighting in seen if sighting.completeness == best)
        mine = [claim for claim in claims.get(name, ()) if claim.maker == maker or stands_beside(claim.maker)]
        found.append(_Version(report, best, last, sorted(mine, key=_place)))
    return sorted(found, key=lambda version: version.last)


def _best(seen: Iterable[Completeness]) -> Completeness:
    shown = set(seen)
    for completeness in _BEST:
        if completeness in shown:
            return completeness
    return "failed"


def _carrying(versions: Sequence[_Version]) -> list[_Version]:
    """Return the versions with those of their claims that count, or counted once.

    A shortened one counts until the first full one only; what a person entered counts wherever it was entered.
    """
    best = _best(version.completeness for version in versions)
    found: list[_Version] = []
    seen_full = False
    for version in versions:
        seen_full = seen_full or version.completeness == "full"
        if best == "full":
            counts = not seen_full or version.completeness in ("full", "live_blog")
        else:
            counts = version.completeness == best
        persons = [claim for claim in version.claims if _is_persons(claim)]
        found.append(version if counts else replace(version, claims=persons))
    return found


def _lineage(versions: Sequence[_Version]) -> dict[str, str]:
    """Return for each claim (id) that a later version carries on the claim of the next version that does.

    Only a full version carries on what it says in other words: all others show too little to tell that from a new
    statement.
    """
    heirs: dict[str, str] = {}
    ends: list[Claim] = []
    for version in versions:
        pairs = [
            (score, new, old)
            for new, old, score in _pairs(version.claims, ends)
            if version.completeness == "full" or same_words(new, old)
        ]
        pairs.sort(key=lambda pair: (-pair[0], *_place(pair[1]), *_place(pair[2])))
        followed: set[str] = set()
        for _, new, old in pairs:
            if new.id not in followed and old.id not in heirs:
                heirs[old.id] = new.id
                followed.add(new.id)
        ends = [*(old for old in ends if old.id not in heirs), *version.claims]
    return heirs


def _pairs(later: Sequence[Claim], earlier: Sequence[Claim]) -> Iterator[tuple[Claim, Claim, float]]:
    """Yield the pairs of claims of one maker that say the same, with how surely: the same words go before all else."""
    of_kind: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for old in earlier:
        of_kind[_maker(old), old.event.kind].append(old)
    for new in later:
        for old in of_kind[_maker(new), new.event.kind]:
            score = _likeness(new, old)
            if score is not None:
                yield (
                    new,
                    old,
                    score + 4 * same_words(new, old) + (new.claimant == old.claimant) + (new.event == old.event),
                )


def _maker(claim: Claim) -> str:
    return claim.maker if _is_persons(claim) else ""


def _likeness(one: Claim, other: Claim) -> float | None:
    """Return the share of words that the quotes of two claims have in common; None where they do not say the same."""
    if one.event.kind != other.event.kind:
        return None
    first, second = set(_quoted(one).split()), set(_quoted(other).split())
    share = len(first & second) / max(1, len(first | second))
    return share if share >= ALIKE else None


def same_words(one: Claim, other: Claim) -> bool:
    """Tell whether two quotes have the same words, in their order."""
    return _quoted(one) == _quoted(other)


def _quoted(claim: Claim) -> str:
    return _folded_quote(claim.evidence.text)


def _folded(text: str) -> str:
    return f" {' '.join(word for word, _, _ in words(text))} "


_folded_quote: Final = functools.lru_cache(maxsize=8192)(_folded)


def _place(claim: Claim) -> tuple[str, int, str]:
    return claim.report, claim.evidence.start, claim.id
