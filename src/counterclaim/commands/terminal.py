"""What every command shares: exit codes, words to the person at the terminal, and where output goes."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import stat
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO

from counterclaim.errors import UsageError
from counterclaim.records import Interval
from counterclaim.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

OK: Final = 0
NOTHING_READ: Final = 1
FAULTY: Final = 1
USAGE: Final = 2
FAULT: Final = 3
INTERRUPTED: Final = 130

_PIPED_WIDTH: Final = 80

EXIT_CODES: Final = """\
exit codes:
  0    something was read; what was not is listed, with its reason
  1    nothing could be read or found (lexicon check, verify: faults were found)
  2    the command or its arguments are wrong
  3    a fault of the program or its model; the text names the report
  130  interrupted
  A pipe closed by its reader (| head) is no fault.
"""


class Commands(Protocol):
    """What ``ArgumentParser.add_subparsers`` returns."""

    def add_parser(self, *args: Any, **kwargs: Any) -> argparse.ArgumentParser:
        """Add a command."""
        ...


def add_command(
    commands: Commands, name: str, *, brief: str, description: str, examples: str = ""
) -> argparse.ArgumentParser:
    """Add a command whose help ends with its examples and the exit codes."""
    return commands.add_parser(
        name,
        help=brief,
        description=description,
        epilog=examples + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def day(text: str) -> Interval:
    """Return the day an argument names.  Raises ArgumentTypeError when it names none."""
    try:
        return Interval.day(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"expected a day like 2015-10-07, not {text!r}") from None


def say(text: str) -> None:
    """Say one line on standard error."""
    # Standard error may be closed or full; there is nobody left to tell.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"counterclaim: {one_line(text)}\n")


def console(out: TextIO) -> Console:
    """Return a console on ``out``: its own width on a terminal, a fixed one in a pipe."""
    from rich.console import Console

    width = None if out.isatty() or os.environ.get("COLUMNS", "").isdecimal() else _PIPED_WIDTH
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)


@contextlib.contextmanager
def opened(name: str | None, inputs: Iterable[str]) -> Generator[TextIO, None, None]:
    """Open where to write.  A file appears under its name only when it is whole: until then it is FILE.part."""
    if name is None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a letter the terminal's encoding lacks is no reason to stop
                stream.reconfigure(errors="replace")
        yield sys.stdout
        return
    path = Path(name)
    if any(path.exists() and given != "-" and path.samefile(given) for given in inputs if Path(given).exists()):
        raise UsageError(f"--output {name} is also an input, and would be lost: name another file")
    try:
        regular = not path.exists() or stat.S_ISREG(path.stat().st_mode)
        part = path.with_name(path.name + ".part") if regular else path
        out = part.open("w", encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"cannot write {name}: {fault.strerror}") from None
    try:
        with out:
            yield out
    except BaseException:
        if regular and part.stat().st_size:
            say(f"what was read before is in {part}")
        elif regular:
            part.unlink()
        raise
    if regular:
        part.replace(path)
