"""Read the golden cases and say, for a person, what is missing, too many or wrong.

python -m tests.cases.run                  all cases and the realis sentences
python -m tests.cases.run NAME...          these cases, every fault with its words
python -m tests.cases.run --update-gaps    write the faults of today into the files' ``gaps``
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from counterclaim import ids
from counterclaim.claims.maker import Maker, maker
from counterclaim.publish.flat import flat
from counterclaim.records import Capture, Claim, Interval, Report
from counterclaim.reports.build import reports
from counterclaim.text import TEXT
from tests.cases import cases
from tests.cases.cases import Case, CaseError, Sentence
from tests.cases.compare import Comparison, compare

NOW: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""All cases were published before."""
PAST_SCOPES: Final = frozenset({"background", "series", "total"})
"""Scopes that keep a happening out of what is counted as news of today."""
_GAPS: Final = re.compile(r"^gaps = \[.*?\]\n+", re.DOTALL | re.MULTILINE)


def report_of(article: Path) -> Report:
    """Return the report of an article file, made as the program makes it.  Raises CaseError if it is rejected."""
    content = article.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    capture = Capture(
        id=ids.capture_id(sha256=sha256, source=article.name, url=None),
        sha256=sha256,
        source=article.name,
        url=None,
        media_type=TEXT,
        fetched_at=NOW,
        body=content,
    )
    made = list(reports(capture, now=NOW))
    if len(made) != 1 or not isinstance(made[0], Report):
        raise CaseError(f"{article.name}: not one report but {made!r}")
    return made[0]


def read_case(case: Case, reader: Maker) -> Comparison:
    """Return the case beside what ``reader`` reads in it."""
    report = report_of(case.article)
    if report.text != case.text:
        raise CaseError(f"{case.article.name}: the report's text is not what stands below the header")
    return compare(case, flat(report, reader.read(report).claims).claims)


