"""What pages show of claims, figures, reports and positions: plain values for the templates, each with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from counterclaim.lexicon.countries import countries
from counterclaim.publish import derived_words, words
from counterclaim.publish.pages.charts import toll_chart
from counterclaim.publish.pages.site import Ask
from counterclaim.publish.profile import MASK
from counterclaim.publish.told import Told
from counterclaim.records import Claim, Incident, Interval, PartyName, Place, PlacePrecision, Report, Series, Tombstone

_WEB: Final = ("http://", "https://")
_A_DAY: Final = dt.timedelta(days=1)
_AN_HOUR: Final = dt.timedelta(hours=1)
_PRECISIONS: Final[dict[PlacePrecision, str]] = {
    "exact": "a point",
    "near": "near the place that is named",
    "settlement": "somewhere in the settlement",
    "district": "somewhere in the district",
    "province": "somewhere in the province",
    "country": "somewhere in the country",
    "region": "somewhere in a wide region",
    "airspace": "in the air, point not stated",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and where they lead; ``href`` is empty where there is nothing to lead to."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A claim as it is quoted: its words, whose they are, what keeps it from being plain, and where it stands."""

    id: str
    kind: str
    text: str
    translation: str
    sayer: str
    marks: tuple[str, ...]
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A report behind an incident or series; ``gone`` says why it is no longer shown, empty where it is."""

    href: str
    source: str
    title: str
    url: str
    origin: bool
    notes: tuple[str, ...]
    copies: tuple[tuple[int, Link], ...]
    claims: tuple[Quoted, ...]
    gone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of a toll: when it was said, by whom, what it counts for (and beside which), the words that carry it."""

    said: str
    voice: str
    figure: Link
    standing: str
    counts_as: Link
    words: str
    source: str
    report: str


@dataclass(frozen=True, slots=True)
class Table:
    """The toll of one harm to one group, also as a chart; ``gone``: figures whose claims are no longer shown."""

    caption: str
    span: Link
    rows: tuple[Row, ...]
    chart: Markup
    gone: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page on one incident or series needs to show its claims.

    ``here`` are the claims (ids) that the page itself quotes, each in an element ``claim-ID``.
    """

    ask: Ask
    told: Told
    here: frozenset[str]

    def at(self, claims: Iterable[str]) -> str:
        """Return where the first of these claims that is still shown stands: on this page, else in its report."""
        for claim in claims:
            known = self.told.claims.get(claim)
            if known is not None:
                return f"#claim-{claim}" if claim in self.here else self.ask.claim(known.report, claim)
        return ""

    def behind(self, claims: Iterable[str]) -> tuple[Link, ...]:
        """Return who says each of these claims, each sayer once, with where it stands."""
        by_name: dict[str, Link] = {}
        for claim in claims:
            if claim in self.told.claims:
                name = self.told.sayer(claim)
                by_name.setdefault(name, Link(name, self.at((claim,))))
        return tuple(by_name.values())

    def quoted(self, claim: Claim) -> Quoted:
        """Return a claim as it is quoted."""
        return Quoted(
            id=claim.id,
            kind=claim.event.kind.replace("_", " "),
            text=claim.evidence.text,
            translation=claim.translation or "",
            sayer=self.told.sayer(claim.id),
            marks=words.marks(claim),
            source=self.told.source(claim.report),
            href=self.ask.claim(claim.report, claim.id),
        )

    def carriers(self, about: Incident | Series) -> tuple[Carrier, ...]:
        """Return the reports behind it, origins first, each with its claims."""
        return tuple(self._carrier(report, about) for report in self.told.carrying(about))

    def _carrier(self, report: str, about: Incident | Series) -> Carrier:
        known = self.told.reports.get(report)
        href, source = self.ask.to("reports", report), self.told.source(report)
        if not isinstance(known, Report):
            return Carrier(href if known else "", source, "", "", False, (), (), (), gone(known))
        mine = [self.told.claims[claim] for claim in about.claims if claim in self.told.claims]
        claims = sorted((c for c in mine if c.report == report), key=lambda each: (each.evidence.start, each.id))
        copied = self.told.copied(known)
        return Carrier(
            href=href,
            source=source,
            title=known.title or known.ref,
            url=web_address(known.url),
            origin=report in about.origins,
            notes=() if known.completeness == "full" else (known.completeness.replace("_", " "),),
            copies=tuple((share, Link(self.told.source(at), self.ask.to("reports", at))) for at, share in copied),
            claims=tuple(map(self.quoted, claims)),
            gone="",
        )

    def tables(self, about: Incident | Series) -> tuple[Table, ...]:
        """Return the toll by harm and group, the earliest figure first."""
        tables: list[Table] = []
        for tally in derived_words.by_harm(about.toll):
            others = derived_words.over(tally, about.toll)
            shown = [each for each in derived_words.by_time(tally.figures) if each.claim in self.told.claims]
            rows = tuple(
                Row(
                    said=words.when(each.said_at) or "time not known",
                    voice=self.told.figure_sayer(each),
                    figure=Link(words.figure(each.low, each.high), self.at((each.claim,))),
                    standing=each.standing,
                    counts_as=Link(
                        derived_words.standing(each, others),
                        self.at((each.by,)) if each.by is not None and each.by in others else "",
                    ),
                    words=each.words or self.told.claims[each.claim].evidence.text,
                    source=self.told.source(self.told.claims[each.claim].report),
                    report=self.ask.claim(self.told.claims[each.claim].report, each.claim),
                )
                for each in shown
            )
            standing = [each.claim for each in tally.figures if each.standing == "stands"]
            whole = all(claim in self.told.claims for claim in standing)
            text = derived_words.span(tally) if whole else "figures that are no longer all shown"
            span = Link(text, self.at([*standing, *(each.claim for each in shown)]))
            caption = f"{tally.harm.capitalize()}, {words.people(tally.who)}"
            if rows:
                chart = toll_chart(tally, self.told, leads=lambda claim: self.at((claim,)))
                tables.append(Table(caption, span, rows, chart, len(tally.figures) - len(rows)))
        return tuple(tables)

    def party(self, name: PartyName) -> Link:
        """Return a party's label, with the page on it."""
        return party_link(name, self.ask)


