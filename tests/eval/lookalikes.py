"""The golden look-alikes of tests/cases: two happenings of one day in one town, which must stay two.

Each file tells of one happening twice, by two outlets (``first`` and ``again``), and of another one (``other``) that
differs in a fact or two; ``differs`` says in which.  All are put into one ledger.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.eval.figures import Figure, figures_of, ratio, worse_is_more
from tests.eval.fusion import of_readings
from tests.eval.gold import Context
from tests.eval.reading import readings, report
from tests.eval.sets import OWN

NAME = "lookalikes"
TELLINGS = ("first", "again", "other")


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One outlet's report."""

    publisher: str
    published: dt.date
    title: str
    text: str


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: a happening told by two outlets, and another one that looks alike."""

    differs: str
    first: Article
    again: Article
    other: Article


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the incident each report is chiefly about, None where it has none."""

    name: str
    differs: str
    first: str | None
    again: str | None
    other: str | None

    @property
    def merged(self) -> bool:
        """Whether the look-alike was put into the incident of either telling."""
        return self.other is not None and self.other in {self.first, self.again}

    @property
    def retold(self) -> bool:
        """Whether the two tellings are one incident."""
        return self.first is not None and self.first == self.again


def load(folder: Path = OWN[NAME]) -> dict[str, Told]:
    """Return the files by name.  Raises msgspec.ValidationError where one is not as it should be."""
    return {file.stem: msgspec.toml.decode(file.read_bytes(), type=Told) for file in sorted(folder.glob("*.toml"))}


def outcomes(told: Mapping[str, Told], *, maker_name: str, jobs: int) -> list[Outcome]:
    """Read and fuse all reports together; return what became of each file."""
    reports = [
        report(
            f"{name}/{which}",
            article.text.strip(),
            published=article.published.isoformat(),
            publisher=article.publisher,
            title=article.title,
        )
        for name, one in told.items()
        for which, article in zip(TELLINGS, (one.first, one.again, one.other), strict=True)
    ]
    main = of_readings(reports, readings(reports, maker_name=maker_name, jobs=jobs, label=NAME)).of_document
    return [Outcome(name, one.differs, *(main[f"{name}/{which}"] for which in TELLINGS)) for name, one in told.items()]


def figures(found: Sequence[Outcome]) -> list[Figure]:
    """Return how many look-alikes were merged, how many retellings found, how many reports have a main incident."""
    merged, *others = figures_of(
        NAME,
        [
            {
                "n": 1.0,
                "merged": float(one.merged),
                "retold": float(one.retold),
                "told": sum(x is not None for x in (one.first, one.again, one.other)) / len(TELLINGS),
            }
            for one in found
        ],
        {
            "look-alikes merged": lambda s: ratio(s["merged"], s["n"]),
            "retellings joined": lambda s: ratio(s["retold"], s["n"]),
            "reports with a main incident": lambda s: ratio(s["told"], s["n"]),
        },
    )
    return [worse_is_more(merged), *others]


def measure(context: Context) -> list[Figure]:
    """Read and fuse the files, and return every figure; what went wrong is named on standard error."""
    found = outcomes(load(), maker_name=context.maker, jobs=context.jobs)
    for one in found:
        if one.merged or not one.retold:
            print(f"{one.name}: {'merged' if one.merged else 'told apart'} ({one.differs})", file=sys.stderr)
    return figures(found)
