"""``counterclaim rejects``: what was set aside, by every ingest into a ledger, and why."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from typing import Final

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.reading import HELD_REJECTS
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say
from counterclaim.records import Reject

STAGES: Final = ("sources", "reports", "gate", "claims")
_EXAMPLES: Final = """\
examples:
  counterclaim rejects
  counterclaim rejects --stage gate --json

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "rejects",
        brief="list what was set aside, and why",
        description="List what was set aside on the way into the ledger: the input, the reason, and details.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("--stage", choices=STAGES, help="only what this stage set aside (gate: what was turned away)")
    command.add_argument("--json", action="store_true", help="one record a line")
    command.set_defaults(run=_rejects)


def _rejects(arguments: argparse.Namespace) -> int:
    with opened_ledger(arguments) as ledger:
        found = (one for one in ledger.rejects() if arguments.stage in (None, one.stage))
        shown = _show(found, json=arguments.json)
    if not shown:
        say("nothing was set aside")
    return OK if shown else NOTHING_READ


def _show(found: Iterator[Reject], *, json: bool) -> bool:
    """Show rejects, so many at a time that memory stays bounded; return whether there were any."""
    # rich takes a moment to load: --help does not wait for it.
    from counterclaim.ids import canonical
    from counterclaim.publish.sheet import rejects_sheet

    shown = False
    with opened(None, ()) as out:
        while some := list(islice(found, HELD_REJECTS)):
            shown = True
            if json:
                out.writelines(canonical(one).decode() + "\n" for one in some)
            else:
                console(out).print(rejects_sheet(some))
    return shown
