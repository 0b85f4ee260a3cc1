"""Place names of one report to points and areas, all of them together.

group the spellings of one name -> candidates -> hints in the words around them -> joint votes -> decide
what is not known but said to lie in a known place -> that place, as wide as it is

One name means one place in one report.  A name stays unresolved where nothing is so called, and where the only place
so called is a small one that nothing in the report speaks for while the report's other names lie elsewhere: a reader
would not take it for the place meant.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from counterclaim.claims.geoparse.candidates import Candidate, candidates, plain
from counterclaim.claims.geoparse.hints import Within, features, withins
from counterclaim.claims.geoparse.known import known_names
from counterclaim.claims.geoparse.resolution import Resolution, Toponym
from counterclaim.claims.geoparse.setting import Setting, home
from counterclaim.claims.geoparse.votes import Group, Scored, scored
from counterclaim.claims.geoparse.words import abbreviations, geo_words, is_adjective
from counterclaim.gazetteer.entry import Entry, Feature
from counterclaim.gazetteer.fold import fold
from counterclaim.geo import distance_m

SAID_AFTER: Final = 6.0
"""What "X, Illinois" adds to the X in Illinois: more than a million times the people outweigh."""
SAID_BEFORE: Final = 2.5
TYPED: Final = 2.0
"""What "X province" adds to the province, "town of X" to the town."""
MOST_OF_ALL: Final = 3_000
"""Candidates of all names of a report together: each is compared with each other."""
SMALL: Final = 4.3
"""The prior under which a place is a small one: about 20,000 people."""
_CITY: Final = 5.5
_FEW_VOTES: Final = 0.5
_OTHERS: Final = 5
"""Ids of other places kept as alternatives."""
_AREAS: Final = frozenset(("district", "province", "country", "region"))
_TOWN_M: Final = 40_000.0
"""How far from its middle a town or small district still has places, in metres."""


def resolve(text: str, names: Sequence[Toponym], setting: Setting | None = None) -> tuple[Resolution | None, ...]:
    """Return where each name lies, None where it stays unresolved; ``names`` are spans of ``text`` in any order.

    The same names in another order give the same answers.
    """
    surrounding = home(setting or Setting())
    order = sorted(range(len(names)), key=lambda at: (names[at].start, names[at].end))
    ordered = [names[at] for at in order]
    keys = [_key(name.text) for name in ordered]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    group_of = [numbers[key] for key in keys]
    spelled = dict(zip(reversed(keys), reversed([name.text for name in ordered]), strict=True))
    fewer = max(1, MOST_OF_ALL // max(1, len(numbers)))
    found = [candidates(spelled[key])[:fewer] for key in numbers]
    said = list(withins(text, ordered))
    beside = [features(text, name) for name in ordered]
    bonus = _bonus(group_of, found, said, beside)
    counts = Counter(group_of)
    peoples = [is_adjective(plain(spelled[key])) for key in numbers]
    groups = [Group(found[g], bonus[g], counts[g], peoples[g]) for g in range(len(found))]
    outside = [candidates(name)[:fewer] for name in surrounding.names if _key(name) not in numbers]
    states = [*surrounding.states, *(setting.parties if setting is not None else ())]
    ranked = scored([*groups, *(Group(one, [0.0] * len(one), 1) for one in outside)], states)[: len(groups)]
    most = max((one[0].state for one in ranked if one), default=0.0)
    chosen = [_chosen(one, most, len(ranked)) for one in ranked]
    answers = [
        _answer(_of_type(chosen[g], ranked[g], allowed), ranked[g]) for g, allowed in zip(group_of, beside, strict=True)
    ]
    _keep_to_states(answers, said, ranked, group_of)
    _fall_back(ordered, answers, said, chosen, group_of)
    back = sorted(range(len(names)), key=lambda at: order[at])
    return tuple(answers[at] for at in back)


def _key(name: str) -> str:
    bare = plain(name)
    return bare if bare in abbreviations() else fold(bare)


def _bonus(
    group_of: Sequence[int],
    found: Sequence[Sequence[Candidate]],
    said: Sequence[Within],
    beside: Sequence[frozenset[Feature]],
) -> list[list[float]]:
    """Return what the words around the names add to each candidate of each group.

    A type word counts for all mentions of a name where half of them have one (``beside``, by mention).
    """
    bonus = [[0.0] * len(one) for one in found]
    for link in said:
        inner, outer = group_of[link.inner], group_of[link.outer]
        add = SAID_AFTER if link.said == "after" else SAID_BEFORE
        for a, one in enumerate(found[inner]):
            for b, other in enumerate(found[outer]):
                if inner != outer and inside(one.entry, other.entry):
                    bonus[inner][a] = max(bonus[inner][a], add)
                    bonus[outer][b] = max(bonus[outer][b], add / 2)
    typed: dict[int, list[frozenset[Feature]]] = {}
    for g, allowed in zip(group_of, beside, strict=True):
        typed.setdefault(g, []).append(allowed)
    for g, words in typed.items():
        if 2 * sum(map(bool, words)) < len(words):
            continue
        for a, candidate in enumerate(found[g]):
            if any(candidate.entry.feature in allowed for allowed in words):
                bonus[g][a] += TYPED
    return bonus


def inside(entry: Entry, area: Entry) -> bool:
    """Say whether an entry lies in an area: by its state and division, else by distance to a smaller area's middle."""
    if entry.id == area.id or entry.feature == "country":
        return False
    if area.feature == "country":
        return entry.country == area.country
    if area.feature == "province":
        return entry.division == area.id
    same = entry.country == area.country and entry.division == area.division
    if area.feature == "district":
        return (
            same and entry.feature != "province" and _apart_m(entry, area) <= max(_TOWN_M, 1.5 * (area.radius_m or 0.0))
        )
    small = entry.feature not in ("province", "district", "settlement", "region")
    return area.feature == "settlement" and same and small and _apart_m(entry, area) <= _TOWN_M


