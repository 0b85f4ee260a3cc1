"""What a name may mean: the gazetteer's entries for it, each with how likely it is before the report is looked at.

The prior is in decimal orders of people, a measure a person can check: a town of ten times the people is one step
likelier.  A state stands above every town so called, a name that is only another name of a place one step below.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from counterclaim.claims.geoparse.words import (
    Default,
    abbreviations,
    capitals,
    defaults,
    demonyms,
    geo_words,
    other_words,
    state_names,
)
from counterclaim.gazetteer.entry import Entry, Feature, How, Match
from counterclaim.gazetteer.fold import fold, without_article
from counterclaim.gazetteer.index import gazetteer

MOST: Final = 40
"""Candidates kept for one name: the likeliest ones; San José has hundreds."""
_LOOKED_AT: Final = 120
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_SPACE: Final = re.compile(r"\s+")
_SHORT: Final = (("st ", "saint "), ("mt ", "mount "), ("ft ", "fort "), ("saint ", "st "), ("mount ", "mt "))
_STEP: Final[dict[Feature, tuple[float, float]]] = {
    "country": (5.0, 0.5),
    "region": (8.0, 0.0),
    "province": (6.0, 0.0),
    "district": (2.6, 0.0),
    "settlement": (0.0, 1.0),
    "neighbourhood": (3.0, 0.3),
    "water": (5.0, 0.0),
    "terrain": (4.5, 0.0),
    "island": (4.5, 0.0),
    "area": (4.5, 0.0),
    "airfield": (2.0, 0.0),
}
"""By feature: where its prior starts and what a decimal order of people adds."""
_OTHER_FEATURE: Final = (3.7, 0.0)
_OWN: Final = "counterclaim:"
_OWN_LEAST: Final = 4.5
"""The project's own places are those that conflict news names: each as a town of 30,000, under any of its names."""
_FEWEST: Final = 300
"""People of a place whose number is unknown: the gazetteer's towns begin at 500."""
_LESS: Final = {"name": 0.0, "other name": -1.0, "variant": -1.5}
_ARTICLE: Final = -1.0
_CAPITAL: Final = 0.7
_WIDE: Final = frozenset(("country", "region", "province"))
_CITY: Final = 5.0
"""A name that a state, a division or a city of 100,000 bears as it is written is no other's spelled otherwise."""
_DEFAULT: Final = 2.5
_SEAT: Final = 2.0
"""What a division loses to the town that gave it its name: "Idlib" is the town, "Idlib province" the province."""
_TOWN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry a name may mean; ``prior`` in decimal orders of people; ``how`` the name is like the entry's."""

    entry: Entry
    prior: float
    how: How


def plain(name: str) -> str:
    """Return a name without a possessive mark and with single spaces."""
    return _POSSESSIVE.sub("", _SPACE.sub(" ", name.strip()))


@functools.lru_cache(maxsize=20_000)
def candidates(name: str) -> tuple[Candidate, ...]:
    """Return what a name may mean, the likeliest first, at most :data:`MOST`; none when nothing is known of it."""
    name = plain(name)
    if name in geo_words().compass:
        return ()
    short = abbreviations().get(name)
    found: dict[str, Candidate] = {}
    if short is not None:
        _add(found, _divisions(short.of, short.country), 3.0)
        if len(name) < 4 and found:
            return tuple(found.values())
    folded = fold(name)
    spellings, usual_word = _spellings(folded), fold(other_words().get(folded, ""))
    for spelled in spellings:
        matches = gazetteer().matches(spelled, _LOOKED_AT)
        exact = tuple(match for match in matches if match.how != "variant")
        _add(found, exact, _DEFAULT if spelled == usual_word else 0.0, spelled)
        if not any(one.entry.feature in _WIDE or one.prior >= _CITY for one in found.values()):
            _add(found, matches[len(exact) :], 0.0)
    if len(spellings) == 1 or not found:
        _add(found, tuple(_states(folded, found)), 0.0)
    for other in () if found else _alike(folded):
        _add(found, tuple(m for m in gazetteer().matches(other) if m.how != "variant"), 0.0)
    if not found and (base := _untyped(folded)) is not None:
        _add(found, tuple(m for m in gazetteer().matches(base[0], _LOOKED_AT) if m.entry.feature in base[1]), 0.0)
    seats = {one.entry.division for one in found.values() if _is_town(one)}
    for key, one in found.items():
        if one.entry.feature == "province" and key in seats:
            found[key] = replace(one, prior=one.prior - _SEAT)
    usual = defaults().get(folded)
    if usual is not None:
        found = {key: _raised(one, usual) for key, one in found.items()}
    ranked = sorted(found.values(), key=lambda one: (-one.prior, one.entry.id))
    return tuple(ranked[:MOST])


