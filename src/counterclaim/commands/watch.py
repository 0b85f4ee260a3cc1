"""``counterclaim watch``: feeds and pages into the ledger, for months."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from counterclaim.commands.ledgers import add_ledger, location, opened_ledger
from counterclaim.commands.reading import add_gate
from counterclaim.commands.terminal import OK, Commands, add_command, say
from counterclaim.errors import UsageError

if TYPE_CHECKING:
    from counterclaim.pipeline.watching import Round

SOURCES: Final = Path("sources")
"""The folder of source files where none is named."""
_NAP_S: Final = 0.5
"""Longest sleep: a signal does not end one."""
_EXAMPLES: Final = """\
  Each file of the folder is a source (counterclaim sources --help). Files that are added, changed or removed count from
  the next round on. Each round prints one line; what begins or ceases to fail is told on standard error.

examples:
  counterclaim watch
  counterclaim watch sources/ --ledger desk.db --gate 0 --contact "desk@post.example"
  counterclaim watch sources/ --ledger postgresql://desk@db/claims --state desk.watch.db

Ctrl-C (or SIGTERM) ends it when what is under way is done, a second one at once. Begun again it goes on where it was.

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "watch",
        brief="keep a ledger current from feeds and pages",
        description="Fetch feeds and the pages that they list, politely, and read them into a ledger.",
        examples=_EXAMPLES,
    )
    command.add_argument(
        "folder", nargs="?", type=Path, default=SOURCES, metavar="DIR", help="the source files (default: ./sources)"
    )
    add_ledger(command)
    command.add_argument(
        "--maker", metavar="NAME", default="default", help="who reads: rules (the default), both or model"
    )
    add_gate(command)
    command.add_argument("--rounds", type=_many, metavar="N", help="end after so many rounds (default: never)")
    command.add_argument(
        "--every", type=_seconds, default=60.0, metavar="SECONDS", help="from round to round (default: 60)"
    )
    command.add_argument(
        "--pause", type=_seconds, default=5.0, metavar="SECONDS", help="between two requests to a host (default: 5)"
    )
    command.add_argument("--contact", metavar="TEXT", help="told to servers: who watches, and where to reach you")
    command.add_argument(
        "--state", type=Path, metavar="FILE", help="what the watch knows (default: LEDGER.watch.db beside the ledger)"
    )
    command.add_argument("--json", action="store_true", help="one object a round")
    command.set_defaults(run=_watch)


def _many(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {text!r}")
    return int(text[:12])


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0.0 <= found <= 86_400.0:
        raise argparse.ArgumentTypeError(f"expected seconds from 0 to 86400, not {text!r}")
    return found


def state_of(arguments: argparse.Namespace) -> Path:
    """Return the file of a watch's state: the one named, else the one beside the ledger.

    Raises UsageError where the ledger is no file, and none is named.
    """
    given: Path | None = arguments.state
    if given is not None:
        return given
    where = location(arguments)
    if "://" in where or where == ":memory:":
        raise UsageError("the ledger is no file: name a file for what the watch knows with --state")
    return Path(where).with_suffix(".watch.db")


class Until:
    """The clock of the wall, until SIGINT or SIGTERM."""

    def __init__(self) -> None:
        self.stopped = False

    def now(self) -> dt.datetime:
        """Return the time of day, UTC."""
        return dt.datetime.now(dt.UTC)

    def seconds(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait; at most a nap longer than until asked to stop."""
        until = time.monotonic() + seconds
        # An Event could not be set by a signal that comes while it is being waited for.
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _NAP_S))

    def stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - what a handler is given
        """Be asked to stop; the second time, stop."""
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        say("ending when what is under way is done; once more to end at once")

    @contextlib.contextmanager
    def asked(self) -> Generator[None, None, None]:
        """Listen to signals for the time of a block."""
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _watch(arguments: argparse.Namespace) -> int:
    state = state_of(arguments)
    # The stages behind this import bring spaCy and HTML parsers along: --help does not wait for them.
    from counterclaim.pipeline.watching import opened_watch

    clock = Until()
    with (
        clock.asked(),
        opened_ledger(arguments, create=True) as ledger,
        opened_watch(
            ledger,
            arguments.folder,
            state,
            clock=clock,
            maker=arguments.maker,
            gate=arguments.gate,
            round_s=arguments.every,
            pause_s=arguments.pause,
            contact=arguments.contact,
        ) as watch,
        contextlib.closing(watch.rounds()) as rounds,
    ):
        for one in rounds:
            _tell(one, json=arguments.json)
            if one.number == arguments.rounds:
                break
    return OK


def _tell(one: Round, *, json: bool) -> None:
    from counterclaim.ids import canonical

    if json:
        sys.stdout.write(canonical(one).decode() + "\n")
    else:
        for note in one.notes:
            say(note)
        sys.stdout.write(line(one) + "\n")
    sys.stdout.flush()


def line(one: Round) -> str:
    """Return what a round did, in one line; what it did nothing of is left out."""
    from counterclaim.publish.words import counted

    pages = ("new", "changed", "kept", "unchanged", "missed", "lost")
    parts = [
        f"round {one.number:,}",
        f"{one.at:%Y-%m-%d %H:%M:%SZ}",
        f"{one.visited:,} of {counted(one.sources, 'source', 'sources')} visited",
        f"{one.failed:,} failed" if one.failed else "",
        ", ".join(f"{number:,} {name}" for name in pages if (number := getattr(one, name))),
        counted(one.reports, "report", "reports") if one.reports else "",
        counted(one.claims, "claim", "claims") if one.claims else "",
        f"{one.turned_away:,} turned away" if one.turned_away else "",
        f"{counted(one.fused, 'incident', 'incidents')} touched" if one.fused else "",
        f"{counted(one.waiting, 'page', 'pages')} waiting" if one.waiting else "",
    ]
    return " · ".join(filter(None, parts))
