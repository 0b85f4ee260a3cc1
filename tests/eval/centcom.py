"""CENTCOM strike lines, Iraq and Syria 2014-2016: how many strikes, near which place.

A templated set (one regular expression counts nearly all of it): a regression test, not a benchmark.  The gold's table
of spelling variants was made by hand for this data; here spellings are brought together only by general rules of
transliteration (`key`), so that the second place figure is not the README's ``location_normalised``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from counterclaim.records import Reading
from tests.eval import gold as golds
from tests.eval.figures import Figure, figures_of, ratio
from tests.eval.gold import Context
from tests.eval.reading import readings, report

ARTICLE: Final = re.compile(r"\b(?:al|an|ar|as|ash|at|ad|az|el|er|es|ez)[ -]+", re.IGNORECASE)
SPELLINGS: Final[tuple[tuple[str, str], ...]] = (
    *(("dh", "z"), ("kh", "h"), ("q", "k")),
    *((long, "i") for long in ("ay", "ai", "ei", "ee")),
    *((long, "u") for long in ("aw", "au", "ow", "ou", "oo")),
    *(("w", "u"), ("y", "i"), ("o", "u"), ("e", "i")),
)
"""Letters that transliterations of Arabic use one for another, both brought to the same one."""


class Strikes(msgspec.Struct, frozen=True):
    """What the line says."""

    location_as_written: str
    location_normalised: str
    n_strikes: int


class Line(msgspec.Struct, frozen=True):
    """One line of a release."""

    id: str
    release_date: str
    text: str
    gold: Strikes


def key(name: str) -> str:
    """Return what two transliterations of one Arabic name share: no article, no doubled or final h, vowels merged."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isalpha() or c in " -")
    plain = ARTICLE.sub("", plain).replace("-", " ")
    for written, merged in SPELLINGS:
        plain = plain.replace(written, merged)
    return " ".join(re.sub(r"(.)\1+", r"\1", word).rstrip("h") for word in plain.split())


def _same(written: str, made: Sequence[str]) -> bool:
    """Tell whether the first place read is the place written, a leading "near" and white space aside."""
    return bool(made) and made[0].casefold() == written.strip().removeprefix("Near ").casefold()


def count(line: Line, reading: Reading) -> dict[str, float]:
    """Return one line's hits, as sums that can be added up."""
    claims = [claim for claim in reading.claims if claim.event.kind == "air_strike"]
    strikes = sum(claim.event.count.low if claim.event.count else 1 for claim in claims[:1])
    places = [place.name for claim in claims for place in claim.event.places]
    alike = bool(places) and key(places[0]) in {key(line.gold.location_normalised), key(line.gold.location_as_written)}
    return {
        "lines": 1.0,
        "found": float(bool(claims)),
        "n_strikes": float(strikes == line.gold.n_strikes),
        "written": float(_same(line.gold.location_as_written, places)),
        "alike": float(alike),
    }


def _share(name: str) -> Callable[[Mapping[str, float]], float]:
    return lambda sums: ratio(sums.get(name, 0.0), sums.get("lines", 0.0))


def figures(lines: Sequence[Line], found: Sequence[Reading]) -> list[Figure]:
    """Return every figure of the set."""
    counts = [count(line, reading) for line, reading in zip(lines, found, strict=True)]
    names = {"n_strikes": "n_strikes", "location as written": "written", "location but for spelling": "alike"}
    return figures_of("centcom_strikes", counts, {shown: _share(name) for shown, name in names.items()}, rounds=300)


def measure(context: Context) -> list[Figure]:
    """Read the lines, each as a report of its own, and return every figure."""
    lines = golds.decode(golds.rows_file(context.gold / "centcom_strikes"), Line)
    reports = [report(line.id, line.text, published=line.release_date, publisher="CENTCOM") for line in lines]
    return figures(lines, readings(reports, maker_name=context.maker, jobs=context.jobs, label="centcom_strikes"))
