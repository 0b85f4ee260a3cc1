"""What a ledger has derived, with incidents called by their claims: an issued id depends on what arrived first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from counterclaim.ledger import Ledger


def derived(ledger: Ledger) -> dict[str, Any]:
    """Return every copy, unit, incident and series by a name that tells what it is; ids issued are told by claims."""
    called = {one.id: f"{one.id[0]}:{min(one.claims)}" for one in ledger.every()}
    found: dict[str, Any] = {}
    for raw in ledger.derived_bytes():
        one = msgspec.json.decode(raw)
        name, told = _told(one, lambda issued: called.get(issued, f"nothing is called {issued}"))
        assert name not in found, f"{name} is derived twice"
        found[name] = told
    return found


def _told(one: dict[str, Any], called: Callable[[str], str]) -> tuple[str, dict[str, Any]]:
    if "unit" in one:
        within = one.get("incident")
        return f"unit {one['unit']}", {**one, "incident": within and called(within)}
    if one["record"] == "copy":
        return f"copy {one['report']} {one['span']['start']}", one
    told = {**one, "id": called(one["id"])}
    if "incidents" in one:
        told["incidents"] = sorted(map(called, one["incidents"]))
    return f"{one['record']} {told['id']}", told


def difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return in a line each what differs between two outcomes, none where they are the same."""
    found = [f"only in the first: {name}" for name in sorted(one.keys() - other.keys())]
    found += [f"only in the second: {name}" for name in sorted(other.keys() - one.keys())]
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            fields = one[name].keys() | other[name].keys()
            different = [field for field in sorted(fields) if one[name].get(field) != other[name].get(field)]
            found += [f"{name}: {f} is {one[name].get(f)!r} or {other[name].get(f)!r}" for f in different]
    return found
