"""A text that a person hands in with a claim: captured and made a report whatever its language, and not read."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Final

from counterclaim import ids
from counterclaim.errors import REASONS, UsageError
from counterclaim.records import Capture, Interval, Reject, Report
from counterclaim.reports.dates import fault_of
from counterclaim.reports.decode import decode
from counterclaim.reports.draft import Draft, text_fault
from counterclaim.reports.language import language as language_of
from counterclaim.reports.plain import draft as plain_draft
from counterclaim.reports.repeats import repeats
from counterclaim.sources.files import captures
from counterclaim.text import HTML, TEXT, unix_lines

_ENTERED: Final = frozenset({TEXT, HTML})


def entered(
    name: str,
    *,
    published: Interval | None,
    publisher: str | None,
    title: str | None,
    url: str | None,
    language: str | None,
    now: dt.datetime,
) -> tuple[Capture, Report]:
    """Return the capture of a text or page, and the report that it makes; ``name`` is a file, or ``-``.

    What a person says about it goes before what the text's header or the page says.  ``language`` (ISO 639) is told
    from the text when None.  Raises UsageError where it is no one text, or its date is impossible.
    """
    found = list(islice(captures([name], fetched_at=now), 2))
    if not found:
        raise UsageError(f"{name} holds no text: name one file with the words of the source")
    capture = found[0]
    if isinstance(capture, Reject):
        raise _refused(capture.ref, capture.reason, capture.detail)
    if len(found) > 1 or capture.media_type not in _ENTERED:
        raise UsageError(f"{name} is not one text or page: 'counterclaim ingest' takes JSON lines and folders")
    draft = _draft(capture, published, publisher, now)
    when = published or draft.published
    wrong = fault_of(when, now) if when is not None else draft.bad_date
    if wrong is not None:
        raise UsageError(f"{name}: {wrong}")
    shown = {"ref": draft.ref, "url": url or draft.url, "publisher": publisher or draft.publisher}
    shown["title"] = title or draft.title
    report = Report(
        id=ids.report_id(
            ref=draft.ref,
            url=shown["url"],
            publisher=shown["publisher"],
            title=shown["title"],
            text=draft.text,
            published_at=when,
        ),
        ref=draft.ref,
        capture=capture.id,
        url=shown["url"],
        publisher=shown["publisher"],
        title=shown["title"],
        text=draft.text,
        language=language or language_of(draft.text),
        published_at=when,
        completeness=draft.completeness,
        repeats=repeats(draft.text),
    )
    return capture, report


def _draft(capture: Capture, published: Interval | None, publisher: str | None, now: dt.datetime) -> Draft:
    """Return what a text or page says, whole.  Raises UsageError where it cannot be read."""
    is_page = capture.media_type == HTML
    text = decode(capture.body, page=is_page)
    if text is None:
        raise _refused(capture.source, "encoding", "save it as UTF-8")
    if is_page:
        from counterclaim.reports import page  # lxml and trafilatura take half a second: pages only

        found = page.draft(text, source=capture.source, published=published, publisher=publisher, now=now)
    else:
        found = plain_draft(unix_lines(text), source=capture.source, published=published, publisher=publisher)
    if isinstance(found, Reject):
        raise _refused(found.ref, found.reason, found.detail)
    fault = text_fault(found.text)
    if fault is not None:
        raise _refused(capture.source, *fault)
    return found


def _refused(name: str, reason: str, detail: str) -> UsageError:
    return UsageError(f"{name}: {REASONS[reason]} ({detail})")
