"""Which ranges of a report were said in earlier reports, word by word, and in which one first.

    fingerprints of the report, and who holds each first   -> the reports its words may come from     sources
    its text against theirs, the earliest first            -> ranges that say the same words          copies

The outcome is a function of the set of reports, whatever the order in which they came: an original that arrives late
has the least rank, holds the shared prints from then on, and becomes the origin.

Words that two reports quote from one speaker are a range like any other: a copy says whose words stand where, not
whose story it is (``reprints.py`` tells that).  A page does not copy its own earlier version.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from counterclaim.copies.prints import rank
from counterclaim.records import Copy, Report, Span
from counterclaim.text import words

LEAST: Final = 15
"""Words that a copied range has at least: more than the set phrases of news ("the spokesman said in a statement on
Monday that ...", some 12 words), less than the usual sentence (20 to 25)."""
MOST_SOURCES: Final = 64
"""Earlier reports that one report is compared with: a bound, so that a book of others' sentences stays cheap."""
_PLACES: Final = 8
"""Places of one passage in an origin that are followed: a bound, for a word said a million times stands everywhere."""


def sources(prints_of_report: Iterable[int], earliest: Mapping[int, str], own_id: str) -> tuple[str, ...]:
    """Return the reports (ids, ascending) that hold some of a report's fingerprints first.

    ``earliest`` leads from a fingerprint to the report of least rank that has it.  Of more than MOST_SOURCES those
    that hold most of the prints are taken, ties by id.
    """
    held = Counter(first for one in set(prints_of_report) if (first := earliest.get(one, own_id)) != own_id)
    return tuple(sorted(sorted(held, key=lambda first: (-held[first], first))[:MOST_SOURCES]))


def copies(report: Report, origins: Sequence[Report]) -> tuple[Copy, ...]:
    """Return the ranges of ``report`` that say the same words as an earlier one of ``origins``: ordered, disjoint.

    Each range has LEAST words or more, is as long as the shared run is, and belongs to the report of least rank that
    has it.  Reports that are not earlier, and other versions of the same page, give nothing.
    """
    text = _read(report.text)
    wanted = frozenset(text.passages)
    taken = bytearray(len(text.said))
    found: list[Copy] = []
    own = rank(report)
    for origin in sorted(origins, key=rank):
        if rank(origin) >= own or _same_page(report, origin):
            continue
        there = _read(origin.text)
        for run in _runs(text, there, _places(there, wanted)):
            for piece in _free(run, taken):
                span = text.span(piece.first, piece.stop)
                origin_span = there.span(piece.there, piece.there + piece.stop - piece.first)
                found.append(Copy(report=report.id, span=span, origin=origin.id, origin_span=origin_span))
                taken[piece.first : piece.stop] = b"\1" * (piece.stop - piece.first)
    return tuple(sorted(found, key=lambda copy: copy.span.start))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [first, stop) of the report, and the place of the first one's like in the origin."""

    first: int
    stop: int
    there: int


class _Words:
    """The words of a text, where they stand, and the passage of LEAST words that each begins."""

    def __init__(self, text: str) -> None:
        found = list(words(text))
        said = [word for word, _, _ in found]
        self.said = said
        self.passages = [tuple(said[at : at + LEAST]) for at in range(len(said) - LEAST + 1)]
        self._edges = [(start, end) for _, start, end in found]

    def span(self, first: int, stop: int) -> Span:
        """Return the range of the text that the words [first, stop) take."""
        return Span(start=self._edges[first][0], end=self._edges[stop - 1][1])


# An origin that is much copied is read once for many of its copies.
@functools.lru_cache(maxsize=256)
def _read(text: str) -> _Words:
    return _Words(text)


def _same_page(one: Report, other: Report) -> bool:
    return one.previous == other.id or (one.url is not None and one.url == other.url)


def _places(origin: _Words, wanted: AbstractSet[tuple[str, ...]]) -> Mapping[tuple[str, ...], Sequence[int]]:
    """Return where the wanted passages stand in an origin, up to _PLACES of them each."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, passage in enumerate(origin.passages):
        if passage in wanted and len(found[passage]) < _PLACES:
            found[passage].append(at)
    return found


def _runs(text: _Words, origin: _Words, places: Mapping[tuple[str, ...], Sequence[int]]) -> Iterator[_Run]:
    """Yield disjoint runs of words of a text that stand in an origin, in order; ``places`` is where its passages do.

    Where the origin says a passage in several places, the one that goes on longest is followed; where a run goes over
    into another, it is cut where the second begins if the first is long enough without.
    """
    run: _Run | None = None
    follows: list[int] = []
    for at, passage in enumerate(text.passages):
        # A place stays one as long as the word that the passage gained follows there too.
        follows = [one + 1 for one in follows if _word(origin.said, one + LEAST) == passage[-1]]
        if follows and run is not None:
            run = _Run(run.first, at + LEAST, follows[0] + run.first - at)
            continue
        follows = list(places.get(passage, ()))
        if not follows:
            continue
        first = at
        if run is not None:
            if at < run.stop and at - run.first >= LEAST:
                run = _Run(run.first, at, run.there)
            first = max(at, run.stop)
            yield run
        run = _Run(first, at + LEAST, follows[0] + first - at)
    if run is not None:
        yield run


def _word(said: Sequence[str], place: int) -> str | None:
    return said[place] if place < len(said) else None


def _free(run: _Run, taken: bytearray) -> Iterator[_Run]:
    """Yield the parts of a run that no earlier origin has, of LEAST words or more."""
    at = run.first
    while at < run.stop:
        low = taken.find(b"\0", at, run.stop)
        if low < 0:
            return
        stop = taken.find(b"\1", low, run.stop)
        stop = run.stop if stop < 0 else stop
        if stop - low >= LEAST:
            yield _Run(low, stop, run.there + low - run.first)
        at = stop
