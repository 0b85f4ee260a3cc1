"""``counterclaim show``: one incident or series, with who says what in which words."""

from __future__ import annotations

import argparse
from typing import Final

import msgspec

from counterclaim.commands.filters import none_yet
from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say
from counterclaim.errors import UsageError
from counterclaim.ledger import View
from counterclaim.records import Incident, Series

_EXAMPLES: Final = """\
examples:
  counterclaim show i10188c7bb
  counterclaim show i10188c7bb0d372ecc7859e6e3a51ce99b --all | less
  counterclaim show i10188c7bb --json

"""
LEAST: Final = 8
"""Characters of an id that are accepted for the whole, where no other id begins with them."""
_RECORDS: Final = {"c": "claim", "r": "report", "j": "judgement", "i": "former incident", "s": "former series"}


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "show",
        brief="show one incident or series of a ledger",
        description="Show one incident or series: positions side by side, toll over time, grades, sources, history.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("id", metavar="ID", help=f"an id, or its first {LEAST} characters or more")
    command.add_argument("--all", action="store_true", help="every quote of each position, not only the first three")
    command.add_argument("--json", action="store_true", help="the record, on one line")
    command.set_defaults(run=_show)


def _found(view: View, asked: str) -> Incident | Series | None:
    """Return what an id or the beginning of one names.  Raises UsageError where it may be several."""
    exact = view.incident(asked)
    if exact is not None or len(asked) < LEAST:
        return exact
    led_to = {found.id: found for name in view.find(asked) if (found := view.incident(name)) is not None}
    if len(led_to) > 1:
        raise UsageError(
            f"{len(led_to)} ids or more begin with {asked}: {', '.join(list(led_to)[:3])}; write more of it"
        )
    return next(iter(led_to.values()), None)


def _missing(view: View, asked: str) -> int:
    counts = view.counts()
    if not counts.incidents + counts.series:
        say(none_yet(view))
        return NOTHING_READ
    if len(asked) >= LEAST and (others := view.find(asked, 1)):
        say(f"{others[0]} is the id of a {_RECORDS[others[0][0]]}: show takes the ids of incidents and series")
        return NOTHING_READ
    short = f" (give its first {LEAST} characters at least)" if len(asked) < LEAST else ""
    say(f"no incident or series has the id {asked[:40]!r}{short}: counterclaim incidents lists them")
    return NOTHING_READ


def _show(arguments: argparse.Namespace) -> int:
    asked: str = arguments.id.strip()
    with opened_ledger(arguments) as ledger:
        about = _found(ledger, asked)
        if about is None:
            return _missing(ledger, asked)
        with opened(None, ()) as out:
            if arguments.json:
                if not about.id.startswith(asked):
                    say(f"{asked}: this id now leads to {about.id}")
                out.write(msgspec.json.encode(about).decode() + "\n")
                return OK
            # rich and the register take a moment to load: --help does not wait for them.
            from counterclaim.publish import incident_sheet, series_sheet
            from counterclaim.publish.told import told

            page, behind = console(out), told(ledger, about)
            if isinstance(about, Incident):
                sheet = incident_sheet.sheet(about, behind, asked=asked, width=page.width, every_quote=arguments.all)
            else:
                known = (ledger.incident(name) for name in about.incidents)
                within = [each for each in known if isinstance(each, Incident)]
                sheet = series_sheet.sheet(about, behind, within, asked=asked, width=page.width)
            page.print(sheet)
    return OK
