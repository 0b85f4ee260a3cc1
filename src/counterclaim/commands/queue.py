"""``counterclaim queue``: what a reviewer should look at first, and why."""

from __future__ import annotations

import argparse
from itertools import islice
from typing import Final

import msgspec

from counterclaim.commands.filters import none_yet, say_pending
from counterclaim.commands.incidents import whole_number
from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say
from counterclaim.ledger import Query

_EXAMPLES: Final = """\
examples:
  counterclaim queue
  counterclaim queue --limit 5 --json

"""
_SHOWN: Final = 20
"""Incidents of the queue unless told otherwise."""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "queue",
        brief="list what a person should look at first, and why",
        description="List what a person should check first: most killed, then most contested, then widest spread.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument(
        "--limit", type=whole_number, default=_SHOWN, metavar="N", help=f"at most so many (default: {_SHOWN})"
    )
    command.add_argument("--json", action="store_true", help="one object a line: the incident's record and the reasons")
    command.set_defaults(run=_queue)


def _queue(arguments: argparse.Namespace) -> int:
    # rich and the register take a moment to load: --help does not wait for them.
    from counterclaim.publish.queue_sheet import sheet, waiting

    with opened_ledger(arguments) as ledger:
        first = list(islice(ledger.incidents(Query(order="review", review="machine")), arguments.limit))
        if not first:
            empty = not ledger.counts().incidents
            say(none_yet(ledger) if empty else "the queue is empty: a person has checked every incident")
            return NOTHING_READ if empty else OK
        with opened(None, ()) as out:
            if arguments.json:
                for incident, why in waiting(ledger, first):
                    row = {"record": "queued", "incident": incident, "why": why}
                    out.write(msgspec.json.encode(row).decode() + "\n")
            else:
                console(out).print(sheet(list(waiting(ledger, first))))
        say_pending(ledger)
    return OK
