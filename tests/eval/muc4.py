"""MUC-4: incidents, perpetrators and how firmly they are accused, tolls; irrelevant texts test false alarms.

The texts are all in capitals: their case is restored before they are read.  Optional templates and fillers are
neither reward nor error.  ``ceaf_ree`` is GRIT's measure (Du, Rush, Cardie 2021), strict: a predicted filler is right
when it is one of the mentions of a gold entity, each entity paired once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from counterclaim.claims.recase import recase
from counterclaim.records import Reading
from tests.eval import gold as golds
from tests.eval import roles
from tests.eval.figures import Figure, bootstrap, f1, figures_of, ratio
from tests.eval.gold import Context
from tests.eval.reading import readings, report

Counts = Mapping[str, float]
SLOTS: Final[Mapping[roles.Role, tuple[str, ...]]] = {
    "perp_individual": ("perp_individual_id",),
    "perp_org": ("perp_org_id",),
    "phys_tgt": ("phys_tgt_id",),
    "hum_tgt": ("hum_tgt_name", "hum_tgt_description"),
    "instrument": ("instrument_id",),
}
GRIT: Final = 0.545
"""CEAF-REE micro F1 of GRIT on the published test split; measured on that split only."""
UNSURE: Final = 1_000_000
"""Stands for an open top where the scorer wants two integers."""


class Alternative(msgspec.Struct, frozen=True):
    """One way to fill a slot; ``of`` is the entity it says something about."""

    value: str
    of: str | None = None


class Filler(msgspec.Struct, frozen=True):
    """A slot's filler: any of its alternatives is right."""

    optional: bool
    alternatives: tuple[Alternative, ...]


class Casualties(msgspec.Struct, frozen=True):
    """Deaths and wounded summed over a template's exact numbers; usable only when complete."""

    killed: int | None
    wounded: int | None
    complete: bool


class Template(msgspec.Struct, frozen=True):
    """One incident of the answer key; slots that are not measured are left out."""

    optional: bool
    type: tuple[Filler, ...]
    location: tuple[Filler, ...]
    instrument_id: tuple[Filler, ...]
    perp_individual_id: tuple[Filler, ...]
    perp_org_id: tuple[Filler, ...]
    perp_org_confidence: tuple[Filler, ...]
    phys_tgt_id: tuple[Filler, ...]
    hum_tgt_name: tuple[Filler, ...]
    hum_tgt_description: tuple[Filler, ...]
    casualties_derived: Casualties


class Document(msgspec.Struct, frozen=True):
    """A text with its answer key."""

    id: str
    orig_split: str
    text: str
    relevant: bool
    templates: tuple[Template, ...]


Entity = tuple[frozenset[str], bool]
"""The normalised mentions of a gold entity, and whether it is optional."""


def fillers_of(template: Template, role: roles.Role) -> list[Filler]:
    """Return a template's fillers of one role."""
    slots: list[tuple[Filler, ...]] = [getattr(template, slot) for slot in SLOTS[role]]
    return [filler for slot in slots for filler in slot]


def entities(templates: Sequence[Template], role: roles.Role) -> list[Entity]:
    """Return the document's entities of one role, those that share a mention merged; optional if wholly so."""
    merged: list[Entity] = []
    for template in templates:
        for filler in fillers_of(template, role):
            named = {a.value for a in filler.alternatives} | {a.of for a in filler.alternatives if a.of}
            mentions = frozenset(roles.normal(name) for name in named if roles.normal(name))
            optional = template.optional or filler.optional
            same = [entity for entity in merged if entity[0] & mentions]
            merged = [entity for entity in merged if not entity[0] & mentions]
            joined = mentions.union(*(entity[0] for entity in same))
            if joined:
                merged.append((joined, optional and all(entity[1] for entity in same)))
    return merged


