"""The made-up world of the synthetic stream: real towns, parties of the register, invented outlets, streets and people.

Towns, their coordinates and countries come from the gazetteer when the stream begins; nothing of them stands here.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.gazetteer.index import gazetteer
from counterclaim.gazetteer.packages import settlements
from counterclaim.lexicon.register import register
from counterclaim.records import Claimant, PartyName, Place

TOWNS: Final = 8
"""Towns of each country: those with most inhabitants that the gazetteer knows."""
_COUNTRIES: Final = (
    "SY IQ YE AF UA RU SD SS LY LB IL TR IR EG SO ML NE NG BF CD CF ET TD CM MZ MM PK IN PH CO MX HT AZ AM KE UG DZ TN"
).split()
_GROUPS: Final = 5
"""Armed groups of a country: those of the register, the rest invented."""
_WORLDWIDE: Final = ("amnesty", "hrw", "airwars")
_PLACES: Final = "Valley Harbour Delta Ridge Lowland Orchard Causeway Basalt Meridian Juniper Quarry Estuary".split()
_PAPERS: Final = "Courier Gazette Herald Observer Dispatch Chronicle".split()
WIRES: Final = ("Meridian Wire", "Estuary News Agency", "Causeway Press Service", "Lowland Telegraph Agency")
"""Agencies whose stories others carry, all invented."""
_STARTS: Final = "Ab Bar Dar El Far Gor Har Is Jal Kar Lom Mar Nur Ok Pel Qas Ras Sul Tar Ul Var Wen Yar Zor".split()
_MIDDLES: Final = "a abi ade ami an ari asha ek eli emi era ila imo ira ona oru osha ula umi ura".split()
_ENDS: Final = "bad bek dan der fan gul han kov lan lik mid min nak rin rov sha tan vik wan zad".split()


@dataclass(frozen=True, slots=True)
class Land:
    """A country: its towns, who fights in it, and who speaks of it by name."""

    country: str
    towns: tuple[Place, ...]
    sides: tuple[PartyName, ...]
    speakers: tuple[Claimant, ...]


OUTLETS: Final = tuple(f"{place} {paper}" for place in _PLACES for paper in _PAPERS)
"""Publishers, all invented."""


def invented(draw: random.Random) -> str:
    """Return one of some ten thousand names that nobody bears."""
    return f"{draw.choice(_STARTS)}{draw.choice(_MIDDLES)}{draw.choice(_ENDS)}"


@functools.cache
def lands() -> tuple[Land, ...]:
    """Return the countries, made once a process.  Raises GazetteerError where the gazetteer cannot be opened."""
    towns: dict[str, list[Place]] = {country: [] for country in _COUNTRIES}
    for town in sorted((town for town, _ in settlements()), key=lambda town: (-town.population, town.id)):
        found = towns.get(town.country or "")
        if found is not None and len(found) < TOWNS and (place := _place(town.id)):
            found.append(place)
    return tuple(_land(country, towns[country]) for country in _COUNTRIES)


def _place(name: str) -> Place | None:
    entry = gazetteer().entry(name)
    if entry is None or entry.lat_deg is None or entry.country is None:
        return None
    return Place(
        name=entry.name,
        gazetteer_id=entry.id,
        lat_deg=entry.lat_deg,
        lon_deg=entry.lon_deg,
        radius_m=entry.radius_m,
        precision=entry.precision,
        country=entry.country,
        alternatives=entry.claimed_by,
    )


def _land(country: str, towns: Sequence[Place]) -> Land:
    known = register()
    code = country.lower()
    draw = random.Random(country)
    listed = [party for party in known.parties.values() if party.country == country]
    arms = [known.get(f"{code}-{arm}") for arm in ("forces", "air-force", "police")]
    groups = [party for party in listed if party.kind == "armed_group"][:_GROUPS]
    sides = [PartyName(name=party.names[0], party=party.id) for party in (*arms, *groups) if party is not None]
    sides += [PartyName(name=f"{invented(draw)} Front") for _ in range(_GROUPS - len(groups))]
    offices = [known.get(f"{code}-{arm}") for arm in ("defence-ministry", "health-ministry", "interior-ministry")]
    monitors = [party for party in listed if party.kind == "monitor"][:2] + [known.get(name) for name in _WORLDWIDE]
    speakers = [
        Claimant(voice="named", name=party.names[0], party=party.id)
        for party in (*offices, *monitors)
        if party is not None
    ]
    return Land(country=country, towns=tuple(towns), sides=tuple(sides), speakers=tuple(speakers))
