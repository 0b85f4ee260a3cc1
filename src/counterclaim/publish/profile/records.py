"""Records as they may be given out: what is withheld masked, places of care and shelter coarsened."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec

from counterclaim.ledger import Brief
from counterclaim.lexicon.register import register
from counterclaim.publish.profile.known import MANY, Known
from counterclaim.publish.profile.masks import Secrets, changed, masker, union
from counterclaim.publish.profile.people import in_text, persons_in
from counterclaim.publish.profile.sites import coarse, site_names, suspect
from counterclaim.records import (
    Anchor,
    Check,
    Claim,
    Different,
    Discount,
    Event,
    Incident,
    Judgement,
    PartyName,
    Quote,
    RateSource,
    Retract,
    Same,
    Series,
    SetField,
    Takedown,
)


def masked_claim(claim: Claim, known: Known) -> Claim:
    """Return a claim with what is withheld masked; its quotes are those of the masked report."""
    mask = known.masker(claim.report)
    told = changed(claim, mask)
    event = told.event
    if claim.id in known.site(claim.report).claims:
        event = msgspec.structs.replace(event, places=tuple(coarse(place) for place in event.places))
    return msgspec.structs.replace(
        told,
        id=claim.id,
        report=claim.report,
        event=event,
        evidence=_quote(claim.evidence, known),
        support=tuple(
            msgspec.structs.replace(one, evidence=_quote(one.evidence, known)) if one.evidence is not None else one
            for one in told.support
        ),
    )


def _quote(quote: Quote, known: Known) -> Quote:
    text = known.text(quote.report)
    return quote if text is None else msgspec.structs.replace(quote, text=text[quote.start : quote.end])


def masked_incident(about: Incident, known: Known, *, at_site: bool) -> Incident:
    """Return an incident with what any of its reports withholds masked."""
    own = known.incident(about.id, about.claims)
    mask = masker(own | _corrected_in(about, own))
    told = changed(about, mask)
    place = coarse(told.place) if at_site and told.place is not None else told.place
    findings = tuple(
        msgspec.structs.replace(
            finding,
            positions=tuple(
                msgspec.structs.replace(position, value=mask.folded(position.value)) for position in finding.positions
            ),
        )
        for finding in told.findings
    )
    joins = tuple(msgspec.structs.replace(join, reason=mask.folded(join.reason)) for join in told.joins)
    history = tuple(
        msgspec.structs.replace(step, reason=masker(in_text(step.reason))(step.reason)) if step.judgement else step
        for step in told.history
    )
    return msgspec.structs.replace(told, place=place, findings=findings, joins=joins, history=history)


def _corrected_in(about: Incident, own: Secrets) -> Secrets:
    """Return the persons whom an incident names as harmed, but for officials: a correction may name them first."""
    words = [figure.words for tally in about.toll for figure in tally.figures]
    hit = (finding for finding in about.findings if finding.field == "targets")
    words += [position.value for finding in hit for position in finding.positions]
    named = {name for part in (*_unlisted(about.targets), *words) for name in persons_in(part)}
    return Secrets(persons=frozenset(name for name in named if not any(name in whole for whole in own.kept)))


def masked_series(about: Series, known: Known) -> Series:
    """Return a series with the names of persons masked that it gives itself, and those that its reports withhold.

    Where very many reports tell of it only the former is done.
    """
    words = [figure.words for tally in about.toll for figure in tally.figures]
    names = [*_unlisted((*about.actors, *about.targets)), *words, *about.voices.names]
    own = _named(names)
    if len(about.origins) <= MANY:
        own |= known.incident(about.id, about.claims)
    return changed(about, masker(own))


def masked_brief(brief: Brief, *, at_site: bool) -> Brief:
    """Return what lists show of an incident, with every name masked that may be a private person's."""
    named = (*brief.actors, *brief.targets)
    place = brief.place
    own = _named((*_unlisted(named), *((place.name,) if place is not None else ())), at_site=at_site)
    mask = masker(own)
    if place is not None:
        place = msgspec.structs.replace(place, name=mask(place.name))
        place = coarse(place) if at_site else place
    return msgspec.structs.replace(
        brief,
        actors=changed(brief.actors, mask),
        targets=changed(brief.targets, mask),
        place=place,
        parties=tuple(key for key in brief.parties if mask.folded(key) == key and not private_key(key)),
    )


def _unlisted(parties: tuple[PartyName, ...]) -> list[str]:
    return [party.name for party in parties if party.party is None]


def _named(names: Sequence[str], *, at_site: bool = False) -> Secrets:
    """Return the persons and places of care that names name by themselves; ``at_site``: they are about one."""
    found = Secrets(persons=frozenset(person for name in names for person in persons_in(name)))
    return union((found, *(site_names(name, sure=at_site) for name in names)))


@functools.lru_cache(maxsize=65536)
def private_key(party: str) -> bool:
    """Tell whether a party's key (a register id or a case folded name) may be a private person's name."""
    return register().get(party) is None and bool(persons_in(party.title()))


def masked_judgement(judgement: Judgement, known: Known) -> Judgement:
    """Return a judgement with names masked that its reports withhold, or that its reason or correction tells itself."""
    own = [known.secrets(report) for report in _reports(judgement)]
    own.append(in_text(judgement.why))
    act = judgement.act
    if isinstance(act, RateSource):
        own.append(_named([act.source]))
    if isinstance(act, SetField):
        own.append(_corrected(act.event))
    told = changed(judgement, masker(union(own)))
    if isinstance(act, SetField) and isinstance(told.act, SetField) and _at_site(act, known):
        event = msgspec.structs.replace(told.act.event, places=tuple(coarse(place) for place in told.act.event.places))
        told = msgspec.structs.replace(told, act=msgspec.structs.replace(told.act, event=event))
    return msgspec.structs.replace(told, id=judgement.id, by=judgement.by)


def _corrected(event: Event) -> Secrets:
    names = [*_unlisted((*event.actors, *event.targets)), *(toll.words for toll in event.toll)]
    return _named([*names, *(place.name for place in event.places)])


def _at_site(act: SetField, known: Known) -> bool:
    names = [*(place.name for place in act.event.places), *(target.name for target in act.event.targets)]
    return suspect((act.event.kind,), names) or bool(known.site(act.anchor.report).claims)


def _reports(judgement: Judgement) -> list[str]:
    """Return the reports that a judgement names."""
    act = judgement.act
    anchors: tuple[Anchor, ...] = ()
    if isinstance(act, Same | Retract | Check | Discount):
        anchors = act.anchors
    elif isinstance(act, Different):
        anchors = (*act.anchors, *act.others)
    elif isinstance(act, SetField):
        anchors = (act.anchor,)
    elif isinstance(act, Takedown):
        return [act.report]
    return sorted({anchor.report for anchor in anchors})
