"""Axes of charts: round numbers beside them, and what a chart's text needs of room."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = (1, 2, 5)
_LETTER: Final = 7.0
_LEAST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis (units of the picture) and what stands there."""

    at: float
    text: str


def _steps() -> Iterator[int]:
    return (digit * 10**power for power in itertools.count() for digit in _DIGITS)


def rounds(top: int, most: int = 4) -> tuple[int, ...]:
    """Return whole round numbers from 0 on, ``most`` steps at most, the last of them ``top`` or above."""
    step = next(step for step in _steps() if step * most >= top)
    return tuple(range(0, max(-(-top // step), 1) * step + 1, step))


def margin(levels: Sequence[int]) -> float:
    """Return how much room (units) these numbers need to the left of an axis."""
    return max(_LEAST, 10 + _LETTER * len(f"{max(levels):,}"))


def few(count: int, most: int) -> range:
    """Return which of so many things in a row are named when at most so many can be: evenly apart, the first too."""
    return range(0, count, max(-(-count // most), 1))
