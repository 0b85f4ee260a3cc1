"""The filters of the page and of the HTTP interface: words of a URL <-> a query.

A URL is what people pass on, so that each filter has one spelling there, the same everywhere; ``until`` is the last day
inclusive, as people write it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, get_args
from urllib.parse import urlencode

from counterclaim.ledger import Box, Query
from counterclaim.lexicon.countries import countries
from counterclaim.records import GradeName, Harm, Kind, Review

Order = Literal["when", "toll", "spread", "review"]
NAMES: Final = (
    "since", "until", "box", "country", "kind", "party", "grade", "harm", "contested", "review", "text", "order",
    "after",
)  # fmt: skip
"""Every filter, in the order in which a URL has them."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID: Final = re.compile(r"i\d[0-9a-f]{32}")
_LONGEST: Final = 200
"""Characters that a filter's words may have: more is no name, and no search."""
_LONGEST_BOX: Final = 100
_ONE_DAY: Final = dt.timedelta(days=1)
_SHOWN: Final = 60


class BadFilter(ValueError):  # noqa: N818 - it names what is bad
    """A filter that says nothing that could be met; its text tells a person what was expected."""


def parse(params: Mapping[str, Sequence[str]]) -> Query:
    """Return the query that the parameters of a URL stand for; empty ones count as not given.

    Raises BadFilter for a name that is no filter, a value that cannot be, and a filter that is given twice.
    """
    unknown = [name for name in params if name not in NAMES]
    if unknown:
        raise BadFilter(f"{_quoted(unknown[0])} is no filter: the filters are {', '.join(NAMES)}")
    values: dict[str, Any] = {}
    for name, given in params.items():
        said = [value for value in given if value]
        if len(said) > 1:
            raise BadFilter(f"{name} is given {len(said)} times: give it once")
        if said:
            values[name] = _READERS[name](said[0], name)
    since, until = values.get("since"), values.get("until")
    if since is not None and until is not None and since >= until:
        raise BadFilter("since lies after until: the first day comes first")
    return Query(**values)


def to_params(query: Query) -> str:
    """Return a query as the query string of a URL, always the same for the same query; ``limit`` is left out."""
    until = query.until - _ONE_DAY if query.until is not None else None
    contested = None if query.contested is None else str(query.contested).lower()
    said = {
        "since": query.since and query.since.date().isoformat(),
        "until": until and until.date().isoformat(),
        "box": query.box and written(query.box),
        "contested": contested,
        "order": None if query.order == "when" else query.order,
        **{
            name: getattr(query, name)
            for name in ("country", "kind", "party", "grade", "harm", "review", "text", "after")
        },
    }
    return urlencode([(name, said[name]) for name in NAMES if said[name] is not None])


def written(box: Box) -> str:
    """Return a box as a URL has it: ``W,S,E,N`` in degrees."""
    return ",".join(f"{edge:.6f}".rstrip("0").rstrip(".") for edge in (box.west, box.south, box.east, box.north))


def box_of(text: str) -> Box:
    """Return the box that ``W,S,E,N`` in degrees stands for.  Raises BadFilter when it stands for none."""
    try:
        west, south, east, north = map(float, text.split(","))
        return Box(west=west, south=south, east=east, north=north)
    except ValueError as fault:
        told = (
            str(fault)
            if str(fault).startswith("a box is")
            else "expected four degrees W,S,E,N like 35.5,32.3,42.4,37.4"
        )
        raise BadFilter(f"{told}, not {_quoted(text)}") from None


def country_of(text: str) -> str:
    """Return the code of a state that is named by its code or one of its names.  Raises BadFilter for no state."""
    if text.upper() in countries():
        return text.upper()
    for code, entry in countries().items():
        if text.casefold() in map(str.casefold, entry.names):
            return code
    raise BadFilter(f"expected a state's name or its ISO code like SY, not {_quoted(text)}")


def _box(text: str, name: str) -> Box:
    _short(text, name, _LONGEST_BOX)
    return box_of(text)


def _country(text: str, name: str) -> str:
    _short(text, name, _LONGEST)
    return country_of(text.strip())


def _day(text: str, name: str) -> dt.datetime:
    """Return the midnight with which a day begins, or after it where it is the last."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        start = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
        return start + _ONE_DAY if name == "until" else start
    except (ValueError, OverflowError):
        raise BadFilter(f"{name} is a day like 2015-10-07, not {_quoted(text)}") from None


def _among(*known: str) -> Callable[[str, str], str]:
    def read(text: str, name: str) -> str:
        if text not in known:
            raise BadFilter(f"{name} is one of {', '.join(known)}, not {_quoted(text)}")
        return text

    return read


def _flag(text: str, name: str) -> bool:
    return _among("true", "false")(text, name) == "true"


def _words(text: str, name: str) -> str | None:
    _short(text, name, _LONGEST)
    if "\0" in text:
        raise BadFilter(f"{name} holds U+0000: leave it out")
    return text.strip() or None


def _short(text: str, name: str, most: int) -> None:
    if len(text) > most:
        raise BadFilter(f"{name} has {len(text):,} characters: give at most {most}")


def _incident(text: str, name: str) -> str:
    if not _ID.fullmatch(text):
        raise BadFilter(f"{name} is the id of an incident, i and 33 digits, not {_quoted(text)}")
    return text


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "since": _day,
    "until": _day,
    "box": _box,
    "country": _country,
    "kind": _among(*get_args(Kind)),
    "party": _words,
    "grade": _among(*get_args(GradeName)),
    "harm": _among(*get_args(Harm)),
    "contested": _flag,
    "review": _among(*get_args(Review)),
    "text": _words,
    "order": _among(*get_args(Order)),
    "after": _incident,
}
