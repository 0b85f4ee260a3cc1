"""The reports behind an incident or series: which tell it in words of their own, which copy whom, and their quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, words
from counterclaim.publish.layout import Cell, Columns, block
from counterclaim.publish.positions import quote_lines
from counterclaim.publish.told import Told
from counterclaim.records import Claim, Incident, Report, Series
from counterclaim.text import one_line

_INDENT: Final = 2


def _copied(report: Report, told: Told) -> tuple[str, ...]:
    return tuple(f"copies {told.source(origin)} ({share} % of its text)" for origin, share in told.copied(report))


def _head(name: str, about: Incident | Series, told: Told) -> RenderableType:
    known = told.reports.get(name)
    if not isinstance(known, Report):
        gone = "not in the ledger any more"
        if known is not None:
            why = derived_words.TAKEN_DOWN[known.reason_class]
            gone = f"taken down on {known.at.date()}: {why}; only its id and hash stay"
        return block(Text(f"{derived_words.short(name)}: {gone}", "dim"), indent=_INDENT)
    stands = ["origin: words of its own"] if name in about.origins else []
    stands += _copied(known, told)
    if known.completeness != "full":
        stands.append(known.completeness.replace("_", " "))
    return block(
        Text.assemble((one_line(told.source(name)), "bold"), f"  {one_line(known.title or known.ref)}"),
        Text(one_line(" · ".join(filter(None, (*stands, known.url)))), "dim"),
        indent=_INDENT,
    )


def _claim(claim: Claim, told: Told) -> RenderableType:
    kind = Text(claim.event.kind.replace("_", " "), "cyan")
    return Columns([Cell(18, [(0, kind)]), Cell(None, list(quote_lines(claim, told, source=False)))], _INDENT + 2)


def sources(about: Incident | Series, told: Told) -> Iterator[RenderableType]:
    """Yield each report, origins first; under an origin its claims, under a copy none: it says the same."""
    claims = [told.claims[claim] for claim in about.claims if claim in told.claims]
    ordered = told.carrying(about)
    yield Text(f"Sources: {words.counted(len(ordered), 'report', 'reports')}", "bold")
    if missing := len(about.claims) - len(claims):
        gone = words.counted(missing, "claim is", "claims are")
        yield block(Text(f"{gone} no longer shown: the report was taken down or read anew", "dim"), indent=_INDENT)
    for name in ordered:
        yield _head(name, about, told)
        if name in about.origins:
            mine = [claim for claim in claims if claim.report == name]
            for claim in sorted(mine, key=lambda each: (each.evidence.start, each.id)):
                yield _claim(claim, told)
    yield Text()


def fact(label: str, text: Text) -> RenderableType:
    """Return one line of what is known: a label and its words."""
    return Columns([Cell(8, [(0, Text(label, "cyan"))]), Cell(None, [(0, text)])], _INDENT)


def facts(about: Incident | Series) -> Iterator[RenderableType]:
    """Yield what it is called, when, where, who to whom, and how many stand behind it."""
    yield fact("what", Text(derived_words.kind(about)))
    yield fact("when", Text(derived_words.when(about)))
    yield fact("where", Text(one_line(derived_words.where(about, point=True))))
    if who := derived_words.party_to_party(about):
        yield fact("who", Text(one_line(who)))
    names = f": {', '.join(about.voices.names)}" if about.voices.names else ""
    yield fact("voices", Text(one_line(derived_words.voices(about.voices) + names)))
    yield fact("spread", Text(derived_words.spread(about.spread)))
    yield Text()
