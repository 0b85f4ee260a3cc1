"""``counterclaim verify``: is every figure where it says it is, and does what is derived follow from it?"""

from __future__ import annotations

import argparse
from typing import Final

import msgspec

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import FAULTY, OK, Commands, add_command, opened, say
from counterclaim.text import one_line

_EXAMPLES: Final = """\
examples:
  counterclaim verify
  counterclaim verify --json | jq .subject

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "verify",
        brief="check a ledger against itself",
        description="Find every quote in its text, compute every id anew, bind every judgement, derive everything "
        "again and compare. Each fault is one line; none means that all is well.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("--json", action="store_true", help='one {"what", "subject"} a fault')
    command.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import verify

    faults = 0
    with opened_ledger(arguments) as ledger, opened(None, ()) as out:
        for fault in verify(ledger):
            faults += 1
            shown = msgspec.json.encode({"what": fault.what, "subject": fault.subject}).decode()
            out.write((shown if arguments.json else one_line(fault.what)) + "\n")
        counts = ledger.counts()
    held = f"{counts.reports:,} reports, {counts.claims:,} claims, {counts.judgements:,} judgements"
    say(f"{held}: {faults:,} faults" if faults else f"{held}: all is well")
    return FAULTY if faults else OK
