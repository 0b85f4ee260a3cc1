"""``counterclaim parties``: look a party up in the register, with its side and owner and where they are known from."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, day, say
from counterclaim.records import Ownership, Party, Side
from counterclaim.text import one_line

if TYPE_CHECKING:
    from counterclaim.lexicon.lookup import Candidate

_EXAMPLES: Final = """\
examples:
  counterclaim parties find SOHR
  counterclaim parties find the Britain-based monitoring group
  counterclaim parties find SANA --on 2015-10-07
  counterclaim parties find "Turkish foreign ministry" --json

"""
_HOW: Final = {
    "id": "its id",
    "name": "one of its names",
    "short": "a word that means it once a report has named it",
    "epithet": "words that mean it in a report on the war there",
    "demonym": "the adjective of the state",
    "capital": "a capital that news lets stand for the government",
    "rule": "read as a state and one of its arms",
    "words": "a name that holds all these words",
    "spelling": "a name that is spelt alike",
}
"""What each reason of a candidate means, in words."""
_OWNED: Final = frozenset(("agency", "outlet", "monitor"))
"""Kinds whose owner decides how far they are independent: of these it is said too when no owner is known."""
_SHOWN: Final = 60


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parties = commands.add_parser(
        "parties",
        help="look parties up in the register",
        description="Look parties up in the register.",
        allow_abbrev=False,
    )
    actions = parties.add_subparsers(dest="action", required=True, metavar="ACTION")
    find = add_command(
        actions,
        "find",
        brief="find who is meant by a name",
        description="Find who is meant by a name: every party it may be, why, on whose side it stands and who owns it.",
        examples=_EXAMPLES,
    )
    find.add_argument("name", nargs="+", metavar="NAME", help="a name, an acronym, an id or words for a party")
    find.add_argument("--on", type=day, metavar="DATE", help="side and owner on that day only (2015-10-07)")
    find.add_argument("--json", action="store_true", help="one object a line: the party, and why it came up")
    find.set_defaults(run=_find)


def _find(arguments: argparse.Namespace) -> int:
    # The register takes a moment to read: only a command that looks into it waits for it.
    from counterclaim.lexicon.lookup import find

    name = " ".join(arguments.name)
    on = arguments.on.start.date() if arguments.on is not None else None
    found = find(name)
    for candidate in found:
        if arguments.json:
            sys.stdout.write(msgspec.json.encode(_told(candidate, on)).decode() + "\n")
        else:
            sys.stdout.write(_sheet(candidate, on))
    if found:
        return OK
    shown = one_line(name[:_SHOWN]) + ("..." if len(name) > _SHOWN else "")
    say(f"no party of the register is called {shown!r}: try another spelling, a part of the name or its acronym")
    return NOTHING_READ


def _told(candidate: Candidate, on: dt.date | None) -> dict[str, object]:
    told: dict[str, object] = {
        "record": "party_match",
        "party": candidate.party,
        "matched": candidate.alias,
        "how": candidate.how,
    }
    if on is not None:
        told |= {"on": on, "side_on": candidate.party.side_at(on), "owner_on": candidate.party.owner_at(on)}
    return told


def _sheet(candidate: Candidate, on: dt.date | None) -> str:
    party = candidate.party
    rows = [("matched", f"{candidate.alias}: {_HOW[candidate.how]}"), ("kind", party.kind.replace("_", " "))]
    rows.append(("country", party.country or "none of its own, or not known"))
    shown, *others = party.names
    if others:
        rows.append(("quoted as", "; ".join(f'"{name}"' for name in others)))
    when = f" on {on}" if on is not None else ""
    if party.side or party.kind != "state":
        rows += [(f"side{when}", line) for line in _ties(party.side, on)]
    if party.owner or party.kind in _OWNED:
        rows += [(f"owner{when}", line) for line in _ties(party.owner, on)]
    width = max(len(label) for label, _ in rows)
    lines = [f"{shown}  [{party.id}]"]
    before = ""
    for label, text in rows:
        lines.append(f"  {'' if label == before else label:<{width}}  {one_line(text)}")
        before = label
    return "\n".join(lines) + "\n\n"


def _ties(ties: Sequence[Side | Ownership], on: dt.date | None) -> Iterator[str]:
    """Yield a line for each tie, of that day only where one is asked for; one that says so when none is known."""
    kept = [tie for tie in ties if on is None or tie.holds(on) is not False]
    if not kept:
        yield "not known"
    for tie in kept:
        doubt = "" if on is None or tie.holds(on) else " (it began or ended about that day: not certain)"
        yield f"{_named(tie)}{_during(tie)}{doubt}. Source: {tie.source}"


def _named(tie: Side | Ownership) -> str:
    from counterclaim.lexicon.register import register

    other = tie.party if isinstance(tie, Side) else tie.by
    entry: Party | None = register().get(other)
    name = entry.names[0] if entry is not None else other
    return f"{name} [{other}]" + (f", {tie.note}" if tie.note else "")


def _during(tie: Side | Ownership) -> str:
    since = f", from {tie.since}" if tie.since is not None else ""
    return since + (f", to {tie.until}" if tie.until is not None else "")
