"""``counterclaim fuse``: what is not fused yet in a ledger, or files that stand alone."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.reading import Progress, add_reading, settle
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, opened, say
from counterclaim.errors import UsageError

_EXAMPLES: Final = """\
examples:
  counterclaim fuse                               what an ingest --no-fuse left
  counterclaim fuse reports.jsonl --documents     one {"id", "incident"} a report: its main incident, or "none"
  counterclaim fuse --claims gold/                claims that are given, coded by hand: {"id", "claim", "incident"}

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "fuse",
        brief="join claims of many reports into incidents",
        description="Fuse what a ledger holds and has not fused yet; or fuse files alone, and print what is one.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    add_reading(command, optional=True)
    shape = command.add_mutually_exclusive_group()
    shape.add_argument("--documents", action="store_true", help="print the main incident of each report of the files")
    shape.add_argument(
        "--claims",
        metavar="GOLD",
        help="a folder with docs.jsonl and gold.jsonl, or such a gold.jsonl: fuse given claims",
    )
    command.set_defaults(run=_fuse)


def _fuse(arguments: argparse.Namespace) -> int:
    if arguments.claims and arguments.inputs:
        raise UsageError("--claims names what to fuse: give no other files")
    if arguments.inputs and not arguments.documents:
        raise UsageError("files are fused alone: say --documents; 'counterclaim ingest' reads them into a ledger")
    if arguments.documents and not arguments.inputs:
        raise UsageError("--documents needs the files to read")
    if arguments.claims:
        return _given(arguments.claims)
    return _documents(arguments) if arguments.documents else _ledger(arguments)


def _ledger(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import fuse

    progress = Progress(shown=sys.stderr.isatty())
    done = changed = 0
    with opened_ledger(arguments) as ledger:
        try:
            for step in fuse(ledger):
                done, changed = step.done, step.changed
                progress.tell(f"{done:,} reports fused · {changed:,} incidents changed · {step.pending:,} to do", done)
        finally:
            progress.wipe()
    say(f"{done:,} reports fused, {changed:,} incidents and series made, changed or removed")
    return OK


def _documents(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline import fused, read
    from counterclaim.records import Reject, Report

    settle(arguments)
    lines = list(
        read(
            arguments.inputs,
            maker=arguments.maker,
            jobs=arguments.jobs,
            published=arguments.published,
            publisher=arguments.publisher,
        )
    )
    for line in lines:
        if isinstance(line, Reject):
            say(f"set aside {line.ref}: {line.detail} ({line.reason})")
    found = fused(lines)
    reports = [line for line in lines if isinstance(line, Report)]
    rows = [{"id": report.ref, "incident": found.main[report.id] or "none"} for report in reports]
    return _print(rows)


def _given(where: str) -> int:
    from counterclaim.pipeline import coded, fused
    from counterclaim.records import Claim, Reject, Report

    lines = list(coded(Path(where), now=dt.datetime.now(dt.UTC)))
    for line in lines:
        if isinstance(line, Reject):
            say(f"set aside {line.ref}: {line.detail} ({line.reason})")
    found = fused(lines)
    refs = {line.id: line.ref for line in lines if isinstance(line, Report)}
    claims = [line for line in lines if isinstance(line, Claim)]
    return _print(
        [{"id": refs[one.report], "claim": one.id, "incident": found.holding.get(one.id, "none")} for one in claims]
    )


def _print(rows: list[dict[str, str]]) -> int:
    with opened(None, ()) as out:
        for row in rows:
            out.write(msgspec.json.encode(row).decode() + "\n")
    if rows:
        return OK
    say("nothing could be read: what was set aside is listed with its reason")
    return NOTHING_READ
