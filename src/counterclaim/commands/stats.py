"""``counterclaim stats``: how much a ledger holds, and of what."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.commands.ledgers import add_ledger, location, opened_ledger
from counterclaim.commands.terminal import OK, Commands, add_command, console, opened

_EXAMPLES: Final = """\
examples:
  counterclaim stats
  counterclaim stats --json

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "stats",
        brief="count what a ledger holds",
        description="Count what a ledger holds: records, kinds, publishers, makers, grades, copies, dates, size.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("--json", action="store_true", help="one object")
    command.set_defaults(run=_stats)


def _size(where: str) -> int | None:
    """Return the bytes of a ledger's file and of what is written beside it; None where it is no file."""
    if "://" in where:
        return None
    parts = (Path(where + ending) for ending in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _stats(arguments: argparse.Namespace) -> int:
    # rich and the register take a moment to load: --help does not wait for them.
    from counterclaim.publish.stats_sheet import sheet, stats

    with opened_ledger(arguments) as ledger:
        held = stats(ledger, size_bytes=_size(location(arguments)))
        with opened(None, ()) as out:
            if arguments.json:
                out.write(msgspec.json.encode(held).decode() + "\n")
            else:
                console(out).print(sheet(held))
    return OK
