"""Web archives, good and broken: are the pages found that two parsers found, and is what is broken told?

A file on whose records both parsers of the set agree must give exactly the responses of status 200 that are HTML or
text, each with its address and its bytes' number; nothing but what is left out may be rejected.  A file that one of
them could not read to its end, or read otherwise, or that is cut short, must give a reject or the pages that the more
patient one found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from counterclaim.records import Capture, Reject
from counterclaim.sources.files import captures
from tests.eval.figures import Figure, bootstrap, ratio

NAME: Final = "warc-samples"
CLIPPED: Final = "clipped"
"""Cut short on purpose, as the set's README says: both parsers hand out the part of the page that is there."""
NOW: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def warc_samples(gold: Path) -> list[Figure]:
    """Return the share of well-formed archives read as expected, and of broken ones that are read or told."""
    lines = (gold / NAME / "expected.jsonl").read_bytes().splitlines()
    rows: list[dict[str, Any]] = [msgspec.json.decode(line) for line in lines]
    whole = [row for row in rows if _sound(row)]
    broken = [row for row in rows if not _sound(row)]
    return [
        _figure("well-formed archives read as expected", [as_expected(gold / NAME, row) for row in whole]),
        _figure("broken archives read or told", [told(gold / NAME, row) for row in broken]),
    ]


def _sound(row: dict[str, Any]) -> bool:
    if CLIPPED in row["file"]:
        return False
    return row.get("warcio", {}).get("records") == row.get("fastwarc", {}).get("records") and not any(
        "error" in row.get(parser, {}) for parser in ("warcio", "fastwarc")
    )


def as_expected(folder: Path, row: dict[str, Any]) -> bool:
    """Return whether the pages are those that the parsers found; what is no page must be counted."""
    pages, rejects = found(folder / row["file"])
    left = [(page.url, len(page.body)) for page in pages]
    expected = [(uri.strip("<>"), size) for uri, status, size in row["responses"] if status == "200"]
    missing = [one for one in expected if one not in left]
    counted = sum(int(one.detail.split()[0].replace(",", "")) for one in rejects if one.reason == "not_a_page")
    others = {one.reason for one in rejects} - {"not_a_page", "bad_date"}
    extra = [one for one in left if one not in expected]
    return not others and not extra and len(pages) + counted == len(row["responses"]) and len(missing) <= counted


def told(folder: Path, row: dict[str, Any]) -> bool:
    """Return whether a broken archive gives a reject, or at least the pages that the more patient parser found."""
    pages, rejects = found(folder / row["file"])
    responses = max(row.get(parser, {}).get("records", {}).get("response", 0) for parser in ("warcio", "fastwarc"))
    return bool(rejects) or len(pages) >= responses


def found(path: Path) -> tuple[list[Capture], list[Reject]]:
    """Return the pages and the rejects of an archive."""
    every = list(captures([str(path)], fetched_at=NOW))
    return [one for one in every if isinstance(one, Capture)], [one for one in every if isinstance(one, Reject)]


def _figure(name: str, right: Sequence[bool]) -> Figure:
    def share(units: Sequence[bool]) -> float:
        return ratio(sum(units), len(units))

    return Figure(NAME, name, share(right), len(right), *bootstrap(right, share))
