"""One sentence on an incident or series, in which every clause is attributed unless two voices agree on it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from counterclaim.lexicon.countries import countries
from counterclaim.publish import derived_words, words
from counterclaim.publish.told import Told
from counterclaim.records import (
    Claim,
    Event,
    Field,
    Figure,
    Finding,
    FindingState,
    Incident,
    Position,
    Series,
    Stance,
    Tally,
    Toll,
)

_IN_SENTENCE: Final[dict[Field, str]] = {
    "kind": "",
    "when": "",
    "places": "in ",
    "country": "in ",
    "actors": "by ",
    "targets": "against ",
    "count": "",
    "means": "with ",
}
"""The fields of which the sentence tells, in its order, and the word before each."""
_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NAMED: Final = 3
"""Sayers that a clause names, and positions of a dispute; more are counted."""
AS_WRITTEN: Final[tuple[Field, ...]] = ("actors", "targets", "means")
"""Fields whose values may be a report's own, loaded words."""


def value(field: Field, position: Position, told: Told) -> str:
    """Return a position's value as people write it, in quotation marks where it may hold a report's own words.

    Parties of the register have neutral labels; means, and parties that it does not list, are words as written.
    """
    text = position.value
    if field in AS_WRITTEN:
        events = [told.claims[claim].event for claim in position.claims if claim in told.claims]
        parties = [party for event in events for party in (event.actors if field == "actors" else event.targets)]
        listed = all(derived_words.entry(party.name, party.party) is not None for party in parties)
        return text if field != "means" and parties and listed else derived_words.quoted(text)
    match field:
        case "kind":
            return text.replace("_", " ")
        case "country":
            state = countries().get(text)
            return state.names[0] if state is not None else text
        case "when":
            return _DAY.sub(lambda found: words.day(dt.date.fromisoformat(found.group())), text)
        case "count":
            return "once" if text == "1" else text if "of" in text.split() else f"{text} times"
        case _:
            return text


def listed(names: Sequence[str]) -> str:
    """Return names as a list: ``A, B and C``, ``A, B, C and 4 more``."""
    shown = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def _say(names: Sequence[str]) -> str:
    return f"{'says' if len(names) == 1 else 'say'} {listed(names)}"


def _in_sentence(field: Field, position: Position, told: Told) -> str:
    return _IN_SENTENCE[field] + value(field, position, told)


def _field_clauses(findings: Iterable[Finding], told: Told) -> list[str]:
    """Return the clauses on the fields: what two voices agree on first, then what has the same sayers, then disputes.

    A dispute on what it was goes before all else.  Where nobody differs the value with most voices stands for all: the
    sheet lists the others.
    """
    by_field = {finding.field: finding for finding in findings if finding.positions}
    clauses: dict[tuple[str, ...], list[str]] = {}
    apart: list[str] = []
    agreed: list[str] = []
    for field in _IN_SENTENCE:
        finding = by_field.get(field)
        if finding is None or (field == "country" and "places" in by_field):
            continue
        if finding.state == "contested":
            apart.append(_dispute(finding, told))
            continue
        first = finding.positions[0]
        text = _in_sentence(field, first, told)
        if len(first.voices) > 1:
            agreed.append(text)
        else:
            clauses.setdefault(told.sayers(first.claims, first.voices), []).append(text)
    kind = by_field.get("kind")
    lead = [apart.pop(0)] if kind is not None and kind.state == "contested" else []
    return [
        *lead,
        *([f"{', '.join(agreed)} (voices agree)"] if agreed else []),
        *(f"{', '.join(texts)}, {_say(names)}" for names, texts in clauses.items()),
        *apart,
    ]


def _dispute(finding: Finding, told: Told) -> str:
    """Return the positions on a contested field with who takes each; beyond the first few they are counted."""
    shown = [
        f"{_in_sentence(finding.field, each, told)}, {_say(told.sayers(each.claims, each.voices))}"
        for each in finding.positions[:_NAMED]
    ]
    if more := len(finding.positions) - len(shown):
        shown.append(words.counted(more, "other position", "other positions"))
    return ", or ".join(shown)


def _number(tally: Tally, figure: Figure) -> str:
    """Return a figure with whom it counts: ``at least 12 people``."""
    toll = Toll(harm=tally.harm, who=tally.who, low=figure.low, high=figure.high, words=figure.words)
    return words.toll((toll,)).removeprefix(f"{tally.harm} ")


def _top(figure: Figure) -> int:
    return figure.low if figure.high is None else figure.high


