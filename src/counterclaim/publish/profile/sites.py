"""Places of care and shelter, and aid on the move: telling them by their words, and saying less of where they are."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import msgspec

from counterclaim.geo import EARTH_RADIUS_M
from counterclaim.ledger import Box
from counterclaim.lexicon.profile import profile
from counterclaim.publish.profile.masks import Secrets, site_head
from counterclaim.publish.profile.runs import Run, backed, demonyms, known, runs_of_any, sentence, words_pattern
from counterclaim.records import Claim, Place, PlacePrecision

_FINE: Final[frozenset[PlacePrecision | None]] = frozenset((None, "exact", "near", "settlement"))
_NAME: Final = 80
"""Code points up to which words are taken for a name, and the answer on them is kept."""
_STATE: Final = re.compile(r"[A-Z]{2}")
_SENTENCE: Final = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]*")


@functools.cache
def _site() -> re.Pattern[str]:
    words = profile()
    unless = words_pattern(words.unless)
    site = rf"(?<!\w)(?<!-)(?!{unless}\s)(?:{words_pattern(words.sites)})(?!\w)"
    means, goods = words_pattern(words.aid), words_pattern(words.aid_words)
    aid = rf"(?<!\w){goods}\s+(?:[\w'’-]+\s+){{0,2}}?{means}(?!\w)"
    carried = rf"(?<!\w){means}\s+(?:of|with|carrying|bringing|loaded\s+with)\s+(?:[\w'’-]+\s+){{0,3}}?{goods}(?!\w)"
    other = rf"(?P<unless>(?<!\w){unless}\s+{words_pattern(words.sites)}(?!\w))"
    return re.compile(f"{other}|{site}|{aid}|{carried}", re.IGNORECASE)


@functools.cache
def _school() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = profile()
    return (
        re.compile(rf"(?<!\w){words_pattern(words.schools)}(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w){words_pattern(words.sheltering)}(?!\w)", re.IGNORECASE),
    )


def tells_site(text: str) -> bool:
    """Tell whether words speak of a place of care or shelter, or of aid on the move."""
    return _name_tells(text) if len(text) <= _NAME else _tells(text)


@functools.lru_cache(maxsize=65536)
def _name_tells(name: str) -> bool:
    return _tells(name)


def _tells(text: str) -> bool:
    if any(match["unless"] is None for match in _site().finditer(text)):
        return True
    school, sheltering = _school()
    return school.search(text) is not None and sheltering.search(text) is not None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text that speak of such a place start and end."""
    for match in _SENTENCE.finditer(text):
        if tells_site(match.group()):
            yield match.span()


def site_names(text: str, settled: Collection[str] = (), *, sure: bool = False) -> Secrets:
    """Return the names of places of care and shelter in a text; those that are ``settled`` places too are bound.

    ``sure``: the text is known to be about one, so that a school is a shelter.
    """
    found: set[str] = set()
    if not (sure or tells_site(text)):
        return Secrets()
    head = re.compile(rf"\s+{site_head()}", re.IGNORECASE)
    before = re.compile(rf"{site_head()}\s+(?:of|called|named|known\s+as)\s+(?:the\s+)?$", re.IGNORECASE)
    towns = set(settled)
    for run in runs_of_any(text):
        near = text[max(0, run.start - 80) : run.start]
        ahead, behind = head.match(text, run.end), before.search(near)
        site = ahead.group() if ahead is not None else behind.group() if behind is not None else ""
        if not site and _before_place().search(near):
            # "Fighting in Homs": a name that is a town's too is masked only beside the word for the place of care
            towns.update(name.casefold() for name in _names(run))
        if not site or not (sure or tells_site(site) or tells_site(sentence(text, run))):
            continue
        found.update(_names(run))
    bound = frozenset(name for name in found if name.casefold() in towns)
    return Secrets(sites=frozenset(found) - bound, bound=bound)


@functools.cache
def _before_place() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words_pattern(profile().before_place)}\s+(?:the\s+)?$")


