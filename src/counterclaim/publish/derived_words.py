"""The fields of incidents and series in plain words: ranges, voices, grades; no colours, no layout, no guesses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, get_args

import msgspec

from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.register import register
from counterclaim.publish import words
from counterclaim.records import (
    Event,
    Field,
    Figure,
    Finding,
    Grade,
    GradeName,
    Harm,
    Incident,
    Kind,
    Party,
    PartyName,
    Place,
    ReasonClass,
    Review,
    Scope,
    Series,
    Spread,
    Standing,
    Tally,
    Voices,
)

SHORT: Final = 10
"""Characters of an id that are shown where it only has to be told from the others."""
FIELDS: Final[dict[Field, str]] = {
    "kind": "kind",
    "stance": "whether it happened",
    "claimant": "who says it",
    "said_at": "when it was said",
    "actors": "who did it",
    "targets": "to whom",
    "places": "where",
    "country": "country",
    "when": "when",
    "count": "how many times",
    "toll": "toll",
    "means": "means",
    "scope": "scope",
}
REVIEWS: Final[dict[Review, str]] = {
    "machine": "machine: no person has checked how these claims were read and put together",
    "checked": "checked: a person has checked each claim that is no copy",
}
RULES: Final = {"first": "first told", "matched": "matched", "copied": "copied", "judged": "judged by a person"}
"""Why a telling belongs to an incident."""
CHANGES: Final = {
    "reported": "reported",
    "figure": "figure",
    "withdrawn": "withdrawn",
    "no_longer_carried": "no longer carried",
    "judged": "judged by a person",
}
"""What changed in an incident."""
STANDINGS: Final[dict[Standing, str]] = {
    "stands": "stands",
    "superseded": "superseded by the same voice",
    "part": "part of a total",
    "accused": "the accused side's: stands beside the range",
    "copy": "copy: counted where its words begin",
    "withdrawn": "withdrawn by its page",
}
"""What a figure counts for."""
SCOPES: Final[dict[Scope, str]] = {
    "series": "a series: several happenings told together",
    "total": "a total: a sum over many happenings",
    "background": "background: told in passing, beside the news",
    "event": "one happening",
    "part": "a part of a happening",
}
TAKEN_DOWN: Final[dict[ReasonClass, str]] = {
    "legal": "an order of law",
    "privacy": "a private person's data",
    "safety": "somebody's safety",
    "rights": "its owner's rights",
    "error": "a text that was not what it was taken for",
}
"""Why a report was taken down."""
ONCE: Final[frozenset[Field]] = frozenset(("claimant", "scope", "stance", "toll"))
"""Fields of which nothing need be said unless voices differ: the sources, the quotes and the toll show them."""
_HARMS: Final = get_args(Harm)
_GRADES: Final = get_args(GradeName)
_NEVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


def short(name: str) -> str:
    """Return the beginning of an id, as ``counterclaim show`` accepts it."""
    return name[:SHORT]


def quoted(text: str) -> str:
    """Return words that are somebody's own, in quotation marks."""
    return f"“{text}”"


def entry(name: str, party_id: str | None) -> Party | None:
    """Return the register's entry for a party: by the id that was read, else by that very name."""
    return (register().get(party_id) if party_id is not None else None) or named(name)


def party(name: PartyName) -> str:
    """Return the register's neutral label of a party; one that it does not list in quotation marks, as it is written.

    What a report calls a party may be a loaded word, and such words appear only in quotes.
    """
    known = entry(name.name, name.party)
    return known.names[0] if known is not None else quoted(name.name)


def party_to_party(about: Incident | Series) -> str:
    """Return who did it to whom: ``A → B``, ``→ B`` when the doer is not said, ``A`` when that is all."""
    actors, targets = (", ".join(map(party, side)) for side in (about.actors, about.targets))
    return f"{actors} → {targets}".strip() if targets else actors


def is_contested(about: Incident | Series, field: Field) -> bool:
    """Tell whether voices differ in a field."""
    return field in contested(about)


def contested(about: Incident | Series) -> tuple[Field, ...]:
    """Return the fields in which voices differ; a series has no findings, and so none."""
    findings: tuple[Finding, ...] = about.findings if isinstance(about, Incident) else ()
    return tuple(finding.field for finding in findings if finding.state == "contested")


def _missing(about: Incident | Series, field: Field, noun: str) -> str:
    """Return why an incident has no value: voices differ, tellings differ, or nobody states one."""
    if is_contested(about, field):
        return f"{noun} contested"
    told = isinstance(about, Incident) and any(finding.field == field for finding in about.findings)
    return f"{noun} told differently" if told else f"{noun} not stated"


def when(about: Incident | Series) -> str:
    """Return when it happened, or why that is not told."""
    return words.when(about.when) or _missing(about, "when", "time")


def _bare(place: Place) -> Place:
    return msgspec.structs.replace(place, lat_deg=None, lon_deg=None, radius_m=None)


def where(about: Incident | Series, *, point: bool = False) -> str:
    """Return where it happened, with point and radius if asked for, or why that is not told."""
    kept = () if about.place is None else (about.place if point else _bare(about.place),)
    named = words.places(Event(kind=kinds(about)[0], places=kept, country=about.country))
    if kept:
        return named
    missing = _missing(about, "places", "place")
    return f"{named}, {missing}" if named else missing


