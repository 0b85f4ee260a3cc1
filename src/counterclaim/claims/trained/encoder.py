"""Words -> vectors: word pieces, windows with context, the encoder run by ONNX Runtime on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Session(Protocol):
    """What is used of ONNX Runtime, which has no types: a network that is ready to run."""

    def run(self, wanted: None, inputs: dict[str, NDArray[Any]], /) -> list[NDArray[np.float32]]:
        """Return all outputs for the inputs, by name."""
        ...


WINDOW: Final = 256
"""Word pieces read at once, the two marks of a window's ends included."""
CONTEXT: Final = 64
"""Word pieces before a window that are read with it and not kept."""
_LONGEST: Final = 8
"""Word pieces of one word that are read: longer ones are addresses, not words."""
_OPEN, _CLOSE, _UNKNOWN = 101, 102, 100
"""The encoder's marks of a window's ends, and its piece for what it has no pieces for."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words read at once: their pieces' ids, and of which word (counted from the first read) each piece is.

    The first ``context`` words were kept from the window before.
    """

    ids: list[int]
    of: list[int]
    context: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """A report's words cut into pieces, in windows that together keep each word once."""

    windows: tuple[Window, ...]


def pieces(tokenizer: Tokenizer, words: Sequence[str], sentences: Sequence[int]) -> Pieces:
    """Cut words into windows that end, where they can, at an end of a sentence (``sentences`` are their starts)."""
    encoded = tokenizer.encode([word if word.strip() else "." for word in words], is_pretokenized=True)
    ids: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None and len(ids[word]) < _LONGEST:
            ids[word].append(piece)
    ids = [many or [_UNKNOWN] for many in ids]
    ends = np.cumsum([0, *map(len, ids)])
    stops = sorted({*sentences, len(words)})
    windows: list[Window] = []
    start = 0
    while start < len(words):
        first = start
        while first > 0 and ends[start] - ends[first - 1] <= CONTEXT:
            first -= 1
        end = start + 1
        while end < len(words) and ends[end + 1] - ends[first] <= WINDOW - 2:
            end += 1
        if end < len(words):
            end = max((stop for stop in stops if start < stop <= end), default=end)
        read = ids[first:end]
        windows.append(
            Window(
                ids=[_OPEN, *(piece for many in read for piece in many), _CLOSE],
                of=[i for i, many in enumerate(read) for _ in many],
                context=start - first,
            )
        )
        start = end
    return Pieces(tuple(windows))


def vectors(session: Session, cut: Pieces) -> NDArray[np.float32]:
    """Return one vector a word, the mean of its pieces'.  Each window is read alone: none changes another's."""
    parts: list[NDArray[np.float32]] = []
    for window in cut.windows:
        hidden = session.run(None, {"input_ids": np.array([window.ids], np.int64)})[0][0, 1:-1]
        of = np.array(window.of)
        starts = np.flatnonzero(np.diff(of, prepend=-1))
        sums = np.add.reduceat(hidden, starts, axis=0)
        parts.append((sums / np.bincount(of)[:, None])[window.context :].astype(np.float32))
    return np.concatenate(parts)
