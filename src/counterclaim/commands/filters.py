"""The filters by which commands choose incidents: their arguments, and the query they make."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any, get_args

from counterclaim.commands.terminal import day, say
from counterclaim.ledger import Box, Query, View
from counterclaim.records import GradeName, Harm, Kind


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


def add_filters(command: argparse.ArgumentParser, *, checked: tuple[str, ...] = ("--checked",)) -> None:
    """Add the filters to a command; ``checked`` are the names of the option that asks for what a person checked."""
    command.add_argument("--since", type=day, metavar="DATE", help="that day or later (2015-10-01)")
    command.add_argument("--until", type=day, metavar="DATE", help="that day or earlier")
    command.add_argument("--box", type=_box, metavar="W,S,E,N", help="degrees; write --box=-1,.. before a minus")
    command.add_argument("--country", type=_country, metavar="STATE", help="a state's name or ISO code")
    command.add_argument("--kind", choices=get_args(Kind), metavar="KIND", help="air_strike, battle, abduction ...")
    command.add_argument("--party", metavar="NAME", help="actor, target or voice: a name or an id of the register")
    command.add_argument("--grade", choices=get_args(GradeName), help="a belligerent's grade")
    command.add_argument("--harm", choices=get_args(Harm), help="a figure of that harm is told, whatever it counts for")
    command.add_argument("--text", metavar="WORDS", help="words that a report of it has, all of them")
    command.add_argument("--contested", action="store_true", default=None, help="only those in which voices differ")
    review = command.add_mutually_exclusive_group()
    review.add_argument(*checked, dest="review", action="store_const", const="checked", help="checked by a person")
    review.add_argument(
        "--unchecked", dest="review", action="store_const", const="machine", help="as the machine read them"
    )


def query_of(arguments: argparse.Namespace, **more: Any) -> Query:
    """Return the query that the filters make; ``more`` are its other fields (order, after)."""
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
        harm=arguments.harm,
        text=arguments.text,
        contested=arguments.contested,
        review=arguments.review,
        **more,
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
    if pending := view.waiting():
        say(f"reports not yet fused: {pending:,}; what they say is not in this list (counterclaim rebuild)")


def say_none(view: View, query: Query) -> None:
    """Say why no incident is found, and what to do."""
    if not view.counts().incidents:
        say(none_yet(view))
    elif query.after is not None:
        say("no incident follows that one under these filters")
    else:
        hint = _party_hint(query.party) if query.party is not None else ""
        say(f"no incident meets these filters{hint}: leave one out, or counterclaim stats tells what the ledger holds")


def _party_hint(party: str) -> str:
    """Return under which ids the register knows a party, for a name that no incident has as it is written."""
    from counterclaim.lexicon.lookup import find

    ids = [candidate.party.id for candidate in find(party) if candidate.party.id != party][:3]
    return f" (the register knows {party!r} as {' or '.join(ids)})" if ids else ""
