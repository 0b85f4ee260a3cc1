"""Coded reports -> examples: what the reader sees of each report, and what a coder found there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from counterclaim.claims.context import Context
from counterclaim.claims.making import claim
from counterclaim.claims.telling import Telling
from counterclaim.claims.told import all_told, marked_up
from counterclaim.claims.trained.anchors import anchor, ground
from counterclaim.claims.trained.candidates import Candidate, Role, Value, filler
from counterclaim.claims.trained.heads import Seen
from counterclaim.claims.trained.inputs import KINDS, marks, tokens
from counterclaim.claims.trained.proposing import proposed
from counterclaim.claims.trained.questions import Question, pools, questions
from counterclaim.claims.trained.verdicts import traits
from counterclaim.publish.flat import days, flat
from counterclaim.records import Report
from tests.eval.claims import pairs
from tests.eval.reading import report as as_report

FIELD: Final[dict[Role, str]] = {"actors": "actor", "targets": "target", "places": "place", "when": "date"}


@dataclass(frozen=True, slots=True)
class Gold:
    """A coded claim: its kind, and the tokens of the words that carry it."""

    kind: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told(Seen):
    """A telling, whether it is one the lexicon lacks a word for, and whether a coder found it too."""

    proposed: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer, None where no coder answered it."""

    question: Question
    answer: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Example:
    """One report."""

    id: str
    words: tuple[str, ...]
    marks: NDArray[np.int8]
    sentences: tuple[int, ...]
    """The first token of each."""
    gold: tuple[Gold, ...]
    told: tuple[Told, ...]
    asked: tuple[Asked, ...]


def example(row: dict[str, Any], coded: Sequence[dict[str, Any]], scorer: ModuleType) -> Example:
    """Return a coded report as an example; claims that the rules miss are put to the grammar where they stand."""
    report = as_report(
        row["id"], row["text"], published=row["published"], publisher=row["publisher"], title=row["title"]
    )
    ctx = marked_up(report)
    shared = ground(ctx)
    missed = set(range(len(coded))) - {
        pair.gold for pair in pairs(scorer, coded, _rows(report, ctx, all_told(ctx, report)), report.text)
    }
    spans = [_spans(ctx, scorer, one, report.text) for one in coded]
    wanted = [
        (_telling_token(ctx, spans[i][0], coded[i]["kind"]), coded[i]["kind"]) for i in sorted(missed) if spans[i]
    ]

    def more(sent: Span, number: int, read: Sequence[Telling]) -> list[Telling]:
        found: list[Telling] = []
        for token, kind in wanted:
            if sent.start <= token < sent.end:
                found += proposed(ctx, sent, number, token, kind, [*read, *found])
        return found

    told = all_told(ctx, report, more)
    anchors = [anchor(ctx, shared, t.group.head.head, t.group.clause) for t in told]
    right = {p.predicted: p.gold for p in pairs(scorer, coded, _rows(report, ctx, told), report.text)}
    pool = pools(ctx, told, report.title or "")
    asked = tuple(
        Asked(
            question,
            _answer(scorer, question.role, pool[question.role], coded[right[question.telling]])
            if question.telling in right
            else None,
        )
        for question in questions(ctx, told, anchors, pool)
    )
    return Example(
        id=row["id"],
        words=tuple(token.text for token in ctx.doc),
        marks=marks(ctx),
        sentences=tuple(sent.start for sent in ctx.doc.sents),
        gold=tuple(
            Gold(KINDS.index(one["kind"]), span) for one, many in zip(coded, spans, strict=True) for span in many
        ),
        told=tuple(
            Told(
                seen.token,
                seen.clause,
                KINDS.index(t.kind),
                traits(ctx, t),
                t.rules["kind"] == "the trained model",
                i in right,
            )
            for i, (t, seen) in enumerate(zip(told, anchors, strict=True))
        ),
        asked=asked,
    )


def _rows(report: Report, ctx: Context, told: Sequence[Telling]) -> list[dict[str, Any]]:
    claims = [claim(report, ctx, one, "training", 0) for one in told]
    rows: list[dict[str, Any]] = msgspec.to_builtins(flat(report, claims).claims)
    return rows


def _spans(ctx: Context, scorer: ModuleType, coded: dict[str, Any], text: str) -> list[tuple[int, int]]:
    return [tokens(ctx, *span) for span in scorer.spans(coded, text)]


def _telling_token(ctx: Context, span: tuple[int, int], kind: str) -> int:
    """Return the token that tells of a coded claim: a word of its kind, else the root of its words."""
    inside = [t for t in ctx.triggers if span[0] <= t.start < span[1]]
    named = [t for t in inside if t.kind == kind] or [t for t in inside if t.kind.startswith("~")]
    return named[0].head if named else ctx.doc[span[0] : span[1]].root.i


def _answer(scorer: ModuleType, role: Role, pool: Sequence[Candidate], coded: dict[str, Any]) -> NDArray[np.float32]:
    """Return for each candidate whether the coder named it (1) or not (0)."""
    wanted = coded[FIELD[role]]
    if role == "when":
        return np.array(
            [any(wanted) and scorer.same_date(wanted, days(_interval(c.values[0]))) for c in pool], np.float32
        )
    return np.array([any(scorer.same_name(w, filler(c.values[0]).name) for w in wanted) for c in pool], np.float32)


def _interval(value: Value) -> Any:
    return value[0] if isinstance(value, tuple) else None
