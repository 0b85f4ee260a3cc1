"""The first maker: claims by rules over a parsed text and the lexicon.

parse -> mark up parties, places, times, tolls, speech
for each sentence that is not a repeat:
    triggers -> groups (one a happening) -> kind -> reality -> fields -> tellings, one a claimant
number the happenings, carry fields forward, leave out retellings that add nothing
tellings -> claims, each field with the words or the rule that fills it
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context, context
from counterclaim.claims.epithets import holder_named, state_named
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.groups import ATTACKS
from counterclaim.claims.happenings import Happening, adds_nothing, assign, borrow, inherit, same_names
from counterclaim.claims.nlp import parse
from counterclaim.claims.recase import recase
from counterclaim.claims.telling import Telling
from counterclaim.claims.tellings import tellings
from counterclaim.ids import claim_id
from counterclaim.records import (
    Claim,
    Claimant,
    Event,
    Field,
    Interval,
    PartyName,
    Place,
    Quote,
    Reading,
    Report,
    Scope,
    Span,
    Support,
)

_BYGONE: Final = re.compile(
    r"\b(?:in|of) 1[0-8]\d\d(?=[.,;:)]|$| (?:and|when|by|between|after|during)\b)|\b1\d{3}s\b"
    r"|\b(?:decades|centuries|generations) (?:ago|before|earlier)\b|\b(?:First|Second) World War\b"
)
"""Times too far back to be read as dates."""
_SCENELESS: Final = frozenset({"talks", "agreement", "demand", "threat", "sanction"})


class Rules:
    """Reads claims by rules; the same report gives the same claims."""

    name: str = "rules@3"

    def read(self, report: Report) -> Reading:
        """Return the claims of one report, in reading order."""
        setting = Setting(title=report.title, url=report.url, publisher=report.publisher)
        ctx = context(parse(recase(report.text), cut=headline_end(report)), report.published_at, setting)
        return Reading(claims=tuple(self._claim(report, ctx, telling) for telling in _told(ctx, report)))

    def _claim(self, report: Report, ctx: Context, telling: Telling) -> Claim:
        told = telling.told
        start, end = told.evidence
        quote = Quote(report=report.id, start=start, end=end, text=report.text[start:end])
        event = Event(
            kind=telling.kind,
            scope=_scope(telling, ctx.published, report.text),
            actors=_parties(ctx, told.actors),
            targets=_parties(ctx, told.targets),
            places=tuple(_as_written(place, filler) for place, filler in told.places),
            country=_country(ctx, telling),
            when=told.when[0] if told.when else None,
            count=telling.counted[0] if telling.counted else None,
            toll=tuple(toll for toll, _ in told.tolls),
            means=telling.weapon.name if telling.weapon else None,
        )
        speaker = telling.speaker
        claimant = (
            Claimant(voice=speaker.voice, name=speaker.name, party=speaker.party or _party(ctx, speaker.name))
            if speaker
            else Claimant(voice="publisher")
        )
        return Claim(
            id=claim_id(
                report=report.id,
                start=start,
                end=end,
                maker=self.name,
                claimant=claimant,
                stance=told.stance,
                event=event,
            ),
            report=report.id,
            happening=told.happening,
            claimant=claimant,
            publisher=report.publisher,
            said_at=telling.said[0] if telling.said else None if speaker else report.published_at,
            stance=told.stance,
            event=event,
            evidence=quote,
            support=_support(report, telling, event),
            maker=self.name,
            score=_score(telling),
        )


def headline_end(report: Report) -> int:
    """Return the offset at which a headline that opens the text ends, 0 when none does.

    Feeds often run the title into the body without a full stop.
    """
    if not report.title:
        return 0
    wanted = re.findall(r"\w+", report.title.lower())
    words = list(re.finditer(r"\w+", report.text[: 3 * len(report.title) + 200]))
    for first in range(min(len(words), 12)):
        if [w.group().lower() for w in words[first : first + len(wanted)]] == wanted and len(wanted) > 2:
            return words[first + len(wanted) - 1].end()
    return 0


def _told(ctx: Context, report: Report) -> list[Telling]:
    """Return what the report tells, happenings numbered, retellings that add nothing left out."""
    repeats = report.repeats
    ends = [span.end for span in repeats]
    known: list[Happening] = []
    kept: list[Telling] = []
    seen = _title_kinds(report)
    for number, sent in enumerate(ctx.doc.sents):
        for telling in tellings(ctx, sent, number, seen):
            told = telling.told
            if _repeated(telling, repeats, ends):
                continue
            happening = assign(told, known, sent.text)
            told.happening = happening.number
            if told.noise and telling.kind == "bombing" and any(t.kind == "suicide_attack" for t in happening.tellings):
                telling.kind = told.kind = "suicide_attack"
                telling.rules["kind"] = "a blast already told of"
            telling.rules |= inherit(told, happening)
            if adds_nothing(told, happening):
                continue
            telling.rules |= borrow(told, [t.told for t in kept], telling.pronoun, sent.text)
            happening.tellings.append(told)
            kept.append(telling)
            if telling.kind in ATTACKS:
                seen.append(telling.kind)
    kept = _without_headline(kept, _headlines(report))
    # Triggers joined across clauses may begin before what was found first.
    kept.sort(key=lambda telling: telling.told.evidence[0])
    order = {number: i for i, number in enumerate(dict.fromkeys(t.told.happening for t in kept), 1)}
    for telling in kept:
        telling.told.happening = order[telling.told.happening]
    return kept


def _title_kinds(report: Report) -> list[str]:
    """Return the kinds of attack that the title names: what "the attack" may point to before the text says more."""
    if not report.title or headline_end(report):
        return []
    ctx = context(parse(report.title), report.published_at)
    return [t.kind for n, sent in enumerate(ctx.doc.sents) for t in tellings(ctx, sent, n, []) if t.kind in ATTACKS]


def _repeated(telling: Telling, repeats: tuple[Span, ...], ends: list[int]) -> bool:
    """Tell whether a telling's words, and those that name its claimant, stand earlier in the text already."""

    def inside(start: int, end: int) -> bool:
        at = bisect_left(ends, start + 1)
        return at < len(repeats) and repeats[at].start <= start and end <= repeats[at].end

    return inside(*telling.told.evidence) and (telling.speaker is None or inside(*telling.speaker.span))


