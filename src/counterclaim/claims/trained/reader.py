"""The makers that use the trained model: alone, or together with the rules.

parse -> mark up, as for the rules; words -> vectors -> for each word, what kind of happening it tells of
rules: tellings as ever; model: a telling wherever a word tells of a happening that no telling there tells of
fields: the model weighs everything the report names; it overrules the rules where it is surer by a margin
tellings that the model finds unlikely are left out; each claim's score is the chance that a coder would find it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from counterclaim.claims.context import Context
from counterclaim.claims.making import claim
from counterclaim.claims.rules import Rules
from counterclaim.claims.telling import Telling
from counterclaim.claims.told import all_told, marked_up
from counterclaim.claims.trained.anchors import anchor, ground
from counterclaim.claims.trained.choice import choose
from counterclaim.claims.trained.encoder import pieces, vectors
from counterclaim.claims.trained.heads import Heads, Seen
from counterclaim.claims.trained.inputs import KINDS, marks
from counterclaim.claims.trained.proposing import proposed
from counterclaim.claims.trained.questions import pools, questions
from counterclaim.claims.trained.verdicts import traits
from counterclaim.claims.trained.weights import Model, folder, load, settings
from counterclaim.records import Reading, Report


class Trained:
    """Reads claims with the trained model of a folder (default: the package's), with the rules beside it or alone.

    Raises ModelError when the weights' settings cannot be read.
    """

    def __init__(self, *, rules: bool, weights: Path | None = None) -> None:
        self._rules = rules
        self._weights = weights or folder()
        own = settings(self._weights).name
        self.name = f"{Rules.name}+{own}" if rules else own

    def read(self, report: Report) -> Reading:
        """Return the claims of one report, in reading order.

        Raises ModelError when the weights are missing or are not the trained ones.
        """
        return read(report, marked_up(report), load(self._weights), self.name, rules=self._rules)


def read(report: Report, ctx: Context, model: Model, name: str, *, rules: bool) -> Reading:
    """Return the claims of a report that is marked up, under a maker's name."""
    if not len(ctx.doc):
        return Reading(claims=())
    heads, limits = Heads(model.heads), model.settings
    starts = [sent.start for sent in ctx.doc.sents]
    cut = pieces(model.tokenizer, [token.text for token in ctx.doc], starts)
    words = heads.words(vectors(model.session, cut), marks(ctx))
    kinds = heads.kinds(words)

    def more(sent: Span, number: int, known: Sequence[Telling]) -> list[Telling]:
        found: list[Telling] = []
        for token, kind in _told_of(kinds, sent, limits.finds if rules else limits.alone):
            if all(other.kind != KINDS[kind] for other in (*known, *found)):
                found += proposed(ctx, sent, number, token, KINDS[kind], [*known, *found])
        return found

    told = all_told(ctx, report, more, lexicon=rules)
    if not told:
        return Reading(claims=())
    shared = ground(ctx)
    anchors = [anchor(ctx, shared, t.group.head.head, t.group.clause) for t in told]
    seen = [
        Seen(one.token, one.clause, KINDS.index(t.kind), traits(ctx, t)) for t, one in zip(told, anchors, strict=True)
    ]
    verdicts = heads.keep(words, kinds, seen)
    pool = pools(ctx, told, report.title or "")
    asked = questions(ctx, told, anchors, pool)
    for question, answer in zip(asked, heads.answers(words, seen, asked, blind=not rules), strict=True):
        margin = limits.margins[question.role] if rules else 0.0
        choose(told[question.telling], question, answer, pool[question.role], margin)
    slope, offset = limits.calibration
    return Reading(
        claims=tuple(
            claim(report, ctx, telling, name, _share(slope * float(verdict) + offset))
            for telling, verdict in zip(told, verdicts, strict=True)
            if not rules or verdict >= limits.drops
        )
    )


def _told_of(kinds: NDArray[np.float32], sent: Span, least: float) -> list[tuple[int, int]]:
    """Return the words (token, kind) by which a sentence tells of happenings, one a kind, the surest first."""
    inside = kinds[sent.start : sent.end]
    summed = np.logaddexp.reduce(inside, axis=0)
    found = [int(kind) for kind in np.argsort(-summed, kind="stable") if summed[kind] >= least]
    return [(sent.start + int(inside[:, kind].argmax()), kind) for kind in found]


def _share(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 2)