def _apart_m(one: Entry, other: Entry) -> float:
    if one.lat_deg is None or one.lon_deg is None or other.lat_deg is None or other.lon_deg is None:
        return math.inf
    return distance_m(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)


def _chosen(ranked: Sequence[Scored], most: float, names: int) -> Scored | None:
    """Return the candidate that is the answer; None where none is, or where nothing speaks for the only ones.

    ``most`` are the votes for the state that has most of them.
    """
    if not ranked or ranked[0].candidate.entry.lat_deg is None:
        return None
    best = ranked[0]
    told = best.bonus > TYPED or best.near > _FEW_VOTES
    if best.candidate.how == "variant" and not told and best.state <= most / 2:
        return None
    if best.candidate.prior < SMALL and names > 2 and not told and best.state <= most / 5:
        return None
    return best


def _of_type(best: Scored | None, ranked: Sequence[Scored], allowed: frozenset[Feature]) -> Scored | None:
    """Return the place of the type that the words beside this mention tell, in the state of the place so called.

    "Aleppo" is the town, and "Aleppo province" in the next sentence the province.
    """
    if best is None or not allowed or best.candidate.entry.feature in allowed:
        return best
    state = best.candidate.entry.country
    fitting = (one for one in ranked if one.candidate.entry.feature in allowed and one.candidate.entry.country == state)
    return next((one for one in fitting if one.candidate.entry.lat_deg is not None), best)


def _answer(best: Scored | None, ranked: Sequence[Scored]) -> Resolution | None:
    if best is None:
        return None
    entry = best.candidate.entry
    assert entry.lat_deg is not None
    assert entry.lon_deg is not None
    assert entry.radius_m is not None
    others = [one.candidate.entry.id for one in ranked if one is not best][:_OTHERS]
    return Resolution(
        name=entry.name,
        gazetteer_id=entry.id,
        lat_deg=entry.lat_deg,
        lon_deg=entry.lon_deg,
        radius_m=entry.radius_m,
        precision=entry.precision,
        country=entry.country,
        area_id=entry.id if entry.precision in _AREAS else None,
        alternatives=(*entry.claimed_by, *others),
        reasons=_reasons(best, len(ranked)),
    )


def _reasons(best: Scored, so_called: int) -> tuple[str, ...]:
    entry, reasons = best.candidate.entry, list[str]()
    if best.bonus > 0:
        reasons.append("the words around the name say so")
    if best.near > _FEW_VOTES:
        reasons.append("near other places of the report")
    if best.division > _FEW_VOTES:
        reasons.append("in a division the report names")
    if best.state > _FEW_VOTES and entry.country is not None:
        reasons.append(f"other names of the report lie in {entry.country}")
    if so_called == 1:
        reasons.append("the only place so called")
    elif not reasons:
        reasons.append(f"the most prominent of {so_called} so called")
    if best.candidate.how != "name":
        reasons.append(f"another name or spelling of {entry.name}")
    return tuple(reasons)