def kinds(about: Incident | Series) -> tuple[Kind, ...]:
    """Return what it is called, the commonest first."""
    return about.kinds if isinstance(about, Incident) else (about.kind,)


def kind(about: Incident | Series) -> str:
    """Return what it is called, in words."""
    return ", ".join(each.replace("_", " ") for each in kinds(about))


def figure(low: int, high: int | None, top: int) -> str:
    """Return a range of persons: ``43``, ``43–126``, ``43–126+`` (open above ``top``)."""
    return (f"{low:,}" if low == top else f"{low:,}–{top:,}") + ("+" if high is None else "")


def _top(one: Figure) -> int:
    return one.low if one.high is None else one.high


def top(figures: Iterable[Figure]) -> int:
    """Return the highest number that a figure which stands names; 0 where none stands."""
    return max((_top(each) for each in figures if each.standing == "stands"), default=0)


def span(tally: Tally) -> str:
    """Return the range of one harm to one group; where no figure stands, words that say so."""
    if tally.low is None:
        return "no figure stands"
    return figure(tally.low, tally.high, max(tally.low, top(tally.figures)) if tally.high is None else tally.high)


def accused(tally: Tally) -> tuple[Figure, ...]:
    """Return the figures of the accused side: they stand beside the range, never as its low end."""
    return tuple(figure for figure in tally.figures if figure.standing == "accused")


def _group(tally: Tally) -> str:
    """Return a range with whom it counts (``people`` goes without saying), and beside it the accused side's figures."""
    whom = "" if tally.who == "people" else f" {words.people(tally.who, one=tally.low == tally.high == 1)}"
    beside = " or ".join(dict.fromkeys(figure(each.low, each.high, _top(each)) for each in accused(tally)))
    if tally.low is None:
        return f"{beside}{whom} by the accused side" if beside else f"no figure stands{whom and f' for{whom}'}"
    return f"{span(tally)}{whom}" + (f" (accused side: {beside})" if beside else "")


def by_harm(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Return tallies by harm, each with all people first, then groups."""
    return tuple(sorted(tallies, key=lambda each: (_HARMS.index(each.harm), each.who != "people", each.who)))


def by_time(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures in the order in which they were said; those whose time is not known come last."""

    def order(one: Figure) -> tuple[dt.datetime, dt.datetime, str, int, str]:
        start, end = (None, None) if one.said_at is None else (one.said_at.start, one.said_at.end)
        return (start or end or _NEVER, end or _NEVER, one.voice or "", one.low, one.claim)

    return tuple(sorted(figures, key=order))


def over(tally: Tally, tallies: Sequence[Tally]) -> Mapping[str, Figure]:
    """Return the figures by claim that those of a tally may be superseded by, or a part of."""
    # A total may count all people and its part a group; the tally's own figures come last, and so win.
    kin = [*(other for other in tallies if other.harm == tally.harm and other is not tally), tally]
    # One claim may give a total and its part: the greater figure is the total.
    return {figure.claim: figure for each in kin for figure in sorted(each.figures, key=lambda one: one.low)}


def standing(one: Figure, others: Mapping[str, Figure]) -> str:
    """Return what a figure counts for, with the figure (of :func:`over`) that superseded it or is its total."""
    by = others.get(one.by) if one.by is not None else None
    return STANDINGS[one.standing] + (f": {words.figure(by.low, by.high)}" if by is not None else "")


def toll(tallies: Iterable[Tally]) -> dict[Harm, tuple[str, ...]]:
    """Return the ranges by harm, all people first, then groups: killed -> ``43–126+``, ``60 children``.

    That no figure of a group stands is only told where none of that harm does.
    """
    found: dict[Harm, list[Tally]] = {}
    for tally in by_harm(tallies):
        found.setdefault(tally.harm, []).append(tally)
    return {
        harm: tuple(map(_group, [each for each in groups if each.low is not None or accused(each)] or groups))
        for harm, groups in found.items()
    }


def voices(count: Voices) -> str:
    """Return how many voices: ``2 voices (possibly 5)``, ``0 voices known (possibly 3)``."""
    if not count.possibly:
        return "no voice"
    if not count.known:
        return f"0 voices known (possibly {count.possibly:,})"
    doubt = f" (possibly {count.possibly:,})" if count.possibly > count.known else ""
    return words.counted(count.known, "voice", "voices") + doubt


def spread(count: Spread) -> str:
    """Return how far it was carried: ``3 origins, 12 carriers``."""
    return (
        f"{words.counted(count.origins, 'origin', 'origins')}, {words.counted(count.carriers, 'carrier', 'carriers')}"
    )


def by_grade(grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """Return grades with the firmest charge first, those without a grade last."""
    return tuple(
        sorted(grades, key=lambda each: len(_GRADES) if each.grade is None else _GRADES.index(each.grade)),
    )


def grade(each: Grade) -> str:
    """Return a grade with the belligerent that it is about: ``fair: Russia``."""
    return f"{each.grade or 'no grade'}: {party(each.belligerent)}"
