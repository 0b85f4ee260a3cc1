"""``counterclaim reprints``: which reports are one story, printed again."""

from __future__ import annotations

import argparse
from typing import Final

import msgspec

from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, opened, say

_EXAMPLES: Final = """\
examples:
  counterclaim reprints reports.jsonl | sort -t'"' -k8     reports of one story beside each other

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "reprints",
        brief="tell which reports reprint which",
        description='Print one {"id", "origin"} a report: the report that it reprints as a whole, else its own id.',
        examples=_EXAMPLES,
    )
    command.add_argument("inputs", nargs="+", metavar="FILE|DIR|-", help="reports, as for 'counterclaim read'")
    command.set_defaults(run=_reprints)


def _reprints(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import reprints
    from counterclaim.records import Reject

    rows = 0
    with opened(None, ()) as out:
        for line in reprints(arguments.inputs):
            if isinstance(line, Reject):
                say(f"set aside {line.ref}: {line.detail} ({line.reason})")
            else:
                rows += 1
                out.write(msgspec.json.encode({"id": line.ref, "origin": line.origin}).decode() + "\n")
    if rows:
        return OK
    say("nothing could be read: what was set aside is listed with its reason")
    return NOTHING_READ
