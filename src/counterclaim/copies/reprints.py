"""Which report each one reprints as a whole: one story that many printed has one origin.

    reports that share fingerprints                          -> pairs worth comparing, few for each report
    narrative sentences of the two, matched by their words   -> how much of each stands in the other's
    alike enough, or the shorter lies in the longer          -> one story; its origin is its earliest report

Two reports are one story when the sentences that they share make up much of both: a wire story rewritten through the
day keeps many of its sentences, with figures and names changed.  Or when the shorter one lies in the longer: a story
cut short, or an excerpt.  Shared quotations, captions and notices count for nothing, nor do the sentences that one
publisher puts on pages of different stories.

(Tried and dropped: asking less of two reports that credit one agency, for two stories of one agency share its credit
and its background; weighing a sentence by how near the top it stands, for a rewritten story has another lead.)
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from counterclaim.copies.narrative import Sentence, narrative
from counterclaim.copies.prints import prints, rank
from counterclaim.records import Report

ALIKE: Final = 0.5
"""Share of the narrative words of two reports, taken together, in sentences that both have: one story from here on."""
ENOUGH: Final = 3
"""Sentences that two reports then share at least: one or two may be a paragraph that both took from a third."""
NEARLY_ALL: Final = 0.9
"""Share from which fewer sentences do, for a flash has no more; and from which the shorter report is an excerpt."""
CUT: Final = 0.7
"""Share of the shorter report's words, where the leads share a sentence: it is the longer one, cut from its end."""
MANY: Final = 5
"""Sentences that a story cut short, or an excerpt, has in common with the longer at least: the rest of it differs."""
WHOLLY: Final = 0.98
"""The same share from which two sentences do: a page that shows the lead and no more."""
LEAD: Final = 3
"""Sentences of a report's lead."""
_PAIRS: Final = 5
"""Pairs of neighbouring words that matched sentences share: at least so many, and half of the shorter one's."""
_COMMON: Final = 64
"""Sentences of one report that have a pair of words, above which it tells nothing: a bound, for lists repeat much."""
_PARTNERS: Final = 4
"""Earliest holders of a fingerprint, with which all its holders are compared: a bound on the cost of a popular one."""
_SHARED: Final = 2
"""Fingerprints that two reports share to be worth comparing."""
_PAGES: Final = 3
"""Pages of one publisher, unlike one another, that bear a sentence which is furniture."""
_LOOKED_AT: Final = 12
"""Pages that are looked at to tell furniture: a bound, for a notice stands on thousands."""
_REMEMBERED: Final = 1 << 10
"""Reports whose sentences are held ready for comparison, in some 100 megabytes."""
_UNLIKE: Final = 0.5
"""Share of sentences in common (Jaccard 1912) below which two pages are unlike."""

_Pair = tuple[int, int]
_Grams = frozenset[tuple[str, str]]


def origins(reports: Iterable[Report]) -> dict[str, str]:
    """Return for each report (id) the earliest report of the same story: its own id where it is an original.

    The same for every order of the reports; time grows linearly with their words.
    """
    ordered = sorted({report.id: report for report in reports}.values(), key=rank)
    sentences = _own_sentences(ordered)

    @functools.lru_cache(_REMEMBERED)
    def told(at: int) -> _Told:
        return _Told(sentences[at])

    bonds = {(one, other): _bond(told(one), told(other)) for one, other in _candidates(ordered)}
    stories = _Stories(len(ordered))
    for (one, other), bond in bonds.items():
        if _one_story(bond):
            stories.join(one, other)
    lengths = [sum(map(len, many)) for many in sentences]
    for one, other in list(_excerpts(bonds, lengths, stories)):
        stories.join(one, other)
    return {report.id: ordered[stories.first(at)].id for at, report in enumerate(ordered)}


class _Stories:
    """Reports by number, joined into stories; a story goes by its least number (union-find, Tarjan 1975)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def first(self, at: int) -> int:
        """Return the least report of the story of this one."""
        while self._above[at] != at:
            self._above[at] = at = self._above[self._above[at]]
        return at

    def join(self, one: int, other: int) -> None:
        """Make the stories of two reports one."""
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low


class _Told:
    """A report's narrative sentences, and the pairs of neighbouring words by which a changed one is known again."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.lengths = [len(sentence) for sentence in sentences]
        self.words = sum(self.lengths)
        self.places = {sentence: at for at, sentence in enumerate(sentences)}
        self.grams: list[_Grams] = [frozenset(pairwise(sentence)) for sentence in sentences]
        having: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for at, grams in enumerate(self.grams):
            for gram in grams:
                having[gram].append(at)
        self.having = {gram: ats for gram, ats in having.items() if len(ats) <= _COMMON}


