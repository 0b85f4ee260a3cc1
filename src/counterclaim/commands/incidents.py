"""``counterclaim incidents``: the incidents of a ledger as a table, or one record a line."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Final, get_args

import msgspec

from counterclaim.commands.ledgers import add_ledger, opened_ledger
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, day, opened, say
from counterclaim.ledger import Box, Query, View
from counterclaim.records import GradeName, Incident, Kind

_EXAMPLES: Final = """\
examples:
  counterclaim incidents --since 2015-10-01 --until 2015-10-31 --country SY
  counterclaim incidents --contested --order toll --limit 10
  counterclaim incidents --party "Free Syrian Army" --kind air_strike --checked
  counterclaim incidents --box=35.5,32.3,42.4,37.4 --text "bakery" --json

"""
_SHOWN: Final = 50
"""Incidents of the table unless told otherwise; with --json all come."""


def whole_number(text: str) -> int:
    """Return a number above 0 that an argument names.  Raises ArgumentTypeError when it names none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, not {text!r}")
    return int(text)


def _box(text: str) -> Box:
    try:
        west, south, east, north = map(float, text.split(","))
        return Box(west=west, south=south, east=east, north=north)
    except ValueError as fault:
        told = fault if str(fault).startswith("a box is") else "expected four degrees W,S,E,N like 35.5,32.3,42.4,37.4"
        raise argparse.ArgumentTypeError(f"{told}, not {text!r}") from None


def _country(text: str) -> str:
    """Return the code of a state that is named by its code or one of its names."""
    from counterclaim.lexicon.countries import countries

    if text.upper() in countries():
        return text.upper()
    for code, entry in countries().items():
        if text.casefold() in map(str.casefold, entry.names):
            return code
    raise argparse.ArgumentTypeError(f"expected a state's name or its ISO code like SY, not {text!r}")


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "incidents",
        brief="list the incidents of a ledger",
        description="List the incidents of a ledger: when, where, who to whom, toll, voices, disputes and grades.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    command.add_argument("--since", type=day, metavar="DATE", help="that day or later (2015-10-01)")
    command.add_argument("--until", type=day, metavar="DATE", help="that day or earlier")
    command.add_argument("--box", type=_box, metavar="W,S,E,N", help="degrees; write --box=-1,.. before a minus")
    command.add_argument("--country", type=_country, metavar="STATE", help="a state's name or ISO code")
    command.add_argument("--kind", choices=get_args(Kind), metavar="KIND", help="air_strike, battle, abduction ...")
    command.add_argument("--party", metavar="NAME", help="actor, target or voice: a name or an id of the register")
    command.add_argument("--grade", choices=get_args(GradeName), help="a belligerent's grade")
    command.add_argument("--text", metavar="WORDS", help="words that a report of it has, all of them")
    command.add_argument("--contested", action="store_true", default=None, help="only those in which voices differ")
    review = command.add_mutually_exclusive_group()
    review.add_argument("--checked", dest="review", action="store_const", const="checked", help="checked by a person")
    review.add_argument(
        "--unchecked", dest="review", action="store_const", const="machine", help="as the machine read them"
    )
    command.add_argument(
        "--order",
        choices=("when", "toll", "spread", "review"),
        default="when",
        help="latest first, most killed, widest spread, or what a person should look at first (default: when)",
    )
    command.add_argument(
        "--limit", type=whole_number, metavar="N", help=f"at most so many (default: {_SHOWN}; all with --json)"
    )
    command.add_argument("--after", metavar="ID", help="go on after this incident")
    command.add_argument("--json", action="store_true", help="one record a line")
    command.set_defaults(run=_incidents)


def _query(arguments: argparse.Namespace) -> Query:
    since: dt.datetime | None = None if arguments.since is None else arguments.since.start
    until: dt.datetime | None = None if arguments.until is None else arguments.until.end
    return Query(
        since=since,
        until=until,
        box=arguments.box,
        country=arguments.country,
        kind=arguments.kind,
        party=arguments.party,
        grade=arguments.grade,
        text=arguments.text,
        contested=arguments.contested,
        review=arguments.review,
        order=arguments.order,
        after=arguments.after,
    )


def none_yet(view: View) -> str:
    """Return what to do where a ledger holds no incident: one sentence."""
    counts = view.counts()
    if not counts.reports:
        return "the ledger is empty: counterclaim ingest FILES reads reports into it"
    if counts.pending:
        return (
            f"the ledger's {counts.pending:,} reports are not yet fused: counterclaim rebuild makes incidents of them"
        )
    return "no report in the ledger tells of an incident: counterclaim stats tells what it holds"


def say_pending(view: View) -> None:
    """Say that reports wait, whose claims are not in what is shown."""
    if pending := view.counts().pending:
        say(f"reports not yet fused: {pending:,}; what they say is not in this list (counterclaim rebuild)")


def _none(view: View, query: Query) -> int:
    if not view.counts().incidents:
        say(none_yet(view))
    elif query.after is not None:
        say("no incident follows that one under these filters")
    else:
        hint = _party_hint(query.party) if query.party is not None else ""
        say(f"no incident meets these filters{hint}: leave one out, or counterclaim stats tells what the ledger holds")
    return NOTHING_READ


def _party_hint(party: str) -> str:
    """Return under which ids the register knows a party, for a name that no incident has as it is written."""
    from counterclaim.lexicon.lookup import find

    ids = [candidate.party.id for candidate in find(party) if candidate.party.id != party][:3]
    return f" (the register knows {party!r} as {' or '.join(ids)})" if ids else ""


def _write_json(found: Iterator[Incident]) -> bool:
    encode = msgspec.json.Encoder().encode
    any_found = False
    with opened(None, ()) as out:
        for incident in found:
            any_found = True
            out.write(encode(incident).decode() + "\n")
    return any_found


def _incidents(arguments: argparse.Namespace) -> int:
    query = _query(arguments)
    with opened_ledger(arguments) as ledger:
        if arguments.json:
            if not _write_json(islice(ledger.incidents(query), arguments.limit)):
                return _none(ledger, query)
            say_pending(ledger)
            return OK
        # rich takes a moment to load: --help does not wait for it.
        from counterclaim.publish.incident_table import foot, table
        from counterclaim.publish.layout import block

        limit = arguments.limit or _SHOWN
        found = list(islice(ledger.incidents(query), limit + 1))
        if not found:
            return _none(ledger, query)
        shown = found[:limit]
        with opened(None, ()) as out:
            page = console(out)
            page.print(table(shown, width=page.width))
            page.print(block(foot(shown, more_after=shown[-1].id if len(found) > limit else None)))
        say_pending(ledger)
    return OK
