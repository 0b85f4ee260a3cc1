"""``counterclaim claim add``: a person enters a claim by hand, in any language, with the words that carry it."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from itertools import islice
from typing import TYPE_CHECKING, Final, get_args

import msgspec

from counterclaim import ids
from counterclaim.commands import fields
from counterclaim.commands.judge import handle
from counterclaim.commands.ledgers import add_ledger, fuse_now, opened_ledger
from counterclaim.commands.naming import report_named
from counterclaim.commands.terminal import OK, Commands, add_command, day, say
from counterclaim.errors import UsageError
from counterclaim.records import (
    Capture,
    Claim,
    Claimant,
    Event,
    Field,
    Kind,
    Line,
    Quote,
    Report,
    Scope,
    Stance,
    Support,
    Tombstone,
)
from counterclaim.text import one_line, words

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger

_EXAMPLES: Final = """\
examples:
  counterclaim claim add --report r1a0b1c2d3 --quote "killed at least 21" --kind air_strike \\
    --claimant "Syrian Observatory for Human Rights" --toll "killed people 21+" --place Tokhar --by ada
  counterclaim claim add --text page.txt --language ar --publisher Enab --published 2016-07-19 --by ada \\
    --quote "..." --translation "warplanes hit the village" --kind air_strike --own-voice

