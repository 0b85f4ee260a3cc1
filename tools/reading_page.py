"""Write the tables of docs/reading.md from docs/figures.json: ``python -m tools.reading_page``.

``--check`` only compares, ``--sets`` prints the names of all sets that can be measured.

docs/figures.json is what ``./run eval --json`` wrote, committed with the release.  The page is written by hand but for
what stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``; each NAME is a table made here.  Nothing is
measured here, so that the page can be checked where the labelled data is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

import msgspec

from counterclaim import records
from counterclaim.claims.maker import maker
from tests.eval.sets import SETS

DOCS: Final = Path(__file__).parent.parent / "docs"
KIND: Final = "found:"
"""Before a kind's name: that kind's own found F1."""
ABOUT: Final[Mapping[str, str]] = {
    "golden": "invented sentences: denied, planned, feared, played, or asserted; n is sentences",
    "claims": "reports coded claim by claim: the measure; best is two coders, one scored against the other",
    "claims-train": "reports the rules were learnt from: a check of progress, no measure",
    "polnear": "who is quoted for which words, American political news; counted are twelve words of saying only",
    "muc4": "incidents, perpetrators and tolls, Latin America 1986-90, texts in capitals",
    "case21_task2": "30 types of events in news snippets",
    "isaf_pr": "press releases, Afghanistan 2009-13: day, type, province, enemy, toll",
    "centcom_strikes": "lines of strike releases: a regression test, a regular expression gets nearly all",
    "geo-trnews": "place names to points: 82 articles of world news, much of it on conflict",
    "geo-gwn": "the same: 140 web articles, streets and buildings among the names",
    "geo-lgl": "the same: 411 articles of local papers, most of them American, full of namesakes",
    "time-tempeval3": "expressions of time to TIMEX3 values: 193 news articles, many of them financial",
    "time-wikiwars": "the same: 15 narratives of wars, whose dates lean on each other",
    "extract-aeb": "the article's body out of a web page",
    "dates-htmldate": "the day of publication of a web page, many languages",
    "reprints-helsinki": "pages of 79 publishers on some events: which reprint which; labels are reference labels",
    "gate": "what the relevance gate lets pass: coded reports, and news of other things",
    "warc-samples": "web archives, well-formed and broken",
    "feeds-feedparser": "feedparser's own test feeds: what they check of entries, ill-formed and odd encodings apart",
    "lookalikes": "invented: a happening told twice, and another of that day in that town; n is such triples",
    "fusion": "the coded reports again: pairs of claims on four incidents, as coded and as read; documents by incident",
    "cluster-ecbplus": "news on six pairs of look-alike events, undated: documents by their main incident",
    "incidents-gva": "local news on shootings in the United States: documents by incident, tolls, days, places",
}


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure as ``./run eval --json`` writes it; a skipped set has a row with ``skipped`` and nothing else."""

    set: str
    figure: str | None
    value: float | None
    n: int | None
    low: float | None
    high: float | None
    floor: float | None
    best: float | None
    higher_is_better: bool | None
    skipped: str | None


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: one hash for all the data that was measured on, who read, and the figures."""

    data_sha256: str
    maker: str
    rows: list[Row]

    @property
    def measured(self) -> list[Row]:
        """The rows that hold a figure."""
        return [row for row in self.rows if row.skipped is None]


class PageError(Exception):
    """The page or the figures cannot be used; the text says why."""


class Aim(msgspec.Struct, frozen=True):
    """What the first version was asked to reach in one figure, and what a page of regular expressions gets there.

    ``learnt`` marks a figure on data that the rules were learnt from: it can never be said to be reached.
    """

    set: str
    figure: str
    least: float
    plain: float | None = None
    learnt: bool = False


AIMS: Final = (
    Aim("claims", "found", 0.72, 0.54),
    Aim("claims", "macro", 0.72, 0.59),
    Aim("claims", "attributed", 0.75, 0.30),
    Aim("claims", "toll_items", 0.65, 0.20),
    Aim("claims", "joint", 0.55, 0.29),
    Aim("claims", "complete", 0.15, 0.00),
    Aim("claims", "repeating report: found", 0.80),
    Aim("claims", "repeating report: claims from its copies", 0),
    Aim("claims-train", "macro", 0.55, 0.37, learnt=True),
    Aim("golden", "realis sentences: wrongly asserted", 0.05),
    Aim("polnear", "attribution f1", 0.70),
    Aim("polnear", "source f1", 0.75),
    Aim("muc4", "relevance", 0.75),
    Aim("muc4", "killed exact minimum", 0.55),
    Aim("claims", "place", 0.75, 0.41),
    Aim("claims", "date", 0.75, 0.50),
    Aim("claims", "actor", 0.75, 0.34),
    Aim("claims", "country", 0.92),
    Aim("geo-trnews", "gold spans: acc@161 km", 0.87),
    Aim("geo-trnews", "gold spans: exact or within 25 km", 0.80),
    Aim("geo-gwn", "gold spans: acc@161 km", 0.92),
    Aim("geo-lgl", "gold spans: acc@161 km", 0.80),
    Aim("time-tempeval3", "value F1", 0.74),
    Aim("time-tempeval3", "DATE intervals exact", 0.80),
    Aim("time-wikiwars", "value F1", 0.74),
    Aim("time-wikiwars", "DATE intervals exact", 0.80),
    Aim("fusion", "gold claims: pairwise F1", 0.90),
    Aim("fusion", "end to end: pairwise F1", 0.75),
    Aim("lookalikes", "look-alikes merged", 0),
    Aim("fusion", "end to end: rashidin-convoy-2017-04-15 whole", 1),
    Aim("fusion", "end to end: tokhar-raid-2016-07-18 whole", 1),
    Aim("reprints-helsinki", "f1", 0.97, 0.965),
    Aim("reprints-helsinki", "version_recall", 0.50, 0.14),
    Aim("reprints-helsinki", "trap_rate", 0.05),
    Aim("incidents-gva", "pairwise F1", 0.75, 0.663),
    Aim("incidents-gva", "B3 F1", 0.93, 0.912),
    Aim("incidents-gva", "killed exact", 0.70, 0.49),
    Aim("incidents-gva", "killed inside the range", 0.90),
    Aim("cluster-ecbplus", "pairwise F1", 0.85, 0.79),
    Aim("cluster-ecbplus", "B3 F1", 0.90, 0.875),
)
"""Figures of the labelled data only: speed and memory are measured by ``./run bench``."""


def load(path: Path) -> Figures:
    """Return the figures of a file.  Raises PageError when it is not there or not what the evaluation writes."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Figures)
    except (OSError, msgspec.DecodeError) as fault:
        raise PageError(f"{path.name}: {fault}") from None


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:g}" if value > 1 else f"{value:.3f}"


