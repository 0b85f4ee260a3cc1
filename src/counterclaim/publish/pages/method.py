"""The page on the method: the rules in plain words, and how often the machine is wrong, as measured for the release."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec
from markupsafe import Markup

from counterclaim.publish.pages.site import Ask, render

FIGURES: Final = "figures.json"
_BESIDE: Final = Path(__file__).parents[4] / "docs" / FIGURES
"""Where a checkout has the figures; a package that was built has them beside this module."""

_PLAIN: Final = {
    ("claims", "recall"): "Claims in a report that the machine finds",
    ("claims", "precision"): "Claims it reads that a coder read too",
    ("claims", "stance"): "Whether it is asserted, denied or announced, told rightly",
    ("claims", "attributed"): "Attributed claims laid in the right mouth",
    ("claims", "actor"): "Who did it, told rightly",
    ("claims", "target"): "To whom, told rightly",
    ("claims", "place"): "Where, told rightly",
    ("claims", "date"): "When, told rightly",
    ("claims", "killed"): "Number of dead, told rightly",
    (
        "golden",
        "realis sentences: wrongly asserted",
    ): "Invented sentences of what did not happen, read as if it had (none is best)",
    ("fusion", "end to end: pairwise precision"): "Pairs of tellings put together that belong together",
    ("fusion", "end to end: pairwise recall"): "Pairs of tellings that belong together and are put together",
    ("reprints-helsinki", "f1"): "Reprints told from new texts",
}
"""The figures that are shown first, by set and name, in words a reader knows."""

_WIDE: Final = 200
_HIGH: Final = 16


class Measured(msgspec.Struct, frozen=True):
    """One measured figure: 0..1 unless its name says otherwise, with its 95 % interval over ``n`` units of its set."""

    set: str
    figure: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    best: float | None
    higher_is_better: bool
    floor: float | None = None
    skipped: str | None = None


class Figures(msgspec.Struct, frozen=True):
    """What was measured for the release, on which data (its hash), with which reader."""

    data_sha256: str
    maker: str
    rows: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class ErrorBar:
    """A figure as the page shows it: a label, the value with its interval in words, and drawn."""

    label: str
    value: str
    interval: str
    units: int
    best: str
    drawn: Markup


@functools.cache
def figures() -> Figures:
    """Return the figures measured for the release.  Raises FileNotFoundError where the package was built without."""
    inside = files("counterclaim.publish.pages") / FIGURES
    return msgspec.json.decode(inside.read_bytes() if inside.is_file() else _BESIDE.read_bytes(), type=Figures)


def _share(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _drawn(row: Measured) -> Markup:
    """Return a dot at the value and a line over its interval, on an axis from 0 to 1."""
    if row.value is None or row.low is None or row.high is None or not 0 <= row.low <= row.high <= 1:
        return Markup()
    return Markup(
        '<svg class="errorbar" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<line class="grid" x1="4" x2="{end}" y1="8" y2="8"></line>'
        '<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="8" y2="8"></line>'
        '<circle class="value" cx="{at:.1f}" cy="8" r="4"></circle></svg>'
    ).format(w=_WIDE, h=_HIGH, end=_WIDE - 4, low=_x(row.low), high=_x(row.high), at=_x(row.value))


def _x(value: float) -> float:
    return 4 + value * (_WIDE - 8)


def _bar(label: str, row: Measured) -> ErrorBar:
    interval = f"{_share(row.low)} to {_share(row.high)}" if row.low is not None else "not measured"
    best = "none known" if row.best is None else _share(row.best)
    return ErrorBar(label, row.skipped or _share(row.value), interval, row.n, best, _drawn(row))


def _first(measured: Figures) -> Iterator[ErrorBar]:
    by_name = {(row.set, row.figure): row for row in measured.rows}
    for name, label in _PLAIN.items():
        if name in by_name:
            yield _bar(label, by_name[name])


def method_page(ask: Ask) -> str:
    """Return the page on the method."""
    measured = figures()
    sets = tuple(
        (name, tuple(_bar(row.figure, row) for row in rows))
        for name, rows in groupby(measured.rows, key=lambda row: row.set)
    )
    return render("method.html", ask=ask, measured=measured, first=tuple(_first(measured)), sets=sets)