def _keep_to_states(
    answers: list[Resolution | None],
    said: Sequence[Within],
    ranked: Sequence[Sequence[Scored]],
    group_of: Sequence[int],
) -> None:
    """Put a small place into the state that the words before it name ("the Lebanese village of X"), or nowhere.

    Cities and states stand beside other states' names for many reasons: "Russia says London".
    """
    for link in said:
        inner, outer = answers[link.inner], answers[link.outer]
        if link.said == "after" or inner is None or outer is None or outer.precision != "country":
            continue
        if outer.country in (None, inner.country) or inner.country is None or outer.country in inner.alternatives:
            continue
        options = ranked[group_of[link.inner]]
        if options[0].candidate.prior < SMALL or options[0].candidate.how == "variant":
            fitting = (one for one in options if _claimed(one.candidate.entry, outer.country))
            answers[link.inner] = _answer(next(fitting, None), options)


def _claimed(entry: Entry, state: str) -> bool:
    """Say whether an entry has a point and lies in a state, or in territory that the state claims."""
    return entry.lat_deg is not None and state in (entry.country, *entry.claimed_by)


def _fall_back(
    names: Sequence[Toponym],
    answers: list[Resolution | None],
    said: Sequence[Within],
    chosen: Sequence[Scored | None],
    group_of: Sequence[int],
) -> None:
    """Give names without an entry what they are said to lie in, what their name holds, or the report's one town."""
    known = {fold(plain(name.text)): place for name, place in zip(names, answers, strict=True) if place is not None}
    for link in said:
        outer = answers[link.outer]
        if link.said != "after" or answers[link.inner] is not None or outer is None or outer.gazetteer_id is None:
            continue
        if link.worded or outer.area_id is not None:
            answers[link.inner] = somewhere_in(outer, f"said to lie in {outer.name}")
    town = _one_town(chosen, group_of)
    for at, name in enumerate(names):
        if answers[at] is not None:
            continue
        words = plain(name.text).split()
        held = None if words[-1:] and words[-1] in geo_words().roads else _held(name.text, known)
        if held is not None:
            answers[at] = somewhere_in(held, f"named after {held.name}")
        elif town is not None and not geo_words().sites.isdisjoint(words[1:]):
            answers[at] = somewhere_in(town, f"a site, and {town.name} is the one town of the report")


def _held(name: str, known: Mapping[str, Resolution]) -> Resolution | None:
    """Return the place whose name stands in a longer name ("Harare City Council"), if it is well known.

    After another word only a usual name counts: "Urum al-Jadida" is no part of a city once called al-Jadida.
    """
    for start, end in known_names(name):
        inner = name[start:end]
        if end - start == len(name) or inner in geo_words().sites | geo_words().offices:
            continue
        if (place := known.get(fold(plain(inner)))) is not None:
            return place
        options = candidates(inner)
        usual = start == 0 or (bool(options) and options[0].how == "name")
        if options and usual and options[0].prior >= _CITY and options[0].entry.lat_deg is not None:
            return _answer(Scored(options[0], options[0].prior, 0.0, 0.0, 0.0, 0.0), [])
    return None


def somewhere_in(outer: Resolution, why: str) -> Resolution:
    """Return what is known of a place that lies in another: that one's circle, its id as the area."""
    return replace(
        outer,
        gazetteer_id=None,
        area_id=outer.gazetteer_id,
        alternatives=(),
        reasons=(why,),
    )


def _one_town(chosen: Sequence[Scored | None], group_of: Sequence[int]) -> Resolution | None:
    """Return the town that at least half of the report's mentions of towns name, if there is one."""
    counts: dict[str, int] = {}
    by_id: dict[str, Scored] = {}
    for g in group_of:
        best = chosen[g]
        if best is not None and best.candidate.entry.feature == "settlement":
            counts[best.candidate.entry.id] = counts.get(best.candidate.entry.id, 0) + 1
            by_id[best.candidate.entry.id] = best
    if not counts:
        return None
    top = max(counts, key=lambda id_: (counts[id_], id_))
    return _answer(by_id[top], [by_id[top]]) if 2 * counts[top] >= sum(counts.values()) else None
