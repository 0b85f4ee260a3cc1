"""One sentence on an incident or series: every clause is attributed unless voices of two sides agree on it.

Two voices that stand on one side, or of which the register does not know whose they are, are named as sayers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.hands import hands, is_known
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


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence, and the claims (ids) that carry it; none where it only joins others."""

    text: str
    claims: tuple[str, ...] = ()


Clause = tuple[Part, ...]
AGREE: Final = " (voices of different sides agree)"


def of_two_sides(voices: Iterable[str], day: dt.date | None) -> bool:
    """Tell whether two of these voices are known to have been in different hands on a day; never without a day."""
    known = [entry.id for voice in voices if (entry := derived_words.entry(voice, None)) is not None]
    return day is not None and hands([party for party in known if is_known(party, day)], day) > 1


def _day(about: Incident | Series) -> dt.date | None:
    when = about.when
    edge = None if when is None else when.start or when.end
    return None if edge is None else edge.date()


def _say(names: Sequence[str]) -> str:
    return f"{'says' if len(names) == 1 else 'say'} {listed(names)}"


def _joined(clauses: Iterable[Clause], by: str) -> list[Part]:
    """Return clauses one after another."""
    parts: list[Part] = []
    for clause in clauses:
        parts += [*([Part(by)] if parts else []), *clause]
    return parts


def _in_sentence(field: Field, position: Position, told: Told) -> str:
    return _IN_SENTENCE[field] + value(field, position, told)


def _field_clauses(findings: Iterable[Finding], told: Told, day: dt.date | None) -> list[Clause]:
    """Return the clauses on the fields: what two sides agree on first, then what has the same sayers, then disputes.

    A dispute on what it was goes before all else.  Where nobody differs the value with most voices stands for all: the
    sheet lists the others.
    """
    by_field = {finding.field: finding for finding in findings if finding.positions}
    clauses: dict[tuple[str, ...], list[Clause]] = {}
    apart: list[Clause] = []
    agreed: list[Clause] = []
    for field in _IN_SENTENCE:
        finding = by_field.get(field)
        if finding is None or (field == "country" and "places" in by_field):
            continue
        if finding.state == "contested":
            apart.append(_dispute(finding, told))
            continue
        first = finding.positions[0]
        part = (Part(_in_sentence(field, first, told), first.claims),)
        if of_two_sides(first.voices, day):
            agreed.append(part)
        else:
            clauses.setdefault(told.sayers(first.claims, first.voices), []).append(part)
    kind = by_field.get("kind")
    lead = [apart.pop(0)] if kind is not None and kind.state == "contested" else []
    return [
        *lead,
        *([(*_joined(agreed, ", "), Part(AGREE))] if agreed else []),
        *((*_joined(parts, ", "), Part(f", {_say(names)}")) for names, parts in clauses.items()),
        *apart,
    ]


def _dispute(finding: Finding, told: Told) -> Clause:
    """Return the positions on a contested field with who takes each; beyond the first few they are counted."""
    shown: list[Clause] = [
        (
            Part(
                f"{_in_sentence(finding.field, each, told)}, {_say(told.sayers(each.claims, each.voices))}", each.claims
            ),
        )
        for each in finding.positions[:_NAMED]
    ]
    if more := finding.positions[_NAMED:]:
        rest = tuple(claim for each in more for claim in each.claims)
        shown.append((Part(words.counted(len(more), "other position", "other positions"), rest),))
    return tuple(_joined(shown, ", or "))


def _number(tally: Tally, figure: Figure) -> str:
    """Return a figure with whom it counts: ``at least 12 people``."""
    toll = Toll(harm=tally.harm, who=tally.who, low=figure.low, high=figure.high, words=figure.words)
    return words.toll((toll,)).removeprefix(f"{tally.harm} ")


def _top(figure: Figure) -> int:
    return figure.low if figure.high is None else figure.high


