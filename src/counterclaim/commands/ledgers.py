"""Which ledger a command works on, and opening it."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterclaim.commands.terminal import say
from counterclaim.errors import UsageError

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger

VARIABLE: Final = "COUNTERCLAIM_LEDGER"
"""The environment's variable that names the ledger where no argument does."""
DEFAULT: Final = "./counterclaim.db"


def add_ledger(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the ledger."""
    parser.add_argument(
        "--ledger",
        metavar="PATH|URL",
        help=f"the ledger: a file, or a PostgreSQL URL (default: ${VARIABLE}, else {DEFAULT})",
    )


def location(arguments: argparse.Namespace) -> str:
    """Return where the ledger lies: the argument, else the environment's, else the default."""
    given: str | None = arguments.ledger
    return given or os.environ.get(VARIABLE) or DEFAULT


@contextlib.contextmanager
def opened_ledger(arguments: argparse.Namespace, *, create: bool = False) -> Generator[Ledger, None, None]:
    """Open the ledger for the time of a block.

    With ``create`` a file that is not there is made.  Raises UsageError when it is not there otherwise, LedgerError
    when it cannot be opened.
    """
    # A store brings its database along: --help does not wait for it.
    from counterclaim.store.opening import open_ledger

    where = location(arguments)
    if not create and "://" not in where and not Path(where).exists():
        raise UsageError(f"there is no ledger at {where}: counterclaim ingest makes one, or name yours with --ledger")
    with contextlib.closing(open_ledger(where, create=create)) as ledger:
        yield ledger


def fuse_now(ledger: Ledger) -> None:
    """Fuse what a person's statement touched, and say how much changed."""
    # The stages behind this import take a second: what is refused before is refused at once.
    from counterclaim.pipeline import fuse

    changed = 0
    for progress in fuse(ledger):
        changed = progress.changed
    say(f"incidents and series changed: {changed:,}")
