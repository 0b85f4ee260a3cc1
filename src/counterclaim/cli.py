"""The command line: arguments in, records out, an exit code that means something.  Nothing is decided here."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import stat
import sys
import time
import traceback
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO

import msgspec

from counterclaim import __version__
from counterclaim.errors import CounterclaimError, UsageError
from counterclaim.records import Capture, Claim, Interval, Line, Reject, Report
from counterclaim.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

OK: Final = 0
NOTHING_READ: Final = 1
USAGE: Final = 2
FAULT: Final = 3
INTERRUPTED: Final = 130

_MOST_JOBS: Final = 4
"""Workers started unless told otherwise, at most: each holds a model of its own in memory."""
_HELD_REJECTS: Final = 1000
"""Rejects the sheet keeps for its end; more are listed on the way, so that memory stays bounded."""
_PIPED_WIDTH: Final = 80

_EXIT_CODES: Final = """\
exit codes:
  0    something was read; what was not is listed, with its reason
  1    nothing could be read (lexicon check: the lexicon breaks a rule)
  2    the command or its arguments are wrong
  3    a fault of the program or its model; the text names the report
  130  interrupted
  A pipe closed by its reader (| head) is no fault.
"""
_READ_EPILOG: Final = """\
inputs:
  FILE   text, HTML, or JSON lines: one {"id", "text"} a line, also "title", "publisher", "published", "url"
  DIR    every such file in it and below, in the order of names
  -      standard input; what it is, is told from its content

examples:
  counterclaim read article.html
  counterclaim read report.txt --published 2015-10-07 --publisher "Example Post"
  counterclaim read reports.jsonl --flat --output claims.jsonl
  cat reports.jsonl | counterclaim read - --json | grep '"record":"claim"'

"""


def _day(text: str) -> Interval:
    try:
        start = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
        return Interval(start=start, end=start + dt.timedelta(days=1))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"expected a day like 2015-10-07, not {text!r}") from None


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 256, not {text!r}")
    return int(text)


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="counterclaim",
        description="Read conflict news into claims: who says that who did what to whom, in which exact words.",
        epilog=_EXIT_CODES,
        formatter_class=raw,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"counterclaim {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    read = commands.add_parser(
        "read",
        help="read reports and show every claim in them",
        description="Read reports and show every claim in them, with the exact words that carry it.",
        epilog=_READ_EPILOG + _EXIT_CODES,
        formatter_class=raw,
        allow_abbrev=False,
    )
    read.add_argument("inputs", nargs="+", metavar="FILE|DIR|-", help="what to read")
    shape = read.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one tagged record a line: report, claim, reject")
    shape.add_argument("--flat", action="store_true", help="one object a report: its id and its claims, plain names")
    read.add_argument("--captures", action="store_true", help="with --json: also the bytes as they came (base64)")
    read.add_argument(
        "--published", type=_day, metavar="DATE", help="day of publication of a report that does not say (2015-10-07)"
    )
    read.add_argument("--publisher", metavar="NAME", help="publisher of a report that does not say")
    read.add_argument(
        "--maker", metavar="NAME", default="default", help="who reads: default or rules (default: default)"
    )
    read.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help=f"worker processes for many reports (default: cores, up to {_MOST_JOBS})",
    )
    read.add_argument("--output", metavar="FILE", help="write there instead of standard output")
    read.set_defaults(run=_read)

    lexicon = commands.add_parser(
        "lexicon", help="look after the lexicon", description="Look after the lexicon.", allow_abbrev=False
    )
    actions = lexicon.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser(
        "check",
        help="check the lexicon's files",
        description="Check the lexicon's files and list every problem with its file and entry.",
        epilog=_EXIT_CODES,
        formatter_class=raw,
        allow_abbrev=False,
    )
    check.add_argument("folder", nargs="?", metavar="DIR", help="a copy to check (default: the one in use)")
    check.set_defaults(run=_check_lexicon)
    return parser


def _say(text: str) -> None:
    # Standard error may be closed or full; there is nobody left to tell.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"counterclaim: {one_line(text)}\n")


class _Progress:
    """One line on a terminal's standard error, written over and wiped at the end; nothing anywhere else."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._began = time.monotonic()
        self._last = self._began

    def tell(self, tally: _Tally) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < 0.25 or now - self._began < 1:
            return
        self._last = now
        pace = tally.reports / (now - self._began)
        sys.stderr.write(f"\r\x1b[K{tally.reports:,} reports read · {tally.claims:,} claims · {pace:.1f} a second")
        sys.stderr.flush()

    def wipe(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@dataclass(slots=True)
class _Tally:
    reports: int = 0
    claims: int = 0
    rejects: int = 0

    def add(self, line: Line) -> None:
        match line:
            case Report():
                self.reports += 1
            case Claim():
                self.claims += 1
            case Reject():
                self.rejects += 1
            case Capture():
                pass


@dataclass(slots=True)
class _Read:
    """A report with all its claims."""

    report: Report
    claims: list[Claim] = field(default_factory=list[Claim])


def _grouped(lines: Iterable[Line]) -> Iterator[_Read | Reject]:
    """Put a report's claims together with it: both are shown, and written flat, as one."""
    current: _Read | None = None
    for line in lines:
        if isinstance(line, Claim):
            assert current is not None
            current.claims.append(line)
        elif isinstance(line, Report | Reject):
            if current is not None:
                yield current
            current = _Read(line) if isinstance(line, Report) else None
            if isinstance(line, Reject):
                yield line
    if current is not None:
        yield current


def _write_json(lines: Iterable[Line], out: BinaryIO, *, captures: bool) -> None:
    encode = msgspec.json.Encoder().encode
    for line in lines:
        if captures or not isinstance(line, Capture):
            out.write(encode(line) + b"\n")
            if isinstance(line, Report | Reject):
                out.flush()


def _write_flat(lines: Iterable[Line], out: BinaryIO) -> None:
    from counterclaim.publish.flat import flat

    encode = msgspec.json.Encoder().encode
    for item in _grouped(lines):
        if isinstance(item, Reject):
            _say(f"set aside {item.ref}: {item.detail} ({item.reason})")
        else:
            out.write(encode(flat(item.report, item.claims)) + b"\n")
            out.flush()


def _console(out: TextIO) -> Console:
    from rich.console import Console

    width = None if out.isatty() or os.environ.get("COLUMNS", "").isdecimal() else _PIPED_WIDTH
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)