def _toll_clause(tally: Tally, told: Told) -> str:
    """Return the ends of a range with who says each; beside them what the accused side says; empty without any."""
    stand = [figure for figure in tally.figures if figure.standing == "stands"]
    # The range may be narrower than the figures: vague words bound only where no number stands.
    low, high = (tally.low or 0), (derived_words.top(tally.figures) if tally.high is None else tally.high)
    lowest = [figure for figure in stand if figure.low == low][:1]
    highest = sorted((figure for figure in stand if _top(figure) == high), key=lambda figure: figure.high is not None)[
        :1
    ]
    ends = {(figure.low, figure.high) for figure in (*lowest, *highest)}
    if len(ends) == 1:
        telling = [figure for figure in stand if (figure.low, figure.high) in ends]
        names = tuple(dict.fromkeys(told.figure_sayer(figure) for figure in telling))
        voices = {figure.voice for figure in telling} - {None}
        ends_told = [_number(tally, telling[0]) + (" (voices agree)" if len(voices) > 1 else f", {_say(names)}")]
    else:
        ends_told = [f"{_number(tally, figure)}, says {told.figure_sayer(figure)}" for figure in (*lowest, *highest)]
    beside = [
        f"{_number(tally, figure)}, says {told.figure_sayer(figure)}, who is accused"
        for figure in derived_words.accused(tally)
    ]
    said = [*([", to ".join(ends_told)] if ends_told else []), *beside]
    return f"{tally.harm} {'; '.join(said)}" if said else ""


def _toll_clauses(tallies: Sequence[Tally], told: Told) -> list[str]:
    """Return a clause a harm: on all people where they are counted, else on each group.

    A group of which the accused side speaks has a clause in any case: its word stands beside the others'.
    """
    whole = {tally.harm for tally in tallies if tally.who == "people" and tally.low is not None}
    kept = (t for t in tallies if t.who == "people" or t.harm not in whole or derived_words.accused(t))
    return [clause for tally in kept if (clause := _toll_clause(tally, told))]


def _stance(about: Incident | Series, told: Told, stance: Stance, verb: str) -> list[str]:
    """Return a clause for each party that denies or announces, with its words: what is denied may be a part only."""
    said: dict[str, str] = {}
    for claim in about.claims:
        if claim in told.claims and told.claims[claim].stance == stance:
            said.setdefault(told.sayer(claim), told.claims[claim].evidence.text)
    return [f"{name} {verb}: {derived_words.quoted(text)}" for name, text in said.items()]


_ALWAYS: Final[tuple[Field, ...]] = ("kind",)
_OF_SERIES: Final[tuple[Field, ...]] = ("kind", "when", "places", "actors", "targets", "count")
_FROM_CLAIMS: Final[dict[Field, Callable[[Event], str]]] = {
    "kind": lambda event: event.kind,
    "when": lambda event: words.when(event.when),
    "places": lambda event: ", ".join(place.name for place in event.places),
    "actors": lambda event: words.parties(event.actors),
    "targets": lambda event: words.parties(event.targets),
    "count": lambda event: words.count(event.count).removesuffix(" times").replace("once", "1"),
}


def _finding(field: Field, about: Incident | Series, told: Told) -> Finding:
    """Return what the claims themselves say of a field, those that deny or announce left out."""
    values: dict[str, list[Claim]] = {}
    for claim in about.claims:
        known = told.claims.get(claim)
        if known is not None and known.stance == "asserts" and (text := _FROM_CLAIMS[field](known.event)):
            values.setdefault(text, []).append(known)
    positions = tuple(
        Position(
            value=text,
            claims=tuple(claim.id for claim in claims),
            voices=tuple(
                dict.fromkeys(c.claimant.name for c in claims if c.claimant.voice == "named" and c.claimant.name)
            ),
            origins=(),
        )
        for text, claims in values.items()
    )
    state: FindingState = "contested" if len(positions) > 1 else "single"
    if state == "single" and positions and len(positions[0].voices) > 1:
        state = "agreed"
    return Finding(field=field, state=state, positions=positions)


def _findings(about: Incident | Series, told: Told) -> tuple[Finding, ...]:
    """Return the findings; a series has none, and an incident may lack that on its kind: the claims tell then."""
    known = about.findings if isinstance(about, Incident) else ()
    fields = _ALWAYS if isinstance(about, Incident) else _OF_SERIES
    told_of = {finding.field for finding in known}
    return (*(_finding(field, about, told) for field in fields if field not in told_of), *known)


def headline(about: Incident | Series, told: Told) -> str:
    """Return the sentence: what happened, where, when, by whom to whom, with what toll, and who says each of it."""
    findings = _findings(about, told)
    clauses = [
        *_field_clauses(findings, told),
        *_toll_clauses(about.toll, told),
        *_stance(about, told, "denies", "denies"),
        *_stance(about, told, "intends", "announces"),
    ]
    named = any(finding.field == "kind" and finding.positions for finding in findings)
    text = ("" if named else f"{derived_words.kind(about)}: ") + "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."
