"""Made-up reports and the look-ups of a ledger, for the tests of copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from counterclaim.copies.prints import prints, rank
from counterclaim.copies.ranges import copies, sources
from counterclaim.records import Copy, Interval, Report
from counterclaim.text import words

WIRE = (
    "Shells struck the grain market of Harvan shortly before noon on Tuesday, wrecking a row of wooden stalls.",
    "Rescue crews pulled eleven bodies from beneath the collapsed roof and carried thirty hurt traders to a clinic.",
    "The provincial council accused army gunners on the eastern ridge of aiming at a place with no fighters in it.",
    "An army officer in the capital denied the charge and blamed rebels who had quarrelled with the market's guards.",
    "Harvan changed hands twice last winter and has lived under a shaky truce since the snow melted in the valley.",
    "Aid groups have asked both camps for a safe road so that flour and fuel can reach the upper villages again.",
    "Drivers who left at dusk counted four burnt lorries beside the bridge and heard single shots from the orchard.",
    "Schools across the district stayed shut for a third day while teachers searched the cellars for exercise books.",
)
"""A story of an agency, sentence by sentence."""
OTHER = (
    "Traders in Harvan were counting the cost of a bombardment that emptied the busiest square of the town.",
    "Nobody could say with certainty from which hill the rounds had come, though several pointed to the east.",
    "A baker described how the first blast threw him through his own door and how the second took the door.",
    "By evening the square smelt of wet ash, and a bulldozer was pushing what was left of the booths into a heap.",
    "Officials from the council promised an inquiry, the fifth this year, and went home under escort before dark.",
    "The hospital appealed for blood, and a queue of young men soon reached as far as the old customs house.",
)
"""The same event by another hand."""
QUOTE = (
    '"We heard nothing before the first round fell, and then the whole square was dust and people calling for their '
    "children, and nobody came for an hour because the road was under fire,\" said the market's overseer."
)
"""What both hands quote."""


def told(
    name: str, *sentences: str, day: int | None = None, publisher: str | None = None, url: str | None = None
) -> Report:
    """Return a report of one paragraph a sentence, published on a day of March 2021 or on an unknown one."""
    when = None if day is None else Interval.day(dt.date(2021, 3, day))
    return Report(
        id=name, ref=name, capture=None, url=url, publisher=publisher, title=None, text="\n\n".join(sentences),
        language="en", published_at=when,
    )  # fmt: skip


def said(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [word for word, _, _ in words(text)]


def held(reports: Iterable[Report]) -> dict[int, str]:
    """Return the report of least rank that has each fingerprint, as a ledger would."""
    earliest: dict[int, str] = {}
    for report in sorted(reports, key=rank):
        for one in prints(report.text):
            earliest.setdefault(one, report.id)
    return earliest


def copied(reports: Iterable[Report]) -> dict[str, tuple[Copy, ...]]:
    """Return the copied ranges of each report among all of them, as a ledger would derive them."""
    by_id = {report.id: report for report in reports}
    earliest = held(by_id.values())
    return {
        report.id: copies(report, [by_id[one] for one in sources(prints(report.text), earliest, report.id)])
        for report in by_id.values()
    }
