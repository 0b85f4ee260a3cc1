"""The pages of parties: who they are by the register, and the incidents in which they act, suffer or speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.ledger import Brief, Query, View
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.register import register
from counterclaim.publish import derived_words
from counterclaim.publish.pages.bars import bars
from counterclaim.publish.pages.lists import Listed, all_listed
from counterclaim.publish.pages.shown import Link
from counterclaim.publish.pages.site import Ask, render
from counterclaim.publish.panorama import Panorama
from counterclaim.records import Party, PartyName
from counterclaim.records.parties import Tie

MOST: Final = 2000
"""The latest incidents of a party that are told apart by what it does in them."""
_SHOWN: Final = 25
"""Incidents of each list that a page shows."""
_BARS: Final = 48


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie of a party to another: since when, until when, where it is known from."""

    other: Link
    note: str
    time: str
    source: str


@dataclass(frozen=True, slots=True)
class Role:
    """The incidents in which a party acts, suffers or speaks; ``incidents`` are the latest of them."""

    name: str
    title: str
    count: int
    incidents: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in the list of parties."""

    link: Link
    kind: str
    country: str
    incidents: int


def known(party: str) -> Party | None:
    """Return the register's entry of an id or a name."""
    return register().get(party) or named(party)


def label(party: str) -> str:
    """Return a party's neutral name; one that the register does not list in quotation marks."""
    entry = known(party)
    return entry.names[0] if entry is not None else derived_words.quoted(party)


def country(code: str | None) -> str:
    """Return a state's name; empty without one."""
    if code is None:
        return ""
    state = countries().get(code)
    return state.names[0] if state is not None else code


def held(tie: Tie) -> str:
    """Return when a tie held, in words: ``from 2014 to 2016-03``."""
    edges = [f"from {tie.since}" if tie.since else "", f"to {tie.until}" if tie.until else ""]
    return " ".join(filter(None, edges)) or "no date known"


def bonds(entry: Party, ask: Ask) -> tuple[tuple[Bond, ...], tuple[Bond, ...]]:
    """Return on whose side a party stands, and who owns or directs it, with dates and sources."""

    def bond(other: str, tie: Tie) -> Bond:
        return Bond(Link(label(other), ask.to("parties", other)), tie.note or "", held(tie), tie.source)

    return tuple(bond(tie.party, tie) for tie in entry.side), tuple(bond(tie.by, tie) for tie in entry.owner)


def _is(party: str, names: Iterable[PartyName]) -> bool:
    """Tell whether one of these names means the party of this id or folded name."""
    for name in names:
        entry = derived_words.entry(name.name, name.party)
        if party == (entry.id if entry is not None else name.name.casefold()):
            return True
    return False


def _role(name: str, title: str, briefs: Sequence[Brief], ask: Ask) -> Role:
    return Role(name, title, len(briefs), all_listed(briefs[:_SHOWN], ask))


def party_page(view: View, panorama: Panorama, party_id: str, ask: Ask) -> str | None:
    """Return the page of a party, by its id or name; None where neither the register nor an incident knows it."""
    entry = known(party_id)
    party = entry.id if entry is not None else party_id.casefold()
    met = panorama.select(Query(party=party, limit=MOST))
    if entry is None and not met.total:
        return None
    briefs = met.page
    acts = [each for each in briefs if _is(party, each.actors)]
    suffers = [each for each in briefs if _is(party, each.targets)]
    spoken_of = {each.id for each in (*acts, *suffers)}
    speaks = [each for each in briefs if each.id not in spoken_of]
    side, owner = bonds(entry, ask) if entry is not None else ((), ())
    name = label(party_id) if entry is None else entry.names[0]
    return render(
        "party.html",
        ask=ask,
        name=name,
        party=party,
        entry=entry,
        kind=entry.kind.replace("_", " ") if entry is not None else "",
        country=country(entry.country) if entry is not None else "",
        side=side,
        owner=owner,
        total=met.total,
        latest=MOST if met.total > MOST else 0,
        undated=met.undated,
        chart=bars(met.bins(_BARS), f"Incidents with {name} by time"),
        roles=(
            _role("acts", "Said to have done it", acts, ask),
            _role("suffers", "Said to have suffered it", suffers, ask),
            _role("speaks", "Only speaks of it", speaks, ask),
        ),
        reports=next(iter(view.published_by(name, 1)), None) is not None,
    )


def _row(party: str, incidents: int, ask: Ask) -> PartyRow:
    entry = known(party)
    return PartyRow(
        link=Link(label(party), ask.to("parties", party)),
        kind=entry.kind.replace("_", " ") if entry is not None else "not in the register",
        country=country(entry.country) if entry is not None else "",
        incidents=incidents,
    )


def parties_page(view: View, panorama: Panorama, ask: Ask) -> str:
    """Return the list of the parties that most incidents name or quote."""
    del view
    rows = tuple(_row(each.value, each.count, ask) for each in panorama.select(Query(limit=1)).facets.party)
    return render("parties.html", ask=ask, parties=rows)
