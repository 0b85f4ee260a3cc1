"""A view of a ledger that may leave the machine: names withheld, places of care and shelter coarsened and held back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from counterclaim.geo import touches
from counterclaim.ledger import Altered, Brief, Counts, Query, Sighting, View
from counterclaim.lexicon.register import register
from counterclaim.publish.profile.known import Known
from counterclaim.publish.profile.masks import blocks
from counterclaim.publish.profile.records import (
    masked_brief,
    masked_claim,
    masked_incident,
    masked_judgement,
    masked_series,
)
from counterclaim.publish.profile.sites import grown, suspect
from counterclaim.records import (
    Capture,
    Claim,
    Copy,
    Incident,
    Judgement,
    Reject,
    Report,
    Series,
    Tombstone,
)
from counterclaim.text import vocabulary

_AT: Final = frozenset(("places", "targets"))
"""The fields that tell what place something happened at."""


def published(view: View, now: dt.datetime) -> View:
    """Return what of a ledger may be given out at ``now`` (UTC), as a view of the same protocol.

    Every span holds, every id stays; what is withheld is masked (:data:`counterclaim.publish.profile.MASK`).  An id
    that is the hash of its content no longer follows from the masked content.  Make one for each request or export:
    what is worked out is kept with ``view`` until its next step.  Raises ValueError for a time without a zone.
    """
    if now.utcoffset() is None:
        raise ValueError("published needs a time with its zone: now in UTC")
    return Published(view.inner if isinstance(view, Published) else view, now)


def _suspect(about: Incident) -> bool:
    """Tell whether an incident may be at a place of care, by its names and by any position on them."""
    names = [target.name for target in about.targets] + ([about.place.name] if about.place is not None else [])
    told = (finding for finding in about.findings if finding.field in _AT)
    names += [position.value for finding in told for position in finding.positions]
    return suspect(about.kinds, names)


def _bare(capture: Capture) -> Capture:
    return msgspec.structs.replace(capture, body=b"", url=None)


class Published:
    """A view that wears the publication profile; every method does what :class:`View` says, on what may go out."""

    def __init__(self, inner: View, now: dt.datetime) -> None:
        self.inner: Final = inner
        self._known = Known(inner, now)

    def maker(self) -> str | None:
        """Return the maker whose claims are live."""
        return self.inner.maker()

    def report(self, report: str) -> Report | Tombstone | None:
        """Return a report with what is withheld masked, or its tombstone."""
        found = self.inner.report(report)
        return self._known.masked(found) if isinstance(found, Report) else found

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """Yield reports with what is withheld masked."""
        return map(self._known.masked, self.inner.reports(ids))

    def capture(self, capture: str) -> Capture | None:
        """Return a capture without its bytes and its address; the hash tells them still."""
        found = self.inner.capture(capture)
        return None if found is None else _bare(found)

    def captures(self) -> Iterator[Capture]:
        """Yield captures without their bytes and addresses."""
        return map(_bare, self.inner.captures())

    def mark(self, name: str) -> str | None:
        """Return a mark."""
        return self.inner.mark(name)

    def sightings(self, reports: Iterable[str]) -> Iterator[Sighting]:
        """Yield sightings; an address that tells a name that is withheld is left out."""
        for seen in self.inner.sightings(reports):
            yield msgspec.structs.replace(seen, url=self._known.masker(seen.report).url(seen.url))

    def claims(self, ids: Iterable[str]) -> Iterator[Claim]:
        """Yield claims, masked; those held back are left out."""
        return self._claims(self.inner.claims(ids))

    def claims_of(self, reports: Iterable[str], *, maker: str | None = None) -> Iterator[Claim]:
        """Yield the claims of reports, masked; those held back are left out."""
        return self._claims(self.inner.claims_of(reports, maker=maker))

    def _claims(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        for claim in claims:
            if claim.id not in self._known.held_claims(claim.report):
                yield masked_claim(claim, self._known)

    def judgements(self, reports: Iterable[str] | None = None) -> Iterator[Judgement]:
        """Yield judgements with names masked in their reasons and corrections; who made them stays."""
        return (masked_judgement(one, self._known) for one in self.inner.judgements(reports))

    def rejects(self) -> Iterator[Reject]:
        """Yield what was set aside, without its name and details: they may repeat what is withheld."""
        for one in self.inner.rejects():
            yield msgspec.structs.replace(one, ref=blocks(one.ref), detail=blocks(one.detail))

    def tombstones(self) -> Iterator[Tombstone]:
        """Yield what stays of reports that were taken down."""
        return self.inner.tombstones()

    def incident(self, name: str) -> Incident | Series | None:
        """Return an incident or series, masked; None where it is held back."""
        found = self.inner.incident(name)
        if isinstance(found, Series):
            return masked_series(found, self._known)
        return None if found is None else self._incident(found)

    def _incident(self, found: Incident) -> Incident | None:
        held = self._known.held(found.id, found.claims)
        return None if held else masked_incident(found, self._known, at_site=held is not None and _suspect(found))

    def find(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Return the ids that begin so, but for those of what is held back."""
        asked = limit
        while True:
            ids = self.inner.find(prefix, asked)
            given = tuple(one for one in ids if self._given(one))
            if len(given) >= limit or len(ids) < asked:
                return given[:limit]
            asked *= 2

    def _given(self, name: str) -> bool:
        if (found := self.inner.incident(name)) is not None:
            return isinstance(found, Series) or not self._known.held(found.id, found.claims)
        return all(claim.id not in self._known.held_claims(claim.report) for claim in self.inner.claims((name,)))

    def incidents(self, query: Query) -> Iterator[Incident]:
        """Yield the incidents that a query meets by what may be told of them."""
        found = self._meeting(query)
        return found if query.limit is None else itertools.islice(found, query.limit)

    def _meeting(self, query: Query) -> Iterator[Incident]:
        box = grown(query.box) if query.box is not None else None
        words = vocabulary(query.text) if query.text else frozenset[str]()
        party = query.party
        listed = party is None or register().get(party) is not None
        for about in self.inner.incidents(msgspec.structs.replace(query, box=box, limit=None)):
            if words and not words.isdisjoint(self._known.hidden(about)):
                continue
            told = self._incident(about)
            if told is None or (query.box is not None and not touches(told.place, query.box)):
                continue
            if listed or any(party in brief.parties for brief in self.briefs((about.id,))):
                yield told

    def briefs(self, ids: Iterable[str] | None = None) -> Iterator[Brief]:
        """Yield what lists show of incidents, masked and coarsened; those held back are left out."""
        for brief in self.inner.briefs(ids):
            names = [target.name for target in brief.targets] + ([brief.place.name] if brief.place is not None else [])
            maybe = suspect(brief.kinds, names)
            young = brief.ends is not None and self._known.young(brief.ends)
            if not (maybe or young or not _AT.isdisjoint(brief.contested)):
                yield masked_brief(brief, at_site=False)
                continue
            found = self.inner.incident(brief.id)
            if not isinstance(found, Incident):
                continue
            maybe = maybe or _suspect(found)
            held = self._known.held(found.id, found.claims) if maybe or young else None
            if not held:
                yield masked_brief(brief, at_site=maybe and held is not None)

    def matching(self, text: str) -> tuple[str, ...]:
        """Return the incidents that words meet, but for those in which one of the words is withheld."""
        words = vocabulary(text)
        return tuple(name for name in self.inner.matching(text) if self._meets(name, words))

    def _meets(self, name: str, words: frozenset[str]) -> bool:
        found = self.inner.incident(name)
        if not isinstance(found, Incident):
            return False
        return words.isdisjoint(self._known.hidden(found)) and not self._known.held(found.id, found.claims)

    def step(self) -> int:
        """Return the step of the ledger."""
        return self.inner.step()

    def altered(self, after: int, limit: int = 1000) -> Iterator[Altered]:
        """Yield what changed after a step, but for what is held back."""
        left = limit
        while left > 0:
            batch = list(self.inner.altered(after, limit))
            given = [one for one in batch if one.gone or self._given(one.id)]
            yield from given[:left]
            left -= len(given)
            if len(batch) < limit:
                return
            after = batch[-1].step

    def published_by(self, source: str, limit: int = 1000) -> Iterator[Report]:
        """Yield the latest reports of a publisher, masked."""
        return map(self._known.masked, self.inner.published_by(source, limit))

    def publishers(self, limit: int = 1000) -> Iterator[tuple[str, int]]:
        """Yield who published most reports."""
        return self.inner.publishers(limit)

    def series(self, after: str | None = None, limit: int = 100) -> Iterator[Series]:
        """Yield series, masked."""
        return (masked_series(one, self._known) for one in self.inner.series(after, limit))

    def every(self) -> Iterator[Incident | Series]:
        """Yield all that is derived, masked; incidents held back are left out."""
        for one in self.inner.every():
            told = masked_series(one, self._known) if isinstance(one, Series) else self._incident(one)
            if told is not None:
                yield told

    def holding(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Return the incident or series of each claim, where both may be told of."""
        homes = self.inner.holding(claims)
        given = {home for home in set(homes.values()) if self._given(home)}
        held = {claim.id for claim in self.inner.claims(homes) if claim.id in self._known.held_claims(claim.report)}
        return {claim: home for claim, home in homes.items() if home in given and claim not in held}

    def copies(self, reports: Iterable[str]) -> Iterator[Copy]:
        """Yield the copied ranges of reports."""
        return self.inner.copies(reports)

    def waiting(self) -> int:
        """Return how many reports are not fused yet."""
        return self.inner.waiting()

    def counts(self) -> Counts:
        """Return how much there is in all: what is held back is counted."""
        return self.inner.counts()
