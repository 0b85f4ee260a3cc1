"""From the groups of one sentence to what is told: reality, parties, place, time, toll, by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span

from counterclaim.claims.acts import accept
from counterclaim.claims.arguments import (
    JOINT,
    Filler,
    actors,
    both_sides,
    count,
    distinct,
    means,
    pronoun_acts,
    targets,
)
from counterclaim.claims.context import Context
from counterclaim.claims.groups import ATTACKS, Group, groups, merge, neighbours
from counterclaim.claims.happenings import Told
from counterclaim.claims.kinds import NOISES, decide, reported
from counterclaim.claims.noun_phrases import overlap
from counterclaim.claims.realis import Realis, realis
from counterclaim.claims.speakers import Speaker, Speech
from counterclaim.claims.telling import POSITIONS, Telling, judged, points_to_told, presupposed, worth
from counterclaim.claims.undecided import Scene
from counterclaim.claims.when import goes_on, said, when
from counterclaim.claims.where import scene
from counterclaim.records import Count, Kind, Place, Stance, Toll

SPEECH_ACTS: Final = frozenset({"demand", "threat"})


def tellings(ctx: Context, sent: Span, number: int, seen: list[str]) -> list[Telling]:
    """Return what a sentence tells; ``seen`` are the kinds of attack told of so far, in order."""
    made: list[Telling] = []
    found = _decided(ctx, sent, seen)
    for one in found:
        made += of_group(ctx, one, sent, number, alone=len(found) == 1)
    return _one_toll(made)


def of_group(ctx: Context, one: Decided, sent: Span, number: int, *, alone: bool) -> list[Telling]:
    """Return what each claimant tells of a happening whose kind and parties are decided."""
    group, kind, rule = one.group, one.kind, one.rule
    real, why = _reality(ctx, group)
    if real is None:
        return []
    if kind == "territory_change" and why == "attempted":
        kind, rule = "battle", "an attempt to take a place"
    made: list[Telling] = []
    for speech, speaker in _speakers(ctx, group):
        stance = real
        if speech is not None and speech.attribution.manner == "denies" and real == "asserts":
            stance = "denies"
        telling = _telling(ctx, group, kind, (one.doers, one.suffer), speaker, stance, number, sent, alone)
        telling.rules |= {"kind": rule, "stance": why}
        telling.said = said(ctx, speech)
        telling.position = speech is not None and speech.attribution.manner in POSITIONS
        if accept(ctx, group, kind, telling.told) and worth(ctx, telling):
            made += _share_of(telling)
    return made


@dataclass(slots=True)
class Decided:
    """A happening of one sentence: its words, its kind with the rule that gave it, who did it and to whom."""

    group: Group
    kind: Kind
    rule: str
    doers: list[Filler]
    suffer: list[Filler]


def _decided(ctx: Context, sent: Span, seen: list[str]) -> list[Decided]:
    """Return the groups of a sentence with their kinds and parties; neighbours of one kind are joined."""
    found = groups(ctx, sent)
    most = reported(ctx)
    attacked = any(g.attack and not g.open for g in found)
    kept: list[Decided] = []
    for group in found:
        doers = actors(ctx, group)
        suffer = targets(ctx, group, doers)
        told = [*seen, *(one.kind for one in kept if one.kind in ATTACKS)]
        kind, rule = decide(ctx, group, Scene(doers, suffer, told, most))
        if kind is None or (kind == "destruction" and attacked):
            continue
        before = kept[-1] if kept else None
        if before is not None and kind == before.kind and neighbours(ctx, before.group, group):
            merge(before.group, group)
            before.doers = actors(ctx, before.group)
            before.suffer = targets(ctx, before.group, before.doers)
        else:
            kept.append(Decided(group, kind, rule, doers, suffer))
    return kept


def _share_of(telling: Telling) -> list[Telling]:
    """Return "two of 57 strikes hit the group" as what it says: 57 strikes, and two that hit the group."""
    if telling.counted is None or telling.counted[0].of is None:
        return [telling]
    number, words = telling.counted
    whole = replace(telling.told, targets=[], own=telling.told.own - {"targets"}, number=number.of)
    total = (Count(low=number.of or 0, high=number.of), words)
    return [replace(telling, told=whole, counted=total, rules=dict(telling.rules)), telling]


def _one_toll(made: list[Telling]) -> list[Telling]:
    """Join what a sentence says of a war's toll: so many killed, so many driven out."""
    kept: list[Telling] = []
    for telling in made:
        twin = next(
            (t for t in kept if t.kind == telling.kind == "conflict_toll" and t.told.claimant == telling.told.claimant),
            None,
        )
        if twin is None:
            kept.append(telling)
        else:
            figures = {(t.harm, t.who, t.low, t.high) for t, _ in twin.told.tolls}
            twin.told.tolls += [(t, f) for t, f in telling.told.tolls if (t.harm, t.who, t.low, t.high) not in figures]
            twin.told.evidence = (
                min(twin.told.evidence[0], telling.told.evidence[0]),
                max(twin.told.evidence[1], telling.told.evidence[1]),
            )
    return kept


