"""One series on a terminal: its totals by who says them, the incidents that lie within it, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, toll_sheet, words
from counterclaim.publish.headline import headline
from counterclaim.publish.incident_sheet import banner
from counterclaim.publish.incident_table import narrow_row
from counterclaim.publish.layout import block
from counterclaim.publish.source_sheet import facts, sources
from counterclaim.publish.told import Told
from counterclaim.records import Incident, Series
from counterclaim.text import one_line

_INDENT: Final = 2


def _counts(about: Series, told: Told) -> Iterator[RenderableType]:
    """Yield how many happenings each claim tells of: the claims are gone through, for a number needs its claim."""
    known = [told.claims[claim] for claim in about.claims if claim in told.claims]
    numbered = [claim for claim in known if claim.event.count is not None]
    if not numbered:
        return
    yield block(Text("How many", "bold"))
    for claim in numbered:
        stance = "" if claim.stance == "asserts" else f" {claim.stance}"
        said = f"{words.count(claim.event.count)}: {told.sayer(claim.id)}{stance}"
        source = f"{told.source(claim.report)} · {derived_words.short(claim.id)}"
        yield block(Text.assemble(one_line(said), "  ", (one_line(source), "dim")), indent=_INDENT)
        yield block(Text(derived_words.quoted(one_line(claim.evidence.text)), "italic"), indent=_INDENT + 2)
    yield Text()


def _within(about: Series, incidents: Sequence[Incident]) -> Iterator[RenderableType]:
    if not about.incidents:
        return
    yield block(Text("Incidents within it, never added up", "bold"))
    for incident in incidents:
        yield narrow_row(incident)
    if missing := len(about.incidents) - len(incidents):
        yield block(Text(f"{words.counted(missing, 'incident', 'incidents')} no longer in the ledger", "dim"))
    yield Text()


def sheet(about: Series, told: Told, incidents: Sequence[Incident], *, asked: str, width: int) -> RenderableType:
    """Return the sheet of a series for a terminal of ``width`` columns; ``incidents`` are those within it.

    ``asked`` is the id, or the beginning of one, by which it was asked for.
    """
    return Group(
        *banner(about, headline(about, told), asked=asked),
        block(Text(derived_words.SCOPES[about.scope], "yellow")),
        *facts(about),
        *_counts(about, told),
        *toll_sheet.toll(about.toll, told, width=width),
        *_within(about, incidents),
        *sources(about, told),
    )
