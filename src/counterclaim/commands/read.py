"""``counterclaim read``: reports in, every claim in them out."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TextIO

import msgspec

from counterclaim.commands.reading import HELD_REJECTS, INPUTS, Progress, add_reading, nothing_because, settle
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say
from counterclaim.errors import UsageError
from counterclaim.records import Capture, Claim, Judgement, Line, Reject, Report

_EXAMPLES: Final = """\
examples:
  counterclaim read article.html
  counterclaim read report.txt --published 2015-10-07 --publisher "Example Post"
  counterclaim read reports.jsonl --flat --output claims.jsonl
  cat reports.jsonl | counterclaim read - --json | grep '"record":"claim"'

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    read = add_command(
        commands,
        "read",
        brief="read reports and show every claim in them",
        description="Read reports and show every claim in them, with the exact words that carry it.",
        examples=INPUTS + _EXAMPLES,
    )
    add_reading(read)
    shape = read.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one tagged record a line: report, claim, reject")
    shape.add_argument("--flat", action="store_true", help="one object a report: its id and its claims, plain names")
    read.add_argument("--captures", action="store_true", help="with --json: also the bytes as they came (base64)")
    read.add_argument("--output", metavar="FILE", help="write there instead of standard output")
    read.set_defaults(run=_read)


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
            case Capture() | Judgement():
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
            say(f"set aside {item.ref}: {item.detail} ({item.reason})")
        else:
            out.write(encode(flat(item.report, item.claims)) + b"\n")
            out.flush()


def _write_sheet(lines: Iterable[Line], out: TextIO, tally: _Tally) -> None:
    from counterclaim.publish.sheet import rejects_sheet, report_sheet, summary

    page = console(out)
    plain = not page.is_terminal
    held: list[Reject] = []
    for item in _grouped(lines):
        if isinstance(item, _Read):
            page.print(report_sheet(item.report, item.claims, width=page.width, plain=plain))
        else:
            held.append(item)
            if len(held) == HELD_REJECTS:
                page.print(rejects_sheet(held))
                held.clear()
        out.flush()
    if held:
        page.print(rejects_sheet(held))
    page.print(summary(reports=tally.reports, claims=tally.claims, rejects=tally.rejects))
    out.flush()


def _read(arguments: argparse.Namespace) -> int:
    if arguments.captures and not arguments.json:
        raise UsageError("--captures goes with --json")
    settle(arguments)
    # The stages behind this import bring spaCy and HTML parsers along: only a command that reads waits for them.
    from counterclaim.pipeline import read

    tally = _Tally()
    with opened(arguments.output, arguments.inputs) as out:
        shown = sys.stderr.isatty() and (arguments.output is not None or not sys.stdout.isatty())
        progress = Progress(shown=shown)

        def counted() -> Iterator[Line]:
            for line in records:
                tally.add(line)
                progress.tell(f"{tally.reports:,} reports read · {tally.claims:,} claims", tally.reports)
                yield line

        records = read(
            arguments.inputs,
            maker=arguments.maker,
            jobs=arguments.jobs,
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
    say(nothing_because(tally.rejects))
    return NOTHING_READ
