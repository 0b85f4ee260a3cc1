"""Voices and spread: who stands behind what is told of an incident, and how far it was carried; docs/grading.md."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.incidents.item import Item
from counterclaim.incidents.ties import known_as, label, party
from counterclaim.incidents.weighing import folded, shows_own_reporting, weighing
from counterclaim.lexicon.hands import hands, is_known
from counterclaim.records import Claim, PartyKind, Spread, Voices

_MEDIA: Final[frozenset[PartyKind]] = frozenset(("agency", "outlet"))
_NEVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: ``key`` tells it from others (register id, else the name folded), ``party`` is its id if registered."""

    key: str
    name: str
    party: str | None
    as_written: str


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A claim as it is weighed.

    ``live``: its page has not withdrawn it.  ``own``: it is live and no copy, so that it may count.  ``said_by`` is the
    voice that says it, ``voice`` the one that it adds: that voice where it counts.  Both are None where there is none.
    ``speaker`` is the register's id of whoever speaks, voice or not.  ``part``: it tells of a part of it only.
    """

    item: Item
    live: bool
    own: bool
    said_by: Speaker | None
    speaker: str | None
    part: bool

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.item.claim

    @property
    def voice(self) -> Speaker | None:
        """The voice that it adds."""
        return self.said_by if self.own else None


def rank(item: Item) -> tuple[dt.datetime, str]:
    """Return the place of a claim among others: by the begin of its publication, then by id; undated ones come last."""
    published = item.published_at
    start = (published.start or published.end) if published is not None else None
    return start or _NEVER, item.claim.id


def tell(items: Sequence[Item], parts: frozenset[str] = frozenset()) -> tuple[Told, ...]:
    """Return the claims of an incident ready to be weighed, in the order of publication; the order given is nothing.

    A copy adds no voice.  Where the claim that it copies is not among ``items``, the first copy stands in for it; where
    that claim was withdrawn, so are its copies.  ``parts`` are claims (ids) that tell of a part only, beside those that
    say so of themselves.
    """
    ordered = sorted(items, key=rank)
    states = {item.claim.id: item.carried for item in ordered}
    live: list[bool] = []
    original: list[bool] = []
    stood_in: set[str] = set()
    for item in ordered:
        copied = item.copy_of
        live.append(item.carried != "withdrawn" and (copied is None or states.get(copied) != "withdrawn"))
        original.append(copied is None or (copied not in states and copied not in stood_in))
        if original[-1] and live[-1] and copied is not None:
            stood_in.add(copied)
    reporting = _own_reporting([item for item, first in zip(ordered, original, strict=True) if first])
    return tuple(
        Told(
            item=item,
            live=is_live,
            own=is_live and first,
            said_by=_said_by(item, item.claim.report in reporting and first),
            speaker=_speaker(item),
            part=item.claim.id in parts or item.claim.event.scope == "part",
        )
        for item, is_live, first in zip(ordered, live, original, strict=True)
    )


def _own_reporting(items: Sequence[Item]) -> frozenset[str]:
    """Return the reports among these in which the publisher speaks itself, and shows that it asked or looked."""
    speaking = {item.claim.report: item.publisher for item in items if item.claim.claimant.voice == "publisher"}
    named = {report: publisher for report, publisher in speaking.items() if publisher}
    return frozenset(
        item.claim.report
        for item in items
        if (publisher := named.get(item.claim.report)) is not None
        and shows_own_reporting(item.claim.evidence.text, _names(publisher))
    )


@functools.lru_cache(maxsize=16384)
def _names(publisher: str) -> tuple[str, ...]:
    entry = party(publisher)
    return (publisher,) if entry is None else tuple(dict.fromkeys((publisher, *entry.names, *entry.short)))


def _said_by(item: Item, own_reporting: bool) -> Speaker | None:
    said_by = item.claim.claimant
    if said_by.name is None:
        return speaker(item.publisher) if item.publisher and own_reporting else None
    return speaker(said_by.name, said_by.party) if said_by.voice == "named" else _staff_of(said_by.name, said_by.party)


@functools.lru_cache(maxsize=65536)
def speaker(name: str, party_id: str | None = None) -> Speaker:
    """Return the voice of a name."""
    entry = party(name, party_id)
    known = entry.id if entry is not None else None
    return Speaker(known_as(name, party_id), label(name, party_id), known, name)


@functools.lru_cache(maxsize=65536)
def _staff_of(name: str, party_id: str | None) -> Speaker | None:
    """Return the agency or outlet whose correspondent is cited without a name ("AFP journalist"), else None."""
    words = folded(name).split()
    at = next((k for k, word in enumerate(words) if word in weighing().own_reporting.staff), 0)
    if not at:
        return None
    before = " ".join(words[:at])
    entry = party(before, party_id) or party(before.removesuffix("s"))
    return speaker(entry.names[0], entry.id) if entry is not None and entry.kind in _MEDIA else None


def _speaker(item: Item) -> str | None:
    said_by = item.claim.claimant
    name, party_id = (item.publisher, None) if said_by.name is None else (said_by.name, said_by.party)
    entry = party(name, party_id) if name else None
    return entry.id if entry is not None else party_id


def distinct(told: Iterable[Told]) -> dict[str, Speaker]:
    """Return the voices of claims by key, in the order of keys; the name is that of the earliest."""
    found: dict[str, Speaker] = {}
    for one in told:
        if one.voice is not None:
            found.setdefault(one.voice.key, one.voice)
    return dict(sorted(found.items()))


def independent(voices: Mapping[str, Speaker], day: dt.date | None) -> int:
    """Return how many voices are known to be independent: hands, not voices, and only those whose hand is known."""
    return hands([one.party for one in voices.values() if one.party is not None and is_known(one.party, day)], day)


def count(voices: Mapping[str, Speaker], day: dt.date | None) -> Voices:
    """Return how many voices there are: known to be independent on that day, and possibly."""
    known = independent(voices, day)
    unknown = sum(not is_known(one.party, day) for one in voices.values())
    return Voices(known=known, possibly=known + unknown, names=tuple(sorted(one.name for one in voices.values())))


def grounds(told: Iterable[Told]) -> tuple[str, ...]:
    """Return the claims on which a reason rests: the earliest of each voice; where none has one, of each report."""
    by_voice: dict[str, str] = {}
    by_report: dict[str, str] = {}
    for one in told:
        if one.voice is not None:
            by_voice.setdefault(one.voice.key, one.claim.id)
        by_report.setdefault(one.claim.report, one.claim.id)
    return tuple((by_voice or by_report).values())


def spread(told: Iterable[Told]) -> Spread:
    """Return how many reports carry it, and how many tell it in words of their own."""
    carriers = {one.claim.report for one in told if one.live}
    return Spread(origins=len(origins(told)), carriers=len(carriers))


def origins(told: Iterable[Told]) -> tuple[str, ...]:
    """Return the reports that tell it in words of their own."""
    return tuple(sorted({one.claim.report for one in told if one.own}))