def _names(run: Run) -> Iterator[str]:
    words = list(run.words)
    while words and _says_nothing(words[0]):
        words = words[1:]
    while words and _says_nothing(words[-1]):
        words = words[:-1]
    if words and not known(" ".join(words)):
        yield " ".join(words)


def _says_nothing(word: str) -> bool:
    """Tell a word that tells no place from others: a state, "General", an abbreviation, "UN-run"."""
    return word.casefold() in demonyms() or word.casefold() in profile().general or word.isupper() or backed(word)


def claim_at_site(claim: Claim) -> bool:
    """Tell whether a claim is about a place of care or shelter, or about aid on the move."""
    event = claim.event
    if event.kind == "aid":
        return True
    names = [*(place.name for place in event.places), *(target.name for target in event.targets)]
    school, sheltering = _school()
    if any(map(tells_site, names)):
        return True
    return any(map(school.search, names)) and sheltering.search(claim.evidence.text) is not None


def suspect(kinds: Collection[str], names: Iterable[str]) -> bool:
    """Tell whether an incident may be at such a place, by its kinds and the names of its place and targets."""
    school, _ = _school()
    return "aid" in kinds or any(tells_site(name) or school.search(name) for name in names)


def reach_m() -> float:
    """Return how far at most a point is moved to its cell's middle, in metres: half the diagonal at the equator."""
    return EARTH_RADIUS_M * math.radians(profile().grid_deg) / math.sqrt(2)


def coarse(place: Place) -> Place:
    """Return a place moved to the middle of its cell, with a radius that covers what it covered before.

    What would tell it exactly (ids of the gazetteer and of areas) is left out.  One that is wide enough stays.
    """
    states = tuple(code for code in place.alternatives if _STATE.fullmatch(code))
    if place.lat_deg is None or place.lon_deg is None or place.radius_m is None:
        precision = "district" if place.precision in _FINE and place.precision is not None else place.precision
        return msgspec.structs.replace(place, gazetteer_id=None, area_id=None, alternatives=states, precision=precision)
    if place.radius_m >= profile().wide_m:
        return place
    grid, step = profile().grid_deg, profile().step_m
    lat, lon = _middle(place.lat_deg, grid, 90), _middle(place.lon_deg, grid, 180)
    radius = math.ceil((place.radius_m + reach_m()) / step) * step
    if (lat, lon) == (place.lat_deg, place.lon_deg) and place.radius_m % step == 0 and place.radius_m >= reach_m():
        radius = place.radius_m
    return msgspec.structs.replace(
        place,
        gazetteer_id=None,
        area_id=None,
        alternatives=states,
        lat_deg=lat,
        lon_deg=lon,
        radius_m=float(radius),
        precision="district" if place.precision in _FINE else place.precision,
    )


def _middle(degrees: float, grid: float, most: float) -> float:
    cell = math.floor(degrees / grid + 1e-9)
    return round(max(-most, min(most, (cell + 0.5) * grid)), 6)


def grown(box: Box) -> Box:
    """Return a box that holds every place whose coarsened circle touches ``box``."""
    far_m = 2 * (reach_m() + profile().step_m)
    up = math.degrees(far_m / EARTH_RADIUS_M)
    south, north = max(-90.0, box.south - up), min(90.0, box.north + up)
    polar = max(abs(south), abs(north))
    wide = 360.0 if polar > 85 else up / math.cos(math.radians(polar)) * 1.01
    across = (box.east - box.west) % 360 if box.west > box.east else box.east - box.west
    if across + 2 * wide >= 360:
        return Box(west=-180.0, south=south, east=180.0, north=north)
    return Box(west=_wrapped(box.west - wide), south=south, east=_wrapped(box.east + wide), north=north)


def _wrapped(lon_deg: float) -> float:
    return lon_deg if -180 <= lon_deg <= 180 else (lon_deg + 180) % 360 - 180