def _name(row: Row) -> str:
    return f"{row.figure}{'' if row.higher_is_better else ' (less is better)'}"


def _interval(row: Row) -> str:
    # A single document drawn again and again is always itself: such an interval would claim certainty.
    return "" if row.n == 1 and row.low == row.high else f"{_number(row.low)} to {_number(row.high)}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    numbers = ["---:" if at else "---" for at in range(len(head))]
    return [f"| {' | '.join(cells)} |" for cells in (head, numbers, *lines)]


def version(figures: Figures) -> str:
    """Return who read, with version ("rules@1"); a bare name is looked up, so that a new version asks for new figures.

    Raises UsageError when no maker is called so.
    """
    return figures.maker if "@" in figures.maker else maker(figures.maker).name


def source(figures: Figures) -> list[str]:
    """Return what was measured: the maker's version, the hash of the data, and what was left out."""
    lines = [f"Read by `{version(figures)}`; all the data together has the SHA-256 `{figures.data_sha256}`."]
    names = {row.set for row in figures.measured}
    if missing := [one.name for one in SETS if one.name not in names]:
        lines.append(f"Not measured this time: {', '.join(missing)}.")
    return lines


def aims(figures: Figures) -> list[str]:
    """Return what was asked of the first version beside what is measured."""
    found = {(row.set, row.figure): row for row in figures.measured}
    lines: list[tuple[str, ...]] = []
    for aim in AIMS:
        row = found.get((aim.set, aim.figure))
        if row is None or row.value is None:
            lines.append((f"{aim.set}: {aim.figure}", "not measured", "", f"{aim.least:g}", _number(aim.plain), ""))
            continue
        reached = row.value >= aim.least if row.higher_is_better else row.value <= aim.least
        asked = f"{'at least' if row.higher_is_better else 'at most'} {aim.least:g}"
        verdict = "no measure: learnt on it" if aim.learnt else "yes" if reached else "**no**"
        told = (verdict, _number(aim.plain), _number(row.best))
        lines.append((f"{aim.set}: {aim.figure}", _number(row.value), asked, *told))
    return _table(("figure", "value", "asked", "reached", "regular expressions", "two coders"), lines)


