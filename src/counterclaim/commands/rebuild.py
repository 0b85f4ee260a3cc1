"""``counterclaim rebuild``: all that is derived made again from the statements; with ``--reread`` the claims too."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.reading import Progress, add_maker, settle_jobs
from counterclaim.commands.terminal import OK, Commands, add_command, say

_EXAMPLES: Final = """\
examples:
  counterclaim rebuild              copies, incidents and series made again: byte for byte what they were
  counterclaim rebuild --reread     every report read again first, after an upgrade of the program

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "rebuild",
        brief="derive all incidents again",
        description="Throw away what is derived and make it again from the statements. Ids of incidents stay.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    add_maker(command)
    command.add_argument("--reread", action="store_true", help="read every report again, and let those claims count")
    command.set_defaults(run=_rebuild)


def _rebuild(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import rebuild, reread

    settle_jobs(arguments)
    progress = Progress(shown=sys.stderr.isatty())
    done = 0
    with opened_ledger(arguments) as ledger:
        try:
            if arguments.reread:
                for read in reread(ledger, maker=arguments.maker, jobs=arguments.jobs):
                    progress.tell(f"{read.reports:,} reports read again · {read.claims:,} claims", read.reports)
            for step in rebuild(ledger):
                done = step.done
                progress.tell(f"{done:,} reports fused · {step.pending:,} to do", done)
        finally:
            progress.wipe()
        counts = ledger.counts()
    say(f"{done:,} reports fused into {counts.incidents:,} incidents and {counts.series:,} series")
    return OK