def _toll_clause(tally: Tally, told: Told, day: dt.date | None) -> Clause:
    """Return the ends of a range with who says each; beside them what the accused side says; empty without any."""
    # A takedown takes a claim's figure with it, before fusion tells of it.
    shown = [figure for figure in tally.figures if figure.claim in told.claims]
    stand = [figure for figure in shown if figure.standing == "stands"]
    # The range may be narrower than the figures: vague words bound only where no number stands.
    low, high = (tally.low or 0), (derived_words.top(tally.figures) if tally.high is None else tally.high)
    lowest = [figure for figure in stand if figure.low == low][:1]
    highest = sorted((figure for figure in stand if _top(figure) == high), key=lambda figure: figure.high is not None)[
        :1
    ]
    ends = {(figure.low, figure.high) for figure in (*lowest, *highest)}
    ends_told: list[Clause]
    if len(ends) == 1:
        telling = [figure for figure in stand if (figure.low, figure.high) in ends]
        names = tuple(dict.fromkeys(told.figure_sayer(figure) for figure in telling))
        agree = of_two_sides((figure.voice for figure in telling if figure.voice is not None), day)
        said = AGREE if agree else f", {_say(names)}"
        ends_told = [(Part(_number(tally, telling[0]) + said, tuple(figure.claim for figure in telling)),)]
    else:
        ends_told = [(_said(tally, figure, told),) for figure in (*lowest, *highest)]
    beside: list[Clause] = [
        (_said(tally, figure, told, ", who is accused"),) for figure in shown if figure.standing == "accused"
    ]
    all_told = [*([tuple(_joined(ends_told, ", to "))] if ends_told else []), *beside]
    return (Part(f"{tally.harm} "), *_joined(all_told, "; ")) if all_told else ()


def _said(tally: Tally, figure: Figure, told: Told, more: str = "") -> Part:
    return Part(f"{_number(tally, figure)}, says {told.figure_sayer(figure)}{more}", (figure.claim,))


def _toll_clauses(tallies: Sequence[Tally], told: Told, day: dt.date | None) -> list[Clause]:
    """Return a clause a harm: on all people where they are counted, else on each group.

    A group of which the accused side speaks has a clause in any case: its word stands beside the others'.
    """
    whole = {tally.harm for tally in tallies if tally.who == "people" and tally.low is not None}
    kept = (t for t in tallies if t.who == "people" or t.harm not in whole or derived_words.accused(t))
    return [clause for tally in kept if (clause := _toll_clause(tally, told, day))]


def _stance(about: Incident | Series, told: Told, stance: Stance, verb: str) -> list[Clause]:
    """Return a clause for each party that denies or announces, with its words: what is denied may be a part only."""
    said: dict[str, Claim] = {}
    for claim in about.claims:
        if claim in told.claims and told.claims[claim].stance == stance:
            said.setdefault(told.sayer(claim), told.claims[claim])
    return [
        (Part(f"{name} {verb}: {derived_words.quoted(claim.evidence.text)}", (claim.id,)),)
        for name, claim in said.items()
    ]


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
    return Finding(field=field, state=state, positions=positions)


def _findings(about: Incident | Series, told: Told) -> tuple[Finding, ...]:
    """Return the findings; a series has none, and an incident may lack that on its kind: the claims tell then."""
    known = about.findings if isinstance(about, Incident) else ()
    fields = _ALWAYS if isinstance(about, Incident) else _OF_SERIES
    told_of = {finding.field for finding in known}
    return (*(_finding(field, about, told) for field in fields if field not in told_of), *known)


def sentence(about: Incident | Series, told: Told) -> tuple[Part, ...]:
    """Return the sentence in parts, each with the claims that carry it.

    It says what happened, where, when, by whom to whom, with what toll, and who says each of it.
    """
    findings, day = _findings(about, told), _day(about)
    clauses = [
        *_field_clauses(findings, told, day),
        *_toll_clauses(about.toll, told, day),
        *_stance(about, told, "denies", "denies"),
        *_stance(about, told, "intends", "announces"),
    ]
    named = any(finding.field == "kind" and finding.positions for finding in findings)
    kind = [] if named else [Part(f"{derived_words.kind(about)}: ")]
    first, *rest = [*kind, *_joined(clauses, "; "), Part(".")]
    return (Part(first.text[:1].upper() + first.text[1:], first.claims), *rest)


def headline(about: Incident | Series, told: Told) -> str:
    """Return the sentence as one text."""
    return "".join(part.text for part in sentence(about, told))
