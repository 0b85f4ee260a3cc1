"""``counterclaim ingest``: reports into the ledger, their claims fused into incidents."""

from __future__ import annotations

import argparse
import contextlib
import sys
from typing import TYPE_CHECKING, Final

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.reading import HELD_REJECTS, INPUTS, Progress, add_gate, add_reading, nothing_because, settle
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say

if TYPE_CHECKING:
    from counterclaim.pipeline import Step
    from counterclaim.records import Reject

_EXAMPLES: Final = """\
  Lines that counterclaim read --json wrote are taken as they are: nothing is read twice.

examples:
  counterclaim ingest reports.jsonl
  counterclaim ingest pages/ --publisher "Example Post" --ledger syria.db
  counterclaim read reports.jsonl --json | counterclaim ingest -

  counterclaim ingest crawl.warc.gz --gate 0

An ingest that was cut short goes on where it stopped: reports that the ledger holds are not read again.
With --gate, reports without a sign of conflict are not read: "counterclaim rejects --stage gate" lists them.

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "ingest",
        brief="read reports into a ledger",
        description="Read reports into a ledger and fuse their claims into incidents; a report it holds is skipped.",
        examples=INPUTS + _EXAMPLES,
    )
    add_ledger(command)
    add_reading(command)
    command.add_argument(
        "--no-fuse", dest="fuse", action="store_false", help="only store; a later ingest or rebuild makes the incidents"
    )
    add_gate(command)
    command.add_argument(
        "--engine",
        default="processes",
        metavar="NAME",
        help="where the work is done: processes, ray, or ray:ADDRESS of a running cluster (default: processes)",
    )
    command.set_defaults(run=_ingest)


class _Told:
    """What a person sees of an ingest: how far it is, what was set aside, and the sum at the end."""

    def __init__(self) -> None:
        self._last: Step | None = None
        self._set_aside = 0
        self._held: list[Reject] = []
        self._progress = Progress(shown=sys.stderr.isatty())

    def step(self, step: Step) -> None:
        """Take in how far it is."""
        self._last = step
        # What the gate turned away is counted: of a news crawl it is nearly everything.
        rejects = [reject for reject in step.rejects if reject.stage != "gate"]
        self._set_aside += len(rejects)
        self._held += rejects
        if len(self._held) >= HELD_REJECTS:
            self._list_rejects()
        self._progress.tell(self._line(step), step.reports - step.known)

    def wipe(self) -> None:
        """Take the line of progress away."""
        self._progress.wipe()

    def end(self) -> int:
        """List what was set aside, and say how much came in.  Return the exit code."""
        if self._held:
            self._list_rejects()
        if self._last is not None and self._last.reports:
            with opened(None, ()) as out:
                console(out).print(self._line(self._last), style="dim")
            return OK
        away = 0 if self._last is None else self._last.turned_away
        say(f"no report passed the gate; {away:,} were turned away" if away else nothing_because(self._set_aside))
        return NOTHING_READ

    def _line(self, step: Step) -> str:
        from counterclaim.publish.ingest_sheet import told

        return told(
            reports=step.reports,
            known=step.known,
            claims=step.claims,
            incidents=step.fused,
            rejects=self._set_aside,
            pending=step.pending,
            away=step.turned_away,
        )

    def _list_rejects(self) -> None:
        from counterclaim.publish.sheet import rejects_sheet

        self.wipe()
        with opened(None, ()) as out:
            console(out).print(rejects_sheet(self._held))
        self._held.clear()


def _ingest(arguments: argparse.Namespace) -> int:
    settle(arguments)
    # The stages behind this import bring spaCy and HTML parsers along: --help does not wait for them.
    from counterclaim.pipeline import ingest

    told = _Told()
    with opened_ledger(arguments, create=True) as ledger:
        steps = ingest(
            ledger,
            arguments.inputs,
            maker=arguments.maker,
            jobs=arguments.jobs,
            published=arguments.published,
            publisher=arguments.publisher,
            fuse=arguments.fuse,
            gate=arguments.gate,
            engine=arguments.engine,
        )
        with contextlib.closing(steps):  # ends the workers, whatever happens here
            try:
                for step in steps:
                    told.step(step)
            finally:
                told.wipe()
    return told.end()