def _reality(ctx: Context, group: Group) -> tuple[Stance | None, str]:
    """Return the reality of the trigger that governs the others: what hangs on it shares its fate."""
    lead = min(group.triggers, key=lambda t: (sum(1 for _ in ctx.doc[t.head].ancestors), t.start))
    if lead.kind in SPEECH_ACTS and lead.role == "verb":
        seen = realis(ctx.doc, lead)
        return ("asserts", "done by saying it") if seen.stance in {"asserts", "intends"} else (None, seen.rule)
    seen = realis(ctx.doc, lead)
    acts = [t for t in group.triggers if t.kind != "~harm"]
    if lead.kind == "~harm" and seen.stance != "asserts" and (lead.role == "noun" or seen.stance == "denies"):
        # "Nobody was hurt when rockets hit the base", "the toll of the blast may rise": the attack stands.
        if acts:
            seen = realis(ctx.doc, acts[0])
        elif any(t.toll.high == 0 for t in group.tolls):
            seen = Realis("asserts", "nobody harmed")
    return seen.stance, seen.rule


def _speakers(ctx: Context, group: Group) -> list[tuple[Speech | None, Speaker | None]]:
    """Return who tells it: the innermost speech whose content covers the trigger; else the publisher."""
    at = ctx.doc[group.head.head].idx
    covering = [
        (b - a, s)
        for s in ctx.speeches
        for a, b in s.attribution.contents
        if a <= at < b and s.speakers and s.attribution.manner != "demands"
    ]
    if covering:
        speech = min(covering, key=lambda c: c[0])[1]
        return [(speech, speaker) for speaker in speech.speakers]
    if group.head.kind in SPEECH_ACTS:
        near = [s for s in ctx.speeches if s.attribution.cue[0] <= at < s.attribution.cue[1] and s.speakers]
        if near:
            return [(near[0], speaker) for speaker in near[0].speakers]
    return [(None, None)]


