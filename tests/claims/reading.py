"""Reports out of thin air, and what the rules read in them."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

from spacy.tokens import Doc

from counterclaim import ids
from counterclaim.claims.rules import Rules
from counterclaim.records import Claim, Interval, Report, Span

PUBLISHED: Final = Interval.day(dt.date(2022, 3, 10))
"""A Thursday: what happened "on Monday" happened on the 7th."""


def report(
    text: str, *, title: str | None = None, repeats: tuple[Span, ...] = (), published: Interval | None = PUBLISHED
) -> Report:
    """Return a text as a report."""
    made = ids.report_id(ref="test", url=None, publisher=None, title=title, text=text, published_at=published)
    return Report(
        id=made,
        ref="test",
        capture=None,
        url=None,
        publisher=None,
        title=title,
        text=text,
        language="en",
        published_at=published,
        repeats=repeats,
    )


@functools.cache
def rules() -> Rules:
    """Return the maker under test."""
    return Rules()


def read(text: str, *, title: str | None = None, repeats: tuple[Span, ...] = ()) -> tuple[Claim, ...]:
    """Return the claims of a text, published on Thursday the 10th of March 2022."""
    return rules().read(report(text, title=title, repeats=repeats)).claims


def only(text: str) -> Claim:
    """Return the one claim of a text."""
    (claim,) = read(text)
    return claim


def day(number: int) -> Interval:
    """Return a day of March 2022."""
    return Interval.day(dt.date(2022, 3, number))


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Return the sentences as offsets into the text, white space at their ends left out."""
    spans: list[tuple[int, int]] = []
    for sent in doc.sents:
        body = sent.text
        lead = len(body) - len(body.lstrip())
        if body.strip():
            spans.append((sent.start_char + lead, sent.start_char + len(body.rstrip())))
    return spans
