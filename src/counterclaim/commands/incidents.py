"""``counterclaim incidents``: the incidents of a ledger as a table, or one record a line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from counterclaim.commands.filters import add_filters, query_of, say_none, say_pending
from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened
from counterclaim.ledger import Query, View
from counterclaim.records import Incident

_EXAMPLES: Final = """\
examples:
  counterclaim incidents --since 2015-10-01 --until 2015-10-31 --country SY
  counterclaim incidents --contested --order toll --limit 10
  counterclaim incidents --party "Free Syrian Army" --kind air_strike --checked
  counterclaim incidents --box=35.5,32.3,42.4,37.4 --text "bakery" --json

"""
_SHOWN: Final = 50
"""Incidents of the table unless told otherwise; with --json all come."""


def whole_number(text: str) -> int:
    """Return a number above 0 that an argument names.  Raises ArgumentTypeError when it names none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, not {text!r}")
    return int(text)


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "incidents",
        brief="list the incidents of a ledger",
        description="List the incidents of a ledger: when, where, who to whom, toll, voices, disputes and grades.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    add_filters(command)
    command.add_argument(
        "--order",
        choices=("when", "toll", "spread", "review"),
        default="when",
        help="latest first, most killed, widest spread, or what a person should look at first (default: when)",
    )
    command.add_argument(
        "--limit", type=whole_number, metavar="N", help=f"at most so many (default: {_SHOWN}; all with --json)"
    )
    command.add_argument("--after", metavar="ID", help="go on after this incident")
    command.add_argument("--json", action="store_true", help="one record a line")
    command.set_defaults(run=_incidents)


def _none(view: View, query: Query) -> int:
    say_none(view, query)
    return NOTHING_READ


def _write_json(found: Iterator[Incident]) -> bool:
    encode = msgspec.json.Encoder().encode
    any_found = False
    with opened(None, ()) as out:
        for incident in found:
            any_found = True
            out.write(encode(incident).decode() + "\n")
    return any_found


def _incidents(arguments: argparse.Namespace) -> int:
    query = query_of(arguments, order=arguments.order, after=arguments.after)
    with opened_ledger(arguments) as ledger:
        if arguments.json:
            if not _write_json(islice(ledger.incidents(query), arguments.limit)):
                return _none(ledger, query)
            say_pending(ledger)
            return OK
        # rich takes a moment to load: --help does not wait for it.
        from counterclaim.publish.incident_table import foot, table
        from counterclaim.publish.layout import block

        limit = arguments.limit or _SHOWN
        found = list(islice(ledger.incidents(query), limit + 1))
        if not found:
            return _none(ledger, query)
        shown = found[:limit]
        with opened(None, ()) as out:
            page = console(out)
            page.print(table(shown, width=page.width))
            page.print(block(foot(shown, more_after=shown[-1].id if len(found) > limit else None)))
        say_pending(ledger)
    return OK
