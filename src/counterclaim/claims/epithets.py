"""Parties that a report does not name: "the regime", "the army", "the Britain-based monitoring group".

Who is meant depends on the war that is reported: the register's epithets say it for each country.  What a report
says of another party by the same noun ("the Turkish army ... the army") is left alone.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.aliases import country_names
from counterclaim.claims.mentions import Mention
from counterclaim.claims.nominals import nouns
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.names import key
from counterclaim.lexicon.register import register

_OTHERS: Final = frozenset(
    "former ousted fallen toppled deposed previous old past another other others its their his her our your any no own"
    " each every future new".split()
)
"""Words that make a noun after them another one than the report's own: "the former regime", "their army"."""

_NAMED: Final = frozenset(("armed_group", "coalition", "monitor"))


@functools.cache
def _epithets() -> dict[tuple[str, str], str]:
    """Return the party by country and key of the words."""
    return {(e.country, key(words)): e.party for e in register().epithets for words in e.words}


def identified(doc: Doc, mentions: Sequence[Mention], country: str | None) -> tuple[Mention, ...]:
    """Return the mentions, with the register's id put to those that mean a known party without naming it.

    ``country`` (ISO 3166 alpha-2) is where most of the report's scenes lie; without it only mentions that point to a
    fuller one get its id.
    """
    fuller = {m.text: m.party for m in mentions if m.party is not None and m.kind != "person"}
    # A group that is told by an epithet is shown by its name; "the army" stays the army.
    named = {m.party: m.fullest for m in mentions if m.party is not None and m.proper and m.kind in _NAMED}
    out: list[Mention] = []
    for mention in mentions:
        party, fullest = mention.party, mention.fullest
        if party is None and mention.kind not in ("things", "civilians", "person"):
            if mention.fullest != mention.text:
                party = fuller.get(mention.fullest)
            elif country is not None:
                party = _meant(doc, mention, mentions, country)
                fullest = named.get(party or "", fullest)
        out.append(replace(mention, party=party, fullest=fullest) if party is not mention.party else mention)
    return tuple(out)


def _meant(doc: Doc, mention: Mention, mentions: Sequence[Mention], country: str) -> str | None:
    party = _epithets().get((country, key(mention.text)))
    if party is None:
        return None
    first = doc[mention.head]
    while first.i > 0 and first.idx > mention.start:
        first = first.nbor(-1)
    if first.i > 0 and first.nbor(-1).lower_ in _OTHERS:
        return None
    head = doc[mention.head].lower_
    rivals = {m.party for m in mentions if m.party is not None and doc[m.head].lower_ == head} - {party}
    entry = register().get(party)
    if entry is not None and entry.kind == "monitor":
        rivals |= {m.party for m in mentions if m.kind == "monitor" and m.party is not None} - {party}
    return None if rivals else party


def known_as(mentions: Sequence[Mention]) -> dict[str, str]:
    """Return the register's id by name, lower case, for the names of a report that mean one party each."""
    table: dict[str, str | None] = {}
    for mention in mentions:
        if mention.party is not None:
            for name in {mention.text.lower(), mention.fullest.lower()}:
                table[name] = mention.party if table.get(name, mention.party) == mention.party else None
    return {name: party for name, party in table.items() if party is not None}


def state_named(name: str) -> str | None:
    """Return the id of the state that has this very name, and not only an adjective of it; None for other names."""
    iso = country_names().get(name.lower())
    return iso.lower() if iso is not None and name in countries()[iso].names else None


@functools.cache
def _holders() -> dict[str, str]:
    """Return the id by key of each name of a person of the register."""
    people = (party for party in register().parties.values() if party.kind == "person")
    return {key(name): party.id for party in people for name in party.names}


def holder_named(name: str) -> str | None:
    """Return the id of the holder of office named after nothing but titles: "Secretary of State John Kerry"."""
    words = name.split()
    for at in range(len(words)):
        found = _holders().get(key(" ".join(words[at:])))
        if found is not None:
            return found
        if not (key(words[at]) in country_names() or _is_title(words[at].lower())):
            return None
    return None


def _is_title(word: str) -> bool:
    table = nouns()
    return word in table.titles or word in table.title_links or word in ("of", "the")
