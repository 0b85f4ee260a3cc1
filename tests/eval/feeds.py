"""Feeds, good and broken: feedparser's own suite, run through the function that the program takes feeds apart with.

A check is a path into the dictionary and what must stand there.  Counted are the feeds all of whose checks hold, those
that are broken or oddly encoded apart too; and the feeds that are taken apart without a fault, both as a dictionary and
as the items that a watch takes.  Each is given the headers that upstream's test server sends with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import msgspec

from counterclaim.sources.feeds import feed_of, parsed
from tests.eval.figures import Figure, bootstrap, ratio

NAME: Final = "feeds-feedparser"
BROKEN: Final = ("illformed", "encoding")
ADDRESS: Final = "http://127.0.0.1:8097/feed"
"""Where upstream's tests serve a feed: links are relative to it where nothing else is said."""


class _Check(msgspec.Struct):
    path: list[str | int]
    op: str
    value: Any = None


class _Row(msgspec.Struct):
    file: str
    group: str
    headers: dict[str, str]
    checks: list[_Check] | None


def conformance(gold: Path) -> list[Figure]:
    """Return the shares of checks passed and of feeds without a fault."""
    home = gold / NAME
    rows = [msgspec.json.decode(line, type=_Row) for line in (home / "dev.jsonl").read_bytes().splitlines()]
    outcomes = [(row, *outcome((home / row.file).read_bytes(), row)) for row in rows]
    checked = [(row.group.startswith(BROKEN), right) for row, right, _ in outcomes if row.checks]
    return [
        _figure("feeds whose checks hold", [right for _, right in checked]),
        _figure("feeds whose checks hold: ill-formed and encodings", [right for broken, right in checked if broken]),
        _figure("feeds without a fault", [well for _, _, well in outcomes]),
    ]


def outcome(body: bytes, row: _Row) -> tuple[bool, bool]:
    """Return whether all checks of a feed hold, and whether it was taken apart without a fault."""
    headers = {"content-type": "application/xml", **row.headers}
    headers["content-location"] = urljoin(ADDRESS, headers.get("content-location", ""))
    try:
        found = parsed(body, headers)
        feed_of(body, url=headers["content-location"], content_type=headers["content-type"])
    except Exception:  # noqa: BLE001 - whatever it is, it is what is counted here
        return False, False
    return all(_holds(found, check) for check in row.checks or ()), True


def _holds(found: Any, check: _Check) -> bool:
    """Return whether a check holds: what stands at its path is as it says."""
    try:
        for step in check.path:
            found = found[step]
    except (KeyError, IndexError, TypeError):
        return check.op == "falsy"
    match check.op:
        case "truthy":
            return bool(found)
        case "falsy":
            return not found
        case "len==":
            return len(found) == int(check.value)
        case "!=":
            return bool(_plain(found) != check.value)
        case _:
            return bool(_plain(found) == check.value)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: times and pairs are lists there."""
    several: Any = value
    return [_plain(one) for one in several] if isinstance(value, (tuple, list)) else value


def _figure(name: str, right: Sequence[bool]) -> Figure:
    def share(units: Sequence[bool]) -> float:
        return ratio(sum(units), len(units))

    return Figure(NAME, name, share(right), len(right), *bootstrap(right, share))
