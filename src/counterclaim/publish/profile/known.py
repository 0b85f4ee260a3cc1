"""What the profile knows of the reports of a ledger: worked out once a report, kept until the ledger's next step."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import threading
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

import msgspec

from counterclaim.ledger import View
from counterclaim.lexicon.profile import profile
from counterclaim.publish.profile.masks import MASK, NOTHING, Masker, Secrets, blocks, masker, union
from counterclaim.publish.profile.people import doing, in_report, settled, with_told
from counterclaim.publish.profile.sites import claim_at_site, sentences, tells_site
from counterclaim.records import Claim, Incident, Interval, Report, Series

_MOST: Final = 20_000
"""Answers kept at most of each kind; an answer on a report is a few hundred bytes."""

_TEXTS: Final = 64
"""Masked texts kept at most for one request."""

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """What one report tells of places of care: its claims (ids) about them, whether its words speak of one at all.

    ``latest`` is the latest time known of it, None where none is.
    """

    claims: frozenset[str] = frozenset()
    tells: bool = False
    latest: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Times:
    """When each report of an incident that tells of a place of care became known."""

    known: tuple[dt.datetime | None, ...]


class _Shelf:
    """Answers that hold at one step of a ledger; safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._step = -1
        self._kept: collections.OrderedDict[Hashable, object] = collections.OrderedDict()

    def at(self, step: int) -> None:
        """Forget what belongs to another step."""
        with self._lock:
            if step != self._step:
                self._step = step
                self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], T], kind: type[T]) -> T:
        """Return the answer kept for ``key``, made now where none is."""
        with self._lock:
            found = self._kept.get(key)
            step = self._step
        if isinstance(found, kind):
            return found
        made = make()
        with self._lock:
            if step == self._step:
                self._kept[key] = made
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return made


_SHELVES: Final[weakref.WeakKeyDictionary[View, _Shelf]] = weakref.WeakKeyDictionary()
_OPENING: Final = threading.Lock()


_READ: Final = _Shelf()
"""What reports withhold by their words: the id of a report is that of its words, so that this holds at any step."""


def shelf(view: View) -> _Shelf:
    """Return the answers kept for a view, shared by all that wrap it."""
    with _OPENING:
        found = _SHELVES.get(view)
        if found is None:
            found = _SHELVES[view] = _Shelf()
    return found