def _write_sheet(lines: Iterable[Line], out: TextIO, tally: _Tally) -> None:
    from counterclaim.publish.sheet import rejects_sheet, report_sheet, summary

    console = _console(out)
    plain = not console.is_terminal
    held: list[Reject] = []
    for item in _grouped(lines):
        if isinstance(item, _Read):
            console.print(report_sheet(item.report, item.claims, width=console.width, plain=plain))
        else:
            held.append(item)
            if len(held) == _HELD_REJECTS:
                console.print(rejects_sheet(held))
                held.clear()
        out.flush()
    if held:
        console.print(rejects_sheet(held))
    console.print(summary(reports=tally.reports, claims=tally.claims, rejects=tally.rejects))
    out.flush()


@contextlib.contextmanager
def _opened(name: str | None, inputs: Iterable[str]) -> Generator[TextIO, None, None]:
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
            _say(f"what was read before is in {part}")
        elif regular:
            part.unlink()
        raise
    if regular:
        part.replace(path)


def _read(arguments: argparse.Namespace) -> int:
    if arguments.captures and not arguments.json:
        raise UsageError("--captures goes with --json")
    if arguments.inputs.count("-") > 1:
        raise UsageError("- (standard input) can be read only once")
    # The stages behind this import bring spaCy and HTML parsers along: only a command that reads waits for them.
    from counterclaim.pipeline import read

    tally = _Tally()
    with _opened(arguments.output, arguments.inputs) as out:
        shown = sys.stderr.isatty() and (arguments.output is not None or not sys.stdout.isatty())
        progress = _Progress(shown=shown)

        def counted() -> Iterator[Line]:
            for line in records:
                tally.add(line)
                progress.tell(tally)
                yield line

        records = read(
            arguments.inputs,
            maker=arguments.maker,
            jobs=arguments.jobs or min(_usable_cores(), _MOST_JOBS),
            published=arguments.published,
            publisher=arguments.publisher,
        )
        with contextlib.closing(records):  # ends the workers, whatever happens here
            try:
                if arguments.json:
                    _write_json(counted(), out.buffer, captures=arguments.captures)
                elif arguments.flat:
                    _write_flat(counted(), out.buffer)
                else:
                    _write_sheet(counted(), out, tally)
            finally:
                progress.wipe()
        out.flush()
    if tally.reports:
        return OK
    listed = "what was set aside is listed with its reason" if tally.rejects else "the inputs hold no file"
    _say(f"nothing could be read: {listed}")
    return NOTHING_READ


def _check_lexicon(arguments: argparse.Namespace) -> int:
    folder = None if arguments.folder is None else Path(arguments.folder)
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder: name the one that holds the lexicon's TOML files")
    from counterclaim.pipeline import check_lexicon

    problems = check_lexicon(folder)
    for problem in problems:
        sys.stdout.write(one_line(problem) + "\n")
    sys.stdout.write(f"{len(problems)} problems\n" if problems else "the lexicon keeps its rules\n")
    return NOTHING_READ if problems else OK


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
        _say("interrupted")
        return INTERRUPTED
    except UsageError as fault:
        _say(str(fault))
        return USAGE
    except CounterclaimError as fault:
        _say(str(fault))
        return FAULT
    except OSError as fault:
        _say(f"reading or writing failed: {fault}")
        return FAULT
    except Exception as fault:  # noqa: BLE001 - the last door: a fault must not pass for "nothing could be read"
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(last.filename).name}, line {last.lineno}"
        _say(f"{type(fault).__name__}: {fault} ({where}); this is a fault of the program, please report it")
        return FAULT
    return code
