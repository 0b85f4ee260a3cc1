"""``counterclaim export``: the incidents of a ledger in a format that others read, with a report of what it lost."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import stat
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from counterclaim.commands.filters import add_filters, query_of, say_none, say_pending
from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, say
from counterclaim.errors import UsageError
from counterclaim.ledger import View

if TYPE_CHECKING:
    from counterclaim.publish.exports import Export
    from counterclaim.publish.exports.loss import LossReport

FORMATS: Final = ("acled", "ucdp", "plover", "airwars", "geojson", "hxl", "parquet", "csv")
_BINARY: Final = ("parquet",)
_EXAMPLES: Final = """\
examples:
  counterclaim export --format csv --output incidents.csv
  counterclaim export --format acled --country SY --since 2015-10-01 --output syria.acled.csv
  counterclaim export --format geojson --checked-only --output - | head

beside FILE stands FILE.loss.json: for each column what was lost, defaulted or left out

"""
_STANDARD: Final = "-"
_EVERY_S: Final = 5.0
"""Seconds between two words on how far a long export is."""


class Summary(msgspec.Struct, frozen=True):
    """What ``--json`` prints: ``loss`` is the file of the loss report."""

    output: str
    loss: str
    format: str
    incidents: int
    rows: int
    left_out: int
    bytes: int


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "export",
        brief="write incidents in the formats of ACLED, UCDP and others",
        description="Write the incidents of a ledger in a format that others read, and what it could not carry.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("--format", choices=FORMATS, required=True, help="what to write; docs/exports.md tells each")
    command.add_argument(
        "--output", required=True, metavar="FILE", help="where to write; - is standard output (not for parquet)"
    )
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument(
        "--no-profile",
        action="store_true",
        help="without the publication profile: names of victims, minors and witnesses go out as they stand",
    )
    add_filters(command, checked=("--checked-only", "--checked"))
    command.add_argument("--json", action="store_true", help="print a summary of what was written, as JSON")
    command.set_defaults(run=_export)


def _view(ledger: View, arguments: argparse.Namespace) -> View:
    if arguments.no_profile:
        say("WARNING: --no-profile: names of victims, minors and witnesses and exact places go out unmasked")
        return ledger
    from counterclaim.publish.profile import published

    return published(ledger, dt.datetime.now(dt.UTC))


def _refuse(arguments: argparse.Namespace, targets: tuple[Path, ...]) -> None:
    """Refuse what cannot be written as asked before anything is read.  Raises UsageError."""
    if arguments.output == _STANDARD:
        if arguments.format in _BINARY:
            raise UsageError(f"{arguments.format} is no text, and not for a terminal: name a file with --output")
        if arguments.json:
            raise UsageError("--json and --output - both write to standard output: name a file with --output")
        return
    for path in targets:
        try:
            there = path.lstat()
        except FileNotFoundError:
            continue
        except OSError as fault:
            raise UsageError(f"cannot write {path}: {fault.strerror}") from None
        if not stat.S_ISREG(there.st_mode):
            raise UsageError(f"{path} is no plain file: name another, or - for standard output")
        if not arguments.force:
            raise UsageError(f"{path} is there already: --force writes over it, or name another with --output")


@contextlib.contextmanager
def _part(path: Path) -> Generator[tuple[BinaryIO, Path], None, None]:
    """Open a file of the same folder that takes the place of ``path`` later; nothing of it stays where that fails."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        out = part.open("xb")
    except OSError as fault:
        raise UsageError(f"cannot write {path}: {fault.strerror}") from None
    try:
        with out:
            yield out, part
    finally:
        part.unlink(missing_ok=True)


def _place(part: Path, path: Path, *, force: bool) -> None:
    """Give a whole file its name.  Raises UsageError where another came there meanwhile."""
    if force:
        part.replace(path)
        return
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise UsageError(f"{path} appeared while it was being written: --force writes over it") from None
    except OSError:  # a file system without links: rename, which cannot tell whether a file came meanwhile
        part.replace(path)


def _pieces(made: Export) -> Iterator[bytes]:
    """Yield the bytes, and say now and then how far it is."""
    said = time.monotonic()
    for piece in made.content:
        yield piece
        if time.monotonic() - said >= _EVERY_S:
            said = time.monotonic()
            say(f"{made.incidents:,} incidents gone through")


def _tell(report: LossReport) -> None:
    from counterclaim.publish.exports.loss_sheet import sheet

    with contextlib.suppress(OSError, ValueError):  # standard error may be closed: there is nobody left to tell
        console(sys.stderr).print(sheet(report))


def _to_file(made: Export, path: Path, beside: Path, *, force: bool) -> int:
    """Write export and loss report, or neither; return the bytes of the export, 0 where there is no incident."""
    with _part(path) as (out, part), _part(beside) as (loss, loss_part):
        size = 0
        for piece in _pieces(made):
            size += out.write(piece)
        if not made.incidents:
            return 0
        loss.write(msgspec.json.format(msgspec.json.encode(made.loss()), indent=2) + b"\n")
        for each in (out, loss):
            each.flush()
            os.fsync(each.fileno())
        _place(part, path, force=force)
        try:
            _place(loss_part, beside, force=force)
        except UsageError:
            path.unlink()
            raise
    return size


def _export(arguments: argparse.Namespace) -> int:
    path, beside = Path(arguments.output), Path(f"{arguments.output}.loss.json")
    _refuse(arguments, (path, beside))
    # pyarrow and the lexicon take a moment: what is refused is refused at once, and --help does not wait.
    from counterclaim.publish.exports import export

    query = query_of(arguments)
    with opened_ledger(arguments) as ledger:
        made = export(_view(ledger, arguments), query, arguments.format, masked=not arguments.no_profile)
        size = 0
        if arguments.output == _STANDARD:
            for piece in _pieces(made):
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        else:
            size = _to_file(made, path, beside, force=arguments.force)
        if not made.incidents:
            say_none(ledger, query)
            return NOTHING_READ
        report = made.loss()
        _tell(report)
        say_pending(ledger)
    if arguments.json:
        out = sum(len(each.incidents) for each in report.left_out)
        summary = Summary(str(path), str(beside), report.format, report.incidents, report.rows, out, size)
        sys.stdout.write(msgspec.json.encode(summary).decode() + "\n")
    return OK