def kinds(figures: Figures) -> list[str]:
    """Return how many claims of each kind are found, the kinds with most gold claims first."""
    by_set: dict[str, dict[str, Row]] = {one.name: {} for one in SETS}
    for row in figures.measured:
        if kind := _kind(row):
            by_set[row.set][kind] = row
    measure, learnt = by_set["claims"], by_set["claims-train"]

    def gold(of: Mapping[str, Row], kind: str) -> int:
        return (of[kind].n or 0) if kind in of else 0

    every = sorted(get_args(records.Kind), key=lambda kind: (-gold(measure, kind), -gold(learnt, kind), kind))
    lines: list[tuple[str, ...]] = []
    for kind in every:
        one, other = (of[kind] if gold(of, kind) else None for of in (measure, learnt))
        cells = ("", "") if one is None else (_number(one.value), _interval(one))
        beside = "" if other is None else _number(other.value)
        lines.append((f"`{kind}`", str(gold(measure, kind)), *cells, str(gold(learnt, kind)), beside))
    return _table(("kind", "gold claims", "found F1", "95 % interval", "in claims-train", "found F1 there"), lines)


def _kind(row: Row) -> str | None:
    """Return the kind that a figure is about, None for a figure about all."""
    return row.figure.removeprefix(KIND) if row.figure and row.figure.startswith(KIND) else None


def sets(figures: Figures) -> list[str]:
    """Return one table a set with every figure but those by kind."""
    lines: list[str] = []
    for one in SETS:
        rows = [row for row in figures.measured if row.set == one.name and _kind(row) is None]
        if not rows:
            continue
        cells = [
            (_name(row), _number(row.value), _interval(row), str(row.n), _number(row.floor), _number(row.best))
            for row in rows
        ]
        head = ("figure", "value", "95 % interval", "n", "floor", "best known")
        lines += [
            f"### {one.name}",
            "",
            f"{ABOUT[one.name][0].upper()}{ABOUT[one.name][1:]}.",
            "",
            *_table(head, cells),
            "",
        ]
    return lines[:-1]


BLOCKS: Final[Mapping[str, Callable[[Figures], list[str]]]] = {
    "source": source,
    "aims": aims,
    "kinds": kinds,
    "sets": sets,
}


def written(page: str, figures: Figures) -> str:
    """Return the page with every table made anew.  Raises PageError when a table's place is missing or doubled."""
    for name, made in BLOCKS.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->\n"
        if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
            raise PageError(f"the page needs one {begin.strip()} and after it one {end.strip()}")
        before, rest = page.split(begin)
        page = before + begin + "\n" + "\n".join(made(figures)) + "\n\n" + end + rest.split(end)[1]
    return page


def main(arguments: Sequence[str], docs: Path = DOCS) -> int:
    """Write the page, or with ``--check`` return 1 when it is not what would be written; 2 for another argument."""
    if list(arguments) == ["--sets"]:
        sys.stdout.write(",".join(one.name for one in SETS) + "\n")
        return 0
    if arguments and list(arguments) != ["--check"]:
        sys.stderr.write(f"usage: {Path(__file__).name} [--check | --sets]\n")
        return 2
    page = docs / "reading.md"
    try:
        stands = page.read_text(encoding="utf-8")
        should = written(stands, load(docs / "figures.json"))
    except (OSError, PageError) as fault:
        sys.stderr.write(f"docs/{page.name} cannot be written: {fault}\n")
        return 1
    if not arguments:
        page.write_text(should, encoding="utf-8")
        return 0
    if stands != should:
        sys.stderr.write(f"docs/{page.name} is not what docs/figures.json says: run './run figures' and commit both\n")
        return 1
    sys.stdout.write(f"docs/{page.name} is fresh\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
