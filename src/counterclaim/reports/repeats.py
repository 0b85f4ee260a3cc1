"""Where a text says again what stands earlier in it: the claims there were made before.

Compared are words, case folded; white space, quotes and punctuation do not count.  A repeat is a run of at
least :data:`RUN` words that stands earlier, or a whole line of at least :data:`LINE` words that does, so that
short formulas ("he told reporters on Sunday") are never taken for one.

Every window of RUN words that occurred before is marked, and marked windows that copy one earlier passage
are joined.  (Tried and dropped: extending each match greedily from the first occurrence only; where a text
repeats itself three times the runs broke off early and left gaps shorter than RUN.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from counterclaim.records import Span
from counterclaim.text import words

RUN: Final = 8
"""Words in a row that make a repeat anywhere."""
LINE: Final = 6
"""Words that make a repeat when they are a whole line."""
_EARLIEST: Final = 8
"""Earlier places remembered for one window: a bound, so that one word said a million times costs no more."""

Runs = Iterator[tuple[int, int]]


def repeats(text: str) -> tuple[Span, ...]:
    """Return the ranges of ``text`` (code points, ordered, disjoint) that say again what stands earlier in it.

    A range takes in the quotes and full stops that touch it.  Time and memory grow linearly with the text.
    """
    found = list(words(text))
    if len(found) < 2 * LINE:
        return ()
    numbers: dict[str, int] = {}
    said = [numbers.setdefault(word, len(numbers)) for word, _, _ in found]
    starts = [start for _, start, _ in found]
    ends = [end for _, _, end in found]
    runs = sorted([*_runs(said), *_short_lines(text, said, starts, ends)])
    spans: list[Span] = []
    last_word = 0
    for first, stop in runs:
        first = max(first, last_word)
        if first < stop:
            low = spans[-1].end if spans else 0
            spans.append(Span(start=_open(text, starts[first], low), end=_close(text, ends[stop - 1])))
            last_word = stop
    return tuple(spans)


def _runs(said: list[int]) -> Runs:
    """Yield maximal runs of word positions [first, stop), each a copy of one earlier passage."""
    seen: dict[tuple[int, ...], list[int]] = {}
    sources: list[int] = []
    first = stop = 0
    for at in range(len(said) - RUN + 1):
        window = tuple(said[at : at + RUN])
        earlier = seen.get(window)
        # A source stays one as long as the word that the window gained follows there too.
        sources = [s + 1 for s in sources if said[s + RUN] == said[at + RUN - 1]] if sources else []
        if earlier is None:
            if stop:
                yield first, stop
            first = stop = 0
            sources = []
            seen[window] = [at]
            continue
        if not sources:
            if stop:
                yield first, stop
            first = max(at, stop)
            sources = list(earlier)
        stop = at + RUN
        if len(earlier) < _EARLIEST:
            earlier.append(at)
    if stop:
        yield first, stop


def _short_lines(text: str, said: list[int], starts: list[int], ends: list[int]) -> Runs:
    """Yield the lines of LINE to RUN - 1 words that stand earlier, in a line of their own or within one."""
    seen: set[tuple[int, ...]] = set()
    first = 0
    added = 0
    for stop in range(1, len(said) + 1):
        if stop < len(said) and "\n" not in text[ends[stop - 1] : starts[stop]]:
            continue
        if LINE <= stop - first < RUN:
            # Passages enter the table only once they lie wholly before the line.
            for size in range(LINE, RUN):
                seen.update(tuple(said[at : at + size]) for at in range(max(added - size + 1, 0), first - size + 1))
            added = first
            if tuple(said[first:stop]) in seen:
                yield first, stop
        first = stop


def _open(text: str, at: int, low: int) -> int:
    """Return where the quotes and brackets that touch the word at ``at`` begin, not before ``low``."""
    while at > low and not text[at - 1].isspace() and not text[at - 1].isalnum() and text[at - 1] not in ".,;:!?)]”":
        at -= 1
    return at


def _close(text: str, at: int) -> int:
    """Return where the punctuation that touches the word ending at ``at`` ends."""
    while at < len(text) and not text[at].isspace() and not text[at].isalnum() and text[at] not in "([“":
        at += 1
    return at
