"""What a reader of one media type hands on, and the checks that every report passes alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from counterclaim import ids
from counterclaim.records import Completeness, Interval, Reject, Report
from counterclaim.reports.dates import fault_of
from counterclaim.reports.language import UNDETERMINED, language
from counterclaim.reports.repeats import repeats
from counterclaim.text import NO_LANGUAGE, control_share, encodable, has_surrogates

TEXT_LIMIT: Final = 500_000
"""Code points of the longest text that is read as one report."""
LANGUAGES: Final = frozenset({"en"})
"""ISO 639 codes of the languages that are read."""
_CONTROL_LIMIT: Final = 0.02


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with what its input says about it, before any check.

    ``bad_date`` says what is wrong with a publication date that could not be taken; ``published`` is then None.
    ``language`` (ISO 639) is told from the text when None.
    """

    ref: str
    text: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: Interval | None = None
    bad_date: str | None = None
    completeness: Completeness = "full"
    language: str | None = None


def reject(ref: str, reason: str, detail: str) -> Reject:
    """Return a reject of this stage; ``reason`` is a key of ``errors.REASONS``."""
    return Reject(stage="reports", ref=encodable(ref).replace("\0", "\\x00"), reason=reason, detail=detail)


def finish(draft: Draft, *, capture: str | None, now: dt.datetime) -> Iterator[Report | Reject]:
    """Yield the draft as a report, or the one reason why it is none.

    A publication date that is impossible or in the future is never used, for it would falsify every relative
    date: the report is read without a date, and a ``bad_date`` reject stands beside it.
    """
    fault = text_fault(draft.text) or label_fault(draft.ref, draft.url, draft.publisher, draft.title)
    if fault is not None:
        yield reject(draft.ref, *fault)
        return
    told = draft.language or language(draft.text)
    if told not in LANGUAGES and told != NO_LANGUAGE:
        yield reject(draft.ref, "language", unread_language(told))
        return
    published, bad_date = draft.published, draft.bad_date
    if published is not None and (wrong := fault_of(published, now)) is not None:
        published, bad_date = None, wrong
    yield Report(
        id=ids.report_id(
            ref=draft.ref,
            url=draft.url,
            publisher=draft.publisher,
            title=draft.title,
            text=draft.text,
            published_at=published,
        ),
        ref=draft.ref,
        capture=capture,
        url=draft.url,
        publisher=draft.publisher,
        title=draft.title,
        text=draft.text,
        language=told,
        published_at=published,
        completeness=draft.completeness,
        # Rows say the same in the same columns: that is no passage told twice.
        repeats=repeats(draft.text) if told != NO_LANGUAGE else (),
    )
    if bad_date is not None:
        yield reject(draft.ref, "bad_date", bad_date)


def unread_language(code: str) -> str:
    """Return the sentence that names a language which is not read."""
    return "no language could be told" if code == UNDETERMINED else f"language {code} not read yet"


def label_fault(*labels: str | None) -> tuple[str, str] | None:
    """Return reason and detail why no ledger could keep one of a report's labels; None when it can."""
    told = "".join(filter(None, labels))
    if "\0" in told:
        return "binary", "its id, url, publisher or title holds U+0000"
    if has_surrogates(told):
        return "encoding", "its id, url, publisher or title holds half a surrogate pair"
    return None


def text_fault(text: str) -> tuple[str, str] | None:
    """Return reason and detail why ``text`` cannot be read as a report's text; None when it can."""
    if not text.strip():
        return "empty", "no words"
    if len(text) > TEXT_LIMIT:
        return "too_large", f"{len(text)} code points; a report has at most {TEXT_LIMIT}"
    if "\x00" in text:
        return "binary", "the text holds U+0000"
    if has_surrogates(text):
        return "encoding", "the text holds half a surrogate pair"
    if control_share(text) > _CONTROL_LIMIT:
        return "binary", "the text holds many control codes"
    return None
