"""``counterclaim judge``: what a person decides, with a reason that stands in public; it outranks every score."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

import msgspec

from counterclaim import ids
from counterclaim.commands import fields
from counterclaim.commands.ledgers import add_ledger, fuse_now, opened_ledger
from counterclaim.commands.naming import anchor_of, claim_named, claims_named, judgement_named, report_named
from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, say
from counterclaim.errors import UsageError
from counterclaim.records import (
    Act,
    Anchor,
    Check,
    Claim,
    Different,
    Discount,
    Event,
    Judgement,
    RateSource,
    Rating,
    ReasonClass,
    Retract,
    Same,
    SetField,
    Takedown,
    Tombstone,
    Undo,
)
from counterclaim.text import one_line

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger, View
    from counterclaim.pipeline.deciding import Effect

_EXAMPLES: Final = """\
ID is an incident (all its claims are meant), a claim, or the first 8 characters or more of either.  A judgement names
words of reports, not ids: it survives a new reading.  The newest judgement on a question counts; nothing is erased.

examples:
  counterclaim judge same i10188c7bb i1f00ba12c --by ada --why "one strike: both name the bakery in Harun"
  counterclaim judge set c1a0b1c2d3 toll "killed civilians 21" --by ada --why "the quote says civilians"
  counterclaim judge rate sohr B --by ada --why "its counts were borne out three times of four"
  counterclaim judge undo j1d2c3b4a5 --by ben --why "these were two strikes"

"""
_FIELDS: Final = """\
FIELD and VALUE; none says that the claim does not say it:
  kind    air_strike               scope   part
  when    2017-04-15, 2017-04-15/2017-04-17 (the last day included), 2017-04-15T14:30Z
  place   Dumeir; Dumeir@33.64,36.69,2000 (degrees, degrees, metres); several with ; between them
  country SY                       means   barrel bombs
  actor   Syrian army              target  civilians (several with ; between them)
  toll    killed civilians 21; killed people 43+; wounded people 12-15 (several with ; between them)

