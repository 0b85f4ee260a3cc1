"""Finding what an address names: ids that lead elsewhere now, parameters, what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

from litestar import Request

from counterclaim.ledger import Query, View
from counterclaim.publish.pages.filters import BadFilter, parse
from counterclaim.publish.panorama import Selection
from counterclaim.records import Claim, Incident, Report, Series, Tombstone
from counterclaim.web.answers import RefusedError, later, missing
from counterclaim.web.door import Asked

Parameters = Mapping[str, Sequence[str]]
_TOLD: Final = 60
"""Letters of what was asked for that are said back."""
_DIGITS: Final = 18
"""Digits of the longest number that is read: a step of a ledger."""


def parameters(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """Return every parameter of a request, blanks kept."""
    query: bytes = request.scope["query_string"]
    return parse_qs(query.decode("latin-1"), keep_blank_values=True)


def filters(given: Parameters) -> Query:
    """Return the query that filters stand for; one that cannot be is refused with the sentence that says why."""
    try:
        return parse(given)
    except BadFilter as bad:
        raise RefusedError(400, str(bad)) from None


def number(given: dict[str, list[str]], name: str, *, default: int, least: int, most: int) -> int:
    """Take a whole number out of the parameters; ``default`` where it is not given."""
    values = given.pop(name, [])
    if not values:
        return default
    text = values[0]
    plain = len(values) == 1 and len(text) <= _DIGITS and text.isascii() and text.isdecimal()
    if not plain or not least <= int(text) <= most:
        raise RefusedError(400, f"{name} is one whole number from {least} to {most:,}.")
    return int(text)


def flag(given: dict[str, list[str]], name: str) -> bool:
    """Take a yes or no out of the parameters; no where it is not given or blank."""
    values = [value for value in given.pop(name, []) if value]
    if not values:
        return False
    if len(values) > 1 or values[0] not in ("true", "false"):
        raise RefusedError(400, f"{name} is true or false.")
    return values[0] == "true"


def selection(asked: Asked, query: Query) -> Selection:
    """Return the incidents of the snapshot that a query meets."""
    matching = None if query.text is None else frozenset(asked.view.matching(query.text))
    return asked.snapshot.panorama.select(query, matching)


def derived(view: View, name: str, under: str, *, series: bool) -> Incident | Series:
    """Return the incident or the series of an id.

    ``under`` is where their addresses begin ("/"): an id that leads elsewhere now is answered with a redirect to it.
    """
    found = view.incident(name)
    if found is None:
        raise _gone(view, name, "series" if series else "incident")
    here = isinstance(found, Series)
    if found.id != name or here != series:
        was = f"?was={name}" if found.id != name else ""
        address = f"{under}{'series' if here else 'incidents'}/{found.id}{was}"
        headers = {"Location": address, "Cache-Control": "no-cache"}
        raise RefusedError(308, f"This id leads to {found.id} now.", headers)
    return found


def _gone(view: View, name: str, what: str) -> RefusedError:
    waiting = view.waiting()
    if waiting and name in view.find(name, 1):
        sentence = f"The ledger is being fused anew, {waiting:,} reports to go: this {what} may come back with them."
        return later(sentence, seconds=5)
    return missing(f"No {what} has the id {name[:_TOLD]!r}: ids are written in full, as in the links of the lists.")


def report(view: View, name: str) -> Report | Tombstone:
    """Return a report, or what stays of it."""
    found = view.report(name)
    if found is None:
        raise missing(f"No report has the id {name[:_TOLD]!r}: ids are written in full, as in the links of incidents.")
    return found


def claim(view: View, name: str) -> Claim:
    """Return a claim."""
    found = next(iter(view.claims([name])), None)
    if found is None:
        raise missing(f"No claim has the id {name[:_TOLD]!r}: ids are written in full, as in the links of reports.")
    return found
