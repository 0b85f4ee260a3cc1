"""What the commands that read reports share: their inputs and options, and the line that tells how far they are."""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from typing import Final

from counterclaim.commands.terminal import day
from counterclaim.errors import UsageError

_MOST_JOBS: Final = 4
"""Workers started unless told otherwise, at most: each holds a model of its own in memory."""
HELD_REJECTS: Final = 1000
"""Rejects that are kept for the end; more are listed on the way, so that memory stays bounded."""
INPUTS: Final = """\
inputs:
  FILE   text, HTML, or JSON lines: one {"id", "text"} a line, also "title", "publisher", "published", "url";
         PDF, Word, mail, a Telegram export, a table (CSV, .xlsx) with its column map: see docs/files.md;
         a web archive (.warc, .warc.gz): each page of HTML or text that was answered with 200
  DIR    every such file in it and below, in the order of names
  -      standard input; what it is, is told from its content

"""


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 256, not {text!r}")
    return int(text)


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def add_reading(command: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """Add the inputs, which may be ``optional``, and the options on how they are read."""
    command.add_argument("inputs", nargs="*" if optional else "+", metavar="FILE|DIR|-", help="what to read")
    command.add_argument(
        "--published", type=day, metavar="DATE", help="day of publication of a report that does not say (2015-10-07)"
    )
    command.add_argument("--publisher", metavar="NAME", help="publisher of a report that does not say")
    add_maker(command)


def add_maker(command: argparse.ArgumentParser) -> None:
    """Add the options on who reads, in how many processes."""
    command.add_argument(
        "--maker", metavar="NAME", default="default", help="who reads: rules (the default), both or model"
    )
    command.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help=f"worker processes for many reports (default: cores, up to {_MOST_JOBS})",
    )


def add_gate(command: argparse.ArgumentParser) -> None:
    """Add the option on which reports are read at all."""
    command.add_argument(
        "--gate",
        type=_threshold,
        metavar="SCORE|off",
        help="read only reports that the relevance gate gives this score (0 is what it was made for; default: off)",
    )


def _threshold(text: str) -> float | None:
    if text == "off":
        return None
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise argparse.ArgumentTypeError(f"expected a score like 0 or -1.5, or off, not {text!r}")
    return score


def settle(arguments: argparse.Namespace) -> None:
    """Settle the number of jobs where none was given.  Raises UsageError where ``-`` is named twice."""
    if arguments.inputs.count("-") > 1:
        raise UsageError("- (standard input) can be read only once")
    settle_jobs(arguments)


def settle_jobs(arguments: argparse.Namespace) -> None:
    """Settle the number of jobs where none was given."""
    arguments.jobs = arguments.jobs or min(_usable_cores(), _MOST_JOBS)


def nothing_because(rejects: int) -> str:
    """Return why nothing could be read, where ``rejects`` inputs were set aside."""
    listed = "what was set aside is listed with its reason" if rejects else "the inputs hold no file"
    return f"nothing could be read: {listed}"


class Progress:
    """One line on a terminal's standard error, written over and wiped at the end; nothing anywhere else."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._began = time.monotonic()
        self._last = self._began

    def tell(self, text: str, reports: int) -> None:
        """Write the line anew, with how many reports a second; not before a second, nor four times in one."""
        now = time.monotonic()
        if not self._shown or now - self._last < 0.25 or now - self._began < 1:
            return
        self._last = now
        sys.stderr.write(f"\r\x1b[K{text} · {reports / (now - self._began):.1f} a second")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