def sentence_report(sentence: Sentence) -> Report:
    """Return a sentence as a report of its own, without title and publisher."""
    published = Interval.day(sentence.published)
    return Report(
        id=ids.report_id(
            ref="realis", url=None, publisher=None, title=None, text=sentence.text, published_at=published
        ),
        ref="realis",
        capture=None,
        url=None,
        publisher=None,
        title=None,
        text=sentence.text,
        language="en",
        published_at=published,
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """``right`` or wrong ones ``of`` so many; ``cases`` are the sentences counted, each with what was read."""

    count: int
    of: int
    cases: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share, 0 where there is nothing to count."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class RealisFigures:
    """How well the reader tells what happened from what did not.

    ``wrongly_asserted``: of the sentences that do not say that it happened (denied, intended, none), those where an
    ``asserts`` claim of the kind came out.  A claim whose scope is background, series or total is not counted as
    wrong where the sentence allows history (``background = true``), and nowhere else: otherwise calling everything
    background would be the best policy.  ``controls``: of the sentences where it did happen, those found.
    ``denied``, ``intended``: of these, those found with their stance.
    """

    wrongly_asserted: Figure
    controls: Figure
    denied: Figure
    intended: Figure


def _concerned(sentence: Sentence, claims: Iterable[Claim], stance: str) -> list[Claim]:
    return [c for c in claims if c.stance == stance and sentence.kind in ("any", c.event.kind)]


def wrongly_asserted(sentence: Sentence, claims: Iterable[Claim]) -> bool:
    """Return whether a claim says that it happened, where the sentence does not."""
    if sentence.expect == "asserted":
        return False
    # What is demanded or threatened is done by saying it: with "any" at stake such a claim asserts nothing more.
    told = [c for c in _concerned(sentence, claims, "asserts") if c.event.kind not in ("demand", "threat")]
    return any(not (sentence.background and c.event.scope in PAST_SCOPES) for c in told)


def realis_figures(reader: Maker) -> RealisFigures:
    """Return the figures of ``reader`` on all sentences of realis.toml."""
    read = [(sentence, reader.read(sentence_report(sentence)).claims) for sentence in cases.sentences()]

    def figure(expect: Sequence[str], stance: str | None, *, show: bool) -> Figure:
        of = [(sentence, claims) for sentence, claims in read if sentence.expect in expect]
        hit = [
            wrongly_asserted(sentence, claims) if stance is None else bool(_concerned(sentence, claims, stance))
            for sentence, claims in of
        ]
        return Figure(
            count=sum(hit),
            of=len(of),
            cases=tuple(
                f"{sentence.text}  [{sentence.note}; read: "
                + (", ".join(f"{c.event.kind} {c.stance} {c.event.scope}" for c in claims) or "nothing")
                + "]"
                for (sentence, claims), told in zip(of, hit, strict=True)
                if told is show
            ),
        )

    return RealisFigures(
        wrongly_asserted=figure(("denied", "intended", "none"), None, show=True),
        controls=figure(("asserted",), "asserts", show=False),
        denied=figure(("denied",), "denies", show=False),
        intended=figure(("intended",), "intends", show=False),
    )


def with_gaps(table: str, gaps: Sequence[str]) -> str:
    """Return the text of a case's table with ``gaps`` in the place of those it lists now."""
    bare = _GAPS.sub("", table)
    if not gaps:
        return bare
    listed = "".join(f'  "{gap}",\n' for gap in gaps)
    at = re.search(r"^(?!#|$)", bare, re.MULTILINE)
    start = len(bare) if at is None else at.start()
    return f"{bare[:start]}gaps = [\n{listed}]\n\n{bare[start:]}"


def update_gaps(result: Comparison) -> bool:
    """Write today's faults into the case's file; return whether that changed it."""
    old = result.case.table.read_text(encoding="utf-8")
    new = with_gaps(old, sorted(fault.code for fault in result.faults))
    if new != old:
        result.case.table.write_text(new, encoding="utf-8")
    return new != old


def told(result: Comparison) -> str:
    """Return a case's result in words: one line, then one for each fault; new and closed gaps are marked."""
    new, closed = list(result.new), list(result.closed)
    lines = [
        f"{result.case.name}: {len(result.case.claims)} expected, {len(result.read)} read, {len(result.pairs)} matched"
    ]
    for fault in result.faults:
        mark = "   "
        if fault.code in new:
            new.remove(fault.code)
            mark = "NEW"
        lines.append(f"  {mark} {fault.words}")
    lines += [f"  MENDED, take it out of gaps: {code}" for code in closed]
    return "\n".join(lines)


def _totals(results: Sequence[Comparison]) -> str:
    expected = sum(len(r.case.claims) for r in results)
    read = sum(len(r.read) for r in results)
    matched = sum(len(r.pairs) for r in results)
    clean = sum(not r.faults for r in results)
    return (
        f"{len(results)} cases, {clean} without a fault; {expected} claims expected, {read} read, {matched} matched"
        f" (F1 {2 * matched / (expected + read or 1):.3f})"
    )


def _realis_told(figures: RealisFigures) -> str:
    lines = list[str]()
    for words, figure in (
        ("wrongly asserted", figures.wrongly_asserted),
        ("controls found", figures.controls),
        ("denials found", figures.denied),
        ("intentions found", figures.intended),
    ):
        lines.append(f"realis, {words}: {figure.count} of {figure.of} ({figure.share:.1%})")
        verb = "wrong" if figure is figures.wrongly_asserted else "not found"
        lines += [f"  {verb}: {case}" for case in figure.cases]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was asked for; return 1 where a fault is new or a gap is closed, 2 where a case is at fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases.run", description="Read the golden cases.")
    parser.add_argument("names", metavar="NAME", nargs="*", help="cases to read; all of them and realis when none")
    parser.add_argument("--maker", default="rules", help="who reads (default: rules)")
    parser.add_argument("--update-gaps", action="store_true", help="write today's faults into the files' gaps")
    options = parser.parse_args(arguments)
    reader = maker(options.maker)
    try:
        results = [read_case(cases.load(name), reader) for name in options.names or cases.names()]
    except CaseError as fault:
        print(fault, file=sys.stderr)
        return 2
    if options.update_gaps:
        changed = [result.case.name for result in results if update_gaps(result)]
        print(f"gaps written: {', '.join(changed) or 'none changed'}")
        return 0
    for result in results:
        if options.names or result.new or result.closed:
            print(told(result))
    print(_totals(results))
    if not options.names:
        print(_realis_told(realis_figures(reader)))
    return int(any(result.new or result.closed for result in results))


if __name__ == "__main__":
    sys.exit(main())
