"""Fusion, measured on the coded claims: which claims are put into one incident, and which documents are about one.

Twice: the coders' own claims are fused, which measures fusion apart from reading; and what the reader finds is fused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from counterclaim.pipeline import Fused, fused
from counterclaim.pipeline.coded import CodedClaim, records
from counterclaim.records import Claim, Line, Reading, Reject, Report
from tests.eval import claims as reading_set
from tests.eval import gold as golds
from tests.eval.claims import Document, flat_rows, pairs
from tests.eval.clusters import Thing, bcubed_figures, pair_figures
from tests.eval.figures import Figure
from tests.eval.gold import Context
from tests.eval.known import Known, check
from tests.eval.reading import readings, report

NAME: Final = "fusion"
FOLDER: Final = "claims"


class Clustered(msgspec.Struct, frozen=True):
    """A gold document's cluster: ``""`` where it shares its incident with no other document."""

    id: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What statements came to, as measuring needs it: incidents by claim and by document (the input's own id)."""

    known: Known
    of_claim: Mapping[str, str]
    of_document: Mapping[str, str | None]


def outcome(reports: Sequence[Report], lines: Sequence[Line]) -> Outcome:
    """Fuse the statements of ``reports``, which are among ``lines``."""
    result: Fused = fused(lines)
    of_claim = {claim: incident.id for incident in result.incidents for claim in incident.claims}
    return Outcome(Known(lines, result), of_claim, {one.ref: result.main[one.id] for one in reports})


def of_readings(reports: Sequence[Report], found: Sequence[Reading]) -> Outcome:
    """Fuse what was read."""
    lines: list[Line] = []
    for one, reading in zip(reports, found, strict=True):
        lines += [one, *reading.claims]
    return outcome(reports, lines)


def document_things(gold: Mapping[str, str | None], made: Mapping[str, str | None]) -> list[Thing]:
    """Return the documents of ``gold`` as things that are clustered by their main incident."""
    return [Thing(id_, label, made.get(id_)) for id_, label in gold.items()]


def claim_things(
    labels: Mapping[str, Sequence[str | None]], incidents: Mapping[str, Mapping[int, str | None]]
) -> list[Thing]:
    """Return the gold claims that carry a label; ``incidents`` are those of the claims made for them, by number."""
    return [
        Thing(id_, label, incidents.get(id_, {}).get(number))
        for id_, row in labels.items()
        for number, label in enumerate(row)
        if label
    ]


def found_only(things: Sequence[Thing]) -> list[Thing]:
    """Return the things that stand in some incident."""
    return [thing for thing in things if thing.made is not None]


def measure(context: Context) -> list[Figure]:
    """Return every figure of the set."""
    folder = context.gold / FOLDER
    documents, gold = reading_set.load(folder)
    clusters = {one.id: one.cluster or None for one in golds.decode(folder / "docs.jsonl", Clustered)}
    asked = [documents[id_] for id_ in gold]
    reports = [report(d.id, d.text, published=d.published, publisher=d.publisher, title=d.title) for d in asked]
    coded = {one.ref: records(one, msgspec.convert(gold[one.ref], list[CodedClaim])) for one in reports}
    labelled: dict[str, list[Claim]] = {}
    for ref, row in _labels(gold).items():
        for label, made in zip(row, coded[ref], strict=True):
            if label and isinstance(made, Claim):
                labelled.setdefault(label, []).append(made)
    return [
        *_coded(reports, gold, clusters, coded, labelled),
        *_end_to_end(context, reports, documents, gold, clusters, labelled),
    ]


def _labels(gold: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[str | None]]:
    return {id_: [row.get("global") for row in rows] for id_, rows in gold.items()}


def _coded(
    reports: Sequence[Report],
    gold: Mapping[str, Sequence[Mapping[str, Any]]],
    clusters: Mapping[str, str | None],
    coded: Mapping[str, Sequence[Claim | Reject]],
    labelled: Mapping[str, Sequence[Claim]],
) -> list[Figure]:
    """Measure fusion of the coders' own claims."""
    lines: list[Line] = []
    for one in reports:
        lines += [one, *coded[one.ref]]
    result = outcome(reports, lines)
    incidents = {
        ref: {number: result.of_claim.get(c.id) for number, c in enumerate(made) if isinstance(c, Claim)}
        for ref, made in coded.items()
    }
    things = claim_things(_labels(gold), incidents)
    told = document_things(clusters, result.of_document)
    return [
        *pair_figures(NAME, things, prefix="gold claims: "),
        *pair_figures(NAME, things, prefix="gold claims across reports: ", within=False),
        *pair_figures(NAME, told, prefix="gold claims, documents: "),
        *bcubed_figures(NAME, told, prefix="gold claims, documents: "),
        *check(NAME, "gold claims: ", result.known, labelled),
    ]


def _end_to_end(
    context: Context,
    reports: Sequence[Report],
    documents: Mapping[str, Document],
    gold: Mapping[str, Sequence[Mapping[str, Any]]],
    clusters: Mapping[str, str | None],
    labelled: Mapping[str, Sequence[Claim]],
) -> list[Figure]:
    """Measure reading and fusion together: a gold claim stands where the claim lies that the scorer pairs it with."""
    scorer = golds.scorer("score_claims", context.gold)
    found = readings(reports, maker_name=context.maker, jobs=context.jobs, label=NAME)
    result = of_readings(reports, found)
    incidents: dict[str, dict[int, str | None]] = {}
    for one, reading in zip(reports, found, strict=True):
        paired = pairs(scorer, gold[one.ref], flat_rows(one, reading), documents[one.ref].text)
        incidents[one.ref] = {p.gold: result.of_claim.get(reading.claims[p.predicted].id) for p in paired}
    things = claim_things(_labels(gold), incidents)
    told = document_things(clusters, result.of_document)
    return [
        *pair_figures(NAME, things, prefix="end to end: "),
        *pair_figures(NAME, things, prefix="end to end across reports: ", within=False),
        *pair_figures(NAME, found_only(things), prefix="end to end, claims found: "),
        *pair_figures(NAME, told, prefix="documents: "),
        *bcubed_figures(NAME, told, prefix="documents: "),
        *check(NAME, "end to end: ", result.known, labelled),
    ]
