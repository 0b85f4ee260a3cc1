"""The page of one incident: what is agreed, what is contested and by whom, with the words that carry each claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import View
from counterclaim.publish import derived_words, words
from counterclaim.publish.headline import headline, sentence, value
from counterclaim.publish.pages.maps import incident_map
from counterclaim.publish.pages.shown import Desk, Link, Quoted, how_long, how_near, place_link
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.told import Told, told
from counterclaim.records import Finding, Incident, Position, Series

QUOTES: Final = 3
"""Quotes of each position that stand open; the others are folded away."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One position on a field: its value, who takes it, how many carry it, and the words."""

    value: Link
    voices: int
    names: tuple[str, ...]
    origins: int
    carriers: int
    quotes: tuple[Quoted, ...]
    more: tuple[Quoted, ...]
    gone: int


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field with its positions, the one with most voices first."""

    label: str
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """A reason in words, and the claims that it rests on, by who says them."""

    text: str
    claims: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """The grade of harm laid at one belligerent's door, its strike status, and why."""

    belligerent: Link
    grade: str
    status: str
    reasons: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history, or one telling that was joined: when, which rule, why, by which claims."""

    at: str
    what: str
    because: Because


def desk(about: Incident | Series, behind: Told, ask: Ask) -> Desk:
    """Return the desk of a page that quotes the claims of an incident or series under its sources."""
    parts = about.parts if isinstance(about, Incident) else ()
    here = frozenset(claim for claim in (*about.claims, *parts) if claim in behind.claims)
    return Desk(ask, behind, here)


def parts(about: Incident | Series, at: Desk) -> tuple[Link, ...]:
    """Return the sentence in parts, each with where the claim stands that carries it."""
    return tuple(Link(part.text, at.at(part.claims)) for part in sentence(about, at.told))


def _stand(finding: Finding, position: Position, at: Desk) -> Stand:
    quotes = tuple(map(at.quoted, at.told.quotes(position.claims)))
    return Stand(
        value=Link(value(finding.field, position, at.told), at.at(position.claims)),
        voices=len(position.voices),
        names=at.told.sayers(position.claims, position.voices),
        origins=len(position.origins),
        carriers=at.told.carriers(position),
        quotes=quotes[:QUOTES],
        more=quotes[QUOTES:],
        gone=sum(claim not in at.told.claims for claim in position.claims),
    )


def _field(finding: Finding, at: Desk) -> FieldShown:
    kept = (each for each in finding.positions if any(claim in at.told.claims for claim in each.claims))
    stands = tuple(_stand(finding, position, at) for position in kept)
    return FieldShown(derived_words.FIELDS[finding.field].capitalize(), stands)


def _contested(about: Incident, at: Desk) -> tuple[FieldShown, ...]:
    return tuple(_field(finding, at) for finding in about.findings if finding.state == "contested")


def _uncontested(about: Incident, at: Desk) -> tuple[FieldShown, ...]:
    kept = (f for f in about.findings if f.state != "contested" and f.positions and f.field not in derived_words.ONCE)
    return tuple(_field(finding, at) for finding in kept)


def _because(text: str, claims: Sequence[str], judgements: Iterable[str | None], at: Desk) -> Because:
    if claims and not any(claim in at.told.claims for claim in claims):
        return Because("not told: its claims are no longer shown", ())
    return Because(at.told.decided(text, judgements), at.behind(claims))


def _charges(about: Incident, at: Desk) -> Iterator[Charge]:
    for grade in derived_words.by_grade(about.grades):
        yield Charge(
            belligerent=at.party(grade.belligerent),
            grade=grade.grade or "",
            status=grade.status.replace("_", "-"),
            reasons=tuple(_because(each.text, each.claims, each.judgements, at) for each in grade.reasons),
        )


def _joins(about: Incident, at: Desk) -> Iterator[Step]:
    for join in about.joins:
        reports = dict.fromkeys(at.told.claims[claim].report for claim in join.claims if claim in at.told.claims)
        source = "; ".join(map(at.told.source, reports)) or "a report no longer shown"
        yield Step(source, derived_words.RULES[join.rule], _because(join.reason, join.claims, (join.judgement,), at))


def _history(about: Incident, at: Desk) -> Iterator[Step]:
    for change in about.history:
        when = f"{change.at:%Y-%m-%d %H:%M} UTC" if change.at is not None else "time not known"
        because = _because(change.reason, change.claims, (change.judgement,), at)
        yield Step(when, derived_words.CHANGES[change.what], because)


def _parts_of_it(about: Incident, at: Desk) -> Iterator[tuple[Link, Quoted]]:
    for claim in about.parts:
        known = at.told.claims.get(claim)
        if known is not None:
            toll = words.toll(known.event.toll) or known.event.kind.replace("_", " ")
            yield Link(toll, at.at((claim,))), at.quoted(known)


def incident_page(view: View, incident: Incident, ask: Ask, asked: str) -> str:
    """Return the page of an incident; ``asked`` is the id it was asked for by, another one where that leads here."""
    behind = told(view, incident)
    at = desk(incident, behind, ask)
    graded = incident.source_grade
    return render(
        "incident.html",
        ask=ask,
        about=incident,
        asked=asked,
        title=headline(incident, behind),
        sentence=parts(incident, at),
        kinds=derived_words.kind(incident),
        review=derived_words.REVIEWS[incident.review],
        when=derived_words.when(incident),
        how_long=how_long(incident.when),
        place=place_link(incident, ask),
        how_near=how_near(incident.place),
        map=incident_map(incident),
        actors=tuple(map(at.party, incident.actors)),
        targets=tuple(map(at.party, incident.targets)),
        voices=derived_words.voices(incident.voices),
        contested=_contested(incident, at),
        uncontested=_uncontested(incident, at),
        tables=at.tables(incident),
        parts=tuple(_parts_of_it(incident, at)),
        charges=tuple(_charges(incident, at)),
        graded=graded,
        graded_reasons=tuple(_because(each.text, each.claims, each.judgements, at) for each in graded.reasons),
        carriers=at.carriers(incident),
        lost=sum(claim not in at.here for claim in incident.claims),
        joins=tuple(_joins(incident, at)),
        history=tuple(_history(incident, at)),
        step=view.step(),
    )