def matched(predicted: Sequence[str], gold: Sequence[Entity]) -> dict[int, int]:
    """Return the largest pairing of gold entities with predicted mentions (gold index -> predicted index).

    Entities that count come first, so that a prediction is spent on an optional one only if nothing else needs it.
    """
    taken: dict[int, int] = {}

    def place(g: int, tried: set[int]) -> bool:
        for p, name in enumerate(predicted):
            if name not in gold[g][0] or p in tried:
                continue
            tried.add(p)
            holder = next((other for other, mine in taken.items() if mine == p), None)
            if holder is None or place(holder, tried):
                if holder is not None and taken.get(holder) == p:
                    del taken[holder]
                taken[g] = p
                return True
        return False

    for g in sorted(range(len(gold)), key=lambda g: gold[g][1]):
        place(g, set())
    return taken


def role_counts(document: Document, made: Sequence[roles.Incident]) -> dict[str, float]:
    """Return hits, gold and predicted fillers of each role."""
    counts: dict[str, float] = {}
    predicted = roles.fillers(made)
    for role in roles.ROLES:
        gold = entities(document.templates, role)
        pairs = matched(predicted[role], gold)
        optional = sum(gold[g][1] for g in pairs)
        counts[f"{role}:hits"] = len(pairs) - optional
        counts[f"{role}:gold"] = sum(not entity[1] for entity in gold)
        counts[f"{role}:predicted"] = len(predicted[role]) - optional
    return counts


def confidence_counts(document: Document, made: Sequence[roles.Incident]) -> dict[str, float]:
    """Return, over organisations rightly named, how often the firmness of the accusation is right too."""
    wanted: dict[str, set[str]] = {}
    asked = 0
    for template in document.templates:
        for filler in template.perp_org_confidence:
            asked += not (template.optional or filler.optional)
            for alternative in filler.alternatives:
                if alternative.of:
                    wanted.setdefault(roles.normal(alternative.of), set()).add(alternative.value)
    ties = roles.confidences(made)
    known = {name: tie for name, tie in ties.items() if name in wanted}
    right = sum(tie in wanted[name] for name, tie in known.items())
    return {"conf:right": right, "conf:matched": len(known), "conf:predicted": len(ties), "conf:gold": asked}


def align(templates: Sequence[Template], made: Sequence[roles.Incident]) -> list[roles.Incident | None]:
    """Return the incident that stands for each template: by type and shared words, one to one, never by its toll."""
    scored: list[tuple[int, int, int]] = []
    for t, template in enumerate(templates):
        named = {a.value for role in roles.ROLES for filler in fillers_of(template, role) for a in filler.alternatives}
        named |= {a.value for filler in template.location for a in filler.alternatives}
        keys = roles.words(" ".join(named))
        types = {a.value for filler in template.type for a in filler.alternatives}
        for i, incident in enumerate(made):
            score = len(keys & incident.words) + 2 * (incident.type in types)
            if score:
                scored.append((score, t, i))
    found: list[roles.Incident | None] = [None] * len(templates)
    used: set[int] = set()
    for _, t, i in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if found[t] is None and i not in used:
            found[t] = made[i]
            used.add(i)
    return found


def tolls(document: Document, made: Sequence[roles.Incident]) -> list[tuple[tuple[int, int] | None, tuple[int, int]]]:
    """Return (predicted, gold) killed of every template whose key is complete; None where no incident was found."""
    rows: list[tuple[tuple[int, int] | None, tuple[int, int]]] = []
    for template, incident in zip(document.templates, align(document.templates, made), strict=True):
        key = template.casualties_derived
        if template.optional or not key.complete or key.killed is None:
            continue
        low, high = (0, 0) if incident is None or incident.killed is None else incident.killed
        answer = None if incident is None else (low, UNSURE if high is None else high)
        rows.append((answer, (key.killed, key.killed)))
    return rows