def _is_town(one: Candidate) -> bool:
    return one.how == "name" and one.entry.feature == "settlement" and one.entry.population >= _TOWN


def _raised(one: Candidate, usual: Default) -> Candidate:
    """Return a candidate with its prior raised where it is the sense news means by the name."""
    entry = one.entry
    if entry.feature != usual.feature or entry.country != usual.country:
        return one
    division = gazetteer().entry(entry.division) if entry.division else None
    if usual.division is not None and (division is None or division.name != usual.division):
        return one
    return replace(one, prior=max(one.prior, _STEP["province"][0]) + _DEFAULT)


def _spellings(folded: str) -> list[str]:
    """Return a folded name and what else it may be written as: without "the", with "Saint" for "St"."""
    spelled = [folded]
    if folded.startswith("the "):
        spelled.append(folded[4:])
    for lead, full in _SHORT:
        if folded.startswith(lead):
            spelled.append(full + folded[len(lead) :])
            break
    other = other_words().get(folded)
    if other is not None:
        spelled.append(fold(other))
    return spelled


def _states(folded: str, found: Mapping[str, Candidate]) -> Iterator[Match]:
    """Yield the states a demonym or another name stands for, unless a division is so called ("Wales")."""
    named = state_names().get(folded)
    if named is not None and any(one.entry.feature == "province" and one.how == "name" for one in found.values()):
        named = None
    for iso in (*demonyms().get(folded, ()), *([named] if named is not None else [])):
        state = gazetteer().entry(f"iso:{iso}")
        if state is not None:
            yield Match(entry=state, name=folded, how="name")


def _alike(folded: str) -> Iterator[str]:
    """Yield a site's name with other words for its kind ("aleppo airport" -> "aleppo international airport")."""
    for words in geo_words().alike:
        for word in sorted(words, key=len, reverse=True):
            if folded.endswith(f" {word}"):
                yield from (folded.removesuffix(word) + other for other in words if other != word)
                return


def _untyped(folded: str) -> tuple[str, frozenset[Feature]] | None:
    """Return a name without the type word at its end or head ("oaxaca state", "city of homs") and what that allows."""
    lead, _, last = folded.rpartition(" ")
    if lead and (allowed := typed(last)):
        return lead, allowed
    first, _, rest = folded.partition(" of ")
    return (rest, typed(first)) if rest and typed(first) else None


def _add(found: dict[str, Candidate], matches: tuple[Match, ...], more: float, asked: str = "") -> None:
    for match in matches:
        entry = match.entry
        prior, how = _prior(entry, match) + more, match.how
        if asked != without_article(asked) == fold(match.name) and not entry.id.startswith(_OWN):
            prior, how = prior + _ARTICLE, "variant"  # "al-Sud" is hardly the province Sud of Haiti
        if entry.id not in found or found[entry.id].prior < prior:
            found[entry.id] = Candidate(entry, prior, how)


def _prior(entry: Entry, match: Match) -> float:
    start, step = _STEP.get(entry.feature, _OTHER_FEATURE)
    prior = start + step * math.log10(max(entry.population, _FEWEST))
    # A state goes by many names, and "Cook County" is Cook's own name.
    if not (entry.feature == "country" or (match.how == "other name" and _with_type(entry, match))):
        prior += _LESS[match.how]
    if entry.feature == "settlement" and (fold(entry.name), entry.country) in capitals():
        prior += _CAPITAL
    if entry.id.startswith(_OWN) and match.how != "variant":
        prior = max(prior, _OWN_LEAST)
    return prior


def _with_type(entry: Entry, match: Match) -> bool:
    head, _, last = match.name.rpartition(" ")
    return bool(typed(last)) and fold(head) == fold(entry.name)


@functools.cache
def _divisions(name: str, iso: str) -> tuple[Match, ...]:
    found = gazetteer().matches(name)
    return tuple(m for m in found if m.entry.feature == "province" and m.entry.country == iso)


def typed(word: str) -> frozenset[Feature]:
    """Return the features a type word allows ("County" -> district), none for another word."""
    return geo_words().types.get(word.lower(), frozenset())
