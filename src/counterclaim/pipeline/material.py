"""What a batch of fusion works with: the units of reports, made from their live claims, each loaded and made once.

a report's page -> its captures -> which claims are live, which it no longer carries     incidents.live
the judgements that name the page's reports -> what they set, retract, check, tell apart   incidents.effect
the report's copied ranges -> whose words each claim copies                                incidents.copied
claims -> units                                                                            incidents.unit
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterclaim.incidents.bind import Binding, reports_named
from counterclaim.incidents.copied import copied
from counterclaim.incidents.effect import Effect, in_effect, links
from counterclaim.incidents.item import Item
from counterclaim.incidents.live import Kept, Page, live, pages
from counterclaim.incidents.unit import Unit, units
from counterclaim.ledger import Sighting, View
from counterclaim.records import Claim, Copy, RateSource, Report, Undo


class Material:
    """Units by report, and what they are made of.  What was loaded is held: nothing of it may change meanwhile."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._maker = view.maker() or ""
        self._seen: dict[str, tuple[Sighting, ...]] = {}
        self._reports: dict[str, Report] = {}
        self._kept: dict[str, tuple[Kept, ...]] = {}
        self._lineage: dict[str, str] = {}
        self._copies: dict[str, tuple[Copy, ...]] = {}
        self._units: dict[str, tuple[Unit, ...]] = {}
        self._pages: list[Page] = []
        self._claims: dict[str, list[Claim]] = {}
        self._judgements = tuple(view.judgements())
        self.effect: Effect = in_effect((), Binding({}, ()))
        self._apart: frozenset[tuple[str, str]] = frozenset()

    def load(self, reports: Iterable[str]) -> None:
        """Load the pages of these reports, where they are not loaded yet, all at once."""
        wanted = sorted(set(reports) - self._kept.keys())
        if not wanted:
            return
        sightings = list(self._view.sightings(wanted))
        everyone = sorted({sighting.report for sighting in sightings})
        texts = {report.id: report for report in self._view.reports(everyone)}
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self._view.claims_of(everyone):
            claims[claim.report].append(claim)
        self._reports |= texts
        for report in {*wanted, *everyone}:
            self._kept[report] = ()
            self._claims[report] = claims[report]
        for page in pages(sightings):
            found = live(page, texts, claims, self._maker)
            self._pages.append(found)
            self._lineage |= found.lineage
            by_report: defaultdict[str, list[Kept]] = defaultdict(list)
            for kept in found.kept:
                by_report[kept.claim.report].append(kept)
            for sighting in page:
                self._kept[sighting.report] = tuple(by_report[sighting.report])
                self._seen[sighting.report] = tuple(one for one in page if one.report == sighting.report)

    def report(self, report: str) -> Report | None:
        """Return a report, None where it was taken down or never there."""
        self.load([report])
        return self._reports.get(report)

    def claims(self, report: str) -> list[Claim]:
        """Return the claims of a report that count: live, and no longer carried."""
        self.load([report])
        return [kept.claim for kept in self._kept[report] if kept.carried != "withdrawn"]

    def forebears(self, claim: Claim) -> list[str]:
        """Return the claims (ids) whose home is a claim's home too, the nearest first.

        They are the one of the page's version before that it carries on, and those of its kind that other makers read
        in words that it shares.
        """
        before = [self._lineage[claim.id]] if claim.id in self._lineage else []
        beside = sorted(
            (-shared, other.id)
            for other in self._claims.get(claim.report, ())
            if other.maker != claim.maker and other.event.kind == claim.event.kind
            if (shared := _shared(claim, other)) > 0
        )
        return before + [name for _, name in beside]

    def put_copies(self, report: str, copies: Sequence[Copy]) -> None:
        """Set a report's copied ranges, where this batch has found them itself."""
        self._copies[report] = tuple(copies)

    def units(self, reports: Iterable[str]) -> dict[str, tuple[Unit, ...]]:
        """Return the units of each of these reports."""
        wanted = sorted(set(reports))
        missing = [report for report in wanted if report not in self._units]
        self.load(missing)
        unknown = [report for report in missing if report not in self._copies]
        self._copies |= dict.fromkeys(unknown, ())
        for copy in self._view.copies(unknown):
            self._copies[copy.report] += (copy,)
        self.load(copy.origin for report in missing for copy in self._copies[report])
        self._judge(missing)
        for report in missing:
            self._units[report] = self._made(report)
        return {report: self._units[report] for report in wanted}

    def _judge(self, reports: Iterable[str]) -> None:
        """Take into account what people decided about these reports, and about what they tied to them."""
        if not self._judgements or not reports:
            return
        named = [(judgement, reports_named(judgement.act)) for judgement in self._judgements]
        self.load({other for _, others in named if others & self._kept.keys() for other in others})
        here = [
            judgement
            for judgement, others in named
            if isinstance(judgement.act, RateSource | Undo) or others & self._kept.keys()
        ]
        self.effect = in_effect(here, Binding(self._claims, self._pages))
        itself = {claim.id: claim.id for many in self._claims.values() for claim in many}
        self._apart = frozenset(links(self.effect.decided, itself).different)

    def _made(self, report: str) -> tuple[Unit, ...]:
        text = self._reports.get(report)
        kept = self._kept[report]
        if text is None or not kept:
            return ()
        copies = self._copies[report]
        originals = {copy.origin: self.claims(copy.origin) for copy in copies}
        whose = copied([one.claim for one in kept], copies, originals)
        times = [one.fetched_at for one in self._seen[report] if one.fetched_at is not None]
        effect = self.effect
        items = [
            Item(
                claim=effect.corrected.get(one.claim.id, one.claim),
                publisher=text.publisher,
                published_at=text.published_at,
                captured_at=min(times, default=None),
                origin=whose[one.claim.id][0] if one.claim.id in whose else report,
                copy_of=whose[one.claim.id][1] if one.claim.id in whose else None,
                carried=one.carried,
                left_at=one.left_at,
                checked=one.claim.id in effect.checked,
                judgements=effect.marks.get(one.claim.id, ()),
            )
            for one in kept
            if one.claim.id not in effect.retracted
        ]
        return units(items, text, self._apart) if items else ()


def _shared(one: Claim, other: Claim) -> int:
    """Return how many code points two quotes of one report share."""
    return min(one.evidence.end, other.evidence.end) - max(one.evidence.start, other.evidence.start)


def index(units_of: Mapping[str, Sequence[Unit]]) -> dict[str, Unit]:
    """Return the units by their claims (ids)."""
    return {item.claim.id: unit for many in units_of.values() for unit in many for item in unit.items}