"""
_HANDLE: Final = re.compile(r"[^\s:]{1,60}")
_NONE: Final = "none"
_Name = Literal["kind", "scope", "actors", "targets", "places", "country", "when", "toll", "means"]
_CALLED: Final[dict[str, _Name]] = {
    "kind": "kind",
    "when": "when",
    "place": "places",
    "country": "country",
    "actor": "actors",
    "target": "targets",
    "toll": "toll",
    "means": "means",
    "scope": "scope",
}
"""The fields that can be set, as they are called here, and as an event calls them."""
_READ: Final[dict[str, Callable[[str], Any]]] = {
    "kind": fields.kind,
    "when": fields.when,
    "place": fields.places,
    "country": fields.country,
    "actor": fields.parties,
    "target": fields.parties,
    "toll": fields.tolls,
    "means": lambda text: fields.whole(text, "the means"),
    "scope": fields.scope,
}

_Acting = Callable[["Ledger", argparse.Namespace], Act]


def handle(text: str) -> str:
    """Return the handle of a person.  Raises ArgumentTypeError when it is none."""
    if not _HANDLE.fullmatch(text) or not text.isprintable():
        raise argparse.ArgumentTypeError(f"expected a handle without white space or colons like ada, not {text[:60]!r}")
    return text


def _reason(text: str) -> str:
    try:
        return fields.whole(text, "the reason (--why)")
    except UsageError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def _moment(text: str) -> dt.datetime:
    try:
        return fields.instant(text)
    except UsageError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    judge = commands.add_parser(
        "judge",
        help="decide what a machine cannot",
        description="Decide what a machine cannot, by name and with a reason.",
        allow_abbrev=False,
    )
    acts = judge.add_subparsers(dest="action", required=True, metavar="ACT")
    one = _act(acts, "same", _same, "say that claims are about one happening")
    one.add_argument("ids", nargs="+", metavar="ID", help="incidents or claims, two or more")
    two = _act(acts, "different", _different, "say that claims are about two happenings")
    two.add_argument("one", metavar="ID", help="an incident or claim")
    two.add_argument("other", metavar="ID", help="another; a claim of an incident parts it from the rest of that")
    correct = _act(acts, "set", _set, "say what a claim says, where it was misread", more=_FIELDS)
    correct.add_argument("id", metavar="ID", help="a claim")
    correct.add_argument("field", metavar="FIELD", choices=sorted(_CALLED), help=", ".join(_CALLED))
    correct.add_argument("value", metavar="VALUE", help="what it says; none: it does not say it")
    rate = _act(acts, "rate", _rate, "say how reliable a source is")
    rate.add_argument("source", metavar="SOURCE", help="a party's name or id, as 'counterclaim parties find' shows it")
    rate.add_argument("rating", metavar="A-F", choices=get_args(Rating), help="A reliable ... F cannot be judged")
    less = _act(acts, "discount", _discount, "say that an allegation of harm has been discounted")
    less.add_argument("id", metavar="ID", help="an incident or claim")
    less.add_argument("belligerent", nargs="?", metavar="BELLIGERENT", help="the accused; without, all of them")
    wrong = _act(acts, "retract", _retract, "say that words do not say what was read: the claim counts nowhere")
    wrong.add_argument("ids", nargs="+", metavar="CLAIM", help="claims")
    right = _act(acts, "check", _check, "say that claims were read rightly")
    right.add_argument("ids", nargs="+", metavar="ID", help="incidents or claims")
    down = _act(acts, "takedown", _takedown, "remove a report's text and claims for good; a tombstone stays")
    down.add_argument("report", metavar="REPORT", help="a report's id")
    down.add_argument("--reason", required=True, choices=get_args(ReasonClass), help="the class of the reason")
    undo = _act(acts, "undo", _undo, "take a judgement back")
    undo.add_argument("judgement", metavar="JUDGEMENT", help="its id; of an undo: what that took back counts again")
    listing = add_command(
        acts, "list", brief="list all judgements", description="List all judgements, and which of them are in effect."
    )
    add_ledger(listing)
    listing.add_argument("--json", action="store_true", help="one record a line")
    listing.set_defaults(run=_list)


def _act(acts: Commands, name: str, acting: _Acting, brief: str, *, more: str = "") -> argparse.ArgumentParser:
    command = add_command(
        acts, name, brief=brief, description=f"{brief[0].upper()}{brief[1:]}.", examples=more + _EXAMPLES
    )
    add_ledger(command)
    command.add_argument("--by", required=True, type=handle, metavar="HANDLE", help="who decides")
    command.add_argument(
        "--why", required=True, type=_reason, metavar="TEXT", help="the reason, as it may be published"
    )
    command.add_argument("--at", type=_moment, metavar="TIME", help="when it was decided (imports only), UTC")
    command.add_argument("--json", action="store_true", help="print the record of the judgement")
    command.set_defaults(run=_judge, acting=acting)
    return command


def _judge(arguments: argparse.Namespace) -> int:
    acting: _Acting = arguments.acting
    with opened_ledger(arguments) as ledger:
        act = acting(ledger, arguments)
        at = arguments.at or dt.datetime.now(dt.UTC)
        by, why = arguments.by, arguments.why
        judgement = Judgement(id=ids.judgement_id(by=by, at=at, why=why, act=act), by=by, at=at, why=why, act=act)
        gone = _what_goes(ledger, act) if isinstance(act, Takedown) else None
        if isinstance(act, Takedown):
            ledger.take_down(judgement)
        else:
            ledger.add([judgement])
        if arguments.json:
            sys.stdout.write(msgspec.json.encode(judgement).decode() + "\n")
        else:
            sys.stdout.write(one_line(f"{judgement.id}: {said(judgement)}") + "\n")
        if gone is not None:
            say(gone)
        fuse_now(ledger)
    return OK


# what each act names


def _named(view: View, asked: Iterable[str]) -> list[Claim]:
    found = {claim.id: claim for one in asked for claim in claims_named(view, one.strip())}
    return list(found.values())


def _anchors(claims: Iterable[Claim]) -> tuple[Anchor, ...]:
    return tuple(
        sorted(
            {anchor_of(claim) for claim in claims},
            key=lambda at: (at.report, at.start, at.end, at.kind, at.claim or ""),
        )
    )


def _same(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    anchors = _anchors(_named(ledger, arguments.ids))
    if len(anchors) < 2:
        raise UsageError("two claims or more can be the same: name another incident or claim")
    return Same(anchors=anchors)


def _different(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    one, other = ({*_anchors(_named(ledger, [asked]))} for asked in (arguments.one, arguments.other))
    if one < other:
        other -= one
    elif other < one:
        one -= other
    if one & other:
        raise UsageError(
            f"{arguments.one[:40]} and {arguments.other[:40]} share claims: name two incidents, two claims, or a "
            "claim and its incident"
        )
    return Different(anchors=_sorted(one), others=_sorted(other))


def _sorted(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted(anchors, key=lambda at: (at.report, at.start, at.end, at.kind, at.claim or "")))


def _set(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    claim = claim_named(ledger, arguments.id.strip(), "set corrects what one claim says, so name one")
    called: str = arguments.field
    name = _CALLED[called]
    if arguments.value.strip() == _NONE:
        if called in ("kind", "scope"):
            raise UsageError(f"every claim has a {called}: expected one, not none")
        return SetField(anchor=anchor_of(claim), fields=(name,), event=Event(kind=claim.event.kind))
    value = _READ[called](arguments.value)
    if value == ():
        raise UsageError(f"expected a {called}, or none where the claim does not say it; not an empty value")
    names: tuple[_Name, ...] = (name,)
    values: dict[str, object] = {"kind": claim.event.kind, name: value}
    if called == "place" and (state := fields.state_of(value)) is not None:
        # The state follows from the place: one without the other would contradict itself.
        names, values["country"] = ("places", "country"), state
    return SetField(anchor=anchor_of(claim), fields=names, event=msgspec.convert(values, Event))


def _rate(_ledger: Ledger, arguments: argparse.Namespace) -> Act:
    source = fields.party(arguments.source)
    if source.party is None:
        say(f"the register does not know {source.name!r}: the rating counts where the name is written just so")
    return RateSource(source=source.party or source.name, rating=cast("Rating", arguments.rating))


def _discount(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    accused = arguments.belligerent
    return Discount(
        anchors=_anchors(_named(ledger, [arguments.id])),
        belligerent=None if accused is None else fields.whole(accused, "the belligerent's name"),
    )


def _retract(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    claims = [
        claim_named(ledger, asked.strip(), "retract takes back what was misread, claim by claim")
        for asked in arguments.ids
    ]
    return Retract(anchors=_anchors(claims))


def _check(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    return Check(anchors=_anchors(_named(ledger, arguments.ids)))


def _takedown(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    found = report_named(ledger, arguments.report.strip())
    if isinstance(found, Tombstone):
        raise UsageError(f"report {found.id} was taken down on {found.at:%Y-%m-%d} by judgement {found.judgement}")
    return Takedown(report=found.id, reason_class=cast("ReasonClass", arguments.reason))


def _undo(ledger: Ledger, arguments: argparse.Namespace) -> Act:
    from counterclaim.pipeline.deciding import standing

    judgements = list(ledger.judgements())
    target = judgement_named(judgements, arguments.judgement.strip())
    if isinstance(target.act, Takedown):
        raise UsageError(f"{target.id} is a takedown, which cannot be undone: what it removed is gone")
    if (by := standing(judgements).undone.get(target.id)) is not None:
        raise UsageError(f"{target.id} was undone already, by {by}: undo that to have it again")
    return Undo(judgement=target.id)


def _what_goes(view: View, act: Takedown) -> str:
    """Return what a takedown removes, in words, while it is still there."""
    report = view.report(act.report)
    title = getattr(report, "title", None) or getattr(report, "ref", act.report)
    claims = sum(1 for _ in view.claims_of([act.report]))
    return (
        f"removed for good: the text and title of {title!r}, its claims ({claims:,}) with their quotes, and the bytes "
        "of captures that only it needs; a tombstone with the hash, the reason's class and the date stays. "
        "This cannot be undone. Other reports that copy its words stay: take each down by itself"
    )


# the list


def said(judgement: Judgement) -> str:
    """Return who judged what, in words."""
    return f"{judgement.by} judged {_act_in_words(judgement.act)}"


def _act_in_words(act: Act) -> str:
    match act:
        case Same(anchors=anchors):
            return f"one happening: {_claims(anchors)}"
        case Different(anchors=one, others=other):
            return f"another happening: {_claims(one)}; than {_claims(other)}"
        case SetField(anchor=anchor):
            return f"misread in report {anchor.report}: {_values(act)}"
        case RateSource(source=source, rating=rating):
            return f"source {source}: {rating}"
        case Discount(anchors=anchors, belligerent=accused):
            return f"discounted, harm by {accused or 'anybody'}: {_claims(anchors)}"
        case Retract(anchors=anchors):
            return f"misread, to count nowhere: {_claims(anchors)}"
        case Check(anchors=anchors):
            return f"read rightly: {_claims(anchors)}"
        case Takedown(report=report, reason_class=reason):
            return f"taken down ({reason}): report {report}"
        case Undo(judgement=target):
            return f"undone: judgement {target}"


def _claims(anchors: Sequence[Anchor]) -> str:
    reports = len({anchor.report for anchor in anchors})
    return f"{len(anchors)} claim{'s' * (len(anchors) > 1)} of {reports} report{'s' * (reports > 1)}"


def _values(act: SetField) -> str:
    return ", ".join(f"{name} is {msgspec.json.encode(getattr(act.event, name)).decode()}" for name in act.fields)


def _list(arguments: argparse.Namespace) -> int:
    with opened_ledger(arguments) as ledger:
        judgements = list(ledger.judgements())
        if not judgements:
            say("nobody has judged anything in this ledger yet")
            return NOTHING_READ
        if arguments.json:
            sys.stdout.writelines(msgspec.json.encode(judgement).decode() + "\n" for judgement in judgements)
            return OK
        from counterclaim.pipeline.deciding import decisions

        effect = decisions(ledger)
    for judgement in judgements:
        sys.stdout.write(f"{judgement.id}  {judgement.at:%Y-%m-%d %H:%M}  {one_line(said(judgement))}\n")
        sys.stdout.write(f"  why: {one_line(judgement.why)}\n")
        sys.stdout.writelines(f"  {state}\n" for state in _states(judgement, effect))
    for conflict in effect.conflicts:
        one, other = effect.judgements[conflict.earlier], effect.judgements[conflict.later]
        say(f"conflict on {conflict.what}: {one.by} ({one.id}) and {other.by} ({other.id}); the newer counts")
    return OK


def _states(judgement: Judgement, effect: Effect) -> list[str]:
    if judgement.id in effect.undone:
        return [f"undone by {effect.undone[judgement.id]}"]
    found = [f"without effect: {idle.target} is {idle.why}" for idle in effect.idle if idle.judgement == judgement.id]
    lost = sum(one.judgement == judgement.id for one in effect.unbound)
    return [*found, f"unbound: {lost} of the words it names carry no such claim now"] if lost else found