def _telling(
    ctx: Context,
    group: Group,
    kind: Kind,
    sides: tuple[list[Filler], list[Filler]],
    speaker: Speaker | None,
    stance: Stance,
    number: int,
    sent: Span,
    alone: bool,
) -> Telling:
    doers, suffer = sides
    if speaker is not None:
        # "killing nine people, medics said": the parser lists the source among the victims
        suffer = [s for s in suffer if not overlap((s.start, s.end), speaker.span)]
    first, other = both_sides(ctx, group)
    if kind in JOINT:
        doers, suffer = distinct([*doers, *first, *other, *(s for s in suffer if s.kind)]), []
    elif kind == "battle":
        doers, suffer = (
            (doers or first, distinct([*suffer, *other])) if doers or first else (doers, distinct([*other, *suffer]))
        )
    if kind in SPEECH_ACTS and speaker is not None and not doers:
        doers = [Filler(speaker.name, *speaker.span, "speaker", speaker.party, "speaker")]
    told = Told(
        kind=kind,
        stance=stance,
        claimant=speaker.name if speaker else "",
        evidence=_evidence(ctx, group),
        sentence=number,
        actors=doers,
        targets=suffer,
    )
    told.back = points_to_told(ctx, group)
    told.judged = any(judged(ctx, t) for t in group.triggers)
    told.presupposed = all(presupposed(ctx, t) for t in group.triggers)
    told.places = _places(ctx, group, kind, sent, alone)
    told.when = when(ctx, group, *_range(ctx, group, sent, alone), sent, act=group.head.kind in SPEECH_ACTS)
    told.tolls = _tolls(group, kind)
    told.noise = {ctx.doc[t.head].lower_ for t in group.triggers if t.kind != "~harm"} <= NOISES
    told.ongoing = goes_on(ctx, group)
    told.onset = bool(_ONSET & {t.lower_ for t in ctx.doc[group.clause[0] : group.clause[1]]})
    told.own = frozenset(name for name in ("actors", "targets", "places", "when", "tolls") if getattr(told, name))
    weapon = means(ctx, group) if kind in ATTACKS else None
    pronoun = pronoun_acts(ctx, group)
    return Telling(
        told,
        group,
        kind,
        speaker,
        count(ctx, group),
        weapon,
        {},
        "strong" if any(t.strength == "strong" and t.kind != "~harm" for t in group.triggers) else group.head.strength,
        pronoun,
    )


_HARMS: Final[dict[str, frozenset[str]]] = {
    "displacement": frozenset({"displaced"}),
    "arrest": frozenset({"captured"}),
    "abduction": frozenset({"captured", "missing"}),
    "release": frozenset({"captured"}),
    "conflict_toll": frozenset({"killed", "wounded", "missing", "captured", "displaced"}),
    **dict.fromkeys(
        (*ATTACKS, "air_incident", "abuse", "riot", "protest", "siege"),
        frozenset({"killed", "wounded", "missing", "captured"}),
    ),
}
"""The harms whose figures a kind carries."""


def _tolls(group: Group, kind: Kind) -> list[tuple[Toll, Filler]]:
    """Return the figures of a happening, each once; what its kind does not carry is left to others."""
    kept: dict[tuple[str, str, int, int | None], tuple[Toll, Filler]] = {}
    for mention in group.tolls:
        toll = mention.toll
        if toll.harm in _HARMS.get(kind, frozenset()):
            kept.setdefault(
                (toll.harm, toll.who, toll.low, toll.high),
                (toll, Filler(toll.words, mention.start, mention.end, "toll")),
            )
    return list(kept.values())


def _evidence(ctx: Context, group: Group) -> tuple[int, int]:
    """Return the words that carry the telling: its clauses, trimmed of marks that join them to others."""
    low, high = group.clause
    while low < high - 1 and (
        ctx.doc[low].is_space or ctx.doc[low].text in {",", ";", ":"} or ctx.doc[low].lower_ in {"and", "but"}
    ):
        low += 1
    while high > low + 1 and (ctx.doc[high - 1].is_space or ctx.doc[high - 1].text in {",", ";", ":"}):
        high -= 1
    return ctx.chars(low, high)


def _range(ctx: Context, group: Group, sent: Span, alone: bool) -> tuple[int, int]:
    """Return the offsets in which a telling's place and time stand: its clauses, or the sentence when it is alone."""
    return (sent.start_char, sent.end_char) if alone else ctx.chars(*group.clause)


def _places(ctx: Context, group: Group, kind: Kind, sent: Span, alone: bool) -> list[tuple[Place, Filler]]:
    low, high = _range(ctx, group, sent, alone)
    return scene(ctx, low, high, group, kind)


_ONSET: Final = frozenset({"began", "begun", "begin", "started", "start", "since", "launched"})
