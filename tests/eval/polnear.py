"""PolNeAR: who is quoted for which words, in 720 American political reports.

Scored as the set's README says, cue-filtered: only gold attributions whose cue is one of CUES count, because
Counterclaim's notion of a saying is narrower than the corpus's, which takes in beliefs, plans and moods; and for the
same reason only predictions whose cue is one of CUES count as predicted.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from counterclaim.claims.nlp import parse
from counterclaim.claims.quotes import Attribution, attributions
from tests.eval.figures import Figure, f1, figures_of, ratio

CUES: Final = frozenset(
    {"say", "tell", "report", "accuse", "claim", "deny", "announce", "confirm", "state", "warn", "add", "according to"}
)
_FORMS: Final = {
    "said": "say",
    "says": "say",
    "saying": "say",
    "told": "tell",
    "denied": "deny",
    "denies": "deny",
    "accusing": "accuse",
    "accused": "accuse",
    "stating": "state",
    "stated": "state",
    "announcing": "announce",
    "announced": "announce",
    "claiming": "claim",
}

Chars = frozenset[int]


def lemma_of(cue: str) -> str | None:
    """Return which of CUES a cue's words hold ("also said in a statement" holds "say"), or None."""
    low = cue.lower()
    if "according to" in low:
        return "according to"
    for word in re.findall(r"[a-z]+", low):
        for form in (
            word,
            _FORMS.get(word, ""),
            word.removesuffix("s"),
            word.removesuffix("ed"),
            word.removesuffix("ing"),
        ):
            if form in CUES:
                return form
    return None


def _chars(spans: list[dict[str, Any]]) -> Chars:
    return frozenset(i for s in spans for i in range(s["begin"], s["end"]))


def _filtered(text: str, record: dict[str, Any]) -> Iterator[tuple[Chars, Chars]]:
    for one in record["attributions"]:
        if lemma_of(" ".join(text[s["begin"] : s["end"]] for s in one["cue"])) and one["content"]:
            yield _chars(one["content"]), _chars(one["source"])


def _said(found: tuple[Attribution, ...]) -> Iterator[tuple[Chars, Chars]]:
    for one in found:
        if one.lemma in CUES:
            source: Chars = frozenset(range(*one.source)) if one.source else frozenset()
            yield frozenset(i for a, b in one.contents for i in range(a, b)), source


def _head(doc: Any, chars: Chars) -> int | None:
    """Return the index of the word that heads a source."""
    if not chars:
        return None
    span = doc.char_span(min(chars), max(chars) + 1, alignment_mode="expand")
    return span.root.i if span is not None and len(span) else None


def counts(record: dict[str, Any]) -> dict[str, float]:
    """Return one document's counts: attributions found, source characters and heads right on the found ones."""
    text = record["text"]
    doc = parse(text)
    gold, said = list(_filtered(text, record)), list(_said(attributions(doc)))
    pairs = sorted(
        ((len(g[0] & p[0]), i, j) for i, g in enumerate(gold) for j, p in enumerate(said)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    used_gold: set[int] = set()
    used_said: set[int] = set()
    sums = {"gold": float(len(gold)), "said": float(len(said)), "hits": 0.0, "both": 0.0, "source_gold": 0.0}
    sums |= {"source_said": 0.0, "heads": 0.0, "headed": 0.0}
    for both, i, j in pairs:
        if i in used_gold or j in used_said or both * 2 < min(len(gold[i][0]), len(said[j][0])) or not both:
            continue
        used_gold.add(i)
        used_said.add(j)
        source, named = gold[i][1], said[j][1]
        sums["hits"] += 1
        sums["both"] += len(source & named)
        sums["source_gold"] += len(source)
        sums["source_said"] += len(named)
        if source:
            sums["headed"] += 1
            sums["heads"] += _head(doc, source) == _head(doc, named)
    return sums


def polnear(gold: Path, limit: int | None = None) -> list[Figure]:
    """Measure the set under ``gold``; ``limit`` takes that many documents drawn at random (the same ones every time).

    Raises FileNotFoundError when the set is not there.
    """
    lines = (gold / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    if limit is not None and limit < len(lines):
        lines = random.Random(7).sample(lines, limit)
    return figures_of(
        "polnear",
        [counts(json.loads(line)) for line in lines],
        {
            "attribution f1": lambda c: f1(c["hits"], c["gold"], c["said"]),
            "attribution precision": lambda c: ratio(c["hits"], c["said"]),
            "attribution recall": lambda c: ratio(c["hits"], c["gold"]),
            "source f1": lambda c: f1(c["both"], c["source_gold"], c["source_said"]),
            "source head": lambda c: ratio(c["heads"], c["headed"]),
        },
    )