def gone(report: Tombstone | None) -> str:
    """Return why a report is no longer shown."""
    if report is None:
        return "not in the ledger any more"
    why = derived_words.TAKEN_DOWN[report.reason_class]
    return f"taken down on {report.at.date()}: {why}; only its id and hash stay"


def web_address(url: str | None) -> str:
    """Return an address that a page may link to, empty for any other than the web's own."""
    return url if url is not None and url.casefold().startswith(_WEB) else ""


def party_link(name: PartyName, ask: Ask) -> Link:
    """Return a party's label, with the page on it; a name that is masked has none."""
    known = derived_words.entry(name.name, name.party)
    if known is None and MASK in name.name:
        return Link(derived_words.party(name))
    return Link(derived_words.party(name), ask.to("parties", known.id if known is not None else name.name.casefold()))


def place_link(about: Incident | Series, ask: Ask) -> Link:
    """Return where it happened, or why that is not told, with the page on the place."""
    place = about.place
    text = derived_words.where(about)
    return Link(text, ask.to("places", place.name) if place is not None and MASK not in place.name else "")


def how_near(place: Place | None) -> str:
    """Return how precisely a place is known, in words: ``somewhere in the settlement, within 2 km``."""
    if place is None:
        return ""
    near = _PRECISIONS[place.precision] if place.precision is not None else ""
    radius = "not located" if place.radius_m is None else f"within {max(round(place.radius_m / 1000), 1):,} km"
    states = [countries()[code].names[0] for code in place.alternatives if code in countries()]
    others = sum(code not in countries() for code in place.alternatives)
    return ", ".join(
        filter(
            None,
            (
                near,
                radius,
                f"claimed by {' and '.join(states)}" if states else "",
                f"the name may mean {words.counted(others, 'other place', 'other places')}" if others else "",
            ),
        )
    )


def how_long(when: Interval | None) -> str:
    """Return how precisely a time is known, in words: ``known to the day``."""
    if when is None:
        return ""
    if when.start is None or when.end is None:
        return "one end is not known"
    width = when.end - when.start
    if width < _A_DAY:
        return f"known to {words.counted(max(1, round(width / _AN_HOUR)), 'hour', 'hours')}"
    days = round(width / _A_DAY)
    return "known to the day" if days == 1 else f"some time within {days:,} days"
