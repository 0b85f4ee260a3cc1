"""The queue of review on a terminal: what a person should look at first, each with the reason why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from counterclaim.ledger import View
from counterclaim.ledger.makers import stands_beside
from counterclaim.publish import derived_words, words
from counterclaim.publish.incident_table import REVIEW_STYLES
from counterclaim.publish.layout import Cell, Columns, block, cell
from counterclaim.publish.reviewing import reasons
from counterclaim.records import Incident
from counterclaim.text import one_line


def waiting(view: View, incidents: Sequence[Incident]) -> Iterator[tuple[Incident, tuple[str, ...]]]:
    """Yield incidents with the reasons why a person should look at them, from the statements behind them."""
    makers = view.maker()
    for about in incidents:
        reports = sorted({claim.report for claim in view.claims(about.claims)})
        judged = list(view.judgements(reports))
        claims = list(view.claims_of(reports)) if judged else []
        live = [claim for claim in claims if claim.maker == makers or stands_beside(claim.maker)]
        yield about, reasons(about, judged, live)


def _entry(number: int, about: Incident, why: Sequence[str]) -> RenderableType:
    left = cell(
        derived_words.SHORT,
        Text(derived_words.short(about.id), "dim"),
        Text(about.review, REVIEW_STYLES[about.review]),
    )
    who = one_line(derived_words.party_to_party(about))
    what = Text.assemble(
        (derived_words.kind(about), "cyan"),
        f" · {one_line(derived_words.when(about))} · {one_line(derived_words.where(about))}",
        f" · {who}" if who else "",
    )
    lines = [(0, what), *((2, Text(f"– {one_line(text)}")) for text in why)]
    return Columns([cell(3, Text(f"{number:>3}", "dim")), left, Cell(None, lines)])


def sheet(entries: Sequence[tuple[Incident, tuple[str, ...]]]) -> RenderableType:
    """Return the queue, the first to look at first."""
    parts: list[RenderableType] = []
    for number, (about, why) in enumerate(entries, start=1):
        parts += [_entry(number, about, why), Text()]
    count = words.counted(len(entries), "incident", "incidents")
    return Group(*parts, block(Text(f"{count} to look at · counterclaim show ID tells who says what", "dim")))
