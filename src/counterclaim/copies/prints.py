"""Fingerprints of a text: which of its passages stand in other reports is then a look-up, not a comparison.

A text is reduced to hashes of runs of :data:`SHINGLE` words, thinned by winnowing (Schleimer, Wilkerson and Aiken,
"Winnowing: local algorithms for document fingerprinting", SIGMOD 2003): of every :data:`WINDOW` hashes in a row the
least is kept.  Two texts that share a run of ``SHINGLE + WINDOW - 1`` = 20 words therefore share a print.  The hashes
are the same on every machine and in every run.

(Not taken: hashes that are 0 modulo p, as cheap, but they promise nothing; MinHash signatures, which compare whole
texts and miss the one paragraph that a long report took over.)
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from counterclaim.records import Report
from counterclaim.text import words

SHINGLE: Final = 8
"""Words in a row that are hashed as one: what the reports stage takes for a repeat, longer than most set phrases."""
WINDOW: Final = 13
"""Hashes in a row of which the least is kept: an article of 400 words keeps about 2 / (WINDOW + 1) of them, 56."""
UNDATED: Final = "~"
"""Stands for an unknown time of publication: bytewise after every year."""

_Hashes = npt.NDArray[np.uint64]

# The golden ratio's odd 64-bit constant, one power for each place in the shingle, and the finalizer of SplitMix64
# (Steele, Lea and Flood, OOPSLA 2014), which spreads every bit over all.
_POWERS: Final = np.array([pow(0x9E3779B97F4A7C15, place, 1 << 64) for place in range(SHINGLE)], dtype=np.uint64)
_MIX: Final = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT: Final = np.uint64(31)
_CACHED: Final = 1 << 16
"""Words whose hashes are remembered: the vocabulary of news, in some ten megabytes."""


def prints(text: str) -> tuple[int, ...]:
    """Return the fingerprints of a text (signed 64 bit, ascending, each once); none below SHINGLE words.

    Words are compared case folded; white space and punctuation do not count.  Time and memory grow linearly.
    """
    hashes = _shingles([word for word, _, _ in words(text)])
    if not len(hashes):
        return ()
    width = min(WINDOW, len(hashes))
    least = hashes[: len(hashes) - width + 1].copy()
    for shift in range(1, width):
        np.minimum(least, hashes[shift : len(hashes) - width + 1 + shift], out=least)
    return tuple(np.unique(least.view(np.int64)).tolist())


def rank(report: Report) -> str:
    """Return a key that orders reports bytewise from the earliest published on, ties by id, those undated last."""
    when = report.published_at.start if report.published_at is not None else None
    return f"{UNDATED if when is None else when.isoformat(timespec='microseconds')}|{report.id}"


def _shingles(said: Sequence[str]) -> _Hashes:
    """Return the hash of each run of SHINGLE words, by the place where it begins."""
    count = len(said) - SHINGLE + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    codes = np.fromiter(map(_code, said), dtype=np.uint64, count=len(said))
    mixed = np.zeros(count, dtype=np.uint64)
    for place, power in enumerate(_POWERS):
        mixed += codes[place : place + count] * power  # wraps at 64 bits, as it should
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> shift)) * factor
    return mixed ^ (mixed >> _LAST_SHIFT)


@functools.lru_cache(maxsize=_CACHED)
def _code(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
