"""Event typing of news snippets into the 30 types of CASE 2021, task 2: the kinds found, and words beside them.

Most of these types split what is one kind to us (four sorts of protest), or are none of ours (disasters, crime): the
words of the mapping do much of the work, so that the figure by the reader's kinds alone stands beside it.

The mapping is data (``case21.toml``).  A snippet in which neither rule nor reader finds anything is labelled with the
file's ``nothing``, and so counts as an error unless that is its type: no snippet is left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.records import Reading
from tests.eval import gold as golds
from tests.eval.figures import Figure, f1, figures_of, ratio
from tests.eval.gold import Context
from tests.eval.reading import readings, report

MAPPING: Final = Path(__file__).with_name("case21.toml")
BEST: Final = {"weighted F1, 30 types": 0.771, "weighted F1, 25 types": 0.839}
"""Haneczok et al. 2021; their 25-type figure was taken on a subset of this test data."""


class Snippet(msgspec.Struct, frozen=True):
    """A few sentences of news and the one type given to them."""

    id: str
    text: str
    event_type: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the mapping; an empty part asks for nothing."""

    label: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole mapping."""

    nothing: str
    acled: tuple[str, ...]
    kinds: dict[str, str]
    rule: tuple[Rule, ...]


@functools.cache
def mapping() -> Mapped:
    """Return the mapping.  Raises msgspec.DecodeError when the file is not what it should be."""
    return msgspec.toml.decode(MAPPING.read_bytes(), type=Mapped)


@functools.cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def label(text: str, kinds: Sequence[str]) -> str:
    """Return the type of a snippet in which the reader found claims of these kinds, in reading order."""
    for rule in mapping().rule:
        if rule.words and not _pattern(rule.words).search(text):
            continue
        if rule.also and not _pattern(rule.also).search(text):
            continue
        if rule.kinds and not set(rule.kinds) & set(kinds):
            continue
        if rule.unless and _pattern(rule.unless).search(text):
            continue
        return rule.label
    return mapping().kinds[kinds[0]] if kinds else mapping().nothing


def _type_f1(sums: Mapping[str, float], name: str) -> float:
    return f1(sums.get(f"hit:{name}", 0.0), sums.get(f"gold:{name}", 0.0), sums.get(f"made:{name}", 0.0))


def _weighted(types: Sequence[str]) -> Callable[[Mapping[str, float]], float]:
    def value(sums: Mapping[str, float]) -> float:
        weights = {name: sums.get(f"gold:{name}", 0.0) for name in types}
        return ratio(sum(_type_f1(sums, name) * weight for name, weight in weights.items()), sum(weights.values()))

    return value


def _macro(types: Sequence[str]) -> Callable[[Mapping[str, float]], float]:
    return lambda sums: ratio(sum(_type_f1(sums, name) for name in types), len(types))


def figures(snippets: Sequence[Snippet], found: Sequence[Reading]) -> list[Figure]:
    """Return weighted and macro F1 over all types, and over the ACLED types' own snippets."""
    counts: list[dict[str, float]] = []
    narrow: list[dict[str, float]] = []
    for snippet, reading in zip(snippets, found, strict=True):
        kinds = [claim.event.kind for claim in reading.claims]
        given = label(snippet.text, kinds)
        alone = mapping().kinds[kinds[0]] if kinds else mapping().nothing
        one = {
            f"gold:{snippet.event_type}": 1.0,
            f"made:{given}": 1.0,
            f"hit:{given}": float(given == snippet.event_type),
        }
        one["right"] = float(given == snippet.event_type)
        one["snippets"] = 1.0
        one["right alone"] = float(alone == snippet.event_type)
        one["read"] = float(bool(reading.claims))
        counts.append(one)
        if snippet.event_type in mapping().acled:
            narrow.append(one)
    types = sorted({snippet.event_type for snippet in snippets})
    acled = [name for name in types if name in mapping().acled]
    made = figures_of(
        "case21_task2",
        counts,
        {
            "weighted F1, 30 types": _weighted(types),
            "macro F1, 30 types": _macro(types),
            "accuracy": lambda sums: ratio(sums.get("right", 0), sums.get("snippets", 0)),
            "accuracy by the reader's kinds alone": lambda sums: ratio(
                sums.get("right alone", 0), sums.get("snippets", 0)
            ),
            "snippets with a claim": lambda sums: ratio(sums.get("read", 0), sums.get("snippets", 0)),
        },
        best=BEST,
    )
    over = {"weighted F1, 25 types": _weighted(acled), "macro F1, 25 types": _macro(acled)}
    return made + figures_of("case21_task2", narrow, over, best=BEST)


def measure(context: Context) -> list[Figure]:
    """Read the snippets and return every figure."""
    snippets = golds.decode(golds.rows_file(context.gold / "case21_task2"), Snippet)
    reports = [report(snippet.id, snippet.text) for snippet in snippets]
    return figures(snippets, readings(reports, maker_name=context.maker, jobs=context.jobs, label="case21_task2"))
