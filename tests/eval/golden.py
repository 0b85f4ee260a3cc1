"""The golden sentences of tests/cases: how often a happening that nobody asserts is read as asserted."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.records import Reading
from tests.cases.cases import Sentence, sentences
from tests.cases.run import sentence_report, wrongly_asserted
from tests.eval.figures import Figure, figures_of, ratio, worse_is_more
from tests.eval.gold import Context
from tests.eval.reading import readings

STANCES = {"asserted": "asserts", "denied": "denies", "intended": "intends"}


def figures(cases: Sequence[Sentence], found: Sequence[Reading]) -> list[Figure]:
    """Return the share of unasserted happenings read as asserted, and the share of the others found as told."""
    counts: list[dict[str, float]] = []
    for case, reading in zip(cases, found, strict=True):
        told = [claim.stance for claim in reading.claims if case.kind in {"any", claim.event.kind}]
        one = {f"{case.expect}:all": 1.0, f"{case.expect}:found": float(STANCES.get(case.expect) in told)}
        if case.expect != "asserted":
            one |= {"unreal:all": 1.0, "unreal:wrong": float(wrongly_asserted(case, reading.claims))}
        counts.append(one)
    wrongly, *others = figures_of(
        "golden",
        counts,
        {
            "realis sentences: wrongly asserted": lambda s: ratio(s.get("unreal:wrong", 0), s.get("unreal:all", 0)),
            "realis sentences: asserted, found": lambda s: ratio(s.get("asserted:found", 0), s.get("asserted:all", 0)),
            "realis sentences: denied, found": lambda s: ratio(s.get("denied:found", 0), s.get("denied:all", 0)),
            "realis sentences: intended, found": lambda s: ratio(s.get("intended:found", 0), s.get("intended:all", 0)),
        },
    )
    return [worse_is_more(wrongly), *others]


def measure(context: Context) -> list[Figure]:
    """Read the sentences, each as a report of its own, and return every figure."""
    cases = sentences()
    reports = [sentence_report(case) for case in cases]
    return figures(cases, readings(reports, maker_name=context.maker, jobs=context.jobs, label="golden"))