"""
_RULE: Final = "entered by a person"
_FIELDS: Final[tuple[Field, ...]] = ("actors", "targets", "places", "country", "when", "toll", "means")
"""The fields of an event that a person may leave unsaid."""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    claim = commands.add_parser(
        "claim", help="enter claims by hand", description="Enter claims by hand.", allow_abbrev=False
    )
    actions = claim.add_subparsers(dest="action", required=True, metavar="ACTION")
    command = add_command(
        actions,
        "add",
        brief="enter a claim by hand",
        description="Enter a claim by hand, with the words that carry it; nothing is filled in that is not said here.",
        examples=_EXAMPLES,
    )
    add_ledger(command)
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--report", metavar="ID", help="a report of the ledger")
    source.add_argument("--text", metavar="FILE|-", help="a text or page in any language, which becomes a report")
    command.add_argument("--url", help="with --text: where it was published")
    command.add_argument("--publisher", metavar="NAME", help="with --text: who published it")
    command.add_argument("--title", help="with --text: its title")
    command.add_argument(
        "--published", type=day, metavar="DATE", help="with --text: when it was published (2016-07-19)"
    )
    command.add_argument(
        "--language", metavar="xx", type=_language, help="with --text: ISO 639 code (default: as told)"
    )
    command.add_argument("--quote", required=True, help="the words that carry the claim, exactly as in the report")
    command.add_argument("--nth", type=_nth, metavar="N", help="which of the places where the report has these words")
    command.add_argument("--translation", metavar="TEXT", help="the quote in English")
    command.add_argument("--kind", required=True, choices=get_args(Kind), metavar="KIND", help="air_strike, battle ...")
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("--claimant", metavar="NAME", help="who says it: a name, or an id of the register")
    who.add_argument("--unnamed", metavar="WORDS", help="who says it, where no name is given: activists, officials")
    who.add_argument("--own-voice", action="store_true", help="the publisher says it itself")
    command.add_argument("--said", metavar="WHEN", help="when it was said")
    command.add_argument("--stance", choices=get_args(Stance), default="asserts", help="default: asserts")
    command.add_argument("--scope", choices=get_args(Scope), default="event", help="default: event")
    command.add_argument("--actor", metavar="NAME", help="who did it; several with ; between them")
    command.add_argument("--target", metavar="NAME", help="whom it befell; several with ; between them")
    command.add_argument("--place", metavar="PLACE", help="where: Tokhar, or Tokhar@36.55,37.87,2000")
    command.add_argument("--country", metavar="STATE", help="a state's name or ISO code")
    command.add_argument("--when", help="when it happened: 2016-07-19, 2016-07, 2016-07-18/2016-07-19")
    command.add_argument("--toll", help="killed civilians 21; several with ; between them")
    command.add_argument("--means", help="with what: barrel bombs")
    command.add_argument("--by", required=True, type=handle, metavar="HANDLE", help="who enters it")
    command.add_argument("--json", action="store_true", help="print the record of the claim")
    command.set_defaults(run=_add)


def _language(text: str) -> str:
    if not re.fullmatch("[a-z]{2,3}", text):
        raise argparse.ArgumentTypeError(f"expected an ISO 639 code like ar or uk, not {text[:20]!r}")
    return text


def _nth(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, not {text[:20]!r}")
    return int(text)


def _add(arguments: argparse.Namespace) -> int:
    with_text = [arguments.url, arguments.publisher, arguments.title, arguments.published, arguments.language]
    if arguments.report is not None and any(value is not None for value in with_text):
        raise UsageError("--url, --publisher, --title, --published and --language go with --text: a report has its own")
    claimant, event = _claimant(arguments), _event(arguments)
    said = None if arguments.said is None else fields.when(arguments.said)
    now = dt.datetime.now(dt.UTC)
    with opened_ledger(arguments, create=arguments.text is not None) as ledger:
        lines: list[Line] = []
        if arguments.report is not None:
            report = _known(ledger, arguments.report)
        else:
            capture, report = _entered(arguments, now)
            lines += [capture, report]
        quote = _quote(report, arguments.quote, arguments.nth)
        maker = f"person:{arguments.by}"
        claim = Claim(
            id=ids.claim_id(
                report=report.id,
                start=quote.start,
                end=quote.end,
                maker=maker,
                claimant=claimant,
                stance=arguments.stance,
                event=event,
            ),
            report=report.id,
            happening=_happening(ledger, report.id),
            claimant=claimant,
            publisher=report.publisher,
            said_at=said,
            stance=arguments.stance,
            event=event,
            evidence=quote,
            support=tuple(Support(field=field, rule=_RULE) for field in _filled(event, said_at=said is not None)),
            maker=maker,
            score=1.0,
            translation=None if arguments.translation is None else fields.whole(arguments.translation, "--translation"),
        )
        new = ledger.add([*lines, claim]).claims
        if arguments.json:
            sys.stdout.write(msgspec.json.encode(claim).decode() + "\n")
        else:
            sys.stdout.write(one_line(f"{claim.id}: {claim.event.kind} in {claim.report}, by {maker}") + "\n")
        if not new:
            say("the ledger has this claim already: nothing was added")
        fuse_now(ledger)
    return OK


def _entered(arguments: argparse.Namespace, now: dt.datetime) -> tuple[Capture, Report]:
    from counterclaim.pipeline.entering import entered

    return entered(
        arguments.text,
        published=arguments.published,
        publisher=arguments.publisher,
        title=arguments.title,
        url=arguments.url,
        language=arguments.language,
        now=now,
    )


def _known(ledger: Ledger, asked: str) -> Report:
    found = report_named(ledger, asked.strip())
    if isinstance(found, Tombstone):
        raise UsageError(f"report {found.id} was taken down on {found.at:%Y-%m-%d}: its text is gone")
    return found


def _happening(ledger: Ledger, report: str) -> int:
    """Return a number below all others of the report: readers count from 0 up, persons from -1 down.

    What a person enters is so never taken for a retelling of what a later reading happens to give the same number.
    """
    return min((claim.happening for claim in ledger.claims_of([report]) if claim.happening < 0), default=0) - 1


def _quote(report: Report, asked: str, nth: int | None) -> Quote:
    """Return the quote where the report has these words.  Raises UsageError where it has them not at all, or often."""
    fields.whole(asked, "the quote")
    starts = [match.start() for match in islice(re.finditer(re.escape(asked), report.text), 100)]
    if not starts:
        near = _near(report.text, asked)
        hint = f"; it has {near!r}: quote that" if near is not None else ""
        raise UsageError(f"the quote {fields.shown(asked)} is not in the text of report {report.id} just so{hint}")
    if nth is None and len(starts) > 1:
        raise UsageError(
            f"the report has {fields.shown(asked)} {len(starts)} times: quote more of it, or say which with --nth 1 to "
            f"--nth {len(starts)}"
        )
    if nth is not None and nth > len(starts):
        raise UsageError(f"--nth {nth}: the report has {fields.shown(asked)} {len(starts)} times only")
    start = starts[(nth or 1) - 1]
    return Quote(report=report.id, start=start, end=start + len(asked), text=asked)


def _near(text: str, asked: str) -> str | None:
    """Return the passage of a text that has the same words, but for case, white space and punctuation."""
    wanted = [word for word, _, _ in words(asked)]
    found = list(words(text))
    for i in range(len(found) - len(wanted) + 1 if wanted else 0):
        if [word for word, _, _ in found[i : i + len(wanted)]] == wanted:
            return text[found[i][1] : found[i + len(wanted) - 1][2]]
    return None


def _claimant(arguments: argparse.Namespace) -> Claimant:
    if arguments.own_voice:
        return Claimant(voice="publisher")
    if arguments.unnamed is not None:
        return Claimant(voice="unnamed", name=fields.whole(arguments.unnamed, "--unnamed"))
    party = fields.party(arguments.claimant)
    return Claimant(voice="named", name=party.name, party=party.party)


def _event(arguments: argparse.Namespace) -> Event:
    state = None if arguments.country is None else fields.country(arguments.country)
    places = () if arguments.place is None else fields.places(arguments.place, state)
    return Event(
        kind=arguments.kind,
        scope=arguments.scope,
        actors=() if arguments.actor is None else fields.parties(arguments.actor),
        targets=() if arguments.target is None else fields.parties(arguments.target),
        places=places,
        country=state or fields.state_of(places),
        when=None if arguments.when is None else fields.when(arguments.when),
        toll=() if arguments.toll is None else fields.tolls(arguments.toll),
        means=None if arguments.means is None else fields.whole(arguments.means, "--means"),
    )


def _filled(event: Event, *, said_at: bool) -> list[Field]:
    filled: list[Field] = ["kind", "stance", "claimant", "scope"]
    if said_at:
        filled.append("said_at")
    return [*filled, *(field for field in _FIELDS if getattr(event, field) not in (None, ()))]
