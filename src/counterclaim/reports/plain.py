r"""A text file: bare text, or a short header block, a blank line, and the text.

    title: Two villages shelled
    publisher: Example Wire
    published: 2023-04-05
    url: https://example.org/villages
    id: ew-17

The lines may stand in any order and any may be missing.  A first paragraph with any other line in it, or a
header twice, is text.  The text below the header is kept exactly; only line ends are made ``\n``.
"""

from __future__ import annotations

import re
from typing import Final

from counterclaim.records import Interval
from counterclaim.reports import dates
from counterclaim.reports.draft import Draft

_HEADER: Final = re.compile(r"(title|publisher|published|url|id)[ \t]*:(?:[ \t]+(.*)|)", re.IGNORECASE)
_BLANK: Final = re.compile(r"\n[ \t]*\n")


def draft(text: str, *, source: str, published: Interval | None, publisher: str | None) -> Draft:
    """Return the text with what its header says; ``published`` and ``publisher`` stand in where it says nothing."""
    header, body = split(text)
    when: Interval | None = published
    bad_date: str | None = None
    if written := header.get("published"):
        told = dates.parse(written)
        when, bad_date = (None, told) if isinstance(told, str) else (told, None)
    return Draft(
        ref=header.get("id") or source,
        text=body,
        url=header.get("url") or None,
        publisher=header.get("publisher") or publisher,
        title=header.get("title") or None,
        published=when,
        bad_date=bad_date,
    )


def split(text: str) -> tuple[dict[str, str], str]:
    """Return the header, by lower-case name, and the text below it; an empty header when there is none."""
    blank = _BLANK.search(text)
    block, body = (text, "") if blank is None else (text[: blank.start()], text[blank.end() :])
    header: dict[str, str] = {}
    if len(block) > 10_000:
        return {}, text
    for line in block.split("\n"):
        match = _HEADER.fullmatch(line.strip())
        if match is None or match.group(1).lower() in header:
            return {}, text
        header[match.group(1).lower()] = (match.group(2) or "").strip()
    return header, body
