"""How an incident changed, from recorded times alone: when it became known, what changed, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from counterclaim.incidents.item import Item
from counterclaim.incidents.voices import Told
from counterclaim.records import Change, Group, Harm, Judgement, Toll

_NEVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)
_LEFT: Final = {
    "withdrawn": "a full later version of its page no longer carries it",
    "no_longer_carried": "a later capture of its page, which is not a full one, does not show it",
}


def became_known(item: Item) -> dt.datetime | None:
    """Return when a claim became known: at the first capture of its report, else at the begin of its publication."""
    if item.captured_at is not None:
        return item.captured_at
    published = item.published_at
    return (published.start or published.end) if published is not None else None


def history(told: Sequence[Told], judged: Sequence[Judgement]) -> tuple[Change, ...]:
    """Return the changes of an incident in the order of their times, undated ones last.

    ``judged`` are the judgements about the incident or claims of it.
    """
    changes = [*_telling(told), *_leaving(told), *_judging(told, judged)]
    return tuple(sorted(changes, key=_order))


def _order(one: Change) -> tuple[dt.datetime, tuple[str, ...], bool, str, str]:
    """Return a change's place: its time, then its claims, what is told before what leaves, and judgements by id."""
    return one.at or _NEVER, one.claims, one.what != "reported", one.judgement or "", one.reason


def _telling(told: Sequence[Told]) -> Iterator[Change]:
    """Yield the first telling, then each figure of a voice that is not the one it gave before."""
    known = sorted(told, key=lambda one: (became_known(one.item) or _NEVER, one.claim.id))
    first = known[0]
    yield Change(at=became_known(first.item), what="reported", reason="first told", claims=(first.claim.id,))
    last: dict[tuple[str, Harm, Group], Toll] = {}
    for one in known:
        voice = one.said_by
        if (
            voice is None
            or one.item.copy_of is not None
            or one.claim.stance != "asserts"
            or one.claim.event.scope == "part"
        ):
            continue
        for toll in one.claim.event.toll:
            at = voice.key, toll.harm, toll.who
            before = last.get(at)
            if before is None or (before.low, before.high) != (toll.low, toll.high):
                last[at] = toll
                was = f", before {_figure(before)}" if before is not None else ""
                reason = f"{voice.name}: {_figure(toll)} {toll.who.replace('_', ' ')} {toll.harm}{was}"
                yield Change(at=became_known(one.item), what="figure", reason=reason, claims=(one.claim.id,))


def _figure(toll: Toll) -> str:
    if toll.high is None:
        return f"at least {toll.low}"
    return str(toll.low) if toll.low == toll.high else f"{toll.low} to {toll.high}"


def _leaving(told: Sequence[Told]) -> Iterator[Change]:
    for one in told:
        carried = one.item.carried
        if carried != "live":
            yield Change(at=one.item.left_at, what=carried, reason=_LEFT[carried], claims=(one.claim.id,))


def _judging(told: Sequence[Told], judged: Sequence[Judgement]) -> Iterator[Change]:
    for judgement in judged:
        claims = tuple(one.claim.id for one in told if judgement.id in one.item.judgements)
        act = type(judgement.act).__struct_config__.tag
        reason = f"{act}, by {judgement.by}: {judgement.why}"
        yield Change(at=judgement.at, what="judged", reason=reason, claims=claims, judgement=judgement.id)
