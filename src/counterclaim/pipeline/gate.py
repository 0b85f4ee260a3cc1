"""The relevance gate: is there any sign of conflict in a report?  Cheap, so that a whole news crawl can pass by it.

    title and text -> windows of 2 * HALF words, each half a window on from the one before
    a window's score = bias + weights of its words, each counted once (log-odds)
    the report's score = that of its best window

A page is weighed once before it is taken apart, which takes a hundred times as long: all its words outside of scripts,
menus and teasers included, against a threshold that is lower by MARGIN.  What passes is weighed again as a report.

One paragraph about an attack is enough for a long report to pass.  The weights stand in ``lexicon/gate.json``;
``training/gate.py`` makes them and tells from what.  A score of 0 is where the gate was set to part: a higher threshold
lets less through.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from importlib import resources
from math import fsum
from typing import Final

import msgspec

from counterclaim.errors import ModelError
from counterclaim.records import Capture, Reject, Report
from counterclaim.text import HTML, NO_LANGUAGE

HALF: Final = 30
"""Words of half a window."""
PARTED: Final = 0.0
"""The threshold that the weights were made for."""
MARGIN: Final = 1.5
"""Log-odds by which a page may fall short: its windows begin elsewhere than those of the report that is in it."""
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)?")
# Neither pattern looks past the next angle bracket: a page of nothing but "<" costs no more than another.
_TAG: Final = re.compile(rb"<[^<>]*>")
_HIDDEN: Final = re.compile(rb"<(script|style)\b([^<>]*)>")
_ENDINGS: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("ed", ""),
    ("ers", "er"),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_REMEMBERED: Final = 200_000
"""Words whose stems are kept at hand: more than the news of a year has, and no room for a hostile page to fill."""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``gate.json``: log-odds of each stem; ``made_from`` names what they were learnt from, with hashes."""

    made_from: dict[str, str]
    bias: float
    stems: dict[str, float]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; digits and other signs part them.

    >>> words("Air-raid kills 12 in Harun's market")
    ['air-raid', 'kills', 'in', 'harun', 's', 'market']
    """
    return _WORD.findall(text.lower())


def stem(word: str) -> str:
    """Return what is left of a word without its ending: rough, but the same for all forms of most words.

    >>> [stem(word) for word in ("shells", "shelled", "shelling", "bodies", "dropped")]
    ['shell', 'shell', 'shell', 'body', 'drop']
    """
    for ending, kept in _ENDINGS:
        if (
            word.endswith(ending)
            and len(word) - len(ending) + len(kept) >= 3
            and not (ending == "s" and word[-2] == "s")
        ):
            word = word[: -len(ending)] + kept
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls" else word


@functools.cache
def weights() -> Weights:
    """Return the weights.  Raises ModelError where the file is not the one whose hash stands beside it."""
    folder = resources.files("counterclaim.lexicon")
    body = (folder / "gate.json").read_bytes()
    if hashlib.sha256(body).hexdigest() != (folder / "gate.sha256").read_text("ascii").strip():
        raise ModelError("lexicon/gate.json is not the file that was trained: install the package anew")
    return msgspec.json.decode(body, type=Weights)


_known: Final[dict[str, str]] = {}


def _stem(word: str, stems: dict[str, float]) -> str:
    """Return a word's stem, "" where it has no weight; remembered, for stemming is most of the work."""
    found = _known.get(word)
    if found is None:
        found = stem(word)
        found = found if found in stems else ""
        if len(_known) < _REMEMBERED:
            _known[word] = found
    return found


def score(report: Report) -> float:
    """Return how much speaks for conflict in a report, as log-odds; 0 parts.  Raises ModelError as weights do."""
    return _best(words(f"{report.title or ''}\n{report.text}"))


def page_score(body: bytes) -> float:
    """Return how much speaks for conflict in the bytes of an HTML page, as log-odds.

    In time that grows with the page's length only, whatever stands in it.
    """
    return _best(words(_TAG.sub(b" ", _unscripted(body.lower())).decode("latin-1")))


def _unscripted(page: bytes) -> bytes:
    """Return a page in small letters without its scripts and styles; those that hold data (JSON-LD) stay."""
    parts: list[bytes] = []
    at = 0
    for match in _HIDDEN.finditer(page):
        if match.start() < at or b"json" in match[2]:
            continue
        parts.append(page[at : match.start()])
        at = page.find(b"</" + match[1], match.end())
        if at < 0:
            break
    else:
        parts.append(page[at:])
    return b" ".join(parts)


def _best(told: list[str]) -> float:
    made = weights()
    halves = [{_stem(word, made.stems) for word in told[at : at + HALF]} - {""} for at in range(0, len(told), HALF)]
    windows = [one | other for one, other in itertools.pairwise(halves)] or halves
    # The exact sum: a set's order changes from process to process, and a rounded sum would with it.
    return made.bias + max((fsum(map(made.stems.__getitem__, window)) for window in windows), default=0.0)


def turned_away(report: Report, threshold: float) -> Reject | None:
    """Return the reject of a report that does not reach the threshold, None for one that passes.

    What is no running text (rows of coded tables) always passes.
    """
    if report.language == NO_LANGUAGE:
        return None
    return _reject(report.ref, score(report), threshold)


def page_turned_away(capture: Capture, threshold: float) -> Reject | None:
    """Return the reject of a page that holds nothing which could reach the threshold; None for any other capture."""
    if capture.media_type != HTML or b"\x00" in capture.body:  # UTF-16: its words cannot be told without decoding
        return None
    return _reject(capture.source, page_score(capture.body), threshold - MARGIN)


def _reject(ref: str, reached: float, threshold: float) -> Reject | None:
    if reached >= threshold:
        return None
    detail = f"score {reached:.2f}, threshold {threshold:.2f}"
    return Reject(stage="gate", ref=ref, reason="not_relevant", detail=detail)
