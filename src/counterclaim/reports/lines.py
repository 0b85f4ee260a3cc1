"""One JSON line: a report in the common shape, or one of our own tagged records.

Read are ``id``, ``publisher``, ``published``, ``title``, ``text`` and ``url``; any other key is ignored
(collections carry their own: ``cluster``, ``origin``, ``may_ship``).  Only ``text`` must be there.  An empty string
says nothing, like null.

Of the tagged records (key ``record``) a report is read as it stands, once its id is that of its content; a reject
is handed on; captures and claims are ignored, for the reports they belong to travel beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import msgspec

from counterclaim import ids
from counterclaim.records import Interval, Line, Reject, Report
from counterclaim.reports import dates
from counterclaim.reports.draft import LANGUAGES, Draft, finish, label_fault, reject, text_fault, unread_language
from counterclaim.text import unix_lines


class _Tag(msgspec.Struct):
    record: object = None


class _Row(msgspec.Struct):
    """The fields of a report in the common shape; None and empty both mean not said."""

    text: str
    id: str | int | None = None
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None


_tag: Final = msgspec.json.Decoder(_Tag)
_row: Final = msgspec.json.Decoder(_Row)
_tagged: Final = msgspec.json.Decoder(Line)


def reports(
    line: bytes, *, source: str, capture: str, published: Interval | None, publisher: str | None, now: dt.datetime
) -> Iterator[Report | Reject]:
    """Yield what one line holds; ``source`` names file and line in every reject."""
    body = line.removeprefix(b"\xef\xbb\xbf")
    try:
        tagged = _tag.decode(body).record is not None
        record = _tagged.decode(body) if tagged else _row.decode(body)
    except (msgspec.ValidationError, RecursionError) as fault:
        reason = "malformed_line" if isinstance(fault, RecursionError) or not _is_object(body) else "missing_field"
        yield reject(source, reason, str(fault))
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        yield reject(source, "malformed_line", str(fault))
    except ValueError as fault:  # a record's own invariant
        yield reject(source, "missing_field", str(fault))
    else:
        if isinstance(record, _Row):
            yield from finish(_draft(record, source, published, publisher), capture=capture, now=now)
        elif isinstance(record, Report):
            yield _as_it_stands(record, source)
        elif isinstance(record, Reject):
            yield record


def _draft(row: _Row, source: str, published: Interval | None, publisher: str | None) -> Draft:
    bad_date: str | None = None
    if row.published and row.published.strip():
        told = dates.parse(row.published.strip())
        published, bad_date = (None, told) if isinstance(told, str) else (told, None)
    return Draft(
        ref=str(row.id) if row.id not in (None, "") else source,
        text=unix_lines(row.text),
        url=row.url or None,
        publisher=row.publisher or publisher,
        title=row.title or None,
        published=published,
        bad_date=bad_date,
    )


def _as_it_stands(report: Report, source: str) -> Report | Reject:
    """Return a report that was read before, if it is whole: grounding rests on its text and its ranges."""
    fault = text_fault(report.text) or label_fault(report.ref, report.url, report.publisher, report.title)
    if fault is not None:
        return reject(source, *fault)
    own = ids.report_id(
        ref=report.ref,
        url=report.url,
        publisher=report.publisher,
        title=report.title,
        text=report.text,
        published_at=report.published_at,
    )
    if own != report.id:
        return reject(source, "malformed_line", f"the report's id is {report.id}, that of its content {own}")
    if report.language not in LANGUAGES:
        return reject(source, "language", unread_language(report.language))
    edges = [0, *(edge for span in report.repeats for edge in (span.start, span.end)), len(report.text)]
    if edges != sorted(edges):
        return reject(source, "malformed_line", "repeats are not ordered ranges of the text")
    return report


def _is_object(body: bytes) -> bool:
    return body.lstrip().startswith(b"{")