def _role_f1(*names: str) -> Callable[[Counts], float]:
    def value(sums: Counts) -> float:
        return f1(*(sum(sums.get(f"{name}:{part}", 0.0) for name in names) for part in ("hits", "gold", "predicted")))

    return value


def _relevance(sums: Counts) -> float:
    return f1(sums.get("relevant:hits", 0), sums.get("relevant:gold", 0), sums.get("relevant:predicted", 0))


def statistics() -> dict[str, Callable[[Counts], float]]:
    """Return every figure that is a function of summed counts."""
    made: dict[str, Callable[[Counts], float]] = {
        "relevance": _relevance,
        "relevance precision": lambda s: ratio(s.get("relevant:hits", 0), s.get("relevant:predicted", 0)),
        "relevance recall": lambda s: ratio(s.get("relevant:hits", 0), s.get("relevant:gold", 0)),
        "ceaf_ree": _role_f1(*roles.ROLES),
    }
    for role in roles.ROLES:
        made[f"ceaf_ree:{role}"] = _role_f1(role)
    made["perp_org confidence given a match"] = lambda s: ratio(s.get("conf:right", 0), s.get("conf:matched", 0))
    made["perp_org confidence recall"] = lambda s: ratio(s.get("conf:right", 0), s.get("conf:gold", 0))
    made["perp_org confidence precision"] = lambda s: ratio(s.get("conf:right", 0), s.get("conf:predicted", 0))
    return made


def count(document: Document, made: Sequence[roles.Incident]) -> dict[str, float]:
    """Return everything the figures need to know about one document, as sums that can be added up."""
    counts = role_counts(document, made) | confidence_counts(document, made)
    # A document whose templates are all optional may rightly be found relevant or not.
    if document.relevant and document.templates and all(template.optional for template in document.templates):
        return counts
    counts["relevant:gold"] = document.relevant
    counts["relevant:predicted"] = bool(made)
    counts["relevant:hits"] = document.relevant and bool(made)
    return counts


def figures(documents: Sequence[Document], found: Sequence[Reading], scoring: Any) -> list[Figure]:
    """Return every figure of the set."""
    read = [roles.incidents(reading) for reading in found]
    counts = [count(document, made) for document, made in zip(documents, read, strict=True)]
    best = {"perp_org confidence recall": 0.24, "perp_org confidence precision": 0.30}
    made = figures_of("muc4", counts, statistics(), best=best)
    test = [c for document, c in zip(documents, counts, strict=True) if document.orig_split == "test"]
    name = "ceaf_ree, published test split"
    made += figures_of("muc4", test, {name: _role_f1(*roles.ROLES)}, best={name: GRIT}) if test else []
    # An incident of the key is given; whether the reader would have called it one is not asked again.
    told = [roles.incidents(reading, roles.attacks) for reading in found]
    rows = [tolls(document, incidents) for document, incidents in zip(documents, told, strict=True)]
    for figure, key in (
        ("killed exact minimum", "exact_min"),
        ("killed exact", "exact_both"),
        ("killed overlap", "overlap"),
    ):

        def value(sample: Sequence[Sequence[tuple[tuple[int, int] | None, tuple[int, int]]]], key: str = key) -> float:
            flat = [row for document in sample for row in document]
            return float(scoring.count_scores([p for p, _ in flat], [g for _, g in flat])[key]) if flat else 0.0

        low, high = bootstrap(rows, value, rounds=300)
        made.append(Figure("muc4", figure, value(rows), sum(map(len, rows)), low, high))
    return made


def measure(context: Context) -> list[Figure]:
    """Read the set's documents, case restored, and return every figure."""
    documents = golds.decode(golds.rows_file(context.gold / "muc4"), Document)
    scoring = golds.scorer("scoring", context.gold)
    reports = [report(document.id, document.text) for document in documents]
    found = readings(reports, maker_name=context.maker, jobs=context.jobs, label="muc4", prepare=recase)
    return figures(documents, found, scoring)
