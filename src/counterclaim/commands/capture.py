"""``counterclaim capture``: the bytes that were captured, as proof that others can look at."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, say
from counterclaim.errors import UsageError

_EXAMPLES: Final = """\
examples:
  counterclaim capture export --warc proof.warc.gz
  counterclaim ingest proof.warc.gz --ledger elsewhere.db

The archive holds whole pages as they were fetched, names and faces included: no publication profile masks them.
What was taken down is not in it.

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands, "capture", brief="export what was captured", description="Work with the bytes that were captured."
    )
    acts = command.add_subparsers(dest="act", required=True, metavar="ACT")
    export = add_command(
        acts,
        "export",
        brief="write all captures as a web archive",
        description="Write every capture of the ledger into one web archive (WARC/1.1) that reads back the same.",
        examples=_EXAMPLES,
    )
    add_ledger(export)
    export.add_argument("--warc", required=True, metavar="FILE", help="the archive to write, compressed (.warc.gz)")
    export.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import export_captures

    path = Path(arguments.warc)
    part = path.with_name(path.name + ".part")
    with opened_ledger(arguments) as ledger:
        try:
            out = part.open("wb")
        except OSError as fault:
            raise UsageError(f"cannot write {path}: {fault.strerror}") from None
        try:
            with out:
                count = export_captures(ledger, out)
        except BaseException:
            part.unlink()
            raise
    if not count:
        part.unlink()
        say("the ledger holds no capture: nothing was written")
        return NOTHING_READ
    part.replace(path)
    say(f"{count:,} captures written to {path}; they are whole pages, and nothing in them is masked")
    return OK