@dataclass(frozen=True, slots=True)
class _Bond:
    """What two reports share: the shares (0..1) of the words of both together and of the shorter, and the sentences.

    ``leads`` says whether a sentence of the one's lead is matched in the other's.
    """

    alike: float
    within: float
    sentences: int
    leads: bool


def _bond(one: _Told, other: _Told) -> _Bond:
    """Return what two reports share; each sentence is matched with one of the other at most, the likest first."""
    matched = {at: other.places[sentence] for sentence, at in one.places.items() if sentence in other.places}
    taken = set(matched.values())
    likest: list[tuple[int, int, int]] = []
    for at, grams in enumerate(one.grams):
        if at not in matched:
            common = Counter(there for gram in grams for there in other.having.get(gram, ()) if there not in taken)
            for there, count in common.items():
                if count >= _PAIRS and 2 * count >= min(len(grams), len(other.grams[there])):
                    likest.append((-count, at, there))
    for _, at, there in sorted(likest):
        if at not in matched and there not in taken:
            matched[at] = there
            taken.add(there)
    shared = sum(one.lengths[at] for at in matched), sum(other.lengths[at] for at in taken)
    shorter = min((one.words, shared[0]), (other.words, shared[1]))
    return _Bond(
        alike=sum(shared) / max(1, one.words + other.words),
        within=shorter[1] / max(1, shorter[0]),
        sentences=len(matched),
        leads=any(max(pair) < LEAD for pair in matched.items()),
    )


def _one_story(bond: _Bond) -> bool:
    if bond.alike >= (ALIKE if bond.sentences >= ENOUGH else NEARLY_ALL):
        return True
    return bond.leads and (
        (bond.within >= CUT and bond.sentences >= MANY) or (bond.within >= WHOLLY and bond.sentences >= 2)
    )


def _excerpts(bonds: Mapping[_Pair, _Bond], lengths: Sequence[int], stories: _Stories) -> Iterator[_Pair]:
    """Yield the pairs of an excerpt and the one report that it is of; ``lengths`` are the reports' narrative words.

    A report in which several other stories lie is a digest of them, and they are no excerpts of it.
    """
    within: defaultdict[int, list[int]] = defaultdict(list)
    for pair, bond in bonds.items():
        if bond.within >= NEARLY_ALL and bond.sentences >= MANY and stories.first(pair[0]) != stories.first(pair[1]):
            shorter, longer = sorted(pair, key=lambda at: lengths[at])
            within[longer].append(shorter)
    for longer, parts in within.items():
        if len({stories.first(part) for part in parts}) == 1:
            yield from ((part, longer) for part in parts)


def _candidates(ordered: Sequence[Report]) -> list[_Pair]:
    """Return the pairs of reports, as numbers in the order of rank, that share enough fingerprints to be compared."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    kept: list[int] = []
    for at, report in enumerate(ordered):
        found = prints(report.text)
        kept.append(len(found))
        for one in found:
            holders[one].append(at)
    shared: Counter[_Pair] = Counter()
    for holding in holders.values():
        for place, early in enumerate(holding[:_PARTNERS]):
            shared.update((early, late) for late in holding[place + 1 :])
    return sorted(pair for pair, count in shared.items() if count >= min(_SHARED, kept[pair[0]], kept[pair[1]]))


def _own_sentences(ordered: Sequence[Report]) -> list[list[Sentence]]:
    """Return each report's narrative sentences without its publisher's furniture."""
    told = [narrative(report.text) for report in ordered]
    sets = [frozenset(sentences) for sentences in told]
    bearing: defaultdict[Sentence, list[int]] = defaultdict(list)
    for at, sentences in enumerate(told):
        for sentence in sentences:
            bearing[sentence].append(at)
    furniture = {
        sentence
        for sentence, pages in bearing.items()
        if len(pages) >= _PAGES and _one_publisher(ordered, pages) and _unlike_pages(sets, pages[:_LOOKED_AT])
    }
    return [[sentence for sentence in sentences if sentence not in furniture] for sentences in told]


def _one_publisher(ordered: Sequence[Report], pages: Iterable[int]) -> bool:
    publishers = {ordered[page].publisher for page in pages}
    return len(publishers) == 1 and None not in publishers


def _unlike_pages(sets: Sequence[frozenset[Sentence]], pages: Iterable[int]) -> bool:
    """Tell whether _PAGES of these pages are unlike one another."""
    unlike: list[int] = []
    for page in pages:
        if all(len(sets[page] & sets[one]) < _UNLIKE * len(sets[page] | sets[one]) for one in unlike):
            unlike.append(page)
    return len(unlike) >= _PAGES