def _headlines(report: Report) -> list[tuple[int, int]]:
    """Return the ranges of headlines in a text: its title run into the body, and lines that end without a stop."""
    found = [(0, headline_end(report))] if headline_end(report) else []
    lines = list(re.finditer(r"[^\n]+", report.text))
    if len(lines) < _LINES:
        return found
    for line in lines:
        words = line.group().split()
        if len(words) <= _HEADLINE_WORDS and line.group().rstrip()[-1:].isalnum():
            found.append(line.span())
    return found


_LINES: Final = 4
"""Lines that a text needs before a short one can be told for a headline."""
_HEADLINE_WORDS: Final = 12


def _names(telling: Telling) -> list[str]:
    return [f.name for f in telling.told.actors]


def _without_headline(kept: list[Telling], headlines: list[tuple[int, int]]) -> list[Telling]:
    """Leave out what a headline tells when the body tells it again in full."""

    def titled(telling: Telling) -> bool:
        return any(a <= telling.told.evidence[0] < b for a, b in headlines)

    def again(headline: Telling) -> bool:
        figures = {(t.harm, t.low) for t, _ in headline.told.tolls}
        mine = _names(headline)
        return any(
            (not figures or other.told.happening == headline.told.happening or same_names(mine, _names(other)))
            and other.kind == headline.kind
            and figures <= {(t.harm, t.low) for t, _ in other.told.tolls}
            for other in kept
            if not titled(other)
        )

    return [t for t in kept if not titled(t) or not again(t)]


def _parties(ctx: Context, fillers: list[Filler]) -> tuple[PartyName, ...]:
    return tuple(PartyName(name=f.name, party=f.party or _party(ctx, f.name)) for f in fillers)


def _party(ctx: Context, name: str) -> str | None:
    """Return the register's id of a name that the report means one party by."""
    return ctx.known.get(name.lower().removeprefix("the ")) or state_named(name) or holder_named(name)


def _as_written(place: Place, filler: Filler) -> Place:
    return Place(
        name=filler.name,
        gazetteer_id=place.gazetteer_id,
        lat_deg=place.lat_deg,
        lon_deg=place.lon_deg,
        radius_m=place.radius_m,
        area_id=place.area_id,
        precision=place.precision,
        country=place.country,
        alternatives=place.alternatives,
    )


def _country(ctx: Context, telling: Telling) -> str | None:
    found = {place.country for place, _ in telling.told.places if place.country}
    if len(found) == 1:
        return next(iter(found))
    if found or telling.kind in _SCENELESS:
        return None
    return ctx.country


def _scope(telling: Telling, published: Interval | None, text: str) -> Scope:
    if telling.kind == "conflict_toll":
        return "total"
    if telling.counted and telling.counted[0].low > 1:
        return "series"
    when = telling.told.when
    if when and published and published.start and when[0].end and (published.start - when[0].end).days > 30:
        return "background"
    if when is None and _BYGONE.search(text[slice(*telling.told.evidence)]):
        return "background"
    return "event"


def _support(report: Report, telling: Telling, event: Event) -> tuple[Support, ...]:
    """Return for each field the words that fill it, or the rule that inferred it."""

    def quote(start: int, end: int) -> Quote:
        return Quote(report=report.id, start=start, end=end, text=report.text[start:end])

    told = telling.told
    made = [Support(field="kind", rule=telling.rules["kind"]), Support(field="stance", rule=telling.rules["stance"])]
    if telling.speaker:
        made.append(Support(field="claimant", evidence=quote(*telling.speaker.span)))
    else:
        made.append(Support(field="claimant", rule="the publisher's own voice"))
    fillers: list[tuple[Field, Filler]] = [
        *(("actors", f) for f in told.actors),
        *(("targets", f) for f in told.targets),
        *(("places", f) for _, f in told.places),
        *(("toll", f) for _, f in told.tolls),
    ]
    if telling.said:
        fillers.append(("said_at", telling.said[1]))
    elif telling.speaker is None and report.published_at is not None:
        made.append(Support(field="said_at", rule="the publisher speaks when it publishes"))
    if told.when:
        fillers.append(("when", told.when[1]))
    if telling.counted:
        fillers.append(("count", telling.counted[1]))
    if telling.weapon:
        fillers.append(("means", telling.weapon))
    for name, filler in fillers:
        made.append(
            Support(field=name, evidence=quote(filler.start, filler.end), rule=telling.rules.get(name, filler.rule))
        )
    if event.country:
        made.append(Support(field="country", rule="where the places lie" if event.places else "where most scenes lie"))
    if event.scope != "event":
        made.append(Support(field="scope", rule=event.scope))
    return tuple(made)


def _score(telling: Telling) -> float:
    """Return the maker's confidence: not calibrated, only ordered; each field that its own words fill adds to it."""
    own = telling.told.own
    score = (
        0.4 + 0.1 * len(own & {"actors", "places", "tolls", "when", "targets"}) + 0.1 * (telling.strength == "strong")
    )
    return round(min(score, 1.0), 2)
