"""The command line: arguments in, records out, an exit code that means something.  Nothing is decided here."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from pathlib import Path
from typing import Final

from counterclaim import __version__
from counterclaim.commands import (
    capture,
    claim,
    export,
    fuse,
    gazetteer,
    incidents,
    ingest,
    judge,
    lexicon,
    parties,
    queue,
    read,
    rebuild,
    rejects,
    reprints,
    serve,
    show,
    sources,
    stats,
    verify,
    watch,
)
from counterclaim.commands.terminal import EXIT_CODES, FAULT, INTERRUPTED, OK, USAGE, say
from counterclaim.errors import CounterclaimError, UsageError

COMMANDS: Final = (
    read,
    ingest,
    watch,
    sources,
    incidents,
    show,
    queue,
    serve,
    export,
    stats,
    judge,
    claim,
    fuse,
    reprints,
    capture,
    rejects,
    rebuild,
    verify,
    gazetteer,
    parties,
    lexicon,
)
"""The commands in the order in which help lists them: what comes in, what is seen, what keeps it right, reference."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="counterclaim",
        description="Conflict news into a ledger of claims: who says that who did what to whom, in which exact words.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser


def _discard_output() -> None:
    """Send what is left of the output nowhere: its reader has gone, and the interpreter flushes once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code; ``--help`` and wrong arguments raise SystemExit."""
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return OK
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except UsageError as fault:
        say(str(fault))
        return USAGE
    except CounterclaimError as fault:
        say(str(fault))
        return FAULT
    except OSError as fault:
        say(f"reading or writing failed: {fault}")
        return FAULT
    except Exception as fault:  # noqa: BLE001 - the last door: a fault must not pass for "nothing could be read"
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        say(f"{type(fault).__name__}: {fault} ({where}); this is a fault of the program, please report it")
        return FAULT
    return code