class Known:
    """Answers on the reports of one view at one step, and at one time: ``now`` in UTC."""

    def __init__(self, view: View, now: dt.datetime) -> None:
        self.view = view
        self.since = now - dt.timedelta(hours=profile().delay_h)
        self._texts: dict[str, str] = {}
        self._held: dict[str, frozenset[str]] = {}
        self._shelf = shelf(view)
        self._shelf.at(view.step())

    def site(self, report: str) -> Site:
        """Return what a report tells of places of care; nothing where it is gone."""

        def make() -> Site:
            found = self.view.report(report)
            if not isinstance(found, Report):
                return Site()
            return site(found, tuple(self.view.claims_of((report,))), lambda: self._fetched(report))

        return self._shelf.get(("site", report), make, Site)

    def own(self, report: str) -> Secrets:
        """Return what a report withholds by itself; nothing where it is gone."""

        def make() -> Secrets:
            found = self.view.report(report)
            if not isinstance(found, Report):
                return NOTHING
            claims = tuple(self.view.claims_of((report,)))
            places, doers = settled(claims), doing(claims)
            words = _READ.get((report, places, doers), lambda: in_report(found, places, doers), Secrets)
            return with_told(words, claims, places)

        return self._shelf.get(("own", report), make, Secrets)

    def _fetched(self, report: str) -> dt.datetime | None:
        times = [seen.fetched_at for seen in self.view.sightings((report,)) if seen.report == report]
        return max((at for at in times if at is not None), default=None)

    def secrets(self, report: str) -> Secrets:
        """Return what is withheld in a report: its own, and that of every report of the incidents it tells of."""
        return self._shelf.get(("all", report), lambda: self._all(report), Secrets)

    def _all(self, report: str) -> Secrets:
        found = [self.own(report)]
        for about in self._homes(report):
            if len(about.origins) <= MANY:
                found += [self.own(one) for one in self.reports(about.claims)]
        return union(found)

    def _homes(self, report: str) -> Iterator[Incident | Series]:
        """Yield the incidents and series in which a report's claims are."""
        homes = self.view.holding([claim.id for claim in self.view.claims_of((report,))])
        for home in sorted(set(homes.values())):
            if (about := self.view.incident(home)) is not None:
                yield about

    def reports(self, claims: Iterable[str]) -> tuple[str, ...]:
        """Return the reports of claims, in their order."""
        return tuple(sorted({claim.report for claim in self.view.claims(claims)}))

    def incident(self, name: str, claims: Sequence[str]) -> Secrets:
        """Return what is withheld in an incident: what any report of it withholds."""

        def make() -> Secrets:
            return union(self.own(report) for report in self.reports(claims))

        return self._shelf.get(("incident", name), make, Secrets)

    def held(self, name: str, claims: Sequence[str]) -> bool | None:
        """Tell whether an incident is held back; None where none of its claims is about a place of care."""

        def make() -> _Times:
            reports = {claim.report for claim in self.view.claims(claims) if claim_at_site(claim)}
            return _Times(tuple(self.site(report).latest for report in sorted(reports)))

        times = self._shelf.get(("times", name), make, _Times).known
        return any(map(self.young, times)) if times else None

    def masker(self, report: str) -> Masker:
        """Return what masks a report and its claims."""
        return masker(self.secrets(report))

    def young(self, at: dt.datetime | None) -> bool:
        """Tell a time that is too near to be told of; one that nobody knows is."""
        return at is None or at > self.since

    def held_claims(self, report: str) -> frozenset[str]:
        """Return the claims of a report that are held back: those about a place of care, of an incident held back."""
        if report not in self._held:
            site = self.site(report)
            found = set(site.claims) if self.young(site.latest) else set[str]()
            for about in self._homes(report):
                if isinstance(about, Incident) and self.held(about.id, about.claims):
                    found.update(about.claims)
            self._held[report] = frozenset(found)
        return self._held[report]

    def hidden(self, about: Incident) -> frozenset[str]:
        """Return the words, case folded, that are withheld in an incident."""
        return masker(self.incident(about.id, about.claims)).hidden

    def text(self, report: str) -> str | None:
        """Return the masked text of a report, None where it is gone."""
        kept = self._texts.get(report)
        if kept is None:
            found = self.view.report(report)
            if not isinstance(found, Report):
                return None
            kept = self.masked(found).text
        return kept

    def masked(self, report: Report) -> Report:
        """Return a report with what is withheld masked."""
        mask, site = self.masker(report.id), self.site(report.id)
        text, title = mask(report.text), mask(report.title) if report.title is not None else None
        if held := self.held_claims(report.id):
            told = [claim.evidence for claim in self.view.claims(sorted(held)) if claim.report == report.id]
            text = _blotted(text, ((quote.start, quote.end) for quote in told))
        if site.tells and self.young(site.latest):
            text = _blotted(text, sentences(report.text))
        if title is not None and (held or self.young(site.latest)) and tells_site(report.title or ""):
            title = _blotted(title, ((0, len(title)),))
        if len(self._texts) >= _TEXTS:
            self._texts.clear()
        self._texts[report.id] = text
        ref = blocks(report.ref) if mask.tells(report.ref) else report.ref
        return msgspec.structs.replace(report, text=text, title=title, url=mask.url(report.url), ref=ref)


MANY: Final = 500
"""Reports of an incident or series from which on a report of it is not compared with all the others."""


def site(report: Report, claims: Sequence[Claim], fetched: Callable[[], dt.datetime | None]) -> Site:
    """Return what a report tells of places of care; ``fetched`` is asked when nothing else tells a time."""
    sites = [claim for claim in claims if claim_at_site(claim)]
    if not (sites or tells_site(report.text) or tells_site(report.title or "")):
        return Site()
    times = [_end(report.published_at)]
    for claim in sites or claims:
        times += [_end(claim.said_at), _end(claim.event.when)]
    return Site(frozenset(claim.id for claim in sites), tells=True, latest=_latest(times) or fetched())


def _latest(times: Iterable[dt.datetime | None]) -> dt.datetime | None:
    return max((at for at in times if at is not None), default=None)


def _end(at: Interval | None) -> dt.datetime | None:
    """Return the latest time that an interval may mean; one that is open is as late as it is known to have begun."""
    return None if at is None else at.end or at.start


def _blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with all but white space masked in these spans."""
    letters = list(text)
    for start, end in spans:
        for at in range(start, min(end, len(letters))):
            if not letters[at].isspace():
                letters[at] = MASK
    return "".join(letters)
