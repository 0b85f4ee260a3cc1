"""``counterclaim lexicon``: look after the lexicon's files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command
from counterclaim.errors import UsageError
from counterclaim.text import one_line


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    lexicon = commands.add_parser(
        "lexicon", help="look after the lexicon", description="Look after the lexicon.", allow_abbrev=False
    )
    actions = lexicon.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = add_command(
        actions,
        "check",
        brief="check the lexicon's files",
        description="Check the lexicon's files and list every problem with its file and entry.",
    )
    check.add_argument("folder", nargs="?", metavar="DIR", help="a copy to check (default: the one in use)")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    folder = None if arguments.folder is None else Path(arguments.folder)
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder: name the one that holds the lexicon's TOML files")
    from counterclaim.pipeline import check_lexicon

    problems = check_lexicon(folder)
    for problem in problems:
        sys.stdout.write(one_line(problem) + "\n")
    sys.stdout.write(f"{len(problems)} problems\n" if problems else "the lexicon keeps its rules\n")
    return NOTHING_READ if problems else OK
